"""A document as Markdown that GitHub renders: headings, pipe tables, lists.

Text from records stays text: no sign in it can become markup, HTML, an emoji or a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .blocks import (
    SIGNS,
    Block,
    Cell,
    Column,
    Drawing,
    Group,
    Heading,
    Notes,
    Page,
    Prose,
    Table,
    TableRow,
    Terms,
    UnknownBlockError,
    refs_text,
)
from .links import Piece, pieces

DRAWING_WIDTH = 100  # columns of a drawing in letters

# GitHub's own parser links `www.` and `scheme://` by itself, and shows a backslash within as a backslash.
_ESCAPES = (
    (re.compile(r"[\\`*_\[\]|~$]|(?<!\S)#|!\Z"), r"\\\g<0>"),  # a last `!` would make the link behind it an image
    (re.compile(r"&"), "&amp;"),
    (re.compile(r"<"), "&lt;"),
    (re.compile(r">"), "&gt;"),
    (re.compile(r"(?i)www(?=\.)"), r"\g<0>\\"),
    (re.compile(r":(?=//)"), r":\\"),
    # No backslash stops an emoji: GitHub replaces `:b:` after Markdown is done. A tag between its signs does.
    (re.compile(r":(?=(?:[\w\\+-]*[a-z][\w\\+-]*|[+-]1|100|1234):)"), "<span>:</span>"),
)
_ENTITY = re.compile(r"&#?\w+;")
# What begins a list or draws a rule at the start of a line.
_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:[-+\s]|$)))")


def render(document: Page) -> str:
    """Draw a page as GitHub-flavoured Markdown that ends with one newline."""
    parts = [f"# {_words(document.title)}"] if document.title else []
    level = 2
    for block in document.blocks:
        parts.extend(_block(block, level))
        level = 3 if isinstance(block, Heading) else level
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block, level: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"## {_words(block.text)}"
        return
    if block.title:
        yield f"{'#' * level} {_words(block.title)}"
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Prose):
        yield _words(block.text)
    elif isinstance(block, Terms | Notes):
        yield _list(block)
    elif isinstance(block, Drawing):
        yield _fenced(block.picture.lines(DRAWING_WIDTH))
    else:
        raise UnknownBlockError(block)


def _fenced(lines: Iterable[str]) -> str:
    """Lines as they stand, between fences that are longer than any run of backticks in them."""
    text = "\n".join(" ".join(re.split(r"[\r\n\t]", line)) for line in lines)
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 0)
    return f"{fence}text\n{text}\n{fence}"


def _list(block: Terms | Notes) -> str:
    colon = ":" if isinstance(block, Terms) else ""
    return "\n".join(_item(mark and _shown(block, mark) + colon, _cell(cell)) for mark, cell in block.items)


def _shown(block: Terms | Notes, mark: str) -> str:
    """The mark of a note; a source's as references name it, without its trial's id."""
    return f"[{mark.rpartition('/')[2]}]" if isinstance(block, Notes) and block.refers == "source" else mark


def _item(mark: str, said: str) -> str:
    """An item; one without a mark goes on with what the item above says."""
    return f"- {_bold(mark)} {said}".rstrip() if mark else f"  - {said}"


def _table(table: Table) -> Iterator[str]:
    """A pipe table for each group, because its headings may differ from those of the others."""
    if table.caption:
        yield _words(table.caption)
    if not any(group.rows for group in table.groups):
        yield "(no rows)"
    for group in table.groups:
        if group.heading:
            yield _bold(group.heading)
        if group.rows:
            yield "\n".join(_lines(table, group))


def _lines(table: Table, group: Group) -> Iterator[str]:
    headers = table.headers(group)
    signs = ("".join(SIGNS[mark] for mark in column.marks) for column in table.columns)
    headed = zip(table.columns, headers, signs, strict=True)
    yield _line(_words(f"{column.over} {header}{sign}") for column, header, sign in headed)
    yield f"| {' | '.join('---' if column.align == 'left' else '--:' for column in table.columns)} |"
    yield from (_line(_cells(table.columns, row)) for row in group.rows)


def _cells(columns: Sequence[Column], row: TableRow) -> Iterator[str]:
    """The cells of a row; words in place of the figures stand in the first figure's cell."""
    first = next((index for index, column in enumerate(columns) if column.role == "figure"), None)
    for index, cell in enumerate(row.cells):
        figure = row.span and columns[index].role == "figure"
        yield _words(row.span if index == first else "") if figure else _cell(cell)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    """A cell; where it stands out, its text does, not what it refers to."""
    if not cell.bold or not cell.marked:
        return _words(cell.plain)
    return f"{_bold(cell.marked)} {_words(refs_text(cell.refs))}".rstrip()


def _bold(text: str) -> str:
    words = _words(text)
    return f"**{words}**" if words else ""


def _words(text: str) -> str:
    """Plain text on one line, as Markdown that reads as that text."""
    line = " ".join(text.split())
    written = "".join(_link(piece) if piece.address else _escaped(piece.text) for piece in pieces(line))
    return _START.sub(r"\1\\", written)


def _escaped(text: str) -> str:
    for sign, written in _ESCAPES:
        text = sign.sub(written, text)
    return text


def _link(piece: Piece) -> str:
    """A link whose text and address are both safe in a pipe table."""
    # Readers of Markdown differ on `&amp;` between angle brackets: some decode it, some do not.
    if piece.text == piece.address and not _ENTITY.search(piece.address):
        return f"<{piece.address}>"
    return f"[{_escaped(piece.text)}](<{piece.address.replace('&', '&amp;')}>)"
