"""What was checked of some records, and what could not be: so that no silence is taken for a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from il2sle.arithmetic.schedules import Span
from il2sle.records.parts import Loc, Part
from il2sle.records.values import Below, PValue

from .checks.arithmetic import percentages_tried
from .examined import Examined
from .figure import Side
from .reading import read_in_part, read_of_nothing
from .rows import OutcomeRow

FIGURES = (int, Decimal, Span, PValue, Below, tuple)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some figures were tried, and why the others were not, each reason with its number."""

    done: int
    of: int
    why_not: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What a check has looked at.

    Attributes:
        records: those that were checked to the end, with errors or without.
        unchecked: those whose errors left nothing to check.
        placed: figures with a place in a source.
        p_values: printed p-values that were recomputed from counts.
        percentages: printed percentages that were held against whole numbers of patients.
        whole: sources read to their end, or of which the record says nothing else.
        in_part: sources read in part.
        unread: sources of which nothing was read.
    """

    records: int
    unchecked: int
    placed: Share
    p_values: Share
    percentages: Share
    whole: int
    in_part: int
    unread: int


def tally(examined: Iterable[Examined], unchecked: int = 0) -> Tally:
    """Count what was checked.

    Args:
        examined: records whose figures could be held against each other.
        unchecked: how many others there are.
    """
    listed = list(examined)
    sources = [source for one in listed for source in one.trial.sources.values()]
    nothing = sum(map(read_of_nothing, sources))
    in_part = sum(map(read_in_part, sources)) - nothing
    return Tally(
        records=len(listed),
        unchecked=unchecked,
        placed=_share([why for one in listed for why in _unplaced(one)]),
        p_values=_share([why for one in listed for why in _p_values(one)]),
        percentages=_share([why for one in listed for why in _percentages(one)]),
        whole=len(sources) - in_part - nothing,
        in_part=in_part,
        unread=nothing,
    )


def _share(reasons: Sequence[str]) -> Share:
    """From a reason for each figure, empty where it was tried, to their numbers."""
    why_not = Counter(reason for reason in reasons if reason)
    return Share(len(reasons) - why_not.total(), len(reasons), tuple(why_not.most_common()))


def _figures(one: Examined) -> Iterator[Part]:
    """Every figure that a source prints, wherever in the record it stands."""
    for part in one.parts:
        ours = part.loc[:1] in _OURS or (part.loc[-1:] == ("cycles",) and part.value == 1)
        if isinstance(part.value, FIGURES) and not isinstance(part.value, bool) and not ours:
            yield part


_OURS: set[Loc] = {("language",), ("sources",)}  # what stands here is of the record, not of the trial


def _unplaced(one: Examined) -> Iterator[str]:
    for part in _figures(one):
        yield "" if part.cites else f"nothing is cited for {part.loc[0]}"


def _p_values(one: Examined) -> Iterator[str]:
    rows = {row.loc: row for row in one.outcomes}
    for part in _figures(one):
        if isinstance(part.value, PValue):
            yield _p_value(part.loc, part.value, rows)


def _p_value(loc: Loc, p: PValue, rows: dict[Loc, OutcomeRow]) -> str:
    """Why a printed p was not recomputed; empty where it was."""
    row = rows.get(loc[:-1])
    if row and loc[-1] == "p" and row.p_check and row.p_check.tests:
        return ""
    reasons = (
        (loc[-1] == "p_within", "within an arm"),
        (loc[0] == "baseline", "at baseline"),
        (p.sides == 1, "one-sided"),
        (row is None, "of another effect or claim"),
        (row and row.adjusted, "adjusted"),
        (row and row.statistic, "of a score"),
        (p.words, "no figure"),
        (row and row.barred, "no two groups by the design"),
    )
    return next((why for holds, why in reasons if holds), "no counts")


def _percentages(one: Examined) -> Iterator[str]:
    tried = percentages_tried(one)
    sides = {(*visit.loc, arm): side for visit in one.visits for arm, side in visit.sides.items()}
    for part in _figures(one):
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
