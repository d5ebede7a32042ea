"""The list of trials: one line each."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.rows import StudyRow

from .page.blocks import Column, Group, Page, Prose, Table, TableRow, cells

COLUMNS = ("trial", "name", "drug", "phase", "design", "enrolled", "status", "results", "aliases", "unread")
SHOWN = ("trial", "name", "enrolled", "status", "results", "drug")
UNREAD = "unread"


def list_rows(studies: Sequence[StudyRow]) -> list[tuple[object, ...]]:
    """The cells of the list for machine formats, in the order of `COLUMNS`."""
    return [tuple(getattr(study, name) for name in COLUMNS) for study in studies]


def list_page(studies: Sequence[StudyRow], notes: Sequence[str] = ()) -> Page:
    """The list as a table for people, with notes under it; what may be wrapped comes last.

    Reports that were not read to their end have a column where a trial has any.
    """
    shown = (*SHOWN, UNREAD) if any(study.unread for study in studies) else SHOWN
    columns = tuple(Column(name, role="identity", least=14 if name in {"drug", UNREAD} else 0) for name in shown)
    rows = tuple(TableRow(cells(*(_words(study, name) for name in shown))) for study in studies)
    return Page("", (Table("", columns, (Group("", rows),)), *map(Prose, notes)))


def _words(study: StudyRow, name: str) -> str:
    value = getattr(study, name)
    if value is None and name in study.missing:
        return study.missing[name]
    if isinstance(value, tuple):
        return "; ".join(value) or "none"
    return "not stated" if value is None else str(value)
