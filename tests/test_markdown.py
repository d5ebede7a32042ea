import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flat import examined
from il2sle.evidence.comparison import compare
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.page.blocks import Block, Cell, Column, Group, Heading, Page, Prose, Ref, Table
from il2sle.views.page.markdown import render
from pages import Notes, Row, Terms

# The reader that comes with Rich, with the two extensions of GitHub that change what a text means.
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

COLUMNS = (
    Column("trial", role="identity"),
    Column("n/N", over="treated", align="/"),
    Column("%", over="treated", align="."),
    Column("p", align="right"),
    Column("remarks", role="remark"),
)
TABLE = Table(
    "OUTCOMES",
    COLUMNS,
    (
        Group("SRI-4", (Row(("A", "16/29†", "55.17", "0.052", "§")), Row(("B", "", "", "", "‡"), "not reported"))),
        Group("SLEDAI", (Row(("A", "12", "8–27", "", "")),), {1: "median", 2: "range"}),
    ),
    "Points.",
)


def rendered(*blocks: Block, title: str = "") -> str:
    return render(Page(title, blocks))


class Reader(HTMLParser):
    """The text of each block that a Markdown reader made, the elements, and where links lead."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: set[str] = set()
        self.links: list[str] = []
        self.feed(MARKDOWN.render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag in {"h1", "h2", "h3", "p", "li", "th", "td"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data

    def read(self) -> list[str]:
        return [" ".join(text.split()) for text in self.texts]


# Layout


def test_a_table_is_a_pipe_table_for_each_group() -> None:
    assert rendered(TABLE) == (
        "## OUTCOMES\n\nPoints.\n\n**SRI-4**\n\n"
        "| trial | treated n/N | treated % | p | remarks |\n"
        "| --- | --: | --: | --: | --- |\n"
        "| A | 16/29† | 55.17 | 0.052 | § |\n"
        "| B | not reported |  |  | ‡ |\n\n"
        "**SLEDAI**\n\n"
        "| trial | treated median | treated range | p | remarks |\n"
        "| --- | --: | --: | --: | --- |\n"
        "| A | 12 | 8–27 |  |  |\n"
    )


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(Notes("KEY", (("†", "derived"),)), "## KEY\n\n- **†** derived\n", id="notes"),
        pytest.param(Notes("", (("[1]", "a paper"),)), "- **\\[1\\]** a paper\n", id="sources"),
        pytest.param(
            Terms("", (("state", "completed"), ("notes", "one"), ("", "two"))),
            "- **state:** completed\n- **notes:** one\n  - two\n",
            id="terms",
        ),
        pytest.param(Prose("Nothing is pooled.", "NOTE"), "## NOTE\n\nNothing is pooled.\n", id="prose"),
        pytest.param(Heading("He 2020"), "## He 2020\n", id="heading"),
        pytest.param(Table("HARMS", (Column("event"),), ()), "## HARMS\n\n(no rows)\n", id="no rows"),
        pytest.param(Notes("", ()), "\n", id="nothing"),
    ],
)
def test_each_kind_of_block(block: Block, expected: str) -> None:
    assert rendered(block) == expected


def test_titles_below_a_heading_stand_one_level_deeper() -> None:
    text = rendered(Prose("a", "BEFORE"), Heading("He 2020"), Prose("b", "STATUS"), title="Page")

    assert re.findall(r"^#.*", text, re.MULTILINE) == ["# Page", "## BEFORE", "## He 2020", "### STATUS"]


def test_the_comparison_reads_as_tables_and_lists(trials: list[Trial]) -> None:
    page = compare_page(compare(examined(trials)), full=True)
    text = render(page)
    tables = sum(len(block.groups) for block in page.blocks if isinstance(block, Table))

    assert text == render(compare_page(compare(examined(trials)), full=True))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert MARKDOWN.render(text).count("<table>") == tables >= 8


def test_every_row_of_the_comparison_has_the_columns_of_its_table(trials: list[Trial]) -> None:
    page = compare_page(compare(examined(trials)), full=True)
    expected = [
        [len(table.columns)] * (2 + len(group.rows))
        for table in page.blocks
        if isinstance(table, Table)
        for group in table.groups
    ]
    bodies = re.findall(r"(?:^\|.*\n)+", render(page), re.MULTILINE)
    found = [[len(re.findall(r"(?<!\\)\|", line)) - 1 for line in body.splitlines()] for body in bodies]

    assert found == expected
    assert sum(map(len, found)) > 100


# Text stays text


def test_what_stands_out_is_bold_without_what_it_refers_to() -> None:
    cell = Cell("9*/30", ("derived",), (Ref("note", "a"),), bold=True)
    table = Table("", (Column("trial"), Column("n/N")), (Group("", (Row(["B", cell]), Row(["", Cell(bold=True)]))),))

    assert rendered(table).splitlines()[2:] == ["| B | **9\\*/30†** note a |", "|  |  |"]
    assert rendered(Terms("", [("state", Cell("NOT met", bold=True))])) == "- **state:** **NOT met**\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a|b", "a\\|b", id="pipe"),
        pytest.param("a\\b", "a\\\\b", id="backslash"),
        pytest.param("<script>", "&lt;script&gt;", id="tag"),
        pytest.param("&copy;", "&amp;copy;", id="entity"),
        pytest.param("`a`", "\\`a\\`", id="code"),
        pytest.param("*a* _b_ ~c~", "\\*a\\* \\_b\\_ \\~c\\~", id="emphasis"),
        pytest.param("[red]", "\\[red\\]", id="brackets"),
        pytest.param("$a$", "\\$a\\$", id="formula"),
        pytest.param(":b: 1:1:1:1", "<span>:</span>b: 1:1:1:1", id="emoji"),
        pytest.param(":white_check_mark:", "<span>:</span>white\\_check\\_mark:", id="emoji of words"),
        pytest.param("# a #", "\\# a \\#", id="heading"),
        pytest.param("1. a", "1\\. a", id="numbered list"),
        pytest.param("- a", "\\- a", id="list"),
        pytest.param("---", "\\---", id="rule"),
        pytest.param("−8.7 to 27.8 +25.2† -1", "−8.7 to 27.8 +25.2† -1", id="figures stay as they are"),
        pytest.param("a\n\n b\tc", "a b c", id="newlines"),
        pytest.param("www.a.org/b_c", "www\\.a.org/b\\_c", id="www"),
        pytest.param("ftp://a_b", "ftp:\\//a\\_b", id="other scheme"),
        pytest.param("† ‡ § ≥ µ", "† ‡ § ≥ µ", id="marks"),
    ],
)
def test_signs_are_escaped(text: str, expected: str) -> None:
    assert rendered(Prose(text)) == f"{expected}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("at https://a.org/b_c?d=1&e=2.", "at <https://a.org/b_c?d=1&e=2>.", id="url"),
        pytest.param(
            "https://a.org/?b&lt;c",
            "[https:\\//a.org/?b&amp;lt;c](<https://a.org/?b&amp;lt;c>)",
            id="url with an entity",
        ),
        pytest.param("https://a.org/|", "[https:\\//a.org/\\|](<https://a.org/%7C>)", id="url with a pipe"),
        pytest.param("doi:10.1136/a_b", "[doi:10.1136/a\\_b](<https://doi.org/10.1136/a_b>)", id="doi"),
        pytest.param("!doi:10.1136/a", "\\![doi:10.1136/a](<https://doi.org/10.1136/a>)", id="never an image"),
        pytest.param("[a](javascript:b)", "\\[a\\](javascript:b)", id="no script"),
    ],
)
def test_addresses_stay_usable(text: str, expected: str) -> None:
    assert rendered(Prose(text)) == f"{expected}\n"


SIGNS = [*"\\`*_[]()<>&|~#!+-.:;=^{}'\"/1a ", "\n", "&amp;", "&#42;", "<b>", "<!--", "```", "---", "- ", "1. ", "# "]
LINKS = [
    "https://a.org/b_c",
    "https://a.org/?a=1&b=2",
    "https://a.org/?a&lt;b",
    "doi:10.1000/a_b(c)*d",
    "![a](b)",
    "[a](javascript:x)",
]
hostile = st.lists(st.sampled_from([*SIGNS, *LINKS]), min_size=1, max_size=8).map("".join).map(lambda text: f"{text}z")


@settings(deadline=None)
@given(st.lists(hostile, min_size=6, max_size=6))
def test_no_text_becomes_markup(texts: list[str]) -> None:
    title, header, cell, mark, note, prose = texts
    table = Table(title, (Column(header), Column("")), (Group("", (Row((cell, "")),)),))
    reader = Reader(rendered(table, Notes("", ((mark, note),)), Prose(prose)))
    expected = [" ".join(text.split()) for text in (title, header, "", cell, "", f"{mark} {note}", prose)]

    assert reader.read() == expected
    assert reader.elements <= {
        "h2",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "strong",
        "p",
        "a",
        "span",
    }
    assert all(link.startswith("https://") for link in reader.links)
