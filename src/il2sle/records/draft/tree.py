"""A draft as a tree: mappings and lists whose entries may have comments above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias


class Raw(str):
    """What stands as it is: a figure with its printed digits, a word of the language."""

    __slots__ = ()


NOT_REPORTED: Final = Raw("not reported")
# What the registry prints and a draft cannot read: somebody else may.
NOT_READ: Final = Raw("not read")


@dataclass(slots=True)
class Mapping:
    """Keys and their values in their order, each with the comments above it; comments may also end it."""

    entries: list[tuple[str, Value, tuple[str, ...]]] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    def put(self, key: str, value: Value | None, *comments: str) -> Mapping:
        """Add a key; without a value, or with an empty one, its comments alone."""
        if value is None or (isinstance(value, Mapping | Sequence) and not value.entries and not value.tail):
            self.tail_or_next(comments)
        else:
            self.entries.append((key, value, (*self.tail, *comments)))
            self.tail.clear()
        return self

    def has(self, key: str) -> bool:
        """Whether there is such a key."""
        return any(key == known for known, _, _ in self.entries)

    def tail_or_next(self, comments: tuple[str, ...]) -> None:
        """Comments that stand above the next key, or at the end where none follows."""
        self.tail.extend(comments)


@dataclass(slots=True)
class Sequence:
    """Values in their order, each with the comments above it."""

    entries: list[tuple[Value, tuple[str, ...]]] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    def add(self, value: Value, *comments: str) -> Sequence:
        """Add a value."""
        self.entries.append((value, comments))
        return self


Value: TypeAlias = "Mapping | Sequence | str"


def mapping(**values: Value | None) -> Mapping:
    """A mapping of what there is; `is_` and `for_` stand for keys that Python keeps for itself."""
    made = Mapping()
    for key, value in values.items():
        made.put(key.rstrip("_"), value)
    return made


def words(values: list[str]) -> Sequence:
    """A list of texts."""
    return Sequence([(value, ()) for value in values])
