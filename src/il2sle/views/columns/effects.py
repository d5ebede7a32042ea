"""The columns of `effects`: a row for every effect of every outcome."""

from __future__ import annotations

from il2sle.evidence.figure import MEASURES, Effect
from il2sle.evidence.rows import OutcomeRow
from il2sle.frozen import Frozen

from .column import Column, Figures, own
from .outcomes import OUTCOMES, SIGNS


class EffectRow(Frozen):
    """An effect, and the outcome that it belongs to."""

    outcome: OutcomeRow
    effect: Effect


def _of_outcome(column: Column[OutcomeRow]) -> Column[EffectRow]:
    return Column(
        column.name, column.kind, lambda row: column.get(row.outcome), column.meaning, column.words, column.always
    )


_SHARED = (
    *(
        "trial",
        "name",
        "endpoint",
        "measure",
        "instrument",
        "time",
        "week",
        "population",
        "subset",
        "subgroup",
        "subgroup_n",
        "analysis",
    ),
    *("arm", "arm_label", "comparator", "comparator_label", "sharing", "better", "rest_missing"),
)
EFFECT: tuple[Column[Effect], ...] = (
    Column("effect", "text", own("measure"), "the measure of effect", MEASURES, always=True),
    Column("value", "number", own("value"), "the estimate, in points, in the unit of the score, or as a ratio"),
    Column("low", "number", own("low"), "lower end of its interval"),
    Column("high", "number", own("high"), "upper end of its interval"),
    Column("level", "number", own("level"), "of the interval, in percent", always=True),
    Column("no_effect", "whole", lambda one: one.about.no_effect, "where the line of no effect lies", always=True),
    Column("se", "number", own("se"), "standard error, on the scale of the estimate, of a ratio on the log scale"),
    Column("p", "number", lambda one: one.p and one.p.value, "p-value printed beside it"),
    Column("p_comparator", "text", lambda one: one.p and one.p.comparator, "the sign before that p-value", SIGNS),
    Column("p_sides", "whole", lambda one: one.p and one.p.sides, "sides of the test behind it"),
    Column("model", "text", own("model"), "the model behind an adjusted effect; null for a crude one"),
)
_HELD = Figures(lambda: EFFECT)
EFFECTS: tuple[Column[EffectRow], ...] = (
    *(_of_outcome(column) for column in OUTCOMES if column.name in _SHARED),
    *(
        Column(c.name, c.kind, lambda row, c=c: c.get(row.effect), c.meaning, c.words, c.always)  # type: ignore[misc]
        for c in EFFECT
    ),
    Column("derived", "texts", lambda row: _HELD.derived(row.effect), "the figures that il2sle computed"),
    Column("figures", "figures", lambda row: _HELD.of(row.effect), "state, method and source of each figure"),
    Column("sources", "pointers", lambda row: row.outcome.sources, "where the figures of the outcome stand"),
)
