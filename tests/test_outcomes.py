from typing import Any

import pytest

from flat import flats
from flat import of as of_shipped
from il2sle.evidence.examined import Examined
from il2sle.evidence.figure import Pointer
from il2sle.evidence.rows import Others, OutcomeHead, OutcomeRow
from il2sle.frozen import fields_of
from il2sle.records.model import Trial
from minimal import DRUG, PLACEBO, RESULTS, minimal

DERIVED, SECOND_HAND = "† ", "secondary source"

Edits = dict[str, str | None]

UNCONTROLLED: Edits = {"arms/placebo": None, RESULTS: "{drug: {events: 18, n: 30, percent: 60.0}}"}
SECOND_DOSE: Edits = {"arms/high": '{label: high, drug: IL-2, cite: "paper, Methods"}'}
SCORE: Edits = {
    "outcomes/0/statistic": "median (range)",
    DRUG: "{value: 6, range: [0, 16], p_within: <0.001}",
    PLACEBO: "{value: 6.50, range: [0.0, 25], p_within: 0.002}",
}
EFFECTS = ("difference", "risk_ratio", "odds_ratio")
EFFECT_COLUMNS = [f"{name}{end}" for name in EFFECTS for end in ("", "_low", "_high")]


def rows(edits: Edits | None = None) -> list[Any]:
    return flats(Examined(minimal(edits)).outcomes)


def first(edits: Edits | None = None) -> Any:  # noqa: ANN401  a row by its columns
    return rows(edits)[0]


def second(text: str) -> Any:  # noqa: ANN401
    """The row of the second outcome, which has no results."""
    return rows({"outcomes/1": f'{{{text}, cite: "paper, whole text"}}'})[1]


def of(trials: list[Trial], trial: str, endpoint: str) -> list[Any]:
    return flats(row for row in of_shipped(trials, trial).outcomes if row.endpoint == endpoint)


# A row of two arms


def test_row_says_what_was_measured_when_and_in_whom() -> None:
    own = first({"outcomes/0/instrument": "SELENA-SLEDAI", "outcomes/0/subset": "nephritis"})
    assert (own.trial, own.name, own.endpoint, own.measure) == ("NCT00000001", "Base", "SRI-4", "responders")
    assert (own.instrument, own.week, own.population, own.subset) == ("SELENA-SLEDAI", 12, "ITT", "nephritis")
    assert (own.analysis, own.statistic, own.missing) == ("primary", None, None)


def test_row_names_both_arms() -> None:
    own = first()
    assert (own.arm, own.arm_label) == ("drug", "IL-2 1 million IU")
    assert (own.comparator, own.comparator_label) == ("placebo", "placebo")


def test_reported_figures_keep_their_digits() -> None:
    own = first({DRUG: "{events: 18, n: 30, percent: 60.00, p: 0.020}"})
    assert (own.arm_events, own.arm_n, str(own.arm_percent)) == (18, 30, "60.00")
    assert (own.comparator_events, own.comparator_n, str(own.comparator_percent)) == (9, 30, "30.0")
    assert (str(own.p), own.p_comparator, own.p_check) == ("0.020", "=", "consistent with Pearson")


def test_computed_effects_are_floats_and_derived() -> None:
    own = first()
    assert own.derived == tuple(EFFECT_COLUMNS)
    assert {type(getattr(own, name)) for name in EFFECT_COLUMNS} == {float}
    assert (own.difference, own.risk_ratio, own.odds_ratio) == (30.0, 2.0, 3.5)


@pytest.mark.parametrize(
    ("drug", "placebo", "derived"),
    [
        pytest.param("{percent: 60.0}", "{events: 9, percent: 30.0}", {"arm_events"}, id="events of the arm"),
        pytest.param("{events: 18, percent: 60.0}", "{percent: 30}", {"comparator_events"}, id="of the comparator"),
        pytest.param("{events: 18}", "{events: 9}", {"arm_percent", "comparator_percent"}, id="percentages"),
        pytest.param(
            "{events: 18, n: from percent, percent: 60.00}", "{events: 9, percent: 30.0}", {"arm_n"}, id="a size"
        ),
    ],
)
def test_derived_names_the_computed_columns(drug: str, placebo: str, derived: set[str]) -> None:
    own = first({DRUG: drug, PLACEBO: placebo})
    assert set(own.derived) == derived | set(EFFECT_COLUMNS)


def test_printed_difference_is_not_derived() -> None:
    own = first({DRUG: "{events: 18, n: 30, percent: 60.0, difference: 30.0, difference_ci: [5.0, 50.0]}"})
    columns = EFFECT_COLUMNS[:3]
    assert [str(getattr(own, name)) for name in columns] == ["30.0", "5.0", "50.0"]
    assert not set(columns) & set(own.derived)


def test_score_with_its_standard_deviation() -> None:
    own = first({"outcomes/0/statistic": "mean ± SD", DRUG: "{value: 6, sd: 1.50}", PLACEBO: "{value: 7, sd: 2}"})
    assert [str(figure) for figure in (own.arm_sd, own.comparator_sd)] == ["1.50", "2"]


@pytest.mark.parametrize(
    ("outcome", "better"),
    [
        pytest.param("endpoint: SRI-4, missing: not reported", "higher", id="responders"),
        pytest.param("endpoint: SLEDAI, statistic: mean, missing: not reported", "lower", id="a score"),
        pytest.param("endpoint: SLEDAI, better: lower, missing: not reported", "lower", id="as the record says"),
        pytest.param("endpoint: other, measure: x, missing: not reported", None, id="another outcome"),
        pytest.param("endpoint: other, measure: x, better: higher, missing: not reported", "higher", id="as it says"),
    ],
)
def test_direction_of_benefit(outcome: str, better: str | None) -> None:
    assert second(outcome).better == better


def test_score_has_no_effect() -> None:
    own = first(SCORE)
    assert (own.arm_value, own.arm_low, own.arm_high) == (6, 0, 16)
    assert [str(figure) for figure in (own.comparator_value, own.comparator_low)] == ["6.50", "0.0"]
    assert {getattr(own, name) for name in EFFECT_COLUMNS} == {None}
    assert own.derived == ()


# A row of one arm


def test_uncontrolled_series_has_no_comparator_and_no_effect() -> None:
    own = first(UNCONTROLLED)
    assert (own.comparator, own.comparator_label, own.comparator_n) == (None, None, None)
    assert {getattr(own, name) for name in EFFECT_COLUMNS} == {None}
    assert "uncontrolled" in own.flags


# What is missing


@pytest.mark.parametrize(
    ("result", "missing"),
    [
        pytest.param("{missing: below threshold}", "below threshold", id="as the result says"),
        pytest.param("{says: better}", "not reported", id="words alone"),
        pytest.param("{p_within: <0.001}", "not reported", id="a p within the arm alone"),
        pytest.param("{difference: 8.8}", None, id="a difference is there"),
        pytest.param("{events: 0}", None, id="a zero is there"),
        pytest.param("{percent: 0}", None, id="none is there"),
    ],
)
def test_missing(result: str, missing: str | None) -> None:
    assert first({DRUG: result}).missing == missing


def test_missing_is_never_a_zero() -> None:
    own = first({DRUG: "{missing: not reported}", PLACEBO: "{missing: not reported}", "outcomes/0/population": None})
    figures = ("arm_events", "arm_n", "arm_percent", "comparator_events", "comparator_n", "comparator_percent")
    assert {getattr(own, name) for name in (*figures, *EFFECT_COLUMNS)} == {None}


@pytest.mark.parametrize(
    ("outcome", "missing", "flags"),
    [
        pytest.param("endpoint: SLEDAI, missing: not measured", "not measured", (), id="not measured"),
        pytest.param("endpoint: SLEDAI, missing: pending", "pending", (), id="pending, without a date"),
        pytest.param(
            "endpoint: SLEDAI, missing: pending, as_of: 2019-10-12", "pending", ("pending on 2019-10-12",), id="pending"
        ),
        pytest.param(
            "endpoint: SLEDAI, missing: not reported, says: better, note: no figures",
            "not reported",
            ("better", "no figures"),
            id="words",
        ),
        pytest.param("endpoint: SLEDAI, missing: not reported, met: false", "not reported", ("NOT met",), id="not met"),
        pytest.param(
            "endpoint: SLEDAI, missing: not reported, linked_by: same sponsor",
            "not reported",
            ("linked to the trial by inference: same sponsor",),
            id="linked",
        ),
    ],
)
def test_outcome_without_results(outcome: str, missing: str, flags: tuple[str, ...]) -> None:
    own = second(outcome)
    assert (own.missing, own.arm) == (missing, None)
    assert set(own.flags) >= set(flags)
    assert own.sources == (Pointer("NCT00000001/paper", "whole text"),)


def test_endpoint_that_the_record_passes_over_has_a_row() -> None:
    (own,) = [row for row in rows({"outcomes/3": None}) if row.endpoint == "LLDAS"]
    assert (own.endpoint, own.measure, own.missing) == ("LLDAS", "attained", "not reported")
    assert own.flags == ("the record says nothing about this endpoint",)


# Flags


@pytest.mark.parametrize(
    ("edits", "flags"),
    [
        pytest.param({}, ("met",), id="met"),
        pytest.param({"outcomes/0/met": "false"}, ("NOT met",), id="not met"),
        pytest.param({"outcomes/0/met": None}, (), id="not said whether met"),
        pytest.param(
            {DRUG: "{missing: pending}", "outcomes/0/as_of": "2019-06"}, ("pending on 2019-06", "met"), id="pending"
        ),
        pytest.param({"outcomes/0/adjusted": "by centre"}, ("met", "adjusted analysis: by centre"), id="adjusted"),
        pytest.param(
            {"outcomes/0/linked_by": "same sponsor"},
            ("met", "linked to the trial by inference: same sponsor"),
            id="linked by inference",
        ),
        pytest.param({"outcomes/0/cite": '"news, p. 1"'}, ("met", SECOND_HAND), id="second hand"),
        pytest.param({f"{DRUG}/cite": '"news, p. 1"'}, ("met", SECOND_HAND), id="second hand for the arm alone"),
        pytest.param(
            {"outcomes/0/note": "a", f"{DRUG}/note": "b", f"{PLACEBO}/says": "c"}, ("met", "a", "b", "c"), id="words"
        ),
        pytest.param(
            SECOND_DOSE,
            ("met", "one placebo group stands against all 2 treated arms: count its patients once"),
            id="shared comparator",
        ),
        pytest.param(
            {PLACEBO: "{events: 0, n: 30}"},
            (
                *("met", "risk ratio not estimable from these counts", "odds ratio not estimable from these counts"),
                f"{DERIVED}percentage of 0/30",
            ),
            id="empty cell",
        ),
        pytest.param(
            {DRUG: "{difference: 8.8}"},
            ("met", "placebo-adjusted difference"),
            id="only a difference",
        ),
        pytest.param(
            {DRUG: "{difference: 30.0, percent: 60.0}", "outcomes/0/population": None}, ("met",), id="a rate beside it"
        ),
        pytest.param(
            {DRUG: "{difference: 30.0, events: 18}", "outcomes/0/population": None}, ("met",), id="events beside it"
        ),
        pytest.param(
            {f"{DRUG}/p_within": "<0.001", f"{PLACEBO}/p_within": "0.002"},
            ("met", "within-arm p: treated <0.001, comparator 0.002"),
            id="p within the arms",
        ),
        pytest.param({f"{PLACEBO}/p_within": "0.002"}, ("met", "within-arm p: comparator 0.002"), id="of one of them"),
        pytest.param({"outcomes/0/unit": "mg/day"}, ("met", "in mg/day"), id="unit"),
        pytest.param(
            {"populations": '{ITT: {definition: as treated, cite: "paper, p. 1"}}'},
            ("met", "ITT in Base: as treated"),
            id="what the trial means by the population",
        ),
        pytest.param(
            {
                "populations": '{ITT: {definition: as treated, cite: "paper, p. 1"}}',
                DRUG: "{missing: not reported}",
            },
            ("met",),
            id="not where nothing is reported of it",
        ),
        pytest.param(
            {"populations": '{ITT: {note: unclear, cite: "paper, p. 1"}}'}, ("met",), id="not where it is not defined"
        ),
        pytest.param(
            {"populations": '{ITT: {definition: as treated, note: unclear, cite: "paper, p. 1"}}'},
            ("met", "ITT in Base: as treated (unclear)"),
            id="and what is odd about it",
        ),
        pytest.param(
            SECOND_DOSE
            | {
                "arms/usual": '{label: usual care, role: comparator, cite: "paper, p. 1"}',
                f"{DRUG}/against": "placebo",
            },
            ("met",),
            id="no shared comparator where there are two",
        ),
        pytest.param(
            {"outcomes/0/statistic": "mean", DRUG: "{value: 6}", PLACEBO: "{value: 7}"},
            ("met", "between-arm comparison not reported"),
            id="scores side by side",
        ),
        pytest.param(
            {"outcomes/0/statistic": "mean", DRUG: "{value: 6, p: 0.5}", PLACEBO: "{value: 7}"},
            ("met",),
            id="scores compared by a p",
        ),
        pytest.param(
            {"outcomes/0/statistic": "mean", DRUG: "{value: 6, mean_difference: -1}", PLACEBO: "{value: 7}"},
            ("met",),
            id="scores compared by a difference",
        ),
        pytest.param(
            {DRUG: "{missing: not reported}", "outcomes/0/cite": '"news, p. 1"'}, ("met",), id="second hand of nothing"
        ),
        pytest.param(
            {DRUG: "{percent: 60.0}"},
            ("met", f"{DERIVED}18/30: the only count of 30 that gives 60.0%"),
            id="how a count was derived",
        ),
        pytest.param({DRUG: "{percent: 61.0}"}, ("met", "no whole number of 30 patients is 61.0%"), id="a check"),
    ],
)
def test_flags(edits: Edits, flags: tuple[str, ...]) -> None:
    """The role and the variant, which every row of the base tells, aside; `met` stands for its role."""
    told = {flag.replace("primary endpoint, ", "") for flag in first(edits).flags}
    every_row = {"primary endpoint", "SLEDAI variant NR"}
    told = {flag for flag in told if flag not in every_row and not flag.startswith("n ")}
    assert told == set(flags)


@pytest.mark.parametrize(
    ("week", "flag"),
    [
        pytest.param("week 0", "baseline", id="before treatment"),
        pytest.param("week 24", "12 weeks off treatment", id="after treatment"),
    ],
)
def test_timing_is_said(week: str, flag: str) -> None:
    own = first({"outcomes/0/results": f"{{{week}: {{drug: {{percent: 60.0}}, placebo: {{percent: 30.0}}}}}}"})
    assert flag in own.flags


@pytest.mark.parametrize("week", ["week 8", "week 12", "not stated"])
def test_timing_within_treatment_is_not_said(week: str) -> None:
    own = first({"outcomes/0/results": f"{{{week}: {{drug: {{percent: 60.0}}, placebo: {{percent: 30.0}}}}}}"})
    assert not [flag for flag in own.flags if "off treatment" in flag or flag == "baseline"]


def test_week_off_treatment_is_one() -> None:
    own = first({"outcomes/0/results": "{week 13: {drug: {percent: 60.0}, placebo: {percent: 30.0}}}"})
    assert "1 week off treatment" in own.flags


@pytest.mark.parametrize(
    ("results", "flags"),
    [
        pytest.param(
            "{drug: {percent: 61}, high: {missing: not reported}}", [True, False], id="of the arm with figures"
        ),
        pytest.param("{drug: {says: a}, high: {says: b}}", [True, True], id="of both where none has figures"),
    ],
)
def test_note_of_an_outcome_is_about_its_figures(results: str, flags: list[bool]) -> None:
    edits = SECOND_DOSE | {RESULTS: results, "outcomes/0/note": "by centre", "outcomes/0/population": None}
    assert ["by centre" in row.flags for row in rows(edits)[:2]] == flags


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param("endpoint: SLEDAI, missing: not reported, says: better", True, id="words"),
        pytest.param("endpoint: SLEDAI, missing: not reported", False, id="nothing"),
    ],
)
def test_second_hand_of_an_outcome_without_results(outcome: str, *, expected: bool) -> None:
    own = rows({"outcomes/1": f'{{{outcome}, cite: "news, p. 1"}}'})[1]
    assert (SECOND_HAND in own.flags) is expected


# Sources


@pytest.mark.parametrize(
    ("edits", "places"),
    [
        pytest.param({}, ["Table 2"], id="of the outcome"),
        pytest.param(
            {f"{DRUG}/cite": '"paper, p. 9"'}, ["p. 9", "Table 2"], id="of the arm, and of the outcome for the other"
        ),
        pytest.param(
            {f"{DRUG}/cite": '"paper, p. 9"', f"{PLACEBO}/cite": '"paper, p. 8"'}, ["p. 9", "p. 8"], id="of both arms"
        ),
        pytest.param(
            {DRUG: "{percent: 60.0}", "arms/drug/cite": '"paper, Figure 1"'}, ["Table 2", "Figure 1"], id="of the size"
        ),
    ],
)
def test_sources(edits: Edits, places: list[str]) -> None:
    assert [pointer.locator for pointer in first(edits).sources] == places


# The shipped records


def test_within_arm_p_is_no_p_of_the_row(trials: list[Trial]) -> None:
    scores = [row for row in of(trials, "NCT02465580", "SLEDAI") if row.week]
    assert [(row.week, row.p, row.p_check) for row in scores] == [(12, None, None), (24, None, None)]
    assert "within-arm p: treated <0.001, comparator 0.002" in scores[1].flags


def test_arms_of_island_have_no_rates(trials: list[Trial]) -> None:
    listed = [row for key in ("SRI-4", "SLEDAI", "BICLA", "LLDAS") for row in of(trials, "NCT04433585", key)]
    figures = ("arm_events", "arm_n", "arm_percent", "comparator_events", "comparator_n", "comparator_percent")
    assert {getattr(row, name) for row in listed for name in figures} == {None}
    assert len(listed) == 24


def test_doses_of_island_without_figures_say_so(trials: list[Trial]) -> None:
    others = [row for row in of(trials, "NCT04433585", "BICLA") if row.arm != "900-ug"]
    assert {(row.arm, row.missing, "lower than 900 µg" in row.flags) for row in others} == {
        ("300-ug", "not read", True),
        ("1800-ug", "not read", True),
    }


def test_pending_results_and_the_meeting_report_are_kept_apart(trials: list[Trial]) -> None:
    listed = of(trials, "NCT04077684", "SRI-4")
    assert [(row.arm, row.missing) for row in listed] == [
        (None, "pending"),
        ("low", "not read"),
        ("mid", "not read"),
        ("high", None),
    ]
    assert SECOND_HAND in listed[3].flags
    assert any(flag.startswith("linked to the trial by inference") for flag in listed[3].flags)


# Which effect a table shows


def test_a_p_stands_beside_the_effect_that_it_belongs_to() -> None:
    effects = "[{measure: odds_ratio, value: 2.1}, {measure: odds_ratio, value: 1.8, p: 0.004, model: logistic}]"
    row = next(one for one in Examined(minimal({DRUG: f"{{effects: {effects}}}"})).outcomes if one.arm)
    assert row.leading is not None
    assert (row.leading.model, str(row.leading.value.value), row.p and row.p.printed) == ("logistic", "1.8", "0.004")


def test_other_doses_stand_in_the_row_of_the_one_that_has_figures(trials: list[Trial]) -> None:
    island = next(trial for trial in trials if trial.id == "NCT04433585")
    told = [row for row in Examined(island).outcomes if row.endpoint == "SLEDAI" and row.missing is None]
    assert told[0].others == (Others(("REZPEG 300 µg", "REZPEG 1800 µg"), "not read", "almost as placebo"),)


def test_of_what_is_not_compared_the_heads_are_the_same(trials: list[Trial]) -> None:
    heads = 0
    for trial in trials:
        one = Examined(trial)
        assert len(one.compared) == len(one.outcomes)
        for found, row in zip(one.compared, one.outcomes, strict=True):
            if row.compared:
                assert found == row
            else:
                heads += not isinstance(found, OutcomeRow)
                assert [getattr(found, name) for name in fields_of(OutcomeHead)] == [
                    getattr(row, name) for name in fields_of(OutcomeHead)
                ]
    assert heads > 40
