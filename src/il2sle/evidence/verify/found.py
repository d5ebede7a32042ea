"""The verdict on each printed figure: at its place, found, found elsewhere, with other digits, or not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from il2sle.evidence.placed import Placed, placed_figures
from il2sle.evidence.workings import Workings
from il2sle.frozen import Frozen, replace
from il2sle.records.model import Trial

from .context import Beside, about_event, closeness, doubts
from .document import Document
from .places import Zone, zone
from .states import MISSED, STATES, State
from .wanted import Spot, near, spots


class Sighting(Frozen):
    """What a copy of one source says of a figure.

    Attributes:
        source: the key of the source.
        place: the place that the record names.
        state: what was found; `found` where the text does not let one tell the place.
        line: of the copy, from 1; 0 where nothing was found.
        shown: the figure with its other digits, as the text has it.
        around: the words around it, forty letters at most; never stored.
        doubts: what around it speaks for another figure.
        spots: every place of the figure that comes into question.
    """

    source: str
    place: str
    state: State
    line: int = 0
    shown: str = ""
    around: str = ""
    doubts: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()


class Verdict(Frozen):
    """A figure, and the best of what the copies say of it.

    Attributes:
        figure: the figure.
        best: the sighting that speaks most for it; None where no source that it cites has a copy.
        unseen: the sources that it cites and that have no copy.
    """

    figure: Placed
    best: Sighting | None
    unseen: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """The state of the figure."""
        if self.figure.read_off:
            return "read off"
        return self.best.state if self.best else "no copy"

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks for another figure where it was found."""
        return self.best.doubts if self.best else ()

    @property
    def contradicted(self) -> bool:
        """Whether every source that it cites was looked through, and none holds it."""
        return self.state in MISSED and not self.unseen

    @property
    def to_look_at(self) -> bool:
        """Whether a person has to look."""
        return self.state in {"elsewhere", *MISSED} or bool(self.doubts)


def verify(workings: Workings, texts: Mapping[str, str]) -> list[Verdict]:
    """Look for every printed figure of a record.

    Args:
        workings: the record.
        texts: the copies by the keys of their sources.
    """
    documents = {key: Document(text) for key, text in texts.items()}
    figures = list(placed_figures(workings.coded))
    verdicts = [_verdict(workings.trial, figure, documents) for figure in figures]
    return list(_with_others(_with_order(workings.trial, verdicts, documents)))


def _verdict(trial: Trial, figure: Placed, documents: Mapping[str, Document]) -> Verdict:
    unseen = tuple(dict.fromkeys(cite.source for cite in figure.cites if cite.source not in documents))
    if figure.read_off:
        return Verdict(figure, None, unseen)
    seen = [
        _sighting(trial, figure, cite.source, cite.place, documents[cite.source])
        for cite in figure.cites
        if cite.source in documents
    ]
    return Verdict(figure, min(seen, key=_rank) if seen else None, unseen)


def _rank(sighting: Sighting) -> tuple[int, int]:
    return STATES.index(sighting.state), len(sighting.doubts)


def _sighting(trial: Trial, figure: Placed, source: str, place: str, document: Document) -> Sighting:
    here = zone(document, place)
    every = [_weighed(trial, figure, spot, document) for spot in _counting(figure, document)]
    inside = [spot for spot in every if here and spot.block in here]
    shown: Sequence[Spot] = inside or every
    if shown:
        state: State = "at its place" if inside else "elsewhere" if here else "found"
        best = min(shown, key=lambda spot: _likeliest(figure, document, spot))
        block = document.blocks[best.block]
        around = block.around(best.start, best.end)
        line = block.line_of(best.start)
        return Sighting(source, place, state, line, "", around, best.doubts, tuple(shown))
    return next(_other_digits(figure, source, place, document, here), Sighting(source, place, "not found"))


def _likeliest(figure: Placed, document: Document, spot: Spot) -> tuple[int, int]:
    """The order of several places: the fewest doubts, then most words of what it is about."""
    return len(spot.doubts), -closeness(figure, document.blocks[spot.block], spot)


def _counting(figure: Placed, document: Document) -> Iterator[Spot]:
    for spot in spots(figure.value, enumerate(document.blocks)):
        if not spot.by_no or about_event(figure, document.blocks[spot.block], spot):
            yield spot


def _weighed(trial: Trial, figure: Placed, spot: Spot, document: Document) -> Spot:
    return replace(spot, doubts=(*spot.doubts, *doubts(trial, figure, document, spot)))


def _other_digits(figure: Placed, source: str, place: str, document: Document, here: Zone | None) -> Iterator[Sighting]:
    """The figure with other digits: at its place first, where a slip of one digit counts too."""
    indexes = range(len(document.blocks))
    for index in sorted(indexes, key=lambda i: (bool(here) and i not in (here or ()), i)):
        block = document.blocks[index]
        for number in near(figure.value, block, slips=bool(here) and index in (here or ())):
            shown = " ".join(block.text[number.start : number.end].split())
            around = block.around(number.start, number.end)
            yield Sighting(source, place, "other digits", block.line_of(number.start), shown, around)


def _with_order(trial: Trial, verdicts: Sequence[Verdict], documents: Mapping[str, Document]) -> Iterator[Verdict]:
    """Verdicts, with a doubt on the figures of two arms that stand the other way round in the text."""
    by_loc = {verdict.figure.loc: verdict for verdict in verdicts}
    for verdict in verdicts:
        reversed_ = any(_reversed(trial, verdict, other, documents) for other in _others(trial, verdict, by_loc))
        if reversed_ and verdict.best:
            more = (*verdict.best.doubts, "arms in the other order")
            yield replace(verdict, best=replace(verdict.best, doubts=more))
        else:
            yield verdict


_ONCE = {"events", "percent", "value", "p", "difference", "mean_difference", "affected"}


def _with_others(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Verdicts, with a doubt where the one place of a figure is that of another row too: one of them was misread."""
    listed = list(verdicts)
    taken: dict[object, list[Verdict]] = {}
    for verdict in listed:
        if key := _only_place(verdict):
            taken.setdefault(key, []).append(verdict)
    for verdict in listed:
        rows = [
            other for other in taken.get(_only_place(verdict), []) if other.figure.loc[:5] != verdict.figure.loc[:5]
        ]
        if rows and verdict.best:
            doubt = f"taken for {rows[0].figure.name} too"
            yield replace(verdict, best=replace(verdict.best, doubts=(*verdict.best.doubts, doubt)))
        else:
            yield verdict


def _only_place(verdict: Verdict) -> object:
    """The one place of a figure that belongs to one row alone; None of others."""
    loc, best = verdict.figure.loc, verdict.best
    if not best or len(best.spots) != 1 or len(loc) != 6 or loc[5] not in _ONCE:
        return None
    return best.source, best.spots[0].block, best.spots[0].start, loc[5]


def _others(trial: Trial, verdict: Verdict, by_loc: Mapping[tuple[str | int, ...], Verdict]) -> Iterator[Verdict]:
    """The same figure of the arms on the other side of the comparison."""
    loc = verdict.figure.loc
    if len(loc) > 5 and loc[0] in {"outcomes", "harms", "baseline"} and loc[4] in trial.arms:
        role = trial.arms[str(loc[4])].role
        for key, arm in trial.arms.items():
            other = by_loc.get((*loc[:4], key, *loc[5:]))
            if other and arm.role != role:
                yield other


def _reversed(trial: Trial, one: Verdict, other: Verdict, documents: Mapping[str, Document]) -> bool:
    if not (one.best and other.best) or one.best.source != other.best.source:
        return False
    if one.figure.printed == other.figure.printed:
        return False
    arms = (trial.arms[str(one.figure.loc[4])], trial.arms[str(other.figure.loc[4])])
    return Beside(documents[one.best.source], arms, (one.best.spots, other.best.spots)).exchanged


def share_of(verdicts: Iterable[Verdict]) -> dict[State, int]:
    """How many figures are in each state, those in none left out."""
    listed = [verdict.state for verdict in verdicts]
    return {state: listed.count(state) for state in STATES if state in listed}
