"""Records that nobody wrote: sound ones come through every command, broken ones give a diagnostic or a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import answer, every_answer
from il2sle.codes import CODES
from il2sle.errors import Problem, RecordsProblem
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial
from il2sle.records.yaml_reader import read_yaml
from minimal import base
from strategies import ODD_TEXTS, Data, records, to_yaml

SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in record_files(records_directory(environ={}))}

some_examples = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
many_examples = settings(some_examples, max_examples=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for one record at a time."""
    return tmp_path_factory.mktemp("records")


def some_answers(folder: Path) -> list[str]:
    return [answer("compare", folder, width=80), answer("show", folder, "json")]


def told(folder: Path, name: str, text: str, ask: Callable[[Path], list[str]] = every_answer) -> list[str]:
    """What the commands have against a file, each problem with its code and its place; nothing where they answer."""
    for path in folder.iterdir():
        path.unlink()
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    try:
        assert all(ask(folder))
    except RecordsProblem as error:
        unclear = [found for found in error.problems if not is_clear(found, file)]
        assert not unclear, unclear
        return [f"{found.place.line}: {found.code} {found.message}" for found in error.problems]
    return []


def is_clear(problem: Problem, file: Path) -> bool:
    """Whether a problem says where it is, what it is and what to do."""
    return problem.place.path == str(file) and problem.code in CODES and bool(problem.message and problem.help)


# Sound records


@pytest.mark.parametrize("flow", [pytest.param(False, id="lines"), pytest.param(True, id="brackets")])
@many_examples
@given(record=records())
def test_record_survives_its_text(record: Data, *, flow: bool) -> None:
    document, problems = read_yaml(to_yaml(record, flow=flow).encode(), "generated.yaml")
    assert document is not None, problems
    assert (document.data, problems) == (record, [])
    assert Trial.model_validate(document.data) == Trial.model_validate(record)


@some_examples
@given(record=records())
def test_every_command_accepts_every_sound_record(record: Data, folder: Path) -> None:
    assert told(folder, record["id"], to_yaml(record)) == []


# Broken records

JUNK = (
    *ODD_TEXTS,
    *("\t", "\x1b[31m", "\u202e", "\0", "\r", "\n", "\n  ", ": ", "- ", "&a ", "*a", "!!x ", '"', "'", "[", "}"),
    *(">", "|", "---\n", "%", "1,0"),
)


@st.composite
def spoilt_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped record with a stretch of its text deleted, or replaced by another one or by junk."""
    name = draw(st.sampled_from(list(SHIPPED)))
    text = SHIPPED[name]
    begin, other = draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))
    length = draw(st.integers(0, 40))
    put = draw(st.sampled_from([*JUNK, "", text[other : other + length]]))
    return name, text[:begin] + put + text[begin + length :]


def test_spoilt_text_gives_a_diagnostic_or_a_record(folder: Path) -> None:
    seen: Counter[bool] = Counter()

    @many_examples
    @given(spoilt_texts())
    def spoil(spoilt: tuple[str, str]) -> None:
        seen[bool(told(folder, *spoilt, some_answers))] += 1

    spoil()
    assert min(seen[True], seen[False]) >= 5


def paths(value: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values in a record but the record itself."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in inside:
        yield (*above, step)
        yield from paths(child, (*above, step))


def at(record: Data, path: tuple[Any, ...]) -> Any:  # noqa: ANN401  whatever stands there
    value: Any = record
    for step in path:
        value = value[step]
    return value


ODD_VALUES: list[Any] = [
    *(0, 1, -1, 30, 1_000_000, 10**17, True, None, "", "no", [], {}, [0, 0], [-5, 5], [1, 2, 3], {"is": 1}),
    *map(Decimal, ["0.0", "50", "33.3", "100.0", "0.000000000000000001", "-0.0"]),
    *("week 0", "not stated", "1 day", "9999 weeks", "1 to 9999 days", "<0.05", ">0.05", "from percent", "pending"),
    *("not reported", "comparator", "treated", "drug", "placebo", "PP", "2020", "1:2:3", "0:1", "²:1", "paper, x"),
]
PATHS = [path for path in paths(base()) if path != ("id",)]


@st.composite
def spoilt_values(draw: st.DrawFn) -> Data:
    """The base record with some values removed, made odd, or put in place of others."""
    record = base()
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=2)):
        elsewhere = st.sampled_from(PATHS).map(lambda other: at(base(), other))
        try:
            parent = at(record, path[:-1])
            if draw(st.integers(0, 4)):
                parent[path[-1]] = deepcopy(draw(st.sampled_from(ODD_VALUES) | elsewhere))
            else:
                del parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # what stood there is gone already
    return record


def test_spoilt_value_gives_a_diagnostic_or_a_record(folder: Path) -> None:
    seen: Counter[bool] = Counter()

    @many_examples
    @given(spoilt_values())
    def spoil(record: Data) -> None:
        seen[bool(told(folder, "NCT00000001", to_yaml(record)))] += 1

    spoil()
    assert min(seen[True], seen[False]) >= 3
