"""Cells into lines: widths, alignment at a character, wrapping. Nothing is ever cut.

Widths are terminal cells, not characters: CJK takes two, a combining accent none.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text, filled with blanks to a width."""
    blanks = " " * max(0, width - cell_len(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int | None) -> list[str]:
    """Break text at blanks into lines of at most `width` cells; a longer word is folded. At least one line."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and cell_len(line) + 1 + cell_len(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *full, line = chop_cells(word, width) or [word]  # none for a word of accents alone
        lines.extend(full)
    return [*lines, line] if line or not lines else lines


def lined_up(cells: Sequence[str], align: str) -> list[str]:
    """A column's cells, all of one width: left, right, or lined up at the first `align` character."""
    if align in {"left", "right"}:
        width = max(map(cell_len, cells), default=0)
        return [pad(cell, width, right=align == "right") for cell in cells]
    heads = [cell[: _anchor(cell, align)] for cell in cells]
    tails = [cell[_anchor(cell, align) :] for cell in cells]
    before, after = (max(map(cell_len, part), default=0) for part in (heads, tails))
    return [pad(head, before, right=True) + pad(tail, after) for head, tail in zip(heads, tails, strict=True)]


def _anchor(cell: str, align: str) -> int:
    """Where a cell lines up: at the dash of a range, else at its character, else behind its first figure or word."""
    for sign in ("–", align):
        if sign in cell:
            return cell.index(sign)
    return next((i for i, sign in enumerate(cell) if i and not (sign.isalnum() or sign in "+−-<>")), len(cell))


def longest_word(cells: Sequence[str]) -> int:
    """The widest unbreakable piece among the cells."""
    return max((cell_len(word) for cell in cells for word in cell.split()), default=0)


def shares(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Widths between `least` and `natural` that fill `room`; None where even the least do not fit."""
    if sum(least) > room:
        return None
    if sum(natural) <= room:
        return list(natural)
    spare, wanted = room - sum(least), sum(natural) - sum(least)
    widths = [low + (high - low) * spare // wanted for low, high in zip(least, natural, strict=True)]
    for index in range(room - sum(widths)):
        widths[index % len(widths)] += widths[index % len(widths)] < natural[index % len(widths)]
    return widths


def join(cells: Sequence[str], gaps: Sequence[int]) -> str:
    """Cells of a line, each behind its gap, without blanks at the end; the first gap is left out."""
    line = "".join(" " * gap + cell for gap, cell in zip(gaps, cells, strict=True))
    return line[gaps[0] :].rstrip() if gaps else ""


def block(columns: Sequence[Sequence[str]], widths: Sequence[int], gaps: Sequence[int]) -> list[str]:
    """Cells that were wrapped into lines, set side by side."""
    height = max(map(len, columns), default=0)
    return [
        join(
            [pad(cell[i] if i < len(cell) else "", width) for cell, width in zip(columns, widths, strict=True)],
            gaps,
        )
        for i in range(height)
    ]
