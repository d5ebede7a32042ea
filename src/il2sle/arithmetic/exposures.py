"""What follows from a schedule: how many doses, how much in all, and the day of the last. Day 1 is the first dose.

A range leaves many courses open, and a figure is then the least and the most that any of them gives. One value of a
range holds for a cycle of its step. The bounds are exact: steps are taken in order, and for each day on which the
next may begin the extremes of every figure are kept apart, since all that comes later depends on that day alone.

Not every whole day of a range needs to be tried. A longer rest, and a longer interval where the number of doses is
given, move later doses back and do nothing else: counts within a window fall, the last day rises, so the two ends of
the range hold the extremes. That fails once a step ends on a named day, since what begins later then loses doses.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import reduce

from il2sle.frozen import Frozen, replace

from .schedules import Cycle, EndlessSchedule, Span, Stretch, cycle_of, start_of

WINDOWS: dict[str, int | None] = {"week_12": 84, "week_24": 168, "total": None}
MAX_INJECTIONS = 20_000
MAX_CYCLES_TRIED = 20_000  # about half a second; a rest of 9 to 16 days in 4 cycles needs a dozen
ONCE = Decimal(1)

# Doses by window, their sums by window, and the day of the last.
_Figures = tuple[Decimal, ...]
_TOTAL = list(WINDOWS).index("total")
_NOTHING: _Figures = (Decimal(0),) * (2 * len(WINDOWS) + 1)


class TooManyCourses(ValueError):
    """Ranges that leave more courses open than are followed."""


class Within(Frozen):
    """A figure between two bounds, which are equal unless a time is a range."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> Decimal | None:
        """The figure, where the bounds are equal."""
        return self.low if self.low == self.high else None


class Exposure(Frozen):
    """Doses given and cumulative dose by window (`week_12`, `week_24`, `total`), and the day of the last dose."""

    injections: dict[str, Within]
    cumulative: dict[str, Within] | None
    last_dose_day: Within


def exposure(steps: Sequence[Stretch], dose: Decimal | None) -> Exposure:
    """Work out a schedule.

    Args:
        steps: the steps of the schedule, in order; a step may have a dose of its own.
        dose: of one intake in the arm's unit; None where it has none, e.g. placebo.

    Returns:
        Counts of doses and their sums for days 1 to 84, 1 to 168 and in all. `cumulative` is None when no dose is
        known.

    Raises:
        EndlessSchedule: a step has no end, or ends before it begins, or there are more than 20,000 doses.
        TooManyCourses: the ranges of the schedule leave too much open.
    """
    courses = _Courses(dose or ONCE, to_day=any(step.to_day is not None for step in steps))
    before = None
    for step in steps:
        courses.take(step, before)
        before = step
    bounds = [Within(*pair) for pair in zip(*courses.extremes(), strict=True)]
    known = dose is not None or all(step.dose for step in steps)
    number = len(WINDOWS)
    return Exposure(
        injections=dict(zip(WINDOWS, bounds, strict=False)),
        cumulative=dict(zip(WINDOWS, bounds[number:], strict=False)) if known else None,
        last_dose_day=bounds[-1],
    )


class _Extremes(Frozen):
    low: _Figures
    high: _Figures

    def after(self, own: _Figures) -> _Extremes:
        return _Extremes(_added(self.low, own), _added(self.high, own))

    def or_else(self, other: _Extremes | None) -> _Extremes:
        if other is None:
            return self
        return _Extremes(tuple(map(min, self.low, other.low)), tuple(map(max, self.high, other.high)))


def _added(before: _Figures, own: _Figures) -> _Figures:
    sums = (a + b for a, b in zip(before[:-1], own[:-1], strict=True))
    return (*sums, max(before[-1], own[-1]))


class _Courses:
    """All courses of a schedule so far: the extremes of every figure by the day that is free next."""

    def __init__(self, dose: Decimal, *, to_day: bool) -> None:
        self._dose = dose
        self._to_day = to_day
        self._open = {1: _Extremes(_NOTHING, _NOTHING)}
        self._tried = 0

    def take(self, step: Stretch, before: Stretch | None) -> None:
        """Go on by all cycles of a step; only the first of them begins on a day of its own."""
        self._cycle(step, before)
        for _ in range(step.cycles - 1):
            self._cycle(replace(step, from_day=None), None)

    def extremes(self) -> tuple[_Figures, _Figures]:
        """The least and the most of every figure."""
        found = reduce(_Extremes.or_else, self._open.values())
        return found.low, found.high

    def _cycle(self, step: Stretch, before: Stretch | None) -> None:
        found: dict[int, _Extremes] = {}
        for free, extremes in self._open.items():
            for cycle in self._choices(step, before, free):
                reached = extremes.after(self._figures(step, cycle))
                for rest in self._rests(step):
                    day = cycle.free + rest
                    found[day] = reached.or_else(found[day]) if day in found else reached
        self._open = found
        if max(extremes.high[_TOTAL] for extremes in found.values()) > MAX_INJECTIONS:
            raise EndlessSchedule(f"more than {MAX_INJECTIONS:,} doses")

    def _choices(self, step: Stretch, before: Stretch | None, free: int) -> Iterator[Cycle]:
        """Every way of giving one cycle that must be tried."""
        moves = step.times is not None and not self._to_day
        for every in _ends(step.every) if moves else _all(step.every):
            for lasting in _all(step.lasting) if step.lasting else (None,):
                self._tried += 1
                if self._tried > MAX_CYCLES_TRIED:
                    raise TooManyCourses(f"the ranges leave more than {MAX_CYCLES_TRIED:,} ways to give a cycle")
                yield cycle_of(step, start_of(step, before, free, every), every, lasting)

    def _rests(self, step: Stretch) -> Iterable[int]:
        if step.rest is None:
            return (0,)
        return _all(step.rest) if self._to_day else _ends(step.rest)

    def _figures(self, step: Stretch, cycle: Cycle) -> _Figures:
        days, dose = cycle.days, step.dose or self._dose
        within = (len(days) if end is None else bisect_right(days, end) for end in WINDOWS.values())
        counts = tuple(Decimal(number * step.per_day) for number in within)
        return (*counts, *(count * dose for count in counts), Decimal(days[-1]))


def _all(span: Span) -> Iterable[int]:
    return range(span.low, span.high + 1)


def _ends(span: Span) -> Iterable[int]:
    return dict.fromkeys((span.low, span.high))
