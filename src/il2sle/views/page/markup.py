"""What the HTML page is written with: elements, plain text, and cells with their references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from .blocks import SIGNS, Cell, Ref
from .links import pieces

# A browser would break a date, a range, `IL-2` or a registry number behind its hyphen.
_WHOLE = re.compile(r"(?<![\w-])\w{1,12}(?:[-–]\d\w{0,9}){1,2}(?![\w-])")

Find = Callable[[Ref], str]


def tag(name: str, content: str, **attributes: str | int) -> str:
    """An element around HTML; attributes are escaped, and left out without a value."""
    given = (
        f' {key.strip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{''.join(given)}>{content}</{name}>"


def escaped(text: str) -> str:
    """Plain text as HTML or XML, and nothing more."""
    return escape(text)


def words(text: str) -> str:
    """Plain text as HTML."""
    return _WHOLE.sub(r'<span class="whole">\g<0></span>', escape(text))


def linked(text: str) -> str:
    """Plain text as HTML, with its addresses as links."""
    return "".join(
        tag("a", escape(piece.text), href=piece.address) if piece.address else words(piece.text)
        for piece in pieces(text)
    )


def inline(cell: Cell, find: Find) -> str:
    """A cell as HTML: its text, its marks, and a link for each reference that a list holds."""
    marks = "".join(SIGNS[mark] for mark in cell.marks)
    said = linked(cell.text) + marks
    strong = tag("strong", said) if cell.bold and said else said
    return " ".join(filter(None, (strong, *_references(cell.refs, find))))


def _references(refs: Sequence[Ref], find: Find) -> Iterator[str]:
    """References in words, as everywhere, each linked: `note a, c`, `[he2020: Abstract; table3: row SAE]`."""
    notes = [_reference(ref, find) for ref in refs if ref.kind == "note"]
    if notes:
        yield f"note {', '.join(notes)}"
    sources = [ref for ref in refs if ref.kind == "source"]
    if sources:
        joint = "; " if any(ref.place for ref in sources) else ", "
        yield f"[{joint.join(_reference(ref, find) for ref in dict.fromkeys(sources))}]"


def _reference(ref: Ref, find: Find) -> str:
    target = find(ref)
    shown = tag("a", escape(ref.shown), href=f"#{target}") if target else escape(ref.shown)
    return f"{shown}: {words(ref.place)}" if ref.place else shown
