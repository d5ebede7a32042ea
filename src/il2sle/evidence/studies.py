"""The row of `studies` for one trial."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from il2sle.arithmetic.schedules import Span
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.records.printed import Outcome
from il2sle.records.stated import Stated
from il2sle.records.values import NOT_STATED, Cite, week_of
from il2sle.records.vocabulary import Results, labels

from .arm_figures import pointers
from .arms import arm_label, is_controlled, separate
from .claims import Dispute, claim_date, dispute_words, read_date
from .contrasts import measure_of
from .figure import Remark
from .reading import read_of_nothing, unread_reports, unread_words
from .rows import Length, StudyRow
from .sources import standing_words, standings
from .verdicts import Verdict, named

T = TypeVar("T")


def study_row(trial: Trial, differ: Sequence[Dispute]) -> StudyRow:
    """Who, how, on how many, where it stands, and whether the primary endpoint was met.

    Args:
        trial: the record.
        differ: the matters on which its sources differ.
    """
    disputed = tuple(matter for dispute in differ if (matter := _shown_matter(dispute)))
    enrolled, design = trial.people.enrolled.shown, trial.design
    primary = _primaries(trial)
    verdicts = tuple(_all_verdicts(trial, primary))
    return StudyRow(
        trial=trial.id,
        name=trial.name,
        aliases=tuple(trial.aliases),
        status=known(trial.status.state),
        status_as_of=claim_date(trial, trial.status.state.shown, trial.status.cite),
        why_stopped=known(trial.status.why_stopped),
        phase=known(design.phase),
        design=_design_words(trial),
        controlled=is_controlled(trial),
        blinded=known(design.masking),
        arms=len(separate(trial)),
        enrolled=enrolled.known,
        enrolled_kind=enrolled.kind,
        randomised=known(trial.people.randomised),
        drug=_drugs(trial),
        comparator=", ".join(arm_label(arm) for arm in separate(trial).values() if arm.role == "comparator") or None,
        background=known(design.background),
        countries=known(design.countries),
        inclusion=_inclusion(trial),
        treatment=_length(design.treatment),
        follow_up=_length(design.follow_up),
        primary_endpoint="; ".join(dict.fromkeys(verdict.endpoint for verdict in verdicts)) or None,
        primary_met=_met(verdicts),
        verdicts=verdicts,
        registered_primary=known(design.registered_aim) or _registered(trial),
        results=_results(trial),
        missing=dict(_missing(trial)),
        disputed=disputed,
        further_disputes=len(differ) - len(disputed),
        unread_keys=tuple(key for key, source in unread_reports(trial).items() if read_of_nothing(source)),
        part_keys=tuple(key for key, source in unread_reports(trial).items() if not read_of_nothing(source)),
        unread=tuple(unread_words(key, source) for key, source in unread_reports(trial).items()),
        standing=tuple(standing_words(standings(trial), trial.sources)),
        undated=tuple(_undated(trial)),
        remarks=tuple(_remarks(trial, primary, differ)),
        sources=pointers(trial, list(_cites(trial, primary))),
    )


def _drugs(trial: Trial) -> str:
    return ", ".join(dict.fromkeys(arm.drug or arm.label for arm in separate(trial).values() if arm.role == "treated"))


def _inclusion(trial: Trial) -> tuple[str, ...]:
    criteria = trial.eligibility.inclusion if trial.eligibility else ()
    return tuple(word for one in criteria if (word := known(one)))


def _primaries(trial: Trial) -> list[Outcome]:
    """The published primary endpoints; a subgroup is none."""
    return [outcome for outcome in trial.outcomes if outcome.analysis == "primary" and outcome.subgroup is None]


def _all_verdicts(trial: Trial, primary: Sequence[Outcome]) -> Iterator[Verdict]:
    """The verdicts, one of what is the same; with the set of patients where an endpoint has another in another set."""
    fates: defaultdict[str, list[object]] = defaultdict(list)
    for outcome in primary:
        fates[_primary_words(outcome)].append(outcome.met)
    told: defaultdict[Verdict, dict[str, None]] = defaultdict(dict)
    for outcome in primary:
        words = _primary_words(outcome)
        differ = any(met != outcome.met for met in fates[words])
        whom = ", ".join(filter(None, (outcome.population, outcome.subset)))
        for one in _verdicts(trial, outcome, named(words, whom) if differ else words, words):
            told[one][whom] = None
    yield from (replace(one, patients=tuple(whom)) for one, whom in told.items())


def _verdicts(trial: Trial, outcome: Outcome, words: str, of: str) -> Iterator[Verdict]:
    if isinstance(outcome.met, dict):
        yield from (Verdict(words, trial.arms[arm].label, met, of) for arm, met in outcome.met.items())
    else:
        yield Verdict(words, None, outcome.met, of)


def _met(verdicts: Sequence[Verdict]) -> bool | None:
    """Whether the primary endpoint was met, where all that the record calls primary agrees."""
    said = {verdict.met for verdict in verdicts}
    return said.pop() if len(said) == 1 else None


def known(stated: Stated[T] | None) -> T | None:
    """The value of a fact; None where no source that was read states it."""
    return stated.shown.known if stated else None


def _results(trial: Trial) -> str | None:
    """What of the results is out; `pending` is a state of results, and no kind of missing here."""
    value = trial.status.results.shown.value
    return value if value in labels(Results) else None


def _missing(trial: Trial) -> Iterator[tuple[str, str]]:
    """How each fact of the row is missing that the record says to be."""
    status, people, design = trial.status, trial.people, trial.design
    facts: dict[str, Stated[Any] | None] = {
        "status": status.state,
        "why_stopped": status.why_stopped,
        "enrolled": people.enrolled,
        "randomised": people.randomised,
        "phase": design.phase,
        "allocation": design.allocation,
        "blinded": design.masking,
        "treatment": design.treatment,
        "follow_up": design.follow_up,
        "results": status.results if _results(trial) is None else None,
    }
    for name, stated in facts.items():
        kind = stated.shown.missing if stated else None
        if kind:
            yield name, kind


def _fact_words(name: str, stated: Stated[Any] | None) -> str:
    """A fact in words; one that is missing under its name, e.g. `masking not reported`."""
    if stated is None:
        return ""
    return f"{name} {stated.shown.missing}" if stated.shown.missing else str(stated.shown.value)


def _design_words(trial: Trial) -> str:
    design = trial.design
    ratio = f" {design.ratio.shown.known}" if design.ratio and design.ratio.shown.known else ""
    parts = (_fact_words("assignment", design.assignment), _fact_words("masking", design.masking))
    masking = "".join(f", {part}" for part in parts if part)
    control = f", {len(separate(trial))} arms" if len(separate(trial)) > 1 else ", no comparator"
    return f"{_fact_words('allocation', design.allocation)}{ratio}{masking}{control}"


def _registered(trial: Trial) -> str | None:
    """The registered primary endpoints, where an outcome says that they are others than the published ones."""
    others = [one for one in trial.outcomes if one.registered == "primary" and one.analysis != "primary"]
    return "; ".join(dict.fromkeys(map(_primary_words, others))) or None


def _primary_words(outcome: Outcome) -> str:
    times = [timepoint for timepoint in outcome.results if week_of(timepoint) != 0 and timepoint != NOT_STATED]
    when = f", {times[0]}" if len(times) == 1 else ""
    measure = measure_of(outcome)
    what = {"responders": "", "not stated": ""}.get(measure, f" {measure}")
    # The index is named where it is the endpoint itself: `SLEDAI-2K` in place of `SLEDAI`.
    endpoint = outcome.instrument if outcome.instrument and outcome.endpoint == "SLEDAI" else outcome.endpoint
    return f"{endpoint}{what}{when}" if outcome.endpoint != "other" else f"{measure}{when}"


def _length(stated: Stated[Span] | None) -> Length | None:
    span = known(stated)
    return Length(span.low, span.high) if span else None


SHOWN_MATTERS = {
    *(("people", "enrolled"), ("people", "randomised"), ("status", "state"), ("status", "results")),
    *(("design", key) for key in ("phase", "allocation", "ratio", "masking", "treatment", "follow_up")),
}
"""The facts of a record that this row shows."""


def _shown_matter(dispute: Dispute) -> str | None:
    return str(dispute.loc[-1]) if dispute.loc in SHOWN_MATTERS else None


def _remarks(trial: Trial, primary: Sequence[Outcome], differ: Sequence[Dispute]) -> Iterator[Remark]:
    design = trial.design
    if not primary and trial.design.registered_aim is None:
        yield Remark("missing", "primary endpoint not stated in any source read")
    for name, stated in (("treatment", design.treatment), ("follow-up", design.follow_up)):
        if stated and stated.shown.note:
            yield Remark("note", f"{name}: {stated.shown.note}", "curator")
    for dispute in filter(_shown_matter, differ):
        yield Remark("dispute", dispute_words(dispute), sources=dispute.sources)


def _undated(trial: Trial) -> Iterator[tuple[str, str]]:
    """What has no date of its own, and when its source was read."""
    sections = (
        ("status", trial.status.state, trial.status),
        ("enrolment", trial.people.enrolled, trial.people),
    )
    for name, stated, section in sections:
        read = read_date(trial, stated.shown, section.cite)
        if claim_date(trial, stated.shown, section.cite) is None and read:
            yield name, read


def _cites(trial: Trial, primary: Sequence[Outcome]) -> Iterator[Cite]:
    design = trial.design
    sections: tuple[tuple[list[Cite], tuple[Stated[Any] | None, ...]], ...] = (
        (trial.status.cite, (trial.status.state, trial.status.why_stopped, trial.status.results)),
        (trial.people.cite, (trial.people.enrolled, trial.people.randomised)),
        (design.cite, (design.phase, design.allocation, design.masking, design.treatment)),
    )
    for default, facts in sections:
        for fact in facts:
            yield from (fact.shown.cite or default) if fact else ()
    if design.registered_aim:
        yield from design.registered_aim.shown.cite or design.cite
    yield from (cite for outcome in primary for cite in outcome.cite)
