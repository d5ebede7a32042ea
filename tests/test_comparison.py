from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.comparison import NOT_POOLED, Filters, compare, in_order, measure_group, source_row
from il2sle.evidence.rows import SECTIONS, Comparison, OutcomeRow, Pointer, Row
from il2sle.records.model import Trial
from il2sle.records.vocabulary import ENDPOINT_KEYS, MISSING, OTHER
from minimal import DRUG, RESULTS, minimal

Edits = dict[str, str | None]

FIGURES = [field.name for field in fields(OutcomeRow) if field.type in {"int | None", "Number | None"}]
NUMBERS = [field.name for field in fields(OutcomeRow) if field.type == "Number | None"]
each_section = pytest.mark.parametrize("section", SECTIONS)


@pytest.fixture(scope="module")
def everything(trials: list[Trial]) -> Comparison:
    return compare(trials, every_endpoint=True)


@pytest.fixture(scope="module")
def usual(trials: list[Trial]) -> Comparison:
    return compare(trials)


def renamed(trial: str, edits: Edits | None = None) -> Trial:
    return minimal({"id": trial, **(edits or {})})


def started(day: str) -> str:
    return f'{{cite: "paper, p. 1", start: "{day}"}}'


def places(rows: Iterable[Row]) -> set[str]:
    return {pointer.source for row in rows for pointer in row.sources}


# Order

SHIPPED = ["NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585", "2013-001599-40"]


def test_order_of_the_shipped_records(usual: Comparison) -> None:
    assert list(usual.trials) == SHIPPED
    assert [row.trial for row in usual.studies] == SHIPPED


@pytest.mark.parametrize(
    "order",
    [
        pytest.param([0, 1, 2, 3, 4], id="of the file names"),
        pytest.param([4, 3, 2, 1, 0], id="backwards"),
        pytest.param([2, 0, 4, 1, 3], id="mixed"),
    ],
)
def test_order_does_not_depend_on_the_order_of_files(
    trials: list[Trial], everything: Comparison, order: list[int]
) -> None:
    assert compare([trials[number] for number in order], every_endpoint=True) == everything


@given(st.permutations(range(5)))
def test_trials_are_in_one_order(trials: list[Trial], order: list[int]) -> None:
    assert [trial.id for trial in in_order(trials[number] for number in order)] == SHIPPED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            renamed("NCT9"), renamed("NCT1", {"arms/placebo": None, RESULTS: "{drug: {events: 1}}"}), id="a comparator"
        ),
        pytest.param(
            renamed("NCT9", {"dates": started("2015-06")}),
            renamed("NCT1", {"dates": started("2015-07-01")}),
            id="the earlier start",
        ),
        pytest.param(renamed("NCT9", {"dates": started("2015")}), renamed("NCT1"), id="a start before none"),
        pytest.param(renamed("NCT1"), renamed("NCT9"), id="the id"),
    ],
)
def test_what_comes_first(first: Trial, second: Trial) -> None:
    assert in_order([first, second]) == in_order([second, first]) == [first, second]


def test_outcomes_are_by_endpoint_then_measure_then_trial(everything: Comparison) -> None:
    endpoints = [endpoint for endpoint, _ in groupby(row.endpoint for row in everything.outcomes)]
    assert endpoints == [*ENDPOINT_KEYS, OTHER]
    measures = [group for group, _ in groupby(everything.outcomes, key=measure_group)]
    assert len(measures) == len(set(measures)) > 20
    for _, group in groupby(everything.outcomes, key=measure_group):
        ranks = [SHIPPED.index(row.trial) for row in group]
        assert ranks == sorted(ranks)


def test_headings_with_figures_come_first(everything: Comparison) -> None:
    for endpoint, rows in groupby(everything.outcomes, key=lambda row: row.endpoint):
        told = [any(row.missing is None for row in group) for _, group in groupby(rows, key=measure_group)]
        assert told == sorted(told, reverse=True), endpoint


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(0, ("SRI-4", "responders", "", "higher"), id="a result"),
        pytest.param(1, ("SLEDAI", "", "", ""), id="missing, of an endpoint without a usual measure"),
        pytest.param(2, ("BICLA", "responders", "", "higher"), id="missing, of one with a usual measure"),
    ],
)
def test_heading_of_a_row(row: int, expected: tuple[str, str, str, str]) -> None:
    assert measure_group(compare([minimal()]).outcomes[row]) == expected


def test_scores_and_responders_have_headings_of_their_own() -> None:
    score = 'endpoint: SRI-4, statistic: mean, results: {week 12: {drug: {value: 3}}}, cite: "paper, p. 1"'
    rows = compare([minimal({"outcomes/4": f"{{{score}}}"})]).outcomes
    assert [measure_group(row) for row in rows if row.endpoint == "SRI-4"] == [
        ("SRI-4", "responders", "", "higher"),
        ("SRI-4", "responders", "mean", "lower"),
    ]


# Sections and sources


@each_section
def test_section_alone(trials: list[Trial], usual: Comparison, section: str) -> None:
    own = compare(trials, sections=[section])
    assert own.rows(section) == usual.rows(section)
    assert {name: len(own.rows(name)) for name in SECTIONS if name != section} == dict.fromkeys(
        [name for name in SECTIONS if name != section], 0
    )


@each_section
def test_sources_are_those_the_rows_point_to(trials: list[Trial], section: str) -> None:
    own = compare(trials, sections=[section], every_endpoint=True)
    listed = [source.key for source in own.sources]
    assert set(listed) == places(own.rows(section))
    assert len(listed) == len(set(listed)) >= 5


def test_sources_are_in_the_order_in_which_rows_point_to_them(usual: Comparison) -> None:
    rows = [row for section in SECTIONS for row in usual.rows(section)]
    pointed = dict.fromkeys(pointer.source for row in rows for pointer in row.sources)
    assert [source.key for source in usual.sources] == list(pointed)


def test_source_of_the_shipped_record(usual: Comparison) -> None:
    source = next(source for source in usual.sources if source.key == "NCT02955615/humrich2022")
    assert (source.doi, source.kind, source.rank) == ("10.1136/ard-2022-222501", "abstract", "primary")
    assert (source.date, source.read) == ("2022-08-16", None)


def test_source_row_is_known_among_all_records() -> None:
    assert source_row(minimal(), "news").key == "NCT00000001/news"


@each_section
def test_every_row_points_to_a_place(everything: Comparison, section: str) -> None:
    rows = everything.rows(section)
    assert [row for row in rows if not row.sources] == []
    assert all(pointer.locator.strip() for row in rows for pointer in row.sources)
    assert len(rows) >= 5


# Which outcomes


def test_every_trial_has_a_row_under_every_endpoint(usual: Comparison) -> None:
    named = {(row.trial, row.endpoint) for row in usual.outcomes}
    assert named == {(trial, endpoint) for trial in SHIPPED for endpoint in ENDPOINT_KEYS}


def test_other_outcomes_are_left_out(usual: Comparison) -> None:
    assert OTHER not in {row.endpoint for row in usual.outcomes}


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"every_endpoint": True}, id="every endpoint"),
        pytest.param({"filters": Filters(endpoints=[OTHER])}, id="by name"),
        pytest.param({"filters": Filters(weeks=[12]), "every_endpoint": True}, id="every endpoint at a week"),
    ],
)
def test_other_outcomes_are_kept_when_asked_for(trials: list[Trial], asked: dict[str, object]) -> None:
    own = compare(trials, **asked)  # type: ignore[arg-type]
    assert OTHER in {row.endpoint for row in own.outcomes}


@pytest.mark.parametrize(
    ("filters", "field", "expected"),
    [
        pytest.param(Filters(endpoints=["LLDAS"]), "endpoint", {"LLDAS"}, id="an endpoint"),
        pytest.param(Filters(endpoints=["SRI-4", "BICLA"]), "endpoint", {"SRI-4", "BICLA"}, id="two endpoints"),
        pytest.param(Filters(weeks=[12]), "week", {12}, id="a week"),
        pytest.param(Filters(weeks=[0, 24]), "week", {0, 24}, id="two weeks"),
        pytest.param(Filters(populations=["PP"]), "population", {"PP"}, id="a population"),
        pytest.param(Filters(endpoints=["SRI-4"], weeks=[24]), "trial", {"NCT02465580", "NCT04433585"}, id="both"),
        pytest.param(Filters(endpoints=["LLDAS"], weeks=[12]), "trial", set(), id="nothing is left"),
    ],
)
def test_filters(trials: list[Trial], filters: Filters, field: str, expected: set[object]) -> None:
    own = compare(trials, filters=filters)
    assert {getattr(row, field) for row in own.outcomes} == expected
    assert len(own.studies) == 5


def test_filters_keep_what_passes_and_nothing_else(trials: list[Trial], usual: Comparison) -> None:
    filters = Filters(endpoints=["SRI-4"], weeks=[12, 24], populations=["mITT"])
    wanted = [row for row in usual.outcomes if row.endpoint == "SRI-4" and row.week and row.population == "mITT"]
    assert list(compare(trials, filters=filters).outcomes) == wanted
    assert len(wanted) == 2 + 3


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters(), "", id="none"),
        pytest.param(Filters(weeks=[12, 24]), "week 12 or 24", id="one"),
        pytest.param(
            Filters(endpoints=["SRI-4"], populations=["ITT", "PP"]), "endpoint SRI-4, population ITT or PP", id="two"
        ),
    ],
)
def test_filters_in_words(filters: Filters, expected: str) -> None:
    assert filters.words == expected


# Notes


@pytest.mark.parametrize(
    ("number", "filters", "given", "expected"),
    [
        pytest.param(1, None, (), (), id="one trial"),
        pytest.param(2, None, (), (NOT_POOLED,), id="two trials"),
        pytest.param(1, None, ("x left out",), ("x left out",), id="what a reader must be told"),
        pytest.param(1, Filters(), (), (), id="no filter"),
        pytest.param(
            2,
            Filters(endpoints=["SRI-4"]),
            (),
            (NOT_POOLED, "Outcomes are filtered to endpoint SRI-4: 2 rows left."),
            id="a filter",
        ),
        pytest.param(
            1,
            Filters(endpoints=["SRI-4"]),
            (),
            ("Outcomes are filtered to endpoint SRI-4: 1 row left.",),
            id="a filter that leaves one row",
        ),
    ],
)
def test_notes(number: int, filters: Filters | None, given: tuple[str, ...], expected: tuple[str, ...]) -> None:
    listed = [renamed(f"NCT{count}000") for count in range(number)]
    assert compare(listed, filters=filters, notes=given).notes == expected


def test_nothing_to_compare() -> None:
    own = compare([])
    assert (own.trials, own.studies, own.outcomes, own.sources, own.notes) == ((), (), (), (), ())


# What may stand in a row


def test_shared_comparator_is_said(everything: Comparison) -> None:
    said = {row.trial for row in everything.outcomes for flag in row.flags if "count its patients once" in flag}
    assert said == {"NCT04077684", "NCT04433585"}
    shared = [row for row in everything.outcomes if row.trial == "NCT04433585" and row.comparator]
    assert all("against all 3 treated arms" in " ".join(row.flags) for row in shared)
    assert len(shared) == 24


def test_placebo_adjusted_difference_is_no_percentage(everything: Comparison) -> None:
    adjusted = [row for row in everything.outcomes if row.difference is not None and "difference" not in row.derived]
    assert {row.trial for row in adjusted} == {"NCT04433585"}
    assert [(row.arm_percent, row.comparator_percent) for row in adjusted] == [(None, None)] * 8


def test_uncontrolled_series_has_no_contrast(everything: Comparison) -> None:
    rows = [row for row in everything.outcomes if row.trial == "2013-001599-40"]
    effects = [name for name in FIGURES if name.startswith(("comparator", "difference", "risk", "odds"))]
    assert {getattr(row, name) for row in rows for name in ("comparator", "p", *effects)} == {None}
    assert len(rows) == 8


def test_nothing_stands_against_a_missing_arm() -> None:
    row = compare([minimal({DRUG: "{missing: not reported}"})]).outcomes[0]
    assert (row.arm_events, row.difference, row.missing) == (None, None, "not reported")
    assert row.comparator_events == 9


def test_missing_is_never_a_zero(everything: Comparison) -> None:
    missing = [row for row in everything.outcomes if row.missing]
    figures = [name for name in FIGURES if name not in {"week", "comparator_percent", "comparator_n", "arm_n"}]
    assert {getattr(row, name) for row in missing for name in figures} == {None}
    assert {row.missing for row in missing} <= set(MISSING)
    assert len(missing) >= 40


def test_missing_harm_is_never_a_zero(everything: Comparison) -> None:
    missing = [row for row in everything.harms if row.missing]
    assert {(row.affected, row.n, row.percent) for row in missing} == {(None, None, None)}
    assert len(missing) >= 25


def test_row_without_figures_says_why(everything: Comparison) -> None:
    silent = [row for row in everything.outcomes if not row.missing and all(getattr(row, f) is None for f in FIGURES)]
    assert silent == []


# Reported and derived never look alike


@each_section
def test_derived_names_columns_that_hold_a_figure(everything: Comparison, section: str) -> None:
    empty = [
        (row, name) for row in everything.rows(section) for name in getattr(row, "derived", ())
        if getattr(row, name) is None
    ]  # fmt: skip
    assert empty == []


@pytest.mark.parametrize("section", ["outcomes", "harms"])
def test_computed_figures_are_floats_and_reported_ones_decimals(everything: Comparison, section: str) -> None:
    seen = {float: 0, Decimal: 0}
    for row in everything.rows(section):
        for name in NUMBERS if section == "outcomes" else ["percent"]:
            figure = getattr(row, name)
            if figure is not None:
                assert type(figure) is (float if name in row.derived else Decimal), (row.trial, name)  # type: ignore[union-attr]
                seen[type(figure)] += 1
    assert min(seen.values()) >= 7


def test_computed_doses_are_numbers_and_reported_ones_decimals(everything: Comparison) -> None:
    for row in everything.doses:
        assert {type(getattr(row, name)) for name in row.derived} <= {int, float}
        assert row.dose is None or type(row.dose) is Decimal
    assert len(everything.doses) == 2 + 2 + 4 + 4 + 3


COUNTS = {
    # trial, endpoint or measure, week, population: the counts that no source prints
    ("NCT02465580", "responders", 12, "mITT"): ("arm_events", "comparator_events"),
    ("NCT02465580", "responders", 24, "mITT"): ("arm_events", "comparator_events"),
    ("NCT02465580", "at least one BILAG A or two B", 0, "mITT"): ("arm_n",),
    ("NCT02465580", "at least one BILAG A or two B", 12, "mITT"): ("arm_n",),
    ("NCT02465580", "at least one BILAG A or two B", 24, "mITT"): ("arm_n",),
    ("NCT02955615", "responders", 12, "ITT"): ("arm_events", "arm_n", "comparator_events", "comparator_n"),
    ("NCT02955615", "responders", 12, "PP"): ("arm_events", "arm_n", "comparator_events", "comparator_n"),
}


def test_derived_counts_of_the_shipped_records(everything: Comparison) -> None:
    counts = ("arm_events", "arm_n", "comparator_events", "comparator_n")
    found = {
        (row.trial, row.measure, row.week, row.population): tuple(name for name in row.derived if name in counts)
        for row in everything.outcomes
        if set(row.derived) & set(counts)
    }
    assert found == COUNTS


def test_pointer_of_a_derived_size_leads_to_the_population(everything: Comparison) -> None:
    row = next(row for row in everything.outcomes if row.trial == "NCT02465580" and row.week == 12)
    assert Pointer("NCT02465580/table3", "column heads") in row.sources
