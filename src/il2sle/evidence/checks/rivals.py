"""Figures of one result or harm for which another source prints others: both are kept, and what each does is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from il2sle.evidence.arm_figures import arm_sides
from il2sle.evidence.arms import arm_label
from il2sle.evidence.contrasts import Contrast, Visit, contrasts
from il2sle.evidence.differing import figures_differ
from il2sle.evidence.figure import SIDE_FIGURES
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.frozen import Frozen, replace
from il2sle.records.parts import Loc, field
from il2sle.records.printed import HarmClaim, HarmCount, OtherClaim, Result
from il2sle.records.values import Below, Cite, PValue

Printed = Result | HarmCount
P = TypeVar("P", Result, HarmCount)
Other = OtherClaim | HarmClaim
CLAIMED = tuple(dict.fromkeys(name for model in (OtherClaim, HarmClaim) for name in model.model_fields))
FIGURES = tuple(name for name in CLAIMED if name not in {"note", "cite"})


class _Rivals(Frozen):
    """What is printed of one arm, and what other sources print for it.

    Attributes:
        what: what it is about, in words.
        cites: where the figures that are shown stand.
        differ: the claims that contradict them.
        effect: what the figures shown make of the difference, and then what each claim makes of it; in words.
    """

    loc: Loc
    what: str
    printed: Printed
    cites: Sequence[Cite]
    differ: Sequence[Other]
    effect: Sequence[str]


def rivals(workings: Workings) -> Iterator[Finding]:
    """R110 and W205: figures for which sources print others, and what each makes of the difference.

    Claims that agree, rounding aside, are no conflict and need no rule by which one is shown.
    """
    for one in (*_of_outcomes(workings), *_of_baseline(workings), *_of_harms(workings)):
        printed = one.printed
        for number, claim in enumerate(_claims(printed)):
            if not claimed(claim):
                yield Finding("R111", (*one.loc, "claims", number), "the claim holds no figure")
        if one.differ and not printed.shown_by:
            yield Finding("R110", one.loc, "there are `claims` that differ, and no `shown_by`")
        elif printed.shown_by and not printed.claims:
            yield Finding("R110", one.loc, "there is `shown_by`, and no `claims`")
        elif one.differ:
            yield Finding("W205", one.loc, _told(one))


def _claims(printed: Printed) -> Sequence[Other]:
    return printed.claims


def claimed(claim: Printed | Other) -> dict[str, Any]:
    """The figures of a claim, or those of a result that a claim may hold too, by their keys."""
    return {name: value for name in FIGURES if (value := field(claim, name)) is not None}


def _disputed(by_arm: Mapping[str, P]) -> Iterator[tuple[str, P]]:
    """What is printed of each arm of which the record holds claims, or a rule by which one is shown."""
    return ((arm, printed) for arm, printed in by_arm.items() if printed.claims or printed.shown_by)


def _of_outcomes(workings: Workings) -> Iterator[_Rivals]:
    for visit in workings.visits:
        for arm, result in _disputed(visit.results):
            others = [_by(visit, arm, result, claim) for claim in result.claims]
            pairs = zip(result.claims, others, strict=True)
            differ = [claim for claim, other in pairs if _contradict(visit, other, arm, claim)]
            effect = [_difference(one, arm) for one in (visit, *others)] if differ else []
            cites = result.cite or visit.outcome.cite
            yield _Rivals((*visit.loc, arm), visit.sides[arm].label, result, cites, differ, effect)


def _of_baseline(workings: Workings) -> Iterator[_Rivals]:
    trial, table = workings.trial, workings.trial.baseline
    for number, row in enumerate(table.rows if table else ()):
        for arm, result in _disputed(row.arms):
            loc: Loc = ("baseline", "rows", number, "arms", arm)
            cites = result.cite or row.cite or (table.cite if table else [])
            what = f"{row.measure}, {arm_label(trial.arms[arm])}"
            yield _Rivals(loc, what, result, cites, _plainly_other(result), ())


def _of_harms(workings: Workings) -> Iterator[_Rivals]:
    trial, table = workings.trial, workings.trial.harms
    for number, harm in enumerate(table.events if table else ()):
        for arm, count in _disputed(harm.arms):
            loc: Loc = ("harms", "events", number, "arms", arm)
            cites = harm.cite or (table.cite if table else [])
            n = count.n or (table.n.get(arm) if table else None)
            sized = count.model_copy(update={"n": n})
            what = f"{harm.event}, {arm_label(trial.arms[arm])}"
            yield _Rivals(loc, what, sized, cites, _plainly_other(sized), ())


def _contradict(visit: Visit, other: Visit, arm: str, claim: Other) -> bool:
    """Whether a claim says something else than what is printed or follows from it."""
    mine, theirs = (one.sides[arm].figures() for one in (visit, other))
    sides = [(mine[name].value, theirs[name].value) for name in SIDE_FIGURES]
    printed = claimed(visit.results[arm])
    further = [(printed.get(name), value) for name, value in claimed(claim).items() if name not in SIDE_FIGURES]
    return any(figures_differ(one, two) for one, two in (*sides, *further))


def _plainly_other(printed: Printed) -> list[Other]:
    mine = claimed(printed)
    shares = [
        (claim, {**_share(mine), **mine}, {**_share(claimed(claim)), **claimed(claim)}) for claim in printed.claims
    ]
    return [claim for claim, mine, theirs in shares if any(figures_differ(mine.get(k), v) for k, v in theirs.items())]


def _share(figures: Mapping[str, Any]) -> dict[str, float]:
    """The percentage that the patients affected or responding give."""
    counted, n = figures.get("affected", figures.get("events") if "rate" not in figures else None), figures.get("n")
    return {"percent": 100 * counted / n} if isinstance(counted, int) and isinstance(n, int) and n else {}


def _told(one: _Rivals) -> str:
    effect = one.effect or [""] * (len(one.printed.claims) + 1)
    shown = _words(one.printed) + _from(one.cites) + effect[0]
    others = (
        _words(claim) + _from(claim.cite) + said
        for claim, said in zip(_claims(one.printed), effect[1:], strict=True)
        if claim in one.differ
    )
    rule = f"shown: the first, by the rule: {one.printed.shown_by}"
    return f"sources differ on {one.what}: {'; '.join((shown, *others, rule))}"


def _words(one: Printed | Other) -> str:
    figures = claimed(one)
    p = getattr(figures.pop("p", None), "printed", None)
    affected = figures.pop("affected", None)
    patients, events = ("affected", affected) if affected is not None else ("responders", figures.pop("events", None))
    n = figures.pop("n", None)
    counts = (
        [f"{'?' if events is None else events}/{n}" if n else f"{events} {patients}"] if events is not None or n else []
    )
    named = [f"{name.replace('_', ' ')} {_figure(value)}" for name, value in figures.items()]
    return ", ".join([*counts, *named, *([f"p {p}"] if p else [])])


def _figure(value: object) -> str:
    if isinstance(value, list):
        return " to ".join(map(str, value))
    return value.printed if isinstance(value, Below | PValue) else str(value)


def _from(cites: Sequence[Cite]) -> str:
    return f" ({'; '.join(f'{cite.source}: {cite.place}' for cite in cites)})"


def _by(visit: Visit, arm: str, result: Result, claim: Other) -> Visit:
    """The visit as it would be by the other claim."""
    figures = claimed(claim)
    dropped = {"events": None, "percent": None} if {"events", "percent"} & set(figures) else {}
    changed = result.model_copy(update={**dropped, **figures})
    results = {**visit.results, arm: changed}
    return replace(visit, results=results, sides=arm_sides(visit.trial, visit.outcome, results, visit.loc))


def _difference(visit: Visit, arm: str) -> str:
    """The difference in points of each contrast that the arm is part of."""
    concerned = [one for one in contrasts([visit]) if arm in {one.arm, one.comparator}]
    found = [_points(one) for one in concerned]
    return f", difference {' and '.join(filter(None, found))} points" if any(found) else ""


def _points(contrast: Contrast) -> str:
    value = next((one.value.value for one in contrast.effects if one.measure == "difference"), None)
    return "" if value is None else f"{float(value):+.1f}"
