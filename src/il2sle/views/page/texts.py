"""Blocks as the texts that a terminal draws: marks and references are put into words here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from il2sle.frozen import Frozen, replace

from . import blocks
from .blocks import Column, Notes, Terms


class Row(Frozen):
    """A row whose cells are the texts that are drawn, each with its style; style only repeats what words say."""

    cells: tuple[str, ...]
    styles: tuple[str, ...]
    span: str
    prose: dict[int, str]


class Group(Frozen):
    """Rows under a heading, and the column headings that hold for them."""

    heading: str
    rows: tuple[Row, ...]
    headers: tuple[str, ...]


class Table(Frozen):
    """A table of texts."""

    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    caption: str
    tight: bool = False
    dense: bool = False
    gap: int = 2
    below: bool = False


def texts_of(table: blocks.Table, fold: Callable[[str], str]) -> Table:
    """The table with the texts that are drawn: marks and references are put into words here and nowhere else."""
    columns = tuple(
        replace(
            column,
            header=fold(column.placed() + "".join(blocks.SIGNS[mark] for mark in column.marks)),
            over=fold(column.over),
            prose=fold(column.prose),
        )
        for column in table.columns
    )
    groups = tuple(
        Group(
            fold(group.heading),
            tuple(_row(row, fold) for row in group.rows),
            tuple(
                fold(before.placed(group.headers[i])) if i in group.headers else column.header
                for i, (before, column) in enumerate(zip(table.columns, columns, strict=True))
            ),
        )
        for group in table.groups
    )
    manner = (table.tight, table.dense, table.gap, table.below)
    return Table(fold(table.title), columns, groups, fold(table.caption), *manner)


def _row(row: blocks.TableRow, fold: Callable[[str], str]) -> Row:
    texts = tuple(fold(cell.plain) for cell in row.cells)
    return Row(texts, tuple(map(style_of, row.cells)), fold(row.span), row.prose)


def style_of(cell: blocks.Cell) -> str:
    """The style of a cell: what is missing stands back, and a figure is louder."""
    return " ".join(filter(None, ("bold" if cell.bold else "", "dim" if cell.absent else "")))


def mark_of(part: Terms | Notes, mark: str) -> str:
    """The mark of a note as a reference to it shows it; a source's without its trial's id."""
    if isinstance(part, Notes) and part.refers == "source":
        return f"[{mark.rpartition('/')[2]}]"
    return mark
