"""Where a record and the registry's file differ: what is compared, and what is only told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from il2sle.cli.checks import EVERY_FINDING
from il2sle.cli.output import Delivery
from il2sle.cli.registry import answer_against
from il2sle.errors import UsageProblem
from il2sle.evidence.against import against
from il2sle.evidence.held import Against
from il2sle.records.files import record_of
from il2sle.records.model import Trial
from studies import MADE, Study, draft_of, made, measures, numbered, text_of, trial_of

Change = Callable[[Study], object]


def changed(*keys: str | int, to: object) -> Change:
    """The study with another value at a place."""

    def change(study: Study) -> None:
        part: object = study
        for key in keys[:-1]:
            part = part[key]  # type: ignore[index]
        part[keys[-1]] = to  # type: ignore[index]

    return change


def compared(trial: Trial, study: Study) -> Against:
    """A record against a study of the registry."""
    return against(trial, trial_of(study), draft_of(study))


P, R = "protocolSection", "resultsSection"


def test_a_draft_agrees_with_its_file() -> None:
    found = compared(trial_of(made()), (made()))

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
    found = compared(trial_of(made()), (made(change)))

    assert [(one.code, one.loc, one.message) for one in found.findings if one.code == "W250"] == [("W250", loc, said)]
    assert found.compared == found.agreed + 1


def test_a_coarser_date_and_a_target_are_told_apart() -> None:
    coarse = compared(trial_of(made()), (made(changed(P, "statusModule", "startDateStruct", "date", to="2020-03"))))
    target = compared(trial_of(made()), (made(changed(P, "designModule", "enrollmentInfo", "type", to="ESTIMATED"))))

    assert coarse.findings == []
    assert [one.message.partition(" (proto")[0] for one in target.findings] == [
        "enrolled: 60 (actual) here, 60 (target) in the registry"
    ]


def test_an_outcome_that_was_taken_out_of_the_file_moves_no_other() -> None:
    fewer = made(lambda one: measures(one).pop(0))

    found = compared(trial_of(made()), (fewer))

    gone = [one for one in found.findings if one.loc[0] == "outcomes"]
    assert gone
    assert all("results here, none in the registry any more" in one.message for one in gone)
    assert found.compared - len(gone) == found.agreed > 30


def test_a_harm_that_only_the_registry_has_is_told() -> None:
    def rash(study: Study) -> None:
        events = study[R]["adverseEventsModule"]["otherEvents"]
        events.append(json.loads(json.dumps(events[0])) | {"term": "Unheard-of rash"})

    found = compared(trial_of(made()), (made(rash)))

    assert [one.message for one in found.findings if "Unheard-of rash" in one.message]


def test_results_that_came_later_are_told() -> None:
    old = made(lambda one: one.pop("resultsSection"))
    old["hasResults"] = False
    old["protocolSection"].pop("referencesModule")

    found = compared(trial_of(old), made())

    assert [
        (one.loc, one.message.partition(" in the registry")[0]) for one in found.findings if one.code == "W250"
    ] == [
        (("status", "results"), "results: pending here, published"),
        (("outcomes", 0), "SRI-4 Response at Week 12: pending here, results"),
    ]
    assert any("SLEDAI-2K Responders" in one.message for one in found.findings if one.code == "N320")


def test_an_arm_more_is_a_difference_and_is_named() -> None:
    def third(study: Study) -> None:
        study[P]["armsInterventionsModule"]["armGroups"].append({"label": "Mockin 2 mg", "type": "EXPERIMENTAL"})

    found = [(one.code, one.message) for one in compared(trial_of(made()), (made(third))).findings]

    assert ("W250", "arms: 2 here, 3 in the registry (protocolSection.armsInterventionsModule.armGroups)") in found
    assert any(code == "N320" and message.startswith('arm "Mockin 2 mg"') for code, message in found)


def told(change: Change, trial: Trial | None = None) -> list[tuple[str, str]]:
    """What is found of a record that was drafted before the registry's file changed."""
    return [(one.code, one.message) for one in compared(trial or trial_of(made()), made(change)).findings]


def cell(study: Study, measure: int, arm: int) -> Study:
    found: Study = measures(study)[measure]["classes"][-1]["categories"][0]["measurements"][arm]
    return found


OUTCOMES = "resultsSection.outcomeMeasuresModule.outcomeMeasures"
HARMS = "resultsSection.adverseEventsModule"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            lambda one: cell(one, 1, 0).update(value="NA", comment="withdrawn"),
            f"events: 15 here, no figure in the registry ({OUTCOMES}[1])",
            id="a figure that became NA",
        ),
        pytest.param(
            lambda one: cell(one, 1, 0).update(value="n/e"),
            f"events: 15 here, what cannot be read in the registry ({OUTCOMES}[1])",
            id="a figure that cannot be read",
        ),
        pytest.param(
            lambda one: cell(one, 3, 1).update(lowerLimit="NA"),
            f"range: 120 to 250 here, nothing that can be read in the registry ({OUTCOMES}[3])",
            id="an end of a range that became NA",
        ),
        pytest.param(
            lambda one: cell(one, 2, 0).pop("spread"),
            f"se: 0.10 here, nothing that can be read in the registry ({OUTCOMES}[2])",
            id="a spread that was taken out",
        ),
        pytest.param(
            lambda one: measures(one)[1]["classes"][1]["categories"][0]["measurements"].pop(0),
            "SLEDAI-2K Responders, week 12: events 15, n 30 here, nothing that can be read in the registry "
            f"({OUTCOMES}[1])",
            id="an arm that was taken out of a row",
        ),
        pytest.param(
            lambda one: measures(one)[1]["classes"].pop(0),
            "SLEDAI-2K Responders, week 4: events 8, n 29 here, nothing that can be read in the registry "
            f"({OUTCOMES}[1])",
            id="a time that was taken out",
        ),
        pytest.param(
            lambda one: measures(one)[1].update(reportingStatus="NOT_POSTED"),
            f"SLEDAI-2K Responders: results here, pending in the registry ({OUTCOMES}[1])",
            id="an outcome that is no longer posted",
        ),
        pytest.param(
            changed(R, "adverseEventsModule", "otherEvents", 1, "stats", 0, "numAffected", to=None),
            f"affected: 5 here, no figure in the registry ({HARMS}.otherEvents[1])",
            id="a count of patients that became null",
        ),
        pytest.param(
            changed(R, "adverseEventsModule", "eventGroups", 0, "seriousNumAffected", to={"n": 2}),
            f"affected: 2 here, what cannot be read in the registry ({HARMS}.eventGroups)",
            id="a count of patients of another kind",
        ),
        pytest.param(
            lambda one: one[R]["adverseEventsModule"]["otherEvents"].pop(1),
            f"Headache: figures here, nothing that can be read in the registry ({HARMS})",
            id="an event that was taken out",
        ),
        pytest.param(
            changed(P, "designModule", "enrollmentInfo", "count", to=None),
            "enrolled: 60 here, no figure in the registry (protocolSection.designModule.enrollmentInfo.count)",
            id="an enrolment that became null",
        ),
        pytest.param(
            changed(P, "statusModule", "startDateStruct", "date", to="soon"),
            "start: 2020-03-01 here, what cannot be read in the registry "
            "(protocolSection.statusModule.startDateStruct.date)",
            id="a date that cannot be read",
        ),
        pytest.param(
            changed(P, "designModule", "designInfo", "maskingInfo", to=None),
            "masking: double-blind here, nothing that can be read in the registry "
            "(protocolSection.designModule.designInfo.maskingInfo.masking)",
            id="a masking that was taken out",
        ),
        pytest.param(
            changed(P, "outcomesModule", to=None),
            "registered primary endpoint: SRI-4 Response at Week 12 (Week 12) here, "
            "nothing that can be read in the registry (protocolSection.outcomesModule.primaryOutcomes)",
            id="a registered endpoint that was taken out",
        ),
        pytest.param(
            lambda one: one[R]["participantFlowModule"]["periods"][0].pop("dropWithdraws"),
            "participant flow, Overall: left: Adverse Event: results here, none in the registry any more "
            "(resultsSection.participantFlowModule.periods[0].dropWithdraws[0])",
            id="those who left",
        ),
        pytest.param(
            lambda one: measures(one)[1].update(type="PRIMARY"),
            f"analysis: secondary here, primary in the registry ({OUTCOMES}[1])",
            id="the rank of an outcome",
        ),
    ],
)
def test_what_the_file_no_longer_has_is_told_where_the_record_cites_it(change: Change, said: str) -> None:
    assert ("W250", said) in told(change)


def flipped(study: Study) -> None:
    """The same comparison the other way round."""
    measures(study)[2]["analyses"][0].update(
        groupIds=["OG001", "OG000"], paramValue="0.50", ciLowerLimit="0.20", ciUpperLimit="0.80"
    )


def zero(study: Study) -> None:
    flipped(study)
    measures(study)[2]["analyses"][0].update(paramValue="0.00", ciLowerLimit="-0.30", ciUpperLimit="0.30")


def only_ends(study: Study) -> None:
    """An interval that has moved, and no estimate."""
    measures(study)[2]["analyses"][0].update(paramValue=None, ciLowerLimit="-0.90", ciUpperLimit="-0.10")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            flipped,
            "mean_difference value: -0.50 here, 0.50 for Placebo v Mockin 1 mg in the registry "
            f"({OUTCOMES}[2].analyses[0])",
            id="the order of the groups",
        ),
        pytest.param(
            zero,
            "mean_difference value: -0.50 here, 0.00 for Placebo v Mockin 1 mg in the registry "
            f"({OUTCOMES}[2].analyses[0])",
            id="an estimate of nothing",
        ),
        pytest.param(
            lambda one: measures(one)[2]["analyses"][0].update(paramValue="0.50"),
            "mean_difference value: -0.50 here, 0.50 for Mockin 1 mg v Placebo in the registry "
            f"({OUTCOMES}[2].analyses[0])",
            id="the sign alone",
        ),
        pytest.param(
            lambda one: measures(one)[2]["analyses"].clear(),
            f"mean_difference value: -0.50 here, no such comparison in the registry ({OUTCOMES}[2])",
            id="taken out",
        ),
        pytest.param(
            lambda one: measures(one)[2]["analyses"][0].update(ciNumSides="ONE_SIDED", ciUpperLimit=None),
            "mean_difference ci: -0.80 to -0.20 here, -0.80 to ?, 95%, one-sided in the registry "
            f"({OUTCOMES}[2].analyses[0])",
            id="one side of its interval",
        ),
        pytest.param(
            lambda one: measures(one)[2]["analyses"][0].update(ciPctValue="90"),
            f"level of the interval of mean_difference: 95% here, 90% in the registry ({OUTCOMES}[2])",
            id="its level",
        ),
        pytest.param(
            lambda one: measures(one)[2]["analyses"][0].update(pValue="NA"),
            f"mean_difference p: <0.001 here, nothing that can be read in the registry ({OUTCOMES}[2].analyses[0])",
            id="its p",
        ),
        pytest.param(
            lambda one: measures(one)[2]["analyses"][0].update(dispersionValue="0.16"),
            f"mean_difference se: 0.15 here, 0.16 in the registry ({OUTCOMES}[2])",
            id="its standard error",
        ),
        pytest.param(
            lambda one: measures(one)[0]["analyses"][1].update(pValue=None),
            f"p: 0.035 here, 0.027 for Mockin 1 mg v Placebo in the registry ({OUTCOMES}[0].analyses[0])",
            id="the p of a row",
        ),
    ],
)
def test_an_effect_is_looked_for_among_all_comparisons_of_its_two_arms(change: Change, said: str) -> None:
    assert ("W250", said) in told(change)


def of(trial: Trial, text: Callable[[str], str]) -> Trial:
    """A draft as its curator changed it."""
    assert trial.id == "NCT90000001"
    record, problems = record_of(text(text_of(made())).encode(), "NCT90000001.yaml")
    assert (problems, record is None) == ([], False)
    assert record is not None
    return record.trial


def test_an_interval_alone_is_held_against_the_ends_of_others() -> None:
    record = of(trial_of(made()), lambda text: text.replace("value: -0.50, ci", "ci", 1))
    moved = "-0.80 to -0.20 here, -0.90 to -0.10, 95%, two-sided for Mockin 1 mg v Placebo"

    assert told(only_ends, record)[0][1].startswith(f"mean_difference ci: {moved} in the registry")
    assert [code for code, _ in told(lambda _: None, record)] == ["N320"]


def test_an_arm_for_which_nothing_is_cited_is_compared_too() -> None:
    cited = re.compile(r"(    randomised: 30\n)    cite:\n(?:      - ctgov, [^\n]*\n)+")
    record = of(trial_of(made()), lambda text: cited.sub(r"\1    cite: []\n", text))

    assert "cite: []" in cited.sub(r"\1    cite: []\n", text_of(made()))
    assert all(
        "randomised" not in message for _, message in told(lambda one: one[R].pop("participantFlowModule"), record)
    )


def test_a_term_is_held_against_no_total() -> None:
    def without_total(study: Study) -> None:
        for group in study[R]["adverseEventsModule"]["eventGroups"]:
            group.pop("seriousNumAffected")

    gone = f"serious adverse events: figures here, nothing that can be read in the registry ({HARMS})"
    assert told(without_total) == [("W250", gone)]


def test_an_effect_that_only_a_curator_placed_agrees_with_the_comparison_that_prints_it() -> None:
    def placed_by_hand(text: str) -> str:
        return re.sub(r"(\n +- )(\{measure: odds_ratio)", r"\1{measure: risk_ratio, value: 0.51}\1\2", text)

    record = of(trial_of(made()), placed_by_hand)

    assert compared(record, made()).findings == []
    assert told(lambda one: measures(one)[0]["analyses"][3].update(paramValue="0.61"), record) == [
        (
            "W250",
            f"risk_ratio value: 0.51 here, 0.61 for Mockin 1 mg v Placebo in the registry ({OUTCOMES}[0].analyses[3])",
        )
    ]


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ("value: 3.50", "value: 3.50 here, 3.44 for Mockin 1 mg v Placebo"),
        ("value: 3.44, p: 0.03", "p: 0.03 here, 0.027"),
        ("value: 3.44, ci: [1.37, 8.60]", "ci: 1.37 to 8.60 here, 1.37 to 8.63, 90%, two-sided"),
        ("value: 3.44, ci: [1.37, 8.63], level: 90, p: 0.027", None),
    ],
)
def test_a_second_effect_of_one_measure_is_compared_too(effect: str, said: str | None) -> None:
    def twice(text: str) -> str:
        return re.sub(r"(\n +- )(\{measure: odds_ratio.*)", rf"\1\2\1{{measure: odds_ratio, {effect}}}", text)

    found = compared(of(trial_of(made()), twice), made()).findings

    wanted = f"odds_ratio {said} in the registry ({OUTCOMES}[0].analyses[0])"
    assert [one.message for one in found] == ([wanted] if said else [])


def test_what_another_source_says_is_not_held_against_the_registrys_silence() -> None:
    paper = of(trial_of(made()), lambda text: text.replace(f"cite: ctgov, {OUTCOMES}[1]", 'cite: "paper1, Table 2"'))

    assert told(lambda one: cell(one, 1, 0).update(value="NA"), paper) == []
    assert ("W250", f"events: 15 here, 16 in the registry ({OUTCOMES}[1])") in told(
        lambda one: cell(one, 1, 0).update(value="16"), paper
    )


@pytest.mark.parametrize(
    ("study", "is_told"),
    [
        pytest.param("NCT90000001", True, id="an older copy of the same entry"),
        pytest.param("2019-000001-10", False, id="another registry"),
    ],
)
def test_an_entry_of_the_registry_is_known_by_the_id_of_the_study(study: str, is_told: bool) -> None:  # noqa: FBT001
    def with_xml(text: str) -> str:
        entry = f"sources:\n  xml: {{kind: registry, rank: primary, citation: 'XML of 2020, {study}'}}\n"
        return text.replace("sources:\n", entry, 1).replace(f"cite: ctgov, {OUTCOMES}[1]", 'cite: "xml, outcome 2"')

    found = told(lambda one: cell(one, 1, 0).update(value="NA"), of(trial_of(made()), with_xml))

    assert any(message.startswith("events: 15 here") for _, message in found) == is_told


@pytest.mark.parametrize("missing", ["not reported", "not read"])
def test_a_figure_of_the_registry_where_the_record_has_none_is_told(missing: str) -> None:
    def without(text: str) -> str:
        return text.replace("{events: 15, n: 30}", f"{{missing: {missing}}}").replace(
            "{affected: 5}", f"{{missing: {missing}}}"
        )

    record = of(trial_of(made()), without)

    assert [(one.code, one.message) for one in compared(record, made()).findings] == [
        ("W250", f"{missing} here, events 15, n 30 in the registry ({OUTCOMES}[1])"),
        ("W250", f"{missing} here, affected 5, n 30 in the registry ({HARMS}.otherEvents[1])"),
    ]


def test_the_patients_at_risk_of_the_table_are_compared() -> None:
    def fewer(study: Study) -> None:
        for event in study[R]["adverseEventsModule"]["otherEvents"]:
            for one in event["stats"]:
                one["numAtRisk"] = 27

    assert ("W250", f"n: 30 here, 27 in the registry ({HARMS}.otherEvents[1])") in told(fewer)


@pytest.mark.parametrize(
    ("name", "total", "held"), [("serious adverse events", "serious", 2), ("deaths, all causes", "deaths", 0)]
)
def test_a_total_of_the_registry_is_held_against_the_only_one_of_its_category(name: str, total: str, held: int) -> None:
    record = of(trial_of(made()), lambda text: re.sub(f'"?{name}"?', "as it is called here", text))
    more = changed(R, "adverseEventsModule", "eventGroups", 0, f"{total}NumAffected", to=9)

    assert told(lambda _: None, record) == []
    assert ("W250", f"affected: {held} here, 9 in the registry ({HARMS}.eventGroups)") in told(more, record)


def test_the_patients_of_a_population_are_those_of_a_result_without_any() -> None:
    def sized(text: str) -> str:
        populations = 'populations: {ITT: {n: {mockin-1-mg: 30, placebo: 30}, cite: "paper1, Table 1"}}\n\narms:'
        claimed = 'claims: [{n: 40, events: 15, cite: "paper1, Table 2"}]'
        return (
            text.replace("\narms:", f"\n{populations}")
            .replace("{events: 15, n: 30}", f"{{events: 15, shown_by: newest registry figure, {claimed}}}")
            .replace("measure: SLEDAI-2K Responders", "measure: SLEDAI-2K Responders\n    population: ITT")
        )

    record = of(trial_of(made()), sized)

    assert told(lambda _: None, record) == []


def test_a_part_that_nobody_can_read_is_told_with_its_place() -> None:
    ((code, said),) = told(changed(P, "conditionsModule", to=["Lupus"]))

    many = told(changed(P, "identificationModule", "nctIdAliases", to=[None] * 23))
    assert [said for _, said in many][20:] == ["the registry's file has 3 more places that cannot be read"]
    place = 'protocolSection.conditionsModule: a list of 1 ("Lupus"), where an object was expected'
    assert (code, said) == ("N320", f"the registry's file has what cannot be read: {place}")


def file_of(tmp_path: Path, text: Callable[[str], str] = lambda text: text) -> Path:
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
    path = file_of(tmp_path, lambda text: text.replace("{is: 60,", "{is: 61,"))

    assert not answered(path, MADE)
    assert answered(path, MADE, strict=True)
    told = capsys.readouterr().out
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "{is: 61," in text)
    assert f"{path}:{line}:" in told
    assert "W250 enrolled: 61 here, 60 in the registry (protocolSection.designModule.enrollmentInfo.count)" in told
    assert f"held against {MADE}: " in told


def test_the_command_answers_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(file_of(tmp_path), MADE, "json")

    answer = json.loads(capsys.readouterr().out)
    assert (answer["problems"], answer["trials"]) == ([], ["NCT90000001"])
    assert answer["against"]["compared"] == answer["against"]["agreed"] > 50


def test_a_broken_study_beside_the_wanted_one_is_no_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = file_of(tmp_path), tmp_path / "found.json"
    bad = numbered("../../etc/passwd")
    file.write_text(json.dumps({"studies": [bad, 5, {"protocolSection": []}, made()]}), encoding="utf-8")

    assert not answered(path, file)
    assert "found: 0 errors, 0 warnings" in capsys.readouterr().out

    file.write_text(json.dumps({"studies": [bad, numbered("NCT90000009")]}), encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"is about NCT90000009, .* of MOCK-2; not read: .*studies\[0\]: protocol"):
        answered(path, file)


def test_a_figure_that_is_gone_is_told_at_a_line_of_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = file_of(tmp_path), tmp_path / "now.json"

    def less(study: Study) -> None:
        for event in study[R]["adverseEventsModule"]["otherEvents"]:
            for one in event["stats"]:
                one["numAtRisk"] = 27

    file.write_text(json.dumps(made(less)), encoding="utf-8")
    answered(path, file)

    lines = [line for line in capsys.readouterr().out.splitlines() if "W250" in line]
    assert lines
    assert [line for line in lines if not re.match(re.escape(str(path)) + r":[1-9][0-9]*:[1-9]", line)] == []


def test_a_file_about_another_trial_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(numbered("NCT90000009")), encoding="utf-8")

    with pytest.raises(UsageProblem, match="is about NCT90000009, which is no id or alias of MOCK-2"):
        answered(path, other)
