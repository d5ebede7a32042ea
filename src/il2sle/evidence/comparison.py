"""The one place where trials meet: order, filters, and the words that must stand under the tables.

Trials come with a comparator first, then by start, then by id; outcomes by endpoint, then by measure, then by
trial, so that what stands together was measured alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from il2sle.records.model import Trial
from il2sle.records.vocabulary import ENDPOINT_KEYS, OTHER

from .checks import findings
from .contrasts import USUAL_MEASURES
from .doses import dose_rows
from .harms import harm_rows
from .outcomes import outcome_rows
from .rows import SECTIONS, Comparison, OutcomeRow, Row, SourceRow
from .studies import is_controlled, study_row

NOT_POOLED = (
    "The trials differ in molecule, dose, week and population. Nothing here is pooled, and doses of different "
    "molecules are not converted: a row compares an arm with its own comparator only."
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which outcomes to keep; an empty collection keeps all."""

    endpoints: Collection[str] = ()
    weeks: Collection[int] = ()
    populations: Collection[str] = ()

    def keep(self, row: OutcomeRow) -> bool:
        """Whether an outcome row passes; without an endpoint named, only the compared endpoints do."""
        return (
            (row.endpoint in self.endpoints if self.endpoints else row.endpoint != OTHER)
            and (not self.weeks or row.week in self.weeks)
            and (not self.populations or row.population in self.populations)
        )

    @property
    def words(self) -> str:
        """The filters as a phrase; empty without any."""
        named = (("endpoint", self.endpoints), ("week", self.weeks), ("population", self.populations))
        return ", ".join(f"{name} {' or '.join(map(str, values))}" for name, values in named if values)


def in_order(trials: Iterable[Trial]) -> list[Trial]:
    """Trials with a comparator first, then by start date, then by id."""

    def start(trial: Trial) -> str:
        return trial.dates.start.shown.value if trial.dates and trial.dates.start else "9999"

    return sorted(trials, key=lambda trial: (not is_controlled(trial), start(trial), trial.id))


def compare(
    trials: Iterable[Trial],
    *,
    filters: Filters | None = None,
    sections: Sequence[str] = SECTIONS,
    every_endpoint: bool = False,
    notes: Sequence[str] = (),
) -> Comparison:
    """Put trials side by side.

    Args:
        trials: the records, in any order.
        filters: which outcomes to keep.
        sections: the sections to fill; the others stay empty.
        every_endpoint: keep outcomes under `other` too, as `show` does.
        notes: what a reader must be told besides, e.g. of records left out.

    Returns:
        Frozen rows; the sources are those that the rows point to, in the order in which they do.
    """
    ordered = in_order(trials)
    chosen = filters or Filters()
    if every_endpoint and not chosen.endpoints:
        chosen = replace(chosen, endpoints=(*ENDPOINT_KEYS, OTHER))
    outcomes = [row for trial in ordered for row in outcome_rows(trial, findings(trial))]
    kept = _grouped(row for row in outcomes if chosen.keep(row))
    rows: dict[str, tuple[Row, ...]] = {
        "studies": tuple(study_row(trial) for trial in ordered),
        "outcomes": tuple(kept),
        "doses": tuple(row for trial in ordered for row in dose_rows(trial)),
        "harms": tuple(row for trial in ordered for row in harm_rows(trial)),
    }
    wanted = {section: rows[section] if section in sections else () for section in SECTIONS}
    return Comparison(
        trials=tuple(trial.id for trial in ordered),
        **wanted,  # type: ignore[arg-type]
        sources=_sources(ordered, wanted.values()),
        notes=tuple(_notes(ordered, filters, len(kept), notes)),
    )


def _grouped(rows: Iterable[OutcomeRow]) -> list[OutcomeRow]:
    """By endpoint, then by measure in the order of first appearance, keeping the order of trials inside."""
    listed = list(rows)
    endpoints = [*ENDPOINT_KEYS, OTHER]
    measures = list(dict.fromkeys(map(measure_group, (row for row in listed if row.missing is None))))
    measures += [group for group in dict.fromkeys(map(measure_group, listed)) if group not in measures]
    return sorted(listed, key=lambda row: (endpoints.index(row.endpoint), measures.index(measure_group(row))))


def measure_group(row: OutcomeRow) -> tuple[str, str, str, str]:
    """What an outcome row shares its heading with: endpoint, measure, and statistic of a score.

    Where an endpoint has no usual measure, rows without figures share one heading, whatever they would have measured.
    """
    if row.missing and row.arm is None and not USUAL_MEASURES.get(row.endpoint):
        return row.endpoint, "", "", ""
    return row.endpoint, row.measure, row.statistic or "", row.better or ""


def _notes(trials: Sequence[Trial], filters: Filters | None, kept: int, given: Sequence[str]) -> Iterable[str]:
    if len(trials) > 1:
        yield NOT_POOLED
    if filters and filters.words:
        yield f"Outcomes are filtered to {filters.words}: {kept} row{'' if kept == 1 else 's'} left."
    yield from given


def _sources(trials: Sequence[Trial], sections: Iterable[Sequence[Row]]) -> tuple[SourceRow, ...]:
    known = {f"{trial.id}/{key}": (trial, key) for trial in trials for key in trial.sources}
    used = dict.fromkeys(pointer.source for rows in sections for row in rows for pointer in row.sources)
    return tuple(source_row(*known[key]) for key in used if key in known)


def source_row(trial: Trial, key: str) -> SourceRow:
    """A source of a record under its key among all records."""
    source = trial.sources[key]
    return SourceRow(
        f"{trial.id}/{key}",
        source.kind,
        source.rank,
        source.citation,
        source.url,
        source.doi,
        source.date,
        source.read,
        source.note,
    )
