"""What of a record tables need: its rows, and the little beside them that tells it from others.

A record is much larger than its rows; where thousands stand side by side, only the rows may stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from il2sle.frozen import Frozen
from il2sle.records.names import Called, Names, names_called

from .rows import Rows
from .twins import Features

if TYPE_CHECKING:
    from .dose_row import DoseRow
    from .rows import HarmRow, OutcomeHead, SourceRow, StudyRow
    from .timeline import Timeline
    from .told import Told


class Ranked(Protocol):
    """What stands for a record among others."""

    @property
    def trial(self) -> Called:
        """What it is called."""

    @property
    def ranks(self) -> Mapping[str, Any]:
        """Where it stands in each order of trials."""


class Searched(Protocol):
    """What is known to a filter."""

    @property
    def outcomes(self) -> Sequence[OutcomeHead]:
        """The outcomes of every endpoint."""


class Tables(Ranked, Rows, Searched, Protocol):
    """What has the rows of a record, all of them or what was asked for."""

    @property
    def digest(self) -> str:
        """The hash of its text."""

    @property
    def newest(self) -> str | None:
        """The day of its newest source, as it was read or is dated."""

    @property
    def features(self) -> Features:
        """What it is held against others by."""

    @property
    def sources(self) -> Mapping[str, SourceRow]:
        """Its sources, by their keys among all records."""

    @property
    def told(self) -> Told | None:
        """What the first screen tells of it; None where it was not asked for."""

    @property
    def timelines(self) -> Sequence[Timeline]:
        """When its arms are given their doses."""


class Tabled(Frozen):
    """The rows of a record that did not stay."""

    trial: Names
    digest: str
    newest: str | None
    features: Features
    ranks: Mapping[str, Any]
    sources: Mapping[str, SourceRow]
    study: StudyRow
    outcomes: Sequence[OutcomeHead]
    doses: Sequence[DoseRow]
    timelines: Sequence[Timeline]
    harms: Sequence[HarmRow]
    told: Told | None

    @property
    def compared(self) -> Sequence[OutcomeHead]:
        """The same: rows of what is compared, others may be heads alone."""
        return self.outcomes


def tabled(one: Tables, sections: Collection[str], *, every: bool = False) -> Tabled:
    """The study, the rows of these sections, and with `summary` what the first screen tells.

    Args:
        one: the record, worked out.
        sections: the sections.
        every: whether outcomes may be asked for that are not compared by themselves; else of these the heads stay.
    """
    outcomes = one.outcomes if every else one.compared
    return Tabled(
        trial=names_called(one.trial),
        digest=one.digest,
        newest=one.newest,
        features=one.features,
        ranks=one.ranks,
        sources=one.sources,
        study=one.study,
        outcomes=outcomes if "outcomes" in sections else (),
        doses=one.doses if "doses" in sections else (),
        timelines=one.timelines if "doses" in sections else (),
        harms=one.harms if "harms" in sections else (),
        told=one.told if "summary" in sections else None,
    )
