"""The answer that a page begins with: what was met, the main result of each trial, the harms, and what it rests on.

Made from rows by rules that hold for one trial and for thirty; nothing is said here that a row does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from il2sle.frozen import Frozen, field

from .dose_row import DoseRow
from .reading import SILENT, UNREAD
from .rows import HarmRow, OutcomeRow, StudyRow

MAIN_HARMS: tuple[str, ...] = ("serious", "death", "discontinuation", "infection", "injection site")
"""The categories that a reader asks of every trial, whether a source speaks of them or not."""
ENDED = ("terminated", "withdrawn", "suspended")


class VerdictGroup(Frozen):
    """What became of one published primary endpoint, and in which trials.

    Attributes:
        endpoint: in words, with its time.
        met: None where no source says.
        arm: the arm that it holds of; None where it holds of the trial.
        trials: their names.
    """

    endpoint: str
    met: bool | None
    arm: str | None
    trials: tuple[str, ...]


class MainResult(Frozen):
    """A row that stands for its trial, and the regimens of its arm: several where the arm has several dose levels."""

    row: OutcomeRow
    doses: tuple[DoseRow, ...]


class Known(Frozen):
    """What is known of one endpoint.

    Attributes:
        results: the main result of each trial that has a figure; several arms, or the registered primary one beside.
        further: how many rows with a figure there are besides.
        missing: the names of the trials without a figure, by kind of missing.
    """

    endpoint: str
    results: tuple[MainResult, ...]
    further: int
    missing: tuple[tuple[str, tuple[str, ...]], ...]


class TrialHarms(Frozen):
    """The harms of one trial that a first look needs.

    Attributes:
        more: events of which an arm had more, its interval excluding no difference; `fewer` likewise.
        unclear: those of the main categories whose interval includes no difference.
        figures: those of the main categories that have figures and no interval, e.g. percentages without counts.
        told: those of which a source speaks in words.
        missing: the main categories without a word or a figure, by kind of missing.
        further: whether events of other categories have figures.
    """

    trial: str
    name: str
    more: tuple[HarmRow, ...]
    fewer: tuple[HarmRow, ...]
    unclear: tuple[HarmRow, ...]
    figures: tuple[HarmRow, ...]
    told: tuple[HarmRow, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    further: bool = False

    @property
    def main(self) -> tuple[tuple[str, HarmRow], ...]:
        """Every event with figures, and its direction: `more`, `fewer`, `unclear` or `not compared`."""
        directions = (("more", self.more), ("fewer", self.fewer), ("unclear", self.unclear))
        compared = tuple((direction, row) for direction, rows in directions for row in rows)
        return (*compared, *(("not compared", row) for row in self.figures))


class Counted(Frozen):
    """The patients of a trial whose responders are known as counts, and the row that tells of them."""

    row: OutcomeRow
    patients: int


class Folded(Frozen):
    """A trial that a page of many tells in a line, and why."""

    study: StudyRow
    why: str


class Answer(Frozen):
    """What the first screen tells.

    Attributes:
        studies: the trials, in the order of the tables.
        newest: the day of the newest source, as it was read or is dated.
        verdicts: the published primary endpoints, grouped.
        known: of the trials that are not folded, as are `harms` and `counted`.
        folded: the trials that are told in a line.
        more: by the names of folded trials, how many of their events are more frequent than without the drug.
        deaths: the treated arms with a figure of deaths, of folded trials too.
        rows_below: whether the rows of these trials stand below it.
    """

    studies: tuple[StudyRow, ...]
    newest: str | None
    verdicts: tuple[VerdictGroup, ...]
    known: tuple[Known, ...]
    harms: tuple[TrialHarms, ...]
    counted: tuple[Counted, ...]
    folded: tuple[Folded, ...] = ()
    more: Mapping[str, int] = field(factory=dict)
    deaths: tuple[HarmRow, ...] = ()
    rows_below: bool = True

    @property
    def told(self) -> tuple[StudyRow, ...]:
        """The trials that are not folded."""
        apart = {one.study.trial for one in self.folded}
        return tuple(study for study in self.studies if study.trial not in apart)

    @property
    def controlled(self) -> int:
        """How many trials have a comparator."""
        return sum(study.controlled for study in self.studies)

    @property
    def without_verdict(self) -> tuple[StudyRow, ...]:
        """The trials, none folded, of which no published primary endpoint is known."""
        return tuple(study for study in self.told if not study.verdicts)

    @property
    def ended(self) -> tuple[StudyRow, ...]:
        """The trials that were stopped before their end."""
        return tuple(study for study in self.studies if study.status in ENDED)


def passed_over(study: StudyRow) -> str:
    """How that is missing of which a record says nothing: it may stand in a report that was not read to its end."""
    return UNREAD if study.unread else SILENT


def has_figures(row: HarmRow) -> bool:
    """Whether a source prints a figure of an event in an arm."""
    return bool(row.affected or row.percent or row.percent_bound or row.events or row.rate)
