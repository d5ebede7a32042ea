"""The rows of `outcomes` for one trial."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from il2sle.records.model import Outcome, Result, Trial
from il2sle.records.values import Cite
from il2sle.records.vocabulary import ENDPOINTS, OTHER
from il2sle.records.walk import Loc

from .claims import is_secondary, pointers
from .contrasts import (
    BASELINE_WEEK,
    USUAL_MEASURES,
    Contrast,
    Effect,
    contrasts,
    difference,
    has_figures,
    measure_of,
    relative_odds,
    relative_risk,
)
from .counts import ArmFigures
from .finding import Finding, about
from .pcheck import check_p
from .rows import OutcomeRow

RESULT = len(("outcomes", 0, "results", "week 12", "arm"))  # steps of the path of one result
SECOND_HAND = "secondary source"
DERIVED = "derived: "  # how a figure of the row was computed
_BETTER = {endpoint.key: endpoint.better for endpoint in ENDPOINTS}
_EMPTY: dict[str, Any] = dict.fromkeys(OutcomeRow.__dataclass_fields__)


def outcome_rows(trial: Trial, found: Sequence[Finding] = ()) -> Iterator[OutcomeRow]:
    """Every outcome of a record as rows, in its order; an endpoint that the record passes over gets a row too.

    What checks found about a figure goes into the `flags` of its row.
    """
    by_outcome: defaultdict[int, list[Contrast]] = defaultdict(list)
    for contrast in contrasts(trial):
        by_outcome[int(contrast.loc[1])].append(contrast)
    by_result: defaultdict[Loc, list[Finding]] = defaultdict(list)
    for finding in found:
        by_result[finding.loc[:RESULT]].append(finding)
    for index, outcome in enumerate(trial.outcomes):
        if index in by_outcome:
            yield from (_contrast_row(contrast, by_result[contrast.loc]) for contrast in by_outcome[index])
        else:
            yield _missing_row(trial, outcome)
    named = {outcome.endpoint for outcome in trial.outcomes}
    yield from (_silent_row(trial, endpoint.key) for endpoint in ENDPOINTS if endpoint.key not in named)


def _row(trial: Trial, **known: object) -> OutcomeRow:
    base = _EMPTY | {"trial": trial.id, "name": trial.name, "derived": (), "flags": (), "sources": ()}
    return OutcomeRow(**(base | known))


def _silent_row(trial: Trial, endpoint: str) -> OutcomeRow:
    return _row(
        trial,
        endpoint=endpoint,
        measure=USUAL_MEASURES.get(endpoint) or "not stated",
        missing="not reported",
        flags=("the record says nothing about this endpoint",),
    )


def _described(outcome: Outcome) -> dict[str, object]:
    return {
        "endpoint": outcome.endpoint,
        "measure": measure_of(outcome),
        "instrument": outcome.instrument,
        "population": outcome.population,
        "subset": outcome.subset,
        "analysis": outcome.analysis,
        "statistic": outcome.statistic,
        "better": _better(outcome),
    }


def _better(outcome: Outcome) -> str | None:
    """The direction of benefit: the record's word, else a score's or the endpoint's usual one."""
    if outcome.better or outcome.endpoint == OTHER:
        return outcome.better
    return "lower" if outcome.statistic else _BETTER[outcome.endpoint]


def _missing_row(trial: Trial, outcome: Outcome) -> OutcomeRow:
    pending = (f"pending on {outcome.as_of}",) if outcome.missing == "pending" and outcome.as_of else ()
    words = tuple(text for text in (outcome.says, outcome.note) if text)
    second_hand = tuple(_secondary(trial, outcome.cite)) if outcome.says else ()
    return _row(
        trial,
        **_described(outcome),
        missing=outcome.missing or "not reported",
        flags=(*pending, *_met(outcome), *words, *second_hand, *_inferred(outcome)),
        sources=pointers(trial, outcome.cite),
    )


def _contrast_row(contrast: Contrast, found: Sequence[Finding]) -> OutcomeRow:
    trial, result = contrast.trial, contrast.result
    other, cites = contrast.comparator_result, _cites(contrast)
    effects = {
        "difference": difference(contrast),
        "risk_ratio": relative_risk(contrast),
        "odds_ratio": relative_odds(contrast),
    }
    p_check = check_p(contrast.table, result.p, contrast.outcome.adjusted) if contrast.table and result.p else None
    return _row(
        trial,
        **_described(contrast.outcome),
        week=contrast.week,
        arm=contrast.arm,
        arm_label=trial.arms[contrast.arm].label,
        comparator=contrast.comparator,
        comparator_label=trial.arms[contrast.comparator].label if contrast.comparator else None,
        **_side("arm", contrast.figures, result),
        **_side("comparator", contrast.comparator_figures, other),
        **{f"{name}{end}": getattr(effect, part) for name, effect in effects.items() for end, part in _PARTS},
        p=result.p.value if result.p else None,
        p_comparator=result.p.comparator if result.p else None,
        p_check=p_check.verdict if p_check else None,
        derived=_derived(contrast, effects),
        missing=_missing(contrast),
        flags=(*_flags(contrast, effects), *about(found, contrast.loc)),
        sources=pointers(trial, cites),
    )


_PARTS = (("", "value"), ("_low", "low"), ("_high", "high"))


def _side(side: str, figures: ArmFigures, result: Result | None) -> dict[str, object]:
    low, high = (result.range if result and result.range else None) or (None, None)
    return {
        f"{side}_events": figures.events,
        f"{side}_n": figures.n,
        f"{side}_percent": figures.percent,
        f"{side}_value": result.value if result else None,
        f"{side}_low": low,
        f"{side}_high": high,
        f"{side}_sd": result.sd if result else None,
    }


def _derived(contrast: Contrast, effects: dict[str, Effect]) -> tuple[str, ...]:
    sides = {"arm": contrast.figures, "comparator": contrast.comparator_figures}
    names = {f"{side}_{name}" for side, figures in sides.items() for name in figures.derived}
    names |= {f"{name}{end}" for name, effect in effects.items() for end, part in _PARTS if part in effect.derived}
    return tuple(column for column in OutcomeRow.__dataclass_fields__ if column in names)


def _missing(contrast: Contrast) -> str | None:
    if has_figures(contrast.result):
        return None
    return contrast.result.missing or contrast.outcome.missing or "not reported"


def _cites(contrast: Contrast) -> list[Cite]:
    other = contrast.comparator_result
    own = contrast.result.cite or contrast.outcome.cite
    theirs: list[Cite] = []
    if other is not None:
        theirs = other.cite or (contrast.outcome.cite if has_figures(other) else [])
    return [*own, *theirs, *contrast.figures.cites, *contrast.comparator_figures.cites]


def _flags(contrast: Contrast, effects: dict[str, Effect]) -> Iterator[str]:
    outcome, result = contrast.outcome, contrast.result
    if outcome.as_of and _missing(contrast) == "pending":
        yield f"pending on {outcome.as_of}"
    yield from _met(outcome)
    if contrast.comparator is None:
        yield "uncontrolled"
    yield from _timing(contrast)
    yield from _within(contrast)
    yield from _unknown_rates(contrast)
    compared = result.p is not None or any(effect.value is not None for effect in effects.values())
    if outcome.statistic and contrast.comparator and contrast.week != BASELINE_WEEK and not compared:
        yield "between-arm comparison not reported"
    if contrast.table and effects["risk_ratio"].value is None:
        yield "risk ratio not estimable from these counts"
    if contrast.table and effects["odds_ratio"].value is None:
        yield "odds ratio not estimable from these counts"
    yield from _inferred(outcome)
    if has_figures(result) or result.says:
        yield from _secondary(contrast.trial, result.cite or outcome.cite)
    yield from (f"adjusted analysis: {text}" for text in [outcome.adjusted] if text)
    other = contrast.comparator_result
    parts = (outcome, result, other) if has_figures(result) or not _has_any(outcome) else (result, other)
    yield from (text for part in parts if part for text in (part.says, part.note) if text)
    if outcome.unit:
        yield f"in {outcome.unit}"
    yield from _defined(contrast)
    yield from _shared(contrast)
    how = dict.fromkeys((*contrast.figures.how, *contrast.comparator_figures.how))
    yield from (f"{DERIVED}{text}" for text in how)


def _has_any(outcome: Outcome) -> bool:
    """Whether some arm of the outcome has figures; a note about them is not about arms that have none."""
    return any(has_figures(result) for by_arm in outcome.results.values() for result in by_arm.values())


def _defined(contrast: Contrast) -> Iterator[str]:
    """What the trial means by the population: one name stands for different patients in different trials."""
    name = contrast.outcome.population
    population = contrast.trial.populations.get(name) if name else None
    if name and population and population.definition and has_figures(contrast.result):
        note = f" ({population.note})" if population.note else ""
        yield f"{name} in {contrast.trial.name}: {population.definition}{note}"


def _met(outcome: Outcome) -> Iterator[str]:
    if outcome.met is not None:
        yield "met" if outcome.met else "not met"


def _inferred(outcome: Outcome) -> Iterator[str]:
    if outcome.linked_by:
        yield f"linked to the trial by inference: {outcome.linked_by}"


def _secondary(trial: Trial, cites: list[Cite]) -> Iterator[str]:
    """That a statement is others' report of the trial; where nothing is stated there is nothing to warn of."""
    if is_secondary(trial, cites):
        yield SECOND_HAND


def _timing(contrast: Contrast) -> Iterator[str]:
    treated = contrast.trial.design.treatment.shown.value
    if contrast.week == BASELINE_WEEK:
        yield "baseline"
    elif contrast.week is not None and treated.high % 7 == 0 and contrast.week > treated.high // 7:
        weeks = contrast.week - treated.high // 7
        yield f"{weeks} week{'' if weeks == 1 else 's'} off treatment"


def _within(contrast: Contrast) -> Iterator[str]:
    sides = (("treated", contrast.result), ("comparator", contrast.comparator_result))
    said = [f"{side} {result.p_within.printed}" for side, result in sides if result and result.p_within]
    if said:
        yield f"within-arm p: {', '.join(said)}"


def _unknown_rates(contrast: Contrast) -> Iterator[str]:
    result = contrast.result
    if result.difference is not None and result.percent is None and result.events is None and result.value is None:
        label = contrast.trial.arms[contrast.comparator].label if contrast.comparator else "comparator"
        yield f"{label}-adjusted difference"


def _shared(contrast: Contrast) -> Iterator[str]:
    treated = [key for key, arm in contrast.trial.arms.items() if arm.role == "treated"]
    comparators = [arm for arm in contrast.trial.arms.values() if arm.role == "comparator"]
    if contrast.comparator and len(treated) > 1 and len(comparators) == 1:
        label = contrast.trial.arms[contrast.comparator].label
        yield f"one {label} group stands against all {len(treated)} treated arms: count its patients once"
