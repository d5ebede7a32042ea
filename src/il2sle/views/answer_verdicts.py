"""The first screen's lines of primary endpoints, met or not, and of trials that were stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.answer import Answer, VerdictGroup
from il2sle.evidence.folding import FEW
from il2sle.evidence.rows import StudyRow

from .answer_names import GROUPS, GROUPS_OF_CROWD, NAMES_OF_MANY, most_of, names
from .page.blocks import Cell


def verdicts(answer: Answer) -> Iterator[tuple[str, Cell]]:
    """What became of the primary endpoints, and which trials were stopped."""
    by_fate = ((words, [one for one in answer.verdicts if one.met is met]) for met, words in _FATES.items())
    whose = len(answer.studies) > 1
    most = most_of(answer, NAMES_OF_MANY)
    parts = [f"{words}: {'; '.join(_groups(answer, found, most, whose=whose))}" for words, found in by_fate if found]
    silent: dict[str, list[str]] = {"Not stated": [], "Not read": [], "Pending": [], "Not known": []}
    for kind, name in (*_unstated(answer), *((_awaited(one, "Not known"), one.name) for one in answer.without_verdict)):
        silent[kind].append(name)
    parts += [f"{kind}: {names(found, most)}" if whose else kind for kind, found in silent.items() if found]
    yield "PRIMARY", Cell(". ".join(parts))
    if answer.ended:
        by_state = dict.fromkeys(study.status or "" for study in answer.ended)
        told = (f"{state}: {names((_ended(s) for s in answer.ended if s.status == state), most)}" for state in by_state)
        yield "STOPPED", Cell(". ".join(told))


def _unstated(answer: Answer) -> Iterator[tuple[str, str]]:
    """The trials of which no source that was read says whether the endpoint was met, each with the reason."""
    groups = (group for group in answer.verdicts if group.met is None)
    named = {name for group in groups for name in group.trials}
    for study in answer.told:
        if study.name in named:
            yield _awaited(study, "Not read" if study.unread_keys or study.part_keys else "Not stated"), study.name


def _awaited(study: StudyRow, otherwise: str) -> str:
    return "Pending" if study.results == "pending" else otherwise


def _ended(study: StudyRow) -> str:
    """A trial that was stopped, and why: for futility, or how the reason is missing."""
    missing = study.missing.get("why_stopped")
    why = study.why_stopped or (f"reason {missing}" if missing else "")
    return f"{study.name} ({why})" if why else study.name


_FATES = {False: "NOT met", True: "met"}


def _groups(answer: Answer, found: Sequence[VerdictGroup], most: int, *, whose: bool) -> Iterator[str]:
    """The endpoints of one fate; on a page of many trials some of them, and how many further trials there are."""
    groups = GROUPS if answer.rows_below else GROUPS_OF_CROWD
    shown = found if len(answer.told) <= FEW or len(found) <= groups + 1 else found[:groups]
    yield from (_group(one, most, whose=whose) for one in shown)
    if rest := found[len(shown) :]:
        named = {name for one in shown for name in one.trials}
        further = len({name for one in rest for name in one.trials} - named)
        yield f"{further} more trial{'' if further == 1 else 's'}" if further else f"{len(rest)} more endpoints"


def _group(group: VerdictGroup, most: int, *, whose: bool) -> str:
    """An endpoint with the trials of which that holds; a page of one trial need not name it."""
    arm = f" with {group.arm}" if group.arm else ""
    endpoint = group.endpoint.replace("week", "wk")
    return f"{names(group.trials, most)} ({endpoint}){arm}" if whose else f"{endpoint}{arm}"
