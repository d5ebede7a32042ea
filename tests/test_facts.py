from types import SimpleNamespace

import pytest

from il2sle.evidence.examined import Examined
from il2sle.evidence.facts import Fact, Profile
from il2sle.evidence.figure import Pointer
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from minimal import minimal

Edits = dict[str, str | None]

WOMEN = "measure: women, arms: {drug: {events: 27, percent: 90}, placebo: {events: 29}}"
AGE = "measure: age, arms: {drug: {value: 31.50, sd: 9.2}}, p: 0.474, cite: [x]"


def facts(own: Profile, section: str) -> tuple[Fact, ...]:
    return dict(own.sections)[section]


def told(edits: Edits, section: str) -> list[tuple[str, list[str]]]:
    """The facts of a section: what each is about, and what is claimed of it."""
    return [(fact.label, [claim.text for claim in fact.claims]) for fact in facts(profile(minimal(edits)), section)]


def profile(trial: Trial) -> Profile:
    return Examined(trial).profile


def baseline(*rows: str) -> list[SimpleNamespace]:
    listed = ", ".join(f"{{{row}}}" for row in rows).replace("[x]", '"paper, p. 9"')
    table = f'{{cite: "paper, Table 1", n: {{drug: 30, placebo: 30}}, rows: [{listed}]}}'
    return [
        SimpleNamespace(
            measure=row.measure,
            statistic=row.statistic,
            arm=side.arm,
            arm_label=side.label,
            p=row.p,
            sources=row.sources,
            **{name: figure.value for name, figure in side.figures().items()},
        )
        for row in profile(minimal({"baseline": table})).baseline
        for side in row.sides
    ]


def of(trials: list[Trial], trial: str) -> Profile:
    return profile(next(one for one in trials if one.id == trial))


# Who it is


def test_profile_names_the_trial() -> None:
    own = profile(minimal({"aliases": "[Base 2020, 4711]"}))
    assert (own.trial, own.name, own.aliases) == ("NCT00000001", "Base", ("Base 2020", "4711"))
    assert own.title == "a synthetic trial of one dose against placebo"


def test_profile_carries_the_findings() -> None:
    assert [finding.code for finding in profile(minimal({"outcomes/3": None})).findings] == ["W208"]


# Facts


def test_sections_without_facts_are_left_out() -> None:
    assert [title for title, _ in profile(minimal()).sections] == ["status", "participants", "design"]


@pytest.mark.parametrize(
    ("edits", "section", "expected"),
    [
        pytest.param({}, "status", [("state", ["completed"]), ("results", ["published"])], id="status"),
        pytest.param({}, "participants", [("enrolled", ["60 (actual)"]), ("randomised", ["60"])], id="participants"),
        pytest.param(
            {},
            "design",
            [
                ("allocation", ["randomised"]),
                ("ratio", ["1:1"]),
                ("treatment", ["12 weeks"]),
                ("follow up", ["12 weeks"]),
            ],
            id="design",
        ),
        pytest.param(
            {"dates": '{cite: "paper, p. 1", start: 2015-06, completion: 2017}'},
            "dates",
            [("start", ["2015-06"]), ("completion", ["2017"])],
            id="dates",
        ),
        pytest.param(
            {"eligibility": '{cite: "paper, p. 1", inclusion: [adults, active disease], exclusion: [pregnancy]}'},
            "eligibility",
            [("inclusion", ["adults"]), ("inclusion", ["active disease"]), ("exclusion", ["pregnancy"])],
            id="eligibility",
        ),
        pytest.param(
            {"conclusions": '[{is: it works, cite: "paper, p. 1"}]'}, "conclusions", [("", ["it works"])], id="words"
        ),
        pytest.param({"notes": '[{is: x, cite: "paper, p. 1"}]'}, "notes", [("", ["x"])], id="notes"),
        pytest.param({"design/notes": "[parallel]"}, "design", [("notes", ["parallel"])], id="notes of the design"),
    ],
)
def test_facts(edits: Edits, section: str, expected: list[tuple[str, list[str]]]) -> None:
    assert told(edits, section)[-len(expected) :] == expected


def test_claim_that_is_shown_comes_first() -> None:
    claims = "[{is: 50}, {is: 60, shown_by: primary publication}, {is: 70}]"
    assert told({"people/enrolled": claims}, "participants")[0] == ("enrolled", ["60", "50", "70"])


def test_fact_has_the_place_of_its_section() -> None:
    own = profile(minimal())
    assert facts(own, "participants")[1].claims[0].sources == (Pointer("NCT00000001/paper", "Figure 1"),)


# Populations


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        pytest.param("definition: as treated", "as treated", id="a definition"),
        pytest.param("n: {drug: 29, placebo: 30}", "IL-2 1 million IU 29, placebo 30", id="sizes"),
        pytest.param("total: 53", "53 in all", id="a total"),
        pytest.param("total: 0", "0 in all", id="nobody"),
        pytest.param("definition: as treated, total: 53", "as treated; 53 in all", id="both"),
        pytest.param("note: x", "not defined", id="neither"),
    ],
)
def test_population(population: str, expected: str) -> None:
    edits: Edits = {"populations": f'{{PP: {{{population}, cite: "paper, p. 1"}}}}'}
    assert told(edits, "populations") == [("PP", [expected])]


def test_population_has_its_note_and_place() -> None:
    own = profile(minimal({"populations": '{PP: {total: 53, note: why, cite: "paper, p. 1"}}'}))
    claim = facts(own, "populations")[0].claims[0]
    assert (claim.note, claim.sources) == ("why", (Pointer("NCT00000001/paper", "p. 1"),))


# Baseline


def test_baseline_has_a_row_for_each_arm() -> None:
    rows = baseline(WOMEN)
    assert [(row.measure, row.arm, row.arm_label, row.events, row.n) for row in rows] == [
        ("women", "drug", "IL-2 1 million IU", 27, 30),
        ("women", "placebo", "placebo", 29, 30),
    ]
    assert [str(row.percent) for row in rows] == ["90", "None"]


def test_baseline_keeps_printed_digits_and_p() -> None:
    row = baseline(AGE)[0]
    assert [str(figure) for figure in (row.value, row.sd, row.p.printed)] == ["31.50", "9.2", "0.474"]
    assert row.sources == (Pointer("NCT00000001/paper", "p. 9"),)


def test_baseline_range() -> None:
    row = baseline("measure: SLEDAI, statistic: median (range), arms: {drug: {value: 12, range: [8, 27], n: 29}}")[0]
    assert (row.statistic, str(row.low), str(row.high), row.n) == ("median (range)", "8", "27", 29)
    assert row.sources == (Pointer("NCT00000001/paper", "Table 1"),)


def test_no_baseline() -> None:
    assert profile(minimal()).baseline == ()


# The shipped records


@pytest.mark.parametrize(
    ("trial", "rows"),
    [
        pytest.param("NCT02465580", 40, id="He 2020: twenty rows, two arms"),
        pytest.param("NCT02955615", 0, id="LUPIL-2"),
        pytest.param("NCT04077684", 0, id="dose finding"),
        pytest.param("NCT04433585", 0, id="ISLAND-SLE"),
        pytest.param("2013-001599-40", 0, id="PRO-IMMUN"),
    ],
)
def test_baseline_of_the_shipped_records(trials: list[Trial], trial: str, rows: int) -> None:
    assert sum(len(row.sides) for row in of(trials, trial).baseline) == rows


def test_every_dispute_is_told(trials: list[Trial]) -> None:
    assert [profile(trial).disputes == Workings(trial).disputes for trial in trials] == [True] * 5


def test_every_fact_of_the_shipped_records_has_a_place(trials: list[Trial]) -> None:
    claims = [
        (trial.id, fact.label, claim)
        for trial in trials
        for _, listed in profile(trial).sections
        for fact in listed
        for claim in fact.claims
    ]
    assert [claim for claim in claims if not claim[2].sources] == []
    assert len(claims) > 200
