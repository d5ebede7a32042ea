"""A forest plot as a column: its axis, a bar for each effect, and the heading above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from il2sle.evidence.figure import MEASURES, Effect
from il2sle.frozen import replace
from il2sle.views.page.blocks import Cell, Column, Group

from .geometry import Axis, axis_of, bar_of, ticks
from .text import BLOCKS, Scale, bar_line
from .words import tick_words

CELLS = 25
THIN = replace(BLOCKS, full="─", left="├", right="┤", cut_low="<", cut_high=">", exact=False)


class Bars:
    """What all bars of a table share.

    Args:
        effects: all of its effects, differences in points.
    """

    def __init__(self, effects: Iterable[Effect]) -> None:
        self._axis = axis_of(MEASURES["difference"], list(effects))
        self._scale = Scale(CELLS, self._axis.line)

    def column(self) -> Column:
        """The column, with the values at the ends of the axis and at no effect above their places."""
        return Column(_heading(self._axis, self._scale), spare=True)

    def barred(self, group: Group, effects: Sequence[Effect | None]) -> Group:
        """A group of rows, each with the bar of its effect if it has one."""
        cells = (Cell(bar_line(bar_of(self._axis, effect), self._scale, THIN) if effect else "") for effect in effects)
        drawn = (replace(row, cells=(*row.cells, cell)) for row, cell in zip(group.rows, cells, strict=True))
        return replace(group, rows=tuple(drawn))


def _heading(axis: Axis, scale: Scale) -> str:
    line = ""
    for tick in ticks(axis, 5):
        word = tick_words(tick.value, axis.scale, None)
        place = min(int(scale.at(tick.place)) - len(word) // 2, CELLS - len(word))
        if not line or place > len(line):
            line = line.ljust(max(0, place)) + word
    return line
