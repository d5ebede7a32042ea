"""Hints: a slip of the pen is guessed, and never another quantity."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from il2sle.records import model, printed
from il2sle.records.hints import odd_blank, shortened, slip
from il2sle.records.model import Arm, Trial
from il2sle.records.printed import HarmCount, Outcome, Result
from il2sle.records.vocabulary import (
    HARM_CATEGORIES,
    INSTRUMENTS,
    NAMED_KEYS,
    POPULATIONS,
    EffectMeasure,
    Masking,
    Missing,
    RatePer,
    Relatedness,
    State,
    Statistic,
    Unit,
    labels,
)

WORDS: dict[str, tuple[str, ...]] = {
    "unit": labels(Unit),
    "endpoint": NAMED_KEYS,
    "instrument": INSTRUMENTS,
    "state": labels(State),
    "masking": labels(Masking),
    "missing": labels(Missing),
    "population": tuple(POPULATIONS),
    "statistic": labels(Statistic),
    "per": labels(RatePer),
    "category": tuple(HARM_CATEGORIES),
    "relatedness": labels(Relatedness),
    "measure": labels(EffectMeasure),
    "result": tuple(Result.model_fields),
    "count": tuple(HarmCount.model_fields),
    "outcome": tuple(Outcome.model_fields),
    "arm": tuple(Arm.model_fields),
    "source": tuple(model.Source.model_fields),
    "section": tuple(Trial.model_fields),
}

SLIPS = [
    ("endpoint", "SRI4", "SRI-4"),
    ("endpoint", "sri-4", "SRI-4"),
    ("endpoint", "SLEDIA", "SLEDAI"),
    ("population", "itt", "ITT"),
    ("masking", "open-label", "open label"),
    ("masking", "triple blind", "triple-blind"),
    ("state", "complete", "completed"),
    ("missing", "not_reported", "not reported"),
    ("missing", "not\u00a0reported", "not reported"),
    ("unit", "mcg", "µg"),
    ("unit", "mcg/kg", "µg/kg"),
    ("unit", "\u03bcg", "µg"),
    ("unit", "MIU", "million IU"),
    ("unit", "mg/m2", "mg/m²"),
    ("per", "100 person-years", "100 patient-years"),
    ("category", "infections", "infection"),
    ("result", "event", "events"),
    ("result", "mean_diference", "mean_difference"),
    ("count", "afected", "affected"),
    ("result", "p_value", "p"),
    ("result", "pvalue", "p"),
    ("section", "poeple", "people"),
]
OTHERS = [
    ("unit", "ng"),
    ("unit", "kg"),
    ("unit", "ng/kg"),
    ("unit", "mg/lb"),
    ("endpoint", "SRI-3"),
    ("endpoint", "SRI-9"),
    ("endpoint", "SRI-40"),
    ("endpoint", "CLASI-70"),
    ("endpoint", "BICLB"),
    ("instrument", "BILAG-2005"),
    ("instrument", "29 joints"),
    ("masking", "quintuple-blind"),
    ("masking", "unblinded"),
    ("state", "inactive"),
    ("state", "not recruiting"),
    ("population", "sITT"),
    ("population", "FAS"),
    ("statistic", "mean (99% CI)"),
    ("statistic", "median ± SE"),
    ("per", "50 patient-years"),
    ("category", "injection"),
    ("relatedness", "unrelated"),
    ("measure", "hazard_difference"),
    ("result", "prevalence_ratio_ci"),
    ("result", "rate_difference"),
    ("result", "rate"),
    ("result", "iqr"),
    ("result", "n_value"),
    ("result", "valuep"),
    ("source", "pmcid"),
    ("source", "read_on"),
    ("source", "rate"),
    ("count", "date"),
    ("count", "deaths"),
    ("arm", "x" * 5_000),
]


@pytest.mark.parametrize(("kind", "typed", "meant"), SLIPS)
def test_slip_of_the_pen_is_guessed(kind: str, typed: str, meant: str) -> None:
    assert slip(typed, WORDS[kind]) == meant


@pytest.mark.parametrize(("kind", "typed"), OTHERS)
def test_another_quantity_is_never_guessed(kind: str, typed: str) -> None:
    assert slip(typed, WORDS[kind]) is None


@pytest.mark.parametrize("kind", [kind for kind in WORDS if kind not in {"section", "outcome"}])
def test_no_word_of_a_vocabulary_is_a_slip_of_another(kind: str) -> None:
    guessed = {word: slip(word, [other for other in WORDS[kind] if other != word]) for word in WORDS[kind]}
    assert {word: guess for word, guess in guessed.items() if guess} == {}


# A key of one part that is typed in another: of one list or of one word, and the same is meant.
SAME = {("note", "notes"), ("date", "dates"), ("definition", "definitions"), ("population", "populations")}


def test_no_key_is_a_slip_of_one_that_means_something_else() -> None:
    models = {one for room in (model, printed) for one in vars(room).values() if isinstance(one, type)}
    keys = [set(one.model_fields) for one in models if issubclass(one, BaseModel) and one.model_fields]
    every = set[str]().union(*keys)
    hinted = {(key, guess) for own in keys for key in every - own if (guess := slip(key, own))}
    assert {pair for pair in hinted if tuple(sorted(pair)) not in SAME} == {("event", "events")}
    assert len(every) >= 100


def test_two_words_that_fit_alike_are_no_guess() -> None:
    assert slip("armx", ["arms", "army"]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not reported", ""),
        ("not\u00a0reported", "a blank in it is U+00A0, no-break space: type it anew with the space bar"),
        ("not\u2009reported", "a blank in it is U+2009, thin space: type it anew with the space bar"),
        ("not\u3000reported", "a blank in it is U+3000, ideographic space: type it anew with the space bar"),
    ],
)
def test_odd_blank_is_named(text: str, said: str) -> None:
    assert odd_blank(text) == said


def test_long_text_is_told_by_its_beginning() -> None:
    assert (shortened("x" * 60, '"'), shortened("x" * 61)) == (f'"{"x" * 60}"', f"{'x' * 60} and so on")
