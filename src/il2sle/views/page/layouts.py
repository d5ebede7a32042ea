"""The layouts of a table on a terminal, as Rich tables. Style only repeats what the words say.

`wide` has a line for each row. `noted` puts what is said of a row below it. `medium` names a row on a line of its
own, and lines its figures up below, before what is said of it. `stacked` has a line for each figure, `cards` one for
each text of a table without figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich import box, table
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from il2sle.frozen import Frozen

from .ascii import fold_ascii
from .columns import GAP, JOINT, Drawn, drawn_columns, place_of_span, sentence, widths_within, with_room
from .grid import widest
from .texts import Group, Row, Table

if TYPE_CHECKING:
    from rich.segment import Segment

Piece = Text | table.Table | Constrain | Padding  # a text that is drawn as it is, or what fits itself into a width

GROUP, HEAD, NAME, RULE = "bold cyan", "italic", "bold", "dim"
INDENT = 2
NARROW = 60  # below it, everything is stacked
WIDEST_NAME = 26  # a longer name is wrapped
# Blank but for a rule below each heading.
_LINES = "    \n    \n {}  \n    \n    \n    \n    \n    \n"
_BOX, _ASCII_BOX = box.Box(_LINES.format("─")), box.Box(_LINES.format("-"), ascii=True)


def laid_out(whole: Table, width: int | None, *, ascii_only: bool) -> Iterator[Piece]:
    """A table with at least one row, in the first layout that fits into `width` cells; None takes the first."""
    whole = with_room(whole, width)
    layout = _Layout(whole, width, ascii_only=ascii_only)
    columns = drawn_columns(whole)
    kept = [column for column in columns if not column.says]
    figures = drawn_columns(whole, figures_only=True)
    narrow = width is not None and width < NARROW
    if not (narrow or whole.below) and (widths := widths_within(columns, width, whole.gap)) is not None:
        yield from layout.wide(columns, widths)
    elif not figures:
        yield from layout.cards()
    elif not narrow and (widths := widths_within(kept, width, whole.gap)) is not None:
        yield from layout.noted(kept, widths)
    elif not narrow and widths_within(figures, layout.room - INDENT, whole.gap) is not None:
        yield from layout.medium(figures)
    else:
        yield from layout.stacked()


def beside(pairs: Sequence[tuple[Text, Text]], left: int, right: int, gap: int = GAP) -> table.Table:
    """Names and what is said of each beside it, in columns of these widths with a gap between them."""
    grid = table.Table.grid()
    for width in (left + gap, right):
        grid.add_column(width=max(1, width), overflow="fold")
    for name, said in pairs:
        grid.add_row(_within(name, left, gap), _within(said, right, 0))
    return grid


class Whole:
    """A text of one line in a cell that holds it: Rich would look for the places to break it, which takes longest."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Segment | Text]:  # noqa: ANN401  as Rich calls it
        if self._text.cell_len > options.max_width:  # of a column that Rich had to narrow
            yield self._text
            return
        line = self._text.copy()
        line.truncate(options.max_width, overflow="fold", pad=True)
        if line.style:  # which drawing takes from stretches alone
            line.stylize_before(line.style)
        yield from line.render(console, end=line.end)


def _within(text: Text, width: int, gap: int) -> Text | Whole | Padding:
    """A cell of a column that holds the gap behind it: what is wrapped, or set to the right, is kept from it.

    Rich pads every cell of a table or none, which takes it as long as the cells themselves.
    """
    whole = text.cell_len <= width and text.justify != "right"
    if whole and not text.justify and "\n" not in text.plain and "\t" not in text.plain:
        return Whole(text)
    return text if whole or not gap else Padding(text, (0, gap, 0, 0))


class _Placed(Frozen):
    """A row with its number among those of all groups, and the row before it in its group."""

    row: Row
    number: int
    before: Row | None

    @property
    def again(self) -> bool:
        return self.before is not None and self.before.cells[0] == self.row.cells[0]


class _Layout(Frozen):
    whole: Table
    width: int | None
    ascii_only: bool

    @property
    def room(self) -> int:
        return self.width or 0

    @property
    def joint(self) -> str:
        return fold_ascii(JOINT) if self.ascii_only else JOINT

    def groups(self) -> Iterator[tuple[int, list[_Placed], list[Piece]]]:
        """Each group with its number, its rows, and what stands above it."""
        start = 0
        for number, group in enumerate(self.whole.groups):
            above: list[Piece] = [Text()] if number and not self.whole.dense else []
            if group.heading:
                above.append(Constrain(Text(group.heading, GROUP, overflow="fold"), self.width))
            befores = (None, *group.rows)
            rows = [
                _Placed(row, i, before) for i, (row, before) in enumerate(zip(group.rows, befores, strict=False), start)
            ]
            yield number, rows, above
            start += len(rows)

    def grouped(self) -> bool:
        """Whether several rows belong together, because they begin alike, and may be set apart from others."""
        return not (self.whole.dense or self.whole.tight) and any(
            row.again for _, rows, _ in self.groups() for row in rows
        )

    def phrase(self, row: Row, role: str, *more: Text) -> Iterator[Text]:
        """The cells of one role as a phrase, e.g. of what identifies a row, or of remarks."""
        parts = [
            # Not `format`: a label may hold braces too.
            sentence(row.prose.get(i, column.prose).replace("{}", cell, 1), row.styles[i] or (NAME if i == 0 else ""))
            for i, (column, cell) in enumerate(zip(self.whole.columns, row.cells, strict=True))
            if cell and column.role == role
        ]
        if said := [*more, *parts]:
            phrase = Text(self.joint).join(said)
            phrase.overflow = "fold"
            yield phrase

    # A line for each row

    def wide(self, columns: Sequence[Drawn], widths: Sequence[int]) -> Iterator[Piece]:
        apart = self._apart(columns, widths)
        yield from self._head_of_all(columns, widths)
        for number, rows, above in self.groups():
            yield from above
            drawn = self._headed(columns, widths, number)
            drawn.show_header = self._is_headed(rows)
            for row in rows:
                if apart and row.before and not row.again:
                    drawn.add_section()
                place = place_of_span(columns, row.row.span) if row.row.span else -1
                drawn.add_row(*self._line(columns, widths, row, place))
            if rows:
                yield drawn

    def _is_headed(self, rows: Sequence[_Placed]) -> bool:
        return not self.whole.dense and any(not row.row.span for row in rows)

    def _head_of_all(self, columns: Sequence[Drawn], widths: Sequence[int]) -> Iterator[table.Table]:
        """The headings of columns, once above all groups of a dense table."""
        if self.whole.dense:
            yield self._headed(columns, widths, 0)

    def _apart(self, columns: Sequence[Drawn], widths: Sequence[int]) -> bool:
        """Whether empty lines part the rows: those that begin alike, where any is wrapped; all, where most are high."""
        if self.whole.dense or self.whole.tight:
            return False
        heights = [
            max(-(-cell.cell_len // max(1, width)) for cell, width in zip(cells, widths, strict=True))
            for cells in zip(*(column.cells for column in columns), strict=True)
        ]
        high = [height for height in heights if height > 2]
        return (max(heights) > 1 and self.grouped()) or len(high) * 2 > len(heights)

    def noted(self, columns: Sequence[Drawn], widths: Sequence[int]) -> Iterator[Piece]:
        """Rows of what identifies them and of figures; what is said of a row goes below it, in the whole width."""
        apart = self.grouped()
        yield from self._head_of_all(columns, widths)
        for number, rows, above in self.groups():
            yield from above
            if self._is_headed(rows):
                yield self._headed(columns, widths, number)
            for row in rows:
                if apart and row.before and not row.again:
                    yield Text()
                place = place_of_span(columns, row.row.span) if row.row.span else -1
                among = place < 0 or columns[place].holds_figures
                yield self._bare(columns, widths, self._line(columns, widths, row, place if among else -1))
                spans = [] if among else [Text(row.row.span, "dim")]
                yield from map(self._indented, self.phrase(row.row, "remark", *spans))

    def _headed(self, columns: Sequence[Drawn], widths: Sequence[int], group: int) -> table.Table:
        lines = None if self.whole.tight else _ASCII_BOX if self.ascii_only else _BOX
        drawn = table.Table(box=lines, show_edge=False, padding=0, header_style=HEAD, border_style=RULE)
        for column, width, gap in zip(columns, widths, self._gaps(columns), strict=True):
            # No `no_wrap` for figures: they fit as they are, and their heading may have to wrap.
            drawn.add_column(_within(column.heads[group], width, gap), width=max(1, width + gap), overflow="fold")
        return drawn

    def _gaps(self, columns: Sequence[Drawn]) -> list[int]:
        """What each column has behind it, but for the blank that Rich draws as the line between columns."""
        drawn = 0 if self.whole.tight else 1
        return [self.whole.gap - drawn] * (len(columns) - 1) + [0]

    def _line(
        self, columns: Sequence[Drawn], widths: Sequence[int], row: _Placed, place: int
    ) -> Iterator[Text | Whole | Padding]:
        """The cells of a row; `place` is the column of the words in place of its figures, or none of them."""
        for number, (column, width, gap) in enumerate(zip(columns, widths, self._gaps(columns), strict=True)):
            cell = Text() if row.again and number == 0 else column.cells[row.number]
            if number == place:
                cell = _in_place(row.row.span, cell, column, self.joint)
            elif row.row.span and column.holds_figures:
                cell = Text()
            yield _within(cell, width, gap)

    def _bare(
        self, columns: Sequence[Drawn], widths: Sequence[int], cells: Iterable[Text | Whole | Padding]
    ) -> table.Table:
        """One row without headings, in the columns of those that stand above."""
        drawn = self._headed(columns, widths, 0)
        drawn.show_header = False
        drawn.add_row(*cells)
        return drawn

    # Figures lined up below what names them

    def medium(self, columns: Sequence[Drawn]) -> Iterator[Piece]:
        widths = [column.natural for column in columns]
        apart = self.grouped()
        yield from map(_set_in, self._head_of_all(columns, widths))
        for number, rows, above in self.groups():
            yield from above
            if self._is_headed(rows):
                yield _set_in(self._headed(columns, widths, number))
            for row in rows:
                if apart and row.before and not row.again:
                    yield Text()
                yield from self._caption(row.row)
                if row.row.span:
                    yield self._indented(Text(row.row.span, "dim"))
                else:
                    yield _set_in(self._bare(columns, widths, (column.cells[row.number] for column in columns)))
                yield from map(self._indented, self.phrase(row.row, "remark"))

    def _caption(self, row: Row) -> Iterator[Piece]:
        yield from (Constrain(phrase, self.width) for phrase in self.phrase(row, "identity"))

    def _indented(self, said: Text) -> Piece:
        said.overflow = "fold"
        return _set_in(Constrain(said, max(1, self.room - INDENT) if self.width else None))

    # A line for each figure, or for each text

    def stacked(self) -> Iterator[Piece]:
        figures = [i for i, column in enumerate(self.whole.columns) if column.role == "figure"]
        apart = self.grouped()
        for number, rows, above in self.groups():
            yield from above
            for row in rows:
                if apart and row.before and not row.again:
                    yield Text()
                yield from self._caption(row.row)
                if row.row.span:
                    yield self._indented(Text(row.row.span, "dim"))
                else:
                    yield from self._pairs(self.whole.groups[number], row.row, figures)
                yield from map(self._indented, self.phrase(row.row, "remark"))

    def cards(self) -> Iterator[Piece]:
        for number, rows, above in self.groups():
            yield from above
            for row in rows:
                if row.before:
                    yield Text()
                yield Constrain(Text(row.row.cells[0], GROUP, overflow="fold"), self.width)
                yield from self._pairs(self.whole.groups[number], row.row, range(1, len(row.row.cells)))

    def _pairs(self, group: Group, row: Row, indexes: Sequence[int]) -> Iterator[Piece]:
        columns = self.whole.columns
        shown = [i for i in indexes if row.cells[i]]
        names = [f"{columns[i].over} {group.headers[i]}".strip() + ":" for i in shown]
        if not shown:
            return
        said = [row.cells[i] for i in shown]
        room = self.room - INDENT - GAP
        left = min(widest(names), WIDEST_NAME if self.room >= NARROW else room, max(room // 3, room - widest(said)))
        cells = [sentence(text, row.styles[i]) for text, i in zip(said, shown, strict=True)]
        pairs = [(Text(name, overflow="fold"), cell) for name, cell in zip(names, cells, strict=True)]
        yield _set_in(beside(pairs, left, room - left))


def _set_in(piece: table.Table | Constrain) -> Padding:
    return Padding(piece, (0, 0, 0, INDENT), expand=False)


def _in_place(span: str, cell: Text, column: Drawn, joint: str) -> Text:
    """Words in place of all figures: alone among the figures, else before remarks or below another text."""
    words = Text(span, "dim", overflow="fold")
    if column.holds_figures or not cell:
        return words
    whole = Text.assemble(words, joint, cell) if column.says else Text.assemble(cell, "\n", words)
    whole.overflow = "fold"
    return whole
