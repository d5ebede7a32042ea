"""Every figure that a source prints, wherever in a record it stands, under a name that outlives edits around it.

A path such as `outcomes/3/...` changes when an outcome is added above it. The name says what the figure is about
instead: two records of one trial are compared by it, and what was found or signed earlier is known again by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256

from il2sle.arithmetic.schedules import Span
from il2sle.frozen import Frozen
from il2sle.records.parts import Loc, Part
from il2sle.records.printed import BaselineRow, Harm, OtherClaim, Outcome, PrintedEffect, Result
from il2sle.records.stated import Stated
from il2sle.records.values import Below, Cite, PValue

Printed = int | Decimal | Span | PValue | Below
FIGURES = (int, Decimal, Span, PValue, Below)
_OURS: set[Loc] = {("language",), ("sources",)}  # what stands here is of the record, not of the trial


class Placed(Frozen):
    """A printed figure.

    Attributes:
        loc: its path in the record.
        name: what it is about, e.g. `outcomes/SRI-4, mITT/week 12/il-2/percent`; no two of a record have the same.
        value: the figure.
        cites: where it stands.
        read_off: whether it was read off a graph, so that no text holds it.
    """

    loc: Loc
    name: str
    value: Printed
    cites: tuple[Cite, ...]
    read_off: bool = False

    @property
    def printed(self) -> str:
        """The figure as it is typed; a duration in days."""
        return printed_form(self.value)

    @property
    def cited(self) -> str:
        """Its places in one line."""
        return "; ".join(f"{cite.source}, {cite.place}" for cite in self.cites)

    @property
    def digest(self) -> str:
        """Eight letters that change when the figure, its name or its place does."""
        return sha256(f"{self.name}\n{self.printed}\n{self.cited}".encode()).hexdigest()[:8]


def printed_form(value: Printed) -> str:
    """A figure in the digits that it was typed with."""
    match value:
        case Span():
            return f"{value.low} to {value.high} days" if value.high != value.low else f"{value.low} days"
        case PValue() | Below():
            return value.printed
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def is_printed(part: Part) -> bool:
    """Whether a part of a record is a figure that a source prints."""
    if not isinstance(part.value, FIGURES) or isinstance(part.value, bool):
        return False
    return part.loc[:1] not in _OURS and not (part.loc[-1:] == ("cycles",) and part.value == 1)


def placed_figures(parts: Iterable[Part]) -> Iterator[Placed]:
    """The printed figures of a record in its order, from the walk through it."""
    listed = list(parts)
    named = names(listed)
    off_graph = {part.loc for part in listed if isinstance(part.value, Result) and part.value.read_off}
    seen: Counter[str] = Counter()
    for part in listed:
        if is_printed(part) and isinstance(part.value, FIGURES):
            name = named[part.loc]
            seen[name] += 1
            told = name if seen[name] == 1 else f"{name} #{seen[name]}"
            read_off = any(part.loc[:end] in off_graph for end in range(len(part.loc)))
            yield Placed(part.loc, told, part.value, part.cites, read_off)


def names(parts: Iterable[Part]) -> dict[Loc, str]:
    """The name of every part by its path; two outcomes that differ in their weeks alone share theirs."""
    found: dict[Loc, str] = {(): ""}
    lone: set[Loc] = set()
    for part in parts:
        if not part.loc:
            continue
        step = "" if part.loc[:-1] in lone or _is_untold(part.loc) else _step(part)
        found[part.loc] = "/".join(filter(None, (found[part.loc[:-1]], step)))
        if isinstance(part.value, Stated) and len(part.value.root) == 1:
            lone.add(part.loc)
    return found


def _is_untold(loc: Loc) -> bool:
    """Whether a name does without a step."""
    return loc[-1] in {"is", "results", "rows"} or (loc[-1] == "arms" and len(loc) > 1) or loc == ("harms", "events")


def _step(part: Part) -> str:
    """What tells a part from its neighbours: its key; of an item of a list what it is about, else its number."""
    last = part.loc[-1]
    if isinstance(last, str):
        return last
    told: tuple[str | None, ...]
    match part.value:
        case Outcome() as outcome:
            subgroup = f"{outcome.subgroup.by} {outcome.subgroup.value}" if outcome.subgroup else None
            told = (outcome.endpoint, outcome.measure, outcome.population, outcome.subset, subgroup)
        case Harm(event=about) | BaselineRow(measure=about) | PrintedEffect(measure=about):
            told = (about,)
        case OtherClaim(cite=cites):
            told = (f"by {cites[0].source}",)
        case _:
            told = (str(last + 1),)
    return ", ".join(filter(None, told)).replace("/", " ")
