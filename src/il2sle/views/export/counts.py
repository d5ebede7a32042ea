"""Counts of yes/no outcomes, a row for each contrast or for each arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from il2sle.evidence.arm_figures import how_derived
from il2sle.evidence.comparison import Filters
from il2sle.evidence.exportable import Exportable
from il2sle.evidence.figure import Figure
from il2sle.evidence.labels import ARM_TIES, agents, labels, treatments
from il2sle.evidence.rows import OutcomeRow
from il2sle.evidence.selection import ArmLine, Selection, by_arm, select
from il2sle.evidence.twins import twice
from il2sle.views.outcomes import said, words_of

from .layout import Built, Facts, Value, described, instead, other_analyses, shared, without_row


def contrast_rows(trials: Sequence[Exportable], filters: Filters, every_row: bool) -> Built:  # noqa: FBT001  a `Build`
    """A row for each contrast."""
    selection = select(trials, filters, every_row=every_row)
    notices = (*_instead(selection, every_row), *shared(selection.sharing))
    return _built(selection, list(_contrast_facts(selection)), notices)


def arm_rows(trials: Sequence[Exportable], filters: Filters, every_row: bool) -> Built:  # noqa: FBT001  a `Build`
    """A row for each arm."""
    selection = select(trials, filters, every_row=every_row)
    return _built(selection, list(_arm_facts(selection)), _instead(selection, every_row))


def _instead(selection: Selection, every_row: bool) -> tuple[str, ...]:  # noqa: FBT001  as above
    return () if every_row else instead((line.row for line in selection.lines), selection.left_out)


def _built(selection: Selection, facts: list[Facts], notices: tuple[str, ...]) -> Built:
    overlapping = (
        f"{name}, {endpoint}: {len(found)} rows of the same patients ({'; '.join(found)}); pool one of them."
        for name, endpoint, found in selection.overlaps
    )
    left_out = (*without_row(selection.left_out), *other_analyses(selection.passed_over))
    return Built(facts, left_out, (*overlapping, *notices))


# A row for each contrast


def _contrast_facts(selection: Selection) -> Iterator[Facts]:
    lines = selection.lines
    named_rows = labels([line.row for line in lines], ARM_TIES)
    together = zip(lines, named_rows, selection.sharing, selection.same_patients, strict=True)
    for line, label, sharing, same in together:
        events, others, comparator_events, comparator_others = line.counts.table.cells
        counts: dict[str, Value] = {
            "label": label,
            "arm_events": events,
            "arm_others": others,
            "arm_n": line.counts.table.n,
            "comparator_events": comparator_events,
            "comparator_others": comparator_others,
            "comparator_n": line.counts.table.comparator_n,
            "shared_comparator": sharing,
            "same_patients": same,
        }
        words = (*said(line.row, derivations=True), words_of(line.row.remarks))
        yield Facts(described(line.row, words, line.row.sources) | counts, _derived(line.row))


def _derived(row: OutcomeRow) -> frozenset[str]:
    """The derived counts; the patients without the event are derived if a count they follow from is."""
    sides = {"arm": row.arm, "comparator": row.comparator}
    names = {
        f"{which}_{name}"
        for which, side in sides.items()
        if side
        for name, figure in side.figures().items()
        if figure.derived
    }
    rests = {f"{side}_others" for side in sides if names & {f"{side}_events", f"{side}_n"}}
    return frozenset(names | rests)


# A row for each arm


def _arm_facts(selection: Selection) -> Iterator[Facts]:
    studies = by_arm(selection.lines)
    named_rows = labels([study[0].line.row for study in studies])
    arms = {(arm.line.row.trial, arm.side.arm): arm.given for study in studies for arm in study}
    treatment_of, agent_of = treatments(arms), agents(arms)
    used = Counter((arm.line.row.trial, arm.side.arm) for study in studies for arm in study)
    doubled = twice([line.row.trial for line in selection.lines], selection.twins)
    for study, label in zip(studies, named_rows, strict=True):
        for arm in study:
            place = (arm.line.row.trial, arm.side.arm)
            known: dict[str, Value] = {
                "label": label,
                "treatment": treatment_of[place],
                "events": _whole(arm.side.events),
                "n": _whole(arm.side.n),
                "agent": agent_of[place],
                "dose": arm.given.dose,
                "dose_unit": arm.given.unit,
                "same_patients": doubled.get(place[0], place[0] if used[place] > 1 else None),
            }
            derived = frozenset(name for name, figure in arm.side.figures().items() if figure.derived)
            yield Facts(_arm_described(arm) | known, derived)


def _whole(figure: Figure) -> int | None:
    return figure.value if isinstance(figure.value, int) else None


def _arm_described(arm: ArmLine) -> dict[str, Value]:
    """The row's description, cut to this arm: what is said of the contrast is said of the treated arm."""
    row, side = arm.line.row, arm.side
    stands = dict.fromkeys(pointer for figure in side.figures().values() for pointer in figure.sources)
    standing = [remark.text for remark in row.remarks if remark.kind == "standing"]
    words = (*said(row), words_of(row.remarks)) if arm.treated else standing
    about = described(row, (*words, *(f"† {how}" for how in how_derived(side))), stands)
    return about | {"arm": side.arm, "comparator": row.against_key if arm.treated else None}
