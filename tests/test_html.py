from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from flat import examined
from il2sle.evidence.comparison import Filters, compare
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.page.blocks import Block, Cell, Column, Group, Heading, Page, Prose, Ref, Table
from il2sle.views.page.html import TITLE, render
from il2sle.views.page.html_table import lacking
from il2sle.views.page.style import STYLE
from il2sle.views.show import show_page
from pages import Notes, Row, Terms

VOID = {"meta"}
KNOWN = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "nav", "p", "ul", "li", "dl", "dt"),
    *("dd", "div", "table", "caption", "colgroup", "thead", "tbody", "tr", "th", "td", "a", "b", "span"),
}  # fmt: skip
DRAWN = {"title", "desc", "rect", "defs", "pattern", "path", "text"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """The elements of these names within, or all elements, in the order of the page."""
        for part in self.content:
            if isinstance(part, Element):
                if not names or part.name in names:
                    yield part
                yield from part.all(*names)

    def apart(self) -> tuple[list[Element], list[Element]]:
        """The elements of the page, and those within its drawings."""
        inside = [element for drawing in self.all("svg") for element in drawing.all()]
        known = set(map(id, inside))
        return [element for element in self.all() if id(element) not in known], inside

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)


class Builder(HTMLParser):
    """A page as a tree; an end without its start, or a start without its end, fails."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.feed(html)
        self.close()
        assert [element.name for element in self.open] == [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs)
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def tree(html: str) -> Element:
    return Builder(html).open[0]


def drawn(*blocks: Block) -> Element:
    return tree(render(Page("", blocks)))


HOSTILE = (
    '<script>alert("1")</script>',
    "</td></table></style><img src=x onerror=alert(1)>",
    'a" onclick="b',
    "it's & &lt; &amp;copy;",
    "[click](javascript:alert(1)) javascript:alert(1)",
    "[red]alarm[/red] [1, 99] [1: x; 99: y]",
    ":b: a|b\\|c",
    "two\nlines",
    "<!-- - --> ]]> {{ x }} ${y}",
)


def hostile_page() -> Page:
    columns = (
        Column(HOSTILE[0], role="identity"),
        Column(HOSTILE[1], over=HOSTILE[2], align="."),
        Column("x", align="/"),
    )
    rows = tuple(Row((text, f"1.5{text}", f"1/2{text}")) for text in HOSTILE)
    group = Group(HOSTILE[3], (*rows, Row(("a", "", ""), HOSTILE[4])), {1: HOSTILE[5]})
    listed = tuple((text, text) for text in HOSTILE)
    table = Table(HOSTILE[6], columns, (group,), HOSTILE[7])
    told = (Notes(HOSTILE[2], listed), Terms(HOSTILE[3], listed), Prose(HOSTILE[0], HOSTILE[1]))
    return Page(HOSTILE[0], (Heading(HOSTILE[8]), table, *told))


def shown(trials: list[Trial]) -> Page:
    sources = tuple(source for one in examined(trials) for source in one.sources.values())
    comparison = replace(compare(examined(trials), filters=Filters(every_endpoint=True)), sources=sources)
    return show_page([one.profile for one in examined(trials)], comparison)


@pytest.fixture(scope="module")
def documents(trials: list[Trial]) -> dict[str, Page]:
    return {
        "compare": compare_page(compare(examined(trials)), full=True),
        "show": shown(trials),
        "hostile": hostile_page(),
    }


@pytest.fixture(params=["compare", "show", "hostile"], scope="module")
def page(request: pytest.FixtureRequest, documents: dict[str, Page]) -> Element:
    return tree(render(documents[request.param]))


@pytest.fixture(scope="module")
def comparison(documents: dict[str, Page]) -> Element:
    return tree(render(documents["compare"]))


# The page


def test_the_same_document_gives_the_same_bytes(trials: list[Trial], documents: dict[str, Page]) -> None:
    text = render(compare_page(compare(examined(trials)), full=True))

    assert text == render(documents["compare"])
    assert text.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert text.endswith("</html>\n")


def test_a_page_is_one_document(page: Element) -> None:
    names = [element.name for element in page.apart()[0]]

    assert [names.count(name) for name in ("html", "head", "title", "style", "body", "main", "h1")] == [1] * 7


def test_a_page_fits_the_window_and_allows_nothing_but_its_own_style(page: Element) -> None:
    meta = {element.get("name") or element.get("http-equiv"): element.get("content") for element in page.all("meta")}

    assert meta["viewport"] == "width=device-width, initial-scale=1"
    assert "default-src 'none'; style-src 'unsafe-inline';" in meta["Content-Security-Policy"]


def test_only_known_elements_occur(page: Element) -> None:
    outside, inside = page.apart()
    assert {element.name for element in outside} <= KNOWN | {"svg"}
    assert {element.name for element in inside} <= DRAWN


def test_nothing_is_run_and_nothing_is_fetched(page: Element) -> None:
    allowed = {
        *(
            "aria-label",
            "charset",
            "class",
            "colspan",
            "content",
            "data-label",
            "data-pad",
            "href",
            "http-equiv",
            "id",
            "lang",
        ),
        *("name", "role", "rowspan", "scope", "span", "style", "tabindex"),
    }

    outside, inside = page.apart()
    assert {name for element in outside if element.name != "svg" for name in element.attributes} <= allowed
    assert [name for element in inside for name in element.attributes if name.startswith(("on", "href", "xlink"))] == []
    assert {value for element in inside for value in element.attributes.values() if "url(" in value} <= {
        f"url(#{pattern.get('id')})" for pattern in page.all("pattern")
    }
    assert {element.name for element in page.all() if "href" in element.attributes} == {"a"}
    assert not re.search(r"url\(|@import|@font-face|expression", STYLE)


def test_links_lead_to_the_web_or_into_the_page(page: Element) -> None:
    ids = [element.get("id") for element in page.all() if "id" in element.attributes]
    links = [element.get("href") for element in page.all("a")]

    assert len(set(ids)) == len(ids) > 8
    assert links
    assert all(link.startswith(("https://", "http://")) or link[1:] in ids for link in links)


def titled(title: str) -> Prose:
    return Prose("said", title)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param((*map(titled, "ABCDE"),), {"A": [], "B": [], "C": [], "D": [], "E": []}, id="titles"),
        pytest.param((*map(titled, "ABCD"), Prose("a")), {}, id="four are found without"),
        pytest.param(
            (titled("A"), Heading("He"), titled("B"), titled("C"), Heading("LUPIL")),
            {"A": [], "He": ["B", "C"], "LUPIL": []},
            id="parts below headings",
        ),
    ],
)
def test_the_contents_name_the_parts(blocks: tuple[Block, ...], expected: dict[str, list[str]]) -> None:
    page = drawn(*blocks)
    items = [item for nav in page.all("nav") for item in nav.content[0].content] if expected else []  # type: ignore[union-attr]

    assert {first: below for first, *below in ([a.text for a in item.all("a")] for item in items)} == expected  # type: ignore[union-attr]
    assert bool(list(page.all("nav"))) == bool(expected)


def test_a_short_table_is_named_by_the_heading_of_its_first_column() -> None:
    page = drawn(Table("", (Column("DOSES"), Column("dose")), (Group("", (Row(("A", "1")),)),)))

    assert [(heading.text, heading.get("id")) for heading in page.all("h2")] == [("DOSES", "doses")]
    assert [head.text for head in page.all("th") if head.get("scope") == "col"] == ["DOSES", "dose"]
    assert [span.text for head in page.all("th") for span in head.all("span")] == ["DOSES"]


@pytest.mark.parametrize(
    ("page", "title"),
    [
        pytest.param(Page("A", (), about="B"), "il2sle: B", id="of its own"),
        pytest.param(Page("A", ()), "il2sle: A", id="of the page"),
        pytest.param(Page("", ()), f"il2sle: {TITLE}", id="of any page"),
    ],
)
def test_a_page_has_a_name_for_the_tab_of_a_browser(page: Page, title: str) -> None:
    assert [element.text for element in tree(render(page)).all("title")] == [title]


def test_headings_go_down_by_one_level() -> None:
    page = drawn(Prose("a", "BEFORE"), Heading("He 2020"), Prose("b", "STATUS"), Heading("LUPIL-2"))

    assert [(element.name, element.text) for element in page.all("h1", "h2", "h3")] == [
        ("h1", TITLE), ("h2", "BEFORE"), ("h2", "He 2020"), ("h3", "STATUS"), ("h2", "LUPIL-2"),
    ]  # fmt: skip


def test_terms_without_a_name_go_on_with_the_one_before() -> None:
    (terms,) = drawn(Terms("", (("notes", "one"), ("", "two")))).all("dl")

    assert [(element.name, element.text) for element in terms.all("dt", "dd")] == [
        ("dt", "notes"), ("dd", "one"), ("dd", "two"),
    ]  # fmt: skip


# Tables


def test_every_table_scrolls_in_a_region_of_its_own_name(page: Element) -> None:
    regions = [element for element in page.all("div") if element.get("role") == "region"]
    names = [region.get("aria-label") for region in regions]

    held = len(list(page.all("table"))) + len(list(page.all("svg")))
    assert [len(list(region.all("table", "svg"))) for region in regions] == [1] * held
    assert names
    assert all(name and region.get("tabindex") == "0" for name, region in zip(names, regions, strict=True))


def test_the_tables_of_the_comparison_have_names_that_differ(comparison: Element) -> None:
    names = [element.get("aria-label") for element in comparison.all("div")]

    assert len(set(names)) == len(names)
    assert {"STUDIES", "OUTCOMES", "DOSES", "HARMS: He 2020", "HARMS: LUPIL-2"} <= set(names)


def test_every_table_has_a_caption_and_heads(page: Element) -> None:
    tables = list(page.all("table"))
    assert tables
    for table in tables:
        parts = [part.name for part in table.content if isinstance(part, Element) and part.name != "colgroup"]

        assert parts[:2] == ["caption", "thead"]
        assert set(parts[2:]) == {"tbody"}
        assert next(table.all("caption")).text.strip()


SCOPES = {"thead": {"col", "colgroup"}, "tbody": {"row", "rowgroup", "col"}}


def test_every_head_has_words_and_a_scope(page: Element) -> None:
    heads = [(part.name, head) for part in page.all("thead", "tbody") for head in part.all("th")]

    assert len(heads) > 10
    assert all(head.text.strip() and head.get("scope") in SCOPES[name] for name, head in heads)


def columns_of(row: Element) -> int:
    return sum(int(cell.get("colspan", "1")) for cell in row.all("th", "td"))


def test_every_row_has_all_columns(page: Element) -> None:
    seen = 0
    for table in page.all("table"):
        columns = sum(int(group.get("span")) for group in table.all("colgroup"))
        rows = [row for body in table.all("tbody") for row in body.all("tr")]
        seen += len(rows)

        assert [columns_of(row) for row in rows] == [columns] * len(rows)
    assert seen >= 10


ROLES = {
    "table": ("table",),
    "thead": ("rowgroup",),
    "tbody": ("rowgroup",),
    "tr": ("row",),
    "th": ("columnheader", "rowheader"),
    "td": ("cell",),
}


def test_every_part_of_a_table_says_its_role(page: Element) -> None:
    parts = list(page.all(*ROLES))

    assert len(parts) > 40
    assert all(part.get("role") in ROLES[part.name] for part in parts)


def test_every_head_row_has_all_columns(page: Element) -> None:
    tables = list(page.all("table"))
    assert tables
    for table in tables:
        columns = sum(int(group.get("span")) for group in table.all("colgroup"))
        first, *second = next(table.all("thead")).all("tr")
        lowered = sum(1 for cell in first.all("th", "td") if cell.get("rowspan") == "2")

        assert columns_of(first) == columns
        assert [columns_of(row) + lowered for row in second] == [columns] * len(second)


COLUMNS = (
    Column("trial", role="identity"),
    Column("week", role="identity", align="right"),
    Column("n/N", over="treated", align="/"),
    Column("%", over="treated", align="."),
    Column("p", align="."),
    Column("remarks", role="remark"),
)


def cells(page: Element, part: str = "tbody") -> list[list[tuple[str, str, str]]]:
    rows = (row for element in page.all(part) for row in element.all("tr"))
    return [[(cell.get("scope"), cell.get("colspan"), cell.text) for cell in row.all("th", "td")] for row in rows]


def test_a_heading_over_neighbours_spans_them() -> None:
    assert cells(drawn(Table("T", COLUMNS, ())), "thead") == [
        [
            ("col", "", "trial"), ("col", "", "week"), ("colgroup", "2", "treated"), ("col", "", "p"),
            ("col", "", "remarks"),
        ],
        [("col", "", "n/N"), ("col", "", "%")],
    ]  # fmt: skip


def test_words_in_place_of_figures_span_them() -> None:
    page = drawn(Table("T", COLUMNS, (Group("", (Row(("A", "", "", "", "", "note"), "not reported"),)),)))

    assert cells(page) == [[("row", "", "A"), ("", "", ""), ("", "3", "not reported"), ("", "", "note")]]


def labels(page: Element) -> list[list[str]]:
    return [
        [cell.get("data-label") for cell in row.all("th", "td")] for body in page.all("tbody") for row in body.all("tr")
    ]


def test_the_cells_of_a_card_say_what_they_are() -> None:
    page = drawn(Table("T", COLUMNS, (Group("", (Row(("A", "12", "1/2", "50", "", "r")),), {2: "events"}),)))

    assert labels(page)[1] == ["", "week", "treated events", "treated %", "", "remarks"]


def test_a_heading_that_goes_on_with_its_neighbour_is_whole_on_a_card() -> None:
    columns = (Column("trial"), Column("given\n12 wk", marks=("derived",)), Column("all", continues=True))
    page = drawn(Table("T", columns, (Group("", (Row(("A", "1", "2")),)),)))

    assert labels(page) == [["", "given 12 wk†", "given all"]]


def test_a_heading_that_begins_a_line_lower_goes_on_with_no_other() -> None:
    columns = (Column("trial"), Column("given\n12 wk"), Column("\nall"))
    page = drawn(Table("T", columns, (Group("", (Row(("A", "1", "2")),)),)))

    assert labels(page) == [["", "given 12 wk", "all"]]


def test_a_card_headed_by_a_number_says_of_what() -> None:
    page = drawn(Table("T", (Column("week"), Column("n")), (Group("", (Row(("12", "1")), Row(("≤24", "1")))),)))

    assert labels(page) == [["week", "n"], ["week", "n"]]


def test_a_mark_stands_behind_a_heading_below_another() -> None:
    page = drawn(Table("T", (Column("a"), Column("n/N", over="drug", marks=("derived",))), ()))

    assert [text for _, _, text in cells(page, "thead")[1]] == ["n/N†"]


def test_what_stands_out_is_strong_without_what_it_refers_to() -> None:
    cell = Cell("<9/30", ("derived",), (Ref("note", "a"),), bold=True)
    table = Table("", (Column("trial", role="identity"), Column("n/N")), (Group("", (Row(["B", cell]),)),))

    assert "<strong>&lt;9/30†</strong> note a</td>" in render(Page("", (table,)))
    assert "<strong>" not in render(Page("", (Terms("", [("a", Cell(bold=True))]),)))


def test_what_tells_whose_figures_they_are_heads_the_row() -> None:
    page = drawn(Table("T", COLUMNS, (Group("", (Row(("A", "12", "1/2", "50", "0.5", "")),)),)))

    assert [scope for scope, _, _ in cells(page)[0]] == ["row", "row", "", "", "", ""]


def test_a_group_heads_its_rows_and_names_columns_where_they_change() -> None:
    row = Row(("A", "12", "1", "2", "3", ""))
    groups = (Group("one", (row,)), Group("two", (row,), {2: "mean", 3: "SD"}), Group("three", (row,)))
    rows = cells(drawn(Table("T", COLUMNS, groups)))

    assert [row[0] for row in rows if row[0][0] == "rowgroup"] == [
        ("rowgroup", "6", "one"), ("rowgroup", "6", "two"), ("rowgroup", "6", "three"),
    ]  # fmt: skip
    assert [[text for _, _, text in row] for row in rows if row[0] == ("", "", "")] == [
        ["", "", "treated\nmean", "treated\nSD", "", ""], ["", "", "treated\nn/N", "treated\n%", "", ""],
    ]  # fmt: skip


def test_columns_are_not_named_anew_where_no_row_has_figures() -> None:
    group = Group("two", (Row(("A", "", "", "", "", ""), "not reported"),), {2: "mean"})

    assert [row[0][0] for row in cells(drawn(Table("T", COLUMNS, (group,))))] == ["rowgroup", "row"]


def test_a_name_that_repeats_is_marked_and_nothing_else() -> None:
    page = drawn(Table("T", (Column("a"), Column("b")), (Group("", (Row(("A", "x")), Row(("A", "x")))),)))

    assert [cell.get("class") for body in page.all("tbody") for cell in body.all("th", "td")] == [
        "w1", "w1", "w1 again", "w1",
    ]  # fmt: skip


def test_a_table_without_rows_says_so() -> None:
    assert cells(drawn(Table("T", COLUMNS, ()))) == [[("", "6", "no rows")]]


def test_the_cells_of_the_comparison_are_those_of_its_document(comparison: Element, documents: dict[str, Page]) -> None:
    rows = [
        row for block in documents["compare"].blocks if isinstance(block, Table) for g in block.groups for row in g.rows
    ]
    expected = [[text for text in (*(cell.plain for cell in row.cells), row.span) if text] for row in rows]
    found = [[text for _, _, text in row if text] for row in cells(comparison) if row[0][0] == "row"]

    assert [sorted(row) for row in found] == [sorted(row) for row in expected]
    assert len(found) > 80


@pytest.mark.parametrize(
    ("align", "texts", "expected"),
    [
        pytest.param(".", ["55.17", "68", "83.3"], ["", ".00", "0"], id="decimals"),
        pytest.param(".", ["+25.2†", "+8.8", "−8.75"], ["0", "†0", "†"], id="marks"),
        pytest.param("/", ["16/29†", "10/12", "4/7"], ["", "†", "0†"], id="counts"),
        pytest.param(".", ["55.17", "NR", "n/a", ""], ["", "", "", ""], id="words stay at the right"),
        pytest.param("right", ["7", "28"], ["", ""], id="right"),
        pytest.param("left", ["7 weeks", "28"], ["", ""], id="left"),
    ],
)
def test_figures_line_up_by_what_they_lack(align: str, texts: list[str], expected: list[str]) -> None:
    assert [sorted(one) for one in lacking(texts, align)] == [sorted(text) for text in expected]


def test_what_a_figure_lacks_is_no_text_of_the_page() -> None:
    rows = tuple(Row((text, text)) for text in ("55.17", "68"))
    page = drawn(Table("T", (Column("a"), Column("b", align=".")), (Group("", rows),)))

    assert [(cell.text, cell.get("data-pad")) for cell in page.all("td") if cell.get("class").split()[0] == "n"] == [
        ("55.17", ""), ("68", ".00"),
    ]  # fmt: skip


# References


def links_of(page: Element) -> list[tuple[str, str]]:
    """Each link within a table: its text, and the beginning of what it leads to."""
    targets = {element.get("id"): element.text for element in page.all() if "id" in element.attributes}
    found = (link for table in page.all("table") for link in table.all("a"))
    return [(link.text, targets[link.get("href")[1:]].split()[0]) for link in found]


def test_the_references_of_the_comparison_lead_to_what_they_name(comparison: Element) -> None:
    links = links_of(comparison)

    assert len(links) > 200
    assert {mark for text, mark in links if mark not in {text, f"[{text}]"}} == set()


def table_of(text: str | Cell) -> Table:
    return Table("", (Column("a", role="remark"),), (Group("", (Row((text,)),)),))


SOURCES = Notes("SOURCES", (("[1]", "first"), ("[4]", "fourth")))


def test_sources_are_linked_to_the_web() -> None:
    page = drawn(Notes("", (("[1]", "a https://a.org/?b=1&c=2 doi:10.1136/d doi:10.1136/<i>d"),)))

    assert [(link.get("href"), link.text) for link in page.all("a")] == [
        ("https://a.org/?b=1&c=2", "https://a.org/?b=1&c=2"),
        ("https://doi.org/10.1136/d", "doi:10.1136/d"),
        ("https://doi.org/10.1136/%3Ci%3Ed", "doi:10.1136/<i>d"),
    ]


# Text stays text


@pytest.mark.parametrize("text", [pytest.param(text, id=f"text {number}") for number, text in enumerate(HOSTILE)])
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    page = drawn(Table(text, (Column(text), Column(text, over=text)), (Group(text, (Row((text, text)),)),), text))

    assert [element.text for element in page.all("h2")] == [text]
    assert next(page.all("caption")).text == f"{text}: {text}{text}"
    assert [element.text for element in page.all("th", "td")] == [text] * 6


@pytest.mark.parametrize("block", [Notes("", ((HOSTILE[0], HOSTILE[1]),)), Terms("", ((HOSTILE[0], HOSTILE[1]),))])
def test_hostile_text_of_a_list_is_shown_as_it_is(block: Block) -> None:
    page = drawn(block)

    assert "".join(element.text for element in page.all("b", "dt")) == HOSTILE[0]
    assert HOSTILE[1] in next(page.all("main")).text


# References


SOURCES_OF = Notes("SOURCES", (("a/paper", "first"), ("a/site", "second")), refers="source")
NOTES_OF = Notes("", (("a", "first"), ("ab", "second")), refers="note")


@pytest.mark.parametrize(
    ("refs", "links", "text"),
    [
        pytest.param((Ref("source", "a/paper"),), ["paper"], "[paper]", id="a source"),
        pytest.param(
            (Ref("source", "a/paper", "Table 4, p. 4"), Ref("source", "a/site", "Methods")),
            ["paper", "site"],
            "[paper: Table 4, p. 4; site: Methods]",
            id="sources with places",
        ),
        pytest.param((Ref("note", "a"), Ref("note", "ab")), ["a", "ab"], "note a, ab", id="notes"),
        pytest.param((Ref("source", "b/paper"),), [], "[paper]", id="a source that the page does not list"),
    ],
)
def test_references_lead_to_what_they_name(refs: tuple[Ref, ...], links: list[str], text: str) -> None:
    page = drawn(table_of(Cell("said", refs=refs)), NOTES_OF, SOURCES_OF)

    assert [shown for shown, _ in links_of(page)] == links
    assert cells(page)[0][0][2] == f"said {text}"


@pytest.mark.parametrize("text", ["[1]", "[paper]", "note a", "[paper: Table 1]"])
def test_what_only_looks_like_a_reference_is_text(text: str) -> None:
    page = drawn(table_of(text), NOTES_OF, SOURCES_OF)

    assert (links_of(page), cells(page)[0][0][2]) == ([], text)


def test_notes_are_those_below_their_own_table() -> None:
    cell = Cell("x", refs=(Ref("note", "a"),))
    below = [Notes("", (("a", text),), refers="note") for text in "xy"]
    page = drawn(table_of(cell), below[0], table_of(cell), below[1])

    assert [link.get("href") for link in page.all("a")] == ["#notes.1", "#notes_2.1"]
