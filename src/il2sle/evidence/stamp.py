"""What an answer was made from, so that a table in a paper can be made again: a hash of records, and their last day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from il2sle.records.content import hash_of

from .examined import Examined


@dataclass(frozen=True, slots=True)
class Stamp:
    """The records behind an answer.

    Attributes:
        number: how many they are.
        hash: of their texts, the same in any order, folder and system.
        newest: the day of the newest source, as it was read or is dated.
    """

    number: int
    hash: str
    newest: str | None


def stamp(examined: Iterable[Examined]) -> Stamp:
    """The stamp of an answer that was made from these records."""
    listed = list(examined)
    return Stamp(len(listed), hash_of(one.digest for one in listed), newest_source(listed))


def newest_source(examined: Iterable[Examined]) -> str | None:
    """The day of the newest source, as it was read or is dated."""
    dated = (source.read or source.date for one in examined for source in one.trial.sources.values())
    return max((day for day in dated if day), default=None)
