"""The rows of `doses` for one trial: one for each arm, and for each dose level of an arm that has several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from il2sle.records.model import Arm, Step, Trial
from il2sle.records.walk import Loc

from .claims import pointers
from .exposure import WINDOWS, Exposure, Within, exposure, in_words
from .rows import DoseRow, Number

COMPUTED = (
    "injections_week_12",
    "injections_week_24",
    "injections_total",
    "cumulative_week_12",
    "cumulative_week_24",
    "cumulative_total",
    "last_dose_day",
    "last_dose_day_earliest",
    "last_dose_day_latest",
)


def dose_rows(trial: Trial) -> Iterator[DoseRow]:
    """The regimen of every arm in the order of the record."""
    for key, arm in trial.arms.items():
        levels = arm.dose if isinstance(arm.dose, list) else [arm.dose]
        for dose in levels:
            yield _row(trial, key, arm, dose, f"one of {len(levels)} dose levels" if len(levels) > 1 else "")


def steps_of(trial: Trial, arm: Arm) -> Sequence[Step]:
    """The schedule that holds for an arm: its own, else the record's."""
    return arm.schedule or trial.schedule


def schedules(trial: Trial) -> Iterator[tuple[Loc, Sequence[Step]]]:
    """Every schedule of a record with its path, each once: the one that arms share, then those of single arms."""
    if trial.schedule:
        yield ("schedule",), trial.schedule
    for key, arm in trial.arms.items():
        if arm.schedule:
            yield ("arms", key, "schedule"), arm.schedule


def _row(trial: Trial, key: str, arm: Arm, dose: Decimal | None, level: str) -> DoseRow:
    steps = steps_of(trial, arm)
    worked = exposure(steps, dose) if steps else None
    dosed = dose is not None or any(step.dose for step in steps)
    figures = _figures(worked, placebo=not dosed)
    label = f"dose level {dose} {arm.unit or ''}".strip() if level else arm.label
    return DoseRow(
        trial=trial.id,
        name=trial.name,
        arm=key,
        arm_label=label,
        drug=arm.drug,
        dose=dose,
        dose_unit=arm.unit if dosed else None,
        route=arm.route,
        schedule=in_words(steps, arm.unit) if steps else "not reported",
        **figures,  # type: ignore[arg-type]
        derived=tuple(name for name in COMPUTED if figures[name] is not None),
        flags=tuple(_flags(arm, steps, level, worked)),
        sources=pointers(trial, arm.cite),
    )


def _figures(worked: Exposure | None, *, placebo: bool) -> dict[str, Number | None]:
    if worked is None:
        return dict.fromkeys(COMPUTED)
    figures: dict[str, Number | None] = {}
    for window in WINDOWS:
        figures[f"injections_{window}"] = _whole(worked.injections[window].exact)
        cumulative = worked.cumulative[window].exact if worked.cumulative and not placebo else None
        figures[f"cumulative_{window}"] = _plain(cumulative)
    days = worked.last_dose_day
    figures["last_dose_day"] = _whole(days.exact)
    return figures | {"last_dose_day_earliest": int(days.low), "last_dose_day_latest": int(days.high)}


def _whole(figure: Decimal | None) -> int | None:
    return None if figure is None else int(figure)


def _plain(figure: Decimal | None) -> Number | None:
    """A sum of doses as a computed figure, without the zeros that adding leaves: 42, not 42.0."""
    if figure is None:
        return None
    return int(figure) if figure == int(figure) else float(figure)


_INJECTIONS = {
    "week_12": "injections in weeks 1 to 12:",
    "week_24": "injections in weeks 1 to 24:",
    "total": "injections in all:",
}


def _flags(arm: Arm, steps: Sequence[Step], level: str, worked: Exposure | None) -> Iterator[str]:
    if level:
        yield f"{level}; totals for a patient who stays at it"
    yield from (step.note for step in steps if step.note)
    if worked:
        for window, words in _INJECTIONS.items():
            yield from _ranges(words, worked.injections[window])
        yield from _ranges("last dose day", worked.last_dose_day)
    if arm.note:
        yield arm.note


def _ranges(name: str, figure: Within) -> Iterator[str]:
    if figure.exact is None:
        yield f"{name} {figure.low} to {figure.high}, since a rest is a range"
