"""What of a source was read: what follows for places in it, and for what is said to be missing."""

from __future__ import annotations

import pytest

from il2sle.evidence.answer import MAIN_HARMS
from il2sle.evidence.answering import answer
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.reading import missing_kind, outside, unread_reports, unread_words
from il2sle.evidence.rows import HarmRow, OutcomeRow
from il2sle.records.values import Cite
from il2sle.views.columns import TABLES, row_data
from il2sle.views.columns.summary import TOPICS, summary_rows
from il2sle.views.compare import compare_page
from il2sle.views.listing import COLUMNS, list_page, list_rows
from il2sle.views.page import markdown
from il2sle.views.show import show_page
from minimal import DRUG, PLACEBO, RESULTS, minimal
from pages import lines_of

Edits = dict[str, str | None]

ABSTRACT: Edits = {"sources/paper/read_of": "abstract"}
TABLES_ONLY: Edits = {"sources/paper/read_of": "[table 2, table 3]"}
NOTHING: Edits = {"sources/paper/read_of": "nothing"}
WHOLE: Edits = {"sources/paper/read_of": "[full text, supplement]"}


# What a record passes over


@pytest.mark.parametrize(
    ("edits", "expected"),
    [pytest.param({}, "not reported", id="all read"), pytest.param(ABSTRACT, "not read", id="not")],
)
def test_what_a_record_passes_over_is_not_reported_only_where_all_was_read(edits: Edits, expected: str) -> None:
    one = Examined(minimal(edits | {"outcomes/3": None, "outcomes/0/analysis": None, "harms/events/1": None}))
    [lldas] = [row for row in one.outcomes if row.endpoint == "LLDAS"]
    told = answer([one])
    assert lldas.missing == expected
    assert dict(told.harms[0].missing)[expected] == MAIN_HARMS
    verdicts = [row.missing for row in summary_rows(told) if row.topic == TOPICS[0]]
    assert verdicts == [expected]


# Places


@pytest.mark.parametrize(
    ("read_of", "place", "expected"),
    [
        pytest.param("abstract", "Abstract, Results", False, id="the abstract itself"),
        pytest.param("abstract", "Results", False, id="a part of it"),
        pytest.param("abstract", "Table 2", True, id="a table"),
        pytest.param("abstract", "table S1, row 3", True, id="a table of the supplement"),
        pytest.param("abstract", "Tables of the trial", False, id="no number"),
        pytest.param("abstract", "Fig. 3", True, id="a figure"),
        pytest.param("abstract", "Figure 1 legend", True, id="a legend"),
        pytest.param("abstract", "supplementary appendix", True, id="the supplement"),
        pytest.param("abstract", "page 9999", True, id="a page"),
        pytest.param("abstract", "p. 12", True, id="a page in short"),
        pytest.param("[abstract, Figure 1]", "Figure 1 legend", False, id="a figure that was read"),
        pytest.param("[abstract, Figure 1]", "Figure 2", True, id="another figure"),
        pytest.param("[table 2, table 3]", "Table 3, row SAE", False, id="one of the tables"),
        pytest.param("[table 2, table 3]", "TABLE 2", False, id="in other letters"),
        pytest.param("[table 2, table 3]", "Table 21", True, id="a longer number"),
        pytest.param("[table 2, table 3]", "Table 4", True, id="another table"),
        pytest.param("[table 2, table 3]", "Abstract", True, id="the abstract"),
        pytest.param("front page", "affiliations", False, id="on the front page"),
        pytest.param("front page", "Table 1", True, id="not on the front page"),
        pytest.param("tables 2 and 3", "Table 3, row SAE", False, id="tables in one entry"),
        pytest.param("tables 2 and 3", "Tables 2 and 3", False, id="several at once"),
        pytest.param("[Table 2, Table 3]", "Table 2 and Table 3", False, id="several, each by its noun"),
        pytest.param("tables 2 and 3", "Table 4", True, id="not one of those in one entry"),
        pytest.param("[abstract, Table 2]", "Tables 2 and 4", True, id="one of several"),
        pytest.param("pages 3-5", "p. 4", False, id="a page of a range"),
        pytest.param("pages 3-5", f"p. {'9' * 5000}-5", True, id="a number that nobody types"),
        pytest.param("Figure 2", "Fig. 2B", False, id="a panel"),
        pytest.param("Figure 1 legend", "Figure 1", True, id="more than the legend"),
        pytest.param("abstract", "Discussion", True, id="no section of an abstract"),
        pytest.param("abstract", "whole text", True, id="all of the text"),
        pytest.param("[Methods, Table 2]", "Methods, dosing", False, id="a section that was read"),
        pytest.param("[Methods, Table 2]", "Results", True, id="a section that was not"),
        pytest.param("[Methods, Table 2]", "Abstract", True, id="no abstract"),
        pytest.param("nothing", "Abstract", True, id="nothing"),
        pytest.param("[full text, supplement]", "Table 9", False, id="all of it"),
        pytest.param(None, "page 9999", False, id="not said"),
    ],
)
def test_places_outside_what_was_read(read_of: str | None, place: str, *, expected: bool) -> None:
    edits: Edits = {"sources/paper/read_of": read_of} if read_of else {}
    assert outside(minimal(edits).sources["paper"], place) is expected


@pytest.mark.parametrize(
    "outcome",
    [
        pytest.param('{endpoint: SLEDAI, missing: not read, cite: "paper, Table 9"}', id="said to be not read"),
        pytest.param('{endpoint: SLEDAI, missing: not reported, cite: "paper, Table 9"}', id="so by itself"),
    ],
)
def test_a_figure_that_was_not_read_may_stand_anywhere(outcome: str) -> None:
    found = Examined(minimal(NOTHING | {"outcomes/1": outcome})).findings
    assert [f for f in found if f.code == "W216" and f.loc[:2] == ("outcomes", 1)] == []


def test_message_names_what_was_read() -> None:
    edits: Edits = {"sources/registry/read_of": "abstract", "outcomes/0/cite": "registry, Table 2"}
    (finding,) = Examined(minimal(edits)).findings
    assert finding.message == "`Table 2` lies outside what was read: registry (read: abstract)"


def test_rows_that_cite_such_a_place_say_so() -> None:
    row = outcome(ABSTRACT, "SRI-4")
    said = [(remark.text, remark.code) for remark in row.remarks]
    assert said == [("paper, Table 2: outside what was read", "W216")]


# Missing


@pytest.mark.parametrize(
    ("edits", "sources", "stated", "expected"),
    [
        pytest.param(ABSTRACT, ["paper"], "not reported", "not read", id="read in part"),
        pytest.param(NOTHING, ["paper"], "not reported", "not read", id="not read at all"),
        pytest.param(WHOLE, ["paper"], "not reported", "not reported", id="read to its end"),
        pytest.param({}, ["paper"], "not reported", "not reported", id="nothing said"),
        pytest.param(ABSTRACT, ["paper", "registry"], "not reported", "not reported", id="another read to its end"),
        pytest.param(ABSTRACT, [], "not reported", "not reported", id="nothing cited"),
        pytest.param(ABSTRACT, ["paper"], "not measured", "not measured", id="another kind"),
        pytest.param(ABSTRACT, ["paper"], None, None, id="not missing"),
    ],
)
def test_kind_of_missing(edits: Edits, sources: list[str], stated: str | None, expected: str | None) -> None:
    assert missing_kind(minimal(edits), stated, [Cite(source, "p. 1") for source in sources]) == expected


def outcome(edits: Edits, endpoint: str = "SLEDAI") -> OutcomeRow:
    return next(row for row in Examined(minimal(edits)).outcomes if row.endpoint == endpoint)


def harm(edits: Edits, event: str = "death") -> HarmRow:
    return next(row for row in Examined(minimal(edits)).harms if row.event == event)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(outcome(ABSTRACT), "not read", id="an outcome"),
        pytest.param(outcome(ABSTRACT, "LLDAS"), "not measured", id="one that was not measured"),
        pytest.param(outcome(WHOLE), "not reported", id="one of a paper read to its end"),
        pytest.param(outcome(ABSTRACT | {DRUG: "{says: better}"}, "SRI-4"), "not read", id="a result in words"),
        pytest.param(outcome(ABSTRACT | {DRUG: "{missing: not reported}"}, "SRI-4"), "not read", id="a result"),
        pytest.param(harm(TABLES_ONLY), "not read", id="a harm"),
        pytest.param(harm(WHOLE), "not reported", id="a harm of a paper read to its end"),
        pytest.param(
            harm(ABSTRACT | {"harms/events/0/arms/drug": "{missing: not reported}"}, "any adverse event"),
            "not read",
            id="a harm count",
        ),
        pytest.param(
            harm(ABSTRACT | {"harms/events/1": "{event: death, category: death, says: none}"}), None, id="words"
        ),
    ],
)
def test_rows_of_what_was_not_read(row: OutcomeRow | HarmRow, expected: str | None) -> None:
    assert row.missing == expected
    named = [remark.text for remark in row.remarks if remark.kind == "reading"]
    assert bool(named) == (expected == "not read")
    assert all(text.startswith("may stand in paper (") for text in named)


def test_a_stated_not_read_names_its_report() -> None:
    edits = NOTHING | {"outcomes/1/missing": "not read"}
    assert [r.text for r in outcome(edits).remarks] == ["may stand in paper (not read)"]


# What was not read is said


def test_unread_reports() -> None:
    trial = minimal(ABSTRACT | {"sources/news/read_of": "nothing", "sources/registry/read_of": "Full text"})
    assert [unread_words(key, source) for key, source in unread_reports(trial).items()] == [
        "paper (read: abstract)",
        "news (not read)",
    ]


def test_every_page_names_the_reports_that_were_not_read() -> None:
    one = Examined(minimal(ABSTRACT))
    comparison = compare([one])
    assert "## NOT READ IN FULL\n\n- **Base:** paper (read: abstract)\n" in markdown.render(
        compare_page(comparison, full=True)
    )
    shown = markdown.render(show_page([one.profile], compare([one], filters=Filters(every_endpoint=True))))
    assert "- **not read in full:** paper (read: abstract): Author A et al." in shown
    assert lines_of(list_page([one.study]), 100)[-2:] == ["NOT READ IN FULL", "Base  in part: paper"]


def test_nothing_is_said_of_reports_that_were_read() -> None:
    one = Examined(minimal())
    assert "NOT READ" not in markdown.render(compare_page(compare([one]), full=True))
    assert "unread" not in "\n".join(lines_of(list_page([one.study]), 100))


def test_programs_learn_which_reports_were_not_read() -> None:
    study = Examined(minimal(ABSTRACT)).study
    assert row_data(TABLES["studies"], study)["unread"] == ("paper (read: abstract)",)
    listed = dict(zip(COLUMNS, list_rows([study])[0], strict=True))
    assert listed["unread"] == ("paper (read: abstract)",)


def test_the_mark_of_an_unread_figure_stands_in_the_key() -> None:
    edits = TABLES_ONLY | {"harms/events/0/arms/drug": "{missing: not reported}"}
    page = markdown.render(compare_page(compare([Examined(minimal(edits))]), full=True))
    assert "| any adverse event | unread | 6/30 (20.0) | may stand in paper (read: table 2, table 3) |" in page
    assert "- **unread** may stand in a report that was not read to its end" in page


def test_what_is_said_of_one_arm_of_a_harm_is_not_lost() -> None:
    edits = TABLES_ONLY | {"harms/events/0/arms/placebo": "{missing: not reported}"}
    page = markdown.render(compare_page(compare([Examined(minimal(edits))]), full=True))
    assert "| any adverse event | 9/30 (30.0) | unread | may stand in paper (read: table 2, table 3) |" in page


def test_a_comparator_alone_keeps_its_figures() -> None:
    row = outcome(ABSTRACT | {RESULTS: "{drug: {missing: not reported}, placebo: {events: 9, n: 30}}"}, "SRI-4")
    assert row.missing == "not read"
    assert row.comparator is not None
    assert row.comparator.events.value == 9


# Single figures that a row lacks

NEWS_UNREAD: Edits = {"sources/news/read_of": "nothing"}
LESS: Edits = {DRUG: "{difference: 30}", PLACEBO: "{missing: not reported}"}


@pytest.mark.parametrize(
    ("edits", "arm", "other"),
    [
        pytest.param({}, "not reported", "not reported", id="all read"),
        pytest.param(ABSTRACT, "not read", "not read", id="what it cites was read in part"),
        pytest.param(NEWS_UNREAD, "not read", "not read", id="a report that it does not cite may hold it"),
        pytest.param(NEWS_UNREAD | LESS, "not read", "not reported", id="the record's word of the comparator"),
        pytest.param(ABSTRACT | LESS, "not read", "not read", id="which holds of what was read to its end"),
        pytest.param(
            {RESULTS: "{drug: {events: 18, n: 30}}"} | ABSTRACT, "not read", "not read", id="nothing of a comparator"
        ),
        pytest.param({PLACEBO: None, "arms/placebo/role": "treated"} | NEWS_UNREAD, "not read", None, id="none"),
    ],
)
def test_how_a_figure_of_a_row_is_missing(edits: Edits, arm: str, other: str | None) -> None:
    row = outcome(edits, "SRI-4")
    assert (row.missing, row.rest_missing, row.other_missing) == (None, arm, other)


def test_a_row_without_figures_lacks_each_as_it_is_missing() -> None:
    row = outcome(NEWS_UNREAD | {"outcomes/1/missing": "not measured"})
    assert (row.missing, row.rest_missing) == ("not measured", "not measured")


@pytest.mark.parametrize(("edits", "mark"), [({}, "NR"), (NEWS_UNREAD, "unread")])
def test_single_figures_are_unread_and_the_key_says_so(edits: Edits, mark: str) -> None:
    lacking: Edits = {DRUG: "{difference: 30}", PLACEBO: "{n: 30}", "outcomes/0/population": None}
    lacking |= {"harms/n": None, "harms/events/0/arms": "{drug: {affected: 9}, placebo: {percent: 20.0}}"}
    one = Examined(minimal(edits | lacking))
    page = markdown.render(compare_page(compare([one]), full=True))
    assert f" | {mark} | {mark} | {mark} | {mark}/30 | {mark} | +30 | {mark} | {mark} | " in page
    assert f"SLEDAI variant {mark}" in page
    assert f"| any adverse event | 9, n {mark} | 20.0%, n {mark} |" in page
    assert f"- **{mark}** " in page


@pytest.mark.parametrize(("edits", "mark"), [({}, "NR"), (NEWS_UNREAD, "unread")])
def test_baseline_figures_are_unread(edits: Edits, mark: str) -> None:
    rows = "{measure: age, arms: {drug: {value: 40}}}, {measure: women, arms: {placebo: {n: 30}}}"
    table = f"{{cite: 'paper, Table 1', rows: [{rows}]}}"
    one = Examined(minimal(edits | {"baseline": table}))
    page = markdown.render(show_page([one.profile], compare([one], filters=Filters(every_endpoint=True))))
    assert f"| age | 40 | {mark} | {mark} |" in page
    assert f"| women | {mark} | {mark}/30 | {mark} |" in page


def test_programs_learn_how_a_figure_is_missing() -> None:
    one = Examined(minimal(NEWS_UNREAD | LESS))
    [told] = [row_data(TABLES["outcomes"], row) for row in one.outcomes if row.endpoint == "SRI-4"]
    assert (told["missing"], told["rest_missing"], told["comparator_rest_missing"]) == (
        None,
        "not read",
        "not reported",
    )
    assert row_data(TABLES["harms"], one.harms[0])["rest_missing"] == "not read"
