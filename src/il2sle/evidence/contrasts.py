"""One result against its comparator: the pair of arms, their figures, the 2x2 table, and the effects.

Both the rows of `outcomes` and the checks are built from these, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from il2sle.records.model import Outcome, Result, Trial
from il2sle.records.values import week_of
from il2sle.records.vocabulary import ENDPOINTS
from il2sle.records.walk import Loc

from .counts import ArmFigures, arm_figures
from .effects import Estimate, TwoByTwo, odds_ratio, risk_difference, risk_ratio

BASELINE_WEEK = 0
USUAL_MEASURES = {endpoint.key: endpoint.measure for endpoint in ENDPOINTS}


@dataclass(frozen=True, slots=True)
class Contrast:
    """One treated arm of one outcome at one time, and its comparator where the trial has one.

    Attributes:
        loc: the path of the treated arm's result in the record.
        week: None where the source does not state it.
        comparator: None in an uncontrolled series.
        comparator_result: None where the outcome says nothing of the comparator.
    """

    trial: Trial
    outcome: Outcome
    loc: Loc
    week: int | None
    arm: str
    result: Result
    figures: ArmFigures
    comparator: str | None
    comparator_result: Result | None
    comparator_figures: ArmFigures

    @property
    def table(self) -> TwoByTwo | None:
        """Responders and patients of both arms, where all four are known and the week is not the baseline."""
        mine, other = self.figures, self.comparator_figures
        if self.comparator is None or self.week == BASELINE_WEEK:
            return None
        if mine.events is None or not mine.n or other.events is None or not other.n:
            return None
        if mine.events > mine.n or other.events > other.n:
            return None  # the check on counts reports it; there is no table to compute from
        return TwoByTwo(mine.events, mine.n, other.events, other.n)


FIGURES = ("events", "percent", "value", "difference", "risk_ratio", "odds_ratio", "p")
INTERVALS = ("difference_ci", "risk_ratio_ci", "odds_ratio_ci")


def has_figures(result: Result | None) -> bool:
    """Whether a source prints a figure for an arm, or for it against its comparator."""
    return result is not None and any(getattr(result, name) is not None for name in (*FIGURES, *INTERVALS))


def measure_of(outcome: Outcome) -> str:
    """The measure of an outcome: its own, else the endpoint's usual one."""
    return outcome.measure or USUAL_MEASURES.get(outcome.endpoint) or "not stated"


def comparator_of(trial: Trial, result: Result) -> str | None:
    """The arm that a result stands against: the one it names, else the trial's only comparator."""
    comparators = [key for key, arm in trial.arms.items() if arm.role == "comparator"]
    return result.against or (comparators[0] if len(comparators) == 1 else None)


def contrasts(trial: Trial) -> Iterator[Contrast]:
    """Every treated arm of every outcome at every time, in the order of the record."""
    for index, outcome in enumerate(trial.outcomes):
        for timepoint, results in outcome.results.items():
            figures = arm_figures(trial, outcome, results)
            for arm, result in results.items():
                if arm in trial.arms and trial.arms[arm].role == "comparator":
                    continue
                comparator = comparator_of(trial, result)
                yield Contrast(
                    trial=trial,
                    outcome=outcome,
                    loc=("outcomes", index, "results", timepoint, arm),
                    week=week_of(timepoint),
                    arm=arm,
                    result=result,
                    figures=figures[arm],
                    comparator=comparator,
                    comparator_result=results.get(comparator) if comparator else None,
                    comparator_figures=figures.get(comparator or "", ArmFigures()),
                )


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect with its interval: as printed where the source prints it, else computed.

    Attributes:
        derived: which of `value`, `low`, `high` we computed.
    """

    value: Decimal | float | None = None
    low: Decimal | float | None = None
    high: Decimal | float | None = None
    derived: frozenset[str] = frozenset()


def difference(contrast: Contrast) -> Effect:
    """The risk difference in percentage points, with Newcombe's interval (1998, method 10) where computed."""
    table = contrast.table
    estimate = risk_difference(table) if table else None
    points = Estimate(*(100 * bound for bound in (estimate.value, estimate.low, estimate.high))) if estimate else None
    return _printed_or(contrast.result.difference, contrast.result.difference_ci, points)


def relative_risk(contrast: Contrast) -> Effect:
    """The risk ratio, with the log-Wald interval (Katz et al. 1978) where computed."""
    table = contrast.table
    return _printed_or(contrast.result.risk_ratio, contrast.result.risk_ratio_ci, risk_ratio(table) if table else None)


def relative_odds(contrast: Contrast) -> Effect:
    """The odds ratio, with the log-Wald interval (Woolf 1955) where computed."""
    table = contrast.table
    return _printed_or(contrast.result.odds_ratio, contrast.result.odds_ratio_ci, odds_ratio(table) if table else None)


def _printed_or(value: Decimal | None, interval: list[Decimal] | None, computed: Estimate | None) -> Effect:
    if value is not None or computed is None:
        # A printed estimate keeps its own interval or none: one of ours would rest on another method.
        return Effect(value, *(interval or (None, None)))
    if interval is not None:
        low, high = interval
        return Effect(_tidy(computed.value), low, high, derived=frozenset({"value"}))
    figures = (_tidy(computed.value), _tidy(computed.low), _tidy(computed.high))
    return Effect(*figures, derived=frozenset({"value", "low", "high"}))


def _tidy(value: float) -> float:
    """Twelve significant digits: the rest is noise of the machine's logarithm, and would change the bytes."""
    return float(f"{value:.12g}") + 0.0  # a zero has no sign
