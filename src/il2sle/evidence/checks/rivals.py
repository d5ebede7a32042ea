"""Figures of one result for which another source prints others: both are kept, and what each does is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from il2sle.evidence.arm_figures import arm_sides
from il2sle.evidence.contrasts import Contrast, Visit, contrasts, effects
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.parts import Loc
from il2sle.records.printed import OtherClaim, Result
from il2sle.records.values import Cite

CLAIMED = ("events", "n", "percent", "value", "difference", "mean_difference", "p")


def rivals(workings: Workings) -> Iterator[Finding]:
    """R110 and W205: a result for which sources print different figures, and what each makes of the difference."""
    for visit in workings.visits:
        for arm, result in visit.results.items():
            loc: Loc = (*visit.loc, arm)
            if bool(result.claims) != bool(result.shown_by):
                said = (
                    "there are `claims`, and no `shown_by`" if result.claims else "there is `shown_by`, and no `claims`"
                )
                yield Finding("R110", loc, said)
            for number, claim in enumerate(result.claims):
                if not _claimed(claim):
                    yield Finding("R111", (*loc, "claims", number), "the claim holds no figure")
            if any(map(_claimed, result.claims)) and result.shown_by:
                yield Finding("W205", loc, _told(visit, arm, result))


def _claimed(claim: OtherClaim) -> dict[str, object]:
    return {name: value for name in CLAIMED if (value := getattr(claim, name)) is not None}


def _told(visit: Visit, arm: str, result: Result) -> str:
    shown = _words(result) + _from(result.cite or visit.outcome.cite) + _difference(visit, arm)
    others = (
        _words(claim) + _from(claim.cite) + _difference(_by(visit, arm, result, claim), arm) for claim in result.claims
    )
    rule = f"shown: the first, by the rule: {result.shown_by}"
    return f"sources differ on {visit.sides[arm].label}: {'; '.join((shown, *others, rule))}"


def _words(one: Result | OtherClaim) -> str:
    figures = {name: value for name in CLAIMED if (value := getattr(one, name)) is not None}
    p = getattr(figures.pop("p", None), "printed", None)
    events, n = figures.pop("events", None), figures.pop("n", None)
    counts = (
        [f"{'?' if events is None else events}/{n}" if n else f"{events} responders"] if events is not None or n else []
    )
    named = [f"{name.replace('_', ' ')} {value}" for name, value in figures.items()]
    return ", ".join([*counts, *named, *([f"p {p}"] if p else [])])


def _from(cites: list[Cite]) -> str:
    return f" ({'; '.join(f'{cite.source}: {cite.place}' for cite in cites)})"


def _by(visit: Visit, arm: str, result: Result, claim: OtherClaim) -> Visit:
    """The visit as it would be by the other claim."""
    claimed = _claimed(claim)
    dropped = {"events": None, "percent": None} if {"events", "percent"} & set(claimed) else {}
    changed = result.model_copy(update={**dropped, **claimed})
    results = {**visit.results, arm: changed}
    return replace(visit, results=results, sides=arm_sides(visit.trial, visit.outcome, results, visit.loc))


def _difference(visit: Visit, arm: str) -> str:
    """The difference in points of each contrast that the arm is part of."""
    concerned = [one for one in contrasts([visit]) if arm in {one.arm, one.comparator}]
    found = [_points(one) for one in concerned]
    return f", difference {' and '.join(filter(None, found))} points" if any(found) else ""


def _points(contrast: Contrast) -> str:
    value = next((one.value.value for one in effects(contrast) if one.measure == "difference"), None)
    return "" if value is None else f"{float(value):+.1f}"
