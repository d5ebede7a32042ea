"""A text as paragraphs, rows and headings, and the part of it that a locator names, where the text lets one tell.

Copies are plain: a PDF, a page of the web or Markdown has become lines. What is a heading, a row or a bullet is told by
its shape, so a place that is not found says nothing against the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from il2sle.frozen import Frozen

from .numbers import MINUS, Number, numbers

Kind = Literal["heading", "prose", "bullet", "row", "line"]
_BULLET = re.compile(rf"^\s*[{MINUS}•*◦▪]\s+|^\s*\(?[0-9]{{1,2}}[.)]\s+")
_CELLS = re.compile(r"\S(?:\t+| {2,}| *\| *)\S")
_MARKED = re.compile(r"^(#{1,6})\s+")
_LEAD = re.compile(r"^([A-Z][A-Za-z ]{2,40}):\s")
_WEEKS = re.compile(rf"\bweeks?[{MINUS}\s]*([0-9]{{1,3}})|([0-9]{{1,3}})[{MINUS}\s]*weeks?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[\s”\"')]+(?=[A-Z•(])")
_WRAPPED = range(45, 131)  # the lengths of lines that a converter has broken; a longer one is a paragraph of its own
_PROSE = 60  # letters, from which a paragraph is counted as one
_FIGURE = re.compile(rf"[(\[<>=≤≥±{MINUS}]*[0-9][0-9.,·/{MINUS}±]*[%)\]*†‡]*")
_ENDED = re.compile(r"[.!?][0-9,\]\[]*[”\"')]*$")


class Block(Frozen, kept=True):
    """A paragraph, a heading, a bullet or a row of a table.

    Attributes:
        text: its words; a line end inside it is kept.
        line: the line of the copy where it begins, from 1.
        page: the page, from 1.
        kind: by its shape.
        level: of a marked heading, from 1; else 0.
    """

    text: str
    line: int
    page: int
    kind: Kind
    level: int = 0

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers in it."""
        return numbers(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, folded."""
        return words_of(self.text)

    @property
    def lead(self) -> str:
        """The word that a paragraph begins with, as in `Results: ...`."""
        found = _LEAD.match(self.text)
        return found[1] if found else ""

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends; a row is one."""
        if self.kind == "row":
            return 0, len(self.text)
        ends = [match.end() for match in _SENTENCE.finditer(self.text)]
        return max([0, *(end for end in ends if end <= at)]), min([len(self.text), *(end for end in ends if end > at)])

    def line_of(self, at: int) -> int:
        """The line of the copy at a place in the block."""
        return self.line + self.text.count("\n", 0, at)

    def around(self, start: int, end: int, width: int = 40) -> str:
        """The words around a place, of so many letters at most."""
        room = max(0, width - (end - start))
        begin = max(0, start - (room + 1) // 2)
        return " ".join(self.text[begin : begin + width].split())


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded, without the mark of a plural."""
    return frozenset(word.rstrip("s") or word for word in re.findall(r"[^\W_]+", text.casefold()))


class Document:
    """A copy of a source.

    Attributes:
        blocks: its parts in their order.
    """

    def __init__(self, text: str) -> None:
        self.blocks: tuple[Block, ...] = tuple(_blocks(text))

    @cached_property
    def prose(self) -> list[int]:
        """Which blocks are paragraphs of a text: long ones that end as a sentence does."""
        return [i for i, block in enumerate(self.blocks) if block.kind == "prose" and _ENDED.search(block.text)]

    @cached_property
    def weeks(self) -> frozenset[int]:
        """The weeks that are named anywhere, also as a length."""
        found = (number for block in self.blocks for match in _WEEKS.finditer(block.text) for number in match.groups())
        return frozenset(int(number) for number in found if number)

    @cached_property
    def bullets(self) -> list[int]:
        """Which blocks are points of a list in a text, not of a menu."""
        return [i for i, block in enumerate(self.blocks) if block.kind == "bullet" and len(block.text) >= _PROSE]


def _blocks(text: str) -> Iterator[Block]:
    line = 1
    for page, part in enumerate(text.split("\f"), 1):
        lines = part.split("\n")
        for start, end in _joined(lines):
            yield _block("\n".join(one.strip() for one in lines[start:end]), line + start, page)
        line += len(lines) - 1


def _joined(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines that belong together: those that a converter has broken."""
    start = 0
    while start < len(lines):
        end = start + 1
        if lines[start].strip():
            while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
                end += 1
            yield start, end
        start = end


def _goes_on(line: str, following: str) -> bool:
    if not following.strip() or _apart(line) or _apart(following) or _BULLET.match(following):
        return False
    return len(line.strip()) in _WRAPPED


def _apart(line: str) -> bool:
    """Whether a line is a row of a table or a heading by its mark."""
    return bool(_CELLS.search(line.strip()) or _MARKED.match(line) or _is_row(line))


def _is_row(line: str) -> bool:
    """Whether a line reads as a label with figures behind it, and ends in one."""
    figures = [bool(_FIGURE.fullmatch(token)) for token in line.split()]
    return sum(figures) >= 2 and sum(figures) * 3 >= len(figures) and figures[-1]


def _block(text: str, line: int, page: int) -> Block:
    if marked := _MARKED.match(text):
        return Block(text[marked.end() :], line, page, "heading", len(marked[1]))
    if bullet := _BULLET.match(text):
        return Block(text[bullet.end() :], line, page, "bullet")
    if _CELLS.search(text) or ("\n" not in text and _is_row(text)):
        return Block(text, line, page, "row")
    if len(text) >= _PROSE:
        return Block(text, line, page, "prose")
    return Block(text, line, page, "heading" if text[:1].isalpha() and not _ENDED.search(text) else "line")
