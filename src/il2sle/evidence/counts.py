"""The figures of each arm at one time: as printed, and what follows from them by arithmetic alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from il2sle.records.model import Outcome, Result, Trial
from il2sle.records.values import Cite

from .recovery import equal_shares, only_count, only_size, only_split, rounds_to

RATIO = re.compile(r"[1-9]\d{0,3}( ?: ?[1-9]\d{0,3})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ArmFigures:
    """Responders, patients and percentage of one arm.

    Attributes:
        derived: which of `events`, `n`, `percent` we computed.
        how: for each derived one, a phrase that says from what.
        cites: the places of figures that stand outside the outcome itself, e.g. the population's size.
    """

    events: int | None = None
    n: int | None = None
    percent: Decimal | float | None = None
    derived: frozenset[str] = frozenset()
    how: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()

    def given(self, name: str, value: Any, how: str) -> ArmFigures:  # noqa: ANN401  an int or a float, by the name
        """The same arm with one derived figure more; `how` is empty where another figure's words say it too."""
        changed: dict[str, Any] = {
            name: value,
            "derived": self.derived | {name},
            "how": (*self.how, *filter(None, [how])),
        }
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class _Size:
    n: int | None = None
    how: str = ""
    cites: tuple[Cite, ...] = field(default=())


def arm_figures(trial: Trial, outcome: Outcome, results: Mapping[str, Result]) -> dict[str, ArmFigures]:
    """The figures of every arm of one outcome at one time, reported and derived, by arm."""
    figures = {arm: _sized(trial, outcome, arm, result) for arm, result in results.items()}
    figures = _split_total(trial, outcome, figures)
    return {arm: _completed(own) for arm, own in figures.items()}


def ratio_parts(trial: Trial) -> tuple[int, ...] | None:
    """The allocation ratio as numbers, e.g. (1, 1); None where the record has none in that form."""
    if trial.design.ratio is None:
        return None
    words = trial.design.ratio.shown.value
    return tuple(int(word) for word in words.split(":")) if RATIO.fullmatch(words) else None


def randomised_to(trial: Trial, arm: str) -> tuple[int | None, str, tuple[Cite, ...]]:
    """Patients randomised to an arm, the method where it was derived, and the places."""
    own = trial.arms[arm].randomised
    if own is not None:
        return own, "", tuple(trial.arms[arm].cite)
    if any(other.randomised is not None for other in trial.arms.values()):
        return None, "", ()  # a printed size of one arm may show that the ratio was not met to the patient
    ratio, people = ratio_parts(trial), trial.people.randomised
    if ratio is None or people is None or not people.shown.value or len(ratio) != len(trial.arms):
        return None, "", ()
    shares = equal_shares(people.shown.value, ratio)
    if shares is None:
        return None, "", ()
    n = shares[list(trial.arms).index(arm)]
    how = f"n {n}: {people.shown.value} randomised {':'.join(map(str, ratio))}"
    return n, how, tuple(people.shown.cite or trial.people.cite)


def _sized(trial: Trial, outcome: Outcome, arm: str, result: Result) -> ArmFigures:
    own = ArmFigures(events=result.events, percent=result.percent)
    if result.missing:
        return own
    if isinstance(result.n, int):
        return replace(own, n=result.n)
    if result.n == "from percent":
        return _sized_by_percent(trial, own)
    size = _population_size(trial, outcome, arm) if arm in trial.arms else _Size()
    if size.n is None:
        return own
    own = replace(own, cites=size.cites)
    if not size.how:
        return replace(own, n=size.n)
    return own.given("n", size.n, size.how) if _fits(own, size.n) else replace(own, cites=())


def _fits(own: ArmFigures, n: int) -> bool:
    """Whether a size that no source prints agrees with what the source does print."""
    if own.events is None:
        return True
    return own.events <= n and (not isinstance(own.percent, Decimal) or rounds_to(own.events, n, own.percent))


def _sized_by_percent(trial: Trial, own: ArmFigures) -> ArmFigures:
    enrolled = trial.people.enrolled.shown.value
    if own.events is None or not isinstance(own.percent, Decimal) or enrolled < max(own.events, 1):
        return own
    size = only_size(own.events, own.percent, enrolled)
    return (
        own
        if size is None
        else own.given("n", size, f"n {size}: the only size of which {own.events} are {own.percent}%")
    )


def _population_size(trial: Trial, outcome: Outcome, arm: str) -> _Size:
    if outcome.population is None or outcome.subset:
        return _Size()  # a subset has a size of its own, which the population's does not give
    population = trial.populations.get(outcome.population)
    if population and arm in population.n:
        return _Size(population.n[arm], cites=tuple(population.cite))
    if population and population.total is not None:
        return _Size()
    return _Size(*randomised_to(trial, arm)) if outcome.population == "ITT" else _Size()


def _split_total(trial: Trial, outcome: Outcome, figures: dict[str, ArmFigures]) -> dict[str, ArmFigures]:
    """Where only the total over two arms is printed: the split that their percentages leave, if it is one."""
    population = trial.populations.get(outcome.population) if outcome.population and not outcome.subset else None
    if population is None or not population.total or len(figures) != 2 or len(trial.arms) != 2:
        return figures
    (arm_a, a), (arm_b, b) = figures.items()
    if a.n or b.n or not (isinstance(a.percent, Decimal) and isinstance(b.percent, Decimal)):
        return figures
    split = only_split(a.percent, b.percent, population.total)
    if split is None or a.events not in {None, split[0]} or b.events not in {None, split[2]}:
        return figures
    how = f"the only split of {population.total} that gives {a.percent}% and {b.percent}%"
    cites = tuple(population.cite)
    return {
        arm: replace(own, cites=cites).given("n", n, "").given("events", events, f"{events}/{n}: {how}")
        if own.events is None
        else replace(own, cites=cites).given("n", n, f"n {n}: {how}")
        for arm, own, (events, n) in ((arm_a, a, split[:2]), (arm_b, b, split[2:]))
    }


def _completed(own: ArmFigures) -> ArmFigures:
    if own.events is None and own.n and isinstance(own.percent, Decimal):
        events = only_count(own.percent, own.n)
        if events is not None:
            how = f"{events}/{own.n}: the only count of {own.n} that gives {own.percent}%"
            return own.given("events", events, how)
    if own.percent is None and own.events is not None and own.n and own.events <= own.n:
        return own.given("percent", round(100 * own.events / own.n, 10), f"percentage of {own.events}/{own.n}")
    return own
