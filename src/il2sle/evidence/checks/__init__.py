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

__all__ = ["CHECKS", "Finding", "can_be_worked_out", "judged", "must_hold", "told_beside", "unfounded"]

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
# The errors, and what rows tell of their figures.
OF_FIGURES: tuple[Check, ...] = (
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
    trial.pooled,
    arithmetic.participants,
    arithmetic.follow_up,
    p_values.printed,
    reading.unread,
    agreement.remainder,
    agreement.same_figure,
    agreement.disputed_size,
)
# What is no error and no row tells, so that whoever shows rows need not look for it: it is about the trial as a whole
# or its sources, or rows have other words for it.
OF_RECORD: tuple[Check, ...] = (
    regimens.begins,
    trial.uncontrolled,
    trial.dates,
    trial.people,
    reading.beyond_what_was_read,
    reading.retracted,
    agreement.disputes_named,
    agreement.second_hand,
    agreement.outdated,
    agreement.passed_over,
    agreement.derived_counts,
)
CHECKS = (*OF_FIGURES, *OF_RECORD)


def judged(workings: Workings) -> list[Finding]:
    """The errors of a record whose arms and sources exist, and what its rows tell of their figures."""
    return list(misprints.declared(workings, (found for check in OF_FIGURES for found in check(workings))))


def told_beside(workings: Workings) -> list[Finding]:
    """What else is found about such a record."""
    return [found for check in OF_RECORD for found in check(workings)]


def unfounded(workings: Workings) -> list[Finding]:
    """The findings that leave nothing to check: arms or sources that do not exist, schedules that cannot be counted."""
    return [finding for check in FOUNDATIONS for finding in check(workings)]


def can_be_worked_out(workings: Workings) -> bool:
    """Whether the arms and sources of a record exist, so that its rows can be built, whatever else is wrong."""
    return not unfounded(workings)


def must_hold(found: Sequence[Finding]) -> list[Finding]:
    """The findings that no record may have."""
    return [finding for finding in found if finding.severity == "error"]
