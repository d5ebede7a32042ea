"""One comparison of a trial as the facts of a sentence: the row, both of its effects, how they follow, the sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.frozen import Frozen
from il2sle.records.letters import letters
from il2sle.records.vocabulary import ENDPOINT_KEYS, OTHER

from .comparison import Filters
from .examined import Examined
from .figure import MEASURES, Effect, Figure, Pointer, Remark, estimated
from .labels import what
from .rows import HarmRow, OutcomeRow, SourceRow
from .told import main_rows

RATIOS = ("risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio")


class Said(Frozen):
    """What is known of one comparison, or that nothing is.

    Attributes:
        row: an outcome, or a harm of one arm.
        other: the harm in the comparator; None for an outcome, and where no figure of it is known.
        effects: the difference, then a ratio, each with its interval; or the one that a source prints.
        sources: the documents that it stands in.
        comparators: the labels of several comparators with figures of the harm, none of which is chosen.
    """

    row: OutcomeRow | HarmRow
    other: HarmRow | None
    effects: tuple[Effect, ...]
    sources: tuple[SourceRow, ...]
    comparators: tuple[str, ...] = ()

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """Where its figures stand; of a harm in both arms."""
        return tuple(dict.fromkeys((*self.row.sources, *(self.other.sources if self.other else ()))))

    @property
    def derivations(self) -> tuple[str, ...]:
        """How the derived figures that are told follow, each once."""
        found = (figure.method for figure in (*self._counts(), *self._effects()) if figure.derived)
        return tuple(dict.fromkeys(found))

    def _counts(self) -> Iterator[Figure]:
        if isinstance(self.row, OutcomeRow):
            for side in filter(None, (self.row.arm, self.row.comparator)):
                yield from (figure for name, figure in side.figures().items() if name != "percent")

    def _effects(self) -> Iterator[Figure]:
        yield from (effect.low for effect in self.effects)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What must be said with it: conflicts, doubts, what the curator and the sources add."""
        found = (*self.row.remarks, *(self.other.remarks if self.other else ()))
        return tuple(dict.fromkeys(one for one in found if one.kind != "reading"))


def names(one: Examined) -> tuple[str, ...]:
    """What of a trial can be said: its endpoints, its other measures, its harms, and the categories of these."""
    rows = [row.endpoint for row in one.outcomes if row.endpoint != OTHER]
    measured = [row.measure for row in one.outcomes if row.endpoint == OTHER]
    events = [row.event for row in one.harms]
    categories = [row.category for row in one.harms if row.category != OTHER]
    return tuple({letters(name): name for name in reversed((*rows, *measured, *events, *categories))}.values())[::-1]


def said(one: Examined, asked: str | None = None, filters: Filters | None = None) -> tuple[Said, ...]:
    """The comparisons that a name means, one for each arm of the analysis that stands for the trial.

    Args:
        one: the trial.
        asked: one of `names`; None for the primary endpoint, else the first one with figures.
        filters: weeks and populations; with any, every analysis that they leave.
    """
    chosen = filters or Filters()
    outcomes = _asked(one, asked) if asked else _leading([row for row in one.outcomes if _passes(row, chosen)])
    if outcomes or not asked:
        return tuple(_outcome(one, row) for row in _chosen(outcomes, chosen))
    return tuple(_harms(one, asked))


# Outcomes


def _asked(one: Examined, asked: str) -> list[OutcomeRow]:
    named = [row for row in one.outcomes if row.endpoint == asked != OTHER]
    return named or [row for row in one.outcomes if row.endpoint == OTHER and row.measure == asked]


def _leading(outcomes: Iterable[OutcomeRow]) -> list[OutcomeRow]:
    """The rows of the published primary endpoint, else of the registered one, else of the first with figures.

    A primary endpoint of which nothing is known is said to be so: no other one stands in for it.
    """
    rows = [row for row in outcomes if row.subgroup is None]
    for primary in ("analysis", "registered"):
        if found := [row for row in rows if getattr(row, primary) == "primary"]:
            return found
    kinds = [[row for row in rows if row.endpoint == endpoint] for endpoint in ENDPOINT_KEYS]
    known = (kind for kind in kinds if any(row.missing is None for row in kind))
    return next(known, None) or next((kind for kind in kinds if kind), [])


def _chosen(rows: Sequence[OutcomeRow], filters: Filters) -> list[OutcomeRow]:
    asked = bool(filters.weeks or filters.populations)
    kept = [row for row in rows if _passes(row, filters)]
    figures = [row for row in kept if row.missing is None]
    if asked:
        return figures or kept[:1]
    return main_rows([row for row in figures if not row.baseline]) or figures or _silent(kept)


def _passes(row: OutcomeRow, filters: Filters) -> bool:
    weeks, populations = filters.weeks, filters.populations
    return (not weeks or row.week in weeks) and (not populations or row.population in populations)


def _silent(rows: Iterable[OutcomeRow]) -> list[OutcomeRow]:
    """A row for each kind of missing."""
    return list({row.missing: row for row in reversed(list(rows))}.values())[::-1]


def _outcome(one: Examined, row: OutcomeRow) -> Said:
    """The difference and a ratio; the effect that the table shows is one of them."""
    difference, leading = row.effect("difference"), row.leading
    ratio = next((effect for name in RATIOS if (effect := row.effect(name))), None)
    if leading and leading.about.scale == "ratio":
        ratio = leading
    both = [effect for effect in (difference, ratio) if effect]
    if leading and leading not in both:
        both.insert(0, leading)
    return Said(row, None, tuple(both), _documents(one, row.sources))


def subject(row: OutcomeRow) -> str:
    """What was measured, by the index that the source names where the endpoint is the index itself."""
    if row.measure == "responders":
        return row.endpoint if row.endpoint.endswith("response") else f"{row.endpoint} response"
    if row.endpoint == "SLEDAI" and row.instrument:
        return f"{row.instrument} {row.measure}"
    return row.measure if row.endpoint in row.measure else what(row)


# Harms


def _harms(one: Examined, asked: str) -> Iterator[Said]:
    """The events of that name, else those of that category which are no part of another."""
    rows = [row for row in one.harms if row.event == asked]
    rows = rows or [row for row in one.harms if row.category == asked and not row.part_of]
    for event in dict.fromkeys(row.event for row in rows):
        alike = [row for row in rows if row.event == event]
        yield from _event(one, alike)


def _event(one: Examined, rows: Sequence[HarmRow]) -> Iterator[Said]:
    known = [row for row in rows if row.missing is None]
    controls = [row for row in known if row.control]
    other = controls[0] if len(controls) == 1 else None
    several = tuple(row.arm_label or "" for row in controls) if len(controls) > 1 else ()
    treated = [row for row in known if not row.control]
    for row in treated or known[:1] or rows[:1]:
        beside = other if row is not other else None
        sources = (*row.sources, *(beside.sources if beside else ()))
        yield Said(row, beside, tuple(_effects_of(row)), _documents(one, sources), several)


def _effects_of(row: HarmRow) -> Iterator[Effect]:
    """The difference of the row, and the risk ratio of the same counts, where it can be estimated."""
    if row.difference is None:
        return
    yield row.difference
    counts = row.difference.value.inputs
    table = TwoByTwo(*(int(figure.value or 0) for figure in counts))
    measure = MEASURES["risk_ratio"]
    estimate = measure.compute(table) if measure.compute else None
    if estimate is not None:
        value, low, high = estimated(measure, table, estimate, counts)
        yield Effect(measure=measure.key, value=value, low=low, high=high)


def _documents(one: Examined, pointers: Collection[Pointer]) -> tuple[SourceRow, ...]:
    known = one.sources
    return tuple(known[key] for key in dict.fromkeys(pointer.source for pointer in pointers) if key in known)
