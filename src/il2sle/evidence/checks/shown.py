"""Whether the claim that is shown of several is settled, and the rule holds that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from il2sle.evidence.claims import claim_date, claims_of
from il2sle.evidence.differing import any_differ, differ, same_value
from il2sle.evidence.finding import Finding
from il2sle.evidence.sources import original, replaced_by
from il2sle.evidence.workings import Workings
from il2sle.frozen import Frozen
from il2sle.records.model import Conflict, Trial
from il2sle.records.parts import Part
from il2sle.records.stated import Claim, Stated
from il2sle.records.values import Cite

PUBLICATIONS = frozenset({"paper", "abstract", "letter", "supplement", "erratum"})


class _Marked(Frozen):
    """The claim that is shown, and those that contradict it."""

    trial: Trial
    claim: Claim[Any]
    rivals: Sequence[Claim[Any]]
    default: Sequence[Cite]

    def cited(self, claim: Claim[Any]) -> set[str]:
        """The keys of the sources of a claim."""
        return {cite.source for cite in claim.cite or self.default}

    def kinds(self, claim: Claim[Any]) -> set[tuple[str, str]]:
        """What kinds of sources a claim cites, each with its rank."""
        return {(self.trial.sources[key].kind, self.trial.sources[key].rank) for key in self.cited(claim)}

    def date(self, claim: Claim[Any]) -> str:
        """The date for which a claim holds; empty without one: when a page was read does not make it new."""
        return claim_date(self.trial, claim, self.default) or ""

    def only_copied(self, claim: Claim[Any]) -> bool:
        """Whether a claim rests on copies alone and has no date of its own."""
        return not claim.as_of and all(self.trial.sources[key].copy_of for key in self.cited(claim))

    def replaces(self, claim: Claim[Any], other: Claim[Any]) -> bool:
        """Whether all sources of the other claim are superseded or corrected by sources of this one."""
        replaced = set[str]().union(*(replaced_by(self.trial, key) for key in self.cited(claim)))
        return {original(self.trial, key) for key in self.cited(other)} <= replaced


def shown(workings: Workings) -> Iterator[Finding]:
    """R110: of several claims that differ, the one that is shown is marked; and the rule that a mark names holds."""
    for part in workings.weighed:
        claims = claims_of(part)
        needed = isinstance(part.value, Conflict) or any_differ(claims)
        yield from _settled(workings.trial, part, claims, needed=needed)


def _settled(trial: Trial, part: Part, claims: Sequence[Claim[Any]], *, needed: bool) -> Iterator[Finding]:
    marked = [claim for claim in claims if claim.shown_by]
    if len(marked) > 1 or (needed and not marked):
        number = len(marked) or "none"
        yield Finding("R110", part.loc, f"of {len(claims)} claims one is shown, but `shown_by` stands on {number}")
        return
    for claim in marked:
        contradicts = differ if isinstance(part.value, Stated) else _worded_otherwise
        rivals = [other for other in claims if contradicts(claim, other)]
        rule = _RULES.get(claim.shown_by or "")
        wrong = rule(_Marked(trial, claim, rivals, part.cites)) if rule else ""
        if wrong:
            yield Finding("R110", part.loc, f"the rule `{claim.shown_by}` does not hold: {wrong}")


def _worded_otherwise(one: Claim[Any], other: Claim[Any]) -> bool:
    return not same_value(one.value, other.value)


def _newest_registry(marked: _Marked) -> str:
    if "registry" not in {kind for kind, _ in marked.kinds(marked.claim)}:
        return "the claim cites no registry"
    registered = [other for other in marked.rivals if "registry" in {kind for kind, _ in marked.kinds(other)}]
    return _newest_of(marked, registered)


def _newest_source(marked: _Marked) -> str:
    return _newest_of(marked, marked.rivals)


def _newest_of(marked: _Marked, rivals: Sequence[Claim[Any]]) -> str:
    return next(filter(None, (_beaten_by(marked, rival) for rival in rivals)), "")


def _beaten_by(marked: _Marked, rival: Claim[Any]) -> str:
    """Why a claim that contradicts the marked one may be the newer of the two; empty where it is not."""
    own, date = marked.date(marked.claim), marked.date(rival)
    if marked.replaces(marked.claim, rival):
        return ""
    if marked.replaces(rival, marked.claim):
        return f"its source is superseded or corrected by {' and '.join(sorted(marked.cited(rival)))}"
    if marked.only_copied(marked.claim):
        return "the claim rests on a copy, which has no vote of its own"
    if marked.only_copied(rival):
        return ""
    if not own:
        there = f"there is a claim of {date}" if date else "neither has that of a claim against it"
        return f"its source has no date, and {there}"
    return f"there is a claim of {date}" if date and _older(own, date) else ""


def _older(own: str, date: str) -> bool:
    """Whether a date lies before another; a year alone is not older than a day in it."""
    return own < date and not date.startswith(own)


def _publication(marked: _Marked) -> str:
    published = {(kind, "primary") for kind in PUBLICATIONS}
    return "" if marked.kinds(marked.claim) & published else "the claim cites no paper or abstract of the trial"


def _primary(marked: _Marked) -> str:
    ranks = {rank for _, rank in marked.kinds(marked.claim)}
    return "" if "primary" in ranks else "the claim cites no primary source"


_RULES: dict[str, Callable[[_Marked], str]] = {
    "newest registry figure": _newest_registry,
    "newest source": _newest_source,
    "primary publication": _publication,
    "primary over secondary source": _primary,
}
