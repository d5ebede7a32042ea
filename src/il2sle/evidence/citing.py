"""What must be said of a row because of the sources that it cites: their standing, and what of them was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from il2sle.frozen import replace
from il2sle.records.model import Trial

from .figure import Remark
from .reading import UNREAD, outside, unread_cited
from .rows import HarmRow, OutcomeHead, OutcomeRow, Row
from .sources import standing_words, standings

R = TypeVar("R", bound=Row | OutcomeHead)


def remarked(trial: Trial, rows: Iterable[R]) -> Iterator[R]:
    """Rows with what their sources make necessary to say, before all else that is said of them; heads as they are."""
    standing = standings(trial)
    for row in rows:
        if not isinstance(row, Row):
            yield row
            continue
        keys = (pointer.source.rpartition("/")[2] for pointer in row.sources)
        words = [Remark("standing", text) for text in standing_words(standing, keys)] if standing else []
        words += _unread(trial, row) if _absent(row) else _outside(trial, row)
        yield replace(row, remarks=(*words, *row.remarks)) if words else row


def _absent(row: Row) -> bool:
    """Whether a row takes no figure from what it cites."""
    return isinstance(row, OutcomeRow | HarmRow) and row.missing is not None


def _unread(trial: Trial, row: Row) -> Iterator[Remark]:
    """Which reports may hold the figure that a row lacks."""
    if isinstance(row, OutcomeRow | HarmRow) and row.missing == UNREAD and (of := unread_cited(trial, row.sources)):
        yield Remark("reading", f"may stand in {', '.join(of)}")


def _outside(trial: Trial, row: Row) -> Iterator[Remark]:
    """Which places a row cites that nobody has read."""
    for pointer in row.sources:
        key = pointer.source.rpartition("/")[2]
        if key in trial.sources and outside(trial.sources[key], pointer.locator):
            yield Remark("check", f"{key}, {pointer.locator}: outside what was read", code="W216")
