"""A record held against what a registry says now: where they differ, and what the record does not have.

What the registry says is a record too, drafted from its file: the citations of that draft are places in the JSON.
Values are compared with every claim of the record, shown or not: what one of them says is known to its curator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from il2sle.errors import some_of
from il2sle.records.draft.outcomes import suggestions
from il2sle.records.letters import letters
from il2sle.records.model import Arm, Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Harm, HarmCount, Outcome, Result
from il2sle.records.stated import Claim, Stated
from il2sle.records.values import PValue, week_of
from il2sle.records.vocabulary import OTHER

from .contrasts import PRINTED_EFFECTS
from .differing import same_value
from .finding import Finding

DIFFERS, LACKS = "W250", "N320"
_RESULT = ("events", "n", "percent", "value", "range", "sd", "se", "p")
_HARM = ("affected", "events", "n")
_DATES = ("registered", "start", "primary_completion", "completion", "results_posted")
_DESIGN = ("phase", "allocation", "assignment", "masking")
_POSTED = "resultsSection.outcomeMeasuresModule"
_FLOW = "participantFlowModule"  # what a record may well leave out


@dataclass(slots=True)
class Against:
    """What came of it.

    Attributes:
        findings: where they differ, at the places of the record, each with the place in the registry's file.
        compared: how many values of the registry had a counterpart.
        agreed: how many of these are the same.
    """

    findings: list[Finding] = field(default_factory=list)
    compared: int = 0
    agreed: int = 0

    def hold(self, loc: Loc, what: str, told: object, held: Sequence[object], place: str) -> None:
        """Compare one value of the registry with those that the record has for it."""
        self.compared += 1
        if any(_same(told, one) for one in held):
            self.agreed += 1
            return
        ours = " and ".join(dict.fromkeys(_words(one) for one in held))
        self.findings.append(Finding(DIFFERS, loc, f"{what}: {ours} here, {_words(told)} in the registry ({place})"))

    def figure(self, loc: Loc, what: str, told: object, held: Sequence[object], place: str) -> None:
        """Compare a figure that both of them print."""
        known = [one for one in held if one is not None]
        if told is not None and known:
            self.hold(loc, what, told, known, place)

    def lack(self, loc: Loc, text: str) -> None:
        """Note what the registry says, and the record has no value for."""
        self.findings.append(Finding(LACKS, loc, text))


def against(trial: Trial, registry: Trial) -> Against:
    """A record against a draft of the registry's file about the same trial."""
    found = Against()
    _facts(found, trial, registry)
    arms = _arms(found, trial, registry)
    _endpoint(found, trial, registry)
    _outcomes(found, trial, registry, arms)
    _harms(found, trial, registry, arms)
    return found


# Facts


def _facts(found: Against, trial: Trial, registry: Trial) -> None:
    _stated(found, ("people", "enrolled"), "enrolled", trial.people.enrolled, registry.people.enrolled)
    _stated(found, ("status", "state"), "status", trial.status.state, registry.status.state)
    _posted(found, trial, registry)
    for section, names in (("design", _DESIGN), ("dates", _DATES)):
        ours, theirs = getattr(trial, section), getattr(registry, section)
        for name in names:
            loc: Loc = (section, name) if getattr(ours, name, None) else (section,) if ours else ("id",)
            _stated(found, loc, name.replace("_", " "), getattr(ours, name, None), getattr(theirs, name, None))


def _stated(found: Against, loc: Loc, what: str, ours: Stated[Any] | None, theirs: Stated[Any] | None) -> None:
    told = theirs.root[0] if theirs else None
    if told is None or told.known is None:
        return
    place = _place(told)
    known = [claim for claim in (ours.root if ours else ()) if claim.known is not None]
    if not known:
        found.lack(loc, f"{what}: {_words(told.value)} in the registry ({place}), nothing here")
        return
    held: list[object] = [claim.value for claim in known if claim.kind in {None, told.kind} or told.kind is None]
    if held:
        found.hold(loc, what, told.value, held, place)
        return
    kinds = " and ".join(f"{claim.value} ({claim.kind})" for claim in known)
    found.compared += 1
    message = f"{what}: {kinds} here, {told.value} ({told.kind}) in the registry ({place})"
    found.findings.append(Finding(DIFFERS, loc, message))


def _posted(found: Against, trial: Trial, registry: Trial) -> None:
    told = registry.status.results.root[0]
    if told.known in {"reported", "published"}:
        found.compared += 1
        known = {claim.known for claim in trial.status.results.root} & {"reported", "published"}
        found.agreed += bool(known)
        if not known:
            shown = trial.status.results.shown.value
            message = f"results: {shown} here, {told.value} in the registry ({_place(told)})"
            found.findings.append(Finding(DIFFERS, ("status", "results"), message))


def _place(claim: Claim[Any]) -> str:
    return claim.cite[0].place if claim.cite else ""


# Arms


def _arms(found: Against, trial: Trial, registry: Trial) -> dict[str, str]:
    """The arms of the record by those of the registry, as far as their keys or names agree; counted and compared."""
    ours = {key: arm for key, arm in trial.arms.items() if not arm.pooled}
    place = next(iter(registry.arms.values())).cite[0].place.rpartition("[")[0]
    found.hold(("arms",), "arms", len(registry.arms), [len(ours)], place)
    linked = {}
    for key, arm in registry.arms.items():
        meant = next((own for own, one in ours.items() if own == key or _is_same_arm(one, arm)), None)
        if meant is None:
            found.lack(("arms",), f'arm "{arm.label}" of the registry ({arm.cite[0].place}) has the name of none here')
            continue
        linked[key] = meant
        if arm.randomised is not None and trial.arms[meant].randomised is not None:
            loc = ("arms", meant, "randomised")
            found.hold(loc, "randomised", arm.randomised, [trial.arms[meant].randomised], arm.cite[-1].place)
    return linked


def _is_same_arm(ours: Arm, theirs: Arm) -> bool:
    """Whether two arms have one name, or the record's cites the place where the registry lists the other."""
    return letters(ours.label) == letters(theirs.label) or theirs.cite[0].place in {cite.place for cite in ours.cite}


# The registered primary endpoint


def _endpoint(found: Against, trial: Trial, registry: Trial) -> None:
    told = registry.design.registered_aim.root[0] if registry.design.registered_aim else None
    if told is None or not isinstance(told.known, str):
        return
    aims = trial.design.registered_aim or trial.design.primary_aim
    loc: Loc = ("design", "registered_aim" if trial.design.registered_aim else "primary_aim") if aims else ("design",)
    texts = [str(claim.known) for claim in (aims.root if aims else ()) if claim.known]
    if any(letters(text) == letters(told.known) for text in texts):
        found.hold(loc, "registered primary endpoint", told.known, [told.known], _place(told))
        return
    theirs, ours = suggestions(told.known), [*suggestions("; ".join(texts)), *_registered(trial)]
    if theirs:
        found.hold(loc, "registered primary endpoint", ", ".join(theirs), [_among(theirs, ours)], _place(told))
    else:
        said = f'"{texts[0]}"' if texts else "nothing"
        text = f'{said} here, "{told.known}" in the registry ({_place(told)}): is it the same?'
        found.lack(loc, f"registered primary endpoint: {text}")


def _registered(trial: Trial) -> list[str]:
    """The endpoints of the record that are registered as primary."""
    registered = (one for one in trial.outcomes if (one.registered or one.analysis) == "primary")
    return [one.endpoint for one in registered if one.endpoint != OTHER]


def _among(theirs: Sequence[str], ours: Sequence[str]) -> str:
    """The registry's endpoints where the record has them all, else those of the record."""
    return ", ".join(theirs if set(theirs) <= set(ours) else dict.fromkeys(ours)) or "none named"


# Outcomes


def _outcomes(found: Against, trial: Trial, registry: Trial, arms: Mapping[str, str]) -> None:
    counterparts = [_counterpart(trial, theirs) for theirs in registry.outcomes]
    for theirs, number in zip(registry.outcomes, counterparts, strict=True):
        if number is None:
            if theirs.results and _FLOW not in theirs.cite[0].place:
                text = f'results of "{theirs.measure}" are in the registry ({theirs.cite[0].place}), and not here'
                found.lack(("outcomes",), text)
            continue
        ours = trial.outcomes[number]
        for time, by_arm in theirs.results.items():
            at = _time(ours, time)
            for arm, told in by_arm.items():
                own = arms.get(arm)
                result = ours.results[at].get(own) if at and own else None
                if at and own and result:
                    loc = ("outcomes", number, "results", at, own)
                    _result(found, loc, told, result, theirs.cite[0].place)

    for number, ours in enumerate(trial.outcomes):
        places = [cite.place for cite in ours.cite if cite.place.startswith(_POSTED)]
        if number not in counterparts and places and ours.results:
            message = f"{ours.measure or ours.endpoint}: results here, none in the registry any more ({places[0]})"
            found.compared += 1
            found.findings.append(Finding(DIFFERS, ("outcomes", number), message))


def _counterpart(trial: Trial, theirs: Outcome) -> int | None:
    """The outcome of the record that is about the same: by its words, its place in the file, or its endpoint.

    Words go first: the places of a list move when one of it is taken out.
    """
    place = theirs.cite[0].place
    cited = [n for n, one in enumerate(trial.outcomes) if place in {cite.place for cite in one.cite}]
    same = [n for n, one in enumerate(trial.outcomes) if letters(one.measure or "") == letters(theirs.measure or "")]
    if both := [n for n in same if n in cited] or same or cited:
        return both[0]
    named, score = suggestions(theirs.measure or ""), bool(theirs.statistic)
    return next(
        (
            number
            for number, one in enumerate(trial.outcomes)
            if one.endpoint in named and bool(one.statistic) == score and _is_from_registry(trial, one)
            and any(_time(one, time) for time in theirs.results)
        ),
        None,
    )  # fmt: skip


def _is_from_registry(trial: Trial, outcome: Outcome) -> bool:
    return any(trial.sources[cite.source].kind == "registry" for cite in outcome.cite if cite.source in trial.sources)


def _time(outcome: Outcome, time: str) -> str | None:
    """The time of a record that is one of the registry: in the same words, or the same week, or the only one."""
    if time in outcome.results:
        return time
    week = week_of(time)
    weeks = [own for own in outcome.results if week is not None and week_of(own) == week]
    undated = time == "not stated" and len(outcome.results) == 1
    return weeks[0] if weeks else next(iter(outcome.results)) if undated else None


def _result(found: Against, loc: Loc, told: Result, ours: Result, place: str) -> None:
    for name in _RESULT:
        value = getattr(told, name)
        held = [getattr(one, name, None) for one in (ours, *ours.claims)]
        found.figure((*loc, name), name, value, held, place)
    for effect in told.effects:
        keyed = effect.measure in PRINTED_EFFECTS
        listed = [(("effects", n), one) for n, one in enumerate(ours.effects) if one.measure == effect.measure]
        for name in ("value", "ci", "p"):
            own = (effect.measure if name == "value" else f"{effect.measure}_ci") if keyed and name != "p" else name
            held = [getattr(one, name) for _, one in listed] + [getattr(ours, own, None)]
            at = (*loc, *listed[0][0], name) if listed else (*loc, own)
            found.figure(at, f"{effect.measure} {name}", getattr(effect, name), held, place)


# Harms


def _harms(found: Against, trial: Trial, registry: Trial, arms: Mapping[str, str]) -> None:
    lacking: list[str] = []
    for theirs in registry.harms.events if registry.harms else ():
        number = _same_harm(trial, theirs)
        if number is None or trial.harms is None:
            lacking.append(theirs.event)
            continue
        for arm, told in theirs.arms.items():
            own = arms.get(arm)
            ours = trial.harms.events[number].arms.get(own) if own else None
            if own and ours:
                _harm(found, ("harms", "events", number, "arms", own), told, ours, theirs.cite[0].place)

    if lacking:
        place = "resultsSection.adverseEventsModule"
        loc = ("harms",) if trial.harms else ("id",)
        found.lack(loc, f"harms in the registry ({place}), and not here: {some_of(lacking)}")


def _same_harm(trial: Trial, theirs: Harm) -> int | None:
    events = trial.harms.events if trial.harms else []
    named = (n for n, one in enumerate(events) if letters(one.event) == letters(theirs.event))
    cited = (
        n
        for n, one in enumerate(events)
        if one.category == theirs.category and theirs.cite[0].place in {cite.place for cite in one.cite}
    )
    return next(named, next(cited, None))


def _harm(found: Against, loc: Loc, told: HarmCount, ours: HarmCount, place: str) -> None:
    for name in _HARM:
        found.figure((*loc, name), name, getattr(told, name), [getattr(ours, name)], place)


# Values


def _same(told: object, ours: object) -> bool:
    """Whether two values are the same figure, or the same words; of two dates one may be coarser."""
    if isinstance(told, Decimal | int) and isinstance(ours, Decimal | int):
        return Decimal(told) == Decimal(ours)
    if isinstance(told, PValue) and isinstance(ours, PValue):
        return (told.comparator, told.value) == (ours.comparator, ours.value)
    return same_value(told, ours)


def _words(value: object) -> str:
    if isinstance(value, PValue):
        return value.printed
    return f"{value[0]} to {value[1]}" if isinstance(value, list) else str(value)
