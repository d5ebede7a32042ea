import json
import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from il2sle.arithmetic.effects import (
    Estimate,
    TwoByTwo,
    check_counts,
    odds_ratio,
    percent,
    risk_difference,
    risk_ratio,
    wilson,
)
from il2sle.frozen import replace
from il2sle.records.values import decimals

Row = dict[str, Any]
Ratio = Callable[[TwoByTwo], Estimate | None]

DATA = Path(__file__).parent / "data"
ORACLES: dict[str, list[Row]] = json.loads((DATA / "oracles.json").read_text(encoding="utf-8"))
REFERENCE: dict[str, Any] = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))
Z = NormalDist().inv_cdf(0.975)

groups = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = st.builds(lambda group, comparator: TwoByTwo(*group, *comparator), groups, groups)
each_ratio = pytest.mark.parametrize("ratio", [pytest.param(risk_ratio, id="RR"), pytest.param(odds_ratio, id="OR")])


def printed(text: str) -> object:
    """The figure within half a unit of its last printed digit, and never closer than 1e-10."""
    half_unit = Decimal(1).scaleb(-decimals(Decimal(text))) / 2
    return pytest.approx(float(text), rel=0, abs=max(float(half_unit), 1e-10))


def oracle(key: str) -> pytest.MarkDecorator:
    cases = [pytest.param(row, id=f"{number} {row['source']}") for number, row in enumerate(ORACLES[key], 1)]
    return pytest.mark.parametrize("row", cases)


def table_of(row: Row) -> TwoByTwo:
    return TwoByTwo(*row["table"])


def swapped(table: TwoByTwo) -> TwoByTwo:
    return TwoByTwo(table.comparator_events, table.comparator_n, table.events, table.n)


def complement(table: TwoByTwo) -> TwoByTwo:
    a, b, c, d = table.cells
    return TwoByTwo(b, a + b, d, c + d)


def log_variance(estimate: Estimate) -> float:
    return (math.log(estimate.high / estimate.low) / (2 * Z)) ** 2


# Published figures


def test_oracles_are_complete() -> None:
    counts = {key: len(rows) for key, rows in ORACLES.items()}
    assert counts == {
        "risk_difference": 18,
        "risk_ratio": 1,
        "odds_ratio": 8,
        "bcg": 13,
        "wilson": 7,
        "p_values": 7,
        "grim": 6,
    }
    assert all(row["source"] for rows in ORACLES.values() for row in rows)


@oracle("wilson")
def test_wilson_as_published(row: Row) -> None:
    estimate = wilson(row["events"], row["n"])
    assert (estimate.low, estimate.high) == (printed(row["low"]), printed(row["high"]))


@oracle("risk_difference")
def test_risk_difference_as_published(row: Row) -> None:
    estimate = risk_difference(table_of(row))
    assert estimate.value == printed(row["value"])
    assert estimate.low == printed(row["low"])
    assert estimate.high == printed(row["high"])


@oracle("risk_ratio")
def test_risk_ratio_as_published(row: Row) -> None:
    estimate = risk_ratio(table_of(row))
    assert estimate is not None
    assert estimate.value == printed(row["value"])
    assert estimate.low == printed(row["low"])
    assert estimate.high == printed(row["high"])


@oracle("odds_ratio")
def test_odds_ratio_as_published(row: Row) -> None:
    estimate = odds_ratio(table_of(row))
    assert estimate is not None
    assert estimate.value == printed(row["value"])
    assert estimate.low == printed(row["low"])
    assert estimate.high == printed(row["high"])
    if "standard_error" in row:
        assert math.sqrt(log_variance(estimate)) == printed(row["standard_error"])


@oracle("bcg")
def test_bcg_risk_ratio(row: Row) -> None:
    estimate = risk_ratio(table_of(row))
    assert estimate is not None
    assert math.log(estimate.value) == printed(row["log_risk_ratio"])
    assert log_variance(estimate) == printed(row["log_risk_ratio_variance"])


@oracle("bcg")
def test_bcg_odds_ratio(row: Row) -> None:
    estimate = odds_ratio(table_of(row))
    assert estimate is not None
    assert math.log(estimate.value) == printed(row["log_odds_ratio"])
    assert log_variance(estimate) == printed(row["log_odds_ratio_variance"])


@oracle("bcg")
def test_bcg_risk_difference(row: Row) -> None:
    assert risk_difference(table_of(row)).value == printed(row["risk_difference"])


# Another program: R and metafor, by tests/data/reference.R


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-12)


each_reference = pytest.mark.parametrize(
    "row", [pytest.param(row, id="{}/{} v {}/{}".format(*row["table"])) for row in REFERENCE["rows"]]
)


def test_reference_is_complete() -> None:
    assert len({tuple(row["table"]) for row in REFERENCE["rows"]}) == 30
    assert REFERENCE["r"].startswith("R version ")
    assert REFERENCE["metafor"]


@each_reference
def test_wilson_as_in_r(row: Row) -> None:
    events, n, _, _ = row["table"]
    estimate = wilson(events, n)
    assert estimate.low == close(row["wilson"]["low"])
    assert estimate.high == close(row["wilson"]["high"])


@each_reference
def test_risk_difference_as_in_r(row: Row) -> None:
    estimate, expected = risk_difference(table_of(row)), row["risk_difference"]
    assert estimate.value == close(expected["value"])
    assert estimate.low == close(expected["low"])
    assert estimate.high == close(expected["high"])


def same_ratio(estimate: Estimate | None, expected: Row | None) -> None:
    # With an event in every patient, metafor has a variance of 0 and an interval from 1 to 1; we have none.
    if expected is None or expected["vi"] == 0:
        assert estimate is None
        return
    assert estimate is not None
    assert math.log(estimate.value) == close(expected["yi"])
    assert log_variance(estimate) == close(expected["vi"])
    assert estimate.low == close(expected["low"])
    assert estimate.high == close(expected["high"])


@each_reference
def test_risk_ratio_as_in_metafor(row: Row) -> None:
    same_ratio(risk_ratio(table_of(row)), row["risk_ratio"])


@each_reference
def test_odds_ratio_as_in_metafor(row: Row) -> None:
    same_ratio(odds_ratio(table_of(row)), row["odds_ratio"])


# What is refused, and what is not estimable


@pytest.mark.parametrize(
    ("events", "n"),
    [
        pytest.param(-1, 10, id="negative events"),
        pytest.param(11, 10, id="more events than patients"),
        pytest.param(0, 0, id="no patients"),
        pytest.param(-2, -1, id="negative patients"),
        pytest.param(1.0, 10, id="events a float"),
        pytest.param(1, 10.0, id="patients a float"),
        pytest.param(True, 10, id="events a bool"),
        pytest.param(None, 10, id="events missing"),
        pytest.param("1", 10, id="events a text"),
    ],
)
def test_impossible_counts_are_refused(events: Any, n: Any) -> None:  # noqa: ANN401  # wrong types are the point
    message = "no group of patients has"
    for refused in (check_counts, percent, wilson):
        with pytest.raises(ValueError, match=message):
            refused(events, n)
    with pytest.raises(ValueError, match=message):
        TwoByTwo(events, n, 1, 2)
    with pytest.raises(ValueError, match=message):
        TwoByTwo(1, 2, events, n)


def test_a_refusal_names_the_counts() -> None:
    with pytest.raises(ValueError, match=r"^no group of patients has 31 events of 30$"):
        TwoByTwo(31, 30, 9, 30)


def test_values_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        TwoByTwo(1, 2, 1, 2).events = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Estimate(0.0, 0.0, 0.0).value = 1.0  # type: ignore[misc]


def test_cells_in_textbook_order() -> None:
    assert TwoByTwo(16, 29, 9, 30).cells == (16, 13, 9, 21)


@pytest.mark.parametrize(
    ("events", "n", "expected"),
    [
        pytest.param(9, 30, 30.0, id="9/30"),
        pytest.param(0, 30, 0.0, id="none"),
        pytest.param(30, 30, 100.0, id="all"),
        pytest.param(16, 29, 55.172413793103445, id="16/29, not rounded"),
    ],
)
def test_percent(events: int, n: int, expected: float) -> None:
    assert percent(events, n) == expected


@pytest.mark.parametrize(
    ("table", "has_risk_ratio", "has_odds_ratio"),
    [
        pytest.param(TwoByTwo(3, 30, 1, 29), True, True, id="no zero"),
        pytest.param(TwoByTwo(3, 30, 0, 29), False, False, id="no events in the comparator"),
        pytest.param(TwoByTwo(0, 30, 3, 29), False, False, id="no events in the group"),
        pytest.param(TwoByTwo(0, 30, 0, 29), False, False, id="no events at all"),
        pytest.param(TwoByTwo(12, 12, 7, 12), True, False, id="every patient of the group"),
        pytest.param(TwoByTwo(7, 12, 12, 12), True, False, id="every patient of the comparator"),
        pytest.param(TwoByTwo(10, 10, 12, 12), False, False, id="every patient of both"),
        pytest.param(TwoByTwo(10, 10, 0, 12), False, False, id="every patient against none"),
    ],
)
def test_ratios_that_are_not_estimable(table: TwoByTwo, *, has_risk_ratio: bool, has_odds_ratio: bool) -> None:
    assert (risk_ratio(table) is not None) is has_risk_ratio
    assert (odds_ratio(table) is not None) is has_odds_ratio


def test_without_events_the_difference_keeps_its_interval() -> None:
    estimate = risk_difference(TwoByTwo(0, 30, 0, 29))
    assert estimate.value == 0
    assert estimate.low < 0 < estimate.high


def test_a_difference_carries_no_rounding_noise() -> None:
    assert risk_difference(TwoByTwo(56, 70, 48, 80)).value == 0.2


# Laws


@given(groups)
def test_wilson_limits_solve_the_score_equation(group: tuple[int, int]) -> None:
    events, n = group
    estimate = wilson(events, n)
    for limit in (estimate.low, estimate.high):
        assert (estimate.value - limit) ** 2 == pytest.approx(Z**2 * limit * (1 - limit) / n, abs=1e-12)


@given(groups)
def test_wilson_lies_inside_0_and_1_around_the_proportion(group: tuple[int, int]) -> None:
    estimate = wilson(*group)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.low < estimate.high


@given(st.integers(1, 10**9))
def test_wilson_touches_0_and_1_exactly(n: int) -> None:
    assert wilson(0, n).low == 0
    assert wilson(n, n).high == 1


@given(groups)
def test_wilson_of_the_complement_is_the_mirror_image(group: tuple[int, int]) -> None:
    events, n = group
    estimate, mirror = wilson(events, n), wilson(n - events, n)
    assert [mirror.low, mirror.high] == pytest.approx([1 - estimate.high, 1 - estimate.low])


@given(tables)
def test_difference_lies_inside_its_bounds(table: TwoByTwo) -> None:
    estimate = risk_difference(table)
    assert -1 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.low < estimate.high


@given(tables)
def test_swapping_the_groups_turns_the_difference_round(table: TwoByTwo) -> None:
    estimate, turned = risk_difference(table), risk_difference(swapped(table))
    assert turned == Estimate(-estimate.value, -estimate.high, -estimate.low)


@given(tables)
def test_the_complement_turns_the_difference_round(table: TwoByTwo) -> None:
    estimate, turned = risk_difference(table), risk_difference(complement(table))
    assert turned.value == -estimate.value
    assert (turned.low, turned.high) == (close(-estimate.high), close(-estimate.low))


@given(tables)
def test_a_responder_more_never_lowers_the_difference(table: TwoByTwo) -> None:
    assume(table.events < table.n)
    fewer, more = risk_difference(table), risk_difference(replace(table, events=table.events + 1))
    assert more.value > fewer.value
    assert more.low >= fewer.low - 1e-12
    assert more.high >= fewer.high - 1e-12


@each_ratio
@given(table=tables)
def test_swapping_the_groups_inverts_a_ratio(ratio: Ratio, table: TwoByTwo) -> None:
    estimate, inverse = ratio(table), ratio(swapped(table))
    assert (estimate is None) is (inverse is None)
    if estimate is not None and inverse is not None:
        assert estimate.value * inverse.value == pytest.approx(1)
        assert estimate.low * inverse.high == pytest.approx(1)
        assert estimate.high * inverse.low == pytest.approx(1)


@each_ratio
@given(table=tables)
def test_a_ratio_is_positive_and_midway_in_logs(ratio: Ratio, table: TwoByTwo) -> None:
    estimate = ratio(table)
    if estimate is None:
        reject()
    assert 0 < estimate.low < estimate.value < estimate.high < math.inf
    assert math.sqrt(estimate.low * estimate.high) == pytest.approx(estimate.value)


@given(tables)
def test_the_complement_inverts_the_odds_ratio(table: TwoByTwo) -> None:
    estimate, inverse = odds_ratio(table), odds_ratio(complement(table))
    if estimate is None or inverse is None:
        reject()
    assert estimate.value * inverse.value == pytest.approx(1)
    assert estimate.low * inverse.high == pytest.approx(1)


@given(tables)
def test_all_effects_point_the_same_way(table: TwoByTwo) -> None:
    odds, risk = odds_ratio(table), risk_ratio(table)
    if odds is None or risk is None:
        reject()
    difference = risk_difference(table).value
    assert math.copysign(1, difference) * math.log(odds.value) >= 0
    assert abs(math.log(odds.value)) >= abs(math.log(risk.value))
