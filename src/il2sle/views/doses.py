"""The regimens: schedules in words, injections and cumulative doses."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.rows import DoseRow
from il2sle.records.vocabulary import ROUTE_SHORT

from . import figures
from .document import Column, Group, Row, Table
from .figures import DERIVED_MARK, Numbered
from .remarks import Letters, remark

LAST_DAY = "last dose day"  # the flag repeats what its column shows
DOSE_COLUMNS = (
    Column("trial", role="identity"),
    Column("arm", role="identity"),
    Column("schedule", role="identity"),
    Column("1–12", over=f"injections{DERIVED_MARK}, weeks", align="right"),
    Column("1–24", over=f"injections{DERIVED_MARK}, weeks", align="right"),
    Column("all", over=f"injections{DERIVED_MARK}, weeks", align="right"),
    Column("1–12", over=f"cumulative dose{DERIVED_MARK}, weeks", align="."),
    Column("1–24", over=f"cumulative dose{DERIVED_MARK}, weeks", align="."),
    Column("all", over=f"cumulative dose{DERIVED_MARK}, weeks", align="."),
    Column("unit"),
    Column(f"last day{DERIVED_MARK}", align="right"),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)


def doses_table(rows: Sequence[DoseRow], numbered: Numbered, letters: Letters) -> Table:
    """The regimens, a row for each arm and dose level."""
    pairs = zip((None, *rows), rows, strict=False)
    drawn = tuple(Row(_dose_cells(row, before, numbered, letters)) for before, row in pairs)
    caption = "Day 1 is the first dose. Million IU of aldesleukin and µg of a PEGylated conjugate have no common unit."
    return Table("DOSES", DOSE_COLUMNS, (Group("", drawn),), caption)


def _dose_cells(row: DoseRow, before: DoseRow | None, numbered: Numbered, letters: Letters) -> tuple[str, ...]:
    route = ROUTE_SHORT.get(row.route or "", "")
    schedule = f"{row.schedule}{', ' + route if route else ''}"
    if before and (before.trial, before.schedule, before.route) == (row.trial, row.schedule, row.route):
        schedule = "the same"
    return (
        row.name,
        row.arm_label,
        schedule,
        *dose_figures(row),
        remark((flag for flag in row.flags if not flag.startswith(LAST_DAY)), letters),
        numbered.short(row.sources),
    )


def dose_figures(row: DoseRow) -> tuple[str, ...]:
    """The cells of injections, cumulative dose, its unit, and the day of the last dose."""
    injections = (row.injections_week_12, row.injections_week_24, row.injections_total)
    sums = (row.cumulative_week_12, row.cumulative_week_24, row.cumulative_total)
    unknown = "NR" if row.dose_unit is not None else figures.missing("not applicable")
    return (
        *("NR" if figure is None else str(figure) for figure in injections),
        *(unknown if figure is None else str(figure) for figure in sums),  # a sum of printed doses: no rounding
        row.dose_unit or "",
        _last_day(row),
    )


def _last_day(row: DoseRow) -> str:
    if row.last_dose_day is not None or row.last_dose_day_earliest is None:
        return "NR" if row.last_dose_day is None else str(row.last_dose_day)
    return f"{row.last_dose_day_earliest} to {row.last_dose_day_latest}"
