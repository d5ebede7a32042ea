"""Which rows may stand together, and why not: what an export, a plot or a sum over trials may use.

A line is a contrast with the counts of both arms. What has none gets a reason in its place. Lines that rest on the
same patients, or share a comparator, are known as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.frozen import Frozen, field
from il2sle.records.model import Arm
from il2sle.records.vocabulary import OTHER, endpoint_rank

from .arms import counted_in, pooled_labels
from .comparison import Filters
from .contrasts import Contrast, has_figures
from .examined import Examined, in_order
from .figure import Figure, Side
from .labels import in_whom, what, when
from .rows import OutcomeRow
from .told import standing
from .twins import twice, twin_ids


class Line(Frozen):
    """A contrast with the counts of both sides, and the row that tables show for it."""

    row: OutcomeRow
    contrast: Contrast
    table: TwoByTwo

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


def select(examined: Iterable[Examined], filters: Filters, *, every_row: bool = True) -> Selection:
    """Choose the rows with the counts of a yes/no outcome; without an endpoint named, only the compared ones.

    Baseline, uncontrolled series and pooled arms are never among them.

    Args:
        examined: the trials.
        filters: which outcomes to keep.
        every_row: every analysis of each trial; else one, the published primary one where it is among them.
    """
    lines: list[Line] = []
    left_out = []
    listed = list(examined)
    for row, contrast in _kept(listed, filters):
        twice = _pooled(contrast) if contrast else ""
        if contrast is not None and contrast.table is not None and not twice:
            lines.append(Line(row, contrast, contrast.table))
        else:
            left_out.append((row, twice or reason(row)))
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


def _kept(examined: Iterable[Examined], filters: Filters) -> list[tuple[OutcomeRow, Contrast | None]]:
    paired = (pair for one in in_order(examined) for pair in _paired(one) if filters.keep(pair[0]))
    return sorted(paired, key=lambda pair: endpoint_rank(pair[0].endpoint))


def _paired(one: Examined) -> Iterator[tuple[OutcomeRow, Contrast | None]]:
    """The rows that tables show, each beside its contrast; a row that speaks of no arm has none."""
    by_loc = {contrast.loc: contrast for contrast in one.contrasts}
    yield from ((row, by_loc.get(row.loc)) for row in one.outcomes)


def _pooled(contrast: Contrast) -> str:
    """Why a contrast of a pooled arm is left out; a pooled comparator stays where no arm of it has figures of its own.

    So the placebo groups of several cohorts, printed only together, can still be compared with.
    """
    trial = contrast.trial
    other = trial.arms[contrast.comparator] if contrast.comparator else None
    for arm in filter(None, (trial.arms[contrast.arm], other)):
        printed = contrast.outcome.results[str(contrast.loc[-2])]
        if arm.pooled and (arm is not other or any(has_figures(printed.get(key)) for key in arm.pooled)):
            return counted_in(pooled_labels(trial, arm))
    return ""


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
    treated: bool

    @property
    def arm(self) -> Arm:
        """The arm in the record."""
        return self.line.contrast.trial.arms[self.side.arm]

    @property
    def counts(self) -> tuple[object, object]:
        """Responders and patients."""
        return self.side.events.value, self.side.n.value


def _arms(line: Line) -> Iterator[ArmLine]:
    contrast = line.contrast
    yield ArmLine(line, contrast.side, treated=True)
    if contrast.comparator_side is not None:
        yield ArmLine(line, contrast.comparator_side, treated=False)


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
    return [sorted(study.values(), key=lambda arm: arm.arm.role == "comparator") for study in listed]


def _agrees(study: Mapping[str, ArmLine], arm: ArmLine) -> bool:
    return study.get(arm.side.arm, arm).counts == arm.counts
