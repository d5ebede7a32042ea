"""The columns of the machine contract: each with its name, its getter and its meaning, in one place.

JSON, JSON Lines, CSV, TSV and the schema follow from these tables; a row that they print is the row that tables show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from il2sle.evidence.figure import Figure
from il2sle.frozen import Frozen

R = TypeVar("R")
Kind = Literal["text", "whole", "number", "flag", "texts", "pointers", "remarks", "effects", "figures"]
SCALARS = {"text", "whole", "number", "flag"}  # the others are lists or objects, never null


class Column(Frozen, Generic[R]):
    """A column.

    Attributes:
        name: its name in every machine format.
        kind: the type of its values; any may be null unless `always`.
        get: its value in a row; a `Figure` stands for its value, and its state and source stand in `figures`.
        meaning: what it holds, in the words of a reader.
        words: the vocabulary it draws from.
        always: whether it is never null.
        of_figures: what it holds, from the figures of all columns of the row by their names: who has these at hand need
            not get them again. None where it does not follow from these.
    """

    name: str
    kind: Kind
    get: Callable[[R], Any]
    meaning: str
    words: Iterable[str] | None = None
    always: bool = False
    of_figures: Callable[[Mapping[str, Figure]], Any] | None = None

    def value(self, row: R) -> Any:  # noqa: ANN401  whatever a row may hold
        """What JSON holds for a row."""
        found = self.get(row)
        return found.value if isinstance(found, Figure) else found


class Figures(Generic[R]):
    """The figures of a row by the names of their columns, those that are there; and which of them we computed.

    Two columns of a row ask for them in turn: those of the last row are kept.
    """

    def __init__(self, columns: Callable[[], Iterable[Column[R]]]) -> None:
        """Take all columns of a row, by a function, since these two are among them."""
        self._columns = columns
        self._last: tuple[R, dict[str, Figure]] | None = None

    def of(self, row: R) -> dict[str, Figure]:
        """The figures of a row."""
        if self._last is None or self._last[0] is not row:
            found = {name: value for name, get in self._numbers if type(value := get(row)) is Figure and value}
            self._last = row, found
        return self._last[1]

    def derived(self, row: R) -> tuple[str, ...]:
        """The names of the columns of a row that we computed."""
        return computed(self.of(row))

    @cached_property
    def _numbers(self) -> list[tuple[str, Callable[[R], Any]]]:
        return [(column.name, column.get) for column in self._columns() if column.kind in {"whole", "number"}]


def computed(figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The names of those of some figures that we computed."""
    return tuple(name for name, figure in figures.items() if figure.derived)


def row_data(columns: Iterable[Column[Any]], row: object) -> dict[str, object]:
    """A row as an object of the contract."""
    return {column.name: found.value if type(found := column.get(row)) is Figure else found for column in columns}


def own(name: str) -> Callable[[Any], Any]:
    """Get the field of that name."""
    return attrgetter(name)


def identity() -> tuple[Column[Any], ...]:
    """What names the trial of a row."""
    return (
        Column("trial", "text", own("trial"), "id of the trial: its registry number", always=True),
        Column("name", "text", own("name"), "short name of the trial, as tables show it", always=True),
    )


def closing(columns: Callable[[], Iterable[Column[Any]]]) -> tuple[Column[Any], ...]:
    """What every row with figures ends with; `columns` are all of its columns, these too."""
    held = Figures(columns)
    return (
        Column(
            *("derived", "texts", held.derived),
            "names of the columns of this row that il2sle computed and no source prints",
            of_figures=computed,
        ),
        Column(
            *("figures", "figures", held.of),
            "state, method and source of every figure of this row, by the name of its column",
            of_figures=dict,
        ),
        Column("remarks", "remarks", own("remarks"), "what must be said of the row, in words"),
        Column("sources", "pointers", own("sources"), "where the figures of the row stand"),
    )
