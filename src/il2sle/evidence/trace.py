"""Where each figure comes from: printed or derived, by which formula from which printed figures, and its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from il2sle.frozen import Frozen
from il2sle.records.folder import named
from il2sle.records.parts import Loc

from .dose_row import DoseRow
from .examined import Examined
from .figure import Effect, Figure, Pointer, Side
from .labels import when
from .rows import HarmRow, OutcomeRow
from .sources import standing_words


class Step(Frozen):
    """One figure of a row.

    Attributes:
        about: the row that it belongs to, in words.
        what: which figure of that row it is.
        figure: the figure.
        at: `FILE:line` of the place in the record where it is typed, or where the figures are that it follows from.
        standing: what became of its sources, each with its key, where something did.
    """

    trial: str
    name: str
    about: str
    what: str
    figure: Figure
    at: tuple[str, ...]
    standing: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Pointer, ...]:
        """Where it stands, or where the figures stand that it follows from."""
        return self.figure.sources


def trace(one: Examined, outcomes: Iterable[OutcomeRow], *, everything: bool = True) -> Iterator[Step]:
    """Every figure of a trial, in the order of its tables.

    Args:
        one: the trial.
        outcomes: the rows of outcomes to trace.
        everything: whether baseline, doses and harms are wanted too.
    """
    for row in outcomes:
        yield from (_step(one, about_outcome(row), what, figure) for what, figure in _of_outcome(row) if figure)
    if not everything:
        return
    for base in one.profile.baseline:
        for side in base.sides:
            yield from (_step(one, f"baseline, {base.measure}", *named) for named in _of_side(side) if named[1])
    for dose in one.doses:
        yield from (_step(one, f"dose, {dose.arm_label}", what, figure) for what, figure in _of_dose(dose) if figure)
    for harm in one.harms:
        yield from (_step(one, f"harm, {harm.event}", what, figure) for what, figure in _of_harm(harm) if figure)


def about_outcome(row: OutcomeRow) -> str:
    """An outcome row in words, e.g. `SRI-4 responders, week 12, ITT`."""
    name = row.measure if row.endpoint == "other" else f"{row.endpoint} {row.measure}"
    return ", ".join(filter(None, (name, when(row), row.population, row.subset, row.subgroup)))


def _step(one: Examined, about: str, what: str, figure: Figure) -> Step:
    places = dict.fromkeys(_place(one, found.loc) for found in figure.printed())
    cited = (pointer.source.rpartition("/")[2] for pointer in figure.sources)
    standing = tuple(standing_words(one.standings, cited))
    return Step(one.trial.id, one.trial.name, about, what, figure, tuple(filter(None, places)), standing)


def _place(one: Examined, loc: Loc) -> str:
    if one.source_map is None:
        return ""
    place = one.source_map.place(loc)
    return f"{named(place.path)}:{place.line}"


SIDE_NAMES = {
    "events": "events",
    "n": "n",
    "percent": "percentage",
    "value": "score",
    "low": "low end",
    "high": "high end",
    "sd": "SD",
    "se": "SE",
}


def _of_side(side: Side) -> Iterator[tuple[str, Figure]]:
    yield from ((f"{SIDE_NAMES[name]}, {side.label}", figure) for name, figure in side.figures().items())


def _of_outcome(row: OutcomeRow) -> Iterator[tuple[str, Figure]]:
    yield "patients of the subgroup", row.subgroup_n
    for side in (row.arm, row.comparator):
        if side is not None:
            yield from _of_side(side)
    for effect in row.effects:
        name = f"{effect.about.title}, {row.arm.label if row.arm else ''} against {row.against}"
        yield name, effect.value
        yield f"lower {effect.level}% limit of the {name}", effect.low
        yield f"upper {effect.level}% limit of the {name}", effect.high
        yield f"standard error of the {name}", effect.se
        if effect.p is not None:
            yield f"p of the {name}", _p_of(effect)
    yield from _of_p(row)


def _p_of(effect: Effect) -> Figure:
    """The p of an effect that stands in a list, whose figures know their place in it."""
    value = effect.p.value if effect.p else None
    return Figure(value, "printed", places=effect.places, loc=(*effect.loc, "p"), what="p")


def _of_p(row: OutcomeRow) -> Iterator[tuple[str, Figure]]:
    """The printed p, and what each test makes of the counts."""
    if row.p is None or row.arm is None:
        return
    if all(effect.p is not row.p for effect in row.effects):  # else it was told with its effect
        places = row.arm.percent.places or row.arm.events.places or row.sources
        loc = (*row.loc, "p")
        yield "p between the arms", Figure(row.p.value, "printed", places=places, loc=loc, what="p between the arms")
    if row.p_check and row.comparator:
        counts = (row.arm.events, row.arm.n, row.comparator.events, row.comparator.n)
        shown = "/".join(str(figure.value) for figure in counts[:2])
        beside = "/".join(str(figure.value) for figure in counts[2:])
        for test, value in row.p_check.tests.items():
            method = f"{test} on {shown} against {beside}; printed p {row.p_check.verdict}"
            yield f"p by {test}", Figure(value, "derived", method, counts)


def _of_dose(row: DoseRow) -> Iterator[tuple[str, Figure]]:
    yield "dose", row.dose
    for window, name in (("week_12", "weeks 1 to 12"), ("week_24", "weeks 1 to 24"), ("total", "all")):
        for kind, title in ((row.injections, row.noun), (row.cumulative, "cumulative dose")):
            bounds = kind[window]
            if bounds.exact:
                yield f"{title}, {name}", bounds.exact
            elif bounds.low:
                yield f"least {title}, {name}", bounds.low
                yield f"most {title}, {name}", bounds.high
    if row.last_dose_day.exact:
        yield "day of the last dose", row.last_dose_day.exact
    else:
        yield "earliest day of the last dose", row.last_dose_day.low
        yield "latest day of the last dose", row.last_dose_day.high


def _of_harm(row: HarmRow) -> Iterator[tuple[str, Figure]]:
    yield f"patients affected, {row.arm_label}", row.affected
    yield f"n, {row.arm_label}", row.n
    yield f"percentage, {row.arm_label}", row.percent
    yield f"events, {row.arm_label}", row.events
    yield f"patient-years, {row.arm_label}", row.exposure
    yield f"rate per {row.rate_per}, {row.arm_label}", row.rate
    yield f"lower limit of the rate, {row.arm_label}", row.rate_low
    yield f"upper limit of the rate, {row.arm_label}", row.rate_high
