"""A page with some of the columns of its tables."""

from __future__ import annotations

from il2sle.views.page.blocks import Column, Group, Page, Prose, Table
from il2sle.views.page.choice import headings, with_columns
from pages import Row

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
