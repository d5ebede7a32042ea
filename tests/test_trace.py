"""Where figures come from: every figure of a record is found again, with its own source, in `trace` and in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from il2sle.evidence.examined import Examined
from il2sle.evidence.stamp import stamp
from il2sle.evidence.trace import Step, trace
from il2sle.records.files import LoadedRecord
from il2sle.records.parts import parts
from il2sle.records.printed import Result
from il2sle.views.trace import trace_text
from minimal import DRUG, PLACEBO, minimal
from processes import run, shipped

FIGURES = ("events", "percent", "value", "sd", "difference", "risk_ratio", "odds_ratio")
IDS = ("NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585", "2013-001599-40")


def typed(record: LoadedRecord) -> Iterator[tuple[str, Decimal | int]]:
    """Every figure of an arm's results as it is typed, with the source that holds for it."""
    for part in parts(record.trial):
        if isinstance(part.value, Result):
            low_high = zip(("low", "high"), part.value.range or (), strict=False)
            named = [(name, getattr(part.value, name)) for name in FIGURES]
            for _, value in [*named, *low_high]:
                if value is not None:
                    yield part.cites[0].place, value


def steps(record: LoadedRecord) -> list[Step]:
    one = Examined(record.trial, record.source_map)
    return list(trace(one, one.outcomes))


def test_every_typed_figure_is_traced_to_its_own_place(records: list[LoadedRecord]) -> None:
    seen = 0
    for record in records:
        traced = {
            (pointer.locator, str(step.figure.value))
            for step in steps(record)
            if step.figure.state == "printed"
            for pointer in step.sources[:1]
        }
        wanted = {(place, str(value)) for place, value in typed(record)}
        assert wanted - traced == set(), record.trial.id
        seen += len(wanted)
    assert seen > 200


def test_every_printed_figure_is_on_the_line_that_is_named(records: list[LoadedRecord]) -> None:
    seen = 0
    for record in records:
        for step in steps(record):
            if step.figure.state != "printed":
                continue
            (at,) = step.at
            line = record.source_map.plain.lines[int(at.rpartition(":")[2]) - 1]
            assert str(step.figure.value) in line, (at, step.what)
            seen += 1
    assert seen > 300


def test_every_derived_figure_rests_on_printed_ones_with_a_place(records: list[LoadedRecord]) -> None:
    derived = [step for record in records for step in steps(record) if step.figure.derived]
    assert len(derived) > 300
    for step in derived:
        schedule = step.about.startswith("dose, ")
        assert step.figure.method, step
        assert schedule or (step.sources and step.at), step
        assert all(figure.state == "printed" for figure in step.figure.printed())


@pytest.mark.parametrize("trial", IDS)
def test_figures_in_json_have_state_and_source(trial: str) -> None:
    answer = json.loads(shipped("show", trial, "--format", "json").out, parse_float=Decimal)
    rows = [*answer["outcomes"], *answer["harms"]]
    for row in rows:
        for name, figure in row["figures"].items():
            assert row[name] is not None
            assert figure["state"] in {"printed", "derived"}
            assert figure["sources"]
            assert (figure["state"] == "derived") == (name in row["derived"]) == bool(figure["method"])
    assert sum(len(row["figures"]) for row in rows) >= 2


def line_of(text: str, figure: str) -> str:
    return next(line for line in text.splitlines() if figure in line)


def test_where_does_31_6_come_from() -> None:
    text = shipped("trace", "LUPIL-2", "SRI-4", "--week", "12").out
    line = line_of(text, "31.6092")
    assert "derived: risk difference of 20/24 against 15/29" in line
    assert "total of PP 53" in line
    assert "[humrich2022: Abstract, Results]" in line
    assert re.search(r"records/NCT02955615\.yaml:\d+", line)
    assert "20/24: the only split of 53 that gives 83.3% and 51.7%" in text
    assert "p by Fisher: 0.0209 · derived" in text


def test_a_cumulative_dose_shows_its_sum() -> None:
    assert "28 x 1.5 million IU" in shipped("trace", "LUPIL-2").out


def test_a_figure_read_off_a_graph_its_level_and_a_retracted_source_are_told() -> None:
    edits: dict[str, str | None] = {
        DRUG: "{percent: 60.0, n: 30, odds_ratio: 3.5, odds_ratio_ci: [1.4, 8.7], level: 90}",
        PLACEBO: "{percent: 30, n: 30, read_off: by eye from Figure 2}",
        "sources/paper/standing": "retracted",
        f"{DRUG}/effects": "[{measure: hazard_ratio, value: 1.4, p: 0.04}]",
        "outcomes/0/subgroup": "{by: interferon, is: high, n: 60}",
    }
    one = Examined(minimal(edits))
    text = trace_text(trace(one, one.outcomes), stamp([one]))
    assert "percentage, placebo: 30 · read off: by eye from Figure 2 · [paper: Table 2] · paper: RETRACTED" in text
    assert "lower 90% limit of the odds ratio, IL-2 1 million IU against placebo: 1.4 · printed" in text
    assert "p of the hazard ratio, IL-2 1 million IU against placebo: 0.04 · printed" in text
    assert "patients of the subgroup: 60 · printed" in text
    assert one.outcomes[0].read_off == "placebo: by eye from Figure 2"


def test_a_filter_leaves_the_outcomes_asked_for() -> None:
    answer: Any = json.loads(shipped("trace", "He 2020", "SRI-4", "--week", "24", "--format", "json").out)
    assert {row["about"] for row in answer["trace"]} == {"SRI-4 responders, week 24, mITT"}
    assert len(answer["trace"]) > 15


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(("trace", "LUPIL-2", "SRI-5"), 2, 'no record has the endpoint "SRI-5"', id="no such endpoint"),
        pytest.param(("trace", "Nobody"), 2, 'no trial is called "Nobody"', id="no such trial"),
        pytest.param(("trace", "PRO-IMMUN", "LLDAS"), 0, "no figure is left by the filter", id="nothing"),
    ],
)
def test_what_cannot_be_traced_is_said(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert (done.code, said in done.err) == (code, True)


def test_a_p_that_stands_alone_in_the_list_of_effects_has_its_place() -> None:
    one = Examined(minimal({f"{DRUG}/effects": "[{measure: hazard_ratio, p: 0.04}]"}))
    steps = {step.what: step for step in trace(one, one.outcomes)}
    p = steps["p of the hazard ratio, IL-2 1 million IU against placebo"].figure
    assert (p.value, p.loc[-3:], [place.locator for place in p.places]) == (
        Decimal("0.04"),
        ("effects", 0, "p"),
        ["Table 2"],
    )
