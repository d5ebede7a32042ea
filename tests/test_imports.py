"""Nothing is done that is not asked for: what a command imports, and how often it goes through a record."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import il2sle
from conftest import FIVE
from il2sle.cli.app import app
from il2sle.evidence.checks import judged
from il2sle.records.folder import records_directory
from il2sle.records.model import Trial
from il2sle.records.parts import parts
from processes import modules_loaded

# What commands import.

HEAVY = {
    "asyncio",
    "concurrent",
    "duckdb",
    "http",
    "logging",
    "multiprocessing",
    "numpy",
    "pandas",
    "pypdf",
    "scipy",
    "sqlite3",
    "ssl",
    "unittest",
    "xml",
}
PARSING = {"typer", "annotated_doc", "shellingham", "typing_extensions", "colorama"}
VALIDATION = {"pydantic", "pydantic_core", "annotated_types", "typing_inspection"}  # typer takes it for values too


def top(module: str) -> str:
    return module.partition(".")[0]


def others(loaded: set[str]) -> set[str]:
    """The packages of others among modules, but for what an environment brings into every process."""
    named = {top(module) for module in loaded} - sys.stdlib_module_names - {"il2sle", "sitecustomize", "usercustomize"}
    return {name for name in named if not name.startswith("_") and find_spec(name)}


def own(loaded: set[str]) -> list[str]:
    return sorted(module for module in loaded if top(module) == "il2sle")


def drawing(loaded: set[str]) -> set[str]:
    """The modules of rich that draw; those that measure how wide a letter is are small, and any text may need them."""
    return {
        module
        for module in loaded
        if top(module) == "rich" and not module.startswith(("rich.cells", "rich._")) and module != "rich"
    }


@pytest.mark.parametrize(
    ("command", "allowed", "most"),
    [
        pytest.param("--version", PARSING, 24, id="version"),
        pytest.param("list --format ids", PARSING | VALIDATION, 27, id="ids"),
        pytest.param("check", PARSING | VALIDATION | {"yaml", "rich"}, 105, id="check"),
        pytest.param("show LUPIL-2 --format json", PARSING | VALIDATION | {"yaml", "rich"}, 115, id="show as JSON"),
        pytest.param("compare --format json", PARSING | VALIDATION | {"yaml", "rich"}, 115, id="compare as JSON"),
    ],
)
def test_a_command_imports_no_more_than_it_needs(command: str, allowed: set[str], most: int) -> None:
    loaded = modules_loaded(command.split())

    assert {"il2sle.cli.app", "typer"} <= loaded
    assert others(loaded) - allowed == set()
    assert {top(module) for module in loaded} & HEAVY == set()
    assert drawing(loaded) == set()
    assert len(own(loaded)) <= most, own(loaded)


def test_what_draws_a_table_is_seen() -> None:
    assert {"rich.console", "rich.table"} <= drawing(modules_loaded(["list"]))


def test_a_page_without_pictures_loads_nothing_that_draws_them() -> None:
    loaded = modules_loaded(["compare"])

    assert "il2sle.views.forest.column" in loaded
    assert {"il2sle.evidence.forest", "il2sle.views.forest.text", "il2sle.views.machine"} & loaded == set()
    assert len(own(loaded)) <= 135, own(loaded)


def test_check_does_without_the_search_of_texts() -> None:
    loaded = modules_loaded(["check"])

    assert "il2sle.evidence.verify.known" in loaded
    assert {"il2sle.evidence.verify.found", "il2sle.records.texts", "il2sle.views.machine"} & loaded == set()


# How often a command goes through a record.


@dataclass
class Passes:
    """How often each record was validated, walked and checked, by its id."""

    validated: Counter[str] = field(default_factory=Counter)
    walked: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)


def everywhere(monkeypatch: pytest.MonkeyPatch, function: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Put another function in the place of one, in every module that has taken it."""
    held = [
        (module, name)
        for title, module in sys.modules.items()
        if top(title) == "il2sle"
        for name, value in vars(module).items()
        if value is function
    ]
    assert held
    for module, name in held:
        monkeypatch.setattr(module, name, new)


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Passes:
    for module in pkgutil.walk_packages(il2sle.__path__, "il2sle."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    counted, validate = Passes(), Trial.model_validate

    def validated(data: Any, *given: Any, **named: Any) -> Trial:  # noqa: ANN401  what pydantic takes
        counted.validated[data["id"]] += 1
        return validate(data, *given, **named)

    @functools.wraps(parts)
    def walked(value: object, *given: Any, **named: Any) -> Any:  # noqa: ANN401  what the walk takes and gives
        if isinstance(value, Trial):
            counted.walked[value.id] += 1
        return parts(value, *given, **named)

    @functools.wraps(judged)
    def checked(workings: Any) -> Any:  # noqa: ANN401  what the checks take and give
        counted.checked[workings.trial.id] += 1
        return judged(workings)

    monkeypatch.setattr(Trial, "model_validate", validated)
    everywhere(monkeypatch, parts, walked)
    everywhere(monkeypatch, judged, checked)
    return counted


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("five")
    for name in FIVE:
        shutil.copy(records_directory(environ={}) / f"{name}.yaml", folder)
    return folder


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        pytest.param("compare", FIVE, id="compare"),
        pytest.param("compare --format jsonl", FIVE, id="compare as JSON Lines"),
        pytest.param("compare --format html", FIVE, id="compare as a web page"),
        pytest.param("list", FIVE, id="list"),
        pytest.param("check", FIVE, id="check"),
        pytest.param("forest SRI-4", FIVE, id="forest"),
        pytest.param("export metafor", FIVE, id="export"),
        pytest.param("show LUPIL-2", ("NCT02955615",), id="show"),
        pytest.param("show LUPIL-2 --format json", ("NCT02955615",), id="show as JSON"),
        pytest.param("list --format ids", (), id="ids"),
    ],
)
def test_a_record_is_validated_walked_and_checked_once(
    command: str, asked: tuple[str, ...], five: Path, passes: Passes, capsys: pytest.CaptureFixture[str]
) -> None:
    code = app([*command.split(), "--records", str(five)], standalone_mode=False)

    assert not code
    assert capsys.readouterr().out
    once = dict.fromkeys(asked, 1)
    assert passes == Passes(Counter(once), Counter(once), Counter(once))
