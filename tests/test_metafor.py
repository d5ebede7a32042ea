import csv
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from flat import examined, export_rows, flats
from il2sle.arithmetic.effects import Estimate, TwoByTwo, odds_ratio, risk_ratio
from il2sle.evidence.comparison import Filters, compare
from il2sle.records.model import Trial
from il2sle.views.export import Export

Row = dict[str, Any]

DATA = Path(__file__).parent / "data"
SCRIPT = DATA / "escalc.R"
PINNED: Row = json.loads((DATA / "escalc.json").read_text(encoding="utf-8"))
FILTERS = Filters(endpoints=("SRI-4", "BILAG", "other"))
TELLING = ("trial", "endpoint", "measure", "week", "population", "subset", "arm")  # a row of the shipped records
RELATIVE = 1e-9  # our rows keep twelve digits of an estimate

# The long format of the layout `netmeta`, as metafor turns it into contrasts against placebo
TO_WIDE = """
suppressPackageStartupMessages(library(metafor))
arms <- read.csv(commandArgs(trailingOnly = TRUE)[1])
stopifnot(is.numeric(arms$dose), is.character(arms$agent), all(table(arms$studlab, arms$treat) <= 1))
wide <- to.wide(arms, study = "studlab", grp = "treat", ref = "placebo", grpvars = c("event", "n"))
write.csv(wide[c("studlab", "event.1", "n.1", "event.2", "n.2")], row.names = FALSE)
"""


def write_csv(export: Export, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(export.columns)
        writer.writerows(export.rows)
    return path


def without_r(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and this is a CI run")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def rscript() -> str:
    program = shutil.which("Rscript")
    if program is None:
        without_r("there is no Rscript")
    found = subprocess.run([str(program), "-e", "library(metafor)"], capture_output=True, check=False)
    if found.returncode != 0:
        without_r("R has no metafor")
    return str(program)


def run(rscript: str, *arguments: str | Path) -> str:
    done = subprocess.run([rscript, *arguments], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def export(trials: list[Trial]) -> Export:
    return export_rows(examined(trials), "metafor", FILTERS)


@pytest.fixture(scope="module")
def answers(rscript: str, export: Export, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    path = write_csv(export, tmp_path_factory.mktemp("metafor") / "export.csv")
    rows: list[Row] = json.loads(run(rscript, SCRIPT, path))["rows"]
    return rows


@pytest.fixture(scope="module")
def shown(trials: list[Trial], export: Export) -> list[Any]:
    """The rows of the tables, in the order of the export."""
    rows = compare(examined(trials), filters=FILTERS, sections=["outcomes"]).outcomes
    by_what = {tuple(getattr(row, name) for name in TELLING): row for row in flats(rows)}
    places = [export.columns.index(name) for name in TELLING]
    return [by_what[tuple(row[place] for place in places)] for row in export.rows]


def same(ours: list[float | None], theirs: Row | None) -> bool:
    expected = [None] * 3 if theirs is None else [theirs[name] for name in ("value", "low", "high")]
    return ours == [None if value is None else pytest.approx(value, rel=RELATIVE, abs=0) for value in expected]


# R reads what was written


def test_r_reads_every_row_as_written(export: Export, answers: list[Row]) -> None:
    assert len(answers) >= 23
    assert [(row["slab"], *row["table"]) for row in answers] == [row[:5] for row in export.rows]


@pytest.mark.parametrize("ratio", ["risk_ratio", "odds_ratio"])
def test_the_ratios_of_our_tables_are_metafors(ratio: str, shown: list[Any], answers: list[Row]) -> None:
    names = (ratio, f"{ratio}_low", f"{ratio}_high")
    differing = [
        theirs["slab"]
        for row, theirs in zip(shown, answers, strict=True)
        if not same([getattr(row, name) for name in names], theirs[ratio])
    ]
    assert sum(theirs[ratio] is not None for theirs in answers) >= 15
    assert differing == []


def test_the_arms_of_netmeta_give_the_same_counts(
    rscript: str, trials: list[Trial], export: Export, tmp_path: Path
) -> None:
    path = write_csv(export_rows(examined(trials), "netmeta", FILTERS), tmp_path / "arms.csv")
    script = tmp_path / "to_wide.R"
    script.write_text(TO_WIDE, encoding="utf-8")
    read = list(csv.reader(run(rscript, script, path).splitlines()))[1:]
    assert sorted(read) == sorted([str(cell) for cell in row[:5]] for row in export.rows)


# R's answers as they were once given


def test_pinned_answers_are_complete() -> None:
    assert len(PINNED["rows"]) == 23
    assert sum(row["odds_ratio"] is None for row in PINNED["rows"]) == 8
    assert PINNED["r"].startswith("R version ")
    assert PINNED["metafor"]


def test_pinned_answers_are_about_the_shipped_records(trials: list[Trial]) -> None:
    pinned = Counter((row["trial"], *row["table"]) for row in PINNED["rows"])
    known = {row["trial"] for row in PINNED["rows"]}
    export = export_rows(examined(trial for trial in trials if trial.id in known), "metafor", FILTERS)
    written = Counter((row[5], *row[1:5]) for row in export.rows)
    assert written == pinned, "run tests/data/escalc.R again, as its first lines say"


@pytest.mark.parametrize("row", [pytest.param(row, id=row["slab"]) for row in PINNED["rows"]])
@pytest.mark.parametrize(
    ("name", "ratio"),
    [pytest.param("risk_ratio", risk_ratio, id="RR"), pytest.param("odds_ratio", odds_ratio, id="OR")],
)
def test_pinned_answers_are_ours(row: Row, name: str, ratio: Any) -> None:  # noqa: ANN401  a function of a table
    estimate: Estimate | None = ratio(TwoByTwo(*row["table"]))
    assert same([estimate.value, estimate.low, estimate.high] if estimate else [None] * 3, row[name])
