"""What stands under every page: the key to its marks, and its numbered sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from il2sle.evidence.rows import SourceRow
from il2sle.records.vocabulary import MISSING, POPULATIONS

from .document import Block, Notes, Table, Terms
from .figures import DERIVED_MARK, DISPUTED_MARK, DOUBT_MARK, Numbered

DERIVED_KEY = (
    "derived: computed by il2sle from reported figures, printed by no source: the only counts that give the printed "
    "percentages, Newcombe's intervals, sums over a schedule; `il2sle show` says how for each figure"
)


def key_block(blocks: Sequence[Block]) -> Notes:
    """What the marks mean that occur in the tables and terms of a page."""
    found = set(re.findall(r"\bn/a\b|\ball treated\b|\w+|[†‡§]", " ".join(_texts(blocks))))
    marks = (
        (DERIVED_MARK, DERIVED_KEY),
        (DISPUTED_MARK, "sources differ; the rule by which one claim is shown stands in the notes"),
        (DOUBT_MARK, "p, as printed, that none of Pearson, Pearson N-1, Yates and Fisher gives on the counts"),
        *MISSING.values(),
        *POPULATIONS.items(),
    )
    return Notes("KEY", tuple((mark, text) for mark, text in marks if mark in found))


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (column.full for column in block.columns)
            yield from (text for group in block.groups for row in group.rows for text in (*row.cells, row.span))
        elif isinstance(block, Terms):
            yield from (text for _, text in block.items)


def source_block(sources: Sequence[SourceRow], numbered: Numbered) -> Notes:
    """The numbered sources."""
    items = ((f"[{numbered.number(source.key)}]", source_words(source)) for source in sources)
    return Notes("SOURCES", tuple(items))


def source_words(source: SourceRow) -> str:
    """A source as one line: citation, kind, rank where it is secondary, date, address."""
    rank = ", secondary" if source.rank == "secondary" else ""
    date = source.date or (f"undated, read {source.read}" if source.read else "undated")
    doi = f" doi:{source.doi}" if source.doi else ""
    address = f" {source.url}" if source.url and not source.doi else ""
    note = f" ({source.note})" if source.note else ""
    return f"{source.citation} · {source.kind}{rank}, {date}{note}{doi}{address}"
