"""Where trials meet: order, filters, sections, sources, and the words that must stand under the tables."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flat import examined, flats
from il2sle.evidence import workings
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import NOT_POOLED, Filters, compare, measure_group
from il2sle.evidence.examined import ORDERS, Examined, in_order
from il2sle.evidence.rows import SECTIONS
from il2sle.evidence.source_rows import source_row
from il2sle.records.model import Trial
from il2sle.records.parts import parts
from il2sle.records.vocabulary import NAMED_KEYS, OTHER
from minimal import RESULTS, minimal

Edits = dict[str, str | None]
SHIPPED = ["NCT02465580", "NCT04077684", "NCT02955615", "NCT04433585", "2013-001599-40"]


@pytest.fixture(scope="module")
def everything(trials: list[Trial]) -> Comparison:
    return compare(examined(trials), filters=Filters(every_endpoint=True))


def one(edits: Edits | None = None) -> Examined:
    return Examined(minimal(edits))


def started(day: str) -> Edits:
    return {"dates": f'{{cite: "paper, p. 1", start: "{day}"}}'}


# Order


def test_order_of_the_shipped_records(everything: Comparison) -> None:
    assert list(everything.trials) == [row.trial for row in everything.studies] == SHIPPED


@given(st.permutations(range(4)))
def test_trials_are_in_one_order(order: list[int]) -> None:
    made = [
        one({"id": "NCT00000002", **started("2016-05")}),
        one({"id": "NCT00000003", **started("2017")}),
        one({"id": "NCT00000001"}),
        one({"id": "NCT00000004", "arms/placebo": None, RESULTS: "{drug: {events: 1}}", **started("2001")}),
    ]
    assert in_order(made[index] for index in order) == made


ORDERED = {
    "molecule": SHIPPED,
    "start": ["2013-001599-40", "NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585"],
    "name": ["NCT02465580", "NCT04433585", "NCT02955615", "NCT04077684", "2013-001599-40"],
    "size": ["NCT04433585", "NCT04077684", "NCT02955615", "NCT02465580", "2013-001599-40"],
}


@pytest.mark.parametrize("order", ORDERS)
def test_orders_that_a_reader_may_choose(trials: list[Trial], order: str) -> None:
    assert [one.trial.id for one in in_order(examined(trials), order)] == ORDERED[order]


def test_doses_of_one_unit_are_sorted_by_the_highest() -> None:
    low = one({"id": "NCT00000008", "arms/drug/dose": "0.5"})
    high = one({"id": "NCT00000007", "arms/drug/dose": "[0.1, 3]"})
    other = one({"id": "NCT00000006", "arms/drug/dose": "5", "arms/drug/unit": "µg"})
    assert in_order([other, high, low]) == [low, high, other]


def test_outcomes_are_grouped_by_endpoint_then_measure(everything: Comparison) -> None:
    groups = [group for group, _ in groupby(everything.outcomes, key=measure_group)]
    assert len(groups) == len(set(groups)) >= 20
    order = [*NAMED_KEYS, OTHER]
    assert [order.index(group[0]) for group in groups] == sorted(order.index(group[0]) for group in groups)


# Filters and sections


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters(endpoints=["SRI-4"], weeks=[24]), {("SRI-4", 24)}, id="endpoint and week"),
        pytest.param(Filters(weeks=[0]), {("SLEDAI", 0)}, id="week: only the compared endpoints"),
        pytest.param(Filters(endpoints=[OTHER], populations=["ITT"]), set(), id="nothing"),
    ],
)
def test_filters(trials: list[Trial], filters: Filters, expected: set[tuple[str, int]]) -> None:
    found = compare(examined(trials), filters=filters)
    assert {(row.endpoint, row.week) for row in found.outcomes} == expected
    number = len(found.outcomes)
    assert [note for note in found.notes if not note.startswith("Not shown here")] == [
        NOT_POOLED,
        f"Order: {ORDERS['molecule'][0]}.",
        f"Outcomes are filtered to {filters.words}: {number} row{'' if number == 1 else 's'} left.",
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_only_what_is_asked_for_is_worked_out(trials: list[Trial], section: str) -> None:
    made = examined(trials)
    found = compare(made, sections=[section])
    assert [bool(found.rows(name)) for name in SECTIONS] == [name == section for name in SECTIONS]
    worked = set().union(*(vars(own) for own in made))
    assert ("outcomes" in worked) == (section == "outcomes")
    # What is found of a harm is told in its row, and the findings rest on all contrasts.
    assert ("contrasts" in worked) == (section in {"outcomes", "harms"})
    assert ("profile" in worked, "harms" in worked) == (False, section == "harms")


def test_each_part_is_worked_out_once(trials: list[Trial], monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[str] = []
    real = parts

    def counted(trial: Trial, **how: Any) -> Any:  # noqa: ANN401
        walked.append(trial.id)
        return real(trial, **how)

    monkeypatch.setattr(workings, "parts", counted)
    made = examined(trials)
    for _ in range(2):
        compare(made, filters=Filters(every_endpoint=True))
        assert [own.profile.trial for own in made] == [own.trial.id for own in made]
    assert sorted(walked) == sorted(SHIPPED)


# Sources and notes


def test_sources_are_those_that_rows_and_their_remarks_point_to(everything: Comparison) -> None:
    rows = [row for section in SECTIONS for row in everything.rows(section)]
    used = {pointer.source for row in rows for pointer in row.sources}
    used |= {pointer.source for row in rows for remark in row.remarks for pointer in remark.sources}
    assert [source.key for source in everything.sources] == list(dict.fromkeys(s.key for s in everything.sources))
    used |= {source.copy_of for source in everything.sources if source.copy_of}
    used |= {source.key for source in everything.sources if source.corrects in used}
    assert {source.key for source in everything.sources} == used
    assert len(used) > 30


def test_source_row_carries_the_source(trials: list[Trial]) -> None:
    trial = next(one for one in trials if one.id == "NCT02465580")
    own = source_row(trial, "he2020")
    assert (own.key, own.kind, own.rank, own.doi) == (
        *("NCT02465580/he2020", "paper", "primary"),
        "10.1136/annrheumdis-2019-215396",
    )


def test_a_single_trial_needs_no_word_on_pooling() -> None:
    assert compare([one()], notes=["left out"]).notes == ("left out",)


# What no row may do


def test_a_row_of_one_arm_has_no_effect(everything: Comparison) -> None:
    alone = [row for row in everything.outcomes if row.uncontrolled]
    assert alone
    assert [row.effects for row in alone] == [()] * len(alone)


def test_derived_figures_are_no_decimals_and_printed_ones_are_no_floats(everything: Comparison) -> None:
    seen = 0
    for row in flats(everything.outcomes):
        for name, figure in row.figures.items():
            seen += 1
            assert (name in row.derived) == figure.derived
            assert isinstance(figure.value, float) <= figure.derived
    assert seen > 500
