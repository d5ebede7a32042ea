"""The four sections in short: every row with a figure, its doubts in a few words; the full form has the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from il2sle.evidence.answer import Answer, MainResult, has_figures
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import measure_group
from il2sle.evidence.dose_row import DoseRow
from il2sle.evidence.folding import FEW
from il2sle.evidence.reading import UNREAD
from il2sle.evidence.rows import OutcomeRow, StudyRow
from il2sle.frozen import replace
from il2sle.records.values import NOT_STATED
from il2sle.records.vocabulary import ENDPOINT_KEYS, MISSING, OTHER, POPULATIONS

from . import numbers
from .answer import TRIAL, hoisted, result_columns, result_row, two_lines
from .answer_names import names
from .brief import (
    DERIVED,
    SETS,
    Sources,
    doubt_words,
    instrument_words,
    kind_words,
    others_words,
    role_words,
    sum_words,
    unit_short,
)
from .doses import schedule_words, sums_missing
from .forest.column import with_bars
from .harm_matrix import NO_ROW, harm_blocks
from .page.blocks import SIGNS, Block, Cell, Column, Group, Mark, Prose, Table, TableRow, Terms, cells
from .studies import length_cell, missing_of
from .timeline.picture import strips

FOLDED = 30  # trials; of more, a page shows only the main results
SHORT_MARKS: dict[Mark, str] = {
    "derived": "computed here, printed by no source",
    "disputed": "sources differ",
    "model": "by a model",
    "read off": "read off a graph",
    "target": "planned, not enrolled",
    "doubt": "no test on the counts gives this p, and the conclusion at 0.05 would differ",
}
"""The key of the short form; the full form says more."""


def compact_blocks(
    comparison: Comparison, sections: Iterable[str], *, narrow: bool, width: int | None = None
) -> Iterator[Block]:
    """The sections asked for, in their order; folded where they are many and none was asked for by name."""
    if comparison.answer and len(comparison.trials) > FOLDED:
        comparison, told = fold(comparison, comparison.answer)
        yield Prose(told)
    sources = {source.key: source for source in comparison.sources}
    drawn: dict[str, Callable[[], Iterable[Block]]] = {
        "studies": lambda: (*_studies(comparison.studies, narrow=narrow), *_lines(comparison.answer)),
        "outcomes": lambda: _outcomes(comparison, sources, narrow=narrow, width=width),
        "doses": lambda: _doses(comparison, narrow=narrow),
        "harms": lambda: harm_blocks(comparison.harms, narrow=narrow),
    }
    for section in sections:
        yield from drawn[section]()


def without_folded(comparison: Comparison) -> Comparison:
    """The rows of the trials that are told in full; a line for each of the others stands under the studies."""
    told = {study.trial for study in comparison.answer.told} if comparison.answer else set(comparison.trials)
    return replace(
        comparison,
        studies=tuple(row for row in comparison.studies if row.trial in told),
        outcomes=tuple(row for row in comparison.outcomes if row.trial in told),
        doses=tuple(row for row in comparison.doses if row.trial in told),
        harms=tuple(row for row in comparison.harms if row.trial in told),
    )


def fold(comparison: Comparison, answer: Answer) -> tuple[Comparison, str]:
    """Of many trials those with a main result, and their main results alone; what that leaves out, in words."""
    main = [result.row for known in answer.known for result in known.results]
    shown = {row.trial for row in main}
    mine = set(map(id, main))
    harmed = {harms.trial for harms in answer.harms if harms.main} & shown
    kept = replace(
        comparison,
        studies=tuple(row for row in comparison.studies if row.trial in shown),
        outcomes=tuple(row for row in comparison.outcomes if id(row) in mine),
        doses=tuple(row for row in comparison.doses if row.trial in shown),
        harms=tuple(row for row in comparison.harms if row.trial in harmed),
    )
    trials = len(comparison.trials) - len(shown)
    rows = sum(row.missing is None for row in comparison.outcomes) - len(kept.outcomes)
    told = f"Folded, as there are {len(comparison.trials)} trials: {trials} without a main result, {rows} further rows"
    return kept, f"{told}. il2sle compare --full shows all, il2sle list every trial."


# Studies


def _studies(rows: Sequence[StudyRow], *, narrow: bool) -> Iterator[Block]:
    columns = _NARROW_STUDIES if narrow else _WIDE_STUDIES
    drawn = tuple(TableRow(cells(*(_narrow_study(row) if narrow else _wide_study(row)))) for row in rows)
    headed = tuple(
        Column(name, role="identity", least=least, most=0 if narrow or number else TRIAL)
        for number, (name, least) in enumerate(columns)
    )
    yield Table("", headed, (Group("", drawn),), dense=True, gap=1)
    unread = [f"{row.name} ({', '.join(row.unread_keys)})" for row in rows if row.unread_keys]
    part = sum(len(row.part_keys) for row in rows)
    parts = [f"not read: {names(unread)}"] if unread else []
    parts += [f"read in part: {part} further reports"] if part else []
    if parts:
        yield Prose(f"Reports {'; '.join(parts)}. il2sle list names them.", tight=True)


def _lines(answer: Answer | None) -> Iterator[Block]:
    """The folded trials, a line each, those folded for one reason together."""
    by_why: dict[str, list[TableRow]] = {}
    for one in answer.folded if answer else ():
        by_why.setdefault(one.why, []).append(TableRow(cells(*_line(one.study))))
    if by_why:
        columns = (Column(name, role="identity", least=14 if name == "drug" else 0) for name in _LINES)
        groups = tuple(Group(why, tuple(rows)) for why, rows in by_why.items())
        yield Table("", tuple(columns), groups, dense=True, gap=1)


_LINES = ("FOLDED", "registered", "n", "results", "drug")


def _line(row: StudyRow) -> tuple[str | Cell, ...]:
    results = row.results or row.missing.get("results", "not stated")
    return row.name, row.trial, _patients(row), results, row.drug


_NARROW_STUDIES = (("STUDIES", 0), ("n", 0), ("design; drug", 20), ("status", 0))
_WIDE_STUDIES = (
    *(("STUDIES", 0), ("registered", 0), ("n", 0), ("design", 0), ("drug v control", 20), ("wk", 0)),
    *(("status", 0), ("results", 0)),
)


def _wide_study(row: StudyRow) -> tuple[str | Cell, ...]:
    return row.name, row.trial, _patients(row), _design(row), _drug(row), length_cell(row, "treatment"), *_status(row)


def _narrow_study(row: StudyRow) -> tuple[str | Cell, ...]:
    weeks = f", {row.treatment.weeks} wk" if row.treatment and row.treatment.weeks else ""
    first, design = two_lines(row.name, row.trial), two_lines(f"{_design(row)}{weeks}", _drug(row))
    return first, _patients(row), design, two_lines(*_status(row))


def _patients(row: StudyRow) -> Cell:
    number = row.randomised if row.randomised is not None else row.enrolled
    marks: list[Mark] = ["disputed"] if {"enrolled", "randomised"} & set(row.disputed) else []
    if row.randomised is None and row.enrolled_kind == "target":
        marks.append("target")
    counted = Cell("" if number is None else str(number), tuple(marks))
    return numbers.or_missing(counted, missing_of(row, "enrolled"))


def _design(row: StudyRow) -> str:
    arms = f"{row.arms} arms" if row.controlled else "no control"
    phase = f"phase {row.phase}" if row.phase else ""
    return ", ".join(filter(None, (row.blinded, arms, phase)))


def _drug(row: StudyRow) -> str:
    return f"{row.drug} v {row.comparator}" if row.comparator else row.drug


def _status(row: StudyRow) -> tuple[str, str]:
    status = row.status or row.missing.get("status", "not stated")
    return status, row.results or row.missing.get("results", "not stated")


# Outcomes


def _outcomes(comparison: Comparison, sources: Sources, *, narrow: bool, width: int | None) -> Iterator[Block]:
    regimens: dict[tuple[str, str], tuple[DoseRow, ...]] = {}
    for dose in comparison.doses:
        regimens[dose.trial, dose.arm] = (*regimens.get((dose.trial, dose.arm), ()), dose)
    told = [row for row in comparison.outcomes if row.missing is None]
    measured = [list(group) for _, group in groupby(told, key=measure_group)]
    groups = tuple(Group(_heading(rows), tuple(_rows(rows, regimens, sources, narrow=narrow))) for rows in measured)
    columns = result_columns("OUTCOMES", narrow=narrow)
    if told:
        table = Table("", columns, groups, dense=True, gap=1, below=narrow)
        yield with_bars(hoisted(table), measured, width)
    silent = (*_silent(comparison.outcomes), *_silent_primaries(comparison.outcomes))
    if silent:
        yield Terms("", silent, tight=bool(told))


def _heading(rows: list[OutcomeRow]) -> str:
    """The endpoint, what was measured of it, and its index where all rows name one."""
    first = rows[0]
    measure = {"responders": "", "attained": "", NOT_STATED: ""}.get(first.measure, first.measure)
    named = first.endpoint if first.endpoint != OTHER else ""
    shared = {instrument_words(row) for row in rows if not row.baseline}
    index = shared.pop() if len(shared) == 1 else ""
    better = f"{first.better} is better" if first.better else ""
    words = " ".join(filter(None, (named, measure)))
    return "; ".join(filter(None, (", ".join(filter(None, (words, first.statistic, index))), better)))


def _rows(
    rows: Iterable[OutcomeRow],
    regimens: Mapping[tuple[str, str], tuple[DoseRow, ...]],
    sources: Sources,
    *,
    narrow: bool,
) -> Iterator[TableRow]:
    """The rows of a measure; what is said of the other doses is told once for each arm and words."""
    told: set[tuple[str, str, str]] = set()
    before = ("", "")
    for row in rows:
        arm = row.arm.label if row.arm else ""
        others = [words for words in others_words(row.others, arm) if (row.trial, arm, words) not in told]
        told |= {(row.trial, arm, words) for words in others}
        key = row.trial, row.arm.arm if row.arm else ""
        doses, again = regimens.get(key, ()), key == before
        before = key
        baseline = ["baseline"] if row.baseline else []
        beside = ", ".join(one.about.short for one in row.printed_beside)
        too = [f"printed too: {beside}"] if beside else []
        said = (role_words(row), *baseline, *doubt_words(row), *too, kind_words(row, sources), *others)
        yield result_row(MainResult(row, doses), said, narrow=narrow, again=again)


def _silent(rows: Sequence[OutcomeRow]) -> Iterator[tuple[str, Cell]]:
    """The trials without a figure, by kind of missing: a line for each endpoint, or for several that are alike."""
    by_words: dict[str, list[str]] = {}
    for endpoint, group in groupby(
        (row for row in rows if row.endpoint in ENDPOINT_KEYS), key=lambda row: row.endpoint
    ):
        listed = list(group)
        known = {row.trial for row in listed if row.missing is None}
        kinds: dict[str, dict[str, None]] = {}
        for row in listed:
            if row.trial not in known and row.missing:
                kinds.setdefault(row.missing, {})[row.name] = None
        if kinds:
            by_words.setdefault("; ".join(f"{kind}: {names(found)}" for kind, found in kinds.items()), []).append(
                endpoint
            )
    yield from ((f"no {', '.join(endpoints)}", Cell(words)) for words, endpoints in by_words.items())


def _silent_primaries(rows: Iterable[OutcomeRow]) -> Iterator[tuple[str, Cell]]:
    """The primary endpoints of single trials that have no figure: counted with none of the further outcomes."""
    own = [row for row in rows if row.main and row.endpoint not in ENDPOINT_KEYS]
    known = {(row.trial, row.endpoint, row.measure) for row in own if row.missing is None}
    silent = (row for row in own if (row.trial, row.endpoint, row.measure) not in known)
    told = dict.fromkeys(f"{row.name}: {_measured(row)} ({'; '.join(_why_silent(row))})" for row in silent)
    if told:
        yield "no figure", Cell("; ".join(told))


def _measured(row: OutcomeRow) -> str:
    return row.measure if row.endpoint == OTHER else f"{row.endpoint} {row.measure}"


def _why_silent(row: OutcomeRow) -> Iterator[str]:
    """The role, how the figure is missing, and what a source says in its place."""
    yield from filter(None, (role_words(row), row.missing))
    yield from (remark.text for remark in row.remarks if remark.kind == "says")


# Doses


def _doses(comparison: Comparison, *, narrow: bool) -> Iterator[Block]:
    dosed = [row for row in _with_results(comparison) if row.dosed]
    grouped = [list(group) for _, group in groupby(dosed, key=lambda row: (row.trial, row.schedule, row.route))]
    columns = _NARROW_DOSES if narrow else _WIDE_DOSES
    drawn = (TableRow(cells(*(_narrow_dose(group) if narrow else _wide_dose(group)))) for group in grouped)
    if grouped:
        yield Table("", columns, (Group("", tuple(drawn)),), dense=True, gap=1)
    shown = {row.trial for row in dosed}
    yield from strips([one for one in comparison.timelines if one.trial in shown and one.doses])


def _dose_columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, role="identity", least=0) for name in names)


_NARROW_DOSES = _dose_columns("DOSES", "schedule", f"given{DERIVED}", f"sum 12 wk{DERIVED}")


def _with_results(comparison: Comparison) -> list[DoseRow]:
    """The regimens that results stand beside; all where a reader asked for doses alone."""
    shown = {row.trial for row in comparison.outcomes if row.missing is None}
    shown |= {row.trial for row in comparison.harms if has_figures(row)}
    told = comparison.answer
    every = told is None or (len(told.studies) > FEW and not told.folded)
    return [row for row in comparison.doses if every or row.trial in shown]


_IN_ALL = Column("all", role="identity", least=0, continues=True)
_WIDE_DOSES = (
    Column("DOSES", role="identity", least=0, most=TRIAL),
    *(*_dose_columns("dose", "schedule", f"given{DERIVED}\n12 wk"), _IN_ALL),
    *(*_dose_columns(f"dose sum{DERIVED}\n12 wk"), _IN_ALL),
)


def _dose(group: Sequence[DoseRow]) -> str:
    unit = unit_short(group[0].dose_unit)
    known = dict.fromkeys(str(row.dose.value) for row in group if row.dose)
    if not known:  # a sum is known of doses that differ from step to step
        return (
            "by step" if any(sum_words(row.cumulative["total"]) for row in group) else f"dose {group[0].dose_missing}"
        )
    return f"{', '.join(known)} {unit}".strip()


def _sums(group: Sequence[DoseRow], window: str) -> str:
    return ", ".join(dict.fromkeys(sum_words(row.cumulative[window]) or sums_missing(row) or "" for row in group))


def _given(row: DoseRow, window: str) -> str:
    return sum_words(row.injections[window]) or row.schedule_missing or ""


def _with_all(words: Callable[[str], str], *, known: bool) -> str:
    """The figure of 12 weeks, and below it the total where anything is known."""
    return two_lines(words("week_12"), f"all {words('total')}" if known else "")


def _wide_dose(group: Sequence[DoseRow]) -> tuple[str, ...]:
    first = group[0]
    given = (_given(first, window) for window in ("week_12", "total"))
    sums = (_sums(group, window) for window in ("week_12", "total"))
    return first.name, _dose(group), schedule_words(first), *given, *sums


def _narrow_dose(group: Sequence[DoseRow]) -> tuple[str, ...]:
    first = group[0]
    given = _with_all(partial(_given, first), known=bool(first.injections["total"].low))
    sums = _with_all(partial(_sums, group), known=any(row.cumulative["total"].low for row in group))
    return two_lines(first.name, _dose(group)), schedule_words(first), given, sums


# The key


_KINDS = {UNREAD: "may stand in a report not read in full"}
_SETS = ("ITT", "mITT", "PP", "full analysis", "completers")


def key_line(blocks: Sequence[Block], rows: Sequence[OutcomeRow]) -> Prose:
    """What the signs and short words of a short page mean, in a paragraph, and how to read on."""
    tables = [block for block in blocks if isinstance(block, Table)]
    shown = [cell for table in tables for group in table.groups for row in group.rows for cell in row.cells]
    marks = {mark for cell in shown for mark in (*cell.marks, *cell.inner)}
    marks |= {mark for table in tables for column in table.columns for mark in column.marks}
    lacking = {kind for cell in shown for kind in cell.lacks}
    rowless = any(cell.absent and cell.text == NO_ROW for cell in shown)
    used = {row.population for row in rows}
    second_hand = any(row.second_hand for row in rows)
    items = [f"{SIGNS[mark]} {words}" for mark, words in SHORT_MARKS.items() if mark in marks]
    items += [f"{sign} {_KINDS.get(kind, kind)}" for kind, (sign, _) in MISSING.items() if kind in lacking - {sign}]
    items += ["news and meeting reports are second-hand"] if second_hand else []
    items += [f"{NO_ROW} no such row in the record"] if rowless else []
    items += [f"{SETS.get(name, name)} {POPULATIONS[name].partition(':')[0]}" for name in _SETS if name in used]
    items.append("MIU million IU")
    return Prose(f"KEY  {'; '.join(items)}. Notes and sources: il2sle compare --full, il2sle trace TRIAL.")
