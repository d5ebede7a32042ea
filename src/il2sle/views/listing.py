"""The list of trials: one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.rows import StudyRow
from il2sle.evidence.stamp import Stamp
from il2sle.records.census import Census, Known, Review

from .page.blocks import Block, Cell, Column, Group, Page, Prose, Table, TableRow, Terms, cells
from .stamp import stamp_line

COLUMNS = ("trial", "name", "drug", "phase", "design", "enrolled", "status", "results", "aliases", "unread", "standing")
BESIDE = ("searched", "known", "reviews")
LEAST = {"trial": 19, "name": 12, "drug": 14}  # letters of an id, and where a name or a drug is wrapped
SHOWN = ("trial", "name", "enrolled", "status", "results", "drug")


def list_rows(studies: Sequence[StudyRow]) -> list[tuple[object, ...]]:
    """The cells of the list for machine formats, in the order of `COLUMNS`."""
    return [tuple(getattr(study, name) for name in COLUMNS) for study in studies]


def list_page(
    studies: Sequence[StudyRow], notes: Sequence[str] = (), census: Census | None = None, *, stamp: Stamp | None = None
) -> Page:
    """The list as a table for people; what may be wrapped comes last.

    Under it the reports that were not read to their end, and what became of reports, a line for each trial that has
    any; the notes; what is known beside the records: trials without one, and reviews apart from them; and the stamp.
    """
    columns = tuple(Column(name, role="identity", least=LEAST.get(name, 0)) for name in SHOWN)
    rows = tuple(TableRow(cells(*(_words(study, name) for name in SHOWN))) for study in studies)
    told = {"NOT READ IN FULL": _unread, "STANDING OF SOURCES": _standing}
    terms = (
        Terms(title, tuple((study.name, Cell(words)) for study in studies if (words := of(study))))
        for title, of in told.items()
    )
    told_of = (one for one in terms if one.items)
    closing = (*map(Prose, notes), *_beside(census), *([stamp_line(stamp)] if stamp else []))
    return Page("", (Table("", columns, (Group("", rows),), gap=1), *told_of, *closing))


def _beside(census: Census | None) -> Iterator[Block]:
    """Here and not beside the figures of `compare`, so that nobody takes a review or a rumour for a trial."""
    if census is None:
        return
    known = tuple((one.name, Cell(_known(one))) for one in census.known)
    reviews = tuple((one.name, Cell(_review(one))) for one in census.reviews)
    searched = tuple((one.date, Cell(". ".join(filter(None, (one.where, one.note))))) for one in census.searched)
    titled = (("KNOWN WITHOUT A RECORD", known), ("REVIEWS THAT CONTRADICT A RECORD (no trials)", reviews))
    yield from (Terms(title, items) for title, items in (*titled, ("LOOKED FOR", searched)) if items)


def _known(one: Known) -> str:
    return f"{', '.join((*one.ids, one.what))}. No record: {one.why}"


def _review(one: Review) -> str:
    """What it prints, and what the records hold, each contradiction apart."""
    read = f" (read: {', '.join(one.read_of)})" if one.read_of else ""
    said: dict[str, list[str]] = {}
    for against in one.against:
        said.setdefault(against.says, []).append(f"{against.trial} has {against.record}")
    return ". ".join((f"{one.citation}{read}", *(f"Says {says}; {', '.join(held)}" for says, held in said.items())))


def census_data(census: Census | None) -> dict[str, object]:
    """What is known beside the records, for JSON."""
    held = census.model_dump() if census else {}
    return {name: held.get(name, []) for name in BESIDE}


def _unread(study: StudyRow) -> str:
    """The reports that were not read to their end, by their keys; `show` tells what of each was read."""
    kinds = (("not read", study.unread_keys), ("in part", study.part_keys))
    return "; ".join(f"{kind}: {', '.join(keys)}" for kind, keys in kinds if keys)


def _standing(study: StudyRow) -> str:
    return "; ".join(study.standing)


def _words(study: StudyRow, name: str) -> str:
    value = getattr(study, name)
    if name == "enrolled" and value is not None and study.enrolled_kind == "target":
        return f"{value} planned" if study.randomised is None else f"{study.randomised} of {value} planned"
    if value is None and name in study.missing:
        return study.missing[name]
    if isinstance(value, tuple):
        return "; ".join(value) or "none"
    return "not stated" if value is None else str(value)
