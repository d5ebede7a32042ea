"""From loaded records to an answer: filters, sections, formats, and what is said beside the answer."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from il2sle.cli.checks import answer_check, answer_explain, answer_schema, shown_from
from il2sle.cli.commands import Shape, answer_compare, answer_export, answer_list, answer_show, filters_from
from il2sle.cli.load import LoadedTrials, Trials, load_trials
from il2sle.cli.output import Delivery
from il2sle.errors import Severity, UsageProblem
from il2sle.evidence.comparison import Filters
from il2sle.evidence.examined import Examined
from il2sle.evidence.exportable import PARTS, exportable
from il2sle.records.files import LoadedRecord
from il2sle.views.machine import column_names
from minimal import BASE
from processes import BROKEN, SMALL, directory_of, record

Captured = pytest.CaptureFixture[str]
WARNED = BASE.replace("percent: 60.0}", "percent: 60.0, p: 0.5}")  # 18 of 30 against 9 of 30 has p=0.02


def loaded_of(records: list[LoadedRecord]) -> LoadedTrials:
    examined = tuple(Examined(record.trial, record.source_map) for record in records)
    return LoadedTrials(examined, examined)


@pytest.fixture
def shipped(records: list[LoadedRecord]) -> LoadedTrials:
    """All shipped records, loaded."""
    return loaded_of(records)


@pytest.fixture
def small(tmp_path: Path) -> LoadedTrials:
    """Two sound records; a third was left out."""
    return load_trials(directory_of(tmp_path, **SMALL, NCT00000003=BROKEN), skip_invalid=True)


# Filters.


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(([], [], []), Filters((), [], ()), id="none"),
        pytest.param((["sri4", "SLEDAI"], [], []), Filters(("SRI-4", "SLEDAI"), [], ()), id="endpoints"),
        pytest.param(([], [12, 24], []), Filters((), [12, 24], ()), id="weeks"),
        pytest.param(([], [], ["all-treated", "itt"]), Filters((), [], ("all treated", "ITT")), id="populations"),
    ],
)
def test_filters_are_spelt_as_the_records_spell_them(
    shipped: LoadedTrials, asked: tuple[list[str], list[int], list[str]], expected: Filters
) -> None:
    found = filters_from(shipped.known, *asked)
    assert (tuple(found.endpoints), tuple(found.weeks), tuple(found.populations)) == (
        tuple(expected.endpoints),
        tuple(expected.weeks),
        tuple(expected.populations),
    )


def test_a_filter_may_name_what_only_another_trial_has(shipped: LoadedTrials) -> None:
    one = LoadedTrials(tuple(r for r in shipped.known if r.trial.name == "PRO-IMMUN"), shipped.known)

    assert filters_from(one.known, [], [24], []).weeks == [24]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            (["SRI"], [], []),
            'no record has the endpoint "SRI"; did you mean SRI-4? there are: SRI-4, SLEDAI, BICLA, LLDAS',
            id="near",
        ),
        pytest.param(
            (["xyz"], [], []),
            'no record has the endpoint "xyz"; there are: SRI-4, SLEDAI, BICLA, LLDAS',
            id="far",
        ),
        pytest.param(([""], [], []), 'no record has the endpoint ""; there are: SRI-4', id="empty"),
        pytest.param(([], [13], []), 'no record has the week "13"; there are: 12', id="week"),
        pytest.param(([], [], ["PP"]), 'no record has the population "PP"; there are: ITT', id="population"),
        pytest.param(
            (["SRI-4"], [13], []), 'no record has the week "13"; there are: 12 (of SRI-4)', id="week of an endpoint"
        ),
        pytest.param((["LLDAS"], [13], []), 'no record has the week "13"; there are: 12', id="of one without weeks"),
        pytest.param(
            (["SRI-4"], [], ["PP"]),
            'no record has the population "PP"; there are: ITT (of SRI-4)',
            id="population of an endpoint",
        ),
    ],
)
def test_a_value_that_no_record_knows_is_refused(
    small: LoadedTrials, asked: tuple[list[str], list[int], list[str]], said: str
) -> None:
    with pytest.raises(UsageProblem) as told:
        filters_from(small.known, *asked)
    assert str(told.value).startswith(said)


# Compare and show.


def test_delimited_text_of_two_sections_is_refused(small: LoadedTrials) -> None:
    with pytest.raises(UsageProblem, match="CSV and TSV hold one section; doses and harms were asked for"):
        answer_compare(small, Filters(), Shape(["doses", "harms"], "csv"), Delivery())


def test_a_section_asked_for_twice_is_one(capsys: Captured, small: LoadedTrials) -> None:
    answer_compare(small, Filters(), Shape(["doses", "doses"], "csv"), Delivery())

    assert capsys.readouterr().out.startswith("trial,name,arm,arm_label,drug,dose,")


@pytest.mark.parametrize("layout", ["table", "markdown", "html", "json"])
def test_a_record_left_out_is_said_in_the_comparison_and_beside_it(
    capsys: Captured, small: LoadedTrials, layout: str
) -> None:
    answer_compare(small, Filters(), Shape([], layout), Delivery())
    out, err = capsys.readouterr()

    assert "1 record (NCT00000003.yaml)" in out
    assert err == f"il2sle: {small.notes[0]}\n"


def test_an_empty_section_of_outcomes_is_said(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_compare(shipped, Filters(endpoints=("BICLA",), weeks=[0]), Shape(["outcomes"], "csv"), Delivery())
    out, err = capsys.readouterr()

    assert len(list(csv.DictReader(out.splitlines()))) == 0
    assert err == "il2sle: no outcome is left by the filter: endpoint BICLA, week 0\n"


def test_outcomes_that_are_not_asked_for_are_not_missed(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_compare(shipped, Filters(weeks=[0], endpoints=("BICLA",)), Shape(["doses"], "csv"), Delivery())

    assert capsys.readouterr().err == ""


def test_sections_stand_in_their_order_on_the_page(capsys: Captured, small: LoadedTrials) -> None:
    answer_compare(small, Filters(), Shape(["harms", "studies"], "table"), Delivery(quiet=True))
    out = capsys.readouterr().out

    assert 0 <= out.index("\nSTUDIES" if not out.startswith("STUDIES") else "STUDIES") < out.index("\nHARMS")


def test_show_lists_every_source_of_its_records(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_show(LoadedTrials(shipped.known[:2], shipped.known), [], "json", Delivery())
    shown = json.loads(capsys.readouterr().out)

    expected = [f"{r.trial.id}/{key}" for r in shipped.known[:2] for key in r.trial.sources]
    assert [source["key"] for source in shown["sources"]] == expected


def test_show_tells_every_outcome_compare_only_its_endpoints(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_compare(shipped, Filters(), Shape(["outcomes"], "json"), Delivery())
    compared = {row["endpoint"] for row in json.loads(capsys.readouterr().out)["outcomes"]}
    answer_show(shipped, [], "json", Delivery())
    shown = {row["endpoint"] for row in json.loads(capsys.readouterr().out)["outcomes"]}

    assert compared < shown


def test_a_whole_record_has_no_sections(small: LoadedTrials) -> None:
    with pytest.raises(UsageProblem, match="show tells a whole record"):
        answer_show(small, ["harms"], "table", Delivery())


# The other commands.


@pytest.mark.parametrize(
    ("layout", "beginning"),
    [
        pytest.param("table", "trial", id="table"),
        pytest.param("csv", "trial,name,drug,phase,", id="csv"),
        pytest.param("tsv", "trial\tname\tdrug\tphase\t", id="tsv"),
        pytest.param("json", '{\n  "schema_version": 2,', id="json"),
    ],
)
def test_the_list_in_each_format(capsys: Captured, small: LoadedTrials, layout: str, beginning: str) -> None:
    answer_list(small, None, layout, Delivery(quiet=True))

    assert capsys.readouterr().out.startswith(beginning)


@pytest.mark.parametrize("layout", ["table", "json"])
def test_the_list_says_what_it_leaves_out(capsys: Captured, small: LoadedTrials, layout: str) -> None:
    answer_list(small, None, layout, Delivery(quiet=True))

    assert "1 record (NCT00000003.yaml)" in capsys.readouterr().out


def test_export_says_beside_the_answer_what_has_no_row(capsys: Captured, small: LoadedTrials) -> None:
    made = tuple(exportable(one, PARTS) for one in small.asked)
    answer_export(Trials(made, made, small.notes), Filters(), "metafor", Delivery())
    out, err = capsys.readouterr()

    assert [row["n1i"] for row in csv.DictReader(out.splitlines())] == ["30", "30"]
    assert "il2sle: Base (NCT00000001), LLDAS, week not stated, population not stated, all arms: not measured." in err


@pytest.mark.parametrize(
    ("record", "strict", "counts"),
    [
        pytest.param(BASE, True, False, id="nothing found"),
        pytest.param(WARNED, False, False, id="a warning"),
        pytest.param(WARNED, True, True, id="a warning, strictly"),
        pytest.param(BROKEN, False, True, id="an error"),
    ],
)
@pytest.mark.parametrize("layout", ["text", "json"])
def test_what_counts_for_the_exit_code(tmp_path: Path, record: str, layout: str, *, strict: bool, counts: bool) -> None:
    directory = directory_of(tmp_path, NCT00000001=record)

    assert answer_check([], directory, layout, Delivery(), strict=strict) == counts


def test_a_finding_has_the_fields_of_the_contract(capsys: Captured, tmp_path: Path) -> None:
    answer_check([], directory_of(tmp_path, NCT00000003=BROKEN), "json", Delivery(), strict=False)
    answer = json.loads(capsys.readouterr().out)

    assert (answer["command"], answer["trials"]) == ("check", [])
    assert [list(problem) for problem in answer["problems"]] == [
        ["path", "line", "column", "code", "severity", "message", "help", "trial"]
    ]


def test_nothing_found_never_stands_alone(capsys: Captured, tmp_path: Path) -> None:
    answer_check([], directory_of(tmp_path, **SMALL), "text", Delivery(), strict=True)
    said, told = capsys.readouterr()

    assert said.startswith("checked: 2 records\n")
    assert said.endswith("\n\nfound: 0 errors, 0 warnings\n")
    assert told == ""


DOUBTED = record(4, "Doubted").replace("percent: 60.0}", "percent: 60.0, p: 0.5}").replace("events: 9, n: 30", "n: 30")
MIXED = SMALL | {"NCT00000003": BROKEN, "NCT00000004": DOUBTED}


@pytest.mark.parametrize(
    ("least", "codes", "kept"),
    [
        pytest.param("note", [], {"Y", "W", "N"}, id="all"),
        pytest.param("warning", [], {"Y", "W"}, id="warnings and errors"),
        pytest.param("error", [], {"Y"}, id="errors"),
        pytest.param("note", ["w203"], {"W"}, id="a code"),
        pytest.param("error", ["W203"], set(), id="a code of another grade"),
        pytest.param("note", ["W203", "y005"], {"Y", "W"}, id="two codes"),
    ],
)
@pytest.mark.parametrize("layout", ["text", "json"])
def test_findings_are_shown_by_grade_and_code_and_count_whether_shown_or_not(
    capsys: Captured, tmp_path: Path, *, layout: str, least: Severity, codes: list[str], kept: set[str]
) -> None:
    shown = shown_from(least, codes)
    failed = answer_check([], directory_of(tmp_path, **MIXED), layout, Delivery(), strict=False, shown=shown)
    out = capsys.readouterr().out

    assert failed
    found = set(re.findall(r"\b([YWN])\d{3}\b", out))
    assert found == kept


def test_a_code_to_show_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageProblem, match=r'^there is no code "W2O3"; did you mean W2'):
        shown_from("note", ["W2O3"])


def test_an_explanation_gives_the_reason_and_the_remedy(capsys: Captured) -> None:
    answer_explain("w203", Delivery())
    title, reason, remedy = capsys.readouterr().out.split("\n\n")

    assert title == "W203 (warning): p not reproduced, and the conclusion at 0.05 would differ"
    assert "conclusion" not in remedy
    assert reason


def test_an_unknown_code_is_told_all_of_them() -> None:
    with pytest.raises(UsageProblem, match=r'^there is no code "W9"; .*there are: Y001, .*, W203, '):
        answer_explain("W9", Delivery())


@pytest.mark.parametrize(
    ("of", "title"), [pytest.param("record", "il2sle record", id="record"), ("output", "il2sle machine output")]
)
def test_the_schema_that_is_asked_for(capsys: Captured, of: str, title: str) -> None:
    answer_schema(of, Delivery())

    assert json.loads(capsys.readouterr().out)["title"] == title


# A choice of columns, and the order of trials


def test_columns_of_a_machine_format(capsys: Captured, shipped: LoadedTrials) -> None:
    shape = Shape(["outcomes"], "csv", columns=["week", "name", "P"])
    answer_compare(shipped, Filters(endpoints=["SRI-4"], weeks=[12]), shape, Delivery())
    assert capsys.readouterr().out.splitlines()[:2] == ["week,name,p", "12,He 2020,0.052"]


def test_rows_alone_have_what_is_not_shown_beside_them(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_compare(shipped, Filters(), Shape(("outcomes",), "csv"), Delivery())
    assert "il2sle: Not shown here: " in capsys.readouterr().err


def test_columns_of_a_page(capsys: Captured, shipped: LoadedTrials) -> None:
    shape = Shape(["outcomes"], "markdown", columns=["wk", "p"])
    answer_compare(shipped, Filters(endpoints=["SRI-4"]), shape, Delivery())
    assert "| OUTCOMES | wk | p |\n| --- | --- | --: |\n| He 2020 | 12 | 0.052 |" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        pytest.param(
            Shape(["doses"], "csv", columns=["arms"]), 'doses have no column "arms"; did you mean arm?', id="csv"
        ),
        pytest.param(
            Shape(["outcomes"], "csv", columns=["foo"]),
            f'outcomes have no column "foo"; there are: {", ".join(column_names("outcomes"))}',
            id="all there are",
        ),
        pytest.param(
            Shape(["doses"], "table", columns=["dosage"]),
            'no table has the column "dosage"; did you mean DOSES?',
            id="page",
        ),
        pytest.param(
            Shape(["doses"], "json", columns=["arm"]), "--columns is for pages, CSV, TSV and JSON Lines", id="json"
        ),
    ],
)
def test_a_column_that_does_not_exist_is_refused(shipped: LoadedTrials, shape: Shape, said: str) -> None:
    with pytest.raises(UsageProblem, match=re.escape(said)):
        answer_compare(shipped, Filters(), shape, Delivery())


def test_trials_are_sorted_in_every_format(capsys: Captured, shipped: LoadedTrials) -> None:
    for layout in ("csv", "table"):
        answer_compare(shipped, Filters(), Shape(["studies"], layout, "name"), Delivery(width=140))
        out = capsys.readouterr().out
        assert out.index("ISLAND-SLE") < out.index("LUPIL-2") < out.index("PRO-IMMUN")
    assert "Order: by name." in out


def test_the_summary_is_a_section_of_machine_formats(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_compare(shipped, Filters(), Shape(["summary"], "csv"), Delivery())
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    topics = dict.fromkeys(row["topic"] for row in rows)
    assert list(topics) == ["primary endpoint", "main result", "no result", "harm", "no harm"]
    first = next(row for row in rows if row["topic"] == "main result")
    assert (first["name"], first["arm_events"], first["difference_low"][:4]) == ("He 2020", "16", "0.06")
    with pytest.raises(UsageProblem, match="summary is a section of JSON"):
        answer_compare(shipped, Filters(), Shape(["summary"], "html"), Delivery())


def test_a_filter_asks_for_less_than_the_first_screen(capsys: Captured, shipped: LoadedTrials) -> None:
    answer_compare(shipped, Filters(endpoints=["BICLA"]), Shape(layout="json"), Delivery())
    assert "summary" not in json.loads(capsys.readouterr().out)
