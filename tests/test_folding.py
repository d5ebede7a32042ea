"""Which trials a page of many tells in a line, and that the first screen of the shipped records holds."""

from __future__ import annotations

import pytest

from flat import examined
from il2sle.evidence.answer import Answer
from il2sle.evidence.answering import answer
from il2sle.evidence.comparison import compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.folding import FEW
from il2sle.frozen import replace
from il2sle.records.files import load
from il2sle.records.folder import record_files, records_directory
from il2sle.views.columns.summary import summary_rows
from il2sle.views.compare import compare_page
from minimal import minimal
from pages import lines_of

FIRST = 23
SILENT = "{endpoint: SRI-4, missing: not read, cite: 'paper, Results'}"
WHY: dict[str, tuple[dict[str, str | None], str | None]] = {
    "told in full": ({}, None),
    "stopped, of phase 1 too": ({"status/state": "terminated", "design/phase": "1"}, "terminated"),
    "phase 1": ({"design/phase": "1b"}, "phase 1"),
    "early phase 1": ({"design/phase": "early Phase 1"}, "phase 1"),
    "phase 1/2 is none": ({"design/phase": '"1/2"'}, None),
    "phase 10 is none": ({"design/phase": "10"}, None),
    "phase 1ab is none": ({"design/phase": "1ab"}, None),
    "no result": ({"outcomes/0": SILENT}, "no result"),
}


@pytest.fixture(scope="module")
def shipped() -> list[Examined]:
    records = load(record_files(records_directory(environ={}))).trusted()
    return list(examined([record.trial for record in records]))


@pytest.fixture(scope="module")
def told(shipped: list[Examined]) -> Answer:
    return answer(shipped, folding=True)


@pytest.mark.parametrize("case", WHY)
def test_why_a_trial_is_folded(case: str) -> None:
    edits, why = WHY[case]
    assert Examined(minimal(edits)).told.folded_as == why


@pytest.mark.parametrize("number", [FEW, FEW + 1])
def test_of_few_trials_none_is_folded_and_one_is_always_left(number: int) -> None:
    alike: list[dict[str, str | None]] = [{"id": f"NCT0000000{n}", "name": f"Base {n}"} for n in range(number)]
    first = [Examined(minimal({**alike[0], "design/phase": "1"})), *(Examined(minimal(one)) for one in alike[1:])]
    assert len(answer(first, folding=True).folded) == (number > FEW)
    assert answer([Examined(minimal({**one, "design/phase": "1"})) for one in alike], folding=True).folded == ()


def test_the_shipped_trials_are_told_or_folded_each_once(shipped: list[Examined], told: Answer) -> None:
    folded = {one.study.trial: one.why for one in told.folded}
    assert folded["NCT04680637"] == folded["NCT06161116"] == "terminated"
    assert folded["NCT03556007"] == "phase 1"
    assert folded["NCT02084238"] == "no control"
    assert {study.trial for study in told.told} == {one.trial.id for one in shipped} - set(folded)
    assert {"NCT02465580", "NCT02955615", "NCT04433585"} <= {study.trial for study in told.told}


def test_the_first_screen_holds_every_shipped_trial(shipped: list[Examined], told: Answer) -> None:
    lines = lines_of(compare_page(replace(compare(shipped), answer=told), width=80), 80)
    assert lines.index("") == FIRST
    screen = "\n".join(lines[:FIRST])
    assert "STOPPED terminated: MK-6194 (reason not read), VIOLET (futility)" in screen
    assert "FOLDED " in screen
    # What a folded trial has more of is no secret: 35/36 v 7/12, three kinds at the site of injection, related events.
    assert "REZPEG phase 1b, 0 v 0 (5 harms MORE)" in screen
    below = [line for line in lines[FIRST:] if line.startswith(tuple(one.study.name for one in told.folded))]
    assert len(below) == len(told.folded)


def test_unfolded_a_page_has_every_trial(shipped: list[Examined]) -> None:
    lines = lines_of(compare_page(replace(compare(shipped), answer=answer(shipped)), width=140), 140)
    assert "FOLDED" not in "\n".join(lines)
    assert lines.index("") <= FIRST
    assert {one.trial.id for one in shipped} <= set(" ".join(lines).split())


def test_programs_are_told_why_a_trial_stopped(shipped: list[Examined]) -> None:
    stopped = [row for row in summary_rows(answer(shipped)) if row.topic == "stopped"]
    assert [(row.name, row.why, row.missing) for row in stopped] == [
        ("MK-6194", None, "not read"),
        ("VIOLET", "futility", None),
    ]
