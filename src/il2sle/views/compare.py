"""The comparison as a page: the answer, then studies, outcomes, doses, harms, in short or in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.compared import Comparison
from il2sle.evidence.rows import SECTIONS

from .answer import NARROW, WIDE, answer_blocks
from .answer_names import MOST
from .compact import compact_blocks, key_line, without_folded
from .doses import doses_table
from .forest.picture import forests
from .harms import harms_tables
from .legend import key_block, source_blocks
from .outcomes import outcomes_table
from .page.blocks import Block, Page, Prose
from .remarks import Letters
from .stamp import stamp_line
from .studies import studies_table, unread_block
from .timeline.picture import strips

_CROWD = (
    "Folded, as there are {:,} trials: their studies, outcomes, doses and harms. Names of trials, a filter or "
    "--section shows some; il2sle compare --full all; il2sle list every trial."
)


def compare_page(
    comparison: Comparison,
    sections: Sequence[str] = SECTIONS,
    *,
    full: bool = False,
    width: int | None = None,
    pictures: bool = False,
) -> Page:
    """Lay out a comparison.

    Args:
        comparison: the rows.
        sections: the parts to show, each once, in their fixed order.
        full: every row, every note and numbered source; else every row with a figure, in short.
        width: the columns that there are; below `NARROW` a row of the short form takes two lines.
        pictures: whether the page may show a forest plot of each endpoint, which a terminal draws by a command of its
            own.
    """
    narrow = (width or WIDE) < NARROW
    listed = [name for name in SECTIONS if name in sections]
    sources = {source.key: source for source in comparison.sources}
    trials = len(comparison.trials)
    about = f"IL-2 in SLE, {trials} trial{'' if trials == 1 else 's'} compared"
    blocks: list[Block] = []
    if comparison.answer:
        blocks += answer_blocks(comparison.answer, sources, narrow=narrow)
    if comparison.answer and not comparison.answer.rows_below:
        notes = (_CROWD.format(trials), *_some_of_notes(comparison))
        blocks += [Prose(note, tight=number > 0) for number, note in enumerate(notes)]
        rows = [result.row for known in comparison.answer.known for result in known.results]
        return Page("", (*blocks, key_line(blocks, rows), stamp_line(comparison.stamp)), about)
    if not full:
        shown = without_folded(comparison)
        blocks += compact_blocks(shown, listed, narrow=narrow, width=width)
        blocks += forests(comparison) if pictures else []
        blocks += [Prose(note, tight=number > 0) for number, note in enumerate(comparison.notes)]
        return Page("", (*blocks, key_line(blocks, shown.outcomes), stamp_line(comparison.stamp)), about)
    blocks += [Prose(note) for note in comparison.notes]
    blocks += [block for section in listed for block in section_blocks(section, comparison, width)]
    blocks += forests(comparison) if pictures else []
    closing = (key_block(blocks), *source_blocks(comparison.sources, comparison.names))
    told = (block for block in closing if block.items)
    return Page("", (*blocks, *told, stamp_line(comparison.stamp)), about)


def _some_of_notes(comparison: Comparison) -> Iterator[str]:
    """The notes, of those about single records the first."""
    yield from (note for note in comparison.notes if note not in comparison.notices)
    yield from comparison.notices[:MOST]
    if len(comparison.notices) > MOST:
        yield f"{len(comparison.notices) - MOST} more pairs of records may be one trial each: il2sle check names them."


def section_blocks(section: str, comparison: Comparison, width: int | None = None) -> list[Block]:
    """One section as a table and its notes; harms are a table for each trial."""
    letters = Letters()
    sources = {source.key: source for source in comparison.sources}
    if section == "studies":
        return [studies_table(comparison.studies, letters), *letters.block(), *unread_block(comparison.studies)]
    if section == "outcomes":
        return [outcomes_table(comparison.outcomes, letters, sources, width), *letters.block()]
    if section == "doses":
        return [doses_table(comparison.doses, letters), *letters.block(), *strips(comparison.timelines)]
    return [*harms_tables(comparison.harms, letters), *letters.block()]
