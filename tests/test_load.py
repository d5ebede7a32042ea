"""Which records a command may show, and what is told of the others."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from commands import checked
from il2sle.cli import checking, load
from il2sle.cli.checking import everything
from il2sle.cli.load import LoadedTrials, load_made, load_tables, load_trials, problems_in
from il2sle.errors import RecordsProblem, UsageProblem
from il2sle.evidence.answering import answer
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.exportable import PARTS, exportable
from il2sle.evidence.rows import SECTIONS
from il2sle.records.files import LoadedRecord
from il2sle.records.folder import record_files, records_directory
from il2sle.records.vocabulary import OTHER
from il2sle.views.export import LAYOUTS, export_rows
from minimal import BASE
from processes import BROKEN, SMALL, directory_of, record

IMPOSSIBLE = record(4, "Impossible").replace("events: 18, n: 30", "events: 31, n: 30")


def examined_of(record: LoadedRecord) -> Examined:
    return Examined(record.trial, record.source_map)


def ids(loaded: LoadedTrials) -> list[str]:
    return [one.trial.id for one in loaded.asked]


def refused(directory: Path, *asked: str, skip_invalid: bool = False) -> list[tuple[str, str]]:
    """The file and the code of each problem for which the records are refused."""
    with pytest.raises(RecordsProblem) as told:
        load_trials(directory, asked, skip_invalid=skip_invalid)
    return [(Path(problem.place.path).name, problem.code) for problem in told.value.problems]


def test_the_shipped_records_are_loaded() -> None:
    loaded = load_trials(None)
    shipped = [path.stem for path in record_files(records_directory(environ={}))]

    assert (ids(loaded), loaded.notes) == (shipped, ())
    assert len(shipped) >= 13


def test_the_asked_are_loaded_and_the_others_are_known(tmp_path: Path) -> None:
    loaded = load_trials(directory_of(tmp_path, **SMALL), ["base"])

    assert ids(loaded) == ["NCT00000001"]
    assert [record.trial.id for record in loaded.known] == ["NCT00000001", "NCT00000002"]


def test_a_record_that_cannot_be_read_is_refused_whoever_is_asked_for(tmp_path: Path) -> None:
    assert refused(directory_of(tmp_path, **SMALL, NCT00000003=BROKEN), "Base") == [("NCT00000003.yaml", "Y005")]


def test_a_record_whose_figures_cannot_be_is_refused(tmp_path: Path) -> None:
    assert ("NCT00000004.yaml", "R101") in refused(directory_of(tmp_path, **SMALL, NCT00000004=IMPOSSIBLE))


def test_only_errors_are_told_when_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordsProblem) as told:
        load_trials(directory_of(tmp_path, NCT00000004=IMPOSSIBLE))

    assert {problem.severity for problem in told.value.problems} == {"error"}


def test_warnings_are_no_reason_to_refuse(records: list[LoadedRecord]) -> None:
    severities = {problem.severity for record in records for problem in problems_in(examined_of(record))}

    assert severities == {"warning", "note"}
    assert [problem for record in records for problem in problems_in(examined_of(record), errors_only=True)] == []


@pytest.mark.parametrize(
    ("broken", "note"),
    [
        pytest.param(
            {"NCT00000003": BROKEN},
            "Left out because of errors: 1 record (NCT00000003.yaml); `il2sle check` says why.",
            id="one",
        ),
        pytest.param(
            {"NCT00000003": BROKEN, "NCT00000004": IMPOSSIBLE},
            "Left out because of errors: 2 records (NCT00000003.yaml, NCT00000004.yaml); `il2sle check` says why.",
            id="two",
        ),
    ],
)
def test_what_is_left_out_is_noted(tmp_path: Path, broken: dict[str, str], note: str) -> None:
    loaded = load_trials(directory_of(tmp_path, **SMALL, **broken), skip_invalid=True)

    assert ids(loaded) == ["NCT00000001", "NCT00000002"]
    assert loaded.known == loaded.asked
    assert loaded.notes == (note,)


def test_nothing_is_noted_where_nothing_is_left_out(tmp_path: Path) -> None:
    assert load_trials(directory_of(tmp_path, **SMALL), skip_invalid=True).notes == ()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param("NCT00000003", "Y005", id="by the name of its file"),
        pytest.param("impossible", "R101", id="by its own name"),
        pytest.param("nct00000004", "R101", id="by its id"),
    ],
)
def test_a_record_that_is_asked_for_is_never_left_out(tmp_path: Path, asked: str, code: str) -> None:
    directory = directory_of(tmp_path, **SMALL, NCT00000003=BROKEN, NCT00000004=IMPOSSIBLE)
    problems = refused(directory, "Base", asked, skip_invalid=True)

    assert code in {code for _, code in problems}
    assert len({file for file, _ in problems}) == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param("imposs", "R101", id="of its name"),
        pytest.param("NCT0000-0004", "R101", id="of its id, in another spelling"),
        pytest.param("0003", "Y005", id="of its file, which cannot be read"),
    ],
)
def test_a_record_that_is_asked_for_by_a_part_is_never_left_out(tmp_path: Path, asked: str, code: str) -> None:
    directory = directory_of(tmp_path, **SMALL, NCT00000003=BROKEN, NCT00000004=IMPOSSIBLE)

    assert code in {code for _, code in refused(directory, asked, skip_invalid=True)}


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        pytest.param(
            "NCT0000000", r"LUPIL-2 \(NCT00000002\), Impossible \(NCT00000004\), NCT00000003;", id="some sound"
        ),
        pytest.param("possible", None, id="one name of a record with errors, and no other"),
    ],
)
def test_a_part_that_a_sound_record_shares_with_a_wrong_one_is_ambiguous(
    tmp_path: Path, asked: str, others: str | None
) -> None:
    directory = directory_of(tmp_path, **SMALL, NCT00000003=BROKEN, NCT00000004=IMPOSSIBLE)

    with pytest.raises(UsageProblem if others else RecordsProblem, match=others):
        load_trials(directory, [asked], skip_invalid=True)


def test_records_are_refused_when_none_is_left(tmp_path: Path) -> None:
    assert refused(directory_of(tmp_path, NCT00000003=BROKEN), skip_invalid=True) == [("NCT00000003.yaml", "Y005")]


@pytest.mark.parametrize("skip_invalid", [False, True])
def test_an_unknown_trial_is_a_usage_problem(tmp_path: Path, *, skip_invalid: bool) -> None:
    with pytest.raises(UsageProblem, match=r'no trial is called "Nobody"; there are: NCT00000001, NCT00000002$'):
        load_trials(directory_of(tmp_path, **SMALL), ["Nobody"], skip_invalid=skip_invalid)


def test_an_unknown_trial_may_be_that_of_a_record_left_out(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, **SMALL, NCT00000003=BROKEN)

    with pytest.raises(UsageProblem, match=r"\(or in a record with errors: NCT00000003.yaml\)$"):
        load_trials(directory, ["Nobody"], skip_invalid=True)


# What `check` looks at.


def look_at(directory: Path, *what: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The file and the code of each finding, and the ids of the trials."""
    problems, trials, _ = checked(what, directory)
    return [(Path(problem.place.path).name, problem.code) for problem in problems], trials


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two sound records and two with an error each, of which one can be read."""
    return directory_of(tmp_path / "mixed", **SMALL, NCT00000003=BROKEN, NCT00000004=IMPOSSIBLE)


def test_the_whole_directory_is_checked_unless_told(mixed: Path) -> None:
    findings, trials = look_at(mixed)

    assert {file for file, _ in findings} == {"NCT00000003.yaml", "NCT00000004.yaml"}
    assert trials == ["NCT00000001", "NCT00000002", "NCT00000004"]


@pytest.mark.parametrize(
    ("name", "files", "trials"),
    [
        pytest.param("Base", set(), ["NCT00000001"], id="a sound one"),
        pytest.param("impossible", {"NCT00000004.yaml"}, ["NCT00000004"], id="one with an error"),
        pytest.param("nct00000003", {"NCT00000003.yaml"}, [], id="one that cannot be read"),
    ],
)
def test_a_trial_is_checked_alone(mixed: Path, name: str, files: set[str], trials: list[str]) -> None:
    findings, read = look_at(mixed, name)

    assert ({file for file, _ in findings}, read) == (files, trials)


def test_a_file_is_checked_alone_wherever_it_is(mixed: Path, tmp_path: Path) -> None:
    elsewhere = directory_of(tmp_path / "elsewhere", NCT00000004=IMPOSSIBLE) / "NCT00000004.yaml"
    problems, trials, _ = checked([str(elsewhere)], mixed)

    assert {problem.place.path for problem in problems} == {str(elsewhere)}
    assert trials == ["NCT00000004"]


def test_a_file_and_a_trial_of_one_name_are_both_checked(mixed: Path, tmp_path: Path) -> None:
    elsewhere = directory_of(tmp_path / "elsewhere", NCT00000004=IMPOSSIBLE) / "NCT00000004.yaml"
    problems, *_ = checked(["Impossible", str(elsewhere)], mixed)

    assert {problem.place.path for problem in problems} == {str(elsewhere), str(mixed / "NCT00000004.yaml")}


def test_a_finding_is_told_once_however_often_its_record_is_named(mixed: Path) -> None:
    once = checked(["Impossible"], mixed)

    assert checked(["Impossible", "NCT00000004", str(mixed / "NCT00000004.yaml")], mixed) == once


def test_findings_are_sorted_by_place(records: list[LoadedRecord]) -> None:
    problems, *_ = checked([], None)

    assert problems == sorted(problems, key=lambda p: (p.place.path, p.place.line, p.place.column))
    assert len(records) < len(problems)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("none.yaml", "there is no file none.yaml", id="no file"),
        pytest.param("./none", "there is no file ./none", id="no file, by its path"),
        pytest.param("Nobody", 'no trial is called "Nobody"; there are: NCT00000001, NCT00000002', id="no trial"),
    ],
)
def test_what_cannot_be_checked_is_a_usage_problem(tmp_path: Path, name: str, said: str) -> None:
    directory = directory_of(tmp_path, **SMALL)

    with pytest.raises(UsageProblem) as told:
        checked([name], directory)
    assert str(told.value) == said


def test_a_link_to_nothing_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "NCT00000001.yaml").symlink_to("nothing")

    assert look_at(tmp_path, str(tmp_path / "NCT00000001.yaml")) == ([("NCT00000001.yaml", "F001")], [])


def test_a_name_used_twice_is_a_finding_about_the_second_file(tmp_path: Path) -> None:
    problems, read = everything(
        sorted(directory_of(tmp_path, NCT00000001=BASE, NCT00000002=record(2, "Base")).iterdir())
    )

    assert [(Path(problem.place.path).name, problem.code) for problem in problems] == [("NCT00000002.yaml", "F003")]
    assert len(read) == 2


def findings_of_all(directory: Path) -> int:
    return len(everything(record_files(directory))[1])


def rows_of_all(directory: Path) -> int:
    return sum(bool(one.outcomes) for one in load_tables(directory, SECTIONS).asked)


@pytest.mark.parametrize(
    ("module", "read_all"),
    [pytest.param(checking, findings_of_all, id="findings"), pytest.param(load, rows_of_all, id="rows")],
)
def test_no_record_stays(module: ModuleType, read_all: Callable[[Path], int], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[weakref.ref[Examined]] = []

    def examined(record: LoadedRecord) -> Examined:
        # The last one may live until its place is taken.
        assert [one for one in read[:-1] if one()] == []
        one = examined_of(record)
        read.append(weakref.ref(one))
        return one

    monkeypatch.setattr(module, "examined_of", examined)
    assert read_all(records_directory(environ={})) == len(read) > 5


def test_tables_know_what_records_know(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, **SMALL)
    whole, rows = load_trials(directory), load_tables(directory, SECTIONS)

    assert compare(rows.asked) == compare(whole.asked)
    assert answer(rows.asked) == answer(whole.asked)
    assert [one.doses for one in load_tables(directory, ["outcomes"]).asked] == [()] * len(rows.asked)


def test_outcomes_that_are_asked_for_are_rows() -> None:
    asked = Filters(endpoints=(OTHER,))
    every = load_tables(None, ["outcomes"], every=True)

    assert len(compare(every.asked, filters=asked).outcomes) > 30
    assert compare(every.asked, filters=asked, sections=["outcomes"]) == compare(
        load_trials(None).asked, filters=asked, sections=["outcomes"]
    )


def test_what_is_exported_is_made_where_a_record_is_read(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, **SMALL)
    whole, made = load_trials(directory), load_made(directory, partial(exportable, parts=PARTS))

    for layout in LAYOUTS:
        parts = load_made(directory, partial(exportable, parts=LAYOUTS[layout].parts)).asked
        assert export_rows(parts, layout, Filters()) == export_rows(made.asked, layout, Filters())
        assert export_rows(parts, layout, Filters()) == export_rows(
            (exportable(one, PARTS) for one in whole.asked), layout, Filters()
        )
    assert [
        one.trial.id for one in load_made(directory, partial(exportable, parts=PARTS), asked=["NCT00000001"]).asked
    ] == ["NCT00000001"]
