"""The comparison as a page: studies, outcomes, doses, harms, then the key to the marks and the sources."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.rows import SECTIONS, Comparison

from .document import Block, Document, Prose
from .doses import doses_table
from .figures import Numbered
from .harms import harms_tables
from .key import key_block, source_block
from .outcomes import outcomes_table
from .remarks import Letters
from .studies import studies_table


def compare_page(comparison: Comparison, sections: Sequence[str] = SECTIONS) -> Document:
    """Lay out a comparison; `sections` names the parts to show, each once, in their fixed order."""
    numbered = Numbered(source.key for source in comparison.sources)
    blocks: list[Block] = [Prose(note) for note in comparison.notes]
    for section in (name for name in SECTIONS if name in sections):
        blocks.extend(section_blocks(section, comparison, numbered))
    closing = (key_block(blocks), source_block(comparison.sources, numbered))
    return Document("", (*blocks, *(block for block in closing if block.items)))


def section_blocks(section: str, comparison: Comparison, numbered: Numbered) -> list[Block]:
    """One section as a table and its notes; harms are a table for each trial."""
    letters = Letters()
    if section == "studies":
        return [studies_table(comparison.studies, numbered, letters), *letters.block()]
    if section == "outcomes":
        return [outcomes_table(comparison.outcomes, numbered, letters), *letters.block()]
    if section == "doses":
        return [doses_table(comparison.doses, numbered, letters), *letters.block()]
    return [*harms_tables(comparison.harms, numbered, letters), *letters.block()]
