"""When doses are given: every dose of a schedule with its day, or the days between which it may fall.

Day 1 is the day of the first dose, week 1 the days 1 to 7. A dose behind a rest of 9 to 16 days has a first and a last
day on which it may be given; a dose that only the longest course has may not be given at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from il2sle.arithmetic.schedules import Cycle, Stretch, course
from il2sle.frozen import Frozen
from il2sle.records.model import Trial
from il2sle.records.printed import Outcome
from il2sle.records.values import week_of

from .arms import arm_label
from .dose_row import DoseRow
from .doses import regimen

WEEK = 7


class Given(Frozen):
    """What is given on one day.

    Attributes:
        low: the first day on which that may be.
        high: the last day.
        number: intakes on that day.
        sure: whether every course of the schedule has it.
    """

    low: int
    high: int
    number: int = 1
    sure: bool = True

    @property
    def fixed(self) -> bool:
        """Whether its day is known, and that it is given."""
        return self.sure and self.low == self.high


class Timeline(Frozen):
    """When the arms of a trial that share a schedule are given their doses.

    Attributes:
        arms: their labels.
        doses: the regimens of those that are given a drug.
        primary: the weeks of the published primary endpoint, else of the registered one.
    """

    trial: str
    name: str
    arms: tuple[str, ...]
    doses: tuple[DoseRow, ...]
    given: tuple[Given, ...]
    primary: tuple[int, ...]

    @property
    def weeks(self) -> int:
        """The last week that it is about: of the last dose, or of the primary endpoint."""
        return max((-(-max(one.high for one in self.given) // WEEK), *self.primary))

    @property
    def ranged(self) -> bool:
        """Whether a day is a range."""
        return any(not one.fixed for one in self.given)

    def by_day(self) -> Mapping[int, tuple[int, int]]:
        """The least and the most intakes of every day that may have one."""
        sure, most = Counter[int](), Counter[int]()
        for one in self.given:
            if one.fixed:
                sure[one.low] += one.number
            else:
                most.update({day: one.number - most[day] for day in range(one.low, one.high + 1) if not most[day]})
        return {day: (sure[day], sure[day] + most[day]) for day in sorted({*sure, *most})}

    def by_week(self) -> tuple[tuple[int, int], ...]:
        """The least and the most intakes of every week, by what is known of each dose alone."""
        least, most = Counter[int](), Counter[int]()
        for one in self.given:
            first, last = ((day - 1) // WEEK for day in (one.low, one.high))
            least[first] += one.number if first == last and one.sure else 0
            most.update(dict.fromkeys(range(first, last + 1), one.number))
        days = Counter[int]()
        for day, (_, number) in self.by_day().items():
            days[(day - 1) // WEEK] += number
        return tuple((least[week], min(most[week], days[week])) for week in range(self.weeks))


def timelines(trial: Trial, doses: Iterable[DoseRow]) -> Iterator[Timeline]:
    """The timelines of a trial, one for all arms that are given something on the same days, in the order of the record.

    Args:
        trial: the record.
        doses: its rows of `doses`.
    """
    alike: dict[tuple[Given, ...], list[str]] = {}
    for key, arm in trial.arms.items():
        steps = regimen(trial, arm)
        if steps and not arm.pooled:
            alike.setdefault(tuple(given(steps)), []).append(key)
    listed, primary = list(doses), _primary(trial)
    for days, arms in alike.items():
        labels = tuple(arm_label(trial.arms[key]) for key in arms)
        dosed = tuple(row for row in listed if row.arm in arms and row.dosed)
        yield Timeline(trial.id, trial.name, labels, dosed, days, primary)


def given(steps: tuple[Stretch, ...]) -> Iterator[Given]:
    """Every dose of a schedule, from the courses with every range at its low and at its high end.

    Raises:
        EndlessSchedule: a step has no end, or ends before it begins.
    """
    shortest, longest = (course(steps, longest=end) for end in (False, True))
    for (number, early), (_, late) in zip(shortest, longest, strict=True):
        yield from _cycle(steps[number], early, late)


def _cycle(step: Stretch, early: Cycle, late: Cycle) -> Iterator[Given]:
    for first, last in zip_longest(early.days, late.days):
        known = [day for day in (first, last) if day is not None]
        yield Given(min(known), max(known), step.per_day, sure=len(known) == 2)


def _primary(trial: Trial) -> tuple[int, ...]:
    """The weeks of the published primary endpoint, else of the registered one."""
    published = [one for one in trial.outcomes if one.analysis == "primary"]
    registered = [one for one in trial.outcomes if one.registered == "primary"]
    return _weeks(published) or _weeks(registered)


def _weeks(outcomes: Iterable[Outcome]) -> tuple[int, ...]:
    weeks = {week_of(time) for outcome in outcomes for time in outcome.results}
    return tuple(sorted(week for week in weeks if week))
