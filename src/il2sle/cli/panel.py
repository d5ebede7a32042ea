"""A panel of the help, and the commands that stand in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer

from .help import Command, examples, literal

Declared = TypeVar("Declared", bound=Callable[..., None])


class Panel:
    """What people come for: a heading of the help, and the commands under it in the order of their declaration."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._commands: list[tuple[str | None, Callable[..., None], str, tuple[str, ...]]] = []

    def command(self, about: str, *lines: str, name: str | None = None) -> Callable[[Declared], Declared]:
        """Declare a command; its help does not rest on a docstring, which `python -OO` takes away.

        Args:
            about: what it does; the first paragraph stands in the list of commands.
            lines: examples of it, without the name of the program.
            name: what it is called; None for the name of the function.
        """

        def declare(function: Declared) -> Declared:
            self._commands.append((name, function, about, lines))
            return function

        return declare

    def add_to(self, app: typer.Typer) -> None:
        """Give the commands to the program."""
        for name, function, about, lines in self._commands:
            take = app.command(
                name, cls=Command, help=literal(about), epilog=examples(*lines), rich_help_panel=self.title
            )
            take(function)
