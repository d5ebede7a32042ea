"""What the options about output mean: where an answer goes, how wide, in which letters and colours."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from il2sle.errors import UsageProblem
from il2sle.frozen import Frozen
from il2sle.views.page.ascii import fold_ascii

from .terminal import ColorChoice, Terminal, as_text, is_terminal, notify, write_data, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from il2sle.views.page.blocks import Page
    from il2sle.views.page.layouts import Piece

STANDARD_OUTPUT = "-"
# What a file is taken for by its name. It chooses no format, and what people read goes under none of these names.
NAMED_FOR = {
    **{f".{name}": name for name in ("svg", "html", "json", "jsonl", "csv", "tsv", "png", "pdf")},
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}


def _refuse_another_format(file: Path, layout: StrEnum) -> None:
    """Refuse to write what people read, the first format of each command, under the name of another format."""
    formats, meant = list(type(layout)), NAMED_FOR.get(file.suffix.casefold())
    if meant is None or layout is not formats[0]:
        return
    instead = f"add --format {meant}" if meant in formats else f"--format takes {', '.join(formats)}"
    raise UsageProblem(
        f'"{file.name}" is named as {meant}, and the format is {layout}: {instead}, or choose another name'
    )


class Delivery(Frozen):
    """The options that every command has about its output; `layout` where it has a choice of formats."""

    output: str | None = None
    width: int | None = None
    ascii_only: bool = False
    color: ColorChoice = "auto"
    quiet: bool = False
    pager: bool = True
    layout: StrEnum | None = None

    def __post_init__(self) -> None:
        """Refuse a file name before any work is done.

        Raises:
            UsageProblem: `output` is empty, as an unset variable of a script makes it, or names another format.
        """
        if self.output == "":
            raise UsageProblem("--output names no file; - is standard output")
        if self.file and self.layout:
            _refuse_another_format(self.file, self.layout)

    @property
    def file(self) -> Path | None:
        """The file that the answer goes to, unless it goes to standard output."""
        return None if self.output in (None, STANDARD_OUTPUT) else Path(self.output)

    def page(self, page: Page) -> None:
        """Deliver a page for people.

        Raises:
            OutputProblem: it cannot be written.
        """
        from il2sle.views.page.text import draw  # noqa: PLC0415  Rich is slow to load, and machine formats do without

        terminal = self._terminal()
        self._write(draw(page, terminal.width, ascii_only=terminal.ascii, links=terminal.links), terminal)

    @property
    def width_of_page(self) -> int | None:
        """The columns that a page may take; None where nothing limits them."""
        return self._terminal().width

    def plain(self, text: str) -> None:
        """Deliver text for people that is not laid out, such as diagnostics.

        Raises:
            OutputProblem: it cannot be written.
        """
        terminal = self._terminal()
        self._write(fold_ascii(text) if terminal.ascii else text, terminal)

    def flow(self, texts: Iterable[str]) -> None:
        """Deliver such text in parts as they come; to a file or a terminal, whole.

        Each part ends its line, but for the last, which need not.

        Raises:
            OutputProblem: it cannot be written.
        """
        if self.file or is_terminal(sys.stdout):
            self.plain("".join(texts))
            return
        terminal = self._terminal()
        for text in filter(None, texts):
            write_text(fold_ascii(text) if terminal.ascii else text, terminal, sys.stdout)

    def _terminal(self) -> Terminal:
        stream = None if self.file else sys.stdout
        return Terminal.of(stream, os.environ, width=self.width, ascii=self.ascii_only, color=self.color)

    def _write(self, text: str | list[Piece], terminal: Terminal) -> None:
        if self.file:
            _put(self.file, as_text(text, terminal))
        elif not (self.pager and is_terminal(sys.stdout) and _paged(text, terminal)):
            write_text(text, terminal, sys.stdout)

    def data(self, text: str | Iterable[str | bytes]) -> None:
        """Deliver what programs read, or one piece of it after the other: as it stands, in UTF-8.

        Raises:
            OutputProblem: it cannot be written.
        """
        if self.file:
            _put(self.file, text)
        else:
            write_data(text, sys.stdout)

    def notice(self, text: str) -> None:
        """Tell people something on standard error, unless they asked for quiet."""
        if not self.quiet:
            notify(f"il2sle: {text}")


def _paged(text: str | list[Piece], terminal: Terminal) -> bool:
    from .pager import shown_by_pager  # noqa: PLC0415  a pipe needs none, and a shell that completes a word

    return shown_by_pager(lambda: as_text(text, terminal), sys.stdout, os.environ)


def _put(file: Path, text: str | Iterable[str | bytes]) -> None:
    from .written import write_file  # noqa: PLC0415  few answers go to a file

    write_file(file, text)
