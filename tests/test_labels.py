from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.figure import Side
from il2sle.evidence.labels import ARM_TIES, ArmId, Given, agents, given_to, in_whom, labels, treatments, what, when
from il2sle.evidence.rows import OutcomeRow
from il2sle.records.model import Arm, Trial

USUAL: dict[str, Any] = {
    "trial": "NCT00000001",
    "name": "Sample",
    "endpoint": "SRI-4",
    "measure": "responders",
    "week": 12,
    "population": "ITT",
    "arm": "high",
    "arm_label": "IL-2 1 mg",
    "comparator": "placebo",
    "comparator_label": "placebo",
}


def row(**known: Any) -> OutcomeRow:  # noqa: ANN401  whatever a column holds
    """A row by the names of its columns."""
    told = USUAL | known
    arm = Side(arm=told.pop("arm"), label=told.pop("arm_label"), rest_missing="not reported")
    key, label = told.pop("comparator"), told.pop("comparator_label")
    told.setdefault("rest_missing", "not reported")
    return OutcomeRow(arm=arm, against_key=key, against=label, **told)


def trial(key: str, *, days: str = "2 days") -> Trial:
    return Trial.model_validate(
        {
            "id": key,
            "name": f"Trial {key}",
            "title": "a synthetic trial",
            "sources": {"paper": {"kind": "paper", "rank": "primary", "citation": "synthetic"}},
            "status": {"state": "completed", "results": "published"},
            "people": {"enrolled": 200},
            "design": {"allocation": "randomised", "treatment": "12 weeks"},
            "schedule": [{"every": days, "times": 6}],
            "arms": {"placebo": {"label": "placebo", "role": "comparator", "cite": "paper, table 1"}},
        }
    )


def arm(label: str, **known: object) -> Arm:
    return Arm.model_validate({"label": label, "cite": "paper, table 1"} | known)


def placebo(**known: object) -> Arm:
    return arm("placebo", role="comparator", **known)


# Parts of a label


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({}, "SRI-4", id="usual measure"),
        pytest.param({"endpoint": "SLEDAI", "measure": "any reduction"}, "SLEDAI any reduction", id="own measure"),
        pytest.param({"endpoint": "SLEDAI", "measure": "not stated"}, "SLEDAI", id="measure not stated"),
        pytest.param({"endpoint": "other", "measure": "rash"}, "rash", id="other"),
    ],
)
def test_what(known: dict[str, object], expected: str) -> None:
    assert what(row(**known)) == expected


@pytest.mark.parametrize(
    ("week", "expected"),
    [pytest.param(24, "week 24", id="week"), pytest.param(None, "week not stated", id="not stated")],
)
def test_when(week: int | None, expected: str) -> None:
    assert when(row(week=week)) == expected


@pytest.mark.parametrize(
    ("population", "subset", "expected"),
    [
        pytest.param("PP", None, "PP", id="population"),
        pytest.param("PP", "BICLA-evaluable", "PP, BICLA-evaluable", id="both"),
        pytest.param(None, "lupus nephritis", "lupus nephritis", id="subset"),
        pytest.param(None, None, "population not stated", id="neither"),
    ],
)
def test_in_whom(population: str | None, subset: str | None, expected: str) -> None:
    assert in_whom(row(population=population, subset=subset)) == expected


# Labels


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([row()], ["Sample, week 12"], id="one row"),
        pytest.param([row(), row(week=24)], ["Sample, week 12", "Sample, week 24"], id="weeks"),
        pytest.param(
            [row(), row(trial="B", name="Trial B", population="mITT")],
            ["Sample, week 12, ITT", "Trial B, week 12, mITT"],
            id="populations of different trials",
        ),
        pytest.param(
            [row(), row(endpoint="LLDAS", measure="attained")],
            ["Sample, SRI-4, week 12", "Sample, LLDAS, week 12"],
            id="endpoints",
        ),
        pytest.param(
            [row(), row(trial="NCT00000002")],
            ["Sample, week 12, NCT00000001", "Sample, week 12, NCT00000002"],
            id="trials of one name",
        ),
        pytest.param(
            [row(instrument="SLEDAI-2K"), row(), row(week=24)],
            ["Sample, week 12, SLEDAI-2K", "Sample, week 12, instrument not stated", "Sample, week 24"],
            id="instruments, only where needed",
        ),
        pytest.param(
            [row(analysis="primary"), row(analysis="post hoc")],
            ["Sample, week 12, primary", "Sample, week 12, post hoc"],
            id="analyses",
        ),
        pytest.param(
            [row(), row(arm="low", arm_label="IL-2 0.2 mg")],
            ["Sample, week 12, IL-2 1 mg", "Sample, week 12, IL-2 0.2 mg"],
            id="arms",
        ),
        pytest.param(
            [row(), row(comparator="care", comparator_label="usual care")],
            ["Sample, week 12, placebo", "Sample, week 12, usual care"],
            id="comparators",
        ),
        pytest.param(
            [row(), row(arm="low")],
            ["Sample, week 12, high", "Sample, week 12, low"],
            id="arms of one label",
        ),
        pytest.param(
            [row(), row(), row()],
            ["Sample, week 12", "Sample, week 12 (2)", "Sample, week 12 (3)"],
            id="nothing tells them apart",
        ),
        pytest.param([], [], id="no rows"),
    ],
)
def test_labels(rows: list[OutcomeRow], expected: list[str]) -> None:
    assert labels(rows, ARM_TIES) == expected


def test_arms_do_not_label_a_study() -> None:
    assert labels([row(), row(arm="low", week=24)]) == ["Sample, week 12", "Sample, week 24"]


FEW = {
    "trial": st.sampled_from(["A", "B"]),
    "name": st.sampled_from(["Sample", "Sample (2)", "Sample, week 12"]),
    "week": st.sampled_from([12, None]),
    "population": st.sampled_from(["ITT", None]),
    "analysis": st.sampled_from(["primary", None]),
    "arm": st.sampled_from(["high", "low"]),
}


@given(st.lists(st.builds(row, **FEW), max_size=12))
def test_labels_are_unique(rows: list[OutcomeRow]) -> None:
    named = labels(rows, ARM_TIES)
    assert len(named) == len(set(named)) == len(rows)


# Treatments

ONE_MG = {"drug": "IL-2", "dose": 1, "unit": "mg", "route": "subcutaneous"}


def test_a_treatment_is_called_by_its_label() -> None:
    assert treatments({("A", "x"): given_to(trial("AAAA"), arm("IL-2 1 mg", **ONE_MG))}) == {("A", "x"): "IL-2 1 mg"}


def test_the_same_regimen_is_one_treatment_in_all_trials() -> None:
    arms = {(key, "x"): given_to(trial(key), arm("IL-2 1 mg", **ONE_MG)) for key in ("AAAA", "BBBB")}
    assert set(treatments(arms).values()) == {"IL-2 1 mg"}


def test_one_regimen_is_one_treatment_whatever_its_label() -> None:
    arms: dict[ArmId, Given] = {
        ("AAAA", "x"): given_to(trial("AAAA"), arm("IL-2 1 mg", **ONE_MG)),
        ("BBBB", "y"): given_to(
            trial("BBBB"), arm("low-dose IL-2", **(ONE_MG | {"drug": "il-2", "dose": Decimal("1.0")}))
        ),
        ("AAAA", "placebo"): given_to(trial("AAAA"), placebo()),
        ("BBBB", "placebo"): given_to(trial("BBBB"), arm("Placebo", role="comparator")),
        ("BBBB", "care"): given_to(trial("BBBB"), arm("usual care", role="comparator")),
    }
    assert list(treatments(arms).values()) == ["IL-2 1 mg", "IL-2 1 mg", "placebo", "placebo", "usual care"]
    assert list(agents(arms).values()) == ["IL-2", "IL-2", "placebo", "placebo", "usual care"]


def test_doses_that_nobody_knows_are_not_the_same() -> None:
    unknown = {name: value for name, value in ONE_MG.items() if name not in {"dose", "unit"}}
    arms = {
        (key, "x"): given_to(trial(key), arm(label, **unknown)) for key, label in (("AAAA", "low"), ("BBBB", "high"))
    }
    assert list(treatments(arms).values()) == ["low", "high"]


@pytest.mark.parametrize(
    ("days", "changed"),
    [
        pytest.param("2 days", {"dose": 2}, id="dose"),
        pytest.param("2 days", {"unit": "µg"}, id="unit"),
        pytest.param("2 days", {"route": "intravenous"}, id="route"),
        pytest.param("2 days", {"drug": "PEG-IL-2"}, id="drug"),
        pytest.param("1 week", {}, id="schedule"),
    ],
)
def test_different_regimens_of_one_label_are_told_apart(days: str, changed: dict[str, object]) -> None:
    arms = {
        ("AAAA", "x"): given_to(trial("AAAA"), arm("IL-2", **ONE_MG)),
        ("BBBB", "y"): given_to(trial("BBBB", days=days), arm("IL-2", **(ONE_MG | changed))),
    }
    assert list(treatments(arms).values()) == ["IL-2, AAAA", "IL-2, BBBB"]


def test_placebo_is_one_treatment_whatever_its_schedule_and_route() -> None:
    arms = {
        ("AAAA", "placebo"): given_to(trial("AAAA"), placebo(route="subcutaneous")),
        ("BBBB", "control"): given_to(trial("BBBB", days="1 week"), placebo(route="intravenous")),
    }
    assert list(treatments(arms).values()) == ["placebo", "placebo"]


def test_two_arms_of_a_trial_never_share_a_name() -> None:
    arms = {("AAAA", key): given_to(trial("AAAA"), placebo()) for key in ("low-placebo", "high-placebo")}
    assert list(treatments(arms).values()) == ["placebo, low-placebo", "placebo, high-placebo"]


# Agents and doses


def test_an_agent_is_the_drug_and_placebo_an_agent_of_its_own() -> None:
    arms: dict[ArmId, Given] = {
        ("AAAA", "x"): given_to(trial("AAAA"), arm("IL-2 1 mg", **ONE_MG)),
        ("AAAA", "placebo"): given_to(trial("AAAA"), placebo()),
    }
    assert list(agents(arms).values()) == ["IL-2", "placebo"]


def test_a_drug_dosed_in_two_units_is_two_agents() -> None:
    arms = {
        ("AAAA", "x"): given_to(trial("AAAA"), arm("low", **ONE_MG)),
        ("BBBB", "y"): given_to(trial("BBBB"), arm("high", **(ONE_MG | {"unit": "million IU"}))),
    }
    assert list(agents(arms).values()) == ["IL-2, mg", "IL-2, million IU"]


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        pytest.param(arm("IL-2", dose=Decimal("1.50"), unit="mg"), "1.50", id="as printed"),
        pytest.param(arm("IL-2", dose=[1, 2], unit="mg"), None, id="several levels"),
        pytest.param(arm("IL-2", drug="IL-2"), None, id="dose not stated"),
        pytest.param(arm("IL-2"), None, id="treated, neither drug nor dose stated"),
        pytest.param(placebo(), "0", id="placebo"),
        pytest.param(placebo(drug="mycophenolate"), None, id="active comparator, dose not stated"),
        pytest.param(placebo(drug="IL-2", dose=2, unit="mg"), "2", id="active comparator"),
    ],
)
def test_dose(taken: Arm, expected: str | None) -> None:
    assert given_to(trial("AAAA"), taken).dose == expected
