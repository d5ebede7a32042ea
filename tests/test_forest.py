"""Forest plots: which rows stand in them, where everything lies, and what letters and SVG show of it."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from il2sle.arithmetic.effects import TwoByTwo
from il2sle.cli.drawing_options import MeasureOfEffect
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.figure import MEASURES, Effect, Figure
from il2sle.evidence.forest import Panel, Plot, PlotRow, harm_plot, outcome_plot
from il2sle.evidence.rows import OutcomeRow
from il2sle.frozen import replace
from il2sle.records.model import Trial
from il2sle.records.vocabulary import NAMED_KEYS
from il2sle.views.forest.geometry import ONTO, axis_of, bar_of, ticks
from il2sle.views.forest.svg import plot_svg
from il2sle.views.forest.text import BLOCKS, PLAIN, Scale, bar_line, plot_lines
from il2sle.views.forest.words import label
from il2sle.views.page.blocks import Page
from il2sle.views.page.html import render as html
from il2sle.views.page.markdown import render as markdown
from minimal import DRUG, PLACEBO, minimal
from pages import lines_of

WIDTHS = (60, 80, 120, 160)
SIZES = st.integers(1, 400)


def comparison(*trials: Trial, endpoint: str = "") -> Comparison:
    return compare([Examined(trial) for trial in trials], filters=Filters([endpoint] if endpoint else ()))


def effect(measure: str, value: float | None, low: float | None = None, high: float | None = None) -> Effect:
    figures = {"value": value, "low": low, "high": high}
    return Effect(measure=measure, **{k: Figure(v, "printed") for k, v in figures.items() if v is not None})  # type: ignore[arg-type]


def plot_of(measure: str, *effects: Effect) -> Plot:
    rows = tuple(PlotRow(trial=str(i), name=f"Trial <{i}> & co", row=None, effect=one) for i, one in enumerate(effects))
    return Plot("SRI-4", MEASURES[measure], (Panel("SRI-4", "", "higher", None, rows),))


# Rows


def test_every_trial_has_a_row_and_says_why_it_has_no_figure(trials: list[Trial]) -> None:
    plot = outcome_plot(comparison(*trials), "SRI-4")

    assert [(row.name, row.row.week, bool(row.effect), row.why) for row in plot.rows if row.row] == [  # type: ignore[union-attr]
        ("He 2020", 12, True, ""),
        ("He 2020", 24, True, ""),
        ("Peking dose-finding", 24, False, "only percentages, without counts"),
        ("LUPIL-2", 12, True, ""),
        ("LUPIL-2", 12, True, ""),
        ("ISLAND-SLE", 24, True, ""),
        ("ISLAND-SLE", 24, True, ""),
        ("PRO-IMMUN", None, False, "not measured"),
    ]


def test_rows_of_the_same_patients_are_joined(trials: list[Trial]) -> None:
    rows = outcome_plot(comparison(*trials), "SRI-4").rows

    assert [row.patients for row in rows] == [0, 0, 2, 3, 3, 5, 5, 7]
    assert [row.joined for row in rows] == [True, True, False, True, True, True, True, False]


def test_different_subgroups_share_nobody() -> None:
    rows = outcome_plot(comparison(minimal()), "SRI-4").rows
    row = rows[0].row
    assert isinstance(row, OutcomeRow)
    halves = [replace(row, subgroup=f"sex {sex}") for sex in ("F", "M")]
    plot = outcome_plot(replace(comparison(minimal()), outcomes=tuple(halves)), "SRI-4")

    assert [one.joined for one in plot.rows] == [False, False]


def test_unlike_measures_have_panels_and_axes_of_their_own(trials: list[Trial]) -> None:
    plot = outcome_plot(comparison(*trials), "SLEDAI")

    assert [(panel.measure, len(panel.effects)) for panel in plot.panels][:2] == [
        ("≥4-point reduction", 2),
        ("score, median (range)", 0),
    ]


def test_a_harm_is_drawn_by_any_measure_of_its_counts(trials: list[Trial]) -> None:
    ratio = harm_plot(comparison(*trials), "infection", "odds_ratio")
    drawn = [row.effect for row in ratio.rows if row.effect]

    assert [(one.measure, round(one.value.value or 0, 2), one.value.derived) for one in drawn] == [
        ("odds_ratio", 0.3, True)
    ]
    assert ratio.panels[0].better == "lower"
    assert {row.name for row in ratio.rows} == {trial.name for trial in trials}


FEVER = "harms/events/0"
ONE_ARM = {"arms/placebo/role": "treated", "arms/placebo/drug": "IL-2"}
OF_BOTH = "{event: fever, category: constitutional, arms: {drug: {affected: 9}, placebo: {affected: 6}}}"


@pytest.mark.parametrize(
    ("edits", "why", "control"),
    [
        pytest.param({FEVER: OF_BOTH}, [""], ["6/30"], id="both counted"),
        pytest.param({FEVER: OF_BOTH, **ONE_ARM}, ["no control arm"] * 2, ["n/a"] * 2, id="single arms"),
        pytest.param(
            {FEVER: OF_BOTH, "design/assignment": "crossover"},
            ["crossover: each patient is in both arms"],
            ["6/30"],
            id="barred",
        ),
        pytest.param(
            {
                FEVER: OF_BOTH.replace("}}}", "}, other: {affected: 3}}}"),
                "arms/other": "{label: usual care, role: comparator, cite: 'paper, Methods'}",
                "harms/n/other": "30",
            },
            ["several comparators"],
            ["NR"],
            id="several comparators",
        ),
        pytest.param(
            {FEVER: OF_BOTH.replace("affected: 6", "missing: not read")},
            ["no counts of both arms"],
            ["unread"],
            id="a comparator that nobody read",
        ),
        pytest.param(
            {FEVER: OF_BOTH.replace(", placebo: {affected: 6}", "")}, ["no counts of both arms"], ["NR"], id="one"
        ),
    ],
)
def test_why_a_harm_has_no_effect(edits: dict[str, str | None], why: list[str], control: list[str]) -> None:
    plot = harm_plot(comparison(minimal(edits)), "fever")
    assert [row.why for row in plot.rows] == why
    assert [label(row, plot.panels[0]).control for row in plot.rows] == control


class Told(str):
    """An id that counts how often it is held against another."""

    __slots__ = ()
    asked = 0

    def __eq__(self, other: object) -> bool:
        Told.asked += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("of_harm", [False, True])
def test_a_row_is_not_held_against_every_row_of_every_other_trial(*, of_harm: bool) -> None:
    ids = [Told(f"NCT{number:08}") for number in range(40)]
    one = comparison(minimal({FEVER: OF_BOTH}))
    many = replace(
        one,
        trials=tuple(ids),
        names=dict.fromkeys(ids, "Base"),
        outcomes=tuple(replace(row, trial=trial) for trial in ids for row in one.outcomes),
        harms=tuple(replace(row, trial=trial) for trial in ids for row in one.harms),
        doses=tuple(replace(row, trial=trial) for trial in ids for row in one.doses),
    )
    Told.asked = 0
    plot = harm_plot(many, "fever") if of_harm else outcome_plot(many, "SRI-4")
    assert len(plot.rows) == len(ids)
    assert Told.asked <= 2 * len(ids)


def test_the_option_names_every_measure() -> None:
    assert list(MeasureOfEffect) == list(MEASURES)


# Geometry


@st.composite
def effects(draw: st.DrawFn) -> tuple[str, list[Effect]]:
    """Effects as counts give them, with empty and full arms, or ratios as extreme as they come."""
    measure = draw(st.sampled_from([key for key, one in MEASURES.items() if one.compute] + ["hazard_ratio", "score"]))
    if measure == "score":
        bounds = st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted)
        return "mean_difference", [effect("mean_difference", v, lo, hi) for lo, v, hi in draw(st.lists(bounds))]
    if measure == "hazard_ratio":
        ratios = st.tuples(*[st.floats(1e-6, 1e6)] * 3).map(sorted)
        return measure, [effect(measure, v, lo, hi) for lo, v, hi in draw(st.lists(ratios, max_size=50))]
    found = []
    about = MEASURES[measure]
    for _ in range(draw(st.integers(1, 50))):
        n, m = draw(SIZES), draw(SIZES)
        table = TwoByTwo(draw(st.integers(0, n)), n, draw(st.integers(0, m)), m)
        if about.compute and (estimate := about.compute(table)):
            found.append(effect(measure, *(about.factor * x for x in (estimate.value, estimate.low, estimate.high))))
    return measure, found


@given(effects())
def test_nothing_lies_outside_and_places_rise_with_values(drawn: tuple[str, list[Effect]]) -> None:
    measure, listed = drawn
    axis = axis_of(MEASURES[measure], listed)

    assert axis.low < axis.no_effect < axis.high
    marks = ticks(axis)
    assert [tick.place for tick in marks] == sorted({tick.place for tick in marks})
    assert all(0 <= tick.place <= 1 for tick in marks)
    for one in listed:
        bar = bar_of(axis, one)
        assert bar.low is not None
        assert bar.high is not None
        assert bar.point is not None
        assert 0 <= bar.low <= bar.point <= bar.high <= 1
        scaled = ONTO[axis.scale](float(one.value.value or 0))
        assert bar.point == pytest.approx((scaled - axis.low) / (axis.high - axis.low))
        assert bar.side <= 0 or bar.low >= axis.line
        assert bar.side >= 0 or bar.high <= axis.line


@given(effects(), st.sampled_from([BLOCKS, PLAIN]), st.integers(18, 72))
def test_rounding_moves_no_end_over_the_line(drawn: tuple[str, list[Effect]], signs: object, cells: int) -> None:
    measure, listed = drawn
    axis = axis_of(MEASURES[measure], listed)
    scale = Scale(cells, axis.line)
    for one in listed:
        bar = bar_of(axis, one)
        line = bar_line(bar, scale, signs)  # type: ignore[arg-type]
        left, right = line[: scale.none].strip(), line[scale.none + 1 :].strip()
        assert len(line) == cells
        if bar.side > 0:
            assert (left, bool(right) or line[scale.none] != signs.line) == ("", True)  # type: ignore[attr-defined]
        if bar.side < 0:
            assert right == ""
        if bar.side == 0:
            assert left or scale.none == 0
            assert right or scale.none == cells - 1


def test_an_interval_far_wider_than_all_others_is_cut_and_an_arrow_says_so() -> None:
    listed = [effect("odds_ratio", 2, 1.5, 3), effect("odds_ratio", 1.8, 1.2, 2.9), effect("odds_ratio", 3, 1e-6, 1e6)]
    axis = axis_of(MEASURES["odds_ratio"], listed)
    bars = [bar_of(axis, one) for one in listed]

    assert [(bar.cut_low, bar.cut_high) for bar in bars] == [(False, False), (False, False), (True, True)]
    for ascii_only, arrows in ((False, "◀▶"), (True, "<>")):
        text = "\n".join(plot_lines(plot_of("odds_ratio", *listed), 100, ascii_only=ascii_only))
        assert all(arrow in text for arrow in arrows)
        assert "An arrow is an interval that goes on beyond the axis." in " ".join(text.split())


def test_numbers_needed_run_through_infinity_on_the_axis_of_the_difference() -> None:
    axis = axis_of(MEASURES["number_needed"], [effect("number_needed", 10, -11.5, 3.6)])
    bar = bar_of(axis, effect("number_needed", 10, -11.5, 3.6))

    assert bar.side == 0
    assert bar.low is not None
    assert bar.high is not None
    assert bar.low < axis.line < bar.high
    assert math.inf in [tick.value for tick in ticks(axis)]


def test_ratios_stand_on_a_logarithmic_axis() -> None:
    axis = axis_of(MEASURES["risk_ratio"], [effect("risk_ratio", 2, 0.25, 4)])

    assert axis.line - axis.place(0.5) == pytest.approx(axis.place(2) - axis.line)


# Letters


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_plot_is_drawn_as_before(trials: list[Trial], golden: Golden, width: int, ascii_only: bool) -> None:  # noqa: FBT001
    lines = plot_lines(outcome_plot(comparison(*trials), "SRI-4"), width, ascii_only=ascii_only)

    golden(f"forest_{width}{'_ascii' if ascii_only else ''}.txt", "".join(f"{line}\n" for line in lines))
    assert max(map(len, lines)) <= width
    assert not ascii_only or "".join(lines).isascii()


@given(effects(), st.integers(40, 200), st.booleans())
def test_a_plot_fits_into_its_width(drawn: tuple[str, list[Effect]], width: int, ascii_only: bool) -> None:  # noqa: FBT001
    measure, listed = drawn
    lines = plot_lines(plot_of(measure, *listed), width, ascii_only=ascii_only)

    assert max(map(len, lines)) <= width
    assert all(f"Trial <{i}>" in " ".join(lines) for i in range(len(listed)))


def test_what_makes_a_row_less_than_it_seems_is_said(trials: list[Trial]) -> None:
    text = " ".join(" ".join(plot_lines(outcome_plot(comparison(*trials), "SRI-4"), 160)).split())

    for words in ("POST HOC; per protocol", "off drug 12 wk", "+8.8 CI unread", "second-hand", "Nothing is pooled"):
        assert words in text
    assert "favours control ←│→ favours drug" in text


def test_an_interval_of_another_level_and_a_model_are_said() -> None:
    edits = {f"{DRUG}/difference": "12.5", f"{DRUG}/difference_ci": "[1.0, 24.0]", f"{DRUG}/level": "90"}
    trial = minimal({**edits, "outcomes/0/adjusted": "logistic regression", f"{PLACEBO}/events": None})
    plot = outcome_plot(comparison(trial), "SRI-4")
    one = label(plot.rows[0], plot.panels[0])

    assert one.figures == "+12.5 (90% CI 1.0 to 24.0)"
    assert "adjusted: logistic regression" in one.said


# SVG and pages


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own text


@given(effects())
def test_svg_is_well_formed_and_nothing_is_drawn_outside(drawn: tuple[str, list[Effect]]) -> None:
    measure, listed = drawn
    root = parsed(plot_svg(plot_of(measure, *listed), "k"))
    width, height = (float(root.attrib[side]) for side in ("width", "height"))

    texts = [one for one in root.iter() if one.tag.endswith("text")]
    assert sum(one.text == "Trial <0> & co" for one in texts) <= 1
    for one in texts:
        assert 0 <= float(one.attrib["x"]) <= width
        assert 0 <= float(one.attrib["y"]) <= height
    for path in (one.attrib["d"] for one in root.iter() if one.tag.endswith("path")):
        points = [tuple(map(float, p.split())) for p in path.strip("MZ").replace("Z", "").split(" L")]
        assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in points)


def test_texts_of_records_stay_texts_in_svg() -> None:
    rows = (PlotRow(trial="x", name="</text><script>\x1b[31m&", row=None, why="<b>"),)
    plot = Plot("SRI-4", MEASURES["difference"], (Panel("SRI-4", "", "higher", None, rows),))
    root = parsed(plot_svg(plot, "k"))

    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {"svg", "title", "desc", "rect", "text", "path"}
    assert "</text><script>?[31m&" in [one.text for one in root.iter()]


def test_a_drawing_stands_in_every_kind_of_page(trials: list[Trial]) -> None:
    from il2sle.views.forest.picture import forest_block  # noqa: PLC0415

    plot = outcome_plot(comparison(*trials), "SRI-4")
    page = Page("", (forest_block(plot, "One"), forest_block(plot, "Two")))

    drawn = plot_lines(plot, 100)
    assert [line for line in drawn if line and line not in lines_of(page, 100)] == []
    assert markdown(page).count("```text\n" + "\n".join(drawn) + "\n```") == 2
    web = html(page)
    assert web.count("<svg ") == web.count('role="img"') == 2
    ids = [part.partition('"')[0] for part in web.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_every_named_endpoint_can_be_asked_for(trials: list[Trial]) -> None:
    for endpoint in NAMED_KEYS:
        assert plot_lines(outcome_plot(comparison(*trials, endpoint=endpoint), endpoint), 80)
