"""The harms lined up: events by trials, where there are figures; a line of words for a trial that has none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from il2sle.evidence.answer import MAIN_HARMS, has_figures
from il2sle.evidence.reading import SILENT
from il2sle.evidence.rows import HarmRow

from . import numbers
from .answer_names import names
from .harms import harm_cell
from .page.blocks import SIGNS, Block, Cell, Column, Group, Prose, Table, TableRow, Terms, cells

NO_ROW = "–"  # the record has no such event: neither reported to be silent, nor known to be unread


def harm_blocks(rows: Sequence[HarmRow], *, narrow: bool) -> Iterator[Block]:
    """A matrix of events by trials; a trial without any figure stands in a line, in words."""
    whole = [row for row in rows if not row.part_of]
    figured = dict.fromkeys(row.trial for row in whole if has_figures(row))
    titles = {row.trial: row.name for row in rows}
    trials = [(trial, titles[trial]) for trial in figured]
    lines = _shown_lines(whole)
    by_trial: dict[str, list[HarmRow]] = {}
    for row in whole:
        by_trial.setdefault(row.trial, []).append(row)
    size = 2 if narrow else 3
    for start in range(0, len(trials), size):
        chosen = trials[start : start + size]
        yield _matrix([(name, by_trial[trial]) for trial, name in chosen], lines)
    worded = (list(group) for _, group in groupby(whole, key=lambda row: row.trial))
    silent = [group for group in worded if group[0].trial not in figured]
    items = [(group[0].name, Cell(_words(group))) for group in silent if any(row.statement for row in group)]
    if items:
        yield Terms("" if trials else "HARMS", tuple(items), tight=bool(trials))
    yield from _wordless(silent, tight=bool(trials or items))
    shown = {row.event for row in whole if row.trial in figured and _line(row) in lines}
    rest = len({(row.trial, row.event) for row in rows if row.trial in figured and row.event not in shown})
    if rest:
        yield Prose(f"{rest} further events, parts of others or told in words: il2sle compare --full.", tight=True)


def _wordless(silent: Sequence[Sequence[HarmRow]], *, tight: bool) -> Iterator[Prose]:
    """The trials of which there is neither a figure nor a word, by kind of missing."""
    kinds: dict[str, list[str]] = {}
    for group in (group for group in silent if not any(row.statement for row in group)):
        kinds.setdefault(group[0].missing or "not reported", []).append(group[0].name)
    if kinds:
        told = "; ".join(f"{kind}: {names(found)}" for kind, found in kinds.items())
        yield Prose(f"Neither a figure nor a word on harms: {told}.", tight=tight)


def _shown_lines(whole: Iterable[HarmRow]) -> set[str]:
    """The lines of events that stand in a matrix: the main categories, and those of which some trial has figures."""
    return {_line(row) for row in whole if row.category in ("any", *MAIN_HARMS) or has_figures(row)}


def _matrix(trials: Sequence[tuple[str, Sequence[HarmRow]]], lines: Collection[str]) -> Table:
    """The events of some trials, each with its name and its rows, as far as their lines are shown."""
    events = dict.fromkeys(_line(row) for _, rows in trials for row in rows if _line(row) in lines)
    drawn = [[_harm_cell([row for row in rows if _line(row) == event]) for _, rows in trials] for event in events]
    figures = [all(row[index].marks or row[index].absent for row in drawn) for index in range(len(trials))]
    columns = (
        Column(name, role="figure" if whole_cells else "identity", least=18)
        for (name, _), whole_cells in zip(trials, figures, strict=True)
    )
    rows = tuple(TableRow(cells(event, *row)) for event, row in zip(events, drawn, strict=True))
    return Table(
        "", (Column("HARMS", role="identity", least=12, most=14), *columns), (Group("", rows),), dense=True, gap=1
    )


def _words(rows: Sequence[HarmRow]) -> str:
    """What is told of a trial without any figure: words, then how the rest is missing."""
    told = [f"{_line(row)}: {row.statement}" for row in rows if row.statement]
    silent = dict.fromkeys(row.missing for row in rows if row.category in MAIN_HARMS and not row.statement)
    return "; ".join((*told, *(f"the rest {kind}" for kind in silent if kind)))


def _line(row: HarmRow) -> str:
    """The line of an event: its category where trials are lined up by it, else its own words."""
    return _LINES.get(row.category, row.event)


_LINES = {
    "any": "any event",
    "serious": "serious",
    "death": "death",
    "discontinuation": "stopped",
    "infection": "infection",
    "injection site": "injection site",
    "immunogenicity": "antidrug antibodies",
}


def _harm_cell(rows: Sequence[HarmRow]) -> Cell:
    """What is known of an event in a trial: both arms and the difference, or words, else how it is missing."""
    compared = [row for row in rows if row.difference]
    if compared:
        if len(compared) == 1:
            return Cell(_compared(compared[0]), ("derived",))
        events, arms = ({getattr(row, name) for row in compared} for name in ("event", "arm_label"))
        lines = (
            f"{_apart(row, events=len(events) > 1, arms=len(arms) > 1)}: {_compared(row)}{SIGNS['derived']}"
            for row in compared
        )
        return Cell("\n".join(lines), inner=("derived",))
    drawn = [(row, harm_cell(row)) for row in rows if has_figures(row)]
    words = [row.statement for row in rows] + [row.barred for row, _ in drawn]
    if told := list(dict.fromkeys(filter(None, (*(f"{cell.text} {row.arm_label}" for row, cell in drawn), *words)))):
        inner = tuple({mark: None for _, cell in drawn for mark in cell.inner})
        lacks = tuple({kind: None for _, cell in drawn for kind in cell.lacks})
        return Cell("; ".join(told), inner=inner, lacks=lacks)
    reason = next((row.missing for row in rows if row.missing), None)
    if reason == SILENT:
        return numbers.or_missing(Cell(), reason)
    return Cell(reason or NO_ROW, absent=True)


def _apart(row: HarmRow, *, events: bool, arms: bool) -> str:
    """What tells a row from the others of its cell."""
    return ", ".join(filter(None, (row.event if events else "", row.arm_label if arms or not events else "")))


def _compared(row: HarmRow) -> str:
    if row.difference is None:
        return ""
    _, _, affected, n = row.difference.value.inputs
    value, interval = numbers.effect_cells(row.difference)
    return f"{row.affected.value}/{row.n.value} v {affected.value}/{n.value}, {value.text} ({interval.text})"
