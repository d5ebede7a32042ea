from __future__ import annotations

import pytest

from conftest import Golden
from flat import examined
from il2sle.evidence.comparison import compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.rows import StudyRow
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.views.listing import COLUMNS, SHOWN, list_page, list_rows
from il2sle.views.page.blocks import Page, Prose, Table
from minimal import minimal
from pages import lines_of


@pytest.fixture
def studies(trials: list[Trial]) -> tuple[StudyRow, ...]:
    return compare(examined(trials), sections=["studies"]).studies


def table_of(page: Page) -> Table:
    first = page.blocks[0]
    assert isinstance(first, Table)
    return first


def test_machine_formats_have_these_columns() -> None:
    assert (
        *("trial", "name", "drug", "phase", "design", "enrolled", "status", "results", "aliases", "unread"),
        "standing",
    ) == COLUMNS


def test_people_see_some_of_them() -> None:
    assert set(SHOWN) < set(COLUMNS)
    assert SHOWN[0] == "trial"


def test_a_row_holds_the_values_of_its_study(studies: tuple[StudyRow, ...]) -> None:
    rows = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in list_rows(studies)}

    assert len(rows) == 5
    assert rows["NCT02955615"]["name"] == "LUPIL-2"
    assert rows["NCT02955615"]["enrolled"] == 100
    aliases = rows["NCT02955615"]["aliases"]
    assert isinstance(aliases, tuple)
    assert "ILT-101" in aliases


def test_the_page_has_a_line_for_each_trial(studies: tuple[StudyRow, ...]) -> None:
    lines = lines_of(list_page(studies), 120)

    trials = [study.trial for study in studies]
    assert [line.split()[0] for line in lines[2:7]] == trials
    assert lines[8] == "NOT READ IN FULL"
    assert len(lines) == 9 + len(studies)


def test_reports_read_in_part_and_retracted_are_named() -> None:
    edits: dict[str, str | None] = {"sources/paper/standing": "retracted", "sources/news/read_of": "abstract"}
    lines = lines_of(list_page([Examined(minimal(edits)).study]), 80)
    assert lines[4:] == ["NOT READ IN FULL", "Base  in part: news", "", "STANDING OF SOURCES", "Base  paper: RETRACTED"]


def test_what_is_not_known_is_said(studies: tuple[StudyRow, ...]) -> None:
    page = list_page([replace(studies[0], enrolled=None)])

    assert table_of(page).groups[0].rows[0].cells[SHOWN.index("enrolled")].text == "not stated"


def test_notes_stand_under_the_list(studies: tuple[StudyRow, ...]) -> None:
    assert list_page(studies, ["left out: one"]).blocks[2:] == (Prose("left out: one"),)


def test_list(studies: tuple[StudyRow, ...], golden: Golden) -> None:
    golden("list_80.txt", "".join(f"{line}\n" for line in lines_of(list_page(studies), 80)))


def test_patients_of_a_trial_that_was_planned_larger_stand_beside_its_plan() -> None:
    def told(randomised: str | None) -> list[str]:
        record = minimal({"people/enrolled": "{is: 140, kind: target}", "people/randomised": randomised})
        return lines_of(list_page(compare(examined([record]), sections=["studies"]).studies), 120)

    assert any("35 of 140 planned" in line for line in told("35"))
    assert any(" 140 planned" in line and " of 140" not in line for line in told(None))
