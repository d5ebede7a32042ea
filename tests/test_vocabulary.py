"""The field's terms: each spelled once, and every table about them complete."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

import pytest

from il2sle.records import vocabulary
from il2sle.records.values import FORMULA_STARTS
from il2sle.records.vocabulary import (
    ALSO_WRITTEN,
    ENDPOINT_KEYS,
    ENDPOINTS,
    HARM_CATEGORIES,
    INSTRUMENT_NOT_STATED,
    INSTRUMENTS,
    MISSING,
    NAMED_ENDPOINTS,
    OTHER,
    POPULATIONS,
    ROUTE_SHORT,
    Missing,
    Population,
    RatePer,
    Route,
    Unit,
    labels,
)

VOCABULARIES = {name: labels(kind) for name, kind in vars(vocabulary).items() if get_origin(kind) is Literal}
WORDS = {**VOCABULARIES, "ENDPOINT_KEYS": ENDPOINT_KEYS, "HARM_CATEGORIES": tuple(HARM_CATEGORIES)}


def test_vocabularies_are_seen() -> None:
    assert len(VOCABULARIES) == 24
    assert sum(map(len, WORDS.values())) > 80


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_no_word_stands_twice(words: tuple[str, ...]) -> None:
    assert len({word.casefold() for word in words}) == len(words)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_word_can_be_typed_in_a_record_and_stand_in_a_table(words: tuple[str, ...]) -> None:
    wrong = [
        word for word in words if word != word.strip() or word[0] in FORMULA_STARTS or ": " in word or "\n" in word
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        pytest.param(POPULATIONS, Population, id="populations"),
        pytest.param(MISSING, Missing, id="kinds of missing"),
        pytest.param(ROUTE_SHORT, Route, id="routes"),
    ],
)
def test_table_explains_every_word(table: dict[str, object], kind: object) -> None:
    assert tuple(table) == get_args(kind)
    assert all(table.values())


def test_labels_are_the_words_in_their_order() -> None:
    assert labels(Literal["b", "a"]) == ("b", "a")


def test_endpoints() -> None:
    assert ENDPOINT_KEYS == ("SRI-4", "SLEDAI", "BICLA", "LLDAS")
    assert OTHER not in ENDPOINT_KEYS


def test_only_the_sledai_has_no_usual_measure() -> None:
    assert [endpoint.key for endpoint in ENDPOINTS if not endpoint.measure] == ["SLEDAI"]


def test_variant_of_the_sledai_is_said_where_one_is_scored() -> None:
    assert [endpoint.key for endpoint in NAMED_ENDPOINTS if endpoint.holds_sledai] == [
        *("SRI-4", "SLEDAI", "SRI-5", "SRI-6", "SRI-7", "SRI-8", "DORIS")
    ]


def test_variant_that_is_not_stated_is_an_instrument() -> None:
    assert INSTRUMENT_NOT_STATED in INSTRUMENTS


def test_kinds_of_missing_have_short_marks_of_their_own() -> None:
    marks = [short for short, _ in MISSING.values()]
    assert len(set(marks)) == len(marks) == 6


def test_other_spellings_lead_to_words() -> None:
    words = {*labels(Unit), *labels(Route), *labels(RatePer)}
    assert set(ALSO_WRITTEN.values()) <= words
    assert not set(ALSO_WRITTEN) & words


@pytest.mark.parametrize("spelling", ["mcg", "ug", "\N{GREEK SMALL LETTER MU}g"])
def test_micrograms_are_never_taken_for_milligrams(spelling: str) -> None:
    assert ALSO_WRITTEN[spelling] == "\N{MICRO SIGN}g"
