"""What the options about output mean: the place, the width, the letters and the colours of an answer."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest

from il2sle.cli.drawing_options import PlotLayout
from il2sle.cli.options import Layout
from il2sle.cli.output import Delivery
from il2sle.cli.terminal import ColorChoice
from il2sle.errors import OutputProblem, UsageProblem
from il2sle.views.page.blocks import Page, Prose
from processes import ESCAPE, run

PAGE = Page("A title", (Prose("SLEDAI ≥4-point reduction, 900 µg, 0.5–1.5 " * 4),))


@pytest.mark.parametrize("output", [None, "-"], ids=["none", "a dash"])
def test_an_answer_goes_to_standard_output(capsys: pytest.CaptureFixture[str], output: str | None) -> None:
    Delivery(output).plain("≥ 4")

    assert capsys.readouterr() == ("≥ 4\n", "")


def test_an_answer_goes_to_the_file_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Delivery(str(tmp_path / "answer")).plain("≥ 4")

    assert capsys.readouterr() == ("", "")
    assert (tmp_path / "answer").read_text(encoding="utf-8") == "≥ 4\n"


def test_an_empty_file_name_is_refused_before_any_work() -> None:
    with pytest.raises(UsageProblem, match="--output names no file; - is standard output"):
        Delivery("")


@pytest.mark.parametrize(
    ("name", "layout", "said"),
    [
        pytest.param(
            "a.svg", PlotLayout.TEXT, "svg, and the format is text: add --format svg, or choose", id="one it has"
        ),
        pytest.param(
            "a.SVG", PlotLayout.TEXT, "svg, and the format is text: add --format svg, or choose", id="in capitals"
        ),
        pytest.param(
            "b/a.md", Layout.TABLE, "markdown, and the format is table: add --format markdown,", id="in a folder"
        ),
        pytest.param(
            "a.pdf", PlotLayout.TEXT, "pdf, and the format is text: --format takes text, svg, json,", id="none it has"
        ),
    ],
)
def test_what_people_read_does_not_go_under_the_name_of_another_format(name: str, layout: StrEnum, said: str) -> None:
    with pytest.raises(UsageProblem, match=f'"{Path(name).name}" is named as {said}'):
        Delivery(name, layout=layout)


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        pytest.param("a.svg", PlotLayout.SVG, id="the same"),
        pytest.param("a.txt", PlotLayout.TEXT, id="text"),
        pytest.param("a", Layout.TABLE, id="no ending"),
        pytest.param("a.csv", Layout.TSV, id="one machine format under the name of another, as asked"),
        pytest.param("-", Layout.TABLE, id="standard output"),
        pytest.param("a.json", None, id="no choice"),
    ],
)
def test_any_other_name_holds_what_is_asked_for(name: str, layout: StrEnum | None) -> None:
    assert Delivery(name, layout=layout).output == name


@pytest.mark.parametrize(
    "command", ["compare", "show LUPIL-2", "forest", "list", "say LUPIL-2", "trace LUPIL-2", "check", "diff ."]
)
def test_every_command_with_formats_refuses_a_name_of_another(command: str, tmp_path: Path) -> None:
    done = run(*command.split(), "-o", "a.json", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "add --format json" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["page", "plain", "data"])
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, way: str) -> None:
    delivery = Delivery(str(tmp_path / "none" / "answer"))

    with pytest.raises(OutputProblem, match="create it first"):
        getattr(delivery, way)(PAGE if way == "page" else "text")


@pytest.mark.parametrize("width", [40, 70])
def test_a_page_is_laid_out_for_the_width_asked_for(capsys: pytest.CaptureFixture[str], width: int) -> None:
    Delivery(width=width).page(PAGE)

    assert width - 15 < max(map(len, capsys.readouterr().out.splitlines())) <= width


def test_a_page_in_a_file_has_the_width_that_a_pipe_has(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    Delivery().page(PAGE)
    Delivery(str(tmp_path / "page")).page(PAGE)

    assert (tmp_path / "page").read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize("way", ["page", "plain"])
def test_signs_are_folded_on_demand(capsys: pytest.CaptureFixture[str], way: str) -> None:
    prose = PAGE.blocks[0]
    assert isinstance(prose, Prose)
    getattr(Delivery(ascii_only=True), way)(PAGE if way == "page" else prose.text)

    assert ">=4-point reduction, 900 ug, 0.5-1.5 SLEDAI" in " ".join(capsys.readouterr().out.split())


def test_data_are_never_folded(capsys: pytest.CaptureFixture[str]) -> None:
    Delivery(ascii_only=True, color="always").data("900 µg\n")

    assert capsys.readouterr().out == "900 µg\n"


@pytest.mark.parametrize(("color", "expected"), [("always", True), ("never", False), ("auto", False)])
def test_a_file_is_coloured_on_demand_only(tmp_path: Path, color: ColorChoice, *, expected: bool) -> None:
    Delivery(str(tmp_path / "page"), color=color).page(PAGE)

    assert (ESCAPE in (tmp_path / "page").read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize(("quiet", "said"), [(False, "il2sle: left out\n"), (True, "")], ids=["said", "quiet"])
def test_a_notice_goes_to_standard_error_unless_quiet(
    capsys: pytest.CaptureFixture[str], *, quiet: bool, said: str
) -> None:
    Delivery(quiet=quiet).notice("left out")

    assert capsys.readouterr() == ("", said)
