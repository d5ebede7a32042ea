from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, chop_cells

from flat import examined
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.rows import SECTIONS
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.listing import list_page
from il2sle.views.page.ascii import fold_ascii
from il2sle.views.page.blocks import Block, Column, Group, Heading, Notes, Page, Prose, Table, Terms
from il2sle.views.page.text import FOLDED, NARROW, draw
from il2sle.views.page.texts import mark_of
from il2sle.views.show import show_page
from pages import Row, terms_of

WIDTHS = [*range(40, 201, 4), 59, 61, None]
IDS = ["2013-001599-40", "NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585"]


def lines_of(document: Page, width: int | None, *, ascii_only: bool = False) -> list[str]:
    return [line.plain for line in draw(document, width, ascii_only=ascii_only)]


# What a page holds, and whether all of it is drawn


def texts(block: Block) -> Iterator[str]:
    """Every text of a block that must be drawn; a trial is named once where rows of it follow each other."""
    match block:
        case Table():
            yield from (block.title, block.caption)
            for group in block.groups:
                yield group.heading
                for before, row in zip((None, *group.rows), group.rows, strict=False):
                    again = before is not None and before.cells[0] == row.cells[0]
                    yield from (cell.plain for cell in (row.cells[1:] if again else row.cells))
                    yield row.span
        case Terms() | Notes():
            yield block.title
            for mark, cell in block.items:
                yield mark_of(block, mark)
                yield cell.plain
        case Prose():
            yield from (block.title, block.text)
        case Heading():
            yield block.text


def is_folded(word: str, drawn: set[str]) -> bool:
    """Whether a word stands in pieces of one width, as a column narrower than the word leaves them."""
    return any(set(chop_cells(word, width)) <= drawn for width in range(4, cell_len(word)))


def lost(document: Page, width: int | None, *, ascii_only: bool = False) -> set[str]:
    """The words of a page that its drawing lacks, or shows less often than the page holds them."""
    drawn = Counter(" ".join(lines_of(document, width, ascii_only=ascii_only)).split())
    held = [text for block in document.blocks for text in texts(block)]
    wanted = Counter(" ".join(map(fold_ascii, held) if ascii_only else held).split())
    missing = wanted - drawn
    return {word for word in missing if cell_len(word) <= FOLDED or not is_folded(word, set(drawn))}


def shown(trials: list[Trial]) -> Comparison:
    rows = compare(examined(trials), filters=Filters(every_endpoint=True))
    sources = tuple(source for one in examined(trials) for source in one.sources.values())
    return replace(rows, sources=sources)


@pytest.fixture(scope="module", params=["compare", *SECTIONS, "list", *IDS])
def page(request: pytest.FixtureRequest, trials: list[Trial]) -> Page:
    """Every page that the shipped records give."""
    name: str = request.param
    if name == "list":
        return list_page(compare(examined(trials)).studies)
    if name in IDS:
        chosen = [trial for trial in trials if trial.id == name]
        return show_page([one.profile for one in examined(chosen)], shown(chosen))
    return compare_page(compare(examined(trials)), SECTIONS if name == "compare" else [name])


def test_no_line_is_wider_than_the_terminal(page: Page) -> None:
    wide = [
        (width, line)
        for width in WIDTHS
        if width is not None
        for line in lines_of(page, width)
        if cell_len(line) > width
    ]

    assert wide == []


def test_nothing_is_lost_at_any_width(page: Page) -> None:
    assert {width: words for width in WIDTHS if (words := lost(page, width))} == {}


def test_nothing_is_lost_in_ascii(page: Page) -> None:
    found = {width: lost(page, width, ascii_only=True) for width in (40, 60, 80, 140, None)}

    assert {width: words for width, words in found.items() if words} == {}


def test_ascii_is_ascii(page: Page) -> None:
    drawn = [line for width in (40, 80, None) for line in lines_of(page, width, ascii_only=True)]

    assert [line for line in drawn if not line.isascii()] == []


def test_nothing_is_cut(page: Page) -> None:
    drawn = "\n".join(line for width in WIDTHS for line in lines_of(page, width))

    assert "…" not in drawn
    assert "..." not in drawn


def test_no_line_ends_in_blanks(page: Page) -> None:
    assert [line for width in (40, 80, 140, None) for line in lines_of(page, width) if line != line.rstrip()] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_trial_id_stays_whole(width: int | None, trials: list[Trial]) -> None:
    rows = compare(examined(trials))
    words = {
        name: set(" ".join(lines_of(page, width)).split())
        for name, page in (("compare", compare_page(rows, ["studies"])), ("list", list_page(rows.studies)))
    }

    assert {name: set(IDS) - found for name, found in words.items()} == {"compare": set(), "list": set()}


# Layouts of one table

FIGURES = Table(
    "OUTCOMES",
    (
        Column("trial", role="identity"),
        Column("week", align="right", role="identity", prose="week {}"),
        Column("n/N", over="treated", align="/"),
        Column("%", over="treated", align=".", gap=1),
        Column("points", over="difference", align="."),
        Column("p", align="."),
        Column("remarks", role="remark"),
    ),
    (
        Group(
            "SRI-4 · responders",
            (
                Row(("He 2020", "12", "16/29†", "55.17", "+25.2†", "0.052", "primary, not met")),
                Row(("He 2020", "24", "9/30†", "30.0", "−8.7", "<0.001", "12 weeks off treatment")),
                Row(("LUPIL-2", "12", "", "", "", "", "second-hand source"), "not reported"),
            ),
        ),
        Group("SLEDAI · score", (Row(("He 2020", "12", "6", "0–16", "", "", "")),), {2: "median", 3: "range"}),
    ),
    "Arm minus comparator.",
)


@pytest.mark.parametrize(
    ("width", "drawn"),
    [
        pytest.param(
            90,
            [
                "OUTCOMES",
                "Arm minus comparator.",
                "SRI-4 · responders",
                "                    treated  difference",
                "trial    week     n/N     %  points       p  remarks",
                "He 2020    12  16/29† 55.17  +25.2†   0.052  primary, not met",
                "           24   9/30† 30.0    −8.7   <0.001  12 weeks off treatment",
                "LUPIL-2    12  not reported                  second-hand source",
                "",
                "SLEDAI · score",
                "                    treated  difference",
                "trial    week  median range  points       p  remarks",
                "He 2020    12       6  0–16",
            ],
            id="wide",
        ),
        pytest.param(
            60,
            [
                "OUTCOMES",
                "Arm minus comparator.",
                "SRI-4 · responders",
                "                    treated  difference",
                "trial    week     n/N     %  points       p  remarks",
                "He 2020    12  16/29† 55.17  +25.2†   0.052  primary, not",
                "                                             met",
            ],
            id="wide with wrapped remarks",
        ),
        pytest.param(
            59,
            [
                "OUTCOMES",
                "Arm minus comparator.",
                "SRI-4 · responders",
                "He 2020 · week 12 · primary, not met",
                "  treated n/N: 16/29†",
                "  treated %: 55.17",
                "  difference points: +25.2†",
                "  p: 0.052",
            ],
            id="stacked",
        ),
    ],
)
def test_layout(width: int, drawn: list[str]) -> None:
    assert lines_of(Page("", (FIGURES,)), width)[: len(drawn)] == drawn


def crowded() -> Table:
    """The same table with an identity too long for a line beside its figures."""
    columns = (*FIGURES.columns[:6], Column("remarks", role="remark", least=40))
    groups = tuple(
        Group(group.heading, tuple(Row((*row.cells[:6], "word " * 12), row.span) for row in group.rows), group.headers)
        for group in FIGURES.groups
    )
    return Table(FIGURES.title, columns, groups)


def test_a_crowded_table_lines_its_figures_up_below_their_names() -> None:
    assert lines_of(Page("", (crowded(),)), 64)[:9] == [
        "OUTCOMES",
        "SRI-4 · responders",
        "       treated  difference",
        "     n/N     %  points       p",
        "He 2020 · week 12 · word word word word word word word word",
        "    word word word word",
        "  16/29† 55.17  +25.2†   0.052",
        "He 2020 · week 24 · word word word word word word word word",
        "    word word word word",
    ]


@pytest.mark.parametrize("width", [NARROW - 1, 50, 40, 30])
def test_below_sixty_columns_every_figure_has_its_name_on_its_line(width: int) -> None:
    drawn = lines_of(Page("", (FIGURES,)), width)

    assert [line.strip() for line in drawn if "16/29" in line or "0.052" in line] == ["treated n/N: 16/29†", "p: 0.052"]


def test_a_score_is_named_by_its_own_headings_when_stacked() -> None:
    drawn = lines_of(Page("", (FIGURES,)), 40)

    assert "  treated median: 6" in drawn
    assert "  treated range: 0–16" in drawn


def test_a_table_without_figures_becomes_cards() -> None:
    columns = (
        Column("trial", role="identity"),
        Column("design", role="identity", least=40),
        Column("p", role="remark"),
    )
    table = Table("", columns, (Group("", (Row(("He 2020", "randomised " * 4, "x")), Row(("B", "", "y")))),))

    assert lines_of(Page("", (table,)), 40) == [
        "He 2020",
        "  design: randomised randomised",
        "    randomised randomised",
        "  p: x",
        "",
        "B",
        "  p: y",
    ]


def test_names_on_a_card_are_set_in_also_where_they_are_long() -> None:
    columns = (
        Column("trial", role="identity", least=60),
        Column("weeks of treatment + follow-up", role="identity"),
        Column("phase", role="identity"),
    )
    table = Table("", columns, (Group("", (Row(("He 2020 " * 9, "12 + 12", "2")),)),))

    assert lines_of(Page("", (table,)), 64)[2:] == [
        "  weeks of treatment +        12 + 12",
        "  follow-up",
        "  phase                       2",
    ]


@pytest.mark.parametrize(
    ("label", "ascii_only", "said"),
    [
        pytest.param("placebo", False, "IL-2 / placebo", id="plain"),
        pytest.param("{0} {}", False, "IL-2 / {0} {}", id="braces"),
        pytest.param("10 µg", True, "IL-2 / 10 ug", id="ascii"),
    ],
)
def test_a_cell_outside_its_table_reads_as_prose(label: str, *, ascii_only: bool, said: str) -> None:
    columns = (Column("arm", role="identity", prose=f"{{}} / {label}"), Column("%"))
    table = Table("", columns, (Group("", (Row(("IL-2", "55")),)),))

    assert lines_of(Page("", (table,)), 40, ascii_only=ascii_only)[0] == said


def test_a_row_may_read_otherwise_than_its_column() -> None:
    columns = (Column("arm", role="identity", prose="{} / placebo"), Column("%"))
    table = Table("", columns, (Group("", (Row(("IL-2, no comparator", "55"), prose={0: "{}"}),)),))

    assert lines_of(Page("", (table,)), 40)[0] == "IL-2, no comparator"


@pytest.mark.parametrize("width", [40, 80, None])
def test_an_empty_table_says_so(width: int | None) -> None:
    empty = Table("OUTCOMES", FIGURES.columns, ())

    assert lines_of(Page("", (empty,)), width) == ["OUTCOMES", "(no rows)"]


def test_figures_of_all_groups_stand_below_each_other(trials: list[Trial]) -> None:
    drawn = lines_of(compare_page(compare(examined(trials)), ["outcomes"]), 180)
    places = {line.index("/", 25) for line in drawn if re.search(r" \d+/\d+†?\s+\d", line)}

    assert len([line for line in drawn if re.search(r" \d+/\d+†?\s+\d", line)]) >= 5
    assert len(places) == 1


def test_decimals_stand_below_each_other_in_every_column(trials: list[Trial]) -> None:
    drawn = lines_of(compare_page(compare(examined(trials)), ["outcomes"]), 180)
    printed = [line for line in drawn if "He 2020" in line or " 24  mITT " in line]
    rows = [line for line in printed if re.search(r"\d/\d+† \d\d\.\d\d", line)]

    assert len(rows) == 2
    assert len({tuple(match.start() for match in re.finditer(r"(?<=\d)\.(?=\d)", line)) for line in rows}) == 1


# Other blocks


def test_terms_stand_beside_their_names() -> None:
    terms = terms_of("STATUS", (("state", "completed " * 4), ("results", "published")))

    assert lines_of(Page("", (terms,)), 45) == [
        "STATUS",
        "state    completed completed completed",
        "         completed",
        "results  published",
    ]


def test_terms_stand_below_their_names_in_little_room() -> None:
    terms = terms_of("", (("a name of some length", "what is said of it"),))

    assert lines_of(Page("", (terms,)), 40) == ["a name of some length", "  what is said of it"]


def test_prose_is_set_no_wider_than_a_reader_follows() -> None:
    drawn = lines_of(Page("", (Prose("word " * 60, "NOTE"),)), 200)

    assert drawn[0] == "NOTE"
    assert max(map(len, drawn)) <= 110


def test_without_a_width_no_line_is_broken() -> None:
    words = " ".join(["word"] * 60)

    assert lines_of(Page("", (Prose(words),)), None) == [words]


@pytest.mark.parametrize(
    ("ascii_only", "rule"),
    [pytest.param(False, "════", id="line"), pytest.param(True, "====", id="ascii")],
)
def test_heading_is_underlined(*, ascii_only: bool, rule: str) -> None:
    assert lines_of(Page("", (Heading("狼瘡"),)), 40, ascii_only=ascii_only)[-1] in {rule, "=="}


def test_a_long_heading_is_wrapped() -> None:
    assert lines_of(Page("page", (Heading("word " * 6),)), 20) == [
        "page",
        "",
        "word word word word",
        "word word",
        "════════════════════",
    ]


def test_blocks_are_set_apart_by_one_empty_line(page: Page) -> None:
    drawn = lines_of(page, 80)

    assert len(drawn) > 6
    assert [pair for pair in pairwise(drawn) if pair == ("", "")] == []
    assert drawn[-1] != ""


# Any table

SIGNS = st.sampled_from("aé0.†−/狼瘡µ\u0301")
WORD = st.text(SIGNS, min_size=1, max_size=9)
PHRASE = st.lists(WORD, max_size=5).map(" ".join)
ROLES = st.sampled_from(["identity", "figure", "remark"])
COLUMN = st.builds(
    Column,
    header=WORD,
    over=st.sampled_from(["", "", "over"]),
    align=st.sampled_from(["left", "right", ".", "/"]),
    role=ROLES,
    gap=st.integers(1, 2),
    least=st.integers(0, 14),
)


@st.composite
def tables(draw_: st.DrawFn) -> Table:
    first = Column("trial", role="identity")
    columns = (first, *draw_(st.lists(COLUMN, min_size=1, max_size=5)))
    cells = st.tuples(*(WORD if column.role == "figure" else PHRASE for column in columns))
    rows = st.lists(st.builds(Row, cells), min_size=1, max_size=4).map(tuple)
    groups = st.lists(st.builds(Group, PHRASE, rows), min_size=1, max_size=2).map(tuple)
    return Table(draw_(PHRASE), columns, draw_(groups), draw_(PHRASE))


@given(tables(), st.integers(40, 120))
def test_any_table_fits(table: Table, width: int) -> None:
    assert max(map(cell_len, lines_of(Page("", (table,)), width)), default=0) <= width


@given(tables(), st.integers(40, 120) | st.none())
def test_any_table_is_drawn_whole(table: Table, width: int | None) -> None:
    assert lost(Page("", (table,)), width) == set()
