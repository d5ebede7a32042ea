from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from conftest import Golden
from il2sle.evidence.claims import DIFFER
from il2sle.evidence.comparison import NOT_POOLED, Filters, compare
from il2sle.evidence.outcomes import DERIVED, SECOND_HAND
from il2sle.evidence.rows import SECTIONS, Comparison, OutcomeRow
from il2sle.records.model import Trial
from il2sle.records.vocabulary import MISSING
from il2sle.views.compare import compare_page
from il2sle.views.document import Block, Document, Notes, Prose, Table
from il2sle.views.figures import DERIVED_MARK, DISPUTED_MARK, DOUBT_MARK, Numbered
from il2sle.views.outcomes import outcomes_table
from il2sle.views.remarks import INLINE, Letters, plain, remark
from il2sle.views.studies import SHOWN_MATTERS
from il2sle.views.text import draw
from minimal import DRUG, PLACEBO, minimal

Cells = dict[str, str]


def cells_of(table: Table) -> list[Cells]:
    """The rows of a table by the full headings of its columns, with the words that stand in place of figures."""
    names = [column.full for column in table.columns]
    return [
        dict(zip(names, row.cells, strict=True)) | {"span": row.span} for group in table.groups for row in group.rows
    ]


def tables_of(page: Document, title: str = "") -> list[Table]:
    found = [block for block in page.blocks if isinstance(block, Table)]
    return [table for table in found if table.title == title] if title else found


def notes_of(page: Document) -> dict[str, str]:
    """The notes by letter, of a page with one section."""
    return {
        mark: text
        for block in page.blocks
        if isinstance(block, Notes) and not block.title
        for mark, text in block.items
    }


def texts_of(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [text for row in cells_of(block) for text in row.values()]
    return [text for _, text in block.items] if isinstance(block, Notes) else []


@pytest.fixture(scope="module")
def comparison(trials: list[Trial]) -> Comparison:
    return compare(trials)


@pytest.fixture(scope="module")
def section(comparison: Comparison) -> Callable[[str], Document]:
    """The page of one section over all shipped records."""
    return lambda name: compare_page(comparison, [name])


def drawn_alone(row: OutcomeRow) -> Cells:
    """The cells of an outcome row that stands alone in its table."""
    numbered = Numbered(pointer.source for pointer in row.sources)
    return cells_of(outcomes_table([row], numbered, Letters()))[0]


def figured(comparison: Comparison) -> list[OutcomeRow]:
    return [row for row in comparison.outcomes if row.missing is None]


# The page


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        pytest.param(SECTIONS, ["STUDIES", "OUTCOMES", "DOSES", "HARMS"], id="all"),
        pytest.param(["harms", "studies"], ["STUDIES", "HARMS"], id="in their own order"),
        pytest.param(["doses"], ["DOSES"], id="one"),
    ],
)
def test_sections(asked: Sequence[str], titles: list[str], comparison: Comparison) -> None:
    assert [table.title for table in tables_of(compare_page(comparison, asked)) if table.title] == titles


def test_that_nothing_is_pooled_stands_first(comparison: Comparison) -> None:
    assert compare_page(comparison).blocks[0] == Prose(NOT_POOLED)


def test_one_trial_needs_no_word_on_pooling(trials: list[Trial]) -> None:
    assert not any(isinstance(block, Prose) for block in compare_page(compare(trials[:1])).blocks)


def test_a_filter_is_said_on_the_page(trials: list[Trial]) -> None:
    page = compare_page(compare(trials, filters=Filters(weeks=[12], populations=["PP"])))
    said = [block.text for block in page.blocks if isinstance(block, Prose)]

    assert any(text.startswith("Outcomes are filtered to week 12, population PP: ") for text in said)


def test_the_key_and_the_sources_stand_last(comparison: Comparison) -> None:
    assert [block.title for block in compare_page(comparison).blocks[-2:] if isinstance(block, Notes)] == [
        "KEY",
        "SOURCES",
    ]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_number_of_a_source_leads_to_one_and_every_source_is_cited(name: str, trials: list[Trial]) -> None:
    own = compare(trials, sections=[name])
    page = compare_page(own, [name])
    cited = {int(n) for table in tables_of(page) for row in cells_of(table) for n in re.findall(r"\d+", row["sources"])}

    assert cited == set(range(1, len(own.sources) + 1))
    assert len(cited) >= 5


@pytest.mark.parametrize("name", SECTIONS)
def test_the_key_explains_the_marks_that_stand_on_the_page_and_no_other(
    name: str, section: Callable[[str], Document]
) -> None:
    page = section(name)
    key = next(block for block in page.blocks if isinstance(block, Notes) and block.title == "KEY")
    tables = tables_of(page)
    texts = [text for table in tables for text in (*texts_of(table), *(column.full for column in table.columns))]
    marks = (DERIVED_MARK, DISPUTED_MARK, DOUBT_MARK, "NR", "NM", "BT", "n/a")
    standing = {mark for mark in marks if re.search(rf"(?<!\w){mark}|{mark}(?!\w)", "\n".join(texts))}

    assert {mark for mark, _ in key.items if mark in marks} == standing != set()


@pytest.mark.parametrize("name", SECTIONS)
def test_every_letter_leads_to_a_note_and_every_note_is_referred_to(
    name: str, section: Callable[[str], Document]
) -> None:
    page = section(name)
    referred = {
        letter
        for table in tables_of(page)
        for row in cells_of(table)
        for letters in re.findall(r"note ([a-z]{1,2}(?:, [a-z]{1,2})*)$", row["remarks"])
        for letter in letters.split(", ")
    }

    assert referred == set(notes_of(page))
    assert len(referred) >= 3


# Remarks


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param(["baseline", "uncontrolled"], "baseline; uncontrolled", id="short"),
        pytest.param(["x" * INLINE], "x" * INLINE, id="longest beside the row"),
        pytest.param(["x" * (INLINE + 1)], "note a", id="longer"),
        pytest.param(["y" * 60, "baseline", "x" * 60], "baseline; note a, b", id="letters behind words"),
        pytest.param(["y" * 60, "y" * 60], "note a", id="each once"),
    ],
)
def test_remark(flags: list[str], said: str) -> None:
    assert remark(flags, Letters()) == said


def test_letters_are_kept_between_rows_and_come_in_order() -> None:
    letters = Letters()
    letters.refer(["one", "two"])

    assert letters.refer(["three", "one"]) == "note a, c"


def test_letters_go_on_behind_z() -> None:
    letters = Letters()
    letters.refer(map(str, range(27)))

    assert letters.refer(["25", "26", "27"]) == "note z, aa, ab"


def test_a_code_is_not_for_readers_of_tables() -> None:
    assert plain("W203: p=0.0168 not reproduced") == "p=0.0168 not reproduced"


# Studies


@pytest.fixture(scope="module")
def studies(section: Callable[[str], Document]) -> dict[str, Cells]:
    """The rows of the studies by id, that of a trial being the part of its first cell that is one."""
    rows = cells_of(tables_of(section("studies"), "STUDIES")[0])
    return {next(word for word in row["trial"].split() if re.fullmatch(r"NCT\d+|[\d-]{14}", word)): row for row in rows}


@pytest.mark.parametrize(
    ("trial", "column", "text"),
    [
        pytest.param("NCT02465580", "trial", "He 2020 NCT02465580 NCT02932137", id="both registrations"),
        pytest.param("NCT02465580", "design", "randomised 1:1, double-blind, 2 arms", id="design"),
        pytest.param("NCT02465580", "primary endpoint", "SRI-4, week 12: NOT met", id="missed"),
        pytest.param("NCT04077684", "primary endpoint", "not stated", id="endpoint not stated"),
        pytest.param("NCT02955615", "patients", "100 randomised; 100 enrolled (actual)", id="patients"),
        pytest.param("NCT04077684", "patients", "152§ enrolled (actual)", id="disputed enrolment"),
        pytest.param("NCT02955615", "weeks of treatment + follow-up", "24 + NR", id="follow-up not reported"),
        pytest.param("2013-001599-40", "weeks of treatment + follow-up", "47 to 68 days + 9", id="range"),
    ],
)
def test_study(trial: str, column: str, text: str, studies: dict[str, Cells]) -> None:
    assert studies[trial][column] == text


def test_a_trial_without_control_is_said_to_have_none(studies: dict[str, Cells]) -> None:
    assert studies["2013-001599-40"]["drug against comparator"].endswith(", no comparator")
    assert "no comparator" in studies["2013-001599-40"]["design"]


COLUMNS_OF = {"enrolled": "patients", "state": "status", "phase": "phase"}


@pytest.mark.parametrize("matter", COLUMNS_OF)
def test_a_disputed_cell_carries_the_sign_and_no_other_does(
    matter: str, studies: dict[str, Cells], comparison: Comparison
) -> None:
    signed = {trial for trial, row in studies.items() if DISPUTED_MARK in row[COLUMNS_OF[matter]]}
    disputed = {
        row.trial for row in comparison.studies if any(flag.startswith(f"{DIFFER}{matter}:") for flag in row.flags)
    }

    assert signed == disputed != set()


def test_a_dispute_about_what_is_shown_names_its_rule(
    comparison: Comparison, section: Callable[[str], Document]
) -> None:
    shown = tuple(f"{DIFFER}{matter}:" for matter in SHOWN_MATTERS)
    disputes = {flag for row in comparison.studies for flag in row.flags if flag.startswith(shown)}

    assert len(disputes) >= 8
    assert disputes <= set(notes_of(section("studies")).values())
    assert all("by the rule: " in dispute for dispute in disputes)


def test_disputes_about_what_is_not_shown_are_counted(studies: dict[str, Cells], comparison: Comparison) -> None:
    shown = tuple(f"{DIFFER}{matter}:" for matter in SHOWN_MATTERS)
    for row in comparison.studies:
        elsewhere = sum(flag.startswith(DIFFER) and not flag.startswith(shown) for flag in row.flags)

        assert f"sources differ on {elsewhere} further points: see show" in studies[row.trial]["remarks"]


# Outcomes


@pytest.fixture(scope="module")
def outcomes(section: Callable[[str], Document]) -> list[Cells]:
    return cells_of(tables_of(section("outcomes"), "OUTCOMES")[0])


def outcome(outcomes: list[Cells], trial: str, week: str, population: str) -> Cells:
    """The first row of a trial at a time: SRI-4 comes first."""
    found = ((row["trial"], row["week"], row["analysis set"]) for row in outcomes)
    return outcomes[list(found).index((trial, week, population))]


FIGURES = (
    "intervention n/N",
    "intervention %",
    "comparator n/N",
    "comparator %",
    "difference points",
    "difference 95% CI",
    "p",
)


@pytest.mark.parametrize(
    ("trial", "week", "population", "figures"),
    [
        pytest.param(
            "He 2020",
            "12",
            "mITT",
            ["16/29†", "55.17", "9/30†", "30.00", "+25.2†", "0.1 to 46.3†", "0.052"],
            id="counts from percentages",
        ),
        pytest.param(
            "LUPIL-2",
            "12",
            "PP",
            ["20/24†", "83.3", "15/29†", "51.7", "+31.6†", "6.0 to 51.6†", "0.0168‡"],
            id="p in doubt",
        ),
        pytest.param("ISLAND-SLE", "24", "mITT", ["NR", "NR", "NR", "NR", "+8.8", "NR", "NR"], id="difference alone"),
    ],
)
def test_figures_of_an_outcome(
    trial: str, week: str, population: str, figures: list[str], outcomes: list[Cells]
) -> None:
    row = outcome(outcomes, trial, week, population)

    assert [row[name] for name in FIGURES] == figures


def test_an_uncontrolled_series_has_no_comparator_in_any_cell(comparison: Comparison) -> None:
    rows = [drawn_alone(row) for row in figured(comparison) if row.comparator is None]

    assert len(rows) >= 1
    for row in rows:
        assert [row[name] for name in FIGURES[2:]] == ["n/a"] * 5
        assert "uncontrolled" in row["remarks"]
        assert row["arm against comparator"].endswith(", no comparator")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_an_uncontrolled_series_stands_against_nothing_at_any_width(width: int, comparison: Comparison) -> None:
    text = " ".join(drawn(compare_page(comparison, ["outcomes"]), width).split())

    assert "no comparator / placebo" not in text


@pytest.mark.parametrize("label", ["{0}", "a {} b", "{x"])
def test_a_comparator_may_be_called_anything(label: str) -> None:
    trial = minimal({"arms/placebo/label": f"'{label}'"})

    assert f"IL-2 1 million IU / {label} " in drawn(compare_page(compare([trial]), ["outcomes"]), 70)


MARKED = {
    "intervention n/N": {"arm_events", "arm_n"},
    "intervention %": {"arm_percent"},
    "comparator n/N": {"comparator_events", "comparator_n"},
    "comparator %": {"comparator_percent"},
    "difference points": {"difference"},
    "difference 95% CI": {"difference_low"},
}


@pytest.mark.parametrize("cell", MARKED)
def test_derived_figures_carry_the_mark_and_reported_ones_do_not(cell: str, trials: list[Trial]) -> None:
    rows = [row for row in figured(compare(trials, every_endpoint=True)) if not row.statistic]
    marked = [DERIVED_MARK in drawn_alone(row)[cell] for row in rows]

    assert len(rows) >= 15
    assert marked == [bool(MARKED[cell] & set(row.derived)) for row in rows]


def test_p_carries_the_sign_of_doubt_where_no_test_gives_it(trials: list[Trial]) -> None:
    rows = [row for row in compare(trials, every_endpoint=True).outcomes if row.p is not None]
    doubted = [DOUBT_MARK in drawn_alone(row)["p"] for row in rows]

    assert len(rows) >= 5
    assert doubted == [(row.p_check or "").startswith("not reproduced") for row in rows]
    assert {True, False} <= set(doubted)


def test_p_within_an_arm_is_never_in_the_column_of_p(trials: list[Trial]) -> None:
    within = [
        row
        for row in compare(trials, every_endpoint=True).outcomes
        if row.p is None and row.missing is None and any(flag.startswith("within-arm p: ") for flag in row.flags)
    ]

    assert len(within) >= 5
    assert {drawn_alone(row)["p"] for row in within} <= {"NR", "n/a"}
    assert all("within-arm p: " in drawn_alone(row)["remarks"] for row in within)


@pytest.mark.parametrize(
    ("holds", "words"),
    [
        pytest.param(lambda row: row.analysis == "post hoc", "post hoc analysis", id="post hoc"),
        pytest.param(lambda row: "not met" in row.flags, "primary endpoint, NOT met", id="not met"),
        pytest.param(lambda row: SECOND_HAND in row.flags, "secondary source", id="second-hand"),
        pytest.param(lambda row: row.analysis == "secondary", "secondary endpoint", id="secondary"),
        pytest.param(lambda row: row.instrument == "SLEDAI-2K", "SLEDAI-2K", id="variant"),
        pytest.param(lambda row: row.subset is not None, "BICLA-evaluable", id="subset"),
    ],
)
def test_what_must_not_be_missed_stands_in_words(
    holds: Callable[[OutcomeRow], bool], words: str, comparison: Comparison
) -> None:
    rows = [row for row in figured(comparison) if holds(row)]

    assert rows != []
    assert all(words in drawn_alone(row)["remarks"] for row in rows)


def test_every_remark_on_an_outcome_reaches_the_reader(
    comparison: Comparison, section: Callable[[str], Document]
) -> None:
    page = section("outcomes")
    beside = {part for row in cells_of(tables_of(page)[0]) for part in row["remarks"].split("; ")}
    below = set(notes_of(page).values())
    flags = {plain(flag) for row in comparison.outcomes for flag in row.flags if not flag.startswith(DERIVED)}

    assert len(flags) >= 25
    # A short flag with a semicolon of its own stands beside its row in several parts.
    assert {flag for flag in flags if not ({flag} <= below or set(flag.split("; ")) <= beside)} == {"not met"}


def test_arms_of_which_the_same_is_said_share_a_line(outcomes: list[Cells]) -> None:
    rows = [row for row in outcomes if row["trial"] == "ISLAND-SLE" and row["week"] == "24"]

    assert rows[1]["arm against placebo"] == "REZPEG 300 µg; REZPEG 1800 µg"
    assert rows[1]["span"] == "not reported"


@pytest.mark.parametrize(
    ("trial", "span"),
    [
        pytest.param("PRO-IMMUN", "not an endpoint of this trial", id="not measured"),
        pytest.param("Peking dose-finding", "results pending", id="pending"),
    ],
)
def test_words_stand_in_place_of_figures(trial: str, span: str, outcomes: list[Cells]) -> None:
    row = next(row for row in outcomes if row["trial"] == trial)

    assert row["span"] == span
    assert [row[name] for name in FIGURES] == [""] * 7


@pytest.mark.parametrize("reason", ["not reported", "below threshold", "not applicable"])
def test_no_kind_of_missing_is_a_zero_or_a_dash(reason: str) -> None:
    trial = minimal({DRUG: f"{{missing: {reason}}}"})
    row = drawn_alone(compare([trial]).outcomes[0])

    assert reason in MISSING
    assert not {"0", "-", "–", ""} & {row["span"] or row["intervention n/N"]}


def test_the_comparator_keeps_its_figures_where_the_arm_has_none() -> None:
    trial = minimal({DRUG: "{missing: not reported}"})
    row = drawn_alone(compare([trial]).outcomes[0])

    assert (row["span"], row["intervention n/N"], row["comparator n/N"]) == ("", "NR", "9/30")


def test_a_score_has_its_own_headings_and_no_responders(section: Callable[[str], Document]) -> None:
    table = tables_of(section("outcomes"))[0]
    score = next(group for group in table.groups if "score" in group.heading)

    assert "median (range); lower is better" in score.heading
    assert list(score.headers.values()) == ["median", "range", "median", "range"]


def test_unlike_measures_never_share_a_heading(comparison: Comparison, section: Callable[[str], Document]) -> None:
    headings = [group.heading for group in tables_of(section("outcomes"))[0].groups]
    measured = {(row.endpoint, row.measure, row.statistic) for row in figured(comparison)}

    assert len(headings) == len(set(headings)) >= len(measured)


def test_different_comparators_are_named_at_their_rows() -> None:
    standard = minimal({"id": "NCT00000002", "name": "Other", "arms/placebo/label": "standard treatment"})
    table = tables_of(compare_page(compare([minimal(), standard]), ["outcomes"]))[0]
    arms = [row["arm against comparator"] for row in cells_of(table) if row["arm against comparator"]]

    assert arms == ["IL-2 1 million IU / placebo", "IL-2 1 million IU / standard treatment"]


def test_an_edited_comparator_percentage_is_shown_as_typed() -> None:
    row = drawn_alone(compare([minimal({f"{PLACEBO}/percent": "30.00"})]).outcomes[0])

    assert row["comparator %"] == "30.00"


# Doses


@pytest.fixture(scope="module")
def doses(section: Callable[[str], Document]) -> list[Cells]:
    return cells_of(tables_of(section("doses"), "DOSES")[0])


@pytest.mark.parametrize(
    ("arm", "injections", "sums"),
    [
        pytest.param("IL-2 1 million IU in cycles", ["21", "21", "21"], ["21", "21", "21"], id="He 2020"),
        pytest.param("ILT-101 1.5 million IU", ["16", "28", "28"], ["24", "42", "42"], id="LUPIL-2"),
        pytest.param("IL-2 0.2 million IU", ["42", "54", "54"], ["8.4", "10.8", "10.8"], id="low dose"),
        pytest.param("REZPEG 1800 µg", ["6", "12", "12"], ["10800", "21600", "21600"], id="ISLAND-SLE"),
        pytest.param("dose level 0.75 million IU", ["20", "20", "20"], ["15", "15", "15"], id="dose level"),
    ],
)
def test_dose(arm: str, injections: list[str], sums: list[str], doses: list[Cells]) -> None:
    row = next(row for row in doses if row["arm"] == arm)

    assert [row[f"injections†, weeks {weeks}"] for weeks in ("1–12", "1–24", "all")] == injections
    assert [row[f"cumulative dose†, weeks {weeks}"] for weeks in ("1–12", "1–24", "all")] == sums


def test_a_comparator_without_drug_has_no_dose(doses: list[Cells]) -> None:
    rows = [row for row in doses if row["arm"] == "placebo"]

    assert len(rows) == 4
    assert {row["cumulative dose†, weeks all"] for row in rows} == {"n/a"}
    assert {row["unit"] for row in rows} == {""}


def test_a_last_day_may_be_a_range(doses: list[Cells]) -> None:
    days = {row["last day†"] for row in doses if row["trial"] == "PRO-IMMUN"}

    assert days == {"47 to 68"}


def test_the_same_schedule_is_that_of_the_same_trial(doses: list[Cells]) -> None:
    trials = [row["trial"] for row in doses]
    firsts = {trials.index(trial) for trial in trials}

    assert "the same" in {row["schedule"] for row in doses}
    assert {row["schedule"] for number, row in enumerate(doses) if number in firsts} & {"the same"} == set()


# Harms


@pytest.fixture(scope="module")
def harms(section: Callable[[str], Document]) -> dict[str, Table]:
    return {table.groups[0].heading: table for table in tables_of(section("harms"))}


def test_each_trial_has_a_table_of_its_own_with_its_arms(harms: dict[str, Table]) -> None:
    assert list(harms) == ["He 2020", "LUPIL-2", "Peking dose-finding", "ISLAND-SLE", "PRO-IMMUN"]
    assert [column.header for column in harms["ISLAND-SLE"].columns[1:5]] == [
        "REZPEG 300 µg",
        "REZPEG 900 µg",
        "REZPEG 1800 µg",
        "placebo",
    ]


@pytest.mark.parametrize(
    ("trial", "event", "column", "text"),
    [
        pytest.param("He 2020", "infection", "placebo", "6/30 (20.0)", id="counts and percentage"),
        pytest.param("He 2020", "fever", "placebo", "0/30 (0.0†)", id="nobody is a figure"),
        pytest.param("He 2020", "death", "span", "not reported", id="not reported"),
        pytest.param("ISLAND-SLE", "stopped treatment", "placebo", "12%, n NR", id="percentage alone"),
        pytest.param("ISLAND-SLE", "stopped treatment", "REZPEG 300 µg", "NR", id="one arm not reported"),
        pytest.param("LUPIL-2", "antidrug antibodies", "span", "in words only", id="words"),
        pytest.param("Peking dose-finding", "death", "span", "pending", id="pending"),
    ],
)
def test_harm(trial: str, event: str, column: str, text: str, harms: dict[str, Table]) -> None:
    row = next(row for row in cells_of(harms[trial]) if row["event"] == event)

    assert row[column] == text


def test_what_is_counted_elsewhere_is_set_in_and_said_not_to_be_added(
    harms: dict[str, Table], section: Callable[[str], Document]
) -> None:
    notes = notes_of(section("harms"))
    nested = [row for row in cells_of(harms["He 2020"]) if row["event"].startswith("– ")]

    def said(row: Cells) -> str:
        return " ".join([row["remarks"], *(notes[letter] for letter in re.findall(r"\b[a-z]\b", row["remarks"]))])

    assert len(nested) == 5
    assert all("do not add" in said(row) for row in nested)


def test_every_statement_on_harms_reaches_the_reader(
    comparison: Comparison, section: Callable[[str], Document]
) -> None:
    page = section("harms")
    texts = " ".join([*notes_of(page).values(), *(row["remarks"] for t in tables_of(page) for row in cells_of(t))])
    statements = {row.statement for row in comparison.harms if row.statement}

    assert len(statements) >= 5
    assert {statement for statement in statements if statement not in texts} == set()


def test_a_comparison_without_harms_has_an_empty_table() -> None:
    page = compare_page(compare([minimal({"harms": None})]), ["harms"])

    assert [table.groups for table in tables_of(page, "HARMS")] == [()]


# As people see it


def drawn(page: Document, width: int, **known: Any) -> str:  # noqa: ANN401  an option of `draw`
    return "".join(f"{line.plain.rstrip()}\n" for line in draw(page, width, **known))


@pytest.mark.parametrize("width", [80, 140])
def test_compare(width: int, comparison: Comparison, golden: Golden) -> None:
    golden(f"compare_{width}.txt", drawn(compare_page(comparison), width))


def test_outcomes(trials: list[Trial], golden: Golden) -> None:
    page = compare_page(compare(trials, sections=["outcomes"]), ["outcomes"])

    golden("compare_outcomes_140.txt", drawn(page, 140))
