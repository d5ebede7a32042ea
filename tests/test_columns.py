from __future__ import annotations

import pytest

from il2sle.views.page.blocks import Column, Group, Table
from il2sle.views.page.columns import FOLDED, Drawn, drawn_columns, place_of_span, total, widths_within, with_room
from il2sle.views.page.texts import texts_of
from pages import Row

COLUMNS = (
    Column("trial", role="identity"),
    Column("week", align="right", role="identity"),
    Column("n/N", over="treated", align="/"),
    Column("%", over="treated", align=".", gap=1),
    Column("p", align="."),
    Column("remarks", role="remark"),
)
GROUPS = (
    Group("SRI-4", (Row(("He 2020", "12", "16/29†", "55.17", "0.052", "one remark of several words")),)),
    Group("SLEDAI", (Row(("B", "2", "6", "0–16", "", "")), Row(("B", "4", "", "", "", ""), "not read")), {2: "median"}),
)


def drawn(*columns: Column, figures_only: bool = False) -> list[Drawn]:
    table = Table("", columns or COLUMNS, GROUPS)
    return drawn_columns(texts_of(table, str), figures_only=figures_only)


def test_figures_under_one_heading_stand_in_one_column() -> None:
    assert [[column.header for column in one.columns] for one in drawn()] == [
        ["trial"],
        ["week"],
        ["n/N", "%"],
        ["p"],
        ["remarks"],
    ]


def test_a_week_says_whose_figures_they_are_and_stands_no_place_for_words() -> None:
    assert [one.figures for one in drawn()] == [False, True, True, True, False]
    assert [one.holds_figures for one in drawn()] == [False, False, True, True, False]
    assert [one.columns[0].header for one in drawn(figures_only=True)] == ["n/N", "p"]


def test_figures_of_all_groups_have_one_width_and_line_up_under_their_own_heading() -> None:
    treated = drawn()[2]

    assert [cell.plain for cell in treated.cells] == ["16/29† 55.17", "     6  0–16", "            "]
    assert [head.plain for head in treated.heads] == ["  treated   \n   n/N     %", "  treated   \nmedian     %"]
    assert treated.least == treated.natural == 12


def test_texts_may_be_narrower_than_they_are_but_not_than_their_words() -> None:
    remarks = drawn()[-1]

    assert (remarks.least, remarks.natural) == (14, len("one remark of several words"))


def test_a_word_longer_than_any_column_is_folded() -> None:
    table = Table("", (Column("trial", role="identity"),), (Group("", (Row(["x" * 60]),)),))

    assert [(one.least, one.natural) for one in drawn_columns(texts_of(table, str))] == [(FOLDED, 60)]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        pytest.param(None, [7, 4, 12, 5, 27], id="as wide as they like"),
        pytest.param(63, [7, 4, 12, 5, 27], id="all fit"),
        pytest.param(55, [7, 4, 12, 5, 19], id="remarks give way"),
        pytest.param(50, [7, 4, 12, 5, 14], id="the least"),
        pytest.param(49, None, id="too little"),
    ],
)
def test_widths(width: int | None, widths: list[int] | None) -> None:
    assert widths_within(drawn(), width) == widths
    assert widths is None or width is None or total(widths) <= width


@pytest.mark.parametrize(
    ("span", "header"),
    [
        pytest.param("not read", "n/N", id="first figures"),
        pytest.param("not an endpoint of this trial", "remarks", id="before the remarks"),
    ],
)
def test_words_in_place_of_figures_go_where_they_fit(span: str, header: str) -> None:
    columns = drawn()

    assert columns[place_of_span(columns, span)].columns[0].header == header


def test_words_in_place_of_figures_have_room_where_they_are_put() -> None:
    rows = (Row(["B", "", "a remark"], "not an endpoint of this trial"),)
    table = Table("", (COLUMNS[0], COLUMNS[2], COLUMNS[5]), (Group("", rows),))
    trial, counts, remarks = drawn_columns(texts_of(table, str))

    assert (trial.natural, counts.natural) == (5, 7)
    assert remarks.natural == len("not an endpoint of this trial · a remark")


def test_figures_alone_make_room_for_the_words_in_their_place() -> None:
    table = Table("", (Column("n/N", align="/"),), (Group("", (Row([""], "not reported"),)),))

    assert [one.least for one in drawn_columns(texts_of(table, str))] == [len("not reported")]


def test_figures_are_not_set_apart_where_words_stand_below_their_name() -> None:
    table = texts_of(Table("", COLUMNS, (Group("", (Row(["B"] + [""] * 5, "not an endpoint of this trial"),)),)), str)

    assert [one.natural for one in drawn_columns(table, figures_only=True)] == [7, 1]


def spared(said: str, width: int) -> bool:
    """Whether a picture of ten signs stands beside three rows, one of which says something."""
    columns = (Column("x", role="identity"), Column("said"), Column("picture", spare=True))
    rows = (Row(("a", said, "#" * 10)), Row(("b", "", "#" * 10)), Row(("c", "", "#" * 10)))
    table = texts_of(Table("T", columns, (Group("", rows),)), str)
    return len(with_room(table, width).columns) == 3


def test_a_spare_column_stands_where_it_makes_few_rows_higher() -> None:
    assert [spared("four words of five", width) for width in (80, 33, 32)] == [True, True, False]
    assert not spared("more words than a narrow page can hold beside a picture", 33)
