from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from importlib.metadata import version
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FIVE, Golden
from flat import examined
from il2sle.cli.checking import everything
from il2sle.errors import Place, Problem
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.figure import Pointer
from il2sle.evidence.rows import SECTIONS
from il2sle.evidence.stamp import Stamp
from il2sle.frozen import Frozen
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial
from il2sle.views import listing, machine
from il2sle.views.columns import TABLES, row_data, rows_of
from il2sle.views.json_text import to_json
from il2sle.views.machine import cell, comparison_json, delimited, envelope, problem_data, section_table
from minimal import minimal


class Arm(Frozen):
    label: str
    percent: Decimal | None


def test_envelope() -> None:
    records = {"number": 2, "hash": "0123456789ab", "newest_source": None}
    assert envelope("list", Stamp(2, "0123456789ab", None), trials=()) == {
        "schema_version": 2,
        "tool": {"name": "il2sle", "version": version("il2sle"), "records": records},
        "command": "list",
        "trials": (),
    }


@pytest.mark.parametrize(
    ("sections", "keys"),
    [
        pytest.param(SECTIONS, ["studies", "outcomes", "doses", "harms"], id="all"),
        pytest.param(["harms", "studies"], ["studies", "harms"], id="in their own order"),
    ],
)
def test_sections(sections: list[str], keys: list[str]) -> None:
    printed = json.loads("".join(comparison_json("compare", compare(examined([minimal()])), sections)))

    assert list(printed)[3:] == ["trials", *keys, "sources", "notes"]


def test_problem() -> None:
    problem = Problem(Place("a.yaml", 4, 2), "R005", "too much", "Look.", "error", "  percent: 155", "NCT00000001")

    assert problem_data(problem) == {
        "path": "a.yaml",
        "line": 4,
        "column": 2,
        "code": "R005",
        "severity": "error",
        "message": "too much",
        "help": "Look.",
        "trial": "NCT00000001",
    }


# CSV and TSV


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param(False, "false", id="truth"),
        pytest.param(Decimal("30.00"), "30.00", id="printed digits"),
        pytest.param(Decimal("0.0000001"), "0.0000001", id="no exponent"),
        pytest.param(0, "0", id="nobody is a figure"),
        pytest.param(("met", "baseline"), "met; baseline", id="flags"),
        pytest.param((), "", id="no flags"),
        pytest.param((Pointer("a/b", "Table 2"), Pointer("a/c", "p. 1")), "a/b: Table 2; a/c: p. 1", id="sources"),
    ],
)
def test_cell(value: object, text: str) -> None:
    assert cell(value) == text


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        pytest.param("csv", 'a,b\n"1,5","a ""b"""\n', id="csv"),
        pytest.param("tsv", 'a\tb\n1,5\t"a ""b"""\n', id="tsv"),
    ],
)
def test_delimited(layout: str, text: str) -> None:
    assert delimited(["a", "b"], [["1,5", 'a "b"']], layout) == text


def test_a_table_without_rows_has_its_header() -> None:
    assert section_table("harms", compare([]), "csv").startswith("trial,name,event,category,arm,")


def test_a_tsv_cell_holds_no_tab_and_no_line_feed() -> None:
    assert delimited(["a"], [["one\ttwo\nthree"]], "tsv") == "a\none two three\n"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2), max_size=4))
def test_csv_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    text = delimited(["a", "b"], rows, "csv")

    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b"], *rows]


# The shipped records


@pytest.mark.parametrize("section", SECTIONS)
def test_compare_as_csv(section: str, trials: list[Trial], golden: Golden) -> None:
    golden(
        f"compare_{section}.csv",
        section_table(section, compare(examined(trials), filters=Filters(every_endpoint=True)), "csv"),
    )


def test_list_as_json(trials: list[Trial], golden: Golden) -> None:
    rows = [
        dict(zip(listing.COLUMNS, row, strict=True)) for row in listing.list_rows(compare(examined(trials)).studies)
    ]

    golden("list.json", to_json(rows))


def test_list_as_csv(trials: list[Trial], golden: Golden) -> None:
    golden("list.csv", delimited(listing.COLUMNS, listing.list_rows(compare(examined(trials)).studies), "csv"))


def test_check_as_json(golden: Golden) -> None:
    directory = records_directory(environ={})
    found = [
        machine.problem_data(problem)
        for problem in everything([file for file in record_files(directory) if file.stem in FIVE])[0]
    ]
    for problem in found:
        problem["path"] = str(cast("str", problem["path"])).removeprefix(f"{directory}/")

    golden("check.json", to_json(found))


def test_printed_rows_are_the_rows_of_the_tables(trials: list[Trial]) -> None:
    comparison = compare(examined(trials))
    printed: dict[str, Any] = json.loads("".join(comparison_json("compare", comparison)))

    for section in SECTIONS:
        assert [row["trial"] for row in printed[section]] == [row.trial for row in comparison.rows(section)]
        # A row is written cell by cell; put together by its columns, it is the same.
        assert printed[section] == json.loads(
            to_json([row_data(TABLES[section], row) for row in rows_of(comparison, section)])
        )
    figures = [row["figures"] for section in SECTIONS for row in printed[section] if "figures" in row]
    assert sum(map(len, figures)) > 100
