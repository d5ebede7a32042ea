"""What rows, treatments and agents are called in the tables of other programs.

Those programs take one name for one thing, so what shares a name and is not the same is told apart here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

from il2sle.frozen import Frozen
from il2sle.records.letters import folded, letters
from il2sle.records.model import Arm, Trial
from il2sle.records.values import NOT_STATED
from il2sle.records.vocabulary import OTHER

from .arms import is_inert
from .contrasts import USUAL_MEASURES
from .doses import given
from .rows import OutcomeRow

ArmId = tuple[str, str]  # trial and arm

# What tells rows apart that would share a label, in this order; the second part where a row is a contrast.
TIES: Mapping[str, Callable[[OutcomeRow], str | None]] = {
    "trial": lambda row: row.trial,
    "instrument": lambda row: row.instrument,
    "analysis": lambda row: row.analysis,
}
ARM_TIES: Mapping[str, Callable[[OutcomeRow], str | None]] = {
    **TIES,
    "arm_label": lambda row: row.arm.label if row.arm else None,
    "comparator_label": lambda row: row.against,
    "arm": lambda row: row.arm.arm if row.arm else None,
    "comparator": lambda row: row.against_key,
}


def what(row: OutcomeRow) -> str:
    """What was measured: the endpoint, with its measure unless that is the usual one."""
    if row.endpoint == OTHER:
        return row.measure
    usual = row.measure in {USUAL_MEASURES.get(row.endpoint), NOT_STATED}
    return row.endpoint if usual else f"{row.endpoint} {row.measure}"


def when(row: OutcomeRow) -> str:
    """The time in words, as the record types it."""
    return row.time or ("week not stated" if row.week is None else f"week {row.week}")


def in_whom(row: OutcomeRow) -> str:
    """The population, and the subset or subgroup of it."""
    return ", ".join(filter(None, (row.population, row.subset, row.subgroup))) or "population not stated"


def labels(rows: Sequence[OutcomeRow], ties: Mapping[str, Callable[[OutcomeRow], str | None]] = TIES) -> list[str]:
    """A unique label for each row: trial and week, e.g. `He 2020, week 12`, and whatever else differs.

    Measure and population are named on every row as soon as they differ anywhere, so that a plot of mixed
    rows shows the mixture.

    Args:
        rows: the rows to label.
        ties: what of a row may tell apart what would share a label, by its name; a number does where they do not.
    """
    parts = [
        [row.name for row in rows],
        _where_it_differs([what(row) for row in rows]),
        [when(row) for row in rows],
        _where_it_differs([in_whom(row) for row in rows]),
    ]
    named = [", ".join(filter(None, words)) for words in zip(*parts, strict=True)]
    for tie, of in ties.items():
        values = [of(row) or f"{tie} not stated" for row in rows]
        named = _told_apart(named, values, values)
    return _numbered(named)


def _where_it_differs(words: list[str]) -> list[str]:
    return words if len(set(words)) > 1 else [""] * len(words)


def _told_apart(names: Sequence[str], meant: Sequence[Hashable], said: Sequence[str]) -> list[str]:
    """The names, with what is `said` of each added to those that are used for several things `meant`."""
    senses: defaultdict[str, set[Hashable]] = defaultdict(set)
    for name, sense in zip(names, meant, strict=True):
        senses[name].add(sense)
    return [f"{name}, {text}" if len(senses[name]) > 1 else name for name, text in zip(names, said, strict=True)]


def _first(words: Sequence[str], senses: Sequence[Hashable]) -> list[str]:
    """For each the words that its sense was first told in."""
    first = dict(reversed(list(zip(senses, words, strict=True))))
    return [first[sense] for sense in senses]


def _numbered(names: Iterable[str]) -> list[str]:
    taken: dict[str, None] = {}
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        taken[free] = None
    return list(taken)


class Given(Frozen):
    """What an arm is called and given.

    Attributes:
        label: the arm in words.
        drug: its drug; None where the record names none.
        unit: of its doses.
        dose: see `_dose`.
        regimen: what it is given, in numbers; equal where it is the same.
        compares: whether it is a comparator.
    """

    label: str
    drug: str | None
    unit: str | None
    dose: str | None
    regimen: Hashable
    compares: bool


def given_to(trial: Trial, arm: Arm) -> Given:
    """What an arm of a trial is called and given."""
    return Given(arm.label, arm.drug, arm.unit, _dose(arm), _regimen(trial, arm), arm.role == "comparator")


def treatments(arms: Mapping[ArmId, Given]) -> dict[ArmId, str]:
    """What `treat` calls each arm: the first label of its regimen, with the trial where others have that label too.

    Comparators without a drug are one treatment in all trials if they have one label, whatever its case and signs.
    Two arms of a trial never share a name.
    """
    regimens = [arm.regimen for arm in arms.values()]
    labelled = _first([arm.label for arm in arms.values()], regimens)
    names = _told_apart(labelled, regimens, _first([trial for trial, _ in arms], regimens))
    used = Counter((trial, name) for (trial, _), name in zip(arms, names, strict=True))
    return {
        (trial, key): f"{name}, {key}" if used[trial, name] > 1 else name
        for (trial, key), name in zip(arms, names, strict=True)
    }


def _regimen(trial: Trial, arm: Arm) -> Hashable:
    """What an arm is given, in numbers: `1` and `1.0` are one dose, `12 weeks` and `12 times` weekly one schedule.

    Where no dose is known, or there are several levels, the label is part of it: nobody knows that two are the same.
    """
    if is_inert(arm):
        return letters(arm.label)
    days = given(trial, arm)
    doses = tuple(arm.dose) if isinstance(arm.dose, list) else arm.dose
    known = arm.drug and days and all(amount is not None for _, amount, _ in days)
    return letters(arm.drug or ""), doses, arm.unit, arm.route, days, None if known else folded(arm.label)


def agents(arms: Mapping[ArmId, Given]) -> dict[ArmId, str]:
    """What `agent` calls each arm: its drug, with the unit where doses of one drug come in several units."""
    named = [arm.drug or arm.label for arm in arms.values()]
    drugs = _first(named, list(map(letters, named)))
    units = [arm.unit or "unit not stated" for arm in arms.values()]
    return dict(zip(arms, _told_apart(drugs, units, units), strict=True))


def _dose(arm: Arm) -> str | None:
    """The dose as printed; 0 for a comparator without a drug; None for several levels, or for none stated.

    In dose-response programs (`pairwise` with netdose, MBNMAdose) placebo is an agent of its own at dose 0;
    netdose drops every comparison in which a dose is missing.
    """
    if is_inert(arm):
        return "0"
    return str(arm.dose) if isinstance(arm.dose, Decimal) else None
