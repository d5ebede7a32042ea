"""Validation errors as problems: each type of error in a sentence of ours, once, at its line and column."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError, create_model

from il2sle.codes import CODES
from il2sle.errors import Problem
from il2sle.records import explain
from il2sle.records.explain import problems_of
from il2sle.records.model import Trial
from il2sle.records.source_map import SourceMap, problem_at
from il2sle.records.stated import Strict
from il2sle.records.text import MAX_PROBLEMS
from il2sle.records.yaml_reader import read_yaml
from minimal import BASE


def document(text: str) -> SourceMap:
    found, problems = read_yaml(text.encode(), "r.yaml")
    assert found is not None, problems
    return found


def error_of(text: str, model: type[Strict] = Trial) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        model.model_validate(document(text).data)
    return error.value


def problems(text: str, model: type[Strict] = Trial) -> list[Problem]:
    return problems_of(error_of(text, model), document(text))


def changed(old: str, new: str) -> str:
    """The base record with one piece of its text replaced."""
    assert BASE.count(old) == 1
    return BASE.replace(old, new)


def only(text: str, model: type[Strict] = Trial) -> Problem:
    (problem,) = problems(text, model)
    return problem


# A model of every kind of value, because not every type of error can arise in a record.

FIELDS: dict[str, Any] = {
    "text": (Annotated[str, Field(max_length=5, pattern="^[a-z]+$")] | None, None),
    "whole": (Annotated[int, Field(ge=0, le=9)] | None, None),
    "open_whole": (Annotated[int, Field(gt=0, lt=9)] | None, None),
    "yes": (bool | None, None),
    "figure": (Annotated[Decimal, Field(max_digits=3)] | None, None),
    "listed": (Annotated[list[int], Field(min_length=2)] | None, None),
    "mapping": (dict[str, int] | None, None),
}
Kinds: Any = create_model("Kinds", __base__=Strict, **FIELDS)

KINDS: dict[str, tuple[str, str, str]] = {
    "string_type": ("text: 5", "R003", "`text` is text, not 5"),
    "string_too_long": ("text: abcdef", "R011", "`text` is longer than 5 characters"),
    "string_pattern_mismatch": ("text: A", "R014", '"A" cannot be a key or an id'),
    "int_type": ("whole: text", "R003", '`whole` is a whole number, not "text"'),
    "greater_than_equal": ("whole: -1", "R005", "`whole` is -1, but must be at least 0"),
    "less_than_equal": ("whole: 10", "R005", "`whole` is 10, but must be at most 9"),
    "greater_than": ("open_whole: 0", "R005", "`open_whole` is 0, but must be above 0"),
    "less_than": ("open_whole: 9", "R005", "`open_whole` is 9, but must be below 9"),
    "bool_type": ("yes: no", "R003", '`yes` is true or false, not "no"'),
    "is_instance_of": ("figure: [1]", "R003", "`figure` is a number, not a list"),
    "decimal_max_digits": ("figure: 12.34", "R005", "`figure` has more than 3 digits"),
    "list_type": ("listed: 1", "R003", "`listed` is a list, not 1"),
    "too_short": ("listed: [1]", "R013", "`listed` has too few entries; it needs 2 or more"),
    "dict_type": ("mapping: [1]", "R003", "`mapping` is a mapping of keys and values, not a list"),
    "extra_forbidden": ("other: 1", "R001", "`other` is no key here"),
    "invalid_key": ("7: 1", "R001", "`7` is no key here"),
}
# In a record.
RECORDS: dict[str, tuple[str, str, str, str]] = {
    "missing": ("name: Base\n", "", "R002", "`name` is missing"),
    "literal_error": ("completed", "complete", "R004", '`state` cannot be "complete"'),
    "not_in_vocabulary": ("category: any", "category: all", "R004", '`category` cannot be "all"'),
    "model_type": ("{event: death, category: death, missing: not reported}", "death", "R003",
                   '`events` is a mapping of keys and values, not "death"'),
    "date_form": ("date: 2020-01-15", "date: 15 January 2020", "R006", '`date` is not a date: "15 January 2020"'),
    "no_such_date": ("date: 2020-02}", "date: 2020-13}", "R006", '`date`: there is no "2020-13" in the calendar'),
    "cite_form": ("cite: paper, Methods\n  alloc", "cite: 5\n  alloc", "R007", "a citation is text, not 5"),
    "cite_place": ("cite: paper, Table 2", "cite: paper", "R007", 'the citation "paper" has no place'),
    "doi": ("citation: Author A et al.", "citation: A, doi: this study", "R014", '`doi` is not a DOI: "this study"'),
    "bound": ("percent: 30.0}, placebo: {affected", 'percent: "30%"}, placebo: {affected', "R003",
              '`percent` is not a percentage: "30%"'),
    "language": ("name: Base", "name: Base\nlanguage: 3", "R004", "`language` is 3, and this version reads 2"),
    "p_value": ("percent: 60.0", "p: 1.5", "R008", "`p` is not a p-value: 1.5"),
    "span": ("treatment: 12 weeks", "treatment: 3 months", "R009", '`treatment` is not a duration: "3 months"'),
    "timepoint": ("week 12:", "fortnight 6:", "R010", '"fortnight 6" is not a time'),
    "empty_text": ("label: placebo", 'label: ""', "R011", "`label` is empty"),
    "formula": ("label: placebo", 'label: "=1"', "R011", '`label` begins like a formula of a spreadsheet: "=1"'),
    "many_lines": ("name: Base", "name: |\n  one\n  two", "R011", "`name` has line breaks"),
    "reader_form": ("citation: Author A et al.", "citation: A, readers: [AB]", "R006",
                    'a reader is a name and a day, not "AB"'),
    "pair": ("percent: 60.0", "range: [2, 1]", "R012", "`range` is not two figures, low then high"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "case"), KINDS.items(), ids=KINDS)
def test_sentence_about_a_value(kind: str, case: tuple[str, str, str]) -> None:
    text, code, message = case
    assert kind in {detail["type"] for detail in error_of(text, Kinds).errors()}
    found = only(text, Kinds)
    assert (found.code, found.message) == (code, message)


@pytest.mark.parametrize(("kind", "case"), RECORDS.items(), ids=RECORDS)
def test_sentence_about_a_record(kind: str, case: tuple[str, str, str, str]) -> None:
    old, new, code, message = case
    text = changed(old, new)
    assert kind in {detail["type"] for detail in error_of(text).errors()}
    assert (only(text).code, only(text).message) == (code, message)


def test_every_sentence_is_tried() -> None:
    defensive = {"decimal_type", "decimal_whole_digits", "finite_number", "model_attributes_type"}
    assert set(explain._SENTENCES) - set(KINDS) - set(RECORDS) == defensive
    assert len(KINDS) + len(RECORDS) == 35


def test_every_sentence_has_a_code_and_no_word_of_pydantic() -> None:
    sentences = [*explain._SENTENCES.values(), *explain._KEY_SENTENCES.values(), explain._ELSE]
    assert {sentence.code for sentence in sentences} <= set(CODES)
    assert not [sentence for sentence in sentences if "input" in sentence.message.lower()]


def test_error_of_an_unknown_type_is_told_too() -> None:
    model = create_model("Odd", __base__=Strict, found=(Annotated[int, Field(multiple_of=2)], ...))
    assert only("found: 3", model).message == "`found` cannot be 3"


# Keys


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "place"),
    [
        pytest.param("n: {drug: 30", "n: {2: 30", "R014", "the key 2 is a number, and keys here are text", (42, 7),
                     id="number"),
        pytest.param("week 12:", "12:", "R010", "12 is not a time", (35, 7), id="week without its word"),
        pytest.param("harms:", 'populations: {FAS: {cite: "paper, x"}}\nharms:', "R004", '"FAS" is no key here',
                     (40, 15), id="word"),
        pytest.param("n: {drug: 30", "n: {the drug: 30", "R014", '"the drug" cannot be a key or an id', (42, 7),
                     id="blank"),
    ],
)  # fmt: skip
def test_sentence_about_a_key(old: str, new: str, code: str, message: str, place: tuple[int, int]) -> None:
    found = only(changed(old, new))
    assert (found.code, found.message, (found.place.line, found.place.column)) == (code, message, place)


# Places


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("name: Base", "name: 5", (3, 7), id="value"),
        pytest.param("name: Base\n", "", (2, 1), id="missing at the top"),
        pytest.param("enrolled: {is: 60, kind: actual}, ", "", (10, 1), id="missing in a section, at its key"),
        pytest.param(
            "{is: 60, kind: actual}", "{kind: actual}", (10, 35), id="missing in a claim, at the key of the matter"
        ),
        pytest.param("    cite: paper, Table 2\n", "", (30, 5), id="missing in an item of a list, at the item"),
        pytest.param("    drug: IL-2", "    dose-level: 2\n    drug: IL-2", (22, 5), id="unknown key"),
        pytest.param("{is: 60, kind: actual}", "[{is: 60}, {is: a}]", (10, 61), id="claim among several"),
        pytest.param("    dose: 1", "    dose: 0", (23, 11), id="value of a union"),
    ],
)
def test_place(old: str, new: str, place: tuple[int, int]) -> None:
    found = only(changed(old, new)).place
    assert (found.path, (found.line, found.column)) == ("r.yaml", place)


def test_quoted_line_is_that_of_the_place() -> None:
    assert only(changed("label: placebo", "label: 5")).source_line.lstrip().startswith("placebo: {label: 5,")


def test_problem_names_its_trial() -> None:
    assert only(changed("name: Base", "name: 5")).trial == "NCT00000001"
    assert only(changed("id: NCT00000001", "id: 5")).trial is None


# One problem for one slip


@pytest.mark.parametrize(
    ("dose", "message"),
    [
        pytest.param("0", "`dose` is 0, but must be above 0", id="out of bounds"),
        pytest.param("text", '`dose` is a number, not "text"', id="of neither kind"),
        pytest.param("[1, 0]", "`dose` is 0, but must be above 0", id="wrong inside one kind"),
        pytest.param("{is: 1}", "`dose` is a number, not a mapping", id="mapping"),
        pytest.param("true", "`dose` is a number, not true", id="true"),
    ],
)
def test_union_gives_one_problem(dose: str, message: str) -> None:
    assert only(changed("    dose: 1", f"    dose: {dose}")).message == message


@pytest.mark.parametrize("n", ["0", "twelve", "1.5", "true"])
def test_union_with_a_word_gives_one_problem(n: str) -> None:
    assert "`n`" in only(changed("drug: {events: 18, n: 30", f"drug: {{events: 18, n: {n}")).message


def test_two_missing_keys_of_one_place_are_both_told() -> None:
    found = problems(
        changed("    label: IL-2 1 million IU\n", "").replace("    randomised: 30\n    cite: paper, Methods\n", "")
    )
    assert [(problem.message, problem.place.line) for problem in found] == [
        ("`label` is missing", 20),
        ("`cite` is missing", 20),
    ]


def test_problems_are_sorted_by_place() -> None:
    found = problems(
        changed("name: Base", "name: 5").replace("label: placebo", "label: 6").replace("id: N", "id: '' # ")
    )
    assert [problem.place.line for problem in found] == [2, 3, 28]


def test_first_hundred_problems_are_listed_and_the_rest_is_counted() -> None:
    *listed, last = problems(BASE + "".join(f"key{number}: 1\n" for number in range(MAX_PROBLEMS + 7)))
    assert (len(listed), {problem.code for problem in listed}) == (MAX_PROBLEMS, {"R001"})
    assert (last.code, last.message) == ("Y015", "the file has 7 more problems, which are not listed")


# What a message repeats of the file


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("true", "true", id="true"),
        pytest.param("", "empty", id="nothing"),
        pytest.param("{a: 1}", "a mapping", id="mapping"),
        pytest.param("[1]", "a list", id="list"),
        pytest.param("1.50", "1.50", id="digits as typed"),
    ],
)
def test_value_as_it_was_typed(typed: str, shown: str) -> None:
    assert only(changed("name: Base", f"name: {typed}")).message == f"`name` is text, not {shown}"


def test_long_value_is_not_repeated_whole() -> None:
    found = only(changed("state: completed", f"state: {'x' * 300}"))
    assert found.message == f'`state` cannot be "{"x" * 60}" and so on'


def test_long_key_is_not_repeated_whole() -> None:
    assert only(f"{BASE}{'x' * 300}: 1\n").message == f"`{'x' * 60} and so on` is no key here"


@pytest.mark.parametrize("text", ["{key}", "{0}", "%s", "[red]", "{value.__class__}"])
def test_value_is_no_template(text: str) -> None:
    assert only(changed("state: completed", f"state: '{text}'")).message == f'`state` cannot be "{text}"'


# Guesses

GUESSES = [
    pytest.param("state: completed", "state: complete", "completed", id="word"),
    pytest.param("unit: million IU", "unit: mcg", "µg", id="mcg is not mg"),
    pytest.param("unit: million IU", "unit: μg", "µg", id="Greek mu"),
    pytest.param("unit: million IU", "unit: MIU", "million IU", id="MIU"),
    pytest.param("people:", "poeple:", "people", id="section"),
    pytest.param("randomised: 60", "randomized: 60", "randomised", id="key of a section"),
    pytest.param("kind: actual", "kin: actual", "kind", id="key of a claim"),
    pytest.param("{events: 18", "{event: 18", "events", id="key of a result"),
    pytest.param("{affected: 6", "{afected: 6", "affected", id="key of a harm's count"),
    pytest.param("cycles: 3", "cycle: 3", "cycles", id="key of a step"),
    pytest.param("rank: secondary", "ranks: secondary", "rank", id="key of a source"),
]


@pytest.mark.parametrize(("old", "new", "guess"), GUESSES)
def test_guess(old: str, new: str, guess: str) -> None:
    found = [problem.help for problem in problems(changed(old, new)) if problem.help.startswith("did you mean")]
    assert [text.split("?")[0] for text in found] == [f"did you mean `{guess}`"]


@pytest.mark.parametrize("unit", ["ng", "kg", "U", "units", "ng/kg"])
def test_no_unit_is_guessed_by_its_letters(unit: str) -> None:
    assert only(changed("unit: million IU", f"unit: {unit}")).help.startswith("allowed: million IU")


def test_allowed_keys_are_those_a_curator_types() -> None:
    found = only(changed("for: 2 weeks", "lasting: 2 weeks")).help
    assert found == "allowed: dose, every, at, per_day, from_day, for, to_day, times, rest, cycles, note, cite"


def test_advice_is_that_of_the_code_where_there_is_none_of_its_own() -> None:
    assert only(changed("treatment: 12 weeks", "treatment: long")).help == CODES["R009"].fix


def test_problem_at_a_path() -> None:
    found: Any = problem_at(document(BASE), ("people", "enrolled"), "W205", "sources differ")
    assert (found.severity, found.help, found.place.line) == ("warning", CODES["W205"].fix, 10)
