"""What those need who keep the records: two readings, two editions, a draft, the schema."""

import typer

from il2sle.cli.curating_options import (
    First,
    Into,
    Merged,
    New,
    Old,
    Second,
    StudyFile,
)
from il2sle.cli.options import (
    Ascii,
    Color,
    ColorOption,
    Full,
    NoPager,
    NoteLayout,
    NoteLayoutOption,
    Output,
    Quiet,
    Records,
    SchemaOf,
    SchemaOption,
    TextLayout,
    TextLayoutOption,
    Width,
)
from il2sle.cli.output import Delivery
from il2sle.cli.panel import Panel
from il2sle.errors import ExitCode

CURATE = Panel("Curate")


@CURATE.command(
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
    from il2sle.cli.curating import answer_reconcile  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager)
    if answer_reconcile(first, second, layout.value, delivery):
        raise typer.Exit(ExitCode.FAILURE)


@CURATE.command(
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
    from il2sle.cli.editions import compared  # noqa: PLC0415
    from il2sle.cli.notes import answer_diff  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    answer_diff(compared(old, new, records), layout.value, delivery, full=full)


@CURATE.command(
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
    from il2sle.cli.registry import answer_draft  # noqa: PLC0415

    if not answer_draft(file, into, Delivery(output, quiet=quiet)):
        raise typer.Exit(ExitCode.FAILURE)


@CURATE.command(
    "Print the JSON Schema of a record or of JSON answers.",
    "schema -o record.schema.json",
    "schema --of output",
)
def schema(
    of: SchemaOption = SchemaOf.RECORD,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    from il2sle.cli.checks import answer_schema  # noqa: PLC0415

    answer_schema(of.value, Delivery(output, quiet=quiet))
