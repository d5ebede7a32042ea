"""How reports print doses, schedules and arms, each typed as it is printed: what the program makes of it."""

from typing import Any

import pytest

from flat import examined, export_rows, flat
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.doses import dose_rows
from il2sle.evidence.examined import Examined
from il2sle.evidence.exportable import PARTS, exportable
from il2sle.evidence.labels import given_to, treatments
from il2sle.evidence.poolable import harm_lines
from il2sle.evidence.selection import Selection, named, select
from il2sle.evidence.trace import trace
from il2sle.views.compare import compare_page
from il2sle.views.export import LAYOUTS
from il2sle.views.show import show_page
from minimal import NEXT, RESULTS, minimal
from pages import lines_of

Edits = dict[str, str | None]
CUMULATIVE = ("cumulative_week_12", "cumulative_week_24", "cumulative_total")
INJECTIONS = ("injections_week_12", "injections_week_24", "injections_total")


def rows(edits: Edits) -> dict[str, Any]:
    """The rows of the base record by arm, of several levels the last."""
    return {row.arm: flat(row) for row in dose_rows(minimal(edits))}


def figures(row: Any, names: tuple[str, ...]) -> tuple[object, ...]:  # noqa: ANN401  a row by its columns
    return tuple(getattr(row, name) for name in names)


def found(edits: Edits, *codes: str) -> list[tuple[str, str]]:
    """Code and path of what the checks find; only these codes, if any are named."""
    told = Examined(minimal(edits)).findings
    return [(f.code, "/".join(map(str, f.loc))) for f in told if not codes or f.code in codes]


def messages(edits: Edits, code: str) -> list[str]:
    return [f.message for f in Examined(minimal(edits)).findings if f.code == code]


def pages(edits: Edits) -> str:
    """What `compare` and `show` print of the doses and arms of a record, on one line."""
    one = Examined(minimal(edits))
    compared = compare_page(compare([one]), ["doses"], full=True)
    shown = show_page([one.profile], compare([one]))
    lines = (line for page in (compared, shown) for line in lines_of(page, None))
    return " ".join(" ".join(lines).split())


# A loading dose in the schedule that all arms share

LOADING: Edits = {
    "schedule": "[{dose: 4, at: [day 1]}, {dose: 2, every: 4 weeks, times: 2}]",
    "arms/drug/dose": None,
}


def test_placebo_takes_no_dose_from_the_schedule_of_all() -> None:
    by_arm = rows(LOADING)
    assert figures(by_arm["drug"], CUMULATIVE) == (8, 8, 8)
    assert figures(by_arm["placebo"], (*CUMULATIVE, "dose", "dose_unit")) == (None,) * 5
    assert figures(by_arm["placebo"], INJECTIONS) == (3, 3, 3)
    assert by_arm["drug"].schedule == "4 million IU at day 1; then 2 million IU every 4 weeks, 2 times"
    assert by_arm["placebo"].schedule == "at day 1; then every 4 weeks, 2 times"


def test_dose_of_placebo_is_not_applicable_and_that_of_another_drug_not_reported() -> None:
    [placebo] = [row for row in dose_rows(minimal(LOADING)) if row.arm == "placebo"]
    assert (placebo.schedule_missing, placebo.dose_missing) == (None, "not applicable")
    [other] = [row for row in dose_rows(minimal(LOADING | {"arms/placebo/drug": "cyclosporin"})) if row.drug][1:]
    assert (other.cumulative["total"].exact.value, other.dose_missing) == (None, "not reported")


# An arm that gets nothing, or other therapy

NOTHING: Edits = {"arms/placebo/schedule": "none", "arms/placebo/label": "usual care", "arms/placebo/route": None}


def test_arm_that_gets_nothing_has_no_injections() -> None:
    own = rows(NOTHING)["placebo"]
    assert own.schedule == "none by this schedule"
    assert figures(own, (*INJECTIONS, *CUMULATIVE, "last_dose_day", "last_dose_day_latest")) == (None,) * 8
    assert figures(rows(NOTHING)["drug"], INJECTIONS) == (21, 21, 21)
    assert found(NOTHING) == []


def test_arm_that_gets_nothing_is_said_to_in_pages() -> None:
    printed = pages(NOTHING)
    assert "usual care none by this schedule n/a n/a n/a n/a n/a n/a n/a" in printed
    assert "usual care no drug none by this schedule n/a" in printed


def test_dose_of_an_arm_that_gets_nothing_is_refused() -> None:
    edits = NOTHING | {"arms/placebo/dose": "2", "arms/placebo/drug": "cyclosporin"}
    assert found(edits) == [("R133", "arms/placebo/dose")]


# Visits as a list, and several intakes a day


def test_visits_as_a_list_are_counted_and_printed_as_typed() -> None:
    own = rows({"schedule": "[{at: [day 1, week 2, week 24], note: in all arms}]"})["drug"]
    assert own.schedule == "at day 1, week 2, week 24"
    assert figures(own, (*INJECTIONS, "last_dose_day")) == (2, 2, 3, 169)
    assert own.cumulative_total == 3


@pytest.mark.parametrize(
    ("schedule", "code", "path"),
    [
        pytest.param("[{times: 3}]", "R130", "schedule/0", id="neither"),
        pytest.param("[{every: 1 week, at: [day 1]}]", "R130", "schedule/0", id="both"),
        pytest.param("[{at: [day 1], times: 3}]", "R130", "schedule/0", id="times too"),
        pytest.param("[{at: [day 1], cycles: 2}]", "R130", "schedule/0", id="cycles too"),
        pytest.param("[{at: [day 1], rest: 2 weeks}]", "R130", "schedule/0", id="a rest too"),
        pytest.param("[{at: [day 1, month 3]}]", "R131", "schedule/0/at/1", id="a month"),
        pytest.param("[{at: [day 1, week 2 to 4]}]", "R131", "schedule/0/at/1", id="a range"),
        pytest.param("[{at: [day 1, not stated]}]", "R131", "schedule/0/at/1", id="no time at all"),
        pytest.param("[{at: [day 0]}]", "R131", "schedule/0/at/0", id="day 0"),
        pytest.param("[{at: [week 2, week 1]}]", "R131", "schedule/0/at/1", id="out of order"),
        pytest.param("[{at: [week 2, day 15]}]", "R131", "schedule/0/at/1", id="the same day twice"),
    ],
)
def test_days_that_cannot_be_counted(schedule: str, code: str, path: str) -> None:
    assert found({"schedule": schedule}) == [(code, path)]
    assert found({"arms/drug/schedule": schedule}) == [(code, f"arms/drug/{path}")]


def test_two_intakes_a_day() -> None:
    own = rows({"schedule": "[{every: 1 day, for: 12 weeks, per_day: 2}]", "arms/drug/dose": "23.7"})["drug"]
    assert own.schedule == "twice daily for 12 weeks"
    assert figures(own, ("injections_total", "cumulative_total", "last_dose_day")) == (168, 3981.6, 84)


# Weeks 0, 2, 4, then every 4 weeks


def test_weeks_0_2_4_then_every_4_weeks() -> None:
    edits: Edits = {"schedule": "[{at: [week 0, week 2, week 4]}, {every: 4 weeks, times: 3}]"}
    assert figures(rows(edits)["drug"], ("injections_total", "last_dose_day")) == (6, 29 + 3 * 28)
    assert found(edits) == []


@pytest.mark.parametrize(
    ("schedule", "first", "last", "own"),
    [
        pytest.param("[{every: 2 weeks, times: 3}, {every: 4 weeks, times: 2}]", "43", "29", "57", id="by times"),
        pytest.param("[{every: 2 weeks, to_day: 29}, {every: 4 weeks, times: 2}]", "30", "29", "57", id="to a day"),
        pytest.param("[{every: 2 weeks, for: 5 weeks}, {every: 4 weeks, times: 2}]", "36", "29", "57", id="for a time"),
        pytest.param("[{every: 2 weeks, for: 6 weeks}, {every: 4 weeks, times: 2}]", "43", "29", "57", id="3 visits"),
        pytest.param(
            *("[{every: 2 to 3 weeks, times: 3}, {every: 4 weeks, times: 1}]", "43 to 64", "29 to 43", "57 to 71"),
            id="with a range",
        ),
    ],
)
def test_first_day_of_a_step_is_told_where_it_could_be_another(schedule: str, first: str, last: str, own: str) -> None:
    assert found({"schedule": schedule}) == [("N313", "schedule/1")]
    [said] = messages({"schedule": schedule}, "N313")
    assert said.startswith(f"the step begins on day {first}, and the last dose before it is on day {last}; ")
    assert said.endswith(
        f"an interval of its own (4 weeks) after that is day {own}, and `from_day` says which is meant"
    )
    assert f"N313 the step begins on day {first}" in pages({"schedule": schedule})


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param("[{every: 2 weeks, times: 3}, {every: 4 weeks, from_day: 43, times: 2}]", id="it is said"),
        pytest.param("[{every: 2 weeks, times: 3}, {every: 2 weeks, times: 2, dose: 2}]", id="one interval"),
        pytest.param("[{every: 2 days, for: 6 weeks}, {every: 1 week, for: 6 weeks}]", id="no gap but an interval"),
        pytest.param("[{every: 2 weeks, times: 3, rest: 1 week}, {every: 4 weeks, times: 2}]", id="a rest between"),
        pytest.param("[{every: 2 weeks, times: 3}, {at: [week 8, week 12]}]", id="days by name"),
    ],
)
def test_first_day_of_a_step_that_is_clear_is_not_told(schedule: str) -> None:
    assert found({"schedule": schedule}, "N313", "W230") == []


def test_steps_that_overlap_are_a_warning() -> None:
    edits: Edits = {"schedule": "[{every: 1 day, for: 5 days}, {every: 1 week, from_day: 4, times: 3}]"}
    assert found(edits) == [("W230", "schedule/1")]
    assert messages(edits, "W230") == ["the step begins on day 4, and the step before goes on to day 5"]
    assert found({"schedule": "[{every: 1 day, for: 5 days}, {every: 1 week, from_day: 8, times: 3}]"}) == []
    range_reaches: Edits = {"schedule": "[{every: 1 day, for: 5 to 9 days}, {every: 1 week, from_day: 8, times: 3}]"}
    assert found(range_reaches, "W230") == [("W230", "schedule/1")]


# Ranges over several steps


def test_ranges_over_several_steps() -> None:
    edits: Edits = {"schedule": "[{every: 1 to 2 days, for: 4 weeks}, {every: 1 day, for: 2 to 4 weeks}]"}
    own = rows(edits)["drug"]
    assert (own.injections_total, own.injections_total_low, own.injections_total_high) == (None, 28, 56)
    assert (own.cumulative_total, own.cumulative_total_low, own.cumulative_total_high) == (None, 28, 56)
    assert "28 to 56" in pages(edits)
    assert found(edits) == []


def test_how_each_end_of_a_range_follows() -> None:
    edits: Edits = {"schedule": "[{every: 1 day, for: 2 to 4 weeks}]", "arms/drug/dose": "1.5"}
    cumulative = rows(edits)["drug"].row.cumulative["total"]
    assert (cumulative.low.method, cumulative.high.method) == (
        "dose in all: 14 x 1.5 million IU",
        "dose in all: 28 x 1.5 million IU",
    )


def test_ranges_that_leave_too_much_open() -> None:
    wide = "{every: 1 day, for: 1 to 52 weeks}"
    assert found({"schedule": f"[{wide}, {wide}]"}) == [("R134", "schedule")]


# Routes and units of the field

ORAL: Edits = {
    "arms/drug": '{label: mycophenolate 1 g, drug: mycophenolate, dose: 1, unit: g, route: oral, cite: "paper, p"}',
    "arms/placebo/route": "oral",
    "schedule": "[{every: 1 day, for: 2 to 12 weeks, per_day: 2}]",
    "people/randomised": None,
}


def test_no_injections_where_none_are_given() -> None:
    printed = pages(ORAL)
    assert "injection" not in printed
    assert "doses†, weeks" in printed
    assert "doses in all: 28 to 168 (28 to 168 g)" in printed
    one = Examined(minimal(ORAL))
    assert not any("injection" in f"{step.what} {step.figure.method}" for step in trace(one, one.outcomes))
    assert "injections†, weeks" in pages({})
    assert "injections, weeks 1 to 12" in {step.what for step in trace(Examined(minimal()), ())}


@pytest.mark.parametrize("route", ["oral", "intravenous", "topical", "inhaled"])
def test_one_route_that_is_no_injection_names_the_column(route: str) -> None:
    assert "injections" not in pages({"arms/placebo/route": route}).split("weeks 1 to 12")[0]


@pytest.mark.parametrize("unit", ["mg/kg", "µg/kg", "million IU/m²", "million IU/kg", "g/m²"])
def test_doses_by_weight_or_surface_are_summed_in_their_unit(unit: str) -> None:
    edits: Edits = {"arms/drug/dose": "0.5", "arms/drug/unit": unit}
    own = rows(edits)["drug"]
    assert (own.dose_unit, own.cumulative_total) == (unit, 10.5)
    assert own.row.cumulative["total"].exact.method == f"dose in all: 21 x 0.5 {unit}"
    assert f"10.5 {unit}" in pages(edits)


# Doses pooled into one arm, and cohorts as arms

POOLED: Edits = {
    "arms/high": '{label: IL-2 3 million IU, drug: IL-2, dose: 3, unit: million IU, randomised: 30, cite: "paper, p"}',
    "arms/all": '{label: all doses, pooled: [drug, high], randomised: 60, cite: "paper, p"}',
    "people/randomised": "90",
    f"{RESULTS}/high": "{events: 20, n: 30}",
    f"{RESULTS}/all": "{events: 38, n: 60}",
    "design/ratio": None,
    "people/enrolled": "{is: 90, kind: actual}",
}


def selected(edits: Edits) -> Selection:
    return select([exportable(Examined(minimal(edits)), PARTS)], Filters())


def test_pooled_arm_is_marked_and_has_the_schedule_of_its_arms() -> None:
    own = rows(POOLED)["all"]
    assert own.pooled == ("IL-2 1 million IU", "IL-2 3 million IU")
    assert own.flags == ("pooled arms: its patients are counted in IL-2 1 million IU, IL-2 3 million IU",)
    assert (own.injections_total, own.cumulative_total) == (21, None)
    assert found(POOLED) == []


def test_pooled_arm_has_the_drugs_of_its_arms() -> None:
    assert rows(POOLED)["all"].drug == "IL-2"
    assert rows(POOLED | {"arms/high/drug": "PEG-IL-2"})["all"].drug == "IL-2, PEG-IL-2"
    assert "all doses IL-2 every other day" in pages(POOLED)


def test_treated_arm_without_a_drug_is_not_one_that_gets_none() -> None:
    assert "IL-2 1 million IU NR every other day" in pages({"arms/drug/drug": None})
    unread: Edits = {"arms/drug/drug": None, "sources/paper/read_of": "abstract"}
    assert "IL-2 1 million IU unread every other day" in pages(unread)
    assert "placebo no drug every other day" in pages({})


def test_pooled_arm_of_arms_with_schedules_of_their_own_has_none() -> None:
    own = rows(POOLED | {"arms/high/schedule": "[{every: 1 week, times: 4}]"})["all"]
    assert (own.schedule, own.injections_total) == ("that of each of its arms", None)
    assert (own.row.schedule_missing, own.row.dose_missing) == ("not applicable", "not applicable")


def test_pooled_arm_takes_no_dose_from_the_schedule_of_all() -> None:
    own = rows(POOLED | {"schedule": "[{dose: 4, at: [day 1]}, {dose: 2, every: 4 weeks, times: 2}]"})["all"]
    assert (own.schedule, own.cumulative_total) == ("at day 1; then every 4 weeks, 2 times", None)


def test_pooled_arm_is_left_out_of_exports() -> None:
    [(row, reason)] = [left for left in selected(POOLED).left_out if left[0].endpoint == "SRI-4"]
    assert "all doses against placebo" in named(row)
    assert reason == "pooled arms: its patients are counted in IL-2 1 million IU, IL-2 3 million IU"
    assert [line.counts.arm.arm for line in selected(POOLED).lines] == ["drug", "high"]
    assert selected(POOLED).sharing == (2, 2)


@pytest.mark.parametrize("layout", ["netmeta", "metafor"])
def test_no_patient_is_exported_twice(layout: str) -> None:
    export = export_rows(examined([minimal(POOLED)]), layout, Filters())
    assert all("all doses" not in str(row) for row in export.rows)
    events = {"netmeta": "event", "metafor": "ai"}[layout]
    got = [row[export.columns.index(events)] for row in export.rows]
    assert got == ([18, 20, 9] if layout == "netmeta" else [18, 20])


FURTHER: Edits = {
    f"{RESULTS}/drug": "{difference: 12.0, difference_ci: [1.0, 23.0]}",
    f"{RESULTS}/all": "{difference: 10.0, difference_ci: [1.0, 19.0]}",
    NEXT: '{endpoint: SLEDAI, measure: score, statistic: mean ± SD, cite: "paper, p", results: {week 12: {'
    "drug: {value: 4.0, sd: 1.0, n: 30}, all: {value: 4.5, sd: 1.0, n: 60}, placebo: {value: 6.0, sd: 1.0, n: 30}}}}",
    "harms/n": "{drug: 30, high: 30, all: 60, placebo: 30}",
    "harms/events/0/arms/all": "{affected: 20}",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_holds_a_pooled_arm(layout: str) -> None:
    export = export_rows(examined([minimal(POOLED | FURTHER)]), layout, Filters(), every_row=True)
    assert all("all doses" not in str(row) for row in export.rows)
    assert [said for said in export.left_out if "all doses" in said]


def test_pooled_placebo_is_one_comparator_of_harms_where_only_it_is_counted() -> None:
    harms = POOLED_PLACEBO | {
        "harms/n": "{drug: 30, placebo: 30, both: 60}",
        "harms/events/0/arms": "{drug: {affected: 9}, both: {affected: 12}}",
    }
    [line] = harm_lines([exportable(Examined(minimal(harms)), PARTS)])[0]
    assert line.other.arm == "both"
    harms |= {"harms/events/0/arms": "{drug: {affected: 9}, placebo: {affected: 5}, both: {affected: 12}}"}
    [line] = harm_lines([exportable(Examined(minimal(harms)), PARTS)])[0]
    assert line.other.arm == "placebo"


def test_pooled_arm_is_no_arm_of_the_trial() -> None:
    one = Examined(minimal(POOLED))
    assert (one.study.arms, one.study.drug) == (3, "IL-2")
    assert {row.sharing for row in one.outcomes if row.arm} == {2}


def test_size_by_the_ratio_is_that_of_arms_with_patients_of_their_own() -> None:
    edits = POOLED | {"design/ratio": '"1:1:1"', f"{RESULTS}/high": "{events: 20}"}
    for arm in ("drug", "placebo", "high", "all"):
        edits = edits | {f"arms/{arm}/randomised": None}
    del edits["arms/high/randomised"], edits["arms/all/randomised"]
    edits["arms/high"] = '{label: high, drug: IL-2, dose: 3, unit: million IU, cite: "paper, p"}'
    edits["arms/all"] = '{label: all doses, pooled: [drug, high], cite: "paper, p"}'
    by_arm = {row.arm.arm: row.arm.n.value for row in Examined(minimal(edits)).outcomes if row.arm}
    assert by_arm == {"drug": 30, "high": 30, "all": 60}


POOLED_PLACEBO: Edits = {
    "arms/placebo-b": '{label: placebo of part B, role: comparator, cite: "paper, p"}',
    "arms/both": '{label: placebo, role: comparator, pooled: [placebo, placebo-b], cite: "paper, p"}',
    "people/randomised": None,
    RESULTS: "{drug: {events: 18, n: 30, against: both}, both: {events: 15, n: 60}}",
}


def test_pooled_placebo_is_compared_with_where_only_it_is_printed() -> None:
    [line] = selected(POOLED_PLACEBO).lines
    assert line.counts.table.cells == (18, 12, 15, 45)
    printed_too = POOLED_PLACEBO | {f"{RESULTS}/placebo": "{events: 9, n: 30}"}
    assert selected(printed_too).lines == ()
    assert {reason for _, reason in selected(printed_too).left_out if "pooled" in reason} == {
        "pooled arms: its patients are counted in placebo, placebo of part B"
    }


@pytest.mark.parametrize(
    ("edits", "code", "number"),
    [
        pytest.param({"arms/all/pooled": "[drug, higher]"}, "R103", 1, id="no arm"),
        pytest.param({"arms/all/pooled": "[drug, all]"}, "R132", 1, id="itself"),
        pytest.param({"arms/all/pooled": "[drug, high, drug]"}, "R132", 2, id="one arm twice"),
        pytest.param(
            {"arms/more": '{label: more, pooled: [all, placebo], cite: "paper, p"}'}, "R132", 0, id="a pooled arm"
        ),
    ],
)
def test_pooled_arms_that_cannot_be(edits: Edits, code: str, number: int) -> None:
    arm = next(path.split("/")[1] for path in edits)
    assert found(POOLED | edits) == [(code, f"arms/{arm}/pooled/{number}")]


def test_cohort_stands_with_the_arm() -> None:
    edits: Edits = {"arms/drug/cohort": "cohort 2", "arms/placebo/cohort": "cohort 2"}
    assert [rows(edits)[arm].arm_label for arm in ("drug", "placebo")] == [
        "IL-2 1 million IU (cohort 2)",
        "placebo (cohort 2)",
    ]
    assert rows(edits)["drug"].cohort == "cohort 2"
    one = Examined(minimal(edits))
    assert (one.outcomes[0].arm.label if one.outcomes[0].arm else "") == "IL-2 1 million IU (cohort 2)"
    assert one.outcomes[0].against == "placebo (cohort 2)"
    assert {row.arm_label for row in one.harms if row.arm} == {"IL-2 1 million IU (cohort 2)", "placebo (cohort 2)"}


# One regimen is one treatment

WEEKLY = "[{every: 1 week, for: 4 weeks}]"


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        pytest.param({"arms/drug/dose": "1"}, {"arms/drug/dose": "1.0"}, id="1 and 1.0"),
        pytest.param({"arms/drug/dose": "[1, 2.50]"}, {"arms/drug/dose": "[1.0, 2.5]"}, id="levels"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 7 days, times: 4}]"}, id="times for weeks"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{at: [week 0, week 1, day 15, week 3]}]"}, id="visits"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 1 week, times: 4, note: by nurses}]"}, id="a note"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 1 week, times: 4, dose: 1.00}]"}, id="a dose said"),
    ],
)
def test_one_regimen_is_one_treatment(mine: Edits, other: Edits) -> None:
    assert len(set(names(mine, other))) == 1


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 1 week, times: 5}]"}, id="one more"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 1 week, times: 4, per_day: 2}]"}, id="intakes"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 1 week, times: 4, dose: 2}]"}, id="dose of a step"),
        pytest.param({"schedule": WEEKLY}, {"schedule": "[{every: 7 to 8 days, times: 4}]"}, id="a range"),
    ],
)
def test_another_regimen_is_another_treatment(mine: Edits, other: Edits) -> None:
    assert len(set(names(mine, other))) == 2


def names(*edits: Edits) -> list[str]:
    """What the drug arm is called in two trials."""
    trials = [minimal(edit | {"id": f"NCT0000000{number}"}) for number, edit in enumerate(edits, 1)]
    return list(treatments({(trial.id, "drug"): given_to(trial, trial.arms["drug"]) for trial in trials}).values())
