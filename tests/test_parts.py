"""A walk through a record meets every part once, with its path and with the citations that hold for it."""

from __future__ import annotations

import pytest

from il2sle.records.files import LoadedRecord
from il2sle.records.parts import Loc, Part, parts
from il2sle.records.printed import Result
from il2sle.records.stated import Claim, Stated
from il2sle.records.values import Cite
from minimal import BASE, minimal


def by_loc(edits: dict[str, str | None] | None = None) -> dict[Loc, Part]:
    return {part.loc: part for part in parts(minimal(edits))}


def cites(loc: Loc, edits: dict[str, str | None] | None = None) -> list[str]:
    return [f"{cite.source}, {cite.place}" for cite in by_loc(edits)[loc].cites]


def test_each_part_is_met_once() -> None:
    found = [part.loc for part in parts(minimal())]
    assert len(found) == len(set(found)) > 90


def test_whole_record_comes_first_and_parents_before_their_parts() -> None:
    found = [part.loc for part in parts(minimal())]
    assert found[0] == ()
    assert all(loc[:-1] in found[:index] for index, loc in enumerate(found) if loc)


def test_part_holds_its_value() -> None:
    found = by_loc()
    assert found["name",].value == "Base"
    assert isinstance(found["people", "enrolled"].value, Stated)
    assert isinstance(found["people", "enrolled", 0].value, Claim)
    assert isinstance(found["outcomes", 0, "results", "week 12", "drug"].value, Result)


def test_keys_are_those_of_the_curator() -> None:
    found = by_loc()
    assert ("schedule", 0, "for") in found
    assert ("people", "enrolled", 0, "is") in found
    assert not [loc for loc in found if {"lasting", "value"} & set(loc)]


def test_citations_and_what_is_absent_are_no_parts() -> None:
    found = by_loc()
    assert not [loc for loc in found if "cite" in loc or "populations" in loc[1:] or "adjusted" in loc]
    assert [] not in [part.value for part in found.values()]


RESULT: Loc = ("outcomes", 0, "results", "week 12", "drug", "percent")


@pytest.mark.parametrize(
    ("loc", "edits", "expected"),
    [
        pytest.param((), {}, [], id="nothing at the top"),
        pytest.param(("people", "randomised", 0), {}, ["paper, Figure 1"], id="of the section"),
        pytest.param(("people", "randomised", 0), {"people/randomised": '{is: 60, cite: "news, p. 1"}'}, ["news, p. 1"],
                     id="of the claim"),
        pytest.param(("people", "enrolled", 0), {"people/randomised": '{is: 60, cite: "news, p. 1"}'},
                     ["paper, Figure 1"], id="not of its neighbour"),
        pytest.param(RESULT, {}, ["paper, Table 2"], id="of the outcome"),
        pytest.param(RESULT, {"outcomes/0/results/week 12/drug/cite": '["news, p. 1", "paper, p. 2"]'},
                     ["news, p. 1", "paper, p. 2"], id="of the result"),
        pytest.param(("harms", "events", 0, "arms", "drug"), {}, ["paper, Table 3"], id="of the table of harms"),
        pytest.param(("harms", "events", 0), {"harms/events/0/cite": "[]"}, ["paper, Table 3"],
                     id="an empty list is none"),
        pytest.param(("status", "state", 0, "is"), {}, ["paper, Results"], id="down to the plain value"),
        pytest.param(("schedule", 0), {}, [], id="of nothing"),
    ],
)  # fmt: skip
def test_citations_that_hold(loc: Loc, edits: dict[str, str | None], expected: list[str]) -> None:
    assert cites(loc, edits) == expected


def test_walk_may_leave_out_texts() -> None:
    every = parts(minimal())
    assert parts(minimal(), texts=False) == [part for part in every if not isinstance(part.value, str)] != every


def test_walk_may_begin_anywhere() -> None:
    (first, *_) = parts(minimal().outcomes, ("outcomes",), (Cite("a", "b"),))
    assert (first.loc, first.cites) == (("outcomes",), (Cite("a", "b"),))


@pytest.mark.parametrize("number", range(5))
def test_every_path_has_a_place_in_the_file(number: int, records: list[LoadedRecord]) -> None:
    """Paths of what the model adds (the list that a bare claim is put into) stay at the value itself."""
    record = records[number]
    found = [part.loc for part in parts(record.trial)]
    places = [record.source_map.place(loc) for loc in found]
    assert len(found) > 300
    assert all(0 < place.line <= len(record.source_map.plain.lines) for place in places)


def test_base_is_the_one_that_is_walked() -> None:
    assert minimal().title in BASE
