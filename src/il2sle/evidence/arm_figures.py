"""The figures of each arm at one time: as printed, and what follows from them by arithmetic alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from il2sle.arithmetic.from_percent import counts_if_cut, equal_shares, only_count, only_size, only_split, rounds_to
from il2sle.frozen import Frozen, replace
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Outcome, Result
from il2sle.records.values import Cite

from .arms import arm_label, separate
from .figure import MISSING, Figure, Number, Pointer, Side, State, derived
from .reading import absent_kind

RATIO = re.compile(r"[1-9]\d{0,3}( ?: ?[1-9]\d{0,3})*", re.ASCII)


def pointers(trial: Trial, cites: Sequence[Cite]) -> tuple[Pointer, ...]:
    """Citations as pointers that hold across records; each place once, in order."""
    found = [_pointer(trial.id, cite.source, cite.place) for cite in cites]
    return tuple(dict.fromkeys(found) if len(found) > 1 else found)


@lru_cache(maxsize=1024)  # a place is cited by dozens of figures of its record, and then no more
def _pointer(trial: str, source: str, place: str) -> Pointer:
    return Pointer(f"{trial}/{source}", place)


class _Printer(Frozen):
    """Makes printed figures of one part of a record; `read` is their state, and how they were read off."""

    places: tuple[Pointer, ...]
    loc: Loc
    whose: str = ""
    read: tuple[State, str] = ("printed", "")

    def __call__(self, value: Number | None, what: str, *steps: str | int) -> Figure:
        if value is None:
            return MISSING
        named = f"{what}, {self.whose}" if self.whose else what
        return Figure(value, *self.read, places=self.places, loc=(*self.loc, *steps), what=named)


def as_read(result: Result) -> tuple[State, str]:
    """The state of the figures of a result, and how they were read off a graph where they were."""
    return ("read off", result.read_off) if result.read_off else ("printed", "")


def printed_side(trial: Trial, arm: str, result: Result, cites: Sequence[Cite], loc: Loc) -> Side:
    """What a source prints of one arm; nothing is added."""
    label = arm_label(trial.arms[arm]) if arm in trial.arms else arm
    printed = _Printer(pointers(trial, result.cite or cites), loc, label, as_read(result))
    low, high = result.range or (None, None)
    return Side(
        arm=arm,
        label=label,
        rest_missing=absent_kind(trial, result.missing, result.cite or cites),
        events=printed(result.events, "events", "events"),
        n=printed(result.n if isinstance(result.n, int) else None, "n", "n"),
        percent=printed(result.percent, "percentage", "percent"),
        value=printed(result.value, "score", "value"),
        low=printed(low, "low end", "range", 0),
        high=printed(high, "high end", "range", 1),
        sd=printed(result.sd, "standard deviation", "sd"),
        se=printed(result.se, "standard error", "se"),
        p_within=result.p_within,
    )


def arm_sides(trial: Trial, outcome: Outcome, results: Mapping[str, Result], loc: Loc) -> dict[str, Side]:
    """The figures of every arm of one outcome at one time, printed and derived, by arm; `loc` is that of the time."""
    sides = {
        arm: _sized(trial, outcome, result, _side(trial, outcome, result, (*loc, arm)))
        for arm, result in results.items()
    }
    if outcome.adjusted is None:
        sides = _split_total(trial, outcome, sides)
    elif any(map(_is_a_models, sides.values())):
        # One arm's percentage may equal its counts by chance: the model stands behind those of all arms.
        sides = {arm: replace(side, model=outcome.adjusted if side.percent else None) for arm, side in sides.items()}
    return {arm: _completed(side) for arm, side in sides.items()}


def _side(trial: Trial, outcome: Outcome, result: Result, loc: Loc) -> Side:
    """What is printed of the arm at the end of a path; what the outcome says to be missing is so of each arm."""
    side = printed_side(trial, str(loc[-1]), result, outcome.cite, loc)
    if result.missing or not outcome.missing:
        return side
    return replace(side, rest_missing=absent_kind(trial, outcome.missing, result.cite or outcome.cite))


def _is_a_models(side: Side) -> bool:
    """Whether a percentage is a model's, where one is declared: its counts do not give it, or it has none."""
    events, n, percent = side.events.value, side.n.value, side.percent.value
    if not isinstance(percent, Decimal):
        return False
    if not isinstance(events, int) or not isinstance(n, int) or not n > 0 or events > n:
        return True
    return not rounds_to(events, n, percent)


# How many patients


def ratio_parts(trial: Trial) -> tuple[int, ...] | None:
    """The allocation ratio as numbers, e.g. (1, 1); None where the record has none in that form."""
    if trial.design.ratio is None:
        return None
    words = trial.design.ratio.shown.known
    return tuple(int(word) for word in words.split(":")) if words and RATIO.fullmatch(words) else None


def randomised_to(trial: Trial, arm: str) -> Figure:
    """Patients randomised to an arm: as printed, else by an allocation ratio that fits without a rest."""
    own = trial.arms[arm].randomised
    if own is not None:
        printed = _Printer(pointers(trial, trial.arms[arm].cite), ("arms", arm), trial.arms[arm].label)
        return printed(own, "randomised", "randomised")
    if any(other.randomised is not None for other in separate(trial).values()):
        return MISSING  # a printed size of one arm may show that the ratio was not met to the patient
    ratio, people = ratio_parts(trial), trial.people.randomised
    randomised = people.shown.known if people else None
    if (
        ratio is None
        or people is None
        or not randomised
        or len(ratio) != len(separate(trial))
        or trial.arms[arm].pooled
    ):
        return MISSING
    shares = equal_shares(randomised, ratio)
    if shares is None:
        return MISSING
    cites = people.shown.cite or trial.people.cite
    total = _Printer(pointers(trial, cites), ("people", "randomised"))(randomised, "randomised in all")
    n = shares[list(separate(trial)).index(arm)]
    return derived(n, f"n {n}: {randomised} randomised {':'.join(map(str, ratio))}", total)


def _sized(trial: Trial, outcome: Outcome, result: Result, side: Side) -> Side:
    if result.missing or side.n:
        return side
    if result.n == "from percent" and outcome.adjusted is None:
        return replace(side, n=_size_by_percent(trial, side))
    size = _population_size(trial, outcome, side.arm) if side.arm in trial.arms else MISSING
    return replace(side, n=size) if not size.derived or _fits(side, size.value) else side


def _fits(side: Side, n: object) -> bool:
    """Whether a size that no source prints agrees with what the source does print."""
    events, percent = side.events.value, side.percent.value
    if not isinstance(events, int) or not isinstance(n, int):
        return True
    return events <= n and (not isinstance(percent, Decimal) or rounds_to(events, n, percent))


def _size_by_percent(trial: Trial, side: Side) -> Figure:
    events, percent = side.events.value, side.percent.value
    enrolled = trial.people.enrolled.shown.known
    if not isinstance(events, int) or not isinstance(percent, Decimal) or enrolled is None or enrolled < max(events, 1):
        return MISSING
    size = only_size(events, percent, enrolled)
    return derived(size, f"n {size}: the only size of which {events} are {percent}%", side.events, side.percent)


def _population_size(trial: Trial, outcome: Outcome, arm: str) -> Figure:
    if outcome.population is None or outcome.subset or outcome.subgroup:
        return MISSING  # a subset has a size of its own, which the population's does not give
    population = trial.populations.get(outcome.population)
    if population and arm in population.n:
        loc = ("populations", outcome.population)
        printed = _Printer(pointers(trial, population.cite), loc, f"{outcome.population}, {trial.arms[arm].label}")
        return printed(population.n[arm], "n", "n", arm)
    if population and population.total is not None:
        return MISSING
    return randomised_to(trial, arm) if outcome.population == "ITT" else MISSING


def _split_total(trial: Trial, outcome: Outcome, sides: dict[str, Side]) -> dict[str, Side]:
    """Where only the total over two arms is printed: the split that their percentages leave, if it is one."""
    population = (
        trial.populations.get(outcome.population)
        if outcome.population and not (outcome.subset or outcome.subgroup)
        else None
    )
    exact = all(side.percent.state == "printed" for side in sides.values())
    if population is None or not population.total or not exact or len(sides) != 2 or len(separate(trial)) != 2:
        return sides
    a, b = sides.values()
    if a.n or b.n or not (isinstance(a.percent.value, Decimal) and isinstance(b.percent.value, Decimal)):
        return sides
    split = only_split(a.percent.value, b.percent.value, population.total)
    if split is None or a.events.value not in {None, split[0]} or b.events.value not in {None, split[2]}:
        return sides
    printed = _Printer(pointers(trial, population.cite), ("populations", outcome.population or ""))
    inputs = (a.percent, b.percent, printed(population.total, f"total of {outcome.population}", "total"))
    how = f"the only split of {population.total} that gives {a.percent.value}% and {b.percent.value}%"
    return {
        side.arm: replace(
            side,
            n=derived(n, f"n {n}: {how}" if side.events else f"{events}/{n}: {how}", *inputs),
            events=side.events or derived(events, f"{events}/{n}: {how}", *inputs),
        )
        for side, (events, n) in ((a, split[:2]), (b, split[2:]))
    }


# Counts and percentages from each other


def _completed(side: Side) -> Side:
    n, percent, events = side.n.value, side.percent.value, side.events.value
    if not isinstance(n, int) or not n:
        return side
    if events is None and isinstance(percent, Decimal) and side.percent.state == "printed" and side.model is None:
        count = only_count(percent, n)
        cut = tuple(other for other in counts_if_cut(percent, n) if other != count)
        how = f"{count}/{n}: the only count of {n} that gives {percent}%{_if_cut(cut, n)}"
        found = derived(count, how, side.percent, side.n)
        return replace(side, events=replace(found, cut=cut) if found else found)
    if percent is None and isinstance(events, int) and events <= n:
        share = derived(round(100 * events / n, 10), f"percentage of {events}/{n}", side.events, side.n)
        return replace(side, percent=share)
    return side


def _if_cut(cut: Sequence[int], n: int) -> str:
    """What to add where another count gives the percentage if it was cut after its last digit, not rounded."""
    if not cut:
        return ""
    return f" if it was rounded; if it was cut off, {' or '.join(f'{other}/{n}' for other in cut)}"


def how_derived(side: Side) -> Iterator[str]:
    """How the derived counts and percentages of an arm follow, each sentence once."""
    yield from dict.fromkeys(figure.method for figure in side.figures().values() if figure.derived)
