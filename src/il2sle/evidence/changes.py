"""Two editions of the records side by side: what changed in the evidence, not in the text.

Rows are compared by keys (trial, endpoint, measure, time, patients, arm), figures by their values, and what is derived
with today's rules in both editions: a change of the rules is no change of the evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain

from il2sle.frozen import replace
from il2sle.records.letters import folded
from il2sle.records.names import names_of

from .change import Change, Changes, Edition, Grade, Kind, Matter, PassedOver, Reason
from .claims import Dispute
from .examined import Examined
from .facts import Fact
from .figure import Pointer
from .pairing import paired
from .row_changes import baseline_changes, dose_changes, harm_changes, outcome_changes
from .rows import SourceRow, StudyRow
from .verdicts import Verdict, apart

GRADES: tuple[Grade, ...] = ("conclusion", "figure", "words")


def changes(
    old: tuple[Edition, Sequence[Examined]],
    new: tuple[Edition, Sequence[Examined]],
    passed_over: Sequence[PassedOver] = (),
) -> Changes:
    """Compare two editions.

    Args:
        old: what the older one is called, and its trials.
        new: the newer one, likewise.
        passed_over: the records of either that were not compared; their trials are neither new nor gone.
    """
    silent = {folded(one.record) for one in passed_over if not one.compared}
    found = (
        change
        for before, after in _trials(old[1], new[1])
        if (before and after) or not silent & _names(before or after)
        for change in _trial(before, after)
    )
    return Changes(old[0], new[0], tuple(_once(found)), tuple(passed_over))


def _once(found: Iterable[Change]) -> Iterator[Change]:
    """Each change once: what became of a comparator is seen in the row of every arm against it."""
    seen: set[tuple[object, ...]] = set()
    for change in found:
        key = (change.trial, change.kind, change.about, change.what, str(change.old), str(change.new))
        if key not in seen:
            seen.add(key)
            yield change


def _names(one: Examined | None) -> set[str]:
    return {folded(name) for name in names_of(one.trial)} if one else set()


def _trials(old: Sequence[Examined], new: Sequence[Examined]) -> Iterator[tuple[Examined | None, Examined | None]]:
    """The trials of both in pairs: by id, else by any name, since a trial may be registered anew."""
    by_name = {name: one.trial.id for one in old for name in _names(one)}
    ids = {one.trial.id for one in old}

    def known(one: Examined) -> Hashable:
        if one.trial.id in ids:
            return one.trial.id
        return next((by_name[name] for name in _names(one) if name in by_name), one.trial.id)

    return paired(old, new, (known,))


def _trial(before: Examined | None, after: Examined | None) -> Iterator[Change]:
    if before is None or after is None:
        one = after or before
        if one is not None:
            yield from _alone(one, added=before is None)
        return
    trial, name = after.trial.id, after.trial.name
    found = (
        _study(before, after),
        outcome_changes(before.outcomes, after.outcomes),
        harm_changes(before.harms, after.harms),
        dose_changes(before.doses, after.doses),
        baseline_changes(trial, name, before.profile.baseline, after.profile.baseline),
        _disputes(Matter(trial, name), before.disputes, after.disputes),
        _facts(Matter(trial, name), before, after),
        _sources(Matter(trial, name), before.sources.values(), after.sources.values()),
    )
    yield from sorted(chain.from_iterable(found), key=lambda change: GRADES.index(change.grade))


def _alone(one: Examined, *, added: bool) -> Iterator[Change]:
    """A trial that is new, or no longer there, with what became of its primary endpoint."""
    matter = Matter(one.trial.id, one.trial.name, "", one.study.sources)
    concluded = any(verdict.met is not None for verdict in one.study.verdicts)
    grade: Grade = "conclusion" if concluded else "figure"
    why: Reason = "verdict" if concluded else ""
    if added:
        yield matter.change("trial added", grade, new=one.study, why=why)
    else:
        yield matter.change("trial removed", grade, old=one.study, why=why)


# The trial itself


SHOWN_OF = {
    "status": ("status", "state"),
    "results": ("status", "results"),
    "phase": ("design", "phase"),
    "enrolled": ("participants", "enrolled"),
    "randomised": ("participants", "randomised"),
    "blinded": ("design", "masking"),
    "arms": ("", ""),
    "drug": ("", ""),
    "comparator": ("", ""),
}
"""The coded facts of a trial's row, and where the record says each, with its source."""


def _study(before: Examined, after: Examined) -> Iterator[Change]:
    old, new = before.study, after.study
    matter = Matter(new.trial, new.name, "trial")
    yield from _verdicts(replace(matter, sources=new.sources), old.verdicts, new.verdicts)
    for name, place in SHOWN_OF.items():
        kind: Kind = "status" if place[0] == "status" else "fact"
        own = replace(matter, sources=_stood(after, *place))
        yield from own.texts(kind, "figure", [(name, _known(old, name), _known(new, name))])
    texts = ("name", "design", "registered_primary", "status_as_of")
    named = ((name.replace("_", " "), getattr(old, name), getattr(new, name)) for name in texts)
    yield from matter.texts("words", "words", named)


def _stood(one: Examined, section: str, label: str) -> tuple[Pointer, ...]:
    """Where the claim stands that is shown of a fact."""
    facts = dict(one.profile.sections).get(section, ())
    return next((fact.claims[0].sources for fact in facts if fact.label == label), ())


def _known(row: StudyRow, name: str) -> object:
    """A fact of a trial, or how it is missing."""
    value = getattr(row, name)
    return row.missing.get(name) if value is None else value


def _verdicts(matter: Matter, old: Sequence[Verdict], new: Sequence[Verdict]) -> Iterator[Change]:
    was_told, now_told = list(apart(old, new)), list(apart(new, old))
    renamed: list[Callable[[Verdict], Hashable]] = [lambda one: (one.arm, one.met)]
    keys: tuple[Callable[[Verdict], Hashable], ...] = (
        lambda one: (one.endpoint, one.arm),
        _whose,
        *(renamed if len(was_told) == len(now_told) else []),
        lambda one: one.arm,
    )
    for before, after in paired(was_told, now_told, keys):
        was, now = (_verdict_words(one) if one else None for one in (before, after))
        if (before and before.met) is not (after and after.met):
            yield matter.change("verdict", "conclusion", "primary endpoint", was, now, why="verdict")
        elif (before and _whose(before)) != (after and _whose(after)):
            yield from matter.texts("words", "words", [("primary endpoint", was, now)])


def _whose(one: Verdict) -> Hashable:
    return one.of, one.arm, one.patients


def _verdict_words(one: Verdict) -> str:
    met = {True: "met", False: "NOT met", None: "not stated whether met"}[one.met]
    return f"{one.endpoint}{f', {one.arm}' if one.arm else ''}: {met}"


# Conflicts, facts, sources


def _disputes(matter: Matter, old: Iterable[Dispute], new: Iterable[Dispute]) -> Iterator[Change]:
    for before, after in paired(old, new, (lambda one: one.about,)):
        one = after or before
        if one is None:
            continue
        kept = before is not None and after is not None
        about = f"conflict: {one.about}" if kept else one.about
        own = Matter(matter.trial, matter.name, about, one.sources)
        was, now = (_shown(side) if side else None for side in (before, after))
        if before is None:
            yield own.change("conflict opened", "figure", "claims", None, now)
        elif after is None:
            yield own.change("conflict settled", "figure", "claims", was, None)
        else:
            old_shown, new_shown = (side.shown.text if side.shown else None for side in (before, after))
            yield from own.texts("conflict changed", "figure", [("shown", old_shown, new_shown)])
            yield from own.texts("conflict changed", "words", [("claims", was, now)])


def _shown(dispute: Dispute) -> str:
    return " v ".join(dict.fromkeys(claim.text for claim in dispute.claims))


TOLD_BY_ROWS = {"enrolled", "randomised", "phase", "masking", "results", "state"}
CODED = {"participants", "dates", "populations"}  # their facts are numbers and days


def _facts(matter: Matter, before: Examined, after: Examined) -> Iterator[Change]:
    """What the record says of the trial beside its rows, as it is shown."""
    was, now = (dict(one.profile.sections) for one in (before, after))
    for section in dict.fromkeys((*now, *was)):
        about = Matter(matter.trial, matter.name, section)
        grade: Grade = "figure" if section in CODED else "words"
        old, new = (_by_label(facts.get(section, ())) for facts in (was, now))
        for label in dict.fromkeys((*new, *old)):
            if label not in TOLD_BY_ROWS:
                gone, came = old.get(label, Counter()), new.get(label, Counter())
                yield from about.texts("fact", grade, [(label or section, list(gone - came), list(came - gone))])


def _by_label(facts: Iterable[Fact]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for fact in facts:
        found.setdefault(fact.label, Counter())[fact.claims[0].text] += 1
    return found


def _sources(matter: Matter, old: Iterable[SourceRow], new: Iterable[SourceRow]) -> Iterator[Change]:
    for before, after in paired(old, new, (lambda row: row.key.rpartition("/")[2], lambda row: row.citation)):
        row = after or before
        if row is None:
            continue
        own = Matter(matter.trial, matter.name, f"source {row.key.rpartition('/')[2]}")
        if before is None:
            yield own.change("source added", "words", new=row.citation)
        elif after is None:
            yield own.change("source removed", "words", old=row.citation)
        else:
            if before.standing != after.standing:
                words = ("standing", before.standing, after.standing)
                yield own.change("source", "conclusion", *words, why="standing")
            yield from own.texts("source", "words", [("read", _read(before), _read(after))])
            yield from own.texts("source", "words", [("date", before.date, after.date)])


def _read(row: SourceRow) -> str:
    return ", ".join(row.read_of) or "to its end"
