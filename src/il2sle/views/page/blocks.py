"""What a page consists of, before anyone decides how it looks: tables, terms, notes, prose.

The terminal, Markdown and HTML each draw the same page. A cell says apart what is text, what is a mark, and what
refers to a source or a note, so that no renderer reads a text to find out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

from il2sle.frozen import Frozen, field

Role = Literal["identity", "figure", "remark"]
Mark = Literal["derived", "disputed", "doubt", "model", "read off", "target"]
SIGNS: dict[Mark, str] = {
    "derived": "†",
    "disputed": "§",
    "doubt": "‡",
    "model": "¶",
    "read off": "≈",
    "target": "ᵗ",
}


class Ref(Frozen):
    """A reference to a source, by its key among all records, with the place in it; or to a note of the same page."""

    kind: Literal["source", "note"]
    key: str
    place: str = ""

    @property
    def shown(self) -> str:
        """The key as a reader sees it: a source's own key, without its trial's."""
        return self.key.rpartition("/")[2] if self.kind == "source" else self.key


class Cell(Frozen):
    """A text with what belongs to it.

    Attributes:
        text: plain text that nobody interprets.
        marks: signs behind it, whose meaning the key of the page tells.
        refs: what it refers to.
        inner: marks that stand within the text, behind one of several things that it tells.
        absent: whether it says only that a figure is missing, so that it may stand back.
        lacks: the kinds of missing whose short marks stand in the text, alone or as in `NR/29`.
        bold: whether it stands out.
    """

    text: str = ""
    marks: tuple[Mark, ...] = ()
    refs: tuple[Ref, ...] = ()
    inner: tuple[Mark, ...] = ()
    absent: bool = False
    lacks: tuple[str, ...] = ()
    bold: bool = False

    def __bool__(self) -> bool:
        """Whether it shows anything."""
        return bool(self.text or self.refs)

    @property
    def marked(self) -> str:
        """The text with its marks."""
        return self.text + "".join(SIGNS[mark] for mark in self.marks)

    @property
    def plain(self) -> str:
        """All of it as plain text."""
        return " ".join(filter(None, (self.marked, refs_text(self.refs))))


def refs_text(refs: Iterable[Ref]) -> str:
    """References as plain text: `[he2020, table3]`, `[he2020: Abstract; table3: row SAE]`, `note a, c`."""
    listed = list(refs)
    sources = [ref for ref in listed if ref.kind == "source"]
    notes = [ref.shown for ref in listed if ref.kind == "note"]
    joint = "; " if any(ref.place for ref in sources) else ", "
    named = dict.fromkeys(f"{ref.shown}: {ref.place}" if ref.place else ref.shown for ref in sources)
    parts = [f"[{joint.join(named)}]" if named else "", f"note {', '.join(notes)}" if notes else ""]
    return " ".join(filter(None, reversed(parts)))


Cells = tuple[Cell, ...]


def cells(*texts: str | Cell) -> Cells:
    """Texts and cells as cells."""
    return tuple(Cell(text) if isinstance(text, str) else text for text in texts)


class UnknownBlockError(TypeError):
    """A renderer was given a block that it cannot draw."""

    def __init__(self, block: object) -> None:
        super().__init__(f"no way to draw a {type(block).__name__}")


class Column(Frozen):
    """A column of a table.

    Attributes:
        header: its heading.
        over: a heading shared with its neighbours, e.g. `treated` over `n/N` and `%`.
        align: `left`, `right`, or a character at which the cells line up, e.g. `.` or `/`.
        prose: how a cell reads outside a table, e.g. `week {}`.
        gap: blanks between it and its left neighbour under the same heading; elsewhere there are always two.
        least: a column of text is not squeezed below this, nor below its longest word.
        most: it is wrapped beyond this, also where there is room; 0 sets no bound.
        marks: signs behind its heading, for all of its cells.
        role: what identifies a row, what is a figure, what is said of it. Narrow layouts keep the figures in
            columns and put the rest into a line above them.
        spare: the last column of a table, drawn only where it takes little room from the others.
        continues: its heading goes on with its left neighbour's: it stands a line lower, and the first line of that
            one is its own too.
    """

    header: str
    over: str = ""
    align: str = "left"
    role: Role = "figure"
    prose: str = "{}"
    gap: int = 2
    least: int = 14
    most: int = 0
    marks: tuple[Mark, ...] = ()
    spare: bool = False
    continues: bool = False

    @property
    def full(self) -> str:
        """The heading with the one above it."""
        return f"{self.over} {self.header}".strip() + "".join(SIGNS[mark] for mark in self.marks)

    def placed(self, heading: str | None = None) -> str:
        """Its heading, or another one of a group, at its height among those of the others."""
        words = self.header if heading is None else heading
        return f"\n{words}" if self.continues else words


class TableRow(Frozen):
    """The cells of a row; `span` stands in place of all figures, e.g. `not reported`.

    `prose` replaces how cells read outside a table, by the index of their column.
    """

    cells: Cells
    span: str = ""
    prose: dict[int, str] = field(factory=dict)


class Group(Frozen):
    """Rows under a heading of their own; `headers` replaces column headings by their index."""

    heading: str
    rows: tuple[TableRow, ...]
    headers: dict[int, str] = field(factory=dict)


class Table(Frozen):
    """A table: a title, columns, groups of rows.

    No blank line stands before a tight one, nor between the groups of a dense one, whose column headings stand once,
    without a rule below them where it is tight. `gap` are the blanks between columns. Where
    `below` is set, what is said of a row stands below it on a terminal, also where there is room beside it.
    """

    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    caption: str = ""
    tight: bool = False
    dense: bool = False
    gap: int = 2
    below: bool = False

    def headers(self, group: Group) -> tuple[str, ...]:
        """The column headings that hold for a group."""
        return tuple(column.placed(group.headers.get(i)) for i, column in enumerate(self.columns))


class Terms(Frozen):
    """Names and what is said of each, e.g. the identity of a trial."""

    title: str
    items: tuple[tuple[str, Cell], ...]
    tight: bool = False


class Notes(Frozen):
    """Notes, each with its mark: a letter, a key or a sign; `refers` is the kind of reference that leads to them."""

    title: str
    items: tuple[tuple[str, Cell], ...]
    refers: Literal["source", "note", ""] = ""
    tight: bool = False


class Prose(Frozen):
    """A paragraph."""

    text: str
    title: str = ""
    tight: bool = False


class Heading(Frozen):
    """The beginning of a part of the page, e.g. one trial of several."""

    text: str


class Picture(Protocol):
    """What a drawing shows: one geometry, which every renderer draws in its own way."""

    @property
    def name(self) -> str:
        """What it shows, in a line."""

    def lines(self, width: int | None, *, ascii_only: bool = False) -> tuple[str, ...]:
        """The picture in letters, in lines that fit into `width` cells; None where nothing limits them."""

    def svg(self, key: str) -> str:
        """The picture as an SVG element with title and description, whose ids begin with `key`."""


class Drawing(Frozen):
    """A picture, in letters or as SVG."""

    title: str
    picture: Picture
    tight: bool = False


Block = Table | Terms | Notes | Prose | Heading | Drawing


class Page(Frozen):
    """A page; `about` names it where only its name is seen, e.g. on the tab of a browser."""

    title: str
    blocks: tuple[Block, ...]
    about: str = ""

    def cells(self) -> Iterator[Cell]:
        """Every cell of the page."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield from (cell for group in block.groups for row in group.rows for cell in row.cells)
            elif isinstance(block, Terms | Notes):
                yield from (cell for _, cell in block.items)
