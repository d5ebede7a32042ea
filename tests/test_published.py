"""The rows against what was published: each figure typed from its document, with its page or table, not from a record.

Cells are written as the tables print them: `13 (44.83)` are patients and their percentage, `12 (8-27)` a median and
its range, `31.58 +- 9.25` a mean and its standard deviation. A figure that a table leaves out is an empty cell.
"""

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from flat import examined, flats
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.facts import Profile
from il2sle.evidence.figure import Side
from il2sle.evidence.rows import SECTIONS
from il2sle.records.model import Trial

HE, LUPIL2, DOSE_FINDING = "NCT02465580", "NCT02955615", "NCT04077684"
ISLAND, PRO_IMMUN = "NCT04433585", "2013-001599-40"

Figure = int | float | Decimal | None


@pytest.fixture(scope="module")
def told(trials: list[Trial]) -> SimpleNamespace:
    comparison = compare(examined(trials), filters=Filters(every_endpoint=True))
    return SimpleNamespace(**{section: flats(comparison.rows(section)) for section in SECTIONS})


@pytest.fixture(scope="module")
def profiles(trials: list[Trial]) -> dict[str, Profile]:
    return {trial.id: Examined(trial).profile for trial in trials}


def cells(text: str) -> list[str]:
    """The cells of a printed row, which stand between bars."""
    return [cell.strip() for cell in text.split("|")]


def outcomes(told: SimpleNamespace, trial: str, what: str, **known: object) -> list[Any]:
    """The rows of a trial under an endpoint, or under a measure of another outcome."""
    return [
        row
        for row in told.outcomes
        if row.trial == trial and what in {row.endpoint, row.measure, f"{row.endpoint} {row.measure}"}
        if all(getattr(row, name) == value for name, value in known.items())
    ]


def outcome(told: SimpleNamespace, trial: str, what: str, **known: object) -> Any:  # noqa: ANN401
    found = outcomes(told, trial, what, **known)
    assert len(found) == 1, f"{len(found)} rows"
    return found[0]


def printed(row: SimpleNamespace, side: str) -> str:
    """One side of a row as a table prints it; a percentage that we computed is not printed."""
    get = {name: getattr(row, f"{side}_{name}") for name in ("events", "percent", "value", "low", "high")}
    if row.statistic:
        spread = f" ({get['low']}-{get['high']})" if get["low"] is not None else ""
        return "" if get["value"] is None else f"{get['value']}{spread}"
    if f"{side}_percent" in row.derived:
        return str(get["events"])
    return "" if get["events"] is None else f"{get['events']} ({get['percent']})"


def within(row: SimpleNamespace, side: str) -> str:
    """The p of a week against baseline in one arm, which a row tells in words."""
    words = {"arm": "treated", "comparator": "comparator"}[side]
    said = " ".join(flag for flag in row.flags if flag.startswith("within-arm p: "))
    match = re.search(rf"{words} ([<>]?[0-9.]+)", said)
    return match[1] if match else ""


def three(*figures: Figure) -> list[float]:
    """Three figures that are all there."""
    return [float(figure) for figure in figures if figure is not None]


# He et al. 2020, Table 2: every p compares a week with baseline in the same arm


def table2(measure: str, il2: str, placebo: str) -> list[Any]:
    rows = {"arm": il2, "comparator": placebo}
    return [pytest.param(measure, side, row, id=f"Table 2, {measure}, {side}") for side, row in rows.items()]


@pytest.mark.parametrize(
    ("measure", "side", "row"),
    [
        # baseline | week 12 | week 24 | p, week 12 | p, week 24; IL-2, then placebo
        *table2("SLEDAI", "12 (8-27) | 6 (0-16) | 4 (0-18) | <0.001 | <0.001",
                          "11 (8-22) | 6 (0-25) | 8 (0-25) | <0.001 | 0.002"),
        *table2("BILAG score", "10 (8-13) | 6 (4-11) | 6 (4-11) | 0.014 | <0.001",
                         "10.5 (8-13.75) | 10 (4-11) | 8 (4-10.75) | 0.037 | 0.004"),
        *table2("at least one BILAG A or two B",
                "21 (70.00) | 2 (6.67) | 1 (3.33) | <0.001 | <0.001",
                "21 (70.00) | 4 (13.33) | 2 (6.67) | <0.001 | <0.001"),
        *table2("PGA",
                "2.3 (1.55-2.75) | 0 (0-2) | 0 (0-1) | <0.001 | <0.001",
                "2.2 (1-2.3) | 1 (0-2) | 1 (0-2) | <0.001 | <0.001"),
        *table2("rash", "13 (44.83) | 2 (6.90) | 2 (6.90) | 0.002 | 0.002",
                        "16 (53.33) | 6 (20.0) | 6 (20.0) | 0.015 | 0.015"),
        *table2("oral ulceration", "4 (13.79) | 0 (0) | 0 (0) | 0.112 | 0.112",
                                   "1 (3.33) | 0 (0) | 0 (0) | 1.000 | 1.000"),
        *table2("arthritis", "14 (48.28) | 4 (13.79) | 3 (10.34) | 0.010 | 0.003",
                             "15 (50.0) | 9 (30.00) | 8 (26.67) | 0.187 | 0.110"),
        *table2("vasculitis", "4 (13.79) | 0 (0) | 0 (0) | 0.112 | 0.112", "2 (6.67) | 0 (0) | 0 (0) | 0.492 | 0.492"),
        *table2("alopecia", "12 (41.38) | 6 (20.69) | 5 (17.24) | 0.158 | 0.082",
                            "7 (23.33) | 2 (6.67) | 2 (6.67) | 0.144 | 0.144"),
        *table2("fever as a sign of the disease",
                "3 (10.34) | 0 (0) | 0 (0) | 0.237 | 0.237", "4 (13.33) | 1 (3.33) | 0 (0) | 0.352 | 0.167"),
        *table2("myositis", "1 (3.45) | 0 (0) | 0 (0) | 1.000 | 1.000", "2 (6.67) | 0 (0) | 0 (0) | 0.492 | 0.492"),
        *table2("prednisone", "15 (0-50) | 10 (0-25) | 10 (0-20) | 0.001 | <0.001",
                              "15 (7.5-60) | 15 (5-40) | 10 (2.5-35) | 0.004 | <0.001"),
        *table2("antinuclear antibody decreased",
                "0 (0) | 7 (24.14) | 8 (27.59) | 0.500 | 0.320", "0 (0) | 11 (36.67) | 12 (40.0) | 0.036 | 0.036"),
        *table2("anti-dsDNA antibody",
                "34.80 (1.0-1783.15) | 33.0 (7.0-876.21) | 29.0 (1.0-348.50) | 0.037 | 0.063",
                "73.30 (1.0-2525.53) | 37.60 (1.40-3467.80) | 36.3 (1.0-3467.80) | 0.196 | 0.235"),
        *table2("anti-nucleosome antibody",
                "14.45 (0.87-449.06) | 20.84 (1.28-287.07) | 16.72 (1.17-287.07) | 0.439 | 0.044",
                "41.725 (0.0-315.80) | 16.03 | | |"),  # the copy of the table ends within the range of 16.03
    ],
)  # fmt: skip
def test_he_table_2(told: SimpleNamespace, measure: str, side: str, row: str) -> None:
    weeks = [outcome(told, HE, measure, week=week) for week in (0, 12, 24)]
    found = [*(printed(week, side) for week in weeks), within(weeks[1], side), within(weeks[2], side)]
    assert found == cells(row)


@pytest.mark.parametrize("week", [12, 24])
def test_no_p_of_he_table_2_is_between_the_arms(told: SimpleNamespace, week: int) -> None:
    rows = [row for row in told.outcomes if row.trial == HE and row.week == week and row.endpoint != "SRI-4"]
    assert [(row.p, row.p_check) for row in rows] == [(None, None)] * 15
    assert not any(within(row, side) for row in outcomes(told, HE, "SLEDAI", week=0) for side in ("arm", "comparator"))


@pytest.mark.parametrize(
    ("measure", "sizes"),
    [
        pytest.param("rash", (29, 30), id="as analysed"),
        pytest.param("antinuclear antibody decreased", (29, 30), id="as printed in the row"),
        pytest.param("at least one BILAG A or two B", (30, 30), id="the one row of 30 on IL-2: 2/30 is 6.67%"),
    ],
)
def test_patients_of_he_table_2(told: SimpleNamespace, measure: str, sizes: tuple[int, int]) -> None:
    rows = outcomes(told, HE, measure)
    assert {(row.arm_n, row.comparator_n) for row in rows} == {sizes}
    assert [row.week for row in rows] == [0, 12, 24]


# He et al. 2020, Table 3: harms; no row for any adverse event, for withdrawals or for deaths


@pytest.mark.parametrize(
    ("event", "row"),
    [
        pytest.param("serious adverse event", "0 | 3 (10.0)", id="SAE"),
        pytest.param("neuropsychiatric SLE", "0 | 1 (3.3)", id="SAE, neuropsychiatric SLE"),
        pytest.param("herpes zoster", "0 | 1 (3.3)", id="SAE, herpes zoster"),
        pytest.param("pneumonia", "0 | 1 (3.3)", id="SAE, pneumonia"),
        pytest.param("infection", "2 (6.9) | 6 (20.0)", id="infection"),
        pytest.param("upper respiratory infection", "2 (6.9) | 4 (13.3)", id="upper respiratory infection"),
        pytest.param("severe infection", "0 | 2 (6.7)", id="severe infections; abstract: none, two"),
        pytest.param("injection-site reaction", "9 (31.0) | 2 (6.7)", id="injection-site reaction"),
        pytest.param("fever", "4 (13.8) | 0", id="fever"),
        pytest.param("flu-like symptoms", "3 (10.3) | 0", id="flu-like symptoms"),
    ],
)
def test_he_table_3(told: SimpleNamespace, event: str, row: str) -> None:
    il2, placebo = (harm for harm in told.harms if (harm.trial, harm.event) == (HE, event))
    assert [harm_cell(il2), harm_cell(placebo)] == cells(row)
    assert (il2.arm, il2.n, placebo.arm, placebo.n) == ("il-2", 29, "placebo", 30)


def harm_cell(row: SimpleNamespace) -> str:
    return str(row.affected) if "percent" in row.derived else f"{row.affected} ({row.percent})"


def test_he_table_3_has_no_further_row_with_figures(told: SimpleNamespace) -> None:
    events = {row.event: row.missing for row in told.harms if row.trial == HE}
    assert len(events) == 13
    assert [event for event, missing in events.items() if missing] == [
        "any adverse event",
        "treatment stopped for an adverse event",
        "death",
    ]


# He et al. 2020, Table 1: baseline, 30 and 30 patients, p between the arms


@pytest.mark.parametrize(
    ("measure", "row"),
    [
        pytest.param("age, years", "31.58 +- 9.25 | 29.83 +- 9.72 | 0.474", id="age"),
        pytest.param("women", "27 | 29 | 0.612", id="female/male 27/3 and 29/1"),
        pytest.param("weight, kg", "54.81 +- 8.33 | 58.69 +- 8.87 | 0.117", id="weight"),
        pytest.param("height, cm", "162.23 +- 6.81 | 162.67 +- 5.41 | 0.743", id="height"),
        pytest.param("body surface, m2", "1.57 +- 0.140 | 1.62 +- 0.13 | 0.708", id="body surface"),
        pytest.param("disease duration, months", "66.7 +- 57.4 | 63.6 +- 59.9 | 0.652", id="disease duration"),
        pytest.param("SELENA-SLEDAI", "12 (8-27) | 11 (8-22) | 0.351", id="SELENA-SLEDAI"),
        pytest.param("BILAG", "10 (8-13) | 10.5 (8-13.75) | 0.372", id="BILAG"),
        pytest.param("at least one BILAG A or two B", "21 (70) | 21 (70) | 1.000", id="BILAG A or 2 B"),
        pytest.param("physician's global assessment", "2.3 (1.55-2.75) | 2.2 (1-2.3) | 0.446", id="PGA"),
        pytest.param("prednisone, mg/day", "12.5 (0-50) | 15 (5-50) | 0.331", id="prednisone"),
        pytest.param("hydroxychloroquine", "29 (96.67) | 28 (93.33) | 1.000", id="hydroxychloroquine"),
        pytest.param("cyclophosphamide", "4 (13.33) | 0 (0) | 0.112", id="cyclophosphamide"),
        pytest.param("azathioprine", "1 (3.33) | 4 (13.33) | 0.352", id="azathioprine"),
        pytest.param("ciclosporin", "0 (0) | 5 (16.67) | 0.052", id="ciclosporin"),
        pytest.param("mycophenolate mofetil", "9 (30.00) | 8 (26.67) | 1.000", id="mycophenolate mofetil"),
        pytest.param("tacrolimus", "1 (3.33) | 1 (3.33) | 1.000", id="tacrolimus"),
        pytest.param("leflunomide", "3 (10.00) | 1 (3.33) | 0.611", id="leflunomide"),
        pytest.param("thalidomide", "1 (3.33) | 0 (0) | 1.000", id="thalidomide"),
        pytest.param("methotrexate", "1 (3.33) | 1 (3.33) | 1.000", id="methotrexate"),
    ],
)
def test_he_table_1(profiles: dict[str, Profile], measure: str, row: str) -> None:
    (own,) = (own for own in profiles[HE].baseline if own.measure == measure)
    il2, placebo = own.sides
    assert own.p is not None
    assert [baseline_cell(il2), baseline_cell(placebo), own.p.printed] == cells(row)
    assert (il2.n.value, placebo.n.value) == (30, 30)


def baseline_cell(side: Side) -> str:
    row = SimpleNamespace(**{name: figure.value for name, figure in side.figures().items()})
    if row.value is None:
        return str(row.events) if row.percent is None else f"{row.events} ({row.percent})"
    return f"{row.value} +- {row.sd}" if row.sd is not None else f"{row.value} ({row.low}-{row.high})"


# Responders against the comparator: percentages and p as the abstracts print them


@pytest.mark.parametrize(
    ("trial", "what", "where", "row"),
    [
        pytest.param(HE, "SRI-4", {"week": 12}, "55.17 | 30.00 | 0.052", id="He 2020, Abstract, Results"),
        pytest.param(HE, "SRI-4", {"week": 24}, "65.52 | 36.67 | 0.027", id="He 2020, Abstract, Results, week 24"),
        pytest.param(
            HE,
            "complete remission of lupus nephritis",
            {"week": None, "arm_events": 7, "arm_n": 13, "comparator_events": 2, "comparator_n": 12},
            "53.85 | 16.67 | 0.036",
            id="He 2020, Abstract, Results, lupus nephritis",
        ),
        pytest.param(
            LUPIL2, "SRI-4", {"week": 12, "population": "ITT"}, "68 | 58 | 0.3439", id="LUPIL-2, Abstract, Results"
        ),
        pytest.param(
            LUPIL2,
            "SRI-4",
            {"week": 12, "population": "PP", "analysis": "post hoc"},
            "83.3 | 51.7 | 0.0168",
            id="LUPIL-2, Abstract, Results, per protocol",
        ),
        pytest.param(
            DOSE_FINDING,
            "SRI-4",
            {"time": "to week 24", "arm": "high"},
            "60 | 23 | None",
            id="meeting report, paragraph 3",
        ),
    ],
)
def test_responders(told: SimpleNamespace, trial: str, what: str, where: dict[str, Any], row: str) -> None:
    own = outcome(told, trial, what, **where)
    assert [str(own.arm_percent), str(own.comparator_percent), str(own.p)] == cells(row)
    assert own.p_comparator in {"=", None}


@pytest.mark.parametrize(
    ("trial", "where", "counts"),
    [
        pytest.param(HE, {"week": 12}, (16, 29, 9, 30), id="He 2020, week 12"),
        pytest.param(HE, {"week": 24}, (19, 29, 11, 30), id="He 2020, week 24"),
        pytest.param(LUPIL2, {"population": "ITT"}, (34, 50, 29, 50), id="LUPIL-2, ITT: 100 patients, 1:1"),
        pytest.param(LUPIL2, {"population": "PP"}, (20, 24, 15, 29), id="LUPIL-2, per protocol: 53 patients"),
    ],
)
def test_counts_that_the_percentages_allow(
    told: SimpleNamespace, trial: str, where: dict[str, Any], counts: tuple[int, ...]
) -> None:
    row = outcome(told, trial, "SRI-4", **where)
    assert (row.arm_events, row.arm_n, row.comparator_events, row.comparator_n) == counts
    assert {"arm_events", "comparator_events"} <= set(row.derived)


def test_no_counts_behind_the_meeting_report(told: SimpleNamespace) -> None:
    row = outcome(told, DOSE_FINDING, "SRI-4", arm="high")
    assert (row.arm_events, row.arm_n, row.comparator_events, row.comparator_n, row.difference) == (None,) * 5
    assert row.second_hand


@pytest.mark.parametrize(
    ("trial", "primary", "met"),
    [
        pytest.param(HE, "SRI-4", False, id="He 2020: not met at week 12"),
        pytest.param(LUPIL2, "SRI-4", False, id="LUPIL-2: not met in the ITT population"),
        pytest.param(ISLAND, "SLEDAI", False, id="ISLAND-SLE: missed"),
        pytest.param(DOSE_FINDING, None, None, id="dose finding: not visible, pending"),
        pytest.param(PRO_IMMUN, "share of CD25hi", None, id="PRO-IMMUN: Treg; whether doubled is not said"),
    ],
)
def test_primary_endpoint(told: SimpleNamespace, trial: str, primary: str | None, *, met: bool | None) -> None:
    row = study(told, trial)
    assert (row.primary_endpoint or "").startswith(primary or "")
    assert (row.primary_endpoint is None, row.primary_met) == (primary is None, met)


# Effects that follow from the counts, worked out beside the documents: difference (Newcombe), RR and OR (log-Wald)


@pytest.mark.parametrize(
    ("trial", "where", "effect", "expected"),
    [
        pytest.param(HE, {"week": 12}, "difference", "25.17 0.1 46.3", id="He 2020, week 12, difference"),
        pytest.param(HE, {"week": 12}, "risk_ratio", "1.839 0.972 3.479", id="He 2020, week 12, RR"),
        pytest.param(HE, {"week": 12}, "odds_ratio", "2.872 0.985 8.374", id="He 2020, week 12, OR"),
        pytest.param(HE, {"week": 24}, "difference", "28.85 3.4 49.6", id="He 2020, week 24, difference"),
        pytest.param(HE, {"week": 24}, "risk_ratio", "1.787 1.042 3.064", id="He 2020, week 24, RR"),
        pytest.param(HE, {"week": 24}, "odds_ratio", "3.282 1.129 9.536", id="He 2020, week 24, OR"),
        pytest.param(LUPIL2, {"population": "ITT"}, "difference", "10.0 -8.7 27.8", id="LUPIL-2, ITT, difference"),
        pytest.param(LUPIL2, {"population": "ITT"}, "risk_ratio", "1.17 0.87 1.59", id="LUPIL-2, ITT, RR"),
        pytest.param(LUPIL2, {"population": "ITT"}, "odds_ratio", "1.54 0.68 3.49", id="LUPIL-2, ITT, OR"),
        pytest.param(LUPIL2, {"population": "PP"}, "difference", "31.6 6.0 51.6", id="LUPIL-2, PP, difference"),
        pytest.param(LUPIL2, {"population": "PP"}, "risk_ratio", "1.61 1.09 2.39", id="LUPIL-2, PP, RR"),
        pytest.param(LUPIL2, {"population": "PP"}, "odds_ratio", "4.67 1.28 17.1", id="LUPIL-2, PP, OR"),
    ],
)
def test_derived_effects(told: SimpleNamespace, trial: str, where: dict[str, Any], effect: str, expected: str) -> None:
    row = outcome(told, trial, "SRI-4", **where)
    figures = three(*(getattr(row, f"{effect}{end}") for end in ("", "_low", "_high")))
    places = [len(figure.partition(".")[2]) for figure in expected.split()]
    assert " ".join(f"{own:.{n}f}" for own, n in zip(figures, places, strict=True)) == expected
    assert {effect, f"{effect}_low", f"{effect}_high"} <= set(row.derived)


def test_difference_in_lupus_nephritis(told: SimpleNamespace) -> None:
    row = outcome(told, HE, "complete remission of lupus nephritis")
    assert f"{row.difference:.2f}" == "37.18"


# ISLAND-SLE: differences against placebo in percentage points, 900 µg, week 24


@pytest.mark.parametrize(
    ("endpoint", "population", "subset", "row"),
    [
        pytest.param("SLEDAI", "mITT", None, "8.8 | 0.309", id="SLEDAI-2K, mITT; release, paragraph 2"),
        pytest.param("SLEDAI", "PP", None, "13.9 | 0.06", id="SLEDAI-2K, PP; release, paragraph 2"),
        pytest.param("SRI-4", "mITT", None, "8.8 | None", id="SRI-4, mITT; article, bullet 2"),
        pytest.param("SRI-4", "PP", None, "13.9 | None", id="SRI-4, PP; article, bullet 2"),
        pytest.param("BICLA", "mITT", "BICLA-evaluable", "16.4 | None", id="BICLA, mITT; release, paragraph 3"),
        pytest.param("BICLA", "PP", "BICLA-evaluable", "19.1 | None", id="BICLA, PP; release, paragraph 3"),
        pytest.param("LLDAS", "mITT", None, "12.2 | None", id="LLDAS, mITT; article, bullet 4"),
        pytest.param("LLDAS", "PP", None, "15.1 | None", id="LLDAS, PP; article, bullet 4"),
    ],
)
def test_island_differences(
    told: SimpleNamespace, endpoint: str, population: str, subset: str | None, row: str
) -> None:
    own = outcome(told, ISLAND, endpoint, population=population, arm="900-ug")
    assert [str(own.difference), str(own.p)] == cells(row)
    assert (own.subset, own.week, own.difference_low, own.difference_high) == (subset, 24, None, None)
    assert (own.arm_percent, own.comparator_percent) == (None, None)


@pytest.mark.parametrize("arm", ["300-ug", "1800-ug"])
def test_other_doses_of_island_have_no_figure(told: SimpleNamespace, arm: str) -> None:
    rows = [row for row in told.outcomes if row.trial == ISLAND and row.arm == arm]
    assert [(row.difference, row.p, row.missing) for row in rows] == [(None, None, "not read")] * 8


def test_island_says_which_sledai(told: SimpleNamespace) -> None:
    rows = outcomes(told, ISLAND, "SLEDAI")
    assert {(row.instrument, row.measure) for row in rows} == {("SLEDAI-2K", "≥4-point reduction")}
    assert len(rows) == 6


@pytest.mark.parametrize(
    ("arm", "expected"),
    [
        pytest.param("300-ug", None, id="low dose: not shown"),
        pytest.param("900-ug", None, id="middle dose: not shown"),
        pytest.param("1800-ug", "40", id="high dose: 40%, second hand"),
        pytest.param("placebo", "12", id="placebo: 12%, second hand"),
    ],
)
def test_island_who_stopped(told: SimpleNamespace, arm: str, expected: str | None) -> None:
    row = next(row for row in told.harms if (row.trial, row.category, row.arm) == (ISLAND, "discontinuation", arm))
    assert (None if row.percent is None else str(row.percent)) == expected
    assert (row.affected, row.n) == (None, None)
    assert row.second_hand


@pytest.mark.parametrize(
    ("share", "events"),
    [
        pytest.param("16%", ["injection-site reaction"], id="16"),
        pytest.param("15%", ["fever"], id="15: pyrexia"),
        pytest.param("8%", ["fatigue"], id="8"),
        pytest.param("7%", ["joint pain", "nasopharyngitis"], id="7: arthralgia"),
        pytest.param("5% each", ["alanine", "anaemia", "erythema", "injection-site pain", "urinary"], id="5"),
        pytest.param(
            "4% each",
            [
                *("injection-site pruritus", "muscle pain", "asthenia", "bronchitis", "COVID-19"),
                *("gamma-glutamyltransferase", "erythema", "pruritus"),
            ],
            id="4",
        ),
        pytest.param("3% each", ["headache", "back pain", "pharyngitis", "dyspepsia", "pain"], id="3"),
    ],
)
def test_island_adverse_events_of_an_arm_that_is_not_named(
    told: SimpleNamespace, share: str, events: list[str]
) -> None:
    row = next(row for row in told.harms if row.trial == ISLAND and "16%" in (row.statement or ""))
    groups = [group.strip() for group in (row.statement or "").split(";")]
    own = [part for group in groups for part in (group.split(", ") if "each" not in group else [group])]
    said = " ".join(part for part in own if share in part)
    assert [event for event in events if event not in said] == []
    assert (row.arm, row.affected, row.percent) == (None, None, None)


# PRO-IMMUN: 12 patients, no control


@pytest.mark.parametrize(
    ("measure", "row"),
    [
        pytest.param("any reduction", "10 (83.3) | <0.05", id="SLEDAI reduction; ACR abstract, Results"),
        pytest.param("clinical response", "8 (66.7) |", id="clinical response; news, paragraph 3"),
    ],
)
def test_pro_immun(told: SimpleNamespace, measure: str, row: str) -> None:
    own = outcome(told, PRO_IMMUN, measure)
    assert [printed(own, "arm"), within(own, "arm")] == cells(row)
    assert (own.arm_n, own.comparator, own.difference, own.p) == (12, None, None, None)


def test_pro_immun_regulatory_cells(told: SimpleNamespace) -> None:
    row = next(row for row in told.outcomes if row.trial == PRO_IMMUN and row.analysis == "primary")
    assert within(row, "arm") == "<0.001"
    assert any("in all 12 patients" in flag for flag in row.flags)


@pytest.mark.parametrize("endpoint", ["SRI-4", "BICLA", "LLDAS"])
def test_pro_immun_did_not_measure(told: SimpleNamespace, endpoint: str) -> None:
    assert outcome(told, PRO_IMMUN, endpoint).missing == "not measured"


# Endpoints without a result in any document


@pytest.mark.parametrize(
    ("trial", "endpoint", "missing"),
    [
        pytest.param(HE, "BICLA", "not read", id="He 2020, BICLA"),
        pytest.param(HE, "LLDAS", "not read", id="He 2020, LLDAS"),
        pytest.param(LUPIL2, "BICLA", "not read", id="LUPIL-2, BICLA"),
        pytest.param(LUPIL2, "LLDAS", "not read", id="LUPIL-2, LLDAS"),
        pytest.param(LUPIL2, "SLEDAI", "not read", id="LUPIL-2, SLEDAI: values not shown"),
        pytest.param(DOSE_FINDING, "SLEDAI", "pending", id="dose finding, SLEDAI"),
        pytest.param(DOSE_FINDING, "BICLA", "pending", id="dose finding, BICLA"),
        pytest.param(DOSE_FINDING, "LLDAS", "pending", id="dose finding, LLDAS"),
    ],
)
def test_endpoint_without_result(told: SimpleNamespace, trial: str, endpoint: str, missing: str) -> None:
    assert {row.missing for row in outcomes(told, trial, endpoint)} == {missing}


# Who took part, and where the trials stand


def study(told: SimpleNamespace, trial: str) -> Any:  # noqa: ANN401
    return next(row for row in told.studies if row.trial == trial)


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param(HE, (60, "actual", 60), id="He 2020, Abstract, Methods; Figure 1"),
        pytest.param(LUPIL2, (100, "actual", 100), id="LUPIL-2, Abstract, Methods; registry"),
        pytest.param(DOSE_FINDING, (160, "target", None), id="dose finding, newest dated version of the registry"),
        pytest.param(ISLAND, (291, "actual", None), id="ISLAND-SLE, registry and release"),
        pytest.param(PRO_IMMUN, (12, None, None), id="PRO-IMMUN, registry"),
    ],
)
def test_enrolment(told: SimpleNamespace, trial: str, expected: tuple[int, str | None, int | None]) -> None:
    row = study(told, trial)
    assert (row.enrolled, row.enrolled_kind, row.randomised) == expected


@pytest.mark.parametrize(
    ("trial", "section", "label", "claims"),
    [
        pytest.param(HE, "participants", "screened", ["65"], id="He 2020: contacted; Figure 1 legend"),
        pytest.param(
            HE, "participants", "enrolled", ["60 (actual)", "60 (target)", "30 (actual)"], id="He 2020: registrations"
        ),
        pytest.param(LUPIL2, "participants", "enrolled", ["100 (actual)"], id="LUPIL-2: registry"),
        pytest.param(
            DOSE_FINDING,
            "participants",
            "enrolled",
            ["160 (target)", "152 (actual)", "500 (target)", "152 (actual)"],
            id="dose finding: October 2023, undated copy, March 2022, meeting report",
        ),
        pytest.param(ISLAND, "participants", "enrolled", ["291 (actual)", "280 (target)"], id="ISLAND-SLE: planned"),
        pytest.param(
            PRO_IMMUN, "participants", "enrolled", ["12", "12 (actual)", "10 (actual)"], id="PRO-IMMUN: 10 and 2"
        ),
        pytest.param(HE, "status", "state", ["completed", "completed", "unknown"], id="He 2020: both registrations"),
        pytest.param(LUPIL2, "status", "state", ["completed"], id="LUPIL-2"),
        pytest.param(
            DOSE_FINDING,
            "status",
            "state",
            ["recruiting", "completed", "recruiting", "recruiting"],
            id="dose finding: October 2023, undated copy, March 2022, March 2020",
        ),
        pytest.param(ISLAND, "status", "state", ["completed"], id="ISLAND-SLE"),
        pytest.param(PRO_IMMUN, "status", "state", ["completed"], id="PRO-IMMUN"),
        pytest.param(HE, "design", "phase", ["2", "not applicable"], id="He 2020: phase of each registration"),
        pytest.param(LUPIL2, "design", "phase", ["2"], id="LUPIL-2: phase"),
        pytest.param(DOSE_FINDING, "design", "phase", ["2", "2b"], id="dose finding: registry, press"),
        pytest.param(PRO_IMMUN, "design", "phase", ["1/2a", "1/2"], id="PRO-IMMUN: phase"),
        pytest.param(HE, "dates", "start", ["2015-06", "2016-05-05"], id="He 2020: start"),
        pytest.param(HE, "dates", "primary completion", ["2017-06", "2016-12-16"], id="He 2020: primary completion"),
        pytest.param(
            HE,
            "dates",
            "completion",
            ["2017-12", "2017-08-30"],
            id="He 2020: completion, anticipated; second registration",
        ),
        pytest.param(HE, "dates", "registered", ["2015-06-08", "2016-10-13"], id="He 2020: both first posted"),
        pytest.param(HE, "dates", "published", ["2019-09-19"], id="He 2020: Epub"),
        pytest.param(LUPIL2, "dates", "primary completion", ["2018-08-27"], id="LUPIL-2: primary completion"),
        pytest.param(LUPIL2, "dates", "completion", ["2019-02-11"], id="LUPIL-2: completion"),
        pytest.param(LUPIL2, "dates", "published", ["2022-08-16"], id="LUPIL-2: online"),
        pytest.param(DOSE_FINDING, "dates", "registered", ["2019-09-01"], id="dose finding: registered"),
        pytest.param(DOSE_FINDING, "dates", "start", ["2019-09-10"], id="dose finding: start"),
        pytest.param(DOSE_FINDING, "dates", "completion", ["2024-12-31"], id="dose finding: estimated completion"),
        pytest.param(ISLAND, "dates", "primary completion", ["2023-01-10"], id="ISLAND-SLE: primary completion"),
        pytest.param(ISLAND, "dates", "completion", ["2023-02-16"], id="ISLAND-SLE: completion"),
        pytest.param(ISLAND, "dates", "results posted", ["2024-04-23"], id="ISLAND-SLE: results posted by"),
        pytest.param(ISLAND, "dates", "published", ["2023-02-23"], id="ISLAND-SLE: topline"),
        pytest.param(PRO_IMMUN, "dates", "start", ["2014-03-31"], id="PRO-IMMUN: start"),
        pytest.param(PRO_IMMUN, "dates", "completion", ["2016-10-20"], id="PRO-IMMUN: completion"),
        pytest.param(PRO_IMMUN, "dates", "published", ["2019-08-28"], id="PRO-IMMUN: published"),
        pytest.param(PRO_IMMUN, "dates", "registered", ["2013-11-14"], id="PRO-IMMUN: entered in EudraCT"),
    ],
)
def test_claims(profiles: dict[str, Profile], trial: str, section: str, label: str, claims: list[str]) -> None:
    facts = {fact.label: [claim.text for claim in fact.claims] for fact in dict(profiles[trial].sections)[section]}
    assert facts[label] == claims


@pytest.mark.parametrize(
    ("trial", "label", "shown"),
    [
        pytest.param(LUPIL2, "start", "2017-01-18", id="LUPIL-2: start"),
        pytest.param(ISLAND, "start", "2020-08-19", id="ISLAND-SLE: start"),
    ],
)
def test_date_that_is_shown(profiles: dict[str, Profile], trial: str, label: str, shown: str) -> None:
    facts = {fact.label: fact.claims[0].text for fact in dict(profiles[trial].sections)["dates"]}
    assert facts[label] == shown


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param(HE, ("completed", "published"), id="He 2020"),
        pytest.param(LUPIL2, ("completed", "published"), id="LUPIL-2"),
        pytest.param(DOSE_FINDING, ("recruiting", "pending"), id="dose finding"),
        pytest.param(ISLAND, ("completed", "reported"), id="ISLAND-SLE"),
        pytest.param(PRO_IMMUN, ("completed", "published"), id="PRO-IMMUN"),
    ],
)
def test_status(told: SimpleNamespace, trial: str, expected: tuple[str, str]) -> None:
    assert (study(told, trial).status, study(told, trial).results) == expected


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param(
            HE, ("randomised 1:1, parallel, double-blind, 2 arms", 12, 12), id="He 2020: 12 weeks and 12 more"
        ),
        pytest.param(LUPIL2, ("randomised 1:1, parallel, double-blind, 2 arms", 24, None), id="LUPIL-2: to day 162"),
        pytest.param(DOSE_FINDING, ("randomised 1:1:1:1, parallel, double-blind, 4 arms", 24, None), id="dose finding"),
        pytest.param(ISLAND, ("randomised 1:1:1:1, parallel, double-blind, 4 arms", 24, None), id="ISLAND-SLE"),
        pytest.param(PRO_IMMUN, ("single arm, open label, no comparator", None, 9), id="PRO-IMMUN: 47 to 68 days"),
    ],
)
def test_design(told: SimpleNamespace, trial: str, expected: tuple[str, int | None, int | None]) -> None:
    row = study(told, trial)
    assert (row.design, row.treatment_weeks, row.follow_up_weeks) == expected


@pytest.mark.parametrize(
    ("trial", "figures"),
    [
        pytest.param(HE, ["18 to 65 years", "SLEDAI of 8 or more", "2 months", "0.5 g/day"], id="He 2020: registry"),
        pytest.param(
            LUPIL2, ["18 years", "SELENA-SLEDAI of 6 or more", "1:160", "30 mg/day", "0.5 mg/kg"], id="LUPIL-2"
        ),
        pytest.param(
            DOSE_FINDING,
            ["18 to 75 years", "45 to 80 kg", "SLEDAI of 8 or more", "3 months", "1.0 mg/kg", "five years", "6 months"],
            id="dose finding",
        ),
        pytest.param(
            ISLAND, ["18 to 65 years", "24 weeks", "1:80", "SLEDAI-2K of 6 or more", "20 mg/day"], id="ISLAND-SLE"
        ),
        pytest.param(
            PRO_IMMUN, ["SELENA-SLEDAI of 6 or more", "30 mg/day", "18 years", "75", "4 weeks"], id="PRO-IMMUN"
        ),
    ],
)
def test_eligibility(profiles: dict[str, Profile], trial: str, figures: list[str]) -> None:
    facts = dict(profiles[trial].sections)["eligibility"]
    said = "; ".join(claim.text for fact in facts for claim in fact.claims)
    assert [figure for figure in figures if figure not in said] == []


@pytest.mark.parametrize(
    ("trial", "phase", "sponsor"),
    [
        pytest.param(HE, "2", "Peking University People's Hospital", id="He 2020"),
        pytest.param(LUPIL2, "2", "ILTOO Pharma", id="LUPIL-2"),
        pytest.param(DOSE_FINDING, "2", "Peking University People's Hospital", id="dose finding"),
        pytest.param(ISLAND, "2", "Nektar Therapeutics", id="ISLAND-SLE: the later registry copies"),
        pytest.param(PRO_IMMUN, "1/2a", "Charité - Universitätsmedizin Berlin", id="PRO-IMMUN"),
    ],
)
def test_phase_and_sponsor(
    told: SimpleNamespace, profiles: dict[str, Profile], trial: str, phase: str, sponsor: str
) -> None:
    facts = {fact.label: fact.claims[0].text for fact in dict(profiles[trial].sections)["design"]}
    assert (study(told, trial).phase, facts["sponsor"]) == (phase, sponsor)


@pytest.mark.parametrize(
    ("trial", "numbers"),
    [
        pytest.param(HE, {"NCT02932137", "IL-2-20160505"}, id="He 2020"),
        pytest.param(LUPIL2, {"2016-000488-17", "2016-002", "ILT-101"}, id="LUPIL-2"),
        pytest.param(DOSE_FINDING, {"2018PHB041-01"}, id="dose finding"),
        pytest.param(ISLAND, {"2019-003323-38", "286848", "LY3471851", "NKTR-358", "REZPEG"}, id="ISLAND-SLE"),
        pytest.param(PRO_IMMUN, {"EudraCT 2013-001599-40", "DRKS00004858", "23032013"}, id="PRO-IMMUN"),
    ],
)
def test_other_numbers_and_names(told: SimpleNamespace, trial: str, numbers: set[str]) -> None:
    assert numbers - set(study(told, trial).aliases) == set()


def test_countries_of_lupil2(profiles: dict[str, Profile]) -> None:
    facts = {fact.label: fact.claims[0].text for fact in dict(profiles[LUPIL2].sections)["design"]}
    assert set(facts["countries"].split(", ")) == {
        *("Austria", "Bulgaria", "France", "Germany", "Italy"),
        *("Mauritius", "Mexico", "Portugal", "Romania", "Spain"),
    }


@pytest.mark.parametrize(
    ("trial", "figures"),
    [
        pytest.param(HE, ["30 and 30", "10 weeks", "week 6 to 10"], id="He 2020: conference abstract A162.1"),
        pytest.param(ISLAND, ["2022-05-18", "280 patients"], id="ISLAND-SLE: interim review, 8-K"),
        pytest.param(ISLAND, ["2023-08-07", "April 2023"], id="ISLAND-SLE: lawsuit, end of the collaboration"),
        pytest.param(PRO_IMMUN, ["2014-03-26"], id="PRO-IMMUN: DRKS"),
        pytest.param(PRO_IMMUN, ["14 to 4", "30 to 10 mg/day"], id="PRO-IMMUN: single case"),
        pytest.param(DOSE_FINDING, ["NCT04136106", "500", "NCT02084238", "40 patients"], id="dose finding: others"),
    ],
)
def test_notes(profiles: dict[str, Profile], trial: str, figures: list[str]) -> None:
    said = "; ".join(claim.text for fact in dict(profiles[trial].sections)["notes"] for claim in fact.claims)
    assert [figure for figure in figures if figure not in said] == []


# Regimens as the documents describe them


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param(HE, "every other day for 2 weeks, then 2 weeks off; 3 cycles", id="He 2020, Figure 1 legend"),
        pytest.param(DOSE_FINDING, "every other day for 12 weeks; then weekly for 12 weeks", id="dose finding"),
        pytest.param(ISLAND, "every 2 weeks, 12 times", id="ISLAND-SLE, research summary"),
        pytest.param(PRO_IMMUN, "daily for 5 days, then 9 to 16 days off; 4 cycles", id="PRO-IMMUN, paragraph 6"),
        pytest.param(
            LUPIL2,
            "daily for 5 days; then weekly, day 8 to 162",
            id="LUPIL-2, E.2.1",
        ),
    ],
)
def test_regimen(told: SimpleNamespace, trial: str, expected: str) -> None:
    assert {row.schedule for row in told.doses if row.trial == trial} == {expected}
    assert {row.route for row in told.doses if row.trial == trial} == {"subcutaneous"}


def test_no_document_gives_a_death(told: SimpleNamespace) -> None:
    deaths = [row for row in told.harms if row.category == "death"]
    assert [(row.affected, row.percent, row.arm) for row in deaths] == [(None, None, None)] * 5
    assert {row.missing for row in deaths} == {"not read", "pending"}
