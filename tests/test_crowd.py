"""Of more than a hundred trials a page is the first screen alone, and machines get every row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from benchmarks.many import write_many
from flat import examined
from il2sle.cli.load import load_trials
from il2sle.evidence.answering import answer
from il2sle.evidence.comparison import compare, with_answer
from il2sle.evidence.folding import CROWD, FEW
from il2sle.evidence.tabled import tabled
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial
from il2sle.views.answer_names import GROUPS, MOST
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
    assert not [line for line in lines if re.match("STUDIES|OUTCOMES|DOSES", line)]
    assert [line for line in lines if line.startswith("KEY  ")]
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
    assert ("\nDOSES" in done.out, "Folded" in done.out) == (True, False)


def test_what_is_told_needs_no_rows(crowd: Path) -> None:
    whole = load_trials(crowd).asked
    told = [tabled(one, ["summary"]) for one in whole]
    assert {(one.outcomes, one.doses, one.harms) for one in told} == {((), (), ())}
    assert answer(told, folding=True, rows_below=False) == answer(whole, folding=True, rows_below=False)


# Many primary endpoints.


def primary_of(trials: list[Trial], *, rows_below: bool = True) -> str:
    listed = list(examined(trials))
    told = answer(listed, rows_below=rows_below)
    lines = lines_of(compare_page(with_answer(compare(listed), told, listed)), None)
    return next(line for line in lines if line.startswith("PRIMARY"))


def failed(number: int, weeks: Iterable[int]) -> Trial:
    """A trial whose primary endpoint was met at none of these weeks."""
    met = (
        "{endpoint: SRI-4, population: ITT, analysis: primary, met: false, cite: 'paper, Table 2', results: {week %s: "
    )
    met += "{drug: {events: 18, n: 30}, placebo: {events: 9, n: 30}}}}"
    own = {f"outcomes/{index}": met % week for index, week in enumerate(weeks)}
    return minimal({"id": f"NCT{number:08}", "name": f"Base{number}", **own})


@pytest.mark.parametrize(
    ("number", "end"),
    [
        pytest.param(FEW, "; Base5 (SRI-4, wk 6)", id="few: all are told"),
        pytest.param(FEW + 1, "; 3 more trials", id="many"),
    ],
)
def test_of_many_verdicts_the_rest_is_counted(number: int, end: str) -> None:
    primary = primary_of([failed(trial, [trial + 1]) for trial in range(number)])
    assert primary.endswith(end)
    assert primary.count("wk") == (number if number == FEW else GROUPS)


def test_of_one_trial_every_verdict_is_told() -> None:
    assert primary_of([failed(1, range(1, 5))]).count("wk") == 4


def test_a_trial_counts_once_among_those_that_are_not_named() -> None:
    trials = [failed(1, [1, 2, 3, 4]), *(failed(trial, [9]) for trial in range(2, FEW + 1)), failed(9, [5, 6])]
    assert primary_of(trials, rows_below=False).endswith("; 6 more trials")
    alone = [failed(trial, [1, 2, 3, 4]) for trial in range(FEW + 1)]
    assert primary_of(alone, rows_below=False).endswith("; 2 more endpoints")


def test_a_crowd_of_which_none_is_folded_tells_that_there_are_further_rows() -> None:
    listed = list(examined([failed(trial, [12]) for trial in range(FEW + 1)]))
    page = compare_page(with_answer(compare(listed), answer(listed, folding=True, rows_below=False), listed))
    assert "5 further rows of SRI-4." in "\n".join(lines_of(page, 80))


def test_of_many_twins_some_are_told() -> None:
    listed = list(examined([minimal({"id": f"NCT{n:08}", "name": f"Base {n}"}) for n in range(9)]))
    page = compare_page(with_answer(compare(listed), answer(listed, rows_below=False), listed))
    lines = " ".join(" ".join(lines_of(page, 100)).split())
    assert lines.count("may be one trial in two records") == MOST
    assert f"{9 * 8 // 2 - MOST} more pairs of records may be one trial each: il2sle check names them." in lines
