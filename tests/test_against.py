"""Where a record and the registry's file differ: what is compared, and what is only told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from il2sle.cli.commands import EVERY_FINDING
from il2sle.cli.output import Delivery
from il2sle.cli.registry import answer_against
from il2sle.errors import UsageProblem
from il2sle.evidence.against import against
from studies import MADE, Study, made, measures, numbered, text_of, trial_of

Change = Callable[[Study], object]


def changed(*keys: str | int, to: object) -> Change:
    """The study with another value at a place."""

    def change(study: Study) -> None:
        part: object = study
        for key in keys[:-1]:
            part = part[key]  # type: ignore[index]
        part[keys[-1]] = to  # type: ignore[index]

    return change


P, R = "protocolSection", "resultsSection"


def test_a_draft_agrees_with_its_file() -> None:
    found = against(trial_of(made()), trial_of(made()))

    assert found.findings == []
    assert found.compared == found.agreed > 50


@pytest.mark.parametrize(
    ("change", "loc", "said"),
    [
        pytest.param(
            changed(P, "designModule", "enrollmentInfo", "count", to=64),
            ("people", "enrolled"),
            "enrolled: 60 here, 64 in the registry (protocolSection.designModule.enrollmentInfo.count)",
            id="enrolment",
        ),
        pytest.param(
            changed(P, "statusModule", "overallStatus", to="COMPLETED"),
            ("status", "state"),
            "status: terminated here, completed in the registry (protocolSection.statusModule.overallStatus)",
            id="status",
        ),
        pytest.param(
            changed(P, "statusModule", "startDateStruct", "date", to="2020-04"),
            ("dates", "start"),
            "start: 2020-03-01 here, 2020-04 in the registry (protocolSection.statusModule.startDateStruct.date)",
            id="date",
        ),
        pytest.param(
            changed(P, "outcomesModule", "primaryOutcomes", 0, "measure", to="BICLA at Week 24"),
            ("design", "registered_aim"),
            "registered primary endpoint: SRI-4 here, BICLA in the registry "
            "(protocolSection.outcomesModule.primaryOutcomes)",
            id="endpoint",
        ),
        pytest.param(
            changed(R, "adverseEventsModule", "otherEvents", 1, "stats", 0, "numAffected", to=6),
            ("harms", "events", 5, "arms", "mockin-1-mg", "affected"),
            "affected: 5 here, 6 in the registry (resultsSection.adverseEventsModule.otherEvents[1])",
            id="harm",
        ),
        pytest.param(
            lambda study: measures(study)[1]["classes"][1]["categories"][0]["measurements"][0].update(value="16"),
            ("outcomes", 1, "results", "week 12", "mockin-1-mg", "events"),
            "events: 15 here, 16 in the registry (resultsSection.outcomeMeasuresModule.outcomeMeasures[1])",
            id="count",
        ),
        pytest.param(
            lambda study: measures(study)[2]["analyses"][0].update(ciLowerLimit="-0.81"),
            ("outcomes", 2, "results", "week 12", "mockin-1-mg", "effects", 0, "ci"),
            "mean_difference ci: -0.80 to -0.20 here, -0.81 to -0.20 in the registry "
            "(resultsSection.outcomeMeasuresModule.outcomeMeasures[2])",
            id="interval",
        ),
    ],
)
def test_a_value_that_differs_is_found_at_both_places(change: Change, loc: tuple[object, ...], said: str) -> None:
    found = against(trial_of(made()), trial_of(made(change)))

    assert [(one.code, one.loc, one.message) for one in found.findings if one.code == "W250"] == [("W250", loc, said)]
    assert found.compared == found.agreed + 1


def test_a_coarser_date_and_a_target_are_told_apart() -> None:
    coarse = against(
        trial_of(made()), trial_of(made(changed(P, "statusModule", "startDateStruct", "date", to="2020-03")))
    )
    target = against(
        trial_of(made()), trial_of(made(changed(P, "designModule", "enrollmentInfo", "type", to="ESTIMATED")))
    )

    assert coarse.findings == []
    assert [one.message.partition(" (proto")[0] for one in target.findings] == [
        "enrolled: 60 (actual) here, 60 (target) in the registry"
    ]


def test_an_outcome_that_was_taken_out_of_the_file_moves_no_other() -> None:
    fewer = made(lambda one: measures(one).pop(0))

    found = against(trial_of(made()), trial_of(fewer))

    gone = [one for one in found.findings if one.loc[0] == "outcomes"]
    assert gone
    assert all("results here, none in the registry any more" in one.message for one in gone)
    assert found.compared - len(gone) == found.agreed > 30


def test_a_harm_that_only_the_registry_has_is_told() -> None:
    def rash(study: Study) -> None:
        events = study[R]["adverseEventsModule"]["otherEvents"]
        events.append(json.loads(json.dumps(events[0])) | {"term": "Unheard-of rash"})

    found = against(trial_of(made()), trial_of(made(rash)))

    assert [one.message for one in found.findings if "Unheard-of rash" in one.message]


def test_results_that_came_later_are_told() -> None:
    old = made(lambda one: one.pop("resultsSection"))
    old["protocolSection"].pop("referencesModule")

    found = against(trial_of(old), trial_of(made()))

    assert [one.loc for one in found.findings if one.code == "W250"] == [("status", "results")]
    assert any("SLEDAI-2K Responders" in one.message for one in found.findings if one.code == "N320")


def test_an_arm_more_is_a_difference_and_is_named() -> None:
    def third(study: Study) -> None:
        study[P]["armsInterventionsModule"]["armGroups"].append({"label": "Mockin 2 mg", "type": "EXPERIMENTAL"})

    found = [(one.code, one.message) for one in against(trial_of(made()), trial_of(made(third))).findings]

    assert ("W250", "arms: 2 here, 3 in the registry (protocolSection.armsInterventionsModule.armGroups)") in found
    assert any(code == "N320" and message.startswith('arm "Mockin 2 mg"') for code, message in found)


def draft_of(tmp_path: Path, text: Callable[[str], str] = lambda text: text) -> Path:
    path = tmp_path / "NCT90000001.yaml"
    path.write_text(text(text_of(made())), encoding="utf-8")
    return path


def answered(path: Path, file: Path, layout: str = "text", *, strict: bool = False) -> bool:
    return answer_against(
        [str(path)], str(file), None, layout, Delivery(pager=False), strict=strict, shown=EVERY_FINDING
    )


def test_the_command_tells_the_line_of_the_record_and_the_place_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = draft_of(tmp_path, lambda text: text.replace("{is: 60,", "{is: 61,"))

    assert not answered(path, MADE)
    assert answered(path, MADE, strict=True)
    told = capsys.readouterr().out
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "{is: 61," in text)
    assert f"{path}:{line}:" in told
    assert "W250 enrolled: 61 here, 60 in the registry (protocolSection.designModule.enrollmentInfo.count)" in told
    assert f"held against {MADE}: " in told


def test_the_command_answers_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(draft_of(tmp_path), MADE, "json")

    answer = json.loads(capsys.readouterr().out)
    assert (answer["problems"], answer["trials"]) == ([], ["NCT90000001"])
    assert answer["against"]["compared"] == answer["against"]["agreed"] > 50


def test_a_file_about_another_trial_is_refused(tmp_path: Path) -> None:
    path = draft_of(tmp_path)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(numbered("NCT90000009")), encoding="utf-8")

    with pytest.raises(UsageProblem, match="is about NCT90000009, which is no id or alias of MOCK-2"):
        answered(path, other)
