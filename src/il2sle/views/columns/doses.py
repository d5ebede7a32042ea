"""The columns of `doses`."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from il2sle.evidence.dose_row import DoseRow
from il2sle.evidence.figure import Figure
from il2sle.records import vocabulary
from il2sle.records.vocabulary import labels

from .column import Column, closing, identity, own


def _bound(kind: str, window: str, part: str = "exact") -> Callable[[DoseRow], Figure]:
    windows, figure = attrgetter(kind), attrgetter(part)
    return lambda row: figure(windows(row)[window])


_WINDOWS = (
    ("week_12", "in weeks 1 to 12, days 1 to 84"),
    ("week_24", "in weeks 1 to 24, days 1 to 168"),
    ("total", "in all"),
)
DOSES: tuple[Column[DoseRow], ...] = (
    *identity(),
    Column("arm", "text", own("arm"), "key of the arm in the record", always=True),
    Column(
        "arm_label", "text", own("arm_label"), "the arm in words, or the dose level of an arm of several", always=True
    ),
    Column("drug", "text", own("drug"), "what was given; null for a comparator without drug"),
    Column(
        *("dose", "number", own("dose")),
        "one intake, in `dose_unit`; null for a comparator without drug, or where no source states it",
    ),
    Column(
        *("dose_unit", "text", own("dose_unit")),
        "unit of `dose` and of the cumulative doses; units of different drugs are never converted",
        words=labels(vocabulary.Unit),
    ),
    Column(
        *("route", "text", own("route"), "how it was given; null where no source states it"),
        words=labels(vocabulary.Route),
    ),
    Column(
        *("dose_missing", "text", own("dose_missing")),
        "how the dose is missing, of every intake or of one; null where all are known",
        vocabulary.MISSING,
    ),
    Column("schedule", "text", own("schedule"), "the schedule in words", always=True),
    Column(
        *("schedule_missing", "text", own("schedule_missing")),
        "how the schedule is missing, and with it what follows from it; null where it is known",
        vocabulary.MISSING,
    ),
    *(
        Column(
            *(f"injections_{window}", "whole", _bound("injections", window)),
            f"doses given {words}, by injection or by another `route`; null for a range",
        )
        for window, words in _WINDOWS
    ),
    *(
        Column(
            f"injections_{window}_{part}", "whole", _bound("injections", window, part), f"the {part}est number {words}"
        )
        for window, words in _WINDOWS
        for part in ("low", "high")
    ),
    *(
        Column(
            *(f"cumulative_{window}", "number", _bound("cumulative", window)),
            f"dose {words}; null without a dose, and for a range",
        )
        for window, words in _WINDOWS
    ),
    *(
        Column(
            *(f"cumulative_{window}_{part}", "number", _bound("cumulative", window, part)),
            f"the {part}est dose {words}",
        )
        for window, words in _WINDOWS
        for part in ("low", "high")
    ),
    Column(
        *("last_dose_day", "whole", lambda row: row.last_dose_day.exact),
        "day of the last dose, day 1 being the first; null where it is a range",
    ),
    Column(
        *("last_dose_day_earliest", "whole", lambda row: row.last_dose_day.low),
        "first day on which the last dose can fall",
    ),
    Column(
        *("last_dose_day_latest", "whole", lambda row: row.last_dose_day.high),
        "last day on which the last dose can fall",
    ),
    Column("levels", "whole", own("levels"), "dose levels of the arm, where this is one of several", always=True),
    Column("cohort", "text", own("cohort"), "the part of the trial that the arm belongs to"),
    Column(
        *("pooled", "texts", own("pooled")),
        "the arms that this one pools: their patients are counted in it too",
    ),
    *closing(lambda: DOSES),
)
