"""What an export needs of a trial: its rows, each beside the counts of two groups, or why it has none.

It is made where a record is read, so that of thousands no record stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.frozen import Frozen
from il2sle.records.names import Names, names_called

from .arms import counted_in, pooled_labels
from .contrasts import Contrast, has_figures
from .examined import Examined
from .figure import Side
from .harms import comparator_rows, counted_in_both
from .labels import Given, given_to
from .rows import HarmRow, OutcomeRow
from .twins import Features


class Counts(Frozen):
    """The counts of an arm and of its comparator."""

    table: TwoByTwo
    arm: Side
    comparator: Side
    given: Given
    comparator_given: Given


class Pair(Frozen):
    """An outcome row and the counts of two groups, if it has them; `pooled` says why those of pooled arms are none."""

    row: OutcomeRow
    counts: Counts | None
    pooled: str


class HarmLine(Frozen):
    """An event with the patients affected in an arm and in its comparator."""

    mine: HarmRow
    other: HarmRow


class Exportable(Frozen):
    """A trial without its record.

    Attributes:
        features: what it is held against others by.
        ranks: where it stands in each order of trials.
        outcomes: its rows of every endpoint, since what a filter may name is known from them.
        pairs: the same with their counts; empty where they are not asked for.
        harms: its harms that two groups are counted in; empty likewise.
        other_harms: those of which no two groups are, each with the reason.
    """

    trial: Names
    features: Features
    ranks: Mapping[str, Any]
    outcomes: tuple[OutcomeRow, ...]
    pairs: tuple[Pair, ...]
    harms: tuple[HarmLine, ...]
    other_harms: tuple[tuple[HarmRow, str], ...]


PARTS = ("pairs", "harms")


def exportable(one: Examined, parts: Collection[str]) -> Exportable:
    """What an export needs of a record: of `PARTS`, those that are asked for."""
    lines, others = _harms(one) if "harms" in parts else ([], [])
    return Exportable(
        trial=names_called(one.trial),
        features=one.features,
        ranks=one.ranks,
        outcomes=tuple(one.outcomes),
        pairs=tuple(_pairs(one)) if "pairs" in parts else (),
        harms=tuple(lines),
        other_harms=tuple(others),
    )


def _pairs(one: Examined) -> Iterator[Pair]:
    """A row that speaks of no arm has no contrast."""
    by_loc = {contrast.loc: contrast for contrast in one.contrasts}
    for row in one.outcomes:
        contrast = by_loc.get(row.loc)
        pooled = _pooled(contrast) if contrast else ""
        yield Pair(row, _counts(contrast) if contrast and not pooled else None, pooled)


def _pooled(contrast: Contrast) -> str:
    """Why a contrast of a pooled arm is left out; a pooled comparator stays where no arm of it has figures of its own.

    So the placebo groups of several cohorts, printed only together, can still be compared with.
    """
    trial = contrast.trial
    other = trial.arms[contrast.comparator] if contrast.comparator else None
    for arm in filter(None, (trial.arms[contrast.arm], other)):
        printed = contrast.outcome.results[str(contrast.loc[-2])]
        if arm.pooled and (arm is not other or any(has_figures(printed.get(key)) for key in arm.pooled)):
            return counted_in(pooled_labels(trial, arm))
    return ""


def _counts(contrast: Contrast) -> Counts | None:
    table, other, key, trial = contrast.table, contrast.comparator_side, contrast.comparator, contrast.trial
    if table is None or other is None or key is None:
        return None
    given = (given_to(trial, trial.arms[contrast.arm]), given_to(trial, trial.arms[key]))
    return Counts(table, contrast.side, other, *given)


def _harms(one: Examined) -> tuple[list[HarmLine], list[tuple[HarmRow, str]]]:
    lines: list[HarmLine] = []
    left_out: list[tuple[HarmRow, str]] = []
    by_event: defaultdict[str, list[HarmRow]] = defaultdict(list)
    for row in one.harms:
        by_event[row.event].append(row)
    for row in (row for row in one.harms if not row.control):
        others = comparator_rows(one.trial, by_event[row.event])
        other = counted_in_both(row, others)
        pooled = row.arm is not None and bool(one.trial.arms[row.arm].pooled)
        if other and not pooled and not row.barred:
            lines.append(HarmLine(row, other))
        else:
            left_out.append((row, _no_harm(row, others, pooled=pooled)))
    return lines, left_out


def _no_harm(row: HarmRow, others: list[HarmRow], *, pooled: bool) -> str:
    if pooled:
        return "pooled arms: their patients stand in their own rows"
    if row.missing or row.arm is None:
        return row.missing or "told in words only"
    if row.barred or len(others) != 1:
        return row.barred or ("no comparator" if not others else "several comparators")
    if not row.affected and (row.events or row.rate):
        return "events, which are no patients: in no layout"
    return "not counted on both sides: in no layout"
