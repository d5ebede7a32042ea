"""What other programs read: rows for metafor, meta, netmeta and Stata, under the names that their manuals spell.

Which rows may stand together is decided in `il2sle.evidence.selection`; here they only get their columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from il2sle.errors import UsageProblem
from il2sle.evidence.arm_figures import how_derived
from il2sle.evidence.comparison import Filters
from il2sle.evidence.examined import Examined
from il2sle.evidence.figure import Figure, Pointer
from il2sle.evidence.labels import ARM_TIES, agents, dose, labels, treatments
from il2sle.evidence.rows import OutcomeRow
from il2sle.evidence.selection import ArmLine, Selection, by_arm, named, select
from il2sle.evidence.twins import twins

from .columns import TABLES
from .outcomes import said, words_of

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one row.

    Attributes:
        cells: the values, by the names that the layouts use.
        derived: the names of those that we computed.
    """

    cells: Mapping[str, Value]
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
    build: Callable[[Selection], Iterator[Facts]]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in order."""
        return (*self.target, *self.own)

    def cells(self, facts: Facts) -> tuple[Value, ...]:
        """The cells of one row, in the order of the columns."""
        derived = " ".join(column for column, fact in self.target.items() if fact in facts.derived)
        known = {**facts.cells, "derived": derived}
        return tuple(known[name] for name in (*self.target.values(), *self.own))


@dataclass(frozen=True, slots=True)
class Export:
    """Rows for another program, and a sentence for everything that has none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    left_out: tuple[str, ...]
    overlapping: tuple[str, ...] = ()


def export_rows(examined: Iterable[Examined], layout: str, filters: Filters) -> Export:
    """Lay out the counts of yes/no outcomes for another program.

    Args:
        examined: the trials, in any order.
        layout: a key of `LAYOUTS`.
        filters: which outcomes to keep; without an endpoint named, only the compared ones.

    Returns:
        Rows by endpoint, then in the order in which tables show the trials. Counts are patients; `dose` is in
        the arm's unit, as printed.

    Raises:
        UsageProblem: there is no such layout.
    """
    if layout not in LAYOUTS:
        raise UsageProblem(f'there is no layout "{layout}"; there are: {", ".join(LAYOUTS)}')
    listed = list(examined)
    chosen, selection = LAYOUTS[layout], select(listed, filters)
    rows = tuple(chosen.cells(facts) for facts in chosen.build(selection))
    left_out = tuple(f"{named(row)}: {reason}." for row, reason in selection.left_out)
    overlapping = tuple(
        f"{name}, {endpoint}: {len(found)} rows of the same patients ({'; '.join(found)}); pool one of them."
        for name, endpoint, found in selection.overlaps
    )
    alike = tuple(pair.words for pair in twins([one.trial for one in listed]))
    return Export(chosen.columns, rows, left_out, (*alike, *overlapping))


_DESCRIBING = (
    *("trial", "endpoint", "measure", "instrument", "week", "population", "subset", "analysis"),
    *("arm", "comparator"),
)
_GET = {column.name: column for column in TABLES["outcomes"]}


def _described(row: OutcomeRow, words: Iterable[str], sources: Iterable[Pointer]) -> dict[str, Value]:
    described: dict[str, Value] = {name: _GET[name].value(row) for name in _DESCRIBING}
    places = "; ".join(f"{pointer.source}: {pointer.locator}" for pointer in sources)
    return described | {"remarks": "; ".join(filter(None, words)), "sources": places}


# A row for each contrast


def _contrast_facts(selection: Selection) -> Iterator[Facts]:
    lines = selection.lines
    named_rows = labels([line.row for line in lines], ARM_TIES)
    for line, label, sharing in zip(lines, named_rows, selection.sharing, strict=True):
        events, others, comparator_events, comparator_others = line.table.cells
        counts: dict[str, Value] = {
            "label": label,
            "arm_events": events,
            "arm_others": others,
            "arm_n": line.table.n,
            "comparator_events": comparator_events,
            "comparator_others": comparator_others,
            "comparator_n": line.table.comparator_n,
            "shared_comparator": sharing,
        }
        words = (*said(line.row, derivations=True), words_of(line.row.remarks))
        yield Facts(_described(line.row, words, line.row.sources) | counts, _derived(line.row))


def _derived(row: OutcomeRow) -> frozenset[str]:
    """The derived counts; the patients without the event are derived if a count they follow from is."""
    sides = {"arm": row.arm, "comparator": row.comparator}
    names = {
        f"{which}_{name}"
        for which, side in sides.items()
        if side
        for name, figure in side.figures().items()
        if figure.derived
    }
    rests = {f"{side}_others" for side in sides if names & {f"{side}_events", f"{side}_n"}}
    return frozenset(names | rests)


# A row for each arm


def _arm_facts(selection: Selection) -> Iterator[Facts]:
    studies = by_arm(selection.lines)
    named_rows = labels([study[0].line.row for study in studies])
    arms = {(a.line.row.trial, a.side.arm): (a.line.contrast.trial, a.arm) for study in studies for a in study}
    treatment_of, agent_of = treatments(arms), agents(arms)
    for study, label in zip(studies, named_rows, strict=True):
        for arm in study:
            place = (arm.line.row.trial, arm.side.arm)
            known: dict[str, Value] = {
                "label": label,
                "treatment": treatment_of[place],
                "events": _whole(arm.side.events),
                "n": _whole(arm.side.n),
                "agent": agent_of[place],
                "dose": dose(arm.arm),
                "dose_unit": arm.arm.unit,
            }
            derived = frozenset(name for name, figure in arm.side.figures().items() if figure.derived)
            yield Facts(_arm_described(arm) | known, derived)


def _whole(figure: Figure) -> int | None:
    return figure.value if isinstance(figure.value, int) else None


def _arm_described(arm: ArmLine) -> dict[str, Value]:
    """The row's description, cut to this arm: what is said of the contrast is said of the treated arm."""
    row, side = arm.line.row, arm.side
    stands = dict.fromkeys(pointer for figure in side.figures().values() for pointer in figure.sources)
    standing = [remark.text for remark in row.remarks if remark.kind == "standing"]
    words = (*said(row), words_of(row.remarks)) if arm.treated else standing
    described = _described(row, (*words, *(f"† {how}" for how in how_derived(side))), stands)
    return described | {"arm": side.arm, "comparator": row.against_key if arm.treated else None}


# The layouts: the programs' own names for the facts, as their manuals spell them

_SIZED = ("label", "arm_events", "arm_n", "comparator_events", "comparator_n")
_FOUR_CELLS = ("label", "arm_events", "arm_others", "comparator_events", "comparator_others")
_ONE_ARM = ("label", "treatment", "events", "n", "agent", "dose")
_LAST = ("derived", "remarks", "sources")


def _of_contrasts(key: str, program: str, columns: str, facts: Sequence[str]) -> Layout:
    target = dict(zip(columns.split(), facts, strict=True))
    return Layout(key, program, target, (*_DESCRIBING, "shared_comparator", *_LAST), _contrast_facts)


def _of_arms(key: str, program: str, columns: str, facts: Sequence[str]) -> Layout:
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
