"""A record held against what a registry says now: where they differ, and what the record does not have.

What the registry says is a record too, drafted from its file: the citations of that draft are places in the JSON.
Values are compared with every claim of the record, shown or not: what one of them says is known to its curator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from il2sle.errors import LISTED
from il2sle.records.draft.drafted import Draft
from il2sle.records.draft.outcomes import suggestions
from il2sle.records.letters import letters
from il2sle.records.model import Arm, Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Outcome
from il2sle.records.stated import Claim, Stated
from il2sle.records.vocabulary import OTHER

from .against_figures import Sides, absent_words, harms, results, time_of, unmatched
from .held import Against, Held, sources_of, words

_DATES = ("registered", "start", "primary_completion", "completion", "results_posted")
_DESIGN = ("phase", "allocation", "assignment", "masking")
_POSTED = ("resultsSection.outcomeMeasuresModule", "resultsSection.participantFlowModule")
_FLOW = "participantFlowModule"  # what a record may well leave out


def against(trial: Trial, registry: Trial, drafted: Draft) -> Against:
    """A record against what the registry's file says of the same trial.

    Args:
        trial: the record.
        registry: the draft of the file, read as a record.
        drafted: the draft itself, for what it could not read or has no place for.
    """
    found = Against(sources_of(trial, registry.id))
    _facts(found, trial, registry)
    sides = Sides(trial, registry, _arms(found, trial, registry), drafted.comparisons, drafted.is_whole)
    _endpoint(found, trial, registry)
    _outcomes(found, sides)
    harms(found, sides)
    for line in drafted.unread[:LISTED]:
        found.lack(("id",), f"the registry's file has what cannot be read: {line}")
    if (more := len(drafted.unread) - LISTED) > 0:
        found.lack(("id",), f"the registry's file has {more:,} more places that cannot be read")
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
    known = [claim for claim in (ours.root if ours else ()) if claim.known is not None]
    if told is None or told.known is None:
        absent = absent_words(_missing(told))
        for claim in known:
            if found.is_from_file(claim.cite):
                found.gone(loc, what, claim.value, _place(claim), absent)
        return
    place = _place(told)
    if not known:
        found.lack(loc, f"{what}: {words(told.value)} in the registry ({place}), nothing here")
        return
    held: list[object] = [claim.value for claim in known if claim.kind in {None, told.kind} or told.kind is None]
    if held:
        found.hold(loc, what, told.value, held, place)
        return
    kinds = " and ".join(f"{claim.value} ({claim.kind})" for claim in known)
    found.differ(loc, f"{what}: {kinds} here, {told.value} ({told.kind}) in the registry ({place})")


def _posted(found: Against, trial: Trial, registry: Trial) -> None:
    told = registry.status.results.root[0]
    if told.known in {"reported", "published"}:
        if {claim.known for claim in trial.status.results.root} & {"reported", "published"}:
            found.agree()
            return
        shown = trial.status.results.shown.value
        found.differ(("status", "results"), f"results: {shown} here, {told.value} in the registry ({_place(told)})")


def _missing(told: Claim[Any] | None) -> str | None:
    return told.missing if told else None


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
        one = trial.arms[meant]
        held = [Held(("arms", meant, "randomised"), one.randomised, found.is_from_file(one.cite))]
        told = arm if arm.randomised is not None or not one.cite else one
        found.figure("randomised", arm.randomised, held, told.cite[-1].place)
    return linked


def _is_same_arm(ours: Arm, theirs: Arm) -> bool:
    """Whether two arms have one name, or the record's cites the place where the registry lists the other."""
    return letters(ours.label) == letters(theirs.label) or theirs.cite[0].place in {cite.place for cite in ours.cite}


# The registered primary endpoint


def _endpoint(found: Against, trial: Trial, registry: Trial) -> None:
    told = registry.design.registered_aim.root[0] if registry.design.registered_aim else None
    if told is None or not isinstance(told.known, str):
        aim = trial.design.registered_aim
        for claim in aim.root if aim else ():
            if claim.known is not None and found.is_from_file(claim.cite):
                text = "registered primary endpoint"
                found.gone(("design", "registered_aim"), text, claim.value, _place(claim), absent_words(_missing(told)))
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


def _outcomes(found: Against, sides: Sides) -> None:
    told: dict[int, list[Outcome]] = {}
    for theirs in sides.theirs.outcomes:
        number = _counterpart(sides.ours, theirs)
        if number is not None:
            told.setdefault(number, []).append(theirs)
            results(found, sides, number, theirs)
        elif theirs.results and _FLOW not in theirs.cite[0].place:
            text = f'results of "{theirs.measure}" are in the registry ({theirs.cite[0].place}), and not here'
            found.lack(("outcomes",), text)
    for number, ours in enumerate(sides.ours.outcomes):
        places = [cite.place for cite in ours.cite if cite.place.startswith(_POSTED)]
        if number in told:
            unmatched(found, sides, number, told[number])
        elif places and ours.results:
            message = f"{ours.measure or ours.endpoint}: results here, none in the registry any more ({places[0]})"
            found.differ(("outcomes", number), message)


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
            and any(time_of(one, time) for time in theirs.results)
        ),
        None,
    )  # fmt: skip


def _is_from_registry(trial: Trial, outcome: Outcome) -> bool:
    return any(trial.sources[cite.source].kind == "registry" for cite in outcome.cite if cite.source in trial.sources)
