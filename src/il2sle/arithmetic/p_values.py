"""Two-sided p-values of the four tests that trial reports use for two groups and a yes/no outcome.

This module recomputes; what a recomputed value says about a printed one is decided elsewhere. All four tests
take the counts as they are: no strata, no covariates.

Where all patients or none had the event, the outcome cannot tell the groups apart: every test then gives 1.0.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .effects import TwoByTwo


def pearson(table: TwoByTwo) -> float:
    """Two-sided p of the chi-square test without correction.

    Source: Pearson 1900 (Phil Mag 50:157-175), with 1 degree of freedom: N (ad - bc)^2 over the product of
    the four margins.

    Args:
        table: the counts.

    Returns:
        A probability, 0 to 1; 1.0 where all patients or none had the event.
    """
    total = sum(table.cells)
    return _chi_square_p(table, total * _cross(table) ** 2)


def pearson_n_minus_1(table: TwoByTwo) -> float:
    """Two-sided p of the chi-square test with N - 1 in place of N.

    Source: E. S. Pearson 1947 (Biometrika 34:139-167); recommended by Campbell 2007 (Stat Med 26:3661-3675)
    where every expected count is at least 1.

    Args:
        table: the counts.

    Returns:
        A probability, 0 to 1; 1.0 where all patients or none had the event.
    """
    total = sum(table.cells)
    return _chi_square_p(table, (total - 1) * _cross(table) ** 2)


def yates(table: TwoByTwo) -> float:
    """Two-sided p of the chi-square test with continuity correction.

    Source: Yates 1934 (Suppl J R Stat Soc 1:217-235): |ad - bc| - N/2 in place of ad - bc, and 0 where that
    is negative, as in R's `chisq.test`.

    Args:
        table: the counts.

    Returns:
        A probability, 0 to 1; 1.0 where all patients or none had the event.
    """
    total = sum(table.cells)
    # Twice the corrected term is whole, so the statistic stays exact up to its one division.
    doubled = max(0, 2 * abs(_cross(table)) - total)
    return _chi_square_p(table, total * doubled**2, divisor=4)


def fisher(table: TwoByTwo) -> float:
    """Two-sided p of the exact test: every table with these margins that is no likelier than the observed.

    Source: Fisher 1934 (Statistical Methods for Research Workers, 5th ed., section 21.02); two-sided by the
    sum of the small probabilities, Irwin 1935 (Metron 12:83-94), which R, SAS and SciPy print too. Not twice
    the one-sided value.

    Args:
        table: the counts.

    Returns:
        A probability, 0 to 1; 1.0 where all patients or none had the event. Whole numbers up to the one
        division, so that a table exactly as likely as the observed one is always counted.
    """
    observed = math.comb(table.n, table.events) * math.comb(table.comparator_n, table.comparator_events)
    no_likelier = sum(weight for weight in _weights(table) if weight <= observed)
    return no_likelier / math.comb(table.n + table.comparator_n, table.events + table.comparator_events)


TESTS: Final[Mapping[str, Callable[[TwoByTwo], float]]] = MappingProxyType(
    {
        "Pearson": pearson,
        "Pearson N-1": pearson_n_minus_1,
        "Yates": yates,
        "Fisher": fisher,
    }
)
"""Printed name of each test, in the order in which they are tried, and its function."""


def _cross(table: TwoByTwo) -> int:
    a, b, c, d = table.cells
    return a * d - b * c


def _chi_square_p(table: TwoByTwo, numerator: int, divisor: int = 1) -> float:
    a, b, c, d = table.cells
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 1.0
    statistic = numerator / (divisor * margins)
    return math.erfc(math.sqrt(statistic / 2))  # the upper tail of chi-square with 1 degree of freedom


def _weights(table: TwoByTwo) -> Iterator[int]:
    # C(n, k) C(m, events - k) for each k that the margins allow. Each is made from the one before, as two
    # fresh binomials a step take hundreds of times as long; the division leaves no remainder.
    n, m = table.n, table.comparator_n
    events = table.events + table.comparator_events
    first, last = max(0, events - m), min(n, events)
    weight = math.comb(n, first) * math.comb(m, events - first)
    for k in range(first, last + 1):
        yield weight
        weight = weight * ((n - k) * (events - k)) // ((k + 1) * (m - events + k + 1))
