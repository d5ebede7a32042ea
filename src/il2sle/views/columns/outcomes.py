"""The columns of `outcomes`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from il2sle.evidence.figure import MEASURES, Figure, Side
from il2sle.evidence.rows import OutcomeRow
from il2sle.records import vocabulary
from il2sle.records.vocabulary import labels

from .column import Column, closing, identity, own

SIGNS = ("=", "<", ">", "≤", "≥")
SCORE = "of the score that `statistic` describes"


def _arm(name: str) -> Callable[[OutcomeRow], Any]:
    return lambda row: getattr(row.arm, name) if row.arm else None


def _comparator(name: str) -> Callable[[OutcomeRow], Any]:
    return lambda row: getattr(row.comparator, name) if row.comparator else None


def _within(side: Side | None) -> tuple[Decimal | None, str | None]:
    p = side.p_within if side else None
    return (p.value, p.comparator) if p else (None, None)


def _modelled(row: OutcomeRow) -> str | None:
    return next((side.model for side in (row.arm, row.comparator) if side and side.model), None)


def _crude(measure: str, part: str) -> Callable[[OutcomeRow], Figure | None]:
    def get(row: OutcomeRow) -> Figure | None:
        effect = row.effect(measure)
        return getattr(effect, part) if effect else None

    return get


def _others(row: OutcomeRow) -> Iterable[str]:
    return (f"{', '.join(other.arms)}: {other.says or other.missing}" for other in row.others)


_INTERVALS = {
    "difference": "arm minus comparator, in percentage points",
    "risk_ratio": "risk in the arm over risk in the comparator",
    "odds_ratio": "odds in the arm over odds in the comparator",
}


def _effect_columns() -> Iterable[Column[OutcomeRow]]:
    for key, meaning in _INTERVALS.items():
        method = MEASURES[key].method
        interval = f"lower end of its interval: as printed, else derived ({method}); null where neither is possible"
        yield Column(key, "number", _crude(key, "value"), f"{meaning}; all others stand in the section effects")
        yield Column(f"{key}_low", "number", _crude(key, "low"), interval)
        yield Column(f"{key}_high", "number", _crude(key, "high"), "upper end of that interval")
        yield Column(f"{key}_level", "number", _level_of(key), "level of that interval, in percent; null without one")


def _level_of(measure: str) -> Callable[[OutcomeRow], object]:
    def get(row: OutcomeRow) -> object:
        effect = row.effect(measure)
        return effect.level if effect and effect.low else None

    return get


def _level(row: OutcomeRow) -> object:
    """The level of all intervals that the columns hold; none where a printed one differs from ours."""
    levels = {level for measure in _INTERVALS if (level := _level_of(measure)(row)) is not None}
    return levels.pop() if len(levels) == 1 else None


OUTCOMES: tuple[Column[OutcomeRow], ...] = (
    *identity(),
    Column(
        *(
            "endpoint",
            "text",
            own("endpoint"),
            "what was measured: a name of the field, one that the record defines, or `other`",
        ),
        always=True,
    ),
    Column("measure", "text", own("measure"), "how it was measured, e.g. responders", always=True),
    Column(
        *("instrument", "text", own("instrument")),
        "variant of the SLEDAI, alone or inside the SRI-4; `SLEDAI` where the variant is not stated",
        words=None,
    ),
    Column("time", "text", own("time"), "the time as the source words it, e.g. `week 12`, `to week 52`, `month 6`"),
    Column(
        "week",
        "whole",
        own("week"),
        "weeks from the first dose, of `to week 52` the last; null where the source states none",
    ),
    Column(
        *("population", "text", own("population"), "analysis population, as each trial defines it"),
        words=vocabulary.POPULATIONS,
    ),
    Column("subset", "text", own("subset"), "part of the population that was analysed; null for all of it"),
    Column(
        *("analysis", "text", own("analysis"), "role of the analysis in the trial; null where no source states it"),
        words=labels(vocabulary.Analysis),
    ),
    Column(
        *(
            "subgroup",
            "text",
            own("subgroup"),
            "patients chosen by a trait at baseline: never the main result of a trial",
        ),
    ),
    Column("subgroup_n", "whole", own("subgroup_n"), "patients of the subgroup, over all arms"),
    Column(
        *("registered", "text", own("registered")),
        "role of the endpoint in the registration, where a record says that it is another",
        labels(vocabulary.RegisteredRole),
    ),
    Column("met", "flag", own("met"), "whether this primary endpoint was met; null where no source states it"),
    Column("arm", "text", _arm("arm"), "key of the arm in the record; null where the row is about no single arm"),
    Column("arm_label", "text", _arm("label"), "the arm in words"),
    Column(
        *("comparator", "text", own("against_key")),
        "key of the arm that this one stands against; null in an uncontrolled series",
    ),
    Column("comparator_label", "text", own("against"), "the comparator in words"),
    Column("arm_events", "whole", _arm("events"), "responders in the arm"),
    Column("arm_n", "whole", _arm("n"), "patients in the arm"),
    Column(
        *("arm_percent", "number", _arm("percent")),
        "responders in percent of patients; never a difference against placebo",
    ),
    Column("comparator_events", "whole", _comparator("events"), "responders in the comparator"),
    Column("comparator_n", "whole", _comparator("n"), "patients in the comparator"),
    Column("comparator_percent", "number", _comparator("percent"), "responders in percent of patients"),
    Column(
        *("statistic", "text", own("statistic")),
        "what the score columns hold, e.g. `median (range)`; null for responders",
        words=labels(vocabulary.Statistic),
    ),
    Column("unit", "text", own("unit"), "unit of the score"),
    Column("arm_value", "number", _arm("value"), f"centre {SCORE}, in the arm"),
    Column("arm_low", "number", _arm("low"), f"lower end {SCORE}, in the arm"),
    Column("arm_high", "number", _arm("high"), f"upper end {SCORE}, in the arm"),
    Column("arm_sd", "number", _arm("sd"), f"standard deviation {SCORE}, in the arm"),
    Column("arm_se", "number", _arm("se"), f"standard error {SCORE}, in the arm"),
    Column("comparator_value", "number", _comparator("value"), f"centre {SCORE}, in the comparator"),
    Column("comparator_low", "number", _comparator("low"), f"lower end {SCORE}, in the comparator"),
    Column("comparator_high", "number", _comparator("high"), f"upper end {SCORE}, in the comparator"),
    Column("comparator_sd", "number", _comparator("sd"), f"standard deviation {SCORE}, in the comparator"),
    Column("comparator_se", "number", _comparator("se"), f"standard error {SCORE}, in the comparator"),
    Column(
        "percent_model", "text", _modelled, "what the percentages were estimated by, where they are no counted shares"
    ),
    Column("read_off", "text", own("read_off"), "how the figures were read off a graph, where no source prints them"),
    *_effect_columns(),
    Column(
        *("interval_level", "number", _level),
        "level that all intervals of this row have, in percent; null where they differ: see the level of each",
    ),
    Column("p", "number", lambda row: row.p and row.p.value, "p-value between the arms, as printed"),
    Column("p_sides", "whole", lambda row: row.p and row.p.sides, "sides of the test behind the printed p-value"),
    Column(
        *("p_comparator", "text", lambda row: row.p and row.p.comparator, "the sign before the printed p-value"),
        words=SIGNS,
    ),
    Column(
        *("p_check", "text", lambda row: row.p_check and row.p_check.verdict),
        "whether a test on the counts gives the printed p-value; null where there is nothing to check",
    ),
    *(
        Column(
            *(f"p_{key}", "number", lambda row, name=name: row.p_check and row.p_check.tests.get(name)),
            f"two-sided p-value of {title} on the counts; null where a printed p has no counts to be held against",
        )
        for key, name, title in (
            ("pearson", "Pearson", "Pearson's chi-square"),
            ("pearson_n_minus_1", "Pearson N-1", "the chi-square with N - 1"),
            ("yates", "Yates", "the chi-square with continuity correction"),
            ("fisher", "Fisher", "Fisher's exact test"),
        )
    ),
    Column("arm_p_within", "number", lambda row: _within(row.arm)[0], "p-value of the arm against its own baseline"),
    Column("arm_p_within_comparator", "text", lambda row: _within(row.arm)[1], "the sign before it", SIGNS),
    Column("comparator_p_within", "number", lambda row: _within(row.comparator)[0], "the same of the comparator"),
    Column(
        *("comparator_p_within_comparator", "text", lambda row: _within(row.comparator)[1], "the sign before it"),
        words=SIGNS,
    ),
    Column("adjusted", "text", own("adjusted"), "the model behind the figures, where a source declares one"),
    Column("weeks_off", "whole", own("weeks_off"), "weeks since the end of treatment; null during it"),
    Column("sharing", "whole", own("sharing"), "treated arms that stand against the same comparator", always=True),
    Column(
        *("placebo_adjusted", "flag", own("placebo_adjusted")),
        "whether only a difference is known, and no share of either arm",
        always=True,
    ),
    Column("linked_by", "text", own("linked_by"), "why a report that does not name the trial is taken for it"),
    Column("second_hand", "flag", own("second_hand"), "whether all that is cited are others' reports", always=True),
    Column("source_kinds", "texts", own("kinds"), "the kinds of the sources cited"),
    Column("population_means", "text", own("population_means"), "what the trial means by the population"),
    Column("better", "text", own("better"), "the direction of benefit", labels(vocabulary.Better)),
    Column("barred", "text", own("barred"), "why the design forbids an effect between the arms"),
    Column("pooled", "texts", own("pooled"), "the arms that this one pools: their patients are in its figures too"),
    Column(
        *("others", "texts", lambda row: tuple(_others(row))),
        "the other treated arms, of which no figure is known, and what is said of them",
    ),
    Column("missing", "text", own("missing"), "why there are no figures; null where there are", vocabulary.MISSING),
    Column(
        *("rest_missing", "text", own("rest_missing")),
        "how each figure is missing that the row lacks, except of the comparator: as `missing`, else `not read` where "
        "a report that may hold it was not read to its end",
        words=vocabulary.MISSING,
        always=True,
    ),
    Column(
        *("comparator_rest_missing", "text", own("other_missing")),
        "the same of the comparator; null where no arm stands against another",
        words=vocabulary.MISSING,
    ),
    Column("pending_since", "text", own("pending_since"), "the date on which results were pending"),
    Column("effects", "effects", own("effects"), "every effect of the arm against its comparator"),
    *closing(lambda: OUTCOMES),
)
