from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.views.page.ascii import fold_ascii


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("SRI-4, 55.17% (p < 0.05)", "SRI-4, 55.17% (p < 0.05)", id="ascii stays"),
        pytest.param("a\tb\nc", "a\tb\nc", id="white space stays"),
        pytest.param("≥ 4, ≤ 10", ">= 4, <= 10", id="bounds"),
        pytest.param("≠ =\u0338", "!= !=", id="not equal, composed or not"),
        pytest.param("1–3 — ‒ ‐ ‑ −1.2", "1-3 - - - - -1.2", id="dashes and minus"),
        pytest.param("1×10⁶", "1x10^6", id="power"),
        pytest.param("10¹² 10⁻⁶", "10^12 10^-6", id="one caret per run"),
        pytest.param("m² mm³ 12ᵃ", "m^2 mm^3 12^a", id="raised characters"),
        pytest.param("IC₅₀", "IC50", id="lowered characters"),
        pytest.param("µg μg", "ug ug", id="both micro signs"),
        pytest.param("± 2", "+/- 2", id="plus-minus"),
        pytest.param("≈ 30 ∼ 30", "~ 30 ~ 30", id="about"),
        pytest.param("a† b‡ c§ d¶ e≈", "a^ b! c& d_ e~", id="marks"),
        pytest.param("ISLAND-SLE · phase 2", "ISLAND-SLE - phase 2", id="separating dot"),
        pytest.param("p=0·03", "p=0.03", id="decimal dot"),
        pytest.param("2½ weeks, ½ dose", "2 1/2 weeks, 1/2 dose", id="fractions stay apart"),
        pytest.param("and so on…", "and so on...", id="ellipsis"),
        pytest.param("“a” ‘b’ patient’s", "\"a\" 'b' patient's", id="quotes"),
        pytest.param("1\u00a0000\u2009IU\u202f5", "1 000 IU 5", id="special spaces"),
        pytest.param("low → high", "low -> high", id="arrow"),
        pytest.param("IL-2Rα, β, TGF-γ, Δ", "IL-2Ralpha, beta, TGF-gamma, Delta", id="greek"),
        pytest.param("é ü Sjögren Łódź Ångström ß", "e u Sjogren Lodz Angstrom ss", id="accents"),
        pytest.param("e\u0301", "e", id="combining accent"),
        pytest.param("a\u200bb\u00adc\ufeff", "abc", id="invisible characters"),
        pytest.param("ﬁrst", "first", id="ligature"),
        pytest.param("中 ✈ ≭", "? ? ??", id="the rest"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold_ascii(text) == folded


def test_a_drawn_grid_keeps_its_columns() -> None:
    grid = "┌─┬─┐\n│ │ │\n├─┼─┤\n└─┴─┘"

    assert fold_ascii(grid) == "+-+-+\n| | |\n+-+-+\n+-+-+"


@pytest.mark.parametrize("strike", ["≮", "≯", "≰", "≱", "≢", "≁", "<\u0338", "a\u0338"])
def test_a_negated_sign_never_loses_its_negation(strike: str) -> None:
    assert any(trace in fold_ascii(strike) for trace in ("not", "?"))


@given(st.text())
def test_whatever_comes_becomes_ascii_and_stays_so(text: str) -> None:
    folded = fold_ascii(text)

    assert folded.isascii()
    assert fold_ascii(folded) == folded


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_is_left_alone(text: str) -> None:
    assert fold_ascii(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Mn", "Cf"]), min_size=1))
def test_no_visible_character_vanishes(text: str) -> None:
    assert fold_ascii(text)
