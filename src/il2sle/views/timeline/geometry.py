"""The geometry of dosing strips in plain numbers: weeks from 0 (the first dose) on, heights from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.timeline import WEEK, Timeline
from il2sle.frozen import Frozen

TITLE = "Doses by day"
FULL = 7  # doses in a week that fill the height: one on every day


class Mark(Frozen):
    """Something given between two places, in weeks.

    Attributes:
        low: the least height, from 0 to 1.
        high: the most; another one than `low` where a day is a range.
    """

    start: float
    end: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether its height is known."""
        return self.low == self.high


def weeks_of(timelines: Sequence[Timeline]) -> int:
    """The weeks of an axis that holds them all."""
    return max((one.weeks for one in timelines), default=0)


def peak_of(timelines: Sequence[Timeline]) -> int:
    """The doses in a week that fill the height: one a day, or the most that any week has."""
    return max((FULL, *(most for one in timelines for _, most in one.by_week())))


def week_marks(timeline: Timeline, peak: int, per_cell: int = 1) -> Iterator[Mark]:
    """A mark for every cell of so many weeks; its height is that of a usual week in it."""
    counts = timeline.by_week()
    for start in range(0, len(counts), per_cell):
        part = counts[start : start + per_cell]
        least, most = (sum(one[end] for one in part) / len(part) / peak for end in (0, 1))
        yield Mark(start, start + len(part), least, most)


def day_marks(timeline: Timeline) -> Iterator[Mark]:
    """A mark for every day with a dose; days that may have one are joined to one mark."""
    counts = timeline.by_day()
    peak = max(most for _, most in counts.values())
    open_from: int | None = None
    for day, (least, most) in counts.items():
        if least:
            yield Mark((day - 1) / WEEK, day / WEEK, least / peak, least / peak)
        if most > least and open_from is None:
            open_from = day
        if most > least and not _may_follow(counts.get(day + 1)) and open_from is not None:
            yield Mark((open_from - 1) / WEEK, day / WEEK, 0, 0.5)
            open_from = None


def _may_follow(count: tuple[int, int] | None) -> bool:
    return count is not None and count[1] > count[0]
