"""The intervals that reports usually print for the effects of two groups, to hold a printed one against them."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

from .effects import Estimate, TwoByTwo, odds_ratio, risk_difference, risk_ratio

SMALL: Final = 5  # patients in a cell, below which exact methods for ratios lie far from those tried

Limits = tuple[float, float]


def usual_intervals(measure: str, table: TwoByTwo, level: float = 95) -> dict[str, Limits]:
    """The limits of an effect by the methods in use, by their names.

    Newcombe's method 10 (1998) and Wald's with and without the continuity correction of 1/2 (1/n + 1/m) for a
    difference (Fleiss 1981, section 2.4), the logarithmic Wald interval for a ratio. Those for 95% are widened or
    narrowed by the normal deviates: exact for Wald's, about right for Newcombe's.

    Args:
        measure: `difference`, `risk_ratio` or `odds_ratio`; of another there is none.
        table: the counts.
        level: of the interval, in percent, above 0 and below 100.

    Returns:
        Low and high, a difference as a proportion; empty of a ratio with fewer than `SMALL` patients in a cell.
    """
    wider = NormalDist().inv_cdf(0.5 + level / 200) / NormalDist().inv_cdf(0.975)
    if measure == "difference":
        return _of_difference(table, wider)
    ratios = {"risk_ratio": risk_ratio, "odds_ratio": odds_ratio}
    estimate = ratios[measure](table) if measure in ratios and min(table.cells) >= SMALL else None
    if estimate is None:
        return {}
    value, low, high = estimate.value, estimate.low, estimate.high
    return {"log-Wald": (value * (low / value) ** wider, value * (high / value) ** wider)}


def _of_difference(table: TwoByTwo, wider: float) -> dict[str, Limits]:
    newcombe = risk_difference(table)
    p, q = table.events / table.n, table.comparator_events / table.comparator_n
    error = NormalDist().inv_cdf(0.975) * math.sqrt(p * (1 - p) / table.n + q * (1 - q) / table.comparator_n)
    wald = Estimate(newcombe.value, newcombe.value - error, newcombe.value + error)
    correction = (1 / table.n + 1 / table.comparator_n) / 2
    low, high = _widened(wald, wider)
    return {
        "Newcombe": _widened(newcombe, wider),
        "Wald": (low, high),
        "Wald with continuity correction": (low - correction, high + correction),
    }


def _widened(estimate: Estimate, wider: float) -> Limits:
    value, low, high = estimate.value, estimate.low, estimate.high
    return value - wider * (value - low), value + wider * (high - value)
