"""The numbers of a text as papers print them: `.052`, `0·052`, `1,800`, `1 800`, `two`, `−4.2`, broken by a line end.

What is no number of its own is passed over: the digits of a name (`IL-2`, `CD25`), of an address, of a DOI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from il2sle.frozen import Frozen

MINUS = "-−–—‐‑﹣－"
_POINTS = ".·∙‧"
# Addresses, DOIs and ratios such as 1:1:1:1.
_MASKED = re.compile(r"\b[0-9]+(?::[0-9]+)+\b|(?:https?://|www\.|doi:\s*)\S+|\b10\.\d{4,9}/\S+", re.IGNORECASE)
# Not behind a letter, or a letter and a hyphen: IL-2, CD25, SLEDAI-2K, NCT02465580. `p.052` has a rule of its own.
_FREE = rf"(?<![A-Za-z0-9_])(?<![A-Za-z][{MINUS}])"
_CHUNK = re.compile(rf"{_FREE}(?<![{_POINTS}])(?<![0-9],)[0-9]+(?:(?:[{_POINTS},]\n?|\n[{_POINTS}])[0-9]+)*")
_SPACED = re.compile(rf"{_FREE}(?<![{_POINTS}])(?<![0-9],)[0-9]{{1,3}}(?:[ \u00a0\u2009\u202f'’][0-9]{{3}})+(?![0-9])")
_POINTED = re.compile(rf"(?:(?<=\bp)|(?<=\bP)|(?<![A-Za-z0-9_{_POINTS}])(?<![0-9]\n))[{_POINTS}][0-9]+")
_GROUP = re.compile(r"[0-9]+|[^0-9]+")

_UNITS = {
    word: number
    for number, word in enumerate(
        (
            *(
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ),
            *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_OTHERS = {"both": 2, "twice": 2, "no": 0, "none": 0, "nobody": 0}
_SMALL = {**_UNITS, **_TENS, **_OTHERS}
_WORDS = re.compile(
    rf"\b(?:(?:(?P<hundreds>{'|'.join(list(_UNITS)[1:10])}|a) hundred(?: and)?)(?: (?P<rest>[a-z]+(?:-[a-z]+)?))?"
    rf"|(?P<tens>{'|'.join(_TENS)})[{MINUS} ](?P<unit>{'|'.join(list(_UNITS)[1:10])})"
    rf"|(?P<small>{'|'.join(_SMALL)}))\b",
    re.IGNORECASE,
)


class Number(Frozen):
    """A number in a text; one place may be read as several.

    Attributes:
        value: without its sign, with its digits.
        start: where it begins.
        end: behind its last letter.
        negative: whether a minus sign stands before it.
        word: whether it is a word; `no` and `none` read as zero.
    """

    value: Decimal
    start: int
    end: int
    negative: bool = False
    word: bool = False

    @property
    def decimals(self) -> int:
        """How many are printed."""
        return max(0, -int(self.value.as_tuple().exponent))


def numbers(text: str) -> list[Number]:
    """All numbers of a text in their order, every reading of each."""
    plain = _MASKED.sub(lambda match: "_" * len(match[0]), text)
    found = [*_in_digits(plain), *_in_words(plain)]
    return sorted(dict.fromkeys(found), key=lambda number: (number.start, number.end))


def _in_digits(text: str) -> Iterator[Number]:
    for match in _CHUNK.finditer(text):
        for value, start, end in _readings(match[0]):
            begin = match.start() + start
            yield Number(value, begin, match.start() + end, _negative(text, begin))
    for match in _SPACED.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        yield Number(Decimal(digits), match.start(), match.end(), _negative(text, match.start()))
    for match in _POINTED.finditer(text):
        yield Number(Decimal(f"0.{match[0][1:]}"), match.start(), match.end(), _negative(text, match.start()))


def _readings(chunk: str) -> Iterator[tuple[Decimal, int, int]]:
    """What digits with points and commas between them may mean, each with its span in the chunk."""
    groups = _GROUP.findall(chunk)
    digits, marks = groups[::2], [mark.strip() for mark in groups[1::2]]
    whole = (0, len(chunk))
    if not marks:
        yield Decimal(chunk), *whole
        return
    *before, last = marks
    if all(mark == "," for mark in before) and _thousands(digits[:-1]) and last in _POINTS:
        yield Decimal(f"{''.join(digits[:-1])}.{digits[-1]}"), *whole
        return
    if set(marks) == {","} and _thousands(digits):
        yield Decimal("".join(digits)), *whole
        return
    if marks == [","]:
        yield Decimal(f"{digits[0]}.{digits[1]}"), *whole
        if digits[0] == "0":
            return
    at = 0
    for index, group in enumerate(groups):
        if index % 2 == 0:
            yield Decimal(group), at, at + len(group)
        at += len(group)


def _thousands(digits: list[str]) -> bool:
    """Whether groups of digits are those of one whole number: `1,800`, but neither `0,052` nor `8,12`."""
    first, *others = digits
    return not others or (len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in others))


def _negative(text: str, start: int) -> bool:
    """Whether a minus stands right before it that is no hyphen and no `to` of a range."""
    if re.search(r"\bminus\s$", text[max(0, start - 6) : start], re.IGNORECASE):
        return True
    return start > 0 and text[start - 1] in MINUS and not (start > 1 and text[start - 2].isalnum())


def _in_words(text: str) -> Iterator[Number]:
    for match in _WORDS.finditer(text):
        if match["hundreds"]:
            value = 100 * _UNITS.get(match["hundreds"].lower(), 1) + _below_hundred(match["rest"])
            end = match.end() if _below_hundred(match["rest"]) else match.end("hundreds") + len(" hundred")
        elif match["tens"]:
            value, end = _TENS[match["tens"].lower()] + _UNITS[match["unit"].lower()], match.end()
        else:
            value, end = _SMALL[match["small"].lower()], match.end()
        yield Number(Decimal(value), match.start(), end, word=True)


def _below_hundred(words: str | None) -> int:
    """`thirty-two` as 32; 0 for what is no number."""
    return sum({**_UNITS, **_TENS}.get(word, 0) for word in re.split(rf"[{MINUS}]", (words or "").lower()))
