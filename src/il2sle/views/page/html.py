"""A document as one HTML page that stands alone: no script, nothing fetched, readable on phone and paper.

Every text is escaped. The numbers of sources and the letters of notes lead to the lists that hold them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, takewhile

from .blocks import (
    SIGNS,
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Notes,
    Page,
    Prose,
    Ref,
    Table,
    TableRow,
    Terms,
    UnknownBlockError,
)
from .links import pieces
from .style import STYLE

TITLE = "Interleukin-2 in systemic lupus erythematosus"  # of a page without a title of its own
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

# The longest cell of a column of text, in characters, and the class that keeps the column wide enough for it.
_WIDTHS = ((16, "w1"), (40, "w2"), (10**9, "w3"))
# A browser would break a date, a range, `IL-2` or a registry number behind its hyphen.
_WHOLE = re.compile(r"(?<![\w-])\w{1,12}(?:[-–]\d\w{0,9}){1,2}(?![\w-])")
_NUMBER = re.compile(r"[^\w\s]*\d+(\W*)")

Find = Callable[[Ref], str]


def render(document: Page) -> str:
    """Draw a page as HTML that ends with one newline."""
    title = escape(document.title or TITLE)
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}</title>",
        f"<style>\n{STYLE}\n</style>",
    )
    page = _Page(document.blocks, tuple(_ids(document.blocks)))
    body = (_tag("h1", _words(document.title or TITLE)), page.contents(), *page.drawn())
    start = ("<!doctype html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", "<main>")
    return "\n".join((*start, *filter(None, body), "</main>", "</body>", "</html>", ""))


def _tag(name: str, content: str, **attributes: str | int) -> str:
    """An element around HTML; attributes are escaped, and left out without a value."""
    given = (
        f' {key.strip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{''.join(given)}>{content}</{name}>"


def _words(text: str) -> str:
    """Plain text as HTML."""
    return _WHOLE.sub(r'<span class="whole">\g<0></span>', escape(text))


def _title(block: Block) -> str:
    return block.text if isinstance(block, Heading) else block.title


def _ids(blocks: Sequence[Block]) -> Iterator[str]:
    """An id for each block, from its title; no title holds the `_` and the `.` that make ids of the rest."""
    seen: Counter[str] = Counter()
    for block in blocks:
        slug = re.sub(r"[^a-z0-9]+", "-", _title(block).lower()).strip("-") or type(block).__name__.lower()
        seen[slug] += 1
        yield slug if seen[slug] == 1 else f"{slug}_{seen[slug]}"


@dataclass(frozen=True, slots=True)
class _Page:
    blocks: Sequence[Block]
    ids: Sequence[str]

    def contents(self) -> str:
        """Links to the parts of the page: to its headings, or to its titles where it has no headings."""
        titled = [(block, id_) for block, id_ in zip(self.blocks, self.ids, strict=True) if _title(block)]
        chosen = [(block, id_) for block, id_ in titled if isinstance(block, Heading)] or titled
        items = (_tag("li", _tag("a", _words(_title(block)), href=f"#{id_}")) for block, id_ in chosen)
        return _tag("nav", _tag("ul", "".join(items), role="list"), aria_label="Contents") if chosen else ""

    def drawn(self) -> Iterator[str]:
        title = ""
        level = 2
        for position, block in enumerate(self.blocks):
            title = _title(block) or title
            heading = self._heading(position, 2 if isinstance(block, Heading) else level)
            if isinstance(block, Table):
                yield _Drawing(block, title, self._finder(position)).region(heading)
            else:
                yield from filter(None, (heading, self._text(position)))
            level = 3 if isinstance(block, Heading) else level

    def _heading(self, position: int, level: int) -> str:
        title = _title(self.blocks[position])
        return _tag(f"h{level}", _words(title), id=self.ids[position]) if title else ""

    def _text(self, position: int) -> str:
        block, find = self.blocks[position], self._finder(position)
        if isinstance(block, Heading):
            return ""
        if isinstance(block, Prose):
            return _tag("p", _text(block.text))
        if isinstance(block, Terms):
            return _tag("dl", "\n" + "".join(self._term(name, text, find) for name, text in block.items))
        if isinstance(block, Notes):
            return self._notes(block, self.ids[position], find)
        raise UnknownBlockError(block)

    def _term(self, name: str, said: Cell, find: Find) -> str:
        """A name and what is said of it; without a name, more of what is said of the one before."""
        return (_tag("dt", _words(name)) if name else "") + _tag("dd", _inline(said, find)) + "\n"

    def _notes(self, notes: Notes, block_id: str, find: Find) -> str:
        items = (
            _tag(
                "li",
                f"<b>{escape(_shown(mark, notes.refers))}</b> <span>{_inline(text, find)}</span>",
                id=_item_id(block_id, number),
            )
            + "\n"
            for number, (mark, text) in enumerate(notes.items, start=1)
        )
        # Without its bullets a list is no list to some screen readers, unless it says so.
        widest = max((len(_shown(mark, notes.refers)) for mark, _ in notes.items), default=0)
        return _tag("ul", "\n" + "".join(items), class_="notes", role="list", style=f"--mark: {widest + 1}ch")

    def _finder(self, position: int) -> Find:
        """From a reference to the id of its note, in the first list from here on that has it; without one, nothing."""
        lists = [
            {(block.refers, mark): _item_id(id_, number) for number, (mark, _) in enumerate(block.items, start=1)}
            for block, id_ in zip(self.blocks[position:], self.ids[position:], strict=True)
            if isinstance(block, Notes) and block.refers
        ]
        return lambda ref: next((marks[ref.kind, ref.key] for marks in lists if (ref.kind, ref.key) in marks), "")


def _shown(mark: str, refers: str) -> str:
    return f"[{mark.rpartition('/')[2]}]" if refers == "source" else mark


def _item_id(block_id: str, number: int) -> str:
    return f"{block_id}.{number}"


def _text(text: str) -> str:
    """Plain text as HTML, with its addresses as links."""
    return "".join(
        _tag("a", escape(piece.text), href=piece.address) if piece.address else _words(piece.text)
        for piece in pieces(text)
    )


def _inline(cell: Cell, find: Find) -> str:
    """A cell as HTML: its text, its marks, and a link for each reference that a list holds."""
    marks = "".join(SIGNS[mark] for mark in cell.marks)
    said = _text(cell.text) + marks
    strong = _tag("strong", said) if cell.bold and said else said
    return " ".join(filter(None, (strong, *_references(cell.refs, find))))


def _references(refs: Sequence[Ref], find: Find) -> Iterator[str]:
    """References in words, as everywhere, each linked: `note a, c`, `[he2020: Abstract; table3: row SAE]`."""
    notes = [_reference(ref, find) for ref in refs if ref.kind == "note"]
    if notes:
        yield f"note {', '.join(notes)}"
    sources = [ref for ref in refs if ref.kind == "source"]
    if sources:
        joint = "; " if any(ref.place for ref in sources) else ", "
        yield f"[{joint.join(_reference(ref, find) for ref in dict.fromkeys(sources))}]"


def _reference(ref: Ref, find: Find) -> str:
    target = find(ref)
    shown = _tag("a", escape(ref.shown), href=f"#{target}") if target else escape(ref.shown)
    return f"{shown}: {_words(ref.place)}" if ref.place else shown


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A table; `title` is its own, or that of the table which it continues."""

    table: Table
    title: str
    find: Find

    def region(self, heading: str) -> str:
        """The table in a region that scrolls by itself, so that the page does not."""
        table = _tag(
            "table",
            "\n".join(("", self._caption(heading), self._colgroups(), self._head(), *self._bodies(), "")),
        )
        kind = "scroll titled" if heading else "scroll"
        return _tag("div", f"\n{table}\n", class_=kind, role="region", aria_label=self._name(), tabindex=0)

    def _name(self) -> str:
        headings = [group.heading for group in self.table.groups if group.heading]
        parts = (self.title, *(headings if len(headings) == 1 else ()))
        return ": ".join(filter(None, parts)) or "Table"

    def _caption(self, heading: str) -> str:
        name = heading or _tag("span", escape(self._name()), class_="hidden")
        said = _tag("p", _text(self.table.caption)) if self.table.caption else ""
        return _tag("caption", name + said)

    def _overs(self) -> list[tuple[str, list[int]]]:
        """The headings that neighbours share, each with its columns; a column without one is alone."""
        columns = self.table.columns
        runs = groupby(range(len(columns)), key=lambda index: columns[index].over or index)
        listed = (list(run) for _, run in runs)
        return [(columns[run[0]].over, run) for run in listed]

    def _colgroups(self) -> str:
        return "".join(f'<colgroup span="{len(run)}"></colgroup>' for _, run in self._overs())

    def _head(self) -> str:
        columns = self.table.columns
        double = any(column.over for column in columns)
        upper = (
            _tag("th", _words(over), scope="colgroup", colspan=len(run))
            if over
            else self._heading(run[0], _headed(columns[run[0]]), rowspan=2 if double else "")
            for over, run in self._overs()
        )
        lower = (self._heading(index, column.header) for index, column in enumerate(columns) if column.over)
        rows = ("".join(cells) for cells in ((upper, lower) if double else (upper,)))
        return _tag("thead", "".join(_tag("tr", cells) for cells in rows))

    def _heading(self, index: int, text: str, **attributes: str | int) -> str:
        if not text:
            return _tag("td", "", **attributes)
        return _tag("th", _words(text), scope="col", class_=self._class(index), **attributes)

    def _class(self, index: int) -> str:
        """The class of a column: `n` for figures that line up, else by the longest text in it."""
        if self.table.columns[index].align != "left":
            return "n"
        cells = (row.cells[index].plain for group in self.table.groups for row in group.rows)
        longest = max((len(line) for cell in cells for line in cell.splitlines()), default=0)
        return next(name for limit, name in _WIDTHS if longest <= limit)

    def _bodies(self) -> Iterator[str]:
        if not any(group.rows for group in self.table.groups):
            yield _tag("tbody", _tag("tr", _tag("td", "no rows", class_="span", colspan=len(self.table.columns))))
            return
        pads = [iter(pads) for pads in self._pads()]
        headers = tuple(column.header for column in self.table.columns)
        for group in self.table.groups:
            rows = [self._group_heading(group)] if group.heading else []
            if self.table.headers(group) != headers and not all(row.span for row in group.rows):
                rows.append(self._changed(headers, self.table.headers(group)))
                headers = self.table.headers(group)
            for before, row in zip((None, *group.rows), group.rows, strict=False):
                rows.append(self._row(row, before, [next(pad) for pad in pads]))
            yield _tag("tbody", "\n".join(("", *rows, "")))

    def _group_heading(self, group: Group) -> str:
        cell = _tag("th", _tag("span", _words(group.heading)), scope="rowgroup", colspan=len(self.table.columns))
        return _tag("tr", cell, class_="group")

    def _changed(self, before: Sequence[str], now: Sequence[str]) -> str:
        """A row with the column headings that differ from those in force."""
        cells = (
            "<td></td>" if new == old else self._heading(index, f"{self.table.columns[index].over}\n{new}".strip())
            for index, (old, new) in enumerate(zip(before, now, strict=True))
        )
        return _tag("tr", "".join(cells), class_="heads")

    def _row(self, row: TableRow, before: TableRow | None, pads: Sequence[str]) -> str:
        """A row; the words in place of its figures span the first run of figure columns."""
        columns = self.table.columns
        start = next((i for i, column in enumerate(columns) if column.role == "figure"), 0)
        run = len(list(takewhile(lambda column: column.role == "figure", columns[start:]))) if row.span else 0
        again = before is not None and before.cells[0] == row.cells[0]
        cells = [
            self._cell(index, cell, pads[index], again=again and index == 0) for index, cell in enumerate(row.cells)
        ]
        if run:
            cells[start : start + run] = [_tag("td", _words(row.span), class_="span", colspan=run)]
        return _tag("tr", "".join(cells))

    def _cell(self, index: int, cell: Cell, pad: str, *, again: bool) -> str:
        """A cell; it heads its row where it says whose figures they are."""
        figures = any(column.role == "figure" for column in self.table.columns)
        heads = index == 0 or (figures and self.table.columns[index].role == "identity")
        name, scope = ("th", "row") if heads and cell else ("td", "")
        kind = f"{self._class(index)} again" if again else self._class(index)
        return _tag(name, _inline(cell, self.find), scope=scope, class_=kind, data_pad=pad)

    def _pads(self) -> Iterator[list[str]]:
        """What each cell of each column lacks behind the sign at which the column lines up."""
        rows = [row.cells for group in self.table.groups for row in group.rows]
        for index, column in enumerate(self.table.columns):
            yield _lacking([cells[index].plain for cells in rows], column.align)


def _headed(column: Column) -> str:
    return column.header + "".join(SIGNS[mark] for mark in column.marks)


def _lacking(cells: Sequence[str], align: str) -> list[str]:
    """For each cell the signs, zeros for digits, that make what follows `align` as wide as the widest."""
    tails = [_tail(cell, align) for cell in cells]
    signs = [Counter(re.sub(r"\d", "0", tail)) if tail is not None else None for tail in tails]
    widest: Counter[str] = Counter()
    for own in signs:
        widest |= own or Counter()
    return ["" if own is None else "".join((widest - own).elements()) for own in signs]


def _tail(cell: str, align: str) -> str | None:
    """What of a figure follows the sign at which its column lines up; None where nothing lines up."""
    if len(align) > 1 or not re.search(r"\d", cell):
        return None
    if align in cell:
        return cell[cell.index(align) :]
    number = _NUMBER.fullmatch(cell)
    return number[1] if number else None
