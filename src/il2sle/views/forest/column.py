"""The bars of a forest plot as a narrow column of a table, where a terminal has room for it beside all else.

Only differences in points stand there: all of them share one axis, whose ends its heading tells. Its signs fold to
ASCII one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from il2sle.evidence.figure import Effect
from il2sle.evidence.rows import OutcomeRow
from il2sle.frozen import replace
from il2sle.views.page.blocks import Table

LEAST_WIDTH = 140  # columns of a terminal that may have room for it


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
    from .bars import Bars  # noqa: PLC0415  few terminals are so wide

    bars = Bars(found)
    groups = (bars.barred(group, [*map(_effect, own)]) for group, own in zip(table.groups, listed, strict=True))
    return replace(table, columns=(*table.columns, bars.column()), groups=tuple(groups))


def _effect(row: OutcomeRow | None) -> Effect | None:
    leading = row.leading if row is not None and not row.baseline and row.missing is None else None
    return leading if leading is not None and leading.about.scale == "points" and leading.value else None
