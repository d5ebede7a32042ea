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
from .checks import judged, told_beside, unfounded
from .doses import dose_rows
from .finding import Finding
from .harms import harm_rows
from .tabled import Ranked
from .twins import Features, features
from .workings import Workings

if TYPE_CHECKING:
    from il2sle.records.verified import Kept

    from .dose_row import DoseRow
    from .facts import Profile
    from .placed import Placed
    from .rows import HarmRow, OutcomeHead, OutcomeRow, Row, SourceRow, StudyRow
    from .timeline import Timeline
    from .told import Told

# What a command need not ask for is imported where it is worked out.

UNITS: tuple[str, ...] = get_args(Unit)
R = TypeVar("R", bound="Row | OutcomeHead")


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
        from il2sle.records.verified import NOTHING_KEPT, kept_beside  # noqa: PLC0415

        return kept_beside(self.file) if self.file else NOTHING_KEPT

    @cached_property
    def printed(self) -> Sequence[Part]:
        """Every figure that a source prints, wherever in the record it stands."""
        from .placed import FIGURES, is_printed  # noqa: PLC0415

        return tuple(filter(is_printed, self.of(*FIGURES)))

    @cached_property
    def figures(self) -> Sequence[Placed]:
        """Every printed figure, by a name that outlives edits around it."""
        from .placed import placed_figures  # noqa: PLC0415

        return tuple(placed_figures(self.coded))

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """All that the checks find."""
        return self.unfounded or (*self.judged, *told_beside(self))

    @cached_property
    def judged(self) -> Sequence[Finding]:
        """The errors, and what rows tell of their figures."""
        return self.unfounded or tuple(judged(self))

    @cached_property
    def unfounded(self) -> Sequence[Finding]:
        """The findings that leave nothing to check."""
        return tuple(unfounded(self))

    @cached_property
    def study(self) -> StudyRow:
        """The row of `studies`."""
        from .studies import study_row  # noqa: PLC0415

        return self._remarked([study_row(self.trial, self.disputes)])[0]

    @cached_property
    def outcomes(self) -> Sequence[OutcomeRow]:
        """The rows of `outcomes`, of every endpoint."""
        from .outcomes import outcome_rows  # noqa: PLC0415

        return self._remarked(outcome_rows(self.trial, self.contrasts, self.judged))

    @cached_property
    def compared(self) -> Sequence[OutcomeHead | OutcomeRow]:
        """The rows of outcomes that are compared without being asked for, among the heads of the others."""
        if "outcomes" in self.__dict__:  # all are made already
            return self.outcomes
        from .outcomes import compared_outcomes  # noqa: PLC0415

        return self._remarked(compared_outcomes(self.trial, self.contrasts, self.judged))

    @cached_property
    def doses(self) -> Sequence[DoseRow]:
        """The rows of `doses`."""
        return self._remarked(dose_rows(self.trial))

    @cached_property
    def timelines(self) -> Sequence[Timeline]:
        """When its arms are given their doses."""
        from .timeline import timelines  # noqa: PLC0415

        return tuple(timelines(self.trial, self.doses))

    @cached_property
    def harms(self) -> Sequence[HarmRow]:
        """The rows of `harms`."""
        return self._remarked(harm_rows(self.trial, self.judged))

    @cached_property
    def told(self) -> Told:
        """What the first screen tells of it."""
        from .told import told_of  # noqa: PLC0415

        return told_of(self)

    @cached_property
    def profile(self) -> Profile:
        """What `show` tells beside the rows."""
        from .facts import profile  # noqa: PLC0415

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
        from .source_rows import source_row  # noqa: PLC0415

        found = (source_row(self.trial, key) for key in self.trial.sources)
        return {row.key: row for row in found}

    def _remarked(self, rows: Iterable[R]) -> tuple[R, ...]:
        from .citing import remarked  # noqa: PLC0415

        return tuple(remarked(self.trial, rows))


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
