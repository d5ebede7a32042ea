"""Help pages: what is drawn on which stream, and that no text of them is read as markup."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

import pytest
import typer

from il2sle.cli import help as pages
from il2sle.cli.app import app
from processes import ESCAPE, Done, in_shell, on_screen, run, shipped

COMMANDS = [
    "compare",
    "show",
    "forest",
    "list",
    "check",
    "trace",
    "verify",
    "reconcile",
    "diff",
    "draft",
    "schema",
    "say",
    "export",
]
each_page = pytest.mark.parametrize("arguments", [["-h"], *([name, "-h"] for name in COMMANDS)], ids=" ".join)
FORCED = {"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1", "PY_COLORS": "1", "CLICOLOR_FORCE": "1", "TTY_COMPATIBLE": "1"}
terminals = pytest.mark.skipif(os.name == "nt", reason="needs terminals of POSIX")


# Width.


@each_page
def test_a_page_fits_80_columns_and_nothing_is_cut(arguments: list[str]) -> None:
    page = shipped(*arguments).out

    assert max(map(len, page.splitlines())) <= 80
    assert "…" not in page
    assert not any(line.endswith(" ") for line in page.splitlines())


@pytest.mark.parametrize("columns", [40, 60, pages.NARROWEST - 1, pages.NARROWEST, 72, 100, 300])
@pytest.mark.parametrize("arguments", [["-h"], ["check", "-h"], ["export", "-h"]], ids=" ".join)
def test_nothing_is_cut_at_any_width(arguments: list[str], columns: int) -> None:
    page = run(*arguments, COLUMNS=str(columns)).out

    assert "…" not in page
    # The plain form has the lines of the examples, and at least 50 columns.
    widest = max(len(line) for line in page.splitlines() if not line.strip().startswith("il2sle "))
    assert widest <= min(max(columns, 50), pages.WIDEST)
    assert ("╭" in page) == (columns >= pages.NARROWEST)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_stream_without_unicode_gets_frames_of_ascii(encoding: str) -> None:
    done = run("compare", "-h", PYTHONUTF8="0", PYTHONIOENCODING=encoding)

    assert done.out.isascii()
    assert "+- What to show -" in done.out


# Colour.


@each_page
def test_no_escape_reaches_a_pipe_whatever_forces_colour(arguments: list[str]) -> None:
    assert run(*arguments, environ=FORCED) == shipped(*arguments)


@terminals
@pytest.mark.parametrize(
    ("environ", "colored"),
    [
        pytest.param({}, True, id="a terminal"),
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"NO_COLOR": "1", **FORCED}, False, id="NO_COLOR before what forces"),
        pytest.param({"TERM": "dumb"}, False, id="TERM=dumb"),
        pytest.param({"CLICOLOR": "0"}, False, id="CLICOLOR=0"),
    ],
)
def test_colour_on_a_terminal(environ: dict[str, str], *, colored: bool) -> None:
    done = on_screen(["compare", "-h"], 90, **environ)

    assert (ESCAPE in done.out) == colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", done.out).split() == run("compare", "-h", COLUMNS="90").out.split()


@terminals
def test_a_page_in_a_pipe_has_no_colour_beside_a_terminal() -> None:
    assert on_screen(["-h"], 200, stream="stderr").out == shipped("-h").out


def test_what_was_steered_is_as_before(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "90")
    before = dict(os.environ)

    assert app(["-h"], standalone_mode=False, prog_name="il2sle") == 0
    assert "Usage: il2sle" in capsys.readouterr().out
    assert dict(os.environ) == before


# Markup.

HOSTILE = [
    "[bold]data[/bold]",
    "[a]",
    "[/x]",
    "[link=x]y",
    ":100:",
    ":smile: and :warning:",
    "\\\\[b]",
    "NCT1 [n=5]",
    "1:1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_it_stands(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = typer.Typer(cls=pages.Group, rich_markup_mode="rich", help=pages.literal(text), add_completion=False)
    option, argument = pages.option("Panel", "--one", about=text), pages.argument("X", text)

    def one(given: str, value: str = "") -> None:
        del given, value

    one.__annotations__.update(given=_annotated(argument), value=_annotated(option))
    hostile.command("one", cls=pages.Command, help=pages.literal(text), epilog=pages.examples(text))(one)
    hostile.callback()(lambda: None)

    hostile(["--help"], standalone_mode=False)
    assert capsys.readouterr().out.count(text) == 2
    hostile(["one", "--help"], standalone_mode=False)
    assert capsys.readouterr().out.count(text) == 4


def _annotated(declared: object) -> object:
    from typing import Annotated  # noqa: PLC0415

    return Annotated[str, declared]


def test_a_plain_text_costs_no_import_of_rich() -> None:
    script = "import sys, il2sle.cli.app; print(*[m for m in sys.modules if m.split('.')[0] == 'rich'])"

    assert in_shell(f'{sys.executable} -c "{script}"') == Done(0, "\n", "")


# The guide.


def guide() -> list[str]:
    return run().err.splitlines()


def lines_to_type(lines: Sequence[str]) -> list[str]:
    return [re.split(r"  +", line.strip())[0] for line in lines if line.startswith("  il2sle")]


def test_a_bare_call_shows_the_way_on_standard_error() -> None:
    done = run()

    assert (done.code, done.out) == (2, "")
    assert done.err == f"{pages.GUIDE}\n"


def test_the_guide_is_short_and_fits_80_columns() -> None:
    assert len(guide()) <= 15
    assert max(map(len, guide())) <= 80


def test_the_guide_names_five_things_and_where_help_is() -> None:
    assert [line.split()[1] for line in lines_to_type(guide())] == ["compare", "show", "trace", "check", "export"]
    assert guide()[-1] == "All commands: il2sle -h"


@pytest.mark.parametrize("line", lines_to_type(pages.GUIDE.splitlines()))
def test_each_line_of_the_guide_runs(line: str) -> None:
    assert in_shell(line).code == 0
