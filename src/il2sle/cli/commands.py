"""The answers of the commands: compute, choose the view, deliver."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from il2sle.errors import UsageProblem, some_of
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import Filters, compare, with_answer
from il2sle.evidence.folding import CROWD
from il2sle.evidence.rows import SECTIONS, OutcomeHead
from il2sle.evidence.stamp import stamp
from il2sle.evidence.tabled import Searched, Tabled, Tables
from il2sle.frozen import Frozen, replace
from il2sle.records.folder import record_files, records_directory
from il2sle.views.formats import DELIMITERS, MACHINE

from .choices import chosen
from .load import LoadedTrials, Trials, load_tables
from .output import Delivery

if TYPE_CHECKING:
    from il2sle.evidence.exportable import Exportable
    from il2sle.records.census import Census
    from il2sle.views.page.blocks import Page

# What one command or format alone needs is imported where it is used: a process answers one command, in one format.


Asked: TypeAlias = tuple[Sequence[str], Sequence[int], Sequence[str]]  # endpoints, weeks, populations


class Shape(Frozen):
    """How a comparison is shown: sections, columns, format, order of trials, short or in full, with trials folded.

    Attributes:
        crowd: whether there are so many trials that a page holds the first screen alone.
    """

    sections: Sequence[str] = ()
    layout: str = "table"
    order: str = "molecule"
    full: bool = False
    columns: Sequence[str] = ()
    folding: bool = False
    crowd: bool = False


def load_shaped(
    directory: Path | None, shape: Shape, asked: Asked, *, skip_invalid: bool = False, quiet: bool = True
) -> tuple[Trials[Tabled], Shape]:
    """All trials with the rows that a shape needs, and the shape for as many as they are.

    Args:
        directory: where the records are.
        shape: how they are shown.
        asked: the endpoints, weeks and populations to keep.
        skip_invalid: go on without the records that have errors.
        quiet: whether no progress is shown.

    Raises:
        UsageProblem: no such directory.
        RecordsProblem: a record has errors, and is not to be skipped, or no other is left.
    """
    filtered, every = any(asked), bool(asked[0])
    partly = shape.sections or shape.columns or shape.full or filtered
    folds = shape.folding and not partly and shape.layout not in MACHINE
    crowd = folds and len(record_files(records_directory(directory))) > CROWD

    def loaded_for(shape: Shape) -> Trials[Tabled]:
        needed = sections_needed(shape, filtered=filtered)
        return load_tables(directory, needed, every=every, skip_invalid=skip_invalid, quiet=quiet)

    found = loaded_for(replace(shape, crowd=crowd))
    if crowd and len(found.asked) <= CROWD:  # many files have errors: of the few that are left, the rows are shown
        crowd, found = False, loaded_for(shape)
    return found, replace(shape, crowd=crowd)


def filters_from(
    known: Iterable[Searched], endpoints: Sequence[str], weeks: Sequence[int] = (), populations: Sequence[str] = ()
) -> Filters:
    """Filters whose every value some record knows, among all records and not only those asked for.

    Raises:
        UsageProblem: a value that no record knows; it lists those that exist.
    """
    if not (endpoints or weeks or populations):
        return Filters()
    rows = [row for one in known for row in one.outcomes]
    named = known_among("endpoint", endpoints, dict.fromkeys(row.endpoint for row in rows))
    own = [row for row in rows if row.endpoint in named]
    of = " and ".join(named)
    known_weeks = known_among("week", [str(week) for week in weeks], _weeks(rows), _weeks(own), of)
    return Filters(
        endpoints=named,
        weeks=[int(week) for week in known_weeks],
        populations=known_among("population", populations, _populations(rows), _populations(own), of),
    )


def _weeks(rows: Iterable[OutcomeHead]) -> list[int]:
    return sorted({row.week for row in rows if row.week is not None})


def _populations(rows: Iterable[OutcomeHead]) -> dict[str, None]:
    return dict.fromkeys(row.population for row in rows if row.population)


def known_among(
    what: str, asked: Sequence[str], existing: Iterable[object], own: Collection[object] = (), of: str = ""
) -> tuple[str, ...]:
    """What is asked for, as the records spell it.

    Args:
        what: what it is, for the message.
        asked: what was typed.
        existing: what the records have.
        own: what a refusal lists in its place: what those have that were chosen.
        of: whose these are.

    Raises:
        UsageProblem: something that is not among what exists.
    """
    words = [str(word) for word in existing]

    def listed(every: Iterable[str]) -> str:
        return f"{some_of(map(str, own))} (of {of})" if own else some_of(every)

    return tuple(chosen(value, words, f'no record has the {what} "{value}"', listed) for value in asked)


def sections_needed(shape: Shape, *, filtered: bool) -> tuple[str, ...]:
    """The sections whose rows a comparison may need, before it is known what the records hold."""
    machine_rows = shape.layout in DELIMITERS
    named = ["outcomes" if section == "effects" else section for section in shape.sections]
    if shape.crowd:
        return ("summary",)
    if "summary" in named or not (named or machine_rows):
        return (*SECTIONS, "summary")
    return (*(named or ("outcomes",)), *(("outcomes",) if filtered else ()))


def answer_compare(loaded: Trials[Tables], filters: Filters, shape: Shape, delivery: Delivery) -> None:
    """Deliver the comparison; an empty one is said on standard error.

    Raises:
        UsageProblem: several sections for CSV or TSV, or effects on a page for people.
    """
    layout, sections = shape.layout, shape.sections
    every = () if shape.crowd else SECTIONS
    shown = _one_section(sections) if layout in DELIMITERS else tuple(sections) or every
    whole = not (sections or filters.words)  # who asks for a part has no use for the first screen
    if whole and layout == "json":
        shown = ("summary", *SECTIONS)
    columns = machine_columns(shape, shown)
    needed = tuple("outcomes" if section == "effects" else section for section in shown)
    comparison = compare(loaded.asked, filters=filters, sections=needed, order=shape.order, notes=loaded.notes)
    folding = shape.folding and layout not in MACHINE  # machines get every trial
    if "summary" in shown or (whole and layout not in DELIMITERS):
        from il2sle.evidence.answering import answer  # noqa: PLC0415

        first = answer(loaded.asked, shape.order, folding=folding, rows_below=not shape.crowd)
        comparison = with_answer(comparison, first, loaded.asked)
    tell_notes(loaded.notes, delivery)
    tell_left(len(comparison.outcomes) if "outcomes" in needed else None, filters, delivery)
    if layout == "json":
        from il2sle.views import machine  # noqa: PLC0415

        delivery.data(machine.comparison_json("compare", comparison, shown))
        return
    for section in (name for name in ("effects", "summary") if name in shown and layout not in MACHINE):
        raise UsageProblem(f"{section} is a section of JSON, JSON Lines, CSV and TSV; pages show it in its place")

    def page() -> Page:
        from il2sle.views.compare import compare_page  # noqa: PLC0415

        width = delivery.width_of_page if layout == "table" else None
        drawn = compare_page(comparison, shown, full=shape.full, width=width, pictures=layout == "html")
        return _narrowed(drawn, shape.columns)

    _deliver(comparison, replace(shape, sections=shown, columns=columns), delivery, page)


def machine_columns(shape: Shape, shown: Sequence[str]) -> tuple[str, ...]:
    """The columns of a machine format that were asked for; none on a page, whose columns have other names.

    Raises:
        UsageProblem: no section shown has such a column, or JSON was asked for, whose rows are whole.
    """
    if not shape.columns or shape.layout not in MACHINE:
        return ()
    if shape.layout == "json":
        raise UsageProblem("--columns is for pages, CSV, TSV and JSON Lines; the rows of JSON are whole")
    from il2sle.views import machine  # noqa: PLC0415

    known = dict.fromkeys(name for section in shown for name in machine.column_names(section))
    refused = f"{' and '.join(shown)} have no column"
    return tuple(chosen(name, known, f'{refused} "{name}"', listed=", ".join) for name in shape.columns)


def _narrowed(page: Page, columns: Sequence[str]) -> Page:
    """The page with only these columns in its tables; all without any.

    Raises:
        UsageProblem: no table has such a column.
    """
    if not columns:
        return page
    from il2sle.views.page.choice import headings, with_columns  # noqa: PLC0415

    known = headings(page)
    named = [chosen(name, known, f'no table has the column "{name}"', listed=", ".join) for name in columns]
    return with_columns(page, named)


def answer_show(loaded: LoadedTrials, sections: Sequence[str], layout: str, delivery: Delivery) -> None:
    """Deliver whole records.

    Raises:
        UsageProblem: sections are asked for where the whole record is shown.
    """
    if sections and layout not in DELIMITERS:
        raise UsageProblem("show tells a whole record; --section is for CSV and TSV, or for compare")
    comparison = compare(loaded.asked, filters=Filters(every_endpoint=True), notes=loaded.notes)
    # A record's page lists all of its sources: facts point to them too, not only rows.
    sources = tuple(source for one in loaded.asked for source in one.sources.values())
    comparison = replace(comparison, trials=tuple(one.trial.id for one in loaded.asked), sources=sources)
    tell_notes(loaded.notes, delivery)
    if layout == "json":
        from il2sle.views import machine  # noqa: PLC0415

        delivery.data(machine.show_json(comparison, loaded.asked))
        return
    if layout == "svg":
        from il2sle.views.timeline.picture import StripsPicture  # noqa: PLC0415

        delivery.data(f"{StripsPicture(comparison.timelines).svg('doses')}\n")
        return
    shown = _one_section(sections) if layout in DELIMITERS else SECTIONS

    def page() -> Page:
        from il2sle.evidence.answering import answer  # noqa: PLC0415
        from il2sle.views.show import show_page  # noqa: PLC0415

        answers = {one.trial.id: answer([one]) for one in loaded.asked}
        width = delivery.width_of_page if layout == "table" else None
        profiles = [one.profile for one in loaded.asked]
        return show_page(profiles, comparison, answers, width=width, pictures=layout == "html")

    _deliver(comparison, Shape(shown, layout), delivery, page)


def tell_notes(notes: Iterable[str], delivery: Delivery) -> None:
    """Say on standard error what was left out."""
    for note in notes:
        delivery.notice(note)


def tell_left(outcomes: int | None, filters: Filters, delivery: Delivery) -> None:
    """Say on standard error that no outcome is left, where any was asked for."""
    if outcomes == 0:
        delivery.notice(f"no outcome is left by the filter: {filters.words or 'none'}")


def _one_section(sections: Sequence[str]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(sections))
    if len(named) > 1:
        raise UsageProblem(f"CSV and TSV hold one section; {' and '.join(named)} were asked for")
    return named or ("outcomes",)


def _deliver(comparison: Comparison, shape: Shape, delivery: Delivery, page: Callable[[], Page]) -> None:
    layout, shown = shape.layout, shape.sections
    for notice in comparison.notices if layout in MACHINE else ():  # pages and JSON hold them
        delivery.notice(notice)
    if layout in DELIMITERS:
        from il2sle.views import machine  # noqa: PLC0415

        delivery.data(machine.section_table(shown[0], comparison, layout, shape.columns))
    elif layout == "markdown":
        from il2sle.views.page import markdown  # noqa: PLC0415

        delivery.data(markdown.render(page()))
    elif layout == "html":
        from il2sle.views.page import html  # noqa: PLC0415

        delivery.data(html.render(page()))
    else:
        delivery.page(page())


def answer_list(loaded: Trials[Tables], census: Census | None, layout: str, delivery: Delivery) -> None:
    """Deliver the list of trials, and for readers what is known beside them."""
    from il2sle.views import listing  # noqa: PLC0415

    comparison = compare(loaded.asked, sections=("studies",), notes=loaded.notes)
    tell_notes(loaded.notes, delivery)
    rows = listing.list_rows(comparison.studies)
    if layout == "table":
        delivery.page(listing.list_page(comparison.studies, loaded.notes, census, stamp=comparison.stamp))
        return
    from il2sle.views import machine  # noqa: PLC0415

    if layout == "json":
        items = [dict(zip(listing.COLUMNS, row, strict=True)) for row in rows]
        parts = {"trials": comparison.trials, "list": items, "notes": comparison.notes}
        held = {**parts, **listing.census_data(census)}
        delivery.data(machine.document("list", comparison.stamp, **held))
    else:
        delivery.data(machine.delimited(listing.COLUMNS, rows, layout))


def answer_export(
    loaded: Trials[Exportable], filters: Filters, layout: str, delivery: Delivery, *, every_row: bool = False
) -> None:
    """Deliver the counts as another program reads them; what has no row is said on standard error."""
    from il2sle.views import machine  # noqa: PLC0415
    from il2sle.views.export import export_rows  # noqa: PLC0415

    export = export_rows(loaded.asked, layout, filters, every_row=every_row)
    delivery.data(machine.delimited(export.columns, export.rows, "csv"))
    for sentence in (*loaded.notes, *export.overlapping, *export.left_out):
        delivery.notice(sentence)


def answer_trace(loaded: LoadedTrials, filters: Filters, layout: str, delivery: Delivery) -> None:
    """Deliver where each figure of a trial comes from; with a filter, that of the outcomes left by it."""
    from il2sle.evidence.trace import trace  # noqa: PLC0415
    from il2sle.views.trace import TRACE, trace_text  # noqa: PLC0415

    filtered = bool(filters.words)
    chosen = filters if filters.endpoints else replace(filters, every_endpoint=True)
    steps = [
        step
        for one in loaded.asked
        for step in trace(one, [row for row in one.outcomes if chosen.keep(row)], everything=not filtered)
    ]
    tell_notes(loaded.notes, delivery)
    if not steps:
        delivery.notice(f"no figure is left by the filter: {filters.words or 'none'}")
    if layout == "json":
        from il2sle.views import machine  # noqa: PLC0415
        from il2sle.views.columns import row_data  # noqa: PLC0415

        rows = [row_data(TRACE, step) for step in steps]
        trials = tuple(one.trial.id for one in loaded.asked)
        delivery.data(machine.document("trace", stamp(loaded.asked), trials=trials, trace=rows))
    else:
        delivery.plain(trace_text(steps, stamp(loaded.asked)))
