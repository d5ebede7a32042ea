"""A page longer than the screen goes through a pager, by git's rule, and never with a word about the pager itself."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from .terminal import is_terminal

VARIABLES = ("IL2SLE_PAGER", "PAGER")
USUAL = "less"
LESS = "FRX"  # leave if all fits, keep colours, keep the screen
_COLORS = re.compile("\x1b\\[[0-9;]*m")
_LINKS = re.compile("\x1b]8;[^\x1b]*\x1b\\\\")
_LESS = re.compile(rb"less (\d+)")
_LINKED = 566  # the version of less that first took links
_SCREEN = os.terminal_size((80, 24))


def shown_by_pager(page: Callable[[], str], stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Shows a page through a pager, where one is wanted, needed and there; says whether it was shown.

    Args:
        page: gives the text as the terminal would get it, colours and all.
        stream: standard output.
        environ: the environment variables.
    """
    words = pager_words(environ)
    if not words or not is_terminal(stream) or environ.get("TERM") == "dumb":
        return False
    text = page()
    if not is_longer(text, _screen(stream)):
        return False
    if _LINKS.search(text) and not _takes_links(words):
        text = _LINKS.sub("", text)
    with suppress(OSError, ValueError):  # no such program, no place for the text: it is printed instead
        return _page(text.encode(stream.encoding or "utf-8", "replace"), words, _pager_environ(stream, environ))
    return False


def pager_words(environ: Mapping[str, str], *, windows: bool = os.name == "nt") -> list[str]:
    """The pager and its arguments; none where it is switched off, or cannot be read.

    The words are split as a shell does, and run without one.
    """
    named = next((environ[name] for name in VARIABLES if name in environ), USUAL)
    try:
        words = shlex.split(named, posix=not windows)
    except ValueError:  # a quotation that does not end
        return []
    if windows:
        words = [word.strip('"') for word in words]  # as a path with blanks is quoted; a backslash stays one
    return [] if words == ["cat"] else words


def is_longer(text: str, screen: os.terminal_size) -> bool:
    """Whether a text and the prompt after it need more rows than the screen has."""
    rows = 0
    for line in _LINKS.sub("", _COLORS.sub("", text)).removesuffix("\n").split("\n"):
        rows += max(1, -(-_cells(line) // screen.columns))
        if rows >= screen.lines:
            return True
    return False


def _takes_links(words: list[str]) -> bool:
    """Whether the pager is a less that passes links on; an older one, and others, would print their escapes."""
    if "less" not in Path(words[0]).name:
        return False
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run([words[0], "--version"], capture_output=True, check=False, timeout=2).stdout  # noqa: S603
        found = _LESS.match(told)
        return found is not None and int(found[1]) >= _LINKED
    return False


def _cells(line: str) -> int:
    from rich.cells import cell_len  # noqa: PLC0415  slow to import, and answers for programs go without

    return cell_len(line)


def _screen(stream: TextIO) -> os.terminal_size:
    with suppress(OSError, ValueError):
        size = os.get_terminal_size(stream.fileno())
        # Some pseudo-terminals say 0.
        return os.terminal_size((size.columns or _SCREEN.columns, size.lines or _SCREEN.lines))
    return _SCREEN


def _pager_environ(stream: TextIO, environ: Mapping[str, str]) -> dict[str, str]:
    """LESS is set unless the reader has set it; where we write UTF-8, less is told, whatever its locale."""
    charset = {"LESSCHARSET": "utf-8"} if (stream.encoding or "").lower().startswith("utf") else {}
    return {"LESS": LESS, **charset, **environ}


def _page(text: bytes, words: list[str], environ: Mapping[str, str]) -> bool:
    """Runs the pager on the text; no, where it failed by itself without having read any of it.

    The text is a file and no pipe: a pager may leave when it likes, and its place in the file tells what it has read.
    """
    with tempfile.TemporaryFile() as file:
        file.write(text)
        file.seek(0)
        _flush_streams()
        with _interruptions_left_to_the_pager() as interruptions:
            code = subprocess.run(words, stdin=file, env=environ, check=False).returncode  # noqa: S603  the reader's own
        return code == 0 or bool(interruptions) or _was_read(file)


def _was_read(file: BinaryIO) -> bool:
    # Not `tell`, which knows our own reading only; the pager shares the place of the descriptor.
    return os.lseek(file.fileno(), 0, os.SEEK_CUR) > 0


def _flush_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()


@contextmanager
def _interruptions_left_to_the_pager() -> Iterator[list[int]]:
    """Ctrl-C reaches both of us, and is the pager's: less stops a search by it. Gives those that came.

    A handler, since a program that is started inherits that a signal is ignored, but no handler.
    """
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before)
