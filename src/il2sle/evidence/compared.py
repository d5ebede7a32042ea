"""The trials side by side, as a value: what a page, a table and JSON are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from il2sle.frozen import Frozen

from .dose_row import DoseRow
from .rows import HarmRow, OutcomeRow, Row, SourceRow, StudyRow
from .stamp import Stamp

if TYPE_CHECKING:
    from .answer import Answer
    from .timeline import Timeline


class Comparison(Frozen):
    """The trials side by side: the rows of each section, the sources they point to, and what must be said.

    Attributes:
        stamp: the records that it was made from.
        names: what each trial is called, by its id.
        notices: those of the notes that a reader of bare rows must be told: what is not shown, and twins.
        timelines: when doses are given, where the doses were asked for.
        answer: what a page begins with; None where only a part was asked for.
    """

    trials: tuple[str, ...]
    stamp: Stamp
    names: Mapping[str, str]
    studies: tuple[StudyRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    doses: tuple[DoseRow, ...]
    harms: tuple[HarmRow, ...]
    sources: tuple[SourceRow, ...]
    notes: tuple[str, ...]
    notices: tuple[str, ...] = ()
    answer: Answer | None = None
    timelines: tuple[Timeline, ...] = ()

    def rows(self, section: str) -> tuple[Row, ...]:
        """The rows of a section by its name."""
        rows: tuple[Row, ...] = getattr(self, section)
        return rows
