"""The one place where trials meet: order, filters, and the words that must stand under the tables.

Trials come in one of the orders of `examined`; outcomes by endpoint, then by measure, then by
trial, so that what stands together was measured alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from il2sle.frozen import Frozen, replace
from il2sle.records.vocabulary import endpoint_rank

from .compared import Comparison
from .contrasts import USUAL_MEASURES
from .examined import ORDERS, in_order
from .rows import SECTIONS, OutcomeHead, OutcomeRow, Row, SourceRow
from .stamp import stamp
from .tabled import Tables
from .twins import Featured, twins_among

if TYPE_CHECKING:
    from .answer import Answer

NOT_POOLED = (
    "The trials differ in molecule, dose, week and population. Nothing here is pooled, and doses of different "
    "molecules are not converted: a row compares an arm with its own comparator only."
)


H = TypeVar("H", bound=OutcomeHead)


class Filters(Frozen):
    """Which outcomes to keep; an empty collection keeps all, but for endpoints that are no trial's primary one."""

    endpoints: Collection[str] = ()
    weeks: Collection[int] = ()
    populations: Collection[str] = ()
    every_endpoint: bool = False

    def keep(self, row: OutcomeHead) -> bool:
        """Whether an outcome row passes; without an endpoint named, the compared ones do, or all if wanted."""
        by_default = self.every_endpoint or row.compared
        return (
            (row.endpoint in self.endpoints if self.endpoints else by_default)
            and (not self.weeks or row.week in self.weeks)
            and (not self.populations or row.population in self.populations)
        )

    @property
    def words(self) -> str:
        """The filters as a phrase; empty without any."""
        named = (("endpoint", self.endpoints), ("week", self.weeks), ("population", self.populations))
        return ", ".join(f"{name} {' or '.join(map(str, values))}" for name, values in named if values)


def compare(
    trials: Iterable[Tables],
    *,
    filters: Filters | None = None,
    sections: Sequence[str] = SECTIONS,
    order: str = "molecule",
    notes: Sequence[str] = (),
) -> Comparison:
    """Put trials side by side.

    Args:
        trials: the records, in any order; of each only the sections asked for are worked out.
        filters: which outcomes to keep.
        sections: the sections to fill; the others stay empty.
        order: a key of `ORDERS`.
        notes: what a reader must be told besides, e.g. of records left out.

    Returns:
        Frozen rows; the sources are those that the rows point to, in the order in which they do, then what these are
        copies of and what corrects them.
    """
    ordered = in_order(trials, order)
    chosen, beyond = chosen_outcomes(_of("outcomes", sections, ordered), filters or Filters())
    kept = tuple(map(_row, chosen))
    studies = tuple(one.study for one in ordered) if "studies" in sections else ()
    doses, harms = (_of(section, sections, ordered) for section in ("doses", "harms"))
    alike = twins_in_words(ordered)
    return Comparison(
        trials=tuple(one.trial.id for one in ordered),
        stamp=stamp(ordered),
        names={one.trial.id: one.trial.name for one in ordered},
        studies=studies,
        outcomes=kept,
        doses=doses,
        harms=harms,
        timelines=tuple(line for one in ordered for line in one.timelines) if "doses" in sections else (),
        sources=_sources(ordered, (studies, kept, doses, harms)),
        notes=(
            *_notes(len(ordered), order, filters, len(kept) if "outcomes" in sections else None),
            *beyond,
            *notes,
            *alike,
        ),
        notices=(*beyond, *alike),
    )


def with_answer(comparison: Comparison, answer: Answer, trials: Sequence[Tables]) -> Comparison:
    """The comparison with what its page begins with; where no rows stand below, its sources are those of the answer."""
    if not answer.rows_below:
        rows = [result.row for known in answer.known for result in known.results]
        comparison = replace(comparison, sources=_sources(trials, [rows]))
    return replace(comparison, answer=answer)


def chosen_outcomes(outcomes: Iterable[H], filters: Filters) -> tuple[tuple[H, ...], tuple[str, ...]]:
    """The outcomes that are kept, grouped, and what a reader is told of those that are not shown."""
    listed = list(outcomes)
    kept = tuple(_grouped(row for row in listed if filters.keep(row)))
    unasked = not (filters.endpoints or filters.every_endpoint)
    return kept, tuple(_further([row for row in listed if not row.compared])) if unasked else ()


def twins_in_words(trials: Iterable[Featured]) -> tuple[str, ...]:
    """The pairs of records that may be about one trial."""
    return tuple(pair.words for pair in twins_among([one.features for one in trials]))


def _row(chosen: OutcomeHead) -> OutcomeRow:
    """What is chosen is a row: whoever names an endpoint has to have all rows made, and not the heads of some."""
    assert isinstance(chosen, OutcomeRow)  # noqa: S101
    return chosen


def _of(section: str, asked: Collection[str], trials: Iterable[Tables]) -> tuple[Any, ...]:
    """The rows of a section, trial by trial; none where it is not asked for."""
    return tuple(row for one in trials for row in getattr(one, section)) if section in asked else ()


def _grouped(rows: Iterable[H]) -> list[H]:
    """By endpoint, then by measure in the order of first appearance, keeping the order of trials inside."""
    listed = list(rows)
    groups = dict.fromkeys(map(measure_group, (row for row in listed if row.missing is None)))
    groups |= dict.fromkeys(map(measure_group, listed))
    rank = {group: number for number, group in enumerate(groups)}
    return sorted(listed, key=lambda row: (endpoint_rank(row.endpoint), rank[measure_group(row)]))


def measure_group(row: OutcomeHead) -> tuple[str, str, str, str]:
    """What an outcome row shares its heading with: endpoint, measure, and statistic of a score.

    Where an endpoint has no usual measure, rows without figures share one heading, whatever they would have measured.
    """
    if row.missing and row.arm is None and not USUAL_MEASURES.get(row.endpoint):
        return row.endpoint, "", "", ""
    return row.endpoint, row.measure, row.statistic or "", row.better or ""


def _notes(trials: int, order: str, filters: Filters | None, kept: int | None) -> Iterable[str]:
    if trials > 1:
        yield NOT_POOLED
        yield f"Order: {ORDERS[order][0]}."
    if filters and filters.words and kept is not None:
        yield f"Outcomes are filtered to {filters.words}: {kept} row{'' if kept == 1 else 's'} left."


def _further(rows: Sequence[OutcomeHead]) -> Iterable[str]:
    """What is not shown because it is no primary endpoint: how many outcomes, of how many trials."""
    matters = dict.fromkeys((row.trial, row.endpoint, row.measure) for row in rows)
    if matters:
        trials = len({trial for trial, *_ in matters})
        outcomes = f"{len(matters)} further outcome{'' if len(matters) == 1 else 's'}"
        whose = f"{trials} trial{'' if trials == 1 else 's'}"
        yield f"Not shown here: {outcomes} of {whose}; `il2sle show TRIAL` shows them all, `--endpoint` one of them."


def _sources(examined: Sequence[Tables], sections: Iterable[Sequence[Row]]) -> tuple[SourceRow, ...]:
    known = {key: row for one in examined for key, row in one.sources.items()}
    listed = [row for rows in sections for row in rows]
    said = [pointer for row in listed for remark in row.remarks for pointer in remark.sources]
    used = dict.fromkeys(pointer.source for pointer in (*(p for row in listed for p in row.sources), *said))
    return tuple(known[key] for key in (*used, *_behind(known, used)) if key in known)


def _behind(known: Mapping[str, SourceRow], used: Collection[str]) -> Iterator[str]:
    """What the list of sources speaks of beside those used: what they are copies of, and what corrects them."""
    originals = [row.copy_of for key, row in known.items() if key in used and row.copy_of]
    correcting = [key for key, row in known.items() if row.corrects in used]
    yield from (key for key in dict.fromkeys((*originals, *correcting)) if key not in used)
