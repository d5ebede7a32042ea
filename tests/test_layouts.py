from __future__ import annotations

import re

import pytest

from flat import examined
from il2sle.evidence.comparison import compare
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.page.blocks import Cell, Column, Group, Page, Table
from il2sle.views.page.layouts import NARROW
from pages import Row, lines_of

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


WIDE = """\
OUTCOMES
Arm minus comparator.
SRI-4 · responders
                 treated     difference
trial    week     n/N     %      points       p  remarks
──────── ───── ───────────── ─────────── ─────── ──────────────────────
He 2020    12  16/29† 55.17      +25.2†   0.052  primary, not met
           24   9/30† 30.0        −8.7   <0.001  12 weeks off treatment
LUPIL-2    12  not reported                      second-hand source

SLEDAI · score
                 treated     difference
trial    week  median range      points       p  remarks
──────── ───── ───────────── ─────────── ─────── ──────────────────────
He 2020    12       6  0–16
"""
WRAPPED = """\
OUTCOMES
Arm minus comparator.
SRI-4 · responders
                 treated     difference
trial    week     n/N     %      points       p  remarks
──────── ───── ───────────── ─────────── ─────── ─────────────────
He 2020    12  16/29† 55.17      +25.2†   0.052  primary, not met
           24   9/30† 30.0        −8.7   <0.001  12 weeks off
                                                 treatment

LUPIL-2    12  not reported                      second-hand
                                                 source
"""
NOTED = """\
OUTCOMES
Arm minus comparator.
SRI-4 · responders
                 treated     difference
trial    week     n/N     %      points       p
──────── ───── ───────────── ─────────── ──────
He 2020    12  16/29† 55.17      +25.2†   0.052
  primary, not met
           24   9/30† 30.0        −8.7   <0.001
  12 weeks off treatment

LUPIL-2    12  not reported
  second-hand source

SLEDAI · score
                 treated     difference
trial    week  median range      points       p
──────── ───── ───────────── ─────────── ──────
He 2020    12       6  0–16
"""
STACKED = """\
OUTCOMES
Arm minus comparator.
SRI-4 · responders
He 2020 · week 12
  treated n/N:        16/29†
  treated %:          55.17
  difference points:  +25.2†
  p:                  0.052
  primary, not met
He 2020 · week 24
  treated n/N:        9/30†
  treated %:          30.0
  difference points:  −8.7
  p:                  <0.001
  12 weeks off treatment

LUPIL-2 · week 12
  not reported
  second-hand source

SLEDAI · score
He 2020 · week 12
  treated median:  6
  treated range:   0–16
"""
ASCII = """\
OUTCOMES
Arm minus comparator.
SRI-4 - responders
                 treated     difference
trial    week     n/N     %      points       p
-------- ----- ------------- ----------- ------
He 2020    12  16/29^ 55.17      +25.2^   0.052
  primary, not met
           24   9/30^ 30.0        -8.7   <0.001
"""


@pytest.mark.parametrize(
    ("width", "ascii_only", "drawn"),
    [
        pytest.param(None, False, WIDE, id="no limit"),
        pytest.param(71, False, WIDE, id="wide"),
        pytest.param(66, False, WRAPPED, id="wide with wrapped remarks"),
        pytest.param(60, False, NOTED, id="remarks below"),
        pytest.param(60, True, ASCII, id="remarks below in ASCII"),
        pytest.param(40, False, STACKED, id="stacked"),
    ],
)
def test_layout(width: int | None, drawn: str, *, ascii_only: bool) -> None:
    lines = drawn.splitlines()

    assert lines_of(Page("", (FIGURES,)), width, ascii_only=ascii_only)[: len(lines)] == lines


def test_a_row_that_fits_nowhere_is_named_above_its_figures() -> None:
    columns = (replace(FIGURES.columns[0], least=40), *FIGURES.columns[1:])
    groups = tuple(
        Group(
            group.heading,
            tuple(Row((f"{row.cells[0].text} trial" + " word" * 9, *row.cells[1:]), row.span) for row in group.rows),
            group.headers,
        )
        for group in FIGURES.groups
    )

    assert lines_of(Page("", (Table("", columns, groups),)), 64)[:17] == [
        "SRI-4 · responders",
        "    treated     difference",
        "     n/N     %      points       p",
        "  ───────────── ─────────── ──────",
        "He 2020 trial word word word word word word word word word ·",
        "week 12",
        "  16/29† 55.17      +25.2†   0.052",
        "  primary, not met",
        "He 2020 trial word word word word word word word word word ·",
        "week 24",
        "   9/30† 30.0        −8.7   <0.001",
        "  12 weeks off treatment",
        "",
        "LUPIL-2 trial word word word word word word word word word ·",
        "week 12",
        "  not reported",
        "  second-hand source",
    ]


def test_headings_fill_with_what_they_share_in_the_middle() -> None:
    columns = (Column("a", over="much longer than these", align="right"), Column("b", over="much longer than these"))
    table = Table("", (Column("t", role="identity"), *columns), (Group("", (Row(["x", "1", "2"]),)),))

    assert lines_of(Page("", (table,)), None) == [
        "   much",
        "   longer",
        "   than",
        "   these",
        "t    a  b",
        "── ──────",
        "x    1  2",
    ]


@pytest.mark.parametrize("width", [NARROW - 1, 50, 40, 30])
def test_below_sixty_columns_every_figure_has_its_name_on_its_line(width: int) -> None:
    drawn = [" ".join(line.split()) for line in lines_of(Page("", (FIGURES,)), width)]

    assert [line for line in drawn if "16/29" in line or "0.052" in line] == ["treated n/N: 16/29†", "p: 0.052"]


# Words in place of figures


@pytest.mark.parametrize(
    ("span", "last"),
    [
        pytest.param("not read", "B      not read                   from a talk", id="in the first column of figures"),
        pytest.param(
            "results pending", "B                results pending  from a talk", id="in another that holds them"
        ),
        pytest.param(
            "not an endpoint of this trial",
            "B                                 not an endpoint of this trial · from a talk",
            id="remarks",
        ),
    ],
)
def test_words_in_place_of_figures_widen_no_column(span: str, last: str) -> None:
    columns = (
        Column("trial", role="identity"),
        Column("n/N", align="/"),
        Column("95% CI", align="right"),
        Column("remarks", role="remark"),
    )
    rows = (Row(["A", "160/290†", "−10.1 to 120.2†", "paper"]), Row(["B", "", "", "from a talk"], span))
    table = Table("", columns, (Group("", rows),))

    assert lines_of(Page("", (table,)), None)[3].startswith(last)


def test_words_in_place_of_figures_stand_below_the_last_text_where_there_are_no_remarks() -> None:
    columns = (Column("trial", role="identity"), Column("n/N", align="/"))
    rows = (Row(["A trial with a name", "1/2"]), Row(["B", ""], "not reported"))

    assert lines_of(Page("", (Table("", columns, (Group("", rows),)),)), None)[2:] == [
        "A trial with a name  1/2",
        "B",
        "not reported",
    ]


# Weight and colour


def styled(text: str, table: Table) -> str:
    """The style in which a text is drawn."""
    drawn = "\n".join(lines_of(Page("", (table,)), None, color=True))
    return drawn[: drawn.index(text)].rpartition("\x1b")[2].strip()


def test_style_repeats_what_the_words_say() -> None:
    columns = (Column("trial", role="identity"), Column("n/N", align="/"), Column("remarks", role="remark"))
    rows = (
        Row(["He 2020", Cell("NR", absent=True), "primary, NOT met"]),
        Row(["B", Cell("9/30", ("derived",), bold=True), "paper"]),
        Row(["C", "4/5", ""]),
        Row(["D", "", ""], "none"),
    )
    table = Table("OUTCOMES", columns, (Group("SRI-4", rows),))

    found = {
        text: styled(text, table) for text in ("OUTCOMES", "SRI-4", "n/N", "─", "NR", "9/30", "4/5", "NOT", "none")
    }
    assert {text: style.split("m")[0] for text, style in found.items()} == {
        "OUTCOMES": "[1",
        "SRI-4": "[1;36",
        "n/N": "[3",
        "─": "[2",
        "NR": "[2",
        "9/30": "[1",
        "4/5": "[0",
        "NOT": "[0",  # words have no style of their own: nothing is decided by them
        "none": "[2",
    }


# Tables without figures


def test_a_table_without_figures_becomes_cards() -> None:
    columns = (
        Column("trial", role="identity"),
        Column("design", role="identity", least=40),
        Column("p", role="remark"),
    )
    table = Table("", columns, (Group("", (Row(("He 2020", "randomised " * 4, "x")), Row(("B", "", "y")))),))

    assert lines_of(Page("", (table,)), 40) == [
        "He 2020",
        "  design:  randomised randomised",
        "           randomised randomised",
        "  p:       x",
        "",
        "B",
        "  p:  y",
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
        "  follow-up:",
        "  phase:                      2",
    ]


# Cells outside their table


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
    drawn = lines_of(compare_page(compare(examined(trials)), ["outcomes"], full=True), 180)
    places = {line.index("/", 25) for line in drawn if re.search(r" \d+/\d+†?\s+\d", line)}

    assert len([line for line in drawn if re.search(r" \d+/\d+†?\s+\d", line)]) >= 5
    assert len(places) == 1


def test_decimals_stand_below_each_other_in_every_column(trials: list[Trial]) -> None:
    drawn = lines_of(compare_page(compare(examined(trials)), ["outcomes"], full=True), 180)
    printed = [line for line in drawn if "He 2020" in line or " 24  mITT " in line]
    rows = [line for line in printed if re.search(r"\d/\d+† \d\d\.\d\d", line)]

    assert len(rows) == 2
    assert len({tuple(match.start() for match in re.finditer(r"(?<=\d)\.(?=\d)", line)) for line in rows}) == 1
