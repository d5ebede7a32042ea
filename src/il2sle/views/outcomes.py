"""The outcomes of trials under the headings of their endpoints and measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from il2sle.evidence.comparison import measure_group
from il2sle.evidence.figure import Remark
from il2sle.evidence.rows import OutcomeRow
from il2sle.frozen import replace
from il2sle.records.values import NOT_STATED
from il2sle.records.vocabulary import INSTRUMENT_NOT_STATED, NAMED_ENDPOINTS, OTHER

from . import numbers
from .brief import Sources, if_rounded, kind_words, others_words, subgroup_words
from .forest.column import with_bars
from .page.blocks import Cell, Column, Group, Table, TableRow, cells
from .remarks import Letters, remark

_ENDPOINTS = {endpoint.key: endpoint for endpoint in NAMED_ENDPOINTS}


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
    Column("remarks", role="remark", least=28),
    Column("sources", role="remark", least=9),
)


def outcomes_table(rows: Sequence[OutcomeRow], letters: Letters, sources: Sources, width: int | None = None) -> Table:
    """The outcomes, a group for each endpoint and measure, with bars where a terminal may hold them."""
    labels = {row.against for row in rows if row.against}
    shared = next(iter(labels)) if len(labels) == 1 else None
    columns = tuple(
        replace(column, header=f"arm against {shared}", prose=f"{{}} / {shared}")
        if shared and column is ARM_COLUMN
        else column
        for column in OUTCOME_COLUMNS
    )
    measured = [list(group) for _, group in groupby(rows, key=measure_group)]
    groups = tuple(_outcome_group(group, letters, shared, sources) for group in measured)
    caption = "Difference: arm minus comparator, in percentage points, with Newcombe's 95% interval where derived."
    behind = [[alike[0] if len(alike) == 1 else None for alike in _alike(group)] for group in measured]
    return with_bars(Table("OUTCOMES", columns, groups, caption), behind, width)


def _outcome_group(rows: list[OutcomeRow], letters: Letters, shared: str | None, sources: Sources) -> Group:
    spans = {id(row): outcome_span(row, rows) for row in rows}
    drawn = tuple(_outcome_row(alike, spans[id(alike[0])], letters, shared, sources) for alike in _alike(rows))
    return outcome_group(rows, drawn, OUTCOME_COLUMNS.index(FIRST_FIGURE))


def outcome_group(rows: list[OutcomeRow], drawn: tuple[TableRow, ...], first: int) -> Group:
    """Drawn rows of one measure under its heading; `first` is the column of the treated arm's count or score."""
    statistic = next((row.statistic for row in rows if row.statistic), None)
    headers = dict(zip(range(first, first + 4), numbers.score_headers(statistic) * 2, strict=True)) if statistic else {}
    leading = (row.leading for row in rows)
    if any(effect and effect.about.scale != "points" for effect in leading):
        headers[first + 4] = "effect"
    return Group(_outcome_heading(rows), drawn, headers)


def _alike(rows: list[OutcomeRow]) -> list[list[OutcomeRow]]:
    """Rows with figures one by one; arms of which the same is said in words share a line, below the figures."""
    lines: dict[object, list[OutcomeRow]] = {}
    for number, row in enumerate(rows):
        words = (*_place(row), row.measure, row.missing, row.remarks, row.sources)
        lines.setdefault(words if row.missing else number, []).append(row)
    order = list(dict.fromkeys(map(_place, rows)))

    def position(line: list[OutcomeRow]) -> tuple[int, bool]:
        return order.index(_place(line[0])), line[0].missing is not None and line[0].arm is not None

    trials = list(dict.fromkeys(row.trial for row in rows))
    return sorted(lines.values(), key=lambda line: (trials.index(line[0].trial), *position(line)))


def _place(row: OutcomeRow) -> tuple[object, ...]:
    return row.trial, row.time, row.population, row.subset, row.subgroup, row.analysis


def _outcome_heading(rows: Sequence[OutcomeRow]) -> str:
    """The endpoint and measure that rows share, in words."""
    row, statistic = rows[0], next((row.statistic for row in rows if row.statistic), None)
    measure = measure_group(row)[1]
    if row.endpoint not in _ENDPOINTS:
        better = f"{row.better} is better" if row.better and measure else None
        endpoint_name = row.endpoint if row.endpoint != OTHER and measure else ""
        own = "" if measure == NOT_STATED else measure
        named = ", ".join(filter(None, (endpoint_name, own, statistic)))
        return "; ".join(filter(None, (named, better))) or "Further outcomes · no figures"
    endpoint = _ENDPOINTS[row.endpoint]
    if not measure:
        return f"{endpoint.key} · {endpoint.title} · no figures"
    detail = f", {statistic}" if statistic else ""
    better = f"; {row.better} is better" if row.better else ""
    return f"{endpoint.key} · {endpoint.title} · {measure}{detail}{better}"


def _outcome_row(rows: list[OutcomeRow], span: str, letters: Letters, shared: str | None, sources: Sources) -> TableRow:
    row = rows[0]
    return TableRow(
        cells(
            row.name,
            _against(rows, shared),
            when_cell(row),
            or_missing(row, row.population),
            *([""] * 7 if span else outcome_figures(row)),
            replace(remark(letters, row.remarks, *said(row)), lacks=lacking(row)),
            Cell(kind_words(row, sources), refs=numbers.cited(row.sources)),
        ),
        span,
        {} if row.against else {OUTCOME_COLUMNS.index(ARM_COLUMN): "{}"},
    )


def or_missing(row: OutcomeRow, value: object) -> Cell:
    """A week or a population; where a row has figures but no such word, how it is missing."""
    if value is None:
        return numbers.or_missing(Cell(), row.rest_missing) if row.missing is None else Cell()
    return Cell(str(value))


def when_cell(row: OutcomeRow) -> Cell:
    """The week, or the time as the record types it where it is no plain week."""
    return or_missing(row, row.week if row.plain_week else row.time)


def _against(rows: list[OutcomeRow], shared: str | None) -> str:
    row = rows[0]
    if row.arm is None:
        return ""
    arms = "; ".join(alike.arm.label for alike in rows if alike.arm)
    if row.against is None:
        return f"{arms}, no comparator"
    return arms if row.against == shared else f"{arms} / {row.against}"


def outcome_span(row: OutcomeRow, alike: Iterable[OutcomeRow] = ()) -> str:
    """The words that stand in place of figures where there are none.

    A comparator's figures keep their cells unless another row of the same time and patients shows them.
    """
    if row.missing is None or (_has_comparator(row) and not any(_shows_it(row, other) for other in alike)):
        return ""
    words = {"not measured": "not an endpoint of this trial", "pending": "results pending"}
    return words.get(row.missing, row.missing)


def _has_comparator(row: OutcomeRow) -> bool:
    return row.comparator is not None and row.comparator.has_figures


def _shows_it(row: OutcomeRow, other: OutcomeRow) -> bool:
    same = ("trial", "time", "population", "subset", "subgroup", "against_key")
    return other.missing is None and all(getattr(row, name) == getattr(other, name) for name in same)


def outcome_figures(row: OutcomeRow) -> list[Cell]:
    """The seven cells from the treated arm's count to p, each with its mark or with the kind of missing."""
    score = row.statistic is not None
    treated = numbers.side_cells(row.arm, score=score) if row.arm else (Cell(), Cell())
    arm = [numbers.or_missing(cell, row.rest_missing) for cell in treated]
    no_control = numbers.or_missing(Cell(), "not applicable")
    if row.other_missing is None:
        return [*arm, no_control, no_control, no_control, no_control, _p(row) or no_control]
    beside = numbers.side_cells(row.comparator, score=score) if row.comparator else (Cell(), Cell())
    other = [numbers.or_missing(cell, row.other_missing) for cell in beside]
    effect = row.leading
    if effect is None:
        absent = no_control if row.baseline else numbers.or_missing(Cell(), row.rest_missing)
        return [*arm, *other, absent, absent, _p(row) or absent]
    figures = (*numbers.effect_cells(effect), _p(row))
    return [*arm, *other, *(numbers.or_missing(cell, row.rest_missing) for cell in figures)]


def _p(row: OutcomeRow) -> Cell:
    """The p as printed; the mark is for a conclusion that the counts do not bear, notes tell of the rest."""
    differs = row.p_check is not None and row.p_check.conclusion_differs
    return Cell(numbers.p_value(row.p), ("doubt",) if differs else ())


# What is said beside the figures


def said(row: OutcomeRow, *, derivations: bool = False) -> Iterator[str]:
    """The words of a row from its fields, in the order in which a reader wants them.

    Args:
        row: the row.
        derivations: how its derived counts follow, too.
    """
    yield from filter(
        None, (_subgroup(row), _role(row), _unnamed_measure(row), row.subset, _variant(row), _scored(row))
    )
    yield from _doubts(row)
    yield from _timing(row)
    yield from others_words(row.others, row.arm.label if row.arm else "", known=True)
    yield from _further(row)
    if row.barred:
        yield f"no effect computed: {row.barred}"
    if row.pooled:
        yield f"pools {' and '.join(row.pooled)}"
    yield from _less_than_printed(row)
    if row.placebo_adjusted:
        yield f"{row.against or 'comparator'}-adjusted difference"
    yield from dict.fromkeys(f"adjusted analysis: {model}" for model in _models(row))
    if any(side and side.model for side in (row.arm, row.comparator)):
        yield "percentages by the model"
    if row.unit:
        yield f"in {row.unit}"
    if row.population_means:
        yield f"{row.population} in {row.name}: {row.population_means}"
    if row.sharing > 1:
        yield f"one {row.against} group stands against all {row.sharing} treated arms: count its patients once"
    if derivations:
        yield from _derivations(row)


def _less_than_printed(row: OutcomeRow) -> Iterator[str]:
    if row.read_off:
        yield f"read off a graph: {row.read_off}"
    if row.cut:
        yield if_rounded(row)


def _further(row: OutcomeRow) -> Iterator[str]:
    """Which other effects a source prints than the one that the columns show."""
    if row.printed_beside:
        yield f"printed too: {', '.join(one.about.title for one in row.printed_beside)}"


def _models(row: OutcomeRow) -> Iterator[str]:
    """The models behind the figures that the columns show."""
    leading = row.leading
    yield from filter(None, (row.adjusted, leading.model if leading else None))


def _doubts(row: OutcomeRow) -> Iterator[str]:
    if row.pending_since:
        yield f"pending on {row.pending_since}"
    if row.uncontrolled:
        yield "uncontrolled"
    if row.linked_by:
        yield f"linked to the trial by inference: {row.linked_by}"
    if row.second_hand:
        yield "secondary source"


def _timing(row: OutcomeRow) -> Iterator[str]:
    if row.baseline:
        yield "baseline"
    if row.weeks_off:
        yield f"{row.weeks_off} week{'' if row.weeks_off == 1 else 's'} off treatment"
    sides = (("treated", row.arm), ("comparator", row.comparator))
    within = [f"{which} {side.p_within.printed}" for which, side in sides if side and side.p_within]
    if within:
        yield f"within-arm p: {', '.join(within)}"


def _derivations(row: OutcomeRow) -> Iterator[str]:
    figures = [figure for side in (row.arm, row.comparator) if side for figure in side.figures().values()]
    yield from dict.fromkeys(f"† {figure.method}" for figure in figures if figure.derived)


def _role(row: OutcomeRow) -> str | None:
    """The analysis role, with what became of the primary endpoint: a reader must not miss either."""
    if row.baseline:
        return None
    analysis = f"{row.analysis} {'analysis' if row.analysis == 'post hoc' else 'endpoint'}" if row.analysis else None
    if row.registered and row.registered != row.analysis:
        registered = "not registered" if row.registered == "not registered" else f"registered as {row.registered}"
        analysis = f"{analysis} in the publication, {registered}" if analysis else f"{registered} endpoint"
    met = {True: "met", False: "NOT met", None: None}[row.met]
    return ", ".join(filter(None, (analysis, met))) or None


def _subgroup(row: OutcomeRow) -> str | None:
    """First of all: a reader must not take a subgroup for the trial."""
    return f"SUBGROUP: {subgroup_words(row)}" if row.subgroup else None


def _unnamed_measure(row: OutcomeRow) -> str:
    """The measure of a row that speaks of no arm, where the heading above it does not name one."""
    return "" if measure_group(row)[1] or row.measure == NOT_STATED else row.measure


def _variant(row: OutcomeRow) -> str | None:
    """The SLEDAI behind a figure: variants score differently, so that one which is not stated is said to be so."""
    if row.instrument not in {None, INSTRUMENT_NOT_STATED}:
        return row.instrument
    endpoint = _ENDPOINTS.get(row.endpoint)
    counts = endpoint is not None and endpoint.holds_sledai and row.missing is None
    return f"SLEDAI variant {numbers.missing(row.rest_missing)}" if counts else None


def lacking(row: OutcomeRow) -> tuple[str, ...]:
    """The kinds of missing that the words of a row tell by their short marks."""
    variant = row.instrument in {None, INSTRUMENT_NOT_STATED} and _variant(row)
    return (row.rest_missing,) if variant else ()


def _scored(row: OutcomeRow) -> str | None:
    """The patients behind a score, whose column the score itself takes."""
    if not row.statistic or row.missing or row.arm is None or not row.arm.n:
        return None
    other = row.comparator.n.value if row.comparator else None
    return f"n {row.arm.n.value} and {other}" if other else f"n {row.arm.n.value}"


def words_of(remarks: Iterable[Remark]) -> str:
    """Remarks as one text."""
    return "; ".join(one.text for one in remarks)
