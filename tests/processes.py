"""The program in a process of its own, as a shell, a script or a terminal starts it."""

from __future__ import annotations

import os
import shlex
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from minimal import BASE

IL2SLE = (sys.executable, "-m", "il2sle")
BASH = shutil.which("bash") or "bash"
SHELL = 'set -o pipefail; il2sle() {{ {il2sle} "$@"; }}; {script}'
ESCAPE = "\x1b"


@dataclass(frozen=True)
class Done:
    """What a process leaves behind."""

    code: int
    out: str
    err: str


def environment(changes: dict[str, str]) -> dict[str, str]:
    """The environment of the test with some variables changed."""
    return {**os.environ, **changes}


def run(*arguments: str, cwd: Path | None = None, environ: dict[str, str] | None = None, **more: str) -> Done:
    """Run the program with its output and its messages in pipes."""
    done = subprocess.run(
        [*IL2SLE, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=cwd,
        env=environment({**(environ or {}), **more}),
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def shipped(*arguments: str) -> Done:
    """What the program answers from the shipped records, run once for all tests that compare with it."""
    return run(*arguments)


def modules_loaded(arguments: list[str], **environ: str) -> set[str]:
    """What a process of the program imports."""
    done = subprocess.run(
        [IL2SLE[0], "-X", "importtime", *IL2SLE[1:], *arguments],
        env=environment(environ),
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def in_shell(script: str, cwd: Path | None = None, **environ: str) -> Done:
    """Run a bash script that knows `il2sle`, for `xargs` too; a failure anywhere in a pipeline counts."""
    done = subprocess.run(
        [BASH, "-c", SHELL.format(il2sle=shlex.join(IL2SLE), script=script)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=cwd,
        env=environment({"PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]), **environ}),
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def on_screen(arguments: Sequence[str], columns: int, *, stream: str = "stdout", **environ: str) -> Done:
    """Run the program with one of its streams on a pseudo-terminal, and the other one in a pipe."""
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    fcntl = pytest.importorskip("fcntl")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
    environ = {"TERM": "xterm-256color", "IL2SLE_PAGER": "", **environ}  # nobody is there to leave a pager
    with subprocess.Popen([*IL2SLE, *arguments], stdin=theirs, env=environment(environ), **streams) as process:
        os.close(theirs)
        shown = _everything_from(ours)
        piped = process.stderr if stream == "stdout" else process.stdout
        assert piped is not None
        rest = piped.read().decode()
    out, err = (shown, rest) if stream == "stdout" else (rest, shown)
    return Done(process.returncode, out, err)


def _everything_from(terminal: int) -> str:
    pieces = []
    try:
        while piece := os.read(terminal, 65536):
            pieces.append(piece)
    except OSError:  # Linux says so when the other side is closed
        pass
    finally:
        os.close(terminal)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def directory_of(folder: Path, **texts: str) -> Path:
    """A directory of record files: the text of each under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def record(number: int, name: str) -> str:
    """The base record under another id and name, with an arm of its own: else it would be held for the same trial."""
    named = BASE.replace("NCT00000001", f"NCT{number:08}").replace("name: Base", f"name: {name}")
    labelled = named.replace("label: IL-2 1 million IU", f"label: IL-2 1 million IU of trial {number}")
    return labelled.replace("    dose: 1\n", f"    dose: {number}\n")


SMALL = {"NCT00000001": BASE, "NCT00000002": record(2, "LUPIL-2")}
BROKEN = "id: NCT00000003\nname: [\n"
