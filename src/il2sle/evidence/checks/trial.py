"""Whether the people and the dates of a trial can be true together: what a trialist would ask first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

from il2sle.evidence.contrasts import Visit, measure_of, subgroup_words
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.parts import Loc

# Patients counted by what they took, not by what they were randomised to: an arm may gain some.
AS_TREATED = {"safety", "all treated"}
WHOLE, PARTS = "ITT", {"PP", "mITT", "completers", "evaluable", "full analysis"}


def analysed(workings: Workings) -> Iterator[Finding]:
    """W221: more patients analysed than randomised, by arm; as treated, in all."""
    trial = workings.trial
    for loc, sizes, as_treated in _sizes(workings):
        randomised = {arm: of for arm in sizes if (of := trial.arms[arm].randomised) is not None}
        if as_treated:
            if len(randomised) == len(sizes) and sum(sizes.values()) > sum(randomised.values()):
                message = f"{sum(sizes.values())} patients are more than the {sum(randomised.values())} randomised"
                yield Finding("W221", loc, message)
            continue
        for arm, of in randomised.items():
            if sizes[arm] > of:
                message = f"{trial.arms[arm].label}: {sizes[arm]} patients are more than the {of} randomised"
                yield Finding("W221", (*loc, arm), message)


def _sizes(workings: Workings) -> Iterator[tuple[Loc, Mapping[str, int], bool]]:
    """Every table of patients by arm, and whether they are counted as treated."""
    trial = workings.trial
    for name, population in trial.populations.items():
        if population.n:
            yield ("populations", name, "n"), population.n, name in AS_TREATED
    for visit in workings.visits:
        printed = {arm: result.n for arm, result in visit.results.items() if isinstance(result.n, int)}
        yield visit.loc, printed, visit.outcome.population in AS_TREATED
    if trial.harms:
        as_treated = trial.harms.population in AS_TREATED
        yield ("harms", "n"), trial.harms.n, as_treated
        for number, harm in enumerate(trial.harms.events):
            own = {arm: count.n for arm, count in harm.arms.items() if count.n is not None}
            yield ("harms", "events", number, "arms"), own, as_treated
    if trial.baseline:
        yield ("baseline", "n"), trial.baseline.n, False


def responders(workings: Workings) -> Iterator[Finding]:
    """W222: more patients or responders in a part of the patients than in all: of a population, subset or subgroup."""
    by_matter: defaultdict[Hashable, list[Visit]] = defaultdict(list)
    for visit in workings.visits:
        by_matter[_matter(visit)].append(visit)
    for alike in by_matter.values():
        for whole in (visit for visit in alike if not _chosen(visit)):
            for part in alike:
                yield from _larger(part, whole) if _is_part(part, whole) else ()


def _matter(visit: Visit) -> Hashable:
    outcome = visit.outcome
    return (outcome.endpoint, measure_of(outcome), outcome.instrument, visit.loc[-1])


def _chosen(visit: Visit) -> str | None:
    """The subset or subgroup whose patients these are; None of all patients."""
    return ", ".join(filter(None, (visit.outcome.subset, subgroup_words(visit.outcome)))) or None


def _is_part(part: Visit, whole: Visit) -> bool:
    """Whether all patients of one are among those of the other."""
    inner, outer = part.outcome.population, whole.outcome.population
    return (inner == outer and bool(_chosen(part))) or (outer == WHOLE and inner in PARTS)


def _larger(part: Visit, whole: Visit) -> Iterator[Finding]:
    names = [", ".join(filter(None, (one.outcome.population, _chosen(one)))) or "all" for one in (part, whole)]
    for arm, side in part.sides.items():
        other = whole.sides.get(arm)
        for name, words in (("events", "responders"), ("n", "patients")) if other else ():
            mine, all_of = side.figures()[name].value, other.figures()[name].value if other else None
            if isinstance(mine, int) and isinstance(all_of, int) and mine > all_of:
                message = f"{side.label}: {mine} {words} in {names[0]}, {all_of} in {names[1]}"
                yield Finding("W222", (*part.loc, arm), message)


# What comes first, and what cannot come before it; results may be published before a trial ends.
ORDER = (
    *(("start", "primary_completion"), ("primary_completion", "completion"), ("start", "completion")),
    *(("start", "results_posted"), ("start", "published"), ("registered", "results_posted")),
    ("registered", "published"),
)


def dates(workings: Workings) -> Iterator[Finding]:
    """W223: dates that run backwards; of a coarser date only what it says is compared."""
    stated = workings.trial.dates
    known = {name: getattr(stated, name).shown.known for pair in ORDER for name in pair if getattr(stated, name, None)}
    for first, then in ORDER:
        before, after = known.get(first), known.get(then)
        if before and after and before[: len(after)] > after[: len(before)]:
            message = f"{_words(first)} {before} comes after {_words(then)} {after}"
            yield Finding("W223", ("dates", first), message)


def _words(name: str) -> str:
    return name.replace("_", " ")


def people(workings: Workings) -> Iterator[Finding]:
    """W224: fewer patients enrolled or screened than randomised."""
    people = workings.trial.people
    randomised = _randomised(workings.trial)
    enrolled, screened = people.enrolled.shown, people.screened.shown if people.screened else None
    if randomised is None:
        return
    if enrolled.kind != "target" and enrolled.known is not None and enrolled.known < randomised:
        yield Finding("W224", ("people", "enrolled"), f"{enrolled.known} enrolled, {randomised} randomised")
    if screened and screened.known is not None and screened.known < randomised:
        yield Finding("W224", ("people", "screened"), f"{screened.known} screened, {randomised} randomised")


def _randomised(trial: Trial) -> int | None:
    """Patients randomised in all: as stated, else those of the arms added up."""
    stated = trial.people.randomised.shown.known if trial.people.randomised else None
    sizes = [arm.randomised for arm in trial.arms.values() if not arm.pooled]
    known = [size for size in sizes if size is not None]
    return stated if stated is not None else (sum(known) if known and len(known) == len(sizes) else None)


# Arms


def uncontrolled(workings: Workings) -> Iterator[Finding]:
    """N314: a randomised trial of several arms, none of which is said to be the comparator."""
    arms = [arm for arm in workings.trial.arms.values() if not arm.pooled]
    randomised = workings.trial.design.allocation.shown.known == "randomised"
    if randomised and len(arms) > 1 and all(arm.role != "comparator" for arm in arms):
        yield Finding("N314", ("arms",), f"patients were randomised to {len(arms)} arms, and none is the comparator")


def pooled(workings: Workings) -> Iterator[Finding]:
    """W227: a pooled arm whose patients are not those of its arms together, or, where some are not known, fewer."""
    pooling = {key: arm for key, arm in workings.trial.arms.items() if arm.pooled}
    for loc, what, sizes in _tables(workings) if pooling else ():
        for key, arm in pooling.items():
            parts = [sizes.get(part) for part in arm.pooled or ()]
            known, mine = [size for size in parts if size is not None], sizes.get(key)
            if mine is None or not known:
                continue
            total, every = sum(known), len(known) == len(parts)
            if mine < total or (every and mine != total):
                some = "its arms" if every else "some of its arms"
                message = f"{arm.label}: {mine} {what}, and {some} have {total} together"
                yield Finding("W227", (*loc, key), message)


def _tables(workings: Workings) -> Iterator[tuple[Loc, str, Mapping[str, int]]]:
    """Every table of patients by arm in which a pooled arm may stand, counted as printed or derived from a count."""
    trial = workings.trial
    yield ("arms",), "randomised", _known({key: arm.randomised for key, arm in trial.arms.items()})
    for name, population in trial.populations.items():
        yield ("populations", name, "n"), "patients", population.n
    for visit in workings.visits:
        yield visit.loc, "responders", _known({arm: side.events.value for arm, side in visit.sides.items()})
        yield visit.loc, "patients", _known({arm: side.n.value for arm, side in visit.sides.items()})
    harms = trial.harms
    for number, harm in enumerate(harms.events if harms else ()):
        for what, key in (("patients affected", "affected"), ("events", "events")):
            counts = {arm: getattr(count, key) for arm, count in harm.arms.items()}
            yield ("harms", "events", number, "arms"), what, _known(counts)
    if harms:
        yield ("harms", "n"), "patients", harms.n


def _known(sizes: Mapping[str, object]) -> dict[str, int]:
    return {arm: size for arm, size in sizes.items() if isinstance(size, int)}
