"""Every bad file of `tests/bad` gives the message beside it; what no file can hold here is made in this module."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from bad_edits import BASE, EDITS, bad
from conftest import Golden
from il2sle.cli.checks import answer_check
from il2sle.cli.output import Delivery
from il2sle.codes import CODES
from il2sle.evidence.checks import agreement
from il2sle.records import yaml_reader
from il2sle.records.text import MAX_BYTES, MAX_PROBLEMS
from processes import run

MESSAGES = Path(__file__).parent / "bad_messages.txt"


@pytest.fixture(autouse=True)
def _field_compares_what_the_base_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "ENDPOINT_KEYS", COMPARED)


def bomb() -> bytes:
    """Nine levels of nine each: 387 million words, were the aliases followed."""
    names = "abcdefghi"
    lines = [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)]
    return "\n".join(["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]", *lines, ""]).encode()


# Files that are too large to keep, or that say more by how they are made; each is appended to the base.
MADE: dict[str, Callable[[], bytes]] = {
    "made-alias-bomb": bomb,
    "made-brackets-10000-deep": lambda: b"notes: " + b"[" * 10_000 + b"]" * 10_000 + b"\n",
    "made-braces-10000-deep": lambda: b"notes: " + b"{a: " * 10_000 + b"}" * 10_000 + b"\n",
    "made-lines-300-deep": lambda: b"notes:\n" + b"".join(b"  " * level + b"- a:\n" for level in range(1, 301)),
    "made-brackets-never-closed": lambda: b"notes: " + b"[{" * 5_000,
    "made-too-large": lambda: b"#" * MAX_BYTES,
    "made-line-of-250000-characters": lambda: b"note: " + b"x" * 250_000 + b"\n",
    "made-text-of-250000-characters": lambda: b"conclusions: ['" + b"x " * 125_000 + b"']\n",
    "made-10000-unknown-keys": lambda: b"".join(b"key%d: 1\n" % number for number in range(10_000)),
    "made-10000-numbers-that-are-none": lambda: b"notes: [" + b"1e6, " * 10_000 + b"]\n",
    "made-10000-formulas": lambda: b"notes: [" + b"'=1', " * 10_000 + b"]\n",
    "made-10000-unknown-sources": lambda: b"notes: [" + b"{is: a, cite: 'b, c'}, " * 10_000 + b"]\n",
    "made-10000-tabs": lambda: b"\t\n" * 10_000,
    "made-100000-quotes": lambda: b"note: " + b'"' * 100_000,
}

# A directory of records, each alone without fault.
TWICE = {
    "first-record": BASE.replace(b"id: base-record", b"id: first-record", 1),
    "second-record": BASE.replace(b"id: base-record", b"id: second-record", 1)
    .replace(b"name: MOCK-1", b"name: MOCK-2", 1)
    .replace(b"aliases: [MT-001]", b"aliases: [mock-1, MT-002]", 1),
}
DIRECTORIES = ("holds-a-directory", "name-used-twice", "two-files-of-one-name")
CASES = [*EDITS, *DIRECTORIES, *MADE]
COMPARED = ("SRI-4", "SLEDAI", "BICLA", "LLDAS")  # what the base record speaks of; the messages hold no W208
LONGEST = 24  # lines of a message that are held whole; of a longer one its beginning and its end


def written(case: str) -> list[str]:
    """The files of a case, written into the current directory; what `check` is told about them."""
    folder = Path("bad")
    folder.mkdir()
    if case not in DIRECTORIES:
        made = BASE.replace(b"base-record", case.encode()) + MADE[case]() if case in MADE else bad(case)
        (folder / f"{case}.yaml").write_bytes(made)
        return [f"bad/{case}.yaml"]
    (folder / case).mkdir()
    if case == "holds-a-directory":
        (folder / case / "directory.yaml").mkdir()
    elif case == "two-files-of-one-name":
        for suffix in ("yaml", "yml"):
            (folder / case / f"base-record.{suffix}").write_bytes(BASE)
    else:
        for name, text in TWICE.items():
            (folder / case / f"{name}.yaml").write_bytes(text)
    return ["--records", f"bad/{case}"]


def shortened(text: str) -> str:
    """The problems and how many they are; what was counted of the record has tests of its own (`test_tally`)."""
    text = re.sub(r"(?m)^(checked: .*\n)(?:.+\n)*", r"\1", text)
    lines = text.splitlines()
    if len(lines) <= LONGEST:
        return text
    return "\n".join([*lines[:9], f"... {len(lines) - 15} lines", *lines[-6:]]) + "\n"


@cache
def expected() -> dict[str, str]:
    """The message of each case, as `tests/bad_messages.txt` holds it under a line `=== CASE`."""
    parts = MESSAGES.read_text(encoding="utf-8").split("=== ")[1:]
    return dict(part.split("\n", 1) for part in parts)


def said(case: str, capsys: pytest.CaptureFixture[str]) -> str:
    *option, path = written(case)
    what, directory = ([], Path(path)) if option else ([path], None)
    assert answer_check(what, directory, "text", Delivery(), strict=False)
    return capsys.readouterr().out


@pytest.mark.parametrize("loader", [yaml_reader.FASTEST, yaml.SafeLoader], ids=["fastest", "pure Python"])
@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_gives_its_message(
    case: str,
    loader: yaml_reader.Loader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(yaml_reader, "FASTEST", loader)
    text = said(case, capsys)
    assert shortened(text) == expected()[case]
    assert re.search(r"(?m)^bad/\S+\.ya?ml:\d+:\d+: [YFR]\d{3} \S", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert text.count("help: ") <= MAX_PROBLEMS + 1
    assert max(map(len, text.splitlines())) <= 400


def test_update(
    golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = []
    for number, case in enumerate(sorted(CASES)):
        (tmp_path / str(number)).mkdir()
        monkeypatch.chdir(tmp_path / str(number))
        parts.append(f"=== {case}\n{shortened(said(case, capsys))}")
    golden("../bad_messages.txt", "".join(parts))


@pytest.mark.parametrize(
    "case", ["escape-sequence", "not-utf-8", "title-of-a-window", "bidi-override", "holds-a-directory"]
)
def test_process_says_the_same(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", *written(case), cwd=tmp_path)
    assert (done.code, shortened(done.out), done.err) == (1, expected()[case], "")


# That the cases are what they claim to be


def test_cases_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{len(EDITS)} bad edits, {len(DIRECTORIES)} directories, {len(MADE)} made here: {len(CASES)} cases")  # noqa: T201
    assert len(CASES) == len(set(CASES)) >= 220
    assert set(expected()) == set(CASES)


def test_every_error_has_a_case() -> None:
    seen = {code for text in expected().values() for code in re.findall(r": ([YFR]\d{3}) ", text)}
    assert {code for code, about in CODES.items() if about.severity == "error"} - seen == {"R140"}  # it is asked for
    assert len(seen) >= 46


def test_base_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "base-record.yaml"
    file.write_bytes(BASE)
    assert not answer_check([str(file)], None, "text", Delivery(), strict=True)
    assert capsys.readouterr().out.endswith("\n\nfound: 0 errors, 0 warnings\n")
