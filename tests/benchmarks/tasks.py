"""What is measured: the commands on the shipped records, their peers, and the same commands on many records."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from il2sle.records.folder import record_files

from .many import made_of, write_many
from .measured import Command, measured
from .table import Line

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
RECORDS = ROOT / "records"
LUPIL2 = "NCT02955615"
COUNTED = ("SRI-4", "BILAG", "other")  # the endpoints whose counts the shipped records hold
FLOOR = "the floor"
COMPOSE = "`yaml.compose`"
JSON_LINES = "`compare --format jsonl`"
RECIPE = "the recipe with DuckDB on its rows"
ON_ONE_SCREEN = (
    "compare",
    "show LUPIL-2",
    "list",
    "check",
    "compare --format json",
    "list --format ids",
    "compare --help",
    "--version",
)


def il2sle(*arguments: str, output: Path | None = None, **environ: str) -> Command:
    """The program of this tree."""
    return Command([sys.executable, "-m", "il2sle", *arguments], environ, output)


def script(name: str, *arguments: str) -> Command:
    """A script of this folder."""
    return Command([sys.executable, str(HERE / name), *arguments])


def beside_the_floor(environ: Mapping[str, str], runs: int) -> Iterator[Line]:
    """What a reader waits for with the shipped records."""
    completion = "completion of `show NCT0295`"
    commands = {FLOOR: script("floor.py", str(RECORDS))}
    commands |= {f"`{words}`": il2sle(*words.split()) for words in ON_ONE_SCREEN}
    commands[completion] = il2sle(_IL2SLE_COMPLETE="complete_bash", COMP_WORDS="il2sle show NCT0295", COMP_CWORD="2")
    measured(commands, environ, 1)  # the first run compiles
    costs = measured(commands, environ, runs)
    floor = costs[FLOOR]
    yield Line(FLOOR, "itself", floor, floor)
    yield from (Line(name, FLOOR, cost, floor) for name, cost in costs.items() if name != FLOOR)


def beside_metafor(work: Path, environ: Mapping[str, str], runs: int) -> Iterator[Line]:
    """R with metafor, which works out the same risk differences from counts that it is given."""
    endpoints = [word for name in COUNTED for word in ("--endpoint", name)]
    ours = il2sle("compare", "--format", "csv", *endpoints, output=work / "ours.csv")
    what, beside = "R with metafor", f"`compare --format csv` of {', '.join(COUNTED)}"
    program = shutil.which("Rscript")
    if not program or _fails([program, "-e", "library(metafor)"]):
        yield Line(what, beside, why=f"not measured: there is no {'metafor' if program else 'Rscript'}")
        return
    export = work / "export.csv"
    measured({"export": il2sle("export", "metafor", "--all-rows", *endpoints, "-o", str(export))}, environ, 1)
    theirs = Command([program, str(HERE / "differences.R"), str(export)], output=work / "theirs.csv")
    costs = measured({beside: ours, what: theirs}, environ, runs)
    number = _same_differences(work / "ours.csv", work / "theirs.csv")
    yield Line(f"{what}: the same {number} risk differences, from their counts", beside, costs[what], costs[beside])


def _same_differences(ours: Path, theirs: Path) -> int:
    """How many differences metafor gave.

    Raises:
        SystemExit: ours do not hold one of them.
    """
    with ours.open(encoding="utf-8", newline="") as mine, theirs.open(encoding="utf-8", newline="") as other:
        known = [float(row["difference"]) for row in csv.DictReader(mine) if row["difference"]]
        found = [float(row["yi"]) * 100 for row in csv.DictReader(other)]
    if not found or any(min(abs(one - own) for own in known) > 1e-6 for one in found):
        raise SystemExit("metafor's differences are not those of il2sle")
    return len(found)


def beside_check_jsonschema(work: Path, environ: Mapping[str, str], runs: int) -> Iterator[Line]:
    """A validator by a schema alone, which holds no figure against another."""
    files = list(map(str, record_files(RECORDS)))
    what, beside = f"check-jsonschema with `il2sle schema`, the same {len(files)} records", "`check FILES`"
    program = shutil.which("check-jsonschema")
    if program is None:
        yield Line(what, beside, why="not measured: check-jsonschema is not installed")
        return
    schema = work / "schema.json"
    measured({"schema": il2sle("schema", output=schema)}, environ, 1)
    theirs = Command([program, "--schemafile", str(schema), *files])
    costs = measured({beside: il2sle("check", *files), what: theirs}, environ, runs)
    yield Line(what, beside, costs[what], costs[beside])


def of_many(number: int, work: Path, environ: Mapping[str, str], runs: int, runs_of_few: int) -> Iterator[Line]:
    """Many records: beside parsing them, and, what need not read them all, beside itself with the shipped ones."""
    many = work / str(number)
    write_many(RECORDS, many, number)
    of, named = ("--records", str(many)), f", {number:,} records"
    commands = {
        COMPOSE: script("compose.py", str(many)),
        JSON_LINES: il2sle("compare", "--format", "jsonl", *of, output=many / "rows.jsonl"),
        "`compare`": il2sle("compare", *of),
        "`check`": il2sle("check", *of),
    }
    if find_spec("duckdb"):
        commands[RECIPE] = Command([sys.executable, "-c", _recipe()], folder=many)
    quick = {
        "`show ID`": il2sle("show", made_of(RECORDS, LUPIL2), *of),
        "`list --format ids`": il2sle("list", "--format", "ids", *of),
    }
    few = {"`show ID`": il2sle("show", LUPIL2), "`list --format ids`": il2sle("list", "--format", "ids")}
    costs = measured(commands, environ, runs)
    costs |= measured(quick | {f"{name}, shipped": one for name, one in few.items()}, environ, runs_of_few)
    yield Line(COMPOSE + named, "itself", costs[COMPOSE], costs[COMPOSE])
    for name in (JSON_LINES, "`compare`", "`check`", *quick):
        yield Line(name + named, COMPOSE, costs[name], costs[COMPOSE])
    for name in quick:
        yield Line(name + named, "itself, shipped records", costs[name], costs[f"{name}, shipped"])
    yield Line(RECIPE + named, JSON_LINES, costs.get(RECIPE), costs[JSON_LINES], "not measured: there is no duckdb")


def _recipe() -> str:
    """What README.md asks DuckDB, as it stands there."""
    found = re.search(
        r"-o rows\.jsonl && python3 - <<'END'\n(.*?)\nEND\n",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    if found is None:
        raise SystemExit("README.md has no recipe that asks DuckDB about rows.jsonl")
    return found[1]


def _fails(words: list[str]) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode != 0
