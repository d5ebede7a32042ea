"""What a short table says of a row: its dose, its role, its doubts and the kind of its source, in few words.

Nothing that turns a figure into another one is left out: what becomes of a primary endpoint, a post hoc analysis, a
subgroup, time off treatment, a link by inference, a secondary source, a p-value in doubt, the other doses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from il2sle.evidence.answer import MainResult
from il2sle.evidence.dose_row import Bounds, DoseRow
from il2sle.evidence.figure import Remark
from il2sle.evidence.rows import Others, OutcomeRow, SourceRow
from il2sle.records.values import is_all_to_a_week
from il2sle.records.vocabulary import INSTRUMENT_NOT_STATED, STANDINGS_TOLD

from . import numbers
from .page.blocks import SIGNS, Cell, Mark

Sources = Mapping[str, SourceRow]
UNITS = {"million IU": "MIU"}
KINDS = {"meeting report": "meeting", "press release": "release"}
SETS = {"all treated": "treated", "full analysis": "FAS", "completers": "compl."}
SELECTED = {"PP": "per protocol", "completers": "completers only"}
"""Sets from which patients are left out after they were put into the trial."""
DERIVED = SIGNS["derived"]
DOUBTS = {"W203": "p in doubt", "W210": "CI and p disagree", "W209": "effect is not what its counts give"}
"""Findings that change how a row is read, in the words of a short table; its notes tell them in full."""


def unit_short(unit: str | None) -> str:
    """A unit of dose as short tables name it, e.g. `MIU`."""
    return UNITS.get(unit or "", unit or "")


# Doses


def dose_words(doses: Sequence[DoseRow], *, summed: str = "") -> str:
    """The dose of an arm, e.g. `1 MIU`; empty where no dose is known.

    Args:
        doses: its regimens: several where it has several dose levels.
        summed: what it comes to in twelve weeks, too, and behind its unit these words: `1 MIU/dose, 21† MIU/12 wk`.
    """
    known = [dose for dose in doses if dose.dose]
    if not known:
        return ""
    span = _span([str(dose.dose.value) for dose in known])
    sums = [total for dose in known if (total := sum_words(dose.cumulative["week_12"]))] if summed else []
    unit = unit_short(known[0].dose_unit)
    return f"{span} {unit}/dose, {_span(sums)}{DERIVED} {unit}{summed}" if sums else f"{span} {unit}".strip()


def sum_words(bounds: Bounds) -> str:
    """A sum, or the range of it; empty where it is not known."""
    if bounds.exact:
        return str(bounds.exact.value)
    return f"{bounds.low.value} to {bounds.high.value}" if bounds.low else ""


def _span(words: Sequence[str]) -> str:
    """The ends of a range as short as that of a score: a dose has no sign."""
    ends = list(dict.fromkeys((words[0], words[-1])))
    return "–".join(ends)


# Roles and doubts


def role_words(row: OutcomeRow, *, verdict: bool = True) -> str:
    """The role of an analysis, whose primary endpoint it is where that differs, and what became of it."""
    if row.baseline:
        return ""
    role = "POST HOC" if row.analysis == "post hoc" else row.analysis or ""
    if row.registered and row.registered != row.analysis:
        role = "published primary" if row.analysis == "primary" else f"registered {row.registered}"
    met = {True: "met", False: "NOT met", None: ""}[row.met] if verdict else ""
    return ", ".join(filter(None, (role, met)))


def doubt_words(row: OutcomeRow) -> Iterator[str]:
    """What makes a row less than it seems, each in a few words."""
    if row.subgroup:
        yield f"SUBGROUP {subgroup_words(row)}"
    if row.population in SELECTED:
        yield SELECTED[row.population]
    if row.weeks_off:
        yield f"off drug {row.weeks_off} wk"
    if row.uncontrolled:
        yield "no control"
    if row.linked_by:
        yield "linked by inference"
    yield from _figure_doubts(row)
    model = row.adjusted or (row.leading.model if row.leading else None)
    if model:
        yield f"adjusted: {model}"
    codes = {remark.code for remark in row.remarks}
    yield from (words for code, words in DOUBTS.items() if code in codes)


def _figure_doubts(row: OutcomeRow) -> Iterator[str]:
    if row.read_off:
        yield "read off a graph"
    if row.cut:
        yield if_rounded(row)
    if row.barred:
        yield row.barred
    if row.pooled:
        yield "arms pooled"


def subgroup_words(row: OutcomeRow) -> str:
    """The subgroup with its size, e.g. `interferon signature high, n 102`."""
    return f"{row.subgroup}, n {row.subgroup_n.value}" if row.subgroup_n else row.subgroup or ""


def if_rounded(row: OutcomeRow) -> str:
    """That counts rest on percentages having been rounded, e.g. `19/69 if rounded`."""
    sides = (side for side in (row.arm, row.comparator) if side and side.events in row.cut)
    return f"{', '.join(dict.fromkeys(f'{side.events.value}/{side.n.value}' for side in sides))} if % rounded, not cut"


def set_words(row: OutcomeRow) -> str:
    """The set of patients, as short tables name it."""
    return SETS.get(row.population or "", row.population or "")


def instrument_words(row: OutcomeRow) -> str:
    """The index behind a figure, where the source names it."""
    return "" if row.instrument in {None, INSTRUMENT_NOT_STATED} else row.instrument or ""


def others_words(others: Iterable[Others], arm: str = "", *, known: bool = False, words: bool = True) -> Iterator[str]:
    """What is said of the other doses, e.g. `300 µg, 1800 µg: lower than 900 µg`.

    Args:
        others: the arms.
        arm: the label of the row's own arm; what all labels begin with is told once, by it.
        known: only those of which something is said.
        words: what is said, else how their figures are missing.
    """
    for other in others:
        if other.says or not known:
            yield f"{_told_once(other.arms, arm)}: {(words and other.says) or other.missing}"


def _told_once(labels: Sequence[str], arm: str) -> str:
    """Labels in a row, without the words that all and their row's own arm begin and end with: `300, 1800`."""
    split = [label.split() for label in labels]
    whole = [*split, arm.split()]
    start = _shared(whole)
    rest = [words[start:][::-1] for words in whole]
    end = _shared(rest) if start else 0
    return ", ".join(" ".join(words[start : len(words) - end]) for words in split)


def _shared(listed: Sequence[Sequence[str]]) -> int:
    """How many words all begin with, of which each keeps one at least."""
    least = min(map(len, listed)) - 1
    return next((i for i in range(least) if len({words[i] for words in listed}) > 1), max(least, 0))


def kind_words(row: OutcomeRow, sources: Sources) -> str:
    """The kind of the first source of a row, how much of it was read, and what became of it."""
    first = next((sources[one.source] for one in row.sources if one.source in sources), None)
    if first is None:
        return ""
    read = " (abstract)" if first.read_of == ("abstract",) else " (part)" if first.read_of else ""
    standing = f", {STANDINGS_TOLD[first.standing]}" if first.standing else ""
    second = ", second-hand" if row.second_hand and first.kind not in {"news", "meeting report"} else ""
    return f"{KINDS.get(first.kind, first.kind)}{read}{standing}{second}"


def own_notes(remarks: Iterable[Remark]) -> list[str]:
    """What the curator or a source says of a row."""
    return [remark.text for remark in remarks if remark.kind in {"note", "says"}]


# Figures


def share_cell(row: OutcomeRow, *, treated: bool, spread: bool = True) -> Cell:
    """Responders of patients, else their percentage, else the score with its spread; or how it is missing.

    Args:
        row: the row.
        treated: the treated arm, else its comparator.
        spread: whether a score is told with its spread.
    """
    side = row.arm if treated else row.comparator
    if side is None or (not treated and row.against is None):
        return numbers.or_missing(Cell(), (row.rest_missing if treated else row.other_missing) or "not applicable")
    counted, share = numbers.side_cells(side, score=row.statistic is not None)
    if row.statistic is not None:
        within = share.text if spread else ""
        shown = f"{counted.text} ({within})" if within else counted.text
        return numbers.or_missing(Cell(shown if counted.text else "", counted.marks), side.rest_missing)
    if side.events:
        return counted
    if share:
        size = f" of {side.n.value}" if side.n else ""
        return Cell(f"{share.text}%{size}", share.marks)
    return numbers.or_missing(Cell(), side.rest_missing)


def effect_cells(row: OutcomeRow) -> tuple[Cell, Cell, Cell]:
    """The effect, its interval and p, or how each is missing."""
    if row.against is None or row.baseline:
        absent = numbers.or_missing(Cell(), "not applicable")
        return absent, absent, p_cell(row) or absent
    effect = row.leading
    value, interval = numbers.effect_cells(effect) if effect else (Cell(), Cell())
    value, interval, p = (numbers.or_missing(cell, row.rest_missing) for cell in (value, interval, p_cell(row)))
    return value, interval, p


def p_cell(row: OutcomeRow) -> Cell:
    """The p-value as printed; the mark of one whose conclusion the counts do not bear."""
    differs = row.p_check is not None and row.p_check.conclusion_differs
    marks: tuple[Mark, ...] = ("doubt",) if differs else ()
    return Cell(numbers.p_value(row.p), marks)


def week_cell(row: OutcomeRow) -> Cell:
    """The week as a number, or the time as the record types it, or how it is missing."""
    if row.week is not None and row.plain_week:
        return Cell(str(row.week))
    if row.time and is_all_to_a_week(row.time):
        return Cell(f"≤{row.week}")
    return numbers.or_missing(Cell((row.time or "").replace("week ", "")), row.rest_missing)


def result_words(result: MainResult) -> str:
    """A main result in words, e.g. `ISLAND-SLE 900 µg +16.4 points, week 24`."""
    row = result.row
    value, interval, p = effect_cells(row)
    mine, other = share_cell(row, treated=True, spread=False), share_cell(row, treated=False, spread=False)
    both = mine.marked if row.against is None or other.absent else f"{mine.marked} v {other.marked}"
    shown = [] if mine.absent else [both]
    if row.leading and not value.absent:
        shown.append(value.marked + ("" if interval.absent else f" ({interval.marked})"))
    if p.text and not p.absent:
        shown.append(f"p {p.marked}")
    return ", ".join(shown)
