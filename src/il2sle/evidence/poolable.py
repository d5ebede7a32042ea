"""What programs of meta-analysis take besides counts: printed effects with their precision, scores, and harms.

Nothing is computed here but the standard error that an interval or a standard deviation stands for.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from statistics import NormalDist

from il2sle.frozen import Frozen

from .arms import counted_in
from .comparison import Filters
from .examined import in_order
from .exportable import Exportable, HarmLine
from .figure import Effect, Figure, Side, derived
from .rows import HarmRow, OutcomeRow

MEAN, MODELLED = "mean", "LS"


class EffectLine(Frozen):
    """A printed effect for a generic inverse-variance analysis, of a ratio on the scale of its logarithm.

    Attributes:
        yi: the estimate.
        sei: its standard error, as printed or from the interval.
        low: the lower limit of the interval, where there is one.
        high: the upper limit.
        derived: whether we computed the standard error.
    """

    row: OutcomeRow
    effect: Effect
    yi: float
    sei: float
    low: float | None
    high: float | None
    derived: bool

    @property
    def outcome(self) -> Hashable:
        """What lines share that rest on the same patients at the same time, by the same measure."""
        return (*outcome_of(self.row), self.effect.measure)


def outcome_of(row: OutcomeRow) -> tuple[Hashable, ...]:
    """What rows share that rest on the same patients at the same time."""
    return (row.trial, row.endpoint, row.measure, row.instrument, row.time, row.population, row.subset, row.subgroup)


def rows_kept(trials: Iterable[Exportable], filters: Filters) -> list[OutcomeRow]:
    """The rows that filters leave, in the order of the tables."""
    return [row for one in in_order(trials) for row in one.outcomes if filters.keep(row)]


def effect_lines(rows: Iterable[OutcomeRow]) -> tuple[list[EffectLine], list[tuple[OutcomeRow, str]]]:
    """The printed effects of rows, each with its precision; and the rows or effects without it, with the reason."""
    lines: list[EffectLine] = []
    left_out: list[tuple[OutcomeRow, str]] = []
    for row in rows:
        told = [effect for effect in row.effects if effect.value.state != "derived" or effect.low.state == "printed"]
        barred = counted_in(row.pooled) if row.pooled else "baseline" if row.baseline else row.missing
        if barred or not told:
            left_out.append((row, barred or _no_effect(row)))
            continue
        for effect in told:
            line = _effect_line(row, effect)
            if line is None:
                left_out.append((row, without_precision(effect)))
            else:
                lines.append(line)
    return lines, left_out


def _no_effect(row: OutcomeRow) -> str:
    """That no effect is printed, and where else the figures of the row leave."""
    if any(effect.value.derived for effect in row.effects):
        return "no effect is printed; its counts stand in the layouts of counts"
    if not _no_score(row):
        return "no effect is printed; its means stand in the layouts of scores"
    why = row.barred or ("uncontrolled: no comparator" if row.uncontrolled else "no counts or means of two arms")
    return f"no effect is printed, and {why}: in no layout"


def without_precision(effect: Effect) -> str:
    """Why an effect leaves by no export, with its figure."""
    if effect.value.state == "read off" or effect.low.state == "read off":
        return f"{effect.about.title} {effect.value.value} is read off a graph: in no layout"
    if effect.value.state != "printed":
        return f"{effect.about.title}: an interval is printed without its estimate: in no layout"
    return f"{effect.about.title} {effect.value.value} has neither interval nor standard error: in no layout"


def _effect_line(row: OutcomeRow, effect: Effect) -> EffectLine | None:
    logarithmic = effect.about.scale == "ratio"

    def scaled(figure: Figure) -> float | None:
        if figure.value is None or (logarithmic and figure.value <= 0):
            return None
        return math.log(figure.value) if logarithmic else float(figure.value)

    if {effect.value.state, effect.low.state} - {"printed", "missing"}:
        return None
    value, low, high = scaled(effect.value), scaled(effect.low), scaled(effect.high)
    printed = None if effect.se.value is None else float(effect.se.value)
    sei = printed if printed is not None else _from_interval(low, high, float(effect.level))
    if value is None or sei is None:
        return None
    return EffectLine(row, effect, _tidy(value), _tidy(sei), _opt(low), _opt(high), derived=printed is None)


def _from_interval(low: float | None, high: float | None, level: float) -> float | None:
    """The standard error behind a normal-theory interval: its width over twice the deviate of its level."""
    if low is None or high is None or high <= low:
        return None
    return (high - low) / (2 * NormalDist().inv_cdf(0.5 + level / 200))


def _tidy(value: float) -> float:
    return float(f"{value:.12g}") + 0.0


def _opt(value: float | None) -> float | None:
    return None if value is None else _tidy(value)


# Scores


class ScoreLine(Frozen):
    """Mean, standard deviation and patients of both sides of a score."""

    row: OutcomeRow
    mine: tuple[Figure, Figure, Figure]
    other: tuple[Figure, Figure, Figure]

    @property
    def outcome(self) -> Hashable:
        """See `EffectLine.outcome`."""
        return outcome_of(self.row)


def score_lines(rows: Iterable[OutcomeRow]) -> tuple[list[ScoreLine], list[tuple[OutcomeRow, str]]]:
    """The scores of rows whose mean, deviation and patients are known on both sides, and why the others are not."""
    lines: list[ScoreLine] = []
    left_out: list[tuple[OutcomeRow, str]] = []
    for row in rows:
        why = _no_score(row)
        if not why and row.arm and row.comparator:
            lines.append(ScoreLine(row, _moments(row.arm), _moments(row.comparator)))
        else:
            left_out.append((row, why))
    return lines, left_out


def _no_score(row: OutcomeRow) -> str:
    if row.pooled:
        return counted_in(row.pooled)
    if row.missing or not row.statistic:
        return row.missing or "no score"
    if row.baseline or row.arm is None or row.comparator is None:
        return "baseline" if row.baseline else "uncontrolled: no comparator"
    if row.barred:
        return row.barred
    words = row.statistic.split()
    if MEAN not in words or MODELLED in words:
        # The standard error of a model's mean is not that of the patients.
        return f"{row.statistic}: {'a mean of a model' if MODELLED in words else 'no mean'}"
    known = all(bool(figure) for side in (row.arm, row.comparator) for figure in _moments(side))
    return "" if known else "mean, standard deviation or patients are not known on both sides"


def _moments(side: Side) -> tuple[Figure, Figure, Figure]:
    return side.value, side.sd or _deviation(side), side.n


def _deviation(side: Side) -> Figure:
    """The standard deviation behind a standard error: times the root of the patients."""
    se, n = side.se.value, side.n.value
    found = _tidy(float(se) * math.sqrt(n)) if se is not None and n else None
    return derived(found, f"standard deviation: SE {se} times the root of {n}", side.se, side.n)


# Harms


def harm_lines(trials: Iterable[Exportable]) -> tuple[list[HarmLine], list[tuple[HarmRow, str]]]:
    """Every event with patients affected and at risk on both sides, and why the others are not among them."""
    listed = in_order(trials)
    return [line for one in listed for line in one.harms], [other for one in listed for other in one.other_harms]
