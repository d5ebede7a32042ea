from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, chop_cells
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from flat import examined
from il2sle.evidence.answering import answer
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.rows import SECTIONS
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.listing import list_page
from il2sle.views.page.ascii import fold_ascii
from il2sle.views.page.blocks import SIGNS, Block, Column, Group, Heading, Notes, Page, Prose, Table, Terms
from il2sle.views.page.columns import FOLDED
from il2sle.views.page.layouts import Whole
from il2sle.views.page.text import draw
from il2sle.views.page.texts import mark_of
from il2sle.views.show import show_page
from pages import Row, lines_of, notes_of, terms_of

WIDTHS = [40, 48, 59, 60, 61, 72, 80, 100, 120, 140, 170, 200, None]
IDS = ["2013-001599-40", "NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585"]


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


BAR = re.compile("[│├┤◆◇◀▶─|+#o<>-]+")  # a bar repeats the figures beside it, and is left out where there is no room


def lost(document: Page, width: int | None, *, ascii_only: bool = False) -> set[str]:
    """The words of a page that its drawing lacks, or shows less often than the page holds them."""
    drawn = Counter(" ".join(lines_of(document, width, ascii_only=ascii_only)).split())
    held = [text for block in document.blocks for text in texts(block)]
    wanted = Counter(" ".join(map(fold_ascii, held) if ascii_only else held).split())
    missing = (word for word in wanted - drawn if not BAR.fullmatch(word))
    return {word for word in missing if cell_len(word) <= FOLDED or not is_folded(word, set(drawn))}


def shown(trials: list[Trial]) -> Comparison:
    rows = compare(examined(trials), filters=Filters(every_endpoint=True))
    sources = tuple(source for one in examined(trials) for source in one.sources.values())
    return replace(rows, sources=sources)


SHORT = {"short, narrow": 80, "short, wide": 140}


@pytest.fixture(scope="module", params=["compare", *SHORT, *SECTIONS, "list", *IDS])
def page(request: pytest.FixtureRequest, trials: list[Trial]) -> Page:
    """Every page that the shipped records give."""
    name: str = request.param
    if name == "list":
        return list_page(compare(examined(trials)).studies)
    if name in IDS:
        chosen = [trial for trial in trials if trial.id == name]
        return show_page([one.profile for one in examined(chosen)], shown(chosen))
    if name in SHORT:
        listed = list(examined(trials))
        return compare_page(replace(compare(listed), answer=answer(listed)), width=SHORT[name])
    return compare_page(compare(examined(trials)), SECTIONS if name == "compare" else [name], full=True)


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


def test_no_mark_is_a_star_in_ascii(page: Page) -> None:
    """A clinician reads stars behind a figure as significance."""
    starred = [cell.plain for cell in page.cells() if "*" in cell.plain]

    assert starred == []
    assert [line for width in (48, 80, None) for line in lines_of(page, width, ascii_only=True) if "*" in line] == []


def test_the_key_shows_the_marks_as_the_figures_bear_them(trials: list[Trial]) -> None:
    page = compare_page(compare(examined(trials)), SECTIONS, full=True)
    drawn = lines_of(page, 140, ascii_only=True)
    key = drawn[drawn.index("KEY") + 1 :]

    used = {mark for cell in page.cells() for mark in (*cell.marks, *cell.inner)}
    assert {"derived", "disputed"} <= used
    for mark in used:
        assert [line for line in key if line.split()[:1] == [fold_ascii(SIGNS[mark])]], mark


def test_the_signs_of_marks_stand_for_nothing_else_in_ascii() -> None:
    signs = {mark: fold_ascii(sign) for mark, sign in SIGNS.items()}
    # But for other forms of the sign itself, e.g. a wide `!`; and `~` stands for the sign of which it is the mark.
    others = [chr(code) for code in range(0x80, 0x3000) if unicodedata.normalize("NFKD", chr(code)) == chr(code)]
    ends = {fold_ascii(f"1{sign}")[-1] for sign in others if sign not in SIGNS.values()}

    assert len(set(signs.values())) == len(signs)
    assert not set(signs.values()) & (ends - {"~"})
    assert not any(sign.isalnum() or sign in "*?%" for sign in signs.values())


def test_tables_are_tables_of_rich(trials: list[Trial]) -> None:
    page = compare_page(compare(examined(trials)), SECTIONS, full=True)
    found = {width: [piece for piece in draw(page, width) if isinstance(piece, RichTable)] for width in (140, None)}

    assert len(found[140]) >= 30
    assert len(found[None]) >= 20
    for tables_ in found.values():
        assert all(isinstance(cell, Text | Whole | Padding) for one in tables_ for c in one.columns for cell in c.cells)


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
        for name, page in (("compare", compare_page(rows, ["studies"], full=True)), ("list", list_page(rows.studies)))
    }

    assert {name: set(IDS) - found for name, found in words.items()} == {"compare": set(), "list": set()}


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


def test_tight_blocks_follow_without_an_empty_line() -> None:
    rows = (Group("", (Row(["x"]),)),)
    tight = (
        Prose("one", tight=True),
        Prose("two", tight=True),
        terms_of("", [("a", "b")]),
        replace(terms_of("", [("c", "d")]), tight=True),
        replace(notes_of("", [("e", "f")]), tight=True),
        Table("", (Column("t", role="identity"),), rows, tight=True),
    )

    assert lines_of(Page("title", tight), 40) == ["title", "", "one", "two", "", "a  b", "c d", "e f", "x"]


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

LETTERS = st.sampled_from("aé0.†−/狼瘡µ\u0301[]")
WORD = st.text(LETTERS, min_size=1, max_size=9)
LONG = st.text(LETTERS, min_size=10, max_size=FOLDED)
PHRASE = st.lists(WORD | WORD | LONG, max_size=5).map(" ".join)
ROLES = st.sampled_from(["identity", "figure", "remark"])
COLUMN = st.builds(
    Column,
    header=WORD,
    over=st.sampled_from(["", "", "over", "a heading of several words"]),
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
    bare = st.tuples(*(st.just("") if column.role == "figure" else PHRASE for column in columns))
    spans = PHRASE if any(column.role == "figure" for column in columns) else st.just("")
    rows = st.lists(st.builds(Row, cells) | st.builds(Row, bare, spans), min_size=1, max_size=4).map(tuple)
    groups = st.lists(st.builds(Group, PHRASE, rows), min_size=1, max_size=2).map(tuple)
    return Table(draw_(PHRASE), columns, draw_(groups), draw_(PHRASE))


@given(tables(), st.integers(40, 200))
def test_any_table_fits(table: Table, width: int) -> None:
    assert max(map(cell_len, lines_of(Page("", (table,)), width)), default=0) <= width


@given(tables(), st.integers(40, 200) | st.none(), st.booleans())
def test_any_table_is_drawn_whole(table: Table, width: int | None, ascii_only: bool) -> None:  # noqa: FBT001
    assert lost(Page("", (table,)), width, ascii_only=ascii_only) == set()
