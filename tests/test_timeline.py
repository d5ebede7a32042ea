"""Dosing strips: days of doses from schedules, weeks, ranges, and what letters and SVG show of them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from il2sle.arithmetic.exposures import exposure
from il2sle.evidence.examined import Examined
from il2sle.evidence.timeline import Timeline, given
from il2sle.records.model import Trial
from il2sle.views.timeline.geometry import day_marks, peak_of, week_marks
from il2sle.views.timeline.svg import strips_svg
from il2sle.views.timeline.text import day_lines, week_lines
from minimal import minimal, steps


def lines(trials: list[Trial]) -> list[Timeline]:
    return [line for trial in trials for line in Examined(trial).timelines]


def timeline(*texts: str, primary: tuple[int, ...] = ()) -> Timeline:
    return Timeline("NCT1", "One", ("drug",), (), tuple(given(steps(*texts))), primary)


def weeks(one: Timeline) -> str:
    return "".join(str(least) if least == most else "?" for least, most in one.by_week())


def test_the_schedules_of_the_trials_are_told_apart(trials: list[Trial]) -> None:
    found = {one.name: (weeks(one), one.primary) for one in lines(trials)}

    assert found == {
        "He 2020": ("430043004300", (12,)),
        "LUPIL-2": ("5" + "1" * 23, (12,)),
        "Peking dose-finding": ("43" * 6 + "1" * 12, ()),
        "ISLAND-SLE": ("10" * 12, (24,)),
        "PRO-IMMUN": ("50????????", ()),
    }


def test_a_range_of_rest_days_is_drawn_as_a_range() -> None:
    one = timeline("{every: 1 day, for: 5 days, rest: 9 to 16 days, cycles: 2}")

    assert [(mark.start * 7, mark.end * 7) for mark in day_marks(one) if not mark.sure] == [(14, 26)]
    assert "█████·· ······· ░░░░░░░ ░░░░░··" in "\n".join(day_lines([one], 80))
    assert "5 . ? ?" in "\n".join(week_lines([one], 80, ascii_only=True))


def test_a_dose_that_only_the_longest_course_has_is_not_sure() -> None:
    one = timeline("{every: 7 days, for: 14 to 21 days}")

    assert [(dose.low, dose.high, dose.sure) for dose in one.given] == [(1, 1, True), (8, 8, True), (15, 15, False)]
    assert one.by_week() == ((1, 1), (1, 1), (0, 1))


SPANS = st.tuples(st.integers(1, 20), st.integers(0, 9)).map(lambda pair: f"{pair[0]} to {sum(pair)} days")


@tried(every=st.integers(1, 14), length=st.integers(1, 60), rest=SPANS, cycles=st.integers(1, 4))
def test_weeks_bound_what_the_arithmetic_counts(every: int, length: int, rest: str, cycles: int) -> None:
    text = f"{{every: {every} days, for: {length} days, rest: {rest}, cycles: {cycles}}}"
    counted, one = exposure(steps(text), None).injections["total"], timeline(text)

    assert sum(dose.number for dose in one.given) == counted.low == counted.high
    assert sum(least for least, _ in one.by_week()) <= counted.low <= sum(most for _, most in one.by_week())
    assert all(0 <= mark.low <= mark.high <= 1 for mark in week_marks(one, peak_of([one])))
    assert all(0 <= mark.start < mark.end <= one.weeks for mark in day_marks(one))


def test_strips_fit_whatever_their_length() -> None:
    long = timeline("{every: 7 days, for: 500 weeks}", primary=(52,))
    for width in (40, 60, 80, 200):
        for ascii_only in (False, True):
            drawn = [*week_lines([long], width, ascii_only=ascii_only), *day_lines([long], width)]
            assert max(map(len, drawn)) <= width
    assert "week: One 52" in " ".join(week_lines([long], 80))


def test_arms_of_one_schedule_share_a_strip_and_one_of_its_own_has_another() -> None:
    own = minimal({"arms/placebo/schedule": "[{every: 7 days, for: 12 weeks}]"})

    assert [one.arms for one in Examined(minimal()).timelines] == [("IL-2 1 million IU", "placebo")]
    assert [one.arms for one in Examined(own).timelines] == [("IL-2 1 million IU",), ("placebo",)]


def test_svg_is_well_formed_with_a_bar_for_every_day(trials: list[Trial]) -> None:
    he = [one for one in lines(trials) if one.name == "He 2020"]
    root = ET.fromstring(strips_svg(he, "k"))  # noqa: S314  our own text

    bars = [one for one in root.iter() if one.tag.endswith("path") and one.attrib["d"].count("L") == 3]
    assert len(bars) == 21
    assert root.find("{*}title") is not None
    assert ET.fromstring(strips_svg([], "k")).find("{*}title") is not None  # noqa: S314  as above


def test_the_fullest_week_of_all_strips_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    strips = [timeline("{every: 2 days, for: 2 weeks}") for _ in range(9)]
    counted: list[Timeline] = []
    by_week = Timeline.by_week

    def counting(one: Timeline) -> tuple[tuple[int, int], ...]:
        counted.append(one)
        return by_week(one)

    monkeypatch.setattr(Timeline, "by_week", counting)
    assert len(list(week_lines(strips, 80))) > len(strips)
    assert len(counted) == 2 * len(strips)
