"""Owns the manners of a process: colour, width and encoding of a stream, and how an answer is written to it.

What the answer says is the views' business; which exit code follows is the command's.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Literal, TextIO, TypeGuard

from il2sle.errors import OutputProblem
from il2sle.frozen import Frozen
from il2sle.views.page.ascii import fold_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment
    from rich.text import Text

ColorChoice = Literal["auto", "always", "never"]

WIDTHS = range(20, 1001)  # what `--width` takes; a narrower or wider terminal is drawn on as if it had the nearest
_FALLBACK_WIDTH = 80
_PIPE_WIDTH = 100  # what whoever reads a pipe or a file sees without moving sideways
_UNLIMITED = 1_000_000  # the width where there is none: no page comes near it
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and newline


class Terminal(Frozen):
    """What one stream can show, decided once.

    Attributes:
        width: the columns there are; None where nothing limits them and a table takes its natural width.
        color: whether escape sequences may be written.
        ascii: whether the text has to be folded to ASCII.
        links: whether an address may be a link of its own (OSC 8), so that no end of a line breaks it.
    """

    width: int | None
    color: bool
    ascii: bool
    links: bool = False

    @classmethod
    def of(
        cls,
        stream: TextIO | None,
        environ: Mapping[str, str],
        *,
        width: int | None,
        ascii: bool,  # noqa: A002 - named as the option is
        color: ColorChoice,
    ) -> Terminal:
        """Decides from the stream, the environment and the options, which win.

        Args:
            stream: where the answer goes; None for a file, or for a standard stream that is closed.
            environ: the environment variables.
            width: the value of `--width`, if given.
            ascii: whether `--ascii` was given.
            color: the value of `--color`.
        """
        colored = _is_colored(stream, environ) if color == "auto" else color == "always"
        return cls(
            width=_in_range(_width(stream, environ)) if width is None else width,
            color=colored,
            ascii=ascii or not _carries_unicode(stream),
            links=colored and _carries_links(stream, environ),
        )


def _carries_links(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """No pipe does, whatever is forced; of terminals those that would print the escapes or cannot show links do not."""
    plain = environ.get("TERM") in {"dumb", "linux"} or environ.get("FORCE_HYPERLINK") == "0"
    return stream is not None and is_terminal(stream) and not plain


def _is_colored(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """NO_COLOR outranks FORCE_COLOR, and 0 forces nothing: the conventions disagree on both."""
    if stream is None or environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if environ.get("CLICOLOR") == "0" or environ.get("TERM") == "dumb":
        return False
    return is_terminal(stream)


def _width(stream: TextIO | None, environ: Mapping[str, str]) -> int | None:
    columns = _positive(environ.get("COLUMNS", ""))
    if stream is None or not is_terminal(stream):
        return columns or _PIPE_WIDTH
    with suppress(OSError, ValueError):
        # Some pseudo-terminals say 0.
        columns = os.get_terminal_size(stream.fileno()).columns or columns
    return columns or _FALLBACK_WIDTH


def _positive(text: str) -> int | None:
    # `int` takes the digits of every script, a sign, blanks and underscores too.
    return int(text) or None if re.fullmatch("[0-9]{1,9}", text) else None


def _in_range(columns: int | None) -> int | None:
    return None if columns is None else min(max(columns, WIDTHS[0]), WIDTHS[-1])


def is_terminal(stream: TextIO | None) -> TypeGuard[TextIO]:
    """Whether a stream is a terminal; one that is closed is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # the stream is closed
        return False


def _carries_unicode(stream: TextIO | None) -> bool:
    encoding = getattr(stream, "encoding", None)
    if encoding is None:  # a file of ours, or text in memory
        return True
    try:
        return codecs.lookup(encoding).name.startswith("utf")
    except LookupError:
        return False


def write_text(text: str | Iterable[RenderableType], terminal: Terminal, stream: TextIO | None) -> None:
    """Writes an answer for people: a text line by line as it is, neither wrapped, cut nor read as markup.

    Returns quietly when the reader has gone, or when there is no stream.

    Args:
        text: what to write, folded to ASCII already where `terminal` asks for it. What is not a `Text` lays itself
            out in the width of the terminal, and must not be wider.
        terminal: what `stream` can show.
        stream: where to write; None when standard output is closed.

    Raises:
        OutputProblem: the stream takes no more.
    """
    if stream is None:
        return
    with _delivery(stream):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
        _print(text, terminal, stream)


def as_text(text: str | Iterable[RenderableType], terminal: Terminal) -> str:
    """Returns what `write_text` would write, for a file."""
    page = io.StringIO()
    _print(text, terminal, page)
    return page.getvalue()


def write_data(data: str | Iterable[str | bytes], stream: TextIO | None) -> None:
    r"""Writes an answer for programs, in UTF-8 and with `\n` as it stands, whatever the stream's encoding.

    Returns quietly when the reader has gone, or when there is no stream.

    Raises:
        OutputProblem: the stream takes no more.
    """
    if stream is None:
        return
    raw: BinaryIO | None = getattr(stream, "buffer", None)
    with _delivery(stream):
        if raw is None:
            stream.writelines(map(bytes.decode, encoded(data)))
        else:
            stream.flush()
            raw.writelines(encoded(data))


def notify(message: str, *, stream: TextIO | None = None) -> None:
    """Writes a message for people to standard error; no failure to do so is worth another message.

    Args:
        message: one or more lines; control characters in it are dropped.
        stream: another stream than standard error.
    """
    stream = sys.stderr if stream is None else stream
    if stream is None:
        return
    line = _CONTROLS.sub("", message)
    try:
        stream.write(f"{line if _carries_unicode(stream) else fold_ascii(line)}\n")
        stream.flush()
    except (OSError, ValueError):
        divert(stream)


@contextmanager
def _delivery(stream: TextIO) -> Iterator[None]:
    """Flushes what the block writes, and tells a reader that has gone from a stream that fails."""
    try:
        yield
        stream.flush()
    except OSError as error:
        divert(stream)
        if not reader_has_gone(error):
            raise OutputProblem(f"cannot write the answer: {error.strerror or error}") from error


def reader_has_gone(error: OSError) -> bool:
    """Whether whoever read the answer closed it, which is no failure."""
    # Windows reports a closed pipe as an invalid argument.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def divert(stream: TextIO | None) -> None:
    """Points a failed stream at nothing, so that the interpreter's last flush does not fail as well."""
    if stream is None:
        return
    with suppress(OSError, ValueError):
        descriptor = stream.fileno()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, descriptor)
        os.close(nothing)


def encode(data: str) -> bytes:
    """UTF-8, whatever the text holds."""
    return data.encode("utf-8", errors="replace")


def encoded(data: str | Iterable[str | bytes]) -> Iterable[bytes]:
    """A text, or each piece of it as it comes, in UTF-8, as it may be already."""
    pieces = [data] if isinstance(data, str) else data
    return (piece if isinstance(piece, bytes) else encode(piece) for piece in pieces)


def _print(text: str | Iterable[RenderableType], terminal: Terminal, stream: TextIO) -> None:
    if isinstance(text, str):
        stream.writelines(map(_plain, text.removesuffix("\n").split("\n")))
        return
    from rich.segment import Segment, Segments  # noqa: PLC0415 - slow to import, and machine formats go without

    console = _console(terminal, stream)
    lines = [line for piece in text for line in _lines(piece, terminal.width, console)]
    if not terminal.color:
        stream.writelines([_plain("".join(segment.text for segment in line)) for line in lines])
        return
    segments = [segment for line in lines for segment in (*_harmless(line), Segment.line())]
    if segments:
        console.print(Segments(segments), soft_wrap=True, end="")


def _plain(line: str) -> str:
    return f"{_CONTROLS.sub('?', line).rstrip()}\n"


def _lines(piece: RenderableType, width: int | None, console: Console) -> list[list[Segment]]:
    from rich.text import Text  # noqa: PLC0415 - as above

    if isinstance(piece, str | Text):
        return _as_it_is(Text(piece) if isinstance(piece, str) else piece, console)
    options = console.options.update(width=width or _UNLIMITED)
    return console.render_lines(piece, options, pad=False)


def _as_it_is(text: Text, console: Console) -> list[list[Segment]]:
    options: ConsoleOptions = console.options.update(width=_UNLIMITED, no_wrap=True, overflow="ignore")
    whole = text.copy()
    whole.no_wrap, whole.overflow = True, "ignore"
    lines = console.render_lines(whole, options, pad=False)
    return lines[:-1] if len(lines) > 1 and text.plain.endswith("\n") else lines


def _harmless(line: list[Segment]) -> list[Segment]:
    """A line without blanks at its end, and without what would steer the terminal: Rich lets ESC pass."""
    kept = [segment._replace(text=_CONTROLS.sub("?", segment.text)) for segment in line]
    while kept and not kept[-1].text.rstrip():
        del kept[-1]
    if kept:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept


def live_console(stream: TextIO) -> Console:
    """A console on a terminal, for what is drawn again and again in its place."""
    return _console(Terminal.of(stream, os.environ, width=None, ascii=False, color="auto"), stream, live=True)


def _console(terminal: Terminal, stream: TextIO, *, live: bool = False) -> Console:
    """Builds a console that decides nothing by itself; left alone, Rich asks the environment."""
    from rich.console import Console  # noqa: PLC0415 - as above

    class PlainConsole(Console):
        def on_broken_pipe(self) -> None:
            # Rich's own leaves with exit code 1.
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    return PlainConsole(
        file=stream,
        width=terminal.width or _FALLBACK_WIDTH,
        height=25,  # without a height, Rich ignores the width where TERM is dumb
        color_system="standard" if terminal.color else None,
        no_color=not terminal.color,
        force_terminal=terminal.color or live,
        # Old Windows consoles are driven by calls instead of escapes; None lets Rich find out.
        legacy_windows=None if (terminal.color or live) and is_terminal(stream) else False,
        markup=False,
        emoji=False,
        highlight=False,
    )
