"""A place in a JSON document: its value, and the path to it, which becomes the locator of a figure.

What stands at a place and is not of the kind that was asked for is no absence: every accessor notes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from il2sle.frozen import Frozen

from .numerals import is_absent, is_count, is_number
from .unread import Unread, displayed, plain


class Told(Frozen):
    """What the file says at one place.

    Attributes:
        text: as it stands there, on one line.
        path: the place, such as `protocolSection.statusModule.overallStatus`.
    """

    text: str
    path: str


@dataclass(frozen=True, slots=True)  # two nodes are equal whatever was read of their documents
class Node:
    """A value of a JSON document, of whatever kind, or None where the document has none there.

    Attributes:
        value: as the JSON has it.
        path: its place.
        unread: what could not be read of the whole document; all of its nodes share it.
    """

    value: object
    path: str = ""
    unread: Unread = field(default_factory=Unread, compare=False, repr=False)

    def at(self, *keys: str) -> Node:
        """The value under these keys; what is not there, or lies in no mapping, is None."""
        node = self
        for key in keys:
            if not isinstance(node.value, dict):
                node.refused("an object")
            inner = node.value.get(key) if isinstance(node.value, dict) else None
            node = Node(inner, f"{node.path}.{key}" if node.path else key, self.unread)
        return node

    def refused(self, expected: str) -> None:
        """Note that the value is not what was expected; an absent one is no such case."""
        if self.value is not None:
            self.unread.note(self.path, self.value, expected)

    def must_hold_objects(self) -> None:
        """Note the entries that are no objects, whether anybody asks for them or not."""
        for key in self.value if isinstance(self.value, dict) else ("",):
            self.at(key, "")

    def items(self, *keys: str) -> Iterator[Node]:
        """The objects of the list under these keys; none where there is no list."""
        for node in self._entries(*keys):
            if isinstance(node.value, dict):
                yield node
            else:
                self.unread.note(node.path, node.value, "an object")

    def texts(self, *keys: str) -> list[Told]:
        """The texts of the list under these keys; none where there is no list."""
        found = []
        for node in self._entries(*keys):
            told = node.told()
            if told:
                found.append(told)
            else:
                self.unread.note(node.path, node.value, "a text")
        return found

    def _entries(self, *keys: str) -> Iterator[Node]:
        node = self.at(*keys)
        if not isinstance(node.value, list):
            node.refused("a list")
            return
        for number, item in enumerate(node.value):
            yield Node(item, f"{node.path}[{number}]", self.unread)

    def told(self, *keys: str) -> Told | None:
        """The text or whole number under these keys; None where there is neither, or nothing but blanks."""
        node = self.at(*keys)
        if isinstance(node.value, bool) or not isinstance(node.value, str | int):
            node.refused("a text")
            return None
        text = plain(str(node.value))
        return Told(text, node.path) if text else None

    def text(self, *keys: str) -> str:
        """The same without its place; empty where there is none."""
        told = self.told(*keys)
        return told.text if told else ""

    def name(self, *keys: str) -> str:
        """A text without which its object means nothing: where there is none, that is noted."""
        text = self.text(*keys)
        if not text:
            node = self.at(*keys)
            self.unread.note(node.path, node.value, "a name")
        return text

    def printed(self, *keys: str) -> str:
        """What stands under these keys, of whatever kind, as text; empty only where nothing does."""
        told, node = self.told(*keys), self.at(*keys)
        if told or node.value is None:
            return told.text if told else ""
        return "" if isinstance(node.value, str) else displayed(node.value)

    def count(self, *keys: str) -> str:
        """What is printed for a number of patients or events; any other text is noted, and handed on."""
        return self._figure(is_count, "a count", *keys)

    def number(self, *keys: str) -> str:
        """What is printed for a figure, or `NA`; any other text is noted, and handed on."""
        return self._figure(lambda text: is_number(text) or is_absent(text), "a number", *keys)

    def _figure(self, is_one: Callable[[str], bool], expected: str, *keys: str) -> str:
        text = self.printed(*keys)
        if text and not is_one(text):
            self.at(*keys).refused(expected)
        return text

    def flag(self, *keys: str) -> bool | None:
        """Whether it is so, where the file says yes or no."""
        node = self.at(*keys)
        if isinstance(node.value, bool):
            return node.value
        node.refused("true or false")
        return None

    def lines(self, *keys: str, most: int | None = None) -> list[str]:
        """A text of several lines, each plain; for comments. Of a text with more signs than `most` no more is read."""
        node = self.at(*keys)
        if isinstance(node.value, str):
            return [line for line in map(plain, node.value[:most].splitlines()) if line]
        node.refused("a text")
        return []

    def __bool__(self) -> bool:
        return self.value is not None
