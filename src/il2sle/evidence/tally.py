"""What was checked of some records, and what could not be: so that no silence is taken for a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from il2sle.frozen import Frozen
from il2sle.records.parts import Loc, Part
from il2sle.records.values import Below, PValue

from .checks.arithmetic import percentages_tried
from .contrasts import Contrast
from .examined import Examined
from .figure import Side
from .readers import read_alone
from .reading import read_in_part, read_of_nothing
from .stamp import Stamp, stamp
from .verify.known import unfound


class Share(Frozen):
    """How many of some figures were tried, and why the others were not, each reason with its number."""

    done: int
    of: int
    why_not: tuple[tuple[str, int], ...] = ()


class Tally(Frozen):
    """What a check has looked at.

    Attributes:
        records: those that were checked to the end, with errors or without.
        unchecked: those whose errors left nothing to check.
        placed: figures with a place in a source.
        p_values: printed p-values that were recomputed from counts.
        percentages: printed percentages that were held against whole numbers of patients.
        found: printed figures that a machine has found in a copy of their source.
        read_twice: printed figures that two people have read.
        whole: sources read to their end, or of which the record says nothing else.
        in_part: sources read in part.
        unread: sources of which nothing was read.
        stamp: the records that were checked to the end.
    """

    records: int
    unchecked: int
    placed: Share
    p_values: Share
    percentages: Share
    found: Share
    read_twice: Share
    whole: int
    in_part: int
    unread: int
    stamp: Stamp


class Counts(Frozen):
    """What was looked at of one record: of each kind of figure the reasons why not, each with its number.

    Of a figure that was tried the reason is empty.
    """

    placed: Counter[str]
    p_values: Counter[str]
    percentages: Counter[str]
    found: Counter[str]
    read_twice: Counter[str]
    whole: int
    in_part: int
    unread: int
    digest: str
    newest: str | None


def counts(one: Examined) -> Counts:
    """Count what was checked of a record whose figures could be held against each other."""
    sources = one.trial.sources.values()
    nothing = sum(map(read_of_nothing, sources))
    in_part = sum(map(read_in_part, sources)) - nothing
    return Counts(
        placed=Counter(_unplaced(one)),
        p_values=Counter(_p_values(one)),
        percentages=Counter(_percentages(one)),
        found=Counter(unfound(one)),
        read_twice=Counter(read_alone(one)),
        whole=len(sources) - in_part - nothing,
        in_part=in_part,
        unread=nothing,
        digest=one.digest,
        newest=one.newest,
    )


def tally(counted: Iterable[Counts], unchecked: int = 0) -> Tally:
    """Add up what was checked.

    Args:
        counted: the counts of each record.
        unchecked: how many others there are.
    """
    listed = list(counted)
    return Tally(
        records=len(listed),
        unchecked=unchecked,
        placed=_share(one.placed for one in listed),
        p_values=_share(one.p_values for one in listed),
        percentages=_share(one.percentages for one in listed),
        found=_share(one.found for one in listed),
        read_twice=_share(one.read_twice for one in listed),
        whole=sum(one.whole for one in listed),
        in_part=sum(one.in_part for one in listed),
        unread=sum(one.unread for one in listed),
        stamp=stamp(listed),
    )


def _share(reasons: Iterable[Counter[str]]) -> Share:
    """The sum of the reasons of each record; those of equal number in the order of their first record."""
    summed = Counter[str]()
    for of_one in reasons:
        summed.update(of_one)
    done, of = summed.pop("", 0), summed.total()
    return Share(done, done + of, tuple(summed.most_common()))


def _unplaced(one: Examined) -> Iterator[str]:
    for part in one.printed:
        yield "" if part.cites else f"nothing is cited for {part.loc[0]}"


def _p_values(one: Examined) -> Iterator[str]:
    by_result = {contrast.loc: contrast for contrast in one.contrasts}
    for part in one.printed:
        if isinstance(part.value, PValue):
            yield _p_value(part.loc, part.value, by_result.get(part.loc[:-1]))


def _p_value(loc: Loc, p: PValue, contrast: Contrast | None) -> str:
    """Why a printed p was not recomputed; empty where it was."""
    if contrast and loc[-1] == "p" and contrast.p_check and contrast.p_check.tests:
        return ""
    reasons = (
        (loc[-1] == "p_within", "within an arm"),
        (loc[0] == "baseline", "at baseline"),
        (p.sides == 1, "one-sided"),
        (contrast is None, "of another effect or claim"),
        (contrast and contrast.outcome.adjusted, "adjusted"),
        (contrast and contrast.outcome.statistic, "of a score"),
        (p.words, "no figure"),
        (contrast and contrast.barred, "no two groups by the design"),
    )
    return next((why for holds, why in reasons if holds), "no counts")


def _percentages(one: Examined) -> Iterator[str]:
    tried = percentages_tried(one)
    sides = {(*visit.loc, arm): side for visit in one.visits for arm, side in visit.sides.items()}
    for part in one.printed:
        if part.loc[-1] == "percent" and "claims" not in part.loc:
            yield "" if part.loc in tried else _untried(part, sides.get(part.loc[:-1]))


def _untried(part: Part, side: Side | None) -> str:
    """Why a percentage was not tried; `side` is the arm of an outcome that it stands in."""
    if isinstance(part.value, Below):
        return "a bound"
    if side and side.model:
        return "adjusted"
    if side and side.percent.state == "read off":
        return "read off a graph"
    return "number of patients is derived" if side and side.n.derived else "no number of patients"
