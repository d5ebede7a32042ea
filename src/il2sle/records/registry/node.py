"""A place in a JSON document: its value, and the path to it, which becomes the locator of a figure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from il2sle.frozen import Frozen
from il2sle.records.text import REFUSED


def plain(text: str) -> str:
    """A text on one line without what a record may not hold: line breaks, controls, invisible signs."""
    if _SIMPLE.fullmatch(text):
        return text
    spaced = "".join(" " if sign in BREAKS else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", REFUSED.sub("", spaced)).split())


_SIMPLE = re.compile(r"[!-~]+(?: [!-~]+)*")  # most texts, and all of a large file's figures
BREAKS = frozenset("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029")


class Told(Frozen):
    """What the file says at one place.

    Attributes:
        text: as it stands there, on one line.
        path: the place, such as `protocolSection.statusModule.overallStatus`.
    """

    text: str
    path: str


class Node(Frozen):
    """A value of a JSON document, of whatever kind, or None where the document has none there."""

    value: object
    path: str = ""

    def at(self, *keys: str) -> Node:
        """The value under these keys; what is not there, or lies in no mapping, is None."""
        node = self
        for key in keys:
            inner = node.value.get(key) if isinstance(node.value, dict) else None
            node = Node(inner, f"{node.path}.{key}" if node.path else key)
        return node

    def items(self, *keys: str) -> Iterator[Node]:
        """The values of the list under these keys; none where there is no list."""
        node = self.at(*keys)
        if isinstance(node.value, list):
            for number, item in enumerate(node.value):
                yield Node(item, f"{node.path}[{number}]")

    def told(self, *keys: str) -> Told | None:
        """The text or whole number under these keys; None where there is neither, or nothing but blanks."""
        node = self.at(*keys)
        if isinstance(node.value, bool) or not isinstance(node.value, str | int):
            return None
        text = plain(str(node.value))
        return Told(text, node.path) if text else None

    def text(self, *keys: str) -> str:
        """The same without its place; empty where there is none."""
        told = self.told(*keys)
        return told.text if told else ""

    def lines(self, *keys: str) -> list[str]:
        """A text of several lines, each plain; for comments."""
        value = self.at(*keys).value
        return [line for line in map(plain, value.splitlines()) if line] if isinstance(value, str) else []

    def __bool__(self) -> bool:
        return self.value is not None
