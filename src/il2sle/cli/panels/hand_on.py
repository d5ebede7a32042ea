"""What goes into a text or another program."""

from functools import partial

from il2sle.cli.options import (
    AllRows,
    Ascii,
    Color,
    ColorOption,
    Endpoints,
    Matter,
    NoPager,
    NoteLayout,
    NoteLayoutOption,
    One,
    Output,
    Populations,
    Quiet,
    Records,
    SkipInvalid,
    TargetArgument,
    Trials,
    Weeks,
    Width,
)
from il2sle.cli.output import Delivery
from il2sle.cli.panel import Panel

HAND_ON = Panel("Hand on")


@HAND_ON.command(
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
    from il2sle.cli.commands import filters_from  # noqa: PLC0415
    from il2sle.cli.load import load_trials  # noqa: PLC0415
    from il2sle.cli.notes import answer_say  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    loaded = load_trials(records, [trial], skip_invalid=skip_invalid, quiet=quiet)
    answer_say(loaded, endpoint, filters_from(loaded.known, (), week or (), population or ()), layout.value, delivery)


@HAND_ON.command(
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
    from il2sle.cli.commands import answer_export, filters_from  # noqa: PLC0415
    from il2sle.cli.load import load_made  # noqa: PLC0415
    from il2sle.evidence.exportable import exportable  # noqa: PLC0415
    from il2sle.views.export import LAYOUTS  # noqa: PLC0415

    make = partial(exportable, parts=LAYOUTS[target.value].parts)
    loaded = load_made(records, make, asked=trials or (), skip_invalid=skip_invalid, quiet=quiet)
    filters = filters_from(loaded.known, endpoint or (), week or (), population or ())
    answer_export(loaded, filters, target.value, Delivery(output, quiet=quiet), every_row=all_rows)
