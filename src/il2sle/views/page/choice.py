"""A page with only some of the columns of its tables, e.g. for a slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.frozen import replace

from .blocks import Column, Group, Page, Table


def headings(page: Page) -> tuple[str, ...]:
    """The headings of all columns of a page, each once, without the ones that neighbours share."""
    tables = (block for block in page.blocks if isinstance(block, Table))
    return tuple(dict.fromkeys(_heading(column.header) for table in tables for column in table.columns))


def _heading(header: str) -> str:
    return " ".join(header.split())


def with_columns(page: Page, names: Sequence[str]) -> Page:
    """The page with the columns of these headings in its tables, behind the first, which says whose they are.

    A table that has none of them is left out; what is no table stays.

    Args:
        page: the page.
        names: headings, as `headings` tells them.
    """
    kept = (_kept(block, names) if isinstance(block, Table) else block for block in page.blocks)
    return replace(page, blocks=tuple(block for block in kept if block is not None))


def _kept(table: Table, names: Sequence[str]) -> Table | None:
    chosen = [i for i, column in enumerate(table.columns) if _heading(column.header) in names]
    if not chosen:
        return None
    indexes = [0, *(index for index in chosen if index)]
    columns = tuple(_column(table.columns, index, indexes) for index in indexes)
    return replace(table, columns=columns, groups=tuple(_groups(table, indexes)))


def _column(columns: Sequence[Column], index: int, kept: Sequence[int]) -> Column:
    """A column; where the one is gone that its heading goes on with, it takes the first line of that one's."""
    column = columns[index]
    if not column.continues or index - 1 in kept:
        return column
    leader = next(one for one in reversed(columns[:index]) if not one.continues)
    return replace(column, header="\n".join((leader.header.splitlines()[0], column.header)), continues=False)


def _groups(table: Table, indexes: Sequence[int]) -> Iterator[Group]:
    """The groups with the cells of these columns, and what is told by the index of a column under its new one."""
    places = {old: new for new, old in enumerate(indexes)}
    for group in table.groups:
        rows = (
            replace(
                row,
                cells=tuple(row.cells[index] for index in indexes),
                prose={places[old]: words for old, words in row.prose.items() if old in places},
            )
            for row in group.rows
        )
        headers = {places[old]: words for old, words in group.headers.items() if old in places}
        yield replace(group, rows=tuple(rows), headers=headers)
