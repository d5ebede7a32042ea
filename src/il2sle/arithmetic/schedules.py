"""Schedules: their steps, and the days on which doses are given. Day 1 is the day of the first dose.

A time may be a range (a rest of 9 to 16 days); `il2sle.arithmetic.exposures` works out what follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from il2sle.frozen import Frozen, RecordValue


class Span(RecordValue):
    """A number of days, or a range of them: 9 to 16."""

    low: int
    high: int

    @property
    def fixed(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


class Visit(Frozen):
    """A day on which a dose is given, with the words that a source has for it: day 15, `week 2`."""

    day: int
    words: str


class Stretch(Frozen):
    """A step of a schedule: doses at a fixed interval, for a time, to a day, or a number of times; or days by name.

    Attributes:
        every: days from one day with a dose to the next; without meaning where the days are named.
        dose: of one intake, where it differs from the arm's.
        from_day: its first day; None where it follows the step before.
        lasting: how many days it takes.
        to_day: its last day.
        times: on how many days it is given.
        rest: days without a dose after it.
        cycles: how often all of that comes.
        at: the days by name, in place of all other times.
        per_day: intakes on each of its days.
    """

    every: Span
    dose: Decimal | None = None
    from_day: int | None = None
    lasting: Span | None = None
    to_day: int | None = None
    times: int | None = None
    rest: Span | None = None
    cycles: int = 1
    at: tuple[Visit, ...] = ()
    per_day: int = 1


class EndlessSchedule(ValueError):
    """A schedule without an end, with one before its beginning, or with more doses than a trial can give."""


class Cycle(Frozen):
    """One cycle of a step.

    Attributes:
        days: of its doses, rising.
        free: the first day after it, its rest not counted; of named days the last of them, since the step that
            follows begins one interval of its own later.
    """

    days: Sequence[int]
    free: int


def start_of(step: Stretch, before: Stretch | None, free: int, every: int) -> int:
    """The first day of a step: as it says, else the free day, or one interval after the last of named days."""
    if step.from_day is not None:
        return step.from_day
    return free + every if before is not None and before.at else free


def cycle_of(step: Stretch, start: int, every: int, lasting: int | None) -> Cycle:
    """One cycle of a step.

    Args:
        step: the step.
        start: the day on which the cycle begins.
        every: days from one dose to the next.
        lasting: the days that it takes, where the step says so.

    Raises:
        EndlessSchedule: the step has no end, or ends before it begins.
    """
    if step.at:
        named = tuple(visit.day for visit in step.at)
        return Cycle(named, named[-1])
    times, length = _extent(step, start, every, lasting)
    return Cycle(range(start, start + times * every, every), start + length)


def _extent(step: Stretch, start: int, every: int, lasting: int | None) -> tuple[int, int]:
    """On how many days a cycle has a dose, and how many days it takes before its rest."""
    if step.times is not None:
        return step.times, step.times * every
    if lasting is None:
        if step.to_day is None:
            raise EndlessSchedule("a step says neither `for` nor `to_day` nor `times`")
        lasting = step.to_day - start + 1
        if lasting < 1:
            raise EndlessSchedule(f"a step begins on day {start} and ends on day {step.to_day}")
    return (lasting - 1) // every + 1, lasting


def course(steps: Sequence[Stretch], *, longest: bool) -> Iterator[tuple[int, Cycle]]:
    """The cycles of a schedule in order, each with the number of its step; every range is at its low or high end.

    Raises:
        EndlessSchedule: a step has no end, or ends before it begins.
    """
    free, before = 1, None
    for number, step in enumerate(steps):
        every = _end(step.every, longest=longest)
        start = start_of(step, before, free, every)
        for _ in range(step.cycles):
            cycle = cycle_of(step, start, every, _end(step.lasting, longest=longest) if step.lasting else None)
            yield number, cycle
            start = free = cycle.free + (_end(step.rest, longest=longest) if step.rest else 0)
        before = step


def _end(span: Span, *, longest: bool) -> int:
    return span.high if longest else span.low


# In words

_INTERVALS = {1: "daily", 2: "every other day", 7: "weekly"}
_TIMES = {1: "once", 2: "twice"}


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
    if step.at:
        return f"{dose}at {', '.join(visit.words for visit in step.at)}{_a_day(step)}"
    rest = f", then {duration_words(step.rest)} off" if step.rest else ""
    cycles = f"; {step.cycles} cycles" if step.cycles > 1 else ""
    return f"{dose}{_interval_words(step)}{_end_words(step)}{rest}{cycles}"


def _interval_words(step: Stretch) -> str:
    every = f"every {duration_words(step.every)}"
    if not step.every.fixed:
        return f"{every}{_a_day(step)}"
    if step.every.low == 1 and step.per_day > 1:
        return f"{_often(step.per_day)} daily"
    return f"{_INTERVALS.get(step.every.low, every)}{_a_day(step)}"


def _often(times: int) -> str:
    return _TIMES.get(times, f"{times} times")


def _a_day(step: Stretch) -> str:
    return f", {_often(step.per_day)} on each day" if step.per_day > 1 else ""


def _end_words(step: Stretch) -> str:
    if step.times is not None and step.per_day > 1:
        return f", on {step.times} {'day' if step.times == 1 else 'days'}"
    if step.times is not None:
        return f", {step.times} times"
    if step.lasting is not None:
        return f" for {duration_words(step.lasting)}"
    return f", day {step.from_day} to {step.to_day}" if step.from_day else f", to day {step.to_day}"
