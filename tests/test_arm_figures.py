from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.evidence.arm_figures import arm_sides, how_derived, randomised_to, ratio_parts
from il2sle.evidence.figure import Pointer
from minimal import DRUG, PLACEBO, RESULTS, minimal

Edits = dict[str, str | None]

WITHOUT_SIZES: Edits = {"arms/drug/randomised": None, "arms/placebo/randomised": None}
PP_OF_53 = '{PP: {total: 53, cite: "paper, Results"}}'


def figures(edits: Edits, arm: str = "drug") -> SimpleNamespace:
    trial = minimal(edits)
    outcome = trial.outcomes[0]
    side = arm_sides(trial, outcome, outcome.results["week 12"], ("outcomes", 0, "results", "week 12"))[arm]
    return SimpleNamespace(
        events=side.events.value,
        n=side.n.value,
        percent=side.percent.value,
        derived={name for name, figure in side.figures().items() if figure.derived},
        how=tuple(how_derived(side)),
        stands=side.n.sources,
    )


def told(own: SimpleNamespace) -> tuple[int | None, int | None, str | None]:
    """Events, patients and percentage, the last with its digits."""
    return own.events, own.n, None if own.percent is None else str(own.percent)


# What is printed stays as it is


def test_printed_figures_are_kept() -> None:
    own = figures({DRUG: "{events: 18, n: 30, percent: 60.00}"})
    assert told(own) == (18, 30, "60.00")
    assert (own.derived, own.how) == (set(), ())


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        pytest.param("{percent: 60}", (18, 30, "60"), id="the only count that fits"),
        pytest.param("{percent: 60, n: 200}", (None, 200, "60"), id="several counts fit"),
        pytest.param("{percent: 61}", (None, 30, "61"), id="no count fits"),
        pytest.param("{percent: 61, events: 18}", (18, 30, "61"), id="a printed count that does not fit"),
        pytest.param("{events: 18}", (18, 30, "60.0"), id="percentage from the counts"),
        pytest.param("{events: 1, n: 29}", (1, 29, "3.4482758621"), id="percentage, ten decimals"),
        pytest.param("{events: 31}", (31, 30, None), id="no percentage from an impossible count"),
        pytest.param("{missing: not reported}", (None, None, None), id="nothing of what is missing"),
    ],
)
def test_completed(result: str, expected: tuple[int | None, int | None, str | None]) -> None:
    assert told(figures({DRUG: result})) == expected


@pytest.mark.parametrize(
    ("result", "derived", "how"),
    [
        pytest.param("{percent: 60}", {"events"}, ("18/30: the only count of 30 that gives 60%",), id="events"),
        pytest.param("{events: 18}", {"percent"}, ("percentage of 18/30",), id="percentage"),
        pytest.param("{percent: 61}", set(), (), id="nothing"),
    ],
)
def test_what_was_derived_and_how(result: str, derived: set[str], how: tuple[str, ...]) -> None:
    own = figures({DRUG: result})
    assert own.derived == derived
    assert own.how == how


def test_derived_percentage_is_no_printed_one() -> None:
    assert isinstance(figures({DRUG: "{events: 18}"}).percent, float)
    assert isinstance(figures({DRUG: "{percent: 60}"}).percent, Decimal)


# Patients of an arm


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({DRUG: "{percent: 60.0, n: 25}"}, 25, id="of the result"),
        pytest.param({DRUG: "{percent: 60.0}"}, 30, id="randomised, in the ITT population"),
        pytest.param(
            {"populations": '{ITT: {n: {drug: 28}, cite: "paper, Figure 1"}}', DRUG: "{percent: 60.0}"},
            28,
            id="of the population before those randomised",
        ),
        pytest.param(
            {"outcomes/0/population": "mITT", DRUG: "{percent: 60.0}"}, None, id="another population without a size"
        ),
        pytest.param({"outcomes/0/population": None, DRUG: "{percent: 60.0}"}, None, id="no population"),
        pytest.param({"outcomes/0/subset": "nephritis", DRUG: "{percent: 60.0}"}, None, id="a subset"),
        pytest.param({**WITHOUT_SIZES, "design/ratio": None, DRUG: "{percent: 60.0}"}, None, id="no ratio, no sizes"),
        pytest.param({**WITHOUT_SIZES, DRUG: "{percent: 60.0}"}, 30, id="from the ratio"),
        pytest.param({**WITHOUT_SIZES, "design/ratio": '"2:1"', DRUG: "{percent: 60.0}"}, 40, id="from 2 to 1"),
        pytest.param({**WITHOUT_SIZES, "design/ratio": '"1:1:1"', DRUG: "{percent: 60.0}"}, None, id="ratio of others"),
        pytest.param({**WITHOUT_SIZES, "people/randomised": "61", DRUG: "{percent: 60.0}"}, None, id="not whole"),
        pytest.param({"arms/drug/randomised": None, DRUG: "{percent: 60.0}"}, None, id="a ratio beside a printed size"),
        pytest.param({**WITHOUT_SIZES, "people/randomised": "0", DRUG: "{percent: 60.0}"}, None, id="none randomised"),
    ],
)
def test_patients(edits: Edits, expected: int | None) -> None:
    assert figures(edits).n == expected


def test_size_of_a_population_comes_with_its_place() -> None:
    own = figures({"populations": '{ITT: {n: {drug: 28}, cite: "paper, Figure 1"}}', DRUG: "{percent: 50.0}"})
    assert own.stands == (Pointer("NCT00000001/paper", "Figure 1"),)
    assert own.derived == {"events"}


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        pytest.param("{events: 18}", 30, id="room for the events"),
        pytest.param("{events: 18, percent: 60.0}", 30, id="the printed percentage"),
        pytest.param("{events: 31}", None, id="more events than that"),
        pytest.param("{events: 18, percent: 62.1}", None, id="another percentage"),
    ],
)
def test_size_from_the_ratio_agrees_with_what_is_printed(result: str, expected: int | None) -> None:
    own = figures({**WITHOUT_SIZES, DRUG: result})
    assert own.n == expected
    assert (own.stands == ()) is (expected is None)


def test_size_from_the_ratio_comes_with_the_place_of_those_randomised() -> None:
    randomised = '{is: 60, cite: "registry, N"}'
    own = figures({**WITHOUT_SIZES, "people/randomised": randomised, DRUG: "{percent: 60.0}"})
    assert own.stands == (Pointer("NCT00000001/registry", "N"),)


def test_size_from_the_ratio_is_derived() -> None:
    own = figures({**WITHOUT_SIZES, DRUG: "{percent: 60.0}"})
    assert own.derived == {"n", "events"}
    assert set(own.how) == {"n 30: 60 randomised 1:1", "18/30: the only count of 30 that gives 60.0%"}
    assert own.stands == (Pointer("NCT00000001/paper", "Figure 1"),)


@pytest.mark.parametrize(
    ("arm", "expected"),
    [
        pytest.param("drug", 40, id="first part"),
        pytest.param("placebo", 20, id="second part"),
    ],
)
def test_ratio_is_in_the_order_of_the_arms(arm: str, expected: int) -> None:
    assert randomised_to(minimal({**WITHOUT_SIZES, "design/ratio": '"2:1"'}), arm).value == expected


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        pytest.param('"1:1"', (1, 1), id="two arms"),
        pytest.param('"2:1:1"', (2, 1, 1), id="three arms"),
        pytest.param('"2 : 1"', (2, 1), id="with blanks"),
        pytest.param("1:1 by site", None, id="in words"),
        pytest.param('"1:0"', None, id="a part of nothing"),
        pytest.param('"1:²"', None, id="a superscript"),
        pytest.param(None, None, id="not stated"),
    ],
)
def test_ratio_parts(ratio: str | None, expected: tuple[int, ...] | None) -> None:
    assert ratio_parts(minimal({"design/ratio": ratio})) == expected


# Patients from a percentage, He 2020, Table 2: 2 (6.67) of 30 where the other rows have 29


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        pytest.param("{events: 2, n: from percent, percent: 6.67}", 30, id="the only size that fits"),
        pytest.param("{events: 2, n: from percent, percent: 6.90}", 29, id="another size"),
        pytest.param("{events: 2, n: from percent, percent: 3}", None, id="58, 59 and 60 fit"),
        pytest.param("{events: 2, n: from percent, percent: 3.31}", None, id="no size fits"),
        pytest.param("{events: 2, n: from percent}", None, id="without a percentage"),
        pytest.param("{percent: 6.67, n: from percent}", None, id="without events"),
        pytest.param("{events: 0, n: from percent, percent: 0}", None, id="of no events every size fits"),
        pytest.param("{events: 61, n: from percent, percent: 100}", None, id="more than were enrolled"),
    ],
)
def test_size_from_the_percentage(result: str, expected: int | None) -> None:
    own = figures({DRUG: result})
    assert own.n == expected
    assert ("n" in own.derived) is (expected is not None)


def test_size_from_the_percentage_is_derived() -> None:
    own = figures({DRUG: "{events: 2, n: from percent, percent: 6.67}"})
    assert own.derived == {"n"}
    assert own.how == ("n 30: the only size of which 2 are 6.67%",)


@pytest.mark.parametrize(
    ("enrolled", "result", "expected"),
    [
        pytest.param("0", "{events: 0, n: from percent, percent: 0}", None, id="nobody"),
        pytest.param("1", "{events: 1, n: from percent, percent: 100}", 1, id="one patient"),
    ],
)
def test_size_is_not_above_those_enrolled(enrolled: str, result: str, expected: int | None) -> None:
    assert figures({"people/enrolled": enrolled, DRUG: result}).n == expected


# A total over two arms, LUPIL-2: 83.3% and 51.7% of 53


SPLIT: Edits = {
    "outcomes/0/population": "PP",
    "populations": PP_OF_53,
    RESULTS: "{drug: {percent: 83.3}, placebo: {percent: 51.7}}",
}


def test_only_split_of_a_total() -> None:
    drug, placebo = figures(SPLIT), figures(SPLIT, "placebo")
    assert (told(drug), told(placebo)) == ((20, 24, "83.3"), (15, 29, "51.7"))
    assert drug.derived == placebo.derived == {"events", "n"}
    assert drug.how[0] == "20/24: the only split of 53 that gives 83.3% and 51.7%"
    assert drug.stands[-1] == Pointer("NCT00000001/paper", "Results")


def test_printed_size_of_one_arm_gives_no_split() -> None:
    edits = SPLIT | {DRUG: "{percent: 83.3, n: 24}"}
    assert (figures(edits).n, figures(edits, "placebo").n) == (24, None)


def test_split_keeps_printed_events() -> None:
    own = figures(SPLIT | {DRUG: "{percent: 83.3, events: 20}"})
    assert told(own) == (20, 24, "83.3")
    assert own.derived == {"n"}
    assert own.how == ("n 24: the only split of 53 that gives 83.3% and 51.7%",)


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({RESULTS: "{drug: {percent: 83.3}}"}, id="one arm only"),
        pytest.param({RESULTS: "{drug: {percent: 83.3}, placebo: {missing: not reported}}"}, id="one percentage only"),
        pytest.param({RESULTS: "{drug: {percent: 50}, placebo: {percent: 50}}"}, id="several splits"),
        pytest.param({PLACEBO: "{percent: 51.7, n: 29}"}, id="the size of the comparator is printed"),
        pytest.param({DRUG: "{percent: 83.3, events: 21}"}, id="other events of the arm are printed"),
        pytest.param({PLACEBO: "{percent: 51.7, events: 16}"}, id="other events of the comparator are printed"),
        pytest.param({"outcomes/0/subset": "nephritis"}, id="a subset"),
        pytest.param({"populations": '{PP: {total: 0, cite: "paper, Results"}}'}, id="a total of nobody"),
        pytest.param({"populations": '{PP: {cite: "paper, Results"}}'}, id="no total"),
        pytest.param({"outcomes/0/population": "mITT"}, id="the total of another population"),
        pytest.param({"arms/high": '{label: high, cite: "paper, p. 1"}'}, id="a third arm may be in the total"),
    ],
)
def test_no_split(edits: Edits) -> None:
    assert figures(SPLIT | edits).n is None


# Laws


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 3))
def test_count_that_is_found_gives_the_percentage_back(counts: tuple[int, int], places: int) -> None:
    events, n = counts
    own = figures({DRUG: f"{{percent: {100 * events / n:.{places}f}, n: {n}}}"})
    assert own.events in {events, None}
    assert own.events == events or places < 2


@given(st.integers(0, 400), st.integers(1, 400))
def test_arms_of_any_counts_are_told(events: int, n: int) -> None:
    own = figures({DRUG: f"{{events: {events}, n: {n}}}"})
    assert (own.events, own.n) == (events, n)
    assert own.percent == (pytest.approx(100 * events / n, abs=1e-9) if events <= n else None)
