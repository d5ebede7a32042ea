"""What one unquoted scalar of a record stands for, and which ones only look like numbers.

Knows neither YAML's structure nor any field of a record. The rules are those of YAML 1.2, cut down further:
what YAML 1.1 would turn into something else (`no`, `1:1`, `010`, a date) stays text here.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from string import ascii_letters, digits
from typing import Final

from il2sle.frozen import Frozen

Scalar = str | int | Decimal | bool | None

MAX_DIGITS: Final = 18

_WORDS: Final[dict[str, bool | None]] = {"": None, "~": None, "null": None, "true": True, "false": False}
# [0-9], not \d, which takes the digits of every script.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


def resolve(text: str) -> Scalar:
    """Return what an unquoted scalar stands for; whatever is not clearly something else is text.

    A decimal is built from its text, so that `0.010` keeps its digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None or _too_long(text):
        return text
    if not number[1]:
        return int(text)
    value = Decimal(text)
    return value or abs(value)  # a zero has no sign: -0.0 is read as 0.0


def _too_long(number: str) -> bool:
    return len(number.lstrip("-").replace(".", "")) > MAX_DIGITS


class OddNumber(Frozen):
    """A way to write a number that is not read as one here.

    Attributes:
        pattern: what the whole scalar looks like; compiled when it is first asked for.
        found: what is odd about it, to follow "looks like a number, but".
        fix: how to write the number.
    """

    pattern: str
    found: str
    fix: str


# The first row that matches speaks. A thousands comma has three digits behind it and no leading zero.
_ODD_NUMBERS: Final = tuple(
    OddNumber(pattern, found, fix)
    for pattern, found, fix in (
        (
            r"[\u2010-\u2015\u2212\ufe63\uff0d][ \u00a0]?[0-9.,\u00b7]+",
            "its sign is not the minus of the keyboard",
            "write the minus as -, as in -1.2",
        ),
        (r"\+[0-9.,_]+(?:[eE][+-]?[0-9]+)?", "it has a plus sign", "leave out the plus"),
        (
            r"-?[0-9][0-9.,_]*[eE][+-]?[0-9]+",
            "it has an exponent",
            "write it in full, as 1500000 or 0.0015",
        ),
        (
            r"-?[0-9.]+ ?[x\u00d7*] ?10(?:\^-?[0-9]+|[\u207b\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+)",
            "it has a power of ten",
            "write it in full, as 1500000 or 0.0015",
        ),
        (
            r"-?0[xX][0-9a-fA-F_]+|-?0[oO][0-7_]+|-?0[bB][01_]+",
            "it is not decimal",
            "write it in decimal digits",
        ),
        (r"-?[0-9][0-9_.]*_[0-9_.]*", "it has an underscore", "leave out the underscore"),
        (
            r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?",
            "it has a comma",
            "leave out the comma that separates thousands; a decimal comma becomes a point",
        ),
        (
            r"-?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'][0-9]{3})+(?:[.,][0-9]*)?",
            "its thousands are separated",
            "write the digits together",
        ),
        (
            r"-?[0-9.]*,[0-9]+",
            "it has a comma",
            "write a decimal comma as a point, as 0.05; write a list in brackets, as [12, 24]",
        ),
        (r"-?[0-9]*\u00b7[0-9]+", "its point is a raised dot", "write the point as on the keyboard, as 0.05"),
        (
            r"-?0[0-9]+(?:\.[0-9]*)?",
            "it begins with 0",
            "leave out the leading zeros (an identifier is text)",
        ),
        (r"-?\.[0-9]+", "nothing stands before its point", "write the zero, as 0.05 for .05"),
        (r"-?[0-9]+\.", "nothing stands after its point", "leave out the point, or write the digit after it"),
        (
            r"[-+]?\.?(?:[nN][aA][nN]|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?)",
            "it has no finite value",
            "leave the value out, or write null and the reason as the record's format asks",
        ),
        (r"[0-9]+/[0-9]+", "it is a fraction", "write the events and the number of participants apart"),
        (r"-?\d+(?:[.,]\d+)?", "its digits are not 0 to 9", "write it with the digits of the keyboard"),
    )
)


_LONG_NUMBER: Final = OddNumber(
    _NUMBER.pattern, f"it has over {MAX_DIGITS} digits", "shorten it (an identifier is text)"
)
# How every odd number begins: this one look spares most texts the table.
_BEGINNING: Final = re.compile(
    r"[-+\u2010-\u2015\u2212\ufe63\uff0d]?[ \u00a0]?[.,\u00b7]?(?:\d|nan|inf)", re.IGNORECASE
)
# What odd numbers of ASCII consist of; a minus stands before one, or in its exponent. The table takes long to compile,
# and few records hold a text that needs it: no date does, no ratio, no length of time, no phase, no `5 of 38`.
_IN_ODD_NUMBERS: Final = frozenset(f"{digits}{ascii_letters}+-.,_ '*^/")
_LETTERS: Final = frozenset({"", "e", "x", "nan", "inf", "infinity"})
_OTHER_BASES: Final = ("0x", "0o", "0b")
_EXPONENTS: Final = frozenset("eE^")
# Nobody types a longer number, and some patterns take quadratic time on a hostile one.
_LONGEST: Final = 60


def odd_number(text: str) -> OddNumber | None:
    """Return why an unquoted text is not the number that it looks like; None for all others."""
    if not _BEGINNING.match(text):
        return None
    if _NUMBER.fullmatch(text):
        return _LONG_NUMBER if _too_long(text) else None
    if len(text) > _LONGEST or (text.isascii() and not _may_be_odd(text)):
        return None
    return next((odd for odd in _ODD_NUMBERS if re.fullmatch(odd.pattern, text)), None)


def _may_be_odd(text: str) -> bool:
    if not _IN_ODD_NUMBERS.issuperset(text) or ("-" in text[1:] and _EXPONENTS.isdisjoint(text)):
        return False
    small = text.lower()
    return "".join(filter(str.isalpha, small)) in _LETTERS or small.lstrip("-").startswith(_OTHER_BASES)


DECIMAL_POINT: Final = "write a decimal point, as in 55.17"
# The first half of a figure, up to its comma.
_BEFORE_COMMA: Final = re.compile(r"(?<![0-9.,])-?[0-9]+,$")
_DIGITS: Final = re.compile("[0-9]+")


def with_comma(before: str, text: str, after: str) -> str | None:
    """The figure that an unquoted text ends, if a decimal comma broke it in two: `17` of `55,17}`; else None.

    Args:
        before: the line up to the text.
        text: the text.
        after: the line behind it; a colon would make the text a key.
    """
    first = _BEFORE_COMMA.search(before[-_LONGEST:])
    if first is None or not _DIGITS.fullmatch(text) or after[:_LONGEST].lstrip()[:1] not in {"}", ","}:
        return None
    return f"{first[0]}{text}"


# How no number begins, and nothing that looks like one: `NaN` and `inf` do with other letters.
_NO_NUMBER: Final = frozenset(ascii_letters) - set("nNiI")


@lru_cache(maxsize=4096)  # records say the same words again and again
def plain(text: str) -> tuple[Scalar, OddNumber | None]:
    """What an unquoted text stands for, and how it is odd where it looks like a number and is none."""
    if text[:1] in _NO_NUMBER and text not in _WORDS:  # as nearly all
        return normal(text), None
    value = resolve(normal(text))
    return value, odd_number(value) if isinstance(value, str) else None


def normal(text: str) -> str:
    """The text with each accent put together in one way, so that two names that look alike are alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
