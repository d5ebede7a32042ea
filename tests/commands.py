"""The commands inside this process: what each of them answers, for tests that ask a great deal."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

from il2sle.cli.checking import Findings
from il2sle.cli.commands import Shape, answer_compare, answer_export, answer_list, answer_show
from il2sle.cli.load import load_made, load_trials
from il2sle.cli.output import Delivery
from il2sle.errors import Problem
from il2sle.evidence.comparison import Filters
from il2sle.evidence.exportable import PARTS, exportable
from il2sle.evidence.rows import SECTIONS
from il2sle.evidence.tally import Tally
from il2sle.views.export import LAYOUTS

PAGES = ("json", "csv", "tsv", "markdown", "html")
LISTS = ("json", "csv", "tsv")
WIDTHS = (None, 40, 80, 140)  # None breaks no line that `--width` may leave whole
UNBROKEN = 1000


def answer(
    command: str,
    directory: Path,
    layout: str = "table",
    *,
    section: str = "",
    width: int | None = None,
    full: bool = True,
) -> str:
    """What a command writes to standard output about the records of a directory; `compare` in full if it may be.

    Raises:
        RecordsProblem: a record has errors.
    """
    loaded, delivery = load_trials(directory), Delivery(width=width or UNBROKEN)
    sections = [section] if section else []
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        if command == "compare":
            answer_compare(loaded, Filters(), Shape(sections, layout, full=full), delivery)
        elif command == "show":
            answer_show(loaded, sections, layout, delivery)
        elif command == "list":
            answer_list(loaded, None, layout, delivery)
        else:
            answer_export(load_made(directory, partial(exportable, parts=PARTS)), Filters(), layout, delivery)
    return out.getvalue()


def every_answer(directory: Path) -> list[str]:
    """What every command says in every format about the records of a directory."""
    pages = [answer(command, directory, layout) for command in ("compare", "show") for layout in PAGES]
    sections = [answer("compare", directory, "csv", section=section) for section in SECTIONS]
    tables = [answer(command, directory, width=w) for command in ("compare", "show", "list") for w in WIDTHS]
    tables += [answer("compare", directory, width=w, full=False) for w in WIDTHS]
    pages += [answer("compare", directory, layout, full=False) for layout in ("markdown", "html")]
    lists = [answer("list", directory, layout) for layout in LISTS]
    return [*pages, *sections, *tables, *lists, *(answer("export", directory, layout) for layout in LAYOUTS)]


def checked(
    what: Sequence[str], directory: Path | None, *, two_readers: bool = False
) -> tuple[list[Problem], list[str], Tally]:
    """The findings about trials and files, the ids that could be read, and what was looked at."""
    findings = Findings(what, directory, two_readers=two_readers)
    return findings.by_place(), findings.trials, findings.counted
