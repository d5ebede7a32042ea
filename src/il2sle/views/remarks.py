"""What is said of a row: short remarks beside it, long ones as lettered notes under its table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .document import Block, Notes

INLINE = 48  # a longer remark goes under the table, with a letter


class Letters:
    """Notes under a table: each text once, in the order in which rows refer to it."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}

    def refer(self, texts: Iterable[str]) -> str:
        """The letters of these notes, e.g. `note a, c`; empty without any."""
        letters = [self._notes.setdefault(text, _letter(len(self._notes))) for text in texts]
        in_order = sorted(set(letters), key=lambda letter: (len(letter), letter))
        return f"note {', '.join(in_order)}" if letters else ""

    def block(self) -> list[Block]:
        """The notes as a block of the page; none without notes."""
        return [Notes("", tuple((letter, text) for text, letter in self._notes.items()))] if self._notes else []


def plain(flag: str) -> str:
    """A flag without the code of the check that raised it: the words say enough beside a figure."""
    return re.sub(r"^[WN]\d{3}: ", "", flag)


def _letter(number: int) -> str:
    first, second = divmod(number, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + second)


def remark(flags: Iterable[str], letters: Letters, *first: str | None) -> str:
    """What is said of a row: short remarks in words, long ones as letters under the table."""
    listed = list(flags)
    short = [text for text in (*first, *(flag for flag in listed if len(flag) <= INLINE)) if text]
    return "; ".join([*short, *filter(None, [letters.refer(flag for flag in listed if len(flag) > INLINE)])])
