"""Whether citations hold against what was read of the sources, and against what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.finding import Finding
from il2sle.evidence.reading import UNREAD, missing_kind, outside, read_in_part, read_of_nothing, unread_words
from il2sle.evidence.sources import standings
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.parts import Part, field
from il2sle.records.values import Cite


def unread(workings: Workings) -> Iterator[Finding]:
    """R121: what is said to be not read, and cites no source of which some part was not read."""
    trial = workings.trial
    for part in workings.having("missing"):
        if _missing(part) == UNREAD and not any(read_in_part(trial.sources[cite.source]) for cite in part.cites):
            yield Finding("R121", part.loc, "it is `not read`, and every source that it cites was read to its end")


def beyond_what_was_read(workings: Workings) -> Iterator[Finding]:
    """W216: citations of a place outside what was read of the source."""
    trial = workings.trial
    for part in workings.cited:
        for number, cite in enumerate(_own(part)):
            source = trial.sources[cite.source]
            if not outside(source, cite.place) or _quotes_nothing(trial, part):
                continue
            if not (read_of_nothing(source) and _is_unread(trial, part)):
                message = f"`{cite.place}` lies outside what was read: {unread_words(cite.source, source)}"
                yield Finding("W216", (*part.loc, "cite", number), message)


def _quotes_nothing(trial: Trial, part: Part) -> bool:
    """Whether a part takes nothing from what it cites: its citation names a report that may hold the figure."""
    said = field(part.value, "says") or field(part.value, "results")
    return not said and _is_unread(trial, part)


def _is_unread(trial: Trial, part: Part) -> bool:
    """Whether the figures of a part are not read; what it says in words may stand in another of its sources."""
    return missing_kind(trial, _missing(part), part.cites) == UNREAD


def retracted(workings: Workings) -> Iterator[Finding]:
    """W215: a source that was retracted, and how much of the record rests on it."""
    trial = workings.trial
    standing = standings(trial)
    for key in (key for key, how in standing.items() if how == "retracted"):
        resting = [part for part in workings.cited if key in {cite.source for cite in _own(part)}]
        if resting:
            places = ", ".join(dict.fromkeys(str(part.loc[0]) for part in resting))
            number = f"{len(resting)} citation{'' if len(resting) == 1 else 's'}"
            yield Finding(
                "W215", ("sources", key), f'"{key}" is retracted, and the record rests on it ({number}: {places})'
            )


def _own(part: Part) -> Sequence[Cite]:
    cites: Sequence[Cite] = field(part.value, "cite")
    return cites


def _missing(part: Part) -> str | None:
    """How a part is missing, of whatever kind it is; None where it is not."""
    missing: str | None = getattr(part.value, "missing", None)
    return missing
