"""The geometry of a forest plot in plain numbers: places on the axis from 0 (left) to 1 (right), for every renderer.

An axis holds every estimate and the line of no effect; of an interval that is far wider than all else, an end is cut
off, and marked by an arrow. Ratios stand on the scale of their logarithm, numbers needed to treat on that of the
difference whose reciprocal they are (Altman 1998), so that they pass through infinity in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from il2sle.evidence.figure import Effect, Measure, Number, Scale
from il2sle.frozen import Frozen

WIDE = 2.0  # an interval is cut where it leaves the estimates by more than this many times the usual half-width
MOST_TICKS = 9
ALONE: dict[Scale, float] = {"points": 10, "score": 1, "ratio": math.log(2), "number needed": 0.1}
"""Half the width of an axis that nothing but the line of no effect asks for."""
BOUNDS: dict[Scale, tuple[float, float]] = {"points": (-100, 100), "number needed": (-1, 1)}


def _as_it_is(value: float) -> float:
    return value


def _logarithm(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _reciprocal(value: float) -> float:
    return 1 / value if value else math.inf


ONTO: dict[Scale, Callable[[float], float]] = {
    "points": _as_it_is,
    "score": _as_it_is,
    "ratio": _logarithm,
    "number needed": _reciprocal,
}


class Tick(Frozen):
    """A mark of the axis: its place, and the value there."""

    place: float
    value: float


class Bar(Frozen):
    """What is drawn of an effect: places from 0 to 1, rising from `low` to `high`.

    Attributes:
        low: the left end of the interval; None without one.
        high: its right end.
        point: the estimate; None where only an interval is known.
        cut_low: whether the interval goes on beyond the left end of the axis.
        cut_high: likewise to the right.
        side: on which side of the line of no effect the interval lies: -1, 1, or 0 where it holds the line or is none.
    """

    low: float | None
    high: float | None
    point: float | None
    cut_low: bool = False
    cut_high: bool = False
    side: int = 0

    @property
    def hollow(self) -> bool:
        """Whether it is an estimate without an interval."""
        return self.low is None


class Axis(Frozen):
    """An axis from `low` to `high`, which are values of the measure on the scale that it is drawn on."""

    scale: Scale
    low: float
    high: float
    no_effect: float

    def place(self, value: Number) -> float:
        """The place of a value; 0 or 1 for one beyond the ends."""
        return self.place_on(ONTO[self.scale](float(value)))

    def place_on(self, scaled: float) -> float:
        """The place of a value that is on the scale already."""
        return min(1.0, max(0.0, (scaled - self.low) / (self.high - self.low)))

    @property
    def line(self) -> float:
        """The place of the line of no effect."""
        return self.place_on(self.no_effect)


def axis_of(measure: Measure, effects: Iterable[Effect]) -> Axis:
    """The axis for effects by one measure; of none, one around the line of no effect."""
    scale = measure.scale
    none = _line(measure)
    drawn = [_scaled(effect) for effect in effects]
    points = [none, *(point for _, point, _ in drawn if point is not None and math.isfinite(point))]
    low, high = min(points), max(points)
    ends = [end for one in drawn for end in (one[0], one[2]) if end is not None]
    finite = [end for end in ends if math.isfinite(end)]
    pairs = [(left, right) for left, _, right in drawn if left is not None and right is not None]
    halves = [(right - left) / 2 for left, right in pairs if math.isfinite(right - left)]
    room = WIDE * max(median(halves) if halves else 0, (high - low) / 2, ALONE[scale] / WIDE)
    low = max(min((low, *finite)), low - room)
    high = min(max((high, *finite)), high + room)
    return _rounded(scale, low, high, none)


def _line(measure: Measure) -> float:
    return 0.0 if measure.scale == "number needed" else ONTO[measure.scale](measure.no_effect)


def _rounded(scale: Scale, low: float, high: float, none: float) -> Axis:
    """An axis whose ends are round values, with room on both sides of the line of no effect."""
    floor, ceiling = BOUNDS.get(scale, (-math.inf, math.inf))
    if high - low < ALONE[scale] / 2:
        low, high = min(low, none - ALONE[scale]), max(high, none + ALONE[scale])
    margin = (high - low) * 0.04
    low, high = max(floor, low - margin), min(ceiling, high + margin)
    if scale in {"points", "score"}:
        step = _step((high - low) / MOST_TICKS)
        low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return Axis(scale, max(floor, low), min(ceiling, high), none)


def _scaled(effect: Effect) -> tuple[float | None, float | None, float | None]:
    """The lower limit, the estimate and the upper limit on the scale that they are drawn on, rising."""
    onto = ONTO[effect.about.scale]

    def at(value: Number | None) -> float | None:
        return None if value is None else onto(float(value))

    low, point, high = at(effect.low.value), at(effect.value.value), at(effect.high.value)
    if low is None or high is None:
        return None, point, None
    return min(low, high), point, max(low, high)


def bar_of(axis: Axis, effect: Effect) -> Bar:
    """What is drawn of an effect on an axis."""
    low, point, high = _scaled(effect)
    placed = None if point is None else axis.place_on(point)
    if low is None or high is None:
        return Bar(None, None, placed)
    side = 1 if low > axis.no_effect else -1 if high < axis.no_effect else 0
    return Bar(axis.place_on(low), axis.place_on(high), placed, low < axis.low, high > axis.high, side)


# Ticks


def ticks(axis: Axis, most: int = MOST_TICKS) -> tuple[Tick, ...]:
    """Round values along the axis, the value of no effect among them; at most so many."""
    values = _TICKS[axis.scale](axis, max(2, most))
    kept = sorted({value for value in values if axis.low <= ONTO[axis.scale](value) <= axis.high})
    found = [Tick(axis.place(value), value) for value in kept]
    if axis.scale == "number needed":
        found = [tick for tick in found if math.isfinite(tick.value)] + [Tick(axis.line, math.inf)]
    return tuple(sorted(found, key=lambda tick: tick.place))


def _linear(axis: Axis, most: int) -> list[float]:
    step = _step((axis.high - axis.low) / (most - 1))
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(round(factor * power, 12) or power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))


def _logarithmic(axis: Axis, most: int) -> list[float]:
    low, high = axis.low / math.log(10), axis.high / math.log(10)
    decades = range(math.floor(low), math.ceil(high) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = [factor * 10.0**decade for decade in decades for factor in factors]
        inside = [value for value in found if axis.low <= math.log(value) <= axis.high]
        if len(inside) <= most and (len(inside) > 2 or factors == (1,)):
            return inside
    every = max(1, math.ceil(len(decades) / most))
    return [10.0**decade for decade in decades if decade % every == 0]


def _needed(axis: Axis, most: int) -> list[float]:
    """Numbers needed to treat whose reciprocals are apart enough; infinity stands at the line of no effect."""
    apart = (axis.high - axis.low) / most
    found: list[float] = []
    for sign, end in ((1, axis.high), (-1, -axis.low)):
        last = 0.0
        for needed in (100, 50, 20, 10, 5, 4, 3, 2, 1):
            if last + apart <= 1 / needed <= end:
                found.append(float(sign * needed))
                last = 1 / needed
    return found


_TICKS: dict[Scale, Callable[[Axis, int], Sequence[float]]] = {
    "points": _linear,
    "score": _linear,
    "ratio": _logarithmic,
    "number needed": _needed,
}
