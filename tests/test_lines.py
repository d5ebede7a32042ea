"""JSON Lines: text where the records are read, and the order of many trials without their rows."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from il2sle.cli.commands import Shape
from il2sle.cli.lines import answer_lines
from il2sle.cli.load import LoadedTrials, load_trials
from il2sle.cli.output import Delivery
from il2sle.cli.spool import Spool
from il2sle.errors import OutputProblem, RecordsProblem, UsageProblem
from il2sle.evidence.answering import answer
from il2sle.evidence.rows import SECTIONS
from il2sle.views.columns.summary import TOPICS, SummaryRow, facts_in_order, summary_rows
from il2sle.views.lines import lined
from processes import BROKEN, SMALL, directory_of, run

Captured = pytest.CaptureFixture[str]
LINES = partial(Shape, layout="jsonl")
NOTHING: tuple[list[str], list[int], list[str]] = ([], [], [])


@pytest.fixture(scope="module")
def shipped() -> LoadedTrials:
    return load_trials(None)


def rows(capsys: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("sections", [["outcomes"], ["effects", "harms"], []])
@pytest.mark.parametrize("order", ["molecule", "size"])
def test_lines_hold_what_json_holds(sections: list[str], order: str) -> None:
    named = [word for section in sections for word in ("--section", section)]
    whole = json.loads(run("compare", "--format", "json", "--sort", order, *named).out)
    lines = run("compare", "--format", "jsonl", "--sort", order, *named).out.splitlines()

    stamp, *held = map(json.loads, lines)
    assert stamp == {"section": "stamp", "tool": whole["tool"]}
    shown = list(dict.fromkeys(line["section"] for line in held))
    assert sorted(shown) == sorted(sections or [*SECTIONS, "summary"])
    assert len(held) > 20
    assert held == [{"section": section, **row} for section in shown for row in whole[section]]


def test_columns(capsys: Captured) -> None:
    answer_lines(None, [], NOTHING, LINES(["studies", "doses"], columns=["name", "Arm"]), Delivery())
    assert {tuple(row) for row in rows(capsys)[1:]} == {("section", "name"), ("section", "name", "arm")}


def test_derived_figures_are_named_whichever_columns_stand_beside(capsys: Captured) -> None:
    answer_lines(None, [], NOTHING, LINES(["outcomes", "harms"]), Delivery())
    whole = [row["derived"] for row in rows(capsys)[1:]]
    answer_lines(None, [], NOTHING, LINES(["outcomes", "harms"], columns=["derived"]), Delivery())

    assert [row["derived"] for row in rows(capsys)[1:]] == whole
    assert sum(map(bool, whole)) > 20


def test_a_column_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match='studies have no column "n"'):
        answer_lines(directory_of(tmp_path, B=BROKEN), [], NOTHING, LINES(["studies"], columns=["n"]), Delivery())


def test_a_filter_asks_for_less_than_the_first_screen(capsys: Captured) -> None:
    answer_lines(None, [], (["bicla"], [], []), LINES(), Delivery())
    held = rows(capsys)
    assert {row["endpoint"] for row in held if row["section"] == "outcomes"} == {"BICLA"}
    assert "summary" not in {row["section"] for row in held}


def test_an_endpoint_that_is_not_compared_can_be_asked_for(capsys: Captured) -> None:
    answer_lines(None, [], (["BILAG"], [], []), LINES(["outcomes"]), Delivery())
    assert {row["endpoint"] for row in rows(capsys)[1:]} == {"BILAG"}


def test_what_is_not_shown_is_said(capsys: Captured) -> None:
    answer_lines(None, [], NOTHING, LINES(["outcomes"]), Delivery())
    assert "il2sle: Not shown here: " in capsys.readouterr().err
    answer_lines(None, [], NOTHING, LINES(["studies"]), Delivery())
    assert not capsys.readouterr().err
    answer_lines(None, ["VIOLET"], ([], [12], []), LINES(["outcomes"]), Delivery())
    assert "il2sle: no outcome is left by the filter: week 12" in capsys.readouterr().err


def test_of_a_single_trial_every_main_result_is_told(tmp_path: Path, capsys: Captured) -> None:
    directory = directory_of(tmp_path, NCT00000001=SMALL["NCT00000001"], NCT00000002=BROKEN)
    answer_lines(directory, [], NOTHING, LINES(["summary"]), Delivery(), skip_invalid=True)
    left = capsys.readouterr()
    answer_lines(directory, ["NCT00000001"], NOTHING, LINES(["summary"]), Delivery(), skip_invalid=True)
    assert left == capsys.readouterr()
    assert left.out.count('"main result"') >= 1
    with pytest.raises(RecordsProblem):
        answer_lines(directory, [], NOTHING, LINES(["summary"]), Delivery())


# The order of facts.


def facts_of(trials: LoadedTrials) -> Iterator[SummaryRow]:
    for one in trials.asked:
        yield from summary_rows(answer([one], alone=False))


def test_facts_of_single_trials_in_the_order_of_all(shipped: LoadedTrials) -> None:
    told = list(summary_rows(answer(shipped.asked)))
    order = [study.trial for study in answer(shipped.asked).studies]
    single = sorted(facts_of(shipped), key=lambda fact: order.index(fact.trial))

    assert single != told
    assert facts_in_order(single) == told
    assert {fact.topic for fact in told} >= {*TOPICS[:3], "harm"}


# Where the text waits.


@pytest.mark.parametrize("in_memory", [1, 1_000_000], ids=["on disk", "in memory"])
def test_text_is_found_at_its_place(in_memory: int) -> None:
    texts = [b"first", b"", "zweite Zeile ≥".encode()]
    with Spool(in_memory) as spool:
        places = [spool.put(text) for text in texts]
        assert places == [0, 5, 5]
        assert [spool.get(place, len(text)) for place, text in zip(places, texts, strict=True)] == texts


def test_no_room_is_an_error_of_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_text: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Spool() as spool:
        monkeypatch.setattr(spool._file, "write", refuse)
        with pytest.raises(
            OutputProblem, match=r"no room for the rows until all records are read: No space left.*TMPDIR"
        ):
            spool.put(b"text")


def test_a_disk_that_fills_at_the_end_is_told_before_anything_is_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(errno.EFBIG, "File too large")

    spool = Spool()
    spool.put(b"text")
    monkeypatch.setattr(spool._file, "flush", refuse)
    with pytest.raises(OutputProblem, match=r"no room for the rows until all records are read: File too large.*TMPDIR"):
        spool.settle()
    monkeypatch.undo()
    with spool:
        monkeypatch.setattr(spool._file, "close", refuse)
    monkeypatch.undo()
    spool._file.close()


def test_places_in_the_text_of_a_trial(shipped: LoadedTrials) -> None:
    one = next(one for one in shipped.asked if one.trial.name == "LUPIL-2")
    made = lined(one, (*SECTIONS, "effects", "summary"))
    spans = [*made.sections.values(), *(span for line in made.outcomes for span in line.spans.values())]
    spans += [fact.span for fact in made.facts]

    assert min(spans)[0] == 0
    assert sum(length for _, length in spans) == len(made.text)
    assert all(made.text[begin : begin + length].endswith(b"\n") for begin, length in spans if length)
