"""The layouts of a table on a terminal, as Rich tables. Style only repeats what the words say.

`wide` has a line for each row, `medium` names a row on a line of its own and lines its figures up below, `stacked`
has a line for each figure, `cards` a line for each text of a table without figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box, table
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from .columns import GAP, Drawn, drawn_columns, place_of_span, sentence, total, widths_within
from .grid import widest
from .texts import Group, Row, Table

Piece = Text | table.Table | Constrain | Padding  # a text that is drawn as it is, or what fits itself into a width

GROUP, HEAD, NAME, RULE = "bold cyan", "italic", "bold", "dim"
INDENT = 2
NARROW = 60  # below it, everything is stacked
WIDEST_NAME = 26  # a longer name is wrapped
# Blank but for a rule below the headings and one between sections.
_LINES = "    \n    \n {0}  \n    \n {1}  \n    \n    \n    \n"
_BOX, _ASCII_BOX = box.Box(_LINES.format("─", "┈")), box.Box(_LINES.format("-", "."), ascii=True)


def laid_out(whole: Table, width: int | None, *, ascii_only: bool) -> Iterator[Piece]:
    """A table with at least one row, in the first layout that fits into `width` cells; None takes the first."""
    layout = _Layout(whole, width, ascii_only=ascii_only)
    columns = drawn_columns(whole)
    widths = None if width is not None and width < NARROW else widths_within(columns, width)
    figures = drawn_columns(whole, figures_only=True)
    if widths is not None:
        yield from layout.wide(columns, widths)
    elif not figures:
        yield from layout.cards()
    elif layout.room >= NARROW and INDENT + total([column.natural for column in figures]) <= layout.room:
        yield from layout.medium(figures)
    else:
        yield from layout.stacked()


def beside(pairs: Sequence[tuple[Text, Text]], left: int, right: int, *, indented: bool = False) -> table.Table:
    """Names and what is said of each beside it, in columns of these widths."""
    grid = _table(ascii_only=False, lines=False, indented=indented)
    for width in (left, right):
        grid.add_column(width=max(1, width), overflow="fold")
    for name, said in pairs:
        grid.add_row(name, said)
    return grid


def _table(*, ascii_only: bool, lines: bool = True, indented: bool = False) -> table.Table:
    return table.Table(
        box=(_ASCII_BOX if ascii_only else _BOX) if lines else None,
        show_edge=False,
        show_header=lines,
        pad_edge=indented,
        padding=(0, GAP - 1, 0, 0) if lines else (0, 0, 0, GAP),
        header_style=HEAD,
        border_style=RULE,
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    whole: Table
    width: int | None
    ascii_only: bool

    @property
    def room(self) -> int:
        return self.width or 0

    def groups(self) -> Iterator[tuple[int, Group, list[tuple[int, Row]], list[Piece]]]:
        """Each group with its number, its rows with their numbers among all, and what stands above it."""
        start = 0
        for number, group in enumerate(self.whole.groups):
            above: list[Piece] = [Text()] if number else []
            if group.heading:
                above.append(Constrain(Text(group.heading, GROUP, overflow="fold"), self.width))
            yield number, group, list(enumerate(group.rows, start)), above
            start += len(group.rows)

    # A line for each row

    def wide(self, columns: Sequence[Drawn], widths: Sequence[int]) -> Iterator[Piece]:
        apart = self._apart(columns, widths)
        for number, group, rows, above in self.groups():
            yield from above
            if not rows:
                continue
            drawn = self._headed(columns, widths, number)
            drawn.show_header = any(not row.span for row in group.rows)
            for index, row in rows:
                before = group.rows[index - rows[0][0] - 1] if index > rows[0][0] else None
                again = before is not None and before.cells[0] == row.cells[0]
                if apart and before is not None and not again:
                    drawn.add_section()
                drawn.add_row(*self._line(columns, index, row, again=again))
            yield drawn

    def _apart(self, columns: Sequence[Drawn], widths: Sequence[int]) -> bool:
        """Whether rows are so high, and their first cells so empty, that a rule has to tell one trial from the next."""
        wrapped = any(width < column.natural for column, width in zip(columns, widths, strict=True))
        repeated = any(
            row.cells[0] == other.cells[0]
            for group in self.whole.groups
            for row, other in zip(group.rows, group.rows[1:], strict=False)
        )
        return wrapped and (repeated or widths[0] < columns[0].natural)

    def _headed(self, columns: Sequence[Drawn], widths: Sequence[int], group: int) -> table.Table:
        drawn = _table(ascii_only=self.ascii_only)
        for column, width in zip(columns, widths, strict=True):
            # Without `no_wrap` for figures: they fit, and a heading must be able to wrap.
            drawn.add_column(column.heads[group], width=max(1, width), overflow="fold")
        return drawn

    def _line(self, columns: Sequence[Drawn], index: int, row: Row, *, again: bool) -> Iterator[Text]:
        place = place_of_span(columns, row.span) if row.span else -1
        for number, column in enumerate(columns):
            cell = Text() if again and number == 0 else column.cells[index]
            if number == place:
                yield _in_place(row.span, cell, column)
            elif row.span and all(part.role == "figure" for part in column.columns):
                yield Text()
            else:
                yield cell

    # Figures lined up below what names them

    def medium(self, columns: Sequence[Drawn]) -> Iterator[Piece]:
        widths = [column.natural for column in columns]
        for number, group, rows, above in self.groups():
            yield from above
            if any(not row.span for row in group.rows):
                yield Padding(self._headed(columns, widths, number), (0, 0, 0, INDENT), expand=False)
            for index, row in rows:
                yield from self._caption(row)
                if row.span:
                    yield self._indented(Text(row.span, "dim"))
                    continue
                line = self._headed(columns, widths, number)
                line.show_header = False
                line.add_row(*(column.cells[index] for column in columns))
                yield Padding(line, (0, 0, 0, INDENT), expand=False)

    def _caption(self, row: Row) -> Iterator[Piece]:
        """What is not a figure, as a phrase."""
        parts = [
            # Not `format`: a label may hold braces too.
            sentence(row.prose.get(i, column.prose).replace("{}", cell, 1), row.styles[i] or (NAME if i == 0 else ""))
            for i, (column, cell) in enumerate(zip(self.whole.columns, row.cells, strict=True))
            if cell and column.role != "figure"
        ]
        if parts:
            phrase = Text(" - " if self.ascii_only else " · ").join(parts)
            phrase.overflow = "fold"
            yield Constrain(phrase, self.width)

    def _indented(self, said: Text) -> Piece:
        said.overflow = "fold"
        return Padding(Constrain(said, self.room - INDENT), (0, 0, 0, INDENT), expand=False)

    # A line for each figure, or for each text

    def stacked(self) -> Iterator[Piece]:
        for _, group, rows, above in self.groups():
            yield from above
            for _, row in rows:
                yield from self._caption(row)
                if row.span:
                    yield self._indented(Text(row.span, "dim"))
                    continue
                figures = [i for i, column in enumerate(self.whole.columns) if column.role == "figure"]
                yield from self._pairs(group, row, figures)

    def cards(self) -> Iterator[Piece]:
        for _, group, rows, above in self.groups():
            yield from above
            for index, row in rows:
                if index > rows[0][0]:
                    yield Text()
                yield Constrain(Text(row.cells[0], GROUP, overflow="fold"), self.width)
                yield from self._pairs(group, row, range(1, len(row.cells)))

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
        yield beside(pairs, left, room - left, indented=True)


def _in_place(span: str, cell: Text, column: Drawn) -> Text:
    """Words in place of all figures: alone among the figures, elsewhere before what the cell says."""
    words = Text(span, "dim", overflow="fold")
    if column.figures or not cell:
        return words
    joint = "; " if column.says else "\n"
    whole = Text.assemble(words, joint, cell) if column.says else Text.assemble(cell, joint, words)
    whole.overflow = "fold"
    return whole
