"""What the first screen tells of one trial: found where its record is read, so that of thousands no other row stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from il2sle.frozen import Frozen
from il2sle.records.vocabulary import ENDPOINT_KEYS

from .answer import ENDED, MAIN_HARMS, MainResult, TrialHarms, has_figures, passed_over
from .dose_row import DoseRow
from .rows import HarmRow, OutcomeRow, Rows, StudyRow

NO_CONTROL, PHASE_1, NO_RESULT = "no control", "phase 1", "no result"


class Told(Frozen, kw_only=True):
    """What the first screen tells of one trial.

    Attributes:
        results: its main results, by endpoint.
        further: how many rows with figures there are besides, by endpoint.
        missing: how the figures are missing, by endpoint, of those without a result.
        harms: None of a trial whose record speaks of no harm at all.
        deaths: the treated arms with a figure of deaths.
        folded_as: why a page of many tells it in a line, the gravest reason; None where it does not.
    """

    results: Mapping[str, tuple[MainResult, ...]]
    further: Mapping[str, int]
    missing: Mapping[str, str]
    harms: TrialHarms | None
    deaths: tuple[HarmRow, ...]
    folded_as: str | None


def told_of(one: Rows, *, alone: bool = False) -> Told:
    """What the first screen tells of a trial; of one that stands alone, every result with a figure."""
    study, doses, harms = one.study, one.doses, one.harms
    outcomes = [row for row in one.compared if isinstance(row, OutcomeRow)]
    known = {endpoint: [row for row in outcomes if row.endpoint == endpoint] for endpoint in ENDPOINT_KEYS}
    figures = {
        endpoint: [row for row in rows if row.missing is None and not row.baseline] for endpoint, rows in known.items()
    }
    main = {endpoint: rows if alone else main_rows(rows) for endpoint, rows in figures.items()}
    return Told(
        results={
            endpoint: tuple(MainResult(row, regimens(doses, row)) for row in rows)
            for endpoint, rows in main.items()
            if rows
        },
        further={endpoint: len(rows) - len(main[endpoint]) for endpoint, rows in figures.items()},
        missing={
            endpoint: _why_missing(rows) or passed_over(study)
            for endpoint, rows in known.items()
            if rows and not main[endpoint]
        },
        harms=_harms(study, harms),
        deaths=tuple(row for row in harms if _of_deaths(row)),
        folded_as=next(_reasons(study, outcomes), None),
    )


def main_rows(rows: Sequence[OutcomeRow]) -> list[OutcomeRow]:
    """The rows of the analysis that stands for a trial, all of its arms; and of the registered primary one beside it.

    A controlled one before an uncontrolled one, the published primary one first, then by role, by the set of patients
    from intention to treat on, during treatment rather than after it, and the latest; never a subgroup if it can.

    Args:
        rows: the rows with figures of one trial and endpoint, none of them of a baseline.
    """
    if not rows:
        return []
    best = min(rows, key=_rank)
    registered = [row for row in rows if row.registered == "primary" and row.subgroup is None]
    chosen = {analysis_of(row) for row in (best, *registered)}
    return [row for row in rows if analysis_of(row) in chosen and not row.pooled] or [best]


_ROLES = ("primary", "key secondary", "secondary", "exploratory", None, "post hoc")
_SETS = ("ITT", "full analysis", "mITT", "all treated", None, "evaluable", "completers", "PP", "safety")


def standing(row: OutcomeRow) -> tuple[bool, int, int, int]:
    """Where an analysis stands among those of its trial, the one that speaks for it first.

    No subgroup, then by role, then by the set of patients from intention to treat on, then the later week.
    """
    return row.subgroup is not None, _ROLES.index(row.analysis), _SETS.index(row.population), -(row.week or 0)


def _rank(row: OutcomeRow) -> tuple[object, ...]:
    subgroup, role, patients, latest = standing(row)
    return row.uncontrolled, subgroup, role, patients, row.weeks_off is not None, latest


def analysis_of(row: OutcomeRow) -> tuple[object, ...]:
    """What rows of one analysis of a trial have in common."""
    return row.measure, row.instrument, row.time, row.population, row.subset, row.subgroup, row.analysis


def regimens(doses: Iterable[DoseRow], row: OutcomeRow) -> tuple[DoseRow, ...]:
    """Of the regimens of a trial those of the arm of a row."""
    return tuple(dose for dose in doses if row.arm and dose.arm == row.arm.arm)


# Harms


def _harms(study: StudyRow, harms: Sequence[HarmRow]) -> TrialHarms | None:
    """None of a trial whose record speaks of no harm at all."""
    rows = [row for row in harms if not row.control]
    apart = [row for row in rows if row.difference and row.difference.crosses is False]
    main = [row for row in rows if _is_main(row)]
    if not rows:
        return None
    return TrialHarms(
        trial=study.trial,
        name=study.name,
        more=tuple(row for row in apart if _more(row)),
        fewer=tuple(row for row in apart if not _more(row)),
        unclear=tuple(row for row in main if row.difference and row.difference.crosses is not False),
        figures=tuple(_uncompared(harms)),
        told=tuple(row for row in main if row.statement and not has_figures(row)),
        missing=tuple(_silent(main, passed_over(study))),
        further=any(has_figures(row) for row in rows if not _is_main(row)),
    )


def _uncompared(rows: Sequence[HarmRow]) -> Iterator[HarmRow]:
    """The arms that have figures of a main harm, its comparator among them, where no difference follows from them."""
    compared = {row.event for row in rows if row.difference}
    for row in rows:
        if _is_main(row) and row.event not in compared and has_figures(row):
            yield row


def _is_main(row: HarmRow) -> bool:
    return row.category in MAIN_HARMS and not row.part_of


def _of_deaths(row: HarmRow) -> bool:
    return row.category == "death" and has_figures(row) and not row.control


def _more(row: HarmRow) -> bool:
    return row.difference is not None and (row.difference.value.value or 0) > 0


def _silent(main: Sequence[HarmRow], kind_of_none: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The categories without a figure or a word, by kind of missing; `kind_of_none` of those without a row."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for category in MAIN_HARMS:
        rows = [row for row in main if row.category == category]
        if not any(has_figures(row) or row.statement for row in rows):
            kind = _why_missing(rows) or kind_of_none
            kinds[kind].append(category)
    yield from ((kind, tuple(found)) for kind, found in kinds.items())


def _why_missing(rows: Iterable[OutcomeRow | HarmRow]) -> str | None:
    return next((row.missing for row in rows if row.missing), None)


# Folding


def _reasons(study: StudyRow, outcomes: Iterable[OutcomeRow]) -> Iterator[str]:
    """Why a trial answers no question of whether the therapy works, the gravest reason first."""
    if study.status in ENDED:
        yield study.status
    if not study.controlled:
        yield NO_CONTROL
    if _is_first(study.phase):
        yield PHASE_1
    if not any(row.missing is None and not row.baseline and row.compared for row in outcomes):
        yield NO_RESULT


def _is_first(phase: str | int | None) -> bool:
    """Whether a phase is `1`, `1b`, `Early Phase 1`: a pattern for these would take longer to compile than to use."""
    number = str(phase).casefold().removeprefix("early ").removeprefix("phase ")
    return number.rstrip(ascii_lowercase) == "1" and len(number) < 3
