"""The process contract: exit codes, streams, files, widths, colours and encodings, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from il2sle.cli import process
from il2sle.errors import ExitCode
from minimal import BASE
from processes import (
    BROKEN,
    ESCAPE,
    IL2SLE,
    SMALL,
    Done,
    directory_of,
    environment,
    in_shell,
    on_screen,
    record,
    run,
    shipped,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes, signals and terminals of POSIX")
ANSWERS = [
    *(["compare", "--format", layout] for layout in ("table", "json", "html")),
    ["compare", "--format", "csv", "--quiet"],
    ["show", "LUPIL-2", "--format", "markdown"],
    ["list", "--format", "ids"],
    *(["check", "--format", layout] for layout in ("text", "json")),
    ["trace", "LUPIL-2"],
    ["export", "netmeta", "--quiet"],
    ["schema"],
]
FIXED = [["--version"], ["-h"], ["compare", "-h"]]
# A shell starts what it puts into the background without an ear for Ctrl-C, and the tests with it.
INTERRUPTIBLE = (
    sys.executable,
    "-c",
    "import signal, il2sle.cli.process as p; signal.signal(signal.SIGINT, signal.default_int_handler); p.main()",
)
F_GETPIPE_SZ = 1032  # of Linux; `fcntl` does not name it everywhere
every_answer = pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
every_output = pytest.mark.parametrize("arguments", ANSWERS + FIXED, ids=" ".join)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of two sound records, to be read only."""
    return directory_of(tmp_path_factory.mktemp("small") / "records", **SMALL)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of two sound records and a broken one, to be read only."""
    return directory_of(tmp_path_factory.mktemp("mixed") / "mixed", **SMALL, NCT00000003=BROKEN)


@pytest.fixture
def of_small(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every process read the two small records, which takes less time."""
    monkeypatch.setenv("IL2SLE_RECORDS", str(small))


# Exit codes: every row of the table in README.md.


@every_output
def test_an_answer_is_0_and_stands_alone(arguments: list[str]) -> None:
    done = shipped(*arguments)

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\n")
    assert ESCAPE not in done.out


def test_an_empty_result_is_0_and_is_said(small: Path) -> None:
    done = run("compare", "--records", str(small), "--endpoint", "LLDAS", "--population", "ITT", "--format", "json")

    assert (done.code, json.loads(done.out)["outcomes"]) == (0, [])
    assert done.err == "il2sle: no outcome is left by the filter: endpoint LLDAS, population ITT\n"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("compare", id="compare"),
        pytest.param("compare NCT00000001", id="compare another trial"),
        pytest.param("show NCT00000003", id="show"),
        pytest.param("list", id="list"),
        pytest.param("export metafor", id="export"),
        pytest.param("show NCT00000003 --skip-invalid", id="the broken one"),
        pytest.param("compare -q", id="quiet hides no error"),
    ],
)
def test_records_that_cannot_be_trusted_are_1(mixed: Path, arguments: str) -> None:
    done = run(*arguments.split(), "--records", mixed.name, cwd=mixed.parent)

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("mixed/NCT00000003.yaml:2:8: Y005")
    assert done.err.endswith("\n1 error in 1 file\n")


def test_findings_of_check_are_an_answer_and_1(mixed: Path) -> None:
    done = run("check", "--records", mixed.name, cwd=mixed.parent)

    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("mixed/NCT00000003.yaml:2:8: Y005")


@pytest.mark.parametrize(
    ("strict", "code"), [pytest.param([], 0, id="check"), pytest.param(["--strict"], 1, id="check --strict")]
)
def test_warnings_of_check_are_0_unless_strict(strict: list[str], code: int) -> None:
    done = run("check", *strict)

    assert " W202 " in done.out
    assert done.code == code


USAGE = {
    "": "il2sle: evidence tables for interleukin-2 therapies in systemic lupus.\n\n  il2sle compare ",
    "compar": "il2sle: no such command 'compar'. Did you mean 'compare'?",
    "compare --endpont SRI-4": "il2sle: no such option: --endpont; did you mean --endpoint?",
    "compare --nonsense": "il2sle: no such option: --nonsense",
    "--quiet compare": "il2sle: no such option: --quiet; options stand after the command",
    "compare --format xml": 'il2sle: --format knows no "xml"; there are: table, json, jsonl, csv, tsv, markdown, html',
    "compare --format=": 'il2sle: --format knows no ""; there are: table, json',
    "compare --section arms": 'il2sle: --section knows no "arms"; did you mean harms? there are: studies, outcomes',
    "compare --color red": 'il2sle: --color knows no "red"; there are: auto, always, never',
    "compare NCT0000000": 'il2sle: several trials have "NCT0000000" in a name: Base (NCT00000001), LUPIL-2 (NCT',
    "check --severity fatal": 'il2sle: --severity knows no "fatal"; there are: error, warning, note',
    "check --code W999": 'il2sle: there is no code "W999"; there are: Y001',
    "export revman": 'il2sle: export knows no layout "revman"; there are: metafor, meta, netmeta, stata',
    "compare --width 5": 'il2sle: --width takes a whole number from 20 to 1000, not "5"',
    "compare --width 1001": 'il2sle: --width takes a whole number from 20 to 1000, not "1001"',
    "compare --width wide": 'il2sle: --width takes a whole number from 20 to 1000, not "wide"',
    "compare --width": "il2sle: option '--width' requires an argument.",
    "compare --width ٨٠": 'il2sle: --width takes a whole number from 20 to 1000, not "٨٠"',
    "compare --week ١٢": 'il2sle: --week takes the number of a week, such as 12, not "١٢"',
    "compare --week abc": 'il2sle: --week takes the number of a week, such as 12, not "abc"',
    "compare --week -12": 'il2sle: --week takes the number of a week, such as 12, not "-12"',
    "compare --week 13": 'il2sle: no record has the week "13"; there are: 12',
    "compare --endpoint SRI-5": 'il2sle: no record has the endpoint "SRI-5"; did you mean SRI-4? there are: SRI-4',
    "compare --population xyz": 'il2sle: no record has the population "xyz"; there are: ITT',
    "compare NCT00000004": 'il2sle: no trial is called "NCT00000004"; did you mean NCT0000000',
    "compare --records nowhere": "il2sle: there is no directory nowhere; name one that holds record files (*.yaml)",
    "compare --records empty": "il2sle: empty holds no records (*.yaml)",
    "compare --format csv --section doses --section harms": "il2sle: CSV and TSV hold one section; doses and harms",
    "compare --output=": "il2sle: --output names no file; - is standard output",
    "show": "il2sle: missing argument 'TRIAL'.",
    "show Nobody": 'il2sle: no trial is called "Nobody"; there are: NCT00000001, NCT00000002',
    "show Base --section harms": "il2sle: show tells a whole record; --section is for CSV and TSV, or for compare",
    "list Base": "il2sle: got unexpected extra argument(s) (Base)",
    "check nowhere.yaml": "il2sle: there is no file nowhere.yaml",
    "check ./empty": "il2sle: empty holds no records (*.yaml)",
    "check --explain W999": 'il2sle: there is no code "W999"; there are: Y001',
    "check Base --explain W203": "il2sle: --explain answers in plain text, and takes no trials",
    "export": "il2sle: missing argument 'LAYOUT'. Choose from: metafor, meta, netmeta, stata",
    "schema records": "il2sle: got unexpected extra argument(s) (records)",
}


@pytest.fixture(scope="module")
def told(small: Path) -> dict[str, Done]:
    """What each of the wrong commands leads to."""
    (small.parent / "empty").mkdir()

    def tell(command: str) -> Done:
        return run(*command.split(), cwd=small.parent, IL2SLE_RECORDS="records")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(USAGE, pool.map(tell, USAGE), strict=True))


@pytest.mark.parametrize("command", USAGE)
def test_a_wrong_command_is_2_and_says_what_is_wrong(told: dict[str, Done], command: str) -> None:
    done = told[command]

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(USAGE[command])


@pytest.mark.parametrize("command", [command for command in USAGE if command])
def test_a_usage_error_is_a_line_and_at_most_a_hint(told: dict[str, Done], command: str) -> None:
    first, *rest = told[command].err.splitlines()

    assert first.startswith("il2sle: ")
    assert rest in ([], ["Try: il2sle -h"], [f"Try: il2sle {command.partition(' ')[0]} -h"])


@pytest.mark.parametrize("directory", ["/nowhere", "/etc/passwd"])
@pytest.mark.parametrize("command", ["compare", "list", "check"])
def test_an_environment_that_names_no_directory_is_2(command: str, directory: str) -> None:
    done = run(command, IL2SLE_RECORDS=directory)

    assert (done.code, done.out) == (2, "")
    assert done.err == f"il2sle: there is no directory {directory}; name one that holds record files (*.yaml)\n"


@pytest.mark.parametrize("directory", ["/nowhere", "/etc/passwd", "empty"])
def test_the_version_is_told_without_records_too(directory: str, small: Path) -> None:
    (small.parent / "empty").mkdir(exist_ok=True)
    done = run("--version", IL2SLE_RECORDS=directory, cwd=small.parent)

    assert (done.code, done.err) == (0, "")
    assert re.match(rf"il2sle [0-9.]+ \(no records: .*{directory}", done.out)


def test_an_unknown_name_lists_a_screenful_of_the_known_ones(tmp_path: Path) -> None:
    directory_of(tmp_path, **{f"NCT{n:08}": record(n, f"Trial {n}") for n in range(1, 61)})
    done = run("show", "Nobody", "--records", str(tmp_path))

    assert done.code == 2
    assert done.err.startswith('il2sle: no trial is called "Nobody"; there are: NCT00000001, ')
    assert done.err.endswith("NCT00000020 and 40 more\n")


def test_help_does_not_rest_on_docstrings() -> None:
    for command in ("compare", "show", "list", "check", "export", "schema"):
        bare = subprocess.run(
            [sys.executable, "-OO", "-m", "il2sle", command, "-h"],
            capture_output=True,
            env=environment({}),
            check=True,
            text=True,
        )
        assert bare.stdout == shipped(command, "-h").out


def interrupted(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """The exit code and the messages of a process after Ctrl-C."""
    assert process.stderr is not None
    process.send_signal(signal.SIGINT)
    try:
        return process.wait(timeout=10), process.stderr.read()
    finally:
        process.kill()  # one that hangs would make the test hang as well


def test_an_interruption_while_the_pipe_is_full_is_130_and_quiet() -> None:
    with subprocess.Popen(
        [*INTERRUPTIBLE, "show", "LUPIL-2", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
    ) as blocked:
        assert blocked.stdout is not None
        blocked.stdout.read(1)  # the answer has begun, and is too long for the pipe

        assert interrupted(blocked) == (130, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="needs to know how much a pipe holds")
def test_an_interruption_does_not_wait_for_a_reader(mixed: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "wb", buffering=0) as full:
        full.write(b"x" * fcntl.fcntl(writing, F_GETPIPE_SZ))
        command = [*INTERRUPTIBLE, "list", "--skip-invalid", "--records", str(mixed)]
        with subprocess.Popen(command, stdout=full, stderr=subprocess.PIPE, env=environment({})) as blocked:
            assert blocked.stderr is not None
            blocked.stderr.readline()  # the notice comes before the answer, for which there is no room
            time.sleep(0.5)

            assert interrupted(blocked) == (130, b"")


def test_an_interruption_while_the_program_loads_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(process, "_run", interrupted)
    monkeypatch.setattr(os, "_exit", leave)

    with pytest.raises(SystemExit) as leaving:
        process.main()
    assert leaving.value.code == ExitCode.INTERRUPTED


WATCHED = """
import atexit, sys, il2sle.cli.process as p
atexit.register(print, "seen to the end")
sys.setprofile({watch})
p.main()
"""


@pytest.mark.parametrize(("watch", "seen"), [("lambda *_: None", True), ("None", False)])
def test_who_measures_the_process_has_the_last_word(watch: str, *, seen: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(watch=watch), "--version"],
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "seen to the end" in done.stdout) == (0, seen)


def test_a_profiler_prints_what_it_measured() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cProfile", "-m", "il2sle", "--version"],
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )

    assert "function calls" in done.stdout


BUG = "from il2sle.cli import app, process; app.app = lambda **_: 1 / 0; process.main()"


@pytest.mark.parametrize(
    ("environ", "last"),
    [
        pytest.param(
            {},
            "il2sle: this is a bug (ZeroDivisionError: division by zero); IL2SLE_TRACEBACK=1 shows where",
            id="told in a line",
        ),
        pytest.param({"IL2SLE_TRACEBACK": "1"}, "ZeroDivisionError: division by zero", id="shown on demand"),
    ],
)
def test_a_bug_is_1_and_shows_its_place_on_demand_only(environ: dict[str, str], last: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUG], env=environment(environ), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == last
    assert (len(done.stderr.splitlines()) > 1) == bool(environ)


NO_MEMORY = """
from il2sle.cli import app, process
def full(**_): raise MemoryError
app.app = full
process.main()
"""


def test_a_lack_of_memory_is_no_bug() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_MEMORY], env=environment({}), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr == "il2sle: there is not enough memory for these records; name fewer trials, or raise the limit\n"
    )


# Readers that leave, disks that are full, streams that are closed.


@every_output
@pytest.mark.usefixtures("of_small")
def test_a_reader_that_has_gone_is_0_and_quiet(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*IL2SLE, *arguments], stdout=writing, stderr=subprocess.PIPE, env=environment({}), check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


@every_answer
def test_a_reader_that_leaves_after_a_line_is_0_and_quiet(arguments: list[str]) -> None:
    done = in_shell(f"il2sle {' '.join(arguments)} | head -1")

    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)


@pytest.mark.parametrize("arguments", [["compare"], ["check"], ["show", "LUPIL-2"]], ids=" ".join)
def test_a_pipe_into_true_is_0_and_quiet(arguments: list[str]) -> None:
    assert in_shell(f"il2sle {' '.join(arguments)} | true") == Done(0, "", "")


full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@full_disk
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param("compare", "cannot write the answer: No space left on device", id="table"),
        pytest.param("show LUPIL-2 --format json", "cannot write the answer: No space left on device", id="long json"),
        pytest.param("list --format ids", "cannot write the answer: No space left on device", id="short data"),
        pytest.param("check", "cannot write the answer: No space left on device", id="check"),
        pytest.param("--version", "cannot write the answer: No space left on device", id="version"),
        pytest.param("compare -h", "No space left on device", id="help"),
        pytest.param("compare -o /dev/full", "cannot write /dev/full: No space left on device", id="as a file"),
    ],
)
@pytest.mark.usefixtures("of_small")
def test_a_full_disk_is_1_and_a_line(arguments: str, said: str) -> None:
    assert in_shell(f"il2sle {arguments} > /dev/full") == Done(1, "", f"il2sle: {said}\n")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param("compare >&-", 0, id="no output"),
        pytest.param("compare --format json >&-", 0, id="no output for data"),
        pytest.param("compare -h >&-", 0, id="no output for help"),
        pytest.param("compar >&- 2>&-", 2, id="nothing at all for a usage error"),
        pytest.param("show Nobody 2>&-", 2, id="no place for a message"),
        pytest.param("2>&-", 2, id="no place for the help"),
        pytest.param("show Nobody 2>/dev/full", 2, id="messages to a full disk", marks=full_disk),
    ],
)
@pytest.mark.usefixtures("of_small")
def test_a_closed_stream_changes_no_exit_code(command: str, code: int) -> None:
    assert in_shell(f"il2sle {command}") == Done(code, "", "")


@pytest.mark.usefixtures("of_small")
def test_standard_input_is_left_to_a_loop() -> None:
    done = in_shell("printf 'a\\nb\\n' | while read -r line; do il2sle list --format ids > /dev/null; echo $line; done")

    assert done == Done(0, "a\nb\n", "")


# Nothing is lost in silence: an answer is complete, or the program says why not and leaves with 1.

LONG = [
    ["compare"],
    ["compare", "--format", "json"],
    ["show", "LUPIL-2", "--format", "html"],
    ["check"],
    ["schema"],
    ["compare", "-h"],
]
long_answers = pytest.mark.parametrize("arguments", LONG, ids=" ".join)
buffered_or_not = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])


@buffered_or_not
@long_answers
def test_a_disk_that_fills_within_the_answer_is_1_and_a_line(
    arguments: list[str], unbuffered: str, tmp_path: Path
) -> None:
    script = f"ulimit -f 1; il2sle {' '.join(arguments)} > answer"
    done = in_shell(script, cwd=tmp_path, PYTHONUNBUFFERED=unbuffered)

    assert (done.code, (tmp_path / "answer").stat().st_size) == (1, 1024)
    assert done.err in {f"il2sle: {said}File too large\n" for said in ("cannot write the answer: ", "")}


@buffered_or_not
@long_answers
def test_a_pipe_that_does_not_block_gets_all(arguments: list[str], unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(
        [*IL2SLE, *arguments], stdout=writing, stderr=subprocess.PIPE, env=environment({"PYTHONUNBUFFERED": unbuffered})
    ) as process:
        os.close(writing)
        time.sleep(1)  # the pipe is full by now
        with os.fdopen(reading, "rb") as stream:
            received = stream.read().decode()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert Done(process.returncode, received, "") == shipped(*arguments)


@buffered_or_not
@long_answers
def test_a_writer_that_is_stopped_in_between_writes_all(arguments: list[str], unbuffered: str) -> None:
    with subprocess.Popen(
        [*IL2SLE, *arguments], stdout=subprocess.PIPE, env=environment({"PYTHONUNBUFFERED": unbuffered})
    ) as process:
        assert process.stdout is not None
        received = process.stdout.read(1)
        for _ in range(3):
            time.sleep(0.05)  # the pipe fills, and the writer waits in the middle of its text
            process.send_signal(signal.SIGSTOP)
            process.send_signal(signal.SIGCONT)
            received += process.stdout.read(500)
        received += process.stdout.read()
    assert (process.returncode, received.decode()) == (0, shipped(*arguments).out)


def test_messages_reach_a_pipe_that_does_not_block(tmp_path: Path) -> None:
    wrong = "".join(f"key{number}: 1\n" for number in range(99)) * 5
    directory_of(tmp_path, **{f"NCT{n:08}": f"{BASE}{wrong}" for n in range(2, 12)})
    expected = run("list", "--records", str(tmp_path))
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(
        [*IL2SLE, "list", "--records", str(tmp_path)], stderr=writing, env=environment({})
    ) as process:
        os.close(writing)
        time.sleep(1)
        with os.fdopen(reading, "rb") as stream:
            received = stream.read().decode()
    assert len(received) > 65536
    assert Done(process.returncode, "", received) == expected


# Files.


@every_answer
def test_a_file_holds_what_standard_output_shows(arguments: list[str], tmp_path: Path) -> None:
    shown = shipped(*arguments)
    written = run(*arguments, "--output", "answer", cwd=tmp_path)

    assert written == Done(shown.code, "", shown.err)
    assert (tmp_path / "answer").read_bytes().decode() == shown.out
    assert list(tmp_path.iterdir()) == [tmp_path / "answer"]


def test_a_dash_is_standard_output(small: Path) -> None:
    assert run("list", "--records", str(small), "-o", "-") == run("list", "--records", str(small))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("none/file", "there is no directory {}/none; create it first", id="missing directory"),
        pytest.param("folder", "it is a directory; name a file in it", id="a directory"),
        pytest.param("old/file", "{}/old is not a directory; name a file in one", id="a file as a directory"),
    ],
)
@pytest.mark.usefixtures("of_small")
def test_a_file_that_cannot_be_written_is_1(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "old").touch()
    (tmp_path / "folder").mkdir()
    done = run("compare", "-o", name, cwd=tmp_path)

    assert done == Done(1, "", f"il2sle: cannot write {name}: {reason.format(tmp_path.resolve())}\n")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "folder", tmp_path / "old"]


@pytest.mark.usefixtures("of_small")
def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("a longer text than the answer\n" * 99, encoding="utf-8")
    done = run("list", "--format", "ids", "-o", "ids", cwd=tmp_path)

    assert done == Done(0, "", "")
    assert (tmp_path / "ids").read_text(encoding="utf-8") == "NCT00000001\nNCT00000002\n"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        pytest.param("il2sle compare --records $MIXED -o old", 1, id="broken records"),
        pytest.param("il2sle compare --week 99 -o old", 2, id="usage"),
        pytest.param("ulimit -f 1; il2sle compare -o old", 1, id="a disk that fills while the file is written"),
    ],
)
def test_a_failure_leaves_the_old_file(mixed: Path, tmp_path: Path, script: str, code: int) -> None:
    (tmp_path / "old").write_text("old", encoding="utf-8")
    done = in_shell(script, cwd=tmp_path, MIXED=str(mixed))

    assert (done.code, done.out) == (code, "")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "old"]


# What goes to which stream.


def test_a_record_left_out_is_said_on_both_streams(mixed: Path) -> None:
    note = "Left out because of errors: 1 record (NCT00000003.yaml); `il2sle check` says why."
    done = run("compare", "--records", str(mixed), "--skip-invalid")

    assert (done.code, done.err) == (0, f"il2sle: {note}\n")
    assert note in done.out


def test_quiet_keeps_the_note_in_the_answer(mixed: Path) -> None:
    done = run("compare", "--records", str(mixed), "--skip-invalid", "--quiet", "--format", "json")

    assert (done.code, done.err) == (0, "")
    assert "Left out because of errors: 1 record (NCT00000003.yaml)" in " ".join(json.loads(done.out)["notes"])


@pytest.mark.parametrize("layout", ["table", "json", "html"])
def test_equal_data_give_equal_bytes(layout: str) -> None:
    assert run("compare", "--format", layout, PYTHONHASHSEED="1") == shipped("compare", "--format", layout)


# Width.


@pytest.mark.parametrize("columns", [140, 80])
def test_a_table_fits_its_terminal(columns: int) -> None:
    lines = on_screen(["compare"], columns).out.splitlines()

    assert columns - 20 < max(map(len, map(without_escapes, lines))) <= columns


def test_nothing_is_cut_at_any_width() -> None:
    for columns in (200, 80, 40):
        shown = run("compare", COLUMNS=str(columns)).out

        assert "…" not in shown
        assert all(trial in shown for trial in shipped("list", "--format", "ids").out.split())


@pytest.mark.parametrize(
    ("options", "environ", "widest"),
    [
        pytest.param([], {"COLUMNS": "90"}, 90, id="COLUMNS"),
        pytest.param(["--width", "110"], {}, 110, id="--width"),
        pytest.param(["--width", "110"], {"COLUMNS": "90"}, 110, id="--width before COLUMNS"),
        pytest.param([], {"COLUMNS": "90", "TERM": "dumb", "FORCE_COLOR": "1"}, 90, id="a dumb terminal"),
    ],
)
def test_the_width_of_a_pipe(options: list[str], environ: dict[str, str], widest: int) -> None:
    lines = run("compare", "--color", "never", *options, environ=environ).out.splitlines()

    assert widest - 20 < max(map(len, lines)) <= widest


@pytest.mark.parametrize("columns", ["1", "20", "19"])
def test_a_hair_of_a_terminal_is_drawn_on_as_twenty_columns(columns: str) -> None:
    assert run("compare", COLUMNS=columns) == shipped("compare", "--width", "20")


@pytest.mark.parametrize("environ", [{}, *({"COLUMNS": text} for text in ("", "x", "0", "-5", "٨٠", "8_0"))], ids=str)
def test_a_pipe_without_a_width_has_a_hundred_columns(environ: dict[str, str]) -> None:
    assert 80 < max(map(len, run("compare", environ=environ).out.splitlines())) <= 100


def test_the_width_option_outranks_the_terminal() -> None:
    assert without_escapes(on_screen(["compare", "--width", "110"], 70).out) == shipped("compare", "--width", "110").out


def test_other_streams_of_a_terminal_do_not_change_a_pipe() -> None:
    assert on_screen(["compare"], 70, stream="stderr").out == shipped("compare").out


# Colour, each stream on its own.


def without_escapes(text: str) -> str:
    """The text as a reader sees it."""
    for code in range(98):
        text = text.replace(f"{ESCAPE}[{code}m", "").replace(f"{ESCAPE}[1;{code}m", "")
    assert ESCAPE not in text
    return text


@pytest.mark.parametrize(
    ("options", "environ", "colored"),
    [
        pytest.param([], {}, True, id="by default"),
        pytest.param(["--color", "never"], {}, False, id="--color never"),
        pytest.param(["--color", "never"], {"FORCE_COLOR": "1"}, False, id="never before FORCE_COLOR"),
        pytest.param([], {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, id="NO_COLOR before FORCE_COLOR"),
        pytest.param([], {"NO_COLOR": ""}, True, id="NO_COLOR empty"),
        pytest.param([], {"CLICOLOR": "0"}, False, id="CLICOLOR=0"),
        pytest.param([], {"TERM": "dumb"}, False, id="TERM=dumb"),
        pytest.param(["--color", "always"], {"TERM": "dumb"}, True, id="always before TERM=dumb"),
    ],
)
@pytest.mark.usefixtures("of_small")
def test_color_on_a_terminal(options: list[str], environ: dict[str, str], *, colored: bool) -> None:
    assert (ESCAPE in on_screen(["compare", *options], 120, **environ).out) == colored


@pytest.mark.parametrize(
    ("options", "environ", "colored"),
    [
        pytest.param([], {}, False, id="by default"),
        pytest.param(["--color", "always"], {}, True, id="--color always"),
        pytest.param(["--color", "always"], {"NO_COLOR": "1"}, True, id="always before NO_COLOR"),
        pytest.param([], {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param([], {"FORCE_COLOR": "0"}, False, id="FORCE_COLOR=0"),
        pytest.param([], {"CLICOLOR_FORCE": "1"}, True, id="CLICOLOR_FORCE"),
        pytest.param([], {"GITHUB_ACTIONS": "true", "TTY_COMPATIBLE": "1"}, False, id="what libraries heed"),
    ],
)
@pytest.mark.usefixtures("of_small")
def test_color_in_a_pipe(options: list[str], environ: dict[str, str], *, colored: bool) -> None:
    assert (ESCAPE in run("compare", *options, environ=environ).out) == colored


def test_color_says_nothing_that_the_text_does_not() -> None:
    assert without_escapes(run("compare", "--color", "always").out) == shipped("compare").out


def test_standard_output_in_a_pipe_has_no_color_beside_a_terminal() -> None:
    assert ESCAPE not in on_screen(["compare"], 120, stream="stderr").out


@pytest.mark.parametrize("layout", ["json", "csv", "markdown", "html"])
def test_formats_for_programs_have_no_color(layout: str) -> None:
    assert ESCAPE not in run("compare", "--format", layout, "--color", "always").out


@pytest.mark.parametrize("arguments", [["show", "Nobody"], ["compar"], []], ids=["usage", "command", "help"])
@pytest.mark.usefixtures("of_small")
def test_messages_have_no_color_even_on_a_terminal(arguments: list[str]) -> None:
    done = on_screen(arguments, 120, stream="stderr", FORCE_COLOR="1", GITHUB_ACTIONS="true")

    assert done.code == 2
    assert "il2sle" in done.err
    assert ESCAPE not in done.err


# Encodings.


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_without_unicode_gets_the_ascii_table(encoding: str) -> None:
    folded = run("compare", PYTHONUTF8="0", PYTHONIOENCODING=encoding)

    assert folded.out.isascii()
    assert folded == shipped("compare", "--ascii")


def test_signs_are_folded_to_words_not_to_question_marks() -> None:
    wide, folded = (shipped("compare", "--section", "outcomes", *option).out for option in ((), ("--ascii",)))

    assert "≥4-point" in wide
    assert ">=4-point" in folded
    assert folded.count("?") == wide.count("?")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("layout", ["json", "csv", "markdown", "html"])
def test_formats_for_programs_are_utf8_in_any_locale(layout: str, encoding: str) -> None:
    folded = run("compare", "--format", layout, PYTHONUTF8="0", PYTHONIOENCODING=encoding)

    assert folded == shipped("compare", "--format", layout)
    assert not folded.out.isascii()


def test_a_file_is_utf8_in_any_locale(tmp_path: Path) -> None:
    run("compare", "-o", "table", cwd=tmp_path, PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert (tmp_path / "table").read_text(encoding="utf-8") == shipped("compare").out


def test_messages_are_folded_where_they_must_be() -> None:
    done = run("show", "900 µg", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert done.code == 2
    assert done.err.startswith('il2sle: no trial is called "900 ug"')


def test_a_name_that_is_no_text_is_a_usage_error() -> None:
    done = in_shell("il2sle show $'\\xff'")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("il2sle: no trial is called")
