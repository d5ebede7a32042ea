import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.arithmetic.p_values import TESTS, fisher, pearson, pearson_n_minus_1, yates
from il2sle.records.values import decimals

Row = dict[str, Any]

DATA = Path(__file__).parent / "data"
ORACLES: list[Row] = json.loads((DATA / "oracles.json").read_text(encoding="utf-8"))["p_values"]
REFERENCE: list[Row] = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))["rows"]

groups = st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = st.builds(lambda group, comparator: TwoByTwo(*group, *comparator), groups, groups)


def matrix(table: TwoByTwo) -> list[list[int]]:
    a, b, c, d = table.cells
    return [[a, b], [c, d]]


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-300)


def tells_groups_apart(table: TwoByTwo) -> bool:
    a, b, c, d = table.cells
    return a + c > 0 and b + d > 0


# Published figures and other programs


def test_the_printed_names_in_order() -> None:
    assert dict(TESTS) == {
        "Pearson": pearson,
        "Pearson N-1": pearson_n_minus_1,
        "Yates": yates,
        "Fisher": fisher,
    }
    assert list(TESTS) == ["Pearson", "Pearson N-1", "Yates", "Fisher"]


def test_the_table_of_tests_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TESTS["Barnard"] = fisher  # type: ignore[index]  # that it cannot be set is what is tested


def test_oracles_are_complete() -> None:
    assert len(ORACLES) == 7
    assert {row["test"] for row in ORACLES} == {"Pearson", "Yates", "Fisher"}


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['test']} {row['source']}") for row in ORACLES])
def test_p_as_published(row: Row) -> None:
    half_unit = Decimal(1).scaleb(-decimals(Decimal(row["p"]))) / 2
    expected = pytest.approx(float(row["p"]), rel=0, abs=max(float(half_unit), 1e-12))
    assert TESTS[row["test"]](TwoByTwo(*row["table"])) == expected


def test_reference_is_complete() -> None:
    assert len(REFERENCE) == 30
    assert all(set(row["p_values"]) == set(TESTS) for row in REFERENCE)


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize("row", [pytest.param(row, id="{}/{} v {}/{}".format(*row["table"])) for row in REFERENCE])
def test_p_as_in_r(row: Row, name: str) -> None:
    # R has no chi-square where all patients or none had the event; there every p of ours is 1.
    expected = 1.0 if row["p_values"][name] is None else row["p_values"][name]
    assert TESTS[name](TwoByTwo(*row["table"])) == close(expected)


@given(tables)
def test_chi_square_as_in_scipy(table: TwoByTwo) -> None:
    assume(tells_groups_apart(table))
    assert pearson(table) == close(stats.chi2_contingency(matrix(table), correction=False).pvalue)
    assert yates(table) == close(stats.chi2_contingency(matrix(table), correction=True).pvalue)


@given(tables)
def test_n_minus_1_as_in_scipy(table: TwoByTwo) -> None:
    assume(tells_groups_apart(table))
    total = sum(table.cells)
    statistic = stats.chi2_contingency(matrix(table), correction=False).statistic * (total - 1) / total
    assert pearson_n_minus_1(table) == close(stats.chi2.sf(statistic, 1))


@given(tables)
def test_fisher_as_in_scipy(table: TwoByTwo) -> None:
    assert fisher(table) == close(stats.fisher_exact(matrix(table)).pvalue)


# Fisher, where floats go wrong


def fisher_by_definition(table: TwoByTwo) -> Fraction:
    n, m, events = table.n, table.comparator_n, table.events + table.comparator_events
    weights = [math.comb(n, k) * math.comb(m, events - k) for k in range(min(n, events) + 1)]
    return Fraction(sum(w for w in weights if w <= weights[table.events]), sum(weights))


@given(tables)
def test_fisher_by_definition(table: TwoByTwo) -> None:
    assert fisher(table) == float(fisher_by_definition(table))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(TwoByTwo(2, 2, 0, 2), 1 / 3, id="both corners of 2 v 2"),
        pytest.param(TwoByTwo(10, 10, 0, 10), 2 / math.comb(20, 10), id="both corners of 10 v 10"),
        pytest.param(TwoByTwo(500, 1000, 500, 1000), 1.0, id="the likeliest table"),
        pytest.param(TwoByTwo(499, 1000, 500, 1000), 1.0, id="as likely as its mirror image"),
    ],
)
def test_fisher_counts_ties(table: TwoByTwo, expected: float) -> None:
    assert fisher(table) == expected


def test_fisher_of_the_smallest_p_is_zero_not_an_error() -> None:
    assert fisher(TwoByTwo(10_000, 10_000, 0, 10_000)) == 0.0


# Laws


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize(
    "table",
    [
        pytest.param(TwoByTwo(0, 10, 0, 20), id="no events"),
        pytest.param(TwoByTwo(10, 10, 20, 20), id="only events"),
        pytest.param(TwoByTwo(0, 1, 0, 1), id="no events, smallest"),
    ],
)
def test_an_outcome_without_two_values_gives_one(name: str, table: TwoByTwo) -> None:
    assert TESTS[name](table) == 1.0


@pytest.mark.parametrize("name", TESTS)
@given(table=tables)
def test_p_is_a_probability(name: str, table: TwoByTwo) -> None:
    assert 0 <= TESTS[name](table) <= 1


@pytest.mark.parametrize("name", TESTS)
@given(table=tables)
def test_p_does_not_know_which_group_is_which(name: str, table: TwoByTwo) -> None:
    swapped = TwoByTwo(table.comparator_events, table.comparator_n, table.events, table.n)
    assert TESTS[name](swapped) == TESTS[name](table)


@pytest.mark.parametrize("name", TESTS)
@given(table=tables)
def test_p_does_not_know_events_from_non_events(name: str, table: TwoByTwo) -> None:
    a, b, c, d = table.cells
    assert TESTS[name](TwoByTwo(b, a + b, d, c + d)) == TESTS[name](table)


@pytest.mark.parametrize("name", TESTS)
@given(table=tables)
def test_p_does_not_know_rows_from_columns(name: str, table: TwoByTwo) -> None:
    assume(tells_groups_apart(table))
    a, b, c, d = table.cells
    assert TESTS[name](TwoByTwo(a, a + c, b, b + d)) == TESTS[name](table)


@given(tables)
def test_each_correction_raises_p(table: TwoByTwo) -> None:
    assert pearson(table) <= pearson_n_minus_1(table) <= 1
    assert pearson(table) <= yates(table)
