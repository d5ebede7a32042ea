"""README.md says what happens: its commands are run as they stand there, and their output is compared."""

import csv
import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import typer

from benchmarks.many import write_many
from il2sle.cli.app import app
from il2sle.codes import CODES
from il2sle.records.model import Arm, Dates, Design, People, PopulationOf, Source, Status, Step, Trial
from il2sle.records.printed import Harm, HarmCount, Outcome, Result
from il2sle.views.diagnostics import code_table
from il2sle.views.page.ascii import fold_ascii
from il2sle.views.page.blocks import SIGNS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
RECIPES = re.compile(r"```sh\n(.*?)\n```", re.DOTALL)


def text() -> str:
    return README.read_text(encoding="utf-8")


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader's shell would: `il2sle` and `python3` are those of this environment."""
    scripts = sysconfig.get_path("scripts")
    path = os.pathsep.join([scripts, str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],  # noqa: S607  the shell that a reader has
        cwd=cwd,
        env=os.environ | {"PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_each_output_is_what_its_command_prints(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shown = list(CONSOLE.finditer(text()))
    assert len(shown) >= 1

    new = CONSOLE.sub(lambda m: f"```console\n$ {m['command']}\n{shell(m['command'], tmp_path).stdout}```", text())

    if request.config.getoption("--update-golden"):
        README.write_text(new, encoding="utf-8")
    assert new == text()


def test_the_first_screen_has_a_sentence_a_command_and_its_output() -> None:
    title, sentence, block = text().split("\n\n")[:3]

    assert title == "# il2sle"
    assert sentence.count(". ") == 0
    assert block.startswith("```console\n$ il2sle compare")


def test_setting_up_takes_one_line_each_to_compare_and_to_test() -> None:
    blocks = RECIPES.findall(text())[:2]

    assert [block.count("\n") for block in blocks] == [0, 0]
    assert blocks[0].endswith("il2sle compare")
    assert "pytest" in blocks[1]


def recipes() -> list[object]:
    blocks = RECIPES.findall(text()[text().index("### Recipes") :])
    return [pytest.param(block, id=block.split("|")[0].split(" -")[0].strip()) for block in blocks]


def test_the_recipes_are_seen() -> None:
    assert len(recipes()) == 7


@pytest.mark.parametrize("recipe", recipes())
def test_a_recipe_runs_as_it_is_written(recipe: str, tmp_path: Path) -> None:
    if "Rscript" in recipe and not os.environ.get("CI") and shell("Rscript -e 'library(metafor)'", tmp_path).returncode:
        pytest.skip("there is no R with metafor here")
    if "duckdb" in recipe:
        pytest.importorskip("duckdb", reason="there is no DuckDB here; the extra `dev` brings it")

    done = shell(recipe, tmp_path)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout or any(path.stat().st_size for path in tmp_path.iterdir())


def test_the_python_recipe_prints_the_differences_with_an_interval(tmp_path: Path) -> None:
    recipe = next(block for block in RECIPES.findall(text()) if "json.load" in block)

    lines = shell(recipe, tmp_path).stdout.splitlines()

    assert [line.rsplit(" ", 1)[0] for line in lines] == ["He 2020 12", "He 2020 24", "LUPIL-2 12", "LUPIL-2 12"]


Group = tuple[str, str, str]  # endpoint, molecule, week


def counted(rows: list[dict[str, Any]]) -> dict[Group, tuple[int, int, int]]:
    """Trials, patients and rows with counts of each group, from the rows that the program wrote."""
    molecules = {row["trial"]: row["drug"] for row in rows if row["section"] == "studies"}
    arms: dict[Group, dict[tuple[str, str], int]] = {}
    with_counts: dict[Group, int] = {}
    for row in rows:
        if row["section"] != "outcomes" or row["missing"]:
            continue
        week = "" if row["week"] is None else str(row["week"])
        group = (row["endpoint"], molecules[row["trial"]], week)
        with_counts[group] = with_counts.get(group, 0) + (row["arm_events"] is not None)
        for side in ("arm", "comparator"):
            arm, own = (row["trial"], row[side]), arms.setdefault(group, {})
            own[arm] = max(own.get(arm, 0), row[f"{side}_n"] or 0)
    return {
        group: (len({trial for trial, _ in own}), sum(own.values()), with_counts[group]) for group, own in arms.items()
    }


def test_duckdb_counts_trials_patients_and_rows_of_many_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb", reason="there is no DuckDB here; the extra `dev` brings it")
    recipe = next(block for block in RECIPES.findall(text()) if "read_json" in block)
    write_many(ROOT / "records", tmp_path / "many", 200)
    monkeypatch.setenv("IL2SLE_RECORDS", str(tmp_path / "many"))

    done = shell(recipe, tmp_path)

    assert done.returncode == 0, done.stderr
    assert "may be one trial" not in done.stderr
    with (tmp_path / "rows.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert sum(row["section"] == "studies" for row in rows) == 200
    with (tmp_path / "counts.csv").open(encoding="utf-8", newline="") as stream:
        head, *answers = csv.reader(stream)
    assert head == ["endpoint", "molecule", "week", "trials", "patients", "rows_with_counts"]
    assert len(answers) >= 100
    found = {(endpoint, drug, week): (int(a), int(n or 0), int(b)) for endpoint, drug, week, a, n, b in answers}
    assert len(found) == len(answers)
    assert found == counted(rows)


def test_the_marks_are_named_as_they_are_printed_also_in_ascii() -> None:
    row = next(line for line in text().splitlines() if line.startswith("In plain ASCII the marks are"))

    assert [sign for sign in SIGNS.values() if f"| `{sign}` |" not in text()] == []
    assert [sign for sign in SIGNS.values() if f"`{fold_ascii(sign)}`" not in row] == []


def test_every_command_is_named() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]

    assert len(commands) >= 6
    assert [name for name in commands if f"`il2sle {name}" not in text()] == []


def test_records_readme_lists_every_code_as_it_is_explained() -> None:
    listed = (ROOT / "records" / "README.md").read_text(encoding="utf-8")

    assert len(CODES) >= 50
    assert listed.endswith(f"\n{code_table()}\n"), "print il2sle.views.diagnostics.code_table() into records/README.md"


def test_records_readme_names_every_key_of_a_record() -> None:
    listed = (ROOT / "records" / "README.md").read_text(encoding="utf-8")
    models = (Trial, Source, Status, People, Design, Dates, PopulationOf, Step, Arm, Result, Outcome, Harm, HarmCount)
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}

    assert len(keys) >= 80
    assert sorted(key for key in keys if f"`{key}`" not in listed and f"{key}:" not in listed) == []
