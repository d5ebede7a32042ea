"""Who has read which figure: the readers of its sources, but for those whose sign-off lapsed because it changed.

A reader of a source has read every figure that is cited to it. Where the digests of what a reader signed are kept,
a figure that is not among them was changed afterwards, and the reader counts for it no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, repeat

from il2sle.records.values import reader_name

from .examined import Examined
from .finding import Finding
from .placed import Placed

ENOUGH = 2
NOBODY, ALONE, LAPSED = "no reader named", "one reader", "changed since it was signed"


def read_by(one: Examined, figure: Placed) -> tuple[frozenset[str], frozenset[str]]:
    """Who has read a figure as it stands, and whose sign-off lapsed."""
    sources = [one.trial.sources[cite.source] for cite in figure.cites if cite.source in one.trial.sources]
    readers = {reader_name(reader) for source in sources for reader in source.readers}
    lapsed = {reader for reader in readers if _lapsed(one, reader, figure)}
    return frozenset(readers - lapsed), frozenset(lapsed)


def _lapsed(one: Examined, reader: str, figure: Placed) -> bool:
    signed = one.kept.verified.has_signed(reader) if one.kept.verified else None
    return signed is not None and figure.digest not in signed


def read_alone(one: Examined) -> Iterator[str]:
    """For each figure why two people have not read it; empty where they have."""
    if not any(source.readers for source in one.trial.sources.values()):
        yield from repeat(NOBODY, len(one.printed))
        return
    yield from (_why(one, figure) for figure in one.figures)


def _why(one: Examined, figure: Placed) -> str:
    readers, lapsed = read_by(one, figure)
    if len(readers) >= ENOUGH:
        return ""
    return LAPSED if lapsed else ALONE if readers else NOBODY


def unread_twice(one: Examined) -> Iterator[Finding]:
    """R140: for each source the figures that fewer than two people have read; one that changed, by itself."""
    open_ = [(figure, _why(one, figure)) for figure in one.figures if figure.cites]
    for figure, why in open_:
        if why == LAPSED:
            names = ", ".join(sorted(read_by(one, figure)[1]))
            yield Finding("R140", figure.loc, f"{figure.printed} changed since {names} signed it")
    by_source = sorted((figure.cites[0].source, why) for figure, why in open_ if why in {ALONE, NOBODY})
    for source, whys in groupby(by_source, key=lambda pair: pair[0]):
        number = len(list(whys))
        names = ", ".join(one.trial.sources[source].readers) or "nobody who is named"
        counted = f"{number} figure{'' if number == 1 else 's'}"
        yield Finding("R140", ("sources", source), f"{counted} cited to {source}, read by {names}", key=True)
