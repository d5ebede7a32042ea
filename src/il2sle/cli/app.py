"""The command line: parse, load, compute, render. Nothing is decided here that a view or a check could.

Heavy imports wait inside the commands: a shell that completes a word runs this module too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from il2sle.errors import ExitCode, UsageProblem

from .completion import complete_code, complete_endpoint, complete_trial
from .options import (
    LAYOUT_HELP,
    AllRows,
    Ascii,
    Color,
    ColorOption,
    Endpoints,
    Full,
    Layout,
    LayoutOption,
    ListLayout,
    ListLayoutOption,
    Needed,
    Order,
    Output,
    Populations,
    Quiet,
    Records,
    SchemaOf,
    Sections,
    SkipInvalid,
    Sort,
    Target,
    TextLayout,
    TextLayoutOption,
    Trials,
    Weeks,
    Width,
)
from .output import Delivery
from .terminal import notify

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
    section: Sections = None,
    endpoint: Endpoints = None,
    week: Weeks = None,
    population: Populations = None,
    full: Full = False,
    sort: Sort = Order.MOLECULE,
    layout: LayoutOption = Layout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import Shape, answer_compare, filters_from  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    loaded = load_trials(records, trials or (), skip_invalid=skip_invalid)
    filters = filters_from(loaded, endpoint or (), week or (), population or ())
    shape = Shape([one.value for one in section or ()], layout.value, sort.value, full)
    answer_compare(loaded, filters, shape, delivery)


@command("Show whole records, each figure with its place.", "show NCT04433585", "show lupil-2 --format json")
def show(
    trials: Needed,
    section: Sections = None,
    layout: LayoutOption = Layout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import answer_show  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    loaded = load_trials(records, trials, skip_invalid=skip_invalid)
    answer_show(loaded, [one.value for one in section or ()], layout.value, delivery)


@command("List the trials, one line each.", "list", "list --format ids | xargs -n1 il2sle show", name="list")
def list_trials(
    layout: ListLayoutOption = ListLayout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import answer_list  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    answer_list(load_trials(records, skip_invalid=skip_invalid), layout.value, delivery)


@command("Hold every figure against every other.", "check", "check LUPIL-2 --format json", "check --explain W203")
def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TRIAL|FILE",
            help="Trials, record files or folders; - reads a record.",
            autocompletion=complete_trial,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count for the exit code too.")] = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CODE", help="What a code means.", autocompletion=complete_code),
    ] = None,
    layout: TextLayoutOption = TextLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
) -> None:
    from .commands import answer_check, answer_explain  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    if explain is not None:
        if what or layout is TextLayout.JSON:
            raise UsageProblem("--explain answers in plain text, and takes no trials")
        answer_explain(explain, delivery)
    elif answer_check(what or (), records, layout.value, delivery, strict=strict):
        raise typer.Exit(ExitCode.FAILURE)


@command(
    "Write a CSV that metafor, meta, netmeta or Stata reads.\n\n"
    "One analysis of each trial, the published primary one where it can;\n"
    "what is left out, and why, is said on standard error. The plain layouts\n"
    "hold counts, the others printed effects, means, or patients affected.",
    "export metafor",
    "export netmeta --endpoint SRI-4 --population mITT -o sri4.csv",
)
def export(
    target: Annotated[Target, typer.Argument(metavar="LAYOUT", show_choices=False, help=LAYOUT_HELP)],
    trials: Trials = None,
    endpoint: Endpoints = None,
    week: Weeks = None,
    population: Populations = None,
    all_rows: AllRows = False,
    records: Records = None,
    output: Output = None,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import answer_export, filters_from  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    loaded = load_trials(records, trials or (), skip_invalid=skip_invalid)
    filters = filters_from(loaded, endpoint or (), week or (), population or ())
    answer_export(loaded, filters, target.value, Delivery(output, quiet=quiet), every_row=all_rows)


@command(
    "Tell where each figure comes from.\n\n"
    "Printed or derived, by which formula from which printed figures, with its place in the source and in the record.",
    "trace LUPIL-2 SRI-4",
    "trace He\\ 2020 --week 24 --format json",
)
def trace(
    trial: Annotated[
        str,
        typer.Argument(metavar="TRIAL", help="Any id, name or alias, in any case.", autocompletion=complete_trial),
    ],
    endpoint: Annotated[
        str | None,
        typer.Argument(metavar="ENDPOINT", help="Only its figures.", autocompletion=complete_endpoint),
    ] = None,
    week: Weeks = None,
    population: Populations = None,
    layout: TextLayoutOption = TextLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import answer_trace, filters_from  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet)
    loaded = load_trials(records, [trial], skip_invalid=skip_invalid)
    filters = filters_from(loaded, [endpoint] if endpoint else (), week or (), population or ())
    answer_trace(loaded, filters, layout.value, delivery)


@command("Print the JSON Schema of a record or of JSON answers.", "schema -o record.schema.json", "schema --of output")
def schema(
    of: Annotated[SchemaOf, typer.Option("--of", help="What to describe.")] = SchemaOf.RECORD,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    from .commands import answer_schema  # noqa: PLC0415

    answer_schema(of.value, Delivery(output, quiet=quiet))


def _version(asked: bool) -> None:
    if asked:
        from il2sle import __version__  # noqa: PLC0415
        from il2sle.records.folder import record_files, records_directory  # noqa: PLC0415

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
