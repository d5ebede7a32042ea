"""What of each source was read, and what follows: a figure is not read rather than not reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from il2sle.records.model import Source, Trial
from il2sle.records.values import Cite

from .figure import Pointer

FULL, NOTHING = "full text", "nothing"
UNREAD, SILENT = "not read", "not reported"
# Places are compared in small letters: a pattern for letters of both sizes takes twice as long to compile.
# How papers number what an abstract does not hold: in one word, in several (`tables 2 and 3`, `pp. 3-5`).
_NOUNS = {
    **dict.fromkeys(("table", "tables", "tab."), "table"),
    **dict.fromkeys(("figure", "figures", "fig.", "figs."), "figure"),
    **dict.fromkeys(("page", "pages", "p.", "pp."), "page"),
}
_NUMBER = r"[a-z]?[0-9]+[a-z]?"
_NUMBERED = re.compile(
    rf"(?P<noun>{'|'.join(map(re.escape, sorted(_NOUNS, reverse=True)))})\s*"
    rf"(?P<numbers>{_NUMBER}\b(?:\s*(?:,|and|&|to|-|\u2013)\s*{_NUMBER}\b)*)(?P<more>\s*(?:,|and|&)\s*)?"
)
_RANGE = re.compile(r"([0-9]+)\s*(?:to|-|\u2013)\s*([0-9]+)")
_FURTHER = re.compile("supplement|appendix")
# The sections of a paper; an abstract may have those of the second line too.
_OF_PAPERS = "introduction|discussion|(materials?|patients|subjects)( and |/)methods|(full|whole|main) text|references"
_OF_ABSTRACTS = "abstract|background|objectives?|aims?|methods|results|conclusions?"
_ITS_END = r"(?=\s*(?:[,;:(]|$|section|paragraph))"  # `Results overview` is a part of a registry
_SECTION = re.compile(rf"({_OF_PAPERS}|{_OF_ABSTRACTS}){_ITS_END}")
_ONLY_OF_PAPERS = re.compile(rf"({_OF_PAPERS}){_ITS_END}")
_MOST_PAGES = 1000  # of a range: no report has more


def read_in_part(source: Source) -> bool:
    """Whether a source was read in part or not at all; where the record does not say, it was read."""
    return bool(source.read_of) and not _is_whole(source.read_of)


def _is_whole(read_of: Iterable[str]) -> bool:
    return FULL in map(str.casefold, read_of)


def read_of_nothing(source: Source) -> bool:
    """Whether nothing of a source was read."""
    return _is_nothing(source.read_of)


def _is_nothing(read_of: Sequence[str]) -> bool:
    return len(read_of) == 1 and read_of[0].casefold() == NOTHING


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


def silent_kind(trial: Trial) -> str:
    """The kind of missing of what a record passes over: it may stand in a report that was not read to its end."""
    return UNREAD if any(map(read_in_part, trial.sources.values())) else SILENT


def absent_kind(trial: Trial, stated: str | None, cites: Sequence[Cite]) -> str:
    """The kind of missing of a figure that is not there: the record's word, else that of what it passes over."""
    return missing_kind(trial, stated, cites) or silent_kind(trial)


def unread_cited(trial: Trial, pointers: Iterable[Pointer]) -> tuple[str, ...]:
    """Which reports that a row points to were not read to their end, in words."""
    keys = dict.fromkeys(pointer.source.rpartition("/")[2] for pointer in pointers)
    cited = ((key, trial.sources[key]) for key in keys if key in trial.sources)
    return tuple(unread_words(key, source) for key, source in cited if read_in_part(source))


def outside(source: Source, place: str) -> bool:
    """Whether a place in a source lies outside what was read of it.

    A place lies inside where it begins with the name of a part that was read, or names tables, figures or pages that
    were all read. Any other table, figure, page or supplement lies outside, and so does another section of a paper; an
    abstract, a front page or the like may have a section `Results` of its own. A place that is none of these lies
    inside where anything in prose was read.
    """
    return bool(source.read_of) and _lies_outside(tuple(source.read_of), place)


@lru_cache(maxsize=1024)  # a check asks of each citation, and then each row of each place that it points to
def _lies_outside(read_of: tuple[str, ...], place: str) -> bool:
    if _is_whole(read_of) or _is_nothing(read_of):
        return not _is_whole(read_of)
    read_of, place = tuple(map(str.casefold, read_of)), place.casefold()
    numbers, read = _numbers(place), set[str]().union(*(_numbers(part, whole=True) for part in read_of))
    if any(_begins(place, part) for part in read_of) or (numbers and all(_held(one, read) for one in numbers)):
        return False
    if numbers or _FURTHER.match(place):
        return True
    prose = [part for part in read_of if not _numbers(part) and not _FURTHER.match(part)]
    if not prose:
        return True
    abstracts = any(part == "abstract" or not _SECTION.match(part) for part in prose)
    return bool((_ONLY_OF_PAPERS if abstracts else _SECTION).match(place))


def _begins(place: str, part: str) -> bool:
    """Whether a place begins with a part of a source: `Table 2, row 3` does with `table 2`, `Table 21` does not."""
    rest = place.removeprefix(part)
    return len(rest) < len(place) and not rest[:1].isalnum()


def _numbers(text: str, *, whole: bool = False) -> set[str]:
    """The tables, figures and pages that a text begins with: `Tables 2 and 3` gives `table 2` and `table 3`.

    Args:
        text: a place, or a part that was read.
        whole: whether nothing else may follow: `Figure 1 legend` is no `Figure 1`.
    """
    found, at = set[str](), 0
    while match := _NUMBERED.match(text, at):
        found |= {f"{_NOUNS[match['noun']]} {number}" for number in _listed(match["numbers"])}
        at = match.end()
        if not match["more"]:
            break
    return set() if whole and text[at:].strip() else found


def _listed(numbers: str) -> set[str]:
    """Numbers one by one, those of a range too."""
    ranges = [(int(low), int(high)) for low, high in _RANGE.findall(numbers) if max(len(low), len(high)) < 6]
    between = {str(n) for low, high in ranges if high - low < _MOST_PAGES for n in range(low, high + 1)}
    return between | set(re.findall(_NUMBER, numbers))


def _held(number: str, read: set[str]) -> bool:
    """Whether a table or figure was read, or all of that whose panel it is: `figure 2b` of `figure 2`."""
    return number in read or number.rstrip("abcdefghijklmnopqrstuvwxyz") in read
