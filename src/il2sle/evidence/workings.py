"""What the rows of a record and the checks on it are both built from, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property

from il2sle.records.model import Conflict, Trial
from il2sle.records.parts import Part, models, parts
from il2sle.records.stated import Stated

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
    def models(self) -> Sequence[Part]:
        """The parts that have keys of their own, or are stated by sources; a fourth of all."""
        return models(self.parts)

    def of(self, *kinds: type) -> Sequence[Part]:
        """The parts of some kinds of models, in the order of the walk."""
        found = [number for kind, held in self._by_kind.items() if _is_one_of(kind, kinds) for number in held]
        return [self.models[number] for number in sorted(found)]

    @cached_property
    def _by_kind(self) -> Mapping[type, Sequence[int]]:
        found: defaultdict[type, list[int]] = defaultdict(list)
        for number, part in enumerate(self.models):
            found[type(part.value)].append(number)
        return found

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
        return disputes(self.trial, self.of(Conflict, Stated))


_is_one_of: Callable[[type, tuple[type, ...]], bool] = cache(issubclass)
