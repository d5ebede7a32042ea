from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from flat import examined
from flat import export_rows as export_of
from il2sle.errors import UsageProblem
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.exportable import PARTS, exportable
from il2sle.evidence.rows import OutcomeRow
from il2sle.evidence.selection import select
from il2sle.records.model import Trial
from il2sle.records.vocabulary import NAMED_KEYS, OTHER
from il2sle.views.export import LAYOUTS, Export, Value
from minimal import NEXT, minimal

Cells = tuple[Value, ...]

EVERYTHING = Filters(endpoints=(*NAMED_KEYS, OTHER))
OF_CONTRASTS = ("metafor", "meta", "stata")
OF_COUNTS = (*OF_CONTRASTS, "netmeta")
each_layout = pytest.mark.parametrize("layout", OF_COUNTS)  # test_poolable.py has the others
each_layout_of_contrasts = pytest.mark.parametrize("layout", OF_CONTRASTS)


def cells(export: Export, *names: str) -> list[Cells]:
    places = [export.columns.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in export.rows]


def export_rows(trials: Iterable[Trial], layout: str, filters: Filters) -> Export:
    return export_of(examined(trials), layout, filters)


def shipped(trials: list[Trial], layout: str, **filters: Any) -> Export:  # noqa: ANN401  as `Filters` takes them
    return export_rows(trials, layout, Filters(**filters))


# A trial of three doses against one placebo, in numbers that no trial reported

ARMS: dict[str, Any] = {
    "low": {"label": "IL-2 0.2 mg", "drug": "IL-2", "dose": Decimal("0.2"), "unit": "mg", "cite": "paper, p. 1"},
    "mid": {"label": "IL-2 0.5 mg", "drug": "IL-2", "dose": Decimal("0.5"), "unit": "mg", "cite": "paper, p. 1"},
    "high": {"label": "IL-2 1 mg", "drug": "IL-2", "dose": 1, "unit": "mg", "cite": "paper, p. 1"},
    "placebo": {"label": "placebo", "role": "comparator", "cite": "paper, p. 1"},
}
COUNTS: dict[str, Any] = {
    "low": {"events": 11, "n": 38},
    "mid": {"events": 15, "n": 38},
    "high": {"events": 22, "n": 37},
    "placebo": {"events": 9, "n": 39, "cite": "paper, p. 3"},
}


def outcome(results: dict[str, Any], week: str = "week 12", **known: object) -> dict[str, Any]:
    described = {"endpoint": "SRI-4", "population": "ITT", "cite": "paper, p. 2"}
    return described | {"results": {week: results}} | known


def trial(*outcomes: dict[str, Any], arms: dict[str, Any] = ARMS, **known: object) -> Trial:
    record = {
        "id": "NCT00000001",
        "name": "Four arms",
        "title": "a synthetic trial of three doses against placebo",
        "sources": {"paper": {"kind": "paper", "rank": "primary", "citation": "synthetic"}},
        "status": {"cite": "paper, p. 1", "state": "completed", "results": "published"},
        "people": {"cite": "paper, p. 1", "enrolled": 152},
        "design": {"cite": "paper, p. 1", "allocation": "randomised", "treatment": "12 weeks"},
        "schedule": [{"every": "2 days", "times": 42}],
        "arms": arms,
        "outcomes": list(outcomes),
    }
    return Trial.model_validate(record | known)


def some(*arms: str) -> dict[str, Any]:
    return {arm: COUNTS[arm] for arm in (*arms, "placebo")}


# Columns

OWN = (
    *("trial", "endpoint", "measure", "instrument", "week", "time", "population", "subset", "subgroup", "analysis"),
    *("arm", "comparator"),
)


@pytest.mark.parametrize(
    ("layout", "target", "more"),
    [
        pytest.param(
            "metafor", ["slab", "ai", "n1i", "ci", "n2i"], ["shared_comparator", "same_patients"], id="metafor"
        ),
        pytest.param(
            "meta", ["studlab", "event.e", "n.e", "event.c", "n.c"], ["shared_comparator", "same_patients"], id="meta"
        ),
        pytest.param(
            "netmeta", ["studlab", "treat", "event", "n", "agent", "dose"], ["dose_unit", "same_patients"], id="netmeta"
        ),
        pytest.param(
            "stata", ["study", "n11", "n12", "n21", "n22"], ["shared_comparator", "same_patients"], id="stata"
        ),
    ],
)
def test_columns(layout: str, target: list[str], more: list[str]) -> None:
    assert LAYOUTS[layout].columns == (*target, *OWN, *more, "derived", "remarks", "sources")


def test_layouts_are_found_by_their_key() -> None:
    assert {key: layout.key for key, layout in LAYOUTS.items()} == {
        key: key
        for key in (
            *("metafor", "meta", "stata", "netmeta", "metafor-effects", "meta-effects"),
            *("metafor-scores", "meta-scores", "metafor-harms", "meta-harms"),
        )
    }


@each_layout
def test_rows_are_as_wide_as_the_header(trials: list[Trial], layout: str) -> None:
    export = export_rows(trials, layout, EVERYTHING)
    assert len(export.rows) >= 23
    assert {len(row) for row in export.rows} == {len(export.columns)}


def test_an_unknown_layout_is_a_usage_error() -> None:
    with pytest.raises(UsageProblem, match=r'no layout "revman"; there are: metafor, meta, stata, netmeta, '):
        export_rows([], "revman", Filters())


def test_no_trials_no_rows() -> None:
    assert export_rows([], "meta", Filters()) == Export(LAYOUTS["meta"].columns, (), ())


def test_an_export_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        export_rows([], "meta", Filters()).rows = ()  # type: ignore[misc]


# The shipped records


@pytest.mark.parametrize("layout", [pytest.param("metafor", id="metafor"), pytest.param("meta", id="meta")])
def test_events_and_patients_of_both_sides(trials: list[Trial], layout: str) -> None:
    assert [row[:5] for row in shipped(trials, layout).rows] == [
        ("He 2020, week 12, mITT", 16, 29, 9, 30),
        ("He 2020, week 24, mITT", 19, 29, 11, 30),
        ("LUPIL-2, week 12, ITT", 34, 50, 29, 50),
        ("LUPIL-2, week 12, PP", 20, 24, 15, 29),
    ]


def test_stata_gets_events_and_non_events(trials: list[Trial]) -> None:
    assert [row[:5] for row in shipped(trials, "stata").rows] == [
        ("He 2020, week 12, mITT", 16, 13, 9, 21),
        ("He 2020, week 24, mITT", 19, 10, 11, 19),
        ("LUPIL-2, week 12, ITT", 34, 16, 29, 21),
        ("LUPIL-2, week 12, PP", 20, 4, 15, 14),
    ]


def test_netmeta_gets_a_row_for_each_arm(trials: list[Trial]) -> None:
    assert [row[:6] for row in shipped(trials, "netmeta", populations=["PP"]).rows] == [
        ("LUPIL-2, week 12", "ILT-101 1.5 million IU", 20, 24, "ILT-101 (recombinant human IL-2)", "1.5"),
        ("LUPIL-2, week 12", "placebo", 15, 29, "placebo", "0"),
    ]


def test_our_own_columns(trials: list[Trial]) -> None:
    (row,) = cells(shipped(trials, "metafor", weeks=[24]), *OWN, "shared_comparator", "derived")
    assert row == (
        *("NCT02465580", "SRI-4", "responders", "SELENA-SLEDAI", 24, "week 24", "mITT", None, None, "secondary"),
        *("il-2", "placebo", 1, "ai ci"),
    )


def test_a_row_says_how_its_counts_were_derived(trials: list[Trial]) -> None:
    ((flags,),) = cells(shipped(trials, "meta", weeks=[24]), "remarks")
    assert isinstance(flags, str)
    assert "; 12 weeks off treatment; " in flags
    assert "† 19/29: the only count of 29 that gives 65.52%; † 11/30: the only count of 30 that gives 36.67%" in flags


def test_a_row_names_its_sources_with_their_places(trials: list[Trial]) -> None:
    ((sources,),) = cells(shipped(trials, "meta", populations=["PP"]), "sources")
    assert sources == "NCT02955615/humrich2022: Abstract, Results"


@pytest.mark.parametrize(
    ("layout", "all_derived"),
    [
        pytest.param("metafor", "ai n1i ci n2i", id="metafor"),
        pytest.param("meta", "event.e n.e event.c n.c", id="meta"),
        pytest.param("stata", "n11 n12 n21 n22", id="stata"),
        pytest.param("netmeta", "event n", id="netmeta"),
    ],
)
def test_derived_counts_are_named(trials: list[Trial], layout: str, all_derived: str) -> None:
    export = shipped(trials, layout, populations=["PP"])
    assert set(cells(export, "derived")) == {(all_derived,)}


@each_layout
def test_nothing_is_named_derived_where_all_is_reported(trials: list[Trial], layout: str) -> None:
    export = export_rows(trials, layout, Filters(endpoints=[OTHER]))
    nephritis = [row for row in cells(export, "subset", "derived") if row[0] == "lupus nephritis"]
    assert set(nephritis) == {("lupus nephritis", "")}


def test_non_events_are_derived_where_only_the_patients_are(trials: list[Trial]) -> None:
    export = export_rows(trials, "stata", Filters(endpoints=["BILAG"]))
    rows = cells(export, "measure", "derived")
    assert Counter(rows)["at least one BILAG A or two B", "n12"] == 2


@each_layout
def test_other_endpoints_come_on_request_only(trials: list[Trial], layout: str) -> None:
    endpoints = [set(cells(export_rows(trials, layout, given), "endpoint")) for given in (Filters(), EVERYTHING)]
    assert endpoints == [{("SRI-4",)}, {("SRI-4",), ("BILAG",), ("other",)}]


@each_layout
def test_no_row_at_baseline(trials: list[Trial], layout: str) -> None:
    weeks = Counter(cells(export_rows(trials, layout, EVERYTHING), "week"))
    assert set(weeks) == {(12,), (24,), (None,)}


@each_layout
def test_no_row_of_an_uncontrolled_series(trials: list[Trial], layout: str) -> None:
    export = export_rows(trials, layout, EVERYTHING)
    assert set(cells(export, "trial")) == {("NCT02465580",), ("NCT02955615",)}


@each_layout_of_contrasts
def test_labels_are_unique(trials: list[Trial], layout: str) -> None:
    names = [row[0] for row in export_rows(trials, layout, EVERYTHING).rows]
    assert len(set(names)) == len(names) == 23


def test_a_treatment_stands_once_in_a_study(trials: list[Trial]) -> None:
    arms = Counter(row[:2] for row in export_rows(trials, "netmeta", EVERYTHING).rows)
    assert len(arms) == 46
    assert set(arms.values()) == {1}


def where(row: OutcomeRow) -> tuple[str, object]:
    return row.trial, row.loc


def test_lines_stand_beside_the_counts_of_their_contrasts(trials: list[Trial]) -> None:
    listed = examined(trials)
    lines = select([exportable(one, PARTS) for one in listed], EVERYTHING).lines
    assert len(lines) == 23
    for line in lines:
        row, counts = line.row, line.counts
        [own] = [contrast for one in listed for contrast in one.contrasts if (one.trial.id, contrast.loc) == where(row)]
        assert row.arm is not None
        assert (row.arm.arm, row.against_key, row.week, row.population, row.arm.events) == (
            *(own.arm, own.comparator, own.week, own.outcome.population),
            counts.arm.events,
        )
        assert (counts.arm, counts.comparator, counts.table) == (own.side, own.comparator_side, own.table)


# What has no row


@each_layout_of_contrasts
def test_every_row_of_the_tables_has_a_row_or_a_sentence(trials: list[Trial], layout: str) -> None:
    export = export_rows(trials, layout, EVERYTHING)
    shown = compare(examined(trials), filters=Filters(every_endpoint=True), sections=["outcomes"]).outcomes
    assert len(shown) > 100
    assert len(export.rows) + len(export.left_out) == len(shown)


def test_all_layouts_leave_out_the_same(trials: list[Trial]) -> None:
    said = {export_rows(trials, layout, EVERYTHING).left_out for layout in OF_COUNTS}
    assert len(said) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "ISLAND-SLE (NCT04433585), BICLA, week 24, PP, BICLA-evaluable, REZPEG 900 µg against placebo: "
            "only a difference is known, without interval or standard error: in no layout.",
            id="difference",
        ),
        pytest.param(
            "Peking dose-finding (NCT04077684), SRI-4, week not stated, population not stated, all arms: "
            "pending on 2023-10-12.",
            id="pending",
        ),
        pytest.param(
            "ISLAND-SLE (NCT04433585), LLDAS, week 24, mITT, REZPEG 300 µg against placebo: not read.",
            id="not reported",
        ),
        pytest.param(
            "PRO-IMMUN (2013-001599-40), SRI-4, week not stated, population not stated, all arms: not measured.",
            id="not measured",
        ),
        pytest.param(
            "PRO-IMMUN (2013-001599-40), SLEDAI any reduction, week not stated, all treated, "
            "aldesleukin 0.75, 1.5 or 3.0 million IU: uncontrolled: no comparator.",
            id="uncontrolled",
        ),
        pytest.param(
            "He 2020 (NCT02465580), SLEDAI score, week 12, mITT, IL-2 1 million IU in cycles against placebo: "
            "a score, not counts.",
            id="score",
        ),
        pytest.param(
            "He 2020 (NCT02465580), SLEDAI score, week 0, mITT, IL-2 1 million IU in cycles against placebo: baseline.",
            id="baseline",
        ),
        pytest.param(
            "Peking dose-finding (NCT04077684), SRI-4, to week 24, population not stated, "
            "IL-2 1 million IU against placebo: percentages without counts.",
            id="percentages",
        ),
    ],
)
def test_what_has_no_row_is_said(trials: list[Trial], sentence: str) -> None:
    assert shipped(trials, "metafor").left_out.count(sentence) == 1


@pytest.mark.parametrize(
    ("high", "comparator", "why"),
    [
        pytest.param(
            {"risk_ratio": 2},
            {"missing": "not reported"},
            "only a ratio is known, without interval or standard error: in no layout",
            id="risk ratio",
        ),
        pytest.param(
            {"odds_ratio": 2},
            {"missing": "not reported"},
            "only a ratio is known, without interval or standard error: in no layout",
            id="odds ratio",
        ),
        pytest.param({"missing": "pending"}, {"missing": "pending"}, "pending", id="pending, undated"),
        pytest.param(
            {"events": 5, "n": 20},
            {"missing": "not reported"},
            "not known: events of the comparator, patients of the comparator",
            id="one side",
        ),
        pytest.param(
            {"events": 5, "difference": 9},
            {"events": 6},
            "not known: patients of the arm, patients of the comparator",
            id="events without patients",
        ),
        pytest.param(
            {"events": 21, "n": 20}, {"events": 6, "n": 20}, "counts that no group of patients can have", id="21 of 20"
        ),
    ],
)
def test_further_reasons(high: dict[str, Any], comparator: dict[str, Any], why: str) -> None:
    record = trial(outcome({"high": high, "placebo": comparator}))
    sentence = f"Four arms (NCT00000001), SRI-4, week 12, ITT, IL-2 1 mg against placebo: {why}."
    assert export_rows([record], "meta", Filters()).left_out[0] == sentence


def test_pending_results_of_an_arm_have_their_date() -> None:
    high = {"high": {"missing": "pending"}, "placebo": {"missing": "pending"}}
    record = trial(outcome(high, as_of="2024-05-01"))
    assert export_rows([record], "meta", Filters()).left_out[0].endswith(": pending on 2024-05-01.")


def test_an_endpoint_that_a_record_passes_over_is_said() -> None:
    said = export_rows([trial(outcome(COUNTS))], "meta", Filters(endpoints=["LLDAS"])).left_out
    assert said == ("Four arms (NCT00000001), LLDAS, week not stated, population not stated, all arms: not reported.",)


# Several arms against one comparator


@each_layout_of_contrasts
def test_three_doses_share_their_placebo(layout: str) -> None:
    export = export_rows([trial(outcome(COUNTS))], layout, Filters())
    label = LAYOUTS[layout].columns[0]
    assert cells(export, label, "arm", "comparator", "shared_comparator") == [
        ("Four arms, week 12, IL-2 0.2 mg", "low", "placebo", 3),
        ("Four arms, week 12, IL-2 0.5 mg", "mid", "placebo", 3),
        ("Four arms, week 12, IL-2 1 mg", "high", "placebo", 3),
    ]


def test_in_netmeta_the_placebo_stands_once_and_last() -> None:
    export = export_rows([trial(outcome(COUNTS))], "netmeta", Filters())
    assert [row[:6] for row in export.rows] == [
        ("Four arms, week 12", "IL-2 0.2 mg", 11, 38, "IL-2", "0.2"),
        ("Four arms, week 12", "IL-2 0.5 mg", 15, 38, "IL-2", "0.5"),
        ("Four arms, week 12", "IL-2 1 mg", 22, 37, "IL-2", "1"),
        ("Four arms, week 12", "placebo", 9, 39, "placebo", "0"),
    ]


def test_an_arm_in_netmeta_has_its_own_description() -> None:
    export = export_rows([trial(outcome(some("high")))], "netmeta", Filters())
    shared = "one placebo group stands against all 3 treated arms: count its patients once"
    assert cells(export, "arm", "comparator", "dose_unit", "remarks", "sources") == [
        ("high", "placebo", "mg", f"SLEDAI variant NR; {shared}; † percentage of 22/37", "NCT00000001/paper: p. 2"),
        ("placebo", None, None, "† percentage of 9/39", "NCT00000001/paper: p. 3"),
    ]


def test_an_arm_without_counts_does_not_count_as_sharing() -> None:
    results = COUNTS | {"mid": {"missing": "not reported"}}
    export = export_rows([trial(outcome(results))], "metafor", Filters())
    assert cells(export, "arm", "shared_comparator") == [("low", 2), ("high", 2)]


@pytest.mark.parametrize(
    ("second", "shared"),
    [
        pytest.param(outcome(some("low"), analysis="secondary"), 2, id="another analysis role"),
        pytest.param(outcome(some("low"), week="week 24"), 1, id="another week"),
        pytest.param(outcome(some("low"), population="PP"), 1, id="another population"),
        pytest.param(outcome(some("low"), subset="lupus nephritis"), 1, id="another subset"),
        pytest.param(outcome(some("low"), endpoint="LLDAS"), 1, id="another endpoint"),
        pytest.param(outcome(some("low"), instrument="SLEDAI-2K"), 1, id="another instrument"),
    ],
)
def test_what_shares_a_comparator(second: dict[str, Any], shared: int) -> None:
    record = trial(outcome(some("high"), analysis="primary"), second)
    assert cells(export_rows([record], "meta", Filters()), "shared_comparator") == [(shared,), (shared,)]


def test_a_dose_against_another_dose_is_a_contrast_of_its_own() -> None:
    results = {"high": COUNTS["high"] | {"against": "low"}, "mid": COUNTS["mid"], "low": COUNTS["low"]}
    export = export_rows([trial(outcome(results | {"placebo": COUNTS["placebo"]}))], "metafor", Filters())
    assert cells(export, "arm", "comparator", "shared_comparator") == [
        ("high", "low", 1),
        ("mid", "placebo", 2),
        ("low", "placebo", 2),
    ]


def test_analyses_of_one_outcome_are_one_study_in_netmeta() -> None:
    record = trial(outcome(some("high"), analysis="primary"), outcome(some("low"), analysis="secondary"))
    rows = export_rows([record], "netmeta", Filters()).rows
    assert [row[:2] for row in rows] == [
        ("Four arms, week 12", "IL-2 1 mg"),
        ("Four arms, week 12", "IL-2 0.2 mg"),
        ("Four arms, week 12", "placebo"),
    ]


def test_an_arm_with_other_counts_is_another_study_in_netmeta() -> None:
    other = {"high": {"events": 23, "n": 37}, "placebo": COUNTS["placebo"]}
    record = trial(outcome(some("high")), outcome(other))
    rows = export_rows([record], "netmeta", Filters()).rows
    assert [row[:4] for row in rows] == [
        ("Four arms, week 12", "IL-2 1 mg", 22, 37),
        ("Four arms, week 12", "placebo", 9, 39),
        ("Four arms, week 12 (2)", "IL-2 1 mg", 23, 37),
        ("Four arms, week 12 (2)", "placebo", 9, 39),
    ]


def test_placebo_links_trials_but_equal_labels_of_other_regimens_do_not() -> None:
    weekly = [{"every": "1 week", "times": 12}]
    second = trial(outcome(some("high")), id="NCT00000002", name="Weekly", schedule=weekly)
    export = export_rows([trial(outcome(some("high"))), second], "netmeta", Filters())
    assert cells(export, "studlab", "treat") == [
        ("Four arms, week 12", "IL-2 1 mg, NCT00000001"),
        ("Four arms, week 12", "placebo"),
        ("Weekly, week 12", "IL-2 1 mg, NCT00000002"),
        ("Weekly, week 12", "placebo"),
    ]


# Order


def test_rows_stand_by_endpoint_then_by_trial() -> None:
    lldas, sri4 = outcome(some("high"), endpoint="LLDAS"), outcome(some("high"))
    later = trial(lldas, sri4, id="NCT00000002", name="Later")
    export = export_rows([later, trial(lldas, sri4)], "stata", Filters())
    assert cells(export, "endpoint", "trial") == [
        ("SRI-4", "NCT00000001"),
        ("SRI-4", "NCT00000002"),
        ("LLDAS", "NCT00000001"),
        ("LLDAS", "NCT00000002"),
    ]


def test_endpoints_that_are_passed_over_are_named() -> None:
    further = "{endpoint: SRI-5, analysis: secondary, results: {week 12: {drug: {events: 18, n: 30}, "
    edits: dict[str, str | None] = {NEXT: further + 'placebo: {events: 9, n: 30}}}, cite: "paper, Table 2"}'}
    listed = [Examined(minimal(edits))]
    said = "further endpoints have effects too: SRI-5; --endpoint NAME exports them."
    assert said in export_of(listed, "metafor", Filters()).overlapping
    assert said not in export_of(listed, "metafor", Filters(endpoints=["SRI-5"])).overlapping
    assert said not in export_of(listed, "metafor-harms", Filters()).overlapping
