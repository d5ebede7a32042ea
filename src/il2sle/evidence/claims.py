"""What sources say of one matter: which claim is shown, by which rule, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from il2sle.arithmetic.schedules import Span, duration_words
from il2sle.frozen import Frozen
from il2sle.records.model import Conflict, Source, Trial
from il2sle.records.parts import Loc, Part, field
from il2sle.records.stated import Claim
from il2sle.records.values import Cite

from .arm_figures import pointers
from .differing import any_differ
from .figure import Pointer
from .reading import read_of_nothing
from .sources import dates_of


class Said(Frozen):
    """One claim in words, with its date (None: undated) and places; `shown_by` names the rule when it is shown.

    Attributes:
        read: when its undated source was read, which is no date of the claim.
    """

    text: str
    as_of: str | None
    note: str | None
    shown_by: str | None
    sources: tuple[Pointer, ...]
    read: str | None = None

    @property
    def when(self) -> str:
        """Its date in words."""
        return self.as_of or (f"undated, read {self.read}" if self.read else "undated")


class Dispute(Frozen):
    """A matter on which the sources of a record differ."""

    about: str
    claims: tuple[Said, ...]
    loc: Loc

    @property
    def shown(self) -> Said | None:
        """The claim that tables show, where one is marked."""
        return next((claim for claim in self.claims if claim.shown_by), None)

    @property
    def sources(self) -> tuple[Pointer, ...]:
        """Where all of its claims stand, each place once."""
        return tuple(dict.fromkeys(pointer for claim in self.claims for pointer in claim.sources))


def claim_date(trial: Trial, claim: Claim[Any], cites: Sequence[Cite]) -> str | None:
    """The date for which a claim holds: its own, else that of the newest dated source it cites that is no copy."""
    return claim.as_of or max(dates_of(trial, claim.cite or cites), default=None)


def read_date(trial: Trial, claim: Claim[Any], cites: Sequence[Cite]) -> str | None:
    """When the undated source of a claim was read."""
    dates = (trial.sources[cite.source].read for cite in claim.cite or cites if cite.source in trial.sources)
    return next((date for date in dates if date), None)


def value_words(value: object) -> str:
    """A claimed value as text."""
    return duration_words(value) if isinstance(value, Span) else str(value)


def said(trial: Trial, claim: Claim[Any], cites: Sequence[Cite]) -> Said:
    """A claim in words."""
    kind = f" ({claim.kind})" if claim.kind else ""
    dated = claim_date(trial, claim, cites)
    return Said(
        text=value_words(claim.value) + kind,
        as_of=dated,
        note=claim.note,
        shown_by=claim.shown_by,
        sources=pointers(trial, claim.cite or cites),
        read=None if dated else read_date(trial, claim, cites),
    )


def disputes(trial: Trial, walked: Iterable[Part]) -> tuple[Dispute, ...]:
    """Every matter on which the record holds different claims, in the order of the walk through what it states."""
    return tuple(_disputes(trial, walked))


def _disputes(trial: Trial, walked: Iterable[Part]) -> Iterator[Dispute]:
    for part in walked:
        claims = _differing(part)
        if claims:
            about = part.value.about if isinstance(part.value, Conflict) else _matter(part.loc)
            yield Dispute(about, tuple(said(trial, claim, part.cites) for claim in claims), part.loc)


def claims_of(part: Part) -> Sequence[Claim[Any]]:
    """The claims of what is stated, or on which sources conflict."""
    # Of hundreds of parts: whether one is of a class of pydantic's takes longer to ask than to look.
    claims: Sequence[Claim[Any]] | None = field(part.value, "root") or field(part.value, "claims")
    return claims or ()


def _differing(part: Part) -> Sequence[Claim[Any]]:
    claims = claims_of(part)
    return claims if len(claims) > 1 and (isinstance(part.value, Conflict) or any_differ(claims)) else ()


def _matter(loc: Loc) -> str:
    words = [str(step).replace("_", " ") for step in loc if isinstance(step, str)]
    return " ".join(words[-1:] if loc[0] in {"people", "design", "status", "dates"} else words)


def dispute_words(dispute: Dispute) -> str:
    """A dispute as a sentence: every claim with its date and its places, and which one is shown by which rule."""
    claims = "; ".join(map(_claim_words, dispute.claims))
    shown = f"; shown: {dispute.shown.text}, by the rule: {dispute.shown.shown_by}" if dispute.shown else ""
    return f"sources differ on {dispute.about}: {claims}{shown}"


def _claim_words(claim: Said) -> str:
    """A claim that may be the one not shown: who says so, and where, is told with it."""
    places = "; ".join(f"{pointer.source.rpartition('/')[2]}: {pointer.locator}" for pointer in claim.sources)
    dated = ", ".join(filter(None, (claim.when, claim.note)))
    return f"{claim.text} ({dated}) [{places}]" if places else f"{claim.text} ({dated})"


def is_secondary(trial: Trial, cites: Sequence[Cite]) -> bool:
    """Whether all that is cited is others' report of the trial; a report that nobody has read says nothing."""
    read = _read(trial, cites)
    return bool(read) and all(source.rank == "secondary" for source in read)


def kinds_of(trial: Trial, cites: Sequence[Cite]) -> tuple[str, ...]:
    """The kinds of the sources cited that were read, each once."""
    return tuple(dict.fromkeys(source.kind for source in _read(trial, cites)))


def _read(trial: Trial, cites: Sequence[Cite]) -> list[Source]:
    known = [trial.sources[cite.source] for cite in cites if cite.source in trial.sources]
    return [source for source in known if not read_of_nothing(source)]
