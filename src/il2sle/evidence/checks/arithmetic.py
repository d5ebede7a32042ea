"""Whether the figures of a record can stand together: counts, percentages, differences, intervals, totals."""

from __future__ import annotations

from collections.abc import Iterator

from il2sle.arithmetic.exposures import exposure
from il2sle.arithmetic.from_percent import percent_possible, rounds_to
from il2sle.evidence.arms import separate
from il2sle.evidence.doses import schedules, stretches
from il2sle.evidence.finding import Finding
from il2sle.evidence.workings import Workings
from il2sle.records.parts import Loc
from il2sle.records.values import decimals

OFF_MIDDLE = 0.10  # of the interval's width, on its own scale


def counts(workings: Workings) -> Iterator[Finding]:
    """R101: more events than patients."""
    for share in workings.shares:
        if share.events is not None and share.n is not None and share.events > share.n:
            name = "affected" if share.loc[0] == "harms" else "events"
            yield Finding("R101", (*share.loc, name), f"{name} ({share.events}) is larger than n ({share.n})")


def percentages(workings: Workings) -> Iterator[Finding]:
    """R102 and W201: percentages that their counts do not give, or that no count gives (GRIM)."""
    for share in workings.shares:
        if share.percent is None or not share.n:
            continue
        loc, printed = (*share.loc, "percent"), f"{share.percent}%"
        if share.events is not None and share.events <= share.n:
            if not rounds_to(share.events, share.n, share.percent):
                real = f"{100 * share.events / share.n:.{max(1, decimals(share.percent))}f}%"
                yield Finding("R102", loc, f"{share.events}/{share.n} is {real}, not {printed}")
        elif share.events is None and not percent_possible(share.percent, share.n):
            yield Finding("W201", loc, f"no whole number of {share.n} patients is {printed}")


def percentages_tried(workings: Workings) -> set[Loc]:
    """Where the percentages stand that are held against a whole number of patients."""
    return {(*share.loc, "percent") for share in workings.shares if share.percent is not None and share.n}


def participants(workings: Workings) -> Iterator[Finding]:
    """R109: arms that do not add up to those randomised."""
    trial = workings.trial
    stated = trial.people.randomised
    sizes = [arm.randomised for arm in separate(trial).values()]
    randomised = stated.shown.known if stated else None
    if randomised is None or any(size is None for size in sizes):
        return
    total = sum(size for size in sizes if size is not None)
    if total != randomised:
        message = f"the arms have {total} patients, {randomised} were randomised"
        yield Finding("R109", ("people", "randomised"), message)


def follow_up(workings: Workings) -> Iterator[Finding]:
    """R106: a schedule whose last dose comes after the last visit."""
    trial = workings.trial
    design = trial.design
    after = design.follow_up.shown.known if design.follow_up else None
    treated = design.treatment.shown.known
    if treated is None:
        return
    last_visit = treated.high + (after.high if after else 0) + 1  # day 1 is the first dose: week 24 is day 169
    for loc, steps in schedules(trial):
        day = exposure(stretches(steps), None).last_dose_day.low
        if day > last_visit:
            yield Finding("R106", loc, f"the last dose is on day {day}, the trial ends on day {last_visit}")
