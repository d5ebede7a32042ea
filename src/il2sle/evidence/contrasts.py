"""One result against its comparator: the pair of arms, their figures, the 2x2 table, and the effects.

Both the rows of `outcomes` and the checks are built from these, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.frozen import Frozen
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Outcome, PrintedEffect, Result
from il2sle.records.values import Cite, PValue, is_plain_week, week_of
from il2sle.records.vocabulary import NAMED_ENDPOINTS

from .arm_figures import arm_sides, as_read, pointers
from .arms import barred_by
from .figure import MEASURES, MISSING, Effect, Figure, Measure, Number, Side, estimated
from .p_check import PCheck, check_p

BASELINE_WEEK = 0
USUAL_LEVEL = Decimal(95)
USUAL_MEASURES = {endpoint.key: endpoint.measure for endpoint in NAMED_ENDPOINTS}


class Contrast(Frozen, kept=True):
    """One treated arm of one outcome at one time, and its comparator where the trial has one.

    Attributes:
        loc: the path of the treated arm's result in the record.
        week: None where the source does not state it, or states another unit.
        time: as the record types it.
        comparator: None in an uncontrolled series.
        comparator_result: None where the outcome says nothing of the comparator.
        comparator_side: None likewise.
    """

    trial: Trial
    outcome: Outcome
    loc: Loc
    week: int | None
    time: str
    arm: str
    result: Result
    side: Side
    comparator: str | None
    comparator_result: Result | None
    comparator_side: Side | None

    @cached_property
    def table(self) -> TwoByTwo | None:
        """Responders and patients of both arms, where all four are known and stand for two groups of patients.

        Not at the baseline, nor where the design has each patient in both arms, or only some of those randomised.
        """
        if self.comparator_side is None or self.baseline or self.barred:
            return None
        mine, other = self.side, self.comparator_side
        a, n, c, m = mine.events.value, mine.n.value, other.events.value, other.n.value
        if not (isinstance(a, int) and isinstance(n, int) and isinstance(c, int) and isinstance(m, int)):
            return None
        if not n or not m or a > n or c > m:
            return None  # the check on counts reports it; there is no table to compute from
        return TwoByTwo(a, n, c, m)

    @property
    def baseline(self) -> bool:
        """Whether it was taken before treatment."""
        return self.week == BASELINE_WEEK and is_plain_week(self.time)

    @property
    def barred(self) -> str | None:
        """Why the design of the trial forbids an effect between two separate groups."""
        return barred_by(self.trial)

    @property
    def counts(self) -> tuple[Figure, ...]:
        """The four figures of the table."""
        other = self.comparator_side
        return (self.side.events, self.side.n, *((other.events, other.n) if other else ()))

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Every effect that a source prints or that the counts give.

        First those in the keys of their measures, in the order of `MEASURES`, a crude one behind an adjusted one; then
        those that the record lists.
        """
        held, counted = self.result.model_fields_set, self.table is not None
        known = [one for one in MEASURES.values() if (counted and one.compute) or not _KEYS[one.key].isdisjoint(held)]
        keyed = (effect for measure in known for effect in _keyed(self, measure))
        listed = (_listed(self, number, one) for number, one in enumerate(self.result.effects))
        return (*keyed, *listed)

    @cached_property
    def p_check(self) -> PCheck | None:
        """What the counts make of the p-value between the arms; None without counts or without one."""
        between = p_between(self) if self.table else None
        return check_p(self.table, *between) if self.table and between else None


PRINTED_EFFECTS = ("difference", "mean_difference", "risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio")
"""The measures that have keys of their own in a result."""
INTERVALS = tuple(f"{name}_ci" for name in PRINTED_EFFECTS)
PRINTED = ("events", "percent", "value", *PRINTED_EFFECTS, "p", "effects", *INTERVALS)
"""All that a source may print for an arm, or for it against its comparator."""
_KEYS = {key: {key, f"{key}_ci"} for key in MEASURES}
_PRINTED = frozenset(PRINTED)


def printed_in(result: Result) -> list[str]:
    """Which figures a source prints for an arm, or for it against its comparator, by their keys."""
    if _PRINTED.isdisjoint(result.model_fields_set):  # as of every other
        return []
    held = result.__dict__
    return [name for name in PRINTED if held[name] is not None and held[name] != []]


def has_figures(result: Result | None) -> bool:
    """Whether a source prints any."""
    return result is not None and bool(printed_in(result))


def subgroup_words(outcome: Outcome) -> str | None:
    """The subgroup of an outcome: its trait and what was chosen by it."""
    subgroup = outcome.subgroup
    return f"{subgroup.by} {subgroup.value}" if subgroup else None


def measure_of(outcome: Outcome) -> str:
    """The measure of an outcome: its own, else the endpoint's usual one."""
    return outcome.measure or USUAL_MEASURES.get(outcome.endpoint) or "not stated"


def comparator_of(trial: Trial, result: Result) -> str | None:
    """The arm that a result stands against: the one it names, else the trial's only comparator."""
    comparators = [key for key, arm in trial.arms.items() if arm.role == "comparator"]
    return result.against or (comparators[0] if len(comparators) == 1 else None)


class Visit(Frozen):
    """One outcome at one time: what is printed of each arm, and its figures."""

    trial: Trial
    outcome: Outcome
    loc: Loc
    week: int | None
    time: str
    results: dict[str, Result]
    sides: dict[str, Side]


def visits(trial: Trial) -> Iterator[Visit]:
    """Every outcome at every time, in the order of the record."""
    for index, outcome in enumerate(trial.outcomes):
        for timepoint, results in outcome.results.items():
            loc: Loc = ("outcomes", index, "results", timepoint)
            sides = arm_sides(trial, outcome, results, loc)
            yield Visit(trial, outcome, loc, week_of(timepoint), timepoint, results, sides)


def contrasts(visited: Iterable[Visit]) -> Iterator[Contrast]:
    """Every treated arm at every visit, in their order."""
    for visit in visited:
        for arm, result in visit.results.items():
            if arm in visit.trial.arms and visit.trial.arms[arm].role == "comparator":
                continue
            comparator = comparator_of(visit.trial, result)
            yield Contrast(
                trial=visit.trial,
                outcome=visit.outcome,
                loc=(*visit.loc, arm),
                week=visit.week,
                time=visit.time,
                arm=arm,
                result=result,
                side=visit.sides[arm],
                comparator=comparator,
                comparator_result=visit.results.get(comparator) if comparator else None,
                comparator_side=visit.sides.get(comparator) if comparator else None,
            )


# Effects


def _keyed(contrast: Contrast, measure: Measure) -> Iterator[Effect]:
    value, (low, high) = MISSING, _interval(contrast, measure)
    if measure.key in PRINTED_EFFECTS:
        value = _printed(contrast, getattr(contrast.result, measure.key), measure.title, measure.key)
    model = contrast.outcome.adjusted if value or low else None
    crude = _computed(contrast, measure)
    if crude and not value and not model:
        # A printed estimate keeps its own interval or none: one of ours would rest on another method.
        value, low, high = (crude[0], *((low, high) if low else crude[1:]))
    if value or low:
        level = contrast.result.level if low.state == "printed" and contrast.result.level else USUAL_LEVEL
        yield Effect(measure=measure.key, value=value, low=low, high=high, level=level, model=model)
    if crude and model:
        yield Effect(measure=measure.key, value=crude[0], low=crude[1], high=crude[2])


def _listed(contrast: Contrast, number: int, one: PrintedEffect) -> Effect:
    measure, loc = MEASURES[one.measure], ("effects", number)
    low, high = one.ci or (None, None)
    cites = one.cite or contrast.result.cite or contrast.outcome.cite
    limit = f"limit of the {measure.title}"
    return Effect(
        measure=one.measure,
        value=_printed(contrast, one.value, measure.title, *loc, "value", cites=cites),
        low=_printed(contrast, low, f"lower {limit}", *loc, "ci", 0, cites=cites),
        high=_printed(contrast, high, f"upper {limit}", *loc, "ci", 1, cites=cites),
        level=one.level or USUAL_LEVEL,
        model=one.model or contrast.outcome.adjusted,
        se=_printed(contrast, one.se, f"standard error of the {measure.title}", *loc, "se", cites=cites),
        p=one.p,
        places=pointers(contrast.trial, cites),
        loc=(*contrast.loc, *loc),
    )


def _interval(contrast: Contrast, measure: Measure) -> tuple[Figure, Figure]:
    if measure.key not in PRINTED_EFFECTS:
        return MISSING, MISSING
    key = f"{measure.key}_ci"
    limits = getattr(contrast.result, key)
    if limits is None:
        return MISSING, MISSING
    (low, high), title = limits, f"limit of the {measure.title}"
    return _printed(contrast, low, f"lower {title}", key, 0), _printed(contrast, high, f"upper {title}", key, 1)


def _printed(
    contrast: Contrast, value: Number | None, what: str, *steps: str | int, cites: Sequence[Cite] = ()
) -> Figure:
    if value is None:
        return MISSING
    places = pointers(contrast.trial, cites or contrast.result.cite or contrast.outcome.cite)
    named = f"{what}, {contrast.side.label}"
    state, method = as_read(contrast.result)
    return Figure(value, state, method, places=places, loc=(*contrast.loc, *steps), what=named)


def p_between(contrast: Contrast) -> tuple[PValue, str | None] | None:
    """The p-value between the arms, and the model behind it: the result's own, else that of its first effect."""
    if contrast.result.p is not None:
        return contrast.result.p, contrast.outcome.adjusted
    listed = (effect for effect in contrast.result.effects if effect.p is not None)
    return next(((one.p, one.model or contrast.outcome.adjusted) for one in listed if one.p is not None), None)


def _computed(contrast: Contrast, measure: Measure) -> tuple[Figure, Figure, Figure] | None:
    table = contrast.table
    estimate = measure.compute(table) if measure.compute and table else None
    if estimate is None or table is None:
        return None
    return estimated(measure, table, estimate, contrast.counts)
