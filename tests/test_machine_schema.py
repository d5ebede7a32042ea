"""The machine contract: what every command prints as JSON holds against the published schema; CSV holds the same."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from il2sle.evidence.rows import SECTIONS
from il2sle.records.folder import records_directory
from il2sle.views.columns import TABLES
from il2sle.views.machine import NESTED, cell
from il2sle.views.machine_schema import COMMANDS, output_schema
from processes import shipped

SCHEMA = output_schema()
FOLDER = records_directory(environ={})
DIFFERENT = Path(__file__).parent / "data" / "typed"
RECORDS = Path(__file__).parents[1] / "records"
COPIES = Path(__file__).parent / "data" / "copies"
ANSWERS = {
    "compare": ["compare", "--format", "json", *(part for section in TABLES for part in ("--section", section))],
    "show": ["show", "NCT02465580", "--format", "json"],
    "list": ["list", "--format", "json"],
    "check": ["check", "--format", "json"],
    "forest": ["forest", "SRI-4", "--format", "json"],
    "trace": ["trace", "LUPIL-2", "--format", "json"],
    "say": ["say", "He 2020", "infection", "--format", "json"],
    "diff": ["diff", str(DIFFERENT), str(FOLDER), "--format", "json"],
    "verify": ["verify", "LUPIL-2", "--texts", str(COPIES), "--format", "json"],
    "reconcile": ["reconcile", str(RECORDS), str(RECORDS), "--format", "json"],
}


def refuse(word: str) -> None:
    raise ValueError(word)


@cache
def answer(command: str) -> Any:  # noqa: ANN401  an object of the contract
    return json.loads(shipped(*ANSWERS[command]).out, parse_float=Decimal, parse_constant=refuse)


def plain(command: str) -> Any:  # noqa: ANN401  numbers as a validator knows them
    return json.loads(shipped(*ANSWERS[command]).out)


def test_every_command_has_an_answer_here() -> None:
    assert set(ANSWERS) == set(COMMANDS)


@pytest.mark.parametrize("command", ANSWERS)
def test_an_answer_holds_against_the_schema(command: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    alternative = {**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{command}"}]}
    errors = [
        f"{list(e.absolute_path)}: {e.message[:200]}"
        for e in Draft202012Validator(alternative).iter_errors(plain(command))
    ]
    assert errors == []


def test_the_envelope() -> None:
    for command in ANSWERS:
        assert list(answer(command))[:3] == ["schema_version", "tool", "command"]
        assert (answer(command)["schema_version"], answer(command)["command"]) == (2, command)


@pytest.mark.parametrize("section", TABLES)
def test_rows_have_every_column_in_order(section: str) -> None:
    rows = answer("compare")[section]
    assert len(rows) >= 5
    assert {tuple(row) for row in rows} == {tuple(column.name for column in TABLES[section])}


@pytest.mark.parametrize("section", TABLES)
def test_csv_and_json_lines_hold_the_rows_of_json(section: str) -> None:
    rows = answer("compare")[section]
    text = shipped("compare", "--section", section, "--format", "csv").out
    table = list(csv.DictReader(io.StringIO(text)))
    flat = [column.name for column in TABLES[section] if column.kind not in NESTED]
    assert len(table) == len(rows)
    for printed, row in zip(table, rows, strict=True):
        assert list(printed) == flat
        assert printed == {name: as_cell(row[name]) for name in flat}
    lines = shipped("compare", "--section", section, "--format", "jsonl").out.splitlines()
    stamp, *held = [json.loads(line, parse_float=Decimal) for line in lines]
    assert stamp == {"section": "stamp", "tool": answer("compare")["tool"]}
    assert held == [{"section": section, **row} for row in rows]


def item_text(item: Any) -> str:  # noqa: ANN401
    if not isinstance(item, dict):
        return str(item)
    return str(item["text"]) if "text" in item else f"{item['source']}: {item['locator']}"


def as_cell(value: Any) -> str:  # noqa: ANN401  whatever a column holds
    if isinstance(value, list):
        return "; ".join(map(item_text, value))
    return cell(value)


def test_json_lines_without_a_section_hold_all_sections() -> None:
    lines = shipped("compare", "--format", "jsonl").out.splitlines()
    assert list(dict.fromkeys(json.loads(line)["section"] for line in lines)) == ["stamp", *SECTIONS, "summary"]


def test_a_meaning_for_every_column() -> None:
    columns = [column for table in TABLES.values() for column in table]
    assert len(columns) > 150
    assert all(len(column.meaning) > 5 for column in columns)


def test_a_bound_on_p_keeps_its_sign_and_a_figure_its_digits() -> None:
    text = shipped("show", "NCT02465580", "--format", "json").out
    assert '"arm_percent": 30.00' in text or '"comparator_percent": 30.00' in text
    assert '"arm_p_within_comparator": "<"' in text
