"""One record as a readable page: everything it holds, every figure with the key of its source and the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from il2sle.evidence.answer import Answer
from il2sle.evidence.claims import Said
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import measure_group
from il2sle.evidence.dose_row import DoseRow
from il2sle.evidence.facts import BaselineRow, Fact, Profile
from il2sle.evidence.figure import Effect, Side
from il2sle.evidence.reading import SILENT, UNREAD
from il2sle.evidence.rows import HarmRow, OutcomeRow
from il2sle.frozen import replace

from . import numbers
from .answer import NARROW, WIDE, answer_blocks
from .doses import dose_columns, dose_figures, ranges, schedule_words
from .forest.picture import forests
from .harms import events_words, exposure_words, percent_cell, rate_words
from .harms import said as said_of_harm
from .legend import key_block, source_blocks
from .outcomes import (
    FIRST_FIGURE,
    OUTCOME_COLUMNS,
    lacking,
    or_missing,
    outcome_figures,
    outcome_group,
    outcome_span,
    said,
    when_cell,
    words_of,
)
from .page.blocks import SIGNS, Block, Cell, Column, Group, Heading, Notes, Page, Prose, Table, TableRow, Terms, cells
from .remarks import Letters, remark
from .stamp import stamp_line
from .timeline.picture import strips

PLACES = Column("sources", role="remark", least=30)  # with their places, which need room
ORDER = ("status", "participants", "design", "dates", "eligibility", "populations")
CLOSING = ("conclusions", "notes")
TOLD_ELSEWHERE = {"W205", "N301"}  # disputes have a part of their own; how a count was derived stands at its row


def show_page(
    profiles: Sequence[Profile],
    comparison: Comparison,
    answers: Mapping[str, Answer] | None = None,
    *,
    width: int | None = None,
    pictures: bool = False,
) -> Page:
    """Lay out records one after the other; the sources of all of them are listed at the end.

    Args:
        profiles: what is told of each beside its rows.
        comparison: its rows.
        answers: what the page of each begins with, by its id.
        width: the columns that there are.
        pictures: whether the page may show a forest plot of each endpoint.
    """
    blocks: list[Block] = []
    sources = {source.key: source for source in comparison.sources}
    for profile in profiles:
        answer = (answers or {}).get(profile.trial)
        head = answer_blocks(answer, sources, narrow=(width or WIDE) < NARROW) if answer else ()
        blocks.extend(_record(profile, comparison, head, pictures=pictures))
    blocks += [Prose(note) for note in comparison.notes]
    key = key_block(blocks)
    blocks += [Heading("Key and sources"), key, *source_blocks(comparison.sources, comparison.names)]
    blocks.append(stamp_line(comparison.stamp))
    return Page("", tuple(blocks), ", ".join(profile.name for profile in profiles))


def _record(profile: Profile, comparison: Comparison, head: Iterable[Block], *, pictures: bool) -> Iterator[Block]:
    """The answer, the results, doses and harms, then what is in doubt, and design and people last."""
    yield Heading(f"{profile.name} · {profile.trial}")
    yield from head
    letters = Letters()
    yield _outcomes([row for row in comparison.outcomes if row.trial == profile.trial], letters)
    yield from letters.block()
    yield from forests(comparison, profile.trial) if pictures else ()
    passed_over = UNREAD if profile.unread else SILENT
    yield _arms([row for row in comparison.doses if row.trial == profile.trial], passed_over)
    yield from strips([one for one in comparison.timelines if one.trial == profile.trial], days=True)
    yield _harms([row for row in comparison.harms if row.trial == profile.trial])
    if profile.disputes:
        yield Terms("WHERE SOURCES DIFFER", tuple(_disputes(profile)))
    told = tuple((one.code, Cell(one.message)) for one in profile.findings if one.code not in TOLD_ELSEWHERE)
    if told:
        yield Notes("CHECKS", told)
    sections = dict(profile.sections)
    yield from _facts(CLOSING, sections)
    aliases = ", ".join(profile.aliases) or "no other name"
    yield Terms("IDENTITY", (("about", Cell(profile.title)), ("also known as", Cell(aliases)), *_unread(profile)))
    yield from _facts(ORDER, sections)
    if profile.baseline:
        yield _baseline(profile.baseline)


def _unread(profile: Profile) -> Iterator[tuple[str, Cell]]:
    """The reports that may hold what the page calls not read."""
    for number, (words, citation) in enumerate(profile.unread):
        yield ("not read in full" if number == 0 else "", Cell(f"{words}: {citation}"))


def _facts(titles: Iterable[str], sections: dict[str, tuple[Fact, ...]]) -> Iterator[Block]:
    for title in titles:
        if title in sections:
            marked = ((fact.label or "–", cell) for fact in sections[title] for cell in _fact(fact))
            yield Terms(title.upper(), tuple(_without_repeats(marked)))


def _without_repeats(items: Iterable[tuple[str, Cell]]) -> Iterator[tuple[str, Cell]]:
    before = ""
    for label, cell in items:
        yield "" if label == before and label != "–" else label, cell
        before = label


def _fact(fact: Fact) -> Iterator[Cell]:
    """What is shown of a matter; claims that only say it otherwise follow, disputes have a part of their own."""
    first, *others = fact.claims
    same = [claim for claim in others if claim.text == first.text]
    sources = tuple(dict.fromkeys(pointer for claim in (first, *same) for pointer in claim.sources))
    sign = SIGNS["disputed"] if fact.disputed else ""
    refs = numbers.cited(sources, places=True)
    yield Cell(f"{first.text}{sign}{_noted(first)}", refs=refs, inner=("disputed",) if fact.disputed else ())
    for claim in others:
        if claim not in same and not fact.disputed:
            yield Cell(f"{claim.text}{_noted(claim)}", refs=numbers.cited(claim.sources, places=True))


def _noted(claim: Said) -> str:
    return f" ({claim.note})" if claim.note else ""


def _disputes(profile: Profile) -> Iterator[tuple[str, Cell]]:
    for dispute in profile.disputes:
        label = dispute.about
        for claim in dispute.claims:
            yield label, _claim(claim)
            label = ""


def _claim(claim: Said) -> Cell:
    """A claim with its date, its note, and the rule by which it is shown."""
    mark = f"{SIGNS['disputed']} shown, by the rule: {claim.shown_by} · " if claim.shown_by else ""
    words = f"{mark}{claim.when}: {claim.text}{_noted(claim)}"
    return Cell(words, refs=numbers.cited(claim.sources, places=True), inner=("disputed",) if claim.shown_by else ())


# Arms and their schedules


def _arms(rows: list[DoseRow], passed_over: str) -> Table:
    columns = (Column("arm", role="identity"), Column("drug", role="identity"), *dose_columns(rows)[2:-1], PLACES)
    drawn = tuple(TableRow(cells(*_arm_cells(row, passed_over))) for row in rows)
    return Table("ARMS AND DOSES", columns, (Group("", drawn),), "Day 1 is the first dose.")


def _arm_cells(row: DoseRow, passed_over: str) -> tuple[str | Cell, ...]:
    spoken = "; ".join(filter(None, (*ranges(row), words_of(row.remarks))))
    placed = Cell(refs=numbers.cited(row.sources, places=True))
    drug = numbers.or_missing(Cell(row.drug or ("" if row.dosed else "no drug")), passed_over)
    return (row.arm_label, drug, schedule_words(row), *dose_figures(row), spoken, placed)


# Baseline


def _baseline(rows: Sequence[BaselineRow]) -> Table:
    arms = {side.arm: side.label for row in rows for side in row.sides}
    columns = (
        Column("characteristic", role="identity"),
        *(Column(label) for label in arms.values()),
        Column("p", align="."),
        Column("remarks", role="remark"),
        PLACES,
    )
    drawn = tuple(TableRow(cells(*_baseline_cells(row, list(arms)))) for row in rows)
    return Table("BASELINE", columns, (Group("", drawn),), "As printed; p between the arms.")


def _baseline_cells(row: BaselineRow, arms: Sequence[str]) -> Iterator[str | Cell]:
    by_arm = {side.arm: side for side in row.sides}
    yield f"{row.measure}, {row.statistic}" if row.statistic else row.measure
    for arm in arms:
        yield _baseline_cell(by_arm[arm]) if arm in by_arm else numbers.or_missing(Cell(), row.rest_missing)
    yield numbers.or_missing(Cell(numbers.p_value(row.p)), row.rest_missing)
    yield row.note or ""
    yield Cell(refs=numbers.cited(row.sources, places=True))


def _baseline_cell(side: Side) -> Cell:
    value = numbers.number(side.value.value, 1)
    if side.value and (side.sd or side.se):
        return Cell(f"{value} ± {numbers.number((side.sd or side.se).value, 1)}")
    if side.value:
        spread = numbers.spread(side.low.value, side.high.value)
        return Cell(f"{value} ({spread})" if spread else value)
    percent = f" ({numbers.percent(side.percent.value)}%)" if side.percent else ""
    counted = numbers.count_cell(side.events, side.n, side.rest_missing)
    return numbers.or_missing(replace(counted, text=f"{counted.text}{percent}"), side.rest_missing)


# Outcomes and harms


def _outcomes(rows: list[OutcomeRow], letters: Letters) -> Table:
    columns = (*OUTCOME_COLUMNS[1:-1], PLACES)
    groups = []
    for _, group in groupby(rows, key=measure_group):
        listed = list(group)
        drawn = tuple(_outcome_row(row, outcome_span(row, listed), letters) for row in listed)
        groups.append(outcome_group(listed, drawn, columns.index(FIRST_FIGURE)))
    caption = "Difference: arm minus comparator, in percentage points; RR and OR are ratios with log-Wald intervals."
    return Table("OUTCOMES", columns, tuple(groups), caption)


def _outcome_row(row: OutcomeRow, span: str, letters: Letters) -> TableRow:
    against = f" / {row.against}" if row.against else ", no comparator"
    spoken = (
        *said(row, derivations=True),
        *(effect_words(effect, row.better) for effect in _other_effects(row)),
        _p_check(row),
    )
    return TableRow(
        cells(
            f"{row.arm.label}{against}" if row.arm else "",
            when_cell(row),
            or_missing(row, row.population),
            *([""] * 7 if span else outcome_figures(row)),
            replace(remark(letters, row.remarks, *spoken), lacks=lacking(row)),
            Cell(refs=numbers.cited(row.sources, places=True)),
        ),
        span,
    )


def _other_effects(row: OutcomeRow) -> Iterator[Effect]:
    """What the columns do not show: all but the leading one."""
    leading = row.leading
    yield from (effect for effect in row.effects if effect is not leading)


def effect_words(effect: Effect, better: str | None) -> str:
    """An effect in words, e.g. `RR 1.84† (0.97 to 3.48)`, `NNTB 4.0† (NNTB 2.2 to NNTB 891)`."""
    about = effect.about
    if about.scale == "number needed":
        return numbers.number_needed(effect, better)
    decimals = about.decimals
    interval = numbers.interval(effect.low.value, effect.high.value, decimals)
    level = "" if effect.level == 95 else f"{effect.level}% CI "
    value = numbers.figure_cell(numbers.number(effect.value.value, decimals), effect.value.derived).marked
    p = f", p {effect.p.printed}" if effect.p else ""
    se = f", SE {numbers.number(effect.se.value, decimals)}" if effect.se else ""
    model = f" [{effect.model}]" if effect.model else ""
    return f"{about.short} {value}{f' ({level}{interval})' if interval else ''}{se}{p}{model}"


def _p_check(row: OutcomeRow) -> str:
    """How a p was reproduced; that it was not is a finding of its own among the remarks."""
    return f"p {row.p_check.verdict}" if row.p_check and row.p_check.reproduced else ""


def _harms(rows: list[HarmRow]) -> Table:
    columns = (
        Column("event", role="identity"),
        Column("arm", role="identity"),
        Column("n/N", align="/"),
        Column("%", align="."),
        Column("remarks", role="remark"),
        PLACES,
    )
    drawn = tuple(_harm_row(row) for row in rows)
    sets = dict.fromkeys(row.population for row in rows if row.population)
    caption = " ".join(("Patients affected.", *(f"Counted in the {name} population." for name in sets)))
    return Table("HARMS", columns, (Group("", drawn),), caption)


def _harm_row(row: HarmRow) -> TableRow:
    span = row.missing or ("in words only" if row.arm is None else "")
    counted = numbers.or_missing(numbers.count_cell(row.affected, row.n, row.rest_missing), row.rest_missing)
    percent = numbers.or_missing(percent_cell(row), row.rest_missing)
    counts = (events_words(row), exposure_words(row), rate_words(row))
    category = row.category if row.category not in row.event.replace("-", " ") else None
    spoken = "; ".join(filter(None, (category, *counts, *said_of_harm(row), words_of(row.remarks))))
    figures = ("", "") if span else (counted, percent)
    placed = Cell(refs=numbers.cited(row.sources, places=True))
    return TableRow(cells(row.event, row.arm_label or "", *figures, spoken, placed), span)
