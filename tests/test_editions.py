"""Editions of the records: folders, files, and commits that git knows; a path wins; errors are said and passed over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from il2sle.cli.editions import compared
from il2sle.errors import UsageProblem
from il2sle.records.history import committed
from minimal import BASE
from processes import BROKEN, SMALL, directory_of, run

GIT = shutil.which("git") or ""
needs_git = pytest.mark.skipif(not GIT, reason="there is no git here")
MET = BASE.replace("met: true", "met: false")


def git(folder: Path, *words: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@b.org", "-c", "commit.gpgsign=false"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run([GIT, *own, *words], cwd=folder, env=environ, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose folder of records has two commits; the first has the tag v1."""
    folder = directory_of(tmp_path / "repository" / "records", **SMALL)
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "one")
    git(folder.parent, "tag", "v1")
    directory_of(folder, NCT00000001=MET)
    git(folder.parent, "commit", "-qam", "two")
    return folder


@needs_git
def test_commits_folders_and_files_tell_the_same(repository: Path, tmp_path: Path) -> None:
    old = directory_of(tmp_path / "old", **SMALL)
    found = compared("v1", "HEAD", repository)
    assert [(one.kind, one.trial) for one in found.of("conclusion")] == [("verdict", "NCT00000001")]
    others = (
        compared(str(old), str(repository), None),
        compared("v1", None, repository),
        compared(str(old / "NCT00000001.yaml"), str(repository / "NCT00000001.yaml"), None),
        compared("v1", str(repository / "NCT00000001.yaml"), repository),
    )
    assert [other.changes for other in others] == [found.changes] * 4
    assert found.old.stamp == others[0].old.stamp


@needs_git
def test_a_path_wins_over_a_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory_of(repository.parent / "v1", NCT00000001=MET)
    monkeypatch.chdir(repository.parent)
    assert compared("v1", "HEAD", repository).old.stamp.number == 1


@needs_git
@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("v9", "is no file, no folder, and no commit", id="no such commit"),
        pytest.param("--output=x", "is no file, no folder, and no commit", id="an option of git's"),
        pytest.param("gone.yaml", "there is no file gone.yaml", id="no such file"),
    ],
)
def test_what_is_no_edition_is_refused(name: str, said: str, repository: Path) -> None:
    with pytest.raises(UsageProblem, match=said):
        compared(name, None, repository)
    assert list(repository.glob("x*")) == []


@needs_git
def test_a_folder_in_no_repository_and_a_commit_without_records(repository: Path, tmp_path: Path) -> None:
    alone = directory_of(tmp_path / "alone", **SMALL)
    with pytest.raises(UsageProblem, match="in no git repository"):
        committed(alone, "v1")
    (repository.parent / "empty").mkdir()
    with pytest.raises(UsageProblem, match="holds no records"):
        committed(repository.parent / "empty", "v1")


def test_no_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageProblem, match="there is no git here"):
        compared("v1", None, directory_of(tmp_path / "own", **SMALL))


def test_errors_are_said_and_passed_over_and_the_past_is_taken_as_it_stands(tmp_path: Path) -> None:
    wrong = BASE.replace("percent: 60.0", "percent: 61.0")
    old = directory_of(tmp_path / "old", NCT00000001=wrong, NCT00000003=BROKEN)
    new = directory_of(tmp_path / "new", NCT00000001=BASE)
    done = run("diff", str(old), str(new), "--format", "json")
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert [(one["record"], one["compared"]) for one in answer["passed_over"]] == [
        ("NCT00000001", True),
        ("NCT00000003", False),
    ]
    assert {one["kind"] for one in answer["changes"]} >= {"figure"}
    assert (answer["old"]["number"], answer["new"]["hash"]) == (1, answer["tool"]["records"]["hash"])
    with pytest.raises(UsageProblem, match="can be compared; il2sle check says why"):
        compared(str(new), str(old), None)


def test_the_update_note_is_a_file(tmp_path: Path) -> None:
    old, new = directory_of(tmp_path / "old", **SMALL), directory_of(tmp_path / "new", NCT00000001=MET)
    note = tmp_path / "update.md"
    assert run("diff", str(old), str(new), "--format", "markdown", "-o", str(note)).code == 0
    text = note.read_text(encoding="utf-8")
    assert text.startswith("# What changed in the evidence, ")
    assert "| removed trial |" in text
