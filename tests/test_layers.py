"""How the package is built: which module may import which, who touches the outside, how long things are."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import il2sle

ROOT = Path(il2sle.__file__).parent
PACKAGE = ROOT.name
FILES = sorted(ROOT.rglob("*.py"))

# From the bottom up: a module may import its own room and the rooms below it.
ROOMS = ("frozen", "errors", "codes", "arithmetic", "records", "evidence", "views", "cli")

BRANCHING = (ast.FunctionDef, ast.AsyncFunctionDef)
OPENERS = {"open", "fdopen", "read_bytes", "read_text", "write_bytes", "write_text"}


def name_of(path: Path) -> str:
    """A module by its path inside the package: `evidence.checks`, `cli`; the package itself has no name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}
each_module = pytest.mark.parametrize("module", [pytest.param(name, id=name or PACKAGE) for name in MODULES])


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def room(module: str) -> int:
    """How high a module stands."""
    first = module.split(".", maxsplit=1)[0] or "frozen"  # the package itself knows its version and nothing else
    return ROOMS.index("cli" if first == "__main__" else first)


def statements(module: str) -> Iterator[tuple[str, list[str]]]:
    """Every import, wherever it stands: the full name of a module, and the names taken from it."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield absolute(module, node), [alias.name for alias in node.names]


def absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = [PACKAGE, *module.split(".")] if module else [PACKAGE]
    inside = package if MODULES[module].name == "__init__.py" else package[:-1]
    base = inside[: len(inside) - node.level + 1]
    return ".".join([*base, *(node.module or "").split(".")]).rstrip(".")


def own_imports(module: str) -> set[str]:
    """The modules of the package that a module imports; a name may itself be a module."""
    found = set()
    for source, names in statements(module):
        if source.split(".")[0] == PACKAGE:
            inner = source.removeprefix(PACKAGE).removeprefix(".")
            submodules = {f"{inner}.{name}".removeprefix(".") for name in names} & set(MODULES)
            found |= submodules or {inner}
    return found


def outside(module: str) -> set[str]:
    """The modules of other packages that a module imports."""
    return {source for source, _ in statements(module) if source.split(".")[0] != PACKAGE}


def importers(package: str) -> dict[str, set[str]]:
    """Who imports something of another package, and what."""
    taken = {module: {source for source in outside(module) if source.split(".")[0] == package} for module in MODULES}
    return {module: sources for module, sources in taken.items() if sources}


def calls(module: str) -> set[str]:
    """The last names of everything that a module calls: `open` for `open()` and for `path.open()`."""
    functions = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    plain = {function.id for function in functions if isinstance(function, ast.Name)}
    return plain | {function.attr for function in functions if isinstance(function, ast.Attribute)}


# What was seen


def test_modules_are_seen() -> None:
    assert len(MODULES) >= 40
    assert {"errors", "records.files", "evidence.comparison", "views.compare", "cli.terminal", "cli.app"} <= set(
        MODULES
    )


def test_imports_are_seen() -> None:
    assert own_imports("evidence.comparison") >= {"records.vocabulary", "evidence.examined", "evidence.rows"}
    assert {"evidence.checks.agreement", "evidence.workings"} <= own_imports("evidence.checks")
    assert sum(len(own_imports(module)) for module in MODULES) >= 150


# Downwards only


@each_module
def test_imports_point_downwards(module: str) -> None:
    assert {other for other in own_imports(module) if room(other) > room(module)} == set()


READERS = {"records.files", "records.heads", "records.yaml_reader"}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith(("evidence", "views"))])
def test_what_is_read_already_needs_no_reader(module: str) -> None:
    assert own_imports(module) & READERS == set()


def test_what_all_rest_on_imports_nothing_of_the_package() -> None:
    assert own_imports("frozen") == own_imports("") == set()
    assert own_imports("errors") == {"frozen"}


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(("cli", "__main__"))])
def test_only_the_command_line_knows_typer(module: str) -> None:
    assert {source for source in outside(module) if source.split(".")[0] in {"typer", "click"}} == set()


@each_module
def test_imported_modules_exist(module: str) -> None:
    assert own_imports(module) <= set(MODULES)


def test_no_import_cycles() -> None:
    graph = {module: own_imports(module) - {module} for module in MODULES}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"cycle: {' -> '.join(error.args[1])}")
    assert len(order) == len(MODULES)


def test_cycles_would_be_seen() -> None:
    with pytest.raises(CycleError):
        list(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())


@each_module
def test_annotations_of_values_are_texts(module: str) -> None:
    """Else Python 3.14 keeps them where a class of values does not look for its fields."""
    classes = [node for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)]
    bases = {base.id for one in classes for base in one.bases if isinstance(base, ast.Name)}
    if bases & {"Frozen", "Ordered"}:
        assert ("__future__", ["annotations"]) in list(statements(module))


# One door for each outside thing


def test_only_one_module_reads_yaml() -> None:
    assert importers("yaml") == {"records.yaml_reader": {"yaml", "yaml.scanner"}}


def test_one_module_opens_records_one_writes_files_and_the_terminal_opens_nothing_but_the_null_device() -> None:
    found = {module for module in MODULES if calls(module) & (OPENERS - {"read_text", "write_text"})}
    assert found == {"records.content", "cli.terminal", "cli.written"}


def test_no_path_is_read_or_written_as_text() -> None:
    attributes = [
        (module, node.attr)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"read_text", "write_text"}
    ]
    assert attributes == []


def test_only_the_terminal_builds_a_console() -> None:
    assert {module for module, names in importers("rich").items() if "rich.console" in names} == {"cli.terminal"}
    assert {module for module in MODULES if calls(module) & {"Console", "PlainConsole"}} == {"cli.terminal"}


@each_module
def test_nothing_prints(module: str) -> None:
    plain = {
        node.func.id
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in plain


def test_no_parser_behind_typer() -> None:
    assert importers("click") == {}
    # `typer.core` holds the classes that typer's reference names for `cls`.
    assert {module: names - {"typer"} for module, names in importers("typer").items() if names != {"typer"}} == {
        "cli.help": {"typer.core"}
    }


def test_every_text_of_the_help_goes_through_one_door() -> None:
    assert {module for module in MODULES if calls(module) & {"Option", "Argument"}} == {"cli.help"}


def test_nothing_reaches_for_the_network() -> None:
    taken = {source.split(".")[0] for module in MODULES for source in outside(module)}
    assert taken & {"http", "socket", "ssl", "requests", "httpx", "aiohttp", "ftplib"} == set()
    assert "urllib.request" not in {source for module in MODULES for source in outside(module)}
    assert {"pydantic", "typer", "rich", "yaml"} <= taken


# Size


@each_module
def test_module_is_short(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 380


@each_module
def test_functions_are_short(module: str) -> None:
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, BRANCHING)]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > 50} == {}


def test_functions_are_seen() -> None:
    functions = [node for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, BRANCHING)]
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for node in functions)
    assert len(functions) >= 500
    assert lengths[len(lengths) // 2] <= 10


@each_module
def test_module_says_what_it_owns(module: str) -> None:
    assert ast.get_docstring(tree(module))
