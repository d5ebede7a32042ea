"""How a measure of the registry stands in the language: as counts, percentages or scores, and the results in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from il2sle.frozen import Frozen
from il2sle.records.registry.study import Cell, Measure, Measured
from il2sle.records.vocabulary import Statistic, labels

from . import figures
from .tree import NOT_READ, NOT_REPORTED, Mapping, Raw, Sequence, Value, mapping

_PEOPLE = re.compile(r"(?:number of )?(?:participants?|patients?|subjects?)(?: with .*)?")
_SHARE = re.compile(r"(?:percent(?:age)?|%)(?: of (?:the )?(?:participants?|patients?|subjects?)(?: .*)?)")
_MIDDLES = {"MEAN": "mean", "LEAST_SQUARES_MEAN": "LS mean", "MEDIAN": "median"}
_SPREADS = {
    "standarddeviation": " ± SD",
    "standarderror": " ± SE",
    "standarderrorofmean": " ± SE",
    "standarderrorofthemean": " ± SE",
    "interquartilerange": " (IQR)",
    "fullrange": " (range)",
    "95confidenceinterval": " (95% CI)",
    "90confidenceinterval": " (90% CI)",
}
Kind = Literal["events", "percent", "value"]


class Scale(Frozen):
    """What the figures of a measure are.

    Attributes:
        kind: the key of a result that holds them.
        statistic: of a score.
        spread: `sd`, `se` or `range`; empty where the language has no place for what is printed.
    """

    kind: Kind
    statistic: str = ""
    spread: str = ""


def scale_of(measure: Measure) -> Scale | None:
    """The scale of a measure; None where the language has none, as for geometric means and units that are no people."""
    unit, parameter = measure["unitOfMeasure"].casefold(), measure["paramType"]
    if parameter == "COUNT_OF_PARTICIPANTS" or (parameter == "NUMBER" and _PEOPLE.fullmatch(unit)):
        return Scale("events")
    if parameter == "NUMBER" and _SHARE.fullmatch(unit):
        return Scale("percent")
    middle = _MIDDLES.get(parameter)
    if middle is None:
        return None
    printed = re.sub(r"[^a-z0-9]", "", measure["dispersionType"].casefold())
    ending = _SPREADS.get(printed, "")
    if f"{middle}{ending}" not in labels(Statistic):
        ending = ""
    spread = {" ± SD": "sd", " ± SE": "se", "": ""}.get(ending, "range")
    return Scale("value", f"{middle}{ending}", spread)


def name_of(measure: Measure, cell: Cell) -> str:
    """A cell in words: the title, its class and its category."""
    return ": ".join(part for part in (measure.title, cell.class_title, cell.category) if part)


class Typed(Frozen):
    """One group's result as a record has it, and what of it only a comment can say.

    Attributes:
        unread: what was expected where the registry prints something else; empty where a figure was read, or none is
            printed.
    """

    result: Mapping
    comments: tuple[str, ...] = ()
    unread: str = ""


_KINDS = {
    "events": (figures.count, "a count"),
    "percent": (figures.percent, "a percentage"),
    "value": (figures.number, "a number"),
}


def typed(scale: Scale, one: Measured) -> Typed:
    """The result of a group: a figure, or how it is missing."""
    n, absent = figures.size(one.n), _absent(one)
    if absent:
        return Typed(mapping(n=n, missing=NOT_REPORTED), (f"{one.group}: the registry prints {absent}",))
    read, expected = _KINDS[scale.kind]
    figure = read(one.value)
    if figure is None:
        return Typed(mapping(n=n, missing=NOT_READ), (), expected)
    order = (("n", n), (scale.kind, figure)) if scale.kind != "events" else ((scale.kind, figure), ("n", n))
    result, spread = mapping(**dict(order)), _spread(scale, one)
    if spread is not None:
        result.put(scale.spread, spread)
    return Typed(result, tuple(_beside(one, spread)))


def _beside(one: Measured, spread: Value | None) -> Iterator[str]:
    """What is printed beside a figure, and has no key."""
    if spread is None and (one.spread or one.low or one.high):
        yield f"{one.group}: spread as printed, which has no key: {_printed_spread(one)}"
    if one.comment:
        yield f"{one.group}: {one.comment}"


def holds_figure(scale: Scale, one: Measured) -> bool:
    """Whether a figure is printed for a group, and can be read."""
    return all(key != "missing" for key, _, _ in typed(scale, one).result.entries)


def _absent(one: Measured) -> str:
    """What stands in place of a figure, with its reason; a count of nobody among nobody is none."""
    if not one.value or one.value.upper() == "NA":
        ends = f"{one.low or '?'} to {one.high or '?'}" if one.low or one.high else ""
        return "; ".join(part for part in (f'"{one.value}"' if one.value else "nothing", ends, one.comment) if part)
    return '"0 of 0"' if one.n == "0" else ""


def _spread(scale: Scale, one: Measured) -> Raw | Sequence | None:
    if scale.spread in {"sd", "se"}:
        spread = figures.number(one.spread)
        return spread if spread and not spread.startswith("-") else None
    return pair(one.low, one.high) if scale.spread == "range" else None


def pair(low: str, high: str) -> Sequence | None:
    """Two ends, low then high; None where one of them is no figure."""
    ends = figures.number(low), figures.number(high)
    if ends[0] is None or ends[1] is None or Decimal(ends[0]) > Decimal(ends[1]):
        return None
    return Sequence([(ends[0], ()), (ends[1], ())])


def _printed_spread(one: Measured) -> str:
    return one.spread or f"{one.low or '?'} to {one.high or '?'}"


def compared_by(scale: Scale, one: Measured) -> Decimal | None:
    """The figure by which a group is more or less than another: a share in percent, or a score."""
    if scale.kind == "events":
        events, n = figures.count(one.value), figures.size(one.n)
        return Decimal(100) * Decimal(events) / Decimal(n) if events and n else None
    printed = figures.number(one.value)
    return Decimal(printed) if printed else None
