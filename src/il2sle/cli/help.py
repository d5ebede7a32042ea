"""Help pages: typer's own, drawn by Rich for the stream that they go to, and the guide of a bare `il2sle`.

No text of a help page is read as markup: every one passes through `literal` on its way to typer.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from .terminal import Terminal, is_terminal

GUIDE = """\
il2sle: evidence tables for interleukin-2 therapies in systemic lupus.

  il2sle compare                  did it work, at which dose, at what price
  il2sle show LUPIL-2             all that is known of one trial
  il2sle trace LUPIL-2 SRI-4      where each figure comes from
  il2sle check                    what does not hold together in the records
  il2sle export metafor           the counts, for a meta-analysis

Options and examples of a command: il2sle compare -h
All commands: il2sle -h"""

WIDEST = 100  # columns; longer lines are hard to read
NARROWEST = 64  # below, the panels of Rich would cut words
# What Rich or typer would draw by, over our own policy about a stream.
STEERING = (
    "COLUMNS",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "LINES",
    "NO_COLOR",
    "PY_COLORS",
    "TERM",
    "TERMINAL_WIDTH",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)
_EMOJI = re.compile(r":(?=\S+:)")


def literal(text: str) -> str:
    """A text as typer has to be given it, so that it is shown as it stands."""
    if "[" not in text and not _EMOJI.search(text):
        return text
    from rich.markup import escape  # noqa: PLC0415  slow to import, and hardly a text needs it

    return _EMOJI.sub(":[none][/none]", escape(text))


def option(panel: str, *names: str, about: str, **more: Any) -> Any:  # noqa: ANN401  as typer declares its own
    """An option, in a panel of the help."""
    return typer.Option(*names, help=literal(about), rich_help_panel=panel, **more)


def argument(name: str, about: str, **more: Any) -> Any:  # noqa: ANN401  as above
    """An argument, by the name that the usage line shows."""
    return typer.Argument(metavar=name, help=literal(about), **more)


def examples(*lines: str) -> str:
    """The end of a help page: lines to type."""
    # The mark keeps the lines apart where typer draws without Rich.
    return literal("\b\nExamples:\n" + "\n".join(f"  il2sle {line}" for line in lines))


class Command(TyperCommand):
    """A command whose help is drawn by the manners of this program."""

    def get_help(self, *context: Any) -> str:  # noqa: ANN401  the type of a context is private to typer
        """The help page, as it goes to standard output."""
        for one in _options(self.get_params(*context)):
            # Typer would give its own option for help a panel before all others.
            one.rich_help_panel = one.rich_help_panel or "Help"
        return _drawn(self, lambda: super(Command, self).get_help(*context))


class Group(TyperGroup):
    """The program itself, as a command whose help is drawn likewise."""

    def get_help(self, *context: Any) -> str:  # noqa: ANN401  as above
        """The help page, as it goes to standard output."""
        _options(self.get_params(*context))
        return _drawn(self, lambda: super(Group, self).get_help(*context))


def _options(parameters: Iterable[object]) -> list[TyperOption]:
    """The options among the parameters; for a switch, there is no value whose kind a reader must know."""
    options = [one for one in parameters if isinstance(one, TyperOption)]
    for switch in options:
        if switch.is_flag:
            switch.metavar = ""
    return options


def _drawn(command: Command | Group, draw: Callable[[], str]) -> str:
    """What typer draws, which its Rich writes to standard output and its plain form returns."""
    stream = sys.stdout
    terminal = Terminal.of(stream, os.environ, width=None, ascii=False, color="auto")
    # In a pipe as on the usual terminal: a page of help does not depend on what else takes it.
    width = min((terminal.width if is_terminal(stream) or os.environ.get("COLUMNS") else None) or 80, WIDEST)
    if width < NARROWEST:
        command.rich_markup_mode = None
    page = io.TextIOWrapper(io.BytesIO(), getattr(stream, "encoding", None) or "utf-8", "replace", newline="\n")
    with _steered(os.environ, width, colored=_may_be_colored(stream, terminal)), redirect_stdout(page):
        returned = draw()
    page.seek(0)
    plain = re.sub("(?m) +$", "", page.read() or returned)
    return re.sub(r"\n{3,}", "\n\n", plain).strip("\n")


def _may_be_colored(stream: TextIO | None, terminal: Terminal) -> bool:
    """On a terminal alone, whatever forces colour elsewhere: scripts search help for words."""
    return is_terminal(stream) and terminal.color


@contextmanager
def _steered(environ: MutableMapping[str, str], width: int, *, colored: bool) -> Iterator[None]:
    """Hides from Rich and typer what would overrule us, and tells them what was decided, in their own variables."""
    kept = {name: environ.pop(name) for name in STEERING if name in environ}
    term = kept.get("TERM", "xterm") if colored else "dumb"
    decided = {"COLUMNS": str(width), "LINES": "25", "TERM": term, "TTY_COMPATIBLE": "1" if colored else "0"}
    environ.update(decided)
    try:
        yield
    finally:
        for name in decided:
            environ.pop(name, None)
        environ.update(kept)
