"""What reports print of outcomes, typed as a curator types it, and the rows and findings that come of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.poolable import score_lines
from il2sle.evidence.rows import OutcomeRow
from il2sle.records.model import Trial
from il2sle.views.columns import TABLES
from il2sle.views.compare import compare_page
from il2sle.views.outcomes import said
from minimal import base, data


def typed(outcome: str, **more: str) -> Trial:
    """The base record with its first outcome typed anew; `more` are other parts of the record."""
    record = base()
    record["outcomes"][0] = data(outcome)
    for key, text in more.items():
        record[key] = data(text)
    return Trial.model_validate(record)


def rows(trial: Trial) -> list[OutcomeRow]:
    return [row for row in Examined(trial).outcomes if row.missing is None]


def row(outcome: str, **more: str) -> OutcomeRow:
    return rows(typed(outcome, **more))[0]


def codes(trial: Trial) -> dict[str, str]:
    return {finding.code: finding.message for finding in Examined(trial).findings}


def column(one: OutcomeRow, name: str) -> Any:  # noqa: ANN401  whatever the column holds
    return next(column.value(one) for column in TABLES["outcomes"] if column.name == name)


def words(one: OutcomeRow) -> str:
    return "; ".join(said(one))


def texts(trial: Trial) -> str:
    """All the cells of the outcomes of a comparison, as a table shows them."""
    page = compare_page(compare([Examined(trial)], sections=("outcomes",)), ("outcomes",), full=True)
    return " | ".join(cell.marked for cell in page.cells())


def outcome(results: str, **keys: str) -> str:
    """An outcome of the base record's endpoint at week 52, with the results of its two arms in braces."""
    known = {"endpoint": "SRI-4", "analysis": "secondary", "population": "ITT", **keys}
    return (
        "{"
        + ", ".join(f"{key}: {value}" for key, value in known.items())
        + f", results: {{week 52: {{{results}}}}}, cite: "
        + '"paper, Table 1"}'
    )


# Effects


CMH = "stratified CMH, which weights the percentages too"
POOLED = outcome(
    "drug: {events: 171, n: 360, percent: 47.5, difference: 16.6, difference_ci: [9.7, 23.6]}, "
    "placebo: {events: 112, n: 366, percent: 30.8}",
    adjusted=f'"{CMH}"',
)


def test_counts_and_the_percentage_of_a_model_are_both_kept() -> None:
    one = row(POOLED)
    assert one.comparator is not None
    assert (one.comparator.events.value, one.comparator.percent.value) == (112, Decimal("30.8"))
    assert one.comparator.model == CMH  # 112/366 is 30.6%
    assert one.arm is not None
    assert one.arm.model == CMH  # 171/360 is 47.5%, by chance
    assert column(one, "percent_model") == CMH
    assert not {"R102", "R107", "W201", "W209"} & set(codes(typed(POOLED)))
    assert "30.8¶" in texts(typed(POOLED))


def test_a_crude_difference_stands_behind_the_adjusted_one() -> None:
    adjusted, crude = (one for one in row(POOLED).effects if one.measure == "difference")
    assert (adjusted.value.value, adjusted.model) == (Decimal("16.6"), CMH)
    assert crude.model is None
    assert crude.value.derived
    assert crude.value.value == pytest.approx(100 * (171 / 360 - 112 / 366))


@pytest.mark.parametrize(("percent", "n"), [("36.8", 190), ("30.8", 366), ("46.4", 135)])
def test_nothing_follows_from_an_adjusted_percentage(percent: str, n: int) -> None:
    text = outcome(f"drug: {{percent: {percent}, n: {n}}}, placebo: {{percent: 20.1, n: 180}}", adjusted="CMH weights")
    one = row(text)
    assert one.arm is not None
    assert not one.arm.events
    assert one.effects == ()
    assert not {"W201", "N301"} & set(codes(typed(text)))


def test_the_same_percentage_unadjusted_gives_its_count() -> None:
    one = row(outcome("drug: {percent: 36.8, n: 190}, placebo: {percent: 20, n: 180}"))
    assert one.arm is not None
    assert one.arm.events.value == 70


MIXED = outcome(
    "drug: {events: 15, n: 21, percent: 73.1, odds_ratio: 7.09, odds_ratio_ci: [2.11, 23.85], level: 90}, "
    "placebo: {events: 8, n: 30, percent: 27.7}",
    adjusted="generalised linear mixed model",
)


def test_an_interval_of_another_level_is_never_under_95() -> None:
    effect = row(MIXED).effect("odds_ratio")
    assert effect is not None
    assert (effect.level, effect.low.value, effect.high.value) == (Decimal(90), Decimal("2.11"), Decimal("23.85"))
    assert (column(row(MIXED), "odds_ratio_level"), column(row(MIXED), "difference_level")) == (90, 95)
    assert column(row(MIXED), "interval_level") is None
    assert "R102" not in codes(typed(MIXED))


def test_the_level_is_said_in_the_table() -> None:
    only_ratio = outcome(
        "drug: {odds_ratio: 7.09, odds_ratio_ci: [2.11, 23.85], level: 90}, placebo: {missing: not reported}"
    )
    assert "90% CI: 2.11 to 23.85" in texts(typed(only_ratio))


CHANGE = (
    "{endpoint: SLEDAI, measure: change from baseline, statistic: LS mean ± SE, analysis: secondary, population: ITT, "
    "results: {week 24: {drug: {value: -5.1, se: 0.4, n: 30, mean_difference: -1.3, mean_difference_ci: [-2.4, -0.2]}, "
    'placebo: {value: -3.8, se: 0.4, n: 30}}}, cite: "paper, Table 2"}'
)


def test_a_mean_difference_is_never_in_points() -> None:
    one = row(CHANGE)
    assert one.effect("difference") is None
    effect = one.effect("mean_difference")
    assert effect is not None
    assert (effect.value.value, effect.about.scale) == (Decimal("-1.3"), "score")
    assert column(one, "difference") is None
    assert column(one, "arm_se") == Decimal("0.4")
    assert column(one, "arm_sd") is None
    assert "MD −1.3" in texts(typed(CHANGE))


def test_a_mean_difference_may_be_of_any_size() -> None:
    effect = row(CHANGE.replace("-1.3", "-412.5").replace("[-2.4, -0.2]", "[-700, -125]")).effect("mean_difference")
    assert effect is not None
    assert effect.value.value == Decimal("-412.5")


def test_a_row_with_only_an_odds_ratio_shows_it() -> None:
    text = outcome(
        "drug: {odds_ratio: 1.8, odds_ratio_ci: [1.2, 2.8], p: 0.0078}, placebo: {says: no figure of its own}"
    )
    one = row(text)
    assert one.leading is not None
    assert one.leading.measure == "odds_ratio"
    assert "OR 1.8" in texts(typed(text))
    assert "1.2 to 2.8" in texts(typed(text))


LISTED = outcome(
    "drug: {events: 18, n: 30, effects: [{measure: odds_ratio, value: 3.50, ci: [1.21, 10.2], p: 0.02}, "
    "{measure: odds_ratio, value: 2.9, ci: [1.1, 7.6], level: 90, se: 0.5, p: 0.0331 one-sided, "
    "model: logistic regression}]}, placebo: {events: 9, n: 30}"
)


def test_crude_and_adjusted_stand_beside_each_other() -> None:
    printed = [one for one in row(LISTED).effects if one.value.state == "printed"]
    assert [(one.value.value, one.model, one.level) for one in printed] == [
        (Decimal("3.50"), None, Decimal(95)),
        (Decimal("2.9"), "logistic regression", Decimal(90)),
    ]
    assert printed[1].p is not None
    assert printed[1].p.sides == 1
    assert printed[1].se.value == Decimal("0.5")


def test_the_p_of_a_row_is_that_of_its_first_effect() -> None:
    one = row(LISTED)
    assert one.p is not None
    assert one.p.value == Decimal("0.02")
    assert one.p_check is not None


@pytest.mark.parametrize(
    ("key", "value", "low", "high"), [("hazard_ratio", 1.55, 1.11, 2.18), ("rate_ratio", 0.75, 0.60, 0.95)]
)
def test_hazard_and_rate_ratios_are_measures_of_their_own(key: str, value: float, low: float, high: float) -> None:
    effect = row(outcome(f"drug: {{{key}: {value}, {key}_ci: [{low}, {high}]}}")).effect(key)
    assert effect is not None
    assert float(effect.value.value or 0) == value
    assert effect.crosses is False


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("0.0331 one-sided", "0.0331 one-sided"),
        ("≤0.05", "≤0.05"),
        ("<=0.05", "≤0.05"),
        ("<.05", "<0.05"),
        ("NS", "NS"),
        ("0.0050", "0.0050"),
    ],
)
def test_a_p_is_typed_as_it_is_printed(text: str, printed: str) -> None:
    one = row(outcome(f"drug: {{events: 18, n: 30, p: {text}}}, placebo: {{events: 9, n: 30}}"))
    assert one.p is not None
    assert one.p.printed == printed


def test_a_one_sided_p_is_held_against_no_two_sided_test() -> None:
    trial = typed(outcome("drug: {events: 18, n: 30, p: 0.0331 one-sided}, placebo: {events: 9, n: 30}"))
    assert not {"W202", "W203", "N305"} & set(codes(trial))
    check = rows(trial)[0].p_check
    assert check is not None
    assert check.reproduced is None
    assert "one-sided" in check.verdict


@pytest.mark.parametrize(
    ("effect", "said_of_it"),
    [
        ("odds_ratio: 0.29", "3.50; it is the inverse"),
        ("risk_ratio: 3.0", "2.00"),
        ("difference: 12.0", "30.0"),
        ("difference: 0.30", "30.00; it is a share, where points are meant"),
    ],
)
def test_a_printed_effect_is_held_against_its_counts(effect: str, said_of_it: str) -> None:
    trial = typed(outcome(f"drug: {{events: 18, n: 30, {effect}}}, placebo: {{events: 9, n: 30}}"))
    assert codes(trial)["W209"].endswith(said_of_it)


@pytest.mark.parametrize("effect", ["odds_ratio: 3.5", "risk_ratio: 2.0", "difference: 30.0", "difference: 30"])
def test_a_printed_effect_that_its_counts_give_is_silent(effect: str) -> None:
    assert "W209" not in codes(typed(outcome(f"drug: {{events: 18, n: 30, {effect}}}, placebo: {{events: 9, n: 30}}")))


def test_a_difference_that_the_percentages_do_not_give_is_a_warning() -> None:
    trial = typed(outcome("drug: {percent: 49.5, difference: 14.6}, placebo: {percent: 34.6}"))
    assert codes(trial)["W209"] == "49.5 minus 34.6 is 14.9, not 14.6"


def test_a_cut_percentage_names_the_other_count() -> None:
    one = row(outcome("drug: {percent: 28, n: 69}, placebo: {percent: 20, n: 70}"))
    assert one.arm is not None
    assert one.arm.events.method.endswith("if it was rounded; if it was cut off, 20/69")


def test_an_interval_and_a_p_on_different_sides_are_told_in_the_row() -> None:
    trial = typed(outcome("drug: {events: 16, n: 29, p: 0.052}, placebo: {events: 9, n: 30}"))
    message = codes(trial)["W210"]
    assert "0.1 to 46.3, computed from the counts" in message
    assert any(remark.code == "W210" and remark.text == message for remark in rows(trial)[0].remarks)


def test_a_printed_interval_against_its_p_may_be_a_misprint() -> None:
    trial = typed(outcome("drug: {odds_ratio: 1.8, odds_ratio_ci: [1.2, 2.8], p: 0.2}, placebo: {says: none}"))
    assert "misprint" in codes(trial)["W210"]


def test_an_interval_of_another_level_says_nothing_about_p() -> None:
    text = "drug: {odds_ratio: 1.8, odds_ratio_ci: [1.2, 2.8], level: 90, p: 0.06}, placebo: {says: none}"
    assert "W210" not in codes(typed(outcome(text)))


# What was measured, on whom, when


@pytest.mark.parametrize(
    ("endpoint", "measure"),
    [("SRI-5", "responders"), ("CLASI-50", "responders"), ("complete renal response", "responders")],
)
def test_named_endpoints_have_their_usual_measure(endpoint: str, measure: str) -> None:
    one = row(outcome("drug: {events: 18, n: 30}, placebo: {events: 9, n: 30}", endpoint=endpoint))
    assert (one.endpoint, one.measure, one.better) == (endpoint, measure, "higher")


def test_a_record_may_define_an_endpoint() -> None:
    text = outcome("drug: {events: 18, n: 30}, placebo: {events: 9, n: 30}", endpoint="SRI-9", measure="responders")
    trial = typed(text, definitions="{SRI-9: SLE Responder Index with nine points off}")
    assert "R004" not in codes(trial)
    assert rows(trial)[0].endpoint == "SRI-9"


RENAL = outcome("drug: {events: 18, n: 30}, placebo: {events: 9, n: 30}", endpoint="complete renal response")


def test_a_further_endpoint_stands_in_compare_where_it_is_primary() -> None:
    primary = RENAL.replace("analysis: secondary", "analysis: primary")
    shown = [row.endpoint for row in compare([Examined(typed(primary))]).outcomes]
    assert "complete renal response" in shown


def test_what_is_not_shown_is_counted() -> None:
    comparison = compare([Examined(typed(RENAL))])
    assert "complete renal response" not in {row.endpoint for row in comparison.outcomes}
    assert comparison.notes == (
        "Not shown here: 1 further outcome of 1 trial; `il2sle show TRIAL` shows them all, `--endpoint` one of them.",
    )
    asked = compare([Examined(typed(RENAL))], filters=Filters(endpoints=["complete renal response"]))
    assert len(asked.outcomes) == 1
    assert not any("further" in note for note in asked.notes)


def two_doses(met: str) -> Trial:
    record = base()
    low = {**record["arms"]["drug"], "label": "IL-2 0.5 million IU", "dose": Decimal("0.5")}
    record["arms"] = {"drug": record["arms"]["drug"], "low": low, "placebo": record["arms"]["placebo"]}
    record["people"]["randomised"] = 90
    record["people"]["enrolled"] = 90
    record["outcomes"][0]["met"] = data(met)
    record["outcomes"][0]["results"]["week 12"]["low"] = data("{events: 12, n: 30}")
    return Trial.model_validate(record)


def test_a_verdict_belongs_to_an_arm() -> None:
    trial = two_doses("{drug: true, low: false}")
    assert {row.arm.arm: row.met for row in rows(trial) if row.arm} == {"drug": True, "low": False}
    study = Examined(trial).study
    assert study.primary_met is None
    assert [(one.arm, one.met) for one in study.verdicts] == [
        ("IL-2 1 million IU", True),
        ("IL-2 0.5 million IU", False),
    ]


def test_of_two_primary_endpoints_each_has_its_verdict() -> None:
    record = base()
    record["outcomes"][2] = data(
        "{endpoint: BICLA, population: ITT, analysis: primary, met: false, "
        'results: {week 12: {drug: {events: 12, n: 30}, placebo: {events: 9, n: 30}}}, cite: "paper, Table 2"}'
    )
    study = Examined(Trial.model_validate(record)).study
    assert [(one.endpoint, one.met) for one in study.verdicts] == [("SRI-4, week 12", True), ("BICLA, week 12", False)]
    assert study.primary_met is None


def test_the_registered_primary_endpoint_stands_beside_the_published_one() -> None:
    record = base()
    record["design"]["registered_aim"] = data('{is: SRI at week 24, cite: "registry, primary outcome"}')
    record["outcomes"][0]["registered"] = "not registered"
    later = data('{endpoint: SRI-4, population: ITT, analysis: secondary, registered: primary, cite: "paper, Table 2"}')
    later["results"] = data("{week 24: {drug: {events: 19, n: 30}, placebo: {events: 11, n: 30}}}")
    record["outcomes"].insert(1, later)
    examined = Examined(Trial.model_validate(record))
    assert examined.study.registered_primary == "SRI at week 24"
    first, second = rows(examined.trial)
    assert "primary endpoint in the publication, not registered, met" in words(first)
    assert "secondary endpoint in the publication, registered as primary" in words(second)
    assert second.main


SUBGROUP = outcome("drug: {events: 18, n: 52}, placebo: {events: 9, n: 50}").replace(
    "analysis: secondary", "analysis: primary, met: true, subgroup: {by: baseline SLEDAI, is: under 10, n: 102}"
)


def test_a_subgroup_is_visible_and_never_the_main_result() -> None:
    trial = typed(SUBGROUP)
    one = rows(trial)[0]
    assert column(one, "subgroup") == "baseline SLEDAI under 10"
    assert words(one).startswith("SUBGROUP: baseline SLEDAI under 10")
    assert not one.main
    assert Examined(trial).study.primary_endpoint is None


def test_a_subgroup_has_no_size_of_its_population() -> None:
    one = row(SUBGROUP.replace(", n: 52", "").replace(", n: 50", ""))
    assert one.arm is not None
    assert not one.arm.n


@pytest.mark.parametrize(
    ("time", "week", "plain"),
    [
        ("week 52", 52, True),
        ("to week 52", 52, False),
        ("week 52 or early termination", 52, False),
        ("week 20 to 24", 24, False),
        ("day 85", None, False),
        ("month 6", None, False),
        ("end of treatment", None, False),
    ],
)
def test_time_is_typed_as_printed(time: str, week: int | None, plain: bool) -> None:  # noqa: FBT001
    text = outcome("drug: {events: 18, n: 30}, placebo: {events: 9, n: 30}").replace("week 52", time)
    one = row(text)
    assert (one.time, one.week, one.plain_week) == (time, week, plain)
    assert column(one, "time") == time
    assert plain or time in texts(typed(text))


def test_results_of_different_times_never_share_a_line() -> None:
    record = base()
    results = record["outcomes"][0]["results"]
    results["to week 12"] = results["week 12"]
    listed = rows(Trial.model_validate(record))
    assert [one.time for one in listed] == ["week 12", "to week 12"]


@pytest.mark.parametrize("assignment", ["crossover", "re-randomised"])
def test_a_design_without_two_groups_gives_no_effect(assignment: str) -> None:
    record = base()
    record["design"]["assignment"] = assignment
    one = rows(Trial.model_validate(record))[0]
    assert one.effects == ()
    assert one.barred
    assert f"no effect computed: {one.barred}" in words(one)


@pytest.mark.parametrize("population", ["safety", "full analysis", "evaluable"])
def test_the_sets_of_the_field_have_names(population: str) -> None:
    assert row(outcome("drug: {events: 18, n: 30}", population=population)).population == population


CLAIMS = outcome(
    "drug: {events: 16, n: 29, shown_by: primary publication, "
    'claims: [{events: 17, cite: "registry, results"}]}, placebo: {events: 9, n: 30}'
)


def test_claims_on_a_result_say_what_each_does_to_the_difference() -> None:
    trial = typed(CLAIMS)
    assert codes(trial)["W205"] == (
        "sources differ on IL-2 1 million IU: 16/29 (paper: Table 1), difference +25.2 points; "
        "17 responders (registry: results), difference +28.6 points; shown: the first, by the rule: primary publication"
    )
    assert "NCT00000001/registry" in {pointer.source for pointer in rows(trial)[0].sources}


@pytest.mark.parametrize(
    "text",
    [
        CLAIMS.replace("shown_by: primary publication, ", ""),
        CLAIMS.replace('claims: [{events: 17, cite: "registry, results"}]', "note: none"),
    ],
)
def test_claims_need_the_rule_by_which_one_is_shown(text: str) -> None:
    assert "R110" in codes(typed(text))


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param("events: 16, n: 29", id="the same counts"),
        pytest.param("percent: 55.2", id="the percentage that they give"),
        pytest.param("p: '>0.05'", id="a bound that the p keeps"),
        pytest.param("risk_ratio: 1.8", id="what is printed nowhere else"),
    ],
)
def test_a_claim_that_agrees_is_no_conflict_and_needs_no_rule(claim: str) -> None:
    text = f'drug: {{events: 16, n: 29, p: 0.052, claims: [{{{claim}, cite: "registry, results"}}]}}'
    assert not {"R110", "W205"} & set(codes(typed(outcome(f"{text}, placebo: {{events: 9, n: 30}}"))))


@pytest.mark.parametrize(
    ("mine", "claim", "said"),
    [
        ("value: 6, sd: 2", "sd: 3.1", "sd 3.1 (registry: results)"),
        ("value: 6, range: [2, 8]", "range: [2, 9]", "range 2 to 9 (registry: results)"),
        ("value: 6, mean_difference: -1, mean_difference_ci: [-2, 0]", "mean_difference_ci: [-3, 1]", "-3 to 1"),
    ],
)
def test_a_claim_may_hold_spreads_and_intervals(mine: str, claim: str, said: str) -> None:
    drug = f'{{{mine}, shown_by: primary publication, claims: [{{{claim}, cite: "registry, results"}}]}}'
    trial = typed(outcome(f"drug: {drug}, placebo: {{value: 7}}", endpoint="SLEDAI, measure: score, statistic: mean"))
    assert said in codes(trial)["W205"]


def test_a_median_with_a_deviation_is_told_as_printed_and_exported_as_no_mean() -> None:
    scores = "drug: {value: 4.0, sd: 1.2, n: 30}, placebo: {value: 5.0, sd: 1.4, n: 30}"
    trial = typed(outcome(scores, endpoint="SLEDAI, measure: score, statistic: median ± SD"))
    assert not [code for code in codes(trial) if code.startswith("R")]
    assert column(rows(trial)[0], "arm_sd") == Decimal("1.2")
    lines, left_out = score_lines(rows(trial))
    assert (lines, left_out[0][1]) == ([], "median ± SD: no mean")


@pytest.mark.parametrize("missing", ["not reported", "not measured"])
def test_a_p_within_an_arm_may_be_all_that_is_known(missing: str) -> None:
    scores = f"drug: {{p_within: <0.01, missing: {missing}}}"
    trial = typed(outcome(scores, endpoint="SLEDAI, measure: score, statistic: mean"))
    assert not [code for code in codes(trial) if code.startswith("R")]
    one = Examined(trial).outcomes[0]
    assert (one.missing, str(column(one, "arm_p_within"))) == (missing, "0.01")


READ_OFF = outcome("drug: {percent: 62, n: 30, read_off: 'Figure 2, with a ruler'}, placebo: {percent: 30, n: 30}")


def test_what_was_read_off_a_graph_is_neither_printed_nor_derived() -> None:
    one = row(READ_OFF)
    assert one.arm is not None
    assert (one.arm.percent.state, one.arm.percent.method) == ("read off", "Figure 2, with a ruler")
    assert not one.arm.events
    assert "62≈" in texts(typed(READ_OFF))
    assert "W201" not in codes(typed(READ_OFF))


# The same outcome twice


def test_the_same_outcome_twice_is_an_error() -> None:
    record = base()
    record["outcomes"].append(record["outcomes"][0])
    found = [finding for finding in Examined(Trial.model_validate(record)).findings if finding.code == "R117"]
    assert [finding.loc for finding in found] == [
        ("outcomes", len(record["outcomes"]) - 1, "results", "week 12", arm) for arm in ("drug", "placebo")
    ]


@pytest.mark.parametrize(
    "change",
    ["{population: PP}", "{subset: lupus nephritis}", "{analysis: post hoc}", "{subgroup: {by: interferon, is: high}}"],
)
def test_another_population_or_role_is_another_outcome(change: str) -> None:
    record = base()
    record["outcomes"].append({**record["outcomes"][0], **data(change)})
    assert "R117" not in codes(Trial.model_validate(record))
