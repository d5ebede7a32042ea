"""A document as one HTML page that stands alone: no script, nothing fetched, readable on phone and paper.

Every text is escaped. The numbers of sources and the letters of notes lead to the lists that hold them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from il2sle.frozen import Frozen

from .blocks import Block, Cell, Drawing, Heading, Notes, Page, Prose, Table, Terms, UnknownBlockError
from .html_table import Drawing as DrawnTable
from .html_table import name_of, title_of
from .markup import Find, inline, linked, tag, words
from .style import STYLE

TITLE = "Interleukin-2 in systemic lupus erythematosus"  # of a page without a title of its own
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FEW = 4  # parts that a reader finds without a list of them


def render(document: Page) -> str:
    """Draw a page as HTML that ends with one newline."""
    title = escape(f"il2sle: {document.about or document.title or TITLE}")
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}</title>",
        f"<style>\n{STYLE}\n</style>",
    )
    page = _Page(document.blocks, tuple(_ids(document.blocks)))
    body = (tag("h1", words(document.title or TITLE)), page.contents(), *page.drawn())
    start = ("<!doctype html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", "<main>")
    return "\n".join((*start, *filter(None, body), "</main>", "</body>", "</html>", ""))


def _title(block: Block) -> str:
    if isinstance(block, Heading):
        return block.text
    return title_of(block) if isinstance(block, Table) else block.title


def _ids(blocks: Sequence[Block]) -> Iterator[str]:
    """An id for each block, from its title; no title holds the `_` and the `.` that make ids of the rest."""
    seen: Counter[str] = Counter()
    for block in blocks:
        slug = re.sub(r"[^a-z0-9]+", "-", _title(block).lower()).strip("-") or type(block).__name__.lower()
        seen[slug] += 1
        yield slug if seen[slug] == 1 else f"{slug}_{seen[slug]}"


class _Page(Frozen):
    blocks: Sequence[Block]
    ids: Sequence[str]

    def contents(self) -> str:
        """Links to the parts of the page, those below a heading in a list of their own; none on a short page."""
        titled = [(block, id_) for block, id_ in zip(self.blocks, self.ids, strict=True) if _title(block)]
        items: list[tuple[str, list[str]]] = []
        headed = False
        for block, id_ in titled:
            link = tag("a", words(_title(block)), href=f"#{id_}")
            headed = headed or isinstance(block, Heading)
            if isinstance(block, Heading) or not headed:
                items.append((link, []))
            else:
                items[-1][1].append(link)
        listed = _listed(link + _listed(below) for link, below in items)
        return tag("nav", listed, aria_label="Contents") if len(titled) > _FEW else ""

    def drawn(self) -> Iterator[str]:
        """The blocks as HTML."""
        title, level = "", 2
        seen: Counter[str] = Counter()
        for position, block in enumerate(self.blocks):
            title = _title(block) or title
            yield self._heading(position, 2 if isinstance(block, Heading) else level)
            if isinstance(block, Table):
                name = name_of(block, title)
                seen[name] += 1
                unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
                yield DrawnTable(block, unique, self._finder(position)).region()
            else:
                yield self._text(position)
            level = 3 if isinstance(block, Heading) else level

    def _heading(self, position: int, level: int) -> str:
        title = _title(self.blocks[position])
        return tag(f"h{level}", words(title), id=self.ids[position]) if title else ""

    def _text(self, position: int) -> str:
        block, find = self.blocks[position], self._finder(position)
        if isinstance(block, Heading):
            return ""
        if isinstance(block, Prose):
            return tag("p", linked(block.text))
        if isinstance(block, Drawing):
            svg = block.picture.svg(self.ids[position])
            return tag("div", svg, class_="drawing", role="region", aria_label=block.picture.name, tabindex=0)
        if isinstance(block, Terms):
            return tag("dl", "\n" + "".join(self._term(name, text, find) for name, text in block.items))
        if isinstance(block, Notes):
            return self._notes(block, self.ids[position], find)
        raise UnknownBlockError(block)

    def _term(self, name: str, said: Cell, find: Find) -> str:
        """A name and what is said of it; without a name, more of what is said of the one before."""
        return (tag("dt", words(name)) if name else "") + tag("dd", inline(said, find)) + "\n"

    def _notes(self, notes: Notes, block_id: str, find: Find) -> str:
        items = (
            tag(
                "li",
                f"<b>{escape(_shown(mark, notes.refers))}</b> <span>{inline(text, find)}</span>",
                id=_item_id(block_id, number),
            )
            + "\n"
            for number, (mark, text) in enumerate(notes.items, start=1)
        )
        # Without its bullets a list is no list to some screen readers, unless it says so.
        widest = max((len(_shown(mark, notes.refers)) for mark, _ in notes.items), default=0)
        return tag("ul", "\n" + "".join(items), class_="notes", role="list", style=f"--mark: {widest + 1}ch")

    def _finder(self, position: int) -> Find:
        """From a reference to the id of its note, in the first list from here on that has it; without one, nothing."""
        lists = [
            {(block.refers, mark): _item_id(id_, number) for number, (mark, _) in enumerate(block.items, start=1)}
            for block, id_ in zip(self.blocks[position:], self.ids[position:], strict=True)
            if isinstance(block, Notes) and block.refers
        ]
        return lambda ref: next((marks[ref.kind, ref.key] for marks in lists if (ref.kind, ref.key) in marks), "")


def _shown(mark: str, refers: str) -> str:
    return f"[{mark.rpartition('/')[2]}]" if refers == "source" else mark


def _item_id(block_id: str, number: int) -> str:
    return f"{block_id}.{number}"


def _listed(items: Iterable[str]) -> str:
    """A list of HTML; without its bullets a list is no list to some screen readers, unless it says so."""
    content = "".join(tag("li", item) for item in items)
    return tag("ul", content, role="list") if content else ""
