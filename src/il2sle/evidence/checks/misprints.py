"""Errors that a record declares to be misprints of its source: the figure is kept as printed, and the reader told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.frozen import replace
from il2sle.records.parts import field

# What arithmetic finds about figures, and a source may print all the same.
ARITHMETIC = {"R101", "R102", "R108", "R125"}


def declared(workings: Workings, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, W220 in place of an arithmetic error about figures that are marked `as_printed`."""
    marked = {part.loc for part in workings.having("as_printed") if field(part.value, "as_printed")}
    for finding in found:
        steps = range(1, len(finding.loc) + 1) if finding.code in ARITHMETIC else ()
        inside = any(finding.loc[:length] in marked for length in steps)
        yield replace(finding, code="W220") if inside else finding
