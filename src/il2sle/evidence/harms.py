"""The rows of `harms` for one trial: an event in an arm, or what a source says of it in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypedDict

from il2sle.arithmetic.effects import TwoByTwo, risk_difference
from il2sle.frozen import Frozen, replace
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Harm, HarmCount, Harms
from il2sle.records.values import Below, Cite
from il2sle.records.vocabulary import HARM_CATEGORIES, PATIENT_YEARS, USUAL_PER

from .arm_figures import pointers
from .arms import arm_label, barred_by, is_controlled
from .claims import is_secondary
from .figure import MEASURES, MISSING, Effect, Figure, Number, Remark, derived, estimated
from .finding import Finding, about
from .reading import absent_kind, missing_kind, silent_kind
from .rows import HarmRow


def harm_rows(trial: Trial, found: Sequence[Finding] = ()) -> Iterator[HarmRow]:
    """Every harm of a record, in the order of the categories, then of the record.

    Args:
        trial: the record.
        found: the findings about it; those about a figure become remarks of its row.
    """
    order = list(HARM_CATEGORIES)
    harms = trial.harms
    if harms is None:
        return
    for index in sorted(range(len(harms.events)), key=lambda number: order.index(harms.events[number].category)):
        harm = harms.events[index]
        if harm.arms:
            rows = [_arm_row(trial, harms, index, arm, found) for arm in harm.arms]
            yield from (_compared(trial, row, rows) for row in rows)
        else:
            yield _whole_row(trial, harms, index)


def counted_in_both(row: HarmRow, others: Sequence[HarmRow]) -> HarmRow | None:
    """The row of the comparator, where it is the only one and patients affected and at risk are known of both."""
    return others[0] if len(others) == 1 and all(_counted(side) for side in (row, others[0])) else None


def _counted(row: HarmRow) -> bool:
    affected, n = row.affected.value, row.n.value
    return isinstance(affected, int) and isinstance(n, int) and 0 < n >= affected


def comparator_rows(trial: Trial, rows: Iterable[HarmRow]) -> list[HarmRow]:
    """The rows of the comparators of an event; a pooled one only where no arm of its own is among them."""
    controls = [row for row in rows if row.control]
    return [row for row in controls if row.arm and not trial.arms[row.arm].pooled] or controls


def _compared(trial: Trial, row: HarmRow, rows: Sequence[HarmRow]) -> HarmRow:
    """The row with its risk difference; none of a pooled arm, nor where the design has no two groups."""
    other = counted_in_both(row, comparator_rows(trial, rows))
    if row.control or row.arm is None or trial.arms[row.arm].pooled or row.barred or other is None:
        return row
    counts = (row.affected, row.n, other.affected, other.n)
    table = TwoByTwo(*(int(figure.value or 0) for figure in counts))
    measure = MEASURES["difference"]
    value, low, high = estimated(measure, table, risk_difference(table), counts)
    effect = Effect(measure=measure.key, value=value, low=low, high=high)
    return replace(row, against=other.arm_label, difference=effect)


class _Arm(Frozen):
    """What is printed of one event in one arm."""

    trial: Trial
    harms: Harms
    index: int
    key: str

    @property
    def harm(self) -> Harm:
        return self.harms.events[self.index]

    @property
    def count(self) -> HarmCount:
        return self.harm.arms[self.key]

    @property
    def cites(self) -> Sequence[Cite]:
        return self.harm.cite or self.harms.cite

    @property
    def loc(self) -> Loc:
        return ("harms", "events", self.index, "arms", self.key)

    @property
    def label(self) -> str:
        return arm_label(self.trial.arms[self.key])

    def own(self, value: Number | None, name: str, *steps: str | int) -> Figure:
        """A figure of this event."""
        return self.printed(value, name, self.cites, (*self.loc, *steps))

    def printed(self, value: Number | None, name: str, cites: Sequence[Cite], loc: Loc) -> Figure:
        """A figure, wherever in the record it stands."""
        if value is None:
            return MISSING
        return Figure(value, "printed", places=pointers(self.trial, cites), loc=loc, what=f"{name}, {self.label}")


def _arm_row(trial: Trial, harms: Harms, index: int, key: str, found: Sequence[Finding]) -> HarmRow:
    arm = _Arm(trial, harms, index, key)
    count, missing = arm.count, _missing(arm)
    n = _at_risk(arm) if missing is None else MISSING
    exposure = _watched(arm) if count.events is not None or count.rate is not None else MISSING
    rate_low, rate_high = count.rate_ci or (None, None)
    shared = _about(trial, harms, index, missing)
    as_printed = (Remark("figures", f"as printed: {count.as_printed}", "curator"),) if count.as_printed else ()
    shared["remarks"] = (*shared["remarks"], *as_printed, *about(found, arm.loc))
    elsewhere = [pointer for figure in (n, exposure) for pointer in figure.sources]
    elsewhere += [pointer for claim in count.claims for pointer in pointers(trial, claim.cite)]
    return HarmRow(
        **shared,
        arm=key,
        arm_label=arm.label,
        control=trial.arms[key].role == "comparator",
        barred=barred_by(trial),
        affected=arm.own(count.affected, "patients affected", "affected"),
        n=n,
        percent=_percent(arm, n),
        percent_bound=count.percent if isinstance(count.percent, Below) else None,
        events=arm.own(count.events, "events", "events"),
        rate=_rate(arm, exposure),
        rate_low=arm.own(rate_low, "lower limit of the rate", "rate_ci", 0),
        rate_high=arm.own(rate_high, "upper limit of the rate", "rate_ci", 1),
        rate_per=_per(arm, exposure),
        exposure=exposure,
        sources=tuple(dict.fromkeys([*pointers(trial, arm.cites), *elsewhere])),
    )


def _at_risk(arm: _Arm) -> Figure:
    """The patients at risk: those of the event, else of the table, else of the population that it names."""
    harms, key, name = arm.harms, arm.key, arm.harms.population
    if arm.count.n:
        return arm.own(arm.count.n, "n", "n")
    if key in harms.n:
        return arm.printed(harms.n[key], "n", harms.cite, ("harms", "n", key))
    population = arm.trial.populations.get(name) if name else None
    if population is None:
        return MISSING
    return arm.printed(population.n.get(key), "n", population.cite, ("populations", name or "", "n", key))


def years_of(harms: Harms, arm: str, count: HarmCount) -> Decimal | None:
    """The patient-years behind the events of an arm: their own, else those of the table."""
    return count.exposure if count.exposure is not None else harms.exposure.get(arm)


def _watched(arm: _Arm) -> Figure:
    """The patient-years that the arm was watched."""
    harms, key = arm.harms, arm.key
    if arm.count.exposure is not None:
        return arm.own(arm.count.exposure, "patient-years", "exposure")
    return arm.printed(harms.exposure.get(key), "patient-years", harms.cite, ("harms", "exposure", key))


def _percent(arm: _Arm, n: Figure) -> Figure:
    """The percentage as printed, else from the patients affected; never from events."""
    count, size = arm.count, n.value
    if isinstance(count.percent, Below):
        return MISSING
    if count.percent is not None:
        return arm.own(count.percent, "percentage", "percent")
    if count.affected is None or not isinstance(size, int) or not size or count.affected > size:
        return MISSING
    affected = arm.own(count.affected, "patients affected", "affected")
    share = round(100 * count.affected / size, 10)
    return derived(share, f"percentage of {count.affected}/{size}", affected, n)


def _per(arm: _Arm, exposure: Figure) -> str | None:
    known = arm.count.rate is not None or _rate(arm, exposure)
    return (arm.count.per or USUAL_PER) if known else None


def _rate(arm: _Arm, exposure: Figure) -> Figure:
    """The rate as printed, else that of the events over the patient-years."""
    count, years = arm.count, exposure.value
    if count.rate is not None:
        return arm.own(count.rate, "rate", "rate")
    value = rate_of(count.events, years, count.per)
    per = count.per or USUAL_PER
    method = f"rate of {count.events} events in {years} patient-years, per {per}"
    return derived(value, method, arm.own(count.events, "events", "events"), exposure)


def rate_of(events: int | None, years: Number | None, per: str | None) -> float | None:
    """Events by patient-years, by the unit of the rate; None where one of them is not known."""
    if events is None or not years:
        return None
    return round(events * PATIENT_YEARS[per or USUAL_PER] / float(years), 10)


def _whole_row(trial: Trial, harms: Harms, index: int) -> HarmRow:
    harm = harms.events[index]
    cites = harm.cite or harms.cite
    missing = (missing_kind if harm.says else absent_kind)(trial, harm.missing, cites)
    return HarmRow(**_about(trial, harms, index, missing), sources=pointers(trial, cites))


def _missing(arm: _Arm) -> str | None:
    if arm.count.told:
        return None
    return absent_kind(arm.trial, arm.count.missing or arm.harm.missing, arm.cites)


class _About(TypedDict):
    trial: str
    name: str
    event: str
    category: str
    severity: str | None
    relatedness: str | None
    population: str | None
    statement: str | None
    part_of: tuple[str, ...]
    missing: str | None
    rest_missing: str
    pending_since: str | None
    linked_by: str | None
    second_hand: bool
    uncontrolled: bool
    remarks: tuple[Remark, ...]


def _about(trial: Trial, harms: Harms, index: int, missing: str | None) -> _About:
    """What all rows of an event have in common."""
    harm = harms.events[index]
    counted = any(count.told for count in harm.arms.values())
    return {
        "trial": trial.id,
        "name": trial.name,
        "event": harm.event,
        "category": harm.category,
        "severity": harm.severity,
        "relatedness": harm.relatedness,
        "population": harms.population,
        "statement": harm.says,
        "part_of": tuple(harm.part_of),
        "missing": missing,
        "rest_missing": missing or silent_kind(trial),
        "pending_since": harm.as_of if missing == "pending" else None,
        "linked_by": harm.linked_by,
        "second_hand": (counted or bool(harm.says)) and is_secondary(trial, harm.cite or harms.cite),
        "uncontrolled": not is_controlled(trial),
        "remarks": (Remark("note", harm.note, "curator"),) if harm.note else (),
    }
