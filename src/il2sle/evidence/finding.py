"""A finding about a record: its code, the path of the figure, and what to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.codes import CODES
from il2sle.errors import Severity
from il2sle.frozen import Frozen
from il2sle.records.parts import Loc

from .figure import Remark

# How a count was derived and that a p was reproduced stand in other columns of a row; W206 and W207 are about records;
# W216 is said of every row that cites the place.
ELSEWHERE = {"N301", "N305", "W206", "W207", "W216"}


class Finding(Frozen):
    """One thing that a check found.

    Attributes:
        code: a code of `il2sle.codes`.
        loc: the path of the figure in the record.
        message: one line.
        key: whether the key rather than the value is meant.
    """

    code: str
    loc: Loc
    message: str
    key: bool = False

    @property
    def severity(self) -> Severity:
        """By the letter of the code."""
        return CODES[self.code].severity


def about(findings: Sequence[Finding], loc: Loc) -> Iterator[Remark]:
    """The warnings and the notable notes about a part of a record, as remarks of its row."""
    for finding in findings:
        if finding.loc[: len(loc)] == loc and finding.code not in ELSEWHERE:
            yield Remark("check", finding.message, code=finding.code)
