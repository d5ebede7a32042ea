"""Figures found again in a text: numbers as they are printed, places that locators name, what speaks against one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.examined import Examined
from il2sle.evidence.trace import trace
from il2sle.evidence.verify.document import Document
from il2sle.evidence.verify.found import Verdict, verify
from il2sle.evidence.verify.numbers import numbers
from il2sle.evidence.verify.places import zone
from il2sle.records.files import load
from il2sle.records.folder import record_files, records_directory
from il2sle.records.pages import page_text
from minimal import DRUG, PLACEBO, RESULTS, minimal

Edits = dict[str, str | None]

PAPER = """A mock trial of a mock drug

Abstract

Methods: Sixty patients were randomised to IL-2 (n=30) or placebo (n=30) for 12 weeks. IL-2 at 1 million IU was given
every other day for 2 weeks, then a two-week break; three cycles.

Results: At week 12, SRI-4 was reached by 18 (60.0%) and 9 (30.0%) patients on IL-2 and placebo (p = .020). At week
24, SRI-4 rates were 65.2% with IL-2 and 41.7% with placebo (P less than .05).

Table 2
Measure | IL-2 | placebo
SRI-4 | 18/30 (60.0) | 9/30 (30.0)
SLEDAI change | −4.2 | −1.1
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p = .052; 0·052; P.001", ["0.052", "0.052", "0.001"]),
        ("7/13 (53.85%)", ["7", "13", "53.85"]),
        ("1,800 µg, 0,052 and 8,12,16", ["1800", "0.052", "8", "12", "16"]),
        ("Five hundred and thirty-two, both, twenty-two", ["532", "2", "22"]),
        ("−4.2 (–5.1 to -3.3), minus 2", ["-4.2", "-5.1", "-3.3", "-2"]),
        ("9-16 days; 12–18", ["9", "16", "12", "18"]),
        ("55.\n17% and 30\n.00", ["55.17", "30.00"]),
        ("55.17¹ 29a 30†", ["55.17", "29", "30"]),
        ("IL-2 CD25hi SLEDAI-2K NCT02465580 1:1 doi: 10.1136/ard-2022 https://a.b/12", []),
    ],
)
def test_numbers_as_they_are_printed(text: str, expected: list[str]) -> None:
    assert [f"{'-' if number.negative else ''}{number.value}" for number in numbers(text)] == expected


@given(st.decimals(min_value=0, max_value=999, places=2))
def test_a_printed_figure_is_read_with_its_digits(value: object) -> None:
    for text in (f"rate {value}%", f"({value})", f"={value}".replace(".", "·"), f"{value}".replace(".", ".\n")):
        assert [str(number.value) for number in numbers(text)] == [str(value)]


@pytest.mark.parametrize(
    ("locator", "begins"),
    [
        ("Abstract, Results", ["Results: At"]),
        ("paragraph 2", ["Results: At"]),
        ("Table 2", ["Table 2", "Measure | ", "SRI-4 | 18", "SLEDAI cha"]),
        ("Table 2, row SLEDAI", ["SLEDAI cha"]),
        ("Methods", ["Methods: S"]),
    ],
)
def test_a_locator_names_a_part_of_a_text(locator: str, begins: list[str]) -> None:
    document = Document(PAPER)
    assert [document.blocks[i].text[:10] for i in sorted(zone(document, locator) or ())] == [b[:10] for b in begins]


def test_a_locator_that_the_text_does_not_know_says_nothing() -> None:
    assert zone(Document(PAPER), "slide 3") is zone(Document(PAPER), "supplement S13") is None


def found(edits: Edits, name: str, text: str = PAPER) -> Verdict:
    [verdict] = [v for v in verify(Examined(minimal(edits)), {"paper": text}) if v.figure.name == name]
    return verdict


WEEK_12 = "outcomes/SRI-4, ITT/week 12"
CITED: Edits = {"outcomes/0/cite": '"paper, Abstract, Results"'}


@pytest.mark.parametrize(
    ("edits", "name", "state"),
    [
        ({}, f"{WEEK_12}/drug/percent", "at its place"),
        ({DRUG: "{events: 18, n: 30, percent: 60.0, p: 0.020}"} | CITED, f"{WEEK_12}/drug/p", "at its place"),
        ({"outcomes/0/cite": '"paper, p. 7"'}, f"{WEEK_12}/drug/percent", "found"),
        ({"outcomes/0/cite": '"paper, Methods"'}, f"{WEEK_12}/drug/percent", "elsewhere"),
        ({DRUG: "{percent: 60}"}, f"{WEEK_12}/drug/percent", "other digits"),
        ({DRUG: "{percent: 65.17}"} | CITED, f"{WEEK_12}/drug/percent", "other digits"),
        ({DRUG: "{percent: 61.4}"}, f"{WEEK_12}/drug/percent", "not found"),
        ({DRUG: "{percent: 61.4, read_off: a graph}"}, f"{WEEK_12}/drug/percent", "read off"),
        ({"people/cite": '"registry, enrolment"'}, "people/randomised", "no copy"),
        ({"people/cite": '"paper, Methods"'}, "people/randomised", "at its place"),
        ({"schedule/0/cite": '"paper, Methods"'}, "schedule/1/every", "at its place"),
        ({"schedule/0/cite": '"paper, Methods"'}, "schedule/1/rest", "at its place"),
    ],
)
def test_states(edits: Edits, name: str, state: str) -> None:
    verdict = found(edits, name)
    assert (verdict.state, verdict.doubts) == (state, ())
    assert verdict.contradicted == (state in {"other digits", "not found"})


@pytest.mark.parametrize(
    ("edits", "name", "doubt"),
    [
        ({RESULTS: "{drug: {percent: 65.2}, placebo: {percent: 41.7}}"}, f"{WEEK_12}/drug/percent", "beside week 24"),
        ({DRUG: "{percent: 30.0}", PLACEBO: "{percent: 60.0}"}, f"{WEEK_12}/drug/percent", "arms in the other order"),
        ({DRUG: "{percent: 65.2, p: 0.05}", RESULTS.replace("12", "24"): "{}"}, f"{WEEK_12}/drug/p", "printed with <"),
    ],
)
def test_what_stands_around_a_figure_can_speak_against_it(edits: Edits, name: str, doubt: str) -> None:
    changed = {key: value for key, value in edits.items() if value != "{}"}
    assert doubt in found(CITED | changed, name).doubts


def test_a_minus_that_was_lost_is_a_doubt() -> None:
    score: Edits = {"outcomes/0/statistic": "mean", RESULTS: "{drug: {value: 4.2}}", "outcomes/0/met": None}
    lost, kept = "a minus sign before it", {RESULTS: "{drug: {value: -4.2}}"}
    assert lost in found(score, f"{WEEK_12}/drug/value").doubts
    assert lost not in found({**score, **kept}, f"{WEEK_12}/drug/value").doubts


def test_a_source_without_a_copy_leaves_it_open() -> None:
    verdict = found({DRUG: "{percent: 61.4}", "outcomes/0/cite": '["paper, Results", "news, bullet 1"]'},
                    f"{WEEK_12}/drug/percent")  # fmt: skip
    assert (verdict.state, verdict.unseen, verdict.contradicted) == ("not found", ("news",), False)


def test_a_page_of_the_web_becomes_headings_rows_and_figures_without_their_marks() -> None:
    page = "<h2>Results</h2><script>7</script><table><tr><td>SRI-4</td><td>55.17<sup>1</sup></td></tr></table>"
    blocks = Document(page_text(page)).blocks
    assert [(block.kind, block.level) for block in blocks] == [("heading", 2), ("row", 0)]
    assert [str(number.value) for number in blocks[1].numbers] == ["55.17", "1"]


def test_forty_letters_at_most_are_shown() -> None:
    [seen] = [v.best for v in verify(Examined(minimal()), {"paper": PAPER}) if v.figure.name.endswith("drug/percent")][
        :1
    ]
    assert seen is not None
    assert "60.0" in seen.around
    assert len(seen.around) <= 40


def test_every_printed_figure_of_a_trace_is_looked_for_under_a_name_of_its_own() -> None:
    number = 0
    for record in load(record_files(records_directory())).records:
        one = Examined(record.trial)
        traced = {figure.loc for step in trace(one, one.outcomes) for figure in step.figure.printed()}
        number += len(traced)
        # A fact that has one claim is traced by the path of the fact.
        known = {figure.loc[:end] for figure in one.figures for end in range(2, len(figure.loc) + 1)}
        assert traced <= known
        assert len({figure.name for figure in one.figures}) == len(one.figures)
    assert number >= 500
