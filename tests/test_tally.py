"""What a check says that it looked at, and what it could not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from commands import checked
from il2sle.cli.checks import answer_check
from il2sle.cli.output import Delivery
from il2sle.evidence.examined import Examined
from il2sle.evidence.tally import Share, Tally, counts, tally
from il2sle.views.diagnostics import Numbers, closing_text, tally_text
from il2sle.views.machine import tally_data
from il2sle.views.machine_schema import _checked
from minimal import DRUG, PLACEBO, minimal
from processes import BROKEN, SMALL, directory_of

Edits = dict[str, str | None]


def counted(edits: Edits | None = None) -> Tally:
    return tally([counts(Examined(minimal(edits)))])


def test_of_the_base() -> None:
    # People 2, design 2, arms 3, the outcome 6, harms 6; the schedule has 4, and no place of its own.
    assert counted().placed == Share(19, 23, (("nothing is cited for schedule", 4),))
    assert counted().p_values == Share(0, 0)
    assert counted().percentages == Share(4, 4)
    assert (counted().whole, counted().in_part, counted().unread) == (3, 0, 0)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({f"{DRUG}/p": "0.020"}, Share(1, 1), id="of counts"),
        pytest.param({f"{DRUG}/p": "0.03"}, Share(1, 1), id="not reproduced, and recomputed all the same"),
        pytest.param({DRUG: "{p: 0.020}"}, Share(0, 1, (("no counts", 1),)), id="alone"),
        pytest.param(
            {DRUG: "{p: 0.020}", "outcomes/0/adjusted": "by centre"}, Share(0, 1, (("adjusted", 1),)), id="of a model"
        ),
        pytest.param({f"{DRUG}/p_within": "0.020"}, Share(0, 1, (("within an arm", 1),)), id="within an arm"),
        pytest.param(
            {f"{DRUG}/p": "0.02", "design/assignment": "crossover"},
            Share(0, 1, (("no two groups by the design", 1),)),
            id="of a crossover",
        ),
        pytest.param({DRUG: "{p: 0.01 one-sided}"}, Share(0, 1, (("one-sided", 1),)), id="one-sided"),
        pytest.param(
            {
                "baseline": '{cite: "paper, T", rows: [{measure: women, p: 0.3, arms: {drug: {events: 3, n: 9}}}]}',
                f"{DRUG}/p": "0.020",
            },
            Share(1, 2, (("at baseline", 1),)),
            id="at baseline",
        ),
        pytest.param(
            {
                "outcomes/0/statistic": "median",
                DRUG: "{value: 3, p: 0.2}",
                PLACEBO: "{value: 4}",
            },
            Share(0, 1, (("of a score", 1),)),
            id="of a score",
        ),
        pytest.param(
            {f"{DRUG}/effects": "[{measure: odds_ratio, value: 2.0, p: 0.02}]"},
            Share(0, 1, (("of another effect or claim", 1),)),
            id="of an effect",
        ),
    ],
)
def test_p_values(edits: Edits, expected: Share) -> None:
    assert counted(edits).p_values == expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({DRUG: "{percent: 60.0}", "outcomes/0/population": None, PLACEBO: "{events: 9, n: 30}"},
                     Share(2, 3, (("no number of patients", 1),)), id="without n"),
        pytest.param({"outcomes/0/adjusted": "CMH", DRUG: "{percent: 60.3}", PLACEBO: "{percent: 30.3}"},
                     Share(2, 4, (("adjusted", 2),)), id="of a model, in both arms"),
        pytest.param({f"{PLACEBO}/read_off": "by eye"}, Share(3, 4, (("read off a graph", 1),)), id="read off"),
        pytest.param({"harms/events/0/arms/drug": "{percent: <1}"}, Share(3, 4, (("a bound", 1),)), id="a bound"),
    ],
)  # fmt: skip
def test_percentages(edits: Edits, expected: Share) -> None:
    assert counted(edits).percentages == expected


def test_sources_by_what_was_read() -> None:
    edits: Edits = {"sources/paper/read_of": "abstract", "sources/news/read_of": "nothing"}
    assert (counted(edits).whole, counted(edits).in_part, counted(edits).unread) == (1, 1, 1)


def test_words() -> None:
    edits: Edits = {DRUG: "{p: 0.020, p_within: 0.3}"}
    *lines, stamped = tally_text(tally([counts(Examined(minimal(edits)))], 2)).split("\n")
    assert stamped.startswith("stamp: il2sle ")
    assert lines == [
        "checked: 1 record; 2 others not, because of errors",
        "figures with a place: 18 of 22 (not: 4 nothing is cited for schedule)",
        "p-values recomputed: 0 of 2 (not: 1 within an arm, 1 no counts)",
        "percentages tried against whole patients: 3 of 3",
        "figures found by machine: 0 of 22 (not: 22 never looked for)",
        "figures read by two people: 0 of 22 (not: 22 no reader named)",
        "sources: 3 read whole, 0 in part, 0 not read",
    ]


def test_a_record_with_errors_is_counted_as_far_as_it_could_be_checked(tmp_path: Path) -> None:
    wrong = SMALL["NCT00000001"].replace("percent: 60.0", "percent: 61.0", 1)
    problems, _, counts = checked([], directory_of(tmp_path, NCT00000001=wrong))
    assert [problem.code for problem in problems] == ["R102"]
    assert (counts.records, counts.unchecked, counts.percentages) == (1, 0, Share(4, 4))


def test_of_a_record_that_cannot_be_read_the_number_is_said() -> None:
    assert tally_text(tally([], 1)) == "checked: 0 records; 1 not, because of errors"


def test_nothing_found_never_stands_alone() -> None:
    text = closing_text(counted(), Numbers())

    assert text.startswith("checked: 1 record\n")
    assert text.endswith("\n\nfound: 0 errors, 0 warnings")


def test_json_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer_check([], directory_of(tmp_path, **SMALL, NCT00000003=BROKEN), "json", Delivery(), strict=False)
    checked = json.loads(capsys.readouterr().out)["checked"]
    assert (checked["records"], checked["records_with_errors"]) == (2, 1)
    assert checked["percentages"] == {"tried": 8, "of": 8, "why_not": []}
    assert checked["figures"]["why_not"] == [{"why": "nothing is cited for schedule", "number": 8}]


def test_json_is_what_the_schema_says() -> None:
    Draft202012Validator(_checked()).validate(tally_data(counted({f"{DRUG}/p_within": "0.020"})))
