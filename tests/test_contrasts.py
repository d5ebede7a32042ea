from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.evidence.contrasts import (
    Contrast,
    comparator_of,
    has_figures,
    measure_of,
)
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.printed import Result
from minimal import DRUG, PLACEBO, RESULTS, minimal

Edits = dict[str, str | None]

OTHER_DOSE: Edits = {"arms/high": '{label: high, drug: IL-2, cite: "paper, Methods"}'}
OTHER_COMPARATOR: Edits = {"arms/usual": '{label: usual care, role: comparator, cite: "paper, Methods"}'}


Number = int | float | Decimal


@dataclass(frozen=True)
class Told:
    """An effect: its three figures, and which of them we computed."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    derived: frozenset[str] = frozenset()


def effect(contrast: Contrast, measure: str) -> Told:
    for one in contrast.effects:
        if one.measure == measure:
            figures = {"value": one.value, "low": one.low, "high": one.high}
            derived = frozenset(name for name, figure in figures.items() if figure.derived)
            return Told(one.value.value, one.low.value, one.high.value, derived)
    return Told()


def difference(contrast: Contrast) -> Told:
    return effect(contrast, "difference")


def relative_risk(contrast: Contrast) -> Told:
    return effect(contrast, "risk_ratio")


def relative_odds(contrast: Contrast) -> Told:
    return effect(contrast, "odds_ratio")


ALL_EFFECTS = (difference, relative_risk, relative_odds)


def first(edits: Edits | None = None) -> Contrast:
    return Workings(minimal(edits)).contrasts[0]


def figures(effect: Told) -> tuple[object, object, object]:
    return effect.value, effect.low, effect.high


# The arms of a contrast


def test_contrast_names_its_place_and_arms() -> None:
    contrast = first()
    assert contrast.loc == ("outcomes", 0, "results", "week 12", "drug")
    assert (contrast.week, contrast.arm, contrast.comparator) == (12, "drug", "placebo")
    assert contrast.table == TwoByTwo(18, 30, 9, 30)


def test_each_treated_arm_at_each_time_in_the_order_of_the_record() -> None:
    edits = OTHER_DOSE | {
        "outcomes/0/results": "{week 24: {high: {events: 1}, placebo: {events: 2}}, "
        "week 12: {placebo: {events: 3}, drug: {events: 4}, high: {events: 5}}}"
    }
    listed = Workings(minimal(edits)).contrasts
    found = [(contrast.week, contrast.arm, contrast.side.events.value) for contrast in listed]
    assert found == [(24, "high", 1), (12, "drug", 4), (12, "high", 5)]


def test_outcome_without_results_has_no_contrast() -> None:
    assert [contrast.loc[1] for contrast in Workings(minimal()).contrasts] == [0]


def test_time_that_is_not_stated_is_no_week() -> None:
    assert first({"outcomes/0/results": "{not stated: {drug: {events: 1}}}"}).week is None


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({}, "placebo", id="the only one"),
        pytest.param(OTHER_COMPARATOR, None, id="none of two"),
        pytest.param(OTHER_COMPARATOR | {DRUG: "{events: 1, against: usual}"}, "usual", id="the one that is named"),
        pytest.param(OTHER_DOSE | {DRUG: "{events: 1, against: high}"}, "high", id="another dose that is named"),
        pytest.param({"arms/placebo/role": "treated"}, None, id="none in an uncontrolled series"),
    ],
)
def test_comparator(edits: Edits, expected: str | None) -> None:
    trial = minimal(edits)
    assert comparator_of(trial, trial.outcomes[0].results["week 12"]["drug"]) == expected


def test_comparator_of_which_the_outcome_says_nothing() -> None:
    contrast = first({RESULTS: "{drug: {events: 18}}"})
    assert contrast.comparator == "placebo"
    assert contrast.comparator_result is None
    assert contrast.comparator_side is None


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param("{endpoint: SRI-4, cite: [paper, x]}", "responders", id="usual one"),
        pytest.param("{endpoint: LLDAS, cite: [paper, x]}", "attained", id="usual one of another endpoint"),
        pytest.param("{endpoint: SRI-4, measure: SRI-6, cite: [paper, x]}", "SRI-6", id="its own"),
        pytest.param("{endpoint: SLEDAI, cite: [paper, x]}", "not stated", id="none is usual"),
        pytest.param("{endpoint: other, cite: [paper, x]}", "not stated", id="none at all"),
    ],
)
def test_measure(outcome: str, expected: str) -> None:
    edits: Edits = {"outcomes/0": outcome.replace("[paper, x]", '"paper, Table 2"')}
    assert measure_of(minimal(edits).outcomes[0]) == expected


# The 2x2 table


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({DRUG: "{percent: 61}"}, id="no events of the arm"),
        pytest.param({PLACEBO: "{percent: 61}"}, id="no events of the comparator"),
        pytest.param({PLACEBO: "{missing: not reported}"}, id="comparator missing"),
        pytest.param({RESULTS: "{drug: {events: 18}}"}, id="nothing said of the comparator"),
        pytest.param({"outcomes/0/population": None, DRUG: "{events: 18}"}, id="no patients of the arm"),
        pytest.param({"outcomes/0/population": None, PLACEBO: "{events: 9}"}, id="no patients of the comparator"),
        pytest.param({DRUG: "{events: 31}"}, id="more events than patients in the arm"),
        pytest.param({PLACEBO: "{events: 31}"}, id="more events than patients in the comparator"),
        pytest.param({"arms/placebo/role": "treated"}, id="uncontrolled"),
        pytest.param(
            {"outcomes/0/results": "{week 0: {drug: {events: 18}, placebo: {events: 9}}}"}, id="before treatment"
        ),
    ],
)
def test_no_table_and_no_effect(edits: Edits) -> None:
    contrast = first(edits)
    assert contrast.table is None
    assert [effect(contrast) for effect in ALL_EFFECTS] == [Told()] * 3


def test_table_of_derived_counts() -> None:
    assert first({DRUG: "{percent: 60}", PLACEBO: "{percent: 30}"}).table == TwoByTwo(18, 30, 9, 30)


# Effects


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        pytest.param({"events": 0}, True, id="no events"),
        pytest.param({"percent": Decimal(0)}, True, id="0%"),
        pytest.param({"value": Decimal(0)}, True, id="a score of 0"),
        pytest.param({"difference": Decimal(0)}, True, id="no difference"),
        pytest.param({"odds_ratio_ci": [Decimal(1), Decimal(2)]}, True, id="an interval alone"),
        pytest.param({"p": Decimal("0.5")}, True, id="a p"),
        pytest.param({"p_within": Decimal("0.5")}, False, id="a p within the arm"),
        pytest.param({"n": 30}, False, id="a size"),
        pytest.param({"says": "better"}, False, id="words"),
    ],
)
def test_has_figures(result: dict[str, object], *, expected: bool) -> None:
    assert has_figures(Result.model_validate(result)) is expected
    assert has_figures(None) is False


def test_computed_effects_are_derived() -> None:
    every = frozenset({"value", "low", "high"})
    assert [effect(first()).derived for effect in ALL_EFFECTS] == [every] * 3


def test_difference_is_in_points() -> None:
    assert difference(first()).value == 30.0


def test_newcombe_interval_in_points() -> None:
    # Newcombe 1998, method 10, by the figures of DescTools for 56/70 against 48/80: 0.052431, 0.333873
    effect = difference(first({DRUG: "{events: 56, n: 70}", PLACEBO: "{events: 48, n: 80}"}))
    assert figures(effect) == (20.0, pytest.approx(5.2431, abs=5e-5), pytest.approx(33.3873, abs=5e-5))


def test_ratios_have_log_wald_intervals() -> None:
    # Perondi 2004, in Fagerland et al. 2015: 7/34 against 1/34
    contrast = first({DRUG: "{events: 7, n: 34}", PLACEBO: "{events: 1, n: 34}"})
    risk, odds = relative_risk(contrast), relative_odds(contrast)
    assert figures(risk) == (7.0, pytest.approx(0.9096, abs=5e-5), pytest.approx(53.8695, abs=5e-5))
    assert figures(odds) == pytest.approx((8.5556, 0.9905, 73.9003), abs=5e-5)


@pytest.mark.parametrize(
    ("drug", "placebo", "estimable"),
    [
        pytest.param(0, 9, (True, False, False), id="no events in the arm"),
        pytest.param(18, 0, (True, False, False), id="no events in the comparator"),
        pytest.param(30, 9, (True, True, False), id="all of the arm"),
        pytest.param(0, 0, (True, False, False), id="no events at all"),
    ],
)
def test_empty_cells_leave_ratios_out(drug: int, placebo: int, estimable: tuple[bool, ...]) -> None:
    contrast = first({DRUG: f"{{events: {drug}, n: 30}}", PLACEBO: f"{{events: {placebo}, n: 30}}"})
    assert tuple(effect(contrast).value is not None for effect in ALL_EFFECTS) == estimable


@pytest.mark.parametrize(
    ("name", "index"),
    [
        pytest.param("difference", 0, id="difference"),
        pytest.param("risk_ratio", 1, id="risk ratio"),
        pytest.param("odds_ratio", 2, id="odds ratio"),
    ],
)
def test_printed_effect_is_kept_with_its_own_interval(name: str, index: int) -> None:
    effect = ALL_EFFECTS[index]
    printed = f"{{events: 18, n: 30, {name}: 2.10, {name}_ci: [1.0, 4.40]}}"
    assert effect(first({DRUG: printed})) == Told(Decimal("2.10"), Decimal("1.0"), Decimal("4.40"))
    assert str(effect(first({DRUG: printed})).value) == "2.10"


def test_printed_effect_without_interval_gets_none_of_ours() -> None:
    effect = difference(first({DRUG: "{events: 18, n: 30, difference: 30.0}"}))
    assert effect == Told(Decimal("30.0"), None, None, frozenset())


def test_printed_interval_without_estimate_stands_beside_the_computed_one() -> None:
    effect = difference(first({f"{DRUG}/difference_ci": "[5.0, 50.0]"}))
    assert effect == Told(30.0, Decimal("5.0"), Decimal("50.0"), frozenset({"value"}))


def test_printed_interval_without_counts_stands_alone() -> None:
    effect = difference(first({DRUG: "{difference_ci: [5.0, 50.0]}"}))
    assert effect == Told(None, Decimal("5.0"), Decimal("50.0"))


@given(st.integers(0, 30), st.integers(0, 30))
def test_computed_difference_lies_within_its_interval(drug: int, placebo: int) -> None:
    effect = difference(first({DRUG: f"{{events: {drug}, n: 30}}", PLACEBO: f"{{events: {placebo}, n: 30}}"}))
    assert effect.value == pytest.approx(100 * (drug - placebo) / 30, abs=1e-9)
    assert effect.low is not None
    assert effect.high is not None
    assert -100 <= effect.low <= effect.value <= effect.high <= 100


@given(st.integers(1, 29), st.integers(1, 29))
def test_computed_figures_have_twelve_digits(drug: int, placebo: int) -> None:
    contrast = first({DRUG: f"{{events: {drug}, n: 30}}", PLACEBO: f"{{events: {placebo}, n: 30}}"})
    listed = [figure for effect in ALL_EFFECTS for figure in figures(effect(contrast))]
    assert listed == [float(f"{figure:.12g}") for figure in listed]
    assert len(listed) == 9


# The shipped records


def test_shared_comparator_stands_in_every_contrast(trials: list[Trial]) -> None:
    trial = next(trial for trial in trials if trial.id == "NCT04433585")
    pairs = {(contrast.arm, contrast.comparator) for contrast in Workings(trial).contrasts}
    assert pairs == {("300-ug", "placebo"), ("900-ug", "placebo"), ("1800-ug", "placebo")}


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param("NCT02465580", [(16, 29, 9, 30), (19, 29, 11, 30)], id="He 2020"),
        pytest.param("NCT02955615", [(34, 50, 29, 50), (20, 24, 15, 29)], id="LUPIL-2"),
        pytest.param("NCT04077684", [None, None, None], id="dose finding"),
        pytest.param("NCT04433585", [None] * 6, id="ISLAND-SLE"),
        pytest.param("2013-001599-40", [], id="PRO-IMMUN"),
    ],
)
def test_tables_of_sri4(trials: list[Trial], trial: str, expected: list[tuple[int, ...] | None]) -> None:
    own = next(one for one in trials if one.id == trial)
    tables = [contrast.table for contrast in Workings(own).contrasts if contrast.outcome.endpoint == "SRI-4"]
    assert tables == [TwoByTwo(*counts) if counts else None for counts in expected]
