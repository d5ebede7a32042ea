"""The trials, one row each: who, how, on how many, where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from il2sle.arithmetic.schedules import Span, duration_words
from il2sle.evidence.answer import passed_over
from il2sle.evidence.rows import Length, StudyRow
from il2sle.evidence.verdicts import Verdict

from . import numbers
from .page.blocks import SIGNS, Cell, Column, Group, Mark, Table, TableRow, Terms, cells
from .remarks import Letters, remark

# Numbers of registrations: a trial may have two, and readers look for either.
REGISTERED = re.compile(r"NCT\d{8}|DRKS\d{8}|\d{4}-\d{6}-\d{2}|ChiCTR[\w-]+")
STUDY_COLUMNS = (
    Column("trial", role="identity", least=0),
    Column("design", role="identity"),
    Column("phase", role="identity", prose="phase {}", least=0),
    Column("patients", role="identity", prose="{} patients", least=10),
    Column("drug against comparator", role="identity"),
    Column("entry criteria", role="identity", least=20),
    Column("on top of; where", role="identity", least=12),
    Column("weeks of treatment + follow-up", role="identity", least=0),
    Column("status", role="identity", least=12),
    Column("primary endpoint", role="identity", prose="primary endpoint: {}", least=12),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)


def studies_table(rows: Sequence[StudyRow], letters: Letters) -> Table:
    """One row for each trial."""
    drawn = tuple(TableRow(cells(*_study_cells(row, letters))) for row in rows)
    return Table("STUDIES", STUDY_COLUMNS, (Group("", drawn),))


def _study_cells(row: StudyRow, letters: Letters) -> tuple[str | Cell, ...]:
    status = row.status or row.missing.get("status", "not stated")
    results = row.results or row.missing.get("results", "not stated")
    lengths = {name: length_cell(row, name) for name in ("treatment", "follow_up")}
    times = " + ".join(f"{cell.text}{_sign(row, name)}" for name, cell in lengths.items())
    lacks = tuple(kind for cell in lengths.values() for kind in cell.lacks)
    return (
        " ".join((row.name, row.trial, *(alias for alias in row.aliases if REGISTERED.fullmatch(alias)))),
        row.design,
        Cell(row.phase, _marks(row, "phase")) if row.phase else row.missing.get("phase", "not stated"),
        Cell(_patients(row), inner=_marks(row, "enrolled", "randomised")),
        f"{row.drug} against {row.comparator}" if row.comparator else f"{row.drug}, no comparator",
        "; ".join(row.inclusion) or "not stated",
        "; ".join(filter(None, (row.background, row.countries))) or "not stated",
        Cell(times, inner=_marks(row, *lengths), lacks=lacks),
        Cell(f"{status}{_sign(row, 'state')}, {_dated(row)}; results {results}", inner=_marks(row, "state")),
        _primary(row),
        remark(letters, row.remarks, *said(row)),
        Cell(refs=numbers.cited(row.sources)),
    )


def unread_block(rows: Sequence[StudyRow]) -> Iterator[Terms]:
    """Which reports were not read to their end, a line for each trial that has any."""
    items = tuple((row.name, Cell("; ".join(row.unread))) for row in rows if row.unread)
    if items:
        yield Terms("NOT READ IN FULL", items)


def said(row: StudyRow) -> Iterator[str]:
    """The words of a row from its fields."""
    by_day: dict[str, list[str]] = {}
    for name, day in row.undated:
        by_day.setdefault(day, []).append(name)
    yield from (f"{' and '.join(names)}: undated copy read {day}" for day, names in by_day.items())
    if row.further_disputes:
        further = row.further_disputes
        points = "1 further point" if further == 1 else f"{further} further points"
        yield f"sources differ on {points}: see show"


def _primary(row: StudyRow) -> str:
    if row.primary_endpoint is None and row.registered_primary:
        return f"registered: {row.registered_primary}"
    if row.primary_endpoint is None:
        return "not stated"
    by_endpoint: dict[str, list[Verdict]] = {}
    for verdict in row.verdicts:
        by_endpoint.setdefault(verdict.endpoint, []).append(verdict)
    told = "; ".join(f"{endpoint}: {_met(verdicts)}" for endpoint, verdicts in by_endpoint.items())
    return f"published: {told}; registered: {row.registered_primary}" if row.registered_primary else told


def _met(verdicts: Sequence[Verdict]) -> str:
    """What became of an endpoint, arm by arm where the source speaks of each."""
    words = {True: "met", False: "NOT met", None: "whether met is not stated"}
    return ", ".join(f"{words[one.met]} with {one.arm}" if one.arm else words[one.met] for one in verdicts)


def missing_of(row: StudyRow, name: str) -> str:
    """How a fact of a trial is missing, by the name of its column."""
    return row.missing.get(name) or passed_over(row)


def length_cell(row: StudyRow, name: str) -> Cell:
    """Weeks; where they are no whole number, in words, e.g. `47 to 68 days`."""
    length: Length | None = getattr(row, name)
    if length is None:
        return numbers.or_missing(Cell(), missing_of(row, name))
    return Cell(duration_words(Span(length.low, length.high)) if length.weeks is None else str(length.weeks))


def _marks(row: StudyRow, *matters: str) -> tuple[Mark, ...]:
    return ("disputed",) if set(matters) & set(row.disputed) else ()


def _sign(row: StudyRow, matter: str) -> str:
    """The mark of a disputed matter inside a text that tells of several."""
    return SIGNS["disputed"] if matter in row.disputed else ""


def _patients(row: StudyRow) -> str:
    kind = f" ({row.enrolled_kind})" if row.enrolled_kind else ""
    words = {
        "randomised": _counted(row, "randomised", row.randomised),
        "enrolled": _counted(row, "enrolled", row.enrolled),
    }
    return "; ".join(filter(None, (words["randomised"], f"{words['enrolled']}{kind}")))


def _counted(row: StudyRow, name: str, value: int | None) -> str:
    """Patients, or how their number is missing; empty where nothing is said of it."""
    if value is not None:
        return f"{value}{_sign(row, name)} {name}"
    return f"{name}: {row.missing[name]}{_sign(row, name)}" if name in row.missing else ""


def _dated(row: StudyRow) -> str:
    return f"as of {row.status_as_of}" if row.status_as_of else "undated"
