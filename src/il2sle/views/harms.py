"""The harms, a table for each trial with its arms as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from il2sle.evidence.rows import HarmRow

from . import figures
from .document import Column, Group, Row, Table
from .figures import Numbered
from .remarks import Letters, remark


def harms_tables(rows: Sequence[HarmRow], numbered: Numbered, letters: Letters) -> Iterator[Table]:
    """A table for each trial, with its arms as columns: arms of different trials are never lined up."""
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.trial)):
        own = list(group)
        title = "HARMS" if number == 0 else ""
        caption = "Patients affected, n/N (%), arm by arm." if number == 0 else ""
        yield _harms_of(own, numbered, letters, title, caption)
    if not rows:
        yield Table("HARMS", (Column("event"),), ())


def _harms_of(rows: list[HarmRow], numbered: Numbered, letters: Letters, title: str, caption: str) -> Table:
    arms = {row.arm: row.arm_label or "" for row in rows if row.arm}
    columns = (
        Column("event", role="identity"),
        *(Column(label, align="/") for label in arms.values()),
        *(() if arms else (Column("reported"),)),
        Column("remarks", role="remark"),
        Column("sources", role="remark", least=9),
    )
    keyed = groupby(rows, key=lambda row: (row.category, row.event))
    drawn = tuple(_harm_row(list(group), list(arms), numbered, letters) for _, group in keyed)
    return Table(title, columns, (Group(rows[0].name, drawn),), caption)


def _harm_row(rows: list[HarmRow], arms: list[str], numbered: Numbered, letters: Letters) -> Row:
    first = rows[0]
    by_arm = {row.arm: row for row in rows}
    figured = first.arm is not None
    cells = tuple(_harm_cell(by_arm.get(arm)) if figured else "" for arm in arms) or ("",)
    span = "" if figured else (first.missing or "in words only")
    flags = (*([first.statement] if first.statement else []), *first.flags)
    nested = any(flag.startswith("also counted in") for flag in first.flags)
    return Row(
        (
            f"{'– ' if nested else ''}{first.event}",
            *cells,
            remark(flags, letters),
            numbered.short(first.sources),
        ),
        span,
    )


def _harm_cell(row: HarmRow | None) -> str:
    if row is None or row.missing:
        return figures.missing(row.missing if row else "not reported")
    percent = figures.marked(figures.percent(row.percent), "percent" in row.derived)
    if row.affected is None:
        return f"{percent}% of {row.n}" if row.n else f"{percent}%, n {figures.missing('not reported')}"
    return f"{figures.counts(row.affected, row.n)} ({percent})" if percent else f"{row.affected}, n NR"
