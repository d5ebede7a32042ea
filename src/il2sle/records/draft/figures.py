"""Figures as a registry prints them, as the language types them; None for what it cannot hold."""

from __future__ import annotations

import re
from decimal import Decimal

from il2sle.records.registry.numerals import is_count, is_number
from il2sle.records.values import FORMULA_STARTS, MAX_TEXT, NAMED_TIMES, P_VALUE, TIME

from .tree import Raw

LONGEST = MAX_TEXT - len("registry: ")
"""Signs of a text, with room for what keeps it from being a formula."""
_UNITS = "day|week|month|year"
_TIMES = (
    (re.compile(rf"(?:at |visit )?({_UNITS})s? ([0-9]{{1,4}})"), "{0} {1}"),
    (re.compile(rf"(?:at )?([0-9]{{1,4}})[ -]({_UNITS})s?"), "{1} {0}"),
)
_UNTIL = re.compile(r"(?:up to|through|until|to|(?:from )?baseline (?:to|through|up to)) (?:the end of )?(.*)")
_FROM_BASELINE = re.compile(r"(?:from )?baseline(?:,| and| to| up to|, and) (.*)")


def number(text: str) -> Raw | None:
    """A figure with its printed digits."""
    if not is_number(text):
        return None
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    value = f"{whole.lstrip('0') or '0'}{point}{rest}"
    return Raw(f"{sign}{value}" if Decimal(value) else value)


def count(text: str) -> Raw | None:
    """A number of patients or events."""
    return Raw(int(text)) if is_count(text) else None


def size(text: str) -> Raw | None:
    """A number of patients who were looked at, at least one."""
    counted = count(text)
    return counted if counted and counted != "0" else None


def percent(text: str) -> Raw | None:
    """A percentage between 0 and 100."""
    printed = number(text)
    return printed if printed and 0 <= Decimal(printed) <= 100 else None


def p_value(text: str, *, one_sided: bool = False) -> str | None:
    """A p-value as printed."""
    match = P_VALUE.fullmatch(text.strip().removeprefix("p").strip())
    if match is None:
        return None
    sign = match["sign"] or ""
    printed = f"{'' if sign == '=' else sign}{match['value']}"
    sided = " one-sided" if one_sided or match["sided"] else ""
    plain = number(printed) if not sided else None
    return plain if plain is not None else f"{printed}{sided}"


def time(frame: str, *, change: bool = False) -> str | None:
    """A time of the language, where the frame is one and nothing else.

    Args:
        frame: as printed, such as `Week 16`, `24 weeks`, `up to 52 weeks`, `Baseline to Week 16`.
        change: whether the measure is a change from baseline, which is measured at the end of its frame.
    """
    text = frame.casefold().strip(" .")
    if change and (after := _FROM_BASELINE.fullmatch(text)):
        return _moment(after[1])
    if until := _UNTIL.fullmatch(text):
        moment = _moment(until[1])
        return f"to {moment}" if moment else None
    return _moment(text)


def _moment(text: str) -> str | None:
    for pattern, form in _TIMES:
        if match := pattern.fullmatch(text):
            unit, digits = (match[1], match[2]) if form == "{0} {1}" else (match[2], match[1])
            moment = f"{unit} {int(digits)}"
            return moment if TIME.fullmatch(moment) else None
    return text if text in NAMED_TIMES[1:] else None


def text(printed: str) -> str | None:
    """A text as a record may hold it: short enough, and no formula to a spreadsheet."""
    if not printed or len(printed) > LONGEST:
        return None
    return f"registry: {printed}" if printed[0] in FORMULA_STARTS else printed
