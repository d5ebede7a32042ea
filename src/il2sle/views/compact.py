"""The four sections in short: every row with a figure, its doubts in a few words; the full form has the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from il2sle.evidence.answer import MainResult, has_figures
from il2sle.evidence.comparison import measure_group
from il2sle.evidence.rows import Comparison, DoseRow, HarmRow, OutcomeRow, StudyRow
from il2sle.records.vocabulary import MISSING, POPULATIONS

from . import numbers
from .answer import hoisted, names, narrow_columns, result_row, two_lines, wide_columns
from .brief import (
    DERIVED,
    Sources,
    doubt_words,
    instrument_words,
    kind_words,
    others_words,
    role_words,
    sum_words,
    unit_short,
)
from .doses import schedule_words
from .harms import harm_cell
from .outcomes import heading_words
from .page.blocks import SIGNS, Block, Cell, Column, Group, Mark, Prose, Table, TableRow, Terms, cells

SHORT_MARKS: dict[Mark, str] = {
    "derived": "computed here, printed by no source",
    "disputed": "sources differ",
    "model": "by a model",
    "read off": "read off a graph",
    "doubt": "no test on the counts gives this p, and the conclusion at 0.05 would differ",
}
"""The key of the short form; the full form says more."""


def compact_blocks(comparison: Comparison, sections: Iterable[str], *, narrow: bool) -> Iterator[Block]:
    """The sections asked for, in their order."""
    sources = {source.key: source for source in comparison.sources}
    drawn = {
        "studies": lambda: _studies(comparison.studies, narrow=narrow),
        "outcomes": lambda: _outcomes(comparison, sources, narrow=narrow),
        "doses": lambda: _doses(comparison.doses, narrow=narrow),
        "harms": lambda: _harms(comparison.harms, narrow=narrow),
    }
    for section in sections:
        yield from drawn[section]()


# Studies


def _studies(rows: Sequence[StudyRow], *, narrow: bool) -> Iterator[Block]:
    columns = ("STUDIES", "n", "design; drug", "status", "not read")
    if narrow:
        drawn = tuple(Column(name, role="identity", least=0, gap=1) for name in columns)
        table = tuple(TableRow(cells(*_narrow_study(row))) for row in rows)
    else:
        names_ = ("STUDIES", "registered", "n", "design", "drug", "weeks", "status", "not read")
        drawn = tuple(Column(name, role="identity", least=0) for name in names_)
        table = tuple(TableRow(cells(*_wide_study(row))) for row in rows)
    yield Table("", drawn, (Group("", table),))


def _wide_study(row: StudyRow) -> tuple[str | Cell, ...]:
    phase = f", phase {row.phase}" if row.phase else ""
    return (
        row.name,
        row.trial,
        _patients(row),
        f"{_design(row)}{phase}",
        _drug(row),
        _weeks(row),
        _status(row),
        _unread(row),
    )


def _narrow_study(row: StudyRow) -> tuple[str | Cell, ...]:
    patients = _patients(row)
    design = two_lines(f"{_design(row)}, phase {row.phase or 'NR'}, {_weeks(row)} wk", _drug(row))
    return two_lines(row.name, row.trial), patients, design, _status(row), _unread(row)


def _patients(row: StudyRow) -> Cell:
    number = row.randomised if row.randomised is not None else row.enrolled
    marks: tuple[Mark, ...] = ("disputed",) if {"enrolled", "randomised"} & set(row.disputed) else ()
    return Cell(str(number), marks) if number is not None else numbers.or_missing(Cell(), row.missing.get("enrolled"))


def _design(row: StudyRow) -> str:
    arms = f"{row.arms} arms" if row.controlled else "no control"
    return ", ".join(filter(None, (row.blinded, arms)))


def _drug(row: StudyRow) -> str:
    return f"{row.drug} v {row.comparator}" if row.comparator else row.drug


def _weeks(row: StudyRow) -> str:
    if row.treatment is None or row.treatment.weeks is None:
        return numbers.missing(row.missing.get("treatment"))
    return str(row.treatment.weeks)


def _status(row: StudyRow) -> str:
    status = row.status or row.missing.get("status", "not stated")
    results = row.results or row.missing.get("results", "not stated")
    return f"{status}, {results}"


def _unread(row: StudyRow) -> str:
    """The reports of which nothing was read, and how many were read in part."""
    part = len(row.unread) - len(row.unread_keys)
    return ", ".join((*row.unread_keys, *([f"{part} in part"] if part else [])))


# Outcomes


def _outcomes(comparison: Comparison, sources: Sources, *, narrow: bool) -> Iterator[Block]:
    regimens: dict[tuple[str, str], tuple[DoseRow, ...]] = {}
    for dose in comparison.doses:
        regimens[dose.trial, dose.arm] = (*regimens.get((dose.trial, dose.arm), ()), dose)
    told = [row for row in comparison.outcomes if row.missing is None]
    groups = tuple(
        Group(heading_words(list(rows)), tuple(_outcome(row, regimens, sources, narrow=narrow) for row in rows))
        for rows in (list(group) for _, group in groupby(told, key=measure_group))
    )
    columns = narrow_columns("OUTCOMES; dose (12 wk)") if narrow else wide_columns("OUTCOMES")
    if told:
        yield hoisted(Table("", columns, groups))
    silent = tuple(_silent(comparison.outcomes))
    if silent:
        yield Terms("", silent, tight=bool(told))


def _outcome(
    row: OutcomeRow,
    regimens: Mapping[tuple[str, str], tuple[DoseRow, ...]],
    sources: Sources,
    *,
    narrow: bool,
) -> TableRow:
    arm = row.arm.label if row.arm else ""
    doses = regimens.get((row.trial, row.arm.arm if row.arm else ""), ())
    instrument = "" if row.baseline else instrument_words(row)
    said = (
        role_words(row),
        "baseline" if row.baseline else "",
        *doubt_words(row),
        instrument,
        kind_words(row, sources),
        *others_words(row.others, arm),
    )
    return result_row(MainResult(row, doses), said, narrow=narrow)


def _silent(rows: Sequence[OutcomeRow]) -> Iterator[tuple[str, Cell]]:
    """For each endpoint the trials without a figure, by kind of missing."""
    for endpoint, group in groupby(rows, key=lambda row: row.endpoint):
        listed = list(group)
        known = {row.trial for row in listed if row.missing is None}
        kinds: dict[str, dict[str, None]] = {}
        for row in listed:
            if row.trial not in known and row.missing:
                kinds.setdefault(row.missing, {})[row.name] = None
        if kinds:
            yield f"no {endpoint}", Cell("; ".join(f"{kind}: {names(found)}" for kind, found in kinds.items()))


# Doses


def _doses(rows: Sequence[DoseRow], *, narrow: bool) -> Iterator[Block]:
    dosed = [row for row in rows if row.dosable and row.scheduled]
    grouped = [list(group) for _, group in groupby(dosed, key=lambda row: (row.trial, row.schedule, row.route))]
    columns = _NARROW_DOSES if narrow else _WIDE_DOSES
    drawn = (TableRow(cells(*(_narrow_dose(group) if narrow else _wide_dose(group)))) for group in grouped)
    headed = (Column(name, role="identity", least=0, gap=1 if narrow else 2) for name in columns)
    yield Table("", tuple(headed), (Group("", tuple(drawn)),))


_WINDOWS = ("week_12", "week_24", "total")
_NARROW_DOSES = ("DOSES", "schedule", f"given{DERIVED}", f"sum 12 wk{DERIVED}", f"sum{DERIVED}")
_WIDE_DOSES = (
    *("DOSES", "dose", "schedule", f"given{DERIVED}: 12 wk", "24 wk", "all"),
    *(f"dose sum{DERIVED}: 12 wk", "24 wk", "all"),
)


def _dose(group: Sequence[DoseRow]) -> str:
    unit = unit_short(group[0].dose_unit)
    known = dict.fromkeys(str(row.dose.value) for row in group if row.dose)
    return f"{', '.join(known)} {unit}".strip() or "by step"


def _sums(group: Sequence[DoseRow], window: str) -> str:
    return ", ".join(dict.fromkeys(sum_words(row.cumulative[window]) or "NR" for row in group))


def _wide_dose(group: Sequence[DoseRow]) -> tuple[str, ...]:
    first = group[0]
    given = (sum_words(first.injections[window]) for window in ("week_12", "week_24", "total"))
    sums = (_sums(group, window) for window in ("week_12", "week_24", "total"))
    return first.name, _dose(group), schedule_words(first), *given, *sums


def _narrow_dose(group: Sequence[DoseRow]) -> tuple[str, ...]:
    first = group[0]
    given = two_lines(*(sum_words(first.injections[window]) for window in ("week_12", "total")))
    return (
        two_lines(first.name, _dose(group)),
        schedule_words(first),
        given,
        _sums(group, "week_12"),
        _sums(group, "total"),
    )


# Harms


def _harms(rows: Sequence[HarmRow], *, narrow: bool) -> Iterator[Block]:
    """A matrix of events by trials; trials of which nothing is told stand in a line."""
    spoken = [row for row in rows if has_figures(row) or row.statement]
    whole = [row for row in spoken if not row.part_of]
    trials = list(dict.fromkeys((row.trial, row.name) for row in whole))
    size = 3 if narrow else 4
    for start in range(0, len(trials), size):
        yield _matrix(whole, trials[start : start + size], rows, narrow=narrow)
    silent = dict.fromkeys(row.name for row in rows if row.trial not in {trial for trial, _ in trials})
    parts = [f"No figure and no word on harms read: {names(silent)}."] if silent else []
    parts_of = len({(row.trial, row.event) for row in spoken if row.part_of})
    parts += [f"{parts_of} events that are part of others: see --full."] if parts_of else []
    if parts:
        yield Prose(" ".join(parts), tight=bool(trials))


def _matrix(
    whole: Sequence[HarmRow], trials: Sequence[tuple[str, str]], rows: Sequence[HarmRow], *, narrow: bool
) -> Table:
    shown = {trial for trial, _ in trials}
    events = dict.fromkeys(_line(row) for row in rows if row.trial in shown and _line(row) in set(map(_line, whole)))
    columns = (
        Column("HARMS", role="identity", least=0),
        *(Column(name, role="identity", least=18) for _, name in trials),
    )
    drawn = (
        TableRow(
            cells(
                event,
                *(
                    _harm_cell([r for r in rows if r.trial == trial and _line(r) == event], narrow=narrow)
                    for trial, _ in trials
                ),
            )
        )
        for event in events
    )
    return Table("", columns, (Group("", tuple(drawn)),))


def _line(row: HarmRow) -> str:
    """The line of an event: its category where trials are lined up by it, else its own words."""
    short = {
        "any": "any event",
        "serious": "serious",
        "death": "death",
        "discontinuation": "stopped",
        "infection": "infection",
        "injection site": "injection site",
        "immunogenicity": "antidrug antibodies",
    }
    return row.event if row.part_of else short.get(row.category, row.event)


def _harm_cell(rows: Sequence[HarmRow], *, narrow: bool) -> Cell:
    """What is known of an event in a trial: patients of both arms and the difference, else words, else why nothing is."""
    compared = [row for row in rows if row.difference]
    if compared:
        return Cell(
            "\n".join(_compared(row, many=len(compared) > 1, narrow=narrow) for row in compared), inner=("derived",)
        )
    figures = [f"{harm_cell(row).text} {row.arm_label}" for row in rows if has_figures(row)]
    words = list(dict.fromkeys(row.statement for row in rows if row.statement))
    if figures or words:
        return Cell("; ".join((*figures, *words)))
    reason = next((row.missing for row in rows if row.missing), "not reported")
    return Cell(reason if reason != "not reported" else MISSING[reason][0], absent=True)


def _compared(row: HarmRow, *, many: bool, narrow: bool) -> str:
    if row.difference is None:
        return ""
    _, _, affected, n = row.difference.value.inputs
    arm = f"{row.arm_label}: " if many else ""
    value, interval = numbers.effect_cells(row.difference)
    counts = f"{arm}{row.affected.value}/{row.n.value} v {affected.value}/{n.value}"
    difference = f"{value.marked} ({interval.text})"
    return two_lines(counts, difference) if narrow else f"{counts}, {difference}"


# The key


_SETS = ("ITT", "mITT", "PP")


def key_line(blocks: Sequence[Block], sets: Iterable[str | None]) -> Prose:
    """What the signs and short words of a short page mean, in a paragraph, and how to read on."""
    tables = [block for block in blocks if isinstance(block, Table)]
    shown = [cell for table in tables for group in table.groups for row in group.rows for cell in row.cells]
    marks = {mark for cell in shown for mark in (*cell.marks, *cell.inner)}
    marks |= {mark for table in tables for column in table.columns for mark in column.marks}
    absent = {cell.text for cell in shown if cell.absent}
    used = set(sets)
    items = [f"{SIGNS[mark]} {words}" for mark, words in SHORT_MARKS.items() if mark in marks]
    items += [f"{sign} {kind}" for kind, (sign, _) in MISSING.items() if sign in absent and sign != kind]
    items += [f"{name} {POPULATIONS[name].partition(':')[0]}" for name in _SETS if name in used]
    items += ["MIU million IU", "(12 wk) sum of doses in 12 weeks"]
    return Prose(f"KEY  {'; '.join(items)}. Notes and sources: il2sle compare --full, il2sle trace TRIAL.")
