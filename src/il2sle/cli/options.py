"""The options and arguments of the commands, each declared once, and the words that they take."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from il2sle.errors import UsageProblem

from .choices import chosen
from .completion import (
    complete_code,
    complete_columns,
    complete_endpoint,
    complete_population,
    complete_trial,
)
from .help import argument, option
from .terminal import WIDTHS, write_data


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
    """Formats of `check`, `trace`, `verify` and `reconcile`."""

    TEXT = "text"
    JSON = "json"


class NoteLayout(StrEnum):
    """Formats of `diff` and `say`."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


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


class Severity(StrEnum):
    """The grades of findings, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Order(StrEnum):
    """The orders of trials."""

    MOLECULE = "molecule"
    START = "start"
    NAME = "name"
    SIZE = "size"


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


E = TypeVar("E", bound=StrEnum)

# Panels of the help.
SHOW = "What to show"
LAYOUT = "How it is laid out"
RECORDS = "Records"


def one_of(values: type[E], refusal: str) -> Callable[[str], E]:
    """A parser that takes a value in any case, and refuses others with the nearest."""

    def parse(text: str) -> E:
        return values(chosen(text, list(values), f'{refusal} "{text}"'))

    return parse


def listed(values: type[StrEnum]) -> str:
    """The words of an option, for its help."""
    return ", ".join(values)


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


NAMES = "Any id, name or alias, or a part that one trial has."

Trials = Annotated[list[str] | None, argument("TRIAL", NAMES, autocompletion=complete_trial)]
Needed = Annotated[list[str], argument("TRIAL", NAMES, autocompletion=complete_trial)]
One = Annotated[str, argument("TRIAL", NAMES, autocompletion=complete_trial)]
Endpoint = Annotated[str | None, argument("ENDPOINT", "Only its figures.", autocompletion=complete_endpoint)]
Matter = Annotated[
    str | None,
    argument("ENDPOINT", "An endpoint, an event or a kind of harm.", autocompletion=complete_endpoint),
]
TargetArgument = Annotated[
    Target,
    argument("LAYOUT", f"{listed(Target)}.", parser=one_of(Target, "export knows no layout"), show_choices=False),
]
Checked = Annotated[
    list[str] | None,
    argument("TRIAL|FILE", "Trials, record files or folders; - reads a record.", autocompletion=complete_trial),
]


Sections = Annotated[
    list[Section] | None,
    option(
        SHOW,
        "--section",
        about=f"Only this section: {listed(Section)}; repeatable.",
        metavar="NAME",
        parser=one_of(Section, "--section knows no"),
    ),
]
Sort = Annotated[
    Order,
    option(
        SHOW,
        "--sort",
        about=f"Order of trials: {listed(Order)}; molecule is by control, unit, dose.",
        metavar="ORDER",
        parser=one_of(Order, "--sort knows no"),
    ),
]
Columns = Annotated[
    str | None,
    option(
        SHOW,
        "--columns",
        about="Only these columns, by commas: headings of a page; names in CSV, TSV and JSON Lines.",
        metavar="NAMES",
        autocompletion=complete_columns,
    ),
]
All = Annotated[bool, option(SHOW, "--all", about="Every trial unfolded, those without control or result too.")]
Full = Annotated[bool, option(SHOW, "--full", about="Every row, every note and numbered source.")]
Endpoints = Annotated[
    list[str] | None,
    option(
        SHOW,
        "--endpoint",
        about="Only this outcome; repeatable.",
        metavar="NAME",
        autocompletion=complete_endpoint,
    ),
]
Weeks = Annotated[
    list[int] | None,
    option(SHOW, "--week", about="Only outcomes at this week; repeatable.", metavar="N", parser=_week),
]
Populations = Annotated[
    list[str] | None,
    option(
        SHOW,
        "--population",
        about="Only this population; repeatable.",
        metavar="NAME",
        autocompletion=complete_population,
    ),
]
AllRows = Annotated[bool, option(SHOW, "--all-rows", about="Every analysis of a trial, not only its primary one.")]
Least = Annotated[
    Severity,
    option(
        SHOW,
        "--severity",
        about=f"Only findings of this grade or a graver one: {listed(Severity)}.",
        metavar="GRADE",
        parser=one_of(Severity, "--severity knows no"),
    ),
]
Codes = Annotated[
    list[str] | None,
    option(
        SHOW,
        "--code",
        about="Only findings with this code; repeatable.",
        metavar="CODE",
        autocompletion=complete_code,
    ),
]
Explain = Annotated[
    str | None,
    option(SHOW, "--explain", about="What a code means.", metavar="CODE", autocompletion=complete_code),
]
SchemaOption = Annotated[
    SchemaOf,
    option(
        SHOW,
        "--of",
        about=f"What to describe: {listed(SchemaOf)}.",
        metavar="WHAT",
        parser=one_of(SchemaOf, "--of knows no"),
    ),
]
Strict = Annotated[bool, option(SHOW, "--strict", about="Warnings count for the exit code too.")]


def format_option(values: type[StrEnum]) -> object:
    """The option `--format` of a command that has these."""
    return option(
        LAYOUT,
        "--format",
        about=f"{listed(values)}.",
        metavar="FORMAT",
        parser=one_of(values, "--format knows no"),
    )


LayoutOption = Annotated[Layout, format_option(Layout)]
ListLayoutOption = Annotated[ListLayout, format_option(ListLayout)]
TextLayoutOption = Annotated[TextLayout, format_option(TextLayout)]
NoteLayoutOption = Annotated[NoteLayout, format_option(NoteLayout)]
Output = Annotated[
    str | None,
    option(
        LAYOUT,
        "--output",
        "-o",
        about="Write to a file, whole or not at all; - is standard output. Its name chooses no format.",
        metavar="FILE",
    ),
]
Width = Annotated[
    int | None,
    option(LAYOUT, "--width", about="Columns to fit into, from 20 to 1000.", metavar="N", parser=_width),
]
Ascii = Annotated[bool, option(LAYOUT, "--ascii", about="Plain ASCII only.")]
ColorOption = Annotated[
    Color,
    option(
        LAYOUT,
        "--color",
        about=f"When to colour: {listed(Color)}.",
        metavar="WHEN",
        parser=one_of(Color, "--color knows no"),
    ),
]
NoPager = Annotated[bool, option(LAYOUT, "--no-pager", about="Print a long page as it is, also on a terminal.")]
Quiet = Annotated[bool, option(LAYOUT, "--quiet", "-q", about="No notices on standard error.")]
Records = Annotated[
    Path | None,
    option(
        RECORDS,
        "--records",
        about="Directory of record files; else IL2SLE_RECORDS, else the shipped ones.",
        metavar="DIR",
    ),
]
SkipInvalid = Annotated[bool, option(RECORDS, "--skip-invalid", about="Go on without records that have errors.")]


def _version(asked: bool) -> None:  # noqa: FBT001  as typer calls it
    if asked:
        from il2sle import __version__  # noqa: PLC0415
        from il2sle.records.content import bytes_of, digest, hash_of  # noqa: PLC0415
        from il2sle.records.folder import record_files, records_directory  # noqa: PLC0415

        hashed = ""
        try:
            directory = records_directory()
            files = record_files(directory)
            held = f"{len(files)} records, {directory}"
            hashed = f"records {hash_of(digest(bytes_of(path)) for path in files)}\n"
        except UsageProblem as problem:
            held = f"no records: {problem}"  # whoever reports a bug needs the version all the same
        except OSError:
            hashed = "records: not all can be read; il2sle check says which\n"
        write_data(f"il2sle {__version__} ({held})\n{hashed}", sys.stdout)
        raise typer.Exit


Version = Annotated[
    bool,
    option(
        "Options",
        "--version",
        about="The version, where the records are, and their hash.",
        callback=_version,
        is_eager=True,
    ),
]
