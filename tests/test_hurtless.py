"""What lies in a directory of records cannot hurt: a clear word, a code, and little time and memory, as a process."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bad_edits import BASE
from processes import IL2SLE
from test_bad_records import MADE

# The goal is a second and 200 MB; these machines are noisy, so the clock is that of the processor, with a margin.
SECONDS = 8
MEGABYTES = 200
HANGS = 120  # seconds by the wall, after which a process is taken for one that never ends

# A process of its own measures, because a child begins with the memory of the process that starts it.
MEASURE = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as report:
    json.dump({"code": code, "seconds": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}, report)
"""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="links, pipes and odd names are those of Linux")
pytestmark = needs_linux


@dataclass(frozen=True)
class Cost:
    """What a process said, and what it used."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def cost(folder: Path, *arguments: str) -> Cost:
    report = folder.parent / "report.json"
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(report), *IL2SLE, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=HANGS,
    )
    used = json.loads(report.read_text(encoding="utf-8"))
    return Cost(used["code"], done.stdout.decode(), done.stderr.decode(), used["seconds"], used["kilobytes"] / 1024)


def assert_harmless(found: Cost) -> None:
    """No traceback, no bug, no control character, and the limits are kept."""
    said = found.out + found.err
    assert "Traceback" not in said
    assert "this is a bug" not in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory for records."""
    (tmp_path / "records").mkdir()
    return tmp_path / "records"


# Entries that are no record file

NAME = "base-record.yaml"


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))  # the name of a socket is at most 108 bytes long


ENTRIES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a directory": (Path.mkdir, "Is a directory"),
    "a link to nothing": (lambda path: path.symlink_to("nothing"), "No such file or directory"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "a link to a directory": (lambda path: path.symlink_to("."), "Is a directory"),
    "a pipe": (os.mkfifo, "not a regular file"),
    "a link to an endless device": (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
    "a socket": (a_socket, "No such device or address"),
    "a file that fails while it is read": (lambda path: path.symlink_to("/proc/self/mem"), "Input/output error"),
}


@pytest.mark.parametrize("command", ["compare"])
@pytest.mark.parametrize(("make", "reason"), [pytest.param(*entry, id=name) for name, entry in ENTRIES.items()])
def test_entry_that_is_no_record(make: Callable[[Path], object], reason: str, command: str, folder: Path) -> None:
    make(folder / NAME)
    found = cost(folder, command, "--records", str(folder))
    assert_harmless(found)
    said = found.out if command == "check" else found.err
    assert said.startswith(f"{folder / NAME}:0:0: F001 cannot be read: {reason}\n")
    assert (found.code, said.count("F001")) == (1, 1)


def without_privileges() -> list[str]:
    """What to begin a command with, so that the permissions of a file hold for root too."""
    if os.geteuid() != 0:
        return []
    prefix = [shutil.which("setpriv") or "setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    try:
        subprocess.run([*prefix, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may read everything, and there is no setpriv")
    return prefix


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        pytest.param(NAME, 1, "F001 cannot be read: Permission denied", id="file"),
        pytest.param("", 2, "is not readable", id="directory"),
    ],
)
def test_what_may_not_be_read(what: str, code: int, said: str, folder: Path) -> None:
    (folder / NAME).write_bytes(BASE)
    (folder / what).chmod(0)
    command = [*without_privileges(), *IL2SLE, "list", "--records", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    finally:
        (folder / what).chmod(0o700)
    assert (done.returncode, said in done.stderr.decode()) == (code, True)


# Directories


def nothing(folder: Path) -> Path:
    return folder


def missing(folder: Path) -> Path:
    return folder / "missing"


def a_file(folder: Path) -> Path:
    (folder / NAME).write_bytes(BASE)
    return folder / NAME


def no_record(folder: Path) -> Path:
    for name in ("README.md", ".hidden.yaml", "notes.yml.txt", "yaml"):
        (folder / name).write_bytes(BASE)
    return folder


def a_link_to_itself(folder: Path) -> Path:
    (folder / "loop").symlink_to("loop")
    return folder / "loop"


def a_name_that_acts(folder: Path) -> Path:
    return folder / "\x1b[31m\x9b31m\u202e"


@pytest.mark.parametrize("command", [["compare"]], ids=" ".join)
@pytest.mark.parametrize("make", [nothing, missing, a_file, no_record, a_link_to_itself])
def test_directory_without_records(make: Callable[[Path], Path], command: list[str], folder: Path) -> None:
    found = cost(folder, *command, "--records", str(make(folder)))
    assert_harmless(found)
    assert (found.code, found.out) == (2, "")
    assert re.match(r"il2sle: (there is no directory|.* holds no records)", found.err)


def test_name_of_a_directory_does_not_act_on_the_terminal(folder: Path) -> None:
    found = cost(folder, "list", "--records", str(a_name_that_acts(folder)))
    assert (found.code, found.out) == (2, "")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", found.err)


# Names of files

NAMES = {
    "an escape sequence": b"\x1b[31mred\x1b[0m",
    "the title of a window": b"\x1b]0;owned\x07",
    "a line feed": b"two\nlines",
    "a place of its own": b"NCT00000001.yaml:1:1: R001 no\n",
    "a carriage return": b"all\rnothing",
    "no UTF-8": b"\xff\xfe",
    "a control of eight bits": "\x9b31m".encode(),
    "letters turned round": "\u202elmay".encode(),
    "an option": b"--help",
    "markup": b"[red]red[b] :b: <b>",
    "blanks": b"  a  b  ",
    "250 letters": b"x" * 250,
}


@pytest.mark.parametrize("name", [pytest.param(name, id=what) for what, name in NAMES.items()])
def test_name_of_a_file(name: bytes, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name + b".yaml")).write_bytes(BASE)
    found = cost(folder, "check", "--records", str(folder))
    assert_harmless(found)
    first, *_, last = found.out.splitlines()
    assert re.fullmatch(
        rf'{re.escape(str(folder))}/.+\.yaml:1:5: F002 the id is "base-record", the file name .+', first
    )
    assert (found.code, last.split(",")[0]) == (1, "found: 1 error")


def test_skipped_file_is_named_without_its_signs(folder: Path) -> None:
    (folder / NAME).write_bytes(BASE)
    (folder / "\x1b[31mred\n.yaml").write_bytes(b"[")
    found = cost(folder, "compare", "--skip-invalid", "--records", str(folder))
    assert_harmless(found)
    assert (found.code, found.out.count("\ufffd[31mred\ufffd.yaml")) == (0, 1)


# A great many, and a great deal


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"\tname: [\n", id="not YAML"),
        pytest.param(BASE + b"notes: {}\n", id="wrong kind of value"),
        pytest.param(BASE, id="misnamed"),
    ],
)
def test_thousand_broken_files(broken: bytes, folder: Path) -> None:
    for number in range(1000):
        (folder / f"broken-{number:04}.yaml").write_bytes(broken)
    found = cost(folder, "compare", "--records", str(folder))
    assert (found.code, found.out) == (1, "")
    assert len(set(re.findall(r"^\S+/(broken-\d{4})\.yaml:\d+:\d+: [YFR]\d{3} ", found.err, re.MULTILINE))) == 1000
    # That is 1,000 records in one run, which a machine under load may take half a minute for.
    assert found.megabytes < MEGABYTES


@pytest.mark.parametrize("case", MADE)
def test_bad_file_is_cheap(case: str, folder: Path) -> None:
    (folder / NAME).write_bytes(BASE + MADE[case]())
    found = cost(folder, "check", "--records", str(folder))
    assert_harmless(found)
    assert found.code == 1


def to_split(total: int, treated: str, comparator: str) -> dict[str, str]:
    """A population of which only the total is printed, and the percentages of two arms."""
    return {
        "{events: 12, percent: 60}": f"{{percent: {treated}}}",
        "{events: 8, percent: 40}": f"{{percent: {comparator}}}",
        "    population: ITT": "    population: PP",
        "outcomes:": f'populations: {{PP: {{total: {total}, cite: "paper, Methods"}}}}\noutcomes:',
    }


SIZES = {
    "Fisher's test on a million patients": {
        "{events: 12, percent: 60}": "{events: 400000, n: 1000000, p: 0.04}",
        "{events: 8, percent: 40}": "{events: 399000, n: 1000000}",
    },
    "a million patients to split": to_split(1_000_000, "60", "40"),
    "a million patients of whom none fits": to_split(1_000_000, "33.333333333", "66.666666666"),
    "20,000 patients to split in millions of ways": to_split(20_000, "60", "40"),
    "a size of which a percentage tells": {
        "{events: 12, percent: 60}": "{events: 12, percent: 60, n: from percent}",
        "{is: 40, kind: actual}": "{is: 1000000, kind: actual}",
    },
    "a schedule of 20,000 injections": {
        "{every: 1 week, for: 12 weeks}": "{every: 1 day, times: 2000, cycles: 10}",
        "treatment: 12 weeks": "treatment: 9999 weeks",
    },
}


@pytest.mark.parametrize("command", ["compare"])
@pytest.mark.parametrize("changes", [pytest.param(changes, id=name) for name, changes in SIZES.items()])
def test_sound_record_with_large_figures_is_cheap(changes: dict[str, str], command: str, folder: Path) -> None:
    record = BASE.decode()
    for old, new in changes.items():
        assert old in record
        record = record.replace(old, new)
    (folder / NAME).write_text(record, encoding="utf-8")
    found = cost(folder, command, "--records", str(folder))
    assert_harmless(found)
    assert found.code == 0


def repeated(before: bytes, line: str, times: int) -> bytes:
    """The base with a line put in many times, each time with another number."""
    lines = "".join(line.format(number) for number in range(100, 100 + times)).encode()
    assert BASE.count(before) == 1
    return BASE.replace(before, lines + before)


LONG = {
    "results": (
        b"    cite: paper, Table 2",
        "      week {}: {{mockin: {{percent: 60, p: 0.5}}, placebo: {{percent: 40}}}}\n",
    ),
    "harms": (b"    - event: fever", "    - {{event: event {}, category: other, says: seen}}\n"),
}


@pytest.mark.parametrize(("before", "line"), [pytest.param(*long, id=name) for name, long in LONG.items()])
def test_time_grows_as_the_record_does(before: bytes, line: str, folder: Path) -> None:
    def seconds(times: int) -> float:
        (folder / NAME).write_bytes(repeated(before, line, times).replace(b"  randomised: 40\n", b""))
        found = cost(folder, "compare", "--records", str(folder))
        assert (found.code, found.err) == (0, "")
        return found.seconds

    few, many = (seconds(times) for times in (250, 1000))
    # Four times as long takes at most four times as much, the start of the program included, which is about as long as
    # the work of 250; were it to take sixteen times, a long record would stop everyone.
    assert many < 6 * few
