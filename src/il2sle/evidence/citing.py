"""What must be said of a row because of the sources that it cites: their standing, and what of them was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from il2sle.records.model import Trial

from .figure import Remark
from .reading import UNREAD, unread_cited
from .rows import DoseRow, HarmRow, OutcomeRow, StudyRow
from .sources import standing_words, standings

R = TypeVar("R", bound=StudyRow | OutcomeRow | DoseRow | HarmRow)


def told(trial: Trial, rows: Iterable[R]) -> Iterator[R]:
    """Rows with what their sources make necessary to say, before all else that is said of them."""
    standing = standings(trial)
    for row in rows:
        keys = (pointer.source.rpartition("/")[2] for pointer in row.sources)
        words = [Remark("standing", text) for text in standing_words(standing, keys)]
        words += [Remark("reading", text) for text in _unread(trial, row)]
        yield replace(row, remarks=(*words, *row.remarks)) if words else row


def _unread(trial: Trial, row: StudyRow | OutcomeRow | DoseRow | HarmRow) -> Iterator[str]:
    """Which reports may hold the figure that a row lacks."""
    if isinstance(row, OutcomeRow | HarmRow) and row.missing == UNREAD:
        reports = unread_cited(trial, row.sources)
        if reports:
            yield f"may stand in {', '.join(reports)}"
