"""Whether a printed effect, its interval and its p can stand together, and with the counts behind them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from il2sle.arithmetic.usual_intervals import usual_intervals
from il2sle.evidence.contrasts import Contrast, effects, p_between
from il2sle.evidence.figure import Effect, Figure, Measure, Number
from il2sle.evidence.finding import Finding
from il2sle.evidence.p_check import significant
from il2sle.evidence.workings import Workings
from il2sle.records.values import PValue, decimals

OFF_MIDDLE = 0.10  # of the interval's width, on its own scale
USUAL_LEVEL = 95
FAR = 0.2  # of the width of the nearest usual interval: other methods than those tried lie within


def printed(workings: Workings) -> Iterator[Finding]:
    """W209: crude effects that their counts do not give, or differences that percentages or means do not give."""
    for contrast in workings.contrasts:
        for effect in effects(contrast):
            value = effect.value.value
            if effect.model is None and effect.value.state == "printed" and isinstance(value, Decimal):
                yield from _held(contrast, effect, value)


def _held(contrast: Contrast, effect: Effect, value: Decimal) -> Iterator[Finding]:
    about, table = effect.about, contrast.table
    estimate = about.compute(table) if about.compute and table else None
    if estimate is not None and table is not None:
        given = about.factor * estimate.value
        if not _within(given, value) and not _by_percentages(contrast, effect, value):
            counts = f"{table.events}/{table.n} against {table.comparator_events}/{table.comparator_n}"
            gives = f"{given:.{max(decimals(value), about.decimals)}f}"
            message = f"the {about.title} {value} is not what {counts} gives: {gives}{_guess(about, value, given)}"
            yield Finding("W209", effect.value.loc, message)
    elif table is None and effect.measure == "difference" and _by_percentages(contrast, effect, value) is False:
        mine, other = (side.percent.value for side in (contrast.side, contrast.comparator_side) if side)
        message = f"{mine} minus {other} is {_minus(mine, other)}, not {value}"
        yield Finding("W209", effect.value.loc, message)
    elif effect.measure == "mean_difference":
        yield from _by_means(contrast, effect, value)


def _by_means(contrast: Contrast, effect: Effect, value: Decimal) -> Iterator[Finding]:
    """A difference of means against the printed means; of medians no difference follows."""
    other, words = contrast.comparator_side, (contrast.outcome.statistic or "").split()
    if other is None or contrast.barred or "mean" not in words:
        return
    mine, beside = contrast.side.value, other.value
    if mine.state != "printed" or beside.state != "printed":
        return
    figures = [figure for figure in (mine.value, beside.value, value) if isinstance(figure, Decimal)]
    slack, given = sum(map(_half_unit, figures)), _minus(mine.value, beside.value)
    if len(figures) == 3 and abs(given - value) > slack:
        inverse = "; it is the comparator minus the arm" if abs(given + value) <= slack else ""
        message = f"{mine.value} minus {beside.value} is {given}, not the mean difference {value}{inverse}"
        yield Finding("W209", effect.value.loc, message)


def _within(given: float, value: Decimal) -> bool:
    return abs(given - float(value)) <= float(_half_unit(value)) + 1e-9


def _guess(about: Measure, value: Decimal, given: float) -> str:
    """What the printed figure would be instead, where one slip explains it."""
    if about.scale == "ratio" and given and _within(1 / given, value):
        return "; it is the inverse"
    if about.scale == "points" and _within(given / 100, value):
        return "; it is a share, where points are meant"
    return ""


def _by_percentages(contrast: Contrast, effect: Effect, value: Decimal) -> bool | None:
    """Whether a difference is that of the percentages as printed, rounding aside; None where it cannot be told."""
    other = contrast.comparator_side
    if effect.measure != "difference" or other is None or contrast.barred:
        return None
    mine, beside = contrast.side.percent, other.percent
    if any(figure.state != "printed" for figure in (mine, beside)) or contrast.side.model or other.model:
        return None
    figures = [figure for figure in (mine.value, beside.value, value) if isinstance(figure, Decimal)]
    slack = sum((_half_unit(figure) for figure in figures), Decimal(0))
    return abs(_minus(mine.value, beside.value) - value) <= slack


def _minus(mine: Number | None, other: Number | None) -> Decimal:
    return Decimal(str(mine)) - Decimal(str(other))


def _half_unit(figure: Decimal) -> Decimal:
    return Decimal(5).scaleb(-decimals(figure) - 1)


def intervals(workings: Workings) -> Iterator[Finding]:
    """R108, W204 and W211: intervals that leave out their estimate, have it off the middle, or are not of the counts.

    Rounding aside, and of several only the first.
    """
    for contrast in workings.contrasts:
        for effect in effects(contrast):
            figures = (effect.low, effect.value, effect.high)
            found: list[Finding] = []
            if all(figure.state == "printed" for figure in figures):
                found = list(_interval(effect, *(Decimal(str(figure.value)) for figure in figures)))
            yield from found or _by_counts(contrast, effect)


def _by_counts(contrast: Contrast, effect: Effect) -> Iterator[Finding]:
    """W211: a printed crude interval that no usual method gives from the counts, not even about."""
    about, table = effect.about, contrast.table
    low, high = (figure.value if figure.state == "printed" else None for figure in (effect.low, effect.high))
    if table is None or effect.model is not None or not isinstance(low, Decimal) or not isinstance(high, Decimal):
        return
    usual = usual_intervals(effect.measure, table, float(effect.level))
    limits = [(name, about.factor * a, about.factor * b) for name, (a, b) in usual.items()]
    if limits and not any(_near(about, (low, high), (a, b)) for _, a, b in limits):
        digits = max(decimals(low), decimals(high), about.decimals)
        given = ", ".join(f"{name} {a:.{digits}f} to {b:.{digits}f}" for name, a, b in limits)
        counts = f"{table.events}/{table.n} against {table.comparator_events}/{table.comparator_n}"
        message = f"{low} to {high} is far from what {counts} gives for the {about.title}: {given}"
        yield Finding("W211", effect.low.loc[:-1], message)


def _near(about: Measure, printed: tuple[Decimal, Decimal], given: tuple[float, float]) -> bool:
    """Whether both limits lie within a part of the width of an interval, on its own scale."""
    if about.scale == "ratio" and printed[0] - _half_unit(printed[0]) <= 0:
        return True  # a limit printed as 0.0 has no logarithm
    scale = math.log if about.scale == "ratio" else float
    low, high = map(scale, given)
    off = zip(printed, (low, high), strict=True)
    return all(
        scale(limit - _half_unit(limit)) - FAR * (high - low)
        <= own
        <= scale(limit + _half_unit(limit)) + FAR * (high - low)
        for limit, own in off
    )


def _interval(effect: Effect, low: Decimal, estimate: Decimal, high: Decimal) -> Iterator[Finding]:
    loc, about = effect.low.loc[:-1], effect.about
    slack = _half_unit(low) + _half_unit(estimate)
    if not low - slack < estimate < high + slack and not low <= estimate <= high:
        yield Finding("R108", loc, f"{low} to {high} leaves out the {about.title} {estimate}")
        return
    logarithmic = about.scale == "ratio"
    if logarithmic and low <= 0:
        return
    scale = math.log if logarithmic else float
    left, middle, right = (scale(figure) for figure in (low, estimate, high))
    play = [scale(figure + _half_unit(figure)) - scale(figure) for figure in (low, estimate, high)]
    rounding = play[1] + (play[0] + play[2]) / 2
    if right > left and abs(middle - (left + right) / 2) > OFF_MIDDLE * (right - left) + rounding:
        share = 100 * (middle - left) / (right - left)
        words = "log scale" if logarithmic else "scale"
        message = f"{estimate} lies {share:.0f}% of the way from {low} to {high} on its {words}, not half-way"
        yield Finding("W204", loc, message)


def sides(workings: Workings) -> Iterator[Finding]:
    """W210: a 95% interval and a p beside it that fall on different sides of no effect."""
    for contrast in workings.contrasts:
        between = p_between(contrast)
        for effect in effects(contrast):
            p = effect.p or (between[0] if between and _stands_beside(contrast, effect) else None)
            if p is not None and _disagree(effect, p):
                yield Finding("W210", contrast.loc, _told(effect, p))


def _stands_beside(contrast: Contrast, effect: Effect) -> bool:
    """Whether the p of the row speaks of this effect: the printed one, else the difference that the counts give.

    Not of that difference where the p is a model's.
    """
    if effect.low.state == "printed":
        return True
    between = p_between(contrast)
    return effect.measure == "difference" and not contrast.result.effects and between is not None and between[1] is None


def _disagree(effect: Effect, p: PValue) -> bool:
    below = significant(p)
    told = effect.crosses is not None and below is not None and effect.level == USUAL_LEVEL and p.sides != 1
    return told and effect.crosses == below


def _told(effect: Effect, p: PValue) -> str:
    about = effect.about
    side = "includes" if effect.crosses else "leaves out"
    interval = f"{_plain(effect.low, about.decimals)} to {_plain(effect.high, about.decimals)}"
    whose = "computed from the counts" if effect.low.derived else "as printed"
    printed_p = p.printed if p.comparator != "=" or p.words else f"p={p.value:f}"
    why = "the two come from different methods" if effect.low.derived else "one of them may be a misprint"
    return (
        f"the 95% interval of the {about.title} ({interval}, {whose}) {side} no effect, and the printed p "
        f"({printed_p}) falls on the other side of 0.05: {why}"
    )


def _plain(figure: Figure, digits: int) -> str:
    return f"{figure.value:.{digits}f}" if isinstance(figure.value, float) else str(figure.value)
