"""The bytes of record files, and the hash by which an answer names the records that it was made from.

The only module that opens record files; it imports neither YAML nor the models, so that `--version` stays quick.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from .text import MAX_BYTES

HASH_DIGITS = 12  # of the hexadecimal digits: two sets of records share them by chance once in 2.8e14


def bytes_of(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, one more than `most` of a larger one.

    A pipe or a device that is named like a record could be read for ever.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    with open(path, "rb", opener=_without_waiting) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError
        return stream.read(most + 1)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def digest(raw: bytes) -> str:
    """SHA-256 of one record: of its text, whatever ends its lines, with or without a byte order mark."""
    text = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(text).hexdigest()


def hash_of(digests: Iterable[str]) -> str:
    """The hash of several records by their digests, the same in any order and wherever they lie."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()[:HASH_DIGITS]
