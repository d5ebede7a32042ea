"""The outcomes of a draft: every measure with figures that the language holds, and the registered endpoints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from il2sle.records.letters import letters, words
from il2sle.records.registry.study import Cell, Measure, Study
from il2sle.records.values import NOT_STATED
from il2sle.records.vocabulary import NAMED_KEYS

from . import figures
from .analyses import Placed, against_entry, placed, unplaced
from .linking import Arms
from .measured import Scale, name_of, scale_of, typed
from .tree import Mapping, Raw, Sequence, mapping

_ROLES = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "exploratory", "POST_HOC": "post hoc"}
_REGISTERED = {"primary": "primary", "secondary": "secondary", "other": "exploratory"}


@dataclass(slots=True)
class Context:
    """What the parts of a draft share: the study, its arms, the date of the file, what could not be mapped."""

    study: Study
    arms: Arms
    as_of: str
    source: str
    unmapped: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    population: str = ""  # the description above the last outcome, which is not repeated

    def cite(self, *paths: str) -> str | Sequence:
        """Where something stands: a place in the JSON of the source."""
        places = [f"{self.source}, {path}" for path in paths]
        return places[0] if len(places) == 1 else Sequence([(place, ()) for place in places])

    def unique(self, name: str) -> str:
        """A name that no other outcome has."""
        self.names[name] += 1
        number = self.names[name]
        return name if number == 1 else self.unique(f"{name} ({number})")


def outcomes(context: Context) -> Sequence:
    """The outcomes in the order of the registry; then the participant flow; then what has no results."""
    made = Sequence()
    for measure in context.study.measures:
        for outcome, comments in _of_measure(context, measure):
            made.add(outcome, *comments)
    for outcome in (*_flow(context), *_without_results(context)):
        made.add(outcome)
    return made


def suggestions(title: str) -> list[str]:
    """The named endpoints whose name stands in a title."""
    said = words(title)
    named = [key for key in NAMED_KEYS if _within(words(key), said)]
    return [key for key in named if not any(key != other and _within(words(key), words(other)) for other in named)]


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


def _of_measure(context: Context, measure: Measure) -> Iterator[tuple[Mapping, list[str]]]:
    if measure["reportingStatus"] == "NOT_POSTED":
        yield _pending(context, measure.title, _ROLES.get(measure["type"]), measure.path), _later(measure)
        return
    if not measure.cells:
        context.unmapped.append(f"{measure.path}: {measure.title}: posted, and no measurement of it can be read")
        return
    scale = scale_of(measure)
    if scale is None:
        kind = f"{measure['paramType']}, {measure['unitOfMeasure']}"
        context.unmapped.append(f"{measure.path}: {measure.title}: the language does not hold this ({kind})")
        return
    series = _times(measure)
    for name, cells in [(measure.title, series)] if series else _rows(measure):
        yield from _outcome(context, measure, scale, name, cells)


def _later(measure: Measure) -> list[str]:
    date = measure["anticipatedPostingDate"]
    return [f"not posted yet{f'; announced for {date}' if date else ''}"]


def _times(measure: Measure) -> dict[str, Cell]:
    """The cells by time, where the classes are the visits of one measure and nothing else."""
    if any(cell.category for cell in measure.cells) or not all(cell.class_title for cell in measure.cells):
        return {}
    times = {_time(measure, cell.class_title) or "": cell for cell in measure.cells}
    return times if len(times) == len(measure.cells) and "" not in times else {}


def _rows(measure: Measure) -> Iterator[tuple[str, dict[str, Cell]]]:
    time = _time(measure, measure["timeFrame"]) or NOT_STATED
    for cell in measure.cells:
        yield name_of(measure, cell), {time: cell}


def _time(measure: Measure, frame: str) -> str | None:
    return figures.time(frame, change="change" in measure.title.casefold())


def _outcome(
    context: Context, measure: Measure, scale: Scale, name: str, cells: dict[str, Cell]
) -> Iterator[tuple[Mapping, list[str]]]:
    results, said = Mapping(), list[str]()
    alone = len(measure.cells) == 1
    analysed = placed(measure.analyses, measure.cells[0], scale, context.arms) if alone else Placed()
    for time, cell in cells.items():
        by_arm, comments = _results(context, scale, cell, analysed)
        said += comments
        if any(key != context.arms.comparator for key, _, _ in by_arm.entries):
            results.put(time, by_arm)
        else:
            context.unmapped.append(f"{cell.path}: {name}: no figure of a treated arm")
    if not results.entries:
        return
    if not alone:
        analysed.comments += [unplaced(one, "of which row or time is not said") for one in measure.analyses]
    path = measure.path if alone or len(cells) > 1 else next(iter(cells.values())).path
    outcome = _framed(context, measure, scale, name)
    outcome.put("results", results).put("cite", context.cite(path))
    yield outcome, _comments(context, measure, cells, [*said, *analysed.comments])


def _framed(context: Context, measure: Measure, scale: Scale, name: str) -> Mapping:
    outcome = mapping(endpoint=Raw("other"), measure=figures.text(context.unique(name or "(no title)")))
    outcome.put("analysis", _raw(_ROLES.get(measure["type"])))
    if scale.kind == "value":
        outcome.put("statistic", Raw(scale.statistic)).put("unit", figures.text(measure["unitOfMeasure"]))
    return outcome


def _raw(word: str | None) -> Raw | None:
    return Raw(word) if word else None


def _comments(context: Context, measure: Measure, cells: dict[str, Cell], said: list[str]) -> list[str]:
    named = suggestions(measure.title)
    comments = [f"DECIDE: the title names {', '.join(named)}; is that the `endpoint`?"] if named else []
    if NOT_STATED in cells:
        comments.append(f'DECIDE: the time; the frame is "{measure["timeFrame"]}"')
    if measure["type"] == "PRIMARY":
        comments.append("DECIDE: `met: true` or `met: false`, where a source says it")
    told = measure["populationDescription"]
    if told:
        again = told == context.population
        comments.append(f"DECIDE: the `population`; {'as above' if again else f'the registry says: {told}'}")
    context.population = told
    return comments + said


def _results(context: Context, scale: Scale, cell: Cell, analysed: Placed) -> tuple[Mapping, list[str]]:
    by_arm, comments, seen = Mapping(), [], set[str]()
    for one in cell.measured:
        key, result = context.arms.key(one.group, cell.path), typed(scale, one)
        if key is None or key in seen:
            continue
        if result is None:
            comments.append(f'{one.group}: "{one.value}" is no figure of its kind')
            continue
        seen.add(key)
        comments += result.comments
        if key in analysed.by_arm:
            for name, value, above in against_entry(analysed.by_arm[key], context.arms).entries:
                result.result.put(name, value, *above)
        by_arm.put(key, result.result)
    return by_arm, comments


def _flow(context: Context) -> Iterator[Mapping]:
    """Who came how far: counts of those who started the period."""
    started: dict[str, dict[str, str]] = {}
    for step in context.study.flow:
        if step.what == "STARTED":
            started[step.period] = step.numbers
            continue
        by_arm = Mapping()
        for title, number in step.numbers.items():
            key, events = context.arms.key(title, step.path), figures.count(number)
            n = figures.size(started.get(step.period, {}).get(title, ""))
            if key and events and n and int(events) <= int(n):
                by_arm.put(key, mapping(events=events, n=n))
        if not any(key != context.arms.comparator for key, _, _ in by_arm.entries):
            continue
        what = f"left: {step.what}" if step.left else step.what.capitalize()
        outcome = mapping(endpoint=Raw("other"), measure=context.unique(f"participant flow, {step.period}: {what}"))
        outcome.put("better", Raw("lower") if step.left or step.what.startswith("NOT") else None)
        yield outcome.put("results", Mapping([(NOT_STATED, by_arm, ())])).put("cite", context.cite(step.path))


def _without_results(context: Context) -> Iterator[Mapping]:
    """Registered endpoints for which no measure of the results has the title."""
    posted = {letters(measure.title) for measure in context.study.measures}
    for endpoint in context.study.endpoints:
        if letters(endpoint.measure) in posted:
            continue
        if posted:
            context.unmapped.append(f"{endpoint.path}: {endpoint.measure}: registered, and no result has this title")
            continue
        yield _pending(context, endpoint.measure, _REGISTERED[endpoint.role], endpoint.path)


def _pending(context: Context, title: str, role: str | None, path: str) -> Mapping:
    outcome = mapping(endpoint=Raw("other"), measure=figures.text(context.unique(title)), analysis=_raw(role))
    if context.as_of:
        outcome.put("missing", Raw("pending")).put("as_of", context.as_of)
    else:
        outcome.put("missing", Raw("not reported"))
    return outcome.put("cite", context.cite(path))
