"""The trials, one row each: who, how, on how many, where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from il2sle.evidence.claims import DIFFER
from il2sle.evidence.rows import StudyRow

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
SHOWN_MATTERS = (
    *("enrolled", "randomised", "state", "results"),
    *("phase", "allocation", "ratio", "masking", "treatment", "follow up"),
)


def studies_table(rows: Sequence[StudyRow], numbered: Numbered, letters: Letters) -> Table:
    """One row for each trial."""
    drawn = tuple(Row(_study_cells(row, numbered, letters)) for row in rows)
    return Table("STUDIES", STUDY_COLUMNS, (Group("", drawn),))


def _study_cells(row: StudyRow, numbered: Numbered, letters: Letters) -> tuple[str, ...]:
    treated = f"{_length(row, 'treatment')}{_disputed(row, 'treatment')}"
    return (
        " ".join((row.name, row.trial, *(alias for alias in row.aliases if REGISTERED.fullmatch(alias)))),
        row.design,
        f"{row.phase}{_disputed(row, 'phase')}" if row.phase else "not stated",
        _patients(row),
        f"{row.drug} against {row.comparator}" if row.comparator else f"{row.drug}, no comparator",
        f"{treated} + {_length(row, 'follow-up')}{_disputed(row, 'follow up')}",
        _status(row),
        _primary(row),
        remark(_study_flags(row), letters),
        numbered.short(row.sources),
    )


def _study_flags(row: StudyRow) -> Iterator[str]:
    """The flags, without disputes about what this table does not show: those are counted."""
    shown = tuple(f"{DIFFER}{matter}:" for matter in SHOWN_MATTERS)
    elsewhere = [flag for flag in row.flags if flag.startswith(DIFFER) and not flag.startswith(shown)]
    in_a_column = ("treatment ", "follow-up ")
    yield from (flag for flag in row.flags if flag not in elsewhere and not flag.startswith(in_a_column))
    if elsewhere:
        points = "1 further point" if len(elsewhere) == 1 else f"{len(elsewhere)} further points"
        yield f"sources differ on {points}: see show"


def _primary(row: StudyRow) -> str:
    if row.primary_endpoint is None:
        return "not stated"
    met = {True: "met", False: "NOT met", None: "whether met is not stated"}[row.primary_met]
    return f"{row.primary_endpoint}: {met}"


def _length(row: StudyRow, part: str) -> str:
    """Weeks of a part of the trial; where they are no whole number, the words of its flag, e.g. `47 to 68 days`."""
    weeks = row.treatment_weeks if part == "treatment" else row.follow_up_weeks
    words = (flag.removeprefix(f"{part} ") for flag in row.flags if flag.startswith(f"{part} "))
    return next(words, "NR") if weeks is None else str(weeks)


def _disputed(row: StudyRow, matter: str) -> str:
    return DISPUTED_MARK if any(flag.startswith(f"{DIFFER}{matter}:") for flag in row.flags) else ""


def _patients(row: StudyRow) -> str:
    mark = _disputed(row, "enrolled")
    kind = f" {row.enrolled_kind}" if row.enrolled_kind else ""
    enrolled = f"{row.enrolled}{mark} enrolled ({kind.strip()})" if kind else f"{row.enrolled}{mark} enrolled"
    randomised = f"{row.randomised}{_disputed(row, 'randomised')} randomised; " if row.randomised is not None else ""
    return f"{randomised}{enrolled}"


def _status(row: StudyRow) -> str:
    date = f"as of {row.status_as_of}" if row.status_as_of else "undated"
    return f"{row.status}{_disputed(row, 'state')}, {date}; results {row.results}"
