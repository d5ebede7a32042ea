"""The values that rows consist of: a figure with its state, the figures of an arm, an effect, a remark.

A figure knows whether a source prints it, or how it was derived and from which printed figures, and where it stands.
Nothing here, and nothing above, decides by the wording of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Literal

from il2sle.arithmetic.effects import Estimate, TwoByTwo, number_needed, odds_ratio, risk_difference, risk_ratio
from il2sle.frozen import Frozen
from il2sle.records.parts import Loc
from il2sle.records.values import PValue

Number = int | float | Decimal
State = Literal["printed", "derived", "read off", "missing"]


class Pointer(Frozen):
    """A source, by its key among all records, and the place in it."""

    source: str
    locator: str


class Figure(Frozen):
    """One figure.

    Attributes:
        value: a `Decimal` or `int` with its printed digits, or what we computed; None where it is missing.
        state: printed by a source, derived by us, read off a graph by the curator, or missing.
        method: how a derived figure follows, in words with its numbers, or how one was read off; else empty.
        inputs: the figures that a derived one follows from.
        places: where a printed figure stands.
        loc: the path of a printed figure in its record.
        what: what a printed figure is, as a trace names it.
        cut: the counts that it would be instead, if the percentage that it follows from was cut off and not rounded.
    """

    value: Number | None = None
    state: State = "missing"
    method: str = ""
    inputs: tuple[Figure, ...] = ()
    places: tuple[Pointer, ...] = ()
    loc: Loc = ()
    what: str = ""
    cut: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a value; a zero is one."""
        return self.value is not None

    @property
    def derived(self) -> bool:
        """Whether we computed it."""
        return self.state == "derived"

    @property
    def sources(self) -> tuple[Pointer, ...]:
        """Where it stands, or where the figures stand that it follows from; each place once."""
        if not self.inputs and len(self.places) < 2:
            return self.places
        # Figures of one place share its pointers: each such tuple is looked at once.
        apart = {id(places): places for places in (self.places, *(figure.sources for figure in self.inputs))}
        return tuple(dict.fromkeys(pointer for places in apart.values() for pointer in places))

    def printed(self) -> Iterator[Figure]:
        """The figures of the record that it rests on, each once; itself where a source holds it."""
        # Most are the same object where they are the same, and to hash a figure takes long.
        yield from dict.fromkeys({id(found): found for found in _rests_on(self)}.values())


def _rests_on(figure: Figure) -> Iterator[Figure]:
    if figure.state in {"printed", "read off"}:
        yield figure
    for one in figure.inputs:
        yield from _rests_on(one)


MISSING = Figure()


def derived(value: Number | None, method: str, *inputs: Figure) -> Figure:
    """A figure that we computed; missing where there is no value."""
    return MISSING if value is None else Figure(value, "derived", method, inputs)


SIDE_FIGURES = ("events", "n", "percent", "value", "low", "high", "sd", "se")


class Side(Frozen, kw_only=True):
    """One arm of an outcome at one time: responders, patients and percentage, or a score with its spread.

    Attributes:
        arm: the key of the arm.
        label: the arm in words.
        rest_missing: how a figure is missing that it lacks.
        p_within: a p-value of the arm against its own baseline, which says nothing about the treatment.
        model: what the percentage was estimated by, where it is no share of counted patients.
    """

    arm: str
    label: str
    rest_missing: str
    events: Figure = MISSING
    n: Figure = MISSING
    percent: Figure = MISSING
    value: Figure = MISSING
    low: Figure = MISSING
    high: Figure = MISSING
    sd: Figure = MISSING
    se: Figure = MISSING
    p_within: PValue | None = None
    model: str | None = None

    def figures(self) -> dict[str, Figure]:
        """Its figures by their names, missing ones too."""
        return {name: getattr(self, name) for name in SIDE_FIGURES}

    @property
    def has_figures(self) -> bool:
        """Whether there is a figure beside the number of patients."""
        return bool(self.events or self.percent or self.value)


Scale = Literal["points", "score", "ratio", "number needed"]


class Measure(Frozen):
    """A measure of effect.

    Attributes:
        key: its name in records and machine formats.
        title: its name in words.
        short: its abbreviation in tables.
        scale: percentage points, the unit of a score, a ratio, or patients needed to treat.
        no_effect: where its line of no effect lies.
        decimals: the decimals of a computed one.
        method: how an interval of ours is made, with its source; empty where we never compute it.
        compute: from the counts of both arms; None where we never compute it.
        factor: what the computed estimate is multiplied by.
    """

    key: str
    title: str
    short: str
    scale: Scale
    no_effect: int
    decimals: int
    method: str = ""
    compute: Callable[[TwoByTwo], Estimate | None] | None = None
    factor: int = 1


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure(
            *("difference", "risk difference", "RD", "points", 0, 1, "Newcombe 1998, method 10"),
            compute=risk_difference,
            factor=100,
        ),
        Measure("mean_difference", "mean difference", "MD", "score", 0, 1),
        Measure("median_difference", "median difference", "median difference", "score", 0, 1),
        Measure("standardised_mean_difference", "standardised mean difference", "SMD", "score", 0, 2),
        Measure("risk_ratio", "risk ratio", "RR", "ratio", 1, 2, "log-Wald, Katz 1978", risk_ratio),
        Measure("odds_ratio", "odds ratio", "OR", "ratio", 1, 2, "log-Wald, Woolf 1955", odds_ratio),
        Measure("hazard_ratio", "hazard ratio", "HR", "ratio", 1, 2),
        Measure("rate_ratio", "rate ratio", "IRR", "ratio", 1, 2),
        Measure(
            *("number_needed", "number needed to treat", "NNT", "number needed", 0, 1),
            *("reciprocal of the difference and its limits, Altman 1998", number_needed),
        ),
    )
}


class Effect(Frozen, kw_only=True):
    """An effect of an arm against its comparator.

    Attributes:
        measure: a key of `MEASURES`.
        value: the estimate, in points, in the unit of the score, or as a ratio.
        low: the lower limit of its interval.
        high: the upper limit.
        level: of the interval, in percent.
        model: the model behind an adjusted effect; None for a crude one.
        se: the standard error, on the scale of the value, of a ratio on the log scale.
        p: the p-value printed beside it.
        places: where one stands that the record lists, with its p.
        loc: the path of one that the record lists.
    """

    measure: str
    value: Figure = MISSING
    low: Figure = MISSING
    high: Figure = MISSING
    level: Number = 95
    model: str | None = None
    se: Figure = MISSING
    p: PValue | None = None
    places: tuple[Pointer, ...] = ()
    loc: Loc = ()

    @property
    def about(self) -> Measure:
        """Its measure."""
        return MEASURES[self.measure]

    @property
    def crosses(self) -> bool | None:
        """Whether its interval includes no effect; None without an interval."""
        if self.low.value is None or self.high.value is None:
            return None
        return self.low.value <= self.about.no_effect <= self.high.value


def estimated(
    measure: Measure, table: TwoByTwo, estimate: Estimate, counts: Iterable[Figure]
) -> tuple[Figure, Figure, Figure]:
    """An estimate from counts and its limits as derived figures, on the scale of the measure.

    Args:
        measure: what was estimated.
        table: the counts.
        estimate: what `measure.compute` makes of them.
        counts: the four figures of the table.
    """
    inputs = tuple(counts)
    words = f"{measure.title} of {table.events}/{table.n} against {table.comparator_events}/{table.comparator_n}"
    limits = f"{words}: {measure.method}"
    value, low, high = (_tidy(measure.factor * bound) for bound in (estimate.value, estimate.low, estimate.high))
    return derived(value, words, *inputs), derived(low, limits, *inputs), derived(high, limits, *inputs)


def _tidy(value: float) -> float:
    """Twelve significant digits: the rest is noise of the machine's logarithm, and would change the bytes."""
    return float(f"{value:.12g}") + 0.0  # a zero has no sign


RemarkKind = Literal[
    "note", "says", "population", "figures", "check", "dispute", "schedule", "missing", "standing", "reading"
]
Voice = Literal["il2sle", "curator", "source"]


class Remark(Frozen):
    """What must be said of a row in words.

    Attributes:
        kind: what it is about; views group and place remarks by it, never by their text.
        text: the words.
        voice: whose words they are: ours, the curator's, or a source's as the curator retells it.
        code: the code of the finding, where it is one.
        sources: where that stands which the words tell of, beside the sources of the row.
    """

    kind: RemarkKind
    text: str
    voice: Voice = "il2sle"
    code: str = ""
    sources: tuple[Pointer, ...] = ()
