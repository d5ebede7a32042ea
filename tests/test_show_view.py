from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conftest import Golden
from il2sle.evidence.checks import findings
from il2sle.evidence.comparison import compare, source_row
from il2sle.evidence.outcomes import DERIVED, SECOND_HAND
from il2sle.evidence.profile import Profile, profile
from il2sle.evidence.rows import Comparison, OutcomeRow
from il2sle.records.model import Trial
from il2sle.views.document import Block, Document, Heading, Notes, Prose, Table, Terms
from il2sle.views.figures import DERIVED_MARK, DISPUTED_MARK, DOUBT_MARK
from il2sle.views.remarks import plain
from il2sle.views.show import TOLD_ELSEWHERE, show_page
from il2sle.views.text import draw
from minimal import minimal

Cells = dict[str, str]

IDS = ["2013-001599-40", "NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585"]
LISTS = ("SOURCES", "KEY")


def whole(trials: list[Trial], notes: tuple[str, ...] = ()) -> Comparison:
    """The rows of records, with all of their sources, as `show` puts them on a page."""
    rows = compare(trials, every_endpoint=True)
    sources = tuple(source_row(trial, key) for trial in trials for key in trial.sources)
    return Comparison(rows.trials, rows.studies, rows.outcomes, rows.doses, rows.harms, sources, notes)


def page_of(*trials: Trial, notes: tuple[str, ...] = ()) -> Document:
    return show_page([profile(trial, findings(trial)) for trial in trials], whole(list(trials), notes))


@pytest.fixture(scope="module", params=IDS)
def trial(request: pytest.FixtureRequest, trials: list[Trial]) -> Trial:
    return next(trial for trial in trials if trial.id == request.param)


@pytest.fixture(scope="module")
def page(trial: Trial) -> Document:
    return page_of(trial)


@pytest.fixture(scope="module")
def told(trial: Trial) -> Profile:
    return profile(trial, findings(trial))


@pytest.fixture(scope="module")
def one(trials: list[Trial]) -> Callable[[str], Document]:
    """The page of a record by its id."""
    return lambda name: page_of(*(trial for trial in trials if trial.id == name))


def block_of(page: Document, title: str) -> Block:
    return next(block for block in page.blocks if getattr(block, "title", "") == title)


def table_of(page: Document, title: str) -> list[Cells]:
    table = block_of(page, title)
    assert isinstance(table, Table)
    names = [column.full for column in table.columns]
    return [
        dict(zip(names, row.cells, strict=True)) | {"span": row.span} for group in table.groups for row in group.rows
    ]


def items_of(page: Document, title: str) -> tuple[tuple[str, str], ...]:
    block = block_of(page, title)
    assert isinstance(block, Terms | Notes)
    return block.items


def texts_of(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [text for group in block.groups for row in group.rows for text in (*row.cells, row.span)]
    if isinstance(block, Terms | Notes):
        return [text for _, text in block.items]
    return [block.text]


def written(page: Document) -> list[str]:
    """Every text of the page above the key and the sources."""
    return [text for block in page.blocks if getattr(block, "title", "") not in LISTS for text in texts_of(block)]


# The page


def test_a_page_begins_with_the_name_and_the_id(trial: Trial, page: Document) -> None:
    assert page.blocks[0] == Heading(f"{trial.name} · {trial.id}")


def test_every_other_name_is_told(trial: Trial, page: Document) -> None:
    about = page.blocks[1]

    assert isinstance(about, Terms)
    assert dict(about.items)["also known as"].split(", ") == ", ".join(trial.aliases).split(", ")


def test_parts_stand_in_their_order(one: Callable[[str], Document]) -> None:
    assert [title for block in one("NCT02465580").blocks if (title := getattr(block, "title", ""))] == [
        "STATUS",
        "PARTICIPANTS",
        "DESIGN",
        "DATES",
        "ELIGIBILITY",
        "POPULATIONS",
        "ARMS AND DOSES",
        "BASELINE",
        "OUTCOMES",
        "HARMS",
        "CONCLUSIONS",
        "NOTES",
        "WHERE SOURCES DIFFER",
        "CHECKS",
        "KEY",
        "SOURCES",
    ]


def test_several_records_follow_each_other_and_share_their_sources(trials: list[Trial]) -> None:
    page = page_of(*trials[:2])
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]

    assert headings == [*(f"{trial.name} · {trial.id}" for trial in trials[:2]), "Key and sources"]
    assert len(items_of(page, "SOURCES")) == sum(len(trial.sources) for trial in trials[:2])


def test_what_was_left_out_stands_first(trials: list[Trial]) -> None:
    assert page_of(trials[0], notes=("left out: one",)).blocks[0] == Prose("left out: one")


# Sources


def test_every_number_of_a_source_is_listed(page: Document, trial: Trial) -> None:
    bracketed = [inner for text in written(page) for inner in re.findall(r"\[(\d+: [^\]]*)\]", text)]
    cited = {int(number) for inner in bracketed for number in re.findall(r"(?:^|; )(\d+): ", inner)}

    assert len(cited) >= 3
    assert cited <= set(range(1, len(trial.sources) + 1))


def test_sources_are_numbered_as_in_the_record(page: Document, trial: Trial) -> None:
    listed = items_of(page, "SOURCES")

    assert [mark for mark, _ in listed] == [f"[{number}]" for number in range(1, len(trial.sources) + 1)]
    assert all(source.citation in text for source, (_, text) in zip(trial.sources.values(), listed, strict=True))


def test_a_source_of_others_is_said_to_be_one(page: Document, trial: Trial) -> None:
    listed = [text for _, text in items_of(page, "SOURCES")]

    assert [", secondary, " in text for text in listed] == [s.rank == "secondary" for s in trial.sources.values()]


def test_every_fact_has_a_source_and_a_place(page: Document, told: Profile) -> None:
    items = [text for title, _ in told.sections for _, text in items_of(page, title.upper())]

    assert len(items) > 25
    assert [text for text in items if not re.search(r"\[\d+: [^\]]+\]$", text)] == []


@pytest.mark.parametrize("title", ["ARMS AND DOSES", "OUTCOMES", "HARMS"])
def test_every_row_has_a_source_and_a_place(title: str, page: Document) -> None:
    rows = table_of(page, title)

    assert len(rows) >= 1
    assert [row for row in rows if not re.fullmatch(r"\[\d+: .+\]", row["sources"])] == []


# Figures


MARKED = {
    "intervention n/N": {"arm_events", "arm_n"},
    "intervention %": {"arm_percent"},
    "comparator n/N": {"comparator_events", "comparator_n"},
    "comparator %": {"comparator_percent"},
    "difference points": {"difference"},
    "difference 95% CI": {"difference_low"},
}


def rows_with_cells(page: Document, trial: Trial) -> list[tuple[OutcomeRow, Cells]]:
    """The outcomes of a record, each with its cells: there is one line for each."""
    return list(zip(whole([trial]).outcomes, table_of(page, "OUTCOMES"), strict=True))


@pytest.mark.parametrize("cell", MARKED)
def test_derived_figures_carry_the_mark_and_reported_ones_do_not(cell: str, page: Document, trial: Trial) -> None:
    rows = [(row, cells) for row, cells in rows_with_cells(page, trial) if not row.statistic and not cells["span"]]

    assert [DERIVED_MARK in cells[cell] for _, cells in rows] == [
        bool(MARKED[cell] & set(row.derived)) for row, _ in rows
    ]


def test_some_figures_are_derived(one: Callable[[str], Document]) -> None:
    rows = table_of(one("NCT02955615"), "OUTCOMES")

    assert [rows[0][cell] for cell in MARKED] == ["34/50†", "68", "29/50†", "58", "+10.0†", "−8.7 to 27.8†"]


def test_it_is_said_how_a_figure_was_derived(page: Document, trial: Trial) -> None:
    flags = {flag.removeprefix(DERIVED) for row in whole([trial]).outcomes for flag in row.flags if DERIVED in flag}
    said = " ".join(written(page))

    assert {flag for flag in flags if f"{DERIVED_MARK} {flag}" not in said} == set()


@pytest.mark.parametrize(
    ("name", "ratio"),
    [
        pytest.param("NCT02955615", "RR 1.61 (1.09 to 2.39)†", id="risk ratio"),
        pytest.param("NCT02955615", "OR 4.67 (1.28 to 17.08)†", id="odds ratio"),
        pytest.param("NCT02465580", "RR 1.84 (0.97 to 3.48)†", id="from recovered counts"),
    ],
)
def test_ratios_stand_among_the_remarks(name: str, ratio: str, one: Callable[[str], Document]) -> None:
    assert any(ratio in row["remarks"] for row in table_of(one(name), "OUTCOMES"))


def test_p_carries_the_sign_of_doubt_where_no_test_gives_it(page: Document, trial: Trial) -> None:
    rows = [(row, cells) for row, cells in rows_with_cells(page, trial) if row.p is not None]

    assert [DOUBT_MARK in cells["p"] for _, cells in rows] == [
        (row.p_check or "").startswith("not reproduced") for row, _ in rows
    ]


@pytest.mark.parametrize(
    ("name", "holds", "words"),
    [
        pytest.param("NCT04433585", lambda row: SECOND_HAND in row.flags, "secondary source", id="second-hand"),
        pytest.param("NCT02955615", lambda row: row.analysis == "post hoc", "post hoc analysis", id="post hoc"),
        pytest.param("2013-001599-40", lambda row: "uncontrolled" in row.flags, "uncontrolled", id="uncontrolled"),
        pytest.param("NCT02465580", lambda row: "not met" in row.flags, "primary endpoint, NOT met", id="not met"),
        pytest.param(
            "NCT02465580",
            lambda row: row.missing is None and any(flag.startswith("within-arm p") for flag in row.flags),
            "within-arm p: ",
            id="within an arm",
        ),
    ],
)
def test_what_must_not_be_missed_stands_in_words(
    name: str, holds: Callable[[OutcomeRow], bool], words: str, trials: list[Trial]
) -> None:
    trial = next(trial for trial in trials if trial.id == name)
    cells = [cells for row, cells in rows_with_cells(page_of(trial), trial) if holds(row)]

    assert cells != []
    assert [row for row in cells if words not in row["remarks"]] == []


def test_every_remark_on_an_outcome_reaches_the_reader(page: Document, trial: Trial) -> None:
    flags = {plain(flag) for row in whole([trial]).outcomes for flag in row.flags}
    said = " ".join(written(page))

    assert {flag for flag in flags if flag.removeprefix(DERIVED) not in said} <= {"met", "not met"}


def test_every_remark_on_a_harm_reaches_the_reader(page: Document, trial: Trial) -> None:
    rows = whole([trial]).harms
    said = {text for row in rows for text in (row.statement, *row.flags) if text}
    shown = " ".join(row["remarks"] for row in table_of(page, "HARMS"))

    assert len(rows) >= 5
    assert {text for text in said if text not in shown} == set()


def test_the_patients_behind_a_score_are_told(page: Document, trial: Trial) -> None:
    rows = rows_with_cells(page, trial)
    scores = [(row, cells) for row, cells in rows if row.statistic and row.arm_n and row.missing is None]

    assert [cells["remarks"] for row, cells in scores if f"; n {row.arm_n}" not in cells["remarks"]] == []


@pytest.mark.parametrize(
    ("event", "category"),
    [
        pytest.param("injection-site reaction", "injection site", id="named by the event"),
        pytest.param("death", "death", id="the event itself"),
    ],
)
def test_a_category_that_the_event_names_is_not_said_again(
    event: str, category: str, one: Callable[[str], Document]
) -> None:
    remarks = [row["remarks"] for row in table_of(one("NCT02465580"), "HARMS") if row["event"] == event]

    assert remarks != []
    assert not any(category in said for said in remarks)


# Disputes


def test_every_dispute_is_told_with_one_claim_shown_by_its_rule(page: Document, told: Profile) -> None:
    shown = [text for _, text in items_of(page, "WHERE SOURCES DIFFER") if DISPUTED_MARK in text]

    assert len(told.disputes) >= 3
    assert [text.partition("rule: ")[2].partition(" ·")[0] for text in shown] == [
        dispute.shown.shown_by if dispute.shown else None for dispute in told.disputes
    ]


def test_every_claim_of_a_dispute_is_told(page: Document, told: Profile) -> None:
    lines = [text for _, text in items_of(page, "WHERE SOURCES DIFFER")]
    claims = [claim.text for dispute in told.disputes for claim in dispute.claims]

    assert len(lines) == len(claims)
    assert [claim for claim, line in zip(claims, lines, strict=True) if claim not in line] == []


def test_a_fact_carries_the_sign_of_a_dispute_only_where_there_is_one(page: Document, told: Profile) -> None:
    facts = [fact for _, facts in told.sections for fact in facts]
    disputed = {fact.claims[0].text for fact in facts if len({claim.text for claim in fact.claims}) > 1}
    titles = [title.upper() for title, _ in told.sections]
    signed = {
        text.partition(DISPUTED_MARK)[0]
        for title in titles
        for _, text in items_of(page, title)
        if DISPUTED_MARK in text
    }

    assert len(facts) > 20
    assert signed == disputed


# Checks


def test_every_finding_is_told_here_or_in_its_own_part(page: Document, told: Profile) -> None:
    expected = [(found.code, found.message) for found in told.findings if found.code not in TOLD_ELSEWHERE]
    titles = {getattr(block, "title", "") for block in page.blocks}

    assert (list(items_of(page, "CHECKS")) if "CHECKS" in titles else []) == expected


def test_a_record_without_findings_has_no_part_for_them() -> None:
    assert "CHECKS" not in {getattr(block, "title", "") for block in page_of(minimal()).blocks}


# Baseline


@pytest.mark.parametrize(
    ("characteristic", "cells"),
    [
        pytest.param("age", ("31.58 ± 9.25", "29.83 ± 9.72"), id="mean and SD"),
        pytest.param("SELENA-SLEDAI", ("12 (8–27)", "11 (8–22)"), id="median and range"),
    ],
)
def test_baseline_figures_are_shown_as_printed(
    characteristic: str, cells: tuple[str, str], one: Callable[[str], Document]
) -> None:
    table = block_of(one("NCT02465580"), "BASELINE")
    assert isinstance(table, Table)
    row = next(row for row in table.groups[0].rows if row.cells[0].startswith(characteristic))

    assert row.cells[1:3] == cells


def test_a_record_without_a_baseline_has_no_part_for_it() -> None:
    assert "BASELINE" not in {getattr(block, "title", "") for block in page_of(minimal()).blocks}


# As people see it


def test_show(trials: list[Trial], golden: Golden) -> None:
    trial = next(trial for trial in trials if trial.id == "NCT02465580")

    golden("show_100.txt", "".join(f"{line.plain.rstrip()}\n" for line in draw(page_of(trial), 100)))
