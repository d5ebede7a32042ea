"""Whether what a record points to exists: sources, arms, events."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from il2sle.evidence.contrasts import PRINTED_EFFECTS, printed_in
from il2sle.evidence.finding import Finding
from il2sle.evidence.sources import LINKS
from il2sle.evidence.workings import Workings
from il2sle.records.model import PopulationOf, Trial
from il2sle.records.parts import Part, field, is_one_of
from il2sle.records.printed import Harm, HarmCount, Outcome, Result
from il2sle.records.stated import Claim
from il2sle.records.values import Cite


def sources(workings: Workings) -> Iterator[Finding]:
    """R104: citations of sources that the record does not list."""
    trial = workings.trial
    for part in workings.cited:
        cites: list[Cite] = field(part.value, "cite")
        for number, cite in enumerate(cites):
            if cite.source not in trial.sources:
                yield Finding("R104", (*part.loc, "cite", number), f'there is no source "{cite.source}"')


def source_links(workings: Workings) -> Iterator[Finding]:
    """R120: sources that name themselves, a source that the record does not list, or one another in a circle."""
    listed = workings.trial.sources
    named: dict[str, list[str]] = {key: [] for key in listed}
    for key, source in listed.items():
        for link in LINKS:
            other = getattr(source, link)
            if other is not None and (other == key or other not in listed):
                what = "a source cannot name itself" if other == key else f'there is no source "{other}"'
                yield Finding("R120", ("sources", key, link), what)
            elif other is not None:
                named[key].append(other)
    circle = _circle(named)
    if circle:
        link = next(link for link in LINKS if getattr(listed[circle[0]], link) == circle[1])
        message = " points to ".join(f'"{key}"' for key in circle)
        yield Finding("R120", ("sources", circle[0], link), f"{message}: a circle")


def arms(workings: Workings) -> Iterator[Finding]:
    """R103 and R115: figures of arms that the record does not list, and comparators that are not one."""
    trial = workings.trial
    for part in workings.of(dict):
        if isinstance(part.value, dict) and _is_by_arm(part):
            for key in part.value:
                if key not in trial.arms:
                    yield Finding("R103", (*part.loc, key), f'there is no arm "{key}"', key=True)
    for part in workings.of(Result):
        if isinstance(part.value, Result) and part.value.against is not None:
            yield from _against(trial, part, part.value.against)


def _is_by_arm(part: Part) -> bool:
    """Mappings from arms: `arms` and `n` of a table, and the results at one time."""
    last = part.loc[-1] if part.loc else ""
    holds = next(iter(part.value.values()), None) if isinstance(part.value, dict) else None
    return (len(part.loc) > 1 and last in {"arms", "n"}) or is_one_of(type(holds), (Result, HarmCount))


def _against(trial: Trial, part: Part, against: str) -> Iterator[Finding]:
    loc = (*part.loc, "against")
    if against not in trial.arms:
        yield Finding("R103", loc, f'there is no arm "{against}"')
    elif against == part.loc[-1]:
        yield Finding("R115", loc, "an arm cannot stand against itself")


EFFECTS = {*PRINTED_EFFECTS, "p", "effects"}


def comparators(workings: Workings) -> Iterator[Finding]:
    """R115: effects without an arm to stand against, under the comparator itself, or against one of several."""
    trial = workings.trial
    several = sum(arm.role == "comparator" for arm in trial.arms.values()) > 1
    for contrast in workings.contrasts:
        effect = _effect_of(contrast.result) if contrast.comparator is None else None
        if contrast.comparator is None and (effect or several):
            why = "the trial has several comparators" if several else f"there is `{effect}`, and no comparator"
            yield Finding("R115", contrast.loc, f"{why}: `against` names none")
    for part in (part for part in workings.of(Result) if part.loc[0] == "outcomes"):
        arm = trial.arms.get(str(part.loc[-1]))
        if arm is None or arm.role != "comparator":
            continue
        effect = _effect_of(part.value) if isinstance(part.value, Result) else None
        if effect:
            yield Finding("R115", (*part.loc, effect), f"`{effect}` belongs to the treated arm, not to the comparator")


def _effect_of(result: Result) -> str | None:
    return next((name for name in printed_in(result) if name in EFFECTS), None)


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
    if not any(wholes.values()):  # as of most records
        return []
    try:
        TopologicalSorter(wholes).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def uncited(workings: Workings) -> Iterator[Finding]:
    """R105: claims, results and harms for which nothing is cited."""
    for part in workings.of(Claim, Result, Outcome, Harm, PopulationOf):
        if not part.cites:
            yield Finding("R105", part.loc, "nothing is cited for it")
