"""The harms on the first screen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from il2sle.evidence.answer import Answer, TrialHarms
from il2sle.evidence.rows import HarmRow

from .answer_names import RESULTS_OF_MANY, most_of, names
from .harms import percent_cell

SHORT_HARMS = {"serious": "serious", "death": "deaths", "discontinuation": "stopped drug", "infection": "infection"}


def harms_words(answer: Answer) -> str:
    """Serious events, deaths, stopping, infections and what differs, trial by trial; then what no figure speaks of."""
    of_one = len(answer.studies) == 1
    told = [(harms.name, text) for harms in answer.harms if (text := _trial_harms(harms))]
    most = most_of(answer, RESULTS_OF_MANY)
    parts = [text if of_one else f"{name}: {text}" for name, text in told[:most]]
    rest, below = len(told) - most, " below" if answer.rows_below else ""
    parts += [f"{rest} more trials{': see the harms' if below else ''}"] if rest > 0 else []
    others = [harms.name for harms in answer.harms if harms.further and not _trial_harms(harms)]
    if others:
        parts.append(f"Events of other kinds{below}{'' if of_one else f': {names(others, most)}'}")
    silent = [harms.name for harms in answer.harms if not (harms.further or _trial_harms(harms))]
    if silent:
        parts.append("No figure read" if of_one else f"No figure: {len(silent)}")
    if of_one:
        parts += [f"{_short(row)}: {row.statement}" for harms in answer.harms for row in harms.told]
    if answer.harms and not any(_of(harms, "death") for harms in answer.harms):
        parts.append(_deaths(answer, most))
    return ". ".join(parts) or "no record speaks of them"


def _deaths(answer: Answer, most: int) -> str:
    """That no trial on the page has a figure of deaths, and those of folded ones."""
    if len(answer.studies) == 1:
        return "DEATHS: no figure read"
    if not answer.deaths:
        return ". ".join(("DEATHS: no figure read in any trial", *_more_elsewhere(answer, (), most)))
    where = names((f"{row.name}, {_against(row)}{_more(answer, row.name)}" for row in answer.deaths), most)
    return ". ".join((f"DEATHS: only {where}", *_more_elsewhere(answer, {row.name for row in answer.deaths}, most)))


def _more(answer: Answer, name: str) -> str:
    number = answer.more.get(name, 0)
    return f" ({number} harm{'' if number == 1 else 's'} MORE)" if number else ""


def _more_elsewhere(answer: Answer, told: Collection[str], most: int) -> Iterator[str]:
    """The folded trials that have more of some harm, and no figure of deaths."""
    if rest := [name for name in answer.more if name not in told]:
        yield names((f"{name}{_more(answer, name)}" for name in rest), most)


def _of(harms: TrialHarms, category: str) -> bool:
    rows = (*harms.more, *harms.fewer, *harms.unclear, *harms.figures)
    return any(row.category == category for row in rows)


def _trial_harms(harms: TrialHarms) -> str:
    groups = (("MORE", harms.more), ("FEWER", harms.fewer), ("unclear:", harms.unclear))
    parts = [f"{label} {', '.join(map(_harm, rows))}" for label, rows in groups if rows]
    by_event = groupby(harms.figures, key=lambda row: row.event)
    return "; ".join((*parts, *(_uncompared(list(rows)) for _, rows in by_event)))


def _uncompared(rows: list[HarmRow]) -> str:
    """An event with figures of some arms and no difference."""
    figures = ", ".join(f"{_figure(row)} {row.arm_label}" for row in rows)
    return f"{_short(rows[0])} {figures}"


def _harm(row: HarmRow) -> str:
    return f"{_short(row)} {_against(row)}"


def _against(row: HarmRow) -> str:
    """The patients affected on both sides; without a difference the figure of the arm alone."""
    if row.difference is None:
        return _figure(row)
    return f"{row.affected.value} v {row.difference.value.inputs[2].value}"


def _short(row: HarmRow) -> str:
    return SHORT_HARMS.get(row.category, row.event)


def _figure(row: HarmRow) -> str:
    percent = percent_cell(row)
    return f"{percent.marked}%" if percent else f"{row.affected.value or row.events.value}"
