"""What comes of holding a record against a registry: the findings, and how much was compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from il2sle.frozen import Frozen
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.values import Cite, PValue

from .differing import same_value
from .finding import Finding

DIFFERS, LACKS = "W250", "N320"
ABSENT = "nothing that can be read"
_SECTIONS = ("protocolSection", "resultsSection")


class Held(Frozen):
    """A figure of the record for one of the registry.

    Attributes:
        loc: where it stands in the record.
        value: the figure; None where the record has none there.
        from_file: whether the record took it from the registry's file and from nowhere else.
    """

    loc: Loc
    value: object
    from_file: bool


@dataclass(slots=True)
class Against:
    """What came of it.

    Attributes:
        sources: the sources of the record that are the registry's entry.
        findings: where they differ, at the places of the record, each with the place in the registry's file.
        compared: how many values of the registry had a counterpart.
        agreed: how many of these are the same.
    """

    sources: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    compared: int = 0
    agreed: int = 0

    def hold(self, loc: Loc, what: str, told: object, held: Sequence[object], place: str) -> None:
        """Compare one value of the registry with those that the record has for it."""
        self.compared += 1
        if any(same(told, one) for one in held):
            self.agreed += 1
            return
        ours = " and ".join(dict.fromkeys(words(one) for one in held))
        self.findings.append(Finding(DIFFERS, loc, f"{what}: {ours} here, {words(told)} in the registry ({place})"))

    def figure(self, what: str, told: object, held: Sequence[Held], place: str, absent: str = ABSENT) -> None:
        """Compare a figure; one that only one of them prints is told where the record cites the registry's file.

        Args:
            what: the figure in words.
            told: as the registry has it, or None.
            held: as the record has it, in all of its claims; the first is the one that tables show.
            place: where the registry has it.
            absent: what the registry has in its stead.
        """
        known = [one for one in held if one.value is not None]
        if told is None:
            for one in known:
                if one.from_file:
                    self.gone(one.loc, what, one.value, place, absent)
        elif known:
            self.hold(known[0].loc, what, told, [one.value for one in known], place)
        elif held[0].from_file:
            self.lack(held[0].loc[:-1], f"{what}: {words(told)} in the registry ({place}), nothing here")

    def gone(self, loc: Loc, what: str, value: object, place: str, absent: str = ABSENT) -> None:
        """Note a value that the record took from the registry's file, where the file does not have it."""
        self.differ(loc, f"{what}: {words(value)} here, {absent} in the registry ({place})")

    def differ(self, loc: Loc, text: str) -> None:
        """Note a difference."""
        self.compared += 1
        self.findings.append(Finding(DIFFERS, loc, text))

    def agree(self) -> None:
        """Count a value that is the same."""
        self.compared += 1
        self.agreed += 1

    def is_from_file(self, cites: Iterable[Cite]) -> bool:
        """Whether all that is cited is the registry's entry, or places in its file as a draft cites them."""
        listed = list(cites)
        return bool(listed) and all(map(self._is_of_registry, listed))

    def names_file(self, cites: Iterable[Cite]) -> bool:
        """Whether the registry's entry is cited, if only among others."""
        return any(map(self._is_of_registry, cites))

    def _is_of_registry(self, cite: Cite) -> bool:
        return cite.source in self.sources or cite.place.startswith(_SECTIONS)

    def lack(self, loc: Loc, text: str) -> None:
        """Note what the registry says, and the record has no value for."""
        self.findings.append(Finding(LACKS, loc, text))


def sources_of(trial: Trial, study: str) -> frozenset[str]:
    """The sources of a record that are the registry's entry of a study, at whatever day, or copies of it: by its id."""
    entries = ((key, source) for key, source in trial.sources.items() if source.kind == "registry")
    return frozenset(key for key, source in entries if study in f"{source.citation} {source.url}")


def same(told: object, ours: object) -> bool:
    """Whether two values are the same figure, or the same words; of two dates one may be coarser."""
    if isinstance(told, Decimal | int) and isinstance(ours, Decimal | int):
        return Decimal(told) == Decimal(ours)
    if isinstance(told, PValue) and isinstance(ours, PValue):
        return (told.comparator, told.value, told.sides) == (ours.comparator, ours.value, ours.sides)
    return same_value(told, ours)


def words(value: object) -> str:
    """A value as a finding prints it."""
    if isinstance(value, PValue):
        return value.printed
    return f"{value[0]} to {value[1]}" if isinstance(value, list) else str(value)
