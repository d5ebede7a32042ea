"""Lupus trials typed from what their reports print: the language takes them, and the rows say what was printed.

The records are examples for these tests, of drugs that the product is not about; each figure stands where it is cited.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flat import flats
from il2sle.evidence.checks import must_hold
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.rows import HarmRow, OutcomeRow
from il2sle.records.files import load
from il2sle.records.model import Trial

FILES = sorted((Path(__file__).parent / "data" / "typed").glob("*.yaml"))


@pytest.fixture(scope="module")
def typed() -> dict[str, Examined]:
    loaded = load(FILES)
    assert loaded.problems == ()
    return {record.trial.id: Examined(record.trial) for record in loaded.records}


def outcomes(one: Examined, endpoint: str, week: str | None = None) -> list[OutcomeRow]:
    rows = compare([one], filters=Filters(every_endpoint=True)).outcomes
    return [row for row in rows if row.endpoint == endpoint and week in {None, row.time}]


def harms(one: Examined, event: str) -> dict[str, HarmRow]:
    return {row.arm: row for row in compare([one]).harms if row.event == event and row.arm}


def codes(one: Examined) -> set[str]:
    return {finding.code for finding in one.findings}


def shares(row: OutcomeRow) -> list[tuple[Any, Any, Any]]:
    sides = [side for side in (row.arm, row.comparator) if side]
    return [(side.events.value, side.n.value, side.percent.value) for side in sides]


def effect(row: OutcomeRow, measure: str) -> tuple[Any, ...]:
    found = row.effect(measure)
    assert found is not None
    return found.value.value, found.low.value, found.high.value, found.level, found.value.state


def test_twelve_trials_were_typed() -> None:
    assert len(FILES) == 12


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_a_typed_trial_is_read_without_an_error(path: Path) -> None:
    loaded = load([path])
    assert loaded.problems == ()
    assert must_hold(Examined(loaded.records[0].trial).findings) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_no_place_lies_outside_what_was_read(path: Path) -> None:
    assert "W216" not in codes(Examined(load([path]).records[0].trial))


# Percentages of a model beside counts


def test_counts_and_the_percentages_of_a_model_stand_side_by_side(typed: dict[str, Examined]) -> None:
    (row,) = [row for row in outcomes(typed["TULIP-pooled"], "BICLA") if row.subgroup is None]

    assert shares(row) == [(171, 360, Decimal("47.5")), (112, 366, Decimal("30.8"))]
    assert effect(row, "difference") == (Decimal("16.6"), Decimal("9.7"), Decimal("23.6"), 95, "printed")
    assert row.adjusted == "CMH, stratified; percentages weighted"
    assert codes(typed["TULIP-pooled"]) & {"R102", "R107", "W201", "W209"} == set()


def test_no_count_follows_from_the_percentages_of_a_model(typed: dict[str, Examined]) -> None:
    weeks = [row for row in outcomes(typed["NCT02446899"], "BICLA") if row.plain_week]

    assert [row.week for row in weeks] == [4, 8, 12]
    assert {events for row in weeks for events, _, _ in shares(row)} == {None}
    assert codes(typed["NCT02446899"]) & {"W201", "R102", "N301"} == set()


def test_a_subgroup_is_not_the_main_result(typed: dict[str, Examined]) -> None:
    (row,) = [row for row in outcomes(typed["TULIP-pooled"], "BICLA") if row.subgroup]

    assert "interferon gene signature" in (row.subgroup or "")
    assert shares(row) == [(142, 298, Decimal("47.6")), (88, 302, Decimal("29.4"))]
    assert not row.main


# Intervals of another level, ratios, scores


@pytest.mark.parametrize(
    ("trial", "endpoint", "arm", "expected"),
    [
        pytest.param("NCT01405196", "SRI-4", "10-mg", ("7.09", "2.11", "23.85"), id="BUTTERFLY SRI-4"),
        pytest.param("NCT01405196", "BICLA", "50-mg", ("2.16", "0.71", "6.59"), id="BUTTERFLY BICLA"),
        pytest.param("NCT01438489", "CLASI-50", "anifrolumab", ("3.31", "1.97", "5.55"), id="MUSE"),
    ],
)
def test_an_interval_of_90_percent_says_so(
    typed: dict[str, Examined], trial: str, endpoint: str, arm: str, expected: tuple[str, ...]
) -> None:
    rows = [row for row in outcomes(typed[trial], endpoint) if row.arm and row.arm.arm == arm]
    (row,) = [row for row in rows if any(one.measure == "odds_ratio" and one.level == 90 for one in row.effects)]

    assert effect(row, "odds_ratio") == (*map(Decimal, expected), 90, "printed")


def test_an_odds_ratio_without_counts_is_in_its_row(typed: dict[str, Examined]) -> None:
    rows = {row.arm.arm: row for row in outcomes(typed["NCT03252587"], "SRI-4") if row.arm}

    assert effect(rows["3-mg"], "odds_ratio") == (Decimal("2.8"), Decimal("1.5"), Decimal("5.1"), 95, "printed")
    assert effect(rows["12-mg"], "odds_ratio")[:3] == (Decimal("1.6"), Decimal("0.8"), Decimal("2.9"))
    assert {arm: row.met for arm, row in rows.items()} == {"3-mg": True, "6-mg": None, "12-mg": False}


def test_an_odds_ratio_without_its_interval(typed: dict[str, Examined]) -> None:
    row = next(row for row in outcomes(typed["AURA-LV"], "complete renal response", "week 24") if row.arm)

    assert row.arm is not None
    assert row.arm.arm == "low"
    assert shares(row) == [(29, None, Decimal("32.6")), (17, None, Decimal("19.3"))]
    assert effect(row, "odds_ratio") == (Decimal("2.03"), None, None, 95, "printed")


@pytest.mark.parametrize(
    ("trial", "endpoint", "measure", "expected"),
    [
        pytest.param("NCT02446899", "BICLA", "hazard_ratio", ("1.55", "1.11", "2.18"), id="time to a response"),
        pytest.param("NCT02446899", "flare", "hazard_ratio", ("0.65", "0.46", "0.91"), id="time to a flare"),
        pytest.param("NCT02446899", "flare", "rate_ratio", ("0.67", "0.48", "0.94"), id="flare rate, adjusted"),
        pytest.param("TULIP-pooled", "flare", "rate_ratio", ("0.75", "0.60", "0.95"), id="flare rate, pooled"),
        pytest.param("tabalumab", "flare", "hazard_ratio", ("0.94", "0.67", "1.32"), id="severe flare"),
    ],
)
def test_ratios_of_hazards_and_of_rates(
    typed: dict[str, Examined], trial: str, endpoint: str, measure: str, expected: tuple[str, ...]
) -> None:
    row = next(row for row in outcomes(typed[trial], endpoint) if row.effect(measure))

    assert effect(row, measure) == (*map(Decimal, expected), 95, "printed")
    assert (row.time, row.plain_week) == ("to week 52", False)


def test_a_rate_per_year_is_a_value_of_its_arm(typed: dict[str, Examined]) -> None:
    row = next(row for row in outcomes(typed["TULIP-pooled"], "flare") if row.effect("rate_ratio"))

    assert [side.value.value for side in (row.arm, row.comparator) if side] == [Decimal("0.51"), Decimal("0.67")]


def test_a_mean_difference_is_no_difference_in_points(typed: dict[str, Examined]) -> None:
    (row,) = outcomes(typed["litifilimab"], "joint count")

    assert row.effect("difference") is None
    assert effect(row, "mean_difference")[:3] == (Decimal("-3.4"), Decimal("-6.7"), Decimal("-0.2"))
    assert [side.se.value for side in (row.arm, row.comparator) if side] == [Decimal("1.2"), Decimal("1.3")]


def test_se_and_sd_are_kept_apart(typed: dict[str, Examined]) -> None:
    joints = outcomes(typed["NCT01438489"], "joint count")[0].arm
    scores = outcomes(typed["NCT01405196"], "FACIT-Fatigue")[0].arm

    assert joints is not None
    assert (joints.value.value, joints.sd.value, joints.se.value) == (Decimal("-5.5"), Decimal("6.3"), None)
    assert scores is not None
    assert (scores.value.value, scores.sd.value, scores.se.value) == (Decimal("5.28"), None, Decimal("2.0"))


def test_crude_counts_and_an_effect_of_a_model_share_a_row(typed: dict[str, Examined]) -> None:
    (row,) = outcomes(typed["TULIP-pooled"], "LLDAS")
    (printed,) = [one for one in row.effects if one.measure == "odds_ratio" and one.value.state == "printed"]

    assert printed.model == "logistic regression with the stratification factors"
    assert (printed.value.value, printed.low.value, printed.high.value) == (
        Decimal("1.8"),
        Decimal("1.3"),
        Decimal("2.5"),
    )
    assert shares(row) == [(108, 360, Decimal("30.0")), (72, 366, Decimal("19.6"))]


# p, claims, what was registered


def test_ns_is_printed_as_it_stands(typed: dict[str, Examined]) -> None:
    rows = [row for row in outcomes(typed["NCT01405196"], "SRI-4") if row.subgroup is None]

    assert {row.p.printed for row in rows if row.p} == {"NS"}
    assert {row.p_check for row in rows} == {None}


@pytest.mark.parametrize(
    ("trial", "shown", "other"),
    [
        pytest.param("BLISS-76", "percent 40.6, p 0.089", "percent 40.7, p 0.08", id="two papers"),
        pytest.param("NCT02084238", "33/38", "36/40, percent 90", id="registry and abstract"),
    ],
)
def test_what_another_source_prints_stands_beside(
    typed: dict[str, Examined], trial: str, shown: str, other: str
) -> None:
    (told,) = [one.message for one in typed[trial].findings if one.code == "W205"]

    assert told.index(shown) < told.index(other)


def test_what_is_printed_with_more_decimals_is_no_conflict(typed: dict[str, Examined]) -> None:
    assert "W205" not in codes(typed["NCT03252587"])


def test_an_open_arm_has_its_registered_primary_endpoint_and_no_effect(typed: dict[str, Examined]) -> None:
    rows = outcomes(typed["NCT02084238"], "SRI-4")

    assert [(row.week, row.arm.events.value, row.arm.n.value) for row in rows if row.arm] == [
        (2, 12, 38),
        (4, 27, 38),
        (6, 33, 38),
        (8, 34, 38),
        (10, 34, 38),
    ]
    assert {row.registered for row in rows} == {"primary"}
    assert [row.effects for row in rows] == [()] * 5


# Doses


@pytest.mark.parametrize(
    ("trial", "arm", "total", "last"),
    [
        pytest.param("NCT01405196", "10-mg", 3, 113, id="weeks 0, 8 and 16"),
        pytest.param("NCT02550652", "obinutuzumab", 4, 183, id="day 1, weeks 2, 24 and 26"),
        pytest.param("BLISS-76", "1-mg-kg", 20, 505, id="weeks 0, 2, 4, then every four"),
        pytest.param("NCT03252587", "3-mg", 672, 336, id="twice daily"),
        pytest.param("NCT03252587", "12-mg", 336, 336, id="once daily"),
        pytest.param("NCT03556007", "lowest", 3, 29, id="three times"),
    ],
)
def test_doses_and_the_day_of_the_last(typed: dict[str, Examined], trial: str, arm: str, total: int, last: int) -> None:
    (row,) = [row for row in compare([typed[trial]]).doses if row.arm == arm]

    assert (row.injections["total"].exact.value, row.last_dose_day.exact.value) == (total, last)


def test_units_and_routes_of_the_field(typed: dict[str, Examined]) -> None:
    said = {(row.dose_unit, row.route) for one in typed.values() for row in compare([one]).doses if row.dose.value}

    assert {("mg", "oral"), ("mg/kg", "intravenous"), ("µg/kg", "subcutaneous"), ("mg", "intravenous")} <= said


def test_cohorts_are_arms_and_their_pool_names_them(typed: dict[str, Examined]) -> None:
    trial: Trial = typed["NCT03556007"].trial

    assert [arm.cohort for arm in trial.arms.values()] == ["lowest of four", "highest of four", None, None]
    assert trial.arms["nktr-358"].pooled == ["lowest", "highest"]


# Harms


def test_rates_per_patient_years_stand_beside_the_patients(typed: dict[str, Examined]) -> None:
    rows = harms(typed["NCT01438489"], "herpes zoster")

    assert {
        arm: (row.affected.value, row.percent.value, row.rate.value, row.rate_per) for arm, row in rows.items()
    } == {
        "anifrolumab": (28, Decimal("6.1"), Decimal("6.9"), "100 patient-years"),
        "placebo": (6, Decimal("1.3"), Decimal("1.5"), "100 patient-years"),
    }


def test_events_are_no_patients(typed: dict[str, Examined]) -> None:
    row = harms(typed["NCT02084238"], "injection-site reaction")["il-2"]

    assert (row.affected.value, row.events.value, row.n.value) == (5, 5, 38)
    assert row.part_of == ("other adverse event",)


def test_grades_and_relation_are_values(typed: dict[str, Examined]) -> None:
    rows = compare([typed["NCT03556007"]]).harms
    told = {(row.event, row.severity, row.relatedness) for row in rows if row.severity or row.relatedness}

    assert told == {
        ("related adverse event", None, "related"),
        ("grade 3 or 4", "grade 3 or worse", None),
        ("death", "grade 5", None),
    }


def test_harms_of_pooled_doses_are_those_of_the_pool(typed: dict[str, Examined]) -> None:
    rows = harms(typed["NCT03556007"], "any adverse event")

    assert {arm: (row.affected.value, row.n.value) for arm, row in rows.items()} == {
        "nktr-358": (35, 36),
        "placebo": (7, 12),
    }


def test_deaths_as_percentages_alone(typed: dict[str, Examined]) -> None:
    rows = harms(typed["AURA-LV"], "death")

    assert {arm: (row.affected.value, str(row.percent.value)) for arm, row in rows.items()} == {
        "low": (None, "11.2"),
        "high": (None, "1.1"),
        "placebo": (None, "2.3"),
    }


# What was not read


@pytest.mark.parametrize(
    ("trial", "endpoint"),
    [
        pytest.param("NCT02446899", "SRI-4", id="TULIP-2"),
        pytest.param("tabalumab", "SRI-4", id="tabalumab"),
        pytest.param("NCT02550652", "complete renal response", id="NOBILITY, the primary endpoint"),
    ],
)
def test_an_unread_report_is_named_where_a_figure_lacks(typed: dict[str, Examined], trial: str, endpoint: str) -> None:
    row = next(row for row in flats(outcomes(typed[trial], endpoint)) if row.row.missing)

    assert row.row.missing == "not read"
    assert row.row.sources
