from typing import Any

import pytest

from flat import flat
from flat import of as of_shipped
from il2sle.evidence.arms import is_controlled
from il2sle.evidence.examined import Examined
from il2sle.evidence.figure import Pointer
from il2sle.records.model import Trial
from minimal import NEXT, minimal

Edits = dict[str, str | None]

UNCONTROLLED: Edits = {
    "design/allocation": "single arm",
    "design/ratio": None,
    "arms/placebo": None,
    "people/randomised": None,
}


def row(edits: Edits | None = None) -> Any:  # noqa: ANN401  a row by its columns
    return flat(Examined(minimal(edits)).study)


def of(trials: list[Trial], trial: str) -> Any:  # noqa: ANN401
    return flat(of_shipped(trials, trial).study)


# What a row tells


SECOND = (
    "{{endpoint: SRI-4, population: PP, analysis: primary, met: {}, "
    'results: {{week 12: {{drug: {{events: 9}}}}}}, cite: "paper, x"}}'
)


def test_one_verdict_in_two_sets_of_patients_is_told_once() -> None:
    assert row({NEXT: SECOND.format("true")}).primary_verdicts == ("SRI-4, week 12: met",)
    both = ("SRI-4, week 12, ITT: met", "SRI-4, week 12, PP: not met")
    assert row({NEXT: SECOND.format("false")}).primary_verdicts == both


def test_row_of_the_base() -> None:
    own = row()
    assert (own.trial, own.name, own.aliases) == ("NCT00000001", "Base", ())
    assert (own.status, own.status_as_of, own.results) == ("completed", "2020-01-15", "published")
    assert (own.arms, own.enrolled, own.enrolled_kind, own.randomised) == (2, 60, "actual", 60)
    assert (own.treatment_weeks, own.follow_up_weeks) == (12, 12)
    assert (own.primary_endpoint, own.primary_met, own.flags) == ("SRI-4, week 12", True, ())


def test_what_is_not_stated_is_none() -> None:
    own = row({"people/randomised": None, "people/enrolled": "60", "design/follow_up": None})
    assert (own.phase, own.blinded, own.randomised, own.enrolled_kind, own.follow_up_weeks) == (None,) * 5


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({}, "randomised 1:1, 2 arms", id="with a ratio"),
        pytest.param({"design/ratio": None}, "randomised, 2 arms", id="without a ratio"),
        pytest.param({"design/masking": "double-blind"}, "randomised 1:1, double-blind, 2 arms", id="masked"),
        pytest.param(UNCONTROLLED, "single arm, no comparator", id="uncontrolled"),
    ],
)
def test_design(edits: Edits, expected: str) -> None:
    assert row(edits).design == expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({}, (True, "IL-2", "placebo"), id="controlled"),
        pytest.param(UNCONTROLLED, (False, "IL-2", None), id="uncontrolled"),
        pytest.param({"arms/drug/drug": None}, (True, "IL-2 1 million IU", "placebo"), id="no drug but a label"),
        pytest.param(
            {"arms/high": '{label: high, drug: IL-2, cite: "paper, p. 1"}'}, (True, "IL-2", "placebo"), id="one drug"
        ),
        pytest.param(
            {"arms/usual": '{label: usual care, role: comparator, cite: "paper, p. 1"}'},
            (True, "IL-2", "placebo, usual care"),
            id="two comparators",
        ),
    ],
)
def test_arms(edits: Edits, expected: tuple[bool, str, str | None]) -> None:
    own = row(edits)
    assert (own.controlled, own.drug, own.comparator) == expected
    assert is_controlled(minimal(edits)) is expected[0]


@pytest.mark.parametrize(
    ("length", "weeks", "flags"),
    [
        pytest.param("12 weeks", 12, (), id="weeks"),
        pytest.param("84 days", 12, (), id="whole weeks in days"),
        pytest.param("85 days", None, (), id="days"),
        pytest.param("2 to 4 weeks", None, (), id="a range of whole weeks"),
        pytest.param("47 to 68 days", None, (), id="a range"),
        pytest.param("{is: 12 weeks, note: at most}", 12, ("treatment: at most",), id="a note"),
    ],
)
def test_weeks_of_treatment(length: str, weeks: int | None, flags: tuple[str, ...]) -> None:
    own = row({"design/treatment": length})
    assert (own.treatment_weeks, own.flags) == (weeks, flags)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param("endpoint: SRI-4, results: {week 12: {drug: {events: 1}}}", "SRI-4, week 12", id="usual measure"),
        pytest.param("endpoint: SRI-4, missing: not reported", "SRI-4", id="no week"),
        pytest.param("endpoint: SRI-4, results: {not stated: {drug: {events: 1}}}", "SRI-4", id="week not stated"),
        pytest.param(
            "endpoint: SLEDAI, measure: change, instrument: SLEDAI-2K, missing: not reported",
            "SLEDAI-2K change",
            id="with its variant",
        ),
        pytest.param("endpoint: SLEDAI, measure: change, missing: not reported", "SLEDAI change", id="without one"),
        pytest.param(
            "endpoint: SRI-4, instrument: SLEDAI-2K, missing: not reported", "SRI-4", id="variant within a composite"
        ),
        pytest.param("endpoint: other, measure: Treg, missing: not reported", "Treg", id="another measure"),
    ],
)
def test_primary_endpoint(outcome: str, expected: str) -> None:
    assert row({"outcomes/0": f'{{{outcome}, analysis: primary, cite: "paper, p. 1"}}'}).primary_endpoint == expected


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        pytest.param("week 0, week 12", "SRI-4, week 12", id="baseline is no week of an endpoint"),
        pytest.param("week 12, week 24", "SRI-4", id="two weeks"),
    ],
)
def test_week_of_the_primary_endpoint(weeks: str, expected: str) -> None:
    results = ", ".join(f"{week}: {{drug: {{events: 1}}}}" for week in weeks.split(", "))
    assert row({"outcomes/0/results": f"{{{results}}}"}).primary_endpoint == expected


@pytest.mark.parametrize(
    ("second", "met", "flags"),
    [
        pytest.param("met: true", True, (), id="both met"),
        pytest.param("met: false", None, (), id="one of two"),
        pytest.param("note: x", None, (), id="one not said"),
    ],
)
def test_two_primary_endpoints(second: str, *, met: bool | None, flags: tuple[str, ...]) -> None:
    outcome = f'{{endpoint: SLEDAI, measure: x, analysis: primary, missing: not reported, {second}, cite: "paper, x"}}'
    own = row({"outcomes/1": outcome})
    assert (own.primary_met, own.flags) == (met, flags)


def test_no_primary_endpoint_is_said() -> None:
    own = row({"outcomes/0/analysis": "secondary"})
    assert (own.primary_endpoint, own.primary_met) == (None, None)
    assert own.flags == ("primary endpoint not stated in any source read",)


# What sources say of it


def test_dispute_names_every_claim_its_date_and_the_rule() -> None:
    edits: Edits = {
        "people/enrolled": '[{is: 60, shown_by: primary publication}, {is: 50, kind: target, cite: "registry, N"}]'
    }
    expected = (
        "enrolled: 60 (2020-01-15) [paper: Figure 1]; 50 (target) (undated, read 2020-03-01) [registry: N]; "
        "shown: 60, by the rule: primary publication"
    )
    assert row(edits).flags == ("sources differ on " + expected,)


def test_dispute_without_a_rule_shows_none() -> None:
    assert row({"people/enrolled": "[{is: 60}, {is: 61}]"}).flags == (
        "sources differ on enrolled: 60 (2020-01-15) [paper: Figure 1]; 61 (2020-01-15) [paper: Figure 1]",
    )


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({"status/state": '{is: completed, cite: "registry, x"}'}, "status", id="status"),
        pytest.param({"people/enrolled": '{is: 60, cite: "registry, x"}'}, "enrolment", id="enrolment"),
        pytest.param(
            {"status/cite": '"registry, x"', "people/cite": '"registry, x"'}, "status and enrolment", id="both"
        ),
    ],
)
def test_undated_copy_is_said_with_the_day_it_was_read(edits: Edits, expected: str) -> None:
    assert row(edits).flags == (f"{expected}: undated copy read 2020-03-01",)


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({"status/state": '{is: completed, cite: ["paper, x", "registry, x"]}'}, id="a dated source too"),
        pytest.param({"status/state": '{is: completed, cite: "registry, x", as_of: 2019}'}, id="a date of its own"),
        pytest.param(
            {"status/state": '{is: completed, cite: "registry, x"}', "sources/registry/read": None}, id="never dated"
        ),
    ],
)
def test_no_undated_copy_to_speak_of(edits: Edits) -> None:
    assert row(edits).flags == ()


def test_place_of_a_claim_stands_for_that_of_its_section() -> None:
    places = [pointer.locator for pointer in row({"people/enrolled": '{is: 60, cite: "news, N"}'}).sources]
    assert places == ["Results", "N", "Figure 1", "Methods", "Table 2"]


def test_sources_are_those_of_what_is_shown() -> None:
    edits: Edits = {"people/enrolled": '[{is: 60, shown_by: primary publication}, {is: 50, cite: "news, N"}]'}
    places = ["Results", "Figure 1", "Methods", "Table 2"]
    assert row(edits).sources == tuple(Pointer("NCT00000001/paper", place) for place in places)


# The shipped records


@pytest.mark.parametrize(
    ("trial", "endpoint", "met"),
    [
        pytest.param("NCT02465580", "SRI-4, week 12", False, id="He 2020"),
        pytest.param("NCT02955615", "SRI-4, week 12", False, id="LUPIL-2"),
        pytest.param("NCT04077684", None, None, id="dose finding"),
        pytest.param("NCT04433585", "SLEDAI-2K ≥4-point reduction, week 24", False, id="ISLAND-SLE"),
        pytest.param(
            "2013-001599-40",
            "share of CD25hi cells among CD3+CD4+Foxp3+CD127lo Treg after cycle 4",
            None,
            id="PRO-IMMUN",
        ),
    ],
)
def test_primary_endpoint_of_the_shipped_records(
    trials: list[Trial], trial: str, endpoint: str | None, *, met: bool | None
) -> None:
    own = of(trials, trial)
    assert (own.primary_endpoint, own.primary_met) == (endpoint, met)


def test_only_pro_immun_is_uncontrolled(trials: list[Trial]) -> None:
    assert [trial.name for trial in trials if not is_controlled(trial)] == ["PRO-IMMUN"]
    assert (of(trials, "2013-001599-40").comparator, of(trials, "2013-001599-40").arms) == (None, 1)


def test_every_dispute_is_counted(trials: list[Trial]) -> None:
    rows = {trial.id: of(trials, trial.id) for trial in trials}
    assert {trial: len(row.disputed) + row.further_disputes for trial, row in rows.items()} == {
        "2013-001599-40": 4,
        "NCT02465580": 14,
        "NCT02955615": 7,
        "NCT04077684": 6,
        "NCT04433585": 8,
    }
