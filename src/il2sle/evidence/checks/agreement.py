"""What the sources of a record say against each other, and what follows from them together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from il2sle.arithmetic.from_percent import percent_possible
from il2sle.evidence.arm_figures import how_derived
from il2sle.evidence.claims import claim_date, dispute_words, is_secondary, kinds_of
from il2sle.evidence.contrasts import Contrast, has_figures, measure_of, subgroup_words
from il2sle.evidence.differing import any_differ
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Outcome
from il2sle.records.values import Cite
from il2sle.records.vocabulary import ENDPOINT_KEYS

STALE = timedelta(days=2 * 365)
RUNNING = {"not yet recruiting", "recruiting", "enrolling by invitation", "active"}
REPORTS_RESULTS = {
    *("paper", "abstract", "press release", "supplement", "slides", "poster", "letter"),
    *("study report", "regulatory document", "data set", "thesis"),
}


def disputes_named(workings: Workings) -> Iterator[Finding]:
    """W205: every matter on which sources differ, with the claim that is shown."""
    yield from (Finding("W205", dispute.loc, dispute_words(dispute)) for dispute in workings.disputes)


def second_hand(workings: Workings) -> Iterator[Finding]:
    """W206: results that rest on a secondary source alone, although the trial has reported itself."""
    trial = workings.trial
    sources = trial.sources.values()
    own = any(source.rank == "primary" and source.kind in REPORTS_RESULTS for source in sources)
    if not own or all(source.rank != "secondary" for source in sources):
        return
    for index, outcome in enumerate(trial.outcomes):
        if any(is_secondary(trial, cites) for cites in _cited_for_figures(outcome)):
            yield _second_hand(trial, ("outcomes", index), _named(outcome), outcome.cite)
    for index, harm in enumerate(trial.harms.events if trial.harms else ()):
        cites = harm.cite or (trial.harms.cite if trial.harms else [])
        if is_secondary(trial, cites) and (harm.arms or harm.says):
            yield _second_hand(trial, ("harms", "events", index), harm.event, cites)


def _cited_for_figures(outcome: Outcome) -> Iterator[list[Cite]]:
    """What is cited for each figure of an outcome, or for its words where it has none."""
    figured = [result for at in outcome.results.values() for result in at.values() if has_figures(result)]
    yield from (result.cite or outcome.cite for result in figured)
    if outcome.says and not figured:
        yield outcome.cite


def _named(outcome: Outcome) -> str:
    return ", ".join(filter(None, (outcome.endpoint, measure_of(outcome), outcome.population, outcome.subset)))


def _second_hand(trial: Trial, loc: Loc, what: str, cites: list[Cite]) -> Finding:
    kinds = " and ".join(kinds_of(trial, cites))
    return Finding("W206", loc, f"{what}: rests on {kinds} alone, although the trial has a report of its own")


def outdated(workings: Workings) -> Iterator[Finding]:
    """W207: what is shown of a trial as running or pending, more than two years before its newest source."""
    trial = workings.trial
    read = [_day(found) for source in trial.sources.values() if (found := source.date or source.read)]
    newest = max(read, default=None)
    told: set[Loc] = set()
    for loc, what, said in (*_running(trial), *_pending(trial)):
        if said and newest and loc not in told and newest - _day(said) > STALE:
            told.add(loc)
            message = f"{what} {said}, more than two years before the sources were last read ({newest})"
            yield Finding("W207", loc, message)


def _running(trial: Trial) -> Iterator[tuple[Loc, str, str | None]]:
    """A trial said to be running: the date of that word, and the dates by which it was to end."""
    status, dates = trial.status, trial.dates
    state, loc = status.state.shown.value, ("status", "state")
    if state not in RUNNING:
        return
    yield loc, f"{state} as of", claim_date(trial, status.state.shown, status.cite)
    for name in ("primary_completion", "completion"):
        stated = getattr(dates, name, None)
        if stated:
            yield loc, f"{state}, although the {name.replace('_', ' ')} was set for", stated.shown.known


def _pending(trial: Trial) -> Iterator[tuple[Loc, str, str | None]]:
    """Results said to be pending, each with the date of that word."""
    status = trial.status
    if status.results.shown.value == "pending":
        yield ("status", "results"), "results pending as of", claim_date(trial, status.results.shown, status.cite)
    for index, outcome in enumerate(trial.outcomes):
        if outcome.missing == "pending":
            yield ("outcomes", index, "missing"), f"{outcome.endpoint} pending as of", outcome.as_of


def _day(text: str) -> date:
    year, month, day = [*text.split("-"), "1", "1"][:3]
    return date(int(year), int(month), int(day))


def passed_over(workings: Workings) -> Iterator[Finding]:
    """W208: compared endpoints that the record says nothing about."""
    trial = workings.trial
    named = {outcome.endpoint for outcome in trial.outcomes}
    for endpoint in ENDPOINT_KEYS:
        if endpoint not in named:
            yield Finding("W208", ("outcomes",), f"nothing is said about {endpoint}", key=True)


def derived_counts(workings: Workings) -> Iterator[Finding]:
    """N301: counts that no source prints, and from what they follow."""
    for visit in workings.visits:
        for arm, side in visit.sides.items():
            if side.events.derived or side.n.derived:
                yield Finding("N301", (*visit.loc, arm), f"{side.label}: {'; '.join(how_derived(side))}")


def remainder(workings: Workings) -> Iterator[Finding]:
    """N302: the patients of the intention-to-treat population who are not in the per-protocol one."""
    known = [contrast for contrast in workings.contrasts if contrast.table]
    wholes = {_matter(one): one for one in reversed(known) if one.outcome.population == "ITT"}
    for part in known:
        whole = wholes.get(_matter(part))
        if whole is None or whole.table is None or part.table is None or part.outcome.population not in {"PP", "mITT"}:
            continue
        a, b = whole.table, part.table
        treated, other = (
            (a.events - b.events, a.n - b.n),
            (a.comparator_events - b.comparator_events, a.comparator_n - b.comparator_n),
        )
        if all(0 <= events <= n for events, n in (treated, other)) and treated[1] + other[1]:
            message = (
                f"left out of {part.outcome.population}, by subtraction from ITT: {treated[1]} patients of the arm, of "
                f"whom {treated[0]} responded, and {other[1]} of the comparator, of whom {other[0]} responded"
            )
            yield Finding("N302", part.loc, message)


def _matter(one: Contrast) -> Hashable:
    """What two populations of a trial must share to be held against each other."""
    return (
        one.outcome.endpoint,
        measure_of(one.outcome),
        one.arm,
        one.loc[3],
        one.outcome.subset,
        subgroup_words(one.outcome),
    )


def same_figure(workings: Workings) -> Iterator[Finding]:
    """N303: the same printed difference under two endpoints, in the same population, arm and week."""
    seen: dict[Hashable, dict[str, Decimal]] = {}
    for one in workings.contrasts:
        figure, outcome = one.result.difference, one.outcome
        if figure is None:
            continue
        before = seen.setdefault(
            (figure, one.arm, one.loc[3], outcome.subset, subgroup_words(outcome), outcome.population), {}
        )
        for endpoint, same in before.items():
            if endpoint != outcome.endpoint:
                endpoints = f"under {endpoint} and under {outcome.endpoint}"
                message = f"the same difference, {same} points in {outcome.population}, {endpoints}"
                yield Finding("N303", (*one.loc, "difference"), message)
        before.setdefault(outcome.endpoint, figure)


def disputed_size(workings: Workings) -> Iterator[Finding]:
    """N306: which of the disputed numbers of patients the percentages of a single-arm trial allow."""
    trial = workings.trial
    sizes = sorted({claim.known for claim in trial.people.enrolled.root if claim.known})
    if len(trial.arms) != 1 or len(sizes) < 2 or not any_differ(trial.people.enrolled.root):
        return
    for index, outcome in enumerate(trial.outcomes):
        for timepoint, results in outcome.results.items():
            for arm, result in results.items():
                if result.percent is None or result.n is not None or outcome.subset:
                    continue
                words = [
                    f"{'possible' if percent_possible(result.percent, n) else 'impossible'} with {n}" for n in sizes
                ]
                loc = ("outcomes", index, "results", timepoint, arm, "percent")
                yield Finding("N306", loc, f"{result.percent}% is {', '.join(words)} patients")
