"""The columns of the machine contract: each with its name, its getter and its meaning, in one place.

JSON, JSON Lines, CSV, TSV and the schema follow from these tables; a row that they print is the row that tables show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from il2sle.evidence.compared import Comparison

from .column import Column, row_data
from .doses import DOSES
from .effects import EFFECT, EFFECTS, EffectRow
from .harms import HARMS
from .others import PROBLEM, SOURCES
from .outcomes import OUTCOMES
from .studies import STUDIES
from .summary import SUMMARY, summary_rows

__all__ = ["EFFECT", "PROBLEM", "SOURCES", "TABLES", "Column", "row_data", "rows_of"]

TABLES: Mapping[str, tuple[Column[Any], ...]] = {
    "studies": STUDIES,
    "outcomes": OUTCOMES,
    "doses": DOSES,
    "harms": HARMS,
    "effects": EFFECTS,
    "summary": SUMMARY,
}
"""The sections that machine formats know, each with its columns."""


def rows_of(comparison: Comparison, section: str) -> Iterable[Any]:
    """The rows of a section; those of `effects` are made of the outcomes', of `summary` of the answer."""
    if section == "effects":
        return [EffectRow(row, effect) for row in comparison.outcomes for effect in row.effects]
    if section == "summary":
        return summary_rows(comparison.answer) if comparison.answer else ()
    return comparison.rows(section)
