"""Which trials a page of many tells in a line: those that answer no question of whether the therapy works.

By fields alone: stopped early, without a comparator, of phase 1, or without a figure of a compared endpoint. Nothing
is left out of the machine formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .answer import ENDED, Folded
from .tabled import Tables

FEW = 6
"""Trials that a page has room for: of so many, none is folded."""
NO_CONTROL, PHASE_1, NO_RESULT = "no control", "phase 1", "no result"
_FIRST_PHASE = re.compile(r"(early )?(phase )?1[a-z]?", re.IGNORECASE)


def folded_as(one: Tables) -> str | None:
    """Why a trial is folded, the gravest reason first; None where it is not."""
    return next(_reasons(one), None)


def _reasons(one: Tables) -> Iterator[str]:
    study = one.study
    if study.status in ENDED:
        yield study.status
    if not study.controlled:
        yield NO_CONTROL
    if study.phase and _FIRST_PHASE.fullmatch(str(study.phase)):
        yield PHASE_1
    if not any(row.missing is None and not row.baseline and row.compared for row in one.outcomes):
        yield NO_RESULT


def fold(ordered: Sequence[Tables]) -> tuple[Folded, ...]:
    """The trials that are folded, by the order of the tables; none of few, and none where no other would be left."""
    found = tuple(Folded(one.study, why) for one in ordered if (why := folded_as(one)))
    return found if len(ordered) > FEW and len(found) < len(ordered) else ()


def unfolded(ordered: Iterable[Tables], folded: Iterable[Folded]) -> list[Tables]:
    """The trials that are told in full."""
    apart = {one.study.trial for one in folded}
    return [one for one in ordered if one.trial.id not in apart]
