"""The comparison as a page: studies, outcomes, doses, harms, then a key to the marks and the numbered sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from il2sle.evidence.comparison import measure_group
from il2sle.evidence.outcomes import DERIVED
from il2sle.evidence.rows import SECTIONS, Comparison, DoseRow, HarmRow, OutcomeRow, SourceRow, StudyRow
from il2sle.evidence.studies import DIFFER
from il2sle.records.vocabulary import ENDPOINTS, INSTRUMENT_NOT_STATED, MISSING, OTHER, ROUTE_SHORT

from . import figures
from .document import Block, Column, Document, Group, Notes, Prose, Row, Table, Terms
from .figures import DERIVED_MARK, DISPUTED_MARK, DOUBT_MARK, Numbered

INLINE = 48  # a longer remark goes under the table, with a letter

TITLES = {
    "studies": "STUDIES",
    "outcomes": "OUTCOMES",
    "doses": "DOSES",
    "harms": "HARMS",
}
_ENDPOINTS = {endpoint.key: endpoint for endpoint in ENDPOINTS}


class Letters:
    """Notes under a table: each text once, in the order in which rows refer to it."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}

    def refer(self, texts: Iterable[str]) -> str:
        """The letters of these notes, e.g. `note a, c`; empty without any."""
        letters = [self._notes.setdefault(text, _letter(len(self._notes))) for text in texts]
        return f"note {', '.join(dict.fromkeys(letters))}" if letters else ""

    def block(self) -> list[Block]:
        """The notes as a block of the page; none without notes."""
        return [Notes("", tuple((letter, text) for text, letter in self._notes.items()))] if self._notes else []


def _letter(number: int) -> str:
    first, second = divmod(number, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + second)


def compare_page(comparison: Comparison, sections: Sequence[str] = SECTIONS) -> Document:
    """Lay out a comparison; `sections` names the parts to show, each once, in their fixed order."""
    numbered = Numbered(source.key for source in comparison.sources)
    blocks: list[Block] = []
    for section in (name for name in SECTIONS if name in sections):
        blocks.extend(section_blocks(section, comparison, numbered))
    blocks.extend(Prose(note) for note in comparison.notes)
    blocks.append(key_block(blocks))
    blocks.append(source_block(comparison.sources, numbered))
    return Document("", tuple(blocks))


def section_blocks(section: str, comparison: Comparison, numbered: Numbered) -> list[Block]:
    """One section as a table and its notes; harms are a table for each trial."""
    letters = Letters()
    if section == "studies":
        return [studies_table(comparison.studies, numbered, letters), *letters.block()]
    if section == "outcomes":
        return [outcomes_table(comparison.outcomes, numbered, letters), *letters.block()]
    if section == "doses":
        return [doses_table(comparison.doses, numbered, letters), *letters.block()]
    return [*harms_tables(comparison.harms, numbered, letters), *letters.block()]


def remark(flags: Iterable[str], letters: Letters, *first: str | None) -> str:
    """What is said of a row: short remarks in words, long ones as letters under the table."""
    listed = list(flags)
    short = [text for text in (*first, *(flag for flag in listed if len(flag) <= INLINE)) if text]
    return "; ".join([*short, *filter(None, [letters.refer(flag for flag in listed if len(flag) > INLINE)])])


# Studies

STUDY_COLUMNS = (
    Column("trial", role="identity", least=0),
    Column("design", role="identity"),
    Column("phase", role="identity", prose="phase {}", least=0),
    Column("patients", role="identity", prose="{} patients", least=10),
    Column("drug against comparator", role="identity"),
    Column("weeks treated + after", role="identity", prose="{} weeks treated + after", least=0),
    Column("status", role="identity", least=12),
    Column("primary endpoint", role="identity", prose="primary endpoint: {}", least=12),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)
SHOWN_MATTERS = ("enrolled", "state", "phase", "ratio", "masking", "treatment", "results")


def studies_table(rows: Sequence[StudyRow], numbered: Numbered, letters: Letters) -> Table:
    """One row for each trial."""
    drawn = tuple(Row(_study_cells(row, numbered, letters)) for row in rows)
    return Table(TITLES["studies"], STUDY_COLUMNS, (Group("", drawn),))


def _study_cells(row: StudyRow, numbered: Numbered, letters: Letters) -> tuple[str, ...]:
    weeks = f"{_or_range(row.treatment_weeks)} + {_or_range(row.follow_up_weeks)}"
    return (
        f"{row.name} {row.trial}",
        row.design,
        row.phase or "not stated",
        _patients(row),
        f"{row.drug} against {row.comparator}" if row.comparator else f"{row.drug}, no comparator",
        weeks,
        _status(row),
        _primary(row),
        remark(_study_flags(row), letters),
        numbered.short(row.sources),
    )


def _study_flags(row: StudyRow) -> Iterator[str]:
    """The flags, without disputes about what this table does not show: those are counted."""
    shown = tuple(f"{DIFFER}{matter}:" for matter in SHOWN_MATTERS)
    elsewhere = [flag for flag in row.flags if flag.startswith(DIFFER) and not flag.startswith(shown)]
    yield from (flag for flag in row.flags if flag not in elsewhere)
    if elsewhere:
        yield f"sources differ on {len(elsewhere)} more: see show"


def _primary(row: StudyRow) -> str:
    if row.primary_endpoint is None:
        return "not stated"
    met = {True: "met", False: "NOT met", None: "whether met is not stated"}[row.primary_met]
    return f"{row.primary_endpoint}: {met}"


def _or_range(weeks: object) -> str:
    return "NR" if weeks is None else str(weeks)


def _disputed(row: StudyRow, matter: str) -> str:
    return DISPUTED_MARK if any(flag.startswith(f"{DIFFER}{matter}:") for flag in row.flags) else ""


def _patients(row: StudyRow) -> str:
    mark = _disputed(row, "enrolled")
    kind = f" {row.enrolled_kind}" if row.enrolled_kind else ""
    enrolled = f"{row.enrolled}{mark} enrolled ({kind.strip()})" if kind else f"{row.enrolled}{mark} enrolled"
    return f"{row.randomised} randomised; {enrolled}" if row.randomised is not None else enrolled


def _status(row: StudyRow) -> str:
    date = row.status_as_of or "undated"
    return f"{row.status}{_disputed(row, 'state')} ({date}), results {row.results}"


# Outcomes

ARM_COLUMN = Column("arm against comparator", role="identity")
FIRST_FIGURE = Column("n/N", over="treated", align="/")
OUTCOME_COLUMNS = (
    Column("trial", role="identity"),
    ARM_COLUMN,
    Column("week", align="right", role="identity", prose="week {}"),
    Column("set", role="identity", prose="set {}", least=0),
    FIRST_FIGURE,
    Column("%", over="treated", align=".", gap=1),
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
        replace(column, header=f"arm against {shared}") if shared and column is ARM_COLUMN else column
        for column in OUTCOME_COLUMNS
    )
    groups = tuple(
        _outcome_group(list(group), numbered, letters, shared) for _, group in groupby(rows, key=measure_group)
    )
    caption = "Difference: arm minus comparator, in percentage points, with Newcombe's 95% interval where derived."
    return Table(TITLES["outcomes"], columns, groups, caption)


def _outcome_group(rows: list[OutcomeRow], numbered: Numbered, letters: Letters, shared: str | None) -> Group:
    drawn = tuple(_outcome_row(alike, numbered, letters, shared) for alike in _alike(rows))
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
    _, measure, _ = measure_group(row)
    if row.endpoint == OTHER:
        return ", ".join(filter(None, (measure, statistic))) or "Further outcomes · no figures"
    endpoint = _ENDPOINTS[row.endpoint]
    if not measure:
        return f"{endpoint.key} · {endpoint.title} · no figures"
    better = "lower" if statistic else endpoint.better
    detail = f", {statistic}" if statistic else ""
    return f"{endpoint.key} · {endpoint.title} · {measure}{detail}; {better} is better"


def _outcome_row(rows: list[OutcomeRow], numbered: Numbered, letters: Letters, shared: str | None) -> Row:
    row = rows[0]
    span = outcome_span(row)
    cells = [""] * 7 if span else outcome_figures(row)
    return Row(
        (
            row.name,
            _against(rows, shared),
            or_not_reported(row, row.week),
            or_not_reported(row, row.population),
            *cells,
            remark(_spoken(row), letters, role(row), row.subset, _variant(row), _patients_scored(row)),
            numbered.short(row.sources),
        ),
        span,
    )


def or_not_reported(row: OutcomeRow, value: object) -> str:
    """A week or a population; where a row has figures but no such word, that it is not reported."""
    if value is None:
        return figures.missing("not reported") if row.missing is None else ""
    return str(value)


def _against(rows: list[OutcomeRow], shared: str | None) -> str:
    row = rows[0]
    if row.arm_label is None:
        return "" if measure_group(row)[1] else row.measure
    arms = "; ".join(alike.arm_label or "" for alike in rows)
    if row.comparator_label is None:
        return f"{arms}, no comparator"
    return arms if row.comparator_label == shared else f"{arms} / {row.comparator_label}"


def _spoken(row: OutcomeRow) -> Iterator[str]:
    """The flags that stand in words at the row.

    What became of the primary endpoint stands with the role; how a figure was derived stands in `show`.
    """
    return (flag for flag in row.flags if flag not in {"met", "not met"} and not flag.startswith(DERIVED))


def outcome_span(row: OutcomeRow) -> str:
    """The words that stand in place of figures where there are none."""
    if row.missing is None:
        return ""
    words = {"not measured": "not an endpoint of this trial", "pending": "results pending"}
    return words.get(row.missing, row.missing)


def outcome_figures(row: OutcomeRow) -> list[str]:
    """The seven cells from the treated arm's count to p, each with its mark or with the kind of missing."""
    nothing = figures.missing("not reported")
    no_control = figures.missing("not applicable")
    treated = [cell or nothing for cell in figures.side(row, "arm")]
    if row.comparator is None:
        return [*treated, no_control, no_control, no_control, no_control, _p(row) or no_control]
    other = [cell or nothing for cell in figures.side(row, "comparator")]
    if row.week == 0 or row.statistic:
        return [*treated, *other, "", "", _p(row)]
    difference = figures.marked(figures.points(row.difference), "difference" in row.derived)
    interval = figures.interval(row.difference_low, row.difference_high)
    return [*treated, *other, difference or nothing, interval or nothing, _p(row) or nothing]


def _p(row: OutcomeRow) -> str:
    doubtful = row.p_check is not None and row.p_check.startswith("not reproduced")
    return figures.p_value(row.p, row.p_comparator) + (DOUBT_MARK if doubtful else "")


def role(row: OutcomeRow) -> str | None:
    """The analysis role, with what became of the primary endpoint: a reader must not miss either."""
    met = next((flag for flag in row.flags if flag in {"met", "not met"}), None)
    return ", ".join(filter(None, (row.analysis, met))) or None


def _variant(row: OutcomeRow) -> str | None:
    if row.missing is not None or row.instrument is None:
        return None
    return "SLEDAI variant not stated" if row.instrument == INSTRUMENT_NOT_STATED else row.instrument


def _patients_scored(row: OutcomeRow) -> str | None:
    """The patients behind a score, whose column the score itself takes."""
    if not row.statistic or row.missing or row.arm_n is None:
        return None
    return f"n {row.arm_n} and {row.comparator_n}" if row.comparator_n else f"n {row.arm_n}"


# Doses

DOSE_COLUMNS = (
    Column("trial", role="identity"),
    Column("arm", role="identity"),
    Column("schedule", role="identity"),
    Column("1–12", over=f"injections{DERIVED_MARK}, weeks", align="right"),
    Column("1–24", over=f"injections{DERIVED_MARK}, weeks", align="right"),
    Column("all", over=f"injections{DERIVED_MARK}, weeks", align="right"),
    Column("1–12", over=f"cumulative dose{DERIVED_MARK}, weeks", align="."),
    Column("1–24", over=f"cumulative dose{DERIVED_MARK}, weeks", align="."),
    Column("all", over=f"cumulative dose{DERIVED_MARK}, weeks", align="."),
    Column("unit"),
    Column(f"last day{DERIVED_MARK}", align="right"),
    Column("remarks", role="remark"),
    Column("sources", role="remark", least=9),
)


def doses_table(rows: Sequence[DoseRow], numbered: Numbered, letters: Letters) -> Table:
    """The regimens, a row for each arm and dose level."""
    pairs = zip((None, *rows), rows, strict=False)
    drawn = tuple(Row(_dose_cells(row, before, numbered, letters)) for before, row in pairs)
    caption = "Day 1 is the first dose. Million IU of aldesleukin and µg of a PEGylated conjugate have no common unit."
    return Table(TITLES["doses"], DOSE_COLUMNS, (Group("", drawn),), caption)


def _dose_cells(row: DoseRow, before: DoseRow | None, numbered: Numbered, letters: Letters) -> tuple[str, ...]:
    route = ROUTE_SHORT.get(row.route or "", "")
    schedule = f"{row.schedule}{', ' + route if route else ''}"
    if before and (before.trial, before.schedule, before.route) == (row.trial, row.schedule, row.route):
        schedule = "the same"
    return (
        row.name,
        row.arm_label,
        schedule,
        *dose_figures(row),
        remark(row.flags, letters),
        numbered.short(row.sources),
    )


def dose_figures(row: DoseRow) -> tuple[str, ...]:
    """The cells of injections, cumulative dose, its unit, and the day of the last dose."""
    injections = (row.injections_week_12, row.injections_week_24, row.injections_total)
    sums = (row.cumulative_week_12, row.cumulative_week_24, row.cumulative_total)
    unknown = "NR" if row.dose is not None else figures.missing("not applicable")
    return (
        *("NR" if figure is None else str(figure) for figure in injections),
        *(unknown if figure is None else str(figure) for figure in sums),  # a sum of printed doses: no rounding
        row.dose_unit or "",
        _last_day(row),
    )


def _last_day(row: DoseRow) -> str:
    if row.last_dose_day is not None or row.last_dose_day_earliest is None:
        return "NR" if row.last_dose_day is None else str(row.last_dose_day)
    return f"{row.last_dose_day_earliest} to {row.last_dose_day_latest}"


# Harms


def harms_tables(rows: Sequence[HarmRow], numbered: Numbered, letters: Letters) -> Iterator[Table]:
    """A table for each trial, with its arms as columns: arms of different trials are never lined up."""
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.trial)):
        own = list(group)
        title = TITLES["harms"] if number == 0 else ""
        caption = "Patients affected, n/N (%), arm by arm." if number == 0 else ""
        yield _harms_of(own, numbered, letters, title, caption)
    if not rows:
        yield Table(TITLES["harms"], (Column("event"),), ())


def _harms_of(rows: list[HarmRow], numbered: Numbered, letters: Letters, title: str, caption: str) -> Table:
    arms = {row.arm: row.arm_label or "" for row in rows if row.arm}
    columns = (
        Column("event", role="identity"),
        *(Column(label, align="/") for label in arms.values()),
        *(() if arms else (Column("reported"),)),
        Column("remarks", role="remark"),
        Column("sources", role="remark", least=9),
    )
    keyed = groupby(rows, key=lambda row: (row.category, row.event))
    drawn = tuple(_harm_row(list(group), list(arms), numbered, letters) for _, group in keyed)
    return Table(title, columns, (Group(rows[0].name, drawn),), caption)


def _harm_row(rows: list[HarmRow], arms: list[str], numbered: Numbered, letters: Letters) -> Row:
    first = rows[0]
    by_arm = {row.arm: row for row in rows}
    figured = first.arm is not None
    cells = tuple(_harm_cell(by_arm.get(arm)) if figured else "" for arm in arms) or ("",)
    span = "" if figured else (first.missing or "in words only")
    flags = (*([first.statement] if first.statement else []), *first.flags)
    nested = any(flag.startswith("also counted in") for flag in first.flags)
    return Row(
        (
            f"{'– ' if nested else ''}{first.event}",
            *cells,
            remark(flags, letters),
            numbered.short(first.sources),
        ),
        span,
    )


def _harm_cell(row: HarmRow | None) -> str:
    if row is None or row.missing:
        return figures.missing(row.missing if row else "not reported")
    percent = figures.marked(figures.percent(row.percent), "percent" in row.derived)
    if row.affected is None:
        return f"{percent}%, n NR"
    return f"{figures.counts(row.affected, row.n)} ({percent})"


# The key and the sources


DERIVED_KEY = (
    "derived: computed by il2sle from reported figures, printed by no source: the only counts that give the printed "
    "percentages, Newcombe's intervals, sums over a schedule; `il2sle show` says how for each figure"
)


def key_block(blocks: Sequence[Block]) -> Notes:
    """What the marks mean that occur in the tables and terms of a page."""
    found = set(re.findall(r"\bn/a\b|\w+|[†‡§]", " ".join(_texts(blocks))))
    marks = (
        (DERIVED_MARK, DERIVED_KEY),
        (DISPUTED_MARK, "sources differ; the rule by which one claim is shown stands in the notes"),
        (DOUBT_MARK, "p, as printed, that none of Pearson, Pearson N-1, Yates and Fisher gives on the counts"),
        *MISSING.values(),
    )
    return Notes("KEY", tuple((mark, text) for mark, text in marks if mark in found))


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (column.full for column in block.columns)
            yield from (text for group in block.groups for row in group.rows for text in (*row.cells, row.span))
        elif isinstance(block, Terms):
            yield from (text for _, text in block.items)


def source_block(sources: Sequence[SourceRow], numbered: Numbered) -> Notes:
    """The numbered sources."""
    items = ((f"[{numbered.number(source.key)}]", source_words(source)) for source in sources)
    return Notes("SOURCES", tuple(items))


def source_words(source: SourceRow) -> str:
    """A source as one line: citation, kind, rank where it is secondary, date, address."""
    rank = ", secondary" if source.rank == "secondary" else ""
    date = source.date or (f"undated, read {source.read}" if source.read else "undated")
    doi = f" doi:{source.doi}" if source.doi else ""
    address = f" {source.url}" if source.url and not source.doi else ""
    note = f" ({source.note})" if source.note else ""
    return f"{source.citation} · {source.kind}{rank}, {date}{note}{doi}{address}"
