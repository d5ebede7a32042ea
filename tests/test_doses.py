from decimal import Decimal
from typing import Any

import pytest

from flat import examined, flat, flats
from flat import of as of_shipped
from il2sle.evidence.comparison import compare
from il2sle.evidence.doses import dose_rows, schedules, steps_of
from il2sle.evidence.figure import Pointer
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.doses import dose_figures
from il2sle.views.page import markdown
from minimal import minimal

Edits = dict[str, str | None]

RANGE = "[{every: 1 day, for: 5 days, rest: 9 to 16 days, cycles: 8}]"


COMPUTED = (
    *(f"injections_{window}" for window in ("week_12", "week_24", "total")),
    *(f"cumulative_{window}" for window in ("week_12", "week_24", "total")),
    *("last_dose_day", "last_dose_day_earliest", "last_dose_day_latest"),
)
ENDS = {
    f"{kind}_{window}_{end}"
    for kind in ("injections", "cumulative")
    for window in ("week_12", "week_24", "total")
    for end in ("low", "high")
}


def rows(edits: Edits | None = None) -> dict[str, Any]:
    """The rows of the base record by arm, of several levels the last."""
    return {row.arm: flat(row) for row in dose_rows(minimal(edits))}


def of(trials: list[Trial], trial: str) -> list[Any]:
    return flats(of_shipped(trials, trial).doses)


# What a row tells


def test_row_of_the_base() -> None:
    own = rows()["drug"]
    assert (own.trial, own.name, own.arm_label, own.drug) == ("NCT00000001", "Base", "IL-2 1 million IU", "IL-2")
    assert (own.dose, own.dose_unit, own.route) == (Decimal(1), "million IU", "subcutaneous")
    assert own.schedule == "every other day for 2 weeks, then 2 weeks off; 3 cycles"
    assert (own.injections_week_12, own.injections_week_24, own.injections_total) == (21, 21, 21)
    assert (own.cumulative_week_12, own.cumulative_week_24, own.cumulative_total) == (21, 21, 21)
    assert (own.last_dose_day, own.last_dose_day_earliest, own.last_dose_day_latest) == (69, 69, 69)
    assert own.sources == (Pointer("NCT00000001/paper", "Methods"),)
    assert own.flags == ()


def test_rows_are_in_the_order_of_the_arms() -> None:
    assert list(rows()) == ["drug", "placebo"]


def test_placebo_has_injections_and_no_dose() -> None:
    own = rows()["placebo"]
    assert (own.dose, own.dose_unit, own.injections_total) == (None, None, 21)
    assert (own.cumulative_week_12, own.cumulative_week_24, own.cumulative_total) == (None, None, None)


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        pytest.param("0.2", 4.2, id="not whole"),
        pytest.param("0.25", 5.25, id="two decimals"),
        pytest.param("0.35", 7.35, id="no noise of binary fractions"),
        pytest.param("3.0", 63, id="whole, without the zeros of the dose"),
        pytest.param("1800", 37_800, id="large"),
    ],
)
def test_cumulative_dose_is_a_computed_figure(dose: str, expected: float) -> None:
    total = rows({"arms/drug/dose": dose})["drug"].cumulative_total
    assert total == expected
    assert type(total) is type(expected)


def test_dose_keeps_its_printed_digits() -> None:
    assert str(rows({"arms/drug/dose": "3.0"})["drug"].dose) == "3.0"


def test_no_schedule_nothing_computed() -> None:
    own = rows({"schedule": "[]"})["drug"]
    assert own.schedule == "not reported"
    assert {getattr(own, name) for name in COMPUTED} == {None}
    assert own.derived == ()


ABSTRACT: Edits = {"sources/paper/read_of": "abstract"}
SILENT: Edits = {"schedule": "[]", "arms/drug/dose": None}


@pytest.mark.parametrize(
    ("edits", "kinds", "cells"),
    [
        pytest.param({}, (None, None), ["21", "21"], id="known"),
        pytest.param(SILENT, ("not reported", "not reported"), ["NR", "NR"], id="all was read"),
        pytest.param(SILENT | ABSTRACT, ("not read", "not read"), ["unread", "unread"], id="one report was not"),
        pytest.param({"arms/drug/dose": None} | ABSTRACT, (None, "not read"), ["21", "unread"], id="the dose alone"),
        pytest.param({"schedule": "[]"} | ABSTRACT, ("not read", None), ["unread", "unread"], id="the schedule alone"),
        pytest.param(
            ABSTRACT | {"arms/drug/dose": None, "schedule": "[{dose: 2, at: [day 1]}, {every: 1 day, times: 3}]"},
            (None, "not read"),
            ["4", "unread"],
            id="the dose of a step",
        ),
        pytest.param(
            ABSTRACT | {"arms/drug/dose": None, "arms/drug/schedule": "none"},
            ("not applicable", "not applicable"),
            ["n/a", "n/a"],
            id="none to be had",
        ),
    ],
)
def test_what_is_not_known_of_a_regimen_is_not_read_unless_all_was(
    edits: Edits, kinds: tuple[str | None, str | None], cells: list[str]
) -> None:
    own = rows(edits)["drug"]
    assert (own.schedule_missing, own.dose_missing) == kinds
    _, _, injections, _, _, cumulative, *_ = dose_figures(own.row)
    assert [injections.text, cumulative.text] == cells


def test_a_schedule_that_nobody_read_says_so_on_every_page() -> None:
    listed = examined([minimal(SILENT | ABSTRACT)])
    for full in (False, True):
        page = compare_page(compare(listed), full=full)
        text = " ".join(markdown.render(page).split())
        assert "not read" in text.partition("DOSES")[2].partition("HARMS")[0]
        assert "NR" not in text.partition("DOSES")[2].partition("HARMS")[0]


@pytest.mark.parametrize(
    ("edits", "arm", "absent"),
    [
        pytest.param({}, "drug", (), id="all"),
        pytest.param({}, "placebo", ("cumulative_week_12", "cumulative_week_24", "cumulative_total"), id="no dose"),
        pytest.param(
            {"schedule": RANGE}, "drug", ("last_dose_day", "injections_week_12", "cumulative_week_12"), id="a range"
        ),
    ],
)
def test_derived_names_what_was_computed(edits: Edits, arm: str, absent: tuple[str, ...]) -> None:
    own = rows(edits)[arm]
    assert set(own.derived) - ENDS == set(COMPUTED) - set(absent)
    assert {name for name in COMPUTED if getattr(own, name) is None} == set(absent)


# Schedules


def test_arm_has_its_own_schedule_before_that_of_the_record() -> None:
    trial = minimal({"arms/drug/schedule": "[{every: 1 week, times: 4}]"})
    assert [steps_of(trial, arm)[0].times for arm in trial.arms.values()] == [4, None]
    assert [row.injections_total for row in flats(dose_rows(trial))] == [4, 21]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({}, [("schedule",)], id="shared by all, once"),
        pytest.param(
            {"arms/drug/schedule": "[{every: 1 week, times: 4}]"},
            [("schedule",), ("arms", "drug", "schedule")],
            id="and one of an arm",
        ),
        pytest.param({"schedule": "[]"}, [], id="none"),
    ],
)
def test_schedules_of_a_record(edits: Edits, expected: list[tuple[str, ...]]) -> None:
    assert [loc for loc, _ in schedules(minimal(edits))] == expected


# Ranges and levels


def test_range_leaves_no_single_figure_and_is_said() -> None:
    own = rows({"schedule": RANGE})["drug"]
    assert (own.injections_week_12, own.injections_week_24, own.injections_total) == (None, 40, 40)
    assert (own.last_dose_day, own.last_dose_day_earliest, own.last_dose_day_latest) == (None, 103, 152)
    assert own.flags == ("injections in weeks 1 to 12: 20 to 30 (20 to 30 million IU), since a time is a range",)
    assert (own.injections_week_12_low, own.injections_week_12_high) == (20, 30)
    assert (own.cumulative_week_12_low, own.cumulative_week_12_high) == (20, 30)


def test_each_dose_level_has_a_row() -> None:
    levels = [row for row in flats(dose_rows(minimal({"arms/drug/dose": "[0.75, 1.5]"}))) if row.drug]
    assert [row.arm for row in levels] == ["drug", "drug"]
    assert [(row.arm_label, str(row.dose), row.cumulative_total) for row in levels] == [
        ("dose level 0.75 million IU", "0.75", 15.75),
        ("dose level 1.5 million IU", "1.5", 31.5),
    ]
    assert {row.flags[0] for row in levels} == {"one of 2 dose levels; totals for a patient who stays at it"}


def test_dose_level_without_a_unit() -> None:
    own = rows({"arms/drug/dose": "[0.75, 1.5]", "arms/drug/unit": None})["drug"]
    assert (own.arm_label, own.dose_unit) == ("dose level 1.5", None)


def test_comparator_with_doses_in_its_schedule_has_sums() -> None:
    schedule = "[{dose: 2, every: 1 day, times: 3}]"
    own = rows({"arms/placebo/schedule": schedule, "arms/placebo/unit": "mg"})["placebo"]
    assert (own.dose, own.dose_unit, own.cumulative_total) == (None, "mg", 6)


def test_comparator_without_a_dose_has_no_unit() -> None:
    assert rows({"arms/placebo/unit": "mg"})["placebo"].dose_unit is None


def test_no_sum_where_a_step_has_no_dose() -> None:
    schedule = "[{dose: 2, every: 1 day, times: 3}, {every: 1 day, times: 1}]"
    own = rows({"arms/placebo/schedule": schedule, "arms/placebo/unit": "mg"})["placebo"]
    assert (own.injections_total, own.cumulative_total, own.dose_unit) == (4, None, "mg")


def test_notes_of_steps_are_flags() -> None:
    edits: Edits = {"arms/drug/note": "per injection", "schedule": "[{every: 1 day, times: 3, note: in responders}]"}
    assert rows(edits)["drug"].flags == ("in responders", "per injection")


def test_note_of_the_arm_is_a_flag() -> None:
    assert rows({"arms/drug/note": "per injection"})["drug"].flags == ("per injection",)


# The shipped records: the check values of the field's own arithmetic


@pytest.mark.parametrize(
    ("trial", "arm", "injections", "cumulative_and_last"),
    [
        pytest.param("NCT02465580", 0, (21, 21, 21), (21, 21, 21, 69), id="He 2020"),
        pytest.param("NCT04077684", 0, (42, 54, 54), (8.4, 10.8, 10.8, 162), id="dose finding, 0.2"),
        pytest.param("NCT04077684", 1, (42, 54, 54), (21, 27, 27, 162), id="dose finding, 0.5"),
        pytest.param("NCT04077684", 2, (42, 54, 54), (42, 54, 54, 162), id="dose finding, 1"),
        pytest.param("NCT04433585", 0, (6, 12, 12), (1800, 3600, 3600, 155), id="ISLAND-SLE, 300"),
        pytest.param("NCT04433585", 1, (6, 12, 12), (5400, 10_800, 10_800, 155), id="ISLAND-SLE, 900"),
        pytest.param("NCT04433585", 2, (6, 12, 12), (10_800, 21_600, 21_600, 155), id="ISLAND-SLE, 1800"),
        pytest.param("2013-001599-40", 0, (20, 20, 20), (15, 15, 15, None), id="PRO-IMMUN, 0.75"),
        pytest.param("2013-001599-40", 1, (20, 20, 20), (30, 30, 30, None), id="PRO-IMMUN, 1.5"),
        pytest.param("2013-001599-40", 2, (20, 20, 20), (60, 60, 60, None), id="PRO-IMMUN, 3.0"),
        pytest.param("NCT02955615", 0, (16, 28, 28), (24, 42, 42, 162), id="LUPIL-2"),
    ],
)
def test_regimens(
    trials: list[Trial],
    trial: str,
    arm: int,
    injections: tuple[int, ...],
    cumulative_and_last: tuple[float | None, ...],
) -> None:
    own = of(trials, trial)[arm]
    assert (own.injections_week_12, own.injections_week_24, own.injections_total) == injections
    doses = (own.cumulative_week_12, own.cumulative_week_24, own.cumulative_total)
    assert (*doses, own.last_dose_day) == cumulative_and_last


def test_last_dose_of_pro_immun_is_a_range_of_days(trials: list[Trial]) -> None:
    days = {(row.last_dose_day_earliest, row.last_dose_day_latest) for row in of(trials, "2013-001599-40")}
    assert days == {(47, 68)}


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param("NCT02465580", ["1 million IU"], id="He 2020"),
        pytest.param("NCT02955615", ["1.5 million IU"], id="LUPIL-2"),
        pytest.param("NCT04077684", ["0.2 million IU", "0.5 million IU", "1 million IU"], id="dose finding"),
        pytest.param("NCT04433585", ["300 µg", "900 µg", "1800 µg"], id="ISLAND-SLE"),
        pytest.param("2013-001599-40", ["0.75 million IU", "1.5 million IU", "3.0 million IU"], id="PRO-IMMUN"),
    ],
)
def test_doses_as_printed(trials: list[Trial], trial: str, expected: list[str]) -> None:
    assert [f"{row.dose} {row.dose_unit}" for row in of(trials, trial) if row.dose is not None] == expected
