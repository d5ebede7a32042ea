"""The harms of a draft: deaths, totals and terms, each by arm with patients and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from il2sle.records.registry.study import Affected, Event

from . import figures
from .outcomes import Context
from .tree import NOT_READ, NOT_REPORTED, Mapping, Raw, Sequence, mapping

_TOTALS = {
    "deaths": ("deaths, all causes", "death"),
    "serious": ("serious adverse events", "serious"),
    "other": ("other adverse events, not serious", "other"),
}
_SHOWN = 60  # signs of a figure that is none
_ENDINGS = {"serious": ", serious", "other": ""}


def harms(context: Context, kinds: tuple[str, ...] = ("serious", "other")) -> Mapping | None:
    """The harms; None where no group of them is an arm.

    Args:
        context: the study, and its arms.
        kinds: of which terms are listed one by one.
    """
    events = [event for event in context.study.events if not event.term or event.kind in kinds]
    sizes = _sizes(context, events)
    names = _names(events)
    made = Sequence()
    totals: dict[str, Event] = {}
    for event, name in zip(events, names, strict=True):
        arms, comments = _arms(context, event, sizes)
        if not arms.entries:
            continue
        total = totals.get(event.kind)
        said = ["more patients than in the total of its kind, so that it is no part of it here"]
        is_more = total is not None and _is_more(event, total)
        whole = total is not None and not is_more
        made.add(_event(context, event, name, arms, whole=whole), *comments, *(said if is_more else ()))
        if not event.term:
            totals[event.kind] = event
    if not made.entries:
        return None
    module = context.study.results.at("adverseEventsModule")
    table = mapping(cite=context.cite(module.path), n=Mapping([(key, n, ()) for key, n in sizes.items()]))
    said = [f"{key}: {module.text(key)}" for key in ("timeFrame", "description") if module.text(key)]
    threshold = module.text("frequencyThreshold")
    if threshold not in {"", "0"}:
        said.append(f"other events below {threshold}% are not listed: `missing: below threshold`, never a zero")
    hint = "DECIDE: the `category` of each `other` event; a term is no whole category: `infection` is all infections"
    return table.put("events", made, *said, hint)


def _sizes(context: Context, events: list[Event]) -> dict[str, Raw]:
    """The patients at risk of each arm, by the first event that has them.

    None for an arm in which an event has figures without them: the table would give it a number that is not its own.
    """
    sizes: dict[str, Raw] = {}
    own = set[str]()
    for event in events:
        for one in event.arms:
            key, n = context.arms.key(one.group), figures.size(one.at_risk)
            if key and n:
                sizes.setdefault(key, n)
            elif key and (one.affected or one.events) and not _is_of_nobody(one):
                own.add(key)
    return {key: n for key, n in sizes.items() if key not in own}


def _is_of_nobody(one: Affected) -> bool:
    return one.at_risk == "0" and {one.affected, one.events} <= {"", "0"}


def _names(events: list[Event]) -> list[str]:
    """A name of its own for each event: a term may be listed as serious and as not, and for several organs."""
    plain = [f"{event.term}{_ENDINGS[event.kind]}" if event.term else _TOTALS[event.kind][0] for event in events]
    times = Counter(plain)
    named = [
        f"{name} ({event.organs})" if times[name] > 1 and event.organs else name
        for event, name in zip(events, plain, strict=True)
    ]
    seen: Counter[str] = Counter()
    for number, name in enumerate(named):
        seen[name] += 1
        named[number] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return [figures.text(name) or f"event {number + 1}" for number, name in enumerate(named)]


def _arms(context: Context, event: Event, sizes: dict[str, Raw]) -> tuple[Mapping, list[str]]:
    arms, comments = Mapping(), []
    for one in event.arms:
        key = context.arms.key(one.group, event.path)
        if key is None:
            continue
        if arms.has(key):
            if one.affected or one.events:
                context.study.unread.note(event.path, one.affected or one.events, f"one entry of {one.group}")
            continue
        arms.put(key, _count(one, sizes.get(key)))
        comments += [f"{one.group}: {said}" for said in _said(one)]
    for title in event.silent if arms.entries else ():
        key = context.arms.key(title, event.path)
        if key and not arms.has(key):
            arms.put(key, mapping(missing=context.no_entry(f"{event.path}.stats")))
            comments.append(f"{title}: no number of patients is printed that can be read, which is no zero")
    return arms, comments


def _said(one: Affected) -> Iterator[str]:
    """What only a comment can say of the figures of a group."""
    if _is_of_nobody(one):
        yield "the registry counts nobody at risk"
    elif not one.affected:
        yield "no number of patients is printed, which is no zero"
    elif not figures.count(one.affected):
        yield f'the registry prints "{one.affected[:_SHOWN]}", which is not read as a number of patients'
    if one.at_risk and figures.count(one.at_risk) is None:
        yield f'the patients at risk cannot be read: "{one.at_risk[:_SHOWN]}"'


def _count(one: Affected, usual: Raw | None) -> Mapping:
    affected, events, n = figures.count(one.affected), figures.count(one.events), figures.size(one.at_risk)
    made = mapping(affected=affected, events=events, n=n if n != usual else None)
    if (affected or events) and not _is_of_nobody(one):
        return made
    made = mapping(n=n if n != usual else None)
    return made.put("missing", NOT_READ if _is_printed(one) else NOT_REPORTED)


def _is_more(event: Event, total: Event) -> bool:
    """Whether more patients have the event in some group than the total of its kind counts there."""
    totals = {one.group: figures.count(one.affected) for one in total.arms}
    pairs = ((figures.count(one.affected), totals.get(one.group)) for one in event.arms)
    return any(part and whole and int(part) > int(whole) for part, whole in pairs)


def _is_printed(one: Affected) -> bool:
    return bool(one.affected or one.events) and not _is_of_nobody(one)


def _event(context: Context, event: Event, name: str, arms: Mapping, *, whole: bool) -> Mapping:
    total, category = _TOTALS[event.kind]
    made = mapping(event=name, category=Raw(category))
    made.put("part_of", total if whole else None)
    notes = (f"notes, in the registry's words: {event.notes}",) if event.notes and context.with_sentences else ()
    comment = (event.organs,) if event.term and event.organs else ()
    return made.put("arms", arms, *comment, *notes).put("cite", context.cite(event.path))
