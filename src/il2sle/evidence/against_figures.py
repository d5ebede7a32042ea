"""Figures of arms, in outcomes and harms: those of a record held against those of the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from il2sle.errors import some_of
from il2sle.frozen import Frozen
from il2sle.records.draft.comparisons import Comparison
from il2sle.records.letters import letters
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Harm, HarmCount, Outcome, Result
from il2sle.records.values import Cite, week_of

from .against_effects import Row, effects
from .held import ABSENT, Against, Held, words

_RESULT = ("events", "n", "percent", "value", "range", "sd", "se")
_HARM = ("affected", "events", "n")
_UNREAD = "not read"
_WHOLES = {"serious", "death"}  # of which the registry has a total, whatever a record calls it
_TOTALS = "resultsSection.adverseEventsModule.eventGroups"  # where a draft has the totals from, and no term


class Sides(Frozen):
    """A record and a draft of the registry's file, and what the draft has beside its record.

    Attributes:
        ours: the record.
        theirs: the draft, read as a record.
        arms: the arms of the record by those of the draft.
        comparisons: what is printed of two groups, by the place of the outcome measure.
        is_whole: whether the draft lists every event.
    """

    ours: Trial
    theirs: Trial
    arms: Mapping[str, str]
    comparisons: Mapping[str, tuple[Comparison, ...]]
    is_whole: bool

    def printed_at(self, place: str) -> tuple[Comparison, ...]:
        """The comparisons of the measure at a place, or of the measure that a row at this place is of."""
        return next((found for path, found in self.comparisons.items() if f"{place}.".startswith(f"{path}.")), ())

    def between(self, arm: str, told: Result, own: str, result: Result) -> frozenset[str | None]:
        """An arm and the one that the record sets it against, else the draft; by the names of the draft."""
        against = _against(self.ours, own, result)
        named = next((name for name, key in self.arms.items() if key == against), None)
        return frozenset({arm, named or _against(self.theirs, arm, told)})


def _against(trial: Trial, arm: str, result: Result) -> str | None:
    """The arm that a result stands against: the one that it names, or the only comparator."""
    comparators = [key for key, one in trial.arms.items() if one.role == "comparator" and key != arm]
    return result.against or (comparators[0] if len(comparators) == 1 else None)


def absent_words(missing: str | None) -> str:
    """What the registry has where it has no figure."""
    return {None: ABSENT, _UNREAD: "what cannot be read"}.get(missing, "no figure")


# Outcomes


def results(found: Against, sides: Sides, number: int, theirs: Outcome) -> None:
    """Compare an outcome of the record, by its number, with the same one of the registry."""
    ours, place, at = sides.ours.outcomes[number], theirs.cite[0].place, ("outcomes", number)
    if ours.analysis and theirs.analysis and found.is_from_file(ours.cite):
        found.hold((*at, "analysis"), "analysis", theirs.analysis, [ours.analysis], place)
    if not ours.results or not theirs.results:
        _one_has_none(found, at, ours, theirs)
    for time, by_arm in theirs.results.items() if ours.results else ():
        own_time = time_of(ours, time)
        if own_time is not None:
            _at_time(found, sides, (*at, "results", own_time), by_arm, place)
        elif found.is_from_file(ours.cite):
            found.lack(at, f"{_name(ours)}: results at {time} in the registry ({place}), nothing here")


def _at_time(found: Against, sides: Sides, loc: Loc, by_arm: Mapping[str, Result], place: str) -> None:
    ours = sides.ours.outcomes[int(loc[1])]
    for arm, told in by_arm.items():
        own = sides.arms.get(arm)
        result = ours.results[str(loc[-1])].get(own) if own else None
        if own and result:
            from_file = found.is_from_file(result.cite or ours.cite)
            between, printed = sides.between(arm, told, own, result), sides.printed_at(place)
            whole = _of_population(sides.ours, ours, own, result) if told.n else result
            _result(found, Row((*loc, own), whole, told, between, from_file, place, printed))
        elif own and found.is_from_file(ours.cite) and not told.missing:
            found.lack(loc, f"{own}: {_figures(told)} in the registry ({place}), nothing here")


def _of_population(trial: Trial, outcome: Outcome, arm: str, result: Result) -> Result:
    """A result with the patients that hold for it: its own, or those of its population."""
    population = trial.populations.get(outcome.population) if outcome.population else None
    if population is None or arm not in population.n or outcome.subset or outcome.subgroup or result.n is not None:
        return result
    return result.model_copy(update={"n": population.n[arm]})


def unmatched(found: Against, sides: Sides, number: int, told: Sequence[Outcome]) -> None:
    """Tell which times and arms of an outcome the record took from the file, where the file has none."""
    ours, place = sides.ours.outcomes[number], told[0].cite[0].place
    if not any(theirs.results for theirs in told):
        return
    known = {
        (time_of(ours, time), sides.arms.get(arm))
        for theirs in told
        for time, by_arm in theirs.results.items()
        for arm in by_arm
    }
    for time, by_arm in ours.results.items():
        for arm, result in by_arm.items():
            if (time, arm) not in known and not result.missing and found.is_from_file(result.cite or ours.cite):
                loc = ("outcomes", number, "results", time, arm)
                found.gone(loc, f"{_name(ours)}, {time}", _figures(result), place)


def _one_has_none(found: Against, at: Loc, ours: Outcome, theirs: Outcome) -> None:
    """Tell of results that only one of them has, and of what the other says in their stead."""
    place = theirs.cite[0].place
    if theirs.results:
        text = f"{_name(ours)}: {ours.missing or 'nothing'} here, results in the registry ({place})"
        (found.differ if found.names_file(ours.cite) else found.lack)(at, text)
    elif ours.results and found.names_file(ours.cite):
        said = f"results here, {theirs.missing or 'none'} in the registry ({place})"
        found.differ(at, f"{_name(ours)}: {said}")


def _result(found: Against, row: Row) -> None:
    ours, told, loc = row.ours, row.told, row.loc
    if ours.missing and not told.missing:
        text = f"{ours.missing} here, {_figures(told)} in the registry ({row.place})"
        (found.differ if row.from_file else found.lack)((*loc, "missing"), text)
        return
    absent = absent_words(told.missing)
    for name in _RESULT:
        held = [Held((*loc, name), _known(getattr(ours, name)), row.from_file)]
        held += [
            Held((*loc, "claims", number, name), getattr(claim, name), found.is_from_file(claim.cite))
            for number, claim in enumerate(ours.claims)
        ]
        if name != "n" or not told.missing:
            found.figure(name, getattr(told, name), held, row.place, absent)
    effects(found, row)


def _known(value: object) -> object:
    """A figure; the word which says that a number follows from a percentage is none."""
    return None if value == "from percent" else value


def _figures(one: Result | HarmCount) -> str:
    """The figures of a row in words."""
    names = _RESULT if isinstance(one, Result) else _HARM
    told = [f"{name} {words(getattr(one, name))}" for name in names if getattr(one, name) is not None]
    return ", ".join(told) or one.missing or "an effect"


def _name(outcome: Outcome) -> str:
    return outcome.measure or outcome.endpoint


def time_of(outcome: Outcome, time: str) -> str | None:
    """The time of a record that is one of the registry: in the same words, or the same week, or the only one."""
    if time in outcome.results:
        return time
    week = week_of(time)
    weeks = [own for own in outcome.results if week is not None and week_of(own) == week]
    undated = time == "not stated" and len(outcome.results) == 1
    return weeks[0] if weeks else next(iter(outcome.results)) if undated else None


# Harms


def harms(found: Against, sides: Sides) -> None:
    """Compare the harms, event by event."""
    lacking, matched, ours = list[str](), set[int](), sides.ours.harms
    for theirs in sides.theirs.harms.events if sides.theirs.harms else ():
        number = _same_harm(sides.ours, theirs)
        if number is None:
            lacking.append(theirs.event)
        else:
            matched.add(number)
            _harm(found, sides, number, theirs)
    place = "resultsSection.adverseEventsModule"
    if lacking:
        loc = ("harms",) if ours else ("id",)
        found.lack(loc, f"harms in the registry ({place}), and not here: {some_of(lacking)}")
    for number, one in enumerate(ours.events if ours else ()):
        if number not in matched and sides.is_whole and one.arms and found.is_from_file(_cites(sides.ours, one)):
            found.gone(("harms", "events", number), one.event, "figures", place)


def _cites(trial: Trial, harm: Harm) -> list[Cite]:
    return harm.cite or (trial.harms.cite if trial.harms else [])


def _same_harm(trial: Trial, theirs: Harm) -> int | None:
    events = trial.harms.events if trial.harms else []
    wholes = [n for n, one in enumerate(events) if one.category == theirs.category and not _is_part(one)]
    if theirs.category in _WHOLES and theirs.cite[0].place == _TOTALS and len(wholes) == 1:
        return wholes[0]
    named = (n for n, one in enumerate(events) if letters(one.event) == letters(theirs.event))
    cited = (
        n
        for n, one in enumerate(events)
        if one.category == theirs.category and theirs.cite[0].place in {cite.place for cite in one.cite}
    )
    return next(named, next(cited, None))


def _is_part(one: Harm) -> bool:
    """Whether an event is some of its category alone."""
    return bool(one.part_of or one.severity or one.relatedness)


def _harm(found: Against, sides: Sides, number: int, theirs: Harm) -> None:
    assert sides.ours.harms is not None  # noqa: S101  the number is that of one of its events
    ours, place, at = sides.ours.harms.events[number], theirs.cite[0].place, ("harms", "events", number, "arms")
    from_file = found.is_from_file(_cites(sides.ours, ours))
    for arm, told in theirs.arms.items():
        own = sides.arms.get(arm)
        count = ours.arms.get(own) if own else None
        if count and own:
            whole = _sized(sides.theirs, arm, told), _sized(sides.ours, own, count)
            _count(found, (*at, own), *whole, _Source(place, from_file))
        elif own and from_file and told.told:
            found.lack(at, f"{own}: {_figures(told)} in the registry ({place}), nothing here")
    told_arms = {sides.arms.get(arm) for arm in theirs.arms}
    for own, count in ours.arms.items():
        if own not in told_arms and from_file and count.told:
            found.gone((*at, own), ours.event, _figures(count), place)


def _sized(trial: Trial, arm: str, count: HarmCount) -> HarmCount:
    """A count with the patients at risk that hold for it: its own, or those of the table."""
    usual = trial.harms.n.get(arm) if trial.harms else None
    return count if count.n or not usual else count.model_copy(update={"n": usual})


class _Source(NamedTuple):
    """Where the registry has a count, and whether the record took its own from there."""

    place: str
    from_file: bool


def _count(found: Against, loc: Loc, told: HarmCount, ours: HarmCount, source: _Source) -> None:
    if ours.missing and told.told:
        text = f"{ours.missing} here, {_figures(told)} in the registry ({source.place})"
        (found.differ if source.from_file else found.lack)((*loc, "missing"), text)
        return
    for name in _HARM if told.told else _HARM[:2]:
        held = [Held((*loc, name), getattr(ours, name), source.from_file)]
        held += [
            Held((*loc, "claims", number, name), getattr(claim, name), found.is_from_file(claim.cite))
            for number, claim in enumerate(ours.claims)
        ]
        found.figure(name, getattr(told, name), held, source.place, absent_words(told.missing))
