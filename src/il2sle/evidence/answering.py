"""How the answer of the first screen is made: by rules that hold for one trial and for thirty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from il2sle.records.vocabulary import ENDPOINT_KEYS

from .answer import Answer, Counted, Known, TrialHarms, VerdictGroup
from .examined import in_order
from .folding import fold
from .rows import OutcomeRow, StudyRow
from .stamp import newest_source
from .tabled import Tables
from .told import Told, analysis_of, told_of


def answer(
    examined: Iterable[Tables],
    order: str = "molecule",
    *,
    folding: bool = False,
    alone: bool | None = None,
    rows_below: bool = True,
) -> Answer:
    """Put together the first screen of these trials.

    Args:
        examined: the trials.
        order: one of the orders of `examined`.
        folding: tell some in a line, where they are many; see `folding`.
        alone: whether there is room for every main result; where it is not said, that of a single trial.
        rows_below: whether the rows of these trials stand below; else they may have stayed nowhere.
    """
    ordered = in_order(examined, order)
    studies = tuple(one.study for one in ordered)
    told = {one.trial.id: one.told or told_of(one) for one in ordered}
    folded = fold([(study, told[study.trial]) for study in studies]) if folding else ()
    apart = {one.study.trial for one in folded}
    whole = [one for one in ordered if one.trial.id not in apart]
    if rows_below and (len(whole) == 1 if alone is None else alone):
        told |= {one.trial.id: told_of(one, alone=True) for one in whole}
    parts = [(one.study, told[one.trial.id]) for one in whole]
    known = tuple(_known(endpoint, parts) for endpoint in ENDPOINT_KEYS)
    return Answer(
        studies=studies,
        newest=newest_source(ordered),
        verdicts=tuple(_verdicts(studies)),
        known=known,
        harms=tuple(part.harms for _, part in parts if part.harms),
        counted=tuple(_counted(known)),
        folded=folded,
        more={one.study.name: number for one in folded if (number := _more(told[one.study.trial].harms))},
        deaths=tuple(row for study in studies for row in told[study.trial].deaths),
        rows_below=rows_below,
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


def _known(endpoint: str, parts: Sequence[tuple[StudyRow, Told]]) -> Known:
    missing: defaultdict[str, list[str]] = defaultdict(list)
    for study, part in parts:
        if kind := part.missing.get(endpoint):
            missing[kind].append(study.name)
    return Known(
        endpoint,
        results=tuple(result for _, part in parts for result in part.results.get(endpoint, ())),
        further=sum(part.further[endpoint] for _, part in parts),
        missing=tuple((kind, tuple(names)) for kind, names in missing.items()),
    )


def _more(harms: TrialHarms | None) -> int:
    """How many of its events an arm of a trial has more often, its interval apart from no difference."""
    return len({row.event for row in harms.more}) if harms else 0


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
    sides = [
        side for row in rows if analysis_of(row) == analysis_of(first) for side in (row.arm, row.comparator) if side
    ]
    sizes = {side.arm: side.n.value or 0 for side in sides}
    return Counted(first, int(sum(sizes.values())))
