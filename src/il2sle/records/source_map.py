"""A record as it was read: plain data, and beside it, never in it, the places of its keys and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from il2sle.codes import CODES
from il2sle.errors import Place, Problem
from il2sle.frozen import Frozen

from .text import PlainText, quotable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Data: TypeAlias = "dict[str | int, Data] | list[Data] | str | int | Decimal | bool | None"


Nodes: TypeAlias = "dict[str | int, tuple[int, int, Nodes]]"
"""What makes a `Node`, by key or index. A record has eight hundred, few are looked at, and to name the three parts of
each as it is read takes four times as long as not to."""

NO_NODES: Final[Nodes] = {}
"""What is inside a value that holds no others: one for all, since nothing is ever put into it."""


class Node(NamedTuple):
    """Where one value stands, by the index of a character, and the places of the values inside it.

    Attributes:
        value: where the value begins.
        key: where its key begins; an item of a list, and the whole, have none and repeat `value`.
        inside: the places inside it.
    """

    value: int
    key: int
    inside: Nodes

    def at(self, step: str | int) -> Node | None:
        """Where the value of a key, or an item, stands; None where there is none."""
        found = self.inside.get(step)
        return Node(*found) if found else None


class SourceMap(Frozen):
    """What one file holds. A line and a column are worked out when a place is asked for: few ever are.

    Attributes:
        plain: the text; in it, and in `data`, what a terminal must not see is replaced.
        data: the record; what was refused is left out, or null.
        tree: the places of `data`.
    """

    plain: PlainText
    data: dict[str | int, Data]
    tree: Node

    @property
    def path(self) -> str:
        """The file's name as problems show it."""
        return self.plain.path

    def place(self, loc: Sequence[str | int], *, key: bool = False) -> Place:
        """Return the place of a value, or of its key.

        A part that is no key or index of the node reached so far is skipped: the `loc` of a pydantic error
        holds the tags of unions too, and may end in a key that is missing.

        Args:
            loc: keys and indexes from the top.
            key: whether the place of the key is wanted.
        """
        node = self.tree
        for part in loc:
            node = node.at(part) or node
        return Place(self.path, *self.plain.mark(node.key if key else node.value))

    def line_text(self, line: int) -> str:
        """Return a line, counted from 1, as a problem quotes it; empty outside the file and if overlong."""
        return quotable(self.plain.lines, line)


def problem_at(  # noqa: PLR0913  a problem has a place and four words
    document: SourceMap,
    loc: tuple[str | int, ...],
    code: str,
    message: str,
    advice: str = "",
    *,
    key: bool = False,
) -> Problem:
    """A problem at a path of a record."""
    place = document.place(loc, key=key)
    trial = document.data.get("id") if isinstance(document.data, dict) else None
    return Problem(
        place=place,
        code=code,
        message=message,
        help=advice or CODES[code].fix,
        severity=CODES[code].severity,
        source_line=document.line_text(place.line),
        trial=trial if isinstance(trial, str) else None,
    )
