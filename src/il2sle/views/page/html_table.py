"""A table in HTML, whose rows are cards in a narrow window."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from itertools import groupby, takewhile

from il2sle.frozen import Frozen

from .blocks import SIGNS, Cell, Column, Group, Table, TableRow
from .markup import Find, inline, linked, tag, words

# The longest cell of a column of text, in characters, and the class that keeps the column wide enough for it.
_WIDTHS = ((16, "w1"), (40, "w2"), (10**9, "w3"))
_NUMBER = re.compile(r"[^\w\s]*\d+(\W*)")
# Some browsers forget that a table is one where its rows are shown as cards; said outright, it is kept.
_ROLES = {"col": "columnheader", "colgroup": "columnheader", "row": "rowheader", "rowgroup": "rowheader"}


def title_of(table: Table) -> str:
    """The title of a table; one without may have it, in capitals, as the heading of its first column."""
    first = table.columns[0].header
    return table.title or (first if first.isupper() else "")


def name_of(table: Table, title: str) -> str:
    """What a table is called where only its name is told: its title, with the only heading in it."""
    headings = [group.heading for group in table.groups if group.heading]
    return ": ".join(filter(None, (title, *(headings if len(headings) == 1 else ())))) or "Table"


class Drawing(Frozen, kept=True):
    """A table; no other of its page has its name."""

    table: Table
    name: str
    find: Find

    def region(self) -> str:
        """The table in a region that scrolls by itself, so that the page does not."""
        parts = ("", self._caption(), self._colgroups(), self._head(), *self._bodies(), "")
        table = tag("table", "\n".join(parts), role="table")
        return tag("div", f"\n{table}\n", class_="scroll", role="region", aria_label=self.name, tabindex=0)

    def _caption(self) -> str:
        """Its name, which the heading above shows already, and what is said of all its rows."""
        name = tag("span", escape(self.name), class_="hidden")  # a heading in here would be no part of a table's role
        return tag("caption", name + (tag("p", linked(self.table.caption)) if self.table.caption else ""))

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
            _box(words(over), "colgroup", colspan=len(run))
            if over
            else self._heading(run[0], _signed(columns[run[0]].placed(), columns[run[0]]), rowspan=2 if double else "")
            for over, run in self._overs()
        )
        lower = (
            self._heading(index, _signed(column.placed(), column))
            for index, column in enumerate(columns)
            if column.over
        )
        return _part("thead", "".join(map(_line, (upper, lower) if double else (upper,))))

    def _heading(self, index: int, text: str, **attributes: str | int) -> str:
        if not text:
            return _box("", "", **attributes)
        named = index == 0 and text == title_of(self.table) != self.table.title  # its caption shows it already
        said = tag("span", words(text), class_="hidden") if named else words(text)
        return _box(said, "col", class_=self._classes[index], **attributes)

    @cached_property
    def _classes(self) -> tuple[str, ...]:
        """The class of each column, which every cell of it has."""
        return tuple(map(self._class, range(len(self.table.columns))))

    def _class(self, index: int) -> str:
        """The class of a column: `n` for figures that line up, else by the longest text in it."""
        if self.table.columns[index].align != "left":
            return "n"
        cells = (row.cells[index].plain for group in self.table.groups for row in group.rows)
        longest = max((len(line) for cell in cells for line in cell.splitlines()), default=0)
        return next(name for limit, name in _WIDTHS if longest <= limit)

    def _bodies(self) -> Iterator[str]:
        if not any(group.rows for group in self.table.groups):
            yield _part("tbody", _line([_box("no rows", class_="span", colspan=len(self.table.columns))]))
            return
        pads = [iter(pads) for pads in self._pads()]
        headers = tuple(column.placed() for column in self.table.columns)
        for group in self.table.groups:
            rows = [self._group_heading(group)] if group.heading else []
            if self.table.headers(group) != headers and not all(row.span for row in group.rows):
                rows.append(self._changed(headers, self.table.headers(group)))
                headers = self.table.headers(group)
            labels = tuple(self._labels(group))
            for before, row in zip((None, *group.rows), group.rows, strict=False):
                rows.append(self._row(row, before, [next(pad) for pad in pads], labels))
            yield _part("tbody", "\n".join(("", *rows, "")))

    def _labels(self, group: Group) -> Iterator[str]:
        """What a card calls each cell of a group: its heading with the one above it, on one line."""
        above = ""
        for column, header in zip(self.table.columns, self.table.headers(group), strict=True):
            above = above if column.continues else header.partition("\n")[0]
            whole = above + header if column.continues else header
            yield " ".join(f"{column.over} {_signed(whole, column)}".split())

    def _group_heading(self, group: Group) -> str:
        cell = _box(tag("span", words(group.heading)), "rowgroup", colspan=len(self.table.columns))
        return _line([cell], "group")

    def _changed(self, before: Sequence[str], now: Sequence[str]) -> str:
        """A row with the column headings that differ from those in force."""
        cells = (
            _box("") if new == old else self._heading(index, f"{self.table.columns[index].over}\n{new}".strip())
            for index, (old, new) in enumerate(zip(before, now, strict=True))
        )
        return _line(cells, "heads")

    def _row(self, row: TableRow, before: TableRow | None, pads: Sequence[str], labels: Sequence[str]) -> str:
        """A row; the words in place of its figures span the first run of figure columns."""
        columns = self.table.columns
        start = next((i for i, column in enumerate(columns) if column.role == "figure"), 0)
        run = len(list(takewhile(lambda column: column.role == "figure", columns[start:]))) if row.span else 0
        kinds = ["" for _ in columns]
        kinds[start] = "from" if start else ""
        kinds[0] = "again" if before is not None and before.cells[0] == row.cells[0] else ""
        cells = [
            self._cell(index, cell, kind, data_pad=pad, data_label=label)
            for index, (cell, kind, pad, label) in enumerate(zip(row.cells, kinds, pads, labels, strict=True))
        ]
        if run:
            cells[start : start + run] = [_box(words(row.span), class_="span", colspan=run)]
        return _line(cells)

    def _cell(self, index: int, cell: Cell, kind: str, **attributes: str) -> str:
        """A cell; it heads its row where it says whose figures they are. The first heads its card, by name."""
        heads = index < self._leading
        if not cell or (index == 0 and cell.text[:1].isalpha()):
            attributes.pop("data_label")
        kinds = f"{self._classes[index]} {kind}".strip()
        return _box(inline(cell, self.find), "row" if heads and cell else "", class_=kinds, **attributes)

    @cached_property
    def _leading(self) -> int:
        """How many columns identify a row, at least the first."""
        columns = self.table.columns
        figures = any(column.role == "figure" for column in columns)
        return max(1, len(list(takewhile(lambda column: figures and column.role == "identity", columns))))

    def _pads(self) -> Iterator[list[str]]:
        """What each cell of each column lacks behind the sign at which the column lines up."""
        rows = [row.cells for group in self.table.groups for row in group.rows]
        for index, column in enumerate(self.table.columns):
            yield lacking([cells[index].plain for cells in rows], column.align)


def _signed(header: str, column: Column) -> str:
    return header + "".join(SIGNS[mark] for mark in column.marks)


def _part(name: str, content: str) -> str:
    """A part of a table that holds rows."""
    return tag(name, content, role="rowgroup")


def _line(cells: Iterable[str], kind: str = "") -> str:
    """A row of a table."""
    return tag("tr", "".join(cells), role="row", class_=kind)


def _box(content: str, scope: str = "", **attributes: str | int) -> str:
    """A cell of a table, which heads others where it has a scope."""
    return tag("th" if scope else "td", content, role=_ROLES.get(scope, "cell"), scope=scope, **attributes)


def lacking(cells: Sequence[str], align: str) -> list[str]:
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
