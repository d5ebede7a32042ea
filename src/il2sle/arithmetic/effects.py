"""Effects of a treatment on a yes/no outcome: two groups, their counts, an estimate with its 95% interval.

This module is arithmetic on counts alone. It knows no trial, no endpoint and no direction of benefit, it
never adds 0.5 to a cell, and it never pools.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

from il2sle.frozen import Frozen

_Z: Final = NormalDist().inv_cdf(0.975)
"""The standard normal deviate of every two-sided 95% interval here: 1.959964, not 1.96."""


def check_counts(events: int, n: int) -> None:
    """Refuse counts that no group of patients can have.

    Args:
        events: patients with the event.
        n: patients in the group.

    Raises:
        ValueError: if either is not a whole number, `n` is not positive, or `events` is outside 0 to `n`.
    """
    # Not `isinstance`, to which a bool is an int: a yes/no that slipped into a count is a mistake worth stopping at.
    if type(events) is not int or type(n) is not int or not 0 <= events <= n or n == 0:
        raise ValueError(f"no group of patients has {events!r} events of {n!r}")


class TwoByTwo(Frozen):
    """Patients with an event in a group and in its comparator.

    Attributes:
        events: patients with the event in the group.
        n: patients in the group.
        comparator_events: patients with the event in the comparator.
        comparator_n: patients in the comparator.

    Raises:
        ValueError: if a group's counts are not whole, it has no patients, or more events than patients.
    """

    events: int
    n: int
    comparator_events: int
    comparator_n: int

    def __post_init__(self) -> None:
        check_counts(self.events, self.n)
        check_counts(self.comparator_events, self.comparator_n)

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """Events and non-events of the group, then of the comparator: a, b, c, d of the textbooks."""
        return (
            self.events,
            self.n - self.events,
            self.comparator_events,
            self.comparator_n - self.comparator_events,
        )


class Estimate(Frozen):
    """An estimate and the two limits of its 95% confidence interval, all three on one scale.

    Attributes:
        value: the point estimate.
        low: the lower limit.
        high: the upper limit.
    """

    value: float
    low: float
    high: float


def percent(events: int, n: int) -> float:
    """Share of patients with the event, in percent, 0 to 100 and not rounded.

    Raises:
        ValueError: if `check_counts` refuses the counts.
    """
    check_counts(events, n)
    return 100 * events / n


def wilson(events: int, n: int) -> Estimate:
    """Proportion with the event and its score interval, each 0 to 1.

    Source: Wilson 1927 (JASA 22:209-212), without continuity correction: method 3 of Newcombe 1998 (Stat Med
    17:857-872). The limits are the two roots L of (events/n - L)^2 = z^2 L(1 - L)/n.

    Args:
        events: patients with the event.
        n: patients in the group.

    Returns:
        The proportion and its limits; the lower one is exactly 0 without events, the upper one exactly 1 with
        `n` events.

    Raises:
        ValueError: if `check_counts` refuses the counts.
    """
    check_counts(events, n)
    return Estimate(events / n, _wilson_low(events, n), 1 - _wilson_low(n - events, n))


def risk_difference(table: TwoByTwo) -> Estimate:
    """Difference of two proportions, group minus comparator, with its hybrid score interval.

    Source: Newcombe 1998 (Stat Med 17:873-890), method 10, for p1 - p2 with Wilson limits (l1, u1), (l2, u2):
    from p1 - p2 - sqrt((p1 - l1)^2 + (u2 - p2)^2) to p1 - p2 + sqrt((u1 - p1)^2 + (p2 - l2)^2).

    Args:
        table: the counts; any zero is fine, so the difference is always estimable.

    Returns:
        The difference as a proportion, -1 to 1 (times 100 for percentage points). The limits stay inside -1
        and 1 by construction: nothing is clamped.
    """
    group = wilson(table.events, table.n)
    comparator = wilson(table.comparator_events, table.comparator_n)
    # Over one denominator, so that 56/70 against 48/80 is 0.2 and not 0.20000000000000007.
    a, b, c, d = table.cells
    difference = (a * d - b * c) / (table.n * table.comparator_n)
    below = math.hypot(group.value - group.low, comparator.high - comparator.value)
    above = math.hypot(group.high - group.value, comparator.value - comparator.low)
    return Estimate(difference, difference - below, difference + above)


def risk_ratio(table: TwoByTwo) -> Estimate | None:
    """Ratio of two proportions, group over comparator, with its interval on the log scale.

    Source: Katz, Baptista, Azen and Pike 1978 (Biometrics 34:469-474), method C: the variance of ln RR is
    (1 - p1)/(n1 p1) + (1 - p2)/(n2 p2).

    Args:
        table: the counts.

    Returns:
        The ratio, above 0; or None, not estimable, where a group has no events, or where every patient of
        both groups has one: the variance is then 0, and an interval from 1 to 1 would claim to be certain.
    """
    a, b, c, d = table.cells
    if a == 0 or c == 0 or b == d == 0:
        return None
    variance = b / (a * table.n) + d / (c * table.comparator_n)
    return _log_wald((a * table.comparator_n) / (c * table.n), variance)


def odds_ratio(table: TwoByTwo) -> Estimate | None:
    """Ratio of two odds, group over comparator, with its interval on the log scale.

    Source: Woolf 1955 (Ann Hum Genet 19:251-253): the variance of ln OR is 1/a + 1/b + 1/c + 1/d.

    Args:
        table: the counts.

    Returns:
        The ratio, above 0; or None, not estimable, where any of the four cells is zero.
    """
    a, b, c, d = table.cells
    if 0 in table.cells:
        return None
    return _log_wald((a * d) / (b * c), 1 / a + 1 / b + 1 / c + 1 / d)


def number_needed(table: TwoByTwo) -> Estimate | None:
    """Number needed to treat: how many patients in the group for one event more than in the comparator.

    Source: Altman 1998 (BMJ 317:1309-1312): the reciprocals of the difference and of its limits, here Newcombe's. A
    negative number is one event fewer. Where the limits of the difference lie on both sides of 0, the interval runs
    from `low` through infinity to `high`: it is not what lies between the two numbers.

    Args:
        table: the counts.

    Returns:
        The number, with the reciprocal of the difference's lower limit as `low` and of its upper one as `high`; None
        where the difference or a limit of it is exactly 0, whose reciprocal is infinite.
    """
    difference = risk_difference(table)
    bounds = (difference.value, difference.low, difference.high)
    return None if 0 in bounds else Estimate(*(1 / bound for bound in bounds))


def _wilson_low(events: int, n: int) -> float:
    # The smaller root of the quadratic, as the product of the roots over the larger one. The textbook form
    # subtracts two nearly equal terms and may give 1e-17 or a negative number where the limit is 0.
    spread = _Z * math.sqrt(_Z**2 / 4 + events * (n - events) / n)
    return events * events / n / (events + _Z**2 / 2 + spread)


def _log_wald(ratio: float, variance: float) -> Estimate:
    factor = math.exp(_Z * math.sqrt(variance))
    return Estimate(ratio, ratio / factor, ratio * factor)
