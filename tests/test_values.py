"""Single values of a record: what is taken, what it becomes, and what is refused under which name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError, create_model

from il2sle.arithmetic.schedules import Span
from il2sle.records import values
from il2sle.records.stated import Strict
from il2sle.records.values import MAX_TEXT, Cite, PValue, as_decimal, decimals, is_all_to_a_week, runs_to, week_of


def taken(kind: Any, value: object) -> Any:  # noqa: ANN401  a type that no type checker has a name for
    """A value on its own in a model as strict as those of a record."""
    fields: dict[str, Any] = {"value": (kind, ...)}
    holder: Any = create_model("Holder", __base__=Strict, **fields)
    return dict(holder.model_validate({"value": value}))["value"]


def refused(kind: object, value: object) -> str:
    """The type of the first error."""
    with pytest.raises(ValidationError) as error:
        taken(kind, value)
    return error.value.errors()[0]["type"]


TAKEN = [
    pytest.param(values.Text, "  IL-2 ", "IL-2", id="text without the blanks around it"),
    pytest.param(values.Text, "a =1+1", "a =1+1", id="formula inside a text"),
    pytest.param(values.Text, "folded\n", "folded", id="line feed at the end of a text"),
    pytest.param(values.Text, "x" * MAX_TEXT, "x" * MAX_TEXT, id="longest text"),
    pytest.param(values.Texts, "one", ["one"], id="one text for a list"),
    pytest.param(values.Texts, ["one", "two"], ["one", "two"], id="list of texts"),
    pytest.param(values.WordOrNumber, 2016, "2016", id="whole number for a word"),
    pytest.param(values.WordOrNumber, Decimal("1.50"), "1.50", id="decimal number for a word"),
    pytest.param(values.Key, "ILT-101.b", "ILT-101.b", id="key"),
    pytest.param(values.Key, "7", "7", id="key of one digit"),
    pytest.param(values.Date, 2020, "2020", id="year as a number"),
    pytest.param(values.Date, "2020-07", "2020-07", id="month"),
    pytest.param(values.Date, "2020-02-29", "2020-02-29", id="day of a leap year"),
    pytest.param(values.Timepoint, "week 0", "week 0", id="baseline"),
    pytest.param(values.Timepoint, "week 9999", "week 9999", id="last week"),
    pytest.param(values.Timepoint, "not stated", "not stated", id="no week"),
    pytest.param(values.Count, 0, 0, id="no patient"),
    pytest.param(values.Percent, 100, Decimal(100), id="whole percentage"),
    pytest.param(values.Percent, Decimal("0.0"), Decimal("0.0"), id="no percent"),
    pytest.param(values.Points, Decimal("-100.0"), Decimal(-100), id="lowest difference"),
    pytest.param(values.Pair, [1, Decimal("1.0")], [Decimal(1), Decimal(1)], id="pair without a width"),
    pytest.param(values.P, 0, PValue("=", Decimal(0)), id="p of 0"),
    pytest.param(values.P, 1, PValue("=", Decimal(1)), id="p of 1"),
    pytest.param(values.P, "< 0.001", PValue("<", Decimal("0.001")), id="p below"),
    pytest.param(values.P, ">0.05", PValue(">", Decimal("0.05")), id="p above"),
    pytest.param(values.P, "0.05", PValue("=", Decimal("0.05")), id="p in quotes without a sign"),
    pytest.param(values.P, "<1", PValue("<", Decimal(1)), id="p below 1"),
    pytest.param(values.P, "<.05", PValue("<", Decimal("0.05")), id="p without its zero"),
    pytest.param(values.OneCite, " a , b, c ", Cite("a", "b, c"), id="citation whose place has a comma"),
    pytest.param(values.Cites, "a, b", [Cite("a", "b")], id="one citation for a list"),
    pytest.param(values.Cites, [], [], id="no citation"),
    pytest.param(values.Duration, "1 day", Span(1, 1), id="a day"),
    pytest.param(values.Duration, "12 weeks", Span(84, 84), id="weeks"),
    pytest.param(values.Duration, "9 to 16 days", Span(9, 16), id="range of days"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), TAKEN)
def test_value_is_taken(kind: object, value: object, expected: object) -> None:
    assert taken(kind, value) == expected


SIGNS = "=+-@＝＋－＠"
REFUSED = [
    *(pytest.param(values.Text, f"{sign}1+1", "formula", id=f"text that begins with {sign}") for sign in SIGNS),
    *(pytest.param(values.Text, f"{blank}=1", "formula", id=f"formula after U+{ord(blank):04X}") for blank in " \xa0"),
    pytest.param(values.Text, "", "empty_text", id="empty text"),
    pytest.param(values.Text, " \u3000", "empty_text", id="text of blanks"),
    pytest.param(values.Text, "one\ntwo", "many_lines", id="text of two lines"),
    pytest.param(values.Text, "x" * (MAX_TEXT + 1), "string_too_long", id="text too long"),
    pytest.param(values.Text, 7, "string_type", id="number for text"),
    pytest.param(values.WordOrNumber, True, "string_type", id="true for a word"),
    pytest.param(values.WordOrNumber, -5, "formula", id="negative number for a word"),
    pytest.param(values.WordOrNumber, "x" * (MAX_TEXT + 1), "string_too_long", id="word too long"),
    pytest.param(values.Key, "mock in", "string_pattern_mismatch", id="blank in a key"),
    pytest.param(values.Key, "-a", "string_pattern_mismatch", id="hyphen before a key"),
    pytest.param(values.Key, "a\n", "string_pattern_mismatch", id="line feed after a key"),
    pytest.param(values.Key, "x" * 41, "string_pattern_mismatch", id="key too long"),
    pytest.param(values.Key, "é", "string_pattern_mismatch", id="accent in a key"),
    pytest.param(values.Date, "1 May 2020", "date_form", id="date in words"),
    pytest.param(values.Date, "2020-5-1", "date_form", id="date without zeros"),
    pytest.param(values.Date, "٢٠٢٠", "date_form", id="digits of another script in a date"),
    pytest.param(values.Date, 20, "date_form", id="two digits for a year"),
    pytest.param(values.Date, "2021-02-29", "no_such_date", id="29 February of a common year"),
    pytest.param(values.Date, "2020-13", "no_such_date", id="thirteenth month"),
    pytest.param(values.Date, "0000", "no_such_date", id="year zero"),
    pytest.param(values.Timepoint, 12, "timepoint", id="week without its word"),
    pytest.param(values.Timepoint, "week 012", "timepoint", id="week with a zero"),
    pytest.param(values.Timepoint, "week 1٢", "timepoint", id="digits of another script in a week"),
    pytest.param(values.Timepoint, "Week 12", "timepoint", id="week with a capital"),
    pytest.param(values.Count, -1, "greater_than_equal", id="negative count"),
    pytest.param(values.Count, 1_000_001, "less_than_equal", id="count above a million"),
    pytest.param(values.Count, True, "int_type", id="true for a count"),
    pytest.param(values.Count, Decimal("12.0"), "int_type", id="decimals of a count"),
    pytest.param(values.Percent, Decimal("100.1"), "less_than_equal", id="percentage above 100"),
    pytest.param(values.Percent, "60", "is_instance_of", id="percentage in quotes"),
    pytest.param(values.Dose, 0, "greater_than", id="no dose"),
    pytest.param(values.Ratio, Decimal("-0.1"), "greater_than", id="negative ratio"),
    pytest.param(values.Points, 101, "less_than_equal", id="difference above 100 points"),
    pytest.param(values.Figure, True, "is_instance_of", id="true for a figure"),
    pytest.param(values.Figure, Decimal("1" * 19), "decimal_max_digits", id="figure of 19 digits"),
    pytest.param(values.Figure, Decimal("NaN"), "finite_number", id="not a number"),
    pytest.param(values.Pair, [2, 1], "pair", id="pair backwards"),
    pytest.param(values.Pair, [1], "pair", id="half a pair"),
    pytest.param(values.Pair, [1, 2, 3], "pair", id="three of a pair"),
    pytest.param(values.Pair, "1 to 2", "list_type", id="pair in words"),
    pytest.param(values.P, Decimal("1.001"), "p_value", id="p above 1"),
    pytest.param(values.P, "<0.٠٥", "p_value", id="digits of another script in a p"),
    pytest.param(values.P, True, "p_value", id="true for a p"),
    pytest.param(values.OneCite, 2, "cite_form", id="number for a citation"),
    pytest.param(values.OneCite, "paper", "cite_place", id="citation without a place"),
    pytest.param(values.OneCite, "paper, ", "cite_place", id="citation with an empty place"),
    pytest.param(values.OneCite, ", Table 2", "cite_place", id="citation without a source"),
    pytest.param(values.OneCite, "paper, =1+1", "formula", id="citation of a formula"),
    pytest.param(values.Duration, "3 months", "span", id="months"),
    pytest.param(values.Duration, "0 days", "span", id="no time"),
    pytest.param(values.Duration, "16 to 9 days", "span", id="duration backwards"),
    pytest.param(values.Duration, "٣ days", "span", id="digits of another script in a duration"),
    pytest.param(values.Duration, 12, "span", id="number for a duration"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "error"), REFUSED)
def test_value_is_refused(kind: object, value: object, error: str) -> None:
    assert refused(kind, value) == error


@pytest.mark.parametrize("digits", ["30", "30.00", "0.010", "-0.0", "55.17"])
def test_figure_keeps_its_printed_digits(digits: str) -> None:
    assert str(taken(values.Figure, Decimal(digits))) == digits


@pytest.mark.parametrize(("digits", "expected"), [("30", 0), ("30.00", 2), ("0.0001", 4), ("3E+1", 0)])
def test_decimals_are_those_that_are_printed(digits: str, expected: int) -> None:
    assert decimals(Decimal(digits)) == expected


@pytest.mark.parametrize(("printed", "value"), [("0.052", Decimal("0.052")), ("<0.001", "<0.001"), (">0.05", "> 0.05")])
def test_p_is_printed_as_papers_do(printed: str, value: object) -> None:
    assert taken(values.P, value).printed == printed


@pytest.mark.parametrize(("timepoint", "week"), [("week 0", 0), ("week 12", 12), ("not stated", None)])
def test_week_of_a_timepoint(timepoint: str, week: int | None) -> None:
    assert week_of(timepoint) == week


@pytest.mark.parametrize(
    ("timepoint", "expected"),
    [
        pytest.param("to week 52", (True, True), id="to a week"),
        pytest.param("to day 30", (True, False), id="to a day"),
        pytest.param("to week 20 to 24", (True, False), id="to one of several"),
        pytest.param("to week 52 or last visit", (True, False), id="or earlier"),
        pytest.param("week 20 to 24", (False, False), id="between weeks"),
        pytest.param("week 52", (False, False), id="a week"),
        pytest.param("not stated", (False, False), id="none"),
        pytest.param("to the end", (False, False), id="no time of the language"),
    ],
)
def test_all_of_the_time_up_to_a_moment(timepoint: str, expected: tuple[bool, bool]) -> None:
    assert (runs_to(timepoint), is_all_to_a_week(timepoint)) == expected


@pytest.mark.parametrize("value", [True, "30", None, Decimal("30.0")], ids=repr)
def test_only_a_whole_number_becomes_a_figure(value: object) -> None:
    assert as_decimal(value) is value


@given(st.text(max_size=20))
def test_no_text_that_is_taken_begins_like_a_formula(text: str) -> None:
    try:
        kept = taken(values.Text, text)
    except ValidationError:
        return
    assert kept == kept.strip() != ""
    assert not kept.startswith(("=", "+", "-", "@"))
