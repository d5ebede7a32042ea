import pytest

from il2sle.arithmetic.schedules import Span
from il2sle.evidence.arm_figures import pointers
from il2sle.evidence.claims import (
    claim_date,
    dispute_words,
    is_secondary,
    kinds_of,
    read_date,
    said,
    value_words,
)
from il2sle.evidence.figure import Pointer
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.records.values import Cite
from minimal import minimal

Edits = dict[str, str | None]

TWO_PHASES: Edits = {
    "design/phase": '[{is: 2, cite: "registry, phase"}, {is: 2b, cite: "paper, title", shown_by: primary publication}]'
}
CONFLICT: Edits = {
    "conflicts": '[{about: who was treated, claims: [{is: sixty, cite: "paper, p. 1", shown_by: newest source}, '
    '{is: fifty, cite: "news, p. 2"}]}]'
}


MIRROR: Edits = {
    "sources/mirror": "{kind: registry, rank: primary, citation: A copy, date: 2026-01, copy_of: registry}"
}


def enrolled(text: str) -> Trial:
    return minimal(MIRROR | {"people/enrolled": text})


# Pointers


def test_pointers_hold_across_records() -> None:
    assert pointers(minimal(), [Cite("paper", "Table 2")]) == (Pointer("NCT00000001/paper", "Table 2"),)


def test_each_place_once_in_order() -> None:
    cites = [Cite("news", "p. 2"), Cite("paper", "p. 1"), Cite("news", "p. 2"), Cite("news", "p. 1")]
    found = [(pointer.source.split("/")[1], pointer.locator) for pointer in pointers(minimal(), cites)]
    assert found == [("news", "p. 2"), ("paper", "p. 1"), ("news", "p. 1")]


# Dates


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        pytest.param('{is: 60, as_of: 2019-05, cite: "news, p. 1"}', "2019-05", id="its own"),
        pytest.param('{is: 60, cite: "news, p. 1"}', "2020-02", id="of its source"),
        pytest.param('{is: 60, cite: ["registry, N", "news, p. 1"]}', "2020-02", id="of the only dated source"),
        pytest.param('{is: 60, cite: ["news, p. 1", "paper, p. 1"]}', "2020-02", id="of the newest, named first"),
        pytest.param('{is: 60, cite: ["paper, p. 1", "news, p. 1"]}', "2020-02", id="of the newest, named last"),
        pytest.param('{is: 60, cite: "registry, N"}', None, id="undated"),
        pytest.param("60", "2020-01-15", id="of the source of its section"),
        pytest.param('{is: 60, cite: "mirror, N"}', None, id="of a copy"),
    ],
)
def test_claim_date(claim: str, expected: str | None) -> None:
    trial = enrolled(claim)
    assert claim_date(trial, trial.people.enrolled.shown, trial.people.cite) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        pytest.param('{is: 60, cite: "registry, N"}', "2020-03-01", id="an undated copy"),
        pytest.param('{is: 60, cite: ["paper, p. 1", "registry, N"]}', "2020-03-01", id="the first with such a date"),
        pytest.param('{is: 60, cite: "paper, p. 1"}', None, id="a dated source"),
    ],
)
def test_read_date(claim: str, expected: str | None) -> None:
    trial = enrolled(claim)
    assert read_date(trial, trial.people.enrolled.shown, trial.people.cite) == expected


# Words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("completed", "completed", id="text"),
        pytest.param(60, "60", id="count"),
        pytest.param(Span(84, 84), "12 weeks", id="duration"),
        pytest.param(Span(47, 68), "47 to 68 days", id="range"),
    ],
)
def test_value_words(value: object, expected: str) -> None:
    assert value_words(value) == expected


def test_said_tells_everything_of_a_claim() -> None:
    trial = enrolled('{is: 60, kind: target, cite: "news, p. 1", note: as planned, shown_by: newest source}')
    words = said(trial, trial.people.enrolled.shown, trial.people.cite)
    assert (words.text, words.as_of, words.note, words.shown_by) == (
        "60 (target)",
        "2020-02",
        "as planned",
        "newest source",
    )
    assert words.sources == (Pointer("NCT00000001/news", "p. 1"),)


def test_claim_without_a_place_has_that_of_its_section() -> None:
    trial = enrolled("60")
    words = said(trial, trial.people.enrolled.shown, trial.people.cite)
    assert words.sources == (Pointer("NCT00000001/paper", "Figure 1"),)


# Disputes


def test_base_has_no_dispute() -> None:
    assert Workings(minimal()).disputes == ()


def test_dispute_keeps_every_claim_and_shows_the_one_that_is_marked() -> None:
    dispute = Workings(minimal(TWO_PHASES)).disputes[0]
    assert (dispute.about, dispute.loc) == ("phase", ("design", "phase"))
    assert [(claim.text, claim.as_of) for claim in dispute.claims] == [("2", None), ("2b", "2020-01-15")]
    assert dispute.shown == dispute.claims[1]


def test_conflict_is_a_dispute_under_its_own_words() -> None:
    dispute = Workings(minimal(CONFLICT)).disputes[0]
    assert (dispute.about, dispute.loc) == ("who was treated", ("conflicts", 0))
    assert [claim.text for claim in dispute.claims] == ["sixty", "fifty"]


def test_dispute_without_a_mark_shows_none() -> None:
    edits: Edits = {"people/enrolled": "[{is: 60}, {is: 61}]"}
    assert Workings(minimal(edits)).disputes[0].shown is None


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({"people/enrolled": "[{is: 60}, {is: 60}]"}, 0, id="the same figure twice"),
        pytest.param({"people/enrolled": "[{is: 60}, {is: 61}]"}, 1, id="two figures"),
        pytest.param(
            {"people/enrolled": "[{is: 60, kind: actual}, {is: 80, kind: target}]"}, 0, id="a plan and its end"
        ),
        pytest.param({"people/enrolled": "[{is: 60, kind: target}, {is: 80, kind: target}]"}, 1, id="two plans"),
        pytest.param({"people/enrolled": "[{is: 60, kind: actual}, {is: 61}]"}, 1, id="a kind and none"),
        pytest.param({"people/enrolled": "[{is: 60}, not reported]"}, 0, id="a silent source"),
        pytest.param({"people/enrolled": "[{is: 60}, not applicable]"}, 1, id="a source that denies it"),
        pytest.param({"design/countries": "[{is: China}, {is: china}]"}, 0, id="another case"),
        pytest.param({"design/countries": "[{is: United States}, {is: UnitedStates}]"}, 0, id="other blanks"),
        pytest.param({"design/countries": "[{is: China}, {is: Japan}]"}, 1, id="two texts"),
        pytest.param({"dates": '{cite: "paper, p. 1", start: [2016-05, 2016-05-05]}'}, 0, id="a coarser date"),
        pytest.param({"dates": '{cite: "paper, p. 1", start: [2016-05-05, 2016]}'}, 0, id="a year"),
        pytest.param({"dates": '{cite: "paper, p. 1", start: [2016-05, 2016-06-05]}'}, 1, id="another month"),
        pytest.param({"dates": '{cite: "paper, p. 1", start: [2016, 2016-05, 2016-06]}'}, 1, id="two that one covers"),
        pytest.param({"people/enrolled": "[{is: 60, note: a}, {is: 60, note: b}]"}, 0, id="two notes"),
        pytest.param({"design/treatment": "[{is: 12 weeks}, {is: 84 days}]"}, 0, id="one length in two words"),
    ],
)
def test_what_is_a_dispute(edits: Edits, expected: int) -> None:
    assert len(Workings(minimal(edits)).disputes) == expected


@pytest.mark.parametrize(
    ("edits", "about"),
    [
        pytest.param({"people/enrolled": "[{is: 60}, {is: 61}]"}, "enrolled", id="people"),
        pytest.param({"design/follow_up": "[{is: 12 weeks}, {is: 9 weeks}]"}, "follow up", id="design"),
        pytest.param({"status/state": "[{is: completed}, {is: unknown}]"}, "state", id="status"),
        pytest.param({"dates": '{cite: "paper, p. 1", start: [{is: 2015}, {is: 2016}]}'}, "start", id="dates"),
        pytest.param(
            {"eligibility": '{cite: "paper, p. 1", inclusion: [[{is: adults}, {is: everyone}]]}'},
            "eligibility inclusion",
            id="a list",
        ),
    ],
)
def test_what_it_is_about(edits: Edits, about: str) -> None:
    assert [dispute.about for dispute in Workings(minimal(edits)).disputes] == [about]


def test_words_of_a_dispute() -> None:
    edits: Edits = {"people/enrolled": "[{is: 60, note: planned, shown_by: newest source}, {is: 61}]"}
    assert dispute_words(Workings(minimal(edits)).disputes[0]) == (
        "sources differ on enrolled: 60 (2020-01-15, planned) [paper: Figure 1]; 61 (2020-01-15) [paper: Figure 1]; "
        "shown: 60, by the rule: newest source"
    )


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param(["news"], True, id="others alone"),
        pytest.param(["news", "paper"], False, id="others and its own report"),
        pytest.param(["paper"], False, id="its own report"),
        pytest.param([], False, id="nothing"),
        pytest.param(["letter"], False, id="a source that does not exist"),
    ],
)
def test_is_secondary(sources: list[str], *, expected: bool) -> None:
    assert is_secondary(minimal(), [Cite(source, "p. 1") for source in sources]) is expected


def test_an_unread_report_makes_no_row_first_hand() -> None:
    trial = minimal({"sources/full": "{kind: paper, rank: primary, citation: Author B et al., read_of: nothing}"})
    cited = [Cite("news", "p. 1"), Cite("full", "Table 2")]
    assert is_secondary(trial, cited)
    assert kinds_of(trial, cited) == ("news",)
    assert not is_secondary(trial, [Cite("full", "Table 2")])


# The shipped records


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param(
            "2013-001599-40", ["enrolled", "phase", "eligibility inclusion", "variant of the SLEDAI"], id="PRO-IMMUN"
        ),
        pytest.param(
            "NCT02465580",
            [
                *("state", "enrolled", "phase", "assignment", "setting", "registered aim", "registered", "start"),
                *("primary completion", "completion", "registered against published primary endpoint"),
                "what the second registration describes",
                "prednisone at baseline, mg/day, median (range)",
                "serious adverse events",
            ],
            id="He 2020",
        ),
        pytest.param(
            "NCT02955615",
            [
                *("registered", "start", *["eligibility inclusion"] * 3),
                "what the 53 patients are",
                "planned number of patients in the EudraCT records",
            ],
            id="LUPIL-2",
        ),
        pytest.param(
            "NCT04077684",
            ["state", "enrolled", "phase", "background", "setting", "what the 500 of the listing are"],
            id="dose finding",
        ),
        pytest.param(
            "NCT04433585",
            [
                *("phase", "countries", "sponsor", "registered", "start"),
                "what the figures of 900 µg are",
                "what happened to the SLEDAI-2K",
                "who is in the modified intention-to-treat population",
            ],
            id="ISLAND-SLE",
        ),
    ],
)
def test_disputes_of_the_shipped_records(trials: list[Trial], trial: str, expected: list[str]) -> None:
    own = next(one for one in trials if one.id == trial)
    assert [dispute.about for dispute in Workings(own).disputes] == expected


def test_enrolment_of_the_dose_finding_trial(trials: list[Trial]) -> None:
    own = next(one for one in trials if one.id == "NCT04077684")
    dispute = next(dispute for dispute in Workings(own).disputes if dispute.about == "enrolled")
    assert [(claim.text, claim.as_of) for claim in dispute.claims] == [
        ("160 (target)", "2023-10-12"),
        ("152 (actual)", None),
        ("500 (target)", "2022-03-02"),
        ("152 (actual)", None),
    ]
    assert dispute.shown == dispute.claims[0]
