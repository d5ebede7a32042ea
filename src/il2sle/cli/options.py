"""The options and arguments of the commands, each declared once, and the words that they take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from il2sle.errors import UsageProblem

from .completion import complete_endpoint, complete_population, complete_trial
from .terminal import WIDTHS


class Layout(StrEnum):
    """Formats of `compare` and `show`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    HTML = "html"


class ListLayout(StrEnum):
    """Formats of `list`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    IDS = "ids"


class TextLayout(StrEnum):
    """Formats of `check` and `trace`."""

    TEXT = "text"
    JSON = "json"


class SchemaOf(StrEnum):
    """What `schema` describes."""

    RECORD = "record"
    OUTPUT = "output"


class Section(StrEnum):
    """The sections of a comparison."""

    STUDIES = "studies"
    OUTCOMES = "outcomes"
    DOSES = "doses"
    HARMS = "harms"
    EFFECTS = "effects"
    SUMMARY = "summary"


class Target(StrEnum):
    """The programs that `export` writes for."""

    METAFOR = "metafor"
    META = "meta"
    NETMETA = "netmeta"
    STATA = "stata"
    METAFOR_EFFECTS = "metafor-effects"
    META_EFFECTS = "meta-effects"
    METAFOR_SCORES = "metafor-scores"
    META_SCORES = "meta-scores"
    METAFOR_HARMS = "metafor-harms"
    META_HARMS = "meta-harms"


LAYOUT_HELP = "metafor, meta, netmeta or stata; behind metafor and meta -effects, -scores or -harms."


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


# The parsers are ours because typer's words about numbers differ between its versions.
def _width(text: str) -> int:
    if not _is_number(text) or int(text) not in WIDTHS:
        raise UsageProblem(f'--width takes a whole number from {WIDTHS[0]} to {WIDTHS[-1]}, not "{text}"')
    return int(text)


def _week(text: str) -> int:
    if not _is_number(text):
        raise UsageProblem(f'--week takes the number of a week, such as 12, not "{text}"')
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4  # the digits of other scripts are decimal too


Trials = Annotated[
    list[str] | None,
    typer.Argument(metavar="TRIAL", help="Any id, name or alias, in any case.", autocompletion=complete_trial),
]
Records = Annotated[
    Path | None,
    typer.Option(
        "--records", metavar="DIR", help="Directory of record files; else IL2SLE_RECORDS, else the shipped ones."
    ),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all; - is standard output."),
]
Width = Annotated[
    int | None,
    typer.Option("--width", metavar="N", parser=_width, help="Columns to fit into, from 20 to 1000."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Plain ASCII only.")]
ColorOption = Annotated[Color, typer.Option("--color", help="When to colour.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notices on standard error.")]
SkipInvalid = Annotated[bool, typer.Option("--skip-invalid", help="Go on without records that have errors.")]


class Order(StrEnum):
    """The orders of trials."""

    MOLECULE = "molecule"
    START = "start"
    NAME = "name"
    SIZE = "size"


Sort = Annotated[
    Order,
    typer.Option("--sort", help="Order of trials: by molecule and dose (controlled first), start, name or size."),
]
Full = Annotated[bool, typer.Option("--full", help="Every row, every note and numbered source.")]
AllRows = Annotated[bool, typer.Option("--all-rows", help="Every analysis of a trial, not only its primary one.")]
Endpoints = Annotated[
    list[str] | None,
    typer.Option("--endpoint", metavar="NAME", help="Only this outcome; repeatable.", autocompletion=complete_endpoint),
]
Weeks = Annotated[
    list[int] | None,
    typer.Option("--week", metavar="N", parser=_week, help="Only outcomes at this week; repeatable."),
]
Populations = Annotated[
    list[str] | None,
    typer.Option(
        "--population", metavar="NAME", help="Only this population; repeatable.", autocompletion=complete_population
    ),
]


LayoutOption = Annotated[Layout, typer.Option("--format", help="How to answer.")]
ListLayoutOption = Annotated[ListLayout, typer.Option("--format", help="How to answer.")]
TextLayoutOption = Annotated[TextLayout, typer.Option("--format", help="How to answer.")]
Sections = Annotated[list[Section] | None, typer.Option("--section", help="Only this section; repeatable.")]
Needed = Annotated[
    list[str],
    typer.Argument(metavar="TRIAL", help="Any id, name or alias, in any case.", autocompletion=complete_trial),
]
