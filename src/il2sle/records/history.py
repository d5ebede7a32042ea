"""Records as a git repository keeps them: the only module that asks git, and it asks without a shell."""

from __future__ import annotations

import subprocess
from pathlib import Path

from il2sle.errors import UsageProblem
from il2sle.frozen import Frozen

from .folder import SUFFIX, is_record_name
from .text import one_line

GIT = "git"
WAIT = 60  # seconds


class Commit(Frozen):
    """The record files of a folder as they stood at a commit.

    Attributes:
        name: as it was asked for.
        short: its abbreviated hash.
        day: on which it was made.
        files: the path of each file as messages show it, and its bytes.
    """

    name: str
    short: str
    day: str
    files: tuple[tuple[str, bytes], ...]


def committed(folder: Path, name: str) -> Commit:
    """The records of a folder at a commit that its repository knows.

    Args:
        folder: the folder of the records, inside the repository.
        name: a hash, a tag, a branch, or what else git takes for a commit.

    Raises:
        UsageProblem: git is not there, the folder is in no repository, there is no such commit, or it holds no records.
    """
    short, day = _known(folder, name)
    listed = _git(folder, "ls-tree", "-z", "--name-only", short, "./").decode("utf-8", "replace")
    names = sorted(path for path in listed.split("\0") if is_record_name(path))
    if not names:
        raise UsageProblem(f'commit "{name}" holds no records (*{SUFFIX}) in {folder}')
    files = tuple((f"{name}:{one_line(path)}", _git(folder, "cat-file", "blob", f"{short}:./{path}")) for path in names)
    return Commit(name, short, day, files)


def _known(folder: Path, name: str) -> tuple[str, str]:
    """The short hash of a commit and its day."""
    if not _answers(folder, "rev-parse", "--git-dir"):
        raise UsageProblem(f'there is no file or folder "{name}", and {folder} is in no git repository that knows it')
    # A name that begins with a hyphen would be an option of git's.
    if name.startswith("-") or not _answers(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
        raise UsageProblem(f'"{name}" is no file, no folder, and no commit of the repository of {folder}')
    told = _git(folder, "log", "-1", "--no-show-signature", "--format=%h %cs", f"{name}^{{commit}}", "--")
    short, day = told.decode("ascii", "replace").split()
    return short, day


def _answers(folder: Path, *words: str) -> bool:
    return _run(folder, *words).returncode == 0


def _git(folder: Path, *words: str) -> bytes:
    done = _run(folder, *words)
    if done.returncode:
        said = one_line(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
        raise UsageProblem(f"git cannot tell the records of {folder}: {said}")
    return done.stdout


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [GIT, "--no-pager", "--no-optional-locks", *words]
    try:
        return subprocess.run(  # noqa: S603  no shell, and every word is ours or stands behind `--verify`
            command, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=WAIT
        )
    except FileNotFoundError as error:
        raise UsageProblem("there is no git here to ask for a commit; name two folders or files") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageProblem(f"git does not answer in {folder}; name two folders or files") from error
