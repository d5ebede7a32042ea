"""The rows of `doses` for one trial: one for each arm, and for each dose level of an arm that has several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from il2sle.arithmetic.exposures import WINDOWS, Exposure, Within, exposure
from il2sle.arithmetic.schedules import Span, Stretch, Visit, course, in_words
from il2sle.frozen import replace
from il2sle.records.model import Arm, Step, Trial
from il2sle.records.parts import Loc
from il2sle.records.values import day_of

from .arm_figures import pointers
from .arms import arm_label, counted_in, drug_of, is_inert, pooled_labels, takes_doses_of_steps
from .dose_row import Bounds, DoseRow, given_noun
from .figure import MISSING, Figure, Number, Remark, derived
from .reading import silent_kind

NONE_WORDS = "none by this schedule"


def dose_rows(trial: Trial) -> Iterator[DoseRow]:
    """The regimen of every arm in the order of the record."""
    for key, arm in trial.arms.items():
        levels = _levels(arm)
        for dose in levels:
            yield _row(trial, key, arm, dose, len(levels))


def steps_of(trial: Trial, arm: Arm) -> Sequence[Step]:
    """The schedule that holds for an arm: its own, of a pooled arm that of all its arms, else the record's."""
    if arm.schedule == "none":
        return ()
    if arm.schedule or not arm.pooled:
        return arm.schedule or trial.schedule
    return () if _differ(trial, arm) else steps_of(trial, trial.arms[arm.pooled[0]])


def regimen(trial: Trial, arm: Arm) -> tuple[Stretch, ...]:
    """The schedule that holds for an arm as the arithmetic takes it, without doses that are not for the arm."""
    steps = stretches(steps_of(trial, arm))
    return steps if takes_doses_of_steps(arm) else tuple(replace(step, dose=None) for step in steps)


def given(trial: Trial, arm: Arm) -> tuple[tuple[int, Decimal | None, int], ...]:
    """On which days an arm is given what, how often: equal for two ways of typing one schedule."""
    steps = regimen(trial, arm)
    return tuple(
        (day, steps[number].dose or _one_dose(arm), steps[number].per_day)
        for longest in (False, True)
        for number, cycle in course(steps, longest=longest)
        for day in cycle.days
    )


def _one_dose(arm: Arm) -> Decimal | None:
    return None if isinstance(arm.dose, list) else arm.dose


def stretches(steps: Sequence[Step]) -> tuple[Stretch, ...]:
    """Steps of a record as the arithmetic takes them."""
    return tuple(
        Stretch(
            every=step.every or Span(1, 1),
            dose=step.dose,
            from_day=step.from_day,
            lasting=step.lasting,
            to_day=step.to_day,
            times=step.times,
            rest=step.rest,
            cycles=step.cycles,
            at=tuple(Visit(day, words) for words in step.at or () if (day := day_of(words)) is not None),
            per_day=step.per_day or 1,
        )
        for step in steps
    )


def schedules(trial: Trial) -> Iterator[tuple[Loc, Sequence[Step]]]:
    """Every schedule of a record with its path, each once: the one that arms share, then those of single arms."""
    if trial.schedule:
        yield ("schedule",), trial.schedule
    for key, arm in trial.arms.items():
        if arm.schedule and arm.schedule != "none":
            yield ("arms", key, "schedule"), arm.schedule


def _row(trial: Trial, key: str, arm: Arm, dose: Decimal | None, levels: int) -> DoseRow:
    steps = regimen(trial, arm)
    worked = exposure(steps, dose) if steps else None
    dosed = dose is not None or any(step.dose for step in steps)
    number = next((i for i, level in enumerate(_levels(arm)) if level == dose), 0)
    steps_to = ("dose", number) if isinstance(arm.dose, list) else ("dose",)
    printed = _printed(trial, key, arm, dose, steps_to)
    return DoseRow(
        trial=trial.id,
        name=trial.name,
        arm=key,
        arm_label=f"dose level {dose} {arm.unit or ''}".strip() if levels > 1 else arm_label(arm),
        drug=drug_of(trial, arm),
        dose=printed,
        dose_unit=arm.unit if dosed else None,
        route=arm.route,
        schedule=_schedule_words(trial, arm, steps),
        injections=_injections(worked, given_noun(arm.route)),
        cumulative=_cumulative(worked if dosed else None, printed, arm.unit),
        last_dose_day=_bounds(worked.last_dose_day, _LAST_DAY, _LAST_DAY) if worked else Bounds(),
        levels=levels,
        cohort=arm.cohort,
        pooled=pooled_labels(trial, arm),
        schedule_missing=None if steps else _schedule_missing(trial, arm),
        dose_missing=None if dose is not None or _each_dosed(steps) else _dose_missing(trial, arm, dosed=dosed),
        remarks=tuple(_remarks(trial, arm, steps_of(trial, arm), levels)),
        sources=pointers(trial, arm.cite),
    )


def _schedule_words(trial: Trial, arm: Arm, steps: Sequence[Stretch]) -> str:
    if steps:
        return in_words(steps, arm.unit)
    if arm.schedule == "none":
        return NONE_WORDS
    return "that of each of its arms" if _differ(trial, arm) else silent_kind(trial)


def _schedule_missing(trial: Trial, arm: Arm) -> str:
    return "not applicable" if arm.schedule == "none" or _differ(trial, arm) else silent_kind(trial)


def _dose_missing(trial: Trial, arm: Arm, *, dosed: bool) -> str:
    none = not dosed and (is_inert(arm) or arm.schedule == "none" or bool(arm.pooled))
    return "not applicable" if none else silent_kind(trial)


def _each_dosed(steps: Sequence[Stretch]) -> bool:
    return bool(steps) and all(step.dose is not None for step in steps)


def _differ(trial: Trial, arm: Arm) -> bool:
    """Whether the arms of a pooled arm have schedules, and not one for all."""
    parts = [steps_of(trial, trial.arms[key]) for key in arm.pooled or ()]
    return any(part != parts[0] for part in parts)


def _levels(arm: Arm) -> list[Decimal | None]:
    return list(arm.dose) if isinstance(arm.dose, list) else [arm.dose]


def _printed(trial: Trial, key: str, arm: Arm, dose: Decimal | None, steps: tuple[str | int, ...]) -> Figure:
    if dose is None:
        return MISSING
    places = pointers(trial, arm.cite)
    return Figure(dose, "printed", places=places, loc=("arms", key, *steps), what=f"dose, {arm_label(arm)}")


_WINDOW = {"week_12": "weeks 1 to 12", "week_24": "weeks 1 to 24", "total": "all"}
_LAST_DAY = "day of the last dose by the schedule"


def _bounds(within: Within, how_low: str, how_high: str, *inputs: Figure) -> Bounds:
    low, high = ((within.low, how_low), (within.high, how_high))
    return Bounds(*(derived(_plain(figure), how, *inputs) for figure, how in (low, high)))


def _injections(worked: Exposure | None, noun: str) -> dict[str, Bounds]:
    if worked is None:
        return {window: Bounds() for window in WINDOWS}
    methods = {window: f"{noun} in {_WINDOW[window]}, counted by the schedule" for window in WINDOWS}
    return {window: _bounds(worked.injections[window], how, how) for window, how in methods.items()}


def _cumulative(worked: Exposure | None, dose: Figure, unit: str | None) -> dict[str, Bounds]:
    if worked is None or worked.cumulative is None:
        return {window: Bounds() for window in WINDOWS}
    found = {}
    for window in WINDOWS:
        counts, within = worked.injections[window], worked.cumulative[window]
        ends = ((counts.low, within.low), (counts.high, within.high))
        low, high = (f"dose in {_WINDOW[window]}: {_summed(count, total, dose, unit)}" for count, total in ends)
        found[window] = _bounds(within, low, high, dose)
    return found


def _summed(count: Decimal, total: Decimal, dose: Figure, unit: str | None) -> str:
    each = dose.value if isinstance(dose.value, Decimal) else Decimal(0)
    return f"{count} x {each} {unit or ''}".strip() if count * each == total else "each dose added up"


def _plain(figure: Decimal) -> Number:
    """A sum as a computed figure, without the zeros that adding leaves: 42, not 42.0."""
    return int(figure) if figure == int(figure) else float(figure)


def _remarks(trial: Trial, arm: Arm, steps: Sequence[Step], levels: int) -> Iterator[Remark]:
    if arm.pooled:
        yield Remark("schedule", counted_in(pooled_labels(trial, arm)))
    if levels > 1:
        yield Remark("schedule", f"one of {levels} dose levels; totals for a patient who stays at it")
    yield from (Remark("note", step.note, "curator") for step in steps if step.note)
    if arm.note:
        yield Remark("note", arm.note, "curator")
