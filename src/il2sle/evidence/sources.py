"""How the sources of a record stand to each other: copies, successors, corrections, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from il2sle.records.model import Trial
from il2sle.records.values import Cite
from il2sle.records.vocabulary import STANDINGS_TOLD

LINKS = ("copy_of", "supersedes", "corrects")
"""The keys by which one source names another."""
_BROUGHT = {"erratum": "corrected", "retraction notice": "retracted"}  # to the source that it corrects


def original(trial: Trial, key: str) -> str:
    """The source that a copy is a copy of; a source that is no copy is its own."""
    passed = {key}
    while (copied := trial.sources[key].copy_of) in trial.sources and copied and copied not in passed:
        passed.add(copied)
        key = copied
    return key


def replaced_by(trial: Trial, key: str) -> set[str]:
    """All that a source supersedes or corrects, and what those did in their turn."""
    found: set[str] = set()
    waiting = [original(trial, key)]
    while waiting:
        source = trial.sources[waiting.pop()]
        new = {original(trial, old) for old in (source.supersedes, source.corrects) if old in trial.sources} - found
        found |= new
        waiting += new
    return found


def standings(trial: Trial) -> dict[str, str]:
    """What became of each source of which something is known, by its key; a copy stands as its original does."""
    known: dict[str, str] = {}
    for source in trial.sources.values():
        if source.corrects in trial.sources and source.kind in _BROUGHT:
            known.setdefault(original(trial, source.corrects or ""), _BROUGHT[source.kind])
    known |= {key: source.standing for key, source in trial.sources.items() if source.standing}
    return known | {
        key: known[whole] for key in trial.sources if (whole := original(trial, key)) in known and key not in known
    }


def standing_words(standing: Mapping[str, str], cited: Iterable[str]) -> Iterator[str]:
    """What must be said of the sources cited, each with its key."""
    for key in dict.fromkeys(cited):
        if key in standing:
            yield f"{key}: {STANDINGS_TOLD[standing[key]]}"


def dates_of(trial: Trial, cites: Sequence[Cite]) -> list[str]:
    """The dates of the sources cited; that of a copy says nothing of what it copies."""
    found = (trial.sources[cite.source] for cite in cites if cite.source in trial.sources)
    return [source.date for source in found if source.date and not source.copy_of]
