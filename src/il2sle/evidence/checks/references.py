"""Whether what a record points to exists: sources, arms, events, and the claim that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from il2sle.evidence.claims import claim_date
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.model import Conflict, PopulationOf, Trial
from il2sle.records.parts import Part, parts
from il2sle.records.printed import Harm, HarmCount, Outcome, Result
from il2sle.records.stated import Claim, Stated
from il2sle.records.values import Cite


def sources(workings: Workings) -> Iterator[Finding]:
    """R104: citations of sources that the record does not list."""
    trial = workings.trial
    for part in workings.parts:
        cites: list[Cite] = getattr(part.value, "cite", None) or []
        for number, cite in enumerate(cites):
            if cite.source not in trial.sources:
                yield Finding("R104", (*part.loc, "cite", number), f'there is no source "{cite.source}"')


def arms(workings: Workings) -> Iterator[Finding]:
    """R103 and R115: figures of arms that the record does not list, and comparators that are not one."""
    trial = workings.trial
    for part in workings.parts:
        if isinstance(part.value, dict) and _is_by_arm(part):
            for key in part.value:
                if key not in trial.arms:
                    yield Finding("R103", (*part.loc, key), f'there is no arm "{key}"', key=True)
        if isinstance(part.value, Result) and part.value.against is not None:
            yield from _against(trial, part, part.value.against)


def _is_by_arm(part: Part) -> bool:
    """Mappings from arms: `arms` and `n` of a table, and the results at one time."""
    last = part.loc[-1] if part.loc else ""
    holds = next(iter(part.value.values()), None) if isinstance(part.value, dict) else None
    return (len(part.loc) > 1 and last in {"arms", "n"}) or isinstance(holds, Result | HarmCount)


def _against(trial: Trial, part: Part, against: str) -> Iterator[Finding]:
    loc = (*part.loc, "against")
    if against not in trial.arms:
        yield Finding("R103", loc, f'there is no arm "{against}"')
    elif against == part.loc[-1]:
        yield Finding("R115", loc, "an arm cannot stand against itself")


EFFECTS = ("difference", "risk_ratio", "odds_ratio", "p")


def comparators(workings: Workings) -> Iterator[Finding]:
    """R115: effects without an arm to stand against, under the comparator itself, or against one of several."""
    trial = workings.trial
    several = sum(arm.role == "comparator" for arm in trial.arms.values()) > 1
    for contrast in workings.contrasts:
        effect = _effect_of(contrast.result)
        if contrast.comparator is None and (effect or several):
            why = "the trial has several comparators" if several else f"there is `{effect}`, and no comparator"
            yield Finding("R115", contrast.loc, f"{why}: `against` names none")
    for part in parts(trial.outcomes, ("outcomes",)):
        arm = trial.arms.get(str(part.loc[-1])) if isinstance(part.value, Result) else None
        effect = _effect_of(part.value) if isinstance(part.value, Result) else None
        if arm and arm.role == "comparator" and effect:
            yield Finding("R115", (*part.loc, effect), f"`{effect}` belongs to the treated arm, not to the comparator")


def _effect_of(result: Result) -> str | None:
    return next((name for name in EFFECTS if getattr(result, name) is not None), None)


def events(workings: Workings) -> Iterator[Finding]:
    """R114: parts of events that do not exist, and events named twice."""
    trial = workings.trial
    listed = trial.harms.events if trial.harms else []
    first = {harm.event: number for number, harm in reversed([*enumerate(listed)])}
    for number, harm in enumerate(listed):
        loc = ("harms", "events", number)
        if first[harm.event] != number:
            yield Finding("R114", (*loc, "event"), f'"{harm.event}" is named twice')
        for whole in harm.part_of:
            if whole not in first or whole == harm.event:
                yield Finding(
                    "R114", (*loc, "part_of"), f'"{harm.event}" is part of "{whole}", which is no other event'
                )
    circle = _circle({harm.event: harm.part_of for harm in listed})
    if len(circle) > 2:
        message = " is part of ".join(f'"{event}"' for event in circle)
        yield Finding("R114", ("harms", "events", first[circle[0]], "part_of"), f"{message}: a circle")


def _circle(wholes: dict[str, list[str]]) -> list[str]:
    """Events each of which is part of the next, the last being the first again; none where there is no circle."""
    try:
        TopologicalSorter(wholes).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def uncited(workings: Workings) -> Iterator[Finding]:
    """R105: claims, results and harms for which nothing is cited."""
    cited = (Claim, Result, Outcome, Harm, PopulationOf)
    for part in workings.parts:
        if isinstance(part.value, cited) and not part.cites:
            yield Finding("R105", part.loc, "nothing is cited for it")


def shown(workings: Workings) -> Iterator[Finding]:
    """R110: of several claims, the one that is shown is marked, and the rule that it names holds."""
    trial = workings.trial
    for part in workings.parts:
        claims: list[Claim[Any]] = []
        if isinstance(part.value, Stated) and part.value.disputed:
            claims = part.value.root
        elif isinstance(part.value, Conflict):
            claims = part.value.claims
        if claims:
            yield from _settled(trial, part, claims)


def _settled(trial: Trial, part: Part, claims: list[Claim[Any]]) -> Iterator[Finding]:
    marked = [claim for claim in claims if claim.shown_by]
    if len(marked) != 1:
        number = len(marked) or "none"
        yield Finding("R110", part.loc, f"of {len(claims)} claims one is shown, but `shown_by` stands on {number}")
        return
    rule = marked[0].shown_by or ""
    wrong = _RULES[rule](trial, marked[0], claims, part) if rule in _RULES else ""
    if wrong:
        yield Finding("R110", part.loc, f"the rule `{rule}` does not hold: {wrong}")


Rule = Callable[[Trial, Claim[Any], list[Claim[Any]], Part], str]


def _kinds(trial: Trial, claim: Claim[Any], part: Part) -> set[tuple[str, str]]:
    cites = claim.cite or part.cites
    return {(trial.sources[cite.source].kind, trial.sources[cite.source].rank) for cite in cites}


def _date(trial: Trial, claim: Claim[Any], part: Part) -> str:
    """The date of a claim; that of an undated page is not known: being read late does not make it new."""
    return claim_date(trial, claim, part.cites) or ""


def _newest_registry(trial: Trial, claim: Claim[Any], claims: list[Claim[Any]], part: Part) -> str:
    registry = [other for other in claims if "registry" in {kind for kind, _ in _kinds(trial, other, part)}]
    if claim not in registry:
        return "the claim cites no registry"
    return _newest_source(trial, claim, registry, part)


def _newest_source(trial: Trial, claim: Claim[Any], claims: list[Claim[Any]], part: Part) -> str:
    newest = max(_date(trial, other, part) for other in claims)
    own = _date(trial, claim, part)
    # A year alone is not older than a day in it.
    return (
        ""
        if not newest or (own and (newest.startswith(own) or own.startswith(newest)))
        else f"there is a claim of {newest}"
    )


def _publication(trial: Trial, claim: Claim[Any], claims: list[Claim[Any]], part: Part) -> str:
    del claims
    published = {("paper", "primary"), ("abstract", "primary")}
    return "" if _kinds(trial, claim, part) & published else "the claim cites no paper or abstract of the trial"


def _primary(trial: Trial, claim: Claim[Any], claims: list[Claim[Any]], part: Part) -> str:
    del claims
    return "" if "primary" in {rank for _, rank in _kinds(trial, claim, part)} else "the claim cites no primary source"


_RULES: dict[str, Rule] = {
    "newest registry figure": _newest_registry,
    "newest source": _newest_source,
    "primary publication": _publication,
    "primary over secondary source": _primary,
}
