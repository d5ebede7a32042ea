"""A page drawn for a terminal with Rich: tables, and prose between them, at any width, with nothing cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.constrain import Constrain
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from il2sle.frozen import Frozen

from . import blocks
from .ascii import fold_ascii
from .blocks import Block, Cell, Heading, Notes, Page, Prose, Terms, UnknownBlockError
from .columns import GAP, sentence
from .grid import widest
from .layouts import INDENT, WIDEST_NAME, Piece, beside, laid_out
from .links import pieces
from .texts import mark_of, style_of, texts_of

TITLE = "bold"
BESIDE = 28  # cells that a text needs beside its mark; with less it goes below
LIST_WIDTH = 140
PROSE_WIDTH = 110  # prose on a wide terminal is set no wider than a reader follows


def draw(document: Page, width: int | None, *, ascii_only: bool = False, links: bool = False) -> list[Piece]:
    """What to print of a page, from top to bottom; `cli.terminal` prints it.

    Args:
        document: what to draw.
        width: cells in a line; None draws every table at its natural width and breaks no line.
        ascii_only: fold every sign to ASCII before anything is measured.
        links: make each address a link of its own, which is whole wherever its line ends.
    """
    page = _Page(width, ascii_only=ascii_only, links=links)
    pieces: list[Piece] = [*page.title(document.title), Text()] if document.title else []
    for number, part in enumerate(document.blocks):
        if number and (isinstance(part, Heading) or not part.tight):
            pieces.append(Text())
        pieces.extend(page.block(part))
    return pieces


class _Page(Frozen):
    width: int | None
    ascii_only: bool
    links: bool = False

    def fold(self, text: str) -> str:
        return fold_ascii(text) if self.ascii_only else text

    def block(self, part: Block) -> Iterator[Piece]:
        if isinstance(part, blocks.Table):
            yield from self.table(part)
        elif isinstance(part, Heading):
            yield from self.title(part.text)
            yield Text(self.fold("═") * min(self.width or 999, cell_len(self.fold(part.text))))
        elif isinstance(part, blocks.Drawing):
            yield from self.title(part.title)
            yield from (Text(line) for line in part.picture.lines(self.width, ascii_only=self.ascii_only))
        elif isinstance(part, Prose):
            yield from self.title(part.title)
            yield from self.prose(part.text)
        elif isinstance(part, Terms | Notes):
            yield from self.title(part.title)
            items = [(self.fold(mark_of(part, mark)), cell) for mark, cell in part.items]
            yield from self.listed(items, 1 if part.tight else GAP)
        else:
            raise UnknownBlockError(part)

    def title(self, title: str) -> Iterator[Piece]:
        if title:
            yield Constrain(Text(self.fold(title), TITLE, overflow="fold"), self.width)

    def prose(self, text: str) -> Iterator[Piece]:
        widest_line = None if self.width is None else min(self.width, PROSE_WIDTH)
        yield Constrain(self.linked(Text(self.fold(text), overflow="fold"), text), widest_line)

    def listed(self, items: Sequence[tuple[str, Cell]], gap: int) -> Iterator[Piece]:
        """Names or marks at the left, what is said of each beside it; below it where the name leaves no room."""
        said = [(mark, self.said(cell)) for mark, cell in items]
        left = min(widest(mark for mark, _ in said), WIDEST_NAME)
        if self.width is not None and left + gap + BESIDE > self.width:
            yield from self._below(said)
        elif said:
            natural = widest(text.plain for _, text in said)
            right = natural if self.width is None else min(self.width, LIST_WIDTH) - left - gap
            yield beside([(Text(mark, overflow="fold"), text) for mark, text in said], left, right, gap=gap)

    def said(self, cell: Cell) -> Text:
        """A cell as it is drawn."""
        return self.linked(sentence(self.fold(cell.plain), style_of(cell)), cell.plain)

    def linked(self, drawn: Text, text: str) -> Text:
        """The drawn text, whose addresses lead where those of the text lead that was folded for it."""
        if not self.links:
            return drawn
        shown = list(pieces(drawn.plain))
        leading = [piece.address for piece in pieces(text) if piece.address]
        if sum(bool(piece.address) for piece in shown) != len(leading):
            return drawn
        start = 0
        for piece in shown:
            end = start + len(piece.text)
            if piece.address:
                drawn.stylize(Style(link=leading.pop(0)), start, end)
            start = end
        return drawn

    def _below(self, items: Sequence[tuple[str, Text]]) -> Iterator[Piece]:
        for mark, text in items:
            if mark:
                yield Constrain(Text(mark, overflow="fold"), self.width)
            room = max(1, (self.width or 0) - INDENT)
            yield Padding(Constrain(text, room), (0, 0, 0, INDENT), expand=False)

    def table(self, table: blocks.Table) -> Iterator[Piece]:
        folded = texts_of(table, self.fold)
        yield from self.title(folded.title)
        if folded.caption:
            yield from self.prose(folded.caption)
        if any(group.rows for group in folded.groups):
            yield from laid_out(folded, self.width, ascii_only=self.ascii_only)
        else:
            yield Text("(no rows)")
