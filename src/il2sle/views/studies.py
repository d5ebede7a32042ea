"""The trials, one row each: who, how, on how many, where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from il2sle.evidence.rows import StudyRow
from il2sle.evidence.studies import DIFFER

from .document import Column, Group, Row, Table
from .figures import DISPUTED_MARK, Numbered
from .remarks import Letters, remark

# Numbers of registrations: a trial may have two, and readers look for either.
REGISTERED = re.compile(r"NCT\d{8}|DRKS\d{8}|\d{4}-\d{6}-\d{2}|ChiCTR[\w-]+")
STUDY_COLUMNS = (
    Column("trial", role="identity", least=0),
    Column("design", role="identity"),
    Column("phase", role="identity", prose="phase {}", least=0),
    Column("patients", role="identity", prose="{} patients", least=10),
    Column("drug against comparator", role="identity"),
    Column("weeks of treatment + follow-up", role="identity", least=0),
    Column("status", role="identity", least=12),
    Column("primary endpoint", role="identity", prose="primary endpoint: {}", least=12),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)
SHOWN_MATTERS = ("enrolled", "state", "phase", "ratio", "masking", "treatment", "results")


def studies_table(rows: Sequence[StudyRow], numbered: Numbered, letters: Letters) -> Table:
    """One row for each trial."""
    drawn = tuple(Row(_study_cells(row, numbered, letters)) for row in rows)
    return Table("STUDIES", STUDY_COLUMNS, (Group("", drawn),))


def _study_cells(row: StudyRow, numbered: Numbered, letters: Letters) -> tuple[str, ...]:
    weeks = f"{_or_range(row.treatment_weeks)} + {_or_range(row.follow_up_weeks)}"
    return (
        " ".join((row.name, row.trial, *(alias for alias in row.aliases if REGISTERED.fullmatch(alias)))),
        row.design,
        row.phase or "not stated",
        _patients(row),
        f"{row.drug} against {row.comparator}" if row.comparator else f"{row.drug}, no comparator",
        weeks,
        _status(row),
        _primary(row),
        remark(_study_flags(row), letters),
        numbered.short(row.sources),
    )


def _study_flags(row: StudyRow) -> Iterator[str]:
    """The flags, without disputes about what this table does not show: those are counted."""
    shown = tuple(f"{DIFFER}{matter}:" for matter in SHOWN_MATTERS)
    elsewhere = [flag for flag in row.flags if flag.startswith(DIFFER) and not flag.startswith(shown)]
    yield from (flag for flag in row.flags if flag not in elsewhere)
    if elsewhere:
        points = "1 further point" if len(elsewhere) == 1 else f"{len(elsewhere)} further points"
        yield f"sources differ on {points}: see show"


def _primary(row: StudyRow) -> str:
    if row.primary_endpoint is None:
        return "not stated"
    met = {True: "met", False: "NOT met", None: "whether met is not stated"}[row.primary_met]
    return f"{row.primary_endpoint}: {met}"


def _or_range(weeks: object) -> str:
    return "NR" if weeks is None else str(weeks)


def _disputed(row: StudyRow, matter: str) -> str:
    return DISPUTED_MARK if any(flag.startswith(f"{DIFFER}{matter}:") for flag in row.flags) else ""


def _patients(row: StudyRow) -> str:
    mark = _disputed(row, "enrolled")
    kind = f" {row.enrolled_kind}" if row.enrolled_kind else ""
    enrolled = f"{row.enrolled}{mark} enrolled ({kind.strip()})" if kind else f"{row.enrolled}{mark} enrolled"
    return f"{row.randomised} randomised; {enrolled}" if row.randomised is not None else enrolled


def _status(row: StudyRow) -> str:
    date = row.status_as_of or "undated"
    return f"{row.status}{_disputed(row, 'state')}, as of {date}; results {row.results}"
