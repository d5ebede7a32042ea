"""The command line: parse, load, compute, render. Nothing is decided here that a view or a check could.

Heavy imports wait inside the commands: a shell that completes a word runs this module too.
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from il2sle.errors import ExitCode, UsageProblem

from .drawing_options import (
    MeasureOption,
    PlotLayout,
    PlotLayoutOption,
    Plotted,
    PlottedTrials,
    ShowLayout,
    ShowLayoutOption,
)
from .help import GUIDE, Command, Group, examples, literal
from .options import (
    Against,
    All,
    AllRows,
    Ascii,
    Checked,
    Codes,
    Color,
    ColorOption,
    Columns,
    Endpoint,
    Endpoints,
    Explain,
    First,
    Full,
    Into,
    Keep,
    Layout,
    LayoutOption,
    Least,
    ListLayout,
    ListLayoutOption,
    Matter,
    Merged,
    Needed,
    New,
    NoPager,
    NoteLayout,
    NoteLayoutOption,
    Old,
    One,
    Order,
    Output,
    Populations,
    Quiet,
    Records,
    SchemaOf,
    SchemaOption,
    Second,
    Sections,
    Severity,
    SkipInvalid,
    Sort,
    Strict,
    StudyFile,
    TargetArgument,
    TextLayout,
    TextLayoutOption,
    Texts,
    Trials,
    TwoReaders,
    Version,
    Weeks,
    Width,
)
from .output import Delivery
from .terminal import notify

READ, TRUST, CURATE, HAND_ON = "Read", "Trust", "Curate", "Hand on"  # what people come for

app = typer.Typer(
    name="il2sle",
    cls=Group,
    help=literal(
        "Evidence tables for interleukin-2 therapies in systemic lupus erythematosus.\n\n"
        "Every figure with its source; derived never mistaken for reported; nothing pooled."
    ),
    epilog=examples("compare", "show LUPIL-2")
    + literal(
        "\n\nA page longer than the screen goes through IL2SLE_PAGER, else PAGER, else less.\n\n"
        "Exit codes: 0 answered, 1 records cannot be trusted or output not written, 2 usage, 130 interrupted."
    ),
    invoke_without_command=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(panel: str, about: str, *lines: str, name: str | None = None) -> Callable[[Callable[..., None]], object]:
    """Declare a command; its help does not rest on a docstring, which `python -OO` takes away."""
    return app.command(name, cls=Command, help=literal(about), epilog=examples(*lines), rich_help_panel=panel)


@command(
    READ,
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
    every: All = False,
    full: Full = False,
    columns: Columns = None,
    sort: Sort = Order.MOLECULE,
    layout: LayoutOption = Layout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import Shape, answer_compare, filters_from  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    loaded = load_trials(records, trials or (), skip_invalid=skip_invalid)
    filters = filters_from(loaded, endpoint or (), week or (), population or ())
    named = [name.strip() for name in (columns or "").split(",") if name.strip()]
    shape = Shape(
        [one.value for one in section or ()], layout.value, sort.value, full, named, folding=not (every or trials)
    )
    answer_compare(loaded, filters, shape, delivery)


@command(READ, "Show whole records, each figure with its place.", "show NCT04433585", "show peking --format json")
def show(
    trials: Needed,
    section: Sections = None,
    layout: ShowLayoutOption = ShowLayout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import answer_show  # noqa: PLC0415
    from .load import load_asked  # noqa: PLC0415

    del skip_invalid  # no other record is read, and one that is asked for has to hold
    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    answer_show(load_asked(records, trials), [one.value for one in section or ()], layout.value, delivery)


@command(
    READ,
    "Draw the trials as a forest plot.\n\n"
    "One row for each trial, arm and time, SRI-4 unless another endpoint or harm is named; nothing is pooled.",
    "forest",
    "forest SRI-4 --measure odds_ratio",
    "forest infection --format svg -o infection.svg",
)
def forest(
    endpoint: Plotted = "SRI-4",
    trial: PlottedTrials = None,
    measure: MeasureOption = None,
    week: Weeks = None,
    population: Populations = None,
    sort: Sort = Order.MOLECULE,
    layout: PlotLayoutOption = PlotLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import PlotShape, answer_forest  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    loaded = load_trials(records, trial or (), skip_invalid=skip_invalid)
    shape = PlotShape(endpoint, measure and measure.value, sort.value, layout.value)
    answer_forest(loaded, shape, week or (), population or (), delivery)


@command(
    READ,
    "List the trials, one line each.\n\n"
    "The format ids is made of the names of the files: it opens none, and so checks none.",
    "list",
    "list --format ids | xargs -n1 il2sle show",
    name="list",
)
def list_trials(
    layout: ListLayoutOption = ListLayout.TABLE,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    if layout is ListLayout.IDS:
        from il2sle.records.folder import ids  # noqa: PLC0415

        delivery.data("".join(f"{trial}\n" for trial in ids(records)))
        return
    from .commands import answer_list  # noqa: PLC0415
    from .load import load_census, load_trials  # noqa: PLC0415

    loaded = load_trials(records, skip_invalid=skip_invalid)
    answer_list(loaded, load_census(records, loaded.known, skip_invalid=skip_invalid), layout.value, delivery)


@command(
    TRUST,
    "Hold every figure against every other.\n\n"
    "What is shown changes no exit code: it is 1 where there is an error at all, with --strict a warning.",
    "check",
    "check LUPIL-2 --severity warning",
    "check LUPIL-2 --against NCT02955615.json",
    "check --explain W203",
)
def check(
    what: Checked = None,
    severity: Least = Severity.NOTE,
    code: Codes = None,
    strict: Strict = False,
    two_readers: TwoReaders = False,
    explain: Explain = None,
    against: Against = None,
    layout: TextLayoutOption = TextLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
) -> None:
    from .commands import answer_check, answer_explain, shown_from  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    if explain is not None:
        if what or against or layout is TextLayout.JSON:
            raise UsageProblem("--explain answers in plain text, and takes no trials")
        answer_explain(explain, delivery)
        return
    shown = shown_from(severity.value, code or ())
    if against is not None:
        from .registry import answer_against  # noqa: PLC0415

        if answer_against(what or (), against, records, layout.value, delivery, strict=strict, shown=shown):
            raise typer.Exit(ExitCode.FAILURE)
        return
    found = answer_check(
        what or (), records, layout.value, delivery, strict=strict, shown=shown, two_readers=two_readers
    )
    if found:
        raise typer.Exit(ExitCode.FAILURE)


@command(
    TRUST,
    "Tell where each figure comes from.\n\n"
    "Printed or derived, by which formula from which printed figures, with its place in the source and in the record.",
    "trace LUPIL-2 SRI-4",
    "trace He\\ 2020 --week 24 --format json",
)
def trace(
    trial: One,
    endpoint: Endpoint = None,
    week: Weeks = None,
    population: Populations = None,
    layout: TextLayoutOption = TextLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import answer_trace, filters_from  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    loaded = load_trials(records, [trial], skip_invalid=skip_invalid)
    filters = filters_from(loaded, [endpoint] if endpoint else (), week or (), population or ())
    answer_trace(loaded, filters, layout.value, delivery)


@command(
    TRUST,
    "Find every printed figure again in your copies of its sources.\n\n"
    "A copy is DIR/TRIAL/KEY.txt, .md, .html or .pdf, or what DIR/index.yaml names. Exit code 1: none of its sources "
    "has a figure, or only with other digits; with --strict also one that stands elsewhere or in doubt.",
    "verify LUPIL-2 --texts copies",
    "verify --texts copies --format json",
)
def verify(
    trials: Trials = None,
    texts: Texts = None,
    write: Keep = False,
    strict: Strict = False,
    layout: TextLayoutOption = TextLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .curating import answer_verify  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415

    if texts is None:
        raise UsageProblem("verify looks in your copies of the sources: name their folder with --texts DIR")
    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    loaded = load_trials(records, trials or (), skip_invalid=skip_invalid)
    if answer_verify(loaded, texts, layout.value, delivery, write=write, strict=strict):
        raise typer.Exit(ExitCode.FAILURE)


@command(
    CURATE,
    "Hold two people's records of a trial against each other.\n\n"
    "Exit code 1 while figures or entries differ; once none does, -o writes the first record with both names.",
    "reconcile ann bob",
    "reconcile ann/NCT02955615.yaml bob/NCT02955615.yaml -o merged.yaml",
)
def reconcile(
    first: First,
    second: Second,
    layout: TextLayoutOption = TextLayout.TEXT,
    output: Merged = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
) -> None:
    from .curating import answer_reconcile  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    if answer_reconcile(first, second, layout.value, delivery):
        raise typer.Exit(ExitCode.FAILURE)


@command(
    CURATE,
    "Tell what changed in the evidence between two editions.\n\n"
    "Conclusions first (a verdict, an interval that crosses no effect or ceases to, an effect that moved by a tenth), "
    "then figures, then words, which --full lists. The exit code is 0 with and without changes.",
    "diff v1 v2",
    "diff old-records records --format markdown -o update.md",
)
def diff(
    old: Old,
    new: New = None,
    full: Full = False,
    layout: NoteLayoutOption = NoteLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
) -> None:
    from .editions import compared  # noqa: PLC0415
    from .notes import answer_diff  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    answer_diff(compared(old, new, records), layout.value, delivery, full=full)


@command(
    CURATE,
    "Draft a record from a study of ClinicalTrials.gov.\n\n"
    "Figures as posted, each with its place in the JSON; a comment wherever you have to decide. It reads files and "
    "fetches none.",
    "draft NCT02084238.json -o NCT02084238.yaml",
    "draft - < search.json --into drafts",
)
def draft(
    file: StudyFile,
    into: Into = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    from .registry import answer_draft  # noqa: PLC0415

    if not answer_draft(file, into, Delivery(output, quiet=quiet)):
        raise typer.Exit(ExitCode.FAILURE)


@command(
    CURATE,
    "Print the JSON Schema of a record or of JSON answers.",
    "schema -o record.schema.json",
    "schema --of output",
)
def schema(
    of: SchemaOption = SchemaOf.RECORD,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    from .commands import answer_schema  # noqa: PLC0415

    answer_schema(of.value, Delivery(output, quiet=quiet))


@command(
    HAND_ON,
    "Say one comparison in plain sentences, for a text.\n\n"
    "Arms, time, set, counts, effects with their intervals, how they follow, the source; an outcome or a harm. "
    "Without ENDPOINT the primary endpoint.",
    "say LUPIL-2",
    "say He\\ 2020 serious",
    "say ISLAND-SLE BICLA --population PP --format markdown",
)
def say(
    trial: One,
    endpoint: Matter = None,
    week: Weeks = None,
    population: Populations = None,
    layout: NoteLayoutOption = NoteLayout.TEXT,
    records: Records = None,
    output: Output = None,
    width: Width = None,
    ascii_only: Ascii = False,
    color: ColorOption = Color.AUTO,
    no_pager: NoPager = False,
    quiet: Quiet = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    from .commands import filters_from  # noqa: PLC0415
    from .load import load_trials  # noqa: PLC0415
    from .notes import answer_say  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    loaded = load_trials(records, [trial], skip_invalid=skip_invalid)
    answer_say(loaded, endpoint, filters_from(loaded, (), week or (), population or ()), layout.value, delivery)


@command(
    HAND_ON,
    "Write a CSV that metafor, meta, netmeta or Stata reads.\n\n"
    "One analysis of each trial, the published primary one where it can; what is left out, and why, is said on "
    "standard error. The plain layouts hold counts, the others printed effects, means, or patients affected.",
    "export metafor",
    "export netmeta --endpoint SRI-4 --population mITT -o sri4.csv",
)
def export(
    target: TargetArgument,
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


@app.callback()
def root(context: typer.Context, version: Version = False) -> None:
    """The options of the program itself; what a reader sees of it stands at `app`."""
    del version
    if context.invoked_subcommand is None:
        notify(GUIDE)
        raise typer.Exit(ExitCode.USAGE)
