"""One record as a readable page: everything it holds, every figure with the number of its source and the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from il2sle.evidence.claims import Said
from il2sle.evidence.comparison import measure_group
from il2sle.evidence.outcomes import DERIVED
from il2sle.evidence.profile import BaselineRow, Fact, Profile
from il2sle.evidence.rows import Comparison, DoseRow, HarmRow, OutcomeRow
from il2sle.records.vocabulary import ROUTE_SHORT

from . import figures
from .document import Block, Column, Document, Group, Heading, Notes, Prose, Row, Table, Terms
from .doses import DOSE_COLUMNS, dose_figures
from .figures import Numbered
from .key import key_block, source_block
from .outcomes import (
    FIRST_FIGURE,
    OUTCOME_COLUMNS,
    or_not_reported,
    outcome_figures,
    outcome_group,
    outcome_span,
    role,
    scored,
    unnamed_measure,
    variant,
)
from .remarks import Letters, plain, remark

PLACES = Column("sources", role="remark", least=30)  # with their places, which need room
ORDER = ("status", "participants", "design", "dates", "eligibility", "populations")
CLOSING = ("conclusions", "notes")
TOLD_ELSEWHERE = {
    "W205",
    "N301",
}  # disputes have a part of their own; how a count was derived stands at its row


def show_page(profiles: Sequence[Profile], comparison: Comparison) -> Document:
    """Lay out records one after the other; the sources of all of them are numbered together at the end."""
    numbered = Numbered(source.key for source in comparison.sources)
    blocks: list[Block] = [Prose(note) for note in comparison.notes]
    for profile in profiles:
        blocks.extend(_record(profile, comparison, numbered))
    key = key_block(blocks)
    blocks += [Heading("Key and sources"), key]
    blocks.append(source_block(comparison.sources, numbered))
    return Document("", tuple(blocks))


def _record(profile: Profile, comparison: Comparison, numbered: Numbered) -> Iterator[Block]:
    yield Heading(f"{profile.name} · {profile.trial}")
    yield Terms("", (("about", profile.title), ("also known as", ", ".join(profile.aliases) or "no other name")))
    sections = dict(profile.sections)
    yield from _facts(ORDER, sections, numbered)
    yield _arms([row for row in comparison.doses if row.trial == profile.trial], numbered)
    if profile.baseline:
        yield _baseline(profile.baseline, numbered)
    letters = Letters()
    yield _outcomes([row for row in comparison.outcomes if row.trial == profile.trial], numbered, letters)
    yield from letters.block()
    yield _harms([row for row in comparison.harms if row.trial == profile.trial], numbered)
    yield from _facts(CLOSING, sections, numbered)
    if profile.disputes:
        yield Terms("WHERE SOURCES DIFFER", tuple(_disputes(profile, numbered)))
    told = tuple((finding.code, finding.message) for finding in profile.findings if finding.code not in TOLD_ELSEWHERE)
    if told:
        yield Notes("CHECKS", told)


def _facts(titles: Iterable[str], sections: dict[str, tuple[Fact, ...]], numbered: Numbered) -> Iterator[Block]:
    for title in titles:
        if title in sections:
            marked = ((fact.label or "–", _fact(fact, numbered)) for fact in sections[title])
            yield Terms(title.upper(), tuple(_without_repeats(marked)))


def _without_repeats(items: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    before = ""
    for label, text in items:
        yield "" if label == before and label != "–" else label, text
        before = label


def _fact(fact: Fact, numbered: Numbered) -> str:
    first, *others = fact.claims
    same = [claim for claim in others if claim.text == first.text]
    sources = tuple(dict.fromkeys(pointer for claim in (first, *same) for pointer in claim.sources))
    mark = figures.DISPUTED_MARK if len(same) < len(others) else ""
    note = f" ({first.note})" if first.note else ""
    return f"{first.text}{mark}{note} {numbered.placed(sources)}".strip()


def claim_words(claim: Said, numbered: Numbered) -> str:
    """A claim with its note, its date and its places."""
    note = f" ({claim.note})" if claim.note else ""
    return f"{claim.text}{note} {numbered.placed(claim.sources)}".strip()


def _disputes(profile: Profile, numbered: Numbered) -> Iterator[tuple[str, str]]:
    for dispute in profile.disputes:
        label = dispute.about
        for claim in dispute.claims:
            date = claim.as_of or "undated"
            mark = f"{figures.DISPUTED_MARK} shown, by the rule: {claim.shown_by} · " if claim.shown_by else ""
            yield label, f"{mark}{date}: {claim_words(claim, numbered)}"
            label = ""


# Arms and their schedules


def _arms(rows: list[DoseRow], numbered: Numbered) -> Table:
    columns = (Column("arm", role="identity"), Column("drug", role="identity"), *DOSE_COLUMNS[2:-1], PLACES)
    drawn = tuple(Row(_arm_cells(row, numbered)) for row in rows)
    return Table("ARMS AND DOSES", columns, (Group("", drawn),), "Day 1 is the first dose.")


def _arm_cells(row: DoseRow, numbered: Numbered) -> tuple[str, ...]:
    route = ROUTE_SHORT.get(row.route or "", "")
    schedule = f"{row.schedule}{', ' + route if route else ''}"
    placed = numbered.placed(row.sources)
    return (row.arm_label, row.drug or "no drug", schedule, *dose_figures(row), "; ".join(row.flags), placed)


# Baseline


def _baseline(rows: Sequence[BaselineRow], numbered: Numbered) -> Table:
    arms = {row.arm: row.arm_label for row in rows}
    columns = (
        Column("characteristic", role="identity"),
        *(Column(label) for label in arms.values()),
        Column("p", align="."),
        Column("remarks", role="remark"),
        PLACES,
    )
    drawn = []
    for (measure, statistic), group in groupby(rows, key=lambda row: (row.measure, row.statistic)):
        by_arm = {row.arm: row for row in group}
        first = next(iter(by_arm.values()))
        cells = (_baseline_cell(by_arm[arm]) if arm in by_arm else "NR" for arm in arms)
        p = figures.p_value(first.p, first.p_comparator) or "NR"
        named = f"{measure}, {statistic}" if statistic else measure
        drawn.append(Row((named, *cells, p, first.note or "", numbered.placed(first.sources))))
    return Table("BASELINE", columns, (Group("", tuple(drawn)),), "As printed; p between the arms.")


def _baseline_cell(row: BaselineRow) -> str:
    if row.value is not None and row.sd is not None:
        return f"{figures.number(row.value, 1)} ± {figures.number(row.sd, 1)}"
    if row.value is not None:
        return f"{figures.number(row.value, 1)} ({figures.spread(row.low, row.high)})".replace(" ()", "")
    percent = f" ({figures.percent(row.percent)}%)" if row.percent is not None else ""
    return f"{figures.counts(row.events, row.n)}{percent}" or "NR"


# Outcomes and harms


def _outcomes(rows: list[OutcomeRow], numbered: Numbered, letters: Letters) -> Table:
    columns = (*OUTCOME_COLUMNS[1:-1], PLACES)
    groups = []
    for _, group in groupby(rows, key=measure_group):
        listed = list(group)
        drawn = tuple(_outcome_row(row, outcome_span(row, listed), numbered, letters) for row in listed)
        groups.append(outcome_group(listed, drawn, columns.index(FIRST_FIGURE)))
    caption = "Difference: arm minus comparator, in percentage points; RR and OR are ratios with log-Wald intervals."
    return Table("OUTCOMES", columns, tuple(groups), caption)


def _outcome_row(row: OutcomeRow, span: str, numbered: Numbered, letters: Letters) -> Row:
    against = f" / {row.comparator_label}" if row.comparator_label else ", no comparator"
    return Row(
        (
            f"{row.arm_label}{against}" if row.arm_label else "",
            or_not_reported(row, row.week),
            or_not_reported(row, row.population),
            *([""] * 7 if span else outcome_figures(row)),
            remark(
                _flags(row),
                letters,
                role(row),
                unnamed_measure(row),
                row.subset,
                variant(row),
                scored(row),
                *_ratios(row),
                _p_check(row),
            ),
            numbered.placed(row.sources),
        ),
        span,
    )


def _ratios(row: OutcomeRow) -> Iterator[str]:
    for name, label in (("risk_ratio", "RR"), ("odds_ratio", "OR")):
        value, low, high = (getattr(row, f"{name}{end}") for end in ("", "_low", "_high"))
        if value is not None:
            interval = figures.interval(low, high, 2)
            text = f"{label} {figures.ratio(value)}{f' ({interval})' if interval else ''}"
            yield figures.marked(text, name in row.derived)


def _p_check(row: OutcomeRow) -> str:
    """How a p was reproduced; that it was not is a finding of its own among the flags."""
    return f"p {row.p_check}" if row.p_check and row.p_check.startswith("reproduced") else ""


def _flags(row: OutcomeRow) -> Iterator[str]:
    for flag in row.flags:
        if flag not in {"met", "not met"}:
            yield f"{figures.DERIVED_MARK} {flag.removeprefix(DERIVED)}" if flag.startswith(DERIVED) else plain(flag)


def _harms(rows: list[HarmRow], numbered: Numbered) -> Table:
    columns = (
        Column("event", role="identity"),
        Column("arm", role="identity"),
        Column("n/N", align="/"),
        Column("%", align="."),
        Column("remarks", role="remark"),
        PLACES,
    )
    drawn = tuple(_harm_row(row, numbered) for row in rows)
    return Table("HARMS", columns, (Group("", drawn),), "Patients affected.")


def _harm_row(row: HarmRow, numbered: Numbered) -> Row:
    span = row.missing or ("in words only" if row.arm is None else "")
    counted = figures.counts(row.affected, row.n) or figures.missing("not reported")
    percent = figures.marked(figures.percent(row.percent), "percent" in row.derived)
    category = row.category if row.category not in row.event.replace("-", " ") else None
    said = "; ".join(filter(None, (category, row.statement, *row.flags)))
    cells = ("", "") if span else (counted, percent or figures.missing("not reported"))
    return Row((row.event, row.arm_label or "", *cells, said, numbered.placed(row.sources)), span)
