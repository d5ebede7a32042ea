"""A record as it was read: plain data, and beside it, never in it, the places of its keys and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from il2sle.errors import Place

from .text import Mark, quotable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Data: TypeAlias = "dict[str | int, Data] | list[Data] | str | int | Decimal | bool | None"


class Node(NamedTuple):
    """Where one value stands, and the nodes of the values inside it.

    Attributes:
        value: where the value begins.
        key: where its key begins; an item of a list, and the whole, have none and repeat `value`.
        children: by key or index.
    """

    value: Mark
    key: Mark
    children: dict[str | int, Node]


@dataclass(frozen=True, slots=True)
class SourceMap:
    """What one file holds.

    Attributes:
        path: the file's name as problems show it.
        lines: the lines without their ends; in them, and in `data`, what a terminal must not see is replaced.
        data: the record; what was refused is left out, or null.
        tree: the places of `data`.
    """

    path: str
    lines: tuple[str, ...]
    data: dict[str | int, Data]
    tree: Node

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
            node = node.children.get(part, node)
        return Place(self.path, *(node.key if key else node.value))

    def line_text(self, line: int) -> str:
        """Return a line, counted from 1, as a problem quotes it; empty outside the file and if overlong."""
        return quotable(self.lines, line)
