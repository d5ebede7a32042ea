"""The same work by several processes: in order, whatever becomes of them."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from il2sle.cli import workers
from il2sle.cli.checking import everything
from il2sle.cli.load import load_tables
from il2sle.cli.workers import each, shared
from il2sle.errors import Problem
from il2sle.evidence.rows import SECTIONS
from il2sle.frozen import Frozen
from il2sle.records.folder import record_files, records_directory

# Pytest has threads of its own, of which Python warns whoever forks; the program has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

FILES = [Path(f"{number}.yaml") for number in range(25)]


class Made(Frozen):
    """What a process sends: the file, and the process."""

    name: str
    process: int


def made(path: Path) -> Made:
    return Made(path.name, os.getpid())


def dies(parent: int, path: Path) -> Made:
    """One file kills every process but ours."""
    if path.name == "4.yaml" and os.getpid() != parent:
        os._exit(9)
    return made(path)


def fails(path: Path) -> Made:
    if path.name == "4.yaml":
        raise ValueError(path.name)
    return made(path)


@pytest.mark.parametrize("forked", [pytest.param(True, id="forked"), pytest.param(False, id="started anew")])
def test_several_processes_answer_in_order(forked: bool) -> None:  # noqa: FBT001  a case
    results = list(shared(made, FILES, 3, forked=forked))

    assert [one.name for one in results] == [file.name for file in FILES]
    assert len({one.process for one in results}) == 3
    assert os.getpid() not in {one.process for one in results}


def test_what_a_dead_process_did_not_send_is_done_here() -> None:
    results = list(shared(partial(dies, os.getpid()), FILES, 3))

    assert [one.name for one in results] == [file.name for file in FILES]
    done_here = [one.name for one in results if one.process == os.getpid()]
    assert done_here == ["4.yaml", "7.yaml", "10.yaml", "13.yaml", "16.yaml", "19.yaml", "22.yaml"]


def test_what_goes_wrong_goes_wrong_here() -> None:
    with pytest.raises(ValueError, match=r"^4\.yaml$"):
        list(shared(fails, FILES, 3))


def test_whoever_stops_early_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = workers._started

    def noted(*given: object) -> object:
        started.append(start(*given))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr(workers, "_started", noted)
    results = shared(made, FILES, 2)
    next(results)
    results.close()  # type: ignore[attr-defined]

    assert len(started) == 2
    assert [process.is_alive() for _, process in started] == [False, False]


@pytest.mark.parametrize("most", [0, 1, 2])
def test_what_no_process_can_be_had_for_is_done_here(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    start = workers._started
    started: list[object] = []

    def limited(*given: object) -> object:
        if len(started) == most:
            raise BlockingIOError
        started.append(start(*given))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr(workers, "_started", limited)
    results = list(shared(made, FILES, 3))

    assert [one.name for one in results] == [file.name for file in FILES]
    assert len({one.process for one in results} - {os.getpid()}) == most


WAITING = """
from pathlib import Path
from time import sleep
from il2sle.cli.workers import shared
results = shared(lambda _: "x" * 100_000, [Path("a.yaml")] * 1000, 2, forked=True)
next(results)
print("ready", flush=True)
sleep(60)
"""


def test_processes_end_with_one_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        program.kill()
        # Its workers hold the pipe too: it ends when they do.
        assert program.communicate(timeout=30)[0] == b""


def test_few_files_are_read_by_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_processors", lambda: 8)
    monkeypatch.setattr(workers, "PAYS", 10)
    monkeypatch.setattr(workers, "PAYS_ANEW", 10)

    assert {one.process for one in each(made, FILES[:19])} == {os.getpid()}
    assert len({one.process for one in each(made, FILES[:20])} - {os.getpid()}) == 2


# The commands


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_processors", lambda: 3)
    monkeypatch.setattr(workers, "PAYS", 1)
    monkeypatch.setattr(workers, "PAYS_ANEW", 1)


def spoilt_records(folder: Path) -> list[Path]:
    """The shipped records; one without an end, one with a wrong key, one twice."""
    for number, path in enumerate(record_files(records_directory(environ={}))):
        text = path.read_text(encoding="utf-8")
        text = text + "\n]" if number == 1 else text.replace("name: ", "names: ", 1) if number == 2 else text
        (folder / path.name).write_text(text, encoding="utf-8")
        if number == 3:
            (folder / "NCT99999998.yaml").write_text(text, encoding="utf-8")
            renamed = text.replace(f"id: {path.stem}", "id: NCT99999999")
            (folder / "NCT99999999.yaml").write_text(renamed, encoding="utf-8")
    return record_files(folder)


@pytest.mark.usefixtures("several")
def test_findings_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = spoilt_records(tmp_path)
    problems, looked = everything(files)
    monkeypatch.setattr(workers, "_processors", lambda: 1)

    assert (problems, looked) == everything(files)
    assert {"F002", "F003", "Y005"} <= {problem.code for problem in problems}
    assert all(isinstance(problem, Problem) for problem in problems)


@pytest.mark.usefixtures("several")
def test_rows_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    shared_out = load_tables(None, SECTIONS)
    monkeypatch.setattr(workers, "_processors", lambda: 1)

    assert shared_out == load_tables(None, SECTIONS)
    assert len(shared_out.asked) >= 13
