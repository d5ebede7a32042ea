"""How sources stand to each other, and which of several claims may be shown: rows of the table of language cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from flat import export_rows
from il2sle.cli.checking import everything
from il2sle.codes import CODES
from il2sle.evidence.checks.shown import PUBLICATIONS
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.rows import Row, SourceRow
from il2sle.evidence.sources import original, replaced_by, standings
from il2sle.evidence.twins import features, twins
from il2sle.records.model import Trial
from il2sle.records.vocabulary import SourceKind, Standing, labels
from il2sle.views.columns import SOURCES, row_data
from il2sle.views.compare import compare_page
from il2sle.views.legend import source_words
from il2sle.views.machine import comparison_json
from il2sle.views.outcomes import words_of
from il2sle.views.page import html, markdown
from il2sle.views.page.blocks import Page
from il2sle.views.show import show_page
from minimal import BASE, DRUG, PLACEBO, minimal
from processes import directory_of

Edits = dict[str, str | None]

# A registry's own version of 2020, and an undated copy of it that was read six years later.
VERSIONS: Edits = {
    "sources/registry": "{kind: registry, rank: primary, citation: A registry, date: 2020-01}",
    "sources/mirror": "{kind: registry, rank: primary, citation: A mirror, read: 2026-11, copy_of: registry}",
    "sources/page": "{kind: registry, rank: primary, citation: A page, read: 2026-11}",
    "sources/other": "{kind: registry, rank: primary, citation: Another page, read: 2025-11}",
    "sources/next": "{kind: registry, rank: primary, citation: A later page, read: 2026-11, supersedes: registry}",
    "sources/last": "{kind: registry, rank: primary, citation: Its successor, supersedes: next}",
    "sources/reprint": "{kind: registry, rank: primary, citation: A reprint, date: 2026-11, copy_of: registry}",
    "sources/letter": "{kind: letter, rank: primary, citation: A letter, date: 2019, corrects: paper}",
}


def enrolled(shown: str, other: str, rule: str = "newest registry figure") -> Edits:
    claims = f'[{{is: 60, cite: "{shown}, N", shown_by: {rule}}}, {{is: 61, cite: "{other}, N"}}]'
    return VERSIONS | {"people/enrolled": claims}


def codes(edits: Edits) -> set[str]:
    return {finding.code for finding in Examined(minimal(edits)).findings}


def wrong(edits: Edits) -> str:
    """What R110 says; empty where it says nothing."""
    return next((f.message for f in Examined(minimal(edits)).findings if f.code == "R110"), "")


def page_of(*trials: Trial) -> Page:
    listed = [Examined(trial) for trial in trials]
    return show_page([one.profile for one in listed], compare(listed, filters=Filters(every_endpoint=True)))


# Which claim is the newest


@pytest.mark.parametrize(
    ("shown", "other"),
    [
        pytest.param("registry", "mirror", id="an undated copy, read later"),
        pytest.param("registry", "reprint", id="a copy of a later date"),
        pytest.param("registry", "page", id="an undated page, read later"),
        pytest.param("next", "registry", id="a successor without a date"),
        pytest.param("last", "registry", id="a successor of a successor"),
        pytest.param("next", "mirror", id="a copy of what is superseded"),
    ],
)
@pytest.mark.parametrize("rule", ["newest registry figure", "newest source"])
def test_newest_is_the_registry_itself(shown: str, other: str, rule: str) -> None:
    assert wrong(enrolled(shown, other, rule)) == ""


@pytest.mark.parametrize(
    ("shown", "other", "message"),
    [
        pytest.param("mirror", "registry", "the claim rests on a copy, which has no vote of its own", id="a copy"),
        pytest.param("reprint", "registry", "the claim rests on a copy, which has no vote of its own", id="dated"),
        pytest.param("page", "registry", "its source has no date, and there is a claim of 2020-01", id="read late"),
        pytest.param(
            "page", "other", "its source has no date, and neither has that of a claim against it", id="neither is dated"
        ),
        pytest.param("registry", "next", "its source is superseded or corrected by next", id="superseded"),
        pytest.param("registry", "last", "its source is superseded or corrected by last", id="superseded twice over"),
        pytest.param("mirror", "next", "its source is superseded or corrected by next", id="its copy"),
    ],
)
def test_what_is_not_the_newest(shown: str, other: str, message: str) -> None:
    assert wrong(enrolled(shown, other)) == f"the rule `newest registry figure` does not hold: {message}"


def test_a_correction_is_newer_than_what_it_corrects() -> None:
    assert wrong(enrolled("letter", "paper", "newest source")) == ""
    assert "corrected by letter" in wrong(enrolled("paper", "letter", "newest source"))


def test_a_date_of_its_own_gives_a_copied_claim_a_vote() -> None:
    claims = '[{is: 60, cite: "registry, N", shown_by: newest source}, {is: 61, as_of: 2023, cite: "mirror, N"}]'
    assert wrong(VERSIONS | {"people/enrolled": claims}).endswith("there is a claim of 2023")


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        pytest.param("{is: 60}, {is: 61}", "of 2 claims one is shown, but `shown_by` stands on none", id="none"),
        pytest.param(
            '{is: 60, cite: "registry, N", as_of: 2019, shown_by: newest registry figure}, '
            '{is: 61, cite: "registry, N", as_of: 2020}',
            "the rule `newest registry figure` does not hold: there is a claim of 2020",
            id="an older registry",
        ),
        pytest.param(
            '{is: 60, shown_by: newest source}, {is: 61, cite: "news, p. 1"}',
            "the rule `newest source` does not hold: there is a claim of 2020-02",
            id="an older source",
        ),
    ],
)
def test_what_differs_needs_a_rule_that_holds(claims: str, message: str) -> None:
    edits: Edits = {"people/enrolled": f"[{claims}]"}
    assert codes(edits) == {"R110", "W205"}
    assert wrong(edits) == message


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param("{is: 60, kind: actual}, {is: 80, kind: target}", id="a plan and its end"),
        pytest.param('{is: 60}, {is: 60, cite: "news, p. 1"}', id="one figure twice"),
        pytest.param('{is: 60}, {is: not reported, cite: "news, p. 1"}', id="a silent source"),
    ],
)
def test_what_agrees_needs_no_rule(claims: str) -> None:
    assert codes({"people/enrolled": f"[{claims}]"}) == set()


def test_a_target_does_not_outdate_an_actual_figure() -> None:
    claims = (
        '[{is: 60, kind: actual, cite: "registry, N", shown_by: newest registry figure}, '
        '{is: 80, kind: target, as_of: 2026, cite: "registry, N"}]'
    )
    assert codes({"people/enrolled": claims}) == set()


def test_the_page_tells_what_agrees_in_other_words() -> None:
    edits: Edits = {"people/enrolled": '[{is: 80, kind: target, cite: "news, p. 1"}, {is: 60, kind: actual}]'}
    page = markdown.render(page_of(minimal(edits)))
    assert "- **enrolled:** 60 (actual) \\[paper: Figure 1\\]\n  - 80 (target) \\[news: p. 1\\]" in page


# Kinds


@pytest.mark.parametrize("kind", labels(SourceKind))
def test_what_counts_as_publication(kind: str) -> None:
    edits = enrolled("own", "news", "primary publication") | {
        "sources/own": f"{{kind: {kind}, rank: primary, citation: Own}}"
    }
    assert ("R110" not in codes(edits)) == (kind in PUBLICATIONS)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        *((kind, True) for kind in ("paper", "poster", "slides", "supplement", "study report", "data set", "letter")),
        *((kind, False) for kind in ("protocol", "registry", "review", "news", "erratum", "retraction notice")),
    ],
)
def test_a_first_hand_report_makes_news_second_hand(kind: str, *, found: bool) -> None:
    edits: Edits = {
        "sources/paper/kind": kind,
        f"{DRUG}/cite": '"news, p. 1"',
        "outcomes/0/cite": "news, p. 1",
    }
    assert ("W206" in codes(edits)) == found


# Links


def test_a_copy_of_a_copy_is_one_of_the_first() -> None:
    trial = minimal(VERSIONS | {"sources/second": "{kind: news, rank: secondary, citation: x, copy_of: mirror}"})
    assert original(trial, "second") == "registry"
    assert original(trial, "registry") == "registry"


def test_what_a_source_replaces() -> None:
    trial = minimal(VERSIONS)
    assert replaced_by(trial, "last") == {"next", "registry"}
    assert replaced_by(trial, "letter") == {"paper"}
    assert replaced_by(trial, "paper") == set()
    copied = minimal(
        VERSIONS | {"sources/mirror": "{kind: registry, rank: primary, citation: x, copy_of: next, supersedes: page}"}
    )
    assert replaced_by(copied, "mirror") == {"page", "registry"}


# Standing


BY_NOTICE: Edits = {"sources/notice": "{kind: retraction notice, rank: primary, citation: N, corrects: paper}"}
BY_ERRATUM: Edits = {"sources/notice": "{kind: erratum, rank: primary, citation: N, corrects: paper}"}


@pytest.mark.parametrize(
    ("edits", "standing"),
    [
        pytest.param({}, {}, id="nothing is known"),
        *(pytest.param({"sources/paper/standing": word}, {"paper": word}, id=word) for word in labels(Standing)),
        pytest.param(BY_NOTICE, {"paper": "retracted"}, id="by a notice"),
        pytest.param(BY_ERRATUM, {"paper": "corrected"}, id="by an erratum"),
        pytest.param(BY_ERRATUM | {"sources/paper/standing": "retracted"}, {"paper": "retracted"}, id="its own word"),
        pytest.param(
            BY_NOTICE | {"sources/news/copy_of": "paper"}, {"paper": "retracted", "news": "retracted"}, id="a copy"
        ),
    ],
)
def test_standing(edits: Edits, standing: dict[str, str]) -> None:
    assert standings(minimal(edits)) == standing


RETRACTED: Edits = {"sources/paper/standing": "retracted"}


def test_standing_reaches_every_row_that_cites_the_source() -> None:
    one = Examined(minimal(RETRACTED))
    rows: list[Row] = [one.study, *one.outcomes, *one.doses, *one.harms]
    assert {remark.text for row in rows for remark in row.remarks if remark.kind == "standing"} == {"paper: RETRACTED"}
    assert all(row.remarks[0].kind == "standing" for row in rows)


def test_standing_is_not_said_of_a_row_that_cites_another_source() -> None:
    rows = Examined(minimal(RETRACTED | {"outcomes/1/cite": "news, p. 1"})).outcomes
    assert [remark.kind for row in rows if row.endpoint == "SLEDAI" for remark in row.remarks] == []


@pytest.mark.parametrize("layout", ["metafor", "netmeta"])
def test_standing_reaches_every_row_of_an_export(layout: str) -> None:
    export = export_rows([Examined(minimal(RETRACTED))], layout, Filters())
    remarks = [str(row[export.columns.index("remarks")]) for row in export.rows]
    assert remarks
    assert all("paper: RETRACTED" in words for words in remarks)


def test_standing_reaches_every_page_and_json() -> None:
    one = Examined(minimal(RETRACTED))
    comparison = compare([one])
    for text in (
        html.render(compare_page(comparison, full=True)),
        markdown.render(compare_page(comparison, full=True)),
    ):
        assert "paper: RETRACTED" in text
        assert "· RETRACTED, paper, " in text
    assert '"standing": "retracted"' in "".join(comparison_json("compare", comparison))


def test_figures_of_a_retracted_source_are_counted() -> None:
    found = next(f for f in Examined(minimal(RETRACTED)).findings if f.code == "W215")
    assert found.message.startswith('"paper" is retracted, and the record rests on it (')


# The list of sources


def row_of(edits: Edits, key: str = "paper") -> SourceRow:
    return Examined(minimal(edits)).sources[f"NCT00000001/{key}"]


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        pytest.param({}, "Author A et al. · paper, 2020-01-15", id="plain"),
        pytest.param(
            {"sources/paper/read_of": "[abstract, table 2]"},
            "Author A et al. · paper, 2020-01-15, read: abstract, table 2",
            id="read in part",
        ),
        pytest.param(
            {"sources/paper/standing": "preprint"},
            "Author A et al. · preprint: not reviewed by peers, paper, 2020-01-15",
            id="a preprint",
        ),
        pytest.param(
            {"sources/paper/doi": "10.1136/x", "sources/paper/url": "https://doi.org/10.1136/X"},
            "Author A et al. · paper, 2020-01-15 doi:10.1136/x",
            id="one address in two forms",
        ),
        pytest.param(
            {"sources/paper/doi": "10.1136/x", "sources/paper/url": "https://www.pubmed.gov/1/"},
            "Author A et al. · paper, 2020-01-15 doi:10.1136/x https://www.pubmed.gov/1/",
            id="two addresses",
        ),
        pytest.param(
            {"sources/paper/pmid": "31537547"}, "Author A et al. · paper, 2020-01-15 pmid:31537547", id="in PubMed"
        ),
        pytest.param(
            {"sources/paper/supersedes": "news", "sources/paper/corrects": "registry"},
            "Author A et al. · paper, 2020-01-15, supersedes news, corrects registry",
            id="a successor",
        ),
    ],
)
def test_words_of_a_source(edits: Edits, words: str) -> None:
    assert source_words(row_of(edits)) == words


def test_words_of_a_copy() -> None:
    assert source_words(row_of(VERSIONS, "mirror")) == "A mirror · registry, undated, read 2026-11, copy of registry"


def test_both_addresses_are_linked() -> None:
    edits: Edits = {
        "sources/paper/doi": "10.1136/x",
        "sources/paper/url": "https://example.org/page",
        "sources/paper/pmid": "31537547",
    }
    page = page_of(minimal(edits))
    for text in (html.render(page), markdown.render(page)):
        assert "https://doi.org/10.1136/x" in text
        assert "https://example.org/page" in text
        assert "https://pubmed.ncbi.nlm.nih.gov/31537547/" in text


def test_columns_of_a_source() -> None:
    edits: Edits = {
        "sources/paper/pmid": "7",
        "sources/paper/read_of": "[table 2]",
        "sources/paper/standing": "corrected",
        "sources/paper/supersedes": "news",
    }
    data = row_data(SOURCES, row_of(edits))
    assert {key: data[key] for key in ("pmid", "read_of", "standing", "copy_of", "supersedes", "corrects")} == {
        "pmid": 7,
        "read_of": ("table 2",),
        "standing": "corrected",
        "copy_of": None,
        "supersedes": "NCT00000001/news",
        "corrects": None,
    }


# The claim that is not shown


def test_sources_of_a_dispute_are_listed_beside_the_row() -> None:
    edits: Edits = {"people/enrolled": '[{is: 60, shown_by: primary publication}, {is: 61, cite: "news, p. 1"}]'}
    comparison = compare([Examined(minimal(edits))], sections=["studies"])
    assert "NCT00000001/news" in {source.key for source in comparison.sources}
    assert "61 (2020-02) [news: p. 1]" in words_of(comparison.studies[0].remarks)
    assert "61 (2020-02) \\[news: p. 1\\]" in markdown.render(compare_page(comparison, ["studies"], full=True))


def test_what_corrects_a_source_is_listed_with_it() -> None:
    comparison = compare([Examined(minimal(BY_NOTICE))])
    assert [source.key for source in comparison.sources] == ["NCT00000001/paper", "NCT00000001/notice"]


def test_what_a_copy_repeats_is_listed_with_it() -> None:
    comparison = compare([Examined(minimal(VERSIONS | {"outcomes/1/cite": "mirror, N"}))], sections=["outcomes"])
    keys = [source.key.partition("/")[2] for source in comparison.sources]
    assert keys == ["paper", "mirror", "registry", "letter"]


# One trial in two records

OTHER: Edits = {"id": "NCT00000002", "name": "Another"}


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        pytest.param({}, "the same arms of the same sizes, and 4 results alike", id="arms and results"),
        pytest.param({"arms/drug/label": "il-2, 1 Million IU"}, "the same arms", id="in other letters"),
        pytest.param({"name": "BASE.", "outcomes/0": None}, 'both are called "Base", but for its signs', id="a name"),
        pytest.param(
            {"arms/drug/label": "active", "arms/placebo/label": "control"}, "arms of the same", id="other labels"
        ),
        pytest.param({"arms/drug/label": "IL-2 2 million IU", "arms/drug/dose": "2"}, "", id="another arm"),
        pytest.param({"arms/drug/randomised": "31"}, "", id="another size"),
        pytest.param(
            {DRUG: "{events: 17, n: 30}", f"{PLACEBO}/events": "8", f"{PLACEBO}/percent": None}, "", id="others"
        ),
        pytest.param({f"{DRUG}/percent": "61", f"{PLACEBO}/percent": "31"}, "", id="two results alike"),
    ],
)
def test_one_trial_in_two_records(edits: Edits, why: str) -> None:
    pair = list(twins([minimal(), minimal(OTHER | edits)]))
    assert len(pair) == bool(why)
    assert all(why in one.why for one in pair)


def test_arms_without_sizes_tell_nothing() -> None:
    unsized: Edits = {"arms/drug/randomised": None, "arms/placebo/randomised": None}
    assert list(twins([minimal(unsized), minimal(OTHER | unsized)])) == []


def test_each_two_of_three_are_twins_in_their_order() -> None:
    third: Edits = {"id": "NCT00000003", "name": "A third", "arms/drug/label": "active"}
    found = [(pair.first.id[-1], pair.second.id[-1], pair.why) for pair in twins(map(minimal, ({}, OTHER, third)))]
    same, sized = "the same arms of the same sizes, and 4 results alike", "arms of the same sizes, and 4 results alike"
    assert found == [("1", "2", same), ("1", "3", sized), ("2", "3", sized)]


def test_no_two_differences_of_a_record_are_one_figure() -> None:
    one, two = (features(minimal({f"{DRUG}/mean_difference": of})) for of in ("-1", "-2"))
    assert len({*one.figures["label"], *two.figures["label"]}) == len(one.figures["label"]) + 1


def test_twins_are_said_wherever_trials_stand_side_by_side() -> None:
    two = [Examined(minimal()), Examined(minimal(OTHER))]
    said = "Base (NCT00000001) and Another (NCT00000002) may be one trial in two records"
    assert any(note.startswith(said) for note in compare(two).notes)
    assert export_rows(two, "metafor", Filters()).overlapping[0].startswith(said)
    assert not any(said in note for note in compare(two[:1]).notes)


def test_twins_are_a_finding_about_each(tmp_path: Path) -> None:
    other = BASE.replace("NCT00000001", "NCT00000002").replace("name: Base", "name: Another")
    problems, _ = everything(sorted(directory_of(tmp_path, NCT00000001=BASE, NCT00000002=other).iterdir()))
    found = [(Path(problem.place.path).stem, problem.code) for problem in problems if problem.code == "W217"]
    assert found == [("NCT00000001", "W217"), ("NCT00000002", "W217")]
    assert CODES["W217"].severity == "warning"


def test_the_shipped_records_are_five_trials(trials: list[Trial]) -> None:
    assert list(twins(trials)) == []
