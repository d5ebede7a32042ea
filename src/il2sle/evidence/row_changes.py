"""What changed in the rows of one trial: results, effects, doses, harms, the baseline."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from il2sle.frozen import replace

from .change import Change, Matter, Reason, same_value
from .dose_row import Bounds, DoseRow
from .facts import BaselineRow
from .figure import MISSING, Effect, Figure, Pointer, Remark, Side
from .pairing import paired
from .rows import HarmRow, OutcomeRow
from .trace import SIDE_NAMES, about_outcome

A_TENTH = 0.1
FOLLOWS = "number_needed"  # it follows from the difference, and its interval may run through infinity


# Outcomes


def _series(row: OutcomeRow) -> tuple[Hashable, ...]:
    return row.endpoint, row.measure, row.time, row.arm.arm if row.arm else None


def _patients(row: OutcomeRow) -> tuple[Hashable, ...]:
    return row.population, row.subset, row.subgroup


def _printed(row: OutcomeRow) -> Hashable:
    """The figures that a source prints of a row: the same ones are the same result, whatever it is called."""
    figures: list[tuple[Hashable, ...]] = [
        (side.arm, name, figure.value)
        for side in (row.arm, row.comparator)
        if side
        for name, figure in side.figures().items()
        if figure and not figure.derived and name != "n"
    ]
    figures += [("", one.measure, one.value.value) for one in row.effects if one.value and not one.value.derived]
    return tuple(figures) or object()  # rows without figures are not alike


_OUTCOME_KEYS: tuple[Callable[[OutcomeRow], Hashable], ...] = (
    lambda row: (*_series(row), *_patients(row), row.against_key, row.statistic, row.instrument, row.analysis),
    lambda row: (*_series(row), *_patients(row), row.against_key),
    _series,
    lambda row: (row.endpoint, row.time, *_patients(row), row.arm.arm if row.arm else None),
    lambda row: (row.time, *_patients(row), _printed(row)),
    _printed,
)
_ROLES = ("time", "analysis", "registered", "population", "subset", "subgroup", "statistic", "adjusted", "read_off")
_TEXTS = (
    "endpoint",
    "measure",
    "unit",
    "better",
    "instrument",
    "linked_by",
    "second_hand",
    "placebo_adjusted",
    "barred",
    "weeks_off",
    "pooled",
)


def outcome_changes(old: Iterable[OutcomeRow], new: Iterable[OutcomeRow]) -> Iterator[Change]:
    """What changed in the outcomes of a trial."""
    for before, after in paired(old, new, _OUTCOME_KEYS):
        row = after or before
        if row is not None:
            arm = f", {row.arm.label}" if row.arm else ""
            matter = Matter(row.trial, row.name, f"{about_outcome(row)}{arm}", row.sources)
            yield from _result(matter, before, after) or _outcome(matter, before, after)


def _result(matter: Matter, before: OutcomeRow | HarmRow | None, after: OutcomeRow | HarmRow | None) -> list[Change]:
    """That a result is there or gone; nothing where it is in both editions, or in none."""
    had, has = (row is not None and row.missing is None for row in (before, after))
    if has and not had:
        return [matter.change("result added", "figure", new=after)]
    if had and not has:
        return [matter.change("result removed", "figure", old=before, new=None)]
    return []


def _outcome(matter: Matter, before: OutcomeRow | None, after: OutcomeRow | None) -> Iterator[Change]:
    if before is None or after is None:
        return
    yield from matter.texts("missing", "words", [("how it is missing", before.missing, after.missing)])
    yield from _effects(matter, before.effects, after.effects)
    yield from _side(matter, before.arm, after.arm)
    # A comparator stands against several arms: what changed of it is told once.
    yield from _side(replace(matter, about=about_outcome(after)), before.comparator, after.comparator)
    yield from matter.texts("figure", "figure", [("p", _p(before), _p(after))])
    yield from matter.texts("fact", "figure", _fields(before, after, _ROLES))
    yield from matter.texts("words", "words", _fields(before, after, _TEXTS))
    yield from _told(matter, before, after)


def _p(row: OutcomeRow) -> str | None:
    return row.p.printed if row.p else None


def _fields(before: object, after: object, names: Iterable[str]) -> list[tuple[str, object, object]]:
    return [(name.replace("_", " "), getattr(before, name), getattr(after, name)) for name in names]


def _told(matter: Matter, before: OutcomeRow | HarmRow, after: OutcomeRow | HarmRow) -> Iterator[Change]:
    """What a curator or a source says of a row, and where it stands."""
    old, new = _notes(before.remarks), _notes(after.remarks)
    yield from matter.texts("words", "words", [("note", _without(old, new), _without(new, old))])
    was, now = _places(before.sources), _places(after.sources)
    yield from matter.texts("source", "words", [("source", _without(was, now), _without(now, was))])


def _without(texts: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [text for text in texts if text not in known]


def _places(sources: Iterable[Pointer]) -> list[str]:
    return [f"{pointer.source.rpartition('/')[2]}: {pointer.locator}" for pointer in sources]


def _notes(remarks: Iterable[Remark]) -> list[str]:
    return [remark.text for remark in remarks if remark.voice != "il2sle"]


def _side(matter: Matter, old: Side | None, new: Side | None) -> Iterator[Change]:
    shown = new or old
    was, now = (side.figures() if side else {} for side in (old, new))
    names = SIDE_NAMES.items() if shown else ()
    label = shown.label if shown else ""
    yield from matter.figures((f"{name}, {label}", was.get(key, MISSING), now.get(key, MISSING)) for key, name in names)


# Effects


def _effects(matter: Matter, before: Iterable[Effect], after: Iterable[Effect]) -> Iterator[Change]:
    was, now = ([one for one in effects if one.measure != FOLLOWS] for effects in (before, after))
    for old, new in paired(was, now, (lambda one: (one.measure, one.model), lambda one: one.measure)):
        one = new or old
        if one is not None and (old is None or new is None or not _alike(old, new)):
            why = conclusion(old, new) if old and new else ""
            yield matter.change("effect", "conclusion" if why else "figure", one.about.title, old, new, why=why)
        elif old and new:
            yield from matter.texts("fact", "figure", [("model", old.model, new.model)])


def _alike(old: Effect, new: Effect) -> bool:
    figures = ("value", "low", "high", "se")
    return old.level == new.level and all(same_value(getattr(old, name), getattr(new, name)) for name in figures)


def conclusion(old: Effect, new: Effect) -> Reason:
    """What makes a change of an effect a change of a conclusion; empty where nothing does.

    That its interval crosses no effect or ceases to; else that the estimate moved by a tenth of what it was.
    """
    if None not in {old.crosses, new.crosses} and old.crosses is not new.crosses:
        return "includes no effect" if new.crosses else "excludes no effect"
    was, now = old.value.value, new.value.value
    if was is None or now is None or same_value(old.value, new.value):
        return ""
    return "a tenth" if abs(float(now) - float(was)) >= A_TENTH * abs(float(was)) else ""


# Harms


_HARM_KEYS: tuple[Callable[[HarmRow], Hashable], ...] = (
    lambda row: (row.event, row.category, row.severity, row.arm),
    lambda row: (row.event, row.arm),
    lambda row: (row.category, row.severity, row.arm),
)
_HARM_FIGURES = ("affected", "n", "percent", "events", "rate", "rate_low", "rate_high", "exposure")
_HARM_FACTS = ("percent_bound", "rate_per", "population", "severity", "relatedness")
_HARM_TEXTS = ("statement", "part_of", "linked_by", "second_hand")


def harm_changes(old: Iterable[HarmRow], new: Iterable[HarmRow]) -> Iterator[Change]:
    """What changed in the harms of a trial."""
    for before, after in paired(old, new, _HARM_KEYS):
        row = after or before
        if row is not None:
            about = ", ".join(filter(None, (f"harm: {row.event}", row.arm_label)))
            matter = Matter(row.trial, row.name, about, row.sources)
            yield from _result(matter, before, after) or _harm(matter, before, after)


def _harm(matter: Matter, before: HarmRow | None, after: HarmRow | None) -> Iterator[Change]:
    if before is None or after is None:
        return
    yield from matter.texts("missing", "words", [("how it is missing", before.missing, after.missing)])
    old, new = ([row.difference] if row.difference else [] for row in (before, after))
    yield from _effects(matter, old, new)
    named = ((name.replace("_", " "), getattr(before, name), getattr(after, name)) for name in _HARM_FIGURES)
    yield from matter.figures(named)
    yield from matter.texts("fact", "figure", _fields(before, after, _HARM_FACTS))
    yield from matter.texts("words", "words", _fields(before, after, _HARM_TEXTS))
    yield from _told(matter, before, after)


# Doses


_DOSE_KEYS: tuple[Callable[[DoseRow], Hashable], ...] = (lambda row: (row.arm, row.dose.value), lambda row: row.arm)
_WINDOWS = (("week_12", "weeks 1 to 12"), ("week_24", "weeks 1 to 24"), ("total", "all"))


def dose_changes(old: Iterable[DoseRow], new: Iterable[DoseRow]) -> Iterator[Change]:
    """What changed in the regimens of a trial."""
    for before, after in paired(old, new, _DOSE_KEYS):
        row = after or before
        if row is None:
            continue
        matter = Matter(row.trial, row.name, f"dose: {row.arm_label}", row.sources)
        if before is None or after is None:
            was, now = ((one.schedule or "no schedule") if one else None for one in (before, after))
            yield matter.change("fact", "figure", "arm", was, now)
            continue
        yield from matter.figures(_dose_figures(before, after))
        yield from matter.texts("fact", "figure", _fields(before, after, ("drug", "dose_unit", "route")))
        yield from matter.texts("words", "words", _fields(before, after, ("schedule", "arm_label", "pooled")))


def _dose_figures(before: DoseRow, after: DoseRow) -> Iterator[tuple[str, Figure, Figure]]:
    yield "dose", before.dose, after.dose
    yield from _ends("day of the last dose", before.last_dose_day, after.last_dose_day)
    for window, when in _WINDOWS:
        yield from _ends(f"{after.noun}, {when}", before.injections[window], after.injections[window])
        yield from _ends(f"cumulative dose, {when}", before.cumulative[window], after.cumulative[window])


def _ends(what: str, before: Bounds, after: Bounds) -> Iterator[tuple[str, Figure, Figure]]:
    """One number where it is one in both editions, else both ends of the range."""
    if all(bounds.exact or not bounds.low for bounds in (before, after)):
        yield what, before.exact, after.exact
    else:
        yield f"least {what}", before.low, after.low
        yield f"most {what}", before.high, after.high


# The baseline


def baseline_changes(trial: str, name: str, old: Iterable[BaselineRow], new: Iterable[BaselineRow]) -> Iterator[Change]:
    """What changed in the characteristics before treatment."""
    keys: tuple[Callable[[BaselineRow], Hashable], ...] = (
        lambda row: (row.measure, row.statistic),
        lambda row: row.measure,
    )
    for before, after in paired(old, new, keys):
        row = after or before
        if row is not None:
            matter = Matter(trial, name, f"baseline: {row.measure}", row.sources)
            yield from _baseline(matter, before, after)


def _baseline(matter: Matter, before: BaselineRow | None, after: BaselineRow | None) -> Iterator[Change]:
    was, now = _by_arm(before), _by_arm(after)
    for arm in dict.fromkeys((*now, *was)):
        yield from _side(matter, was.get(arm), now.get(arm))
    old_p, new_p = (row.p.printed if row and row.p else None for row in (before, after))
    yield from matter.texts("figure", "figure", [("p", old_p, new_p)])


def _by_arm(row: BaselineRow | None) -> Mapping[str, Side]:
    return {side.arm: side for side in row.sides} if row else {}
