"""The rows that every view prints: a row that a table shows and a row that JSON prints are the same object.

The names of the fields are the machine contract: they are added to, never renamed without a new schema version.
A reported figure is a `Decimal` with its printed digits; a figure that we computed is an `int` or `float`, and
its column is named in `derived`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

SCHEMA_VERSION = 1

Number = int | float | Decimal
SECTIONS: tuple[str, ...] = ("studies", "outcomes", "doses", "harms")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A source, by its key among all records, and the place in it."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document that rows point to."""

    key: str
    kind: str
    rank: str
    citation: str
    url: str | None
    doi: str | None
    date: str | None
    read: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A trial: who, how, on how many, where it stands, and whether its primary endpoint was met."""

    trial: str
    name: str
    aliases: tuple[str, ...]
    status: str
    status_as_of: str | None
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
    treatment_weeks: Number | None
    follow_up_weeks: Number | None
    primary_endpoint: str | None
    primary_met: bool | None
    results: str
    flags: tuple[str, ...]
    sources: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A trial x endpoint x measure x week x population x arm against its comparator.

    Units: `*_percent` in percent; `difference*` in percentage points for responders; ratios are ratios;
    `*_value`, `*_low`, `*_high` in the unit of the score that `statistic` describes.
    """

    trial: str
    name: str
    endpoint: str
    measure: str
    instrument: str | None
    week: int | None
    population: str | None
    subset: str | None
    analysis: str | None
    arm: str | None
    arm_label: str | None
    comparator: str | None
    comparator_label: str | None
    arm_events: int | None
    arm_n: int | None
    arm_percent: Number | None
    comparator_events: int | None
    comparator_n: int | None
    comparator_percent: Number | None
    statistic: str | None
    arm_value: Number | None
    arm_low: Number | None
    arm_high: Number | None
    comparator_value: Number | None
    comparator_low: Number | None
    comparator_high: Number | None
    difference: Number | None
    difference_low: Number | None
    difference_high: Number | None
    risk_ratio: Number | None
    risk_ratio_low: Number | None
    risk_ratio_high: Number | None
    odds_ratio: Number | None
    odds_ratio_low: Number | None
    odds_ratio_high: Number | None
    p: Decimal | None
    p_comparator: str | None
    p_check: str | None
    derived: tuple[str, ...]
    missing: str | None
    flags: tuple[str, ...]
    sources: tuple[Pointer, ...]
    better: str | None
    arm_sd: Number | None
    comparator_sd: Number | None


@dataclass(frozen=True, slots=True)
class DoseRow:
    """A trial x arm x dose level: the regimen, and what follows from it (doses in `dose_unit`, days from day 1)."""

    trial: str
    name: str
    arm: str
    arm_label: str
    drug: str | None
    dose: Decimal | None
    dose_unit: str | None
    route: str | None
    schedule: str
    injections_week_12: int | None
    injections_week_24: int | None
    injections_total: int | None
    cumulative_week_12: Number | None
    cumulative_week_24: Number | None
    cumulative_total: Number | None
    last_dose_day: int | None
    last_dose_day_earliest: int | None
    last_dose_day_latest: int | None
    derived: tuple[str, ...]
    flags: tuple[str, ...]
    sources: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class HarmRow:
    """A trial x event x arm; `arm` is None where a source speaks of the trial as a whole."""

    trial: str
    name: str
    event: str
    category: str
    arm: str | None
    arm_label: str | None
    affected: int | None
    n: int | None
    percent: Number | None
    statement: str | None
    derived: tuple[str, ...]
    missing: str | None
    flags: tuple[str, ...]
    sources: tuple[Pointer, ...]


Row = StudyRow | OutcomeRow | DoseRow | HarmRow
ROW_TYPES: dict[str, type[Row]] = dict(zip(SECTIONS, (StudyRow, OutcomeRow, DoseRow, HarmRow), strict=True))


def columns(section: str) -> tuple[str, ...]:
    """The columns of a section, in the order of the contract."""
    return tuple(field.name for field in fields(ROW_TYPES[section]))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The trials side by side: the rows of each section, the sources they point to, and what must be said."""

    trials: tuple[str, ...]
    studies: tuple[StudyRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    doses: tuple[DoseRow, ...]
    harms: tuple[HarmRow, ...]
    sources: tuple[SourceRow, ...]
    notes: tuple[str, ...]

    def rows(self, section: str) -> tuple[Row, ...]:
        """The rows of a section by its name."""
        rows: tuple[Row, ...] = getattr(self, section)
        return rows
