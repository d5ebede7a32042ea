"""The harms, a table for each trial with its arms as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from il2sle.evidence.rows import HarmRow

from . import numbers
from .page.blocks import Cell, Column, Group, Table, TableRow, cells
from .remarks import Letters, remark


def harms_tables(rows: Sequence[HarmRow], letters: Letters) -> Iterator[Table]:
    """A table for each trial, with its arms as columns: arms of different trials are never lined up."""
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.trial)):
        title = "HARMS" if number == 0 else ""
        caption = "Patients affected, n/N (%), arm by arm." if number == 0 else ""
        yield _harms_of(list(group), letters, title, caption)
    if not rows:
        yield Table("HARMS", (Column("event"),), ())


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
    return Table(title, columns, (Group(rows[0].name, drawn),), caption)


def _harm_row(rows: list[HarmRow], arms: list[str], letters: Letters) -> TableRow:
    first = rows[0]
    by_arm = {row.arm: row for row in rows}
    figured = first.arm is not None
    drawn = tuple(harm_cell(by_arm.get(arm)) if figured else Cell() for arm in arms) or (Cell(),)
    span = "" if figured else (first.missing or "in words only")
    return TableRow(
        cells(
            f"{'– ' if first.part_of else ''}{first.event}",
            *drawn,
            remark(letters, dict.fromkeys(one for row in rows for one in row.remarks), *said(first)),
            Cell(refs=numbers.cited(first.sources)),
        ),
        span,
    )


def said(row: HarmRow) -> Iterator[str]:
    """The words of a row from its fields."""
    if row.statement:
        yield row.statement
    if row.part_of:
        yield f"also counted in {' and '.join(row.part_of)}: do not add"
    if row.second_hand:
        yield "secondary source"
    if row.pending_since:
        yield f"pending on {row.pending_since}"
    if row.linked_by:
        yield f"linked to the trial by inference: {row.linked_by}"


def harm_cell(row: HarmRow | None) -> Cell:
    """Patients affected in an arm, e.g. `9/29 (31.0)`."""
    if row is None or row.missing:
        return numbers.or_missing(Cell(), row.missing if row else "not reported")
    share = numbers.figure_cell(numbers.percent(row.percent.value), row.percent.derived)
    percent = share.marked
    if not row.affected:
        words = f"{percent}% of {row.n.value}" if row.n else f"{percent}%, n {numbers.missing('not reported')}"
    else:
        counted = numbers.counts(row.affected.value, row.n.value)
        words = f"{counted} ({percent})" if percent else f"{row.affected.value}, n NR"
    return Cell(words, inner=share.marks)
