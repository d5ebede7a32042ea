"""How the answer of the first screen is made: by rules that hold for one trial and for thirty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from il2sle.records.vocabulary import ENDPOINT_KEYS

from .answer import MAIN_HARMS, Answer, Counted, Known, MainResult, TrialHarms, VerdictGroup, has_figures, passed_over
from .dose_row import DoseRow
from .examined import in_order
from .folding import fold, unfolded
from .rows import HarmRow, OutcomeRow, StudyRow
from .selection import standing
from .stamp import newest_source
from .tabled import Tables


def answer(
    examined: Iterable[Tables], order: str = "molecule", *, folding: bool = False, alone: bool | None = None
) -> Answer:
    """Put together the first screen of these trials.

    Args:
        examined: the trials.
        order: one of the orders of `examined`.
        folding: tell some in a line, where they are many; see `folding`.
        alone: whether there is room for every main result; where it is not said, that of a single trial.
    """
    ordered = in_order(examined, order)
    studies = tuple(one.study for one in ordered)
    folded = fold(ordered) if folding else ()
    told = unfolded(ordered, folded)
    shown = {one.trial.id for one in told}
    alone = len(told) == 1 if alone is None else alone
    known = tuple(_known(endpoint, told, alone=alone) for endpoint in ENDPOINT_KEYS)
    return Answer(
        studies=studies,
        newest=newest_source(ordered),
        verdicts=tuple(_verdicts(studies)),
        known=known,
        harms=tuple(found for one in told if (found := _harms(one))),
        counted=tuple(_counted(known)),
        folded=folded,
        more=_more_of_folded([one for one in ordered if one.trial.id not in shown]),
        deaths=tuple(row for one in ordered for row in one.harms if _of_deaths(row)),
    )


def _verdicts(studies: Iterable[StudyRow]) -> Iterator[VerdictGroup]:
    """Endpoints with one fate together: those not met first, which a reader must not miss."""
    groups: defaultdict[tuple[str, bool | None, str | None], dict[str, None]] = defaultdict(dict)
    for study in studies:
        for verdict in study.verdicts:
            groups[verdict.endpoint, verdict.met, verdict.arm][study.name] = None
    rank = {False: 0, True: 1, None: 2}
    for (endpoint, met, arm), names in sorted(groups.items(), key=lambda group: rank[group[0][1]]):
        yield VerdictGroup(endpoint, met, arm, tuple(names))


# The main result of each trial


def _known(endpoint: str, ordered: Sequence[Tables], *, alone: bool) -> Known:
    results: list[MainResult] = []
    missing: defaultdict[str, list[str]] = defaultdict(list)
    further = 0
    for one in ordered:
        rows = [row for row in one.outcomes if row.endpoint == endpoint]
        figures = [row for row in rows if row.missing is None and not row.baseline]
        found = figures if alone else main_rows(figures)
        results += [MainResult(row, regimens(one, row)) for row in found]
        further += len(figures) - len(found)
        if not found and rows:
            missing[_why_missing(rows) or passed_over(one.study)].append(one.trial.name)
    by_kind = tuple((kind, tuple(names)) for kind, names in missing.items())
    return Known(endpoint, tuple(results), further, by_kind)


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
    chosen = {_analysis(row) for row in (best, *registered)}
    return [row for row in rows if _analysis(row) in chosen and not row.pooled] or [best]


def _rank(row: OutcomeRow) -> tuple[object, ...]:
    subgroup, role, patients, latest = standing(row)
    return row.uncontrolled, subgroup, role, patients, row.weeks_off is not None, latest


def _analysis(row: OutcomeRow) -> tuple[object, ...]:
    return row.measure, row.instrument, row.time, row.population, row.subset, row.subgroup, row.analysis


def regimens(one: Tables, row: OutcomeRow) -> tuple[DoseRow, ...]:
    """The regimens of the arm of a row."""
    return tuple(dose for dose in one.doses if row.arm and dose.arm == row.arm.arm)


# Harms


def _harms(one: Tables) -> TrialHarms | None:
    """None of a trial whose record speaks of no harm at all."""
    rows = [row for row in one.harms if not row.control]
    compared = [row for row in rows if row.difference]
    apart = [row for row in compared if row.difference and row.difference.crosses is False]
    main = [row for row in rows if row.category in MAIN_HARMS and not row.part_of]
    if not rows:
        return None
    return TrialHarms(
        trial=one.trial.id,
        name=one.trial.name,
        more=tuple(row for row in apart if _more(row)),
        fewer=tuple(row for row in apart if not _more(row)),
        unclear=tuple(row for row in main if row in compared and row not in apart),
        figures=tuple(_uncompared(one.harms)),
        told=tuple(row for row in main if row.statement and not has_figures(row)),
        missing=tuple(_silent(main, passed_over(one.study))),
        further=any(has_figures(row) for row in rows if row not in main),
    )


def _uncompared(rows: Sequence[HarmRow]) -> Iterator[HarmRow]:
    """The arms that have figures of a main harm, its comparator among them, where no difference follows from them."""
    compared = {row.event for row in rows if row.difference}
    for row in rows:
        if row.category in MAIN_HARMS and not row.part_of and row.event not in compared and has_figures(row):
            yield row


def _more_of_folded(folded: Sequence[Tables]) -> dict[str, int]:
    """By the names of trials how many of their events an arm has more often, its interval apart from no difference."""
    known = ((one.trial.name, _harms(one)) for one in folded)
    return {name: len({row.event for row in harms.more}) for name, harms in known if harms and harms.more}


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


# What it rests on


def _counted(known: Sequence[Known]) -> Iterator[Counted]:
    """The trials whose first endpoint with counts has them on both sides; a comparator's patients count once."""
    seen: set[str] = set()
    for endpoint in known:
        by_trial: defaultdict[str, list[OutcomeRow]] = defaultdict(list)
        for result in endpoint.results:
            if result.row.trial not in seen and result.row.effect("risk_ratio"):
                by_trial[result.row.trial].append(result.row)
        seen |= set(by_trial)
        yield from (_patients(rows) for rows in by_trial.values())


def _patients(rows: Sequence[OutcomeRow]) -> Counted:
    first = rows[0]
    sides = [side for row in rows if _analysis(row) == _analysis(first) for side in (row.arm, row.comparator) if side]
    sizes = {side.arm: side.n.value or 0 for side in sides}
    return Counted(first, int(sum(sizes.values())))
