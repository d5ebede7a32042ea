"""What an answer was made from, so that a table in a paper can be made again: a hash of records, and their last day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from il2sle.frozen import Frozen
from il2sle.records.content import hash_of


class Dated(Protocol):
    """What stands for a record in a stamp."""

    @property
    def digest(self) -> str:
        """The hash of its text."""

    @property
    def newest(self) -> str | None:
        """The day of its newest source, as it was read or is dated."""


class Stamp(Frozen):
    """The records behind an answer.

    Attributes:
        number: how many they are.
        hash: of their texts, the same in any order, folder and system.
        newest: the day of the newest source, as it was read or is dated.
    """

    number: int
    hash: str
    newest: str | None


def stamp(examined: Iterable[Dated]) -> Stamp:
    """The stamp of an answer that was made from these records."""
    listed = list(examined)
    return Stamp(len(listed), hash_of(one.digest for one in listed), newest_source(listed))


def newest_source(examined: Iterable[Dated]) -> str | None:
    """The day of the newest source, as it was read or is dated."""
    return max((one.newest for one in examined if one.newest), default=None)
