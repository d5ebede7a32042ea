"""The columns of `forest`: a row for every row of the plot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from il2sle.evidence.figure import MEASURES, MISSING, Figure
from il2sle.evidence.forest import PlotRow, sides
from il2sle.records import vocabulary
from il2sle.records.vocabulary import labels

from .column import Column, Figures, Kind, identity


def _own(name: str) -> Callable[[PlotRow], Any]:
    """The field of the row of outcomes or harms behind it; null where that has none."""
    return lambda row: getattr(row.row, name, None)


def _side(side: int, figure: int) -> Callable[[PlotRow], Figure]:
    return lambda row: sides(row)[side][figure]


def _effect(name: str) -> Callable[[PlotRow], Any]:
    return lambda row: getattr(row.effect, name) if row.effect else MISSING if name in _FIGURES else None


_FIGURES = {"value", "low", "high"}


def _label(row: PlotRow) -> str | None:
    side = getattr(row.row, "arm", None)
    return getattr(side, "label", None) or getattr(row.row, "arm_label", None)


_COUNTED: tuple[tuple[str, Kind, str], ...] = (
    ("events", "whole", "patients with the event"),
    ("n", "whole", "patients"),
    ("percent", "number", "percent"),
)
_SIDES = tuple(
    Column(f"{prefix}{name}", kind, _side(side, place), f"{meaning} {words}")
    for side, (prefix, words) in enumerate((("", "of the arm"), ("comparator_", "of its comparator")))
    for place, (name, kind, meaning) in enumerate(_COUNTED)
)
_HELD = Figures(lambda: FOREST)
FOREST: tuple[Column[PlotRow], ...] = (
    *identity(),
    Column("endpoint", "text", _own("endpoint"), "the endpoint; null in a plot of a harm"),
    Column("measure", "text", _own("measure"), "what was measured of it"),
    Column("event", "text", _own("event"), "the harm; null in a plot of an endpoint"),
    Column("time", "text", _own("time"), "the time as the record types it"),
    Column("week", "whole", _own("week"), "the week, where it is one"),
    Column("population", "text", _own("population"), "the set of patients", vocabulary.POPULATIONS),
    Column("subset", "text", _own("subset"), "a part of that set, in words"),
    Column("subgroup", "text", _own("subgroup"), "patients chosen by a trait at baseline, in words"),
    Column("analysis", "text", _own("analysis"), "the role of the analysis", labels(vocabulary.Analysis)),
    Column("arm_label", "text", _label, "the arm in words"),
    Column("comparator_label", "text", _own("against"), "its comparator in words"),
    *_SIDES,
    Column("effect", "text", _effect("measure"), "the measure of effect; null without one", MEASURES),
    Column("value", "number", _effect("value"), "the estimate"),
    Column("low", "number", _effect("low"), "lower end of its interval"),
    Column("high", "number", _effect("high"), "upper end of its interval"),
    Column("level", "number", _effect("level"), "of the interval, in percent"),
    Column("model", "text", _effect("model"), "the model behind an adjusted effect; null for a crude one"),
    Column("further", "whole", lambda row: row.further, "other effects by the same measure", always=True),
    Column(
        *("rest_missing", "text", _own("rest_missing")),
        "how each figure is missing that the arm lacks, or its effect; null where the record says nothing of the harm",
        words=vocabulary.MISSING,
    ),
    Column("why", "text", lambda row: row.why or None, "why there is nothing to draw; null with an effect"),
    Column(
        *("same_patients", "text", lambda row: row.trial if row.joined else None),
        "the trial, where another row of the plot holds patients of this one",
    ),
    Column("derived", "texts", _HELD.derived, "the figures that il2sle computed"),
    Column("figures", "figures", _HELD.of, "state, method and source of each figure"),
    Column("sources", "pointers", lambda row: getattr(row.row, "sources", ()), "where the figures of the row stand"),
)
