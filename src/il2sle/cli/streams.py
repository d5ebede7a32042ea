"""Standard streams that take all that is written to them, or fail with the reason.

Python's own do so only while they are buffered and their pipe blocks. With PYTHONUNBUFFERED the text goes straight to
the descriptor, whose short writes (a disk that fills, a writer that was stopped) are taken for complete ones; a pipe
that does not block is given up as soon as it is full.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer


class Complete(io.RawIOBase):
    """A descriptor open for writing; every write is written to its end, or raises `OSError`."""

    def __init__(self, descriptor: int, write: Callable[[int, memoryview], int] = os.write) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._write = write

    def fileno(self) -> int:
        """The descriptor, which stays open when this object is closed."""
        return self._descriptor

    def isatty(self) -> bool:
        """Whether the descriptor is a terminal."""
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Write all of `data`, however often the descriptor takes a part of it, and wait while it takes none.

        Raises:
            OSError: it takes no more; BrokenPipeError where its reader has gone.
        """
        rest = memoryview(data).cast("B")
        size = len(rest)
        while rest:
            try:
                taken = self._write(self._descriptor, rest)
            except BlockingIOError:
                select.select([], [self._descriptor], [])
                continue
            if not taken:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            rest = rest[taken:]
        return size


def complete_streams() -> None:
    """Put complete streams in the place of standard output and standard error."""
    sys.stdout = _completed(sys.stdout)
    sys.stderr = _completed(sys.stderr)


def _completed(stream: TextIO) -> TextIO:
    """The stream over a complete descriptor; itself where there is none, or where Windows draws a console by calls."""
    if not isinstance(stream, io.TextIOWrapper) or (os.name == "nt" and stream.isatty()):
        return stream
    with suppress(OSError, ValueError):  # closed, or without a descriptor
        stream.flush()
        raw = io.BufferedWriter(Complete(stream.fileno()))
        return io.TextIOWrapper(raw, stream.encoding, stream.errors, line_buffering=stream.line_buffering)
    return stream
