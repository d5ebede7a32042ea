"""Whether the figures of a record can stand together: counts, percentages, differences, intervals, totals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from il2sle.evidence.contrasts import Contrast, contrasts
from il2sle.evidence.counts import arm_figures
from il2sle.evidence.doses import schedules
from il2sle.evidence.exposure import exposure
from il2sle.evidence.finding import Finding
from il2sle.evidence.recovery import percent_possible, rounds_to
from il2sle.records.model import Result, Trial
from il2sle.records.values import decimals
from il2sle.records.walk import Loc

OFF_MIDDLE = 0.10  # of the interval's width, on its own scale


class _Share:
    """A percentage with its counts, wherever in the record it stands."""

    def __init__(self, loc: Loc, events: int | None, n: int | None, percent: object) -> None:
        self.loc, self.events, self.n = loc, events, n
        self.percent = percent if isinstance(percent, Decimal) else None


def _shares(trial: Trial) -> Iterator[_Share]:
    for index, outcome in enumerate(trial.outcomes):
        for timepoint, results in outcome.results.items():
            for arm, own in arm_figures(trial, outcome, results).items():
                events = None if "events" in own.derived else own.events
                n = None if "n" in own.derived else own.n
                yield _Share(("outcomes", index, "results", timepoint, arm), events, n, own.percent)
    if trial.baseline:
        for number, row in enumerate(trial.baseline.rows):
            for arm, result in row.arms.items():
                n = result.n if isinstance(result.n, int) else trial.baseline.n.get(arm)
                yield _Share(("baseline", "rows", number, "arms", arm), result.events, n, result.percent)
    if trial.harms:
        for number, harm in enumerate(trial.harms.events):
            for arm, count in harm.arms.items():
                n = count.n or trial.harms.n.get(arm)
                yield _Share(("harms", "events", number, "arms", arm), count.affected, n, count.percent)


def counts(trial: Trial) -> Iterator[Finding]:
    """R101: more events than patients."""
    for share in _shares(trial):
        if share.events is not None and share.n is not None and share.events > share.n:
            name = "affected" if share.loc[0] == "harms" else "events"
            yield Finding("R101", (*share.loc, name), f"{name} ({share.events}) is larger than n ({share.n})")


def percentages(trial: Trial) -> Iterator[Finding]:
    """R102 and W201: percentages that their counts do not give, or that no count gives (GRIM)."""
    for share in _shares(trial):
        if share.percent is None or not share.n:
            continue
        loc, printed = (*share.loc, "percent"), f"{share.percent}%"
        if share.events is not None and share.events <= share.n:
            if not rounds_to(share.events, share.n, share.percent):
                real = f"{100 * share.events / share.n:.{max(1, decimals(share.percent))}f}%"
                yield Finding("R102", loc, f"{share.events}/{share.n} is {real}, not {printed}")
        elif share.events is None and not percent_possible(share.percent, share.n):
            yield Finding("W201", loc, f"no whole number of {share.n} patients is {printed}")


def differences(trial: Trial) -> Iterator[Finding]:
    """R107: a printed difference that the printed percentages do not give."""
    for contrast in contrasts(trial):
        treated, other = contrast.result, contrast.comparator_result
        if treated.difference is None or treated.percent is None or other is None or other.percent is None:
            continue
        given = treated.percent - other.percent
        slack = sum(
            (_half_unit(figure) for figure in (treated.percent, other.percent, treated.difference)),
            Decimal(0),
        )
        if abs(given - treated.difference) > slack and not contrast.outcome.adjusted:
            message = f"{treated.percent} minus {other.percent} is {given}, not {treated.difference}"
            yield Finding("R107", (*contrast.loc, "difference"), message)


def _half_unit(figure: Decimal) -> Decimal:
    return Decimal(5).scaleb(-decimals(figure) - 1)


def intervals(trial: Trial) -> Iterator[Finding]:
    """R108 and W204: intervals that leave out their estimate, or whose estimate is off the middle, rounding aside."""
    for contrast in contrasts(trial):
        for name, logarithmic in (("difference", False), ("risk_ratio", True), ("odds_ratio", True)):
            yield from _interval(contrast, contrast.result, name, logarithmic=logarithmic)


def _interval(contrast: Contrast, result: Result, name: str, *, logarithmic: bool) -> Iterator[Finding]:
    estimate, interval = getattr(result, name), getattr(result, f"{name}_ci")
    if estimate is None or interval is None:
        return
    loc = (*contrast.loc, f"{name}_ci")
    low, high = interval
    slack = sum((_half_unit(figure) for figure in (low, estimate)), Decimal(0))
    if not low - slack < estimate < high + slack and not low <= estimate <= high:
        yield Finding("R108", loc, f"{low} to {high} leaves out the {name.replace('_', ' ')} {estimate}")
        return
    if logarithmic and low <= 0:
        return
    scale = math.log if logarithmic else float
    left, middle, right = (scale(figure) for figure in (low, estimate, high))
    play = [scale(figure + _half_unit(figure)) - scale(figure) for figure in (low, estimate, high)]
    rounding = play[1] + (play[0] + play[2]) / 2
    if right > left and abs(middle - (left + right) / 2) > OFF_MIDDLE * (right - left) + rounding:
        share = 100 * (middle - left) / (right - left)
        words = "log scale" if logarithmic else "scale"
        message = f"{estimate} lies {share:.0f}% of the way from {low} to {high} on its {words}, not half-way"
        yield Finding("W204", loc, message)


def participants(trial: Trial) -> Iterator[Finding]:
    """R109: arms that do not add up to those randomised."""
    stated = trial.people.randomised
    sizes = [arm.randomised for arm in trial.arms.values()]
    if stated is None or any(size is None for size in sizes):
        return
    total = sum(size for size in sizes if size is not None)
    if total != stated.shown.value:
        message = f"the arms have {total} patients, {stated.shown.value} were randomised"
        yield Finding("R109", ("people", "randomised"), message)


def follow_up(trial: Trial) -> Iterator[Finding]:
    """R106: a schedule whose last dose comes after the last visit."""
    design = trial.design
    after = design.follow_up.shown.value.high if design.follow_up else 0
    last_visit = design.treatment.shown.value.high + after + 1  # day 1 is the first dose: week 24 is day 169
    for loc, steps in schedules(trial):
        day = exposure(steps, None).last_dose_day.low
        if day > last_visit:
            yield Finding("R106", loc, f"the last dose is on day {day}, the trial ends on day {last_visit}")
