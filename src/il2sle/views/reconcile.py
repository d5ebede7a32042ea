"""Where two records of one trial differ: lines for people, rows for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.reconcile import Difference, Reconciled
from il2sle.frozen import Frozen

from .columns.column import Column, own

KINDS = ("figure", "entry", "place")
_TITLES = {
    "figure": "FIGURES DIFFER",
    "entry": "ENTRIES DIFFER",
    "place": "SAME FIGURE, CITED TO ANOTHER PLACE",
}


class DifferenceRow(Frozen):
    """A difference with the trial and the places of both records."""

    trial: str
    difference: Difference
    at: tuple[str, str]


DIFFERENCES: tuple[Column[DifferenceRow], ...] = (
    Column("trial", "text", own("trial"), "id of the trial", always=True),
    Column("kind", "text", lambda row: row.difference.kind, "what differs", words=KINDS, always=True),
    Column("about", "text", lambda row: row.difference.name, "what it is about", always=True),
    Column("first", "text", lambda row: row.difference.values[0], "what the first record has; null where nothing"),
    Column("second", "text", lambda row: row.difference.values[1], "what the second record has; null where nothing"),
    Column("at", "texts", own("at"), "`FILE:line` in the first and in the second record", always=True),
)


def reconcile_text(trial: str, rows: Sequence[DifferenceRow], found: Reconciled) -> str:
    """The differences of two records by kind, each with both places, and how much agrees."""
    lines = [line for kind in KINDS for line in _kind(kind, [row for row in rows if row.difference.kind == kind])]
    words = f"; texts worded otherwise: {found.words}" if found.words else ""
    verdict = f"figures that agree: {len(found.agreed)}; open differences: {len(found.open)}{words}"
    return "\n".join([*lines, f"{trial}: {verdict}"])


def _kind(kind: str, rows: Sequence[DifferenceRow]) -> Iterator[str]:
    if rows:
        yield _TITLES[kind]
    for row in rows:
        yield f"  {row.difference.name}"
        for value, at in zip(row.difference.values, row.at, strict=True):
            yield f"    {'nothing' if value is None else value} · {at}"
