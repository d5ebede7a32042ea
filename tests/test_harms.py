from decimal import Decimal
from typing import Any

import pytest

from flat import flats
from flat import of as of_shipped
from il2sle.evidence.figure import Pointer
from il2sle.evidence.harms import harm_rows
from il2sle.records.model import Trial
from il2sle.records.vocabulary import HARM_CATEGORIES
from minimal import minimal

Edits = dict[str, str | None]

EVENT = "harms/events/0/arms/drug"


SECOND_HAND = "secondary source"


def rows(edits: Edits | None = None) -> list[Any]:
    return flats(harm_rows(minimal(edits)))


def first(count: str) -> Any:  # noqa: ANN401  a row by its columns
    """The row of the first event in the treated arm."""
    return rows({EVENT: count})[0]


def words(text: str) -> Any:  # noqa: ANN401
    """The row of an event that is not told by arm."""
    return rows({"harms/events/1": f"{{event: death, category: death, {text}}}"})[-1]


def of(trials: list[Trial], trial: str) -> list[Any]:
    return flats(of_shipped(trials, trial).harms)


# An event in an arm

DIFFERENCE = ("difference", "difference_low", "difference_high")  # from the counts of both arms


def test_row_of_an_arm() -> None:
    own = rows()[0]
    assert (own.trial, own.name, own.event, own.category) == ("NCT00000001", "Base", "any adverse event", "any")
    assert (own.arm, own.arm_label) == ("drug", "IL-2 1 million IU")
    assert (own.affected, own.n, str(own.percent)) == (9, 30, "30.0")
    assert (own.missing, own.statement, own.flags) == (None, None, ())
    assert own.derived == DIFFERENCE
    assert own.sources == (Pointer("NCT00000001/paper", "Table 3"),)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param("{affected: 9, percent: 30.00}", (9, 30, "30.00"), id="as printed"),
        pytest.param("{affected: 9, n: 29, percent: 31.0}", (9, 29, "31.0"), id="with a size of its own"),
        pytest.param("{affected: 0}", (0, 30, "0.0"), id="a zero that is printed"),
        pytest.param("{affected: 9}", (9, 30, "30.0"), id="a percentage that is not"),
        pytest.param("{percent: 40}", (None, 30, "40"), id="a percentage of the table's patients"),
        pytest.param("{percent: 40, n: 25}", (None, 25, "40"), id="a percentage of a size of its own"),
        pytest.param("{missing: below threshold}", (None, None, None), id="nothing"),
        pytest.param("{affected: 31}", (31, 30, None), id="no percentage from an impossible count"),
    ],
)
def test_counts(count: str, expected: tuple[int | None, int | None, str | None]) -> None:
    own = first(count)
    assert (own.affected, own.n, None if own.percent is None else str(own.percent)) == expected


@pytest.mark.parametrize(
    ("count", "derived", "kind"),
    [
        pytest.param("{affected: 9}", ("percent", *DIFFERENCE), float, id="computed"),
        pytest.param("{affected: 9, percent: 30.0}", DIFFERENCE, Decimal, id="printed"),
        pytest.param("{percent: 40}", (), Decimal, id="printed alone"),
    ],
)
def test_computed_percentage_is_derived(count: str, derived: tuple[str, ...], kind: type) -> None:
    assert first(count).derived == derived
    assert type(first(count).percent) is kind


def test_size_of_nobody_gives_no_percentage() -> None:
    own = rows({"harms/n/drug": "0", EVENT: "{affected: 0}"})[0]
    assert (own.percent, own.derived) == (None, ())


@pytest.mark.parametrize(
    ("edits", "missing"),
    [
        pytest.param({EVENT: "{missing: below threshold}"}, "below threshold", id="of the arm"),
        pytest.param({EVENT: "{n: 30}", "harms/events/0/missing": "not measured"}, "not measured", id="of the event"),
        pytest.param({EVENT: "{n: 30}"}, "not reported", id="without a word"),
        pytest.param({EVENT: "{affected: 0}"}, None, id="a zero is there"),
    ],
)
def test_missing_in_an_arm(edits: Edits, missing: str | None) -> None:
    assert rows(edits)[0].missing == missing


# An event told in words


@pytest.mark.parametrize(
    ("text", "missing", "statement"),
    [
        pytest.param("missing: not reported", "not reported", None, id="missing"),
        pytest.param("says: none", None, "none", id="words alone"),
        pytest.param("missing: not reported, says: some", "not reported", "some", id="missing, and words"),
        pytest.param("missing: below threshold", "below threshold", None, id="below the threshold"),
        pytest.param("note: x", "not reported", None, id="neither"),
    ],
)
def test_event_without_arms(text: str, missing: str | None, statement: str | None) -> None:
    own = words(text)
    assert (own.missing, own.statement) == (missing, statement)
    assert (own.arm, own.arm_label, own.affected, own.n, own.percent, own.derived) == (*(None,) * 5, ())


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        pytest.param("missing: pending, as_of: 2019-10", ("pending on 2019-10",), id="pending"),
        pytest.param(
            "says: some, linked_by: same sponsor", ("linked to the trial by inference: same sponsor",), id="linked"
        ),
        pytest.param("says: some, note: no figures", ("no figures",), id="a note"),
        pytest.param('says: some, cite: "news, p. 1"', (SECOND_HAND,), id="second hand"),
        pytest.param('says: some, cite: ["news, p. 1", "paper, p. 1"]', (), id="first hand too"),
        pytest.param(
            "says: some, part_of: any adverse event", ("also counted in any adverse event: do not add",), id="a part"
        ),
        pytest.param(
            "says: some, part_of: [any adverse event, infection]",
            ("also counted in any adverse event and infection: do not add",),
            id="a part of two",
        ),
    ],
)
def test_flags(text: str, flags: tuple[str, ...]) -> None:
    assert [flag for flag in words(text).flags if flag != "some"] == list(flags)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param("arms: {drug: {affected: 1}}", True, id="patients"),
        pytest.param("arms: {drug: {percent: 40}}", True, id="a percentage"),
        pytest.param("says: some", True, id="words"),
        pytest.param("arms: {drug: {missing: not reported}}", False, id="an arm of which nothing is told"),
        pytest.param("missing: not reported", False, id="nothing"),
    ],
)
def test_second_hand_is_what_is_told(event: str, *, expected: bool) -> None:
    own = words(f'{event}, cite: "news, p. 1"')
    assert (SECOND_HAND in own.flags) is expected


def test_pending_is_said_of_the_arm_that_it_holds_for() -> None:
    arms = "{drug: {missing: pending}, placebo: {affected: 1}}"
    own = rows({"harms/events/0": f"{{event: x, category: any, as_of: 2019-10, arms: {arms}}}"})
    assert [row.flags for row in own[:2]] == [("pending on 2019-10",), ()]


def test_places_of_an_event_without_patients_at_risk() -> None:
    own = rows({"harms/n": "{}", EVENT: "{affected: 1}"})[0]
    assert own.sources == (Pointer("NCT00000001/paper", "Table 3"),)


def test_sources_of_an_event_of_its_own() -> None:
    own = rows({"harms/events/0/cite": '"news, p. 1"'})
    assert [pointer.locator for pointer in own[0].sources] == ["p. 1", "Table 3"]
    assert [pointer.locator for pointer in own[2].sources] == ["Table 3"]


# Order


def test_events_are_in_the_order_of_the_categories() -> None:
    events = [f"{{event: {name}, category: {name}, says: x}}" for name in reversed(HARM_CATEGORIES)]
    own = rows({"harms/events": f"[{', '.join(events)}]"})
    assert [row.category for row in own] == list(HARM_CATEGORIES)
    assert len(own) == 12


def test_events_of_a_category_keep_the_order_of_the_record() -> None:
    events = [f"{{event: {name}, category: other, says: x}}" for name in ("b", "a", "c")]
    assert [row.event for row in rows({"harms/events": f"[{', '.join(events)}]"})] == ["b", "a", "c"]


def test_record_without_harms_has_no_row() -> None:
    assert rows({"harms": None}) == []


# The shipped records


def test_serious_infections_of_he_are_not_to_be_added(trials: list[Trial]) -> None:
    flags = {row.event: row.flags for row in of(trials, "NCT02465580") if row.arm == "placebo"}
    assert flags["severe infection"] == ("also counted in infection and serious adverse event: do not add",)
    assert flags["herpes zoster"] == (
        "also counted in serious adverse event and severe infection and infection: do not add",
    )


@pytest.mark.parametrize("event", ["any adverse event", "treatment stopped for an adverse event", "death"])
def test_events_without_a_row_in_he_are_missing_and_no_zero(trials: list[Trial], event: str) -> None:
    own = [row for row in of(trials, "NCT02465580") if row.event == event]
    assert [(row.missing, row.affected, row.percent) for row in own] == [("not read", None, None)]


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param("NCT02465580", 10, id="He 2020: ten events, two arms"),
        pytest.param("NCT02955615", 0, id="LUPIL-2"),
        pytest.param("NCT04077684", 0, id="dose finding"),
        pytest.param("NCT04433585", 1, id="ISLAND-SLE: who stopped"),
        pytest.param("2013-001599-40", 0, id="PRO-IMMUN"),
    ],
)
def test_events_with_figures(trials: list[Trial], trial: str, expected: int) -> None:
    told = {row.event for row in of(trials, trial) if row.affected is not None or row.percent is not None}
    assert len(told) == expected


def test_every_trial_speaks_of_deaths_and_serious_events(trials: list[Trial]) -> None:
    told = {trial.id: {row.category for row in harm_rows(trial)} for trial in trials}
    assert all({"any", "serious", "infection", "death"} <= categories for categories in told.values())
    assert len(told) == 5


# Differences


def test_the_difference_of_an_event_is_newcombes() -> None:
    """9/30 against 6/30: Newcombe's method 10, by hand from Wilson's limits, gives −11.9 to 30.7."""
    own = rows()[0]
    assert own.against == "placebo"
    assert own.difference == pytest.approx(10.0)
    assert (own.difference_low, own.difference_high) == (pytest.approx(-11.9, abs=0.1), pytest.approx(30.7, abs=0.1))


def test_injection_site_reactions_of_he(trials: list[Trial]) -> None:
    """9/29 against 2/30: +24.4, 4.3 to 43.2."""
    found = next(
        row for row in of(trials, "NCT02465580") if row.event == "injection-site reaction" and row.affected == 9
    )
    shown = [f"{value:.1f}" for value in (found.difference, found.difference_low, found.difference_high)]
    assert shown == ["24.4", "4.3", "43.2"]


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({"harms/events/0/arms/placebo": None}, id="no comparator"),
        pytest.param({"harms/events/0/arms/placebo": "{percent: 20}"}, id="no counts"),
        pytest.param({"harms/n": None}, id="no patients at risk"),
        pytest.param({"design/assignment": "crossover"}, id="each patient in both arms"),
    ],
)
def test_no_difference_where_there_are_not_two_groups_with_counts(edits: Edits) -> None:
    assert rows(edits)[0].difference is None
