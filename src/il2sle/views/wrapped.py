"""Texts in lines for drawings in letters."""

from __future__ import annotations

from textwrap import TextWrapper


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """A text in lines, broken at blanks and nowhere within a name."""
    wrapper = TextWrapper(max(1, width), break_on_hyphens=False, initial_indent=indent, subsequent_indent=indent)
    return wrapper.wrap(text)
