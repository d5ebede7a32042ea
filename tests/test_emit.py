"""What a draft is written as: YAML that our own reader reads as it was meant, whatever the texts hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from il2sle.records.draft.emit import to_yaml
from il2sle.records.draft.tree import Mapping, Raw, Sequence, mapping
from il2sle.records.registry.unread import plain
from il2sle.records.yaml_reader import read_yaml

TEXTS = st.text(min_size=1, max_size=200).filter(plain) | st.sampled_from(
    [
        *(
            "1:1",
            "no",
            "null",
            "~",
            "2020",
            "1/2",
            "0.10",
            "a: b",
            "a #b",
            "[x]",
            "{x",
            "- x",
            "> 5",
            "'x'",
            '"',
            "\\",
            "x:",
        ),
        *("a\nid: x", "a\u2028# b", "a, b", "%x", "@x", "&a", "*a", "!t", "1,5", "x " * 80, "a  b", "?", "=1", "µg"),
    ]
)


def read(text: str) -> object:
    document, problems = read_yaml(text.encode(), "draft.yaml")
    assert [(problem.code, problem.message) for problem in problems] == []
    assert document is not None
    return document.data


@given(TEXTS, TEXTS, TEXTS)
def test_every_text_is_read_back_as_it_was_meant(one: str, two: str, said: str) -> None:
    inside = mapping(a=one, b=Sequence([(two, ()), (one, (said,))]), c=mapping(d=two))
    tree = Mapping([("top", one, (said,)), ("in", inside, ()), ("list", Sequence([(inside, (said,))]), (said, said))])
    tree.tail.append(said)

    meant = {"a": plain(one), "b": [plain(two), plain(one)], "c": {"d": plain(two)}}
    assert read(to_yaml(tree)) == {"top": plain(one), "in": meant, "list": [meant]}


def test_a_break_in_a_comment_ends_no_comment() -> None:
    tree = Mapping([("a", Raw("1"), ("one\nid: x\r\ntwo\u2028b: 2\x85c: 3\x0bd: 4",))])

    assert to_yaml(tree) == "# one id: x two b: 2 c: 3 d: 4\na: 1\n"


def test_short_mappings_stand_in_braces_and_figures_keep_their_digits() -> None:
    tree = mapping(a=mapping(is_=Raw("30.00"), cite="ctgov, x"), b=Sequence([(Raw("0.10"), ()), ("week 1", ())]))

    assert to_yaml(tree) == 'a: {is: 30.00, cite: "ctgov, x"}\n\nb: [0.10, week 1]\n'
