"""The rows that every view prints: a row that a table shows and a row that JSON prints are the same object.

Figures are values that know their state and their source (`il2sle.evidence.figure`); what decides is a field, never
the wording of a remark. The names of columns in machine formats stand in `il2sle.views.columns`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from il2sle.frozen import Frozen
from il2sle.records.parts import Loc
from il2sle.records.values import Below, PValue
from il2sle.records.vocabulary import ENDPOINT_KEYS

from .dose_row import DoseRow
from .figure import MISSING, Effect, Figure, Pointer, Remark, Side
from .p_check import PCheck
from .verdicts import Verdict

SCHEMA_VERSION = 2
SECTIONS: tuple[str, ...] = ("studies", "outcomes", "doses", "harms")


class SourceRow(Frozen, kw_only=True):
    """A document that rows point to.

    Attributes:
        read_of: the parts that were read; empty where it was read to its end.
        readers: who read it, each with the day.
        standing: what became of it, by its own word or by that of a source which corrects it.
    """

    key: str
    kind: str
    rank: str
    citation: str
    url: str | None
    doi: str | None
    pmid: int | None
    date: str | None
    read: str | None
    read_of: tuple[str, ...]
    readers: tuple[str, ...]
    standing: str | None
    copy_of: str | None
    supersedes: str | None
    corrects: str | None
    note: str | None


class Length(Frozen):
    """A length of time in days; the two differ where a source gives a range."""

    low: int
    high: int

    @property
    def weeks(self) -> int | None:
        """Whole weeks, where it is one number of them."""
        return self.low // 7 if self.low == self.high and self.low % 7 == 0 else None


class StudyRow(Frozen, kw_only=True):
    """A trial: who, how, on how many, where it stands, and whether its primary endpoint was met.

    Attributes:
        verdicts: for each published primary endpoint, whether it was met.
        background: what every arm takes besides.
        inclusion: the criteria of entry.
        registered_primary: the primary endpoint of the registration, where it is another, in words.
        missing: how each fact of the row is missing that the record says to be, by the name of its column.
        disputed: the matters of this row on which sources differ, by the names of their keys in the record.
        further_disputes: how many other matters sources differ on.
        unread: the reports that were not read to their end, each with what was read of it.
        unread_keys: the keys of those of which nothing was read.
        part_keys: the keys of those that were read in part.
        standing: what became of its sources, each with its key, where something did.
        undated: the matters (`status`, `enrolment`) whose source has no date, each with the day on which it was read.
    """

    trial: str
    name: str
    aliases: tuple[str, ...]
    status: str | None
    status_as_of: str | None
    why_stopped: str | None
    phase: str | None
    design: str
    controlled: bool
    blinded: str | None
    arms: int
    enrolled: int | None
    enrolled_kind: str | None
    randomised: int | None
    drug: str
    comparator: str | None
    background: str | None
    countries: str | None
    inclusion: tuple[str, ...]
    treatment: Length | None
    follow_up: Length | None
    primary_endpoint: str | None
    primary_met: bool | None
    verdicts: tuple[Verdict, ...]
    registered_primary: str | None
    results: str | None
    missing: Mapping[str, str]
    disputed: tuple[str, ...]
    further_disputes: int
    unread: tuple[str, ...]
    unread_keys: tuple[str, ...]
    part_keys: tuple[str, ...]
    standing: tuple[str, ...]
    undated: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]
    sources: tuple[Pointer, ...]


class Others(Frozen):
    """The other treated arms of an outcome at the same time that have no figures, and what is said of them.

    Attributes:
        arms: their labels.
        missing: the kind of missing.
        says: what a source says of them in words, e.g. that they did no better; None where it says nothing.
    """

    arms: tuple[str, ...]
    missing: str
    says: str | None


class OutcomeHead(Frozen, kw_only=True):
    """What an outcome row is found, grouped and counted by.

    Attributes:
        subgroup: patients chosen by a trait at baseline, in words.
        registered: the role of this endpoint in the registration, where that is another.
        arm: None where the row is about no single arm.
    """

    trial: str
    endpoint: str
    measure: str
    week: int | None = None
    population: str | None = None
    subgroup: str | None = None
    analysis: str | None = None
    registered: str | None = None
    statistic: str | None = None
    better: str | None = None
    arm: Side | None = None
    missing: str | None = None

    @property
    def main(self) -> bool:
        """Whether it is a primary endpoint of its trial, published or registered."""
        return "primary" in {self.analysis, self.registered} and self.subgroup is None

    @property
    def compared(self) -> bool:
        """Whether `compare` shows it without being asked: the endpoints of all trials, and the primary one of each."""
        return self.endpoint in ENDPOINT_KEYS or self.main


class OutcomeRow(OutcomeHead, kw_only=True):
    """A trial x endpoint x measure x week x population x arm against its comparator.

    Attributes:
        time: as the record types it, e.g. `week 12`, `to week 52`; None where the source does not state it.
        plain_week: whether `week` says all of it.
        subgroup_n: how many patients it has, over all arms.
        met: whether this primary endpoint was met by this arm, where a source says so.
        rest_missing: how a figure is missing that the row lacks; of its comparator see `other_missing`.
        comparator: None in an uncontrolled series, and where nothing is said of the comparator.
        against: the comparator's label, also where nothing is said of it.
        effects: crude and adjusted, printed and derived.
        p: between the arms, as printed.
        p_check: what tests on the counts make of that p.
        pending_since: the date on which results were pending.
        weeks_off: weeks since the end of treatment, for a week after it.
        sharing: how many treated arms stand against the same comparator.
        placebo_adjusted: whether only a difference is known, and no share of either arm.
        linked_by: why a report that does not name the trial is taken for it.
        second_hand: whether all that is cited are others' reports; `kinds` those of the sources.
        population_means: what the trial means by the population.
        barred: why the design of the trial forbids an effect between the arms.
        read_off: how the figures were read off a graph, where they were.
        pooled: the arms that this one pools, by their labels.
        others: the other treated arms, of which no figure is known: the best dose does not stand alone.
        loc: the path in the record, for a trace.
    """

    name: str
    rest_missing: str
    instrument: str | None = None
    time: str | None = None
    plain_week: bool = True
    subset: str | None = None
    subgroup_n: Figure = MISSING
    met: bool | None = None
    unit: str | None = None
    comparator: Side | None = None
    against_key: str | None = None
    against: str | None = None
    effects: tuple[Effect, ...] = ()
    p: PValue | None = None
    p_check: PCheck | None = None
    adjusted: str | None = None
    pending_since: str | None = None
    weeks_off: int | None = None
    sharing: int = 1
    placebo_adjusted: bool = False
    linked_by: str | None = None
    second_hand: bool = False
    kinds: tuple[str, ...] = ()
    population_means: str | None = None
    barred: str | None = None
    read_off: str | None = None
    pooled: tuple[str, ...] = ()
    others: tuple[Others, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sources: tuple[Pointer, ...] = ()
    loc: Loc = ()

    @property
    def baseline(self) -> bool:
        """Whether the figures were taken before treatment."""
        return self.week == 0 and self.plain_week

    @property
    def cut(self) -> tuple[Figure, ...]:
        """The derived counts that would be others if the percentages were cut off and not rounded."""
        return tuple(side.events for side in (self.arm, self.comparator) if side and side.events.cut)

    @property
    def uncontrolled(self) -> bool:
        """Whether an arm stands alone."""
        return self.arm is not None and self.against is None

    @property
    def other_missing(self) -> str | None:
        """How a figure of the comparator is missing; None where no arm stands against another."""
        if self.against is None:
            return None
        return self.comparator.rest_missing if self.comparator else self.rest_missing

    def effect(self, measure: str) -> Effect | None:
        """The effect by a measure that its columns show: as printed, also where a model stands behind it."""
        for one in self.effects:  # no generator: it is asked for two hundred times a record
            if one.measure == measure:
                return one
        return None

    @property
    def leading(self) -> Effect | None:
        """The effect that a table shows beside the p-value, which belongs to it.

        The one that the source prints the p of; else a difference in points, else the first that a source prints.
        """
        printed = [one for one in self.effects if one.value.state != "derived" and one.value]
        tested = (one for one in printed if one.p is not None and one.p == self.p)
        return next(tested, None) or self.effect("difference") or next(iter(printed), None)

    @property
    def printed_beside(self) -> tuple[Effect, ...]:
        """The effects that a source prints, besides the leading one; of a measure the first."""
        others = (one for one in self.effects if one.value.state in {"printed", "read off"} and one != self.leading)
        return tuple({one.measure: one for one in reversed(list(others))}.values())[::-1]


class HarmRow(Frozen, kw_only=True):
    """A trial x event x arm; `arm` is None where a source speaks of the trial as a whole.

    Attributes:
        events: events counted, which are no patients: one patient may have several.
        percent_bound: the percentage where a source prints a bound, e.g. `<1`; `percent` is then missing.
        rate: events by `rate_per`.
        exposure: the patient-years for which the arm was watched.
        population: the set of patients that the harms were counted in.
        part_of: the events in which the patients are counted too: not to be added up.
        statement: where a source only describes.
        against: the comparator's label, where the patients affected are known of both arms.
        rest_missing: how a figure is missing that the row lacks.
        difference: the risk difference against it, with its interval.
        control: whether the arm is a comparator.
        uncontrolled: whether the trial has none.
        barred: why the design of the trial forbids an effect between the arms.
    """

    trial: str
    name: str
    event: str
    category: str
    rest_missing: str
    arm: str | None = None
    arm_label: str | None = None
    affected: Figure = MISSING
    n: Figure = MISSING
    percent: Figure = MISSING
    percent_bound: Below | None = None
    events: Figure = MISSING
    rate: Figure = MISSING
    rate_low: Figure = MISSING
    rate_high: Figure = MISSING
    rate_per: str | None = None
    exposure: Figure = MISSING
    severity: str | None = None
    relatedness: str | None = None
    population: str | None = None
    statement: str | None = None
    part_of: tuple[str, ...] = ()
    against: str | None = None
    difference: Effect | None = None
    control: bool = False
    uncontrolled: bool = False
    barred: str | None = None
    missing: str | None = None
    pending_since: str | None = None
    linked_by: str | None = None
    second_hand: bool = False
    remarks: tuple[Remark, ...] = ()
    sources: tuple[Pointer, ...] = ()


Row = StudyRow | OutcomeRow | DoseRow | HarmRow


class Rows(Protocol):
    """What has the rows of a trial."""

    @property
    def study(self) -> StudyRow:
        """The row of `studies`."""

    @property
    def compared(self) -> Sequence[OutcomeHead]:
        """The rows of the outcomes that are compared without being asked for, others may be heads alone."""

    @property
    def doses(self) -> Sequence[DoseRow]:
        """The rows of `doses`."""

    @property
    def harms(self) -> Sequence[HarmRow]:
        """The rows of `harms`."""
