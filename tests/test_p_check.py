from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.arithmetic.p_values import TESTS
from il2sle.evidence.p_check import PCheck, check_p, p_range
from il2sle.records.values import P, PValue

Counts = tuple[int, int, int, int]

NAMES = ("Pearson", "Pearson N-1", "Yates", "Fisher")

# The 2x2 tables of the trials: responders and patients on treatment, then on the comparator

HE_12, HE_24, NEPHRITIS = (16, 29, 9, 30), (19, 29, 11, 30), (7, 13, 2, 12)
LUPIL2_ITT, LUPIL2_PP = (34, 50, 29, 50), (20, 24, 15, 29)

WITHOUT_ADJUSTMENT = "not reproduced by the tests tried, no other test or adjustment stated"
DECLARED = "not reproduced, adjusted analysis declared"
OTHER_CONCLUSION = "not reproduced and the conclusion at 0.05 would differ"


def p(text: str) -> PValue:
    """A p-value as papers print it: `0.052`, `<0.001`, `>0.05`, `NS`."""
    return TypeAdapter(P).validate_python(text if text[0] in "<>≤N" else Decimal(text))


def check(counts: Counts, printed: str, adjusted: str | None = None) -> PCheck:
    return check_p(TwoByTwo(*counts), p(printed), adjusted)


# The known answers: the figures of the tests stand to four decimals in the arithmetic of the facts


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(HE_12, (0.0504, 0.0524, 0.0905, 0.0673), id="He 2020, SRI-4, week 12"),
        pytest.param(HE_24, (0.0267, 0.0280, 0.0505, 0.0379), id="He 2020, SRI-4, week 24"),
        pytest.param(NEPHRITIS, (0.0530, 0.0580, 0.1290, 0.0968), id="He 2020, nephritis"),
        pytest.param(LUPIL2_ITT, (0.3004, 0.3028, 0.4074, 0.4076), id="LUPIL-2, ITT"),
        pytest.param(LUPIL2_PP, (0.0156, 0.0166, 0.0334, 0.0209), id="LUPIL-2, per protocol"),
    ],
)
def test_every_test_is_told(counts: Counts, expected: tuple[float, ...]) -> None:
    tests = check(counts, "0.5").tests
    assert tests == pytest.approx(dict(zip(NAMES, expected, strict=True)), abs=5e-5)
    assert tuple(tests) == tuple(TESTS) == NAMES


@pytest.mark.parametrize(
    ("counts", "printed", "verdict"),
    [
        pytest.param(HE_12, "0.052", "consistent with Pearson N-1", id="He 2020, SRI-4, week 12"),
        pytest.param(HE_24, "0.027", "consistent with Pearson", id="He 2020, SRI-4, week 24"),
        pytest.param(NEPHRITIS, "0.036", OTHER_CONCLUSION, id="He 2020, nephritis"),
        pytest.param(LUPIL2_ITT, "0.3439", WITHOUT_ADJUSTMENT, id="LUPIL-2, ITT"),
        pytest.param(LUPIL2_PP, "0.0168", WITHOUT_ADJUSTMENT, id="LUPIL-2, per protocol"),
    ],
)
def test_known_answers(counts: Counts, printed: str, verdict: str) -> None:
    assert check(counts, printed).verdict == verdict


def test_no_test_has_the_nephritis_result_below_5_percent() -> None:
    tests = check(NEPHRITIS, "0.036").tests
    assert len(tests) == 4
    assert min(tests.values()) > 0.05


@pytest.mark.parametrize(
    ("counts", "printed", "adjusted", "expected"),
    [
        pytest.param(HE_24, "0.027", None, (True, False), id="reproduced"),
        pytest.param(HE_24, "0.027", "by centre", (True, False), id="reproduced although adjusted"),
        pytest.param(LUPIL2_ITT, "0.3439", None, (False, False), id="not reproduced"),
        pytest.param(NEPHRITIS, "0.036", None, (False, True), id="another conclusion"),
        pytest.param(NEPHRITIS, "0.036", "by centre", (False, True), id="another conclusion, adjusted"),
    ],
)
def test_what_was_found(counts: Counts, printed: str, adjusted: str | None, expected: tuple[bool, bool]) -> None:
    found = check(counts, printed, adjusted)
    assert (found.reproduced, found.conclusion_differs) == expected


# The four verdicts


@pytest.mark.parametrize(
    ("counts", "printed", "adjusted", "verdict"),
    [
        pytest.param(HE_24, "0.027", None, "consistent with Pearson", id="by one test"),
        pytest.param(HE_24, "0.03", None, "consistent with Pearson and Pearson N-1", id="by two"),
        pytest.param(HE_24, "<0.06", None, "consistent with the counts", id="by all four"),
        pytest.param(HE_24, "0.027", "by centre", "consistent with Pearson", id="reproduced before adjusted"),
        pytest.param(NEPHRITIS, "0.036", "by centre", DECLARED, id="adjusted before another conclusion"),
        pytest.param(LUPIL2_ITT, "0.3439", "by centre", DECLARED, id="adjusted"),
        pytest.param(NEPHRITIS, "0.036", None, OTHER_CONCLUSION, id="below 0.05 by none"),
        pytest.param(LUPIL2_PP, "0.06", None, OTHER_CONCLUSION, id="not below 0.05, though by all"),
        pytest.param(HE_24, "0.045", None, WITHOUT_ADJUSTMENT, id="below 0.05 by some"),
        pytest.param(LUPIL2_ITT, "0.3439", None, WITHOUT_ADJUSTMENT, id="same conclusion"),
    ],
)
def test_verdict(counts: Counts, printed: str, adjusted: str | None, verdict: str) -> None:
    assert check(counts, printed, adjusted).verdict == verdict


def test_no_verdict_says_wrong() -> None:
    printed = ("0.001", "0.036", "0.05", "0.3439", "0.9", "<0.001", ">0.9")
    said = {check(counts, text).verdict for counts in (HE_24, NEPHRITIS, LUPIL2_ITT) for text in printed}
    assert len(said) >= 3
    assert not [verdict for verdict in said if "wrong" in verdict]


# `=`: the test's p rounds to the printed one


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("0.0267", True, id="four decimals"),
        pytest.param("0.027", True, id="three"),
        pytest.param("0.03", True, id="two"),
        pytest.param("0.0", True, id="one"),
        pytest.param("0.026", False, id="last digit off by one"),
        pytest.param("0.0270", False, id="a digit more than true"),
        pytest.param("0.04", True, id="Fisher's 0.0379"),
        pytest.param("0.1", True, id="Yates' 0.0505, one decimal"),
        pytest.param("0.10", False, id="none"),
    ],
)
def test_equal_is_a_matter_of_printed_decimals(printed: str, *, expected: bool) -> None:
    assert check(HE_24, printed).reproduced is expected


# `<` and `>`: the test's p lies on that side


@pytest.mark.parametrize(
    ("counts", "printed", "verdict"),
    [
        pytest.param(HE_24, "<0.03", "consistent with Pearson and Pearson N-1", id="below, by two"),
        pytest.param(HE_24, "<0.02", WITHOUT_ADJUSTMENT, id="below, by none, same conclusion of some"),
        pytest.param(LUPIL2_ITT, "<0.05", OTHER_CONCLUSION, id="below 0.05, by none"),
        pytest.param(LUPIL2_ITT, "<0.001", OTHER_CONCLUSION, id="far below, by none"),
        pytest.param(LUPIL2_ITT, "<0.2", WITHOUT_ADJUSTMENT, id="a bound above 0.05 leaves the conclusion open"),
        pytest.param(LUPIL2_ITT, ">0.05", "consistent with the counts", id="above"),
        pytest.param(LUPIL2_ITT, ">0.4", "consistent with Yates and Fisher", id="above, by two"),
        pytest.param(LUPIL2_PP, ">0.05", OTHER_CONCLUSION, id="above 0.05, by none"),
        pytest.param(LUPIL2_PP, ">0.04", WITHOUT_ADJUSTMENT, id="a bound below 0.05 leaves the conclusion open"),
    ],
)
def test_bounds(counts: Counts, printed: str, verdict: str) -> None:
    assert check(counts, printed).verdict == verdict


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("0.05", False, id="0.05 covers 0.045 to 0.055, on both sides"),
        pytest.param("0.050", False, id="with three decimals too"),
        pytest.param("0.0510", True, id="above"),
        pytest.param("NS", True, id="not significant"),
        pytest.param("≤0.05", False, id="at most 0.05"),
        pytest.param("0.049", False, id="below"),
        pytest.param("<0.05", False, id="below, as a bound"),
        pytest.param(">0.05", True, id="above, as a bound"),
    ],
)
def test_conclusion_at_5_percent(printed: str, *, expected: bool) -> None:
    # All four tests are below 0.05 here, at 0.0156 to 0.0334, and reproduce none of these but `<0.05`.
    assert check(LUPIL2_PP, printed).conclusion_differs is expected


@pytest.mark.parametrize(
    ("patients", "names"),
    [
        pytest.param(20_000, NAMES, id="safety tables: with Fisher"),
        pytest.param(100_002, NAMES[:3], id="more: without Fisher"),
    ],
)
def test_exact_test_is_left_out_where_it_would_take_hours(patients: int, names: tuple[str, ...]) -> None:
    half = patients // 2
    found = check((half // 2, half, half // 3, half), "<0.001")
    assert tuple(found.tests) == names
    assert found.reproduced


def test_a_skipped_test_is_said() -> None:
    found = check((16_667, 50_001, 12_500, 50_001), "0.3")
    assert found.skipped == {"Fisher": "skipped above 100,000 patients"}
    assert found.verdict.endswith("; Fisher skipped above 100,000 patients")


def test_rare_events_of_a_safety_table() -> None:
    found = check((3, 10_000, 12, 10_000), "0.035")
    assert found.tests["Fisher"] == pytest.approx(0.0351, abs=5e-5)
    assert "Fisher" in found.agreeing


@pytest.mark.parametrize("printed", ["1", "0", "0.000"])
def test_a_coarse_p_is_the_interval_of_its_rounding(printed: str) -> None:
    low, high = p_range(p(printed))
    assert (low, high) == {"1": (Decimal("0.5"), 1), "0": (0, Decimal("0.5")), "0.000": (0, Decimal("0.0005"))}[printed]


def test_a_p_of_1_names_no_test() -> None:
    assert check((11, 20, 9, 20), "1").verdict == "consistent with the counts"


def test_bound_below_5_percent_has_no_other_conclusion() -> None:
    assert not check(LUPIL2_ITT, ">0.04").conclusion_differs


# Laws

groups = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = st.builds(lambda group, other: (*group, *other), groups, groups)


@given(tables, st.sampled_from(NAMES), st.integers(1, 6))
def test_rounded_p_of_a_test_is_reproduced_by_it(counts: Counts, name: str, places: int) -> None:
    value = check(counts, "0.5").tests[name]
    found = check(counts, f"{value:.{places}f}")
    assert name in found.agreeing


@given(tables, st.sampled_from(NAMES), st.integers(1, 6))
def test_p_a_unit_away_is_not_reproduced(counts: Counts, name: str, places: int) -> None:
    value = Decimal(check(counts, "0.5").tests[name])
    unit = Decimal(1).scaleb(-places)
    away = value.quantize(unit) - unit if value > Decimal("0.5") else value.quantize(unit) + unit
    expected = abs(away - value) <= unit / 2  # a tie rounds both ways
    assert (name in check(counts, str(away)).agreeing) is expected


@given(tables, st.decimals("0.001", "0.999", places=3), st.sampled_from(["by centre", None]))
def test_one_verdict_of_four(counts: Counts, value: Decimal, adjusted: str | None) -> None:
    found = check(counts, str(value), adjusted)
    kinds = [found.reproduced, *(found.verdict == said for said in (DECLARED, WITHOUT_ADJUSTMENT, OTHER_CONCLUSION))]
    assert kinds.count(True) == 1
    assert found.verdict.startswith("consistent with") is found.reproduced


@given(tables)
def test_bound_is_reproduced_unless_its_opposite_is(counts: Counts) -> None:
    below, above = check(counts, "<0.05"), check(counts, ">0.05")
    assert below.tests == above.tests
    assert below.reproduced or above.reproduced
