from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from il2sle.arithmetic.exposures import MAX_INJECTIONS, WINDOWS, Exposure, TooManyCourses, Within, exposure
from il2sle.arithmetic.schedules import EndlessSchedule, Span, Stretch, course, duration_words, in_words
from il2sle.evidence.doses import stretches
from il2sle.records.model import Step
from minimal import steps

# Schedules as the reports of the trials describe them

HE = ("{every: 2 days, for: 2 weeks, rest: 2 weeks, cycles: 3}",)
DOSE_FINDING = ("{every: 2 days, for: 12 weeks}", "{every: 1 week, for: 12 weeks}")
REZPEG = ("{every: 2 weeks, times: 12}",)
PRO_IMMUN = ("{every: 1 day, for: 5 days, rest: 9 to 16 days, cycles: 4}",)
LUPIL2 = ("{every: 1 day, for: 5 days}", "{every: 1 week, from_day: 8, to_day: 162}")


def exact(figures: dict[str, Within] | None) -> tuple[str, ...]:
    """The figures by window, where none of them is a range."""
    assert figures is not None
    assert list(figures) == ["week_12", "week_24", "total"]
    return tuple(format(figure.exact, "f") if figure.exact is not None else "?" for figure in figures.values())


def once(schedule: tuple[str, ...], dose: str | None = "1") -> Exposure:
    return exposure(steps(*schedule), Decimal(dose) if dose else None)


def days(*schedule: str, longest: bool = False) -> list[int]:
    return days_in(steps(*schedule), longest=longest)


def days_in(schedule: Sequence[Stretch], *, longest: bool = False) -> list[int]:
    return [day for _, cycle in course(schedule, longest=longest) for day in cycle.days]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(HE, ("21", "21", "21"), id="He 2020"),
        pytest.param(DOSE_FINDING, ("42", "54", "54"), id="dose finding"),
        pytest.param(REZPEG, ("6", "12", "12"), id="rezpegaldesleukin"),
        pytest.param(PRO_IMMUN, ("20", "20", "20"), id="PRO-IMMUN"),
        pytest.param(LUPIL2, ("16", "28", "28"), id="LUPIL-2"),
    ],
)
def test_injections(schedule: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert exact(once(schedule).injections) == expected


@pytest.mark.parametrize(
    ("schedule", "dose", "expected"),
    [
        pytest.param(HE, "1", ("21", "21", "21"), id="He 2020"),
        pytest.param(DOSE_FINDING, "0.2", ("8.4", "10.8", "10.8"), id="dose finding, low"),
        pytest.param(DOSE_FINDING, "0.5", ("21.0", "27.0", "27.0"), id="dose finding, middle"),
        pytest.param(DOSE_FINDING, "1", ("42", "54", "54"), id="dose finding, high"),
        pytest.param(REZPEG, "300", ("1800", "3600", "3600"), id="rezpegaldesleukin, low"),
        pytest.param(REZPEG, "900", ("5400", "10800", "10800"), id="rezpegaldesleukin, middle"),
        pytest.param(REZPEG, "1800", ("10800", "21600", "21600"), id="rezpegaldesleukin, high"),
        pytest.param(PRO_IMMUN, "0.75", ("15.00", "15.00", "15.00"), id="PRO-IMMUN, low"),
        pytest.param(PRO_IMMUN, "1.5", ("30.0", "30.0", "30.0"), id="PRO-IMMUN, middle"),
        pytest.param(PRO_IMMUN, "3.0", ("60.0", "60.0", "60.0"), id="PRO-IMMUN, high"),
        pytest.param(LUPIL2, "1.5", ("24.0", "42.0", "42.0"), id="LUPIL-2"),
    ],
)
def test_cumulative_dose(schedule: tuple[str, ...], dose: str, expected: tuple[str, ...]) -> None:
    assert exact(once(schedule, dose).cumulative) == expected


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(HE, (69, 69), id="He 2020: day 13 of the third cycle of 28 days"),
        pytest.param(DOSE_FINDING, (162, 162), id="dose finding: 85 + 11 weeks"),
        pytest.param(REZPEG, (155, 155), id="rezpegaldesleukin: 1 + 11 fortnights"),
        pytest.param(PRO_IMMUN, (47, 68), id="PRO-IMMUN: 4 x 5 days and 3 rests of 9 to 16 days"),
        pytest.param(LUPIL2, (162, 162), id="LUPIL-2"),
    ],
)
def test_last_dose_day(schedule: tuple[str, ...], expected: tuple[int, int]) -> None:
    last = once(schedule).last_dose_day
    assert (int(last.low), int(last.high)) == expected


# One step after another


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(("{every: 1 day, for: 3 days}",), [1, 2, 3], id="daily"),
        pytest.param(("{every: 2 days, for: 5 days}",), [1, 3, 5], id="the last day counts"),
        pytest.param(("{every: 2 days, for: 4 days}",), [1, 3], id="a day without a dose at the end"),
        pytest.param(("{every: 2 weeks, for: 1 day}",), [1], id="shorter than its interval"),
        pytest.param(("{every: 1 week, times: 3}",), [1, 8, 15], id="a number of times"),
        pytest.param(("{every: 1 week, from_day: 8, to_day: 22}",), [8, 15, 22], id="to a day, which counts"),
        pytest.param(("{every: 1 week, from_day: 8, to_day: 8}",), [8], id="to the day on which it begins"),
        pytest.param(("{every: 1 week, from_day: 8, to_day: 21}",), [8, 15], id="to a day before the next"),
        pytest.param(("{every: 1 day, for: 2 days, rest: 5 days, cycles: 2}",), [1, 2, 8, 9], id="cycles"),
        pytest.param(("{every: 1 week, times: 2, cycles: 2}",), [1, 8, 15, 22], id="cycles without a rest"),
        pytest.param(
            ("{every: 1 day, for: 2 days}", "{every: 1 week, times: 2}"), [1, 2, 3, 10], id="a step begins at once"
        ),
        pytest.param(
            ("{every: 1 day, for: 2 days, rest: 3 days}", "{every: 1 week, times: 2}"),
            [1, 2, 6, 13],
            id="a step begins after the rest",
        ),
        pytest.param(
            ("{every: 1 day, for: 2 days}", "{every: 1 week, to_day: 12}"), [1, 2, 3, 10], id="to a day, from the last"
        ),
    ],
)
def test_days(schedule: tuple[str, ...], expected: list[int]) -> None:
    assert days(*schedule) == expected


def test_windows_are_twelve_and_twenty_four_weeks() -> None:
    assert WINDOWS == {"week_12": 7 * 12, "week_24": 7 * 24, "total": None}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(84, ("1", "1", "1"), id="last day of week 12"),
        pytest.param(85, ("0", "1", "1"), id="first day of week 13"),
        pytest.param(168, ("0", "1", "1"), id="last day of week 24"),
        pytest.param(169, ("0", "0", "1"), id="first day of week 25"),
    ],
)
def test_window_holds_its_last_day(day: int, expected: tuple[str, ...]) -> None:
    assert exact(once((f"{{every: 1 day, from_day: {day}, times: 1}}",)).injections) == expected


def test_step_may_have_a_dose_of_its_own() -> None:
    schedule = ("{dose: 3, every: 1 day, times: 2}", "{every: 1 day, times: 4}")
    assert exact(once(schedule, "0.5").cumulative) == ("8.0", "8.0", "8.0")


@pytest.mark.parametrize(
    ("schedule", "known"),
    [
        pytest.param(("{every: 1 day, times: 2}",), False, id="no dose at all"),
        pytest.param(("{dose: 3, every: 1 day, times: 2}",), True, id="every step has one"),
        pytest.param(("{dose: 3, every: 1 day, times: 2}", "{every: 1 day, times: 1}"), False, id="one step has none"),
    ],
)
def test_no_dose_no_sum(schedule: tuple[str, ...], *, known: bool) -> None:
    assert (once(schedule, None).cumulative is not None) is known


# Ranges


def test_range_at_its_shortest_and_at_its_longest() -> None:
    schedule = "{every: 1 day, for: 2 days, rest: 3 to 5 days, cycles: 2}"
    assert days(schedule) == [1, 2, 6, 7]
    assert days(schedule, longest=True) == [1, 2, 8, 9]


def test_window_that_a_range_may_leave_is_a_range() -> None:
    worked = once(("{every: 1 day, times: 1, rest: 82 to 83 days, cycles: 2}",), "3")
    assert worked.injections["week_12"] == Within(Decimal(1), Decimal(2))
    assert worked.cumulative is not None
    assert worked.cumulative["week_12"] == Within(Decimal(3), Decimal(6))
    assert worked.injections["week_24"] == Within(Decimal(2), Decimal(2))


def test_interval_that_is_a_range() -> None:
    worked = once(("{every: 1 to 3 days, for: 2 weeks}",))
    assert worked.injections["total"] == Within(Decimal(5), Decimal(14))
    assert worked.last_dose_day == Within(Decimal(13), Decimal(14))


def test_range_is_no_exact_figure() -> None:
    assert Within(Decimal(9), Decimal(16)).exact is None
    assert Within(Decimal(9), Decimal(9)).exact == Decimal(9)


# Schedules that cannot be counted


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        pytest.param(("{every: 1 day}",), "neither `for` nor `to_day` nor `times`", id="no end"),
        pytest.param(("{every: 1 day, times: 1}", "{every: 1 day}"), "neither", id="no end of the second step"),
        pytest.param(("{every: 1 day, times: 2000, cycles: 11}",), "20,000", id="too many injections"),
        pytest.param(
            ("{every: 1 day, times: 2000, cycles: 10}", "{every: 1 day, times: 1}"), "20,000", id="one too many"
        ),
        pytest.param(("{every: 1 day, from_day: 10, to_day: 9}",), "day 10 and ends on day 9", id="ends too early"),
        pytest.param(("{every: 1 day, to_day: 5, cycles: 2}",), "day 6 and ends on day 5", id="cycles to one day"),
    ],
)
def test_endless_schedule(schedule: tuple[str, ...], message: str) -> None:
    with pytest.raises(EndlessSchedule, match=message):
        once(schedule)


def test_most_injections_that_are_counted() -> None:
    worked = once(("{every: 1 day, times: 2000, cycles: 10}",))
    assert worked.injections["total"].exact == MAX_INJECTIONS == 20_000


# Words


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(HE, "every other day for 2 weeks, then 2 weeks off; 3 cycles", id="He 2020"),
        pytest.param(DOSE_FINDING, "every other day for 12 weeks; then weekly for 12 weeks", id="dose finding"),
        pytest.param(REZPEG, "every 2 weeks, 12 times", id="rezpegaldesleukin"),
        pytest.param(PRO_IMMUN, "daily for 5 days, then 9 to 16 days off; 4 cycles", id="PRO-IMMUN"),
        pytest.param(LUPIL2, "daily for 5 days; then weekly, day 8 to 162", id="LUPIL-2"),
        pytest.param(("{every: 1 day, times: 5, cycles: 2}",), "daily, 5 times; 2 cycles", id="two cycles"),
        pytest.param(("{every: 3 days, times: 4}",), "every 3 days, 4 times", id="another interval"),
        pytest.param(("{every: 1 week, to_day: 30}",), "weekly, to day 30", id="to a day"),
        pytest.param(("{every: 1 to 3 days, times: 4}",), "every 1 to 3 days, 4 times", id="an interval of a range"),
        pytest.param(("{every: 7 to 14 days, times: 4}",), "every 7 to 14 days, 4 times", id="a range from a week on"),
        pytest.param(
            ("{every: 1 week, times: 4, note: in responders}",),
            "weekly, 4 times",
            id="a note stands among the flags instead",
        ),
        pytest.param(("{dose: 1.50, every: 1 day, times: 4}",), "1.50 mg daily, 4 times", id="a dose of its own"),
    ],
)
def test_in_words(schedule: tuple[str, ...], expected: str) -> None:
    assert in_words(steps(*schedule), "mg") == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param(1, 1, "1 day", id="one day"),
        pytest.param(5, 5, "5 days", id="days"),
        pytest.param(7, 7, "7 days", id="a single week is told in days"),
        pytest.param(14, 14, "2 weeks", id="weeks"),
        pytest.param(9, 16, "9 to 16 days", id="a range of days"),
        pytest.param(14, 28, "2 to 4 weeks", id="a range of weeks"),
        pytest.param(7, 14, "7 to 14 days", id="a range from a single week"),
        pytest.param(14, 20, "14 to 20 days", id="a range that ends within a week"),
    ],
)
def test_duration_words(low: int, high: int, expected: str) -> None:
    assert duration_words(Span(low, high)) == expected


# Laws

spans = st.tuples(st.integers(1, 40), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair)))
doses = st.integers(1, 5000).map(lambda units: Decimal(units).scaleb(-2))


def days_of(span: tuple[int, int]) -> str:
    return f"{span[0]} to {span[1]} days"


@st.composite
def schedules(draw: st.DrawFn, *, ranges: bool = True) -> Sequence[Stretch]:
    def length() -> str:
        low, high = draw(spans)
        return days_of((low, high if ranges else low))

    def one() -> Stretch:
        ends = draw(st.sampled_from(["for", "times"]))
        end = length() if ends == "for" else draw(st.integers(1, 20))
        low = draw(st.integers(1, 20))
        cycles = draw(st.integers(1, 4))
        step = Step.model_validate({"every": f"{low} days", ends: end, "rest": length(), "cycles": cycles})
        return stretches([step])[0]

    return [one() for _ in range(draw(st.integers(1, 3)))]


@given(schedules())
def test_windows_only_grow(schedule: Sequence[Stretch]) -> None:
    worked = exposure(schedule, None).injections
    assert worked["week_12"].low <= worked["week_24"].low <= worked["total"].low
    assert worked["week_12"].high <= worked["week_24"].high <= worked["total"].high


@given(schedules(), doses)
def test_sum_is_count_times_dose(schedule: Sequence[Stretch], dose: Decimal) -> None:
    worked = exposure(schedule, dose)
    assert worked.cumulative == {
        name: Within(count.low * dose, count.high * dose) for name, count in worked.injections.items()
    }


@given(schedules())
def test_days_rise(schedule: Sequence[Stretch]) -> None:
    for longest in (False, True):
        walked = days_in(schedule, longest=longest)
        assert walked[0] == 1
        assert all(earlier < later for earlier, later in pairwise(walked))


@given(schedules(ranges=False))
def test_without_ranges_every_figure_is_exact(schedule: Sequence[Stretch]) -> None:
    worked = exposure(schedule, None)
    figures = [*worked.injections.values(), worked.last_dose_day]
    assert all(figure.exact is not None for figure in figures)


@given(schedules())
def test_all_injections_are_up_to_the_last_day(schedule: Sequence[Stretch]) -> None:
    try:
        last = exposure(schedule, None).last_dose_day
    except TooManyCourses:
        reject()
    assert max(days_in(schedule, longest=True)) == last.high >= last.low >= 1


@given(st.integers(1, 60), spans, st.data())
def test_every_rest_within_the_range_gives_figures_within_the_bounds(
    length: int, rest: tuple[int, int], data: st.DataObject
) -> None:
    fixed = data.draw(st.integers(*rest))
    step = "{{every: 1 day, for: {} days, rest: {}, cycles: 4}}"
    bounds = once((step.format(length, days_of(rest)),))
    worked = once((step.format(length, days_of((fixed, fixed))),))
    assert bounds.last_dose_day.low <= worked.last_dose_day.low <= bounds.last_dose_day.high
    for name, figure in bounds.injections.items():
        assert figure.low <= worked.injections[name].low <= figure.high


# Ranges in several steps: every course by hand as a second opinion

Course = tuple[dict[str, Decimal], int]


def by_hand(schedule: Sequence[Stretch]) -> list[Course]:
    """Doses by window, and the day of the last, of every course that whole days of the ranges allow."""
    found: list[list[int]] = []

    def go_on(number: int, cycle: int, free: int, taken: list[int]) -> None:
        if number == len(schedule):
            found.append(taken)
            return
        step, named = schedule[number], number > 0 and bool(schedule[number - 1].at) and not cycle
        onward = (number, cycle + 1) if cycle + 1 < step.cycles else (number + 1, 0)
        if step.at:
            named_days = [visit.day for visit in step.at]
            go_on(*onward, named_days[-1], [*taken, *named_days * step.per_day])
            return
        for every in whole(step.every):
            begin = step.from_day if step.from_day and not cycle else free + (every if named else 0)
            for length in whole(step.lasting) if step.lasting else [0]:
                if step.times:
                    given, length = [begin + every * i for i in range(step.times)], every * step.times  # noqa: PLW2901
                else:
                    length = length or (step.to_day or 0) - begin + 1  # noqa: PLW2901
                    given = [day for day in range(begin, begin + length) if (day - begin) % every == 0]
                for rest in whole(step.rest) if step.rest else [0]:
                    go_on(*onward, begin + length + rest, [*taken, *given * step.per_day])

    go_on(0, 0, 1, [])
    return [
        ({name: Decimal(sum(end is None or day <= end for day in taken)) for name, end in WINDOWS.items()}, max(taken))
        for taken in found
    ]


def whole(span: Span) -> range:
    return range(span.low, span.high + 1)


def small(draw: st.DrawFn, low: int, high: int, width: int = 2) -> str:
    first = draw(st.integers(low, high))
    return days_of((first, first + draw(st.integers(0, width))))


@st.composite
def few_ranges(draw: st.DrawFn) -> Sequence[Stretch]:
    """Up to three steps whose ranges are narrow, some of which end on a day or name their days."""

    def one(number: int) -> Stretch:
        kind = draw(st.sampled_from(["for", "times", "at", "to_day"]))
        more: dict[str, object] = {"per_day": draw(st.integers(2, 3))} if draw(st.booleans()) else {}
        if kind == "at":
            return stretches([Step.model_validate({"at": draw(st.sampled_from(VISITS)), **more})])[0]
        ends = {"for": small(draw, 1, 60), "times": draw(st.integers(1, 8)), "to_day": draw(st.integers(170, 200))}
        more |= {"every": small(draw, 1, 14), kind: ends[kind]}
        if draw(st.booleans()):
            more |= {"rest": small(draw, 1, 30, 1)}
        if number == 0 and kind != "to_day" and draw(st.booleans()):
            more |= {"cycles": 2}
        return stretches([Step.model_validate(more)])[0]

    return [one(number) for number in range(draw(st.integers(1, 3)))]


VISITS = [["day 1"], ["week 0", "week 2", "week 4"], ["day 3", "week 13"]]


@settings(max_examples=200)
@given(few_ranges())
def test_bounds_are_those_of_all_courses(schedule: Sequence[Stretch]) -> None:
    try:
        worked = exposure(schedule, None)
    except EndlessSchedule:  # a step that has come to begin after the day on which it ends
        assume(condition=False)
    courses = by_hand(schedule)
    assert courses
    for name, figure in worked.injections.items():
        counts = [counted[name] for counted, _ in courses]
        assert (figure.low, figure.high) == (min(counts), max(counts))
    last = [Decimal(day) for _, day in courses]
    assert worked.last_dose_day == Within(min(last), max(last))


@pytest.mark.parametrize(
    ("schedule", "total", "last"),
    [
        pytest.param(
            ("{every: 1 to 2 days, for: 4 weeks}", "{every: 1 day, for: 2 to 4 weeks}"), (28, 56), (42, 56), id="both"
        ),
        pytest.param(("{every: 4 to 6 days, for: 13 days}",), (3, 4), (11, 13), id="an interval between the ends"),
        pytest.param(
            ("{every: 1 day, times: 1, rest: 1 to 3 days}", "{every: 3 days, to_day: 10}"),
            *((3, 4), (8, 10)),
            id="a rest before a named day",
        ),
        pytest.param(
            ("{every: 1 to 3 days, times: 2}", "{every: 3 days, to_day: 10}"),
            *((4, 5), (8, 10)),
            id="an interval before a named day",
        ),
    ],
)
def test_ranges_of_several_steps(schedule: tuple[str, ...], total: tuple[int, int], last: tuple[int, int]) -> None:
    worked = once(schedule)
    assert worked.injections["total"] == Within(Decimal(total[0]), Decimal(total[1]))
    assert worked.last_dose_day == Within(Decimal(last[0]), Decimal(last[1]))
    courses = by_hand(steps(*schedule))
    assert {min(day for _, day in courses), max(day for _, day in courses)} == set(last)


def test_most_doses_of_a_window_lie_between_the_ends_of_a_range() -> None:
    schedule = ("{every: 2 days, for: 2 to 4 days}", "{every: 2 days, times: 50}")
    assert once(schedule).injections["week_12"] == Within(Decimal(42), Decimal(43))
    assert {int(counted["week_12"]) for counted, _ in by_hand(steps(*schedule))} == {42, 43}


def test_dose_of_a_step_counts_where_it_is_given() -> None:
    schedule = ("{dose: 3, every: 1 day, for: 80 to 90 days}", "{every: 1 day, times: 20}")
    worked = once(schedule, "0.5")
    assert worked.cumulative is not None
    assert worked.cumulative["week_12"] == Within(Decimal("242.0"), Decimal(252))
    assert worked.cumulative["total"] == Within(Decimal("250.0"), Decimal("280.0"))


def test_ranges_that_leave_too_much_open_are_refused() -> None:
    wide = "{every: 1 day, for: 1 to 40 weeks}"
    with pytest.raises(TooManyCourses, match="more than 20,000 ways"):
        once((wide, wide))


# Days by name, and several intakes a day


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(("{at: [day 1, week 2, week 24]}",), [1, 15, 169], id="week N is day 7N + 1"),
        pytest.param(("{at: [week 0, week 2, week 4]}",), [1, 15, 29], id="week 0 is day 1"),
        pytest.param(
            ("{at: [week 0, week 2, week 4]}", "{every: 4 weeks, times: 2}"),
            *([1, 15, 29, 57, 85],),
            id="the next step begins an interval of its own later",
        ),
        pytest.param(
            ("{at: [week 0, week 4]}", "{every: 4 weeks, times: 1, cycles: 2}"), [1, 29, 57, 85], id="but once"
        ),
        pytest.param(
            ("{at: [week 0]}", "{every: 1 day, from_day: 8, times: 2}"), [1, 8, 9], id="unless it says from when"
        ),
        pytest.param(("{every: 1 day, times: 2}", "{at: [week 2]}"), [1, 2, 15], id="after an interval"),
        pytest.param(("{every: 2 weeks, times: 3}", "{every: 4 weeks, times: 2}"), [1, 15, 29, 43, 71], id="by times"),
    ],
)
def test_named_days(schedule: tuple[str, ...], expected: list[int]) -> None:
    assert days(*schedule) == expected


def test_several_intakes_a_day() -> None:
    worked = once(("{every: 1 day, for: 2 weeks, per_day: 2}", "{at: [week 4], per_day: 3}"), "1.5")
    assert exact(worked.injections) == ("31", "31", "31")
    assert exact(worked.cumulative) == ("46.5", "46.5", "46.5")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param("{at: [day 1, week 2, week 24]}", "at day 1, week 2, week 24", id="as typed"),
        pytest.param("{at: [week 0, day 29], dose: 10, per_day: 2}", "10 mg at week 0, day 29, twice on each day"),
        pytest.param("{every: 1 day, for: 52 weeks, per_day: 2}", "twice daily for 52 weeks", id="twice"),
        pytest.param("{every: 1 day, for: 52 weeks, per_day: 3}", "3 times daily for 52 weeks", id="three times"),
        pytest.param("{every: 1 day, times: 5, per_day: 2}", "twice daily, on 5 days", id="days, not intakes"),
        pytest.param("{every: 1 day, times: 1, per_day: 2}", "twice daily, on 1 day", id="one day"),
        pytest.param("{every: 1 week, times: 4, per_day: 2}", "weekly, twice on each day, on 4 days", id="weekly"),
        pytest.param(
            "{every: 1 to 2 days, to_day: 9, per_day: 2}", "every 1 to 2 days, twice on each day, to day 9", id="range"
        ),
    ],
)
def test_words_of_named_days_and_of_intakes(step: str, expected: str) -> None:
    assert in_words(steps(step), "mg") == expected
