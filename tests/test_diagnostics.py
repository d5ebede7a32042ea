from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conftest import Golden
from il2sle.cli.checking import everything
from il2sle.codes import CODES, Code
from il2sle.errors import Place, Problem
from il2sle.evidence.tally import tally
from il2sle.views.diagnostics import (
    SHOWN,
    Numbers,
    closing_text,
    code_table,
    code_text,
    count_words,
    problem_text,
    problems_text,
)

TWO_ARMS = """\
id: NCT00000009
name: 狼瘡試験
title: a synthetic trial
sources: {paper: {kind: paper, rank: primary, citation: "A\u0301lvarez 2020, 狼瘡"}}
status: {state: completed, results: published, cite: "paper, p. 1"}
people: {enrolled: 60, cite: "paper, p. 1"}
design: {allocation: randomised, treatment: 12 weeks, cite: "paper, p. 1"}
arms:
  drug: {label: 薬剤, dosis: 1, cite: "paper, p. 1"}
  placebo: {label: 偽薬, role: control, cite: "paper, p. 1"}
"""


def problem(line: str = "", column: int = 1, **known: Any) -> Problem:  # noqa: ANN401  any part of a problem
    said = {"code": "R005", "message": "`percent` is above 100", "source_line": line}
    return Problem(place=Place("a.yaml", 41, column), **(said | known))


def caret(text: str) -> int:
    """The terminal cell that the caret stands below, counted from the bar before the source line."""
    *_, line, below = text.split("\n")
    assert line.index("|") == below.index("|")
    return cell_len(below[: below.index("^")]) - below.index("|") - 2


# One finding


def test_a_finding_with_its_line_and_its_help() -> None:
    assert problem_text(problem("      percent: 155", 16, help="Compare with the source.")).split("\n") == [
        "a.yaml:41:16: R005 `percent` is above 100",
        "   41 |       percent: 155",
        "      |                ^",
        "      help: Compare with the source.",
    ]


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        pytest.param({}, 1, id="no line, no help"),
        pytest.param({"line": "   "}, 1, id="blank line"),
        pytest.param({"line": "a: 1"}, 3, id="line alone"),
        pytest.param({"help": "Look."}, 2, id="help alone"),
        pytest.param({"line": "x" * SHOWN}, 3, id="longest line that is shown"),
        pytest.param({"line": "x" * (SHOWN + 1)}, 1, id="longer line is left out, not cut"),
        pytest.param({"line": "狼" * (SHOWN // 2 + 1)}, 1, id="length is counted in cells"),
    ],
)
def test_a_finding_has_only_the_lines_it_needs(known: dict[str, Any], lines: int) -> None:
    assert len(problem_text(problem(**known)).split("\n")) == lines


@pytest.mark.parametrize(
    ("line", "column", "cell"),
    [
        pytest.param("percent: 155", 10, 9, id="plain"),
        pytest.param("percent: 155", 1, 0, id="first column"),
        pytest.param("狼瘡: 155", 5, 6, id="wide signs before it"),
        pytest.param("e\u0301: 155", 5, 3, id="an accent before it"),
        pytest.param("percent: 狼瘡", 10, 9, id="wide signs at it"),
        pytest.param("percent:", 0, 0, id="no column"),
        pytest.param("ab", 9, 2, id="behind the end"),
    ],
)
def test_the_caret_stands_below_its_cell(line: str, column: int, cell: int) -> None:
    assert caret(problem_text(problem(line, column))) == cell


@given(st.text(st.sampled_from("aé狼µ\u0301 -:"), min_size=1, max_size=30).filter(str.strip), st.data())
def test_the_caret_stands_below_its_cell_in_any_line(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))

    assert caret(problem_text(problem(line, column))) == cell_len(line[: column - 1])


# All findings


def test_findings_are_set_apart_and_counted() -> None:
    noted = problem(code="N301", severity="note", message="counted")

    assert problems_text([problem(), noted]).split("\n") == [
        "a.yaml:41:1: R005 `percent` is above 100",
        "",
        "a.yaml:41:1: N301 counted",
        "",
        "1 error, 1 note in 1 file",
    ]


def test_findings_are_counted_by_file() -> None:
    elsewhere = Problem(Place("b.yaml", 1, 1), "Y005", "not YAML")

    assert problems_text([problem(), problem(), elsewhere]).endswith("\n\n3 errors in 2 files")


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        pytest.param(2, "found: 1 error, 0 warnings, 1 note in 1 file", id="all"),
        pytest.param(1, "found: 1 error, 0 warnings, 1 note in 1 file; shown: 1", id="some"),
        pytest.param(0, "found: 1 error, 0 warnings, 1 note in 1 file; shown: 0", id="none"),
    ],
)
def test_the_last_line_of_a_check_counts_what_was_found_and_what_is_shown(shown: int, line: str) -> None:
    found = [problem(), problem(code="N301", severity="note")]

    numbers = Numbers()
    for number, one in enumerate(found):
        numbers.add([one], number < shown)
    assert closing_text(tally([], 1), numbers).splitlines()[-1] == line


@pytest.mark.parametrize("code", [code for code in CODES.values() if not code.fix], ids=lambda code: code.code)
def test_where_there_is_nothing_to_do_no_help_is_offered(code: Code) -> None:
    assert "help:" not in problem_text(problem(code=code.code, help=code.fix))
    assert code_text(code).endswith(code.why)


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        pytest.param([], "nothing found", id="none"),
        pytest.param(["error"], "1 error", id="one"),
        pytest.param(["note", "error", "note"], "1 error, 2 notes", id="the worst first"),
        pytest.param(["warning", "error", "note", "error"], "2 errors, 1 warning, 1 note", id="each kind"),
    ],
)
def test_count(severities: list[Any], words: str) -> None:
    assert count_words(problem(severity=severity) for severity in severities) == words


def test_findings_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden) -> None:
    monkeypatch.chdir(tmp_path)
    Path("NCT00000009.yaml").write_text(TWO_ARMS, encoding="utf-8")

    golden("check_one.txt", problems_text(everything([Path("NCT00000009.yaml")])[0]) + "\n")


def test_control_bytes_of_a_file_never_come_through(tmp_path: Path) -> None:
    path = tmp_path / "NCT00000009.yaml"
    path.write_bytes(b"id: NCT\x1b[31m9\r\nname: \x07bell\x00\ntitle: \xc2\x9b31m \xe2\x80\xae\n\tx: \x7f\n")
    text = problems_text(everything([path])[0])

    assert text.count("Y003") >= 3
    assert {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf"}} == {"\n"}


# Codes


def test_a_code_is_explained() -> None:
    code = Code("R005", "figure out of bounds", "No count is negative.", "Compare with the source.")

    assert code_text(code) == (
        "R005 (error): figure out of bounds\n\nNo count is negative.\n\nCompare with the source."
    )


def test_the_table_of_codes_has_a_row_for_each() -> None:
    head, rule, *rows = code_table().split("\n")

    assert (head.count("|"), rule) == (6, "|---|---|---|---|---|")
    assert [row.split(" | ")[0] for row in rows] == [f"| {code}" for code in CODES]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


def test_shipped_findings_come_in_the_order_of_their_places(records: list[Any]) -> None:
    files = [Path(record.source_map.path) for record in records]
    places = [(found.place.path, found.place.line) for found in everything(files)[0]]

    assert len(places) > 20
    assert all(before <= after for before, after in pairwise(places))
