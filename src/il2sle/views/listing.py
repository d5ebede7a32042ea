"""The list of trials: one line each."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.rows import StudyRow

from .page.blocks import Column, Group, Page, Prose, Table, TableRow, cells

COLUMNS = ("trial", "name", "drug", "phase", "design", "enrolled", "status", "results", "aliases")
SHOWN = ("trial", "name", "enrolled", "status", "results", "drug")


def list_rows(studies: Sequence[StudyRow]) -> list[tuple[object, ...]]:
    """The cells of the list for machine formats, in the order of `COLUMNS`."""
    return [tuple(getattr(study, name) for name in COLUMNS) for study in studies]


def list_page(studies: Sequence[StudyRow], notes: Sequence[str] = ()) -> Page:
    """The list as a table for people, with notes under it; the drug, which may be wrapped, comes last."""
    columns = tuple(Column(name, role="identity", least=0 if name != "drug" else 14) for name in SHOWN)
    rows = tuple(TableRow(cells(*(_words(study, name) for name in SHOWN))) for study in studies)
    return Page("", (Table("", columns, (Group("", rows),)), *map(Prose, notes)))


def _words(study: StudyRow, name: str) -> str:
    value = getattr(study, name)
    return "not stated" if value is None else str(value)
