"""JSON text: the digits that were printed, and the same text for equal values, whoever wrote what before."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.figure import Figure, Pointer
from il2sle.frozen import Frozen
from il2sle.views.json_text import Writer, json_pieces, to_json
from minimal import minimal


class Arm(Frozen):
    label: str
    percent: Decimal | None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(Decimal("30.00"), "30.00", id="printed zeros"),
        pytest.param(Decimal("0.0000001"), "0.0000001", id="no exponent"),
        pytest.param(Decimal("-0.10"), "-0.10", id="printed minus"),
        pytest.param(28.850574712644, "28.850574712644", id="computed"),
        pytest.param(29, "29", id="count"),
        pytest.param(None, "null", id="nothing"),
        pytest.param(True, "true", id="truth"),
        pytest.param("≥4 “points” \\ µg\u2028", '"≥4 “points” \\\\ µg\u2028"', id="letters as they are"),
        pytest.param('a "b"\n\x1b', '"a \\"b\\"\\n\\u001b"', id="signs that JSON escapes"),
        pytest.param((), "[]", id="empty list"),
        pytest.param({}, "{}", id="empty object"),
        pytest.param([1, [2]], "[\n  1,\n  [\n    2\n  ]\n]", id="lists indented"),
        pytest.param({12: {"a": 1}}, '{\n  "12": {\n    "a": 1\n  }\n}', id="objects indented"),
        pytest.param(Arm("IL-2", Decimal("1.0")), '{\n  "label": "IL-2",\n  "percent": 1.0\n}', id="row"),
    ],
)
def test_json(value: object, text: str) -> None:
    assert to_json(value) == f"{text}\n"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_a_bug_and_not_printed(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json([value])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_json_is_read_back_as_it_was(value: object) -> None:
    assert json.loads(to_json(value)) == value


@given(st.dictionaries(st.text(), JSON, min_size=1, max_size=3))
def test_pieces_are_the_text(value: dict[str, object]) -> None:
    assert "".join(json_pieces(value)) == to_json(value)


@given(st.dictionaries(st.text(), JSON, min_size=1, max_size=3))
def test_pieces_on_one_line_are_the_text(value: dict[str, object]) -> None:
    assert "".join(Writer().pieces(value)) == Writer().text(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_printed_figure_is_read_back_digit_by_digit(value: Decimal) -> None:
    assert json.loads(to_json(value), parse_float=str, parse_int=str) == f"{value:f}"


def test_a_record_is_printed_under_the_keys_that_are_typed() -> None:
    printed = json.loads(to_json(minimal()), parse_float=str)

    assert printed["people"]["enrolled"][0]["is"] == 60
    assert printed["schedule"][0]["for"] == {"low": 14, "high": 14}
    assert printed["outcomes"][0]["results"]["week 12"]["placebo"]["percent"] == "30.0"


@given(JSON)
def test_one_line_holds_what_many_hold(value: object) -> None:
    line = Writer().text(value)

    assert "\n" not in line
    assert line == json.dumps(value, ensure_ascii=False)


# Texts that are kept

# Few objects, so that figures share them: a text is kept by the identity of what it rests on.
PLACES = st.lists(st.sampled_from([Pointer("a", "p 1"), Pointer("a", "p 2")]), max_size=2).map(tuple)
COUNTS = [Figure(number, "printed", places=(Pointer("b", f"p {number}"),), what="n") for number in (1, 2)]
PRINTED = st.builds(Figure, st.integers(0, 9), st.sampled_from(["printed", "read off"]), places=PLACES)
DERIVED = st.builds(
    Figure,
    *(st.integers(0, 9), st.just("derived"), st.sampled_from(["n - n", "n / n"])),
    inputs=st.lists(st.sampled_from(COUNTS), min_size=1, max_size=2).map(tuple),
)
FIGURES = st.lists(PRINTED | DERIVED, max_size=6)


@pytest.mark.parametrize("indented", [False, True])
@given(figures=FIGURES)
def test_a_text_that_is_kept_is_that_of_its_figure(figures: list[Figure], *, indented: bool) -> None:
    one = Writer(indented=indented)
    for depth in (0, 2):
        for figure in (*figures, *figures):
            assert one.text(figure, depth) == Writer(indented=indented).text(figure, depth)


def test_a_figure_that_is_gone_leaves_its_text_to_no_other() -> None:
    one = Writer()
    for number in range(200):
        assert json.loads(one.text(Pointer("a", f"s {number}")))["locator"] == f"s {number}"

        place = Pointer("a", f"p {number}")
        count = Figure(number, "printed", places=(place,), what="n")

        assert json.loads(one.text(count))["sources"] == [{"source": "a", "locator": f"p {number}"}]
        assert json.loads(one.text(Figure(1, "derived", "n", (count,))))["from"] == [{"what": "n", "value": number}]
