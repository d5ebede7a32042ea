"""Records that may be about one trial: a trial with two registrations is counted twice if each has a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from il2sle.records.files import folded, names_of
from il2sle.records.model import Trial
from il2sle.records.printed import Result

from .finding import Finding

ALIKE = 3  # figures that two records share, with the same arms, before they are held for one trial
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

    A name that is the same to its signs is an error when records are read.
    """
    facts = [(trial, _names(trial), _arms(trial), _figures(trial)) for trial in trials]
    for (one, names, arms, figures), (other, other_names, other_arms, other_figures) in combinations(facts, 2):
        shared = [name for key, name in names.items() if folded(other_names.get(key, name)) != folded(name)]
        alike = len(figures & other_figures)
        if shared:
            yield Twins(one, other, f'both are called "{shared[0]}", but for its signs')
        elif arms and arms == other_arms and alike >= ALIKE:
            yield Twins(one, other, f"the same arms of the same sizes, and {alike} results alike")


def twin_findings(trials: Sequence[Trial]) -> Iterator[tuple[str, Finding]]:
    """W217 about each of two records that may be one trial, with the id of the record that it is about."""
    for pair in twins(trials):
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            yield own.id, Finding("W217", ("id",), f"{other.name} ({other.id}) may be the same trial: {pair.why}")


def _letters(text: str) -> str:
    """A name without case, blanks and signs: `He 2020` and `HE-2020` are one."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def _names(trial: Trial) -> dict[str, str]:
    named = {_letters(name): name for name in names_of(trial)}
    return {key: name for key, name in named.items() if len(key) >= SHORTEST}


def _arms(trial: Trial) -> Counter[Hashable] | None:
    """The arms with their sizes; None where no size is known."""
    if not any(arm.randomised for arm in trial.arms.values()):
        return None
    return Counter((_letters(arm.label), arm.randomised) for arm in trial.arms.values())


def _figures(trial: Trial) -> set[Hashable]:
    """What the record says came out: endpoint, time, arm, and figure."""
    return {
        (outcome.endpoint, outcome.measure, timepoint, _letters(trial.arms[arm].label), *figure)
        for outcome in trial.outcomes
        for timepoint, by_arm in outcome.results.items()
        for arm, result in by_arm.items()
        if arm in trial.arms
        for figure in _printed(result)
    }


def _printed(result: Result) -> Iterator[tuple[str, Hashable]]:
    named = ((name, getattr(result, name)) for name in _PRINTED)
    return ((name, value) for name, value in named if value is not None)
