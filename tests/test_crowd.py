"""Of more than a hundred trials a page is the first screen alone, and machines get every row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.many import write_many
from flat import examined
from il2sle.cli.load import load_trials
from il2sle.evidence.answering import answer
from il2sle.evidence.comparison import compare, with_answer
from il2sle.evidence.folding import CROWD
from il2sle.evidence.tabled import tabled
from il2sle.records.folder import record_files, records_directory
from il2sle.views.answer_names import GROUPS
from il2sle.views.compare import compare_page
from minimal import minimal
from pages import lines_of
from processes import BROKEN, run

SCREEN = 24
FOLDED = f"Folded, as there are {CROWD + 1} trials: their studies, outcomes, doses and harms."


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One more record than a page has room for."""
    directory = tmp_path_factory.mktemp("crowd")
    write_many(records_directory(environ={}), directory, CROWD + 1)
    return directory


@pytest.fixture(scope="module")
def compared(crowd: Path) -> Callable[..., str]:
    def compare(*words: str) -> str:
        done = run("compare", "--records", str(crowd), "--width", "80", *words)
        assert done.code == 0, done.err
        return done.out

    return compare


def test_the_page_is_the_first_screen(compared: Callable[..., str]) -> None:
    lines = compared().splitlines()
    first = lines.index("")
    assert first < SCREEN
    assert " ".join(lines[first:]).strip().startswith(FOLDED)
    assert not [line for line in lines if re.match("STUDIES|OUTCOMES|DOSES|KEY", line)]
    assert not [line for line in lines[:first] if "below" in line]
    assert re.search(r"^SLEDAI .*; 15 more, 16 without$", "\n".join(lines), re.MULTILINE)


@pytest.mark.parametrize(
    "asked",
    [["--all"], ["--full"], ["--section", "studies"], ["--endpoint", "SRI-4"], ["--columns", "p"]],
    ids=" ".join,
)
def test_what_is_asked_for_is_shown(compared: Callable[..., str], asked: list[str]) -> None:
    page = compared(*asked)
    assert FOLDED not in " ".join(page.split())
    assert len(page.splitlines()) > CROWD


def test_a_named_trial_has_its_rows(compared: Callable[..., str]) -> None:
    assert "\nDOSES" in compared("NCT90000004")


@pytest.mark.parametrize("layout", ["markdown", "html"])
def test_pages_of_any_format(compared: Callable[..., str], layout: str) -> None:
    page = compared("--format", layout)
    assert (FOLDED in page, "OUTCOMES" in page) == (True, False)
    assert "He 2020 3" in page


def test_machines_get_every_trial(compared: Callable[..., str]) -> None:
    held = json.loads(compared("--format", "json"))
    assert [len(held[part]) for part in ("trials", "studies")] == [CROWD + 1, CROWD + 1]


def test_a_page_has_room_for_a_hundred(crowd: Path, tmp_path: Path) -> None:
    for file in record_files(crowd)[:CROWD]:
        (tmp_path / file.name).symlink_to(file)
    page = run("compare", "--records", str(tmp_path), "--width", "80").out
    assert ("\nOUTCOMES" in page, FOLDED in " ".join(page.split())) == (True, False)


def test_records_with_errors_are_left_out(crowd: Path, tmp_path: Path) -> None:
    first, *others = record_files(crowd)
    (tmp_path / first.name).symlink_to(first)
    for file in others:
        (tmp_path / file.name).write_text(BROKEN, encoding="utf-8")
    done = run("compare", "--records", str(tmp_path), "--width", "80", "--skip-invalid")
    assert (done.code, "Left out because of errors: 100 records" in done.err) == (0, True)
    assert done.out.startswith("PRO-IMMUN 0 (NCT90000000): aldesleukin")


def test_what_is_told_needs_no_rows(crowd: Path) -> None:
    whole = load_trials(crowd).asked
    told = [tabled(one, ["summary"]) for one in whole]
    assert {(one.outcomes, one.doses, one.harms) for one in told} == {((), (), ())}
    assert answer(told, folding=True, rows_below=False) == answer(whole, folding=True, rows_below=False)


# Many primary endpoints.


@pytest.mark.parametrize(("number", "told"), [(GROUPS + 1, "Base4"), (GROUPS + 2, "2 more trials")])
def test_of_many_verdicts_the_rest_is_counted(number: int, told: str) -> None:
    weeks = "{week %s: {drug: {events: 18, n: 30}, placebo: {events: 9, n: 30}}}"
    trials = [
        minimal({"id": f"NCT{n:08}", "name": f"Base{n}", "outcomes/0/results": weeks % (n + 1)}) for n in range(number)
    ]
    listed = list(examined(trials))
    lines = lines_of(compare_page(with_answer(compare(listed), answer(listed), listed)), None)
    primary = next(line for line in lines if line.startswith("PRIMARY"))
    assert len(answer(listed).verdicts) == number
    assert re.search(f"; {told}( .SRI-4, wk 5.)?$", primary)
