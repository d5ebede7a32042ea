"""What a layout is: a program's own names for our facts, and the rows that are laid out under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from il2sle.evidence.comparison import Filters
from il2sle.evidence.exportable import Exportable
from il2sle.evidence.figure import Pointer
from il2sle.evidence.labels import when
from il2sle.evidence.rows import OutcomeRow
from il2sle.evidence.selection import in_place, named, speaks
from il2sle.frozen import Frozen
from il2sle.views.columns import TABLES

Value = str | int | float | None


class Facts(Frozen):
    """What is known of one row.

    Attributes:
        cells: the values, by the names that the layouts use.
        derived: the names of those that we computed.
    """

    cells: Mapping[str, Value]
    derived: frozenset[str]


class Built(Frozen):
    """The rows of a layout, a sentence for everything that has none, and what must be known of those that have one."""

    facts: Sequence[Facts]
    left_out: tuple[str, ...]
    notices: tuple[str, ...] = ()


Build = Callable[[Sequence[Exportable], Filters, bool], Built]


class Layout(Frozen):
    """How a program wants its rows.

    Attributes:
        key: the name of the layout.
        program: the program, and the function of it that reads the rows.
        target: the program's own columns, each with the name of the fact that stands in it.
        own: our columns, which follow the program's.
        build: the rows of trials that filters leave; of every analysis, or of one of each trial.
        parts: what it is built of, beside the rows of outcomes: names of `exportable.PARTS`.
    """

    key: str
    program: str
    target: Mapping[str, str]
    own: tuple[str, ...]
    build: Build
    parts: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in order."""
        return (*self.target, *self.own)

    def cells(self, facts: Facts) -> tuple[Value, ...]:
        """The cells of one row, in the order of the columns."""
        derived = " ".join(column for column, fact in self.target.items() if fact in facts.derived)
        known = {**facts.cells, "derived": derived}
        return tuple(known[name] for name in (*self.target.values(), *self.own))


def under(columns: str, facts: Sequence[str]) -> dict[str, str]:
    """A program's own columns, each with the fact that stands in it."""
    return dict(zip(columns.split(), facts, strict=True))


def of_outcomes(  # noqa: PLR0913, PLR0917  as `Layout` has
    key: str, program: str, target: Mapping[str, str], own: Sequence[str], build: Build, parts: tuple[str, ...] = ()
) -> Layout:
    """A layout of outcomes: what describes a row, its own columns, and what closes it follow the program's."""
    return Layout(key, program, target, (*DESCRIBING, *own, *LAST), build, parts)


DESCRIBING = (
    *("trial", "endpoint", "measure", "instrument", "week", "time", "population", "subset", "subgroup", "analysis"),
    *("arm", "comparator"),
)
LAST = ("derived", "remarks", "sources")
_GET = {column.name: column for column in TABLES["outcomes"]}


def described(row: OutcomeRow, words: Iterable[str], sources: Iterable[Pointer]) -> dict[str, Value]:
    """What a row is about, as cells."""
    cells: dict[str, Value] = {name: _GET[name].value(row) for name in DESCRIBING}
    return cells | {"remarks": "; ".join(filter(None, words)), "sources": places(sources)}


def places(sources: Iterable[Pointer]) -> str:
    """Sources with their places as one text."""
    return "; ".join(f"{pointer.source}: {pointer.locator}" for pointer in sources)


def without_row(left_out: Iterable[tuple[OutcomeRow, str]]) -> tuple[str, ...]:
    """A sentence for each row that has none here."""
    return tuple(f"{named(row)}: {reason}." for row, reason in left_out)


def other_analyses(rows: Iterable[OutcomeRow]) -> tuple[str, ...]:
    """A sentence for each trial of which only one analysis is laid out."""
    by_trial: dict[str, list[OutcomeRow]] = {}
    for row in rows:
        by_trial.setdefault(row.name, []).append(row)
    return tuple(f"{name}: {_others(found)} (--all-rows)." for name, found in by_trial.items())


def _others(rows: Sequence[OutcomeRow]) -> str:
    number = f"{len(rows)} row{'' if len(rows) == 1 else 's'} of other analyses of the same patients left out"
    if not any(map(speaks, rows)):
        number = f"{number}, post hoc or of subgroups, which never stand for a trial"
    kinds = (
        ("further primary ones", [row for row in rows if row.analysis == "primary" and speaks(row)]),
        ("the registered primary one", [row for row in rows if row.registered == "primary"]),
    )
    told = [f", {kind} among them ({'; '.join(dict.fromkeys(map(_analysis, of)))})" for kind, of in kinds if of]
    return "".join((number, *told))


def _analysis(row: OutcomeRow) -> str:
    return f"{row.endpoint}, {when(row)}"


def instead(kept: Iterable[OutcomeRow], left_out: Iterable[tuple[OutcomeRow, str]]) -> tuple[str, ...]:
    """A sentence for each trial for which another analysis than the published primary one stands."""
    return tuple(
        f"{row.name}: {row.analysis or 'an analysis of no stated role'}, {_analysis(row)}, stands here, since the "
        f"primary analysis ({_analysis(primary)}) has no row."
        for row, primary in in_place(kept, (one for one, _ in left_out))
    )


SHARED = (
    "arms of a trial share a comparator (column `shared_comparator`), so that their rows are not independent: combine "
    "the arms, or divide the comparator's patients between them (Cochrane Handbook 23.3.4)."
)


def shared(numbers: Iterable[object]) -> tuple[str, ...]:
    """What to do about comparators that several rows share, where there are any."""
    return (SHARED,) if any(isinstance(number, int) and number > 1 for number in numbers) else ()
