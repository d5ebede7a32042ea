"""A page with some of the columns of its tables."""

from __future__ import annotations

from il2sle.views.page.blocks import Column, Group, Page, Prose, Table
from il2sle.views.page.choice import headings, with_columns
from pages import Row, lines_of

TABLE = Table(
    "",
    (Column("trial"), Column("n/N", over="drug"), Column("n/N", over="control"), Column("95%\nCI"), Column("p")),
    (Group("SRI-4", (Row(["He 2020", "16/29", "9/30", "0.1 to 46.3", "0.052"], prose={4: "p = {}"}),), {3: "limits"}),),
)
PAGE = Page(
    "", (Prose("before"), TABLE, Table("", (Column("dose"), Column("unit")), (Group("", (Row(["1", "MIU"]),)),)))
)


def test_headings_are_told_once() -> None:
    assert headings(PAGE) == ("trial", "n/N", "95% CI", "p", "dose", "unit")


def test_a_heading_that_went_on_with_a_column_that_is_gone_is_whole() -> None:
    columns = (Column("trial"), Column("given\n12 wk"), Column("all", continues=True), Column("sum", continues=True))
    whole = Page("", (Table("", columns, (Group("", (Row(["He 2020", "21", "22", "23"]),)),)),))
    assert headings(whole) == ("trial", "given 12 wk", "all", "sum")
    for names, expected in (
        (["all"], ["trial", "given\nall"]),
        (["sum"], ["trial", "given\nsum"]),
        (["given 12 wk", "all"], ["trial", "given\n12 wk", "\nall"]),
    ):
        (table,) = with_columns(whole, names).blocks
        assert isinstance(table, Table)
        assert list(table.headers(table.groups[0])) == expected
        assert lines_of(Page("", (table,)), 80)[0].split() == ["given"]


def test_columns_stand_behind_the_first() -> None:
    prose, table = with_columns(PAGE, ["p", "95% CI"]).blocks
    assert prose == PAGE.blocks[0]
    assert isinstance(table, Table)
    assert [column.header for column in table.columns] == ["trial", "95%\nCI", "p"]
    (group,) = table.groups
    assert [cell.text for cell in group.rows[0].cells] == ["He 2020", "0.1 to 46.3", "0.052"]
    assert (group.rows[0].prose, group.headers) == ({2: "p = {}"}, {1: "limits"})


def test_columns_of_one_heading_are_all_kept() -> None:
    table = with_columns(PAGE, ["n/N"]).blocks[1]
    assert isinstance(table, Table)
    assert [(column.over, column.header) for column in table.columns] == [
        ("", "trial"),
        ("drug", "n/N"),
        ("control", "n/N"),
    ]


def test_a_table_without_the_column_is_left_out() -> None:
    assert len(with_columns(PAGE, ["unit"]).blocks) == 2
