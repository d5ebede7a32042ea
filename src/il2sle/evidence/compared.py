"""The trials side by side, as a value: what a page, a table and JSON are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .answer import Answer
from .rows import DoseRow, HarmRow, OutcomeRow, Row, SourceRow, StudyRow


@dataclass(frozen=True, slots=True)
class Comparison:
    """The trials side by side: the rows of each section, the sources they point to, and what must be said.

    Attributes:
        names: what each trial is called, by its id.
        notices: those of the notes that a reader of bare rows must be told: what is not shown, and twins.
        answer: what a page begins with; None where only a part was asked for.
    """

    trials: tuple[str, ...]
    names: Mapping[str, str]
    studies: tuple[StudyRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    doses: tuple[DoseRow, ...]
    harms: tuple[HarmRow, ...]
    sources: tuple[SourceRow, ...]
    notes: tuple[str, ...]
    notices: tuple[str, ...] = ()
    answer: Answer | None = None

    def rows(self, section: str) -> tuple[Row, ...]:
        """The rows of a section by its name."""
        rows: tuple[Row, ...] = getattr(self, section)
        return rows
