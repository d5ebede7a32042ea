"""Reading record files: what becomes of a file, and of many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from il2sle.errors import RecordsProblem
from il2sle.records.files import LoadedRecord, load, read_record
from il2sle.records.names import find
from il2sle.records.text import MAX_BYTES
from minimal import BASE
from processes import directory_of, record


def written(folder: Path, text: str | bytes, name: str = "NCT00000001.yaml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(folder: Path, text: str | bytes, name: str = "NCT00000001.yaml") -> LoadedRecord:
    found, problems = read_record(written(folder, text, name))
    assert found is not None, problems
    return found


def codes(path: Path) -> list[tuple[int, str]]:
    """The line and the code of each problem of a file that is no record."""
    found, problems = read_record(path)
    assert found is None
    return [(problem.place.line, problem.code) for problem in problems]


# One file


def test_file_becomes_a_trial_with_its_places(tmp_path: Path) -> None:
    found = read(tmp_path, BASE)
    place = found.source_map.place(("people", "randomised"))
    assert (found.trial.id, place.line, place.path) == ("NCT00000001", 10, str(tmp_path / "NCT00000001.yaml"))


def test_link_to_a_file_is_read(tmp_path: Path) -> None:
    written(tmp_path, BASE, "elsewhere")
    (tmp_path / "NCT00000001.yaml").symlink_to("elsewhere")
    found, problems = read_record(tmp_path / "NCT00000001.yaml")
    assert (found is not None, problems) == (True, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [(0, "Y011")], id="empty"),
        pytest.param(BASE + "#" * MAX_BYTES, [(0, "Y001")], id="too large"),
        pytest.param(BASE.replace("name: Base", "name: [\n"), [(3, "Y005")], id="not YAML"),
        pytest.param(BASE.replace("name: Base", "name: 5\nnme: 6"), [(3, "R003"), (4, "R001")], id="two errors"),
        pytest.param(BASE.replace("name: Base", "name: 5").replace("title:", "title: !!x"), [(3, "R003"), (4, "Y008")],
                     id="of both kinds"),
        pytest.param(BASE.replace("name: Base", "name: &a 5"), [(3, "Y007")], id="what is refused is not blamed again"),
        pytest.param(BASE + "people: {}\n", [(48, "Y006")], id="twice"),
        pytest.param(BASE.replace("id: NCT00000001", "id: NCT00000002"), [(2, "F002")], id="misnamed"),
        pytest.param(BASE.replace("name: Base", "name: 5") + "x: [" + "1e6, " * 101 + "]\n",
                     [*[(48, "Y014")] * 100, (48, "Y015")],
                     id="too many: the rest is not looked at"),
    ],
)  # fmt: skip
def test_problems_of_a_file(text: str, expected: list[tuple[int, str]], tmp_path: Path) -> None:
    assert codes(written(tmp_path, text)) == expected


def test_file_that_is_no_file_says_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "NCT00000001.yaml")
    _, (problem,) = read_record(tmp_path / "NCT00000001.yaml")
    assert (problem.code, problem.message) == ("F001", "cannot be read: not a regular file")
    assert problem.help


def test_path_is_shown_without_what_acts_on_a_terminal(tmp_path: Path) -> None:
    path = written(tmp_path, BASE, "a\x1b[31m\n\u202eb.yaml")
    _, (problem,) = read_record(path)
    assert problem.place.path == f"{tmp_path}/a\ufffd[31m\ufffd\ufffdb.yaml"
    assert problem.message == 'the id is "NCT00000001", the file name says "a\ufffd[31m\ufffd\ufffdb"'


# Many files


def test_files_are_read_whatever_is_wrong_with_some(tmp_path: Path) -> None:
    folder = directory_of(tmp_path, NCT00000001=BASE, NCT00000002="[", NCT00000003=record(3, "Third"))
    loaded = load(sorted(folder.iterdir()))
    assert [found.trial.name for found in loaded.records] == ["Base", "Third"]
    assert [(Path(problem.place.path).stem, problem.code) for problem in loaded.problems] == [("NCT00000002", "Y005")]


def test_problems_are_sorted_by_file_and_line(tmp_path: Path) -> None:
    folder = directory_of(tmp_path, b="x: 1\nx: 2\n", a="- 1\n")
    problems = load([folder / "b.yaml", folder / "a.yaml"]).problems
    assert [(Path(problem.place.path).stem, problem.place.line) for problem in problems][:2] == [("a", 1), ("b", 1)]


def test_records_are_trusted_only_together(tmp_path: Path) -> None:
    folder = directory_of(tmp_path, NCT00000001=BASE, NCT00000002="[")
    with pytest.raises(RecordsProblem) as error:
        load(sorted(folder.iterdir())).trusted()
    assert [problem.code for problem in error.value.problems] == ["Y005"]


@pytest.mark.parametrize(
    ("second", "line", "message"),
    [
        pytest.param(record(2, "base"), 3, '"base" names NCT00000001 already', id="name, in another case"),
        pytest.param(record(2, "B a se"), 3, '"B a se" names NCT00000001 already', id="name, with blanks"),
        pytest.param(record(2, "Nct00000001"), 3, '"Nct00000001" names NCT00000001 already', id="id for a name"),
        pytest.param(
            record(2, "Two\naliases: [Second, BASE]"), 4, '"BASE" names NCT00000001 already', id="name for an alias"
        ),
    ],
)
def test_name_used_twice(second: str, line: int, message: str, tmp_path: Path) -> None:
    folder = directory_of(tmp_path, NCT00000001=BASE, NCT00000002=second)
    (problem,) = load(sorted(folder.iterdir())).problems
    assert (problem.code, problem.place.line, problem.message) == ("F003", line, message)


def test_name_may_be_an_alias_of_the_same_trial(tmp_path: Path) -> None:
    folder = directory_of(tmp_path, NCT00000001=BASE.replace("name: Base", "name: Base\naliases: [base, NCT00000001]"))
    assert load(folder.iterdir()).problems == ()


def test_names_are_alike_however_an_accent_is_put_together(tmp_path: Path) -> None:
    composed, taken_apart = "name: Café", "name: Cafe\N{COMBINING ACUTE ACCENT}"
    for number, name in ((1, composed), (2, taken_apart)):
        text = BASE.replace("NCT00000001", f"NCT0000000{number}").replace("name: Base", name)
        (tmp_path / f"NCT0000000{number}.yaml").write_text(text, encoding="utf-8")
    loaded = load(sorted(tmp_path.iterdir()))
    [problem] = loaded.problems
    assert (problem.code, problem.message) == ("F003", '"Café" names NCT00000001 already')
    assert [found.trial.id for found in find(loaded.records[:1], ["CAFE\N{COMBINING ACUTE ACCENT}"])] == ["NCT00000001"]
