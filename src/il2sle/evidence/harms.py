"""The rows of `harms` for one trial: an event in an arm, or what a source says of it in words."""

from __future__ import annotations

from collections.abc import Iterator

from il2sle.records.model import Harm, HarmCount, Harms, Trial
from il2sle.records.vocabulary import HARM_CATEGORIES

from .claims import is_secondary, pointers
from .outcomes import SECOND_HAND
from .rows import HarmRow, Number


def harm_rows(trial: Trial) -> Iterator[HarmRow]:
    """Every harm of a record, in the order of the categories, then of the record."""
    order = list(HARM_CATEGORIES)
    harms = trial.harms
    if harms is None:
        return
    for harm in sorted(harms.events, key=lambda event: order.index(event.category)):
        if harm.arms:
            yield from (_arm_row(trial, harms, harm, arm, count) for arm, count in harm.arms.items())
        else:
            yield _whole_row(trial, harms, harm)


def _arm_row(trial: Trial, harms: Harms, harm: Harm, arm: str, count: HarmCount) -> HarmRow:
    n = count.n or harms.n.get(arm)
    percent, derived = _percent(count, n)
    return HarmRow(
        trial=trial.id,
        name=trial.name,
        event=harm.event,
        category=harm.category,
        arm=arm,
        arm_label=trial.arms[arm].label,
        affected=count.affected,
        n=n if _missing(harm, count) is None else None,
        percent=percent,
        statement=harm.says,
        derived=derived,
        missing=_missing(harm, count),
        flags=tuple(_flags(trial, harms, harm, _missing(harm, count))),
        sources=pointers(trial, [*(harm.cite or harms.cite), *(harms.cite if n and not count.n else [])]),
    )


def _whole_row(trial: Trial, harms: Harms, harm: Harm) -> HarmRow:
    return HarmRow(
        trial=trial.id,
        name=trial.name,
        event=harm.event,
        category=harm.category,
        arm=None,
        arm_label=None,
        affected=None,
        n=None,
        percent=None,
        statement=harm.says,
        derived=(),
        missing=None if harm.says and not harm.missing else harm.missing or "not reported",
        flags=tuple(_flags(trial, harms, harm, harm.missing)),
        sources=pointers(trial, harm.cite or harms.cite),
    )


def _percent(count: HarmCount, n: int | None) -> tuple[Number | None, tuple[str, ...]]:
    if count.percent is not None or count.affected is None or not n or count.affected > n:
        return count.percent, ()
    return round(100 * count.affected / n, 10), ("percent",)


def _missing(harm: Harm, count: HarmCount) -> str | None:
    if count.affected is not None or count.percent is not None:
        return None
    return count.missing or harm.missing or "not reported"


def _flags(trial: Trial, harms: Harms, harm: Harm, missing: str | None) -> Iterator[str]:
    if harm.part_of:
        yield f"also counted in {' and '.join(harm.part_of)}: do not add"
    said = any(count.affected is not None or count.percent is not None for count in harm.arms.values()) or harm.says
    if said and is_secondary(trial, harm.cite or harms.cite):
        yield SECOND_HAND
    if missing == "pending" and harm.as_of:
        yield f"pending on {harm.as_of}"
    if harm.linked_by:
        yield f"linked to the trial by inference: {harm.linked_by}"
    if harm.note:
        yield harm.note
