"""Whether the figures of harms can stand together: parts and wholes, bounds, rates and the time behind them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from il2sle.evidence.finding import Finding
from il2sle.evidence.harms import rate_of, years_of
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Harm, HarmCount
from il2sle.records.values import Below, decimals
from il2sle.records.vocabulary import ADVERSE


def _counts(trial: Trial) -> Iterator[tuple[Loc, str, HarmCount]]:
    """Every event in every arm: its path, the arm, and what is printed."""
    for number, harm in enumerate(trial.harms.events if trial.harms else ()):
        for arm, count in harm.arms.items():
            yield ("harms", "events", number, "arms", arm), arm, count


def parts(workings: Workings) -> Iterator[Finding]:
    """R125: a part that is larger than its whole."""
    harms = workings.trial.harms
    numbers = {harm.event: number for number, harm in enumerate(harms.events if harms else ())}
    for number, harm in enumerate(harms.events if harms else ()):
        for named in harm.part_of:
            whole = harms.events[numbers[named]] if harms else harm
            yield from _part(harm, number, whole, numbers[named])


def _part(part: Harm, number: int, whole: Harm, of: int) -> Iterator[Finding]:
    for arm, count in part.arms.items():
        other = whole.arms.get(arm)
        for name in ("affected", "events") if other else ():
            mine, all_of = getattr(count, name), getattr(other, name)
            if mine is not None and all_of is not None and mine > all_of:
                # A misprint may lie in either; the finding stands where the record says so.
                at = of if other and other.as_printed else number
                message = f'{name} of "{part.event}" ({mine}) are more than of "{whole.event}" ({all_of}), its whole'
                yield Finding("R125", ("harms", "events", at, "arms", arm, name), message)


def more_than_can_be(workings: Workings) -> Iterator[Finding]:
    """W228: more patients affected than events, or in a kind of event than in the kind that holds it."""
    for loc, _, count in _counts(workings.trial):
        if count.affected is not None and count.events is not None and count.affected > count.events:
            message = f"{count.affected} patients are affected by {count.events} events"
            yield Finding("W228", (*loc, "affected"), message)
    listed = list(enumerate(workings.trial.harms.events if workings.trial.harms else ()))
    wholes = [harm for _, harm in listed if harm.category == "any" and not (harm.severity or harm.relatedness)]
    if len(wholes) == 1 and not wholes[0].part_of:  # of several nobody can tell which holds which
        for number, harm in listed:
            if harm.category in ADVERSE and wholes[0].event not in harm.part_of:
                yield from _held(harm, number, wholes[0])


def _held(harm: Harm, number: int, whole: Harm) -> Iterator[Finding]:
    for arm, count in harm.arms.items():
        other = whole.arms.get(arm)
        if other is None or (count.n and other.n and count.n != other.n):
            continue
        if count.affected is not None and other.affected is not None and count.affected > other.affected:
            message = f'"{harm.event}" affects {count.affected} patients, "{whole.event}" {other.affected}'
            yield Finding("W228", ("harms", "events", number, "arms", arm, "affected"), message)


def bounds(workings: Workings) -> Iterator[Finding]:
    """R102: a percentage printed as a bound that the counts do not keep."""
    harms = workings.trial.harms
    for loc, arm, count in _counts(workings.trial):
        n = count.n or (harms.n.get(arm) if harms else None)
        if isinstance(count.percent, Below) and count.affected is not None and n:
            share = Decimal(100 * count.affected) / n
            if not _within(share, count.percent):
                message = f"{count.affected}/{n} is {share:.1f}%, not {count.percent.printed}%"
                yield Finding("R102", (*loc, "percent"), message)


def _within(share: Decimal, bound: Below) -> bool:
    if bound.comparator in "<≤":
        return share < bound.value or (bound.comparator == "≤" and share == bound.value)
    return share > bound.value or (bound.comparator == "≥" and share == bound.value)


def rates(workings: Workings) -> Iterator[Finding]:
    """R126 and W225: rates that do not say what they count by, or that their events and years do not give."""
    harms = workings.trial.harms
    for loc, arm, count in _counts(workings.trial):
        if count.rate is not None and count.per is None:
            yield Finding("R126", (*loc, "rate"), "`rate` needs `per`, e.g. `per: 100 patient-years`")
            continue
        years = years_of(harms, arm, count) if harms else None
        real = rate_of(count.events, years, count.per)
        if count.rate is None or years is None or real is None:
            continue
        least, most = (rate_of(count.events, years + way * _half_unit(years), count.per) for way in (1, -1))
        half = float(_half_unit(count.rate))
        if not (least or 0) - half <= float(count.rate) <= (most or real) + half:
            message = f"{count.events} events in {years} patient-years are {real:.{max(1, decimals(count.rate))}f}"
            yield Finding("W225", (*loc, "rate"), f"{message} per {count.per}, not {count.rate}")


def _half_unit(figure: Decimal) -> Decimal:
    return Decimal(5).scaleb(-decimals(figure) - 1)
