"""The findings of `check` as they come: file by file, then what records say of each other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commands import checked
from il2sle.cli import checking
from il2sle.cli.checking import Findings, file_by_file
from il2sle.cli.checks import Shown, answer_check
from il2sle.cli.output import Delivery
from il2sle.records.files import LoadedRecord
from il2sle.records.folder import CENSUS, record_files
from minimal import BASE
from processes import BROKEN, SMALL, directory_of

TWIN = BASE.replace("NCT00000001", "NCT00000005").replace("name: Base", "name: Twin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record, its twin behind a broken one, a census that does not hold, and a folder that is passed over."""
    made = directory_of(tmp_path / "records", **SMALL, NCT00000003=BROKEN, NCT00000005=TWIN)
    (made / CENSUS).write_text("known: 3\n", encoding="utf-8")
    directory_of(made / "further", NCT00000009=BASE)
    return made


def text_of(folder: Path, capsys: pytest.CaptureFixture[str], *, shown: Shown = Shown()) -> str:  # noqa: B008  a value
    answer_check([], folder, "text", Delivery(), strict=False, shown=shown)
    return capsys.readouterr().out


def test_the_first_findings_are_told_before_the_second_file_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    look = checking._look

    def counted(record: LoadedRecord, *, two_readers: bool) -> checking.Looked:
        looked.append(record.trial.id)
        return look(record, two_readers=two_readers)

    monkeypatch.setattr(checking, "_look", counted)
    told = iter(Findings([], folder))

    next(told)
    assert looked == ["NCT00000001"]


def test_what_records_say_of_each_other_and_what_stands_beside_them_is_told_last(folder: Path) -> None:
    findings = Findings([], folder)
    *files, of_each_other, beside = ([(Path(p.place.path).stem, p.code) for p in found] for found in findings)

    assert [{stem for stem, _ in found} for found in files if found] == [{"NCT00000003"}]
    assert len(files) >= 4
    assert of_each_other == [("NCT00000001", "W217"), ("NCT00000005", "W217")]
    assert {stem for stem, _ in beside} == {"census", "further"}
    assert findings.trials == ["NCT00000001", "NCT00000002", "NCT00000005"]
    assert (findings.counted.records, findings.counted.unchecked) == (3, 2)


def test_all_of_them_are_what_is_sorted_for_programs(folder: Path) -> None:
    problems, trials, counted = checked([], folder)
    findings = Findings([], folder)

    assert sorted(one for found in findings for one in found) == problems
    assert (findings.trials, findings.counted) == (trials, counted)


def test_of_a_record_that_was_told_no_finding_stays(folder: Path) -> None:
    looked: list[checking.Looked] = []

    assert sum(len(found) for found in file_by_file(record_files(folder), looked)) == 3
    assert [one.problems for one in looked] == [()] * 3


@pytest.mark.parametrize("shown", [Shown(), Shown(severities=["error"]), Shown(codes=["W217"])])
def test_a_file_gets_what_a_pipe_gets(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], shown: Shown
) -> None:
    piped = text_of(folder, capsys, shown=shown)
    answer_check([], folder, "text", Delivery(str(tmp_path / "found.txt")), strict=False, shown=shown)

    assert (tmp_path / "found.txt").read_text(encoding="utf-8") == piped
    assert piped.rstrip("\n").rpartition("\n")[2].startswith("found: ")
    assert "\n\n\n" not in piped


def test_a_terminal_gets_the_text_whole(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = text_of(folder, capsys)
    written: list[str] = []
    monkeypatch.setattr("il2sle.cli.output.is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setattr(Delivery, "plain", lambda _, text: written.append(text))
    text_of(folder, capsys)

    assert [f"{text}\n" for text in written] == [piped]
