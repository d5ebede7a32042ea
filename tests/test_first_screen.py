"""What a reader with a minute sees: the answer, then the sections in short, counted in lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, islice

import pytest

from flat import examined
from il2sle.evidence.answering import answer
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import compare
from il2sle.evidence.examined import Examined
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.show import show_page
from minimal import DRUG, minimal
from pages import lines_of

FIRST = 23  # lines of a terminal of 24, whose last one holds the prompt
BUDGET = {80: 15, 140: 10}  # lines of each trial with results
SHORT = {80: 16, 140: 11}  # lines of each trial with results, one of them the strip of its doses
WITHOUT = 2


def compared(listed: list[Examined]) -> Comparison:
    return replace(compare(listed), answer=answer(listed))


def drawn(listed: list[Examined], width: int, *, full: bool = False) -> list[str]:
    return lines_of(compare_page(compared(listed), full=full, width=width), width)


@pytest.fixture(scope="module")
def five(trials: list[Trial]) -> list[Examined]:
    return list(examined(trials))


def copies(trials: list[Trial], number: int) -> Iterator[Examined]:
    """Trials as many as wanted, made from the shipped ones, each with an id and a name of its own."""
    for index, trial in enumerate(islice(cycle(trials), number)):
        named = f"{index:02}{trial.name[2:]}"  # as long as it was, so that it is wrapped alike
        yield Examined(trial.model_copy(update={"id": f"NCT9{index:07}", "name": named, "aliases": []}))


def own_lines(lines: list[str]) -> list[str]:
    """The lines of the sections that belong to a trial: no headings, rules, counts, notes or key."""
    start = next(i for i, line in enumerate(lines) if line.startswith("STUDIES"))
    end = next(i for i, line in enumerate(lines) if line.startswith(("The trials differ", "Not shown", "KEY")))
    common = re.compile(
        r"STUDIES|OUTCOMES|DOSES|HARMS|[─ ]+$|.*(higher|lower) is better$|no ([A-Z]|figure )|Reports|"
        r"\d+ further events| +wk |A cell is|$"
    )
    kept: list[str] = []
    skipping = False
    for line in lines[start:end]:
        if common.match(line):
            skipping = line.startswith(("no ", "Reports"))
        elif not (skipping and not re.match(r"[A-Z][\w-]+( |$)", line)):
            skipping = False
            kept.append(line)
    return kept


# The first screen


ASKED = {
    "did it work": "PRIMARY NOT met: He 2020, LUPIL-2 (SRI-4, wk 12); ISLAND-SLE",
    "main result": "16/29†   9/30† +25.2†  0.1 to 46.3  0.052",
    "exposure": "1 MIU/dose, 21† MIU/12 wk",
    "whose primary": "registered primary, no verdict; off drug 12 wk",
    "interval against p": "published primary; CI and p disagree",
    "inferred link": "linked by inference; meeting",
    "other doses": "300, 1800: not read",
    "SLEDAI": "SLEDAI He 2020 6 v 6 (median, wk 12); ISLAND-SLE +8.8, p 0.309",
    "no better": "others: almost as placebo",
    "BICLA": "BICLA  ISLAND-SLE +16.4",
    "LLDAS": "LLDAS  ISLAND-SLE +12.2",
    "harms": "MORE injection-site reaction 9 v 2; unclear: serious 0 v 3",
    "stopped": "stopped drug 40% REZPEG 1800 µg, 12% placebo",
    "deaths": "DEATHS: no figure read in any trial",
    "what it rests on": "counts of 159 patients: He 2020, LUPIL-2",
    "not read": "unread reports in 5 trials",
    "what next": "il2sle show LUPIL-2",
    "nothing pooled": "Nothing pooled",
    "computed": "† computed here, n/N from percentages",
}


@pytest.mark.parametrize("question", ASKED)
def test_the_first_screen_answers(five: list[Examined], question: str) -> None:
    screen = " ".join(" ".join(drawn(five, 80)[:FIRST]).split())
    assert " ".join(ASKED[question].split()) in screen


def test_the_answer_fills_one_screen_and_no_more(five: list[Examined]) -> None:
    lines = drawn(five, 80)
    assert lines[FIRST] == ""
    assert "" not in lines[:FIRST]
    assert lines[FIRST + 1].startswith("STUDIES")


@pytest.mark.parametrize("number", [1, 3, 30, 40])
def test_the_answer_of_any_number_of_trials_is_folded_into_few_lines(trials: list[Trial], number: int) -> None:
    lines = drawn(list(copies(trials, number)), 80)
    assert lines.index("") <= FIRST
    assert [label for label in ("SLEDAI", "BICLA", "LLDAS", "HARMS", "BASIS") if not _begins(lines, label)] == []


def _begins(lines: list[str], label: str) -> bool:
    return any(line.startswith(label) for line in lines)


# What stands below is counted apart from what has no figure


def knowing(number: int, endpoint: str, arms: str = "drug: {events: 9, n: 20}") -> Examined:
    """A trial with figures of one endpoint alone."""
    outcome = f"{{endpoint: {endpoint}, results: {{week 12: {{{arms}}}}}, cite: 'paper, Table 2'}}"
    return Examined(minimal({"id": f"NCT{number:08}", "name": f"T{number}", "outcomes/0": outcome}))


@pytest.mark.parametrize(
    ("known", "silent", "expected"),
    [
        pytest.param(4, 5, "BICLA  T0 1 MIU 9/20 (wk 12); 3 below, 5 without", id="both"),
        pytest.param(1, 6, "BICLA  T0 1 MIU 9/20 (wk 12); no figure: 6", id="none below"),
    ],
)
def test_results_below_and_trials_without_any_are_counted_apart(known: int, silent: int, expected: str) -> None:
    leading = [knowing(known + n, "SRI-4") for n in range(silent)]
    lines = drawn([*(knowing(n, "BICLA") for n in range(known)), *leading], 120)
    assert next(line for line in lines if line.startswith("BICLA")) == expected


def test_further_arms_of_the_trial_that_is_told_are_counted_as_rows() -> None:
    high = "{label: IL-2 2 million IU, drug: IL-2, dose: 2, unit: million IU, cite: 'paper, p. 1'}"
    both = "{week 12: {drug: {events: 9, n: 20}, high: {events: 8, n: 20}}}"
    outcome = f"{{endpoint: BICLA, results: {both}, cite: 'paper, p. 2'}}"
    two = Examined(minimal({"name": "Two", "arms/high": high, "outcomes/0": outcome}))
    lines = drawn([two, *(knowing(n, "SRI-4") for n in range(2, 8))], 120)
    assert next(line for line in lines if line.startswith("BICLA")).endswith("; 1 more row below; no figure: 6")


# The primary endpoints of single trials


def test_a_primary_endpoint_without_a_figure_is_told_below_the_outcomes() -> None:
    role = "missing: not read, cite: 'paper, p. 2'"
    outcome = f"{{endpoint: other, measure: share of cells, analysis: primary, {role}}}"
    said = f"{{endpoint: BILAG, measure: score, registered: primary, says: it fell, {role}}}"
    listed = [
        Examined(minimal({"name": "One", "outcomes/0": outcome})),
        Examined(minimal({"id": "NCT00000002", "name": "Two", "outcomes/0": said})),
    ]
    lines = " ".join(" ".join(drawn(listed, 140)).split())
    assert "One: share of cells (primary; not read)" in lines
    assert "Two: BILAG score (registered primary; not read; it fell)" in lines
    assert "further outcome" not in lines


def test_a_primary_endpoint_with_a_figure_of_one_arm_is_not_called_silent() -> None:
    results = "results: {week 12: {drug: {events: 9, n: 20}}}, cite: 'paper, p. 2'"
    outcome = f"{{endpoint: other, measure: x, analysis: primary, {results}}}"
    assert not _begins(drawn([Examined(minimal({"outcomes/0": outcome}))], 140), "no figure")


# The sections in short


@pytest.mark.parametrize("width", SHORT)
def test_a_trial_takes_few_lines(five: list[Examined], width: int) -> None:
    found = own_lines(drawn(five, width))
    assert 30 < len(found) <= SHORT[width] * len(five) + 1  # a drug of many words is wrapped


@pytest.mark.parametrize("width", SHORT)
def test_thirty_trials_take_few_lines_each(trials: list[Trial], width: int) -> None:
    listed = list(copies(trials, 30))
    folded = replace(compare(listed), answer=answer(listed, folding=True))  # as the command does
    found = own_lines(lines_of(compare_page(folded, width=width), width))
    assert 180 < len(found) <= BUDGET[width] * 30


@pytest.mark.parametrize("width", SHORT)
def test_more_than_thirty_are_folded(trials: list[Trial], width: int) -> None:
    lines = drawn(list(copies(trials, 35)), width)
    assert any(line.startswith("Folded, as there are 35 trials") for line in lines)
    assert len(own_lines(lines)) < SHORT[width] * 30


def test_a_trial_without_results_takes_two_lines() -> None:
    silent: dict[str, str | None] = {
        "outcomes/0": "{endpoint: SRI-4, missing: pending, as_of: 2020-01-01, cite: 'registry, results'}",
        "harms": None,
        "schedule": None,
        "status/results": "pending",
    }
    lines = drawn([Examined(minimal(silent))], 80)
    assert len([line for line in own_lines(lines) if line]) <= WITHOUT + 1  # and its unknown schedule


TOLD = {
    "NOT met": "primary, NOT met",
    "post hoc": "POST HOC",
    "per protocol": "POST HOC; per protocol",
    "off treatment": "off drug 12 wk",
    "inferred link": "linked by inference",
    "second-hand": "news and meeting reports are second-hand",
    "interval against p": "CI and p disagree",
    "other doses": "300, 1800: lower than 900 µg",
    "not read": "not read: He 2020, LUPIL-2",
    "no control": "no control",
}


@pytest.mark.parametrize("width", [40, 80, 100, 140])
@pytest.mark.parametrize("what", TOLD)
def test_the_short_form_lacks_no_doubt(five: list[Examined], what: str, width: int) -> None:
    said = " ".join(" ".join(drawn(five, width)).split())
    assert TOLD[what] in said


DOUBTS: dict[str, tuple[dict[str, str | None], str]] = {
    "subgroup": ({"outcomes/0/subgroup": "{by: sex, is: women}"}, "SUBGROUP sex women"),
    "W203": ({DRUG: "{events: 18, n: 30, p: 0.2}"}, "‡"),
    "read off": ({DRUG: "{events: 18, n: 30, read_off: Figure 2}"}, "read off a graph"),
    "adjusted": ({"outcomes/0/adjusted": "logistic model"}, "adjusted: logistic model"),
    "crossover": ({"design/assignment": "crossover"}, "each patient is in both arms"),
}


@pytest.mark.parametrize("what", DOUBTS)
def test_every_doubt_has_short_words(what: str) -> None:
    edits, words = DOUBTS[what]
    lines = drawn([Examined(minimal(edits))], 140)
    assert words in " ".join(" ".join(lines).split())


def test_every_figure_of_the_short_form_stands_in_the_full_one(five: list[Examined]) -> None:
    short = set(re.findall(r"\d+/\d+†?|[+−]\d+\.\d†?|\d\.\d{3,4}", " ".join(drawn(five, 200))))
    full = " ".join(drawn(five, 200, full=True))
    harms = {
        "−10.0",
        "−13.1",
        "+24.4",
        "+13.8",
        "+10.3",
        "−25.6",
        "−31.1",
        "−2.9",
        "−0.3",
    }  # differences, which stand in JSON and show
    assert {figure for figure in short if figure.rstrip("†") not in full} <= harms
    assert len(short) > 40


# One trial


def test_show_begins_with_the_answer(five: list[Examined]) -> None:
    one = next(item for item in five if item.trial.id == "NCT02955615")
    rows = compare([one])
    lines = lines_of(show_page([one.profile], rows, {one.trial.id: answer([one])}, width=80), 80)
    screen = " ".join(" ".join(lines[:FIRST]).split())
    for words in ("PRIMARY NOT met: SRI-4, wk 12", "34/50", "POST HOC", "humrich2022 (read: abstract)", "DEATHS"):
        assert words in screen
    order = [lines.index(title) for title in ORDER]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({}, "Not stated"),
        ({"sources/paper/read_of": "abstract"}, "Not read"),
        ({"sources/supplement": "{kind: supplement, rank: primary, citation: S, read_of: nothing}"}, "Not read"),
        ({"status/results": "pending"}, "Pending"),
    ],
)
def test_a_primary_endpoint_of_which_nobody_read_the_report_is_not_unstated(edits: dict[str, str], said: str) -> None:
    one = minimal({"outcomes/0/met": None, "sources/registry": None, "sources/news": None, **edits})

    assert f"PRIMARY {said}" in [" ".join(line.split()) for line in drawn(list(examined([one])), 80)]


ORDER = ("OUTCOMES", "ARMS AND DOSES", "HARMS", "WHERE SOURCES DIFFER", "CHECKS", "IDENTITY", "DESIGN")
