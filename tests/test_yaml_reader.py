"""Reading YAML: what each text stands for, what is refused, where, and what a hostile file costs."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from il2sle.errors import Place, Problem
from il2sle.records import causes, scalars
from il2sle.records.source_map import SourceMap
from il2sle.records.text import MAX_PROBLEMS, REFUSED
from il2sle.records.yaml_reader import FASTEST, MAX_BYTES, MAX_DEPTH, Loader, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOADERS = {loader.__name__: loader for loader in (FASTEST, yaml.SafeLoader)}

each_loader = pytest.mark.parametrize("loader", [pytest.param(load, id=name) for name, load in LOADERS.items()])


def read(text: str | bytes, loader: Loader = FASTEST) -> tuple[SourceMap | None, list[Problem]]:
    return read_yaml(text if isinstance(text, bytes) else text.encode(), "r.yaml", loader=loader)


def places(text: str | bytes, loader: Loader = FASTEST) -> list[tuple[int, int, str]]:
    return [(p.place.line, p.place.column, p.code) for p in read(text, loader)[1]]


def document(text: str, loader: Loader = FASTEST) -> SourceMap:
    found, problems = read(text, loader)
    assert problems == []
    assert found is not None
    return found


def test_both_parsers_are_tested() -> None:
    assert len(LOADERS) == 2, "PyYAML was built without libyaml: only one parser is tested"


# What an unquoted scalar stands for, where YAML 1.1 and PyYAML think otherwise.

MEANINGS = [
    pytest.param("1:1", "1:1", id="base 60"),
    pytest.param("2:1", "2:1", id="base 60, ratio"),
    pytest.param("1:1:1", "1:1:1", id="base 60, three parts"),
    pytest.param("12:30", "12:30", id="base 60, time"),
    pytest.param("no", "no", id="no"),
    pytest.param("NO", "NO", id="NO"),
    pytest.param("off", "off", id="off"),
    pytest.param("Yes", "Yes", id="Yes"),
    pytest.param("y", "y", id="y"),
    pytest.param("True", "True", id="True"),
    pytest.param("true", True, id="true"),
    pytest.param("false", False, id="false"),
    pytest.param("null", None, id="null"),
    pytest.param("~", None, id="tilde"),
    pytest.param("", None, id="empty"),
    pytest.param("NULL", "NULL", id="NULL"),
    pytest.param("0", 0, id="zero"),
    pytest.param("-12", -12, id="negative"),
    pytest.param("2017", 2017, id="year"),
    pytest.param("2017-07", "2017-07", id="month"),
    pytest.param("2017-07-13", "2017-07-13", id="date"),
    pytest.param("2017-02-30", "2017-02-30", id="no such date"),
    pytest.param("0.010", Decimal("0.010"), id="digits as printed"),
    pytest.param("-1.50", Decimal("-1.50"), id="negative decimal"),
    pytest.param("999999999999999999", 10**18 - 1, id="18 digits"),
    pytest.param("1.0–3.4", "1.0–3.4", id="range with a dash"),
    pytest.param("<0.05", "<0.05", id="less than"),
    pytest.param("5%", "5%", id="percent"),
    pytest.param("x #5", "x", id="rest is a comment"),
    pytest.param("x#5", "x#5", id="no comment"),
    pytest.param("=", "=", id="equals"),
    pytest.param("1.2.3", "1.2.3", id="version"),
    pytest.param("2016-000488-17", "2016-000488-17", id="EudraCT number"),
    pytest.param("10.1136/ard-2022-222501", "10.1136/ard-2022-222501", id="DOI"),
    pytest.param('"1e6"', "1e6", id="quoted number"),
    pytest.param("'010'", "010", id="single quotes"),
    pytest.param('"true"', "true", id="quoted word"),
    pytest.param("|\n  1e6\n", "1e6\n", id="block text"),
    pytest.param("IL-2\n  low dose", "IL-2 low dose", id="folded"),
    pytest.param("infliximab", "infliximab", id="begins like inf"),
]


@each_loader
@pytest.mark.parametrize(("text", "value"), MEANINGS)
def test_an_unquoted_scalar(text: str, value: object, loader: Loader) -> None:
    data = document(f"a: {text}", loader).data
    assert (data, type(data["a"])) == ({"a": value}, type(value))


@pytest.mark.parametrize("digits", ["0.010", "55.17", "0.0", "100.00"])
def test_a_decimal_keeps_its_digits(digits: str) -> None:
    assert str(document(f"a: {digits}").data["a"]) == digits


@pytest.mark.parametrize(("typed", "digits"), [("-0.0", "0.0"), ("-0.000", "0.000"), ("-0", "0"), ("-0.10", "-0.10")])
def test_a_zero_has_no_sign(typed: str, digits: str) -> None:
    assert str(document(f"a: {typed}").data["a"]) == digits


@each_loader
def test_a_key_on_is_text(loader: Loader) -> None:
    assert document("on: 1\n2: x\n", loader).data == {"on": 1, 2: "x"}


# Numbers that are none.

ODD_NUMBERS = [
    ("1e6", "exponent"),
    ("1.5e+6", "exponent"),
    ("1.5×10⁶", "power of ten"),
    ("3 x 10^6", "power of ten"),
    ("1,000", "comma"),
    ("12,345.6", "comma"),
    ("0,05", "comma"),
    ("1_500_000", "underscore"),
    ("1\u00a0000", "thousands"),
    ("\u22121.2", "minus"),
    ("\u20133", "minus"),
    ("010", "begins with 0"),
    ("007.5", "begins with 0"),
    ("+5", "plus"),
    (".5", "before its point"),
    ("5.", "after its point"),
    ("0·05", "raised dot"),
    ("0x1F", "not decimal"),
    ("0o17", "not decimal"),
    ("nan", "finite"),
    (".NaN", "finite"),
    (".inf", "finite"),
    ("-inf", "finite"),
    ("16/29", "fraction"),
    ("12345678901234567890", "18 digits"),
    ("0.1234567890123456789", "18 digits"),
    ("\uff11\uff12", "0 to 9"),
]


@each_loader
@pytest.mark.parametrize(("text", "reason"), ODD_NUMBERS)
def test_what_only_looks_like_a_number_is_refused(text: str, reason: str, loader: Loader) -> None:
    found, [problem] = read(f"a: {text}\n", loader)
    assert (problem.place.column, problem.code) == (4, "Y014")
    assert reason in problem.message
    assert problem.help.endswith("put it in quotes")
    assert found is not None
    assert found.data == {"a": text}


def test_every_kind_of_odd_number_has_a_case() -> None:
    kinds = {scalars.odd_number(text) for text, _ in ODD_NUMBERS}
    assert kinds == {*scalars._ODD_NUMBERS, scalars._LONG_NUMBER}
    assert len(kinds) == 17


odd_texts = st.lists(st.sampled_from([*"0123456789-+., _/*^'eExXabfn", "nan", "Inf", "infinity", "0x", "x 10^"]))


@settings(max_examples=300)
@given(odd_texts.map("".join).map(str.strip))
def test_a_quick_look_passes_no_odd_number_over(text: str) -> None:
    assume(len(text) < 60 and not scalars._NUMBER.fullmatch(text))
    rows = (odd for odd in scalars._ODD_NUMBERS if re.fullmatch(odd.pattern, text))
    assert scalars.odd_number(text) == next(rows, None)


@pytest.mark.parametrize("text", ["1_" * 50_000 + "x", "1" * 100_000, "1,111" * 20_000])
def test_a_hostile_number_costs_no_time(text: str) -> None:
    assert cost(lambda: scalars.odd_number(text)) < cost(lambda: read(ORDINARY))


# Every code, with its place.

Expected = list[tuple[int, int, str]]

REFUSALS: dict[str, tuple[str | bytes, Expected]] = {
    "too large": (b"a" * (MAX_BYTES + 1), [(0, 0, "Y001")]),
    "latin-1": ("a: 1\nb: é\n".encode("latin-1"), [(2, 4, "Y002")]),
    "bad byte after wide characters": ("\ufeffa: 日本".encode() + b"\xff", [(1, 6, "Y002")]),
    "utf-16": ("a: 1".encode("utf-16"), [(1, 1, "Y002")]),
    "escape byte": ("a: x\x1b[31m\n", [(1, 5, "Y003")]),
    "NUL, DEL": ("a: 1\nb: x\0\0y # \x7f\n", [(2, 5, "Y003"), (2, 11, "Y003")]),
    "next line": ("a: x\x85b: y\n", [(1, 5, "Y003")]),
    "line separators": ("a: x\u2028# \u2029\n", [(1, 5, "Y003"), (1, 8, "Y003")]),
    "bidirectional": ("# \u202etxet\na: \u2066x\n", [(1, 3, "Y003"), (2, 4, "Y003")]),
    "invisible": ("\ufeff\ufeffa: \u200b1\n", [(1, 1, "Y003"), (1, 5, "Y003")]),
    "escaped control": ('a: "x\\e\\x07"\n', [(1, 6, "Y003"), (1, 8, "Y003")]),
    "escaped override": ('a: "日\\u202e"\n', [(1, 6, "Y003")]),
    "tabs, one problem a line": ("a:\t1\nb:\t\t2 \t\n", [(1, 3, "Y004"), (2, 3, "Y004")]),
    "escaped tab": ('a: "x\\ty"\n', [(1, 6, "Y004")]),
    "syntax": ("a: [1\nb: 2\n", [(1, 4, "Y005")]),
    "duplicate keys": ("a: 1\nb: 2\n'a': 3\na: 4\n", [(3, 1, "Y006"), (4, 1, "Y006")]),
    "anchor, alias": ("a: &x 1\nb: *x\n", [(1, 4, "Y007"), (2, 4, "Y007")]),
    "anchor swallowed": ("a: &a 0.03\n", [(1, 4, "Y007")]),
    "merge key": ("a: {<<: {b: 1}}\n", [(1, 5, "Y007")]),
    "tags": ("a: !!int 1\nb: ! x\nc: !y [1]\n", [(n, 4, "Y008") for n in (1, 2, 3)]),
    "two documents": ("a: 1\n---\nb: 1e6\n", [(2, 1, "Y009"), (3, 4, "Y014")]),
    "21 levels": ("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, [(1, 23, "Y010")]),
    "10,000 brackets": ("[" * 10_000 + "]" * 10_000, [(1, 21, "Y010")]),
    "10,000 lists in one line": ("- " * 10_000, [(1, 41, "Y010")]),
    "empty": ("", [(0, 0, "Y011")]),
    "comment only": ("---\n# nothing\n", [(0, 0, "Y011")]),
    "list": ("# x\n- a\n", [(2, 1, "Y012")]),
    "text": ("just text", [(1, 1, "Y012")]),
    "odd keys": ("~: 1\n? [a]\n: b\n1.5: 2\n", [(1, 1, "Y013"), (2, 3, "Y013"), (4, 1, "Y013")]),
    "more odd keys": ("true: 1\n? {a: 1}\n: b\n", [(1, 1, "Y013"), (2, 3, "Y013")]),
    "the comma separates here": ("a: {n: 1,000}\n", [(1, 10, "Y014")]),
    "many": ("[" + "1e6," * 102 + "]", [*((1, 4 * n + 2, "Y014") for n in range(100)), (1, 398, "Y015")]),
}


@each_loader
@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=name) for name, case in REFUSALS.items()])
def test_refused(text: str | bytes, expected: list[tuple[int, int, str]], loader: Loader) -> None:
    assert places(text, loader) == expected


def test_every_code_has_a_case() -> None:
    codes = {code for _, expected in REFUSALS.values() for *_, code in expected}
    assert codes == {f"Y{number:03}" for number in range(1, 16)}


@each_loader
def test_twenty_levels_are_read(loader: Loader) -> None:
    inside = MAX_DEPTH - 1
    assert document("a: " + "[" * inside + "]" * inside, loader).place(["a"]) == Place("r.yaml", 1, 4)


SENTENCES = [
    pytest.param(b"x" * (MAX_BYTES + 1), "the file has more than 262,144 bytes", id="Y001"),
    pytest.param(b"a: 1\nb: \xe9", "byte 9 of the file, 0xE9, is not UTF-8", id="Y002"),
    pytest.param("a: x\x1b", "here is U+001B, a control character", id="Y003"),
    pytest.param("a: 1\n\nb:\t1", "line 3 has a tab", id="Y004"),
    pytest.param("a: 1\nb: 2\na: 3", 'the key "a" stands in line 1 and again in line 3', id="Y006"),
    pytest.param("a: &x 1", '"&x" makes one value stand in two places', id="Y007"),
    pytest.param("- a", "the file begins with a list, not with a key", id="Y012"),
    pytest.param("a: {2.5: x}", "a key is a decimal number; keys are text or whole numbers", id="Y013"),
    pytest.param("a: 010", '"010" looks like a number, but it begins with 0', id="Y014"),
]


@pytest.mark.parametrize(("text", "message"), SENTENCES)
def test_the_sentence(text: str | bytes, message: str) -> None:
    [problem] = read(text)[1]
    assert problem.message == message


# Syntax errors: the likely cause, the same from both parsers.

SYNTAX = [
    ("p: >0.05\n", 1, 4, 'begins with ">"'),
    ("p: > 0.05\n", 1, 4, 'begins with ">"'),
    ("n: >5\nm: 1\n", 1, 4, 'begins with ">"'),
    ("n: |#5\nm: 1\n", 1, 4, 'begins with ">"'),
    ("p: *0.03\n", 1, 4, 'begins with "*"'),
    ("p: %5\n", 1, 4, "sign that YAML keeps"),
    ("p: @b\n", 1, 4, "sign that YAML keeps"),
    ("p: `b`\n", 1, 4, "sign that YAML keeps"),
    ("%FOO\n---\na: 1\n", 1, 1, "sign that YAML keeps"),
    ("%YAML 1.1\n---\na: 1\n", 1, 1, "sign that YAML keeps"),
    ("a: !x!y z\n", 1, 4, "cannot be read as YAML"),
    ("a: !<x y\n", 1, 4, "sign that YAML keeps"),
    ("a: b: c\n", 1, 5, 'contains ": "'),
    ("a: {b: c: d}\n", 1, 9, 'contains ": "'),
    ("a: 1\n  b: 2\n", 2, 3, "fits no line above"),
    ("a:\n  b: 1\n c: 2\n", 3, 2, "fits no line above"),
    ("a: 1\n- b\n", 2, 1, "fits no line above"),
    ("a: - b\n", 1, 4, "fits no line above"),
    ("- 1\n-2\n", 2, 1, 'no "key: value"'),
    ("a: 1\nname:x\n", 2, 1, "no space after the colon"),
    ("a: 1\nname\nb: 1\n", 2, 1, 'no "key: value"'),
    ('a: 1\n"name"\nb: 1\n', 2, 1, 'no "key: value"'),
    ("a: [1, 2\nb: 3\n", 1, 4, "brackets do not match"),
    ("a: {b: 1", 1, 4, "brackets do not match"),
    ("a: [1,\n", 1, 7, "brackets do not match"),
    ("a: {b: [1, 2}\n", 1, 8, "brackets do not match"),
    ("a: 1\nb: ]\n", 2, 4, "brackets do not match"),
    ('a: "x\nb: 2\n', 1, 4, "quote that opens here is not closed"),
    ("a: 'x\nb: 2", 1, 4, "quote that opens here is not closed"),
    ("a: 'it's'\n", 1, 8, "text follows a closing quote"),
    ('a: "x" y\n', 1, 8, "text follows a closing quote"),
    ('a: "c:\\d"\n', 1, 7, "no escape"),
    ('a: "\\ud800"\n', 1, 5, "no escape"),
    ('a: "x\\UFFFFFFFF"\n', 1, 6, "no escape"),
    ("{a: 1}\nb: 2\n", 2, 1, "cannot be read as YAML"),
]


@each_loader
@pytest.mark.parametrize(("text", "line", "column", "message"), SYNTAX)
def test_the_likely_cause(text: str, line: int, column: int, message: str, loader: Loader) -> None:
    [problem] = read(text, loader)[1]
    assert (problem.place, problem.code) == (Place("r.yaml", line, column), "Y005")
    assert message in problem.message


@each_loader
def test_every_cause_has_a_case(loader: Loader) -> None:
    said = {problem.message for text, *_ in SYNTAX for problem in read(text, loader)[1]}
    assert said == {cause.message for cause in causes.CAUSES}
    assert len(said) == 12


# Depth is counted by us: a parser that gives up before it hands out an event changes nothing.

DEEP = [
    pytest.param("a: " + "[" * 30, 23, id="brackets"),
    pytest.param("a: " + "[" * 30 + "]" * 30, 23, id="closed brackets"),
    pytest.param("a: " + "[{b: " * 30, 50, id="brackets and braces"),
    pytest.param("a: [\"[[[[[[\", '{', " + "[" * 30, 38, id="brackets in quotes do not count"),
    pytest.param("a: [[], {}, " + "[" * 30, 31, id="closed ones do not count"),
    pytest.param("- - - [b, " + "[" * 30, 27, id="lists around the brackets count"),
]


def giving_up(text: str, Loader: Loader) -> Iterator[yaml.Event]:  # noqa: N803  as `yaml.parse` is called
    """A parser that looks ahead to the last bracket, and objects before it hands out the first."""
    for event in PARSE(text, Loader=Loader):
        if isinstance(event, yaml.SequenceStartEvent) and event.flow_style:
            last = text.rindex("[")
            at = yaml.Mark("r.yaml", last, 0, last, None, 0)
            raise yaml.scanner.ScannerError("while scanning", at, "too deep", at)
        yield event


PARSE = yaml.parse


@each_loader
@pytest.mark.parametrize(("text", "column"), DEEP)
def test_depth_is_told_wherever_a_parser_gives_up(
    text: str, column: int, loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places(text, loader) == [(1, column, "Y010")]
    monkeypatch.setattr(yaml, "parse", giving_up)
    assert places(text, loader) == [(1, column, "Y010")]


# All problems at once.

MANY = """\
id: &id 1e6
aliases: [a, *id]
id: 010
arms: !x {n: 1, n: 2}
name: "a\\e"
"""


@each_loader
def test_all_problems_in_one_run(loader: Loader) -> None:
    expected = [
        (1, 5, "Y007"),
        (1, 5, "Y014"),
        (2, 14, "Y007"),
        (3, 1, "Y006"),
        (3, 5, "Y014"),
        (4, 7, "Y008"),
        (4, 17, "Y006"),
        (5, 9, "Y003"),
    ]
    assert places(MANY, loader) == expected


def test_what_was_not_refused_can_be_validated() -> None:
    found, _ = read(MANY)
    assert found is not None
    assert found.data == {"id": "1e6", "aliases": ["a", None], "arms": {"n": 1}, "name": "a\ufffd"}


def test_problems_before_a_syntax_error_are_told_too() -> None:
    assert places("a: 1e6\na: x\u200by\nb: ]\n") == [
        (1, 4, "Y014"),
        (2, 1, "Y006"),
        (2, 5, "Y003"),
        (3, 4, "Y005"),
    ]


@pytest.mark.parametrize("text", ["a:\n\tb: 1\n  c: 2\n d: 3\n", "a: x\x85b: y\n"], ids=["tabs", "line break"])
def test_an_echo_of_a_replaced_character_is_not_told(text: str) -> None:
    assert "Y005" not in {code for *_, code in places(text)}


# Places.

RECORD = """\
id: NCT1
arms:
  il2: {n: 30, label: "日本", dose: 1}
  placebo:
outcomes:
  - endpoint: SRI-4
    results: [1, 2]
  -
    week: 12
"""

PLACES = [
    pytest.param((), "value", (1, 1), id="the whole"),
    pytest.param(("id",), "value", (1, 5), id="value"),
    pytest.param(("id",), "key", (1, 1), id="key"),
    pytest.param(("arms", "il2", "dose"), "value", (3, 35), id="value behind wide characters"),
    pytest.param(("arms", "il2", "dose"), "key", (3, 29), id="key behind wide characters"),
    pytest.param(("arms",), "value", (3, 3), id="mapping"),
    pytest.param(("arms", "placebo"), "value", (4, 11), id="empty value"),
    pytest.param(("arms", "placebo", "n"), "key", (4, 3), id="missing key"),
    pytest.param(("outcomes", 0, "results", 1), "value", (7, 18), id="item"),
    pytest.param(("outcomes", 1, "week"), "value", (9, 11), id="nested"),
    pytest.param(("outcomes", 1), "key", (9, 5), id="an item has no key"),
    pytest.param(("outcomes", 0, "count", "results", "list[int]", 0), "value", (7, 15), id="tags of unions"),
    pytest.param(("nowhere", 7), "value", (1, 1), id="nothing fits"),
    pytest.param(("outcomes", 5), "key", (5, 1), id="no such item"),
]


@each_loader
@pytest.mark.parametrize(("loc", "of", "expected"), PLACES)
def test_the_place_of(loc: tuple[str | int, ...], of: str, expected: tuple[int, int], loader: Loader) -> None:
    assert document(RECORD, loader).place(loc, key=of == "key") == Place("r.yaml", *expected)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "BOM"])
@each_loader
def test_line_ends_and_byte_order_mark_do_not_matter(start: str, end: str, loader: Loader) -> None:
    found = document(start + RECORD.replace("\n", end), loader)
    assert found == document(RECORD, loader)
    assert found.plain.lines == tuple(RECORD.splitlines())


@each_loader
def test_a_place_lies_inside_the_file(loader: Loader) -> None:
    assert document("? a", loader).place(["a"]) == Place("r.yaml", 1, 4)


def test_line_text() -> None:
    found, _ = read("a: 1\nb:\t\x1b\n# " + "x" * 2000)
    assert found is not None
    assert [found.line_text(number) for number in range(5)] == ["", "a: 1", "b: \ufffd", "", ""]


# What a problem may show.


@pytest.mark.parametrize("text", ["a: x\x1b[31m\t\u202e1e6\n", '"\\e[31m": 1\n"\\e[31m": 2\n', "? \x9b1e6\n: \x1b\n"])
def test_no_refused_character_leaves_in_a_problem(text: str) -> None:
    problems = read(text)[1]
    shown = "".join(problem.message + problem.help + problem.source_line for problem in problems)
    assert problems
    assert not REFUSED.search(shown.replace("\ufffd", ""))
    assert "\t" not in shown


def test_the_source_line_keeps_its_columns() -> None:
    assert {p.source_line for p in read("ok: 1\na: x\ty\x1bz 1e6\n")[1]} == {"a: x y\ufffdz 1e6"}


def test_a_long_line_is_not_quoted_and_a_long_key_is_cut() -> None:
    key = "k" * 900
    [problem] = read("{" + f"{key}: 1, {key}: 2" + "}")[1]
    assert problem.source_line == ""
    assert len(problem.message) < 100


def test_too_many_problems_are_counted() -> None:
    problems = read("a: 1e6\n" + "\t\n" * 500)[1]
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].message == "the file has 401 more problems, which are not listed"


# Cc, Cf, Zl, Zp and Cs of a Unicode version that never changes; the visible signs for Arabic and Syriac stay.
UNSEEN = [
    chr(number)
    for number in range(0x110000)
    if unicodedata.ucd_3_2_0.category(chr(number)) in {"Cc", "Cf", "Zl", "Zp", "Cs"} and chr(number) not in "\t\n\u06dd"
]


def test_every_unseen_character_is_refused() -> None:
    assert len(UNSEEN) > 2000
    assert [hex(ord(character)) for character in UNSEEN if not REFUSED.match(character)] == []


def test_what_papers_print_is_not_refused() -> None:
    assert not REFUSED.search("é µ β × ± − – ≥ ≤ … “ ” ⁶ ½ \u00a0 \u2009 Ω 日本 한 ё \u0301 😀\n")


# Hostile files.

HOSTILE = {
    "brackets": "a: " + "[" * MAX_BYTES,
    "braces": "{" * MAX_BYTES,
    "dashes": "- " * MAX_BYTES,
    "question marks": "? " * MAX_BYTES,
    "alias bomb": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(9000)),
    "keys": "".join(f"k{n:05}:\n" for n in range(32_000)),
    "keys in braces": "{" + "a," * (MAX_BYTES // 2 - 1) + "}",
    "pairs": "[" + "a: b," * (MAX_BYTES // 5 - 1) + "]",
    "one line": "a: " + "x " * MAX_BYTES,
    "one key": "k" * (MAX_BYTES - 9) + ": 1",
    "digits": "a: " + "1" * MAX_BYTES,
    "escapes": 'a: "' + "\\e" * (MAX_BYTES // 2 - 9) + '"',
    "quotes": "a: '" + "''" * MAX_BYTES,
    "tabs": "\t\n" * MAX_BYTES,
    "zeros": "\0x" * MAX_BYTES,
    "tags": "! " * MAX_BYTES,
    "documents": "---\n" * MAX_BYTES,
    "line feeds": "\n" * MAX_BYTES,
}


def cost(work: Callable[[], object]) -> float:
    """Processor seconds of some work: the least of two, since others use the machine too."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


ORDINARY = "outcomes:\n" + "  - {endpoint: SRI-4, week: 12, percent: 55.17, n: 29, cite: {he2020: Table 2}}\n" * 1200


@pytest.mark.parametrize("text", [pytest.param(text[:MAX_BYTES], id=name) for name, text in HOSTILE.items()])
def test_a_hostile_file_costs_little(text: str) -> None:
    found, problems = read(text)
    assert found or problems
    # An ordinary record of 100 kB is the measure: the dearest file costs 33 of it, more where others use the machine;
    # a quadratic step, thousands.
    assert cost(lambda: read(text)) < 200 * cost(lambda: read(ORDINARY))


# Properties.

unhurried = settings(deadline=None)

YAML_TEXT = st.text(st.sampled_from("ab1e0:-,[]{}#&*!|>'\"%@`?~\\<=/.\n\r\t \x1b\u2028\u202e\ufeffé😀U"), max_size=60)


def assert_sound(raw: bytes, loader: Loader) -> None:
    found, problems = read_yaml(raw, "r.yaml", loader=loader)
    lines = raw.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert found is not None or problems
    for problem in problems:
        line, column = problem.place.line, problem.place.column
        assert (line, column) == (0, 0) or 1 <= column <= len(lines[line - 1]) + 1
        assert not REFUSED.search(problem.source_line.replace("\ufffd", ""))


@each_loader
@unhurried
@given(raw=st.one_of(st.binary(), st.text().map(str.encode), YAML_TEXT.map(str.encode)))
def test_any_bytes_give_a_document_or_a_problem(raw: bytes, loader: Loader) -> None:
    assert_sound(raw, loader)


@each_loader
@unhurried
@given(lines=st.lists(st.tuples(st.integers(0, 3), YAML_TEXT), max_size=5))
def test_any_lines_below_keys_give_a_document_or_a_problem(lines: list[tuple[int, str]], loader: Loader) -> None:
    assert_sound("".join(f"{'  ' * indent}k: {text}\n" for indent, text in lines).encode(), loader)


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"], include_characters="\n").filter(
        lambda character: not REFUSED.match(character)
    )
).map(lambda text: unicodedata.normalize("NFC", text))
KEYS = TEXT.filter(lambda key: key != "<<")
LEAVES = st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | TEXT
DATA = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)),
    min_size=1,
)


class QuotingDumper(yaml.SafeDumper):
    """Quotes every text, and writes the same list twice instead of an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def as_block(data: object) -> str:
    return yaml.dump(data, Dumper=QuotingDumper, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("dump", [as_json, as_block])
@unhurried
@given(data=DATA)
def test_plain_data_comes_back(data: dict[str, object], dump: Callable[[object], str]) -> None:
    text = dump(data)
    assume(as_json(data).count("[") + as_json(data).count("{") <= MAX_DEPTH)
    found = [document(text, loader) for loader in LOADERS.values()]
    assert [each.data for each in found] == [data] * 2
    assert found[0] == found[1]
