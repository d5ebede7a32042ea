from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.rows import OutcomeRow, Pointer
from il2sle.records.model import Trial
from il2sle.records.vocabulary import MISSING, Statistic, labels
from il2sle.views import figures
from il2sle.views.figures import Numbered


def row(**known: Any) -> OutcomeRow:  # noqa: ANN401  whatever a column holds
    nothing: dict[str, Any] = dict.fromkeys(OutcomeRow.__dataclass_fields__)
    return OutcomeRow(**(nothing | {"derived": (), "flags": (), "sources": ()} | known))


# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param(29, "29", id="count"),
        pytest.param(Decimal("30.00"), "30.00", id="printed zeros"),
        pytest.param(Decimal("0.0168"), "0.0168", id="more digits than we would print"),
        pytest.param(Decimal("0.0000001"), "0.0000001", id="printed without an exponent"),
        pytest.param(Decimal("-8.7"), "−8.7", id="printed minus"),
        pytest.param(Decimal("-0.0"), "−0.0", id="printed minus before zero"),
        pytest.param(31.609195402299, "31.6", id="computed"),
        pytest.param(-8.66, "−8.7", id="computed minus"),
        pytest.param(10.0, "10.0", id="computed whole number"),
        pytest.param(-0.04, "0.0", id="no sign before a rounded nothing"),
    ],
)
def test_number(value: float | Decimal | None, text: str) -> None:
    assert figures.number(value, 1) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(25.17, "+25.2", id="computed gain"),
        pytest.param(-4.0, "−4.0", id="computed loss"),
        pytest.param(Decimal("8.8"), "+8.8", id="printed gain"),
        pytest.param(Decimal("-8.8"), "−8.8", id="printed loss"),
        pytest.param(Decimal(0), "0", id="printed nothing"),
        pytest.param(0.0, "0.0", id="computed nothing"),
        pytest.param(0.04, "0.0", id="gain that rounds to nothing"),
        pytest.param(-0.04, "0.0", id="loss that rounds to nothing"),
        pytest.param(None, "", id="nothing known"),
    ],
)
def test_points(value: float | Decimal | None, text: str) -> None:
    assert figures.points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [pytest.param(1.8390804, "1.84", id="computed"), pytest.param(Decimal("1.8"), "1.8", id="printed")],
)
def test_ratio(value: float | Decimal, text: str) -> None:
    assert figures.ratio(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [pytest.param(16.6666667, "16.7", id="computed"), pytest.param(Decimal("55.17"), "55.17", id="printed")],
)
def test_percent(value: float | Decimal, text: str) -> None:
    assert figures.percent(value) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        pytest.param(0.1234, 46.29, "0.1 to 46.3", id="computed"),
        pytest.param(-8.66, 27.8, "−8.7 to 27.8", id="through nothing"),
        pytest.param(-9.0, -1.04, "−9.0 to −1.0", id="below nothing"),
        pytest.param(Decimal("1.00"), Decimal("3.4"), "1.00 to 3.4", id="printed"),
        pytest.param(None, None, "", id="none"),
        pytest.param(1.0, None, "", id="half of one"),
    ],
)
def test_interval(low: float | Decimal | None, high: float | Decimal | None, text: str) -> None:
    assert figures.interval(low, high) == text


def test_interval_of_a_ratio_has_its_decimals() -> None:
    assert figures.interval(0.9876, 3.456, 2) == "0.99 to 3.46"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        pytest.param(Decimal(8), Decimal(27), "8–27", id="plain"),
        pytest.param(Decimal(0), Decimal("1.5"), "0–1.5", id="from nothing"),
        pytest.param(Decimal(-3), Decimal(4), "−3 to 4", id="a dash would look like a sign"),
        pytest.param(None, None, "", id="none"),
    ],
)
def test_spread(low: Decimal | None, high: Decimal | None, text: str) -> None:
    assert figures.spread(low, high) == text


@pytest.mark.parametrize(
    ("value", "comparator", "text"),
    [
        pytest.param(Decimal("0.052"), "=", "0.052", id="equal"),
        pytest.param(Decimal("0.001"), "<", "<0.001", id="below"),
        pytest.param(Decimal("0.05"), ">", ">0.05", id="above"),
        pytest.param(Decimal("0.050"), None, "0.050", id="no sign"),
        pytest.param(Decimal("0.0000001"), "<", "<0.0000001", id="no exponent"),
        pytest.param(None, None, "", id="none"),
    ],
)
def test_p_as_printed(value: Decimal | None, comparator: str | None, text: str) -> None:
    assert figures.p_value(value, comparator) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0.0524, "0.0524", id="four decimals near 0.05"),
        pytest.param(0.04996, "0.0500", id="just below 0.05"),
        pytest.param(0.0271, "0.027", id="three elsewhere"),
        pytest.param(0.001, "0.001", id="smallest that is written out"),
        pytest.param(0.0009, "<0.001", id="below it"),
        pytest.param(0.0, "<0.001", id="never nothing"),
        pytest.param(1.0, "1.000", id="one"),
    ],
)
def test_p_of_ours(value: float, text: str) -> None:
    assert figures.computed_p(value) == text


@given(st.floats(0, 1))
def test_p_of_ours_is_never_printed_as_nothing(value: float) -> None:
    assert figures.computed_p(value).strip("0.") != ""


# Cells


@pytest.mark.parametrize(
    ("events", "n", "text"),
    [
        pytest.param(16, 29, "16/29", id="both"),
        pytest.param(0, 30, "0/30", id="nobody is a figure"),
        pytest.param(None, 29, "NR/29", id="responders not known"),
        pytest.param(16, None, "16", id="patients not known"),
        pytest.param(None, None, "", id="neither"),
    ],
)
def test_counts(events: int | None, n: int | None, text: str) -> None:
    assert figures.counts(events, n) == text


@pytest.mark.parametrize(
    ("text", "derived", "marked"),
    [
        pytest.param("16/29", True, "16/29†", id="derived"),
        pytest.param("16/29", False, "16/29", id="reported"),
        pytest.param("", True, "", id="nothing to mark"),
    ],
)
def test_mark(text: str, *, derived: bool, marked: str) -> None:
    assert figures.marked(text, derived) == marked


@pytest.mark.parametrize(
    ("statistic", "headers"),
    [
        pytest.param("median (range)", ("median", "range"), id="range"),
        pytest.param("median (IQR)", ("median", "IQR"), id="IQR"),
        pytest.param("mean ± SD", ("mean", "± SD"), id="SD"),
        pytest.param("mean (95% CI)", ("mean", "95% CI"), id="CI"),
        pytest.param("mean", ("mean", ""), id="alone"),
    ],
)
def test_headers_of_a_score(statistic: str, headers: tuple[str, str]) -> None:
    assert figures.score_headers(statistic) == headers


def test_every_statistic_has_a_header_of_its_own() -> None:
    headers = [figures.score_headers(statistic) for statistic in labels(Statistic)]

    assert len(headers) >= 5
    assert len(set(headers)) == len(headers)


@pytest.mark.parametrize(
    ("reason", "mark"),
    [
        pytest.param("not reported", "NR", id="not reported"),
        pytest.param("not measured", "NM", id="not measured"),
        pytest.param("below threshold", "BT", id="below threshold"),
        pytest.param("pending", "pending", id="pending"),
        pytest.param("not applicable", "n/a", id="not applicable"),
        pytest.param(None, "NR", id="no reason given"),
    ],
)
def test_missing(reason: str | None, mark: str) -> None:
    assert figures.missing(reason) == mark


def test_kinds_of_missing_are_told_apart() -> None:
    assert len({figures.missing(reason) for reason in MISSING}) == len(MISSING) == 5


PERCENT = {"arm_events": 16, "arm_n": 29, "arm_percent": Decimal("55.17")}


@pytest.mark.parametrize(
    ("known", "cells"),
    [
        pytest.param(PERCENT, ("16/29", "55.17"), id="reported"),
        pytest.param(PERCENT | {"derived": ("arm_events",)}, ("16/29†", "55.17"), id="events derived"),
        pytest.param(PERCENT | {"derived": ("arm_n",)}, ("16/29†", "55.17"), id="patients derived"),
        pytest.param(PERCENT | {"derived": ("comparator_events",)}, ("16/29", "55.17"), id="other side derived"),
        pytest.param(
            {"arm_events": 7, "arm_n": 13, "arm_percent": 53.846, "derived": ("arm_percent",)},
            ("7/13", "53.8†"),
            id="percentage derived",
        ),
        pytest.param({}, ("", ""), id="nothing"),
        pytest.param(
            {
                "statistic": "median (range)",
                "arm_value": Decimal(12),
                "arm_low": Decimal(8),
                "arm_high": Decimal(27),
                "arm_n": 29,
            },
            ("12", "8–27"),
            id="score",
        ),
    ],
)
def test_side(known: dict[str, Any], cells: tuple[str, str]) -> None:
    assert figures.side(row(**known), "arm") == cells


def test_each_side_has_its_own_figures() -> None:
    both = row(**PERCENT, comparator_events=9, comparator_n=30, comparator_percent=Decimal("30.00"))

    assert figures.side(both, "comparator") == ("9/30", "30.00")


# Sources

NUMBERED = Numbered(["a/paper", "a/registry", "b/paper"])


@pytest.mark.parametrize(
    ("pointers", "short", "placed"),
    [
        pytest.param([], "", "", id="none"),
        pytest.param([Pointer("b/paper", "Abstract")], "[3]", "[3: Abstract]", id="one"),
        pytest.param(
            [Pointer("a/registry", "phase"), Pointer("a/paper", "Table 2")],
            "[2, 1]",
            "[2: phase; 1: Table 2]",
            id="in the order of the row",
        ),
        pytest.param(
            [Pointer("a/paper", "Table 2"), Pointer("a/paper", "Table 3"), Pointer("a/paper", "Table 2")],
            "[1]",
            "[1: Table 2; 1: Table 3]",
            id="each once",
        ),
    ],
)
def test_sources_of_a_cell(pointers: list[Pointer], short: str, placed: str) -> None:
    assert (NUMBERED.short(pointers), NUMBERED.placed(pointers)) == (short, placed)


def test_a_source_that_is_not_listed_is_a_bug() -> None:
    with pytest.raises(KeyError, match="c/paper"):
        NUMBERED.short([Pointer("c/paper", "Abstract")])


# The records


def test_every_printed_percentage_keeps_its_digits(trials: list[Trial]) -> None:
    printed = [
        result.percent
        for trial in trials
        for outcome in trial.outcomes
        for results in outcome.results.values()
        for result in results.values()
        if result.percent is not None
    ]

    assert Decimal("30.00") in printed
    assert [figures.percent(value) for value in printed] == [f"{value:f}" for value in printed]
