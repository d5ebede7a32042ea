"""What a page consists of, before anyone decides how it looks: tables, terms, notes, prose.

The terminal, Markdown and HTML each draw the same document; cells are plain text that no renderer interprets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["identity", "figure", "remark"]
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        header: its heading.
        over: a heading shared with its neighbours, e.g. `treated` over `n/N` and `%`.
        align: `left`, `right`, or a character at which the cells line up, e.g. `.` or `/`.
        prose: how a cell reads outside a table, e.g. `week {}`.
        gap: blanks before it; a column that belongs to its left neighbour stands closer.
        least: a column of text is not squeezed below this, nor below its longest word.
        role: what identifies a row, what is a figure, what is said of it. Narrow layouts keep the figures in
            columns and put the rest into a line above them.
    """

    header: str
    over: str = ""
    align: str = "left"
    role: Role = "figure"
    prose: str = "{}"
    gap: int = 2
    least: int = 14

    @property
    def full(self) -> str:
        """The heading with the one above it."""
        return f"{self.over} {self.header}".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row; `span` stands in place of all figures, e.g. `not reported`.

    `prose` replaces how cells read outside a table, by the index of their column.
    """

    cells: Cells
    span: str = ""
    prose: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own; `headers` replaces column headings by their index."""

    heading: str
    rows: tuple[Row, ...]
    headers: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a title, columns, groups of rows."""

    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    caption: str = ""

    def headers(self, group: Group) -> Cells:
        """The column headings that hold for a group."""
        return tuple(group.headers.get(i, column.header) for i, column in enumerate(self.columns))


@dataclass(frozen=True, slots=True)
class Terms:
    """Names and what is said of each, e.g. the identity of a trial."""

    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Marked notes: a letter, a number or a sign, and its text."""

    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a part of the page, e.g. one trial of several."""

    text: str


Block = Table | Terms | Notes | Prose | Heading


@dataclass(frozen=True, slots=True)
class Document:
    """A page."""

    title: str
    blocks: tuple[Block, ...]
