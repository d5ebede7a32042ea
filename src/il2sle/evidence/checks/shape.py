"""Whether the parts of a record fit each other: results and their absence, measures."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from il2sle.evidence.contrasts import PRINTED_EFFECTS, measure_of, printed_in, subgroup_words
from il2sle.evidence.figure import MEASURES, Scale
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Outcome, Result
from il2sle.records.vocabulary import INSTRUMENTS, NAMED_ENDPOINTS, NAMED_KEYS, OTHER

SHARES = {endpoint.measure for endpoint in NAMED_ENDPOINTS if endpoint.measure}
UNDATED = "`pending` needs `as_of`, the date on which this was true"


def results(workings: Workings) -> Iterator[Finding]:
    """R111: results that are both there and missing, or neither."""
    trial = workings.trial
    for index, outcome in enumerate(trial.outcomes):
        loc = ("outcomes", index)
        if not outcome.results and outcome.missing is None:
            yield Finding("R111", loc, "there are no results, and no `missing` says why")
        if outcome.missing == "pending" and outcome.as_of is None:
            yield Finding("R111", (*loc, "missing"), UNDATED)
        for timepoint, by_arm in outcome.results.items():
            yield from _whole(trial, by_arm, (*loc, "results", timepoint))
            for arm, result in by_arm.items():
                yield from _result(result, outcome, (*loc, "results", timepoint, arm))


def harms(workings: Workings) -> Iterator[Finding]:
    """R111: harms that are both there and missing, or neither."""
    trial = workings.trial
    for index, harm in enumerate(trial.harms.events if trial.harms else ()):
        loc = ("harms", "events", index)
        if not harm.arms and harm.missing is None and harm.says is None:
            yield Finding("R111", loc, "there are no figures and no words, and no `missing` says why")
        if harm.missing == "pending" and harm.as_of is None:
            yield Finding("R111", (*loc, "missing"), UNDATED)
        for arm, count in harm.arms.items():
            if count.missing == "pending" and harm.as_of is None:
                yield Finding("R111", (*loc, "arms", arm, "missing"), UNDATED)
            there = count.told
            if there == bool(count.missing or harm.missing):
                said = (
                    "there are figures, and yet it is missing"
                    if there
                    else "it holds no figure, and no `missing` says why"
                )
                yield Finding("R111", (*loc, "arms", arm), said)


def _whole(trial: Trial, by_arm: dict[str, Result], loc: tuple[str | int, ...]) -> Iterator[Finding]:
    """A row of a table belongs to a treated arm: without one, what is said of the comparator would be in none."""
    if not any(trial.arms[arm].role == "treated" for arm in by_arm):
        said = "there are no results at this time" if not by_arm else "there is no result of a treated arm"
        yield Finding("R111", loc, f"{said}; say how it is missing, e.g. `missing: not reported`")


def _result(result: Result, outcome: Outcome, loc: tuple[str | int, ...]) -> Iterator[Finding]:
    if result.missing == "pending" and outcome.as_of is None:
        yield Finding("R111", (*loc, "missing"), UNDATED)
    there = printed_in(result)
    absent = result.missing or outcome.missing
    if there and absent:
        yield Finding("R111", loc, f"it is `{absent}`, and yet there is `{there[0]}`")
    # Whether an arm changed may be all that is printed, or all that was read, of figures that are missing.
    if not there and not absent and not result.says and result.p_within is None:
        yield Finding("R111", loc, "it holds no figure, and no `missing` says why")


WAY_OUT = "use a word of the vocabulary, {other}or define it under `definitions`, with what the trial means by it"


def named(workings: Workings) -> Iterator[Finding]:
    """R004: endpoints and instruments that neither the vocabulary nor the record defines."""
    trial = workings.trial
    for index, outcome in enumerate(trial.outcomes):
        found = (
            ("endpoint", outcome.endpoint, (*NAMED_KEYS, OTHER), "`other` with `measure`, "),
            ("instrument", outcome.instrument, INSTRUMENTS, ""),
        )
        for key, value, words, other in found:
            if value is not None and value not in words and value not in trial.definitions:
                from il2sle.records.hints import shortened, slip  # noqa: PLC0415  where there is something to say

                guess = slip(value, (*words, *trial.definitions))
                meant = f"did you mean `{guess}`? " if guess else ""
                message = f'`{key}` cannot be "{shortened(value)}"; {meant}{WAY_OUT.format(other=other)}'
                yield Finding("R004", ("outcomes", index, key), message)


def points(workings: Workings) -> Iterator[Finding]:
    """R116, R119: a difference in points on a score, which has a unit of its own, and one in a unit on responders."""
    for index, outcome in enumerate(workings.trial.outcomes):
        share = _counts_responders(outcome)
        for timepoint, by_arm in outcome.results.items() if outcome.statistic or share else ():
            for arm, result in by_arm.items():
                for scale, name, steps in _scales(result):
                    loc = ("outcomes", index, "results", timepoint, arm, *steps)
                    if outcome.statistic and scale == "points":
                        message = f"`{name}` is in percentage points, and this is a score: write `mean_{name}`"
                        yield Finding("R116", loc, message, key=steps[-1] == name)
                    elif share and scale == "score":
                        message = f"`{name}` is in the unit of a score, and here responders are counted"
                        yield Finding("R119", loc, message, key=steps[-1] == name)


_SCALES = {key: MEASURES[name].scale for name in PRINTED_EFFECTS for key in (name, f"{name}_ci")}


def _scales(result: Result) -> Iterator[tuple[Scale, str, Loc]]:
    """The printed effects of a result: the scale of each, its key, and the steps from the result to it."""
    printed = printed_in(result)
    yield from ((scale, key, (key,)) for key, scale in _SCALES.items() if key in printed)
    for number, effect in enumerate(result.effects):
        yield MEASURES[effect.measure].scale, effect.measure, ("effects", number, "measure")


def _counts_responders(outcome: Outcome) -> bool:
    """Whether shares of patients are told, and no score."""
    results = [result for at in outcome.results.values() for result in at.values()]
    counted = any((result.events, result.percent) != (None, None) for result in results)
    return outcome.statistic is None and (counted or measure_of(outcome) in SHARES)


def twice(workings: Workings) -> Iterator[Finding]:
    """R117: the same outcome twice: a reader could not tell which figure is meant."""
    first: dict[Hashable, Loc] = {}
    for index, outcome in enumerate(workings.trial.outcomes):
        for steps in _figured(outcome) or [()]:
            loc: Loc = ("outcomes", index, *(("results", *steps) if steps else ()))
            before = first.setdefault((*_matter(outcome), steps), loc)
            if before[1] != index:
                yield Finding("R117", loc, f"the same outcome stands under number {int(before[1]) + 1} of `outcomes`")


def _figured(outcome: Outcome) -> list[tuple[str, ...]]:
    return [(timepoint, arm) for timepoint, by_arm in outcome.results.items() for arm in by_arm]


def _matter(outcome: Outcome) -> tuple[Hashable, ...]:
    return (
        *(outcome.endpoint, measure_of(outcome), outcome.instrument, outcome.statistic, outcome.unit),
        *(outcome.population, outcome.subset, subgroup_words(outcome), outcome.analysis, outcome.adjusted),
    )


def spreads(workings: Workings) -> Iterator[Finding]:
    """R118: a standard error under a statistic that says deviation, or the reverse."""
    for index, outcome in enumerate(workings.trial.outcomes):
        said = (outcome.statistic or "").split()
        for timepoint, by_arm in outcome.results.items():
            for arm, result in by_arm.items():
                for key, other in (("se", "SD"), ("sd", "SE")):
                    if getattr(result, key) is not None and other in said:
                        loc = ("outcomes", index, "results", timepoint, arm, key)
                        yield Finding("R118", loc, f"`{key}` under the statistic `{outcome.statistic}`", key=True)


def measures(workings: Workings) -> Iterator[Finding]:
    """R113: outcomes that do not say what was measured, scores without their statistic, and the reverse."""
    trial = workings.trial
    must_name = {endpoint.key for endpoint in NAMED_ENDPOINTS if not endpoint.measure} | {"other"}
    for index, outcome in enumerate(trial.outcomes):
        loc = ("outcomes", index)
        if outcome.endpoint in must_name and outcome.measure is None and outcome.results:
            yield Finding("R113", loc, f"an outcome under {outcome.endpoint} needs `measure`")
        results = [result for at in outcome.results.values() for result in at.values()]
        if outcome.statistic is None and any(result.value is not None for result in results):
            yield Finding("R113", loc, "a score needs `statistic`, e.g. `median (range)`")
        if outcome.statistic and any((result.events, result.percent) != (None, None) for result in results):
            yield Finding("R113", (*loc, "statistic"), "`statistic` is for a score, and here responders are counted")
