"""The outcomes of a draft: every measure with figures that the language holds, and the registered endpoints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from il2sle.records.letters import letters, words
from il2sle.records.registry.node import Told
from il2sle.records.registry.study import Cell, Counted, Measure, Study
from il2sle.records.values import NOT_STATED
from il2sle.records.vocabulary import NAMED_KEYS

from . import figures
from .analyses import Placed, against_entry, placed, unplaced
from .linking import Arms
from .measured import Scale, name_of, scale_of, typed
from .tree import NOT_READ, NOT_REPORTED, Mapping, Raw, Sequence, mapping

_ROLES = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "exploratory", "POST_HOC": "post hoc"}
_POSTED = {"POSTED": "yes", "NOT_POSTED": "no"}
_SHOWN = 60  # signs of a figure that is none
_REGISTERED = {"primary": "primary", "secondary": "secondary", "other": "exploratory"}


@dataclass(slots=True)
class Context:
    """What the parts of a draft share: the study, its arms, the date of the file, what could not be mapped."""

    study: Study
    arms: Arms
    as_of: str
    source: str
    with_sentences: bool = True  # whether the record has room for what the registry says in sentences
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

    def title(self, name: str, path: str) -> str:
        """A name that no other outcome has, and that a record can hold."""
        return self.held(self.unique(name), path) or self.unique(f"too long a title: {path}")

    def no_entry(self, path: str) -> Raw:
        """How the figure of a group is missing that the list at a place has no entry for: one may be unread."""
        return NOT_READ if self.study.unread.touches(path) else NOT_REPORTED

    def held(self, printed: str, path: str) -> str | None:
        """A text as a record may hold it; one that is too long is noted as unread."""
        text = figures.text(printed)
        if printed and text is None:
            self.study.unread.note(path, printed, f"a text of at most {figures.LONGEST:,} signs")
        return text

    def word(self, told: Told | None, meanings: dict[str, str]) -> Raw | None:
        """What a word of the registry means in the language; one without a meaning is noted as unread."""
        word = meanings.get(told.text) if told else None
        if told and told.text and word is None:
            self.study.unread.note(told.path, told.text, "a word that the registry is known to use")
        return Raw(word) if word else None


def outcomes(context: Context) -> Sequence:
    """The outcomes in the order of the registry; then the participant flow; then what has no results."""
    made = Sequence()
    for measure in context.study.measures:
        for outcome, comments in _of_measure(context, measure):
            made.add(outcome, *comments)
    for outcome in _flow(context):
        made.add(outcome)
    for outcome, comments in _without_results(context):
        made.add(outcome, *comments)
    return made


def suggestions(title: str) -> list[str]:
    """The named endpoints whose name stands in a title."""
    said = words(title)
    named = [key for key in NAMED_KEYS if _within(words(key), said)]
    return [key for key in named if not any(key != other and _within(words(key), words(other)) for other in named)]


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


def _of_measure(context: Context, measure: Measure) -> Iterator[tuple[Mapping, list[str]]]:
    status = Told(measure["reportingStatus"], f"{measure.path}.reportingStatus")
    if context.word(status, _POSTED) == "no":
        role = context.word(Told(measure["type"], f"{measure.path}.type"), _ROLES)
        said = [*_later(measure), *_description(context, measure["description"])]
        yield _pending(context, measure.title, role, measure.path), said
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
    said = _description(context, measure["description"])
    for name, cells in [(measure.title, series)] if series else _rows(measure):
        for outcome, comments in _outcome(context, measure, scale, name, cells):
            yield outcome, said + comments
            said = []  # above the first of the rows that it is about


def _description(context: Context, text: str) -> list[str]:
    return [f"description, in the registry's words: {text}"] if text and context.with_sentences else []


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
    outcome = mapping(endpoint=Raw("other"), measure=context.title(name or "(no title)", f"{measure.path}.title"))
    outcome.put("analysis", context.word(Told(measure["type"], f"{measure.path}.type"), _ROLES))
    if scale.kind == "value":
        unit = context.held(measure["unitOfMeasure"], f"{measure.path}.unitOfMeasure")
        outcome.put("statistic", Raw(scale.statistic)).put("unit", unit)
    return outcome


def _comments(context: Context, measure: Measure, cells: dict[str, Cell], said: list[str]) -> list[str]:
    named = suggestions(measure.title)
    comments = [f"DECIDE: the title names {', '.join(named)}; is that the `endpoint`?"] if named else []
    if NOT_STATED in cells:
        comments.append(f'DECIDE: the time; the frame is "{measure["timeFrame"]}"')
    if measure["type"] == "PRIMARY":
        comments.append("DECIDE: `met: true` or `met: false`, where a source says it")
    if measure.units.casefold() not in {"", "participants"}:
        comments.append(f"the registry counts {measure.units} as analysed, who are no patients")
    told = measure["populationDescription"]
    if told:
        again = told == context.population
        comments.append(f"DECIDE: the `population`; {'as above' if again else f'the registry says: {told}'}")
    context.population = told
    return comments + said


def _results(context: Context, scale: Scale, cell: Cell, analysed: Placed) -> tuple[Mapping, list[str]]:
    by_arm, comments, seen = Mapping(), list[str](), set[str]()
    for one in cell.measured:
        key, result = context.arms.key(one.group, cell.path), typed(scale, one)
        if key is None:
            continue
        if key in seen:
            context.study.unread.note(f"{one.path}.value", one.value, f"one entry of {one.group}")
            continue
        seen.add(key)
        comments += result.comments
        if result.unread:
            context.study.unread.note(f"{one.path}.value", one.value, result.unread)
            comments.append(
                f'{one.group}: the registry prints "{one.value[:_SHOWN]}", which is not read as {result.unread}'
            )
        if key in analysed.by_arm:
            for name, value, above in against_entry(analysed.by_arm[key], context.arms).entries:
                result.result.put(name, value, *above)
        by_arm.put(key, result.result)
    return by_arm, comments + _silent(context, cell, by_arm)


def _silent(context: Context, cell: Cell, by_arm: Mapping) -> list[str]:
    """Add the groups of a measure for which no figure is printed, beside those for which one is."""
    treated = any(key != context.arms.comparator for key, _, _ in by_arm.entries)
    comments: list[str] = []
    for title in cell.silent if treated else ():
        key = context.arms.key(title, cell.path)
        if key and not by_arm.has(key):
            by_arm.put(key, mapping(missing=context.no_entry(f"{cell.path}.measurements")))
            comments.append(f"{title}: the registry has no entry that can be read for this group")
    return comments


def _flow(context: Context) -> Iterator[Mapping]:
    """Who came how far: counts of those who started the period."""
    started: dict[str, dict[str, str]] = {}
    for step in context.study.flow:
        if step.what == "STARTED":
            started[step.period] = step.numbers
            continue
        by_arm = _step(context, step, started.get(step.period, {}))
        if not any(key != context.arms.comparator for key, _, _ in by_arm.entries):
            continue
        what = f"left: {step.what}" if step.left else step.what.capitalize()
        outcome = mapping(endpoint=Raw("other"), measure=context.unique(f"participant flow, {step.period}: {what}"))
        outcome.put("better", Raw("lower") if step.left or step.what.startswith("NOT") else None)
        yield outcome.put("results", Mapping([(NOT_STATED, by_arm, ())])).put("cite", context.cite(step.path))


def _step(context: Context, step: Counted, started: dict[str, str]) -> Mapping:
    by_arm = Mapping()
    for title, number in step.numbers.items():
        key, events, n = context.arms.key(title, step.path), figures.count(number), figures.size(started.get(title, ""))
        if key is None or (number, started.get(title, "")) in {("", ""), ("", "0"), ("0", "0")}:
            continue  # a group that did not start the period is not in it
        if by_arm.has(key):
            context.study.unread.note(step.path, number, f"one entry of {title}")
        elif events and n and int(events) > int(n):
            context.unmapped.append(f"{step.path}: {title}: {events} of {n} who started: more than there were")
        else:
            absent = None if events else NOT_READ if number else NOT_REPORTED
            by_arm.put(key, mapping(events=events, n=n, missing=absent))
    inner = "reasons" if step.left else "achievements"
    for title in step.silent if by_arm.entries else ():
        key = context.arms.key(title, step.path)
        if key and not by_arm.has(key) and figures.size(started.get(title, "")):
            by_arm.put(key, mapping(missing=context.no_entry(f"{step.path}.{inner}")))
    return by_arm


def _without_results(context: Context) -> Iterator[tuple[Mapping, list[str]]]:
    """Registered endpoints for which no measure of the results has the title."""
    posted = {letters(measure.title) for measure in context.study.measures}
    for endpoint in context.study.endpoints:
        if letters(endpoint.measure) in posted:
            continue
        if posted:
            context.unmapped.append(f"{endpoint.path}: {endpoint.measure}: registered, and no result has this title")
            continue
        pending = _pending(context, endpoint.measure, Raw(_REGISTERED[endpoint.role]), endpoint.path)
        frame = [f"time frame: {endpoint.time_frame}"] if endpoint.time_frame else []
        yield pending, frame + _description(context, endpoint.description)


def _pending(context: Context, title: str, role: Raw | None, path: str) -> Mapping:
    outcome = mapping(endpoint=Raw("other"), measure=context.title(title, path), analysis=role)
    if context.study.hides_results:
        outcome.put("missing", NOT_READ)
    elif context.as_of:
        outcome.put("missing", Raw("pending")).put("as_of", context.as_of)
    else:
        outcome.put("missing", NOT_REPORTED)
    return outcome.put("cite", context.cite(path))
