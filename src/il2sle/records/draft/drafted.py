"""A study as the text of a draft record."""

from __future__ import annotations

from collections.abc import Mapping

from il2sle.errors import StudyProblem, some_of
from il2sle.frozen import Frozen, field
from il2sle.records.letters import letters
from il2sle.records.registry.node import Node
from il2sle.records.registry.study import Study
from il2sle.records.text import MAX_BYTES
from il2sle.records.vocabulary import ENDPOINT_KEYS

from . import facts
from .comparisons import Comparison, comparisons
from .emit import comment, to_yaml
from .harms import harms
from .linking import Arms, arms_of
from .outcomes import Context, outcomes
from .sentences import eligibility, limitations
from .tree import Mapping as Tree

SOURCE = "ctgov"
_LEAST = 30  # bytes of a draft for one class and category of a measure, whatever stands in it
_SENTENCES = "what the registry says in sentences"
# Of which kinds the terms are listed, and what is left out then, where a record cannot hold it all.
_SHORTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("serious", "other"), ""),
    (("serious", "other"), _SENTENCES),
    (("serious",), f"{_SENTENCES}; terms of events that are not serious"),
    ((), f"{_SENTENCES}; terms of adverse events"),
)


class Draft(Frozen):
    """A draft record.

    Attributes:
        id: the number under which the study is registered.
        text: the text of its file.
        notes: what its curator must be told at once.
        unread: what of the study could not be read, each with its place in the JSON.
        comparisons: what the file prints of two groups, by the place of the outcome measure.
        is_whole: whether every event is listed: none was left out for its size.
    """

    id: str
    text: str
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    comparisons: Mapping[str, tuple[Comparison, ...]] = field(factory=dict)
    is_whole: bool = True


def draft(node: Node, shown: str) -> Draft:
    """The draft of one study.

    Args:
        node: the study, as `studies_in` gives it.
        shown: the name of its file for messages.

    Raises:
        StudyProblem: it has no arms, or more figures than a record can hold.
    """
    study = Study(node)
    arms = arms_of(study.arms)
    if not arms.groups:
        raise StudyProblem(f"{shown}: {_without_arms(study)}")
    listed = {event.kind for event in study.events if event.term}
    too_many = study.number_of_cells * _LEAST > MAX_BYTES
    for kinds, left_out in () if too_many else _SHORTER:
        if left_out not in {"", _SENTENCES} and not listed - set(kinds):
            continue
        text = _text(study, arms, kinds, left_out)
        if len(text.encode()) <= MAX_BYTES:
            notes = (f"{study.id}: left out, since a record has at most {MAX_BYTES // 1024} KiB: {left_out}",)
            notes = (*(notes if left_out else ()), *_unread_notes(study))
            return Draft(study.id, text, notes, study.unread.lines, comparisons(study, arms), not listed - set(kinds))
    raise StudyProblem(
        f"{shown}: {study.id} has more figures than the {MAX_BYTES // 1024} KiB of a record hold; "
        "draft it from a file with fewer outcome measures"
    )


def _without_arms(study: Study) -> str:
    kind = study.text_of("designModule", "studyType").lower() or "study of no type"
    if study.unread.found:
        return f"{study.id} ({kind}) has no arms that can be read: {some_of(study.unread.lines)}"
    return (
        f"{study.id} ({kind}) has no arms: protocolSection.armsInterventionsModule.armGroups is empty, "
        "and no results are posted that name groups; a record needs at least one arm: write it by hand"
    )


def _text(study: Study, arms: Arms, kinds: tuple[str, ...], left_out: str) -> str:
    arms = Arms(arms.groups, arms.comparator)
    context = Context(study, arms, _last_change(study), SOURCE, with_sentences=not left_out)
    tree = Tree()
    facts.identity(context, tree)
    tree.put("sources", facts.sources(context))
    tree.put("status", facts.status(context)).put("people", facts.people(context))
    tree.put("design", facts.design(context)).put("dates", facts.dates(context))
    tree.put("arms", facts.arms(context), *eligibility(context), *_ABOUT_ARMS)
    found, harmed = outcomes(context), harms(context, kinds)
    tree.put("outcomes", found, *limitations(context), *_ABOUT_OUTCOMES)
    tree.put("harms", harmed)
    tree.tail += _not_mapped(context, left_out)
    return _HEAD.format(id=study.id) + _not_understood(study) + to_yaml(tree)


def _not_understood(study: Study) -> str:
    """What could not be read, at the head of the draft: nobody finds it missing further down."""
    lines = study.unread.lines
    if not lines:
        return ""
    more = [f"- and {len(lines) - _LISTED:,} more places"] if len(lines) > _LISTED else []
    said = (f"DECIDE: {_UNREAD}; look at each place in the file:", *(f"- {one}" for one in lines[:_LISTED]), *more)
    return "".join(f"{line}\n" for one in said for line in comment(one, ""))


_LISTED = 100
_UNREAD = "the file has these, and they could not be read, so that the draft does not hold them"


def _unread_notes(study: Study) -> tuple[str, ...]:
    places = len(study.unread.found)
    of = f"{places} place{'' if places == 1 else 's'} of the file"
    return (f"{study.id}: {of} could not be read: see the head of the draft",) if places else ()


_HEAD = """\
# Draft of {id} from its file at ClinicalTrials.gov: figures as printed there, each with its place in the JSON.
# Comments that begin with DECIDE ask you for a decision; delete each when it is taken. Then: il2sle check {id}.yaml
"""


_ABOUT_ARMS = (
    "an arm has, for example: `dose: 1`, `unit: mg`, `route: oral`, `schedule: [{every: 1 week, times: 12}]`",
    "a schedule of all arms stands above them; of an arm without doses it is `schedule: none`",
)
_ABOUT_OUTCOMES = (
    "DECIDE: titles are the registry's; say the `measure` in your words",
    f"DECIDE: a record says something of {', '.join(ENDPOINT_KEYS)}, if only that one is no endpoint of the trial:",
    f'- {{endpoint: {ENDPOINT_KEYS[0]}, missing: not measured, cite: "{SOURCE}, protocolSection.outcomesModule"}}',
)


def _last_change(study: Study) -> str:
    printed = facts.dated(study, study.told("statusModule", "lastUpdatePostDateStruct", "date"))
    return str(printed) if printed else ""


def _places(paths: list[str]) -> str:
    """The first place, and how many more."""
    more = len(set(paths)) - 1
    return f"{paths[0]}{f', and {more} more places' if more else ''}"


def _baseline(context: Context) -> list[str]:
    rows = context.study.baseline
    place = "resultsSection.baselineCharacteristicsModule.measures"
    return [f"{place}: {len(rows)} baseline characteristics, which no draft takes over"] if rows else []


def _not_mapped(context: Context, left_out: str) -> list[str]:
    groups = [
        f'the group "{title}" has the name of no arm: {_places(places)}'
        for title, places in context.arms.unlinked.items()
    ]
    close = [
        f'the group "{title}" was taken for the arm `{context.arms.key(title)}`: but for a number the names agree'
        for title in {letters(title): title for title in context.study.group_titles}.values()
        if context.arms.is_close(title)
    ]
    listed = [
        *close,
        *groups,
        *_baseline(context),
        *context.unmapped,
        *([f"left out for size: {left_out}"] if left_out else []),
    ]
    return (
        ["DECIDE: not in this draft, or taken over by name alone:", *(f"- {one}" for one in listed)] if listed else []
    )
