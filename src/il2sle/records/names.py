"""What a trial is called, and how one is found by any of its names or a part of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from il2sle.errors import UsageProblem, some_of

from .letters import folded, letters, words


class Called(Protocol):
    """What has the names of a trial."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its short name."""

    @property
    def aliases(self) -> Sequence[str]:
        """All others."""


class Names(NamedTuple):
    """What a trial is called by."""

    id: str
    name: str
    aliases: tuple[str, ...]


def names_called(trial: Called) -> Names:
    """What a trial is called, without the trial."""
    return Names(trial.id, trial.name, tuple(trial.aliases))


def names_of(trial: Called) -> list[str]:
    """Everything a trial is called by: its id, its name, its aliases."""
    return list(dict.fromkeys([trial.id, trial.name, *trial.aliases]))


class Named(Protocol):
    """What holds a trial."""

    @property
    def trial(self) -> Called:
        """The trial, or the names of it."""


R = TypeVar("R", bound=Named)


def find(records: Sequence[R], asked: Sequence[str]) -> list[R]:
    """The records that are asked for by any of their names or a part of one; all of them when none is asked for.

    Raises:
        UsageProblem: a name that no record has, with the nearest; or a part of the names of several, with these.
    """
    if not asked:
        return list(records)
    found = [_the_one(name, records) for name in asked]
    return list({id(record): record for record in found}.values())


def _the_one(asked: str, records: Sequence[R]) -> R:
    candidates = called(asked, records)
    if not candidates:
        raise UsageProblem(_unknown(asked, records))
    if len(candidates) > 1:
        raise UsageProblem(ambiguous(asked, [(one.trial.name, one.trial.id) for one in candidates]))
    return candidates[0]


def called(asked: str, records: Iterable[R]) -> list[R]:
    """The records that a name may mean: the one that has it, else those with its words in a name, else with a part."""
    named = [(name, record) for record in records for name in names_of(record.trial)]
    for is_meant in (_is_name, _is_spelt_like, _is_word_of, is_part_of):
        found = {id(record): record for name, record in named if is_meant(asked, name)}
        if found:
            return list(found.values())
    return []


def _is_name(asked: str, name: str) -> bool:
    return folded(asked) == folded(name)


def _is_spelt_like(asked: str, name: str) -> bool:
    return letters(asked) == letters(name) != ""


def _is_word_of(asked: str, name: str) -> bool:
    part, whole = words(asked), words(name)
    starts = range(len(whole) - len(part) + 1)
    return bool(part) and any(whole[start : start + len(part)] == part for start in starts)


def is_part_of(asked: str, name: str) -> bool:
    """Whether the letters and digits that are asked for, at least two, stand together in a name."""
    return len(letters(asked)) > 1 and letters(asked) in letters(name)


def ambiguous(asked: str, candidates: Iterable[tuple[str, str]]) -> str:
    """What is said of a part that several names have, each with the id of its trial."""
    listed = some_of(name if name == trial else f"{name} ({trial})" for name, trial in candidates)
    return f'several trials have "{asked}" in a name: {listed}; name one of them'


def _unknown(asked: str, records: Sequence[Named]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  most names are known

    names = {folded(name): name for record in records for name in names_of(record.trial)}
    close = get_close_matches(folded(asked), names, n=3, cutoff=0.6)
    if close:
        return f'no trial is called "{asked}"; did you mean {" or ".join(names[name] for name in close)}?'
    return f'no trial is called "{asked}"; there are: {some_of(record.trial.id for record in records)}'
