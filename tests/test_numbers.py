from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.figure import Effect, Figure, Number, Pointer, Side, derived
from il2sle.records.vocabulary import MISSING, Statistic, labels
from il2sle.views import numbers
from il2sle.views.page.blocks import Cell, Ref

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
        pytest.param(31.609195402299, "31.6", id="computed"),
        pytest.param(-8.66, "−8.7", id="computed minus"),
        pytest.param(10.0, "10.0", id="computed whole number"),
        pytest.param(-0.04, "0.0", id="no sign before a rounded nothing"),
    ],
)
def test_number(value: float | Decimal | None, text: str) -> None:
    assert numbers.number(value, 1) == text


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
    assert numbers.points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [pytest.param(1.8390804, "1.84", id="computed"), pytest.param(Decimal("1.8"), "1.8", id="printed")],
)
def test_ratio(value: float | Decimal, text: str) -> None:
    assert numbers.ratio(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [pytest.param(16.6666667, "16.7", id="computed"), pytest.param(Decimal("55.17"), "55.17", id="printed")],
)
def test_percent(value: float | Decimal, text: str) -> None:
    assert numbers.percent(value) == text


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
    assert numbers.interval(low, high) == text


def test_interval_of_a_ratio_has_its_decimals() -> None:
    assert numbers.interval(0.9876, 3.456, 2) == "0.99 to 3.46"


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
    assert numbers.spread(low, high) == text


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
    assert numbers.computed_p(value) == text


@given(st.floats(0, 1))
def test_p_of_ours_is_never_printed_as_nothing(value: float) -> None:
    assert numbers.computed_p(value).strip("0.") != ""


# Cells


@pytest.mark.parametrize(
    ("events", "n", "text"),
    [
        pytest.param(16, 29, "16/29", id="both"),
        pytest.param(0, 30, "0/30", id="nobody is a figure"),
        pytest.param(None, 29, "unread/29", id="responders not known"),
        pytest.param(16, None, "16", id="patients not known"),
        pytest.param(None, None, "", id="neither"),
    ],
)
def test_counts(events: int | None, n: int | None, text: str) -> None:
    assert numbers.counts(events, n, "not read") == text


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
    assert numbers.score_headers(statistic) == headers


def test_every_statistic_has_a_header_of_its_own() -> None:
    headers = [numbers.score_headers(statistic) for statistic in labels(Statistic)]

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
        pytest.param("not read", "unread", id="not read"),
    ],
)
def test_missing(reason: str, mark: str) -> None:
    assert numbers.missing(reason) == mark


def test_kinds_of_missing_are_told_apart() -> None:
    assert len({numbers.missing(reason) for reason in MISSING}) == len(MISSING) == 6


PERCENT = {"arm_events": 16, "arm_n": 29, "arm_percent": Decimal("55.17")}


def printed(value: Number) -> Figure:
    return Figure(value, "printed")


@pytest.mark.parametrize(
    ("side", "score", "told"),
    [
        pytest.param({"events": printed(18), "n": printed(30)}, False, ("18/30", ""), id="a count"),
        pytest.param(
            {"events": derived(16, "the only one"), "n": printed(29), "percent": printed(Decimal("55.17"))},
            *(False, ("16/29†", "55.17")),
            id="a derived count beside a printed percentage",
        ),
        pytest.param({"n": printed(30)}, False, ("NR/30", ""), id="patients alone"),
        pytest.param({"percent": derived(60.0, "of both")}, False, ("", "60.0†"), id="a derived percentage"),
        pytest.param(
            {"value": printed(6), "low": printed(0), "high": printed(16)},
            True,
            ("6", "0–16"),
            id="a score and its range",
        ),
        pytest.param({"value": printed(6), "sd": printed(Decimal("1.5"))}, True, ("6", "1.5"), id="a score and its SD"),
    ],
)
def test_the_two_cells_of_a_side(side: dict[str, Figure], score: bool, told: tuple[str, str]) -> None:  # noqa: FBT001
    found = numbers.side_cells(Side(arm="drug", label="drug", rest_missing="not reported", **side), score=score)  # type: ignore[arg-type]
    assert tuple(cell.marked for cell in found) == told


def nnt(value: float, low: float, high: float, better: str | None = "higher") -> str:
    figures = [derived(figure, "") for figure in (value, low, high)]
    return numbers.number_needed(
        Effect(measure="number_needed", value=figures[0], low=figures[1], high=figures[2]), better
    )


def test_number_needed_in_cochranes_form() -> None:
    assert nnt(4.0, 1442.5, 2.159) == "NNTB 4.0† (NNTB 2.2 to NNTB 1442.5)"
    assert nnt(10.0, -11.479, 3.6) == "NNTB 10.0† (NNTB 3.6 to ∞ to NNTH 11.5)"
    assert nnt(-5.0, -2.0, -20.0) == "NNTH 5.0† (NNTH 20.0 to NNTH 2.0)"
    assert nnt(4.0, 20.0, 2.0, "lower") == "NNTH 4.0† (NNTH 20.0 to NNTH 2.0)"
    assert nnt(4.0, 20.0, 2.0, None) == ""


POINTERS = (Pointer("a/paper", "Table 1"), Pointer("a/paper", "Table 2"), Pointer("b/site", "p. 1"))


def test_references_name_a_source_by_its_own_key() -> None:
    assert Cell(refs=numbers.cited(POINTERS)).plain == "[paper, site]"
    assert Cell(refs=numbers.cited(POINTERS, places=True)).plain == "[paper: Table 1; paper: Table 2; site: p. 1]"
    assert Cell("remark", refs=(Ref("note", "a"), Ref("note", "b"))).plain == "remark note a, b"
    assert not Cell()
