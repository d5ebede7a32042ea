"""Texts that some format takes for more than text come through every one of them as what they are."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from commands import WIDTHS, answer, every_answer
from il2sle.cli.load import load_trials
from il2sle.evidence.comparison import Filters, compare
from il2sle.frozen import replace
from il2sle.records.folder import record_files, records_directory
from il2sle.views.show import show_page
from minimal import base
from pages import lines_of
from strategies import to_yaml

HOSTILE = {
    "rich markup": "[red]stop[/red] [/b] [link=https://evil.example]here[/link]",
    "rich markup that does not close": "[bold",
    "a closing tag of rich": "[/b]",
    "emoji codes": ":warning: :b: :smile:",
    "pictures": "💉 injection 👍",
    "HTML": "<script>alert('1')</script> <b>bold</b> <img src=x onerror=alert(1)>",
    "entities": "&amp; &lt; &#x41; AT&T",
    "the end of an element": "]]> </style> </title>",
    "Markdown": "**bold** _low_ `code` ~~out~~ ![i](x) [a](javascript:alert(1))",
    "a heading of Markdown": "# one",
    "a list of Markdown": "1. one",
    "a quotation of Markdown": "> one",
    "a rule of Markdown": "***",
    "pipes": "a | b || c |",
    "quotes": "a \"b\" 'c' “d” `e`",
    "commas and semicolons": "a, b; c, d;",
    "backslashes": r"C:\new\table \n \x1b[31m \u202e \|",
    "braces": "{0} {name} {} %s %(a)s ${HOME} $(id)",
    "mathematics": "$x_1$ and $$y$$",
    "a formula inside": "a =1+1",
    "CJK": "系统性红斑狼疮患者的低剂量白细胞介素2治疗 随机对照",
    "combining accents": "x\u0302, q\u0323\u0302 q\u0301",  # of no letter of their own: others are read as one
    "letters from right to left": "שלום עולם",
    "a word of 300 characters": "x" * 300,
    "a cell of 300 characters": " ".join(["three hundred characters"] * 12),
    "a cell of 300 wide characters": "红斑" * 150,
    "an address": "see https://example.org/a_b?c=d&e=f_g, or doi:10.1136/ard-2022-222501.",
    "blanks of other kinds": "10\u00a0mg\u2009daily",
    "an ellipsis": "and so on… and on...",
    "a ratio": "1:1",
    "no": "no",
    "null": "null",
    "a tilde": "~",
    "true": "true",
    "a number with an exponent": "1e6",
    "a leading zero": "010",
    "a comma among thousands": "1,000",
    "a typographic minus": "−5",
    "not a number": "nan",
    "a date that does not exist": "2021-02-30",
    "a fraction": "12/20",
    "a JSON object": '{"a": [1, null]}',
}
HASH = re.compile(r"\b[0-9a-f]{12}\b")  # of the bytes of the records, but for their line ends
BAR = "│├┤◆◇◀▶"  # which only a wide page has room for
RULE = "─"  # below headings, as long as these are wide
# One text at a time shows which it is that fails; what holds for all of them is asked of the crowd.
SOME = list(HOSTILE.items())[::5]
hostile = pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SOME])


def directory_of(folder: Path, record: dict[str, Any]) -> Path:
    (folder / f"{record['id']}.yaml").write_text(to_yaml(record), encoding="utf-8")
    return folder


def record_of(text: str) -> dict[str, Any]:
    """A record in which every field that takes text holds this one."""
    record = base()
    record |= {"name": text, "title": text, "aliases": [text]}
    record["sources"]["paper"] |= {"citation": text, "note": text}
    record["arms"]["drug"] |= {"label": text, "drug": text, "note": text}
    record["outcomes"][0] |= {"subset": text, "says": text, "cite": f"paper, {text}"}
    record["harms"]["events"].append({"event": text, "category": "other", "says": text})
    return record | {"conclusions": [{"is": text, "cite": "paper, end"}]}


FIELDS = ("alias", "citation", "background", "conclusion", "measure", "event", "statement")


def marked(name: str, field: str) -> str:
    return f"{HOSTILE[name]} of {field}"


def crowd() -> dict[str, Any]:
    """A record that holds each of the texts in each of the fields, and says beside it which field that is."""
    record = base()
    texts = {field: [marked(name, field) for name in HOSTILE] for field in FIELDS}
    record["aliases"] = texts["alias"]
    for number, citation in enumerate(texts["citation"]):
        record["sources"][f"s{number}"] = {"kind": "paper", "rank": "primary", "citation": citation}
    record["design"]["notes"] = texts["background"]
    record["conclusions"] = [{"is": text, "cite": "paper, end"} for text in texts["conclusion"]]
    silent = {"endpoint": "other", "missing": "not reported", "cite": "paper, text"}
    record["outcomes"] += [silent | {"measure": text} for text in texts["measure"]]
    words = zip(texts["event"], texts["statement"], strict=True)
    record["harms"]["events"] += [{"event": event, "category": "other", "says": said} for event, said in words]
    return record


def squeezed(text: str) -> str:
    """The text without blanks and breaks, which a layout may place as it likes."""
    return "".join(text.split())


def lost(page: str, fields: Sequence[str]) -> list[str]:
    """The texts of the crowd that a page does not hold."""
    found = squeezed(page)
    return [
        text for text in (marked(name, field) for name in HOSTILE for field in fields) if squeezed(text) not in found
    ]


# What programs read


@hostile
def test_json_holds_the_text(text: str, tmp_path: Path) -> None:
    found = json.loads(answer("compare", directory_of(tmp_path, record_of(text)), "json"))
    study, outcome, dose, harm = found["studies"][0], found["outcomes"][0], found["doses"][0], found["harms"][-1]
    cells = [study["name"], *study["aliases"], study["drug"], outcome["arm_label"], outcome["subset"]]
    cells += [
        outcome["sources"][0]["locator"],
        dose["arm_label"],
        *(remark["text"] for remark in dose["remarks"]),
        found["sources"][0]["citation"],
    ]
    assert [*cells, harm["event"], harm["statement"]] == [text] * 11


@hostile
def test_json_of_show_holds_the_record(text: str, tmp_path: Path) -> None:
    found = json.loads(answer("show", directory_of(tmp_path, record_of(text)), "json"))["records"][0]
    cells = [found["title"], found["name"], *found["aliases"], found["sources"]["paper"]["note"]]
    cells += [found["conclusions"][0][0]["is"], found["outcomes"][0]["says"], found["harms"]["events"][-1]["says"]]
    assert cells == [text] * 7


def cell(value: Any) -> str:  # noqa: ANN401  any value of JSON
    """How CSV writes a value of JSON, said once more and independently of the program."""
    if isinstance(value, list):
        return "; ".join(cell(item) for item in value)
    if isinstance(value, dict):
        return f"{value['source']}: {value['locator']}"
    return value if isinstance(value, str) else {None: "", True: "true", False: "false"}[value]


def test_tsv_holds_the_texts_but_for_their_blanks(tmp_path: Path) -> None:
    page = answer("compare", directory_of(tmp_path, crowd()), "tsv", section="harms")
    rows = list(csv.DictReader(io.StringIO(page), delimiter="\t"))[-len(HOSTILE) :]
    assert [row["event"] for row in rows] == [" ".join(marked(name, "event").split()) for name in HOSTILE]


@pytest.mark.parametrize("layout", ["csv", "json"])
@hostile
def test_list_holds_the_text(text: str, layout: str, tmp_path: Path) -> None:
    page = answer("list", directory_of(tmp_path, record_of(text)), layout)
    row = json.loads(page)["list"][0] if layout == "json" else next(csv.DictReader(io.StringIO(page)))
    assert (row["name"], row["drug"]) == (text, text)


# What people read


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_page_of_any_width_holds_every_text(width: int, tmp_path: Path) -> None:
    page = answer("show", directory_of(tmp_path, crowd()), width=width)
    # Side by side, the lines of cells stand between each other.
    assert lost(page, ("alias", "citation", "background", "conclusion")) == []


def test_page_without_a_width_holds_every_text(tmp_path: Path) -> None:
    listed = load_trials(directory_of(tmp_path, crowd())).asked
    sources = tuple(source for one in listed for source in one.sources.values())
    rows = replace(compare(listed, filters=Filters(every_endpoint=True)), sources=sources)
    page = show_page([one.profile for one in listed], rows)
    assert lost("\n".join(lines_of(page, None)), FIELDS) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("command", ["compare", "show"])
def test_no_sign_is_lost_at_any_width(command: str, width: int | None, tmp_path: Path) -> None:
    folder = directory_of(tmp_path, crowd())
    wide, narrow = (Counter(squeezed(answer(command, folder, width=w))) for w in (None, width))
    assert [sign for sign in wide - narrow if not sign.isascii() and sign not in {RULE, *BAR}] == []


class Page(HTMLParser):
    """The words of an HTML page, and what in it is not words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags, self.attributes = "", set[str](), set[tuple[str, str]]()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


TAGS = {
    "html": {
        *("html", "head", "meta", "title", "style", "body", "main", "nav", "ul", "li", "a", "h1", "h2", "h3", "p", "b"),
        *(
            "svg",
            "defs",
            "desc",
            "g",
            "rect",
            "line",
            "path",
            "circle",
            "polygon",
            "text",
            "tspan",
            "pattern",
            "figure",
        ),
        *("span", "dl", "dt", "dd", "div", "table", "caption", "colgroup", "thead", "tbody", "tr", "th", "td"),
    },
    "markdown": {
        *("h2", "h3", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td", "span", "a"),
        *("pre", "code"),
    },
}


def web_page(folder: Path, command: str, layout: str) -> Page:
    """A page as a browser shows it."""
    page = answer(command, directory_of(folder, crowd()), layout)
    return Page(page if layout == "html" else MarkdownIt("commonmark").enable("table").render(page))


on_the_web = pytest.mark.parametrize("layout", ["html", "markdown"])


@on_the_web
def test_web_page_holds_every_text_as_words(layout: str, tmp_path: Path) -> None:
    assert lost(web_page(tmp_path, "show", layout).words, FIELDS) == []


@on_the_web
@pytest.mark.parametrize("command", ["compare", "show"])
def test_web_page_has_no_element_of_a_record(command: str, layout: str, tmp_path: Path) -> None:
    page = web_page(tmp_path, command, layout)
    assert page.tags - TAGS[layout] == set()
    assert not [name for name, value in page.attributes if name.startswith("on") or "javascript:" in value]
    assert {value.split(":")[0] for name, value in page.attributes if name == "href" and value[0] != "#"} == {"https"}


# What no format may do


def test_no_control_character_reaches_any_answer(tmp_path: Path) -> None:
    answers = every_answer(directory_of(tmp_path, crowd()))
    assert len(answers) > 30
    assert not [page for page in answers if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)]


@pytest.mark.parametrize(
    "rewritten",
    [
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="line ends of old Macs"),
        pytest.param(lambda text: text + "\n\n# end", id="comment at the end"),
        pytest.param(lambda text: "---\n" + text, id="beginning of a document"),
    ],
)
def test_how_a_file_is_written_changes_no_answer(rewritten: Callable[[str], str], tmp_path: Path) -> None:
    shipped = record_files(records_directory(environ={}))
    for path in shipped:
        (tmp_path / path.name).write_bytes(rewritten(path.read_text(encoding="utf-8")).encode())
    for command, layout in product(["compare", "show"], ["json", "table"]):
        new, old = (HASH.sub("", answer(command, folder, layout)) for folder in (tmp_path, shipped[0].parent))
        assert new == old
    assert len(shipped) >= 5
