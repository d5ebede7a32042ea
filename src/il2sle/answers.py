"""The answers of the commands: compute, choose the view, deliver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from .delivery import Delivery
from .errors import UsageProblem, some_of
from .evidence.checks import findings
from .evidence.comparison import Filters, compare, source_row
from .evidence.layouts import export_rows
from .evidence.outcomes import outcome_rows
from .evidence.profile import profile
from .evidence.rows import SECTIONS, Comparison
from .gate import Admitted, checked
from .records.codes import CODES
from .records.schema import Schema, record_schema
from .records.store import folded
from .views import diagnostics, html, listing, machine, markdown
from .views.compare import compare_page
from .views.contract import output_schema
from .views.document import Document
from .views.show import show_page

PAGES: dict[str, Callable[[Document], str]] = {"markdown": markdown.render, "html": html.render}
SCHEMAS: dict[str, Callable[[], Schema]] = {"record": record_schema, "output": output_schema}


def filters_from(
    admitted: Admitted, endpoints: Sequence[str], weeks: Sequence[int], populations: Sequence[str]
) -> Filters:
    """Filters whose every value some record knows, among all records and not only those asked for.

    Raises:
        UsageProblem: a value that no record knows; it lists those that exist.
    """
    rows = [row for record in admitted.known for row in outcome_rows(record.trial)]
    known_weeks = sorted({row.week for row in rows if row.week is not None})
    return Filters(
        endpoints=_known("endpoint", endpoints, dict.fromkeys(row.endpoint for row in rows)),
        weeks=[int(week) for week in _known("week", [str(week) for week in weeks], known_weeks)],
        populations=_known("population", populations, dict.fromkeys(r.population for r in rows if r.population)),
    )


def _known(what: str, asked: Sequence[str], existing: Iterable[object]) -> tuple[str, ...]:
    words = [str(word) for word in existing]
    by_letters = {_letters(word): word for word in words}
    for value in asked:
        if _letters(value) not in by_letters:
            close = get_close_matches(_letters(value), by_letters, n=1)
            nearest = f"did you mean {by_letters[close[0]]}? " if close else ""
            raise UsageProblem(f'no record has the {what} "{value}"; {nearest}there are: {some_of(words)}')
    return tuple(by_letters[_letters(value)] for value in asked)


def _letters(word: str) -> str:
    """A word as filters compare it: `sri4` means SRI-4."""
    return "".join(sign for sign in folded(word) if sign.isalnum())


def answer_compare(
    admitted: Admitted, filters: Filters, sections: Sequence[str], layout: str, delivery: Delivery
) -> None:
    """Deliver the comparison; an empty one is said on standard error."""
    shown = _one_section(sections) if layout in machine.DELIMITERS else tuple(sections) or SECTIONS
    comparison = compare(admitted.trials, filters=filters, sections=shown, notes=admitted.notes)
    for note in admitted.notes:
        delivery.notice(note)
    if "outcomes" in shown and not comparison.outcomes:
        delivery.notice(f"no outcome is left by the filter: {filters.words or 'none'}")
    if layout == "json":
        delivery.data(machine.comparison_json("compare", comparison, shown))
    else:
        _deliver(comparison, shown, layout, delivery, lambda: compare_page(comparison, shown))


def answer_show(admitted: Admitted, sections: Sequence[str], layout: str, delivery: Delivery) -> None:
    """Deliver whole records.

    Raises:
        UsageProblem: sections are asked for where the whole record is shown.
    """
    if sections and layout not in machine.DELIMITERS:
        raise UsageProblem("show tells a whole record; --section is for CSV and TSV, or for compare")
    trials = admitted.trials
    comparison = compare(trials, every_endpoint=True, notes=admitted.notes)
    # A record's page lists all of its sources: facts point to them too, not only rows.
    sources = tuple(source_row(trial, key) for trial in trials for key in trial.sources)
    comparison = replace(comparison, trials=tuple(trial.id for trial in trials), sources=sources)
    for note in admitted.notes:
        delivery.notice(note)
    if layout == "json":
        delivery.data(machine.comparison_json("show", comparison, records=trials))
        return
    profiles = [profile(trial, findings(trial)) for trial in trials]
    shown = _one_section(sections) if layout in machine.DELIMITERS else SECTIONS
    _deliver(comparison, shown, layout, delivery, lambda: show_page(profiles, comparison))


def _one_section(sections: Sequence[str]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(sections))
    if len(named) > 1:
        raise UsageProblem(f"CSV and TSV hold one section; {' and '.join(named)} were asked for")
    return named or ("outcomes",)


def _deliver(
    comparison: Comparison,
    shown: Sequence[str],
    layout: str,
    delivery: Delivery,
    page: Callable[[], Document],
) -> None:
    if layout in machine.DELIMITERS:
        delivery.data(machine.section_table(shown[0], comparison.rows(shown[0]), layout))
    elif layout in PAGES:
        delivery.data(PAGES[layout](page()))
    else:
        delivery.page(page())


def answer_list(admitted: Admitted, layout: str, delivery: Delivery) -> None:
    """Deliver the list of trials."""
    comparison = compare(admitted.trials, sections=("studies",), notes=admitted.notes)
    for note in admitted.notes:
        delivery.notice(note)
    rows = listing.list_rows(comparison.studies)
    if layout == "table":
        delivery.page(listing.list_page(comparison.studies, admitted.notes))
    elif layout == "ids":
        delivery.data("".join(f"{trial}\n" for trial in comparison.trials))
    elif layout == "json":
        items = [dict(zip(listing.COLUMNS, row, strict=True)) for row in rows]
        parts = {"trials": comparison.trials, "list": items, "notes": comparison.notes}
        delivery.data(machine.to_json(machine.envelope("list", **parts)))
    else:
        delivery.data(machine.delimited(listing.COLUMNS, rows, layout))


def answer_export(admitted: Admitted, filters: Filters, layout: str, delivery: Delivery) -> None:
    """Deliver the counts as another program reads them; what has no row is said on standard error."""
    export = export_rows(admitted.trials, layout, filters)
    delivery.data(machine.delimited(export.columns, export.rows, "csv"))
    for sentence in (*admitted.notes, *export.overlapping, *export.left_out):
        delivery.notice(sentence)


def answer_check(what: Sequence[str], directory: Path | None, layout: str, delivery: Delivery, *, strict: bool) -> bool:
    """Deliver all findings; say whether any of them counts for the exit code."""
    problems, trials = checked(what, directory)
    if layout == "json":
        found = [machine.problem_data(problem) for problem in problems]
        delivery.data(machine.to_json(machine.envelope("check", trials=trials, problems=found)))
    else:
        delivery.plain(diagnostics.problems_text(problems))
    counting = {"error", "warning"} if strict else {"error"}
    return any(problem.severity in counting for problem in problems)


def answer_schema(of: str, delivery: Delivery) -> None:
    """Deliver a JSON Schema."""
    delivery.data(machine.to_json(SCHEMAS[of]()))


def answer_explain(code: str, delivery: Delivery) -> None:
    """Deliver what a code means.

    Raises:
        UsageProblem: there is no such code.
    """
    by_name = {folded(name): name for name in CODES}
    if folded(code) not in by_name:
        close = get_close_matches(folded(code), by_name, n=1)
        nearest = f"did you mean {by_name[close[0]]}? " if close else ""
        raise UsageProblem(f'there is no code "{code}"; {nearest}there are: {", ".join(CODES)}')
    delivery.plain(diagnostics.code_text(CODES[by_name[folded(code)]]))
