"""What of each source was read, and what follows: a figure is not read rather than not reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from il2sle.records.model import Source, Trial
from il2sle.records.values import Cite

from .figure import Pointer

FULL, NOTHING = "full text", "nothing"
UNREAD, SILENT = "not read", "not reported"
# How papers number what an abstract does not hold.
_NUMBERED = re.compile(r"(supplement|appendix|(table|tab\.|figure|fig\.|page|p\.|pp\.)\s*[a-z]?\d)", re.IGNORECASE)


def read_in_part(source: Source) -> bool:
    """Whether a source was read in part or not at all; where the record does not say, it was read."""
    return bool(source.read_of) and FULL not in map(str.casefold, source.read_of)


def read_of_nothing(source: Source) -> bool:
    """Whether nothing of a source was read."""
    return [part.casefold() for part in source.read_of] == [NOTHING]


def unread_reports(trial: Trial) -> dict[str, Source]:
    """The sources that were read in part or not at all, by their keys."""
    return {key: source for key, source in trial.sources.items() if read_in_part(source)}


def unread_words(key: str, source: Source) -> str:
    """An unread report in words: `he2020 (read: abstract)`."""
    return f"{key} (not read)" if read_of_nothing(source) else f"{key} (read: {', '.join(source.read_of)})"


def missing_kind(trial: Trial, stated: str | None, cites: Sequence[Cite]) -> str | None:
    """The kind of missing that holds: of reports that were all read in part nobody knows whether they are silent."""
    cited = [trial.sources[cite.source] for cite in cites if cite.source in trial.sources]
    return UNREAD if stated == SILENT and cited and all(map(read_in_part, cited)) else stated


def unread_cited(trial: Trial, pointers: Iterable[Pointer]) -> tuple[str, ...]:
    """Which reports that a row points to were not read to their end, in words."""
    keys = dict.fromkeys(pointer.source.rpartition("/")[2] for pointer in pointers)
    reports = unread_reports(trial)
    return tuple(unread_words(key, reports[key]) for key in keys if key in reports)


def outside(source: Source, place: str) -> bool:
    """Whether a place in a source lies outside what was read of it.

    A place lies inside where it begins with the name of a part that was read. Where a part in prose was read, such as
    the abstract, any other place lies inside too, unless it is a table, a figure, a page or a supplement by its name.
    """
    if not read_in_part(source):
        return False
    if read_of_nothing(source):
        return True
    if any(_begins(place, part) for part in source.read_of):
        return False
    return bool(_NUMBERED.match(place)) or all(_NUMBERED.match(part) for part in source.read_of)


def _begins(place: str, part: str) -> bool:
    """Whether a place begins with a part of a source: `Table 2, row 3` does with `table 2`, `Table 21` does not."""
    rest = place.casefold().removeprefix(part.casefold())
    return len(rest) < len(place.casefold()) and not rest[:1].isalnum()
