"""The columns of a table as a terminal draws them, and how wide each of them is in all groups alike.

Figures under one heading stand in one drawn column, lined up by blanks, because Rich has no cell over several
columns. Texts are wrapped, figures never.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from il2sle.frozen import Frozen, replace
from il2sle.views.wrapped import wrap

from .blocks import Column
from .grid import centred, lined_up, longest_word, pad, shares, widest
from .texts import Row, Table

GAP = 2  # cells between two columns
JOINT = " · "  # between the parts of a phrase
DEAR = 4  # cells that figures are set apart for the heading above them, at most
FOLDED = 17  # a longer word is folded rather than given a column of its width


class Drawn(Frozen):
    """A column of texts, or of figures that share a heading.

    Attributes:
        columns: the columns of the table that it holds.
        cells: a text for each row of all groups; figures are filled with blanks to one width.
        heads: the heading in each group.
        least: the fewest cells that it can do with.
        natural: the cells that it takes where there is room.
        figures: whether its cells stay whole and line up.
        says: whether it holds remarks.
    """

    columns: tuple[Column, ...]
    cells: tuple[Text, ...]
    heads: tuple[Text, ...]
    least: int
    natural: int
    figures: bool
    says: bool

    @property
    def holds_figures(self) -> bool:
        """Whether words may stand in place of what it holds; a week lines up too, but says whose figures they are."""
        return self.columns[0].role == "figure"


def wraps(column: Column) -> bool:
    """Whether a column holds texts that may be wrapped."""
    return column.role != "figure" and column.align == "left"


def rows_of(table: Table) -> list[Row]:
    """The rows of all groups."""
    return [row for group in table.groups for row in group.rows]


def drawn_columns(table: Table, *, figures_only: bool = False) -> list[Drawn]:
    """The columns to draw, from left to right; `figures_only` leaves out what narrow layouts put into words."""
    chosen = [i for i, column in enumerate(table.columns) if column.role == "figure" or not figures_only]
    runs = [tuple(run) for _, run in groupby(chosen, key=lambda i: _shared(table.columns[i]) or i)]
    columns = [_texts(table, run[0]) if wraps(table.columns[run[0]]) else _figures(table, run) for run in runs]
    for number, row in enumerate(rows_of(table)):
        if row.span and not figures_only:
            place = place_of_span(columns, row.span)
            columns[place] = _with_span(columns[place], row.span, columns[place].cells[number])
    return columns


def _shared(column: Column) -> tuple[str, str] | None:
    """What neighbours have in common that stand in one column: a heading, and that words may stand in their place."""
    return (column.over, column.role) if column.over and not wraps(column) else None


def _with_span(column: Drawn, span: str, cell: Text) -> Drawn:
    """The column with room for words in place of figures, which stand before a remark or below another text."""
    wanted = cell_len(span) + (len(JOINT) + cell.cell_len if column.says and cell else 0)
    least = cell_len(span) if column.figures else min(longest_word([span]), FOLDED)
    return replace(column, natural=max(column.natural, wanted), least=max(column.least, least))


def _texts(table: Table, index: int) -> Drawn:
    column, rows = table.columns[index], rows_of(table)
    heads = [f"{column.over} {group.headers[index]}".strip() for group in table.groups]
    said = [*heads, *(row.cells[index] for row in rows)]
    word = min(longest_word(said), FOLDED)
    natural = min(widest(said), max(column.most, word)) if column.most else widest(said)
    return Drawn(
        (column,),
        tuple(sentence(row.cells[index], row.styles[index]) for row in rows),
        tuple(Text(head, overflow="fold") for head in heads),
        max(word, min(natural, column.least)),
        natural,
        figures=False,
        says=column.role == "remark",
    )


def sentence(text: str, style: str = "") -> Text:
    """A text that may be wrapped."""
    return Text(text, style, overflow="fold")


def _figures(table: Table, run: Sequence[int]) -> Drawn:
    columns = tuple(table.columns[index] for index in run)
    lined = [_figure_cells(table, index, alone=len(run) == 1) for index in run]
    sizes = [widest(cells) for cells in lined]
    gaps = [0, *(column.gap for column in columns[1:])]
    needed = sum(sizes) + sum(gaps)
    width = max(needed, _room_for(columns[0].over, needed))
    left = width - needed if columns[0].align != "left" else 0
    cells = (
        _joined(
            [(pad(cells[number], size), row.styles[i]) for i, cells, size in zip(run, lined, sizes, strict=True)], gaps
        )
        for number, row in enumerate(rows_of(table))
    )
    heads = tuple(_head(columns, [group.headers[i] for i in run], sizes, width) for group in table.groups)
    padded = tuple(Text(" " * left).append_text(cell) for cell in cells)
    return Drawn(columns, padded, heads, width, width, figures=True, says=False)


def _room_for(over: str, needed: int) -> int:
    """The cells for a heading over figures that take so many: all of it on a line where that costs little."""
    return cell_len(over) if cell_len(over) <= needed + DEAR else longest_word([over])


def _joined(cells: Sequence[tuple[str, str]], gaps: Sequence[int]) -> Text:
    parts = [(" " * gap + text, style) for (text, style), gap in zip(cells, gaps, strict=True)]
    return Text.assemble(*parts)


def _head(columns: Sequence[Column], names: Sequence[str], sizes: Sequence[int], width: int) -> Text:
    """The heading of figures: their names above them, and above these what they share."""
    right = columns[0].align != "left"
    if len(columns) == 1:
        return Text("\n".join(filter(None, (columns[0].over, *names))), justify="right" if right else "left")
    named = zip(columns, names, sizes, strict=True)
    lower = [" " * column.gap + pad(name, size, right=column.align != "left") for column, name, size in named]
    below = pad("".join(lower)[columns[0].gap :], width, right=right)
    return Text(f"{centred(columns[0].over, width)}\n{below}", justify="left")


def _figure_cells(table: Table, index: int, *, alone: bool) -> list[str]:
    """The cells of a figure column over all groups, lined up, so that groups can be scanned as one."""
    lined = _lined_by_heading(table, index)
    heads = [group.headers[index] for group in table.groups]
    width = max(widest(lined), longest_word(heads) if alone else widest(heads))
    return [pad(cell, width, right=table.columns[index].align != "left") for cell in lined]


def _lined_by_heading(table: Table, index: int) -> list[str]:
    """Cells lined up with those under the same heading: a range and a percentage have no point in common."""
    heads = [group.headers[index] for group in table.groups for _ in group.rows]
    cells = [row.cells[index] for row in rows_of(table)]
    lined: dict[str, Iterator[str]] = {}
    for head in dict.fromkeys(heads):
        own = [cell for cell, other in zip(cells, heads, strict=True) if other == head]
        lined[head] = iter(lined_up(own, table.columns[index].align))
    return [next(lined[head]) for head in heads]


def total(widths: Sequence[int], gap: int = GAP) -> int:
    """The cells that columns take side by side."""
    return sum(widths) + gap * max(0, len(widths) - 1)


def widths_within(columns: Sequence[Drawn], width: int | None, gap: int = GAP) -> list[int] | None:
    """The width of each column; None where a line of `width` cells cannot hold them all."""
    natural = [column.natural for column in columns]
    if width is None:
        return natural
    fixed = sum(column.natural for column in columns if column.figures)
    texts = [column for column in columns if not column.figures]
    room = width - fixed - (total(natural, gap) - sum(natural))
    found = shares([column.natural for column in texts], [column.least for column in texts], room)
    if found is None:
        return None
    given = iter(found)
    return [column.natural if column.figures else next(given) for column in columns]


_HIGHER = 1.4  # a line more for two rows of five; beyond that the page grows more than the column is worth


def with_room(table: Table, width: int | None) -> Table:
    """The table without its spare column, where that would make many of the others' cells higher."""
    if not table.columns or not table.columns[-1].spare:
        return table
    groups = (
        replace(
            group,
            rows=tuple(replace(row, cells=row.cells[:-1], styles=row.styles[:-1]) for row in group.rows),
            headers=group.headers[:-1],
        )
        for group in table.groups
    )
    bare = replace(table, columns=table.columns[:-1], groups=tuple(groups))
    columns = drawn_columns(table)
    widths, without = widths_within(columns, width, table.gap), widths_within(drawn_columns(bare), width, table.gap)
    if table.below or widths is None or without is None:
        return bare
    beside, alone = sum(_heights(columns, widths)), sum(_heights(columns[:-1], without))
    return table if beside <= alone * _HIGHER else bare


def _heights(columns: Sequence[Drawn], widths: Sequence[int]) -> list[int]:
    """The lines that each row takes."""
    drawn = [(column.cells, max(1, width)) for column, width in zip(columns, widths, strict=True) if not column.figures]
    rows = zip(*(((cell.plain, width) for cell in cells) for cells, width in drawn), strict=True)
    return [max(len(wrap(line, width)) for text, width in row for line in text.split("\n")) for row in rows]


def place_of_span(columns: Sequence[Drawn], span: str) -> int:
    """Which column takes the words that stand in place of all figures; none is widened for them.

    They stand among the figures where they fit, else before the remarks, else in the last column of text.
    """
    fitting = (i for i, column in enumerate(columns) if column.holds_figures and cell_len(span) <= column.natural)
    remarks = (i for i, column in enumerate(columns) if column.says)
    texts = (i for i in reversed(range(len(columns))) if not columns[i].figures)
    return next((i for places in (fitting, remarks, texts) for i in places), 0)
