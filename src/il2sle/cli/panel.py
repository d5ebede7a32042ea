"""A panel of the help, and the commands that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import typer

from .help import Command, examples, literal

Declared = TypeVar("Declared", bound=Callable[..., None])


class Panel:
    """What people come for: a heading of the help, and the commands under it in the order of their declaration."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.declared: dict[str, Callable[[], Any]] = {}

    def command(self, about: str, *lines: str, name: str | None = None) -> Callable[[Declared], Declared]:
        """Declare a command; its help does not rest on a docstring, which `python -OO` takes away.

        Args:
            about: what it does; the first paragraph stands in the list of commands.
            lines: examples of it, without the name of the program.
            name: what it is called; None for the name of the function.
        """

        def declare(function: Declared) -> Declared:
            def built() -> Any:  # noqa: ANN401  the type of a command is private to typer
                alone = typer.Typer(rich_markup_mode="rich", add_completion=False)
                alone.command(
                    name, cls=Command, help=literal(about), epilog=examples(*lines), rich_help_panel=self.title
                )(function)
                return typer.main.get_command(alone)

            self.declared[name or function.__name__.replace("_", "-")] = built
            return function

        return declare


class Offered(Mapping[str, Any]):
    """The commands of the panels by name, each built when it is asked for: thirteen take as long as a short answer."""

    def __init__(self, panels: Callable[[], Iterable[Panel]]) -> None:
        """Take the panels in their order, each loaded when it is reached."""
        self._panels = panels

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  as above
        for panel in self._panels():
            if name in panel.declared:
                return panel.declared[name]()
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        """Whether there is such a command; it need not be built for that."""
        return any(name in panel.declared for panel in self._panels())

    def __iter__(self) -> Iterator[str]:
        return (name for panel in self._panels() for name in panel.declared)

    def __len__(self) -> int:
        return sum(len(panel.declared) for panel in self._panels())
