"""What other programs read: the counts of the contrasts as rows for metafor, meta, netmeta and Stata.

A row is one contrast, in netmeta one arm. What has no counts on both sides gets a sentence in place of a row.
Nothing is pooled or corrected here, and the text of the CSV is written by a view.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from il2sle.errors import UsageProblem
from il2sle.records.vocabulary import ENDPOINT_KEYS, OTHER

from .checks import findings
from .claims import pointers
from .comparison import in_order
from .contrasts import BASELINE_WEEK, contrasts
from .naming import ARM_TIES, TIES, agents, dose, in_whom, labels, treatments, what, when
from .outcomes import DERIVED, outcome_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from il2sle.records.model import Arm, Trial

    from .comparison import Filters
    from .contrasts import Contrast
    from .counts import ArmFigures
    from .effects import TwoByTwo
    from .rows import OutcomeRow, Pointer

Cell = str | int | None
PENDING = "pending on "  # how a row is flagged whose results are not out


@dataclass(frozen=True, slots=True)
class Line:
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
        return (row.trial, row.endpoint, row.measure, row.instrument, row.week, row.population, row.subset)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one row.

    Attributes:
        cells: the values, by the names that the layouts use.
        derived: the names of those that we computed.
    """

    cells: Mapping[str, Cell]
    derived: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a program wants its rows.

    Attributes:
        key: the name of the layout.
        program: the program, and the function of it that reads the rows.
        target: the program's own columns, each with the name of the fact that stands in it.
        own: our columns, which follow the program's.
        build: the row builder.
    """

    key: str
    program: str
    target: Mapping[str, str]
    own: tuple[str, ...]
    build: Callable[[Sequence[Line]], Iterator[Facts]]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in order."""
        return (*self.target, *self.own)

    def cells(self, facts: Facts) -> tuple[Cell, ...]:
        """The cells of one row, in the order of the columns."""
        derived = " ".join(column for column, fact in self.target.items() if fact in facts.derived)
        known = {**facts.cells, "derived": derived}
        return tuple(known[name] for name in (*self.target.values(), *self.own))


@dataclass(frozen=True, slots=True)
class Export:
    """Rows for another program, and a sentence for everything that has none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: tuple[str, ...]
    overlapping: tuple[str, ...] = ()


def export_rows(trials: Iterable[Trial], layout: str, filters: Filters) -> Export:
    """Lay out the counts of yes/no outcomes for another program.

    Args:
        trials: the records, in any order.
        layout: a key of `LAYOUTS`.
        filters: which outcomes to keep; without an endpoint named, only the compared ones.

    Returns:
        Rows by endpoint, then in the order in which tables show the trials. Counts are patients; `dose` is in
        the arm's unit, as printed. Baseline and uncontrolled series never have a row.

    Raises:
        UsageProblem: there is no such layout.
    """
    if layout not in LAYOUTS:
        raise UsageProblem(f'there is no layout "{layout}"; there are: {", ".join(LAYOUTS)}')
    chosen, lines, left_out = LAYOUTS[layout], [], []
    for row, contrast in _kept(trials, filters):
        if contrast is not None and contrast.table is not None:
            lines.append(Line(row, contrast, contrast.table))
        else:
            left_out.append(_sentence(row, contrast))
    rows = tuple(chosen.cells(facts) for facts in chosen.build(lines))
    return Export(chosen.columns, rows, tuple(left_out), tuple(_overlaps(lines)))


def _overlaps(lines: Iterable[Line]) -> Iterator[str]:
    """A sentence for each trial whose rows hold the same patients twice: two weeks, or one population in another."""
    sets: dict[tuple[str, str], dict[str, None]] = {}
    for line in lines:
        week, population = line.row.week or "not stated", line.row.population or "population not stated"
        which = f"week {week}, {population}"
        sets.setdefault((line.row.name, line.row.endpoint), {})[which] = None
    for (name, endpoint), found in sets.items():
        if len(found) > 1 and endpoint != OTHER:
            yield f"{name}, {endpoint}: {len(found)} rows of the same patients ({'; '.join(found)}); pool one of them."


def _kept(trials: Iterable[Trial], filters: Filters) -> list[tuple[OutcomeRow, Contrast | None]]:
    order = [*ENDPOINT_KEYS, OTHER]
    paired = (pair for trial in in_order(trials) for pair in _paired(trial) if filters.keep(pair[0]))
    return sorted(paired, key=lambda pair: order.index(pair[0].endpoint))


def _paired(trial: Trial) -> Iterator[tuple[OutcomeRow, Contrast | None]]:
    """The rows that tables show, each beside its contrast; a row that speaks of no arm has none."""
    listed = contrasts(trial)
    for row in outcome_rows(trial, findings(trial)):
        yield row, None if row.arm is None else next(listed)


_DESCRIBING = (
    *("trial", "endpoint", "measure", "instrument", "week", "population", "subset", "analysis"),
    *("arm", "comparator"),
)


def _described(row: OutcomeRow) -> dict[str, Cell]:
    described: dict[str, Cell] = {name: getattr(row, name) for name in _DESCRIBING}
    return described | {"flags": "; ".join(row.flags), "sources": _places(row.sources)}


def _places(sources: Iterable[Pointer]) -> str:
    return "; ".join(f"{pointer.source}: {pointer.locator}" for pointer in sources)


# A row for each contrast


def _contrast_facts(lines: Sequence[Line]) -> Iterator[Facts]:
    named = labels([line.row for line in lines], (*TIES, *ARM_TIES))
    sharing = Counter((line.outcome, line.row.comparator) for line in lines)
    for line, label in zip(lines, named, strict=True):
        events, others, comparator_events, comparator_others = line.table.cells
        counts: dict[str, Cell] = {
            "label": label,
            "arm_events": events,
            "arm_others": others,
            "arm_n": line.table.n,
            "comparator_events": comparator_events,
            "comparator_others": comparator_others,
            "comparator_n": line.table.comparator_n,
            "shared_comparator": sharing[line.outcome, line.row.comparator],
        }
        yield Facts(_described(line.row) | counts, _derived(line.row))


def _derived(row: OutcomeRow) -> frozenset[str]:
    """The derived counts; the patients without the event are derived if a count they follow from is."""
    names = set(row.derived)
    rests = {f"{side}_others" for side in ("arm", "comparator") if names & {f"{side}_events", f"{side}_n"}}
    return frozenset(names | rests)


# A row for each arm


@dataclass(frozen=True, slots=True)
class _Side:
    """One arm of an outcome, and the line that it was first met in."""

    line: Line
    key: str
    figures: ArmFigures

    @property
    def arm(self) -> Arm:
        return self.line.contrast.trial.arms[self.key]

    @property
    def counts(self) -> tuple[int | None, int | None]:
        return self.figures.events, self.figures.n

    def described(self) -> dict[str, Cell]:
        """The row's description, cut to this arm: what is said of the contrast is said of the treated arm."""
        row, contrast = self.line.row, self.line.contrast
        treated = self.key == contrast.arm
        result = contrast.result if treated else contrast.comparator_result
        cites = [*((result.cite if result else []) or contrast.outcome.cite), *self.figures.cites]
        said = [flag for flag in row.flags if treated and not flag.startswith(DERIVED)]
        return _described(row) | {
            "arm": self.key,
            "comparator": contrast.comparator if treated else None,
            "flags": "; ".join([*said, *(f"{DERIVED}{how}" for how in self.figures.how)]),
            "sources": _places(pointers(contrast.trial, cites)),
        }


def _sides(line: Line) -> Iterator[_Side]:
    contrast = line.contrast
    yield _Side(line, contrast.arm, contrast.figures)
    if contrast.comparator is not None:
        yield _Side(line, contrast.comparator, contrast.comparator_figures)


def _arm_facts(lines: Sequence[Line]) -> Iterator[Facts]:
    studies = _studies(lines)
    named = labels([study[0].line.row for study in studies])
    arms = {(s.line.row.trial, s.key): (s.line.contrast.trial, s.arm) for study in studies for s in study}
    treatment_of, agent_of = treatments(arms), agents(arms)
    for study, label in zip(studies, named, strict=True):
        for side in study:
            place = (side.line.row.trial, side.key)
            known: dict[str, Cell] = {
                "label": label,
                "treatment": treatment_of[place],
                "events": side.figures.events,
                "n": side.figures.n,
                "agent": agent_of[place],
                "dose": dose(side.arm),
                "dose_unit": side.arm.unit,
            }
            yield Facts(side.described() | known, side.figures.derived)


def _studies(lines: Sequence[Line]) -> list[list[_Side]]:
    """The arms of each outcome, each arm once, and the comparators last, so that effects are of treated arms.

    An arm that comes again with other counts, as where sources differ, opens a study of its own: a study that
    names a treatment twice is refused.
    """
    studies: defaultdict[Hashable, list[dict[str, _Side]]] = defaultdict(list)
    for line in lines:
        sides, alike = list(_sides(line)), studies[line.outcome]
        fitting = next((study for study in alike if all(_agrees(study, side) for side in sides)), None)
        if fitting is None:
            fitting = {}
            alike.append(fitting)
        for side in sides:
            fitting.setdefault(side.key, side)
    listed = (study for alike in studies.values() for study in alike)
    return [sorted(study.values(), key=lambda side: side.arm.role == "comparator") for study in listed]


def _agrees(study: Mapping[str, _Side], side: _Side) -> bool:
    return study.get(side.key, side).counts == side.counts


# Why there is no row

_COUNTS = {
    "arm_events": "events of the arm",
    "arm_n": "patients of the arm",
    "comparator_events": "events of the comparator",
    "comparator_n": "patients of the comparator",
}


def _unknown(row: OutcomeRow) -> str:
    return ", ".join(words for name, words in _COUNTS.items() if getattr(row, name) is None)


# The first that holds is said.
_REASONS: tuple[tuple[Callable[[OutcomeRow], object], str], ...] = (
    (lambda row: row.week == BASELINE_WEEK, "baseline"),
    (lambda row: row.arm and not row.comparator, "uncontrolled: no comparator"),
    (lambda row: row.missing, "{missing}"),
    (lambda row: row.statistic or row.arm_value is not None, "a score, not counts"),
    (lambda row: not _unknown(row), "counts that no group of patients can have"),
    (lambda row: row.arm_events is None and row.arm_percent is not None, "percentages without counts"),
    (lambda row: row.arm_events is None and row.difference is not None, "only a difference is reported"),
    (lambda row: row.arm_events is None and (row.risk_ratio or row.odds_ratio), "only a ratio is reported"),
    (lambda _: True, "not known: {unknown}"),
)


def _sentence(row: OutcomeRow, contrast: Contrast | None) -> str:
    against = f" against {row.comparator_label}" if row.comparator else ""
    arm = f"{row.arm_label}{against}" if row.arm else "all arms"
    reason = next(words for holds, words in _REASONS if holds(row))
    why = reason.format(missing=_missing(row, contrast), unknown=_unknown(row))
    return f"{row.name} ({row.trial}), {what(row)}, {when(row)}, {in_whom(row)}, {arm}: {why}."


def _missing(row: OutcomeRow, contrast: Contrast | None) -> str | None:
    if contrast is not None and row.missing == "pending" and contrast.outcome.as_of:
        return f"{PENDING}{contrast.outcome.as_of}"
    return next((flag for flag in row.flags if flag.startswith(PENDING)), row.missing)


# The layouts: the programs' own names for the facts, as their manuals spell them

_SIZED = ("label", "arm_events", "arm_n", "comparator_events", "comparator_n")
_FOUR_CELLS = ("label", "arm_events", "arm_others", "comparator_events", "comparator_others")
_ONE_ARM = ("label", "treatment", "events", "n", "agent", "dose")
_LAST = ("derived", "flags", "sources")


def _of_contrasts(key: str, program: str, columns: str, facts: tuple[str, ...]) -> Layout:
    target = dict(zip(columns.split(), facts, strict=True))
    return Layout(key, program, target, (*_DESCRIBING, "shared_comparator", *_LAST), _contrast_facts)


def _of_arms(key: str, program: str, columns: str, facts: tuple[str, ...]) -> Layout:
    target = dict(zip(columns.split(), facts, strict=True))
    return Layout(key, program, target, (*_DESCRIBING, "dose_unit", *_LAST), _arm_facts)


LAYOUTS: Mapping[str, Layout] = {
    layout.key: layout
    for layout in (
        _of_contrasts("metafor", "metafor: escalc (R)", "slab ai n1i ci n2i", _SIZED),
        _of_contrasts("meta", "meta: metabin (R)", "studlab event.e n.e event.c n.c", _SIZED),
        _of_arms("netmeta", "netmeta, meta: pairwise (R)", "studlab treat event n agent dose", _ONE_ARM),
        _of_contrasts("stata", "Stata: meta esize", "study n11 n12 n21 n22", _FOUR_CELLS),
    )
}
