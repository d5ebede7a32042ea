"""Long pages through a pager: when one is used, which one, and that nothing of it is ever told."""

from __future__ import annotations

import io
import os
import shlex
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from il2sle.cli import pager
from processes import ESCAPE, SMALL, directory_of, environment, on_screen, run, shipped

posix = pytest.mark.skipif(os.name == "nt", reason="needs terminals and programs of POSIX")
PASSES_ON = "import sys; sys.stdout.write('PAGED ' + ' '.join(sys.argv[1:]) + '\\n' + sys.stdin.read())"


def pager_of(script: str, *arguments: str) -> str:
    """A pager in Python, as a variable names it."""
    return shlex.join([sys.executable, "-c", script, *arguments])


PAGED = pager_of(PASSES_ON)


# Which pager.


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        pytest.param({}, ["less"], id="less where nothing is said"),
        pytest.param({"PAGER": "more"}, ["more"], id="PAGER"),
        pytest.param({"IL2SLE_PAGER": "most", "PAGER": "more"}, ["most"], id="our own before PAGER"),
        pytest.param({"PAGER": "less -S +G"}, ["less", "-S", "+G"], id="with arguments"),
        pytest.param(
            {"PAGER": "'/opt/my pager/less' --prompt='a b'"}, ["/opt/my pager/less", "--prompt=a b"], id="quoted"
        ),
        pytest.param({"PAGER": "less; echo $HOME > x"}, ["less;", "echo", "$HOME", ">", "x"], id="no shell reads it"),
        pytest.param({"PAGER": "cat"}, [], id="cat"),
        pytest.param({"PAGER": " cat "}, [], id="cat with blanks"),
        pytest.param({"PAGER": ""}, [], id="empty"),
        pytest.param({"PAGER": "  "}, [], id="blank"),
        pytest.param({"IL2SLE_PAGER": "", "PAGER": "more"}, [], id="our own empty before PAGER"),
        pytest.param({"PAGER": "less 'a"}, [], id="a quotation that does not end"),
    ],
)
def test_words_of_the_pager(environ: dict[str, str], words: list[str]) -> None:
    assert pager.pager_words(environ, windows=False) == words


@pytest.mark.parametrize(
    ("named", "words"),
    [
        pytest.param(r"C:\bin\less.exe -R", [r"C:\bin\less.exe", "-R"], id="a backslash stays one"),
        pytest.param(r'"C:\Program Files\less.exe" -R', [r"C:\Program Files\less.exe", "-R"], id="a path with blanks"),
        pytest.param("cat", [], id="cat"),
    ],
)
def test_words_of_the_pager_on_windows(named: str, words: list[str]) -> None:
    assert pager.pager_words({"PAGER": named}, windows=True) == words


# When it is needed.


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        pytest.param("a\n" * 8, False, id="one row is left for the prompt"),
        pytest.param("a\n" * 9, True, id="a row too many"),
        pytest.param("a" * 20 + "\n" + "a\n" * 7, True, id="a line of two rows"),
        pytest.param("a" * 10 + "\n" + "a\n" * 7, False, id="a line as wide as the screen"),
        pytest.param("狼" * 6 + "\n" + "a\n" * 7, True, id="signs of two cells"),
        pytest.param((ESCAPE + "[1;31ma" + ESCAPE + "[0m\n") * 8, False, id="colours take no room"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_page_is_held_against_the_screen(text: str, *, longer: bool) -> None:
    assert pager.is_longer(text, os.terminal_size((10, 9))) == longer


def test_a_stream_that_is_no_terminal_is_not_paged() -> None:
    def drawn() -> str:
        pytest.fail("the page is not even drawn")

    assert not pager.shown_by_pager(drawn, io.StringIO(), {"PAGER": PAGED})
    assert not pager.shown_by_pager(drawn, None, {"PAGER": PAGED})


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param({}, ("FRX", "utf-8"), id="unset"),
        pytest.param({"LESS": "-S"}, ("-S", "utf-8"), id="set"),
        pytest.param({"LESS": "", "LESSCHARSET": "latin1"}, ("", "latin1"), id="set to nothing"),
    ],
)
def test_less_is_told_what_the_reader_has_not(before: dict[str, str], expected: tuple[str, str]) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
    environ = pager._pager_environ(stream, before)

    assert (environ["LESS"], environ["LESSCHARSET"]) == expected


def test_less_is_not_told_of_unicode_where_there_is_none() -> None:
    assert pager._pager_environ(io.TextIOWrapper(io.BytesIO(), "latin-1"), {}) == {"LESS": "FRX"}


# On a terminal, in a process of its own.


def paged(*arguments: str, **environ: str) -> str:
    """What the terminal shows of a command that succeeds and says nothing else."""
    done = on_screen(arguments, 100, **environ)
    assert (done.code, done.err) == (0, "")
    return done.out


@posix
@pytest.mark.parametrize(
    "arguments", [["compare"], ["show", "LUPIL-2"], ["check"], ["trace", "LUPIL-2"]], ids=lambda words: words[0]
)
def test_a_long_page_goes_through_the_pager_with_its_colours(arguments: list[str]) -> None:
    plain = paged(*arguments, FORCE_HYPERLINK="0")  # links go through less alone
    through = paged(*arguments, IL2SLE_PAGER=PAGED)

    assert through == "PAGED \n" + plain
    assert (ESCAPE in through) == (arguments[0] in {"compare", "show"})


@posix
@pytest.mark.parametrize(
    ("arguments", "environ"),
    [
        pytest.param(["compare", "--no-pager"], {}, id="--no-pager"),
        pytest.param(["compare"], {"TERM": "dumb"}, id="a dumb terminal"),
        pytest.param(["list", "--format", "ids"], {}, id="a short page"),
        pytest.param(["compare", "--format", "json"], {}, id="a format for programs"),
        pytest.param(["compare", "--format", "markdown"], {}, id="markdown"),
        pytest.param(["compare", "-o", os.devnull], {}, id="a file"),
        pytest.param(["compare", "-h"], {}, id="help"),
        pytest.param(["schema"], {}, id="a schema"),
    ],
)
def test_other_answers_do_not(arguments: list[str], environ: dict[str, str]) -> None:
    assert "PAGED" not in paged(*arguments, IL2SLE_PAGER=PAGED, **environ)


@posix
def test_a_pipe_is_not_paged_beside_a_terminal() -> None:
    assert on_screen(["compare"], 100, stream="stderr", IL2SLE_PAGER=PAGED).out == shipped("compare").out
    assert run("compare", IL2SLE_PAGER=PAGED) == shipped("compare")


@posix
def test_arguments_reach_the_pager_and_no_shell(tmp_path: Path) -> None:
    marked = tmp_path / "made by a shell"
    through = paged("compare", IL2SLE_PAGER=pager_of(PASSES_ON, "a b", "$HOME", f"; touch '{marked}'"))

    assert through.startswith(f"PAGED a b $HOME ; touch '{marked}'\n")
    assert not marked.exists()


def program(folder: Path, name: str, text: str, mode: int = stat.S_IRWXU) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return shlex.quote(str(path))


FAILING = {
    "missing": "/nowhere/no-such-pager -R",
    "a directory": "/",
    "a quotation that does not end": "less '",
    "leaves at once with an error": pager_of("raise SystemExit(3)"),
    "a null byte's next of kin": "\x01",
}


@posix
@pytest.mark.parametrize("named", FAILING.values(), ids=FAILING)
def test_where_the_pager_fails_the_page_is_printed(named: str) -> None:
    assert paged("compare", IL2SLE_PAGER=named) == paged("compare")


@posix
@pytest.mark.parametrize(("text", "mode"), [("no program", stat.S_IRWXU), ("#!/bin/sh\ncat\n", stat.S_IRUSR)])
def test_a_file_that_is_no_program_is_no_pager(tmp_path: Path, text: str, mode: int) -> None:
    assert paged("compare", IL2SLE_PAGER=program(tmp_path, "pager", text, mode)) == paged("compare")


@posix
def test_no_place_for_the_text_is_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(pager, "is_terminal", lambda _: True)
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")

    assert not pager.shown_by_pager(lambda: "a\n" * 99, stream, {"PAGER": PAGED})


@posix
@pytest.mark.parametrize(
    ("script", "shown"),
    [
        pytest.param("import sys; sys.stdout.write(sys.stdin.readline())", 1, id="after a line"),
        pytest.param(
            "import sys; sys.stdout.write(sys.stdin.readline()); sys.exit(1)", 1, id="with an error, after a line"
        ),
        pytest.param("raise SystemExit(0)", 0, id="without having read, as `true` does"),
    ],
)
def test_a_pager_that_leaves_early_is_quiet(script: str, shown: int) -> None:
    assert paged("compare", IL2SLE_PAGER=pager_of(script)).count("\n") == shown


@posix
def test_a_notice_stands_before_the_page(tmp_path: Path) -> None:
    folder = directory_of(tmp_path, **SMALL, NCT00000003="[")
    done = on_screen(["compare", "--skip-invalid", "--records", str(folder)], 100, IL2SLE_PAGER=PAGED)

    assert (done.code, done.out.partition("\n")[0]) == (0, "PAGED ")
    assert done.err.startswith("il2sle: Left out because of errors")


@posix
def test_findings_count_for_the_exit_code_behind_a_pager(tmp_path: Path) -> None:
    folder = directory_of(tmp_path, **{f"NCT0000000{n}": "[\n" for n in range(1, 9)})
    done = on_screen(["check", "--records", str(folder)], 100, IL2SLE_PAGER=PAGED)

    assert (done.code, done.out.partition("\n")[0]) == (1, "PAGED ")


# An interruption belongs to the pager.

WAITS = """
import os, signal, time
def told(*_): os.write(1, b"INTERRUPTED\\n"); os._exit(0)
signal.signal(signal.SIGINT, told)
os.write(1, b"READY\\n")
time.sleep(30)
"""


@posix
@pytest.mark.parametrize(
    ("script", "lines"),
    [
        pytest.param(WAITS, ["READY", "INTERRUPTED", ""], id="that it heeds"),
        pytest.param(WAITS.replace("told)", "signal.SIG_DFL)"), ["READY", ""], id="that ends it"),
    ],
)
def test_an_interruption_is_left_to_the_pager(script: str, lines: list[str]) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "import il2sle.cli.process as p; p.main()", "show", "LUPIL-2"]
    environ = environment({"TERM": "xterm", "IL2SLE_PAGER": pager_of(script)})
    with subprocess.Popen(
        command, stdout=theirs, stderr=subprocess.PIPE, env=environ, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = b""
        while b"READY" not in shown:
            shown += os.read(ours, 1000)
        os.killpg(process.pid, signal.SIGINT)
        shown += _rest(ours)
        assert process.stderr is not None
        assert (process.wait(timeout=20), process.stderr.read()) == (0, b"")
    assert shown.decode().split("\r\n") == lines


def _rest(terminal: int) -> bytes:
    pieces = []
    try:
        while piece := os.read(terminal, 65536):
            pieces.append(piece)
    except OSError:  # Linux says so when the other side is closed
        pass
    finally:
        os.close(terminal)
    return b"".join(pieces)
