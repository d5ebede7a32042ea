"""What changed between two editions of the records, as values: what it was, what it is, and how grave that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import isclose
from typing import Literal

from il2sle.frozen import Frozen

from .figure import Effect, Figure, Pointer
from .rows import HarmRow, OutcomeRow, StudyRow
from .stamp import Stamp

Grade = Literal["conclusion", "figure", "words"]
Kind = Literal[
    "trial added",
    "trial removed",
    "verdict",
    "effect",
    "result added",
    "result removed",
    "figure",
    "status",
    "fact",
    "conflict settled",
    "conflict opened",
    "conflict changed",
    "source added",
    "source removed",
    "source",
    "missing",
    "words",
]
Reason = Literal["verdict", "includes no effect", "excludes no effect", "a tenth", "standing", ""]
Value = Figure | Effect | StudyRow | OutcomeRow | HarmRow | str | None


class Change(Frozen, kw_only=True):
    """One thing that changed.

    Attributes:
        kind: what happened.
        grade: a conclusion, a figure or a coded fact, or words alone.
        about: the row or the part of the record, in words.
        what: which figure or fact of it.
        old: what it was: a figure, an effect with its interval, a whole row, or words; None where there was nothing.
        new: what it is, likewise.
        why: what makes it a conclusion.
        sources: where the new stands, else where the old stood.
    """

    trial: str
    name: str
    kind: Kind
    grade: Grade
    about: str = ""
    what: str = ""
    old: Value = None
    new: Value = None
    why: Reason = ""
    sources: tuple[Pointer, ...] = ()


class Edition(Frozen):
    """One of the two sets of records.

    Attributes:
        label: what it was asked for as; of a commit its short hash and day too.
        stamp: the records that were compared.
    """

    label: str
    stamp: Stamp


class PassedOver(Frozen):
    """A record that was not compared, or only as it stands.

    Attributes:
        record: its id, or the name of its file.
        edition: the label of its edition.
        why: the first error in it.
        compared: whether it was compared all the same.
    """

    record: str
    edition: str
    why: str
    compared: bool = False


class Changes(Frozen):
    """All that changed, the gravest first in each trial as it stands in the new edition."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    passed_over: tuple[PassedOver, ...] = ()

    def of(self, grade: Grade) -> tuple[Change, ...]:
        """Those of one grade."""
        return tuple(change for change in self.changes if change.grade == grade)


class Matter(Frozen):
    """The row that changes are about; makes them with what they share."""

    trial: str
    name: str
    about: str = ""
    sources: tuple[Pointer, ...] = ()

    def change(  # noqa: PLR0913  one change with all that it may hold
        self, kind: Kind, grade: Grade, what: str = "", old: Value = None, new: Value = None, *, why: Reason = ""
    ) -> Change:
        """A change of this matter; a figure knows its own place."""
        stood = next((value.sources for value in (new, old) if isinstance(value, Figure) and value), self.sources)
        return Change(
            trial=self.trial,
            name=self.name,
            kind=kind,
            grade=grade,
            about=self.about,
            what=what,
            old=old,
            new=new,
            why=why,
            sources=stood,
        )

    def figures(self, named: Iterable[tuple[str, Figure, Figure]]) -> Iterator[Change]:
        """The figures that differ, each with its name, as it was and as it is."""
        for what, old, new in named:
            if not same_value(old, new):
                yield self.change("figure", "figure", what, old or None, new or None)
            elif (str(old.value), old.state) != (str(new.value), new.state) and not (old.derived and new.derived):
                yield self.change("figure", "words", what, old, new)  # other digits, or a source prints it now

    def texts(self, kind: Kind, grade: Grade, named: Iterable[tuple[str, object, object]]) -> Iterator[Change]:
        """The words that differ, likewise; what is empty is nothing."""
        for what, old, new in named:
            if (old or None) != (new or None):
                yield self.change(kind, grade, what, words_of(old), words_of(new))


def words_of(value: object) -> str | None:
    """A field as words; None where it holds nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value)) or None
    return None if value in (None, "") else str(value)


def same_value(one: Figure, other: Figure) -> bool:
    """Whether two figures have one value; what we computed is compared to nine digits."""
    if one.value is None or other.value is None:
        return one.value is other.value
    if isinstance(one.value, float) or isinstance(other.value, float):
        return isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-12)
    return Decimal(one.value) == Decimal(other.value)
