"""What every test stands on: an environment without the developer's terminal, and golden files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from il2sle.records.files import LoadedRecord, load
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial

# These machines are noisy: a slow example is no failure. What CI tries is the same each time; people try something new.
# Nothing is kept in the tree, which may be read-only.
settings.register_profile("il2sle", deadline=None, database=None, max_examples=40, derandomize="CI" in os.environ)
settings.load_profile("il2sle")

FIVE = ("2013-001599-40", "NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585")
GOLDEN = Path(__file__).parent / "golden"

STEERING_VARIABLES = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "IL2SLE_PAGER",
    "IL2SLE_RECORDS",
    "IL2SLE_TRACEBACK",
    "LESS",
    "LESSCHARSET",
    "LINES",
    "NO_COLOR",
    "PAGER",
    "PY_COLORS",
    "PYTHONIOENCODING",
    "PYTHONUNBUFFERED",
    "TERMINAL_WIDTH",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)


class Golden(Protocol):
    """The type of the `golden` fixture."""

    def __call__(self, name: str, text: str) -> None:
        """Compares `text` with the file `name`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the flag that rewrites golden files."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the files in tests/golden instead of comparing with them",
    )


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hides what would steer colour, width, streams or records; processes that a test starts inherit this."""
    for name in STEERING_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    if os.environ.get("TERM") == "dumb":
        monkeypatch.delenv("TERM")
    monkeypatch.setenv("PYTHONUTF8", "1")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with a file in `tests/golden`, byte for byte.

    `golden("compare.txt", text)` fails when the file differs, and when there is none. To accept what the
    program writes now, run `pytest --update-golden`, then read `git diff tests/golden` before committing.
    """
    update: bool = request.config.getoption("--update-golden")

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        elif not path.is_file():
            pytest.fail(f"there is no {path}; create it with `pytest --update-golden` and read it")
        else:
            assert text == path.read_bytes().decode("utf-8"), f"differs from {path}"

    return compare


@pytest.fixture(scope="session")
def records() -> list[LoadedRecord]:
    """The five records whose figures the tests know, in the order of their files; laws are tried on all of them."""
    files = record_files(records_directory(environ={}))
    return list(load(file for file in files if file.stem in FIVE).trusted())


@pytest.fixture(scope="session")
def trials(records: list[LoadedRecord]) -> list[Trial]:
    """The trials of these records, in the order of their files."""
    return [record.trial for record in records]
