"""What follows from a schedule: injections, cumulative dose, last dose day. Day 1 is the day of the first dose.

A rest given as a range (9 to 16 days) makes every later day a range: the shortest and the longest course of the
schedule are both walked, and a figure that differs between them stays a range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

WINDOWS: dict[str, int | None] = {"week_12": 84, "week_24": 168, "total": None}
MAX_INJECTIONS = 20_000
ONCE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days, or a range of them: 9 to 16."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a schedule: a dose at a fixed interval, for a time, to a day, or a number of times.

    Attributes:
        every: days from one dose to the next.
        dose: of one intake, where it differs from the arm's.
        from_day: its first day; None where it follows the stretch before.
        lasting: how many days it takes.
        to_day: its last day.
        times: how often it is given.
        rest: days without a dose after it.
        cycles: how often all of that comes.
    """

    every: Span
    dose: Decimal | None = None
    from_day: int | None = None
    lasting: Span | None = None
    to_day: int | None = None
    times: int | None = None
    rest: Span | None = None
    cycles: int = 1


class EndlessSchedule(ValueError):
    """A schedule without an end, with one before its beginning, or with more injections than a trial can give."""


@dataclass(frozen=True, slots=True)
class Injection:
    """One injection: its day, and its dose in the unit of the arm."""

    day: int
    dose: Decimal


@dataclass(frozen=True, slots=True)
class Within:
    """A figure between two bounds, which are equal unless a rest is a range."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> Decimal | None:
        """The figure, where the bounds are equal."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Injections and cumulative dose by window (`week_12`, `week_24`, `total`), and the day of the last dose."""

    injections: dict[str, Within]
    cumulative: dict[str, Within] | None
    last_dose_day: Within


def exposure(steps: Sequence[Stretch], dose: Decimal | None) -> Exposure:
    """Work out a schedule.

    Args:
        steps: the stretches of the schedule, in order; a step may have a dose of its own.
        dose: the dose of one injection in the arm's unit; None where it has none, e.g. placebo.

    Returns:
        Counts of injections and sums of doses for days 1 to 84, 1 to 168 and in all. `cumulative` is None when
        no dose is known.

    Raises:
        EndlessSchedule: a step has no end, or ends before it begins, or there are more than 20,000 injections.
    """
    courses = [tuple(course(steps, dose or ONCE, longest=longest)) for longest in (False, True)]
    known = dose is not None or all(step.dose for step in steps)
    return Exposure(
        injections={name: _between(courses, end, count=True) for name, end in WINDOWS.items()},
        cumulative={name: _between(courses, end, count=False) for name, end in WINDOWS.items()} if known else None,
        last_dose_day=_range(Decimal(max(injection.day for injection in walked)) for walked in courses),
    )


def course(steps: Sequence[Stretch], dose: Decimal, *, longest: bool) -> Iterator[Injection]:
    """The injections of a schedule in order, with every range at its shortest or at its longest."""
    day = 1
    given = 0
    for step in steps:
        start = step.from_day or day
        length = _pick(step.rest, longest=longest) if step.rest else 0
        for _ in range(step.cycles):
            times, stretch = _stretch(step, start, longest=longest)
            given += times
            if given > MAX_INJECTIONS:
                raise EndlessSchedule("more than 20,000 injections")
            interval = _pick(step.every, longest=longest)
            yield from (Injection(start + i * interval, step.dose or dose) for i in range(times))
            start += stretch + length
        day = start


def _stretch(step: Stretch, start: int, *, longest: bool) -> tuple[int, int]:
    """How often a step is given in one cycle, and how many days the cycle takes before its rest."""
    interval = _pick(step.every, longest=longest)
    if step.times is not None:
        return step.times, step.times * interval
    if step.lasting is not None:
        days = _pick(step.lasting, longest=longest)
    elif step.to_day is not None:
        days = step.to_day - start + 1
        if days < 1:
            raise EndlessSchedule(f"a step begins on day {start} and ends on day {step.to_day}")
    else:
        raise EndlessSchedule("a step says neither `for` nor `to_day` nor `times`")
    return (days - 1) // interval + 1, days


def _pick(span: Span, *, longest: bool) -> int:
    return span.high if longest else span.low


def _between(courses: Sequence[Sequence[Injection]], end: int | None, *, count: bool) -> Within:
    return _range(
        sum((ONCE if count else shot.dose for shot in walked if end is None or shot.day <= end), Decimal(0))
        for walked in courses
    )


def _range(figures: Iterator[Decimal]) -> Within:
    values = sorted(figures)
    return Within(values[0], values[-1])


_INTERVALS = {1: "daily", 2: "every other day", 7: "weekly"}


def in_words(steps: Sequence[Stretch], unit: str | None = None) -> str:
    """A schedule as a phrase: `every other day for 2 weeks, then 2 weeks off; 3 cycles`."""
    return "; then ".join(_step_words(step, unit) for step in steps)


def duration_words(span: Span) -> str:
    """A duration as a phrase, in weeks where it is whole weeks of at least two: `2 weeks`, `9 to 16 days`."""
    weeks = all(days % 7 == 0 and days >= 14 for days in (span.low, span.high))
    low, high = (span.low // 7, span.high // 7) if weeks else (span.low, span.high)
    figures = str(low) if low == high else f"{low} to {high}"
    return f"{figures} {'week' if weeks else 'day'}{'' if high == 1 else 's'}"


def _step_words(step: Stretch, unit: str | None) -> str:
    dose = f"{step.dose} {unit or ''}".strip() + " " if step.dose else ""
    every = f"every {duration_words(step.every)}"
    interval = _INTERVALS.get(step.every.low, every) if step.every.low == step.every.high else every
    rest = f", then {duration_words(step.rest)} off" if step.rest else ""
    cycles = f"; {step.cycles} cycles" if step.cycles > 1 else ""
    return f"{dose}{interval}{_extent(step)}{rest}{cycles}"


def _extent(step: Stretch) -> str:
    if step.times is not None:
        return f", {step.times} times"
    if step.lasting is not None:
        return f" for {duration_words(step.lasting)}"
    return f", day {step.from_day} to {step.to_day}" if step.from_day else f", to day {step.to_day}"
