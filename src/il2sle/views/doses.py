"""The regimens: schedules in words, how many doses are given, and cumulative doses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from il2sle.evidence.dose_row import Bounds, DoseRow
from il2sle.records.vocabulary import INJECTED, ROUTE_SHORT

from . import numbers
from .page.blocks import Cell, Column, Group, Table, TableRow, cells
from .remarks import Letters, remark

_CUMULATIVE = "cumulative dose†, weeks"


def dose_columns(rows: Iterable[DoseRow]) -> tuple[Column, ...]:
    """The columns of regimens: they count injections where every route that is known is one, else doses."""
    routes = {row.route for row in rows} - {None}
    given = f"{'injections' if routes and routes <= INJECTED else 'doses'}†, weeks"
    return (
        Column("trial", role="identity"),
        Column("arm", role="identity"),
        Column("schedule", role="identity"),
        Column("1–12", over=given, align="right"),
        Column("1–24", over=given, align="right"),
        Column("all", over=given, align="right"),
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
    return Table("DOSES", dose_columns(rows), (Group("", drawn),), caption)


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
    """Figures of which there is no single number, in words."""
    for window, words in _WINDOWS.items():
        bounds = row.injections[window]
        if bounds.low and not bounds.exact:
            yield f"{row.noun} {words}: {_between(bounds)}{_sum(row, window)}, since a time is a range"


def _sum(row: DoseRow, window: str) -> str:
    bounds = row.cumulative[window]
    return f" ({_between(bounds)} {row.dose_unit or ''}".rstrip() + ")" if bounds.low else ""


def _between(bounds: Bounds) -> str:
    return f"{bounds.low.value} to {bounds.high.value}"


def dose_figures(row: DoseRow) -> tuple[Cell, ...]:
    """The cells of doses given, cumulative dose, its unit, and the day of the last dose."""
    counts, sums = row.schedule_missing, sums_missing(row)
    return (
        *(numbers.or_missing(_figure(row.injections[window]), counts) for window in _WINDOWS),
        *(numbers.or_missing(_figure(row.cumulative[window]), sums) for window in _WINDOWS),
        Cell(row.dose_unit or ""),
        numbers.or_missing(_figure(row.last_dose_day), counts),
    )


def sums_missing(row: DoseRow) -> str | None:
    """How a sum of doses is missing: by the schedule, else by the dose; none can exist of what gets neither."""
    return row.schedule_missing or row.dose_missing if row.dosed else "not applicable"


def _figure(bounds: Bounds) -> Cell:
    """A sum of what is printed, without rounding; a range as one."""
    if bounds.low and not bounds.exact:
        return Cell(_between(bounds))
    return Cell("" if bounds.exact.value is None else str(bounds.exact.value))
