"""The comparison as a page: studies, outcomes, doses, harms, then the key to the marks and the sources."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.rows import SECTIONS, Comparison

from .doses import doses_table
from .harms import harms_tables
from .legend import key_block, source_blocks
from .outcomes import outcomes_table
from .page.blocks import Block, Page, Prose
from .remarks import Letters
from .studies import studies_table, unread_block


def compare_page(comparison: Comparison, sections: Sequence[str] = SECTIONS) -> Page:
    """Lay out a comparison; `sections` names the parts to show, each once, in their fixed order."""
    blocks: list[Block] = [Prose(note) for note in comparison.notes]
    for section in (name for name in SECTIONS if name in sections):
        blocks.extend(section_blocks(section, comparison))
    closing = (key_block(blocks), *source_blocks(comparison.sources, comparison.names))
    return Page("", (*blocks, *(block for block in closing if block.items)))


def section_blocks(section: str, comparison: Comparison) -> list[Block]:
    """One section as a table and its notes; harms are a table for each trial."""
    letters = Letters()
    if section == "studies":
        return [studies_table(comparison.studies, letters), *letters.block(), *unread_block(comparison.studies)]
    if section == "outcomes":
        return [outcomes_table(comparison.outcomes, letters), *letters.block()]
    if section == "doses":
        return [doses_table(comparison.doses, letters), *letters.block()]
    return [*harms_tables(comparison.harms, letters), *letters.block()]
