"""A finding about a record: its code, the path of the figure, and what to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from il2sle.errors import Severity
from il2sle.records.codes import CODES
from il2sle.records.walk import Loc


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        code: a code of `il2sle.records.codes`.
        loc: the path of the figure in the record.
        message: one line.
        key: whether the key rather than the value is meant.
    """

    code: str
    loc: Loc
    message: str
    key: bool = False

    @property
    def flag(self) -> str:
        """The finding as a row carries it: `W203: p=0.036 not reproduced ...`."""
        return f"{self.code}: {self.message}"

    @property
    def severity(self) -> Severity:
        """By the letter of the code."""
        return CODES[self.code].severity


def about(findings: Sequence[Finding], loc: Loc) -> list[str]:
    """The warnings and the notable notes about a part of a record, as flags of its row.

    How a count was derived and that a p was reproduced stand in other columns of the row.
    """
    return [
        finding.flag
        for finding in findings
        if finding.loc[: len(loc)] == loc and finding.code not in {"N301", "N305", "W206", "W207"}
    ]
