"""Text that waits until its turn comes: in memory while it is little, else in a temporary file without a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Self

from il2sle.errors import OutputProblem

if TYPE_CHECKING:
    from types import TracebackType

IN_MEMORY = 16_000_000  # bytes


class Spool:
    """Bytes, by the place at which they were put; gone when it is left."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        """Keep so many bytes in memory."""
        self._file = SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115  closed by __exit__
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what was not written yet is not wanted any more
            self._file.close()

    def put(self, text: bytes) -> int:
        """Keep some bytes, and return their place. All are put before any is read.

        Raises:
            OutputProblem: there is no room for them.
        """
        with _room():
            self._file.write(text)
        place, self._end = self._end, self._end + len(text)
        return place

    def settle(self) -> None:
        """Be sure of what was put, before anything is delivered.

        Raises:
            OutputProblem: there is no room for it.
        """
        with _room():
            self._file.flush()

    def get(self, place: int, length: int) -> bytes:
        """Bytes that were put.

        Raises:
            OutputProblem: they cannot be read again.
        """
        try:
            self._file.seek(place)
            return self._file.read(length)
        except OSError as error:
            raise OutputProblem(f"cannot read the rows that were kept: {error.strerror or error}") from error


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = f"no room for the rows until all records are read: {error.strerror or error}"
        raise OutputProblem(f"{why}; name a folder with room by TMPDIR") from error
