"""Which claims contradict each other: what agrees is no conflict, however it is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from il2sle.records.letters import folded
from il2sle.records.stated import SILENT, Claim
from il2sle.records.values import DATE, Below, PValue, decimals

from .p_check import p_range


def differ(one: Claim[Any], other: Claim[Any]) -> bool:
    """Whether two claims contradict each other.

    They do not where one is of a plan and the other of what took place, where one source is silent, where one date is
    the coarser form of the other, and where texts differ by case and blanks alone.
    """
    if one.kind and other.kind and one.kind != other.kind:
        return False
    if {one.missing, other.missing} & SILENT:
        return False
    return not same_value(one.value, other.value)


def same_value(one: object, other: object) -> bool:
    """Whether two values say the same, or one of them less precisely."""
    if not isinstance(one, str) or not isinstance(other, str):
        return one == other
    if DATE.fullmatch(one) and DATE.fullmatch(other):
        return one.startswith(other) or other.startswith(one)
    return folded(one) == folded(other)


def any_differ(claims: Sequence[Claim[Any]]) -> bool:
    """Whether any two of several claims contradict each other."""
    return len(claims) > 1 and any(differ(one, other) for one, other in combinations(claims, 2))


def figures_differ(one: object, other: object) -> bool:
    """Whether two figures contradict each other: not where one is missing, or is the other with fewer decimals."""
    if one is None or other is None:
        return False
    if isinstance(one, list) and isinstance(other, list):
        return any(figures_differ(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, PValue) and isinstance(other, PValue):
        (low, high), (least, most) = p_range(one), p_range(other)
        return one.sides != other.sides or high < least or most < low
    for bound, figure in ((one, other), (other, one)):
        if isinstance(bound, Below):
            return bound != figure if isinstance(figure, Below) else not bound.holds(Decimal(str(figure)))
    return abs(Decimal(str(one)) - Decimal(str(other))) > max(_half_unit(one), _half_unit(other))


def _half_unit(figure: object) -> Decimal:
    """Half of the last printed digit; of a count nothing, of what we computed the noise of the machine."""
    if isinstance(figure, Decimal):
        return Decimal(5).scaleb(-decimals(figure) - 1)
    return Decimal("1e-9") if isinstance(figure, float) else Decimal(0)
