"""What the rows of a record and the checks on it are both built from, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from il2sle.records.model import Conflict, Trial
from il2sle.records.parts import Part, field, has_field, is_one_of, parts
from il2sle.records.stated import Stated

from .claims import Dispute, claims_of, disputes
from .contrasts import Contrast, Visit, contrasts, visits
from .shares import Share, shares
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
    def coded(self) -> Sequence[Part]:
        """The parts that are no text: no check asks for the others by themselves."""
        return tuple(parts(self.trial, texts=False))

    def of(self, *kinds: type) -> Sequence[Part]:
        """The parts of some kinds, in the order of the walk: most checks look at few."""
        return self._in_order([kind for kind in self._by_kind if is_one_of(kind, kinds)])

    def having(self, name: str) -> Sequence[Part]:
        """The parts whose kind may tell this of itself, e.g. that it is missing; likewise."""
        return self._in_order([kind for kind in self._by_kind if has_field(kind, name)])

    @cached_property
    def cited(self) -> Sequence[Part]:
        """The parts that cite something themselves."""
        return [part for part in self.having("cite") if field(part.value, "cite")]

    def _in_order(self, kinds: Iterable[type]) -> Sequence[Part]:
        walked, by_kind = self.coded, self._by_kind
        numbers = [number for kind in kinds for number in by_kind[kind]]
        return [walked[number] for number in sorted(numbers)]

    @cached_property
    def weighed(self) -> Sequence[Part]:
        """What several claims are made about, or one that is shown by a rule; of most matters there is one claim."""
        stated = ((part, claims_of(part)) for part in self.of(Conflict, Stated))
        return [part for part, claims in stated if len(claims) > 1 or claims[0].shown_by]

    @cached_property
    def _by_kind(self) -> Mapping[type, Sequence[int]]:
        found: defaultdict[type, list[int]] = defaultdict(list)
        for number, part in enumerate(self.coded):
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
    def shares(self) -> Sequence[Share]:
        """Every percentage with its counts."""
        return tuple(shares(self.trial, self.visits))

    @cached_property
    def standings(self) -> Mapping[str, str]:
        """What became of each source of which something is known."""
        return standings(self.trial)

    @cached_property
    def disputes(self) -> Sequence[Dispute]:
        """Every matter on which the sources differ."""
        return disputes(self.trial, self.weighed)
