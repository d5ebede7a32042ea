"""What can go wrong: the user's command, a record, or the output. A bug is none of these and is not caught.

Every room may raise these, so this module imports nothing of the project but what values are.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal

from il2sle.frozen import Ordered

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # the gravest first


class ExitCode(IntEnum):
    """The exit codes that scripts rely on."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    INTERRUPTED = 130


class Place(Ordered):
    """A place in a record file; line and column count from 1, and 0 stands for the file as a whole."""

    path: str
    line: int = 0
    column: int = 0


class Problem(Ordered):
    """One finding about a record: where, what, and what to do about it.

    Attributes:
        place: the file, line and column.
        code: a stable code of the table in `il2sle.codes`.
        message: one line that says what was found.
        help: one line that says what to do; may be empty.
        severity: `error`, `warning` or `note`.
        source_line: the text of the line at `place`, for the caret; may be empty.
        trial: the id of the trial, where it is known.
    """

    place: Place
    code: str
    message: str
    help: str = ""
    severity: Severity = "error"
    source_line: str = ""
    trial: str | None = None


LISTED = 20


def some_of(words: Iterable[str]) -> str:
    """What there is to choose from, as a message lists it: the first twenty, and how many more there are."""
    listed = list(words)
    more = f" and {len(listed) - LISTED:,} more" if len(listed) > LISTED else ""
    return ", ".join(listed[:LISTED]) + more


class Il2sleError(Exception):
    """Any failure that a reader is told about in one plain sentence."""

    exit_code = ExitCode.FAILURE


class UsageProblem(Il2sleError):
    """The command asks for something that does not exist: a trial, an endpoint, a directory."""

    exit_code = ExitCode.USAGE


class OutputProblem(Il2sleError):
    """The answer could not be written."""


class StudyProblem(Il2sleError):
    """A file of a registry holds no study that can be drafted or compared."""


class RecordsProblem(Il2sleError):
    """Records cannot be trusted; holds every problem of every file, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(f"{len(self.problems)} problems in the records")
