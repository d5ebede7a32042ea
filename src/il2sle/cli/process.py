"""The program as a process: what a failure says on standard error, and the code that the process leaves with.

What the program does stands in `il2sle.cli`. It is imported late, so that an interruption while it loads is quiet too.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from typer import TyperException

NAME = "il2sle"
INTERRUPTED = 130
_COMPLETION = "_IL2SLE_COMPLETE"  # set by a shell that completes a word
_TRACEBACK = "IL2SLE_TRACEBACK"


def main() -> NoReturn:
    """Run the program and leave with one of the codes of `il2sle.errors.ExitCode`."""
    # Records are read into objects by the hundred thousand, none of them in a ring: looking for rings again and again
    # while they come in takes a fifth of the time.
    gc.set_threshold(200_000)
    # A plugin that is installed beside pydantic could change what a record is taken for, and is slow to look for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from .streams import complete_streams  # noqa: PLC0415  as everything that may be interrupted

        complete_streams()
        code = _run()
        # Whoever interrupts does not wait for a reader that has stopped to read, as flushing does.
        usual = code != INTERRUPTED and (_watched() or not _flushed())
    except KeyboardInterrupt:
        code, usual = INTERRUPTED, False
    if usual:
        raise SystemExit(code)
    # The usual way out takes apart all that the process holds, object by object: an eighth of the time of `check`.
    os._exit(code)


def _watched() -> bool:
    """Whether something measures the process, and has to have its say at the end."""
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on, where profilers are tools of six at most
    return bool(sys.getprofile() or sys.gettrace() or (monitoring and any(map(monitoring.get_tool, range(6)))))


def _flushed() -> bool:
    """Whether nothing is left to be written; if it cannot be, the usual way out tries again, and says so."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return False
    return True


def _run() -> int:
    from .app import app  # noqa: PLC0415  slow, and an interruption has to be caught by then
    from .terminal import divert  # noqa: PLC0415

    try:
        return int(app(standalone_mode=False, prog_name=NAME) or 0)
    except SystemExit as leaving:
        # Typer leaves with 1 when the reader of a help page has gone.
        if isinstance(leaving.__context__, BrokenPipeError):
            return 0
        raise
    except Exception as failure:  # noqa: BLE001  no traceback reaches a reader, whatever a record holds
        if isinstance(failure, OSError):
            divert(sys.stdout)
        return 0 if _COMPLETION in os.environ else _told(failure)


def _told(failure: Exception) -> int:
    """Say what went wrong in plain words; the exit code that follows."""
    from typer import TyperException  # noqa: PLC0415

    from il2sle.errors import ExitCode, Il2sleError, RecordsProblem  # noqa: PLC0415

    from .terminal import notify  # noqa: PLC0415

    code: int = ExitCode.FAILURE
    match failure:
        case RecordsProblem():
            from il2sle.views.diagnostics import problems_text  # noqa: PLC0415

            text = problems_text(failure.problems)
        case Il2sleError():
            text, code = f"{NAME}: {failure}", failure.exit_code
        case TyperException():
            text, code = _usage_text(failure), failure.exit_code
        case OSError(strerror=str(reason)):
            text = f"{NAME}: {reason}" + (f": {failure.filename}" if failure.filename else "")
        case MemoryError():
            text = f"{NAME}: there is not enough memory for these records; name fewer trials, or raise the limit"
        case _:
            text = f"{NAME}: this is a bug ({type(failure).__name__}: {failure}); {_TRACEBACK}=1 shows where"
    if code == ExitCode.FAILURE and os.environ.get(_TRACEBACK):
        raise failure
    notify(text)
    return code


def _usage_text(problem: TyperException) -> str:
    """A line that says what is wrong with a command, and a line that says where to read on."""
    context = getattr(problem, "ctx", None)
    message = " ".join(problem.format_message().split())
    if hasattr(problem, "possibilities"):  # an option that does not exist
        near = " or ".join(problem.possibilities or ())
        misplaced = context is not None and context.parent is None
        hint = f"did you mean {near}?" if near else "options stand after the command" if misplaced else ""
        message = "; ".join(part for part in (problem.message, hint) if part)
    # Pydantic, on which typer rests, begins a message of typer's with words of its own.
    message = message.replace("Value error, ", "")
    return f"{NAME}: {message[:1].lower()}{message[1:]}\nTry: {context.command_path if context else NAME} -h"
