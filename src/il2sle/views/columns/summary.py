"""The columns of `summary`: what the first screen tells, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from il2sle.evidence.answer import Answer, Known, TrialHarms, passed_over
from il2sle.evidence.dose_row import DoseRow
from il2sle.evidence.rows import HarmRow, OutcomeRow, StudyRow
from il2sle.evidence.verdicts import Verdict
from il2sle.frozen import Frozen
from il2sle.records import vocabulary
from il2sle.records.vocabulary import ENDPOINT_KEYS

from .column import SCALARS, Column, identity, own
from .harms import HARMS
from .outcomes import OUTCOMES

TOPICS = ("primary endpoint", "main result", "no result", "harm", "no harm", "stopped")
DIRECTIONS = ("more", "fewer", "unclear", "not compared")


class SummaryRow(Frozen, kw_only=True):
    """One fact of the first screen, and the row that holds its figures."""

    topic: str
    trial: str
    name: str
    subject: str
    met: bool | None = None
    direction: str | None = None
    why: str | None = None
    missing: str | None = None
    outcome: OutcomeRow | None = None
    harm: HarmRow | None = None
    doses: tuple[DoseRow, ...] = ()


def summary_rows(answer: Answer) -> Iterator[SummaryRow]:
    """The facts in the order of the screen."""
    ids = {study.name: study.trial for study in answer.studies}
    for study in answer.studies:
        yield from _verdicts(study)
    for study in answer.ended:
        about: dict[str, Any] = {"trial": study.trial, "name": study.name, "subject": study.status or ""}
        kind = study.missing.get("why_stopped", passed_over(study)) if study.why_stopped is None else None
        yield SummaryRow(topic=TOPICS[5], **about, why=study.why_stopped, missing=kind)
    for known in answer.known:
        yield from _results(known, ids)
    for harms in answer.harms:
        yield from _harms(harms)


class Fact(Protocol):
    """What a fact is sorted by."""

    @property
    def topic(self) -> str:
        """One of `TOPICS`."""

    @property
    def subject(self) -> str:
        """The endpoint, the event or the category of harm."""

    @property
    def missing(self) -> str | None:
        """Why there is no figure."""


F = TypeVar("F", bound=Fact)
_PART = dict(zip(TOPICS, (0, 2, 2, 3, 3, 1), strict=True))


def facts_in_order(facts: Sequence[F]) -> list[F]:
    """The facts of several trials, each in the order of `summary_rows`, as that gives them for all of them."""
    kinds = {
        subject: dict.fromkeys(fact.missing for fact in facts if fact.topic == TOPICS[2] and fact.subject == subject)
        for subject in ENDPOINT_KEYS
    }

    def place(fact: F) -> tuple[int, ...]:
        if fact.topic not in TOPICS[1:3]:
            return (_PART[fact.topic],)
        missing = list(kinds[fact.subject]).index(fact.missing) if fact.topic == TOPICS[2] else -1
        return _PART[fact.topic], ENDPOINT_KEYS.index(fact.subject), missing

    return sorted(facts, key=place)


def _verdicts(study: StudyRow) -> Iterator[SummaryRow]:
    pending = "pending" if study.results == "pending" else passed_over(study)
    for verdict in study.verdicts or (Verdict(study.registered_primary or "not stated", None, None),):
        missing = None if study.verdicts else pending
        about: dict[str, Any] = {"trial": study.trial, "name": study.name, "subject": verdict.endpoint}
        yield SummaryRow(topic=TOPICS[0], **about, met=verdict.met, missing=missing)


def _results(known: Known, ids: dict[str, str]) -> Iterator[SummaryRow]:
    for result in known.results:
        row = result.row
        about: dict[str, Any] = {"trial": row.trial, "name": row.name, "subject": known.endpoint}
        yield SummaryRow(topic=TOPICS[1], **about, met=row.met, outcome=row, doses=result.doses)
    for kind, names in known.missing:
        for name in names:
            yield SummaryRow(topic=TOPICS[2], trial=ids[name], name=name, subject=known.endpoint, missing=kind)


def _harms(harms: TrialHarms) -> Iterator[SummaryRow]:
    about: dict[str, Any] = {"trial": harms.trial, "name": harms.name}
    for direction, row in harms.main:
        yield SummaryRow(topic=TOPICS[3], **about, subject=row.event, direction=direction, harm=row)
    for row in harms.told:
        yield SummaryRow(topic=TOPICS[3], **about, subject=row.event, missing=row.missing, harm=row)
    for kind, categories in harms.missing:
        for category in categories:
            yield SummaryRow(topic=TOPICS[4], **about, subject=category, missing=kind)


def _of_either(name: str, other: str = "", nothing: object = None) -> Callable[[SummaryRow], Any]:
    """The value of a column of `outcomes`, or of one of `harms`; `nothing` where a fact has no such row."""
    outcomes = {column.name: column for column in OUTCOMES}
    harms = {column.name: column for column in HARMS}

    def get(row: SummaryRow) -> Any:  # noqa: ANN401  whatever a row may hold
        if row.outcome:
            return outcomes[name].get(row.outcome) if name else nothing
        return harms[other].get(row.harm) if row.harm and other else nothing

    return get


def _sum(part: str) -> Callable[[SummaryRow], Any]:
    def get(row: SummaryRow) -> Any:  # noqa: ANN401  a figure or nothing
        ends = [getattr(dose.cumulative["week_12"], part) for dose in row.doses if dose.cumulative["week_12"].low]
        return (ends[0] if part == "low" else ends[-1]) if ends else None

    return get


def _shared(names: Iterable[tuple[str, str]]) -> Iterator[Column[SummaryRow]]:
    """Columns that mean what they mean in `outcomes`, or in `harms`."""
    columns: tuple[Column[Any], ...] = (*HARMS, *OUTCOMES)
    known = {column.name: column for column in columns}
    for name, other in names:
        about = known[name]
        nothing = None if about.kind in SCALARS else ()
        yield Column(name, about.kind, _of_either(name, other, nothing), about.meaning, about.words)


SUMMARY: tuple[Column[SummaryRow], ...] = (
    Column("topic", "text", own("topic"), "what the fact is about", TOPICS, always=True),
    *identity(),
    Column("subject", "text", own("subject"), "the endpoint, the event or the category of harm", always=True),
    Column("met", "flag", own("met"), "whether a primary endpoint was met; null where no source states it"),
    Column("why_stopped", "text", own("why"), "why a trial ended early", vocabulary.labels(vocabulary.WhyStopped)),
    Column("direction", "text", own("direction"), "of an event: what its interval leaves", DIRECTIONS),
    *_shared(
        (
            *(("measure", ""), ("time", ""), ("week", ""), ("population", "population"), ("subset", "")),
            *(("analysis", ""), ("registered", ""), ("arm", "arm"), ("arm_label", "arm_label")),
            *(("comparator_label", "against"), ("arm_events", "affected"), ("arm_n", "n"), ("arm_percent", "percent")),
            *(("comparator_events", ""), ("comparator_n", ""), ("comparator_percent", ""), ("arm_value", "")),
            *(("comparator_value", ""), ("difference", "difference"), ("difference_low", "difference_low")),
            *(("difference_high", "difference_high"), ("p", ""), ("p_comparator", ""), ("others", "")),
        )
    ),
    Column(
        "cumulative_week_12_low", "number", _sum("low"), "cumulative dose in weeks 1 to 12, of the lowest dose level"
    ),
    Column("cumulative_week_12_high", "number", _sum("high"), "the same of the highest"),
    Column("statement", "text", lambda row: row.harm and row.harm.statement, "what a source says of a harm in words"),
    Column("missing", "text", own("missing"), "why there is no figure; null where there is", vocabulary.MISSING),
    Column("sources", "pointers", _of_either("sources", "sources", ()), "where the figures stand"),
)
