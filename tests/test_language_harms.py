"""How reports print harms, people, dates and missing facts, and how curators type: each way, from record to row."""

from __future__ import annotations

import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bad_edits import BASE as BYTES
from commands import checked
from flat import flat
from il2sle.cli.checks import answer_check
from il2sle.cli.load import load_trials
from il2sle.cli.output import Delivery
from il2sle.errors import Problem
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.trace import trace
from il2sle.records.files import record_of
from il2sle.records.vocabulary import PATIENT_YEARS, RatePer, labels
from il2sle.views.compare import compare_page
from il2sle.views.listing import list_page
from il2sle.views.machine import section_table
from il2sle.views.page import markdown
from il2sle.views.show import show_page
from minimal import BASE, DRUG, NEXT, minimal

Edits = dict[str, str | None]
ARM = "harms/events/0/arms/drug"
PLACEBO = "harms/events/0/arms/placebo"


def examined(edits: Edits) -> Examined:
    return Examined(minimal(edits))


def first(edits: Edits) -> Any:  # noqa: ANN401  a row by its columns
    return flat(examined(edits).harms[0])


def codes(edits: Edits) -> list[tuple[str, str]]:
    """The findings but for notes: code and message."""
    return [(f.code, f.message) for f in examined(edits).findings if f.severity != "note"]


def page(edits: Edits, section: str = "harms") -> str:
    return markdown.render(compare_page(compare([examined(edits)], sections=(section,)), (section,), full=True))


def shown(edits: Edits) -> str:
    one = examined(edits)
    return markdown.render(show_page([one.profile], compare([one], filters=Filters(every_endpoint=True))))


# Events are no patients


def test_events_are_never_patients() -> None:
    row = first({ARM: "{events: 42, n: 424}"})
    assert (row.events, row.affected, row.percent, row.n, row.missing) == (42, None, None, 424, None)
    assert row.derived == ()
    assert "42 events |" in page({ARM: "{events: 42, n: 424}"})
    assert "42/424" not in page({ARM: "{events: 42, n: 424}"}) + shown({ARM: "{events: 42, n: 424}"})
    assert "42 events" in shown({ARM: "{events: 42, n: 424}"})


def test_events_may_be_more_than_patients() -> None:
    assert codes({ARM: "{events: 2285, n: 30}"}) == []


def test_one_event_is_one_event() -> None:
    assert "1 event |" in page({ARM: "{events: 1}"})


def test_events_and_patients_stand_side_by_side() -> None:
    assert "9/30 (30.0†), 12 events" in page({ARM: "{affected: 9, events: 12}"})


def test_csv_has_events_in_a_column_of_their_own() -> None:
    one = compare([examined({ARM: "{events: 42, exposure: 100.5}"})], sections=("harms",))
    header, line, *_ = section_table("harms", one, "csv").splitlines()
    cells = dict(zip(header.split(","), line.split(","), strict=False))
    assert (cells["affected"], cells["events"], cells["exposure"]) == ("", "42", "100.5")


# Rates

RATE = "{events: 2285, rate: 165.1, rate_ci: [158.4, 172.0], per: 100 patient-years}"


def test_rate_is_shown_with_what_it_counts_by() -> None:
    row = first({ARM: RATE})
    assert (str(row.rate), row.rate_low, row.rate_high) == ("165.1", Decimal("158.4"), Decimal("172.0"))
    assert row.rate_per == "100 patient-years"
    assert "2285 events, 165.1 (158.4 to 172.0) per 100 patient-years" in page({ARM: RATE})
    assert "165.1 (158.4 to 172.0) per 100 patient-years" in shown({ARM: RATE})


def test_rate_follows_from_events_and_patient_years() -> None:
    row = first({ARM: "{events: 42}", "harms/exposure": "{drug: 424.0}"})
    assert (round(row.rate, 4), row.rate_per, row.exposure) == (9.9057, "100 patient-years", Decimal("424.0"))
    assert row.derived == ("rate",)
    assert row.figures["rate"].method == "rate of 42 events in 424.0 patient-years, per 100 patient-years"
    assert "42 events, 9.9† per 100 patient-years" in page({ARM: "{events: 42, exposure: 424.0}"})


@pytest.mark.parametrize(("per", "rate"), [("patient-year", 0.1), ("10 patient-years", 1), ("1000 patient-years", 100)])
def test_rate_follows_by_the_unit_that_is_named(per: str, rate: float) -> None:
    assert first({ARM: f"{{events: 42, exposure: 420, per: {per}}}"}).rate == rate


@pytest.mark.parametrize("count", ["{events: 42}", "{events: 42, exposure: 0}", "{affected: 9, exposure: 100}"])
def test_no_rate_without_events_and_years(count: str) -> None:
    assert (first({ARM: count}).rate, first({ARM: count}).rate_per) == (None, None)


def test_every_unit_of_a_rate_has_its_number() -> None:
    assert tuple(PATIENT_YEARS) == labels(RatePer)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param("{events: 2285, exposure: 1384, rate: 165.1, per: 100 patient-years}", [], id="as it rounds"),
        pytest.param("{events: 2285, exposure: 13.8, rate: 16512, per: 100 patient-years}", [], id="of rounded years"),
        pytest.param(
            "{events: 2285, exposure: 1384, rate: 156.1, per: 100 patient-years}",
            [("W225", "2285 events in 1384 patient-years are 165.1 per 100 patient-years, not 156.1")],
            id="digits swapped",
        ),
        pytest.param(
            "{events: 2285, exposure: 1384, rate: 165.1, per: 1000 patient-years}",
            [("W225", "2285 events in 1384 patient-years are 1651.0 per 1000 patient-years, not 165.1")],
            id="of another unit",
        ),
        pytest.param("{rate: 3.0}", [("R126", "`rate` needs `per`, e.g. `per: 100 patient-years`")], id="of no unit"),
    ],
)
def test_printed_rate_is_held_against_events_and_years(count: str, expected: list[tuple[str, str]]) -> None:
    assert codes({ARM: count}) == expected


def test_finding_about_a_harm_stands_in_its_row() -> None:
    wrong = "{events: 2285, exposure: 1384, rate: 156.1, per: 100 patient-years}"
    assert any("not 156.1" in text for text in first({ARM: wrong}).flags)


def test_trace_lists_events_years_and_rate() -> None:
    one = examined({ARM: "{events: 42, exposure: 424}"})
    what = [step.what.split(",")[0] for step in trace(one, []) if step.about == "harm, any adverse event"]
    assert {"events", "patient-years", "rate per 100 patient-years"} <= set(what)


# Bounds


def test_bound_is_shown_as_printed() -> None:
    row = first({ARM: "{percent: <1}"})
    assert (row.percent, row.percent_sign, row.percent_bound, row.missing) == (None, "<", 1, None)
    assert "&lt;1% of 30" in page({ARM: "{percent: <1}"})
    assert first({ARM: "{affected: 0, percent: <1}"}).percent is None  # what is printed is not computed anew


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ('{affected: 9, n: 30, claims: [{percent: <40, cite: "news, p. 1"}]}', []),
        ("{affected: 0, percent: <1}", []),
        ('{affected: 30, percent: ">99"}', []),
        ("{affected: 3, percent: ≤10}", []),
        ("{affected: 9, percent: <1}", [("R102", "9/30 is 30.0%, not <1%")]),
        ('{affected: 3, percent: ">10"}', [("R102", "3/30 is 10.0%, not >10%")]),
    ],
)
def test_bound_is_held_against_its_counts(count: str, expected: list[tuple[str, str]]) -> None:
    assert codes({ARM: count}) == expected


# Severity, relation, population


def test_severity_and_relation_stand_in_words() -> None:
    edits: Edits = {"harms/events/0/severity": "grade 3 or worse", "harms/events/0/relatedness": "related"}
    row = first(edits)
    assert (row.severity, row.relatedness) == ("grade 3 or worse", "related")
    assert row.flags[:2] == ("grade 3 or worse", "related")
    assert "grade 3 or worse; related" in page(edits)
    assert "grade 3 or worse; related" in shown(edits)


def test_safety_set_is_shown_and_gives_its_sizes() -> None:
    edits: Edits = {
        "harms/population": "safety",
        "harms/n": "{}",
        "populations": '{safety: {n: {drug: 29, placebo: 30}, cite: "paper, Methods"}}',
        ARM: "{affected: 9}",
    }
    row = first(edits)
    assert (row.population, row.n, round(row.percent, 1)) == ("safety", 29, 31.0)
    assert "Base, safety population" in page(edits)
    assert "Counted in the safety population." in shown(edits)


# Misprints of the source

MISPRINT = "{affected: 12, n: 30, percent: 40.4"


def test_misprint_is_an_error_unless_it_is_said_to_be_one() -> None:
    assert codes({ARM: f"{MISPRINT}}}"}) == [("R102", "12/30 is 40.0%, not 40.4%")]
    said = f"{MISPRINT}, as_printed: 40.4 would need 52 patients}}"
    assert codes({ARM: said}) == [("W220", "12/30 is 40.0%, not 40.4%")]
    assert first({ARM: said}).flags[:2] == ("as printed: 40.4 would need 52 patients", "12/30 is 40.0%, not 40.4%")
    assert str(first({ARM: said}).percent) == "40.4"


@pytest.mark.parametrize(
    ("result", "code"),
    [
        pytest.param("events: 18, n: 30, percent: 62.0", "R102", id="percentage"),
        pytest.param("events: 31, n: 30", "R101", id="count"),
        pytest.param("events: 18, n: 30, risk_ratio: 3, risk_ratio_ci: [1, 2]", "R108", id="interval"),
    ],
)
def test_misprint_of_an_outcome(result: str, code: str) -> None:
    errors = {found for found, _ in codes({DRUG: f"{{{result}}}"})}
    said = {found for found, _ in codes({DRUG: f"{{{result}, as_printed: so in the table}}"})}
    assert code in errors
    assert code not in said
    assert "W220" in said
    row = flat(examined({DRUG: f"{{{result}, as_printed: so in the table}}"}).outcomes[0])
    assert "as printed: so in the table" in row.flags


def test_misprint_excuses_no_other_figure() -> None:
    assert "R102" in {code for code, _ in codes({ARM: f"{MISPRINT}, as_printed: x}}", PLACEBO: f"{MISPRINT}}}"})}


# Parts and wholes


def a_part(arms: str, more: str = "") -> Edits:
    return {"harms/events/2": f"{{event: rash, category: other, part_of: any adverse event, arms: {arms}{more}}}"}


@pytest.mark.parametrize(
    ("arms", "expected"),
    [
        ("{drug: {affected: 9}, placebo: {affected: 6}}", []),
        ("{drug: {affected: 3, n: 5}}", []),
        ("{drug: {events: 12}}", []),
        (
            "{drug: {affected: 10}}",
            [("R125", 'affected of "rash" (10) are more than of "any adverse event" (9), its whole')],
        ),
        (
            "{drug: {affected: 10, as_printed: so}}",
            [("W220", 'affected of "rash" (10) are more than of "any adverse event" (9), its whole')],
        ),
    ],
)
def test_part_is_held_against_its_whole(arms: str, expected: list[tuple[str, str]]) -> None:
    assert codes(a_part(arms)) == expected


def test_misprint_may_lie_in_the_whole() -> None:
    edits = a_part("{drug: {affected: 10}}") | {ARM: "{affected: 9, percent: 30.0, as_printed: so}"}
    assert [code for code, _ in codes(edits)] == ["W220"]


# People and dates


def analysed(population: str, sizes: str) -> Edits:
    return {"populations": f'{{{population}: {{n: {sizes}, cite: "paper, Methods"}}}}'}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(analysed("mITT", "{drug: 30, placebo: 29}"), [], id="as many"),
        pytest.param(
            analysed("mITT", "{drug: 31, placebo: 29}"),
            [("W221", "IL-2 1 million IU: 31 patients are more than the 30 randomised")],
            id="one more",
        ),
        pytest.param(analysed("safety", "{drug: 31, placebo: 29}"), [], id="as treated"),
        pytest.param(
            analysed("safety", "{drug: 31, placebo: 30}"),
            [("W221", "61 patients are more than the 60 randomised")],
            id="as treated, one more",
        ),
        pytest.param({"people/enrolled": "59"}, [("W224", "59 enrolled, 60 randomised")], id="enrolled"),
        pytest.param({"people/enrolled": "{is: 59, kind: target}"}, [], id="a target"),
        pytest.param({"people/screened": "59"}, [("W224", "59 screened, 60 randomised")], id="screened"),
        pytest.param({"people/screened": "60"}, [], id="all screened were randomised"),
        pytest.param(
            {"people/randomised": None, "people/enrolled": "59"},
            [("W224", "59 enrolled, 60 randomised")],
            id="arms added up",
        ),
        pytest.param({"people/screened": "not reported", "people/enrolled": "not reported"}, [], id="not reported"),
    ],
)
def test_people(edits: Edits, expected: list[tuple[str, str]]) -> None:
    assert codes(edits) == expected


@pytest.mark.parametrize(
    ("population", "results", "expected"),
    [
        ("PP", "{drug: {events: 18, n: 28}, placebo: {events: 9, n: 29}}", []),
        ("PP", "{drug: {events: 19, n: 28}}", ["IL-2 1 million IU: 19 responders in PP, 18 in ITT"]),
        ("safety", "{drug: {events: 19, n: 28}}", []),
    ],
)
def test_responders_per_protocol(population: str, results: str, expected: list[str]) -> None:
    outcome = f'{{endpoint: SRI-4, population: {population}, results: {{week 12: {results}}}, cite: "paper, Table 2"}}'
    assert [text for code, text in codes({NEXT: outcome}) if code == "W222"] == expected


def test_responders_of_another_week_are_others() -> None:
    outcome = '{endpoint: SRI-4, population: PP, results: {week 24: {drug: {events: 19, n: 28}}}, cite: "paper, T"}'
    assert codes({NEXT: outcome}) == []


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        pytest.param("start: 2016-05, completion: 2018", [], id="forwards"),
        pytest.param("start: 2016-05-05, completion: 2016-05", [], id="as far as the coarser goes"),
        pytest.param("start: 2016-05, completion: 2016", [], id="in one year"),
        pytest.param("start: not reported, completion: 2016", [], id="one not reported"),
        pytest.param("completion: 2018, published: 2017-02", [], id="published before its end"),
        pytest.param("registered: 2018, start: 2016", [], id="registered late"),
        pytest.param("start: 2019, completion: 2018-12", ["start 2019 comes after completion 2018-12"], id="backwards"),
        pytest.param(
            "registered: 2021-03, published: 2020-07",
            ["registered 2021-03 comes after published 2020-07"],
            id="registered after its results",
        ),
        pytest.param(
            "primary_completion: 2020-06-01, completion: 2020-05-31",
            ["primary completion 2020-06-01 comes after completion 2020-05-31"],
            id="by a day",
        ),
    ],
)
def test_dates(dates: str, expected: list[str]) -> None:
    found = codes({"dates": f'{{cite: "paper, Methods", {dates}}}'})
    assert found == [("W223", text) for text in expected]


# What is missing

MISSING = {
    "status/state": "status",
    "people/enrolled": "enrolled",
    "people/randomised": "randomised",
    "design/phase": "phase",
    "design/allocation": "allocation",
    "design/masking": "blinded",
    "design/treatment": "treatment",
    "design/follow_up": "follow_up",
    "status/results": "results",
}


@pytest.mark.parametrize(("path", "name"), MISSING.items())
@pytest.mark.parametrize("kind", ["not reported", "not applicable", "not read"])
def test_missing_fact_is_told_with_its_kind(path: str, name: str, kind: str) -> None:
    edits: Edits = {path: kind}
    row = flat(examined(edits).study)
    assert getattr(row, f"{name}_missing") == kind
    assert getattr(row, {"treatment": "treatment_weeks", "follow_up": "follow_up_weeks"}.get(name, name), None) is None
    told = {"not reported": ("not reported", "NR"), "not applicable": ("not applicable", "n/a")}
    assert any(words in page(edits, "studies") for words in told.get(kind, ("not read", "unread")))
    assert f"{kind} \\[" in shown(edits)


def test_missing_fact_is_no_value_of_a_list_or_an_order() -> None:
    one = examined({"people/enrolled": "not reported", "dates": '{cite: "paper, x", start: not reported}'})
    assert "not reported" in markdown.render(list_page([one.study]))
    assert codes({"people/randomised": "not reported", "design/ratio": "not reported"}) == []


def test_pending_is_a_state_of_results() -> None:
    row = flat(examined({"status/results": "pending"}).study)
    assert (row.results, row.results_missing) == ("pending", None)


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"design/masking": "quadruple-blind"}, "randomised 1:1, quadruple-blind, 2 arms"),
        ({"design/masking": "not reported"}, "randomised 1:1, masking not reported, 2 arms"),
        ({"design/assignment": "crossover"}, "randomised 1:1, crossover, 2 arms"),
        ({"design/allocation": "not reported", "design/ratio": None}, "allocation not reported, 2 arms"),
        ({"design/ratio": "not reported"}, "randomised, 2 arms"),
    ],
)
def test_design_in_words(edits: Edits, words: str) -> None:
    assert examined(edits).study.design == words


def test_countries_may_be_a_list() -> None:
    edits: Edits = {"design/countries": "[China, France]"}
    assert "China, France" in shown(edits)
    assert codes(edits) == []


# Endpoints, instruments and the old language


@pytest.mark.parametrize(
    ("key", "word", "way_out"),
    [
        ("endpoint", "SRI-9", "use a word of the vocabulary, `other` with `measure`, or define it"),
        (
            "endpoint",
            "SRI4",
            "did you mean `SRI-4`? use a word of the vocabulary, `other` with `measure`, or define it",
        ),
        ("instrument", "SLEDAI-2000", "use a word of the vocabulary, or define it"),
    ],
)
def test_undefined_word_is_told_its_way_out(key: str, word: str, way_out: str) -> None:
    ends = "under `definitions`, with what the trial means by it"
    assert codes({f"outcomes/0/{key}": word}) == [("R004", f'`{key}` cannot be "{word}"; {way_out} {ends}')]


def test_record_may_define_a_word() -> None:
    edits: Edits = {"outcomes/0/instrument": "LFA-REAL", "definitions": "{LFA-REAL: a clinician's score from 0 to 100}"}
    assert codes(edits) == []


def test_score_has_no_difference_in_points() -> None:
    scores = "{drug: {value: 5.1, difference: -1.3}, placebo: {value: 3.8}}"
    outcome = (
        f"{{endpoint: SLEDAI, measure: change, statistic: mean, results: {{week 12: {scores}}}, "
        'cite: "paper, Table 2"}'
    )
    message = "`difference` is in percentage points, and this is a score: write `mean_difference`"
    assert ("R116", message) in codes({"outcomes/1": outcome})
    assert "R116" not in {code for code, _ in codes({"outcomes/1": outcome.replace("difference", "mean_difference")})}


# How curators type


def typed(old: bytes, new: bytes) -> Problem:
    """The only problem of the base record with one piece replaced."""
    assert BYTES.count(old) == 1
    record, problems = record_of(BYTES.replace(old, new), "-")
    assert record is None
    (problem,) = problems
    return problem


COUNT = b"{events: 12, percent: 60}"


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "advice"),
    [
        pytest.param(
            *(COUNT, b"{events: 12, percent: 60,17}", "Y014", '"60,17" looks like a number, but it has a comma'),
            "write a decimal point, as in 55.17; if it is text, put it in quotes",
            id="decimal comma",
        ),
        pytest.param(
            *(COUNT, b"{events: 12, p: 0,052}", "Y014", '"0,052" looks like a number, but it has a comma'),
            "write a decimal point, as in 55.17; if it is text, put it in quotes",
            id="decimal comma of a p",
        ),
        pytest.param(
            *(COUNT, b"{events: 12, note: of 20, all women}", "R001"),
            "`all women` is no key here, and no colon follows it: a comma ends an unquoted text in braces",
            "put the text in quotes, from its beginning to its end",
            id="comma in a note",
        ),
        pytest.param(
            *(b"schedule:", b"definitions: {LFA-REAL: a score, 0 to 100}\nschedule:", "R001"),
            "`0 to 100` is no key here, and no colon follows it: a comma ends an unquoted text in braces",
            "put the text in quotes, from its beginning to its end",
            id="comma in a definition",
        ),
        pytest.param(
            *(b"state: completed", "state: not\u00a0reported".encode(), "R004"),
            '`state` cannot be "not\u00a0reported"',
            "a blank in it is U+00A0, no-break space: type it anew with the space bar",
            id="no-break space",
        ),
        pytest.param(
            *(b"week 12:", "week\u00a012:".encode(), "R010", '"week\u00a012" is not a time'),
            "a blank in it is U+00A0, no-break space: type it anew with the space bar",
            id="no-break space in a time",
        ),
        pytest.param(
            *(b"name: MOCK-1", b"name: MOCK-1\nlanguage: 1", "R004"),
            "`language` is 1, and this version reads 2",
            "write `language: 2` and run the check: what another language means otherwise is told; or use the version "
            "of il2sle that the record was typed for",
            id="old language",
        ),
        pytest.param(
            *(b"{affected: 4}", b"{percent: 4%}", "R003", '`percent` is not a percentage: "4%"'),
            "write the figure without `%`: `4`",
            id="percent sign",
        ),
    ],
)
def test_typing_error_is_told_its_way_out(old: bytes, new: bytes, code: str, message: str, advice: str) -> None:
    found = typed(old, new)
    assert (found.code, found.message, found.help) == (code, message, advice)


@pytest.mark.parametrize("new", [b"{events: 12, percent: 60, n: 20}", b"{range: [55,17], value: 3}"])
def test_commas_that_are_meant(new: bytes) -> None:
    _, problems = record_of(BYTES.replace(COUNT, new), "-")
    assert {problem.code for problem in problems} <= {"R012"}


def test_unit_without_a_word_is_told_its_way_out() -> None:
    found = typed(b"unit: mg", b"unit: ng/kg")
    assert "did you mean" not in found.help
    assert found.help.endswith("another unit goes in words under `note`; it is never converted")


# Files


def written(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(BASE.replace("NCT00000001", "base-record").encode())
    return folder


def found(what: list[str], directory: Path | None = None) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.path) for problem in checked(what, directory)[0]]


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".YAML", ".YML", ".Yaml"])
def test_each_suffix_is_read_and_held_against_the_id(suffix: str, tmp_path: Path) -> None:
    folder = written(tmp_path, f"base-record{suffix}")
    assert [one.trial.id for one in load_trials(folder).asked] == ["base-record"]
    assert found([str(folder / f"base-record{suffix}")]) == []
    (folder / f"base-record{suffix}").rename(folder / f"other{suffix}")
    assert [code for code, _ in found([str(folder / f"other{suffix}")])] == ["F002"]


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    folder = written(tmp_path, "base-record.yaml", "base-record.yml")
    assert ("F004", str(folder / "base-record.yml")) in found([], folder)


def test_sub_folders_are_said_to_be_passed_over(tmp_path: Path) -> None:
    folder = written(tmp_path, "base-record.yaml")
    written(folder / "old" / "older", "x.yml")
    written(folder / ".hidden", "y.yaml")
    (folder / "empty").mkdir()
    assert load_trials(folder).notes == ("Passed over: records in sub-folders (old); name one with --records.",)
    assert found([], folder) == [("W226", str(folder / "old"))]


def test_folder_is_checked(tmp_path: Path) -> None:
    folder = written(tmp_path / "mine", "base-record.yaml", "other.yaml")
    assert found([str(folder)]) == [("F002", str(folder / "other.yaml"))]


def test_folder_may_be_named_without_a_slash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "mine", "other.yaml")
    monkeypatch.chdir(tmp_path)
    assert found(["mine"]) == [("F002", "mine/other.yaml")]


@pytest.mark.parametrize(("typed", "wrong"), [(BYTES, False), (BYTES.replace(b"percent: 60", b"percent: 62"), True)])
def test_standard_input_is_checked(
    typed: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, wrong: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    assert answer_check(["-"], None, "text", Delivery(), strict=False) is wrong
    assert ("-:48:39: R102 12/20 is 60.0%, not 62%" in capsys.readouterr().out) is wrong
