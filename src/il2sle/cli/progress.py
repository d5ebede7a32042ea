"""A bar on standard error for those who wait at a terminal; whoever reads a file or a pipe never sees it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from .terminal import is_terminal, live_console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds; what takes no longer needs no bar
EVERY = 0.1  # seconds from one drawing to the next


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A function to be called after each of so many records; where somebody waits it draws a bar, which then goes.

    Args:
        total: how many records there are.
        quiet: whether no bar is wanted.
    """
    stream = sys.stderr
    if quiet or not is_terminal(stream) or os.environ.get("TERM") == "dumb":  # which cannot draw in place
        yield lambda: None
        return
    bar = _Bar(total, stream)
    try:
        yield bar.step
    finally:
        bar.clear()


class _Bar:
    def __init__(self, total: int, stream: TextIO) -> None:
        self._done, self._total, self._stream = 0, total, stream
        self._next = monotonic() + PATIENCE
        self._drawn: tuple[Progress, TaskID] | None = None

    def step(self) -> None:
        self._done += 1
        now = monotonic()
        if now < self._next:
            return
        self._next = now + EVERY
        with suppress(OSError):  # the terminal has gone, and the answer may go elsewhere
            bar, task = self._drawn = self._drawn or self._start()
            bar.update(task, completed=self._done, refresh=True)

    def _start(self) -> tuple[Progress, TaskID]:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress  # noqa: PLC0415  only for those who wait

        bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            "records",
            console=live_console(self._stream),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        bar.start()
        return bar, bar.add_task("", total=self._total)

    def clear(self) -> None:
        if self._drawn:
            with suppress(OSError):
                self._drawn[0].stop()
