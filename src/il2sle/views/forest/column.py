"""The bars of a forest plot as a narrow column of a table, where a terminal has room for it beside all else.

Only differences in points stand there: all of them share one axis, whose ends its heading tells. Its signs fold to
ASCII one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from il2sle.evidence.figure import MEASURES, Effect
from il2sle.evidence.rows import OutcomeRow
from il2sle.frozen import replace
from il2sle.views.page.blocks import Cell, Column, Group, Table

from .geometry import Axis, axis_of, bar_of, ticks
from .text import BLOCKS, Scale, bar_line
from .words import tick_words

LEAST_WIDTH = 140  # columns of a terminal that may have room for it
CELLS = 25
THIN = replace(BLOCKS, full="─", left="├", right="┤", cut_low="<", cut_high=">", exact=False)


def with_bars(table: Table, rows: Iterable[Sequence[OutcomeRow | None]], width: int | None) -> Table:
    """The table with a bar for every row whose leading effect is a difference in points.

    Args:
        table: the table.
        rows: for each group, the row behind each of its rows; None for one that has no bar.
        width: the columns of the terminal; None where the page goes elsewhere.
    """
    listed = [list(group) for group in rows]
    found = [effect for group in listed for row in group if (effect := _effect(row))]
    if width is None or width < LEAST_WIDTH or not found:
        return table
    axis = axis_of(MEASURES["difference"], found)
    scale = Scale(CELLS, axis.line)
    groups = (_barred(group, own, axis, scale) for group, own in zip(table.groups, listed, strict=True))
    column = Column(_heading(axis, scale), spare=True)
    return replace(table, columns=(*table.columns, column), groups=tuple(groups))


def _effect(row: OutcomeRow | None) -> Effect | None:
    leading = row.leading if row is not None and not row.baseline and row.missing is None else None
    return leading if leading is not None and leading.about.scale == "points" and leading.value else None


def _barred(group: Group, rows: Sequence[OutcomeRow | None], axis: Axis, scale: Scale) -> Group:
    cells = []
    for row in rows:
        effect = _effect(row)
        cells.append(Cell(bar_line(bar_of(axis, effect), scale, THIN) if effect else ""))
    drawn = (replace(row, cells=(*row.cells, cell)) for row, cell in zip(group.rows, cells, strict=True))
    return replace(group, rows=tuple(drawn))


def _heading(axis: Axis, scale: Scale) -> str:
    """The values at the ends of the axis and at no effect, above their places."""
    line = ""
    for tick in ticks(axis, 5):
        word = tick_words(tick.value, axis.scale, None)
        place = min(int(scale.at(tick.place)) - len(word) // 2, CELLS - len(word))
        if not line or place > len(line):
            line = line.ljust(max(0, place)) + word
    return line
