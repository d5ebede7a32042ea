"""What readers ask for: the trials side by side, one of them whole, drawn, listed."""

from typing import TYPE_CHECKING

from il2sle.cli.drawing_options import (
    MeasureOption,
    PlotLayout,
    PlotLayoutOption,
    Plotted,
    PlottedTrials,
    ShowLayout,
    ShowLayoutOption,
)
from il2sle.cli.options import (
    All,
    Ascii,
    Color,
    ColorOption,
    Columns,
    Endpoints,
    Full,
    Layout,
    LayoutOption,
    ListLayout,
    ListLayoutOption,
    Needed,
    NoPager,
    Order,
    Output,
    Populations,
    Quiet,
    Records,
    Sections,
    SkipInvalid,
    Sort,
    Trials,
    Weeks,
    Width,
)
from il2sle.cli.output import Delivery
from il2sle.cli.panel import Panel

if TYPE_CHECKING:
    from il2sle.cli.load import Trials as Loaded
    from il2sle.evidence.tabled import Tables

READ = Panel("Read")


@READ.command(
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
    from il2sle.cli.commands import Shape, answer_compare, filters_from, load_shaped  # noqa: PLC0415
    from il2sle.cli.load import load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    named = [name.strip() for name in (columns or "").split(",") if name.strip()]
    shape = Shape(
        [one.value for one in section or ()], layout.value, sort.value, full, named, folding=not (every or trials)
    )
    asked = endpoint or (), week or (), population or ()
    if layout is Layout.JSONL:
        from il2sle.cli.lines import answer_lines  # noqa: PLC0415

        answer_lines(records, trials or (), asked, shape, delivery, skip_invalid=skip_invalid)
        return
    loaded: Loaded[Tables]
    if trials:  # of the few trials that are named, rows are made when they are asked for; of the others, none
        loaded = load_trials(records, trials, skip_invalid=skip_invalid, quiet=quiet)
    else:
        loaded, shape = load_shaped(records, shape, asked, skip_invalid=skip_invalid, quiet=quiet)
    filters = filters_from(loaded.known, *asked)
    answer_compare(loaded, filters, shape, delivery)


@READ.command("Show whole records, each figure with its place.", "show NCT04433585", "show peking --format json")
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
    from il2sle.cli.commands import answer_show  # noqa: PLC0415
    from il2sle.cli.load import load_asked  # noqa: PLC0415

    del skip_invalid  # no other record is read, and one that is asked for has to hold
    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    if layout is ShowLayout.JSONL and not section:
        from il2sle.cli.lines import show_lines  # noqa: PLC0415

        show_lines(load_asked(records, trials).asked, delivery)
        return
    answer_show(load_asked(records, trials), [one.value for one in section or ()], layout.value, delivery)


@READ.command(
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
    from il2sle.cli.drawing import PlotShape, answer_forest  # noqa: PLC0415
    from il2sle.cli.load import load_tables, load_trials  # noqa: PLC0415

    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    loaded: Loaded[Tables] = (
        load_trials(records, trial, skip_invalid=skip_invalid, quiet=quiet)
        if trial
        else load_tables(records, ("outcomes", "doses", "harms"), every=True, skip_invalid=skip_invalid, quiet=quiet)
    )
    shape = PlotShape(endpoint, measure and measure.value, sort.value, layout.value)
    answer_forest(loaded, shape, week or (), population or (), delivery)


@READ.command(
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
    delivery = Delivery(output, width, ascii_only, color.value, quiet, pager=not no_pager, layout=layout)
    if layout is ListLayout.IDS:
        from il2sle.records.folder import ids  # noqa: PLC0415

        delivery.data("".join(f"{trial}\n" for trial in ids(records)))
        return
    from il2sle.cli.commands import answer_list  # noqa: PLC0415
    from il2sle.cli.load import load_census, load_tables  # noqa: PLC0415

    loaded = load_tables(records, ["studies"], skip_invalid=skip_invalid, quiet=quiet)
    answer_list(loaded, load_census(records, loaded.known, skip_invalid=skip_invalid), layout.value, delivery)
