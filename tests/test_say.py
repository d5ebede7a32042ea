"""Sentences about one comparison: every figure with its state, and no verdict that the record does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from il2sle.cli.load import LoadedTrials, load_trials
from il2sle.evidence.comparison import Filters
from il2sle.evidence.examined import Examined
from il2sle.evidence.saying import names, said
from il2sle.records.folder import records_directory
from il2sle.views.say import sentences
from minimal import DRUG, minimal
from processes import run

Say = Callable[..., list[str]]


@pytest.fixture(scope="module")
def known() -> LoadedTrials:
    """The shipped records, and those typed for the tests."""
    folders = (records_directory(environ={}), Path(__file__).parent / "data" / "typed")
    found = tuple(one for folder in folders for one in load_trials(folder).asked)
    return LoadedTrials(found, found)


@pytest.fixture
def say(known: LoadedTrials) -> Say:
    def of(name: str, asked: str | None = None, **filters: list[int] | list[str]) -> list[str]:
        one = next(one for one in known.asked if one.trial.name == name)
        return [sentences(found) for found in said(one, asked, Filters(**filters) if filters else None)]  # type: ignore[arg-type]

    return of


def test_derived_counts_both_effects_and_the_verdict_of_the_record(say: Say) -> None:
    expected = (
        "In LUPIL-2 (NCT02955615), SRI-4 response at week 12 was recorded in 34 of 50 patients (68%) on ILT-101 1.5 "
        "million IU and in 29 of 50 patients (58%) on placebo (intention-to-treat set; primary endpoint; counts "
        "computed here): a risk difference of +10.0 percentage points (95% CI −8.7 to 27.8, computed here) and a risk "
        "ratio of 1.17 (95% CI 0.87 to 1.59, computed here); p = 0.3439, as printed [humrich2022]. Both intervals "
        "include no difference; by its sources, this primary endpoint was not met."
    )
    assert say("LUPIL-2") == [expected]


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        pytest.param(
            "He 2020", "SRI-4", ["risk difference excludes", "risk ratio includes no difference"], id="two ways"
        ),
        pytest.param(
            "He 2020",
            "serious",
            [
                "at least one serious adverse event",
                "0 of 29",
                "percentage on IL-2 1 million IU in cycles computed here",
                "3 of 30",
                "no risk ratio, since an arm has no event",
            ],
            id="harm",
        ),
        pytest.param("He 2020", "SLEDAI", ["a median of 6 (range 0–16, n 29)", "compares no arms"], id="scores"),
        pytest.param(
            "ISLAND-SLE", "BICLA", ["difference only, without shares", "no interval read, as printed"], id="difference"
        ),
        pytest.param("ISLAND-SLE", "death", ["no figure of death was read"], id="not read"),
        pytest.param("PRO-IMMUN", "BICLA", ["BICLA response was not an endpoint"], id="not measured"),
        pytest.param("PRO-IMMUN", "clinical response", ["without a comparator"], id="no control"),
        pytest.param(
            "He 2016", "serious", ["0 of 38", "in cycles, without a control arm (completers"], id="no control arm"
        ),
        pytest.param("Peking dose-finding", "LLDAS", ["results of LLDAS were pending on 2023-10-12"], id="pending"),
        pytest.param(
            "Peking dose-finding", "SRI-4", ["linked to the trial by inference", "secondary source only"], id="link"
        ),
        pytest.param(
            "BLISS-76", "LLDAS", ["an odds ratio of 1.55", "post hoc analysis", "interval includes"], id="ratio"
        ),
        pytest.param("BUTTERFLY", "flare", ["subgroup: baseline disease activity"], id="subgroup"),
        pytest.param("MUSE", "joint count", ["a mean of −5.5 (SD 6.3)"], id="means with SD"),
        pytest.param("TULIP pooled", "SRI-4", ["adjusted: CMH", "percentages by a model"], id="adjusted"),
        pytest.param("Tabalumab", "flare", ["a hazard ratio of 0.94"], id="hazard ratio"),
        pytest.param("LUPIL-2", "antidrug antibodies", ["a source says in words only: none arose"], id="words"),
    ],
)
def test_each_state_is_said(say: Say, name: str, asked: str, words: list[str]) -> None:
    text = " ".join(say(name, asked))
    assert [word for word in words if word not in text] == []


THIRD: dict[str, str | None] = {
    "arms/other": "{label: usual care, role: comparator, cite: 'paper, Methods'}",
    "harms/n/other": "30",
}


@pytest.mark.parametrize(
    ("arms", "edits", "words"),
    [
        pytest.param(
            "drug: {affected: 9}", {}, "30.0%) on IL-2 1 million IU, with no figure for a comparator (", id="none"
        ),
        pytest.param(
            "drug: {affected: 9}, placebo: {affected: 6}, other: {affected: 3}",
            THIRD,
            "on IL-2 1 million IU, compared with none of placebo, usual care (",
            id="several",
        ),
        pytest.param(
            "drug: {affected: 9}, placebo: {affected: 6}",
            {"design/assignment": "crossover"},
            "no effect computed: crossover: each patient is in both arms",
            id="barred",
        ),
    ],
)
def test_why_a_harm_is_not_compared_is_said(arms: str, edits: dict[str, str | None], words: str) -> None:
    event = f"{{event: fever, category: constitutional, arms: {{{arms}}}}}"
    [found] = said(Examined(minimal({"harms/events/0": event, **edits})), "fever")
    assert words in sentences(found)


def test_filters_choose_the_analysis(say: Say) -> None:
    assert "per-protocol set; post hoc analysis" in say("LUPIL-2", "SRI-4", populations=["PP"])[0]
    for asked in ("SRI-4", None):
        assert "at week 24, 12 weeks after the end of treatment" in say("He 2020", asked, weeks=[24])[0]


def test_everything_that_can_be_asked_is_answered_and_no_verdict_is_made_up(known: LoadedTrials) -> None:
    seen = 0
    for one in known.asked:
        for name in names(one):
            for found in said(one, name):
                text = sentences(found)
                verdict = getattr(found.row, "met", None)
                assert ("was met" in text, "was not met" in text) == (verdict is True, verdict is False)
                assert text.endswith((".", "…"))
                assert "None" not in text
                seen += 1
    assert seen > 150


def test_conflicting_claims_stand_beside_the_sentence() -> None:
    claims = "[{events: 17, cite: 'news, page 1'}]"
    trial = minimal({f"{DRUG}/claims": claims, f"{DRUG}/shown_by": "primary publication"})
    found = said(Examined(trial))[0]
    assert any(one.code == "W205" and "17" in one.text for one in found.remarks)


def test_without_an_endpoint_or_figures() -> None:
    silent = {"outcomes/0/results": None, "outcomes/0/met": None, "outcomes/0/missing": "not reported"}
    assert "no figure of SRI-4 response is reported" in sentences(said(Examined(minimal(silent)))[0])


def test_formats_and_refusals() -> None:
    done = run("say", "LUPIL-2", "sri4", "--format", "json")
    row = json.loads(done.out)["say"][0]
    assert (row["met"], row["includes_no_difference"]) == (False, ["difference", "risk_ratio"])
    assert run("say", "LUPIL-2", "--format", "markdown").out.startswith("In LUPIL-2 (NCT02955615), SRI-4 response")
    refused = run("say", "LUPIL-2", "SRI-9")
    assert (refused.code, refused.out) == (2, "")
    assert 'LUPIL-2 has nothing on "SRI-9"; did you mean SRI-4?' in refused.err
