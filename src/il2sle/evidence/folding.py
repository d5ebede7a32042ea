"""Which trials a page of many tells in a line: those that answer no question of whether the therapy works.

By fields alone: stopped early, without a comparator, of phase 1, or without a figure of a compared endpoint; which of
them, `il2sle.evidence.told` finds. Nothing is left out of the machine formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answer import Folded
    from .rows import StudyRow
    from .told import Told

FEW = 6
"""Trials that a page has room for: of so many, none is folded."""
CROWD = 100
"""Trials of which a page has room for their rows: of more, it holds the first screen alone."""


def fold(ordered: Sequence[tuple[StudyRow, Told]]) -> tuple[Folded, ...]:
    """The trials that are folded, by the order of the tables; none of few, and none where no other would be left."""
    from .answer import Folded  # noqa: PLC0415  who folds nothing needs no answer

    found = tuple(Folded(study, told.folded_as) for study, told in ordered if told.folded_as)
    return found if len(ordered) > FEW and len(found) < len(ordered) else ()
