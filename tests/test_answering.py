"""The first screen's facts: which rows speak for a trial, which harms are told, and what they rest on."""

from __future__ import annotations

from typing import Any

import pytest

from flat import examined
from il2sle.evidence.answer import MAIN_HARMS, Answer, Known
from il2sle.evidence.answering import answer
from il2sle.evidence.comparison import compare
from il2sle.evidence.examined import Examined
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.records.vocabulary import ENDPOINT_KEYS
from il2sle.views.compare import compare_page
from il2sle.views.page import markdown
from minimal import RESULTS, minimal

Edits = dict[str, str | None]
RESULT = "{drug: {events: 12, n: 30}, placebo: {events: 9, n: 30}}"


@pytest.fixture(scope="module")
def told(trials: list[Trial]) -> Answer:
    return answer(examined(trials))


def of(*edits: Edits) -> Answer:
    return answer(
        Examined(minimal({"id": f"NCT0000000{n}", "name": f"Base {n}", **one})) for n, one in enumerate(edits)
    )


def sri(answered: Answer) -> Known:
    return next(known for known in answered.known if known.endpoint == "SRI-4")


def main(answered: Answer) -> list[tuple[str, Any, Any, Any]]:
    rows = [result.row for result in sri(answered).results]
    return [(row.name, row.week, row.population, row.analysis) for row in rows]


# Verdicts


def test_verdicts_of_the_shipped_records(told: Answer) -> None:
    found = [(group.met, group.endpoint, group.trials) for group in told.verdicts]
    assert found[:2] == [
        (False, "SRI-4, week 12", ("He 2020", "LUPIL-2")),
        (False, "SLEDAI-2K ≥4-point reduction, week 24", ("ISLAND-SLE",)),
    ]
    assert [group.met for group in told.verdicts] == [False, False, None]
    assert [study.name for study in told.without_verdict] == ["Peking dose-finding"]
    assert (len(told.studies), told.controlled, told.newest) == (5, 4, "2026-11-22")


def test_those_not_met_come_first() -> None:
    found = of({}, {"outcomes/0/met": "false"}, {"outcomes/0/met": None}).verdicts
    assert [(group.met, group.trials) for group in found] == [
        (False, ("Base 1",)),
        (True, ("Base 0",)),
        (None, ("Base 2",)),
    ]


@pytest.mark.parametrize("state", ["terminated", "withdrawn", "suspended", "completed"])
def test_trials_that_ended_early_are_told(state: str) -> None:
    found = of({"status/state": state}).ended
    assert [study.status for study in found] == ([state] if state != "completed" else [])


# The main result


def test_main_results_of_the_shipped_records(told: Answer) -> None:
    assert main(told) == [
        ("He 2020", 12, "mITT", "primary"),
        ("He 2020", 24, "mITT", "secondary"),  # which is the registered primary one
        ("Peking dose-finding", 24, None, None),
        ("LUPIL-2", 12, "ITT", "primary"),
        ("ISLAND-SLE", 24, "mITT", "secondary"),
    ]
    assert [result.row.registered for result in sri(told).results[:2]] == ["not registered", "primary"]
    sums = [[dose.cumulative["week_12"].exact.value for dose in result.doses] for result in sri(told).results]
    assert sums == [[21], [21], [42], [24], [5400]]


def test_every_endpoint_says_who_has_no_figure(told: Answer) -> None:
    assert [known.endpoint for known in told.known] == list(ENDPOINT_KEYS)
    for known in told.known:
        named = [result.row.name for result in known.results]
        named += [name for _, names in known.missing for name in names]
        assert set(named) == {study.name for study in told.studies}, known.endpoint


LATER = f"{{week 8: {RESULT}, week 12: {RESULT}, week 24: {RESULT}}}"
ANALYSES = {
    "outcomes/0": f"{{endpoint: SRI-4, population: ITT, analysis: post hoc, results: {{week 12: {RESULT}}}}}",
    "outcomes/4": f"{{endpoint: SRI-4, population: PP, analysis: secondary, results: {{week 12: {RESULT}}}}}",
    "outcomes/5": f"{{endpoint: SRI-4, population: ITT, analysis: secondary, results: {LATER}}}",
}


def test_a_secondary_analysis_on_treatment_stands_for_a_trial_without_a_primary_one() -> None:
    edits: Edits = {key: f"{text[:-1]}, cite: 'paper, p. 1'}}" for key, text in ANALYSES.items()}
    # Week 24 lies 12 weeks after the last dose; a trial that is alone shows every row.
    assert main(of(edits, {}))[0] == ("Base 0", 12, "ITT", "secondary")
    assert len(main(of(edits))) == 5


def test_a_trial_alone_shows_every_row(trials: list[Trial]) -> None:
    alone = answer(examined([trial for trial in trials if trial.id == "NCT02955615"]))
    assert main(alone) == [("LUPIL-2", 12, "ITT", "primary"), ("LUPIL-2", 12, "PP", "post hoc")]


# Harms


def test_harms_of_the_shipped_records(told: Answer) -> None:
    he, island = (next(one for one in told.harms if one.name == name) for name in ("He 2020", "ISLAND-SLE"))
    assert [row.event for row in he.more] == ["injection-site reaction"]
    assert [row.event for row in he.unclear] == ["serious adverse event", "infection"]
    assert he.missing == (("not read", ("death", "discontinuation")),)
    figures = [(row.arm_label, str(row.percent.value)) for row in island.figures]
    assert figures == [("REZPEG 1800 µg", "40"), ("placebo", "12")]
    assert [row.event for row in island.told] == ["infection", "injection-site reaction"]


@pytest.mark.parametrize(
    ("counts", "direction"),
    [
        pytest.param("{drug: {affected: 20}, placebo: {affected: 5}}", "more", id="more"),
        pytest.param("{drug: {affected: 5}, placebo: {affected: 20}}", "fewer", id="fewer"),
        pytest.param("{drug: {affected: 5}, placebo: {affected: 6}}", "unclear", id="unclear"),
        pytest.param("{drug: {percent: 5}, placebo: {percent: 6}}", "not compared", id="not compared"),
    ],
)
def test_direction_follows_from_the_interval(counts: str, direction: str) -> None:
    event = f"{{event: serious adverse event, category: serious, arms: {counts}}}"
    found = of({"harms/events/0": event}).harms[0]
    assert {told for told, _ in found.main} == {direction}


def test_an_event_apart_is_told_whatever_its_category() -> None:
    event = "{event: fever, category: constitutional, arms: {drug: {affected: 20}, placebo: {affected: 5}}}"
    found = of({"harms/events/0": event}).harms[0]
    assert [row.event for row in found.more] == ["fever"]
    assert dict(found.missing)["not reported"] == MAIN_HARMS


@pytest.mark.parametrize(("category", "further"), [("serious", False), ("constitutional", True)])
def test_events_of_other_categories_are_known_to_have_figures(category: str, *, further: bool) -> None:
    event = f"{{event: an event, category: {category}, arms: {{drug: {{affected: 5}}, placebo: {{affected: 6}}}}}}"
    assert of({"harms/events/0": event}).harms[0].further is further


# What it rests on


def test_patients_with_counts_are_counted_once(told: Answer) -> None:
    assert [(one.row.name, one.patients) for one in told.counted] == [("He 2020", 59), ("LUPIL-2", 100)]


def test_a_shared_comparator_counts_once() -> None:
    third = (
        "{label: IL-2 2 million IU, drug: IL-2, dose: 2, unit: million IU, route: subcutaneous, cite: 'paper, p. 1'}"
    )
    results = "{drug: {events: 18, n: 30}, high: {events: 15, n: 31}, placebo: {events: 9, n: 30}}"
    found = of({"arms/high": third, RESULTS: results})
    assert [one.patients for one in found.counted] == [91]


def test_of_no_trial_there_is_nothing() -> None:
    nothing = answer([])
    assert (nothing.studies, nothing.newest, nothing.verdicts, nothing.harms) == ((), None, (), ())


def test_a_retracted_source_and_harms_without_a_difference_are_told_first() -> None:
    fever = "[{event: fever, category: constitutional, arms: {drug: {affected: 3}, placebo: {affected: 1}}}]"
    edits = {"sources/paper/standing": "retracted", "design/assignment": "crossover", "harms/events": fever}
    one = Examined(minimal(dict(edits)))
    text = markdown.render(compare_page(replace(compare([one]), answer=answer([one]))))
    assert "Base rests on paper: RETRACTED" in text
    assert "Events of other kinds below" in text
    assert "3/30 (10.0†) IL-2 1 million IU; 1/30 (3.3†) placebo; crossover: each patient is in both arms" in text
