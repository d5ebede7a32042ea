"""The row of `doses`: the regimen of an arm, and what follows from it."""

from __future__ import annotations

from il2sle.frozen import Frozen
from il2sle.records.vocabulary import INJECTED

from .figure import MISSING, Figure, Pointer, Remark


class Bounds(Frozen):
    """A derived number that may be a range, e.g. of doses where a rest is a range of days."""

    low: Figure = MISSING
    high: Figure = MISSING

    @property
    def exact(self) -> Figure:
        """The number, where it is one."""
        return self.low if self.low.value == self.high.value else MISSING


class DoseRow(Frozen, kw_only=True):
    """A trial x arm x dose level: the regimen, and what follows from it (doses in `dose_unit`, days from day 1).

    Attributes:
        injections: doses given, whatever the route, by window: `week_12`, `week_24` and `total`.
        cumulative: likewise; missing without a dose.
        levels: how many dose levels the arm has, where this is one of several.
        cohort: the part of the trial that the arm belongs to.
        pooled: the arms that this one pools, by their labels.
        schedule_missing, dose_missing: how; `not applicable` of an arm that gets nothing, or no dose of its own.
    """

    trial: str
    name: str
    arm: str
    arm_label: str
    drug: str | None
    dose: Figure
    dose_unit: str | None
    route: str | None
    schedule: str
    injections: dict[str, Bounds]
    cumulative: dict[str, Bounds]
    last_dose_day: Bounds
    levels: int
    cohort: str | None = None
    pooled: tuple[str, ...] = ()
    schedule_missing: str | None = None
    dose_missing: str | None = None
    remarks: tuple[Remark, ...]
    sources: tuple[Pointer, ...]

    @property
    def dosed(self) -> bool:
        """Whether the arm gets doses of its own by a schedule, known or not: not placebo."""
        return "not applicable" not in {self.schedule_missing, self.dose_missing}

    @property
    def noun(self) -> str:
        """What is counted."""
        return given_noun(self.route)


def given_noun(route: str | None) -> str:
    """What is counted by a route: `injections`, or `doses` where it is not known to be by needle."""
    return "injections" if route in INJECTED else "doses"
