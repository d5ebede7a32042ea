"""Which rows may stand together, and why not: what an export, a plot or a sum over trials may use.

A line is a row with the counts of both arms. What has none gets a reason in its place. Lines that rest on the
same patients, or share a comparator, are known as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from il2sle.frozen import Frozen, field
from il2sle.records.vocabulary import OTHER, endpoint_rank

from .comparison import Filters
from .examined import in_order
from .exportable import Counts, Exportable, Pair
from .figure import Figure, Side
from .labels import Given, in_whom, what, when
from .rows import OutcomeRow
from .told import standing
from .twins import twice, twin_ids


class Line(Frozen):
    """A row with the counts of both sides."""

    row: OutcomeRow
    counts: Counts

    @property
    def outcome(self) -> Hashable:
        """What lines have in common that rest on the same patients at the same time.

        The analysis role is not part of it: a dose that is primary and a dose that is secondary may stand
        against the same comparator.
        """
        row = self.row
        return (
            row.trial,
            row.endpoint,
            row.measure,
            row.instrument,
            row.time,
            row.population,
            row.subset,
            row.subgroup,
        )


class Selection(Frozen):
    """What may stand together.

    Attributes:
        lines: by endpoint, then in the order in which tables show the trials.
        left_out: every other row, with the reason.
        sharing: for each line, how many arms with lines of the same outcome stand against its comparator.
        same_patients: see `same_patients`.
        overlaps: for each trial and endpoint whose lines hold the same patients twice, which weeks and populations.
        passed_over: the rows of further analyses, where only one of each trial was asked for.
        twins: see `twin_ids`.
    """

    lines: tuple[Line, ...]
    left_out: tuple[tuple[OutcomeRow, str], ...]
    sharing: tuple[int, ...]
    same_patients: tuple[str | None, ...]
    overlaps: tuple[tuple[str, str, tuple[str, ...]], ...]
    passed_over: tuple[OutcomeRow, ...] = ()
    twins: Mapping[str, str] = field(factory=dict)


def select(trials: Iterable[Exportable], filters: Filters, *, every_row: bool = True) -> Selection:
    """Choose the rows with the counts of a yes/no outcome; without an endpoint named, only the compared ones.

    Baseline, uncontrolled series and pooled arms are never among them.

    Args:
        trials: the trials.
        filters: which outcomes to keep.
        every_row: every analysis of each trial; else one, the published primary one where it is among them.
    """
    lines: list[Line] = []
    left_out = []
    listed = list(trials)
    for pair in _kept(listed, filters):
        if pair.counts:
            lines.append(Line(pair.row, pair.counts))
        else:
            left_out.append((pair.row, pair.pooled or reason(pair.row)))
    passed_over: list[OutcomeRow] = []
    if not every_row:
        lines, passed_over = one_analysis_each(lines, lambda line: (line.row, line.outcome))
    rows = [(line.row, line.outcome) for line in lines]
    twins = twin_ids([one.features for one in listed])
    return Selection(
        lines=tuple(lines),
        left_out=tuple(left_out),
        sharing=sharing(rows),
        same_patients=same_patients(rows, twins),
        overlaps=tuple(_overlaps(lines)),
        passed_over=tuple(passed_over),
        twins=twins,
    )


# One analysis of each trial

T = TypeVar("T")
Row = tuple[OutcomeRow, Hashable]  # a row, and what it shares with those of the same patients at the same time


def one_analysis_each(items: Iterable[T], row_of: Callable[[T], Row]) -> tuple[list[T], list[OutcomeRow]]:
    """The items of one analysis of each trial, all its arms, and the rows of the others.

    The published primary analysis where it is among them; else by role, then by the set of patients from intention to
    treat on, then the later week. A subgroup or a post hoc analysis never stands for its trial.
    """
    listed = [(item, *row_of(item)) for item in items]
    best: dict[str, Hashable] = {}
    for _, row, outcome in sorted(listed, key=lambda one: standing(one[1])):
        if speaks(row):
            best.setdefault(row.trial, (outcome, row.analysis))
    kept = [item for item, row, outcome in listed if best.get(row.trial) == (outcome, row.analysis)]
    return kept, [row for _, row, outcome in listed if best.get(row.trial) != (outcome, row.analysis)]


def speaks(row: OutcomeRow) -> bool:
    """Whether an analysis may stand for its trial: one that was planned, of all patients."""
    return row.subgroup is None and row.analysis != "post hoc"


def in_place(kept: Iterable[OutcomeRow], left_out: Iterable[OutcomeRow]) -> Iterator[tuple[OutcomeRow, OutcomeRow]]:
    """The rows that stand for trials whose published primary analysis has none, each beside that analysis."""
    shown: dict[str, OutcomeRow] = {}
    primary: dict[str, OutcomeRow] = {}
    for row in kept:
        shown.setdefault(row.trial, row)
    for row in left_out:
        if row.analysis == "primary" and speaks(row):
            primary.setdefault(row.trial, row)
    yield from ((row, primary[key]) for key, row in shown.items() if key in primary and row.analysis != "primary")


def sharing(rows: Sequence[Row]) -> tuple[int, ...]:
    """For each row how many arms stand against its comparator in rows of the same outcome."""
    arms: defaultdict[Hashable, set[str]] = defaultdict(set)
    for row, outcome in rows:
        arms[outcome, row.against_key].add(row.arm.arm if row.arm else "")
    return tuple(len(arms[outcome, row.against_key]) for row, outcome in rows)


def same_patients(rows: Sequence[Row], twins: Mapping[str, str]) -> tuple[str | None, ...]:
    """For each row the trial whose patients of this arm stand in a row of another outcome too; else None.

    Of two records of one trial the rows of both bear the id of the first.

    Args:
        rows: the rows.
        twins: see `twin_ids`.
    """
    outcomes: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for row, outcome in rows:
        outcomes[row.trial, row.arm and row.arm.arm].add((outcome, row.analysis))
    own = (row.trial if len(outcomes[row.trial, row.arm and row.arm.arm]) > 1 else None for row, _ in rows)
    doubled = twice([row.trial for row, _ in rows], twins)
    return tuple(doubled.get(row.trial, same) for (row, _), same in zip(rows, own, strict=True))


def _kept(trials: Iterable[Exportable], filters: Filters) -> list[Pair]:
    kept = (pair for one in in_order(trials) for pair in one.pairs if filters.keep(pair.row))
    return sorted(kept, key=lambda pair: endpoint_rank(pair.row.endpoint))


def _overlaps(lines: Iterable[Line]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    sets: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for line in lines:
        if line.row.endpoint != OTHER:
            sets[line.row.name, line.row.endpoint][f"{when(line.row)}, {in_whom(line.row)}"] = None
    yield from ((name, endpoint, tuple(found)) for (name, endpoint), found in sets.items() if len(found) > 1)


# Why a row cannot stand among the others

_COUNTS: dict[str, Callable[[OutcomeRow], Figure | None]] = {
    "events of the arm": lambda row: row.arm.events if row.arm else None,
    "patients of the arm": lambda row: row.arm.n if row.arm else None,
    "events of the comparator": lambda row: row.comparator.events if row.comparator else None,
    "patients of the comparator": lambda row: row.comparator.n if row.comparator else None,
}


def _unknown(row: OutcomeRow) -> str:
    return ", ".join(words for words, figure in _COUNTS.items() if not figure(row))


def _without_events(row: OutcomeRow) -> bool:
    return row.arm is None or not row.arm.events


def _ratio(row: OutcomeRow) -> object:
    return any(effect.about.scale == "ratio" for effect in row.effects)


# The first that holds is said.
_REASONS: tuple[tuple[Callable[[OutcomeRow], object], str], ...] = (
    (lambda row: row.baseline, "baseline"),
    (lambda row: row.uncontrolled, "uncontrolled: no comparator"),
    (lambda row: row.pending_since, "pending on {row.pending_since}"),
    (lambda row: row.missing, "{row.missing}"),
    (lambda row: row.barred, "{row.barred}"),
    (lambda row: row.statistic or (row.arm and row.arm.value), "a score, not counts"),
    (lambda row: not _unknown(row), "counts that no group of patients can have"),
    (lambda row: _without_events(row) and row.arm and row.arm.percent, "percentages without counts"),
    (lambda row: _without_events(row) and row.effect("difference"), "only a difference is known{elsewhere}"),
    (lambda row: _without_events(row) and _ratio(row), "only a ratio is known{elsewhere}"),
    (lambda _: True, "not known: {unknown}"),
)


def reason(row: OutcomeRow) -> str:
    """Why a row has no counts of two arms to stand among others with."""
    words = next(said for holds, said in _REASONS if holds(row))
    return words.format(row=row, unknown=_unknown(row), elsewhere=_elsewhere(row))


def _elsewhere(row: OutcomeRow) -> str:
    """Whether another layout takes the effects that are all a row has."""
    precise = any(effect.value.state == "printed" and (effect.low or effect.se) for effect in row.effects)
    return ": see the layouts of effects" if precise else ", without interval or standard error: in no layout"


def named(row: OutcomeRow) -> str:
    """A row in words, e.g. for what is left out of an export."""
    against = f" against {row.against}" if row.against else ""
    arm = f"{row.arm.label}{against}" if row.arm else "all arms"
    return f"{row.name} ({row.trial}), {what(row)}, {when(row)}, {in_whom(row)}, {arm}"


# One row for each arm


class ArmLine(Frozen):
    """One arm of an outcome, and the line that it was first met in."""

    line: Line
    side: Side
    given: Given
    treated: bool

    @property
    def figures(self) -> tuple[object, object]:
        """Responders and patients."""
        return self.side.events.value, self.side.n.value


def _arms(line: Line) -> Iterator[ArmLine]:
    counts = line.counts
    yield ArmLine(line, counts.arm, counts.given, treated=True)
    yield ArmLine(line, counts.comparator, counts.comparator_given, treated=False)


def by_arm(lines: Sequence[Line]) -> list[list[ArmLine]]:
    """The arms of each outcome, each arm once, and the comparators last, so that effects are of treated arms.

    An arm that comes again with other counts, as where sources differ, opens a study of its own: a study that
    names a treatment twice is refused by the programs that read it.
    """
    studies: defaultdict[Hashable, list[dict[str, ArmLine]]] = defaultdict(list)
    for line in lines:
        arms, alike = list(_arms(line)), studies[line.outcome]
        fitting = next((study for study in alike if all(_agrees(study, arm) for arm in arms)), None)
        if fitting is None:
            fitting = {}
            alike.append(fitting)
        for arm in arms:
            fitting.setdefault(arm.side.arm, arm)
    listed = (study for alike in studies.values() for study in alike)
    return [sorted(study.values(), key=lambda arm: arm.given.compares) for study in listed]


def _agrees(study: Mapping[str, ArmLine], arm: ArmLine) -> bool:
    return study.get(arm.side.arm, arm).figures == arm.figures
