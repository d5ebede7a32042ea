"""A document drawn for a terminal: lines of styled text, at any width, with nothing cut.

A table takes the first of three layouts that fits: `wide` (a line per row), `medium` (what identifies a row on a
line of its own, its figures lined up below), `stacked` (a line per figure). Style repeats what the words say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from . import blocks
from .ascii import fold_ascii
from .blocks import Block, Column, Heading, Notes, Page, Prose, Terms, UnknownBlockError
from .grid import block, join, lined_up, longest_word, pad, shares, wrap
from .texts import Group, Row, Table, mark_of, texts_of

TITLE, GROUP, HEAD = "bold", "bold cyan", "italic"
JOINT = " · "  # between the parts of a phrase
INDENT = 2
GAP = 2
FOLDED = 17  # a longer word is folded rather than given a column of its width
WIDEST_MARK = 26  # a longer name is wrapped
BESIDE = 28  # cells that a text needs beside its mark; with less it goes below
NARROW = 60
LIST_WIDTH = 140
PROSE_WIDTH = 110  # prose on a wide terminal is set no wider than a reader follows


def draw(document: Page, width: int | None, *, ascii_only: bool = False) -> list[Text]:
    """The lines of a page.

    Args:
        document: what to draw.
        width: cells in a line; None draws every table at its natural width and breaks no line.
        ascii_only: fold every sign to ASCII before anything is measured.
    """
    page = _Page(width, ascii_only=ascii_only)
    lines = [*page.title(document.title), Text()] if document.title else []
    for number, part in enumerate(document.blocks):
        if number and not getattr(part, "tight", False):
            lines.append(Text())
        lines.extend(page.block(part))
    return lines


@dataclass(frozen=True, slots=True)
class _Page:
    width: int | None
    ascii_only: bool

    def fold(self, text: str) -> str:
        return fold_ascii(text) if self.ascii_only else text

    def block(self, part: Block) -> Iterator[Text]:
        if isinstance(part, blocks.Table):
            yield from self.table(part)
        elif isinstance(part, Heading):
            yield from self.title(part.text)
            yield Text(self.fold("═") * min(self.width or 999, cell_len(self.fold(part.text))))
        elif isinstance(part, Prose):
            yield from self.title(part.title)
            yield from map(Text, self.prose(part.text))
        elif isinstance(part, Terms | Notes):
            yield from self.title(part.title)
            yield from self.listed([(mark_of(part, mark), cell.plain) for mark, cell in part.items])
        else:
            raise UnknownBlockError(part)

    def title(self, title: str) -> Iterator[Text]:
        for line in wrap(self.fold(title), self.width) if title else []:
            yield Text(line, TITLE)

    def prose(self, text: str, indent: int = 0, widest: int = PROSE_WIDTH) -> list[str]:
        room = None if self.width is None else max(8, min(self.width, widest) - indent)
        return wrap(self.fold(text), room)

    def listed(self, items: Sequence[tuple[str, str]]) -> Iterator[Text]:
        """Names or marks at the left, what is said of each beside it; below it where the name leaves no room."""
        marks = [self.fold(mark) for mark, _ in items]
        left = min(max(map(cell_len, marks), default=0), WIDEST_MARK)
        if self.width is not None and left + GAP + BESIDE > self.width:
            yield from self._below(marks, items)
            return
        for mark, (_, text) in zip(marks, items, strict=True):
            said = self.prose(text, left + GAP, LIST_WIDTH)
            yield from map(Text, block([wrap(mark, left), said], [left, 0], [0, GAP]))

    def _below(self, marks: list[str], items: Sequence[tuple[str, str]]) -> Iterator[Text]:
        for mark, (_, text) in zip(marks, items, strict=True):
            yield from map(Text, wrap(mark, self.width) if mark else [])
            yield from (Text(" " * INDENT + line) for line in self.prose(text, INDENT))

    def table(self, table: blocks.Table) -> Iterator[Text]:
        folded = texts_of(table, self.fold)
        yield from self.title(folded.title)
        for line in self.prose(folded.caption) if folded.caption else []:
            yield Text(line)
        if not any(group.rows for group in folded.groups):
            yield Text("(no rows)")
            return
        yield from self._laid_out(folded)

    def _laid_out(self, table: Table) -> Iterator[Text]:
        sized = None if self.width is not None and self.width < NARROW else _wide_widths(table, self.width)
        if sized is not None or self.width is None:
            yield from _wide(table, sized or [], self.width)
        elif all(column.role != "figure" for column in table.columns):
            yield from self._cards(table)
        elif self.width >= NARROW and _figures_width(table) <= self.width:
            yield from _medium(table, self.width, self.fold(JOINT))
        else:
            yield from _stacked(table, self.width, self.fold(JOINT))

    def _cards(self, table: Table) -> Iterator[Text]:
        """A table without figures in little room: each row as a list of its columns under its first cell."""
        for number, group in enumerate(table.groups):
            if number:
                yield Text()
            yield from _heading(group, self.width)
            for index, row in enumerate(group.rows):
                if index:
                    yield Text()
                yield from self._card(table, row)

    def _card(self, table: Table, row: Row) -> Iterator[Text]:
        yield from (Text(line, GROUP) for line in wrap(row.cells[0], self.width))
        pairs = [(c.full, cell) for c, cell in zip(table.columns[1:], row.cells[1:], strict=True) if cell]
        if self.width is not None and self.width < NARROW:
            yield from (line for name, cell in pairs for line in _indented(f"{name}: {cell}", self.width))
        elif self.width is not None:
            within = replace(self, width=self.width - INDENT)
            yield from (Text(" " * INDENT + line.plain) for line in within.listed(pairs))


def _rows(table: Table) -> list[Row]:
    return [row for group in table.groups for row in group.rows]


def _figure_cells(table: Table, index: int) -> list[str]:
    """The cells of a figure column over all groups, lined up, so that groups can be scanned as one."""
    lined = _lined_by_heading(table, index)
    heads = [group.headers[index] for group in table.groups]
    width = max([cell_len(cell) for cell in lined] + [longest_word([head]) for head in heads])
    right = table.columns[index].align != "left"
    return [pad(cell, width, right=right) for cell in lined]


def _lined_by_heading(table: Table, index: int) -> list[str]:
    """Cells lined up with those under the same heading: a range and a percentage have no point in common."""
    heads = [group.headers[index] for group in table.groups for _ in group.rows]
    cells = [row.cells[index] for row in _rows(table)]
    lined: dict[str, Iterator[str]] = {}
    for head in dict.fromkeys(heads):
        own = [cell for cell, other in zip(cells, heads, strict=True) if other == head]
        lined[head] = iter(lined_up(own, table.columns[index].align))
    return [next(lined[head]) for head in heads]


def _drawn(table: Table) -> list[list[str] | None]:
    """Per column its lined-up cells, or None where the column holds text to be wrapped."""
    wrapped = [column.role != "figure" and column.align == "left" for column in table.columns]
    return [None if text else _figure_cells(table, index) for index, text in enumerate(wrapped)]


def _wide_widths(table: Table, width: int | None) -> list[int] | None:
    """The widths of all columns in the layout with a line per row; None where it does not fit."""
    drawn = _drawn(table)
    natural, least, flexible = [], [], []
    for index, cells in enumerate(drawn):
        texts = [table.columns[index].header, *(row.cells[index] for row in _rows(table))]
        full = max(map(cell_len, texts)) if cells is None else cell_len(cells[0])
        natural.append(full)
        word = min(longest_word(texts), FOLDED)
        least.append(max(word, min(full, table.columns[index].least)) if cells is None else full)
        flexible.append(cells is None)
    natural, least = _room_for_spans(table, natural), _room_for_spans(table, least)
    if width is None:
        return natural
    fixed = sum(full for full, flex in zip(natural, flexible, strict=True) if not flex)
    room = width - fixed - _gaps(table.columns)
    texts_natural = [full for full, flex in zip(natural, flexible, strict=True) if flex]
    found = shares(texts_natural, [low for low, flex in zip(least, flexible, strict=True) if flex], room)
    if found is None:
        return None
    given = iter(found)
    return [next(given) if flex else full for full, flex in zip(natural, flexible, strict=True)]


def _gaps(columns: Sequence[Column]) -> int:
    """The blanks between columns that stand side by side."""
    return sum(column.gap for column in columns[1:])


def _room_for_spans(table: Table, widths: list[int]) -> list[int]:
    """Widen the last figure column where a text that stands in place of the figures would not fit."""
    figures = [i for i, column in enumerate(table.columns) if column.role == "figure"]
    spans = [cell_len(row.span) for row in _rows(table) if row.span]
    if figures and spans:
        room = sum(widths[i] for i in figures) + _gaps([table.columns[i] for i in figures])
        widths[figures[-1]] += max(0, max(spans) - room)
    return widths


def _heading(group: Group, width: int | None) -> Iterator[Text]:
    if group.heading:
        yield from (Text(line, GROUP) for line in wrap(group.heading, width))


def _header_lines(columns: Sequence[Column], headers: Sequence[str], widths: Sequence[int]) -> Iterator[Text]:
    """The headings of columns, above them those that neighbours share."""
    if any(column.over for column in columns):
        yield Text(_over_line(columns, widths), HEAD)
    cells = [wrap(header, width) for header, width in zip(headers, widths, strict=True)]
    height = max(map(len, cells))
    padded = [
        [pad(line, width, right=column.align != "left") for line in [""] * (height - len(cell)) + cell]
        for cell, width, column in zip(cells, widths, columns, strict=True)
    ]
    yield from (Text(line, HEAD) for line in block(padded, widths, [column.gap for column in columns]))


def _over_line(columns: Sequence[Column], widths: Sequence[int]) -> str:
    """The headings that neighbours share, each over all of its columns."""
    spans = [list(group) for _, group in groupby(range(len(columns)), key=lambda i: columns[i].over or i)]
    cells = []
    for span in spans:
        room = sum(widths[i] for i in span) + _gaps([columns[i] for i in span])
        cells.append(pad(columns[span[0]].over, room, right=True))
    return join(cells, [columns[span[0]].gap for span in spans])


def _wide(table: Table, widths: list[int], width: int | None) -> Iterator[Text]:
    drawn = _drawn(table)
    position = 0
    for number, group in enumerate(table.groups):
        if number:
            yield Text()
        yield from _heading(group, width)
        if any(not row.span for row in group.rows):
            yield from _header_lines(table.columns, group.headers, widths)
        for before, row in zip((None, *group.rows), group.rows, strict=False):
            yield from map(
                Text,
                _wide_row(table, row, before, [cells[position] if cells else None for cells in drawn], widths),
            )
            position += 1


def _wide_row(table: Table, row: Row, before: Row | None, drawn: Sequence[str | None], widths: list[int]) -> list[str]:
    figures = [i for i, column in enumerate(table.columns) if column.role == "figure"]
    cells, sizes, gaps = [], [], []
    for index, width in enumerate(widths):
        if row.span and index in figures:
            if index == figures[0]:
                cells.append([row.span])
                sizes.append(sum(widths[i] for i in figures) + _gaps([table.columns[i] for i in figures]))
                gaps.append(table.columns[index].gap)
            continue
        own = drawn[index]
        text = [pad(own, width, right=table.columns[index].align != "left")] if own else wrap(row.cells[index], width)
        repeated = index == 0 and before is not None and before.cells[0] == row.cells[0]
        cells.append([""] if repeated else text)
        sizes.append(width)
        gaps.append(table.columns[index].gap)
    return block(cells, sizes, gaps)


def _figures_width(table: Table) -> int:
    widths = [cell_len(cells[0]) for cells in _medium_columns(table) if cells]
    spans = [cell_len(row.span) for row in _rows(table) if row.span]
    figures = [column for column in table.columns if column.role == "figure"]
    return INDENT + max([sum(widths) + _gaps(figures), *spans])


def _medium_columns(table: Table) -> list[list[str]]:
    return [_figure_cells(table, i) if column.role == "figure" else [] for i, column in enumerate(table.columns)]


def _caption(table: Table, row: Row, joint: str) -> str:
    """What is not a figure, as a phrase."""
    said = [
        row.prose.get(index, column.prose).replace("{}", cell, 1)  # not `format`: a label may hold braces too
        for index, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True))
        if cell and column.role != "figure"
    ]
    return joint.join(said)


def _medium(table: Table, width: int, joint: str) -> Iterator[Text]:
    cells = _medium_columns(table)
    shown = [i for i, column in enumerate(cells) if column]
    widths = [cell_len(cells[i][0]) for i in shown]
    position = 0
    for number, group in enumerate(table.groups):
        if number:
            yield Text()
        yield from _heading(group, width)
        headers = group.headers
        picked = [table.columns[i] for i in shown]
        if picked and any(not row.span for row in group.rows):
            for line in _header_lines(picked, [headers[i] for i in shown], widths):
                yield Text(" " * INDENT + line.plain, HEAD)
        for row in group.rows:
            yield from _hanging(_caption(table, row, joint), width)
            figures = row.span or join([cells[i][position] for i in shown], [c.gap for c in picked])
            if picked:
                yield Text(" " * INDENT + figures)
            position += 1


def _hanging(text: str, width: int) -> Iterator[Text]:
    first, *rest = wrap(text, width - 2 * INDENT)
    yield Text(first)
    yield from (Text(" " * 2 * INDENT + line) for line in rest)


def _indented(text: str, width: int) -> Iterator[Text]:
    first, *rest = wrap(text, width - 2 * INDENT)
    yield Text(" " * INDENT + first)
    yield from (Text(" " * 2 * INDENT + line) for line in rest)


def _stacked(table: Table, width: int, joint: str) -> Iterator[Text]:
    for number, group in enumerate(table.groups):
        if number:
            yield Text()
        yield from _heading(group, width)
        for row in group.rows:
            yield from _hanging(_caption(table, row, joint), width)
            yield from _stacked_figures(table, group, row, width)


def _stacked_figures(table: Table, group: Group, row: Row, width: int) -> Iterator[Text]:
    if row.span:
        yield from _indented(row.span, width)
    headers = group.headers
    for index, column in enumerate(table.columns):
        if column.role == "figure" and row.cells[index] and not row.span:
            name = f"{column.over} {headers[index]}".strip()
            yield from _indented(f"{name}: {row.cells[index]}", width)
