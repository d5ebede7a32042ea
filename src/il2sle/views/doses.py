"""The regimens: schedules in words, injections and cumulative doses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.rows import Bounds, DoseRow
from il2sle.records.vocabulary import ROUTE_SHORT

from . import numbers
from .page.blocks import Cell, Column, Group, Table, TableRow, cells
from .remarks import Letters, remark

_INJECTIONS, _CUMULATIVE = "injections†, weeks", "cumulative dose†, weeks"
DOSE_COLUMNS = (
    Column("trial", role="identity"),
    Column("arm", role="identity"),
    Column("schedule", role="identity"),
    Column("1–12", over=_INJECTIONS, align="right"),
    Column("1–24", over=_INJECTIONS, align="right"),
    Column("all", over=_INJECTIONS, align="right"),
    Column("1–12", over=_CUMULATIVE, align="."),
    Column("1–24", over=_CUMULATIVE, align="."),
    Column("all", over=_CUMULATIVE, align="."),
    Column("unit"),
    Column("last day", align="right", marks=("derived",)),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)


def doses_table(rows: Sequence[DoseRow], letters: Letters) -> Table:
    """The regimens, a row for each arm and dose level."""
    pairs = zip((None, *rows), rows, strict=False)
    drawn = tuple(TableRow(cells(*_dose_cells(row, before, letters))) for before, row in pairs)
    caption = "Day 1 is the first dose. Million IU of aldesleukin and µg of a PEGylated conjugate have no common unit."
    return Table("DOSES", DOSE_COLUMNS, (Group("", drawn),), caption)


def _dose_cells(row: DoseRow, before: DoseRow | None, letters: Letters) -> tuple[str | Cell, ...]:
    same = before and (before.trial, before.schedule, before.route) == (row.trial, row.schedule, row.route)
    return (
        row.name,
        row.arm_label,
        "the same" if same else schedule_words(row),
        *dose_figures(row),
        remark(letters, row.remarks, *ranges(row)),
        Cell(refs=numbers.cited(row.sources)),
    )


def schedule_words(row: DoseRow) -> str:
    """The schedule with its route."""
    route = ROUTE_SHORT.get(row.route or "", "")
    return f"{row.schedule}{', ' + route if route else ''}"


_WINDOWS = {"week_12": "in weeks 1 to 12", "week_24": "in weeks 1 to 24", "total": "in all"}


def ranges(row: DoseRow) -> Iterator[str]:
    """Injections of which there is no single number, in words."""
    for window, words in _WINDOWS.items():
        bounds = row.injections[window]
        if bounds.low and not bounds.exact:
            yield f"injections {words}: {bounds.low.value} to {bounds.high.value}, since a time is a range"


def dose_figures(row: DoseRow) -> tuple[Cell, ...]:
    """The cells of injections, cumulative dose, its unit, and the day of the last dose."""
    unknown = "not reported" if row.dose_unit is not None else "not applicable"
    return (
        *(numbers.or_missing(_figure(row.injections[window].exact.value)) for window in _WINDOWS),
        *(numbers.or_missing(_figure(row.cumulative[window].exact.value), unknown) for window in _WINDOWS),
        Cell(row.dose_unit or ""),
        numbers.or_missing(_days(row.last_dose_day)),
    )


def _figure(value: object) -> Cell:
    return Cell("" if value is None else str(value))  # a sum of printed doses: no rounding


def _days(bounds: Bounds) -> Cell:
    if bounds.exact or not bounds.low:
        return _figure(bounds.exact.value)
    return Cell(f"{bounds.low.value} to {bounds.high.value}")
