"""The command line: parse, load, compute, render. Nothing is decided here that a view or a check could.

Heavy imports wait inside the commands: a shell that completes a word runs this module too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .completion import complete_code, complete_endpoint, complete_population, complete_trial
from .delivery import Delivery
from .errors import ExitCode, UsageProblem
from .terminal import WIDTHS, notify

app = typer.Typer(
    name="il2sle",
    help="Evidence tables for interleukin-2 therapies in systemic lupus erythematosus.\n\n"
    "Every figure with its source; derived never mistaken for reported; nothing pooled.",
    epilog="Exit codes: 0 answered, 1 records cannot be trusted or output not written, 2 usage, 130 interrupted.",
    invoke_without_command=True,
    rich_markup_mode=None,  # data in help texts must not be read as markup
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Layout(StrEnum):
    """Formats of `compare` and `show`."""

    TABLE = "table"
    JSON = "json"
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


class CheckLayout(StrEnum):
    """Formats of `check`."""

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


class Target(StrEnum):
    """The programs that `export` writes for."""

    METAFOR = "metafor"
    META = "meta"
    NETMETA = "netmeta"
    STATA = "stata"


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


# The parsers are ours because typer's words about numbers differ between its versions.
def _columns(text: str) -> int:
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
    typer.Option("--width", metavar="N", parser=_columns, help="Columns to fit into, from 20 to 1000."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Plain ASCII only.")]
ColorOption = Annotated[Color, typer.Option("--color", help="When to colour.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notices on standard error.")]
SkipInvalid = Annotated[bool, typer.Option("--skip-invalid", help="Go on without records that have errors.")]
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


def command(about: str, *examples: str, name: str | None = None) -> Callable[[Callable[..., None]], object]:
    """Declare a command; its help does not rest on a docstring, which `python -OO` takes away."""
    # The mark keeps the lines of an epilog apart.
    epilog = "\b\nExamples:\n" + "\n".join(f"  il2sle {line}" for line in examples)
    return app.command(name, help=about, epilog=epilog)


@command(
    "Put the trials side by side.",
    "compare",
    "compare He\\ 2020 LUPIL-2 --section outcomes",
    "compare --endpoint SRI-4 --format csv",
)
def compare(
    trials: Trials = None,
    section: Annotated[list[Section] | None, typer.Option(help="Only this section; repeatable.")] = None,
    endpoint: Endpoints = None,
    week: Weeks = None,
    population: Populations = None,
    layout: Annotated[Layout, typer.Option("--format", help="How to answer.")] = Layout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .answers import answer_compare, filters_from  # noqa: PLC0415
    from .gate import admit  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    admitted = admit(records, trials or (), skip_invalid=skip_invalid)
    filters = filters_from(admitted, endpoint or (), week or (), population or ())
    answer_compare(admitted, filters, [one.value for one in section or ()], layout.value, delivery)


@command("Show whole records, each figure with its place.", "show NCT04433585", "show lupil-2 --format json")
def show(
    trials: Annotated[
        list[str],
        typer.Argument(metavar="TRIAL", help="Any id, name or alias, in any case.", autocompletion=complete_trial),
    ],
    section: Annotated[list[Section] | None, typer.Option(help="The section that CSV and TSV hold.")] = None,
    layout: Annotated[Layout, typer.Option("--format", help="How to answer.")] = Layout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .answers import answer_show  # noqa: PLC0415
    from .gate import admit  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    admitted = admit(records, trials, skip_invalid=skip_invalid)
    answer_show(admitted, [one.value for one in section or ()], layout.value, delivery)


@command("List the trials, one line each.", "list", "list --format ids | xargs -n1 il2sle show", name="list")
def list_trials(
    layout: Annotated[ListLayout, typer.Option("--format", help="How to answer.")] = ListLayout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .answers import answer_list  # noqa: PLC0415
    from .gate import admit  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    answer_list(admit(records, skip_invalid=skip_invalid), layout.value, delivery)


@command("Hold every figure against every other.", "check", "check LUPIL-2 --format json", "check --explain W203")
def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="TRIAL|FILE", help="Trials, or record files.", autocompletion=complete_trial),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count for the exit code too.")] = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CODE", help="What a code means.", autocompletion=complete_code),
    ] = None,
    layout: Annotated[CheckLayout, typer.Option("--format", help="How to answer.")] = CheckLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
) -> None:
    from .answers import answer_check, answer_explain  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    if explain is not None:
        if what or layout is CheckLayout.JSON:
            raise UsageProblem("--explain answers in plain text, and takes no trials")
        answer_explain(explain, delivery)
    elif answer_check(what or (), records, layout.value, delivery, strict=strict):
        raise typer.Exit(ExitCode.FAILURE)


@command(
    "Write a CSV that metafor, meta, netmeta or Stata reads.\n\n"
    "A row stands only where counts exist; what is left out, and why, is said on standard error.",
    "export metafor",
    "export netmeta --endpoint SRI-4 --population mITT -o sri4.csv",
)
def export(
    target: Annotated[Target, typer.Argument(metavar="LAYOUT", help="The program that reads it.")],
    trials: Trials = None,
    endpoint: Endpoints = None,
    week: Weeks = None,
    population: Populations = None,
    records: Records = None,
    output: Output = None,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .answers import answer_export, filters_from  # noqa: PLC0415
    from .gate import admit  # noqa: PLC0415

    admitted = admit(records, trials or (), skip_invalid=skip_invalid)
    filters = filters_from(admitted, endpoint or (), week or (), population or ())
    answer_export(admitted, filters, target.value, Delivery(output, quiet=quiet))


@command("Print the JSON Schema of a record or of JSON answers.", "schema -o record.schema.json", "schema --of output")
def schema(
    of: Annotated[SchemaOf, typer.Option("--of", help="What to describe.")] = SchemaOf.RECORD,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    from .answers import answer_schema  # noqa: PLC0415

    answer_schema(of.value, Delivery(output, quiet=quiet))


def _version(asked: bool) -> None:
    if asked:
        from . import __version__  # noqa: PLC0415
        from .records.places import record_files, records_directory  # noqa: PLC0415
        from .terminal import write_data  # noqa: PLC0415

        try:
            directory = records_directory()
            held = f"{len(record_files(directory))} records, {directory}"
        except UsageProblem as problem:
            held = f"no records: {problem}"  # whoever reports a bug needs the version all the same
        write_data(f"il2sle {__version__} ({held})\n", sys.stdout)
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="The version, and where the records are."),
    ] = False,
) -> None:
    """The options of the program itself; what a reader sees of it stands at `app`."""
    del version
    if context.invoked_subcommand is None:
        notify(context.get_help())
        raise typer.Exit(ExitCode.USAGE)
