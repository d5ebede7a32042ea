"""What programs of meta-analysis take besides counts: one analysis of each trial, effects, scores, harms."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest

from flat import examined, export_rows
from il2sle.evidence.comparison import Filters
from il2sle.evidence.examined import Examined
from il2sle.records.model import Trial
from il2sle.views.export import LAYOUTS, Export
from minimal import DRUG, NEXT, PLACEBO, RESULTS, base, data, minimal

ALL = Filters(every_endpoint=True)


def exported(trial: Trial, layout: str, filters: Filters = ALL, *, every_row: bool = True) -> list[dict[str, Any]]:
    export = export_rows([Examined(trial)], layout, filters, every_row=every_row)
    return [dict(zip(export.columns, row, strict=True)) for row in export.rows]


def with_outcome(text: str) -> Trial:
    """The base record with one outcome more; what it says of SLEDAI and BICLA makes room."""
    record = base()
    typed = data(text)
    record["outcomes"] = [one for one in record["outcomes"] if one["endpoint"] in {"SRI-4", "LLDAS"}]
    record["outcomes"].append(typed)
    return Trial.model_validate(record)


# One analysis of each trial


def test_by_default_each_trial_has_its_primary_analysis(trials: list[Trial]) -> None:
    export = export_rows(examined(trials), "metafor", Filters(), every_row=False)
    at = export.columns.index
    assert [(row[at("trial")], row[at("week")], row[at("analysis")]) for row in export.rows] == [
        ("NCT02465580", 12, "primary"),
        ("NCT02955615", 12, "primary"),
    ]
    assert sum(int(str(row[at(name)])) for row in export.rows for name in ("n1i", "n2i")) == 159
    assert {row[at("same_patients")] for row in export.rows} == {None}


def test_all_rows_say_which_hold_the_same_patients(trials: list[Trial]) -> None:
    export = export_rows(examined(trials), "metafor", Filters(), every_row=True)
    same = [row[export.columns.index("same_patients")] for row in export.rows]
    assert same == ["NCT02465580", "NCT02465580", "NCT02955615", "NCT02955615"]


def test_what_is_passed_over_is_said(trials: list[Trial]) -> None:
    export = export_rows(examined(trials), "metafor", Filters(), every_row=False)
    assert sum("other analyses of the same patients left out" in sentence for sentence in export.left_out) == 2


LATER = 'results: {week 24: {drug: {events: 19, n: 30}, placebo: {events: 11, n: 30}}}, cite: "paper, Table 2"}'


def test_a_registered_primary_analysis_that_is_left_out_is_named() -> None:
    trial = with_outcome(f"{{endpoint: SRI-4, population: ITT, analysis: secondary, registered: primary, {LATER}")
    export = export_rows([Examined(trial)], "metafor", Filters(), every_row=False)
    assert export.left_out[-1] == (
        "Base: 1 row of other analyses of the same patients left out, "
        "the registered primary one among them (SRI-4, week 24) (--all-rows)."
    )


@pytest.mark.parametrize(
    "keys",
    [
        "analysis: post hoc, population: PP",
        "analysis: primary, population: mITT, subgroup: {by: interferon, is: high}",
        "analysis: key secondary, population: ITT",
        "population: ITT",
    ],
)
def test_a_lesser_analysis_never_stands_for_the_trial(keys: str) -> None:
    (row,) = exported(with_outcome(f"{{endpoint: SRI-4, {keys}, {LATER}"), "metafor", Filters(), every_row=False)
    assert (row["analysis"], row["subgroup"], row["week"]) == ("primary", None, 12)


# Effects


EFFECTS = (
    "{endpoint: BICLA, population: ITT, analysis: secondary, results: {week 52: {drug: {"
    "difference: 16.6, difference_ci: [9.7, 23.6], hazard_ratio: 1.55, hazard_ratio_ci: [1.11, 2.18], "
    "effects: [{measure: odds_ratio, value: 7.09, ci: [2.11, 23.85], level: 90, model: mixed model}, "
    "{measure: rate_ratio, value: 0.75, se: 0.117}]}, placebo: {says: no figure of its own}}}, "
    'cite: "paper, Table 4"}'
)


def test_effects_carry_their_standard_error() -> None:
    rows = {row["effect"]: row for row in exported(with_outcome(EFFECTS), "metafor-effects")}
    assert set(rows) == {"difference", "hazard_ratio", "odds_ratio", "rate_ratio"}
    z95, z90 = NormalDist().inv_cdf(0.975), NormalDist().inv_cdf(0.95)
    assert rows["difference"]["sei"] == pytest.approx((23.6 - 9.7) / (2 * z95))
    assert rows["hazard_ratio"]["yi"] == pytest.approx(0.43825493)
    assert rows["odds_ratio"]["sei"] == pytest.approx((3.17178 - 0.74669) / (2 * z90), abs=1e-5)
    assert (rows["odds_ratio"]["level"], rows["odds_ratio"]["model"]) == (90, "mixed model")
    assert (rows["rate_ratio"]["sei"], rows["rate_ratio"]["derived"]) == (0.117, "")
    assert rows["hazard_ratio"]["derived"] == "sei"


def test_several_measures_are_told_apart() -> None:
    export = export_rows([Examined(with_outcome(EFFECTS))], "metafor-effects", ALL)
    assert len(export.overlapping) == 1
    assert "pool one of them" in export.overlapping[0]


def test_an_effect_without_precision_is_left_out_with_the_reason(trials: list[Trial]) -> None:
    export = export_rows(examined(trials), "metafor-effects", ALL)
    assert sum("neither interval nor standard error" in sentence for sentence in export.left_out) >= 4


# Scores


SCORES = (
    "{endpoint: SLEDAI, measure: change from baseline, statistic: mean ± SE, population: ITT, analysis: secondary, "
    "results: {week 24: {drug: {value: -5.1, se: 0.4, n: 30}, placebo: {value: -3.8, se: 0.5, n: 25}}}, "
    'cite: "paper, Table 3"}'
)


def test_scores_carry_mean_deviation_and_patients() -> None:
    (row,) = exported(with_outcome(SCORES), "metafor-scores")
    assert (row["m1i"], row["n1i"], row["m2i"], row["n2i"]) == ("-5.1", 30, "-3.8", 25)
    assert row["sd1i"] == pytest.approx(0.4 * 30**0.5)
    assert row["sd2i"] == pytest.approx(2.5)
    assert row["derived"] == "sd1i sd2i"


def test_a_median_is_no_mean() -> None:
    export = export_rows([Examined(with_outcome(SCORES.replace("mean ± SE", "median (IQR)")))], "meta-scores", ALL)
    assert export.rows == ()
    assert any("median (IQR): no mean" in sentence for sentence in export.left_out)


def test_the_mean_of_a_model_is_no_score_of_patients() -> None:
    export = export_rows([Examined(with_outcome(SCORES.replace("mean ± SE", "LS mean ± SE")))], "meta-scores", ALL)
    assert export.rows == ()
    assert any("LS mean ± SE: a mean of a model" in sentence for sentence in export.left_out)


# Harms


def test_harms_stand_with_their_wholes(trials: list[Trial]) -> None:
    export = export_rows(examined(trials), "metafor-harms", Filters())
    at = export.columns.index
    events = {row[at("event")]: row for row in export.rows}
    assert events["injection-site reaction"][1:5] == (9, 29, 2, 30)
    assert events["herpes zoster"][at("part_of")] == "serious adverse event; severe infection; infection"
    assert "never add them up" in export.overlapping[0]


def left(edits: dict[str, str | None], layout: str) -> str:
    return "\n".join(export_rows([Examined(minimal(edits))], layout, ALL, every_row=False).left_out)


def test_harms_of_a_crossover_leave_by_no_export() -> None:
    assert [row["arm"] for row in exported(minimal(), "meta-harms")] == ["drug"]
    edits: dict[str, str | None] = {"design/assignment": "crossover"}
    assert exported(minimal(edits), "meta-harms") == []
    assert "any adverse event, IL-2 1 million IU: crossover: each patient is in both arms." in left(edits, "meta-harms")


def test_what_leaves_by_no_layout_is_named_in_each() -> None:
    bare: dict[str, str | None] = {DRUG: "{difference: 8.8}", PLACEBO: "{missing: not reported}"}
    assert "only a difference is known, without interval or standard error: in no layout" in left(bare, "meta")
    assert "risk difference 8.8 has neither interval nor standard error: in no layout" in left(bare, "meta-effects")
    beside: dict[str, str | None] = {
        f"{DRUG}/effects": "[{measure: hazard_ratio, value: 1.4, ci: [1.1, 1.9]}, {measure: risk_ratio, value: 2.0}]"
    }
    assert "risk ratio 2.0 has neither interval" in left(beside, "meta-effects")
    off: dict[str, str | None] = {
        DRUG: "{odds_ratio: 2, odds_ratio_ci: [1, 4], read_off: by eye}",
        PLACEBO: "{missing: not reported}",
    }
    assert "odds ratio 2 is read off a graph: in no layout" in left(off, "meta-effects")
    events: dict[str, str | None] = {"harms/events/0/arms/drug": "{events: 9}"}
    assert "events, which are no patients: in no layout" in left(events, "meta-harms")


FEW: dict[str, str | None] = {DRUG: "{difference: 8.8}", PLACEBO: "{missing: not reported}"}
COUNTED = 'results: {week 24: {drug: {events: 19, n: 30}, placebo: {events: 11, n: 30}}}, cite: "paper, x"}'


@pytest.mark.parametrize(
    ("keys", "rows", "said"),
    [
        ("analysis: post hoc", 0, "1 row of other analyses of the same patients left out, post hoc or of subgroups"),
        ("analysis: primary, subgroup: {by: signature, is: high}", 0, "which never stand for a trial (--all-rows)"),
        ("analysis: secondary", 1, "Base: secondary, SRI-4, week 24, stands here, since the primary analysis (SRI-4, "),
    ],
)
def test_what_stands_for_a_trial_whose_primary_analysis_has_no_counts(keys: str, rows: int, said: str) -> None:
    trial = minimal(FEW | {NEXT: f"{{endpoint: SRI-4, population: ITT, {keys}, {COUNTED}"})
    export = export_rows([Examined(trial)], "metafor", Filters(), every_row=False)
    assert len(export.rows) == rows
    assert said in "\n".join((*export.left_out, *export.overlapping))


def test_a_co_primary_endpoint_is_named() -> None:
    co_primary = f"{{endpoint: BICLA, population: ITT, analysis: primary, {COUNTED}"
    said = "further primary ones among them (SRI-4, week 12) (--all-rows)."
    assert said in left({"outcomes/2": co_primary}, "metafor")


def test_twins_hold_the_same_patients_and_arms_share_a_comparator() -> None:
    mid = '{label: mid, drug: IL-2, dose: 2, unit: mg, randomised: 30, cite: "paper, x"}'
    edits: dict[str, str | None] = {"arms/mid": mid, f"{RESULTS}/mid": "{events: 12, n: 30}", "harms/n/mid": "30"}
    edits["harms/events/0/arms/mid"] = "{affected: 8}"
    pair = [Examined(minimal(edits)), Examined(minimal(edits | {"id": "NCT00000002", "name": "Twin"}))]
    for layout in ("metafor", "netmeta", "metafor-harms"):
        export = export_rows(pair, layout, Filters(), every_row=False)
        named = [dict(zip(export.columns, row, strict=True)) for row in export.rows]
        assert {row["same_patients"] for row in named} == {"NCT00000001"}
        assert {row.get("shared_comparator", 2) for row in named} == {2}
        assert any("divide the comparator's patients" in one for one in export.overlapping) == (layout != "netmeta")


# Held against R


def run(script: str, export: Export, folder: Path) -> list[dict[str, str]]:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("there is no Rscript")
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([export.columns, *export.rows])
    done = subprocess.run([program, "-e", script, str(path)], capture_output=True, text=True, check=False)
    if "no package called" in done.stderr:
        pytest.skip("R has no metafor")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines()))


READ = "suppressPackageStartupMessages(library(metafor)); d <- read.csv(commandArgs(trailingOnly = TRUE)[1]); "


def test_metafor_gives_back_the_printed_interval_of_an_effect(tmp_path: Path) -> None:
    export = export_rows([Examined(with_outcome(EFFECTS))], "metafor-effects", ALL)
    script = READ + (
        'd <- d[d$effect == "hazard_ratio", ]; r <- rma(yi, sei = sei, data = d, method = "FE"); '
        "write.csv(data.frame(b = exp(r$b), lo = exp(r$ci.lb), hi = exp(r$ci.ub)))"
    )
    (row,) = run(script, export, tmp_path)
    # The printed limits are rounded: the middle of their logarithms is not exactly the printed estimate.
    assert [float(row[name]) for name in ("b", "lo", "hi")] == pytest.approx([1.55, 1.11, 2.18], abs=0.01)


def test_metafor_takes_scores(tmp_path: Path) -> None:
    export = export_rows([Examined(with_outcome(SCORES))], "metafor-scores", ALL)
    script = READ + (
        's <- escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = d); '
        "write.csv(data.frame(yi = c(s$yi), vi = s$vi))"
    )
    (row,) = run(script, export, tmp_path)
    assert float(row["yi"]) == pytest.approx(-1.3)
    assert float(row["vi"]) == pytest.approx(0.4**2 + 0.5**2)


def test_metafor_takes_harms(trials: list[Trial], tmp_path: Path) -> None:
    export = export_rows(examined(trials), "metafor-harms", Filters())
    script = READ + (
        'd <- d[d$event == "injection-site reaction", ]; '
        's <- escalc("RD", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d); '
        "write.csv(data.frame(yi = c(s$yi)))"
    )
    (row,) = run(script, export, tmp_path)
    assert float(row["yi"]) == pytest.approx(9 / 29 - 2 / 30)


def test_every_layout_has_a_test_here_or_in_test_export() -> None:
    assert len(LAYOUTS) == 10
