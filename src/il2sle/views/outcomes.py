"""The outcomes of trials under the headings of their endpoints and measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from il2sle.evidence.comparison import measure_group
from il2sle.evidence.outcomes import DERIVED
from il2sle.evidence.rows import OutcomeRow
from il2sle.records.values import NOT_STATED
from il2sle.records.vocabulary import ENDPOINTS, INSTRUMENT_NOT_STATED, OTHER

from . import figures
from .document import Column, Group, Row, Table
from .figures import DOUBT_MARK, Numbered
from .remarks import Letters, plain, remark

_ENDPOINTS = {endpoint.key: endpoint for endpoint in ENDPOINTS}


ARM_COLUMN = Column("arm against comparator", role="identity")
FIRST_FIGURE = Column("n/N", over="intervention", align="/")
OUTCOME_COLUMNS = (
    Column("trial", role="identity", least=0),
    ARM_COLUMN,
    Column("week", align="right", role="identity", prose="week {}"),
    Column("analysis set", role="identity", least=0),
    FIRST_FIGURE,
    Column("%", over="intervention", align=".", gap=1),
    Column("n/N", over="comparator", align="/"),
    Column("%", over="comparator", align=".", gap=1),
    Column("points", over="difference", align="."),
    Column("95% CI", over="difference", align="right"),
    Column("p", align="."),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)


def outcomes_table(rows: Sequence[OutcomeRow], numbered: Numbered, letters: Letters) -> Table:
    """The outcomes, a group for each endpoint and measure."""
    labels = {row.comparator_label for row in rows if row.comparator_label}
    shared = next(iter(labels)) if len(labels) == 1 else None
    columns = tuple(
        replace(column, header=f"arm against {shared}", prose=f"{{}} / {shared}")
        if shared and column is ARM_COLUMN
        else column
        for column in OUTCOME_COLUMNS
    )
    groups = tuple(
        _outcome_group(list(group), numbered, letters, shared) for _, group in groupby(rows, key=measure_group)
    )
    caption = "Difference: arm minus comparator, in percentage points, with Newcombe's 95% interval where derived."
    return Table("OUTCOMES", columns, groups, caption)


def _outcome_group(rows: list[OutcomeRow], numbered: Numbered, letters: Letters, shared: str | None) -> Group:
    spans = {id(row): outcome_span(row, rows) for row in rows}
    drawn = tuple(_outcome_row(alike, spans[id(alike[0])], numbered, letters, shared) for alike in _alike(rows))
    return outcome_group(rows, drawn, OUTCOME_COLUMNS.index(FIRST_FIGURE))


def outcome_group(rows: list[OutcomeRow], drawn: tuple[Row, ...], first: int) -> Group:
    """Drawn rows of one measure under its heading; `first` is the column of the treated arm's count or score."""
    statistic = next((row.statistic for row in rows if row.statistic), None)
    headers = dict(zip(range(first, first + 4), figures.score_headers(statistic) * 2, strict=True)) if statistic else {}
    return Group(_outcome_heading(rows[0], statistic), drawn, headers)


def _alike(rows: list[OutcomeRow]) -> list[list[OutcomeRow]]:
    """Rows with figures one by one; arms of which the same is said in words share a line, below the figures."""
    lines: dict[object, list[OutcomeRow]] = {}
    for number, row in enumerate(rows):
        place = (row.trial, row.week, row.population, row.subset, row.analysis)
        words = (*place, row.measure, row.missing, row.flags, row.sources)
        lines.setdefault(words if row.missing else number, []).append(row)
    order = list(dict.fromkeys((row.trial, row.week, row.population, row.subset, row.analysis) for row in rows))

    def position(line: list[OutcomeRow]) -> tuple[int, bool]:
        row = line[0]
        worded = row.missing is not None and row.arm is not None
        return order.index((row.trial, row.week, row.population, row.subset, row.analysis)), worded

    trials = list(dict.fromkeys(row.trial for row in rows))
    return sorted(lines.values(), key=lambda line: (trials.index(line[0].trial), *position(line)))


def _outcome_heading(row: OutcomeRow, statistic: str | None) -> str:
    measure = measure_group(row)[1]
    if row.endpoint == OTHER:
        better = f"{row.better} is better" if row.better and measure else None
        named = ", ".join(filter(None, (measure, statistic)))
        return "; ".join(filter(None, (named, better))) or "Further outcomes · no figures"
    endpoint = _ENDPOINTS[row.endpoint]
    if not measure:
        return f"{endpoint.key} · {endpoint.title} · no figures"
    detail = f", {statistic}" if statistic else ""
    better = f"; {row.better} is better" if row.better else ""
    return f"{endpoint.key} · {endpoint.title} · {measure}{detail}{better}"


def _outcome_row(rows: list[OutcomeRow], span: str, numbered: Numbered, letters: Letters, shared: str | None) -> Row:
    row = rows[0]
    cells = [""] * 7 if span else outcome_figures(row)
    return Row(
        (
            row.name,
            _against(rows, shared),
            or_not_reported(row, row.week),
            or_not_reported(row, row.population),
            *cells,
            remark(_spoken(row), letters, role(row), unnamed_measure(row), row.subset, variant(row), scored(row)),
            numbered.short(row.sources),
        ),
        span,
        {} if row.comparator_label else {OUTCOME_COLUMNS.index(ARM_COLUMN): "{}"},
    )


def or_not_reported(row: OutcomeRow, value: object) -> str:
    """A week or a population; where a row has figures but no such word, that it is not reported."""
    if value is None:
        return figures.missing("not reported") if row.missing is None else ""
    return str(value)


def _against(rows: list[OutcomeRow], shared: str | None) -> str:
    row = rows[0]
    if row.arm_label is None:
        return ""
    arms = "; ".join(alike.arm_label or "" for alike in rows)
    if row.comparator_label is None:
        return f"{arms}, no comparator"
    return arms if row.comparator_label == shared else f"{arms} / {row.comparator_label}"


def unnamed_measure(row: OutcomeRow) -> str:
    """The measure of a row that speaks of no arm, where the heading above it does not name one."""
    return "" if measure_group(row)[1] or row.measure == NOT_STATED else row.measure


def _spoken(row: OutcomeRow) -> Iterator[str]:
    """The flags that stand in words at the row.

    What became of the primary endpoint stands with the role; how a figure was derived stands in `show`.
    """
    return (plain(flag) for flag in row.flags if flag not in {"met", "not met"} and not flag.startswith(DERIVED))


def outcome_span(row: OutcomeRow, alike: Iterable[OutcomeRow] = ()) -> str:
    """The words that stand in place of figures where there are none.

    A comparator's figures keep their cells unless another row of the same time and patients shows them.
    """
    if row.missing is None or (_has_comparator(row) and not any(_shows_it(row, other) for other in alike)):
        return ""
    words = {"not measured": "not an endpoint of this trial", "pending": "results pending"}
    return words.get(row.missing, row.missing)


def _has_comparator(row: OutcomeRow) -> bool:
    figured = (row.comparator_events, row.comparator_percent, row.comparator_value)
    return any(figure is not None for figure in figured)


def _shows_it(row: OutcomeRow, other: OutcomeRow) -> bool:
    same = ("trial", "week", "population", "subset", "comparator")
    return other.missing is None and all(getattr(row, name) == getattr(other, name) for name in same)


def outcome_figures(row: OutcomeRow) -> list[str]:
    """The seven cells from the treated arm's count to p, each with its mark or with the kind of missing."""
    nothing = figures.missing("not reported")
    no_control = figures.missing("not applicable")
    absent = figures.missing(row.missing) if row.missing else nothing
    treated = [cell or absent for cell in figures.side(row, "arm")]
    if row.comparator is None:
        return [*treated, no_control, no_control, no_control, no_control, _p(row) or no_control]
    other = [cell or nothing for cell in figures.side(row, "comparator")]
    if row.week == 0 and row.difference is None:
        return [*treated, *other, no_control, no_control, _p(row) or no_control]
    difference = figures.marked(figures.points(row.difference), "difference" in row.derived)
    bounds = figures.interval(row.difference_low, row.difference_high)
    interval = figures.marked(bounds, "difference_low" in row.derived)
    return [*treated, *other, difference or nothing, interval or nothing, _p(row) or nothing]


def _p(row: OutcomeRow) -> str:
    doubtful = row.p_check is not None and row.p_check.startswith("not reproduced")
    return figures.p_value(row.p, row.p_comparator) + (DOUBT_MARK if doubtful else "")


def role(row: OutcomeRow) -> str | None:
    """The analysis role, with what became of the primary endpoint: a reader must not miss either."""
    met = next((flag for flag in row.flags if flag in {"met", "not met"}), None)
    analysis = f"{row.analysis} {'analysis' if row.analysis == 'post hoc' else 'endpoint'}" if row.analysis else None
    return ", ".join(filter(None, (analysis, met and met.replace("not met", "NOT met")))) or None


def variant(row: OutcomeRow) -> str | None:
    """The SLEDAI behind a figure: variants score differently, so that one which is not stated is said to be so."""
    if row.instrument not in {None, INSTRUMENT_NOT_STATED}:
        return row.instrument
    endpoint = _ENDPOINTS.get(row.endpoint)
    counts = endpoint is not None and endpoint.holds_sledai and row.missing is None
    return f"SLEDAI variant {figures.missing('not reported')}" if counts else None


def scored(row: OutcomeRow) -> str | None:
    """The patients behind a score, whose column the score itself takes."""
    if not row.statistic or row.missing or row.arm_n is None:
        return None
    return f"n {row.arm_n} and {row.comparator_n}" if row.comparator_n else f"n {row.arm_n}"
