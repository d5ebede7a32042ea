"""What stands under every page: the key to its marks, and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from il2sle.evidence.rows import SourceRow
from il2sle.records.vocabulary import MISSING, POPULATIONS, STANDINGS_TOLD

from .page.blocks import SIGNS, Block, Cell, Mark, Notes, Page, Table

DOI_ADDRESS = re.compile(r"https?://(dx\.)?doi\.org/", re.IGNORECASE)
MARKS: dict[Mark, str] = {
    "derived": (
        "derived: computed by il2sle from reported figures, printed by no source: the only counts that give the "
        "printed percentages, Newcombe's intervals, sums over a schedule; `il2sle trace` says how for each figure"
    ),
    "disputed": "sources differ; the rule by which one claim is shown stands in the notes",
    "model": "percentage that a model gave, as printed: no share of counted patients, and nothing follows from it",
    "read off": "read off a graph by the curator: near what the source plots, printed by none",
    "target": "patients planned, not enrolled",
    "doubt": "p, as printed, that no test on the counts gives, and whose side of 0.05 the counts do not bear",
}


def key_block(blocks: Sequence[Block]) -> Notes:
    """What the marks mean that occur in the tables and terms of a page."""
    page = Page("", tuple(blocks))
    used = {mark for cell in page.cells() for mark in (*cell.marks, *cell.inner)}
    headed = {mark for block in blocks if isinstance(block, Table) for c in block.columns for mark in c.marks}
    items = [(SIGNS[mark], text) for mark, text in MARKS.items() if mark in used | headed]
    lacking = {kind for cell in page.cells() for kind in cell.lacks}
    items += [item for kind, item in MISSING.items() if kind in lacking]
    words = set(_populations(blocks))
    items += [(name, text) for name, text in POPULATIONS.items() if name in words]
    return Notes("KEY", tuple((mark, Cell(text)) for mark, text in items))


def _populations(blocks: Sequence[Block]) -> Iterator[str]:
    """What stands in the column of the analysis set."""
    for block in blocks:
        for index, column in enumerate(block.columns if isinstance(block, Table) else ()):
            if column.header == "analysis set" and isinstance(block, Table):
                yield from (row.cells[index].text for group in block.groups for row in group.rows)


def source_blocks(sources: Sequence[SourceRow], names: Mapping[str, str]) -> Iterator[Notes]:
    """The sources of each trial, by their keys; `names` tells what a trial is called."""
    by_trial: dict[str, list[SourceRow]] = {}
    for source in sources:
        by_trial.setdefault(source.key.partition("/")[0], []).append(source)
    for trial, own in by_trial.items():
        items = tuple((source.key, Cell(source_words(source))) for source in own)
        yield Notes(f"SOURCES · {names.get(trial, trial)}", items, refers="source")


def source_words(source: SourceRow) -> str:
    """A source as one line: citation, standing, kind, rank where it is secondary, date, what was read, addresses."""
    standing = f"{STANDINGS_TOLD[source.standing]}, " if source.standing else ""
    rank = ", secondary" if source.rank == "secondary" else ""
    date = source.date or (f"undated, read {source.read}" if source.read else "undated")
    read_of = f", read: {', '.join(source.read_of)}" if source.read_of else ""
    links = "".join(f", {words}" for words in _links(source))
    note = f" ({source.note})" if source.note else ""
    addresses = "".join(f" {address}" for address in _addresses(source))
    return f"{source.citation} · {standing}{source.kind}{rank}, {date}{read_of}{links}{note}{addresses}"


def _links(source: SourceRow) -> Iterator[str]:
    """How it stands to others of the same trial, by their own keys."""
    named = (("copy of", source.copy_of), ("supersedes", source.supersedes), ("corrects", source.corrects))
    yield from (f"{how} {key.rpartition('/')[2]}" for how, key in named if key)


def _addresses(source: SourceRow) -> Iterator[str]:
    """Where it is found; an address beside a DOI only where it leads to something else."""
    if source.doi:
        yield f"doi:{source.doi}"
    if source.pmid:
        yield f"pmid:{source.pmid}"
    if source.url and not _leads_to(source.url, source.doi):
        yield source.url


def _leads_to(url: str, doi: str | None) -> bool:
    """Whether an address is that of a DOI at its resolver."""
    return doi is not None and DOI_ADDRESS.sub("", unquote(url)).casefold() == doi.casefold()
