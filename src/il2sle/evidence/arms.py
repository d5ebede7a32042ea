"""What an arm is beside the others: what it is called, whether its patients are its own, whether it has a dose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from il2sle.records.model import Arm, Trial
from il2sle.records.vocabulary import NO_TWO_GROUPS


def arm_label(arm: Arm) -> str:
    """The arm in words, with its cohort."""
    return f"{arm.label} ({arm.cohort})" if arm.cohort else arm.label


def separate(trial: Trial) -> Mapping[str, Arm]:
    """The arms whose patients are counted in no other: all but the pooled ones."""
    return {key: arm for key, arm in trial.arms.items() if not arm.pooled}


def pooled_labels(trial: Trial, arm: Arm) -> tuple[str, ...]:
    """The labels of the arms that a pooled arm holds; none of an arm of its own."""
    return tuple(arm_label(trial.arms[key]) for key in arm.pooled or ())


def counted_in(labels: Iterable[str]) -> str:
    """Why a pooled arm does not stand beside others, from the labels of the arms that it holds."""
    return f"pooled arms: its patients are counted in {', '.join(labels)}"


def is_controlled(trial: Trial) -> bool:
    """Whether the trial has an arm to compare with."""
    return any(arm.role == "comparator" for arm in trial.arms.values())


def barred_by(trial: Trial) -> str | None:
    """Why the design of a trial forbids an effect between two separate groups."""
    design = trial.design.assignment
    return NO_TWO_GROUPS.get(design.shown.value) if design else None


def drug_of(trial: Trial, arm: Arm) -> str | None:
    """What an arm is given: its drug, of a pooled arm without one those of its arms."""
    drugs = [arm.drug] if arm.drug else [trial.arms[key].drug for key in arm.pooled or ()]
    return ", ".join(dict.fromkeys(filter(None, drugs))) or None


def takes_doses_of_steps(arm: Arm) -> bool:
    """Whether doses within a schedule are given to the arm.

    A control takes none from the schedule of all arms; of a pooled arm they have no unit.
    """
    own = arm.dose is not None or bool(arm.schedule)
    return own or not (arm.role == "comparator" or arm.pooled)


def is_inert(arm: Arm) -> bool:
    """Whether an arm is a comparator for which the record names neither drug nor dose, e.g. placebo."""
    own = arm.schedule if isinstance(arm.schedule, list) else []
    return arm.role == "comparator" and arm.drug is None and arm.dose is None and not any(step.dose for step in own)
