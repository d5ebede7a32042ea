"""What is said of a row: short remarks beside it, long ones as lettered notes under its table."""

from __future__ import annotations

from collections.abc import Iterable

from il2sle.evidence.figure import Remark

from .page.blocks import Block, Cell, Notes, Ref

INLINE = 48  # a longer remark goes under the table, with a letter


class Letters:
    """Notes under a table: each text once, in the order in which rows refer to it."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}

    def refer(self, texts: Iterable[str]) -> tuple[Ref, ...]:
        """References to these notes, in the order of their letters."""
        letters = {self._notes.setdefault(text, _letter(len(self._notes))) for text in texts}
        return tuple(Ref("note", letter) for letter in sorted(letters, key=lambda letter: (len(letter), letter)))

    def block(self) -> list[Block]:
        """The notes as a block of the page; none without notes."""
        items = tuple((letter, Cell(text)) for text, letter in self._notes.items())
        return [Notes("", items, refers="note")] if items else []


def _letter(number: int) -> str:
    first, second = divmod(number, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + second)


def remark(letters: Letters, remarks: Iterable[Remark], *first: str | None) -> Cell:
    """What is said of a row: short remarks in words, long ones as references to notes under the table."""
    texts = [*filter(None, first), *(one.text for one in remarks)]
    short = "; ".join(text for text in texts if len(text) <= INLINE)
    return Cell(short, refs=letters.refer(text for text in texts if len(text) > INLINE))
