"""What a file must be to be a study, and what is said of every other."""

from __future__ import annotations

import json

import pytest

from il2sle.errors import StudyProblem
from il2sle.records.registry import study_file
from il2sle.records.registry.node import Node
from il2sle.records.registry.study_file import number_of, studies_in
from il2sle.records.registry.unread import Unread, displayed, plain
from studies import MADE, made


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"{}", "no study: there is no `protocolSection`", id="other JSON"),
        pytest.param(b"[1, 2]", "no study", id="list"),
        pytest.param(b"\xff\xfe{", "byte 1 is not UTF-8", id="encoding"),
        pytest.param(b'{"studies": []}', "holds no study", id="no hit"),
        pytest.param(b"nonsense", "study.json:1:1: not JSON", id="not JSON"),
        pytest.param(MADE.read_bytes()[:3000], "the file ends too early", id="truncated"),
        pytest.param(b"[" * 200_000, "nest too deep", id="deep"),
        pytest.param(b'{"FullStudiesResponse": {}}', "the format of the old API (`FullStudiesResponse`)", id="legacy"),
        pytest.param(b'{"Study": {"ProtocolSection": {}}}', "the format of the old API (`Study`)", id="legacy study"),
        pytest.param(b"<?xml?><clinical_study>", "the format of the old API (XML)", id="legacy XML"),
        pytest.param(b"<!doctype html>", "a web page", id="page"),
        pytest.param(b'{"studies": [{"a": 1}]}', "study.json: studies[0]: no study", id="in a list"),
    ],
)
def test_a_file_that_holds_no_study_is_told_what_it_is(raw: bytes, said: str) -> None:
    with pytest.raises(StudyProblem) as told:
        studies_in(raw, "study.json")

    assert said in str(told.value)
    assert str(told.value).startswith("study.json")


@pytest.mark.parametrize("number", ["../../etc/passwd", "NCT1234567", "NCT٠٠٠٠٠٠٠١", "", None, 5, "NCT00000001\n/x"])
def test_a_number_of_another_form_is_refused(number: object) -> None:
    study = made(lambda one: one["protocolSection"]["identificationModule"].update(nctId=number))

    with pytest.raises(StudyProblem, match="not NCT and eight digits"):
        studies_in(json.dumps(study).encode(), "study.json")


def test_a_number_is_read_in_any_case_and_behind_a_byte_order_mark() -> None:
    study = made(lambda one: one["protocolSection"]["identificationModule"].update(nctId="nct90000001"))

    (filed,) = studies_in(b"\xef\xbb\xbf" + json.dumps(study).encode(), "study.json")

    assert filed.study is not None
    assert number_of(filed.study) == "NCT90000001"


def test_a_huge_file_is_refused_and_a_large_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = MADE.read_bytes()
    monkeypatch.setattr(study_file, "MAX_BYTES", len(raw))

    assert len(studies_in(raw, "study.json")) == 1
    with pytest.raises(StudyProblem, match="MiB; fetch fewer studies"):
        studies_in(raw + b" ", "study.json")


def test_a_value_knows_its_place_and_a_text_stands_on_one_line() -> None:
    node = Node({"a": {"b": [{"c": " one\u2028two\x00\x85three\u200b "}, {"c": 5}, {"c": True}, {"c": [1]}]}})

    told = [item.told("c") for item in node.items("a", "b")]

    assert [(one.text, one.path) if one else None for one in told] == [
        ("one two three", "a.b[0].c"),
        ("5", "a.b[1].c"),
        None,
        None,
    ]
    assert list(node.items("a")) == []
    assert plain("\ud800x") == "x"


def test_a_broken_study_of_a_search_result_stands_in_its_place_with_the_reason() -> None:
    bad = made(lambda one: one["protocolSection"]["identificationModule"].update(nctId="../x"))

    found = studies_in(json.dumps({"studies": [bad, 5, made()]}).encode(), "found.json")

    assert [(one.where, one.study is None) for one in found] == [
        ("found.json: studies[0]", True),
        ("found.json: studies[1]", True),
        ("found.json: studies[2]", False),
    ]
    assert str(found[1].problem).startswith("found.json: studies[1]: no study")


def test_whatever_is_of_another_kind_than_asked_for_is_noted_and_what_is_absent_is_not() -> None:
    node = Node({"text": ["a"], "list": "x", "count": "three", "number": "n/e", "absent": None, "na": "NA", "flag": 1})

    assert (node.text("text"), list(node.items("list")), node.texts("absent"), node.flag("flag")) == ("", [], [], None)
    assert (node.count("count"), node.number("number"), node.number("na")) == ("three", "n/e", "NA")
    assert (node.text("absent"), node.at("absent", "more").value, node.count("other")) == ("", None, "")
    assert node.unread.lines == (
        'text: a list of 1 ("a"), where a text was expected',
        'list: "x", where a list was expected',
        "flag: 1, where true or false was expected",
        'count: "three", where a count was expected',
        'number: "n/e", where a number was expected',
    )


def test_what_is_unread_touches_what_lies_above_and_below_it_and_no_neighbour() -> None:
    unread = Unread()
    unread.note("a.list[1]", None, "a text")

    assert [unread.touches(path) for path in ("a.list[1].name", "a.list[1]", "a.list", "a")] == [True] * 4
    assert [unread.touches(path) for path in ("a.list[10]", "a.lists", "b", "a.list[0]")] == [False] * 4


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "null"),
        (1, "1"),
        (True, "true"),
        ([], "an empty list"),
        ([1, "b"], "a list of 2 (1, …)"),
        ([[1]], "a list of 1"),
        ({}, "an empty object"),
        ({"a\nb": 1, "c": 2, "d": 3, "e": 4}, "an object (a b, c, d, …)"),
        ("a\u2028b\x1b[31m", '"a b[31m"'),
        ("x" * 61, f'"{"x" * 59}…"'),
    ],
)
def test_a_value_of_whatever_kind_is_shown_short_and_on_one_line(value: object, said: str) -> None:
    assert displayed(value) == said
