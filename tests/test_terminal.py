from __future__ import annotations

import io
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from il2sle.cli.terminal import Terminal, as_text, notify, write_data, write_text
from il2sle.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from il2sle.cli.terminal import ColorChoice

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")
PLAIN = Terminal(width=None, color=False, ascii=False)
COLORED = Terminal(width=None, color=True, ascii=False)
BIG = 25_000  # lines of LINE: a megabyte, more than any pipe holds
LINE = "NCT00000000  a row of forty characters.."


class Screen(io.TextIOWrapper):
    """A terminal, as far as it says so itself."""

    def isatty(self) -> bool:
        return True


def stream(kind: type[io.TextIOWrapper] = io.TextIOWrapper, encoding: str = "utf-8") -> io.TextIOWrapper:
    return kind(io.BytesIO(), encoding=encoding, newline="")


def written(target: io.TextIOWrapper) -> bytes:
    buffer = target.buffer
    assert isinstance(buffer, io.BytesIO)

    return buffer.getvalue()


def decide(
    target: io.TextIOWrapper | None,
    environ: Mapping[str, str],
    *,
    width: int | None = None,
    ascii_: bool = False,
    color: ColorChoice = "auto",
) -> Terminal:
    return Terminal.of(target, environ, width=width, ascii=ascii_, color=color)


@pytest.mark.parametrize(
    ("environ", "color", "in_pipe", "on_screen"),
    [
        pytest.param({}, "auto", False, True, id="nothing said"),
        pytest.param({}, "always", True, True, id="always"),
        pytest.param({}, "never", False, False, id="never"),
        pytest.param({"NO_COLOR": "1"}, "always", True, True, id="always beats NO_COLOR"),
        pytest.param({"TERM": "dumb"}, "always", True, True, id="always beats a dumb terminal"),
        pytest.param({"FORCE_COLOR": "1"}, "never", False, False, id="never beats FORCE_COLOR"),
        pytest.param({"NO_COLOR": "1"}, "auto", False, False, id="NO_COLOR"),
        pytest.param({"NO_COLOR": "0"}, "auto", False, False, id="NO_COLOR with any value"),
        pytest.param({"NO_COLOR": ""}, "auto", False, True, id="NO_COLOR empty"),
        pytest.param({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False, False, id="NO_COLOR beats FORCE"),
        pytest.param({"FORCE_COLOR": "1"}, "auto", True, True, id="FORCE_COLOR"),
        pytest.param({"FORCE_COLOR": "0"}, "auto", False, True, id="FORCE_COLOR=0 forces nothing"),
        pytest.param({"FORCE_COLOR": ""}, "auto", False, True, id="FORCE_COLOR empty"),
        pytest.param({"CLICOLOR_FORCE": "1"}, "auto", True, True, id="CLICOLOR_FORCE"),
        pytest.param({"CLICOLOR_FORCE": "0"}, "auto", False, True, id="CLICOLOR_FORCE=0 forces nothing"),
        pytest.param({"FORCE_COLOR": "1", "TERM": "dumb"}, "auto", True, True, id="FORCE beats dumb"),
        pytest.param({"CLICOLOR": "0"}, "auto", False, False, id="CLICOLOR=0"),
        pytest.param({"CLICOLOR": "1"}, "auto", False, True, id="CLICOLOR=1"),
        pytest.param({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, "auto", True, True, id="FORCE beats CLICOLOR"),
        pytest.param({"TERM": "dumb"}, "auto", False, False, id="dumb terminal"),
        pytest.param({"TERM": "xterm"}, "auto", False, True, id="other terminal"),
    ],
)
def test_color(environ: Mapping[str, str], color: ColorChoice, *, in_pipe: bool, on_screen: bool) -> None:
    assert decide(stream(), environ, color=color).color is in_pipe
    assert decide(stream(Screen), environ, color=color).color is on_screen


@pytest.mark.parametrize(("color", "expected"), [("auto", False), ("always", True), ("never", False)])
def test_a_file_is_colored_only_on_demand(color: ColorChoice, *, expected: bool) -> None:
    assert decide(None, {"FORCE_COLOR": "1"}, color=color).color is expected


@pytest.mark.parametrize(
    ("environ", "option", "in_pipe", "on_screen"),
    [
        pytest.param({}, None, 100, 80, id="nothing said"),
        pytest.param({}, 60, 60, 60, id="--width"),
        pytest.param({"COLUMNS": "120"}, 60, 60, 60, id="--width beats COLUMNS"),
        pytest.param({"COLUMNS": "120"}, None, 120, 120, id="COLUMNS, where the terminal does not say"),
        pytest.param({"COLUMNS": "0"}, None, 100, 80, id="zero"),
        pytest.param({"COLUMNS": "-5"}, None, 100, 80, id="negative"),
        pytest.param({"COLUMNS": ""}, None, 100, 80, id="empty"),
        pytest.param({"COLUMNS": "wide"}, None, 100, 80, id="no number"),
        pytest.param({"COLUMNS": "9" * 5000}, None, 100, 80, id="too long a number for Python"),
    ],
)
def test_width(environ: Mapping[str, str], option: int | None, in_pipe: int | None, on_screen: int | None) -> None:
    assert decide(stream(), environ, width=option).width == in_pipe
    assert decide(None, environ, width=option).width == in_pipe
    assert decide(stream(Screen), environ, width=option).width == on_screen


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", False),
        ("UTF8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("ascii", True),
        ("cp1252", True),
        ("latin-1", True),
        ("gb18030", True),
    ],
)
def test_ascii_is_for_streams_that_are_not_utf(encoding: str, *, expected: bool) -> None:
    assert decide(stream(encoding=encoding), {}).ascii is expected
    assert decide(stream(encoding=encoding), {}, ascii_=True).ascii is True


def test_ascii_is_decided_by_the_option_where_there_is_no_stream() -> None:
    assert decide(None, {}).ascii is False
    assert decide(None, {}, ascii_=True).ascii is True


def test_an_unknown_encoding_is_taken_for_ascii() -> None:
    class Odd(io.StringIO):
        encoding = "no-such-encoding"

    assert Terminal.of(Odd(), {}, width=None, ascii=False, color="auto").ascii is True


def test_a_closed_stream_is_no_terminal() -> None:
    target = stream()
    target.close()

    assert decide(target, {}) == replace(PLAIN, width=100)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb", "a\nb\n", id="the last line is ended"),
        pytest.param("a\nb\n", "a\nb\n", id="once"),
        pytest.param("", "\n", id="an empty line"),
        pytest.param([], "", id="no line"),
        pytest.param([Text("a"), Text(""), Text("b")], "a\n\nb\n", id="an empty line between"),
        pytest.param([Text("a\nb"), Text("c\n")], "a\nb\nc\n", id="lines of several lines"),
        pytest.param((Text(sign) for sign in "ab"), "a\nb\n", id="a generator"),
        pytest.param([Text("a   "), Text("   ")], "a\n\n", id="no trailing blanks"),
        pytest.param([Text("   a")], "   a\n", id="leading blanks stay"),
        pytest.param("[a] [/b] [IL-2] :100: :warning:", "[a] [/b] [IL-2] :100: :warning:\n", id="no markup"),
        pytest.param("x" * 3000, "x" * 3000 + "\n", id="one long word"),
        pytest.param("word " * 600 + "end", "word " * 600 + "end\n", id="one long line"),
        pytest.param([Text("wide " * 50 + "end", overflow="fold")], "wide " * 50 + "end\n", id="fold"),
        pytest.param([Text("wide " * 50 + "end", no_wrap=False)], "wide " * 50 + "end\n", id="wrap"),
        pytest.param("中文 e\u0301 ⚠️", "中文 e\u0301 ⚠️\n", id="any script"),
    ],
)
def test_text_is_written_as_it_is(text: str | list[Text], expected: str) -> None:
    target = stream()
    write_text(text, Terminal(width=20, color=False, ascii=False), target)

    assert written(target).decode() == expected


def test_styles_are_dropped_without_color() -> None:
    target = stream()
    link = Text("site", style="link https://example.org")
    write_text([Text("p<0.05 *", style="bold red on white"), link], PLAIN, target)

    assert written(target) == b"p<0.05 *\nsite\n"


def test_styles_are_written_with_color_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    line = Text("yes no")
    line.stylize("green", 0, 3)
    line.stylize("bold", 4, 6)
    target = stream()
    write_text([line], COLORED, target)

    assert written(target) == b"\x1b[32myes\x1b[0m \x1b[1mno\x1b[0m\n"


@pytest.mark.parametrize("terminal", [PLAIN, COLORED], ids=["plain", "colored"])
def test_data_cannot_steer_the_terminal(terminal: Terminal) -> None:
    hostile = "a\x1b[31mb\x1b]0;title\x07\x9b31m\x7f"
    target = stream()
    write_text([Text(hostile), Text.assemble("c", hostile)], terminal, target)

    assert not set("\x1b\x07\x9b\x7f") & set(written(target).decode())


def test_a_control_character_does_not_shift_the_styles() -> None:
    line = Text("\x1b\x1b yes")
    line.stylize("red", 3, 6)

    assert as_text([line], COLORED) == "?? \x1b[31myes\x1b[0m\n"


def table(text: str) -> Table:
    drawn = Table(box=box.HORIZONTALS, show_edge=False, pad_edge=False, padding=0)
    drawn.add_column(Text("trial"))
    drawn.add_column(Text("remark"), overflow="fold")
    drawn.add_row(Text("He 2020"), Text(text))
    return drawn


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        pytest.param(15, "trial   remark\n───────────────\nHe 2020 [b] one\n        two\n", id="in its width"),
        pytest.param(None, "trial   remark\n───────────────────\nHe 2020 [b] one two\n", id="without a limit"),
    ],
)
def test_a_table_lays_itself_out(width: int | None, expected: str) -> None:
    assert as_text([table("[b] one two")], Terminal(width=width, color=False, ascii=False)) == expected


def test_without_a_limit_a_table_is_as_wide_as_it_likes() -> None:
    words = "word " * 600 + "end"

    assert as_text([table(words)], PLAIN).splitlines()[2] == f"He 2020 {words}"


def test_a_table_cannot_steer_the_terminal_either() -> None:
    drawn = as_text([table("\x1b[31mred\x9b31m"), Padding(Text("\x1b]0;title"), (0, 0, 0, 2))], COLORED)

    assert not set("\x9b\x07") & set(drawn)
    assert "?[31mred?31m" in drawn
    assert "\x1b]" not in drawn
    assert "\x1b[31m" not in drawn


def test_what_an_encoding_lacks_becomes_a_question_mark() -> None:
    target = stream(encoding="cp1252")
    write_text("≥ 4 – µ \ud800", PLAIN, target)

    assert written(target) == b"? 4 \x96 \xb5 ?\n"


def test_text_for_a_file_is_what_a_stream_gets() -> None:
    assert as_text([Text("≥ 4  ", style="bold")], PLAIN) == "≥ 4\n"
    assert as_text([Text("≥ 4  ", style="bold")], COLORED) == "\x1b[1m≥ 4\x1b[0m\n"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "utf-16"])
def test_data_is_utf8_with_bare_line_feeds(encoding: str) -> None:
    target = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\r\n")
    write_data('{"p": "≥"}\n', target)

    assert written(target) == b'{"p": "\xe2\x89\xa5"}\n'


def test_data_follows_what_was_written_before() -> None:
    target = stream()
    target.write("first\n")
    write_data("second\n", target)

    assert written(target) == b"first\nsecond\n"


def test_data_goes_to_a_stream_in_memory() -> None:
    target = io.StringIO()
    write_data("≥\n", target)

    assert target.getvalue() == "≥\n"


def test_half_a_character_does_not_break_the_answer() -> None:
    target = stream()
    write_data("a\ud800b", target)

    assert written(target) == b"a?b"


def test_a_message_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    notify("2 records skipped: ≥\nsee [a]")
    captured = capsys.readouterr()

    assert captured.err == "2 records skipped: ≥\nsee [a]\n"
    assert captured.out == ""


def test_a_message_carries_no_control_characters() -> None:
    target = stream()
    notify("a\x1b[31mb\rc\x07\x9b\td\n  ^", stream=target)

    assert written(target) == b"a[31mbc\td\n  ^\n"


def test_a_message_is_folded_where_it_must_be() -> None:
    target = stream(encoding="cp1252")
    notify("n ≥ 30 – 40", stream=target)

    assert written(target) == b"n >= 30 - 40\n"


def test_a_message_to_a_closed_stream_is_lost_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    target = stream()
    target.close()
    notify("lost", stream=target)
    monkeypatch.setattr(sys, "stderr", None)
    notify("lost")


PREAMBLE = """
import os, sys
from pathlib import Path
from rich.text import Text
from il2sle.errors import OutputProblem
from il2sle.cli.terminal import Terminal, notify, write_data, write_text
from il2sle.cli.written import write_file
terminal = Terminal.of(sys.stdout, os.environ, width=None, ascii=False, color="auto")
try:
{body}
except OutputProblem as problem:
    notify(str(problem))
    sys.exit(1)
"""


def program(body: str) -> list[str]:
    """The arguments of a process that runs `body` as a command would."""
    return [sys.executable, "-c", PREAMBLE.format(body=textwrap.indent(body, "    "))]


def writing(lines: int) -> list[object]:
    """One case for each way to write as many lines to standard output."""
    text = repr(f"{LINE}\n")
    return [
        pytest.param(f"write_text({text} * {lines}, terminal, sys.stdout)", id=f"text-{lines}"),
        pytest.param(f"write_data({text} * {lines}, sys.stdout)", id=f"data-{lines}"),
        pytest.param(f"write_file(Path('/dev/stdout'), {text} * {lines})", id=f"file-{lines}", marks=posix_only),
    ]


@pytest.mark.parametrize("body", writing(1) + writing(BIG))
def test_a_reader_that_is_gone_is_no_failure(body: str) -> None:
    reading, writing_end = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(program(body), stdout=writing_end, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing_end)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("body", writing(BIG))
def test_a_reader_that_leaves_early_is_no_failure(body: str) -> None:
    with subprocess.Popen(program(body), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()

    assert (first, process.returncode, complaint) == (f"{LINE}\n".encode(), 0, b"")


def test_writing_goes_on_after_the_reader_has_gone() -> None:
    reading, writing_end = os.pipe()
    os.close(reading)
    body = "write_data('a', sys.stdout)\nwrite_text('b', terminal, sys.stdout)\nnotify('done')"
    try:
        done = subprocess.run(program(body), stdout=writing_end, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing_end)

    assert (done.returncode, done.stderr.strip()) == (0, b"done")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("body", writing(1) + writing(BIG))
def test_a_full_disk_is_one_line_and_code_1(body: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(program(body), stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        f"cannot write {'/dev/stdout' if 'write_file' in body else 'the answer'}: No space left on device"
    ]


@posix_only
@pytest.mark.parametrize(
    "body", ["write_text('a', terminal, sys.stdout)", "write_data('a', sys.stdout)", "notify('a')"]
)
def test_closed_standard_streams_are_no_failure(body: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" "$@" >&- 2>&-', *program(body)], capture_output=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@posix_only
def test_a_full_disk_under_standard_error_is_no_failure() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(program("notify('a')"), stdout=subprocess.PIPE, stderr=full, check=False)

    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_narrow_encoding_takes_text_and_data(encoding: str) -> None:
    body = "write_text(f'{terminal.ascii} ≥', terminal, sys.stdout)\nwrite_data('≥\\n', sys.stdout)"
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(program(body), env=environ, capture_output=True, check=False)

    assert done.stdout.replace(b"\r\n", b"\n") == "True ?\n≥\n".encode()
    assert (done.returncode, done.stderr) == (0, b"")


def on_a_screen(body: str, columns: int, environ: Mapping[str, str]) -> str:
    """Returns what a process shows on a pseudo-terminal of its own."""
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    try:
        termios.tcsetwinsize(theirs, (24, columns))
        done = subprocess.run(
            program(body),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.PIPE,
            env={**os.environ, "TERM": "xterm", **environ},
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")

        return os.read(ours, 100_000).decode().replace("\r\n", "\n")
    finally:
        os.close(ours)
        os.close(theirs)


SHOW = "write_text([Text(f'{terminal.width}', style='red')], terminal, sys.stdout)"


@posix_only
@pytest.mark.parametrize(
    ("columns", "environ", "shown"),
    [
        pytest.param(137, {}, "\x1b[31m137\x1b[0m\n", id="its own width, in color"),
        pytest.param(137, {"COLUMNS": "40"}, "\x1b[31m137\x1b[0m\n", id="COLUMNS does not outrank it"),
        pytest.param(0, {"COLUMNS": "40"}, "\x1b[31m40\x1b[0m\n", id="COLUMNS, if it says nothing"),
        pytest.param(0, {}, "\x1b[31m80\x1b[0m\n", id="80, if nothing says"),
        pytest.param(137, {"NO_COLOR": "1"}, "137\n", id="NO_COLOR"),
        pytest.param(137, {"TERM": "dumb"}, "137\n", id="dumb"),
    ],
)
def test_a_terminal(columns: int, environ: Mapping[str, str], shown: str) -> None:
    assert on_a_screen(SHOW, columns, environ) == shown


@posix_only
@pytest.mark.parametrize("environ", [{}, {"NO_COLOR": "1"}], ids=["color", "plain"])
def test_a_line_wider_than_the_terminal_stays_whole(environ: Mapping[str, str]) -> None:
    body = f"write_text({LINE!r} * 5, terminal, sys.stdout)"

    assert on_a_screen(body, 40, environ) == f"{LINE * 5}\n"


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        pytest.param({}, b"100\n", id="a width of its own, no color"),
        pytest.param({"COLUMNS": "40"}, b"40\n", id="COLUMNS"),
        pytest.param({"FORCE_COLOR": "1", "TERM": "dumb"}, b"\x1b[31m100\x1b[0m\n", id="FORCE_COLOR"),
        pytest.param({"GITHUB_ACTIONS": "true", "TTY_COMPATIBLE": "1"}, b"100\n", id="what Rich heeds"),
    ],
)
def test_a_pipe(environ: Mapping[str, str], shown: bytes) -> None:
    done = subprocess.run(program(SHOW), env={**os.environ, **environ}, capture_output=True, check=False)

    assert (done.stdout.replace(b"\r\n", b"\n"), done.stderr) == (shown, b"")


def test_rich_is_imported_for_people_only() -> None:
    body = "write_data('', sys.stdout)\nprint([name for name in sys.modules if name.startswith('rich')])"
    command = [part.replace("from rich.text import Text\n", "") for part in program(body)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
