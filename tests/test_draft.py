"""A draft says what the registry prints, where it stands, and nothing that it does not say."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from il2sle.cli.output import Delivery
from il2sle.cli.registry import answer_draft
from il2sle.errors import OutputProblem, StudyProblem, UsageProblem
from il2sle.records.draft import drafted, figures
from il2sle.records.draft.outcomes import suggestions
from il2sle.records.parts import parts
from il2sle.records.stated import Claim
from processes import run
from studies import MADE, Study, draft_of, listed, made, measures, numbered, outcome, text_of, trial_of

Place = tuple[str | int, ...]


def test_who_when_and_how_many_stand_with_their_places() -> None:
    trial = trial_of(made())

    state, enrolled = trial.status.state.root[0], trial.people.enrolled.root[0]
    assert (trial.id, trial.name, trial.aliases) == ("NCT90000001", "MOCK-2", ["MOCK-002", "2020-000001-11"])
    assert (state.known, state.as_of) == ("terminated", "2024-02")
    assert (enrolled.known, enrolled.kind) == (60, "actual")
    assert enrolled.cite[0].place == "protocolSection.designModule.enrollmentInfo.count"
    design, dates = trial.design, trial.dates
    assert [design.phase and design.phase.shown.known, design.allocation.shown.known] == ["1/2", "randomised"]
    assert design.masked is not None
    assert design.masked.shown.known == "participant, care provider"
    assert dates is not None
    assert dates.completion is not None
    assert dates.completion.shown.note == "estimated"
    assert {key: (arm.role, arm.randomised) for key, arm in trial.arms.items()} == {
        "mockin-1-mg": ("treated", 30),
        "placebo": ("comparator", 30),
    }
    assert trial.sources["paper1"].read_of == ["nothing"]


def test_free_text_stands_in_comments_alone() -> None:
    text = text_of(made())
    said = listed(text)

    assert 'The sponsor stopped: "futility"' in said
    assert "DECIDE: `eligibility`" in said
    assert trial_of(made()).eligibility is None
    assert [line for line in text.splitlines() if not line.lstrip().startswith("#") and "futility" in line] == []


def test_whatever_the_registry_says_in_sentences_stands_in_a_comment() -> None:
    def say(study: Study) -> None:
        protocol, results = study["protocolSection"], study["resultsSection"]
        protocol["identificationModule"]["officialTitle"] = "A long title"
        protocol["descriptionModule"] = {"briefSummary": "In short.", "detailedDescription": "At length.\nTwice."}
        protocol["conditionsModule"] = {"conditions": ["SLE", "Lupus nephritis"]}
        arms = protocol["armsInterventionsModule"]
        arms["interventions"] = [{"name": "Mockin", "otherNames": ["MCK-1"]}]
        arms["armGroups"][1]["interventionNames"] = ["Drug: Mockin"]
        protocol["referencesModule"]["references"].append({"pmid": "77", "type": "DERIVED", "citation": "Roe, 2022"})
        results["participantFlowModule"]["recruitmentDetails"] = "Of 80 screened."
        results["moreInfoModule"] = {"limitationsAndCaveats": {"description": "Very small."}}
        measures(study)[0]["description"] = "Counted twice."
        results["adverseEventsModule"]["otherEvents"][0]["notes"] = "As told by patients."

    said = listed(text_of(made(say)))

    for sentence in (
        *("A long title", "In short.", "At length. Twice.", "SLE, Lupus nephritis", "also named MCK-1"),
        *("Roe, 2022, PubMed 77", "Of 80 screened.", "limitations and caveats, in the registry's words: Very small."),
        *("Counted twice.", "As told by patients."),
    ):
        assert said.count(sentence) == 1, sentence
    trial_of(made(say))


def test_an_endpoint_without_results_keeps_its_time_and_its_description() -> None:
    def unposted(study: Study) -> None:
        study.pop("resultsSection")
        study["protocolSection"]["outcomesModule"]["primaryOutcomes"][0] |= {
            "description": "By letter.",
            "timeFrame": "9 w",
        }

    assert "time frame: 9 w description, in the registry's words: By letter." in listed(text_of(made(unposted)))


def test_a_text_without_end_is_cut_and_says_where_the_rest_stands() -> None:
    def endless(study: Study) -> None:
        study["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] = "All of it.\n" + "on and on " * 100_000

    text = text_of(made(endless))

    assert "All of it." in listed(text)
    assert "… and more, at protocolSection.eligibilityModule.eligibilityCriteria" in listed(text)
    assert "left out for size" not in listed(text)


def test_what_is_said_of_a_p_stands_beside_the_row() -> None:
    def said(study: Study) -> None:
        analysis = measures(study)[0]["analyses"][0]
        for key in ("paramType", "paramValue", "ciPctValue", "ciLowerLimit", "ciUpperLimit", "ciNumSides"):
            analysis.pop(key, None)
        analysis |= {"pValue": "0.04", "statisticalMethod": "Fisher Exact", "nonInferiorityType": "NON_INFERIORITY"}
        analysis["statisticalComment"] = "margin of 10 points"

    text = listed(text_of(made(said)))

    assert "nonInferiorityType: NON_INFERIORITY" in text
    assert "statisticalComment: margin of 10 points" in text


def test_a_term_with_more_patients_than_the_total_is_no_part_of_it() -> None:
    def more(study: Study) -> None:
        event = study["resultsSection"]["adverseEventsModule"]["otherEvents"][0]
        event["stats"][0] |= {"numAffected": 29, "numAtRisk": 30, "numEvents": 40}

    harms = trial_of(made(more)).harms

    assert harms is not None
    assert [one.event for one in harms.events if one.category == "other" and not one.part_of] == [
        "other adverse events, not serious",
        made()["resultsSection"]["adverseEventsModule"]["otherEvents"][0]["term"],
    ]


def test_the_patients_of_a_class_stand_before_those_of_the_measure() -> None:
    primary = outcome(trial_of(made()), "SRI-4 Response at Week 12").results["week 12"]

    assert [(one.percent, one.n, one.events) for one in primary.values()] == [
        (Decimal("60.7"), 28, None),
        (Decimal("31.0"), 29, None),
    ]


def test_an_effect_is_taken_over_where_the_figures_tell_its_direction() -> None:
    result = outcome(trial_of(made()), "SRI-4 Response at Week 12").results["week 12"]["mockin-1-mg"]
    odds, difference = result.effects

    assert (odds.measure, odds.value, odds.level) == ("odds_ratio", Decimal("3.44"), Decimal(90))
    assert odds.ci == [Decimal("1.37"), Decimal("8.63")]
    assert (odds.p and odds.p.printed, odds.model) == ("0.027", "Regression, Logistic")
    assert (result.p and result.p.printed, result.note) == ("0.035", "Fisher Exact")
    assert (difference.value, difference.ci) == (Decimal("29.7"), None)  # its interval is one-sided
    said = listed(text_of(made()))
    assert "9.1 to ?, 95%, one-sided" in said
    assert "paramType Risk Ratio (RR), paramValue 0.51" in said  # the other arm's: below 1, and the drug does more
    assert "paramType Slope, paramValue 0.2" in said


@pytest.mark.parametrize(
    ("printed", "held"),
    [
        pytest.param({"paramType": "Risk Difference (RD)", "paramValue": "0.297"}, False, id="a proportion, no points"),
        pytest.param({"paramType": "Risk Difference (RD)", "paramValue": "-29.7"}, False, id="the other way round"),
        pytest.param({"paramType": "Mean Difference (Net)", "paramValue": "29.7"}, False, id="of scores"),
        pytest.param({"paramType": "Risk Ratio (RR)", "paramValue": "NA"}, False, id="no number"),
        pytest.param({"paramType": "Risk Difference (RD)", "paramValue": "29.7"}, True, id="in points"),
        pytest.param({"paramType": "Risk Ratio (RR)", "paramValue": "1.96"}, True, id="ratio"),
    ],
)
def test_what_an_effect_is_must_be_clear(printed: dict[str, str], held: bool) -> None:  # noqa: FBT001  a case
    analysis = {"groupIds": ["OG000", "OG001"], **printed}
    study = made(lambda one: measures(one)[0].update(analyses=[analysis]))

    effects = outcome(trial_of(study), "SRI-4 Response at Week 12").results["week 12"]["mockin-1-mg"].effects

    assert [str(effect.value) for effect in effects] == ([printed["paramValue"]] if held else [])
    assert held or "not taken over" in listed(text_of(study))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: measures(one)[0]["analyses"][1].update(statisticalMethod="=1+1"), id="a formula"),
        pytest.param(
            lambda one: measures(one)[0]["classes"][0]["categories"][0]["measurements"][0].update(value="NA"),
            id="an analysis of what is missing",
        ),
        pytest.param(
            lambda one: one["protocolSection"]["statusModule"].update(startDateStruct={"date": "2020-02-31"}),
            id="no such day",
        ),
        pytest.param(lambda one: measures(one)[0]["analyses"][0].update(ciUpperLimit="2.0"), id="estimate outside"),
        pytest.param(lambda one: measures(one).append(measures(one)[0]), id="the same measure twice"),
    ],
)
def test_a_registry_that_slips_gives_a_draft_that_holds(change: Callable[[Study], object]) -> None:
    assert trial_of(made(change)).id == "NCT90000001"


def test_classes_that_are_visits_become_times() -> None:
    results = outcome(trial_of(made()), "SLEDAI-2K Responders").results

    assert {time: [(one.events, one.n) for one in by_arm.values()] for time, by_arm in results.items()} == {
        "week 4": [(8, 29), (5, 28)],
        "week 12": [(15, 30), (7, 29)],
    }


def test_scores_keep_their_statistic_and_spread_and_na_is_no_figure() -> None:
    trial = trial_of(made())
    change, flare = outcome(trial, "Change From Baseline in PGA"), outcome(trial, "Time to Flare")

    assert (change.statistic, change.results["week 12"]["placebo"].se) == ("LS mean ± SE", Decimal("0.11"))
    assert flare.statistic == "median (95% CI)"
    assert flare.results["to week 52"]["mockin-1-mg"].missing == "not reported"
    assert flare.results["to week 52"]["placebo"].range == [Decimal(120), Decimal(250)]
    assert 'prints "NA"; 200 to NA; median not reached' in listed(text_of(made()))


def test_what_cannot_be_mapped_is_listed_with_its_place() -> None:
    said = listed(text_of(made()))

    assert "outcomeMeasures[4]: Trough Concentration: the language does not hold this (GEOMETRIC_MEAN" in said
    assert 'the group "All Mockin" has the name of no arm' in said
    assert "Complement C3: no figure of a treated arm" in said
    assert "secondaryOutcomes[0]: Steroid dose: registered, and no result has this title" in said
    assert outcome(trial_of(made()), "Antibodies").missing == "pending"


def test_harms_count_patients_and_events_and_what_is_not_printed_is_no_zero() -> None:
    harms = trial_of(made()).harms
    assert harms is not None
    by_name = {harm.event: harm for harm in harms.events}

    assert harms.n == {"mockin-1-mg": 30, "placebo": 29}
    deaths = by_name["deaths, all causes"].arms
    assert {arm: (one.affected, one.missing) for arm, one in deaths.items()} == {
        "mockin-1-mg": (0, None),
        "placebo": (None, "not reported"),
    }
    serious = by_name["Pneumonia, serious"]
    assert (serious.arms["mockin-1-mg"].affected, serious.arms["mockin-1-mg"].events) == (2, 3)
    assert serious.arms["placebo"].missing == "not reported"
    assert by_name["Pneumonia"].arms["mockin-1-mg"].n == 28
    assert [by_name["Headache"].category, *by_name["Headache"].part_of] == [
        "other",
        "other adverse events, not serious",
    ]


def test_the_participant_flow_is_counted_of_those_who_started() -> None:
    left = outcome(trial_of(made()), "participant flow, Overall: left: Adverse Event").results["not stated"]

    assert {arm: (one.events, one.n) for arm, one in left.items()} == {"placebo": (3, 30), "mockin-1-mg": (2, 30)}


def without_results(study: Study) -> None:
    del study["resultsSection"]
    study["hasResults"] = False


def test_a_study_without_results_waits_for_them() -> None:
    trial = trial_of(made(without_results))

    assert [(one.measure, one.missing, one.as_of) for one in trial.outcomes] == [
        ("SRI-4 Response at Week 12", "pending", "2024-03-04"),
        ("Steroid dose", "pending", "2024-03-04"),
    ]


def test_several_comparators_are_left_to_the_curator() -> None:
    def third(study: Study) -> None:
        groups = study["protocolSection"]["armsInterventionsModule"]["armGroups"]
        groups.append({"label": "Steroid", "type": "ACTIVE_COMPARATOR"})

    trial = trial_of(made(third))

    assert {arm.role for arm in trial.arms.values()} == {"treated"}
    assert "which arm is the comparator" in listed(text_of(made(third)))
    against = outcome(trial, "SRI-4 Response at Week 12").results["week 12"]["mockin-1-mg"].against
    assert against == "placebo"


def test_numbers_that_differ_tell_two_groups_apart() -> None:
    def renamed(study: Study) -> None:
        for group, title in zip(measures(study)[0]["groups"], ("1. Placebo", "Mockin 1 mg"), strict=True):
            group["title"] = title

    assert 'the group "1. Placebo" has the name of no arm' in listed(text_of(made(renamed)))


def test_a_study_without_arms_is_told_what_it_lacks() -> None:
    def observed(study: Study) -> None:
        del study["resultsSection"], study["protocolSection"]["armsInterventionsModule"]
        study["protocolSection"]["designModule"] = {"studyType": "OBSERVATIONAL"}

    with pytest.raises(StudyProblem, match=r"NCT90000001 \(observational\) has no arms: .*armGroups is empty"):
        text_of(made(observed))


def test_without_registered_arms_the_groups_of_the_flow_are_arms() -> None:
    study = made(lambda one: one["protocolSection"].pop("armsInterventionsModule"))

    assert {key: arm.cite[0].place for key, arm in trial_of(study).arms.items()} == {
        "placebo": "resultsSection.participantFlowModule.groups[0]",
        "mockin-1-mg": "resultsSection.participantFlowModule.groups[1]",
    }


def test_too_many_terms_are_left_out_and_too_many_figures_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(text_of(made()).encode())
    monkeypatch.setattr(drafted, "MAX_BYTES", whole - 1)
    brief = text_of(made())
    assert listed(brief).endswith("left out for size: what the registry says in sentences")
    assert draft_of(made()).is_whole

    monkeypatch.setattr(drafted, "MAX_BYTES", len(brief.encode()) - 1)
    assert "in sentences; terms of events that are not serious" in listed(text_of(made()))
    assert not draft_of(made()).is_whole

    monkeypatch.setattr(drafted, "MAX_BYTES", 1000)
    with pytest.raises(StudyProblem, match="more figures than"):
        text_of(made())


# What cannot be read.


def places(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Every place of a study with its value; of the entries of a list the first."""
    if place:
        yield place, value
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*place, key))


def in_json(place: Place) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place).removeprefix(".")


def put(study: Study, place: Place, value: object) -> Study:
    part: object = study
    for key in place[:-1]:
        part = part[key]  # type: ignore[index]
    part[place[-1]] = value  # type: ignore[index]
    return study


def refusal_or_lines(study: Study) -> list[str]:
    """What is said of a study that cannot be read: as an error, or at the head of its draft."""
    try:
        return list(draft_of(study).unread)
    except StudyProblem as problem:
        return [str(problem).rpartition("that can be read: ")[2].removeprefix("study.json: ")]


@pytest.mark.parametrize("other", [["a"], {"a": 1}, True])
def test_whatever_is_of_another_kind_is_named_with_its_place(other: object) -> None:
    changed = [place for place, value in places(made()) if type(value) is not type(other)]

    said = {place: refusal_or_lines(put(made(), place, copy.copy(other))) for place in changed}

    assert len(changed) > 100
    assert [place for place, lines in said.items() if not any(line.startswith(in_json(place)) for line in lines)] == []


@pytest.mark.parametrize("value", [5, "x", [None], [5], {"groups": 3}, [{"a": []}]])
@pytest.mark.parametrize("path", ["protocolSection.designModule", "resultsSection.outcomeMeasuresModule"])
def test_a_module_of_another_kind_is_told_at_the_head(path: str, value: object) -> None:
    section, module = path.split(".")
    study = made(lambda one: one[section].update({module: copy.copy(value)}))
    if value == {"groups": 3}:
        value = "nothing that is asked for"
        assert draft_of(study).unread == ()
        return

    head = text_of(study).partition("\nid: ")[0]

    assert trial_of(study).id == "NCT90000001"
    assert f"# - {path}: " in head
    assert "where an object was expected" in head


def test_a_module_that_no_draft_asks_for_is_told_too() -> None:
    study = made(lambda one: one["protocolSection"].update(conditionsModule=["Lupus"]))

    assert draft_of(study).unread == (
        'protocolSection.conditionsModule: a list of 1 ("Lupus"), where an object was expected',
    )


def test_what_stands_there_is_shortened_and_ends_no_comment() -> None:
    count = "three\u2028missing: pending\r\n" + "x" * 500
    study = made(lambda one: event_groups(one)[0].update(seriousNumAffected=count))
    text = text_of(study)

    (line,) = draft_of(study).unread
    assert line.startswith('resultsSection.adverseEventsModule.eventGroups[0].seriousNumAffected: "three missing: pend')
    assert len(line) < 200
    assert [one for one in text.splitlines() if "three" in one and not one.lstrip().startswith("#")] == []
    assert trial_of(study).id == "NCT90000001"


def test_the_head_lists_a_hundred_places_and_counts_the_others() -> None:
    study = made(lambda one: one["protocolSection"]["identificationModule"].update(nctIdAliases=[None] * 150))
    said = listed(text_of(study).partition("\nid: ")[0])

    assert said.count("nctIdAliases[") == 100
    assert "and 50 more places" in said
    assert draft_of(study).notes == (
        "NCT90000001: 150 places of the file could not be read: see the head of the draft",
    )


def event_groups(study: Study) -> list[Study]:
    found: list[Study] = study["resultsSection"]["adverseEventsModule"]["eventGroups"]
    return found


def first_figure(study: Study, measure: int) -> Study:
    found: Study = measures(study)[measure]["classes"][-1]["categories"][0]["measurements"][0]
    return found


@pytest.mark.parametrize("value", ["n/e", "15.5", "-1", "1,5", ["15"], {"n": 15}, True, "9" * 30])
def test_a_figure_that_cannot_be_read_is_not_read(value: object) -> None:
    study = made(lambda one: first_figure(one, 1).update(value=value))
    result = outcome(trial_of(study), "SLEDAI-2K Responders").results["week 12"]["mockin-1-mg"]

    assert (result.events, result.missing) == (None, "not read")
    (line,) = draft_of(study).unread
    assert line.startswith(
        "resultsSection.outcomeMeasuresModule.outcomeMeasures[1].classes[1].categories[0].measurements[0].value: "
    )
    assert "Mockin 1 mg: the registry prints" in listed(text_of(study))


@pytest.mark.parametrize("value", ["three", "2.5", ["2"], {"n": 2}, True, "-2"])
@pytest.mark.parametrize("kind", ["serious", "deaths"])
def test_a_number_of_patients_that_cannot_be_read_is_not_read(kind: str, value: object) -> None:
    key = f"{kind}NumAffected"
    harms = trial_of(made(lambda one: event_groups(one)[0].update({key: value}))).harms

    assert harms is not None
    (total,) = (
        one
        for one in harms.events
        if one.category == {"serious": "serious", "deaths": "death"}[kind] and not one.part_of
    )
    assert total.arms["mockin-1-mg"].missing == "not read"
    assert total.arms["placebo"].missing == (None if kind == "serious" else "not reported")


def test_patients_at_risk_that_cannot_be_read_are_not_those_of_the_table() -> None:
    def unclear(study: Study) -> None:
        study["resultsSection"]["adverseEventsModule"]["otherEvents"][1]["stats"][0]["numAtRisk"] = "thirty"

    harms = trial_of(made(unclear)).harms

    assert harms is not None
    by_name = {harm.event: harm.arms["mockin-1-mg"] for harm in harms.events}
    assert "mockin-1-mg" not in harms.n
    assert (by_name["Headache"].affected, by_name["Headache"].n) == (5, None)
    assert by_name["Pneumonia, serious"].n == 30


def test_a_number_that_is_null_is_not_reported_and_its_arm_stands_in_the_row() -> None:
    study = made(lambda one: event_groups(one)[0].update(deathsNumAffected=None))
    event_groups(study)[1].update(deathsNumAffected=1, deathsNumAtRisk=29)
    harms = trial_of(study).harms

    assert harms is not None
    assert {arm: (one.affected, one.missing) for arm, one in harms.events[0].arms.items()} == {
        "mockin-1-mg": (None, "not reported"),
        "placebo": (1, None),
    }
    assert draft_of(study).unread == ()


def test_a_group_that_a_row_has_no_entry_for_is_not_reported() -> None:
    def without(study: Study) -> None:
        measures(study)[1]["classes"][1]["categories"][0]["measurements"].pop(1)
        study["resultsSection"]["participantFlowModule"]["periods"][0]["dropWithdraws"][0]["reasons"].pop(1)

    trial = trial_of(made(without))

    assert outcome(trial, "SLEDAI-2K Responders").results["week 12"]["placebo"].missing == "not reported"
    left = outcome(trial, "participant flow, Overall: left: Adverse Event").results["not stated"]
    assert {arm: one.missing for arm, one in left.items()} == {"placebo": None, "mockin-1-mg": "not reported"}
    assert trial.harms is not None
    pneumonia = next(one for one in trial.harms.events if one.event == "Pneumonia")
    assert pneumonia.arms["placebo"].missing == "not reported"


def test_a_group_whose_entry_is_of_no_group_is_not_read() -> None:
    def unknown(study: Study) -> None:
        first_figure(study, 1).update(groupId="OG9")
        measures(study)[1]["classes"][1]["categories"][0]["measurements"].append({"groupId": "OG000", "value": "5"})
        measures(study)[1]["classes"][1]["categories"][0]["measurements"].pop(1)
        study["resultsSection"]["participantFlowModule"]["periods"][0]["dropWithdraws"][0]["reasons"][1] = "two"
        study["resultsSection"]["adverseEventsModule"]["seriousEvents"][0]["stats"][1] = None

    study = made(unknown)
    trial = trial_of(study)

    assert outcome(trial, "SLEDAI-2K Responders").results["week 12"]["placebo"].missing == "not read"
    left = outcome(trial, "participant flow, Overall: left: Adverse Event").results["not stated"]
    assert left["mockin-1-mg"].missing == "not read"
    assert trial.harms is not None
    pneumonia = next(one for one in trial.harms.events if one.event == "Pneumonia, serious")
    assert pneumonia.arms["placebo"].missing == "not read"


def test_more_who_left_than_started_are_listed() -> None:
    study = made()
    study["resultsSection"]["participantFlowModule"]["periods"][0]["dropWithdraws"][0]["reasons"][0]["numSubjects"] = (
        "31"
    )

    assert "Placebo: 31 of 30 who started: more than there were" in listed(text_of(study))


def test_a_count_of_none_is_kept_where_those_who_started_are_not_printed() -> None:
    period = (study := made())["resultsSection"]["participantFlowModule"]["periods"][0]
    period["milestones"][0]["achievements"][0]["numSubjects"] = None
    period["dropWithdraws"][0]["reasons"][0]["numSubjects"] = "0"

    left = outcome(trial_of(study), "participant flow, Overall: left: Adverse Event").results["not stated"]

    assert (left["placebo"].events, left["placebo"].n) == (0, None)


def test_a_second_entry_of_a_group_is_listed_and_of_two_sizes_none_is_taken() -> None:
    def doubled(study: Study) -> None:
        cell = measures(study)[1]["classes"][1]["categories"][0]["measurements"]
        cell.append(cell[0] | {"value": "3"})
        counts = measures(study)[1]["denoms"][0]["counts"]
        counts.append(counts[0] | {"value": "99"})

    study = made(doubled)
    result = outcome(trial_of(study), "SLEDAI-2K Responders").results["week 12"]["mockin-1-mg"]

    assert (result.events, result.n) == (15, None)
    assert 'measurements[2].value: "3", where one entry of Mockin 1 mg was expected' in listed(text_of(study))
    assert "one number for each group was expected" in listed(text_of(study))


@pytest.mark.parametrize(
    ("module", "keys", "value"),
    [
        ("statusModule", ("overallStatus",), "APPROVED"),
        ("statusModule", ("startDateStruct", "date"), "March 2020"),
        ("designModule", ("enrollmentInfo", "count"), "sixty"),
        ("designModule", ("designInfo", "allocation"), "DRAWN"),
        ("designModule", ("designInfo", "maskingInfo", "masking"), ["DOUBLE"]),
        ("designModule", ("phases",), "PHASE2"),
        ("designModule", ("phases",), ["PHASE2", None]),
        ("sponsorCollaboratorsModule", ("leadSponsor",), "Mock, Inc."),
    ],
)
def test_a_fact_that_cannot_be_read_is_not_read(module: str, keys: tuple[str, ...], value: object) -> None:
    study = put(made(), ("protocolSection", module, *keys), value)
    trial = trial_of(study)
    place = in_json(("protocolSection", module, *keys))

    claims = [part.value for part in parts(trial) if isinstance(part.value, Claim)]
    assert [claim.value for claim in claims if claim.cite and claim.cite[0].place.startswith(place)] == ["not read"]
    assert draft_of(study).unread[0].startswith(place)


def test_a_list_that_can_be_read_in_part_says_so() -> None:
    study = made(lambda one: one["protocolSection"]["sponsorCollaboratorsModule"]["collaborators"].append("Doe"))
    design = trial_of(study).design

    assert design.collaborators is not None
    claim = design.collaborators.root[0]
    assert (claim.value, claim.note and claim.note.partition(":")[0]) == ("Institute of Doe", "in part")


@pytest.mark.parametrize("results", [None, [], "x"])
def test_results_that_the_file_does_not_hold_are_not_read_and_not_pending(results: object) -> None:
    study = made(lambda one: one.update(resultsSection=results))
    study["protocolSection"].pop("referencesModule")
    trial = trial_of(study)

    assert trial.status.results.root[0].value == "not read"
    assert {one.missing for one in trial.outcomes} == {"not read"}


def test_a_group_without_an_id_is_nobodys() -> None:
    def nameless(study: Study) -> None:
        measures(study)[1]["groups"][0].pop("id")
        first_figure(study, 1).pop("groupId")

    study = made(nameless)

    assert "SLEDAI-2K Responders: no figure of a treated arm" in listed(text_of(study))
    assert any(line.endswith("where the id of a group was expected") for line in draft_of(study).unread)


def test_a_percentage_keeps_what_is_printed_beside_it() -> None:
    study = made(lambda one: first_figure(one, 0).update(lowerLimit="40.1", upperLimit="78.5", comment="as treated"))

    said = listed(text_of(study))
    assert "Mockin 1 mg: spread as printed, which has no key: 40.1 to 78.5" in said
    assert "Mockin 1 mg: as treated" in said


@pytest.mark.parametrize(
    ("frame", "change", "time"),
    [
        ("Week 16", False, "week 16"),
        ("24 weeks", False, "week 24"),
        ("At Day 85.", False, "day 85"),
        ("up to 52 weeks", False, "to week 52"),
        ("Baseline to Week 16", False, "to week 16"),
        ("Baseline to Week 16", True, "week 16"),
        ("Baseline, Week 16", False, None),
        ("2 year/end of study", False, None),
        ("Weeks 12 and 24", False, None),
        ("Week 99999", False, None),
    ],
)
def test_a_time_frame_is_a_time_where_it_is_nothing_else(frame: str, change: bool, time: str | None) -> None:  # noqa: FBT001  a case
    assert figures.time(frame, change=change) == time


def test_figures_keep_their_digits_and_others_are_none() -> None:
    assert [figures.number(text) for text in ("30.00", ".80", "-0.0", "1e5", "1,000", "NA", "٣")] == [
        *("30.00", "0.80", "0.0"),
        *(None,) * 4,
    ]
    assert [figures.p_value(text) for text in ("<0.001", "0.0430", "p=0.05", "> .05", "NA")] == [
        *("<0.001", "0.0430", "0.05", ">.05"),
        None,
    ]
    assert figures.p_value("0.03", one_sided=True) == "0.03 one-sided"


def test_named_endpoints_are_seen_in_titles() -> None:
    assert [suggestions(title) for title in ("SRI(4) at Week 24", "SLEDAI-2K score", "CLASI-50 response", "C3")] == [
        ["SRI-4"],
        ["SLEDAI"],
        ["CLASI-50"],
        [],
    ]


# The command.


def search(path: Path, *numbers: str) -> Path:
    path.write_text(json.dumps({"studies": [numbered(number) for number in numbers]}), encoding="utf-8")
    return path


def test_a_search_result_gives_a_file_each_and_overwrites_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, into = search(tmp_path / "found.json", "NCT90000001", "NCT90000002"), tmp_path / "drafts"
    into.mkdir()
    (into / "NCT90000001.yaml").write_text("mine", encoding="utf-8")

    assert answer_draft(str(file), into, Delivery())

    told = capsys.readouterr()
    assert told.out == f"{into / 'NCT90000002.yaml'}\n"
    assert f"passed over: {into / 'NCT90000001.yaml'} is there already" in told.err
    assert (into / "NCT90000001.yaml").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in into.iterdir()) == ["NCT90000001.yaml", "NCT90000002.yaml"]


@pytest.mark.parametrize("token", ["", "Zx9"])
def test_a_page_of_a_longer_search_result_says_how_the_next_is_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    file = search(tmp_path / "found.json", "NCT90000001")
    file.write_text(
        json.dumps({**json.loads(file.read_text(encoding="utf-8")), "nextPageToken": token}), encoding="utf-8"
    )

    assert answer_draft(str(file), tmp_path, Delivery())

    assert ("&pageToken=Zx9" in capsys.readouterr().err) == bool(token)


def test_one_study_that_cannot_be_drafted_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = search(tmp_path / "found.json", "NCT90000001", "NCT90000002")
    text = file.read_text(encoding="utf-8").replace('"armGroups"', '"none"', 1).replace('"periods"', '"none"', 1)
    file.write_text(text.replace('"groups"', '"none"', 1), encoding="utf-8")

    assert not answer_draft(str(file), tmp_path, Delivery())
    assert "NCT90000001 (interventional) has no arms" in capsys.readouterr().err
    assert (tmp_path / "NCT90000002.yaml").exists()


def with_broken(path: Path) -> Path:
    """A search result with three studies that are none, and one that is."""
    bad = numbered("../../etc/passwd")
    path.write_text(json.dumps({"studies": [bad, "NCT90000005", None, numbered("NCT90000002")]}), encoding="utf-8")
    return path


@pytest.mark.parametrize("quiet", [False, True])
def test_a_study_that_is_none_is_named_with_its_index_and_stops_no_other(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    quiet: bool,  # noqa: FBT001  a case
) -> None:
    into = tmp_path / "drafts"
    into.mkdir()
    file = with_broken(tmp_path / "found.json")

    assert not answer_draft(str(file), into, Delivery(quiet=quiet))

    told = capsys.readouterr()
    assert [path.name for path in into.iterdir()] == ["NCT90000002.yaml"]
    assert told.out == f"{into / 'NCT90000002.yaml'}\n"
    assert f'{file}: studies[0]: protocolSection.identificationModule.nctId is "../../etc/passwd"' in told.err
    assert f"{file}: studies[1]: no study" in told.err
    assert f"{file}: studies[2]: no study" in told.err


def test_a_draft_overwrites_no_record_and_fills_an_empty_file(tmp_path: Path) -> None:
    mine, empty = tmp_path / "mine.yaml", tmp_path / "empty.yaml"
    mine.write_text("mine", encoding="utf-8")
    empty.touch()

    with pytest.raises(OutputProblem, match="a draft overwrites none"):
        answer_draft(str(MADE), None, Delivery(output=str(mine)))
    answer_draft(str(MADE), None, Delivery(output=str(empty)))

    assert mine.read_text(encoding="utf-8") == "mine"
    assert "NCT90000001" in empty.read_text(encoding="utf-8")


def test_several_studies_need_a_directory(tmp_path: Path) -> None:
    file = search(tmp_path / "found.json", "NCT90000001", "NCT90000002")

    with pytest.raises(UsageProblem, match="holds 2 studies; --into DIR writes a file for each"):
        answer_draft(str(file), None, Delivery())
    with pytest.raises(UsageProblem, match="there is no directory"):
        answer_draft(str(file), tmp_path / "none", Delivery())


def test_a_draft_is_checked_without_errors_as_a_file(tmp_path: Path) -> None:
    target = tmp_path / "NCT90000001.yaml"

    drafted_ = run("draft", str(MADE), "-o", str(target))
    checked = run("check", str(target))

    assert (drafted_.code, drafted_.out) == (0, "")
    assert "decisions are marked DECIDE" in drafted_.err
    assert (checked.code, "found: 0 errors" in checked.out) == (0, True)


def test_a_posted_outcome_without_measurements_is_listed_and_not_called_pending() -> None:
    text = text_of(made(lambda one: measures(one)[0].update(reportingStatus="POSTED", classes=[])))
    assert "posted, and no measurement of it can be read" in listed(text)
    assert listed(text).count("not posted yet") == listed(text_of(made())).count("not posted yet")
