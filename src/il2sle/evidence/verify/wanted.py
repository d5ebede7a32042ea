"""What a figure may look like in a text, and where it stands: with its digits, or with others that may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from il2sle.arithmetic.schedules import Span
from il2sle.evidence.placed import Printed
from il2sle.frozen import Frozen
from il2sle.records.values import Below, PValue

from .document import Block
from .numbers import MINUS, Number

# How papers say an interval without a number.
_EVERY = {
    1: r"\b(?:daily|every day|once a day|per day|each day)\b|(?<=U)/day\b",
    2: r"\b(?:every other day|alternate days?|every second day)\b",
    7: r"\b(?:weekly|once a week|every week|each week)\b",
    14: r"\b(?:fortnightly|every other week|every second week)\b",
}
_NOT_SIGNIFICANT = re.compile(r"\bN\.?S\b|not significant|non-significant", re.IGNORECASE)
_SIGN = re.compile(
    r"(?P<sign><=|>=|[<>≤≥=])\s*$|(?P<below>less than|below|under)\s*$|(?P<above>(?:greater|more) than|above)\s*$",
    re.IGNORECASE,
)
_SIGNS = {"<=": "≤", ">=": "≥"}


class Spot(Frozen):
    """A place in a block where a figure may stand.

    Attributes:
        block: the number of the block.
        start: where it begins in it.
        end: behind its last letter.
        doubts: what about its own letters speaks against it: another sign.
        word: the word that tells the number, where no digits do.
    """

    block: int
    start: int
    end: int
    doubts: tuple[str, ...] = ()
    word: str = ""

    @property
    def by_no(self) -> bool:
        """Whether it is a zero that is told by `no` or `none`."""
        return self.word in {"no", "none", "nobody"}


def spots(value: Printed, blocks: Iterable[tuple[int, Block]]) -> Iterator[Spot]:
    """Where a figure stands with the digits that the record has."""
    for index, block in blocks:
        if isinstance(value, Span):
            yield from (Spot(index, start, end) for start, end in _durations(value, block))
        elif isinstance(value, PValue) and value.words:
            yield from (Spot(index, *match.span()) for match in _NOT_SIGNIFICANT.finditer(block.text))
        else:
            for number in block.numbers:
                # Only counts are told in words: `sixty patients` is no percentage.
                told = not number.word or isinstance(value, int)
                if told and _same(_decimal(value), number) and not _unlike(value, number, block.text):
                    word = block.text[number.start : number.end].lower() if number.word else ""
                    doubts = tuple(_sign_doubts(value, number, block.text))
                    yield Spot(index, number.start, number.end, doubts, word)


def _decimal(value: Printed) -> Decimal:
    match value:
        case PValue() | Below():
            return value.value
        case int():
            return Decimal(value)
        case Decimal():
            return value
        case _:
            raise TypeError(value)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _same(value: Decimal, number: Number) -> bool:
    return abs(value) == number.value and _decimals(value) == number.decimals


_WEEK_BEFORE = re.compile(r"\b(?:weeks?|days?|months?|page|table|figure|fig\.?|phase)\s*$", re.IGNORECASE)
_TIME_BEHIND = re.compile(rf"[{MINUS}\s]*(?:weeks?|days?|months?|years?|hours?)\b", re.IGNORECASE)
_PERCENT_BEHIND = re.compile(r"\s*%")


def _unlike(value: Printed, number: Number, text: str) -> bool:
    """Whether a number is of another kind: the 12 of `week 12` is no count of patients, nor is that of `12%`."""
    if _WEEK_BEFORE.search(text[max(0, number.start - 10) : number.start]):
        return True
    counted = isinstance(value, int | PValue)
    return counted and bool(_PERCENT_BEHIND.match(text, number.end) or _TIME_BEHIND.match(text, number.end))


def _sign_doubts(value: Printed, number: Number, text: str) -> Iterator[str]:
    if isinstance(value, PValue | Below):
        seen = _sign_before(text[: number.start])
        if seen != value.comparator and (seen or value.comparator != "="):
            yield f"printed with {seen}" if seen else f"no {value.comparator} before it"
    elif not isinstance(value, Span) and not number.word and number.negative != (value < 0):
        yield "a minus sign before it" if number.negative else "no minus sign before it"


def _sign_before(text: str) -> str:
    found = _SIGN.search(text[-16:])
    if not found:
        return ""
    if found["sign"]:
        return _SIGNS.get(found["sign"], found["sign"])
    return "<" if found["below"] else ">"


def _durations(span: Span, block: Block) -> Iterator[tuple[int, int]]:
    """A time in days or weeks, or a range of them; `every other day` for two days."""
    if span.low == span.high and span.low in _EVERY:
        yield from (match.span() for match in re.finditer(_EVERY[span.low], block.text, re.IGNORECASE))
    for days, unit in ((1, "d(?:ay)?"), (7, "w(?:ee)?k")):
        if span.low % days or span.high % days:
            continue
        upto = "" if span.low == span.high else rf"\s*(?:to|[{MINUS}])\s*{span.high // days}"
        behind = re.compile(rf"{upto}(?:[{MINUS}\s]|consecutive |further |additional )*{unit}s?\b", re.IGNORECASE)
        for number in block.numbers:
            if number.value == span.low // days and (match := behind.match(block.text, number.end)):
                yield number.start, match.end()


def near(value: Printed, block: Block, *, slips: bool) -> Iterator[Number]:
    """Numbers that the same figure may be with other digits: rounded, with more or fewer, or with one slip.

    Args:
        value: the figure.
        block: where to look.
        slips: whether a digit that was mistyped, or two that were exchanged, is looked for too.
    """
    if isinstance(value, Span) or (isinstance(value, PValue) and value.words):
        return
    wanted = abs(_decimal(value))
    for number in block.numbers:
        if number.word or _same(wanted, number):
            continue
        whole = number.decimals == 0 and not _PERCENT_BEHIND.match(block.text, number.end)
        rounded = not isinstance(value, int) and not whole and _rounds(wanted, number)
        if rounded or (slips and _one_slip(f"{wanted:f}", f"{number.value:f}")):
            yield number


def _rounds(value: Decimal, number: Number) -> bool:
    """Whether one of two figures is the other, rounded, cut or with zeros behind it."""
    fewer = min(_decimals(value), number.decimals)
    if fewer == max(_decimals(value), number.decimals):
        return False
    # Half a unit of the last digit that both have: 55.2 for 55.17; a whole one where digits were cut off.
    return bool(value and number.value) and abs(value - number.value) < Decimal(1).scaleb(-fewer)


def _one_slip(one: str, other: str) -> bool:
    """Whether two figures of at least three digits differ by one digit, or by two neighbours exchanged."""
    if len(one) != len(other) or sum(map(str.isdigit, one)) < 3:
        return False
    at = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    exchanged = len(at) == 2 and at[1] - at[0] <= 2 and (one[at[0]], one[at[1]]) == (other[at[1]], other[at[0]])
    return len(at) == 1 or exchanged
