"""The first screen: primary endpoints, the main results, the other endpoints, harms, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from il2sle.evidence.answer import Answer, Known, MainResult
from il2sle.evidence.rows import StudyRow
from il2sle.frozen import replace

from .answer_harms import harms_words
from .answer_names import (
    MOST,
    NAMES_OF_MANY,
    RESULTS_OF_MANY,
    ROWS_OF_CROWD,
    ROWS_OF_MANY,
    most_of,
    names,
)
from .answer_verdicts import verdicts
from .brief import (
    DERIVED,
    KINDS,
    Sources,
    dose_words,
    doubt_words,
    effect_cells,
    kind_words,
    others_words,
    result_words,
    role_words,
    set_words,
    share_cell,
    unit_short,
    week_cell,
)
from .page.blocks import Block, Cell, Column, Group, Prose, Table, TableRow, Terms, cells

ROWS_BESIDE_FOLDED = 4  # for which the lines of what is folded leave room
ONE_LINE, DOSE = 80, 24  # letters of a remark below a row of 80 columns, and of the dose among them
TRIAL = 14  # letters of a name before it is wrapped, where a row takes one line
NARROW = 120  # columns; below this what is said of a row stands below it
WIDE = 140  # what a page is laid out for where nothing limits it


def answer_blocks(answer: Answer, sources: Sources, *, narrow: bool) -> Iterator[Block]:
    """The blocks of the first screen; of one trial as of many."""
    yield Prose(_title(answer), tight=True)
    yield Terms("", tuple(verdicts(answer)), tight=True)
    leading = next((known for known in answer.known if known.results), None)
    if leading:
        yield from _leading(answer, leading, sources, narrow=narrow)
    told_doses = {_arm(result) for result in leading.results} if leading else set()
    of_one = len(answer.studies) == 1
    told = tuple(
        (known.endpoint, Cell("; ".join(_known(answer, known, told_doses, of_one=of_one))))
        for known in answer.known
        if known is not leading
    )
    yield Terms(
        "", (*told, ("HARMS", Cell(harms_words(answer))), *_folded(answer, leading), _basis(answer)), tight=True
    )


def _title(answer: Answer) -> str:
    trials = len(answer.studies)
    newest = f"; sources to {answer.newest}" if answer.newest else ""
    if trials == 1:
        study = answer.studies[0]
        return f"{study.name} ({study.trial}): {study.drug} in SLE{newest}"
    return f"{trials} trials of IL-2 in SLE, {answer.controlled} controlled. Nothing pooled{newest}"


# Which results are told


def strongest(results: Sequence[MainResult], most: int) -> list[MainResult]:
    """The results that say most, in their order: with an interval first, then of most patients.

    A link by inference says less than what names its trial.
    """

    def weight(result: MainResult) -> tuple[bool, bool, bool, float]:
        row = result.row
        effect = row.leading
        size = sum(float(side.n.value or 0) for side in (row.arm, row.comparator) if side)
        return not (effect and effect.low), row.uncontrolled, row.linked_by is not None, -size

    kept = sorted(range(len(results)), key=lambda number: weight(results[number]))[:most]
    return [results[number] for number in sorted(kept)]


# The endpoint that leads, as a table


def _leading(answer: Answer, known: Known, sources: Sources, *, narrow: bool) -> Iterator[Block]:
    shown = strongest(known.results, _rows_of(answer))
    befores = (None, *shown)
    rows = tuple(
        _leading_row(result, sources, narrow=narrow, again=before is not None and _arm(before) == _arm(result))
        for before, result in zip(befores, shown, strict=False)
    )
    columns = result_columns(known.endpoint, narrow=narrow)
    yield hoisted(Table("", columns, (Group("", rows),), tight=True, gap=1, below=narrow))
    rest = len(known.results) - len(shown)
    if rest and not answer.folded:  # else the line of what is folded tells of them
        stand = " stand in the table of outcomes" if answer.rows_below else ""
        yield Prose(f"{rest} further rows of {known.endpoint}{stand}.", tight=True)


def _leading_row(result: MainResult, sources: Sources, *, narrow: bool, again: bool) -> TableRow:
    row = result.row
    arm = row.arm.label if row.arm else ""
    role = role_words(row, verdict=False)
    # What became of the published primary endpoint is told above; of the registered one nobody may have said it.
    unjudged = row.registered == "primary" != row.analysis and row.met is None
    said = (f"{role}, no verdict" if unjudged else role, *doubt_words(row), kind_words(row, sources))
    words = (*said, *others_words(row.others, arm))
    if narrow and sum(len(word) + 2 for word in words) > ONE_LINE - (0 if again else DOSE):
        words = (*said, *others_words(row.others, arm, words=False))  # the table of outcomes has what is said
    return result_row(result, words, narrow=narrow, again=again, summed="/12 wk")


def result_columns(first: str, *, narrow: bool) -> tuple[Column, ...]:
    """The columns of results; narrow ones have the dose among what is said below the row."""
    dose = () if narrow else (Column("dose", role="identity"),)
    return (
        Column(first, role="identity", least=12, most=0 if narrow else TRIAL),
        *dose,
        Column("wk", role="identity", least=0),
        Column("set", role="identity", least=0, most=7 if narrow else 11),
        Column("drug", align="/"),
        Column("control", align="/"),
        Column("points", align="."),
        Column("95% CI", align="right"),
        Column("p", align="."),
        Column("analysis; source", role="remark", least=24),
    )


def result_row(
    result: MainResult, said: Iterable[str], *, narrow: bool, again: bool = False, summed: str = ""
) -> TableRow:
    """A result as a row of these columns.

    Args:
        result: the row and its doses.
        said: what is said of it.
        narrow: the dose among what is said, else in a column.
        again: the row before is of the same arm, and told its dose.
        summed: see `dose_words`.
    """
    row, dose = result.row, dose_words(result.doses, summed=summed)
    arm = "" if again else dose or (row.arm.label if row.arm else "")
    figures = (share_cell(row, treated=True), share_cell(row, treated=False), *effect_cells(row))
    words = [row.subset, *said]
    first: list[str | Cell] = [row.name, week_cell(row), set_words(row)]
    if narrow:
        words.insert(0, arm)
    else:
        first.insert(1, arm)
    return TableRow(cells(*first, *figures, "; ".join(filter(None, words))))


def two_lines(first: str, second: str) -> str:
    """A text over another, in one cell."""
    return "\n".join(filter(None, (first, second)))


def hoisted(table: Table) -> Table:
    """The table with a mark that all figures of a column bear behind its heading instead."""
    rows = [row for group in table.groups for row in group.rows]
    shared = {
        index: marks.pop()
        for index, column in enumerate(table.columns)
        if column.role == "figure"
        and len(
            marks := {row.cells[index].marks for row in rows if row.cells[index].text and not row.cells[index].absent}
        )
        == 1
    }
    columns = tuple(replace(column, marks=shared.get(i, column.marks)) for i, column in enumerate(table.columns))
    return replace(table, columns=columns, groups=tuple(_bare(group, shared) for group in table.groups))


def _bare(group: Group, columns: Mapping[int, object]) -> Group:
    rows = (
        replace(row, cells=tuple(replace(c, marks=()) if i in columns else c for i, c in enumerate(row.cells)))
        for row in group.rows
    )
    return replace(group, rows=tuple(rows))


# The other endpoints, in a line each


def _known(answer: Answer, known: Known, told: Collection[tuple[str, str]], *, of_one: bool) -> Iterator[str]:
    controlled = [result for result in known.results if of_one or not result.row.uncontrolled]
    shown = strongest(controlled, most_of(answer, RESULTS_OF_MANY))
    named = ["" if of_one else f"{_named(result, told)} " for result in shown]
    yield from (
        f"{name}{result_words(result)}{_about(result, of_one=of_one)}"
        for name, result in zip(named, shown, strict=False)
    )
    yield from _not_shown(answer, known, shown, of_one=of_one)


def _not_shown(answer: Answer, known: Known, shown: Sequence[MainResult], *, of_one: bool) -> Iterator[str]:
    """The trials that stand below, apart from those without a figure; where none stands below, its further rows."""
    below, more = _trials_below(known, shown), len(known.results) - len(shown)
    without = sum(len(trials) for _, trials in known.missing)
    if below and without:
        yield f"{below} {'below' if answer.rows_below else 'more'}, {without} without"
        return
    number, noun = (below, "trial") if below else (more, "row")
    if number:
        yield f"{number} more {noun}{'' if number == 1 else 's'}{_below(answer)}"
    if without:
        yield known.missing[0][0] if of_one else f"no figure: {without}"


def _trials_below(known: Known, shown: Iterable[MainResult]) -> int:
    """How many trials have a result, and none among those shown."""
    return len({result.row.trial for result in known.results} - {result.row.trial for result in shown})


def _below(answer: Answer) -> str:
    return " below" if answer.rows_below else ""


def _arm(result: MainResult) -> tuple[str, str]:
    return result.row.trial, result.row.arm.arm if result.row.arm else ""


def _named(result: MainResult, told: Collection[tuple[str, str]]) -> str:
    """The trial, with its dose unless the table above tells it."""
    known = [dose for dose in result.doses if dose.dose]
    if len(known) != 1 or _arm(result) in told:
        return result.row.name
    return f"{result.row.name} {known[0].dose.value} {unit_short(known[0].dose_unit)}"


def _about(result: MainResult, *, of_one: bool) -> str:
    """The measure, the time and what must not be missed, in brackets."""
    row = result.row
    measure = (row.statistic or "").partition(" ")[0] or (
        "" if row.measure in {"responders", "attained"} else row.measure
    )
    week = f"wk {row.week}" if row.week else row.time or ""
    role = role_words(row, verdict=row.met is None)
    met = {True: "met", False: "NOT met", None: "" if role == "secondary" else role}[row.met]
    second = [KINDS.get(kind, kind) for kind in row.kinds[:1] if row.second_hand]
    doubts = [word for word in (met, *doubt_words(row), *second) if word]
    says = dict.fromkeys(one.says for one in row.others if one.says)
    patients = row.population if of_one or row.population == "PP" else None
    others = f"; others: {'; '.join(says)}" if says else ""
    return f" ({', '.join(filter(None, (measure, week, patients, *doubts)))}{others})"


# What is folded


def _folded(answer: Answer, leading: Known | None) -> Iterator[tuple[str, Cell]]:
    """How many trials, by the reason, and rows of the leading table are told below only."""
    if answer.folded:
        numbers = Counter(one.why for one in answer.folded)
        parts = [", ".join(f"{number} {why}" for why, number in numbers.items())]
        if leading and len(leading.results) > _rows_of(answer):
            shown = strongest(leading.results, _rows_of(answer))
            number = _trials_below(leading, shown) or len(leading.results) - len(shown)
            parts.append(f"{number} more {leading.endpoint}{_below(answer)}")
        yield "FOLDED", Cell(f"{parts[0]}: compare --all{''.join(f'. {part}' for part in parts[1:])}")


def _rows_of(answer: Answer) -> int:
    """How many rows the leading table has room for."""
    most = most_of(answer, ROWS_OF_MANY) if answer.rows_below else ROWS_OF_CROWD
    return min(most, ROWS_BESIDE_FOLDED) if answer.folded else most


# What it rests on, and what comes next


def _basis(answer: Answer) -> tuple[str, Cell]:
    patients = sum(one.patients for one in answer.counted)
    whose = names((one.row.name for one in answer.counted), most_of(answer, NAMES_OF_MANY))
    worked_out = any(
        side.events.derived for one in answer.counted for side in (one.row.arm, one.row.comparator) if side
    )
    parts = [f"{DERIVED} computed here{', n/N from percentages' if worked_out else ''}"]
    unread = [study for study in answer.studies if study.unread]
    standing = [f"{study.name} rests on {', '.join(study.standing)}" for study in answer.studies if study.standing]
    parts += (
        standing if len(standing) <= MOST else [f"{len(standing)} trials rest on reports that were corrected since"]
    )
    if len(answer.studies) > 1:
        parts += (
            [f"counts of {patients} patients: {whose}"] if answer.counted else ["no counts of responders in two arms"]
        )
        parts += [f"unread reports in {len(unread)} trials"] if unread else []
        return "BASIS", Cell(f"{'; '.join(parts)}. Next: il2sle show {_typed(answer.studies)}")
    parts += [f"counts of {patients} patients"] if answer.counted else ["no counts of responders in two arms"]
    parts += [f"not read in full: {', '.join(study.unread)}" for study in unread]
    return "BASIS", Cell(f"{'; '.join(parts)}. Where each figure stands: il2sle trace {_typed(answer.studies)}")


def _typed(studies: Sequence[StudyRow]) -> str:
    """A trial as one types it: the first whose name is one word."""
    return next((study.name for study in studies if " " not in study.name), studies[0].trial)
