"""The rows of `doses` for one trial: one for each arm, and for each dose level of an arm that has several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from il2sle.arithmetic.schedules import WINDOWS, Exposure, Span, Stretch, Within, exposure, in_words
from il2sle.records.model import Arm, Step, Trial
from il2sle.records.parts import Loc

from .arm_figures import pointers
from .figure import MISSING, Figure, Number, Remark, derived
from .rows import Bounds, DoseRow


def dose_rows(trial: Trial) -> Iterator[DoseRow]:
    """The regimen of every arm in the order of the record."""
    for key, arm in trial.arms.items():
        levels = _levels(arm)
        for dose in levels:
            yield _row(trial, key, arm, dose, len(levels))


def steps_of(trial: Trial, arm: Arm) -> Sequence[Step]:
    """The schedule that holds for an arm: its own, else the record's."""
    if arm.schedule == "none":
        return ()
    return arm.schedule or trial.schedule


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
    steps = steps_of(trial, arm)
    worked = exposure(stretches(steps), dose) if steps else None
    dosed = dose is not None or any(step.dose for step in steps)
    number = next((i for i, level in enumerate(_levels(arm)) if level == dose), 0)
    steps_to = ("dose", number) if isinstance(arm.dose, list) else ("dose",)
    printed = _printed(trial, key, arm, dose, steps_to)
    injections, cumulative = _injections(worked), _cumulative(worked, printed, arm.unit if dosed else None)
    return DoseRow(
        trial=trial.id,
        name=trial.name,
        arm=key,
        arm_label=f"dose level {dose} {arm.unit or ''}".strip() if levels > 1 else arm.label,
        drug=arm.drug,
        dose=printed,
        dose_unit=arm.unit if dosed else None,
        route=arm.route,
        schedule=in_words(stretches(steps), arm.unit) if steps else "not reported",
        injections=injections,
        cumulative=cumulative if dosed else {window: Bounds() for window in WINDOWS},
        last_dose_day=_bounds(worked.last_dose_day, "day of the last dose by the schedule") if worked else Bounds(),
        levels=levels,
        remarks=tuple(_remarks(arm, steps, levels)),
        sources=pointers(trial, arm.cite),
    )


def _levels(arm: Arm) -> list[Decimal | None]:
    return list(arm.dose) if isinstance(arm.dose, list) else [arm.dose]


def _printed(trial: Trial, key: str, arm: Arm, dose: Decimal | None, steps: tuple[str | int, ...]) -> Figure:
    if dose is None:
        return MISSING
    places = pointers(trial, arm.cite)
    return Figure(dose, "printed", places=places, loc=("arms", key, *steps), what=f"dose, {arm.label}")


def _bounds(within: Within, method: str, *inputs: Figure) -> Bounds:
    return Bounds(*(derived(_plain(figure), method, *inputs) for figure in (within.low, within.high)))


def _injections(worked: Exposure | None) -> dict[str, Bounds]:
    if worked is None:
        return {window: Bounds() for window in WINDOWS}
    return {
        window: _bounds(worked.injections[window], f"injections in {_WINDOW[window]}, counted by the schedule")
        for window in WINDOWS
    }


def _cumulative(worked: Exposure | None, dose: Figure, unit: str | None) -> dict[str, Bounds]:
    if worked is None or worked.cumulative is None:
        return {window: Bounds() for window in WINDOWS}
    found = {}
    for window in WINDOWS:
        count, within = worked.injections[window].low, worked.cumulative[window]
        each = dose.value if isinstance(dose.value, Decimal) else Decimal(0)
        times = f"{count} x {each} {unit}" if count * each == within.low else "each dose added up"
        found[window] = _bounds(within, f"dose in {_WINDOW[window]}: {times}", dose)
    return found


def _plain(figure: Decimal) -> Number:
    """A sum as a computed figure, without the zeros that adding leaves: 42, not 42.0."""
    return int(figure) if figure == int(figure) else float(figure)


_WINDOW = {"week_12": "weeks 1 to 12", "week_24": "weeks 1 to 24", "total": "all"}


def _remarks(arm: Arm, steps: Sequence[Step], levels: int) -> Iterator[Remark]:
    if levels > 1:
        yield Remark("schedule", f"one of {levels} dose levels; totals for a patient who stays at it")
    yield from (Remark("note", step.note, "curator") for step in steps if step.note)
    if arm.note:
        yield Remark("note", arm.note, "curator")
