"""Pages from plain texts, for tests of the renderers, and the lines that a terminal shows of a page."""

from __future__ import annotations

from collections.abc import Iterable

from il2sle.cli.terminal import Terminal, as_text
from il2sle.views.page import blocks
from il2sle.views.page.blocks import Cell, Page, TableRow, cells
from il2sle.views.page.text import draw

__all__ = ["Notes", "Row", "Terms", "lines_of", "notes_of", "terms_of"]


def lines_of(page: Page, width: int | None, *, ascii_only: bool = False, color: bool = False) -> list[str]:
    """The lines of a page on a terminal of a width."""
    pieces = draw(page, width, ascii_only=ascii_only)
    return as_text(pieces, Terminal(width=width, color=color, ascii=ascii_only)).split("\n")[:-1]


def Row(texts: Iterable[str | Cell], span: str = "", prose: dict[int, str] | None = None) -> TableRow:  # noqa: N802
    return TableRow(cells(*texts), span, prose or {})


def _items(items: Iterable[tuple[str, str | Cell]]) -> tuple[tuple[str, Cell], ...]:
    return tuple((mark, Cell(text) if isinstance(text, str) else text) for mark, text in items)


def Terms(title: str, items: Iterable[tuple[str, str | Cell]]) -> blocks.Terms:  # noqa: N802
    return blocks.Terms(title, _items(items))


def Notes(title: str, items: Iterable[tuple[str, str | Cell]], refers: str = "") -> blocks.Notes:  # noqa: N802
    return blocks.Notes(title, _items(items), refers)  # type: ignore[arg-type]


notes_of, terms_of = Notes, Terms
