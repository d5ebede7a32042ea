"""Measure everything and print the table of README.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from il2sle.records.folder import record_files

from .table import HEAD, Line
from .tasks import RECORDS, ROOT, beside_check_jsonschema, beside_metafor, beside_the_floor, of_many

SMALLEST = len(record_files(RECORDS))
STEERING = ("PYTHONDONTWRITEBYTECODE", "IL2SLE_RECORDS", "COLUMNS", "FORCE_COLOR")


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Ratios of user and system time, of waiting and of peak memory: the least of some runs.",
    )
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[100, 1500], metavar="N", help="how many made records (100 1500)"
    )
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="runs with the shipped records (15)")
    parser.add_argument("--runs-of-many", type=int, default=2, metavar="N", help="runs with made records (2)")
    options = parser.parse_args()
    if any(size < SMALLEST for size in options.sizes):
        parser.error(f"a size below {SMALLEST} leaves shipped records out")
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(HEAD)
        # Line by line: what takes an hour shows at once what it has.
        for line in _lines(Path(folder), options.sizes, options.runs, options.runs_of_many):
            sys.stdout.write(line.markdown)
            sys.stdout.flush()


def _lines(work: Path, sizes: list[int], runs: int, runs_of_many: int) -> Iterator[Line]:
    # The compiled modules are kept, as after an installation, but not in the tree.
    environ = {name: value for name, value in os.environ.items() if name not in STEERING}
    environ |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(work / "compiled")}
    yield from beside_the_floor(environ, runs)
    yield from beside_metafor(work, environ, runs)
    yield from beside_check_jsonschema(work, environ, runs)
    for size in sizes:
        yield from of_many(size, work, environ, runs_of_many, runs)


if __name__ == "__main__":
    main()
