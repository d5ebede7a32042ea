"""The same work on many files, by several processes where there are so many files that it pays."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

T = TypeVar("T")

# Files for each process. A forked one has all that is imported already; any other has to import it anew, which takes
# as long as the work on fifty records.
PAYS = 40
PAYS_ANEW = 250
AHEAD = 1 << 20  # bytes of results that a process may be ahead by; Linux gives no more to whoever asks
FORKS = sys.platform == "linux"  # elsewhere the system's own libraries may not survive it


def each(work: Callable[[Path], T], files: Sequence[Path]) -> Iterator[T]:
    """What the work makes of each file, in the order of the files.

    Args:
        work: a function of a module, or a part of one, since it may be sent to another process; so may what it makes.
        files: the files.
    """
    number = min(_processors(), len(files) // (PAYS if FORKS else PAYS_ANEW))
    return shared(work, files, number) if number > 1 else map(work, files)


def _processors() -> int:
    """How many this process may use, which a container may limit."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared(work: Callable[[Path], T], files: Sequence[Path], number: int, *, forked: bool = FORKS) -> Iterator[T]:
    """What so many processes make of the files: each takes its turn, so that the results come in order.

    A process that is ahead of the others stops when its pipe is full. One that has died is missed by nobody: what it
    did not send is done here, and so is the share of one that could not be started.
    """
    from multiprocessing import get_context  # noqa: PLC0415  only where there are many files

    context = get_context("fork" if forked else "spawn")
    workers: list[tuple[Connection, Any]] = []
    try:
        with suppress(OSError):  # no further process is to be had
            workers.extend(_started(context, work, files[first::number]) for first in range(number))
        for turn, file in enumerate(files):
            try:
                made = workers[turn % number][0].recv()
            except (IndexError, EOFError, OSError):
                made = work(file)
            yield made
    finally:
        for connection, process in workers:
            connection.close()
            process.terminate()
            process.join()


def _started(context: BaseContext, work: Callable[[Path], T], files: Sequence[Path]) -> tuple[Connection, Any]:
    receiver, sender = context.Pipe(duplex=False)
    _widen(sender)
    process = context.Process(target=_serve, args=(work, files, receiver, sender), daemon=True)  # type: ignore[attr-defined]
    # Who interrupts the program ends the process that talks to him, and that one ends these.
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, heard)
    sender.close()  # so that the end of the process is the end of the pipe
    return receiver, process


def _widen(pipe: Connection) -> None:
    """Let a pipe hold many results: with the 64 KB of Linux, a fifth of the time is spent in waiting for each other."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError):  # whoever has filled many pipes may be refused
            from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415  no other system has it

            fcntl(pipe.fileno(), F_SETPIPE_SZ, AHEAD)


def _serve(work: Callable[[Path], object], files: Sequence[Path], read: Connection, results: Connection) -> None:
    # A pipe whose reader was killed breaks only where nobody else could read it.
    read.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems on which it is not inherited
    # Whatever goes wrong goes wrong again in the process that can tell of it.
    with suppress(Exception):
        for made in map(work, files):
            results.send(made)
    results.close()
