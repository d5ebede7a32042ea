"""The part of a text that a locator names: `Abstract, Results`, `paragraph 2`, `Table 2, row SLEDAI`, `slide 3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .document import Block, Document, words_of

Zone = frozenset[int]
_RANGE = r"(?P<numbers>[0-9]+(?:(?: to | and |, | ?- ?)[0-9]+)*)"
_COUNTED = re.compile(rf"(?P<script>english |chinese )?(?P<what>paragraph|bullet)s? {_RANGE}", re.IGNORECASE)
_PAGED = re.compile(rf"(?:slide|page|p\.|pp\.)s? ?{_RANGE}", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?P<what>supplementary table|table|figure|fig\.?)s? (?P<number>[a-z]?[0-9]+[a-z]?)", re.IGNORECASE
)
_WHOLE = re.compile(r"whole|all |throughout", re.IGNORECASE)
_TOP = re.compile(r"title|header|heading|dateline|front page", re.IGNORECASE)
_TOP_BLOCKS = 12
_SAID = words_of(
    "row rows column columns section on the of a an and in field fields item text legend list header head to"
)
_HANZI = re.compile(r"[\u4e00-\u9fff]")


def zone(document: Document, locator: str) -> Zone | None:
    """The blocks that a locator names, by their numbers; None where the text does not let one tell."""
    parts = [part.strip() for part in re.split(r", (?![0-9])", locator)]
    found: Zone | None = None
    for part in parts:
        here = _part(document, part)
        if here:
            found = (found & here or here) if found else here
    return found


def _part(document: Document, part: str) -> Zone:
    if _WHOLE.match(part):
        return frozenset(range(len(document.blocks)))
    if counted := _COUNTED.fullmatch(part):
        return _counted(document, counted)
    if paged := _PAGED.fullmatch(part):
        wanted = _numbers(paged["numbers"])
        several = document.blocks and document.blocks[-1].page > 1
        return frozenset(i for i, block in enumerate(document.blocks) if several and block.page in wanted)
    if caption := _CAPTION.match(part):
        return _captioned(document, caption)
    if _TOP.match(part):
        return _top(document)
    return _named(document, words_of(part) - _SAID)


def _numbers(text: str) -> set[int]:
    """`1 to 4` and `2, 3 and 8` as numbers."""
    found: set[int] = set()
    for part in re.split(r",| and ", text):
        first, *last = (int(number) for number in re.findall(r"[0-9]+", part))
        found |= set(range(first, (last or [first])[-1] + 1))
    return found


def _counted(document: Document, counted: re.Match[str]) -> Zone:
    """Paragraphs by their number, in their script where one is named, or points of a list."""
    blocks = document.bullets if counted["what"].lower() == "bullet" else document.prose
    if script := (counted["script"] or "").strip().lower():
        chinese = script == "chinese"
        every = (i for i, block in enumerate(document.blocks) if block.kind == "prose")
        pool = every if chinese else blocks
        blocks = [i for i in pool if bool(_HANZI.search(document.blocks[i].text)) == chinese]
    wanted = _numbers(counted["numbers"])
    return frozenset(i for number, i in enumerate(blocks, 1) if number in wanted)


def _captioned(document: Document, caption: re.Match[str]) -> Zone:
    """From the caption of a table or figure to the next one, or to a marked heading."""
    what = caption["what"].lower().rstrip(".")[:3]
    begins = re.compile(rf"{what}\w*\.?\s*{re.escape(caption['number'])}\b", re.IGNORECASE)
    other = re.compile(r"(supplementary )?(table|fig(ure)?\.?)\s*[a-z]?[0-9]", re.IGNORECASE)
    found: set[int] = set()
    inside = False
    for index, block in enumerate(document.blocks):
        if begins.match(block.text) and len(block.text.split()) < _CAPTION_WORDS:
            inside = True
        elif inside and _ends_caption(block, other, document.blocks[index - 1]):
            inside = False
        found |= {index} if inside else set()
    return frozenset(found)


_CAPTION_WORDS = 40


def _ends_caption(block: Block, other: re.Pattern[str], before: Block) -> bool:
    after_prose = block.kind == "heading" and before.kind == "prose" and before.line < block.line - 1
    return bool(other.match(block.text)) or block.level > 0 or after_prose


def _top(document: Document) -> Zone:
    marked = {i for i, block in enumerate(document.blocks) if block.level == 1}
    return frozenset(marked | set(range(min(_TOP_BLOCKS, len(document.blocks)))))


def _named(document: Document, words: frozenset[str]) -> Zone:
    """What stands under a heading, behind a lead-in, or in a row with these words; else the blocks that hold them."""
    if not words:
        return frozenset()
    blocks = document.blocks
    led = {i for i, block in enumerate(blocks) if block.lead and words <= words_of(block.lead)}
    headings = [i for i, block in enumerate(blocks) if _may_head(block) and words <= block.words]
    exact = [i for i in headings if blocks[i].words == words]
    under = {i for start in exact or headings for i in _below(blocks, start)}
    rows = {i for i, block in enumerate(blocks) if block.kind == "row" and words <= block.words}
    found = led | under | rows
    return frozenset(found or {i for i, block in enumerate(blocks) if words <= block.words})


def _may_head(block: Block) -> bool:
    return block.kind == "heading" or (block.kind == "bullet" and len(block.text) < 60)


def _below(blocks: Sequence[Block], start: int) -> Iterator[int]:
    """A heading and what stands below it, to the next of its kind."""
    yield start
    level = blocks[start].level
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if block.level and level and block.level > level:
            yield index
        elif _may_head(block) and (block.level or not level or block.words == blocks[start].words):
            if block.words != blocks[start].words:
                return
            yield index
        else:
            yield index
