"""One trial, worked out: each part once, and only what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from il2sle.records.model import Arm, Trial
from il2sle.records.parts import Part
from il2sle.records.source_map import SourceMap
from il2sle.records.vocabulary import Unit

from .arms import is_controlled
from .checks import judged, unfounded
from .citing import remarked
from .dose_row import DoseRow
from .doses import dose_rows
from .facts import Profile, profile
from .finding import Finding
from .harms import harm_rows
from .outcomes import outcome_rows
from .placed import FIGURES, Placed, is_printed, placed_figures
from .rows import HarmRow, OutcomeRow, SourceRow, StudyRow
from .sources import standings
from .studies import study_row
from .tabled import Ranked
from .timeline import Timeline, timelines
from .told import Told, told_of
from .twins import Features, features
from .workings import Workings

if TYPE_CHECKING:
    from il2sle.records.verified import Kept

UNITS: tuple[str, ...] = get_args(Unit)


class Examined(Workings):
    """A record and all that follows from it; nothing is computed before it is asked for, and nothing twice.

    Attributes:
        trial: the record.
        source_map: where its figures stand in the file; None for a record that was not read from one.
        digest: the hash of its text; empty likewise.
        file: where it was read; None likewise.
    """

    def __init__(
        self, trial: Trial, source_map: SourceMap | None = None, digest: str = "", file: Path | None = None
    ) -> None:
        super().__init__(trial)
        self.source_map = source_map
        self.digest = digest
        self.file = file

    @cached_property
    def kept(self) -> Kept:
        """What stands beside its file of what a machine found and people signed."""
        from il2sle.records.verified import NOTHING_KEPT, kept_beside  # noqa: PLC0415  few commands ask for it

        return kept_beside(self.file) if self.file else NOTHING_KEPT

    @cached_property
    def printed(self) -> Sequence[Part]:
        """Every figure that a source prints, wherever in the record it stands."""
        return tuple(filter(is_printed, self.of(*FIGURES)))

    @cached_property
    def figures(self) -> Sequence[Placed]:
        """Every printed figure, by a name that outlives edits around it."""
        return tuple(placed_figures(self.coded))

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What the checks find."""
        return self.unfounded or tuple(judged(self))

    @cached_property
    def unfounded(self) -> Sequence[Finding]:
        """The findings that leave nothing to check."""
        return tuple(unfounded(self))

    @cached_property
    def study(self) -> StudyRow:
        """The row of `studies`."""
        return next(remarked(self.trial, [study_row(self.trial, self.disputes)]))

    @cached_property
    def outcomes(self) -> Sequence[OutcomeRow]:
        """The rows of `outcomes`, of every endpoint."""
        return tuple(remarked(self.trial, outcome_rows(self.trial, self.contrasts, self.findings)))

    @cached_property
    def doses(self) -> Sequence[DoseRow]:
        """The rows of `doses`."""
        return tuple(remarked(self.trial, dose_rows(self.trial)))

    @cached_property
    def timelines(self) -> Sequence[Timeline]:
        """When its arms are given their doses."""
        return tuple(timelines(self.trial, self.doses))

    @cached_property
    def harms(self) -> Sequence[HarmRow]:
        """The rows of `harms`."""
        return tuple(remarked(self.trial, harm_rows(self.trial, self.findings)))

    @cached_property
    def told(self) -> Told:
        """What the first screen tells of it."""
        return told_of(self)

    @cached_property
    def profile(self) -> Profile:
        """What `show` tells beside the rows."""
        return profile(self.trial, self.findings, self.disputes)

    @cached_property
    def features(self) -> Features:
        """What it is held against other records by."""
        return features(self.trial)

    @cached_property
    def ranks(self) -> Mapping[str, Any]:
        """Where it stands in each order of trials."""
        return {order: key(self.trial) for order, (_, key) in ORDERS.items()}

    @property
    def newest(self) -> str | None:
        """The day of its newest source, as it was read or is dated."""
        dated = (source.read or source.date for source in self.trial.sources.values())
        return max((day for day in dated if day), default=None)

    @property
    def sources(self) -> dict[str, SourceRow]:
        """Its sources, by their keys among all records."""
        found = (source_row(self.trial, key) for key in self.trial.sources)
        return {row.key: row for row in found}


def source_row(trial: Trial, key: str) -> SourceRow:
    """A source of a record under its key among all records."""
    source = trial.sources[key]

    def other(named: str | None) -> str | None:
        return f"{trial.id}/{named}" if named else None

    return SourceRow(
        key=f"{trial.id}/{key}",
        kind=source.kind,
        rank=source.rank,
        citation=source.citation,
        url=source.url,
        doi=source.doi,
        pmid=source.pmid,
        date=source.date,
        read=source.read,
        read_of=tuple(source.read_of),
        readers=tuple(source.readers),
        standing=standings(trial).get(key),
        copy_of=other(source.copy_of),
        supersedes=other(source.supersedes),
        corrects=other(source.corrects),
        note=source.note,
    )


def _start(trial: Trial) -> str:
    known = trial.dates.start.shown.known if trial.dates and trial.dates.start else None
    return known or "9999"


def _molecule(trial: Trial) -> tuple[int, float]:
    """The unit of its doses, which molecules do not share, then the highest dose; last without a dose."""
    doses = [(UNITS.index(arm.unit), dose) for arm in trial.arms.values() if arm.unit for dose in _doses(arm)]
    return (doses[0][0], float(max(dose for _, dose in doses))) if doses else (len(UNITS), 0.0)


def _doses(arm: Arm) -> list[Decimal]:
    steps = arm.schedule if isinstance(arm.schedule, list) else []
    own = arm.dose if isinstance(arm.dose, list) else [arm.dose]
    return [dose for dose in (*own, *(step.dose for step in steps)) if dose is not None]


def _size(trial: Trial) -> int:
    people = trial.people
    known = people.randomised or people.enrolled
    return -(known.shown.known or 0) if known else 0


ORDERS: dict[str, tuple[str, Callable[[Trial], Any]]] = {
    "molecule": (
        "trials with a control first, then by the unit of dose, dose and start",
        lambda trial: (not is_controlled(trial), *_molecule(trial), _start(trial)),
    ),
    "start": ("by start", _start),
    "name": ("by name", lambda trial: trial.name.casefold()),
    "size": ("by patients, most first", _size),
}
"""The orders of trials: what each says of itself, and its key; the first is the usual one."""


T = TypeVar("T", bound=Ranked)


def in_order(examined: Iterable[T], order: str = "molecule") -> list[T]:
    """Trials in one of `ORDERS`, those alike by id."""
    return sorted(examined, key=lambda one: (one.ranks[order], one.trial.id))
