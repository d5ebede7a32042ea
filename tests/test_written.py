"""Files that an answer is written to: whole or not at all, devices as they are."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from il2sle.cli.written import write_file
from il2sle.errors import OutputProblem
from test_terminal import posix_only, program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "results"
    path.mkdir()
    return path


def test_a_file_is_utf8_with_bare_line_feeds(folder: Path) -> None:
    write_file(folder / "new.csv", "a,≥\nb\n")

    assert (folder / "new.csv").read_bytes() == b"a,\xe2\x89\xa5\nb\n"


@posix_only
def test_a_new_file_gets_the_permissions_of_the_umask(folder: Path) -> None:
    usual = os.umask(0o027)
    try:
        write_file(folder / "new.csv", "a")
    finally:
        os.umask(usual)

    assert stat.S_IMODE((folder / "new.csv").stat().st_mode) == 0o640


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o666, 0o750])
def test_an_existing_file_keeps_its_permissions(folder: Path, mode: int) -> None:
    path = folder / "old.csv"
    path.write_text("long old content", encoding="utf-8")
    path.chmod(mode)
    write_file(path, "new")

    assert path.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix_only
def test_a_link_goes_on_pointing_to_its_file(folder: Path, tmp_path: Path) -> None:
    link = folder / "link.csv"
    link.symlink_to(tmp_path / "target.csv")
    write_file(link, "first")  # the link dangles
    write_file(link, "second")

    assert link.is_symlink()
    assert (tmp_path / "target.csv").read_text(encoding="utf-8") == "second"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("", "it is a directory; name a file in it", id="directory"),
        pytest.param("missing/a.csv", "there is no directory {}{}missing; create it first", id="missing directory"),
        pytest.param(
            "file/a.csv",
            "{}{}file is not a directory; name a file in one",
            id="file as directory",
            marks=posix_only,
        ),
        pytest.param("a" * 300, "File name too long", id="long name", marks=posix_only),
    ],
)
def test_a_refusal_says_what_to_do(folder: Path, name: str, reason: str) -> None:
    (folder / "file").touch()
    path = folder / name
    with pytest.raises(OutputProblem) as caught:
        write_file(path, "a")

    assert str(caught.value) == f"cannot write {path}: {reason.format(folder.resolve(), os.sep)}"
    assert [entry.name for entry in folder.iterdir()] == ["file"]


def test_a_relative_path_is_refused_with_the_directory_spelled_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(OutputProblem, match=r"^cannot write missing.a: there is no directory .*results.missing;"):
        write_file(Path("missing/a"), "a")


def skip_if_permissions_do_not_bind(path: Path) -> None:
    if os.name == "nt" or os.access(path, os.W_OK):
        pytest.skip("this user may write everywhere")


def test_a_directory_without_permission_is_refused(folder: Path) -> None:
    folder.chmod(0o500)
    skip_if_permissions_do_not_bind(folder)
    with pytest.raises(OutputProblem, match="no permission to write the file or its directory"):
        write_file(folder / "a.csv", "a")


def test_a_write_protected_file_stays(folder: Path) -> None:
    path = folder / "kept.csv"
    path.write_text("kept", encoding="utf-8")
    path.chmod(0o400)
    skip_if_permissions_do_not_bind(path)
    with pytest.raises(OutputProblem, match="no permission to write the file or its directory"):
        write_file(path, "new")

    assert path.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    path = folder / "old.csv"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises((OutputProblem, KeyboardInterrupt)):
        write_file(path, "new")

    assert [entry.name for entry in folder.iterdir()] == ["old.csv"]
    assert path.read_text(encoding="utf-8") == "old"


def test_success_leaves_nothing_else(folder: Path) -> None:
    write_file(folder / "a.csv", "a")
    write_file(folder / "a.csv", "b")

    assert [entry.name for entry in folder.iterdir()] == ["a.csv"]


def test_the_null_device_stays_one() -> None:
    write_file(Path(os.devnull), "a")

    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@posix_only
def test_a_fifo_is_written_as_it_is(folder: Path) -> None:
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    with subprocess.Popen(["/bin/cat", str(fifo)], stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        write_file(fifo, "through\n")

        assert reader.stdout.read() == b"through\n"
    assert stat.S_ISFIFO(fifo.stat().st_mode)


@posix_only
def test_dev_stdout_reaches_a_pipe() -> None:
    done = subprocess.run(program("write_file(Path('/dev/stdout'), 'a')"), capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"a", b"")


@posix_only
def test_dev_stdout_is_appended_to_a_file_as_the_shell_asked(folder: Path) -> None:
    log = folder / "log"
    log.write_text("before\n", encoding="utf-8")
    with log.open("ab") as target:
        subprocess.run(program("write_file(Path('/dev/stdout'), 'after\\n')"), stdout=target, check=True)

    assert log.read_text(encoding="utf-8") == "before\nafter\n"


def test_an_answer_in_pieces_is_written_whole_or_not_at_all(folder: Path) -> None:
    def broken() -> Iterator[str]:
        yield "new"
        raise ValueError(folder)

    path = folder / "lines.jsonl"
    write_file(path, (f"{number}\n" for number in range(3)))
    with pytest.raises(ValueError, match="results"):
        write_file(path, broken())
    assert [(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir()] == [(path.name, "0\n1\n2\n")]
