"""How many names, rows and results the first screen tells of few trials and of many."""

from __future__ import annotations

from collections.abc import Iterable

from il2sle.evidence.answer import Answer
from il2sle.evidence.folding import FEW

MOST = 6  # names, or results of an endpoint, before the rest is counted
NAMES_OF_MANY, ROWS_OF_MANY, RESULTS_OF_MANY = 2, 3, 1
GROUPS = 4  # of trials with one primary endpoint and one fate, likewise
GROUPS_OF_CROWD, ROWS_OF_CROWD = 2, 2  # where a page has no room for the rows of all these trials


def names(found: Iterable[str], most: int = MOST) -> str:
    """Names in a row; beyond `most` the rest is counted."""
    listed = list(found)
    rest = len(listed) - most
    return ", ".join(listed) if rest <= 1 else f"{', '.join(listed[:most])} and {rest} more"


def most_of(answer: Answer, of_many: int) -> int:
    """How many names, rows or results are told, before the rest is counted."""
    return MOST if len(answer.told) <= FEW else of_many
