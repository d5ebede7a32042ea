"""The list of trials: one line each."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.rows import StudyRow

from .page.blocks import Cell, Column, Group, Page, Prose, Table, TableRow, Terms, cells

COLUMNS = ("trial", "name", "drug", "phase", "design", "enrolled", "status", "results", "aliases", "unread", "standing")
SHOWN = ("trial", "name", "enrolled", "status", "results", "drug")


def list_rows(studies: Sequence[StudyRow]) -> list[tuple[object, ...]]:
    """The cells of the list for machine formats, in the order of `COLUMNS`."""
    return [tuple(getattr(study, name) for name in COLUMNS) for study in studies]


def list_page(studies: Sequence[StudyRow], notes: Sequence[str] = ()) -> Page:
    """The list as a table for people; what may be wrapped comes last.

    Under it the reports that were not read to their end, and what became of reports, a line for each trial that has
    any; and the notes.
    """
    columns = tuple(Column(name, role="identity", least=14 if name == SHOWN[-1] else 0) for name in SHOWN)
    rows = tuple(TableRow(cells(*(_words(study, name) for name in SHOWN))) for study in studies)
    told = {"NOT READ IN FULL": _unread, "STANDING OF SOURCES": _standing}
    terms = (
        Terms(title, tuple((study.name, Cell(words)) for study in studies if (words := of(study))))
        for title, of in told.items()
    )
    return Page("", (Table("", columns, (Group("", rows),)), *(one for one in terms if one.items), *map(Prose, notes)))


def _unread(study: StudyRow) -> str:
    """The reports that were not read to their end, by their keys; `show` tells what of each was read."""
    kinds = (("not read", study.unread_keys), ("in part", study.part_keys))
    return "; ".join(f"{kind}: {', '.join(keys)}" for kind, keys in kinds if keys)


def _standing(study: StudyRow) -> str:
    return "; ".join(study.standing)


def _words(study: StudyRow, name: str) -> str:
    value = getattr(study, name)
    if value is None and name in study.missing:
        return study.missing[name]
    if isinstance(value, tuple):
        return "; ".join(value) or "none"
    return "not stated" if value is None else str(value)
