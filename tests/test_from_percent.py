import json
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.arithmetic.from_percent import (
    Split,
    counts_for,
    equal_shares,
    only_count,
    only_size,
    only_split,
    percent_possible,
    rounds_to,
    sizes_for,
    splits_for,
)
from il2sle.records.values import decimals as decimals_of

DATA = Path(__file__).parent / "data"
GRIM: list[dict[str, Any]] = json.loads((DATA / "oracles.json").read_text(encoding="utf-8"))["grim"]

decimals = st.integers(0, 2)
sizes = st.integers(1, 300)


@st.composite
def percentages(draw: st.DrawFn) -> Decimal:
    places = draw(decimals)
    return Decimal(draw(st.integers(0, 100 * 10**places))).scaleb(-places)


def printings(events: int, n: int, places: int) -> set[Decimal]:
    """Every way to print a share, by decimal arithmetic of another kind than that under test."""
    share, unit = Decimal(100 * events) / n, Decimal(1).scaleb(-places)
    return {share.quantize(unit, mode) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)}


def fits(events: int, n: int, percent: Decimal) -> bool:
    return percent in printings(events, n, decimals_of(percent))


# A percentage and its counts


@pytest.mark.parametrize(
    ("events", "n", "percent", "expected"),
    [
        pytest.param(16, 29, "55.17", True, id="as printed"),
        pytest.param(16, 29, "55.2", True, id="with fewer decimals"),
        pytest.param(16, 29, "55", True, id="without decimals"),
        pytest.param(9, 30, "30.00", True, id="exact"),
        pytest.param(16, 29, "55.18", False, id="last digit off by one"),
        pytest.param(16, 29, "55.170", False, id="a zero more than true"),
        pytest.param(1, 8, "12", True, id="tie 12.5, to even"),
        pytest.param(1, 8, "13", True, id="tie 12.5, up"),
        pytest.param(3, 8, "37", True, id="tie 37.5, down"),
        pytest.param(3, 8, "38", True, id="tie 37.5, up and to even"),
        pytest.param(1, 16, "6.2", True, id="tie 6.25, to even"),
        pytest.param(1, 16, "6.3", True, id="tie 6.25, up"),
        pytest.param(0, 10, "0.0", True, id="none"),
        pytest.param(10, 10, "100.0", True, id="all"),
        pytest.param(10, 10, "100.1", False, id="more than all"),
        pytest.param(0, 10, "-0.1", False, id="less than none"),
    ],
)
def test_rounds_to(events: int, n: int, percent: str, *, expected: bool) -> None:
    assert rounds_to(events, n, Decimal(percent)) is expected


@pytest.mark.parametrize(
    ("percent", "n", "expected"),
    [
        pytest.param("55.17", 29, 16, id="He 2020, SRI-4 at week 12, IL-2"),
        pytest.param("30.00", 30, 9, id="He 2020, SRI-4 at week 12, placebo"),
        pytest.param("65.52", 29, 19, id="He 2020, SRI-4 at week 24, IL-2"),
        pytest.param("36.67", 30, 11, id="He 2020, SRI-4 at week 24, placebo"),
        pytest.param("53.85", 13, 7, id="He 2020, nephritis, IL-2"),
        pytest.param("16.67", 12, 2, id="He 2020, nephritis, placebo"),
        pytest.param("68", 50, 34, id="LUPIL-2, IL-2"),
        pytest.param("58", 50, 29, id="LUPIL-2, placebo"),
        pytest.param("83.3", 12, 10, id="PRO-IMMUN, SLEDAI"),
        pytest.param("66.7", 12, 8, id="PRO-IMMUN, clinical response"),
        pytest.param("55.17", 30, None, id="none fits"),
        pytest.param("55", 200, None, id="several fit"),
    ],
)
def test_only_count(percent: str, n: int, expected: int | None) -> None:
    assert only_count(Decimal(percent), n) == expected


def test_counts_for_lists_all_that_fit() -> None:
    assert counts_for(Decimal(55), 200) == (109, 110, 111)
    assert counts_for(Decimal(0), 200) == (0, 1)
    assert counts_for(Decimal(100), 200) == (199, 200)
    assert counts_for(Decimal("55.17"), 30) == ()


@given(percentages(), sizes)
def test_counts_for_by_brute_force(percent: Decimal, n: int) -> None:
    found = tuple(events for events in range(n + 1) if fits(events, n, percent))
    assert counts_for(percent, n) == found
    assert only_count(percent, n) == (found[0] if len(found) == 1 else None)
    assert percent_possible(percent, n) is bool(found)


@given(sizes.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), decimals)
def test_every_printing_leads_back_to_its_count(counts: tuple[int, int], places: int) -> None:
    events, n = counts
    for percent in printings(events, n, places):
        assert rounds_to(events, n, percent)
        assert events in counts_for(percent, n)
        assert n in sizes_for(events, percent, n)


@given(sizes.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), percentages())
def test_rounds_to_by_brute_force(counts: tuple[int, int], percent: Decimal) -> None:
    assert rounds_to(*counts, percent) is fits(*counts, percent)


# GRIM


def test_grim_rows_are_complete() -> None:
    assert [row["possible"] for row in GRIM] == [False, False, True, False, False, False]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["percent"]) for row in GRIM])
def test_grim_as_published(row: dict[str, Any]) -> None:
    assert percent_possible(Decimal(row["percent"]), row["n"]) is row["possible"]


@pytest.mark.parametrize("percent", ["83.3", "66.7"])
def test_ten_patients_cannot_give_twelfths(percent: str) -> None:
    assert percent_possible(Decimal(percent), 12)
    assert not percent_possible(Decimal(percent), 10)


@given(st.integers(1000, 5000), st.integers(0, 1000))
def test_grim_says_nothing_about_large_groups(n: int, tenths: int) -> None:
    assert percent_possible(Decimal(tenths).scaleb(-1), n)


# Group sizes


@pytest.mark.parametrize(
    ("events", "percent", "upper", "expected"),
    [
        pytest.param(2, "6.67", 60, (30,), id="He 2020, 2 patients are 6.67%"),
        pytest.param(2, "6.67", 5000, (30,), id="the same without a useful upper end"),
        pytest.param(2, "6.7", 60, (30,), id="one decimal"),
        pytest.param(2, "7", 60, (27, 28, 29, 30), id="no decimals"),
        pytest.param(2, "6.67", 29, (), id="upper end below the size"),
        pytest.param(0, "0", 3, (1, 2, 3), id="none of any size"),
        pytest.param(0, "6.67", 60, (), id="no events, a percentage all the same"),
        pytest.param(3, "100", 5, (3,), id="all"),
        pytest.param(1, "0.4", 250, tuple(range(223, 251)), id="long run"),
    ],
)
def test_sizes_for(events: int, percent: str, upper: int, expected: tuple[int, ...]) -> None:
    assert sizes_for(events, Decimal(percent), upper) == expected


def test_only_size() -> None:
    assert only_size(2, Decimal("6.67"), 60) == 30
    assert only_size(2, Decimal(7), 60) is None
    assert only_size(2, Decimal("6.67"), 29) is None


@given(st.integers(0, 40), percentages(), st.integers(40, 120))
def test_sizes_for_by_brute_force(events: int, percent: Decimal, upper: int) -> None:
    found = tuple(n for n in range(max(1, events), upper + 1) if fits(events, n, percent))
    assert sizes_for(events, percent, upper) == found
    assert only_size(events, percent, upper) == (found[0] if len(found) == 1 else None)


# Two groups and their total


@pytest.mark.parametrize(
    ("percent_a", "percent_b", "total", "expected"),
    [
        pytest.param("83.3", "51.7", 53, (20, 24, 15, 29), id="LUPIL-2, per protocol"),
        pytest.param("51.7", "83.3", 53, (15, 29, 20, 24), id="the same, groups swapped"),
        pytest.param("55.17", "30.00", 59, (16, 29, 9, 30), id="He 2020, SRI-4 at week 12"),
        pytest.param("83.3", "51.7", 52, None, id="none fits"),
        pytest.param("50", "50", 8, None, id="several fit"),
        pytest.param("100", "0", 2, (1, 1, 0, 1), id="smallest"),
        pytest.param("100", "0", 1, None, id="one patient is no two groups"),
    ],
)
def test_only_split(percent_a: str, percent_b: str, total: int, expected: Split | None) -> None:
    assert only_split(Decimal(percent_a), Decimal(percent_b), total) == expected


def test_splits_for_lists_all_that_fit() -> None:
    assert splits_for(Decimal(50), Decimal(100), 6) == ((1, 2, 4, 4), (2, 4, 2, 2))


def splits_by_brute_force(percent_a: Decimal, percent_b: Decimal, total: int) -> tuple[Split, ...]:
    return tuple(
        (a, n, b, total - n)
        for n in range(1, total)
        for a in range(n + 1)
        if fits(a, n, percent_a)
        for b in range(total - n + 1)
        if fits(b, total - n, percent_b)
    )


@given(st.integers(2, 40), st.data())
def test_splits_for_by_brute_force(total: int, data: st.DataObject) -> None:
    # Percentages of two real groups, as random ones hardly ever have a split at all.
    n_a = data.draw(st.integers(1, total - 1))
    events_a, events_b = data.draw(st.integers(0, n_a)), data.draw(st.integers(0, total - n_a))
    percent_a = max(printings(events_a, n_a, data.draw(decimals)))
    percent_b = max(printings(events_b, total - n_a, data.draw(decimals)))
    found = splits_by_brute_force(percent_a, percent_b, total)
    assert (events_a, n_a, events_b, total - n_a) in found
    assert splits_for(percent_a, percent_b, total) == found
    assert only_split(percent_a, percent_b, total) == (found[0] if len(found) == 1 else None)


# Allocation


@pytest.mark.parametrize(
    ("total", "ratio", "expected"),
    [
        pytest.param(60, (1, 1), (30, 30), id="1:1"),
        pytest.param(279, (1, 1, 1), (93, 93, 93), id="1:1:1"),
        pytest.param(90, (2, 1), (60, 30), id="2:1"),
        pytest.param(6, (2, 2), (3, 3), id="ratio not in lowest terms"),
        pytest.param(59, (1, 1), None, id="odd total"),
        pytest.param(100, (1, 1, 1), None, id="a remainder"),
        pytest.param(12, (1,), (12,), id="single arm"),
    ],
)
def test_equal_shares(total: int, ratio: tuple[int, ...], expected: tuple[int, ...] | None) -> None:
    assert equal_shares(total, ratio) == expected


@given(st.integers(1, 500), st.lists(st.integers(1, 4), min_size=1, max_size=5).map(tuple))
def test_equal_shares_keep_total_and_ratio(total: int, ratio: tuple[int, ...]) -> None:
    shares = equal_shares(total, ratio)
    if shares is None:
        assert any(total * part % sum(ratio) for part in ratio)
    else:
        assert sum(shares) == total
        assert all(share * ratio[0] == shares[0] * part for share, part in zip(shares, ratio, strict=True))


# What is refused


@pytest.mark.parametrize(
    "percent",
    [
        pytest.param(Decimal("30.00").normalize(), id="printed decimals lost"),
        pytest.param(Decimal("nan"), id="not a number"),
        pytest.param(Decimal("inf"), id="infinite"),
    ],
)
def test_percentages_that_nobody_printed(percent: Decimal) -> None:
    with pytest.raises(ValueError, match="not a percentage as it was printed"):
        rounds_to(9, 30, percent)
    with pytest.raises(ValueError, match="not a percentage as it was printed"):
        counts_for(percent, 30)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        pytest.param(rounds_to, (31, 30, Decimal(1)), id="more events than patients"),
        pytest.param(counts_for, (Decimal(1), 0), id="no patients"),
        pytest.param(percent_possible, (Decimal(1), -1), id="negative patients"),
        pytest.param(sizes_for, (3, Decimal(1), 2), id="upper end below the events"),
        pytest.param(sizes_for, (-1, Decimal(1), 2), id="negative events"),
        pytest.param(splits_for, (Decimal(1), Decimal(1), 0), id="no patients to split"),
        pytest.param(equal_shares, (0, (1, 1)), id="no patients to share"),
        pytest.param(equal_shares, (6, (1, 0)), id="an arm without a share"),
    ],
)
def test_impossible_counts_are_refused(function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="no group of patients has"):
        function(*arguments)


def test_an_empty_ratio_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        equal_shares(6, ())
