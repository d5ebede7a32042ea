"""The harms, a table for each trial with its arms as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from il2sle.evidence.rows import HarmRow

from . import numbers
from .page.blocks import Cell, Column, Group, Mark, Table, TableRow, cells
from .remarks import Letters, remark


def harms_tables(rows: Sequence[HarmRow], letters: Letters) -> Iterator[Table]:
    """A table for each trial, with its arms as columns: arms of different trials are never lined up."""
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.trial)):
        title = "HARMS" if number == 0 else ""
        caption = _caption(rows) if number == 0 else ""
        yield _harms_of(list(group), letters, title, caption)
    if not rows:
        yield Table("HARMS", (Column("event"),), ())


def _caption(rows: Sequence[HarmRow]) -> str:
    counted = any(row.events or row.rate for row in rows)
    events = " Events are no patients: one may have several." if counted else ""
    return f"Patients affected, n/N (%), arm by arm.{events}"


def _harms_of(rows: list[HarmRow], letters: Letters, title: str, caption: str) -> Table:
    arms = {row.arm: row.arm_label or "" for row in rows if row.arm}
    columns = (
        Column("event", role="identity"),
        *(Column(label, align="/") for label in arms.values()),
        *(() if arms else (Column("reported"),)),
        Column("remarks", role="remark"),
        Column("sources", role="remark", least=9),
    )
    keyed = groupby(rows, key=lambda row: (row.category, row.event))
    drawn = tuple(_harm_row(list(group), list(arms), letters) for _, group in keyed)
    heading = f"{rows[0].name}, {rows[0].population} population" if rows[0].population else rows[0].name
    return Table(title, columns, (Group(heading, drawn),), caption)


def _harm_row(rows: list[HarmRow], arms: list[str], letters: Letters) -> TableRow:
    first = rows[0]
    by_arm = {row.arm: row for row in rows}
    figured = first.arm is not None
    absent = numbers.or_missing(Cell(), first.rest_missing)
    drawn = tuple((harm_cell(by_arm[arm]) if arm in by_arm else absent) if figured else Cell() for arm in arms)
    span = "" if figured else (first.missing or "in words only")
    return TableRow(
        cells(
            f"{'– ' if first.part_of else ''}{first.event}",
            *(drawn or (Cell(),)),
            remark(letters, dict.fromkeys(one for row in rows for one in row.remarks), *said(first)),
            Cell(refs=numbers.cited(first.sources)),
        ),
        span,
    )


def said(row: HarmRow) -> Iterator[str]:
    """The words of a row from its fields."""
    yield from filter(None, (row.severity, row.relatedness))
    if row.statement:
        yield row.statement
    if row.part_of:
        yield f"also counted in {' and '.join(row.part_of)}: do not add"
    if row.barred and (row.affected or row.percent):
        yield f"no effect computed: {row.barred}"
    if row.second_hand:
        yield "secondary source"
    if row.pending_since:
        yield f"pending on {row.pending_since}"
    if row.linked_by:
        yield f"linked to the trial by inference: {row.linked_by}"


def harm_cell(row: HarmRow) -> Cell:
    """What happened in an arm, e.g. `9/29 (31.0)`, `42 events, 9.9† per 100 patient-years`."""
    if row.missing:
        return numbers.or_missing(Cell(), row.missing)
    words = ", ".join(filter(None, (_patients(row), events_words(row), rate_words(row))))
    sizeless = bool(row.affected or row.percent or row.percent_bound) and not row.n
    inner: tuple[Mark, ...] = ("derived",) if row.percent.derived or row.rate.derived else ()
    return Cell(words, inner=inner, lacks=(row.rest_missing,) if sizeless else ())


def _patients(row: HarmRow) -> str:
    """Patients affected, those at risk, and the percentage, as far as they are known."""
    percent = percent_cell(row).marked
    if row.affected:
        counted = numbers.counts(row.affected.value, row.n.value, row.rest_missing)
        return f"{counted} ({percent})" if percent else f"{row.affected.value}, n {numbers.missing(row.rest_missing)}"
    if not percent:
        return ""
    return f"{percent}% of {row.n.value}" if row.n else f"{percent}%, n {numbers.missing(row.rest_missing)}"


def percent_cell(row: HarmRow) -> Cell:
    """The percentage as printed, also as a bound; the mark of a derived one."""
    if row.percent_bound:
        return Cell(row.percent_bound.printed)
    return numbers.figure_cell(numbers.percent(row.percent.value), row.percent.derived)


def events_words(row: HarmRow) -> str:
    """Events, which are no patients."""
    return f"{row.events.value} event{'' if row.events.value == 1 else 's'}" if row.events else ""


def rate_words(row: HarmRow) -> str:
    """A rate with what it counts by, e.g. `165.1 (150.0 to 180.2) per 100 patient-years`."""
    if not row.rate:
        return ""
    value = numbers.figure_cell(numbers.number(row.rate.value, 1), row.rate.derived).marked
    interval = numbers.interval(row.rate_low.value, row.rate_high.value)
    return f"{value}{f' ({interval})' if interval else ''} per {row.rate_per}"


def exposure_words(row: HarmRow) -> str:
    """The patient-years behind events or a rate."""
    return f"{numbers.number(row.exposure.value, 1)} patient-years" if row.exposure else ""
