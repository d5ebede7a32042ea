"""The rows of `harms` for one trial: an event in an arm, or what a source says of it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Harm, HarmCount, Harms
from il2sle.records.values import Below, Cite
from il2sle.records.vocabulary import HARM_CATEGORIES

from .arm_figures import pointers
from .arms import arm_label
from .claims import is_secondary
from .figure import MISSING, Figure, Number, Remark, derived
from .reading import missing_kind
from .rows import HarmRow


def harm_rows(trial: Trial) -> Iterator[HarmRow]:
    """Every harm of a record, in the order of the categories, then of the record."""
    order = list(HARM_CATEGORIES)
    harms = trial.harms
    if harms is None:
        return
    for index in sorted(range(len(harms.events)), key=lambda number: order.index(harms.events[number].category)):
        harm = harms.events[index]
        if harm.arms:
            yield from (_arm_row(trial, harms, index, arm, count) for arm, count in harm.arms.items())
        else:
            yield _whole_row(trial, harms, index)


def _arm_row(trial: Trial, harms: Harms, index: int, arm: str, count: HarmCount) -> HarmRow:
    harm = harms.events[index]
    cites = harm.cite or harms.cite
    missing = missing_kind(trial, _missing(harm, count), cites)
    loc: Loc = ("harms", "events", index, "arms", arm)
    label = arm_label(trial.arms[arm])

    def printed(value: Number | None, name: str, cites: Sequence[Cite], *steps: str | int) -> Figure:
        if value is None:
            return MISSING
        return Figure(value, "printed", places=pointers(trial, cites), loc=steps, what=f"{name}, {label}")

    affected = printed(count.affected, "patients affected", cites, *loc, "affected")
    if count.n:
        n = printed(count.n, "n", cites, *loc, "n")
    else:
        n = printed(harms.n.get(arm), "n", harms.cite, "harms", "n", arm)
    percent = printed(
        None if isinstance(count.percent, Below) else count.percent, "percentage", cites, *loc, "percent"
    ) or _percent(affected, n)
    extra = harms.cite if n and not count.n else []
    return HarmRow(
        **_about(trial, harms, index, missing),
        arm=arm,
        arm_label=label,
        affected=affected,
        n=n if missing is None else MISSING,
        percent=percent,
        sources=pointers(trial, [*cites, *extra]),
    )


def _whole_row(trial: Trial, harms: Harms, index: int) -> HarmRow:
    harm = harms.events[index]
    stated = None if harm.says and not harm.missing else harm.missing or "not reported"
    missing = missing_kind(trial, stated, harm.cite or harms.cite)
    return HarmRow(**_about(trial, harms, index, missing), sources=pointers(trial, harm.cite or harms.cite))


def _percent(affected: Figure, n: Figure) -> Figure:
    events, size = affected.value, n.value
    if not isinstance(events, int) or not isinstance(size, int) or not size or events > size:
        return MISSING
    return derived(round(100 * events / size, 10), f"percentage of {events}/{size}", affected, n)


def _missing(harm: Harm, count: HarmCount) -> str | None:
    if count.affected is not None or count.percent is not None:
        return None
    return count.missing or harm.missing or "not reported"


class _About(TypedDict):
    trial: str
    name: str
    event: str
    category: str
    statement: str | None
    part_of: tuple[str, ...]
    missing: str | None
    pending_since: str | None
    linked_by: str | None
    second_hand: bool
    remarks: tuple[Remark, ...]


def _about(trial: Trial, harms: Harms, index: int, missing: str | None) -> _About:
    """What all rows of an event have in common."""
    harm = harms.events[index]
    counted = any(count.affected is not None or count.percent is not None for count in harm.arms.values())
    return {
        "trial": trial.id,
        "name": trial.name,
        "event": harm.event,
        "category": harm.category,
        "statement": harm.says,
        "part_of": tuple(harm.part_of),
        "missing": missing,
        "pending_since": harm.as_of if missing == "pending" else None,
        "linked_by": harm.linked_by,
        "second_hand": (counted or bool(harm.says)) and is_secondary(trial, harm.cite or harms.cite),
        "remarks": (Remark("note", harm.note, "curator"),) if harm.note else (),
    }
