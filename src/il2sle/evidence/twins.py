"""Records that may be about one trial: a trial with two registrations is counted twice if each has a file."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Protocol

from il2sle.frozen import Frozen
from il2sle.records.letters import folded, letters
from il2sle.records.model import Arm, Trial
from il2sle.records.names import names_of
from il2sle.records.printed import Result

from .finding import Finding

ALIKE = 3  # figures that two records share, with the same arms, before they are held for one trial
UNLABELLED = 4  # likewise where the arms have other labels, and only their roles, doses and sizes agree
SHORTEST = 4  # letters and digits of a name that tells one trial from another
_PRINTED = ("events", "percent", "value", "difference", "mean_difference", "p")


class Features(Frozen):
    """What a record is held against others by; small, so that the record need not stay.

    Attributes:
        id: the id of the trial.
        name: its name.
        names: all of its names, by their letters and digits.
        arms: the arms with their sizes by kind of name, where any size is known.
        figures: likewise what came out, each figure as a hash.
    """

    id: str
    name: str
    names: Mapping[str, str]
    arms: Mapping[str, Hashable]
    figures: Mapping[str, Sequence[int]]


class Featured(Protocol):
    """What has features."""

    @property
    def features(self) -> Features:
        """What it is held against others by."""


class Twins(Frozen):
    """Two records that may be one trial, and why."""

    first: Features
    second: Features
    why: str

    @property
    def words(self) -> str:
        """For readers of both."""
        named = f"{self.first.name} ({self.first.id}) and {self.second.name} ({self.second.id})"
        return f"{named} may be one trial in two records: {self.why}. Count its patients once."


def features(trial: Trial) -> Features:
    """What a record is held against others by."""
    sized = any(arm.randomised for arm in trial.arms.values())
    arms = {kind: _arms(trial, name) for kind, name in _ARMS.items()} if sized else {}
    figures = {kind: array("q", _figures(trial, name)) for kind, name in _ARMS.items()} if sized else {}
    return Features(trial.id, trial.name, _names(trial), arms, figures)


def twins(trials: Iterable[Trial]) -> Iterator[Twins]:
    """Every two records that share a name but for its signs, or the arms with their sizes and several results.

    An arm is the same by its label and size; else by its role, dose and size, and then more results must be alike.

    A name that is the same to its signs is an error when records are read.
    """
    return twins_among([features(trial) for trial in trials])


def twins_among(listed: Sequence[Features]) -> Iterator[Twins]:
    """The twins among records of which the features are kept, in the order of the first, then of the second."""
    found: dict[tuple[int, int], str] = {}
    for kind, words, least in _LIKENESS:  # what is found later is the better reason
        for numbers in _together(enumerate(one.arms.get(kind) for one in listed)):
            figures = ((number, figure) for number in numbers for figure in listed[number].figures[kind])
            shared = Counter(pair for sharing in _together(figures) for pair in combinations(sharing, 2))
            found |= {pair: f"{words}, and {n} results alike" for pair, n in shared.items() if n >= least}
    named = ((number, key) for number, one in enumerate(listed) for key in one.names)
    for pair in {pair for numbers in _together(named) for pair in combinations(numbers, 2)}:
        one, other = (listed[number].names for number in pair)
        names = [name for key, name in one.items() if folded(other.get(key, name)) != folded(name)]
        if names:
            found[pair] = f'both are called "{names[0]}", but for its signs'
    yield from (Twins(listed[first], listed[second], why) for (first, second), why in sorted(found.items()))


def _together(having: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    """The numbers of those that have a thing in common, for each thing that several have.

    To hold each record against each other one would be too slow for thousands.
    """
    by_thing: dict[Hashable, list[int]] = {}
    for number, thing in having:
        if thing is not None:
            by_thing.setdefault(thing, []).append(number)
    return [numbers for numbers in by_thing.values() if len(numbers) > 1]


_LIKENESS = (
    ("role", "arms of the same sizes", UNLABELLED),
    ("label", "the same arms of the same sizes", ALIKE),
)
_ARMS: Mapping[str, Callable[[Arm], Hashable]] = {
    "label": lambda arm: letters(arm.label),
    "role": lambda arm: (arm.role, arm.dose if isinstance(arm.dose, Decimal) else None, arm.randomised),
}


def twin_ids(listed: Sequence[Features]) -> dict[str, str]:
    """The records that may be one trial with another, each with the id of the first of them."""
    found: dict[str, str] = {}
    for pair in twins_among(listed):
        first = found.get(pair.first.id, pair.first.id)
        found |= {pair.first.id: first, pair.second.id: first}
    return found


def twice(trials: Sequence[str], ids: Mapping[str, str]) -> dict[str, str]:
    """Those of these trials whose twin is among them, each with the id of the first."""
    of_one: dict[str, set[str]] = {}
    for trial in trials:
        of_one.setdefault(ids.get(trial, trial), set()).add(trial)
    return {trial: first for first, found in of_one.items() if len(found) > 1 for trial in found}


def twin_findings(listed: Sequence[Features]) -> Iterator[tuple[str, Finding]]:
    """W217 about each of two records that may be one trial, with the id of the record that it is about."""
    for pair in twins_among(listed):
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            yield own.id, Finding("W217", ("id",), f"{other.name} ({other.id}) may be the same trial: {pair.why}")


def _names(trial: Trial) -> dict[str, str]:
    named = {letters(name): name for name in names_of(trial)}
    return {key: name for key, name in named.items() if len(key) >= SHORTEST}


def _arms(trial: Trial, named: Callable[[Arm], Hashable]) -> Hashable:
    """The arms with their sizes, and how many are alike."""
    return frozenset(Counter((named(arm), arm.randomised) for arm in trial.arms.values()).items())


def _figures(trial: Trial, named: Callable[[Arm], Hashable]) -> set[int]:
    """What the record says came out: endpoint, time, arm, and figure."""
    names = {key: named(arm) for key, arm in trial.arms.items()}
    return {
        hash((outcome.endpoint, outcome.measure, timepoint, names[arm], *figure))
        for outcome in trial.outcomes
        for timepoint, by_arm in outcome.results.items()
        for arm, result in by_arm.items()
        if arm in names
        for figure in _printed(result)
    }


def _printed(result: Result) -> Iterator[tuple[str, Hashable]]:
    named = ((name, getattr(result, name)) for name in _PRINTED)
    return ((name, _told_apart(value)) for name, value in named if value is not None)


def _told_apart(value: Hashable) -> Hashable:
    """A figure with its sign, since -1 and -2 have one hash."""
    return (value, str(value.normalize())) if isinstance(value, Decimal) else value
