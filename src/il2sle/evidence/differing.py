"""Which claims contradict each other: what agrees is no conflict, however it is written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from il2sle.records.files import folded
from il2sle.records.stated import SILENT, Claim
from il2sle.records.values import DATE


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
    return any(differ(one, other) for one, other in combinations(claims, 2))
