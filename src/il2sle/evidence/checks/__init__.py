"""Every figure of a record held against every other: what a record may not say, and what its sources say.

Each check is a function from a trial to findings; a finding names its code and the path of the figure, and the
records' positions turn the path into a line and a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings

from . import (
    agreement,
    arithmetic,
    effects,
    harms,
    misprints,
    p_values,
    reading,
    references,
    regimens,
    rivals,
    shape,
    shown,
    trial,
)

__all__ = ["CHECKS", "Finding", "can_be_worked_out", "judged", "must_hold", "unfounded"]

Check = Callable[[Workings], Iterator[Finding]]

# First what the others rest on: a check may look up arms and sources only after they are known to exist.
FOUNDATIONS: tuple[Check, ...] = (
    references.sources,
    references.source_links,
    references.arms,
    references.events,
    shape.named,
    regimens.schedules,
    regimens.pooled,
)
CHECKS: tuple[Check, ...] = (
    references.uncited,
    shown.shown,
    references.comparators,
    shape.results,
    shape.harms,
    shape.measures,
    shape.spreads,
    shape.points,
    shape.twice,
    regimens.unscheduled,
    regimens.begins,
    arithmetic.counts,
    arithmetic.percentages,
    effects.printed,
    effects.intervals,
    effects.sides,
    rivals.rivals,
    harms.parts,
    harms.more_than_can_be,
    harms.bounds,
    harms.rates,
    trial.analysed,
    trial.responders,
    trial.uncontrolled,
    trial.pooled,
    trial.dates,
    trial.people,
    arithmetic.participants,
    arithmetic.follow_up,
    p_values.printed,
    reading.unread,
    reading.beyond_what_was_read,
    reading.retracted,
    agreement.disputes_named,
    agreement.second_hand,
    agreement.outdated,
    agreement.passed_over,
    agreement.derived_counts,
    agreement.remainder,
    agreement.same_figure,
    agreement.disputed_size,
)


def judged(workings: Workings) -> list[Finding]:
    """The findings about a record whose arms and sources exist."""
    return list(misprints.declared(workings, (found for check in CHECKS for found in check(workings))))


def unfounded(workings: Workings) -> list[Finding]:
    """The findings that leave nothing to check: arms or sources that do not exist, schedules that cannot be counted."""
    return [finding for check in FOUNDATIONS for finding in check(workings)]


def can_be_worked_out(workings: Workings) -> bool:
    """Whether the arms and sources of a record exist, so that its rows can be built, whatever else is wrong."""
    return not unfounded(workings)


def must_hold(found: Sequence[Finding]) -> list[Finding]:
    """The findings that no record may have."""
    return [finding for finding in found if finding.severity == "error"]
