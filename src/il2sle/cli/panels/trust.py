"""What those ask for who have to rest on a figure: checks, its way from the source, its copy."""

import typer

from il2sle.cli.curating_options import (
    Against,
    Keep,
    Texts,
    TwoReaders,
)
from il2sle.cli.options import (
    Ascii,
    Checked,
    Codes,
    Color,
    ColorOption,
    Endpoint,
    Explain,
    Least,
    NoPager,
    One,
    Output,
    Populations,
    Quiet,
    Records,
    Severity,
    SkipInvalid,
    Strict,
    TextLayout,
    TextLayoutOption,
    Trials,
    Weeks,
    Width,
)
from il2sle.cli.output import Delivery
from il2sle.cli.panel import Panel
from il2sle.errors import ExitCode, UsageProblem

TRUST = Panel("Trust")


@TRUST.command(
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
    from il2sle.cli.checks import answer_check, answer_explain, shown_from  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    if explain is not None:
        if what or against or layout is TextLayout.JSON:
            raise UsageProblem("--explain answers in plain text, and takes no trials")
        answer_explain(explain, delivery)
        return
    shown = shown_from(severity.value, code or ())
    if against is not None:
        from il2sle.cli.registry import answer_against  # noqa: PLC0415

        if answer_against(what or (), against, records, layout.value, delivery, strict=strict, shown=shown):
            raise typer.Exit(ExitCode.FAILURE)
        return
    found = answer_check(
        what or (), records, layout.value, delivery, strict=strict, shown=shown, two_readers=two_readers
    )
    if found:
        raise typer.Exit(ExitCode.FAILURE)


@TRUST.command(
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
    from il2sle.cli.commands import answer_trace, filters_from  # noqa: PLC0415
    from il2sle.cli.load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    loaded = load_trials(records, [trial], skip_invalid=skip_invalid, quiet=quiet)
    filters = filters_from(loaded.known, [endpoint] if endpoint else (), week or (), population or ())
    answer_trace(loaded, filters, layout.value, delivery)


@TRUST.command(
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
    from il2sle.cli.curating import answer_verify  # noqa: PLC0415
    from il2sle.cli.load import load_trials  # noqa: PLC0415

    if texts is None:
        raise UsageProblem("verify looks in your copies of the sources: name their folder with --texts DIR")
    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    loaded = load_trials(records, trials or (), skip_invalid=skip_invalid, quiet=quiet)
    if answer_verify(loaded, texts, layout.value, delivery, write=write, strict=strict):
        raise typer.Exit(ExitCode.FAILURE)
