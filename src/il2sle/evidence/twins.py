"""Records that may be about one trial: a trial with two registrations is counted twice if each has a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from il2sle.records.files import folded, names_of
from il2sle.records.letters import letters
from il2sle.records.model import Arm, Trial
from il2sle.records.printed import Result

from .finding import Finding

ALIKE = 3  # figures that two records share, with the same arms, before they are held for one trial
UNLABELLED = 4  # likewise where the arms have other labels, and only their roles, doses and sizes agree
SHORTEST = 4  # letters and digits of a name that tells one trial from another
_PRINTED = ("events", "percent", "value", "difference", "mean_difference", "p")


@dataclass(frozen=True, slots=True)
class Twins:
    """Two records that may be one trial, and why."""

    first: Trial
    second: Trial
    why: str

    @property
    def words(self) -> str:
        """For readers of both."""
        named = f"{self.first.name} ({self.first.id}) and {self.second.name} ({self.second.id})"
        return f"{named} may be one trial in two records: {self.why}. Count its patients once."


def twins(trials: Sequence[Trial]) -> Iterator[Twins]:
    """Every two records that share a name but for its signs, or the arms with their sizes and several results.

    An arm is the same by its label and size; else by its role, dose and size, and then more results must be alike.

    A name that is the same to its signs is an error when records are read.
    """
    facts = [_Facts(trial) for trial in trials]
    for one, other in combinations(facts, 2):
        shared = [name for key, name in one.names.items() if folded(other.names.get(key, name)) != folded(name)]
        why = f'both are called "{shared[0]}", but for its signs' if shared else _alike(one, other)
        if why:
            yield Twins(one.trial, other.trial, why)


def _alike(one: _Facts, other: _Facts) -> str:
    """Why two records hold one trial, by their arms and results; empty where they do not."""
    for kind, words, least in (
        ("label", "the same arms of the same sizes", ALIKE),
        ("role", "arms of the same sizes", UNLABELLED),
    ):
        if one.arms[kind] and one.arms[kind] == other.arms[kind]:
            alike = len(one.figures[kind] & other.figures[kind])
            if alike >= least:
                return f"{words}, and {alike} results alike"
    return ""


class _Facts:
    """What two records are held against each other by: arms and figures by the label of the arm, and by its role."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.names = _names(trial)
        self.arms = {kind: _arms(trial, names) for kind, names in _ARMS.items()}
        self.figures = {kind: _figures(trial, names) for kind, names in _ARMS.items()}


_ARMS: Mapping[str, Callable[[Arm], Hashable]] = {
    "label": lambda arm: letters(arm.label),
    "role": lambda arm: (arm.role, arm.dose if isinstance(arm.dose, Decimal) else None, arm.randomised),
}


def twin_ids(trials: Sequence[Trial]) -> dict[str, str]:
    """The records that may be one trial with another, each with the id of the first of them."""
    found: dict[str, str] = {}
    for pair in twins(trials):
        first = found.get(pair.first.id, pair.first.id)
        found |= {pair.first.id: first, pair.second.id: first}
    return found


def twice(trials: Sequence[str], ids: Mapping[str, str]) -> dict[str, str]:
    """Those of these trials whose twin is among them, each with the id of the first."""
    of_one: dict[str, set[str]] = {}
    for trial in trials:
        of_one.setdefault(ids.get(trial, trial), set()).add(trial)
    return {trial: first for first, found in of_one.items() if len(found) > 1 for trial in found}


def twin_findings(trials: Sequence[Trial]) -> Iterator[tuple[str, Finding]]:
    """W217 about each of two records that may be one trial, with the id of the record that it is about."""
    for pair in twins(trials):
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            yield own.id, Finding("W217", ("id",), f"{other.name} ({other.id}) may be the same trial: {pair.why}")


def _names(trial: Trial) -> dict[str, str]:
    named = {letters(name): name for name in names_of(trial)}
    return {key: name for key, name in named.items() if len(key) >= SHORTEST}


def _arms(trial: Trial, named: Callable[[Arm], Hashable]) -> Counter[Hashable] | None:
    """The arms with their sizes; None where no size is known."""
    if not any(arm.randomised for arm in trial.arms.values()):
        return None
    return Counter((named(arm), arm.randomised) for arm in trial.arms.values())


def _figures(trial: Trial, named: Callable[[Arm], Hashable]) -> set[Hashable]:
    """What the record says came out: endpoint, time, arm, and figure."""
    return {
        (outcome.endpoint, outcome.measure, timepoint, named(trial.arms[arm]), *figure)
        for outcome in trial.outcomes
        for timepoint, by_arm in outcome.results.items()
        for arm, result in by_arm.items()
        if arm in trial.arms
        for figure in _printed(result)
    }


def _printed(result: Result) -> Iterator[tuple[str, Hashable]]:
    named = ((name, getattr(result, name)) for name in _PRINTED)
    return ((name, value) for name, value in named if value is not None)
