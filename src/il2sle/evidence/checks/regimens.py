"""Whether arms and schedules can be what a record says: days that can be counted, arms that are not counted twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from il2sle.arithmetic.exposures import TooManyCourses, exposure
from il2sle.arithmetic.schedules import Cycle, EndlessSchedule, Stretch, course, duration_words
from il2sle.evidence import doses
from il2sle.evidence.doses import stretches
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.model import Step
from il2sle.records.parts import Loc
from il2sle.records.values import day_of

ENDS = {"lasting": "for", "to_day": "to_day", "times": "times"}
WEEK = 7
BESIDE_AT = {"every": "every", "from_day": "from_day", **ENDS, "rest": "rest"}


def schedules(workings: Workings) -> Iterator[Finding]:
    """R112, R130, R131 and R134: schedules whose doses cannot be counted."""
    for loc, steps in doses.schedules(workings.trial):
        wrong = [finding for number, step in enumerate(steps) for finding in _step(step, (*loc, number))]
        yield from wrong
        if not wrong:
            yield from _counted(loc, stretches(steps))


def _counted(loc: Loc, steps: Sequence[Stretch]) -> Iterator[Finding]:
    try:
        exposure(steps, None)
    except EndlessSchedule as error:
        yield Finding("R112", loc, str(error))
    except TooManyCourses as error:
        yield Finding("R134", loc, str(error))


def _step(step: Step, loc: Loc) -> Iterator[Finding]:
    if step.at is not None:
        yield from _named(step, loc)
    elif step.every is None:
        yield Finding("R130", loc, "a step says neither `every` nor `at`")
    ends = [name for name in ENDS if getattr(step, name) is not None]
    if len(ends) > 1 and step.at is None:
        yield Finding("R112", loc, "a step has one of `for`, `to_day` and `times`, not several")


def _named(step: Step, loc: Loc) -> Iterator[Finding]:
    """R130 and R131: a step that names its days."""
    beside = [key for name, key in BESIDE_AT.items() if getattr(step, name) is not None]
    beside += ["cycles"] if step.cycles > 1 else []
    if beside:
        yield Finding("R130", loc, f"a step with `at` names its days, and has `{beside[0]}` too")
    before = 0
    for number, words in enumerate(step.at or ()):
        day = day_of(words)
        if day is None:
            yield Finding("R131", (*loc, "at", number), f"`{words}` is no day of a schedule: write `day N` or `week N`")
        elif day <= before:
            yield Finding("R131", (*loc, "at", number), f"`{words}` is day {day}, and does not come after day {before}")
        before = day or before


def pooled(workings: Workings) -> Iterator[Finding]:
    """R103 and R132: pooled arms of what is no arm, of themselves, of other pooled arms, or of one arm twice."""
    arms = workings.trial.arms
    for key, arm in arms.items():
        for number, part in enumerate(arm.pooled or ()):
            loc = ("arms", key, "pooled", number)
            if part not in arms:
                yield Finding("R103", loc, f'there is no arm "{part}"')
            elif part == key:
                yield Finding("R132", loc, "an arm cannot pool itself")
            elif arms[part].pooled:
                yield Finding("R132", loc, f'"{part}" is pooled too: name the arms that it holds')
            elif part in (arm.pooled or ())[:number]:
                yield Finding("R132", loc, f'"{part}" is named twice')


def unscheduled(workings: Workings) -> Iterator[Finding]:
    """R133: an arm that gets nothing by the schedule, and yet a dose."""
    for key, arm in workings.trial.arms.items():
        if arm.schedule == "none" and arm.dose is not None:
            yield Finding("R133", ("arms", key, "dose"), "the arm has a dose, and `schedule: none`")


# Where a step begins


def begins(workings: Workings) -> Iterator[Finding]:
    """W230 and N313: steps that begin before the step before has ended, and steps whose first day is our choice."""
    for loc, steps in doses.schedules(workings.trial):
        known = stretches(steps)
        courses = [_spans(known, longest=longest) for longest in (False, True)]
        for number in range(1, len(known)):
            pairs = [(spans[number - 1][1], spans[number][0]) for spans in courses]
            yield from _overlap((*loc, number), pairs)
            yield from _told((*loc, number), known[number - 1], known[number], pairs)


def _spans(steps: Sequence[Stretch], *, longest: bool) -> list[tuple[int, int]]:
    """The first and the last day with a dose of every step."""
    cycles: list[list[Cycle]] = [[] for _ in steps]
    for number, cycle in course(steps, longest=longest):
        cycles[number].append(cycle)
    return [(of_step[0].days[0], of_step[-1].days[-1]) for of_step in cycles]


Pairs = Sequence[tuple[int, int]]  # the last day of the step before and the first day of a step, in either course


def _overlap(loc: Loc, pairs: Pairs) -> Iterator[Finding]:
    over = next(((last, first) for last, first in pairs if first <= last), None)
    if over:
        yield Finding("W230", loc, f"the step begins on day {over[1]}, and the step before goes on to day {over[0]}")


def _told(loc: Loc, before: Stretch, step: Stretch, pairs: Pairs) -> Iterator[Finding]:
    if step.at or before.at or step.from_day or before.rest or step.every == before.every:
        return
    gaps = {first - last for last, first in pairs}
    intervals = {step.every.low, step.every.high}
    # A step that says how long it goes on says when the next one begins; but of visits, `weeks 0, 2 and 4, then every 4
    # weeks` may be typed as every 2 weeks for 6 weeks, and means day 57 and not day 43.
    if before.times is None and not WEEK <= before.every.low < step.every.low:
        intervals |= {before.every.low, before.every.high}
    if before.times is None and gaps <= intervals:
        return
    last, first = (_days({pair[end] for pair in pairs}) for end in (0, 1))
    own = _days({pair[0] + every for pair in pairs for every in (step.every.low, step.every.high)})
    said = f"the step begins on day {first}, and the last dose before it is on day {last}"
    interval = f"an interval of its own ({duration_words(step.every)})"
    yield Finding("N313", loc, f"{said}; {interval} after that is day {own}, and `from_day` says which is meant")


def _days(days: Collection[int]) -> str:
    return str(min(days)) if len(days) == 1 else f"{min(days)} to {max(days)}"
