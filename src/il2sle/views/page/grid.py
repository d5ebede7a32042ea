"""Widths in terminal cells, not characters: CJK takes two, a combining accent none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text, filled with blanks to a width."""
    blanks = " " * max(0, width - cell_len(text))
    return blanks + text if right else text + blanks


def centred(text: str, width: int) -> str:
    """The text in the middle of a width, filled with blanks at both sides."""
    return pad(" " * (max(0, width - cell_len(text)) // 2) + text, width)


def widest(texts: Iterable[str]) -> int:
    """The cells that the widest line of the texts takes."""
    return max((cell_len(line) for text in texts for line in text.split("\n")), default=0)


def longest_word(texts: Iterable[str]) -> int:
    """The widest unbreakable piece among the texts."""
    return widest(word for text in texts for word in text.split())


def lined_up(cells: Sequence[str], align: str) -> list[str]:
    """A column's cells, all of one width: left, right, or lined up at the first `align` character."""
    if align in {"left", "right"}:
        return [pad(cell, widest(cells), right=align == "right") for cell in cells]
    figures = [cell for cell in cells if not cell.isalpha()]
    before = widest([cell[: _anchor(cell, align)] for cell in figures])
    after = widest([cell[_anchor(cell, align) :] for cell in figures])
    whole = max(before + after, widest(cells))
    return [pad(_placed(cell, align, before), whole) for cell in cells]


def _placed(cell: str, align: str, before: int) -> str:
    """A cell behind the blanks that line it up; a word, e.g. `unread`, may take the room of the decimals too."""
    return pad(cell[: _anchor(cell, align)], before, right=True) + cell[_anchor(cell, align) :]


def _anchor(cell: str, align: str) -> int:
    """Where a cell lines up: at the dash of a range, else at its character, else behind its first figure or word."""
    for sign in ("–", align):
        if sign in cell:
            return cell.index(sign)
    return next((i for i, sign in enumerate(cell) if i and not (sign.isalnum() or sign in "+−-<>")), len(cell))


def shares(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Widths between `least` and `natural` that fill `room`; None where even the least do not fit.

    Those that lack little get it in full; what is left goes to the others by what each of them lacks.
    """
    spare = room - sum(least)
    if spare < 0:
        return None
    widths, lacks = list(least), [high - low for high, low in zip(natural, least, strict=True)]
    order = sorted(range(len(lacks)), key=lacks.__getitem__)
    while order and lacks[order[0]] * len(order) <= spare:
        index = order.pop(0)
        widths[index] += lacks[index]
        spare -= lacks[index]
    lacking = sum(lacks[index] for index in order)
    for index in order:
        more = spare * lacks[index] // lacking
        widths[index] += more
        spare, lacking = spare - more, lacking - lacks[index]
    return widths
