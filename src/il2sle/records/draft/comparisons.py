"""Every comparison of two groups that a file prints, whether a draft has a place for it or not.

A record may well have one that no draft places: a curator knows which arm is set against which.
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import TypeAdapter

from il2sle.frozen import Frozen
from il2sle.records.registry.study import Analysis, Study
from il2sle.records.values import P, PValue

from . import figures
from .analyses import measure_of, p_of, printed_interval
from .linking import Arms

_P: TypeAdapter[PValue] = TypeAdapter(P)


class Comparison(Frozen):
    """A comparison of two groups as printed.

    Attributes:
        arms: the arms in the registry's order; None for a group that is none.
        groups: the titles of the groups in that order, in words.
        measure: the measure of effect in the language; None where it has none, or nothing is estimated.
        value: the estimate.
        ends: of its interval, None for one that is not printed.
        interval: the same as printed, with its level and its sides.
        p: as the language has it.
        path: where it stands in the JSON.
    """

    arms: tuple[str | None, ...]
    groups: str
    measure: str | None
    value: Decimal | None
    ends: tuple[Decimal | None, Decimal | None]
    interval: str
    p: PValue | None
    path: str


def comparisons(study: Study, arms: Arms) -> dict[str, tuple[Comparison, ...]]:
    """The comparisons of each outcome measure, by its place in the JSON."""
    return {one.path: tuple(_comparison(each, arms) for each in one.analyses) for one in study.measures if one.analyses}


def _comparison(analysis: Analysis, arms: Arms) -> Comparison:
    p = p_of(analysis)
    return Comparison(
        arms=tuple(arms.key(title) for title in analysis.groups),
        groups=" v ".join(title or "(no group)" for title in analysis.groups),
        measure=measure_of(analysis["paramType"]),
        value=_decimal(analysis["paramValue"]),
        ends=(_decimal(analysis["ciLowerLimit"]), _decimal(analysis["ciUpperLimit"])),
        interval=printed_interval(analysis),
        p=_P.validate_python(Decimal(p) if figures.number(p) else p) if p else None,
        path=analysis.path,
    )


def _decimal(printed: str) -> Decimal | None:
    number = figures.number(printed)
    return Decimal(number) if number is not None else None
