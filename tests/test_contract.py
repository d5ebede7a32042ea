from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from il2sle.cli import app
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.rows import ROW_TYPES, SECTIONS, columns
from il2sle.records.model import Trial
from il2sle.records.places import record_files, records_directory
from il2sle.views.contract import COMMANDS, EVERYWHERE, MEANINGS, WORDS, output_schema

# As scripts know them; a change here is a change of the contract.

STUDIES = [
    *("trial", "name", "aliases", "status", "status_as_of", "phase", "design", "controlled", "blinded", "arms"),
    *("enrolled", "enrolled_kind", "randomised", "drug", "comparator", "treatment_weeks", "follow_up_weeks"),
    *("primary_endpoint", "primary_met", "results", "flags", "sources"),
]
OUTCOMES = [
    *("trial", "name", "endpoint", "measure", "instrument", "week", "population", "subset", "analysis"),
    *("arm", "arm_label", "comparator", "comparator_label"),
    *("arm_events", "arm_n", "arm_percent", "comparator_events", "comparator_n", "comparator_percent"),
    *("statistic", "arm_value", "arm_low", "arm_high", "comparator_value", "comparator_low", "comparator_high"),
    *("difference", "difference_low", "difference_high", "risk_ratio", "risk_ratio_low", "risk_ratio_high"),
    *("odds_ratio", "odds_ratio_low", "odds_ratio_high", "p", "p_comparator", "p_check"),
    *("derived", "missing", "flags", "sources"),
    *("better", "arm_sd", "comparator_sd"),
]
DOSES = [
    *("trial", "name", "arm", "arm_label", "drug", "dose", "dose_unit", "route", "schedule"),
    *("injections_week_12", "injections_week_24", "injections_total"),
    *("cumulative_week_12", "cumulative_week_24", "cumulative_total"),
    *("last_dose_day", "last_dose_day_earliest", "last_dose_day_latest", "derived", "flags", "sources"),
]
HARMS = [
    *("trial", "name", "event", "category", "arm", "arm_label", "affected", "n", "percent", "statement"),
    *("derived", "missing", "flags", "sources"),
]
KEYS = {"studies": STUDIES, "outcomes": OUTCOMES, "doses": DOSES, "harms": HARMS}
SOURCE = ["key", "kind", "rank", "citation", "url", "doi", "date", "read", "note"]
POINTER = ["source", "locator"]
LIST = ["trial", "name", "drug", "phase", "design", "enrolled", "status", "results", "aliases"]
PROBLEM = ["path", "line", "column", "code", "severity", "message", "help", "trial"]
HEAD = ["schema_version", "tool", "command"]
ENVELOPES = {
    "compare": [*HEAD, "trials", *SECTIONS, "sources", "notes"],
    "show": [*HEAD, "trials", *SECTIONS, "sources", "notes", "records"],
    "list": [*HEAD, "trials", "list", "notes"],
    "check": [*HEAD, "trials", "problems"],
}
IDS = ["NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585", "2013-001599-40"]

CONTRACT = Draft202012Validator(output_schema())


@cache
def answer(*words: str) -> str:
    given = CliRunner().invoke(app, [*words])
    assert given.exit_code == 0, given.output
    return given.stdout


def no_constant(name: str) -> NoReturn:
    pytest.fail(f"{name} is no JSON number")


def answered(*words: str, **parsers: Any) -> Any:  # noqa: ANN401  what JSON holds
    return json.loads(answer(*words, "--format", "json"), parse_constant=no_constant, **parsers)


def rows_of(section: str) -> list[dict[str, Any]]:
    """The rows of a section over all trials, those that only `show` has included; digits kept as text."""
    rows: list[dict[str, Any]] = answered("show", *IDS, parse_float=str, parse_int=str)[section]
    return rows


def problems_with(data: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in CONTRACT.iter_errors(data)]


# Every command in every combination

COMBINATIONS = [
    pytest.param(["compare"], id="compare"),
    *(pytest.param(["compare", "--section", section], id=f"compare {section}") for section in SECTIONS),
    pytest.param(["compare", "--section", "harms", "--section", "studies"], id="compare two sections"),
    *(pytest.param(["compare", "--endpoint", key], id=f"compare {key}") for key in ("SLEDAI", "BICLA", "other")),
    pytest.param(["compare", "--week", "12", "--population", "PP"], id="compare filtered"),
    pytest.param(["compare", "--endpoint", "LLDAS", "--week", "0"], id="compare with nothing left"),
    pytest.param(["compare", "PRO-IMMUN"], id="compare without comparator"),
    *(pytest.param(["show", trial], id=f"show {trial}") for trial in IDS),
    pytest.param(["show", *IDS], id="show all"),
    pytest.param(["list"], id="list"),
    pytest.param(["check"], id="check"),
    pytest.param(["check", "lupil-2"], id="check one"),
]


@pytest.mark.parametrize("words", COMBINATIONS)
def test_what_is_printed_keeps_the_contract(words: list[str]) -> None:
    assert problems_with(answered(*words)) == []


def test_nothing_left_is_an_empty_section() -> None:
    assert answered("compare", "--endpoint", "LLDAS", "--week", "0")["outcomes"] == []


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The shipped records, and two that cannot be read."""
    directory = tmp_path / "records"
    directory.mkdir()
    for file in record_files(records_directory(environ={})):
        (directory / file.name).write_bytes(file.read_bytes())  # not their permissions, which may be to read only
    (directory / "NCT00000001.yaml").write_text("id: NCT00000001\nname: broken\nphase:\t2\n", encoding="utf-8")
    (directory / "NCT00000002.yaml").write_bytes(b"id: \xff\n")
    return directory


def test_what_is_printed_of_broken_records_keeps_the_contract(broken: Path) -> None:
    given = CliRunner().invoke(app, ["check", "--format", "json", "--records", str(broken)])
    data = json.loads(given.stdout)

    assert given.exit_code == 1
    assert problems_with(data) == []
    assert {Path(problem["path"]).stem for problem in data["problems"] if problem["severity"] == "error"} == {
        "NCT00000001",
        "NCT00000002",
    }


@pytest.mark.parametrize("command", ["compare", "list"])
def test_records_left_out_are_named_in_the_notes(command: str, broken: Path) -> None:
    data = answered(command, "--skip-invalid", "--records", str(broken))

    assert problems_with(data) == []
    assert any("NCT00000001.yaml, NCT00000002.yaml" in note for note in data["notes"])


# Keys


@pytest.mark.parametrize(
    ("words", "command"),
    [
        pytest.param(["compare"], "compare", id="compare"),
        pytest.param(["show", "lupil-2"], "show", id="show"),
        pytest.param(["list"], "list", id="list"),
        pytest.param(["check"], "check", id="check"),
    ],
)
def test_envelope(words: list[str], command: str) -> None:
    data = answered(*words)

    assert list(data) == ENVELOPES[command]
    assert (data["schema_version"], list(data["tool"]), data["command"]) == (1, ["name", "version"], command)


def test_sections_that_were_not_asked_for_have_no_key() -> None:
    assert list(answered("compare", "--section", "doses")) == [*HEAD, "trials", "doses", "sources", "notes"]


@pytest.mark.parametrize("section", SECTIONS)
def test_columns_of_a_section(section: str) -> None:
    rows = rows_of(section)

    assert len(rows) >= 5
    assert {tuple(row) for row in rows} == {tuple(KEYS[section])}


@pytest.mark.parametrize(
    ("words", "array", "keys"),
    [
        pytest.param(["compare"], "sources", SOURCE, id="sources"),
        pytest.param(["list"], "list", LIST, id="list"),
        pytest.param(["check"], "problems", PROBLEM, id="problems"),
    ],
)
def test_columns_beside_the_sections(words: list[str], array: str, keys: list[str]) -> None:
    rows = answered(*words)[array]

    assert len(rows) >= 5
    assert {tuple(row) for row in rows} == {tuple(keys)}


def test_columns_of_a_pointer() -> None:
    pointers = [pointer for section in SECTIONS for row in rows_of(section) for pointer in row["sources"]]

    assert len(pointers) > 100
    assert {tuple(pointer) for pointer in pointers} == {tuple(POINTER)}


def test_trials_stand_in_their_order() -> None:
    assert answered("list")["trials"] == IDS


def test_every_pointer_leads_to_a_source() -> None:
    data = answered("compare")
    cited = {pointer["source"] for section in SECTIONS for row in data[section] for pointer in row["sources"]}

    assert len(cited) >= 10
    assert cited == {source["key"] for source in data["sources"]}


# Figures


@pytest.mark.parametrize(
    ("column", "digits"),
    [
        pytest.param("comparator_percent", "30.00", id="zeros kept"),
        pytest.param("arm_percent", "55.17", id="as printed"),
        pytest.param("p", "0.052", id="p"),
        pytest.param("arm_n", "29", id="count"),
    ],
)
def test_a_figure_keeps_its_printed_digits(column: str, digits: str) -> None:
    row = next(row for row in rows_of("outcomes") if (row["name"], row["week"]) == ("He 2020", "12"))

    assert row[column] == digits


def test_figures_are_numbers_and_never_text() -> None:
    rows = answered("show", *IDS)["outcomes"]
    figures = [
        row[name] for row in rows for name in OUTCOMES[13:38] if name not in {"statistic", "p_comparator", "p_check"}
    ]

    assert sum(figure is not None for figure in figures) > 200
    assert {type(figure) for figure in figures} == {int, float, type(None)}


def test_computed_figures_are_named_and_printed_ones_are_not(trials: list[Trial]) -> None:
    rows = compare(trials, every_endpoint=True).outcomes
    computed = {(row, name) for row in rows for name in OUTCOMES if isinstance(getattr(row, name), float)}
    printed = {(row, name) for row in rows for name in OUTCOMES if isinstance(getattr(row, name), Decimal)}
    named = {(row, name) for row in rows for name in row.derived}

    assert len(computed) > 50
    assert computed <= named
    assert not printed & named


@pytest.mark.parametrize("section", ["outcomes", "doses", "harms"])
def test_derived_names_columns_of_the_row_that_hold_a_figure(section: str) -> None:
    named = [(row, name) for row in rows_of(section) for name in row["derived"]]

    assert len(named) >= 2
    assert [name for row, name in named if row[name] is None] == []


# Missing

FIGURES = ("arm_events", "arm_percent", "arm_value", "difference", "risk_ratio", "odds_ratio")


def test_an_outcome_without_figures_has_a_reason() -> None:
    bare = [row for row in rows_of("outcomes") if all(row[name] is None for name in FIGURES)]

    assert len(bare) >= 10
    assert [row for row in bare if row["missing"] is None] == []


def test_an_outcome_with_figures_has_no_reason() -> None:
    full = [row for row in rows_of("outcomes") if any(row[name] is not None for name in FIGURES)]

    assert len(full) >= 10
    assert {row["missing"] for row in full} == {None}


def test_a_harm_without_figures_has_a_reason_or_words() -> None:
    bare = [row for row in rows_of("harms") if row["affected"] is None and row["percent"] is None]

    assert len(bare) >= 5
    assert [row for row in bare if row["missing"] is None and row["statement"] is None] == []


def test_a_last_day_that_is_a_range_is_explained() -> None:
    ranged = [row for row in rows_of("doses") if row["last_dose_day"] is None]

    assert {row["name"] for row in ranged} == {"PRO-IMMUN"}
    assert all(any(flag.startswith("last dose day ") for flag in row["flags"]) for row in ranged)


def test_an_uncontrolled_series_has_no_contrast() -> None:
    rows = [row for row in rows_of("outcomes") if row["arm"] and row["comparator"] is None]

    assert {row["name"] for row in rows} == {"PRO-IMMUN"}
    assert {row[name] for row in rows for name in OUTCOMES[26:35]} == {None}


# The same bytes

STEADY = [
    pytest.param(["compare", "--format", "json"], id="compare json"),
    pytest.param(["compare", "--format", "csv", "--section", "studies"], id="compare csv"),
    pytest.param(["compare"], id="compare table"),
    pytest.param(["show", *IDS, "--format", "json"], id="show json"),
    pytest.param(["list", "--format", "tsv"], id="list tsv"),
    pytest.param(["schema", "--of", "output"], id="schema"),
]


def process(words: Sequence[str], seed: str, records: Path | None = None) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed} | ({"IL2SLE_RECORDS": str(records)} if records else {})
    command = [sys.executable, "-m", "il2sle", *words]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped records, written in another order and dated backwards."""
    directory = tmp_path_factory.mktemp("shuffled")
    for age, path in enumerate(reversed(record_files(records_directory(environ={})))):
        shutil.copyfile(path, directory / path.name)
        os.utime(directory / path.name, (10**9 - age, 10**9 - age))
    return directory


@pytest.mark.parametrize("words", STEADY)
def test_same_records_give_the_same_bytes(words: list[str], shuffled: Path) -> None:
    first = process(words, "0")

    assert len(first) > 300
    assert process(words, "1", shuffled) == first


def test_findings_do_not_depend_on_hashing() -> None:
    assert process(["check", "--format", "json"], "0") == process(["check", "--format", "json"], "1")


@pytest.mark.parametrize("endpoints", [(), ("SRI-4",), ("other",)], ids=["all", "one", "other"])
def test_the_order_of_trials_does_not_depend_on_their_files(endpoints: tuple[str, ...], trials: list[Trial]) -> None:
    filters = Filters(endpoints=endpoints)

    assert compare(reversed(trials), filters=filters) == compare(trials, filters=filters)


def test_bytes_are_utf_8_with_line_feeds() -> None:
    data = process(["compare", "--format", "json"], "0")

    assert "≥4-point reduction".encode() in data
    assert data.endswith(b"\n}\n")
    assert b"\r" not in data


# CSV and TSV


def as_cell(value: object) -> str:
    """What the contract says of a JSON value in a cell; digits come as text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case {"source": source, "locator": locator}:
            return f"{source}: {locator}"
        case list():
            return "; ".join(map(as_cell, value))
    return str(value)


def cells(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


TABLES = [
    *(pytest.param(["compare", "--section", section], section, id=f"compare {section}") for section in SECTIONS),
    pytest.param(["show", "he 2020", "--section", "outcomes"], "outcomes", id="show outcomes"),
    pytest.param(["list"], "list", id="list"),
]


@pytest.mark.parametrize(("words", "array"), TABLES)
def test_csv_holds_the_rows_of_the_json(words: list[str], array: str) -> None:
    asked = words[:2] if words[0] == "show" else words
    rows = answered(*asked, parse_float=str, parse_int=str)[array]

    assert len(rows) >= 5
    assert cells(answer(*words, "--format", "csv"), ",") == [
        list(rows[0]),
        *([as_cell(value) for value in row.values()] for row in rows),
    ]


@pytest.mark.parametrize("words", [pytest.param(*case.values[:1], id=case.id) for case in TABLES])
def test_tsv_holds_the_cells_of_the_csv(words: list[str]) -> None:
    rows = cells(answer(*words, "--format", "tsv"), "\t")

    assert len(rows) >= 6
    assert rows == cells(answer(*words, "--format", "csv"), ",")


@pytest.mark.parametrize("section", SECTIONS)
def test_no_cell_is_a_formula(section: str) -> None:
    texts = [cell for row in cells(answer("compare", "--section", section, "--format", "csv"), ",") for cell in row]
    # A negative figure is one, and a sign alone, as `p_comparator` holds it, computes nothing.
    suspicious = [text for text in texts if text[:1] in {*"=+-@\t"} and not re.fullmatch(r"=|-[0-9.]+", text)]

    assert len(texts) > 100
    assert suspicious == []


# The schema itself


def test_it_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(output_schema())


@pytest.mark.parametrize("section", SECTIONS)
def test_every_column_is_described(section: str) -> None:
    row = output_schema()["$defs"][f"{section}-row"]

    assert list(row["properties"]) == row["required"] == list(columns(section)) == KEYS[section]
    assert [name for name, column in row["properties"].items() if len(column["description"]) < 6] == []


def test_nothing_is_described_that_does_not_exist() -> None:
    known = {name for section in SECTIONS for name in columns(section)} | {*SOURCE, *POINTER, *PROBLEM}
    described = {name for meanings in MEANINGS.values() for name in meanings} | {*EVERYWHERE} | {*WORDS}

    assert len(described) > 80
    assert described - known == set()


@pytest.mark.parametrize("section", SECTIONS)
def test_descriptions_belong_to_the_section(section: str) -> None:
    assert set(MEANINGS[section]) - set(columns(section)) == set()


def test_the_contract_covers_every_section_and_command() -> None:
    assert tuple(ROW_TYPES) == SECTIONS
    assert tuple(COMMANDS) == ("compare", "show", "list", "check")


def broken_rows() -> list[Any]:
    def changed(section: str, **values: object) -> object:
        return lambda data: data[section][0].update(values)

    return [
        pytest.param(lambda data: data.update(extra=1), id="key beside the sections"),
        pytest.param(lambda data: data.pop("notes"), id="no notes"),
        pytest.param(lambda data: data.update(schema_version=2), id="another version"),
        pytest.param(lambda data: data.update(command="export"), id="another command"),
        pytest.param(lambda data: data["studies"][0].pop("phase"), id="column left out"),
        pytest.param(changed("studies", sites=25), id="column too many"),
        pytest.param(changed("studies", enrolled="60"), id="text for a number"),
        pytest.param(changed("studies", controlled=None), id="null where there is always a value"),
        pytest.param(changed("studies", arms=2.5), id="part of an arm"),
        pytest.param(changed("outcomes", endpoint="SRI4"), id="unknown endpoint"),
        pytest.param(changed("outcomes", missing="unknown"), id="unknown reason"),
        pytest.param(changed("outcomes", p_comparator="≤"), id="unknown sign"),
        pytest.param(changed("outcomes", flags="met; baseline"), id="joined flags"),
        pytest.param(changed("harms", sources=[{"source": "a/b"}]), id="source without place"),
        pytest.param(changed("doses", dose=True), id="truth for a dose"),
    ]


@pytest.mark.parametrize("spoil", broken_rows())
def test_what_breaks_the_contract_is_seen(spoil: Any) -> None:  # noqa: ANN401  a change to what JSON holds
    data = deepcopy(answered("compare"))
    spoil(data)

    assert problems_with(data) != []


def test_the_command_prints_the_contract() -> None:
    assert json.loads(answer("schema", "--of", "output")) == output_schema()
