"""A draft as YAML in the house's manner: short mappings in braces, comments above what they are about.

What is written is what our own reader reads: no other YAML is needed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Final

from il2sle.records.registry.unread import plain
from il2sle.records.scalars import odd_number, resolve

from .tree import Mapping, Raw, Sequence, Value

WIDTH: Final = 120
_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w ()/.+%µ²±-]*")
# Outside of braces a comma and brackets inside a text mean nothing, and a colon only before a blank.
_PLAIN_LINE: Final = re.compile(r"[A-Za-z0-9](?:[\w ()/.+%µ²±,;<>=≤≥'\[\]-]|:(?=[^\s]))*")


def to_yaml(tree: Mapping) -> str:
    """A draft as the text of a record file."""
    return "\n".join(_mapping(tree, "", top=True)) + "\n"


def scalar(text: str, *, alone: bool = False) -> str:
    """A text as it stands in YAML: in quotes wherever it might be read as anything else.

    Args:
        text: the text.
        alone: whether it has the rest of its line to itself, outside of braces and brackets.
    """
    if isinstance(text, Raw):
        return str(text)
    line = plain(text)
    harmless = (
        (_PLAIN_LINE if alone else _PLAIN).fullmatch(line) and not line.endswith(" ") and isinstance(resolve(line), str)
    )
    if harmless and not odd_number(line):
        return line
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def comment(text: str, indent: str) -> Iterator[str]:
    """A comment in lines that fit, which no break of the text ends; an empty line for an empty text."""
    if not text:
        yield ""
        return
    yield from textwrap.wrap(
        plain(text) or "-",
        WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _mapping(tree: Mapping, indent: str, *, top: bool = False) -> Iterator[str]:
    for number, (key, value, comments) in enumerate(tree.entries):
        if top and number and (comments or isinstance(value, Mapping | Sequence)):
            yield ""
        for text in comments:
            yield from comment(text, indent)
        yield from _entry(f"{indent}{scalar(key)}:", value, indent + "  ")
    for text in tree.tail:
        yield from comment(text, indent)


def _entry(head: str, value: Value, inner: str) -> Iterator[str]:
    flow = scalar(value, alone=True) if isinstance(value, str) else _flow(value)
    if flow is not None and (isinstance(value, str) or len(head) + 1 + len(flow) <= WIDTH):
        yield from _scalar_lines(head, flow, value, inner)
        return
    yield head
    yield from _entry_lines(value, inner)


def _scalar_lines(head: str, flow: str, value: Value, inner: str) -> Iterator[str]:
    """One line, or a folded text where it is too long; folding puts back one blank for each break."""
    line = plain(value) if isinstance(value, str) else ""
    if not line or len(head) + 1 + len(flow) <= WIDTH or " " not in line:
        yield f"{head} {flow}"
        return
    yield f"{head} >-"
    folded = textwrap.wrap(line, WIDTH - len(inner), break_long_words=False, break_on_hyphens=False)
    yield from (inner + part for part in folded)


def _sequence(tree: Sequence, indent: str) -> Iterator[str]:
    for value, comments in tree.entries:
        for text in comments:
            yield from comment(text, indent)
        flow = scalar(value, alone=True) if isinstance(value, str) else _flow(value)
        if flow is not None and (isinstance(value, str) or len(indent) + 2 + len(flow) <= WIDTH):
            yield f"{indent}- {flow}"
            continue
        lines = list(_entry_lines(value, indent + "  "))
        # A comment cannot follow the dash, so that one which comes first stands above it.
        heads = next((at for at, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)
        yield from (line[2:] for line in lines[:heads])
        yield f"{indent}- {lines[heads].lstrip()}"
        yield from lines[heads + 1 :]
    for text in tree.tail:
        yield from comment(text, indent)


def _entry_lines(value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _mapping(value, indent)
    elif isinstance(value, Sequence):
        yield from _sequence(value, indent)


def _flow(value: Value) -> str | None:
    """A value on one line; None where comments stand in it."""
    if isinstance(value, str):
        return scalar(value)
    if value.tail or any(entry[-1] for entry in value.entries):
        return None
    if isinstance(value, Sequence):
        parts = [_flow(item) for item, _ in value.entries]
        return f"[{', '.join(map(str, parts))}]" if None not in parts else None
    inner = [(key, _flow(item)) for key, item, _ in value.entries]
    return "{" + ", ".join(f"{scalar(key)}: {item}" for key, item in inner) + "}" if _all(inner) else None


def _all(parts: list[tuple[str, str | None]]) -> bool:
    return all(item is not None for _, item in parts)
