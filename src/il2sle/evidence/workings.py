"""What the rows of a record and the checks on it are both built from, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from il2sle.records.model import Trial
from il2sle.records.parts import Part, parts

from .claims import Dispute, disputes
from .contrasts import Contrast, Visit, contrasts, visits
from .sources import standings


class Workings:
    """A record, and what follows from it before anything is judged; nothing is computed before it is asked for.

    Attributes:
        trial: the record.
    """

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    @cached_property
    def parts(self) -> Sequence[Part]:
        """Every part of the record with its path, from one walk."""
        return tuple(parts(self.trial))

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Every outcome at every time, with the figures of each arm."""
        return tuple(visits(self.trial))

    @cached_property
    def contrasts(self) -> Sequence[Contrast]:
        """Every result of a treated arm against its comparator."""
        return tuple(contrasts(self.visits))

    @cached_property
    def standings(self) -> Mapping[str, str]:
        """What became of each source of which something is known."""
        return standings(self.trial)

    @cached_property
    def disputes(self) -> Sequence[Dispute]:
        """Every matter on which the sources differ."""
        return disputes(self.trial, self.parts)
