from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from typer.testing import CliRunner

from il2sle.cli.app import app
from il2sle.errors import UsageProblem
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial
from il2sle.records.schema import record_schema, validated_record_schema
from il2sle.records.yaml_reader import read_yaml
from il2sle.views.json_text import to_json
from processes import shipped

FILES = record_files(records_directory(environ={}))
SCHEMA = record_schema()
EDITOR = Draft202012Validator(SCHEMA)
PRINTED = Draft202012Validator(validated_record_schema())

RECORD: dict[str, Any] = {
    "id": "NCT00000001",
    "name": "Two arms",
    "title": "a synthetic trial",
    "sources": {"paper": {"kind": "paper", "rank": "primary", "citation": "synthetic", "date": "2020-01"}},
    "status": {"state": "completed", "results": "published", "cite": "paper, p. 1"},
    "people": {"enrolled": 60, "cite": "paper, p. 1"},
    "design": {"allocation": "randomised", "treatment": "12 weeks", "cite": "paper, p. 1"},
    "arms": {
        "il-2": {"label": "IL-2", "dose": 1, "unit": "mg", "cite": "paper, p. 1"},
        "placebo": {"label": "placebo", "role": "comparator", "cite": "paper, p. 1"},
    },
    "outcomes": [
        {"endpoint": "SRI-4", "results": {"week 12": {"il-2": {"percent": 55}}}, "cite": "paper, p. 2"},
    ],
    "harms": {"cite": "paper, p. 3", "events": [{"event": "fever", "category": "constitutional"}]},
}


def with_value(path: str, value: object) -> dict[str, Any]:
    """The record with a value at a path such as `outcomes/0/met`."""
    record = deepcopy(RECORD)
    *steps, last = path.split("/")
    part: Any = record
    for step in steps:
        part = part[int(step) if isinstance(part, list) else step]
    part[last] = value
    return record


def plain(data: object) -> Any:  # noqa: ANN401  what JSON holds
    return json.loads(to_json(data))


def reader_takes(record: object) -> bool:
    try:
        Trial.model_validate(record)
    except ValidationError:
        return False
    return True


def editor_takes(record: object) -> bool:
    return EDITOR.is_valid(plain(record))


# What curators write

RESULT = "outcomes/0/results/week 12/il-2"
EVENT = "harms/events/0"
THREE_FORMS = {"is": 60, "cite": "paper, p. 1", "kind": "actual", "as_of": "2020-01-05", "note": "a note"}

TAKEN = [
    pytest.param("people/enrolled", 60, id="fact: bare"),
    pytest.param("people/enrolled", THREE_FORMS, id="fact: one claim"),
    pytest.param("people/enrolled", [THREE_FORMS, {"is": 61, "shown_by": "newest source"}], id="fact: claims"),
    pytest.param("people/enrolled", [60, {"is": 61}], id="fact: bare among claims"),
    pytest.param("people/enrolled", {"is": 60, "cite": ["paper, p. 1", "paper, Table 2, row 3"]}, id="several places"),
    pytest.param("design/phase", 2, id="phase as number"),
    pytest.param("design/phase", "1/2a", id="phase as word"),
    pytest.param("design/treatment", {"is": "9 to 16 days"}, id="duration as range"),
    pytest.param("aliases", [23032013, "ILT-101"], id="alias as number"),
    pytest.param("dates", {"start": 2020, "completion": "2020-01-05"}, id="year and day"),
    pytest.param("dates", None, id="section left empty"),
    pytest.param("arms/il-2/dose", [Decimal("0.75"), Decimal("1.5"), 3], id="dose levels"),
    pytest.param("arms/il-2/schedule", [{"every": "2 days", "for": "2 weeks", "rest": "9 to 16 days"}], id="schedule"),
    pytest.param(f"{RESULT}/percent", Decimal("30.00"), id="printed decimals"),
    pytest.param(f"{RESULT}/n", "from percent", id="n from percent"),
    pytest.param(f"{RESULT}/range", [Decimal("-1.5"), 22], id="range"),
    pytest.param(f"{RESULT}/difference", Decimal("-8.8"), id="negative difference"),
    pytest.param(f"{RESULT}/p", Decimal("0.052"), id="p"),
    pytest.param(f"{RESULT}/p_within", "<0.001", id="p as bound"),
    pytest.param("outcomes/0/results", {"not stated": {"il-2": {"missing": "not reported"}}}, id="week not stated"),
    pytest.param("populations", {"all treated": {"n": {"il-2": 29}, "cite": "paper, p. 2"}}, id="population"),
    pytest.param(f"{EVENT}/arms", {"il-2": {"affected": 2}, "placebo": {"missing": "below threshold"}}, id="harm"),
    pytest.param(f"{EVENT}/part_of", "any adverse event", id="part of one"),
    pytest.param(f"{EVENT}/part_of", ["any adverse event", "infection"], id="part of several"),
    pytest.param("conflicts", [{"about": "dose", "claims": [{"is": "1"}, {"is": "2"}]}], id="conflict"),
]
REFUSED = [
    pytest.param("ratio", "1:1", id="unknown key"),
    pytest.param(f"{RESULT}/percents", 55, id="unknown key far down"),
    pytest.param("people/enrolled", {"is": 60, "cited": "paper, p. 1"}, id="unknown key in a claim"),
    pytest.param("people/enrolled", {"cite": "paper, p. 1"}, id="claim of nothing"),
    pytest.param("people/enrolled", [], id="no claim"),
    pytest.param("people/enrolled", None, id="needed and null"),
    pytest.param("people/enrolled", -1, id="negative count"),
    pytest.param("people/enrolled", Decimal("60.5"), id="part of a patient"),
    pytest.param("people/enrolled", True, id="truth for a count"),
    pytest.param("people/cite", "paper", id="citation without place"),
    pytest.param("people/cite", ", p. 1", id="citation without source"),
    pytest.param("people/cite", ["paper, p. 1", "paper,"], id="citation in a list without place"),
    pytest.param("people/cite", "paper, =p. 1", id="citation with a formula for a place"),
    pytest.param("status/state", "finished", id="not in the vocabulary"),
    pytest.param("outcomes/0/endpoint", 4, id="an endpoint that is no text"),
    pytest.param(f"{EVENT}/category", "fever", id="no such category"),
    pytest.param("title", "=1+1", id="formula"),
    pytest.param("title", " =1+1", id="formula behind a blank"),
    pytest.param("title", "  ", id="blank"),
    pytest.param("title", "two\nlines", id="two lines"),
    pytest.param("title", "x" * 2001, id="too long"),
    pytest.param("title", 5, id="figure for a text"),
    pytest.param("dates", {"start": "2020-1-5"}, id="date without zeros"),
    pytest.param("dates", {"start": 20200105}, id="date as one number"),
    pytest.param("design/treatment", "12", id="duration without unit"),
    pytest.param("design/treatment", "0 weeks", id="no duration"),
    pytest.param("arms/il-2/dose", 0, id="no dose"),
    pytest.param("arms/il 2", {"label": "IL-2", "cite": "paper, p. 1"}, id="key with a blank"),
    pytest.param("arms", {}, id="no arms"),
    pytest.param(f"{RESULT}/percent", Decimal("100.1"), id="above 100 percent"),
    pytest.param(f"{RESULT}/percent", "55.17", id="text for a figure"),
    pytest.param(f"{RESULT}/range", [8], id="range of one"),
    pytest.param(f"{RESULT}/p", Decimal("1.2"), id="p above 1"),
    pytest.param(f"{RESULT}/p", "p 0.05", id="p in words"),
    pytest.param("outcomes/0/results", {"Week 12": {}}, id="week in capitals"),
    pytest.param("outcomes/0/results", {"week 12": {"il 2": {}}}, id="arm with a blank in results"),
    pytest.param("conflicts", [{"about": "dose", "claims": [{"is": "1"}]}], id="conflict of one"),
]


@pytest.mark.parametrize(("path", "value"), TAKEN)
def test_reader_and_editor_take_what_curators_write(path: str, value: object) -> None:
    record = with_value(path, value)

    assert (reader_takes(record), editor_takes(record)) == (True, True)


@pytest.mark.parametrize(("path", "value"), REFUSED)
def test_reader_and_editor_refuse_the_same_slips(path: str, value: object) -> None:
    record = with_value(path, value)

    assert (reader_takes(record), editor_takes(record)) == (False, False)


@pytest.mark.parametrize("key", ["id", "name", "title", "sources", "status", "people", "design", "arms"])
def test_a_missing_key_is_refused(key: str) -> None:
    record = {name: value for name, value in RECORD.items() if name != key}

    assert (reader_takes(record), editor_takes(record)) == (False, False)


ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers(-3, 2_000_000)
    | st.decimals(-200, 200, places=2)
    | st.text("0159.-<> week,days/=@é\n", max_size=12)
    | st.sampled_from(["completed", "12 weeks", "week 12", "paper, p. 1", "2020-01", "<0.05", "from percent"])
)
PLACES = [*sorted({str(case.values[0]) for case in TAKEN}), "title", "status/state", "people/cite", "outcomes/0/cite"]


@given(st.sampled_from(PLACES), ANYTHING | st.lists(ANYTHING, max_size=3) | st.fixed_dictionaries({"is": ANYTHING}))
def test_the_editor_takes_whatever_the_reader_takes(path: str, value: object) -> None:
    record = with_value(path, value)

    assert editor_takes(record) or not reader_takes(record)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_record(path: Path) -> None:
    document, _ = read_yaml(path.read_bytes(), path.name)

    assert document is not None
    assert [error.message for error in EDITOR.iter_errors(plain(document.data))] == []


def test_there_are_shipped_records() -> None:
    assert len(FILES) >= 5


# The schema itself


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from references(item)


def found(schema: dict[str, Any], reference: str) -> object:
    part: Any = schema
    for step in reference.removeprefix("#/").split("/"):
        part = part[step]
    return part


@pytest.mark.parametrize("schema", [SCHEMA, validated_record_schema()], ids=["typed", "printed"])
def test_it_is_a_schema_of_draft_2020_12(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def test_it_says_what_it_is_and_claims_no_address() -> None:
    assert list(SCHEMA)[:3] == ["$schema", "title", "description"]
    assert (SCHEMA["$schema"], SCHEMA["title"]) == ("https://json-schema.org/draft/2020-12/schema", "il2sle record")
    assert "$id" not in SCHEMA


def test_its_keys_are_those_of_a_record_in_their_order() -> None:
    assert list(SCHEMA["properties"]) == [
        "language",
        "id",
        "name",
        "aliases",
        "title",
        "sources",
        "status",
        "people",
        "design",
        "dates",
        "eligibility",
        "definitions",
        "populations",
        "schedule",
        "arms",
        "baseline",
        "outcomes",
        "harms",
        "conclusions",
        "notes",
        "conflicts",
    ]


def test_an_editor_finds_a_description_for_each_part() -> None:
    described = {name: definition.get("description", "") for name, definition in SCHEMA["$defs"].items()}

    assert len(described) >= 30
    assert {name for name, text in described.items() if len(text) < 10} == set()


def test_names_of_parts_are_readable() -> None:
    assert [name for name in SCHEMA["$defs"] if not re.fullmatch(r"[A-Z][A-Za-z]{2,20}", name)] == []


def test_every_reference_leads_somewhere() -> None:
    leads = set(references(SCHEMA))

    assert len(leads) >= 30
    assert all(isinstance(found(SCHEMA, lead), dict) for lead in leads)


def test_every_part_is_closed() -> None:
    objects = {name: part for name, part in SCHEMA["$defs"].items() if "properties" in part}

    assert len(objects) >= 20
    assert {part["additionalProperties"] for part in objects.values()} == {False}


def test_each_call_gives_a_schema_of_its_own() -> None:
    record_schema()["properties"].clear()

    assert record_schema() == SCHEMA


# The record as `show` prints it


def test_a_printed_record_has_every_key(trials: list[Trial]) -> None:
    errors = [error.message for trial in trials for error in PRINTED.iter_errors(plain(trial))]

    assert errors == []


def test_a_printed_record_without_a_key_is_refused(trials: list[Trial]) -> None:
    printed = plain(trials[0])
    del printed["outcomes"][0]["met"]

    assert [error.message for error in PRINTED.iter_errors(printed)] == ["'met' is a required property"]


# The command


def test_the_command_prints_the_schema_of_a_record() -> None:
    answer = CliRunner().invoke(app, ["schema"])

    assert (answer.exit_code, json.loads(answer.stdout)) == (0, SCHEMA)


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["schema", "-o", str(tmp_path / "record.schema.json")])

    assert (answer.exit_code, answer.stdout) == (0, "")
    assert json.loads((tmp_path / "record.schema.json").read_text("utf-8")) == SCHEMA


def test_the_command_describes_nothing_else() -> None:
    refused = CliRunner().invoke(app, ["schema", "--of", "input"]).exception
    assert isinstance(refused, UsageProblem)
    assert str(refused).startswith('--of knows no "input"')


@pytest.mark.parametrize("of", ["record", "output"])
def test_descriptions_do_not_rest_on_docstrings(of: str) -> None:
    command = [sys.executable, "-OO", "-m", "il2sle", "schema", "--of", of]
    bare = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert bare.stdout == shipped("schema", "--of", of).out
    assert '"description": null' not in bare.stdout
