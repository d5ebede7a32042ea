"""What changed between two editions: graded by figures and verdicts, and blind to the text that holds them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.change import Change, Changes, Edition, Grade, PassedOver
from il2sle.evidence.changes import changes
from il2sle.evidence.examined import Examined
from il2sle.evidence.figure import Effect, Figure
from il2sle.evidence.pairing import paired
from il2sle.evidence.row_changes import conclusion
from il2sle.evidence.stamp import stamp
from il2sle.records.files import LoadedRecord
from il2sle.views.changes import NONE_CONCLUDED, changes_page, value_cell
from il2sle.views.page import markdown
from minimal import DRUG, PLACEBO, minimal
from pages import lines_of

Edits = dict[str, str | None]


def editions(old: list[Examined], new: list[Examined], passed_over: tuple[PassedOver, ...] = ()) -> Changes:
    return changes((Edition("old", stamp(old)), old), (Edition("new", stamp(new)), new), passed_over)


def changed(edits: Edits, before: Edits | None = None) -> list[Change]:
    """What an edit of the base record changes in its evidence."""
    return list(editions([Examined(minimal(before or {}))], [Examined(minimal(edits))]).changes)


def told(found: list[Change]) -> list[tuple[str, str, str, str]]:
    return [(one.grade, one.kind, one.what, one.why) for one in found]


def test_the_shipped_records_against_themselves(records: list[LoadedRecord]) -> None:
    both = [[Examined(one.trial, one.source_map) for one in records] for _ in range(2)]
    assert editions(both[0], both[1][::-1]).changes == ()


def primaries(itt: str, pp: str | None) -> Edits:
    """Two primary outcomes that differ in nothing but their patients, and what became of each."""
    if pp is None:
        return {"outcomes/0/met": itt}
    results = "{week 12: {drug: {events: 15, n: 25}, placebo: {events: 9, n: 25}}}"
    own = f"{{endpoint: SRI-4, population: PP, analysis: primary, met: {pp}, results: {results}, cite: 'paper, p. 2'}}"
    return {"outcomes/0/met": itt, "outcomes/1": own}


BOTH = "SRI-4, week 12"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(("false", "false"), ("false", "false"), [], id="the same"),
        pytest.param(
            ("false", "false"), ("false", "true"), [(f"{BOTH}, PP: NOT met", f"{BOTH}, PP: met")], id="one became two"
        ),
        pytest.param(
            ("false", "true"), ("false", "false"), [(f"{BOTH}, PP: met", f"{BOTH}, PP: NOT met")], id="two became one"
        ),
        pytest.param(
            ("false", "true"),
            ("true", "false"),
            [(f"{BOTH}, ITT: NOT met", f"{BOTH}, ITT: met"), (f"{BOTH}, PP: met", f"{BOTH}, PP: NOT met")],
            id="two exchanged",
        ),
        pytest.param(("false", "false"), ("true", "true"), [(f"{BOTH}: NOT met", f"{BOTH}: met")], id="both together"),
        pytest.param(("false", None), ("false", "true"), [(None, f"{BOTH}, PP: met")], id="a set that is new"),
        pytest.param(("false", "true"), ("false", None), [(f"{BOTH}, PP: met", None)], id="a set that is gone"),
    ],
)
def test_a_verdict_is_held_against_that_of_the_same_patients(
    before: tuple[str, str | None], after: tuple[str, str | None], expected: list[tuple[str | None, str | None]]
) -> None:
    found = changed(primaries(*after), primaries(*before))
    assert [(one.old, one.new) for one in found if one.what == "primary endpoint"] == expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(
            {f"{DRUG}/events": "12", f"{DRUG}/percent": "40.0"},
            ("conclusion", "effect", "risk difference", "includes no effect"),
            id="an interval that crosses no effect",
        ),
        pytest.param(
            {f"{DRUG}/events": "24", f"{DRUG}/percent": "80.0"},
            ("conclusion", "effect", "risk difference", "a tenth"),
            id="an effect moved by a tenth",
        ),
        pytest.param(
            {"outcomes/0/met": "false"}, ("conclusion", "verdict", "primary endpoint", "verdict"), id="a verdict"
        ),
        pytest.param(
            {"sources/paper/standing": "retracted"}, ("conclusion", "source", "standing", "standing"), id="retracted"
        ),
        pytest.param(
            {"harms/events/0/arms/placebo": "{affected: 7, percent: 23.3}"},
            ("figure", "figure", "affected", ""),
            id="a harm",
        ),
        pytest.param({"arms/drug/dose": "2"}, ("figure", "figure", "dose", ""), id="a dose"),
        pytest.param({"people/enrolled/is": "61"}, ("figure", "fact", "enrolled", ""), id="enrolment"),
        pytest.param({"status/state": "terminated"}, ("figure", "status", "status", ""), id="status"),
        pytest.param({"outcomes/0/population": "mITT"}, ("figure", "fact", "population", ""), id="population"),
        pytest.param(
            {f"{DRUG}/percent": "60.00"}, ("words", "figure", "percentage, IL-2 1 million IU", ""), id="digits"
        ),
        pytest.param({"outcomes/0/note": "seen again"}, ("words", "words", "note", ""), id="a note"),
        pytest.param(
            {"outcomes/1/missing": "not measured"},
            ("words", "missing", "how it is missing", ""),
            id="how it is missing",
        ),
    ],
)
def test_a_change_and_its_grade(edits: Edits, expected: tuple[str, str, str, str]) -> None:
    assert expected in told(changed(edits))


@pytest.mark.parametrize(
    ("edits", "grade"),
    [
        pytest.param({"outcomes/0/note": "seen again"}, "words", id="note"),
        pytest.param({f"{PLACEBO}/percent": "30.00"}, "words", id="digits"),
        pytest.param({"people/enrolled/is": "61"}, "figure", id="enrolment"),
    ],
)
def test_nothing_is_graded_above_what_it_is(edits: Edits, grade: Grade) -> None:
    assert {one.grade for one in changed(edits)} == {grade}


def test_one_result_told_under_another_name_is_no_new_result() -> None:
    other = (
        "{endpoint: other, measure: PGA, cite: 'paper, Table 2', "
        "results: {week 12: {drug: {events: 5, n: 30}, placebo: {events: 7, n: 30}}}}"
    )
    last = f"outcomes/{len(minimal().outcomes)}"
    found = changed({last: other.replace("PGA", "global score")}, {last: other})
    assert {(one.grade, one.what) for one in found} == {("words", "measure")}


def test_a_result_where_there_was_none() -> None:
    filled: Edits = {
        "outcomes/1/missing": None,
        "outcomes/1/statistic": "mean ± SD",
        "outcomes/1/results": "{week 12: {drug: {value: 4.0, sd: 1.1, n: 30}, placebo: {value: 6.0, sd: 1.2, n: 30}}}",
    }
    kinds = [one.kind for one in changed(filled)]
    assert kinds.count("result added") == 1
    back = [one.kind for one in changed({}, filled)]
    assert back.count("result removed") == 1


def test_trials_that_are_new_gone_or_passed_over() -> None:
    one, other = Examined(minimal()), Examined(minimal({"id": "NCT00000009", "name": "Second"}))
    assert [(c.kind, c.grade) for c in editions([one], [one, other]).changes] == [("trial added", "conclusion")]
    assert [(c.kind, c.trial) for c in editions([one, other], [one]).changes] == [("trial removed", "NCT00000009")]
    spoilt = (PassedOver("NCT00000009", "old", "Y001"),)
    assert editions([one], [one, other], spoilt).changes == ()


def test_a_trial_registered_anew_is_the_same_one() -> None:
    old, new = Examined(minimal()), Examined(minimal({"id": "NCT00000009", "aliases": "[NCT00000001]"}))
    assert {c.kind for c in editions([old], [new]).changes} <= {"words", "source", "fact"}


def effect(value: str, low: str, high: str, measure: str = "difference") -> Effect:
    found = [Figure(Decimal(number), "printed") for number in (value, low, high)]
    return Effect(measure=measure, value=found[0], low=found[1], high=found[2])


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param(effect("10", "1", "20"), effect("10.9", "1", "20"), "", id="less than a tenth"),
        pytest.param(effect("10", "1", "20"), effect("11", "1", "20"), "a tenth", id="a tenth"),
        pytest.param(effect("10", "1", "20"), effect("10", "-1", "20"), "includes no effect", id="crosses"),
        pytest.param(effect("10", "-1", "20"), effect("10", "1", "20"), "excludes no effect", id="ceases to"),
        pytest.param(
            *(effect("2", "1.1", "3", "odds_ratio"), effect("2", "0.9", "3", "odds_ratio"), "includes no effect"),
            id="a ratio crosses one",
        ),
    ],
)
def test_what_makes_a_conclusion(old: Effect, new: Effect, why: str) -> None:
    assert conclusion(old, new) == why


Row = tuple[int, int]
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)))
KEYS: tuple[Callable[[Row], Hashable], ...] = (lambda row: row, lambda row: row[0])


@given(ROWS, ROWS)
def test_pairs_hold_every_row_once(old: list[tuple[int, int]], new: list[tuple[int, int]]) -> None:
    pairs = paired(old, new, KEYS)
    found = list(pairs)
    assert sorted(one for one, _ in found if one is not None) == sorted(old)
    assert [one for _, one in found if one is not None] == new
    assert all(one[0] == other[0] for one, other in found if one and other)


def test_the_page_says_the_gravest_first_and_counts_words() -> None:
    new = minimal({"outcomes/0/met": "false", "people/enrolled/is": "61", "outcomes/0/note": "seen again"})
    found = editions([Examined(minimal())], [Examined(new)])
    text = "\n".join(lines_of(changes_page(found), 80))
    assert text.index("CONCLUSIONS") < text.index("FIGURES AND CODED FACTS") < text.index("WORDS, listed by --full")
    assert "notes 1" in text
    assert "seen again" not in text
    assert "seen again" in "\n".join(lines_of(changes_page(found, full=True), 80))
    assert "| trial: primary endpoint | SRI-4, week 12: met | SRI-4, week 12: NOT met | verdict" in markdown.render(
        changes_page(found)
    )
    same = editions([Examined(minimal())], [Examined(minimal())])
    assert NONE_CONCLUDED.split(":")[0] in markdown.render(changes_page(same))


def test_a_derived_effect_keeps_its_mark() -> None:
    row = Examined(minimal()).outcomes[0]
    cell = value_cell(row.effect("difference"))
    assert (cell.text, cell.marks) == ("+30.0 (4.9 to 50.4)", ("derived",))
