"""records/README.md and the models say the same: each key, required key, word of the vocabulary and example of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from flat import examined
from il2sle.evidence.checks import must_hold
from il2sle.records import vocabulary
from il2sle.records.files import load
from il2sle.records.model import (
    Arm,
    Conflict,
    Dates,
    Design,
    Eligibility,
    People,
    PopulationOf,
    Source,
    Status,
    Step,
    Trial,
)
from il2sle.records.printed import (
    Baseline,
    BaselineRow,
    Harm,
    HarmClaim,
    HarmCount,
    Harms,
    OtherClaim,
    Outcome,
    PrintedEffect,
    Result,
    Subgroup,
)
from il2sle.records.stated import Claim
from il2sle.records.values import Duration, P, Timepoint
from il2sle.records.yaml_reader import read_yaml
from minimal import data

GUIDE = Path(__file__).parents[1] / "records" / "README.md"
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


@cache
def text() -> str:
    return GUIDE.read_text(encoding="utf-8")


def section(title: str) -> str:
    """What stands under a heading, to the next one of its level or above."""
    level = title.partition(" ")[0]
    found = re.search(rf"^{re.escape(title)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", text(), re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def rows(part: str) -> Iterator[list[str]]:
    for row in ROW.findall(part):
        cells = row.split(" | ")
        if not set(row) <= set("-| "):
            yield [cell.strip() for cell in cells]


# Keys

WHERE: list[tuple[str, str | None, type[BaseModel]]] = [
    ("### The record", None, Trial),
    ("### A source", None, Source),
    ("### Facts", "`status`", Status),
    ("### Facts", "`people`", People),
    ("### Facts", "`design`", Design),
    ("### Facts", "`dates`", Dates),
    ("### Facts", "`eligibility`", Eligibility),
    ("### Facts", "a claim", Claim),
    ("### Facts", "`conflicts`", Conflict),
    ("### Facts", "`populations`", PopulationOf),
    ("### A step of a schedule", None, Step),
    ("### An arm", None, Arm),
    ("### The baseline", "`baseline`", Baseline),
    ("### The baseline", "a row", BaselineRow),
    ("### An outcome", None, Outcome),
    ("### A result", None, Result),
    ("### An effect, and a claim on a result", "an effect", PrintedEffect),
    ("### An effect, and a claim on a result", "a claim", OtherClaim),
    ("### An effect, and a claim on a result", "a claim on a harm", HarmClaim),
    ("### Harms", "`harms`", Harms),
    ("### Harms", "an event", Harm),
    ("### Harms", "in an arm", HarmCount),
]
each_model = pytest.mark.parametrize(
    ("title", "part", "model"), [pytest.param(*where, id=where[2].__name__.partition("[")[0]) for where in WHERE]
)


def keys_cells(title: str, part: str | None) -> list[str]:
    listed = rows(section(title))
    if part is None:
        return [cells[0] for cells in listed][1:]
    return [cells[1] for cells in listed if cells[0] == part]


def aliases(model: type[BaseModel]) -> dict[str, bool]:
    return {field.alias or name: field.is_required() for name, field in model.model_fields.items()}


@each_model
def test_every_key_is_told_and_no_other(title: str, part: str | None, model: type[BaseModel]) -> None:
    told = [key for cell in keys_cells(title, part) for key in CODE.findall(cell)]
    # Some keys have no line of their own where all parts have them.
    assert sorted(told) == sorted(set(told))
    assert set(told) == set(aliases(model)) - ({"cite"} & set(aliases(model)) - set(told))


@each_model
def test_required_keys_are_bold(title: str, part: str | None, model: type[BaseModel]) -> None:
    bold = {key for cell in keys_cells(title, part) for key in re.findall(r"\*\*`([^`]+)`\*\*", cell)}
    assert bold == {key for key, required in aliases(model).items() if required}


def test_no_model_is_left_out() -> None:
    told = {model for _, _, model in WHERE} | {Subgroup}  # the keys of a subgroup stand with the outcome

    def inside(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for field in model.model_fields.values():
            yield from parts(field.annotation)

    def parts(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401  any annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
            yield from inside(annotation)
        for one in getattr(annotation, "__args__", ()):
            yield from parts(one)

    generic = re.compile(r"^(Stated|Claim)\b")
    assert {model for model in inside(Trial) if not generic.match(model.__name__)} | {Trial, Claim} == told


def test_the_keys_of_a_subgroup_are_told() -> None:
    (cell,) = [cells[1] for cells in rows(section("### An outcome")) if cells[0] == "`subgroup`"]
    assert CODE.findall(cell) == ["by", "is", "n"]
    assert re.findall(r"\*\*`([^`]+)`\*\*", cell) == ["by", "is"]


# Words

WORDS: dict[str, tuple[str, ...]] = {
    "`endpoint`": (*vocabulary.NAMED_KEYS, vocabulary.OTHER, "definitions"),
    "`instrument`": (*vocabulary.INSTRUMENTS, "definitions"),
    "`populations`, `population`": tuple(vocabulary.POPULATIONS),
    "`missing`": tuple(vocabulary.MISSING),
    "`analysis`": vocabulary.labels(vocabulary.Analysis),
    "`registered`": vocabulary.labels(vocabulary.RegisteredRole),
    "`better`": vocabulary.labels(vocabulary.Better),
    "`statistic`": vocabulary.labels(vocabulary.Statistic),
    "`measure` of an effect": vocabulary.labels(vocabulary.EffectMeasure),
    "`kind` of a source": vocabulary.labels(vocabulary.SourceKind),
    "`rank`": vocabulary.labels(vocabulary.Rank),
    "`standing`": vocabulary.labels(vocabulary.Standing),
    "`state`": vocabulary.labels(vocabulary.State),
    "`results` of the status": vocabulary.labels(vocabulary.Results),
    "`kind` of `enrolled`": vocabulary.labels(vocabulary.EnrolledKind),
    "`allocation`": vocabulary.labels(vocabulary.Allocation),
    "`assignment`": vocabulary.labels(vocabulary.Assignment),
    "`masking`": vocabulary.labels(vocabulary.Masking),
    "`role`": vocabulary.labels(vocabulary.Role),
    "`unit` of a dose": vocabulary.labels(vocabulary.Unit),
    "`route`": vocabulary.labels(vocabulary.Route),
    "`category` of a harm": tuple(vocabulary.HARM_CATEGORIES),
    "`severity`": vocabulary.labels(vocabulary.Severity),
    "`relatedness`": vocabulary.labels(vocabulary.Relatedness),
    "`per` of a rate": vocabulary.labels(vocabulary.RatePer),
    "`shown_by`": vocabulary.labels(vocabulary.ShownBy),
}


def test_every_word_of_the_vocabulary_is_printed() -> None:
    told = {cells[0]: tuple(CODE.findall(cells[1])) for cells in rows(section("## Vocabulary")) if cells[0] != "of"}
    assert told == WORDS


def test_no_list_of_words_is_left_out() -> None:
    lists = {name for name, one in vars(vocabulary).items() if getattr(one, "__origin__", None) and name[0] != "_"}
    literals = {name for name in lists if vocabulary.labels(vars(vocabulary)[name])}
    printed = set(WORDS.values())
    assert {name for name in literals if vocabulary.labels(vars(vocabulary)[name]) not in printed} == set()


@pytest.mark.parametrize(
    ("word", "type_"),
    [
        pytest.param("time", Timepoint, id="times"),
        pytest.param("duration", Duration, id="durations"),
        pytest.param("p", P, id="p-values"),
    ],
)
def test_times_durations_and_p_values_can_be_typed(word: str, type_: Any) -> None:  # noqa: ANN401  any type
    prose = " ".join(section("## Vocabulary").split())
    (sentence,) = re.findall(rf"An? \*\*{word}\*\* is (.*?)\. (?:Days|An? \*\*)", prose)
    examples = CODE.findall(sentence)
    assert len(examples) >= 3
    for example in examples:
        TypeAdapter[Any](type_).validate_python(data(example))


# Examples


def whole_records() -> list[str]:
    return [block for block in BLOCK.findall(text()) if block.startswith("id:")]


def test_the_minimal_record_has_forty_lines_and_nothing_is_found_in_it(tmp_path: Path) -> None:
    (record,) = whole_records()
    path = tmp_path / "NCT00000001.yaml"
    path.write_text(record, encoding="utf-8")
    loaded = load([path])

    assert record.count("\n") <= 40
    assert loaded.problems == ()
    assert list(examined([loaded.records[0].trial])[0].findings) == []


def test_the_minimal_record_has_every_required_key_of_a_record() -> None:
    (record,) = whole_records()
    assert {key for key, required in aliases(Trial).items() if required} <= set(
        re.findall(r"^(\w+):", record, re.MULTILINE)
    )


@pytest.mark.parametrize("block", [pytest.param(b, id=f"block {n}") for n, b in enumerate(BLOCK.findall(text()))])
def test_a_block_is_of_the_language(block: str) -> None:
    document, problems = read_yaml(block.encode(), "block")
    assert problems == []
    assert document is not None


def test_the_three_forms_of_a_fact_are_facts() -> None:
    (block,) = [block for block in BLOCK.findall(text()) if block.startswith("background:")]
    document, _ = read_yaml(block.encode(), "block")
    assert document is not None
    for key, value in document.data.items():
        Design.model_validate(FILLED[Design] | {key: value})


# Typed as it is printed: each example of the tables is validated where it belongs

FILLED: dict[type[BaseModel], dict[str, Any]] = {
    Result: {},
    Outcome: {"endpoint": "SRI-4", "cite": "paper, Table 2"},
    Step: {},
    Arm: {"label": "arm", "cite": "paper, Methods"},
    Design: {"allocation": "randomised", "treatment": "12 weeks"},
    People: {"enrolled": 60},
    HarmCount: {},
    Harm: {"event": "fever", "category": "constitutional"},
    Source: {"kind": "paper", "rank": "primary", "citation": "Doe J"},
}
CONTEXT: dict[str, type[BaseModel]] = {
    "typed on a result": Result,
    "typed on an outcome": Outcome,
    "typed as a step": Step,
    "typed on an arm": Arm,
    "typed under design": Design,
    "typed under people": People,
    "typed in an arm of a harm": HarmCount,
    "typed on a harm": Harm,
    "typed as a source": Source,
}


def typed() -> list[tuple[str, str, str]]:
    """Each example of the tables: what is printed, the words over its column, and what is typed."""
    found: list[tuple[str, str, str]] = []
    over = ""
    for cells in rows(section("## How to type what reports print")):
        if cells[0] in {"printed", "met"}:
            over = cells[1]
        else:
            found += [(cells[0], over, span) for span in CODE.findall(cells[1]) if span.startswith("{")]
    return found


def test_the_examples_are_seen() -> None:
    assert {over for _, over, _ in typed()} == set(CONTEXT)
    assert len(typed()) >= 80


def test_every_line_has_something_typed() -> None:
    lines = [
        cells for cells in rows(section("## How to type what reports print")) if cells[0] not in {"printed", "met"}
    ]
    assert [cells[0] for cells in lines if not CODE.findall(cells[1])] == []
    assert len(lines) >= 60


@pytest.mark.parametrize(
    ("printed", "over", "example"), [pytest.param(*one, id=f"{n}: {one[2]}"[:60]) for n, one in enumerate(typed())]
)
def test_what_is_typed_is_accepted(printed: str, over: str, example: str) -> None:
    model = CONTEXT[over]
    assert model.model_validate(FILLED[model] | data(example)), printed


def test_an_outcome_of_the_tables_fits_the_minimal_record(tmp_path: Path) -> None:
    """The examples of results, put into the minimal record one by one, are found to be no error."""
    (record,) = whole_records()
    line = "        drug: {events: 18, n: 30, percent: 60.0}\n"
    assert line in record
    for number, (_, over, example) in enumerate(typed()):
        if over != "typed on a result" or "value" in example or "claims" in example or "as_printed" in example:
            continue
        if "events" in example and "percent" in example:  # of a model, which the line of the table declares beside it
            continue
        path = tmp_path / str(number) / "NCT00000001.yaml"
        path.parent.mkdir()
        path.write_text(
            record.replace(line, f"        drug: {example}\n").replace(
                "placebo: {events: 9, n: 30, percent: 30.0}", "placebo: {missing: not reported}"
            ),
            encoding="utf-8",
        )
        loaded = load([path])
        assert loaded.problems == (), example
        assert must_hold(examined([loaded.records[0].trial])[0].findings) == [], example
