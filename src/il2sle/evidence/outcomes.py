"""The rows of `outcomes` for one trial."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict

from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Outcome, Result
from il2sle.records.values import NOT_STATED, Cite, is_plain_week
from il2sle.records.vocabulary import ENDPOINT_KEYS, ENDPOINTS, NAMED_ENDPOINTS

from .arm_figures import pointers
from .arms import arm_label, pooled_labels, separate
from .claims import is_secondary, kinds_of
from .contrasts import USUAL_MEASURES, Contrast, has_figures, measure_of, p_between, subgroup_words
from .figure import MISSING, Effect, Figure, Pointer, Remark, Side
from .finding import Finding, about
from .reading import absent_kind, silent_kind
from .rows import Others, OutcomeHead, OutcomeRow

RESULT = len(("outcomes", 0, "results", "week 12", "arm"))  # steps of the path of one result
_BETTER = {endpoint.key: endpoint.better for endpoint in NAMED_ENDPOINTS}


def outcome_rows(trial: Trial, listed: Iterable[Contrast], found: Iterable[Finding] = ()) -> Iterator[OutcomeRow]:
    """Every outcome of a record as rows, in its order; an endpoint that the record passes over gets a row too.

    Args:
        trial: the record.
        listed: its contrasts.
        found: the findings about it; those about a figure become remarks of its row.
    """
    by_result = _by_result(found)
    for index, alike in _by_outcome(trial, listed):
        if alike:
            yield from (_contrast_row(contrast, alike, by_result[contrast.loc]) for contrast in alike)
        else:
            yield _missing_row(trial, trial.outcomes[index], ("outcomes", index))
    yield from _silent_rows(trial)


def compared_outcomes(
    trial: Trial, listed: Iterable[Contrast], found: Iterable[Finding] = ()
) -> Iterator[OutcomeHead | OutcomeRow]:
    """What `outcome_rows` gives, but of outcomes that are not compared without being asked for only the heads."""
    by_result = _by_result(found)
    for index, alike in _by_outcome(trial, listed):
        if not alike:
            yield _missing_row(trial, trial.outcomes[index], ("outcomes", index))
        elif _head(alike[0]).compared:  # and so are all rows of the outcome
            yield from (_contrast_row(contrast, alike, by_result[contrast.loc]) for contrast in alike)
        else:
            yield from map(_head, alike)
    yield from _silent_rows(trial)


def _by_outcome(trial: Trial, listed: Iterable[Contrast]) -> Iterator[tuple[int, Sequence[Contrast]]]:
    known: defaultdict[int, list[Contrast]] = defaultdict(list)
    for contrast in listed:
        known[int(contrast.loc[1])].append(contrast)
    yield from ((index, known[index]) for index in range(len(trial.outcomes)))


def _by_result(found: Iterable[Finding]) -> Mapping[Loc, Sequence[Finding]]:
    known: defaultdict[Loc, list[Finding]] = defaultdict(list)
    for finding in found:
        known[finding.loc[:RESULT]].append(finding)
    return known


def _head(contrast: Contrast) -> OutcomeHead:
    outcome = contrast.outcome
    return OutcomeHead(
        trial=contrast.trial.id,
        endpoint=outcome.endpoint,
        measure=measure_of(outcome),
        week=contrast.week,
        population=outcome.population,
        subgroup=subgroup_words(outcome),
        analysis=outcome.analysis,
        registered=outcome.registered,
        statistic=outcome.statistic,
        better=_better(outcome),
        arm=contrast.side,
        missing=_missing(contrast),
    )


def _silent_rows(trial: Trial) -> Iterator[OutcomeRow]:
    named = {outcome.endpoint for outcome in trial.outcomes}
    return (_silent_row(trial, endpoint.key) for endpoint in ENDPOINTS if endpoint.key not in named)


def _silent_row(trial: Trial, endpoint: str) -> OutcomeRow:
    missing = silent_kind(trial)
    return OutcomeRow(
        trial=trial.id,
        name=trial.name,
        endpoint=endpoint,
        measure=USUAL_MEASURES.get(endpoint) or NOT_STATED,
        missing=missing,
        rest_missing=missing,
        remarks=(Remark("missing", "the record says nothing about this endpoint"),),
    )


class _Named(TypedDict):
    trial: str
    name: str
    endpoint: str
    measure: str
    instrument: str | None
    population: str | None
    subset: str | None
    subgroup: str | None
    subgroup_n: Figure
    analysis: str | None
    registered: str | None
    statistic: str | None
    better: str | None
    linked_by: str | None


def _named(trial: Trial, outcome: Outcome, loc: Loc) -> _Named:
    """What all rows of an outcome have in common."""
    return {
        "trial": trial.id,
        "name": trial.name,
        "endpoint": outcome.endpoint,
        "measure": measure_of(outcome),
        "instrument": outcome.instrument,
        "population": outcome.population,
        "subset": outcome.subset,
        "subgroup": subgroup_words(outcome),
        "subgroup_n": _subgroup_size(trial, outcome, loc),
        "analysis": outcome.analysis,
        "registered": outcome.registered,
        "statistic": outcome.statistic,
        "better": _better(outcome),
        "linked_by": outcome.linked_by,
    }


def _subgroup_size(trial: Trial, outcome: Outcome, loc: Loc) -> Figure:
    n = outcome.subgroup.n if outcome.subgroup else None
    if n is None:
        return MISSING
    places, what = pointers(trial, outcome.cite), "patients of the subgroup"
    return Figure(n, "printed", places=places, loc=(*loc, "subgroup", "n"), what=what)


def _missing_row(trial: Trial, outcome: Outcome, loc: Loc) -> OutcomeRow:
    missing = absent_kind(trial, outcome.missing, outcome.cite)
    return OutcomeRow(
        **_named(trial, outcome, loc),
        met=outcome.verdict(None),
        missing=missing,
        rest_missing=missing,
        pending_since=outcome.as_of if missing == "pending" else None,
        second_hand=bool(outcome.says) and is_secondary(trial, outcome.cite),
        kinds=kinds_of(trial, outcome.cite),
        remarks=tuple(_said(outcome)),
        sources=pointers(trial, outcome.cite),
        loc=loc,
    )


def _better(outcome: Outcome) -> str | None:
    """The direction of benefit: the record's word, else a score's or the endpoint's usual one."""
    if outcome.better or outcome.endpoint not in _BETTER:
        return outcome.better
    scored_low = outcome.statistic and outcome.endpoint in ENDPOINT_KEYS
    return "lower" if scored_low else _BETTER[outcome.endpoint]


def _contrast_row(contrast: Contrast, alike: Sequence[Contrast], found: Sequence[Finding]) -> OutcomeRow:
    trial, outcome, result = contrast.trial, contrast.outcome, contrast.result
    known, missing = contrast.effects, _missing(contrast)
    rest_missing = missing or silent_kind(trial)
    stated = missing is None or bool(result.says)
    between = p_between(contrast)
    return OutcomeRow(
        **_named(trial, outcome, contrast.loc[:2]),
        time=None if contrast.time == NOT_STATED else contrast.time,
        week=contrast.week,
        plain_week=is_plain_week(contrast.time) or contrast.time == NOT_STATED,
        met=outcome.verdict(contrast.arm),
        unit=outcome.unit,
        arm=contrast.side,
        comparator=contrast.comparator_side,
        against_key=contrast.comparator,
        against=arm_label(trial.arms[contrast.comparator]) if contrast.comparator else None,
        effects=known,
        p=between[0] if between else None,
        p_check=contrast.p_check,
        adjusted=outcome.adjusted,
        missing=missing,
        rest_missing=rest_missing,
        pending_since=outcome.as_of if missing == "pending" else None,
        weeks_off=_weeks_off(contrast),
        sharing=_sharing(contrast),
        placebo_adjusted=_only_a_difference(result),
        second_hand=stated and is_secondary(trial, result.cite or outcome.cite),
        kinds=kinds_of(trial, result.cite or outcome.cite),
        population_means=_definition(contrast),
        barred=contrast.barred,
        read_off=_read_off(contrast),
        pooled=_pooled(contrast),
        others=tuple(_others(contrast, alike)) if missing is None else (),
        remarks=(*_absent(contrast, known, rest_missing), *_words(contrast), *about(found, contrast.loc)),
        sources=_sources(contrast),
        loc=contrast.loc,
    )


def _missing(contrast: Contrast) -> str | None:
    if has_figures(contrast.result):
        return None
    stated = contrast.result.missing or contrast.outcome.missing
    return absent_kind(contrast.trial, stated, contrast.result.cite or contrast.outcome.cite)


def _read_off(contrast: Contrast) -> str | None:
    """How the figures were read off a graph; of one arm alone, or of each its way, with the arm."""
    other = contrast.comparator_side
    ways = {contrast.side.label: contrast.result.read_off}
    if contrast.comparator_result and other and has_figures(contrast.comparator_result):
        ways[other.label] = contrast.comparator_result.read_off
    said = set(ways.values())
    if len(said) == 1:
        return said.pop()
    return "; ".join(f"{arm}: {way}" for arm, way in ways.items() if way)


def _sources(contrast: Contrast) -> tuple[Pointer, ...]:
    """Where the figures of the row stand, and what is said of the comparator."""
    trial, outcome, other = contrast.trial, contrast.outcome, contrast.comparator_result
    cites: list[Cite] = list(contrast.result.cite or outcome.cite)
    cites += [cite for effect in contrast.result.effects for cite in effect.cite]
    cites += [
        cite for result in filter(None, (contrast.result, other)) for claim in result.claims for cite in claim.cite
    ]
    if other is not None:
        cites += other.cite or (outcome.cite if has_figures(other) else [])
    sides: list[Side] = [contrast.side, *([contrast.comparator_side] if contrast.comparator_side else [])]
    stood = (pointer for side in sides for figure in (side.n, side.events) for pointer in figure.sources)
    return tuple(dict.fromkeys([*pointers(trial, cites), *stood]))


def _pooled(contrast: Contrast) -> tuple[str, ...]:
    arm = contrast.trial.arms.get(contrast.arm)
    return pooled_labels(contrast.trial, arm) if arm else ()


def _others(contrast: Contrast, alike: Iterable[Contrast]) -> Iterator[Others]:
    """The other arms at the same time that have no figures, those of which the same is said together."""
    said: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    for other in alike:
        missing = _missing(other) if other.time == contrast.time else None
        if missing:
            said[missing, other.result.says].append(other.side.label)
    yield from (Others(tuple(arms), missing, says) for (missing, says), arms in said.items())


def _weeks_off(contrast: Contrast) -> int | None:
    treated = contrast.trial.design.treatment.shown.known
    if not contrast.week or treated is None or treated.high % 7 or contrast.week <= treated.high // 7:
        return None
    return contrast.week - treated.high // 7


def _only_a_difference(result: Result) -> bool:
    """Whether the points are all that is known of the arm: a share of patients is easily read into them."""
    return result.difference is not None and result.percent is None and result.events is None and result.value is None


def _sharing(contrast: Contrast) -> int:
    """How many treated arms stand against the same comparator, where the trial has one; a pooled arm is none more."""
    roles = [arm.role for arm in separate(contrast.trial).values()]
    return roles.count("treated") if contrast.comparator and roles.count("comparator") == 1 else 1


def _definition(contrast: Contrast) -> str | None:
    """What the trial means by the population: one name stands for different patients in different trials."""
    name = contrast.outcome.population
    population = contrast.trial.populations.get(name) if name else None
    if population is None or population.definition is None or not has_figures(contrast.result):
        return None
    return f"{population.definition} ({population.note})" if population.note else population.definition


# What is said in words


def _said(part: Outcome | Result) -> Iterator[Remark]:
    if part.says:
        yield Remark("says", part.says, "source")
    if isinstance(part, Result) and part.as_printed:
        yield Remark("figures", f"as printed: {part.as_printed}", "curator")
    if isinstance(part, Result):
        yield from (Remark("note", effect.note, "curator") for effect in part.effects if effect.note)
    if part.note:
        yield Remark("note", part.note, "curator")


def _words(contrast: Contrast) -> Iterator[Remark]:
    outcome, result, other = contrast.outcome, contrast.result, contrast.comparator_result
    if has_figures(result) or not _has_any(outcome):
        yield from _said(outcome)
    yield from _said(result)
    if other:
        yield from _said(other)


def _has_any(outcome: Outcome) -> bool:
    """Whether some arm of the outcome has figures; a note about them is not about arms that have none."""
    return any(has_figures(result) for by_arm in outcome.results.values() for result in by_arm.values())


def _absent(contrast: Contrast, known: Sequence[Effect], kind: str) -> Iterator[Remark]:
    """What a reader would look for in vain."""
    compared = contrast.result.p is not None or bool(known)
    if contrast.outcome.statistic and contrast.comparator and not contrast.baseline and not compared:
        yield Remark("missing", f"between-arm comparison {kind}")
    for key, name in (("risk_ratio", "risk ratio"), ("odds_ratio", "odds ratio")):
        if contrast.table and not any(effect.measure == key for effect in known):
            yield Remark("missing", f"{name} not estimable from these counts")
