"""Every bad file of `tests/bad` gives the message beside it; what no file can hold here is made in this module."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from conftest import Golden
from il2sle.cli.commands import answer_check
from il2sle.cli.output import Delivery
from il2sle.codes import CODES
from il2sle.records import yaml_reader
from il2sle.records.text import MAX_BYTES, MAX_PROBLEMS
from processes import run

TESTS = Path(__file__).parent
BASE = (TESTS / "data" / "base-record.yaml").read_bytes()

# Files in which nothing is left of the base.
NOT_FROM_THE_BASE = {
    "blank-lines-only",
    "bom-only",
    "comments-only",
    "dashes-only",
    "empty-file",
    "json-list",
    "list-of-trials",
    "one-sentence",
    "utf-16",
}


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

FILES = sorted(path.name.removesuffix(".yaml") for path in (TESTS / "bad").glob("*.yaml") if path.is_file())
DIRECTORIES = sorted(path.name for path in (TESTS / "bad").iterdir() if path.is_dir())
CASES = [*FILES, *DIRECTORIES, *MADE]


def arguments(case: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `check` is told about a case, from the directory that the test moves to."""
    monkeypatch.chdir(folder if case in MADE else TESTS)
    if case in MADE:
        Path("bad").mkdir()
        Path(f"bad/{case}.yaml").write_bytes(BASE.replace(b"base-record", case.encode()) + MADE[case]())
    return ["--records", f"bad/{case}"] if case in DIRECTORIES else [f"bad/{case}.yaml"]


def expected(case: str) -> str:
    return (TESTS / "bad" / f"{case}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("loader", [yaml_reader.FASTEST, yaml.SafeLoader], ids=["fastest", "pure Python"])
@pytest.mark.parametrize("case", CASES)
def test_bad_file_gives_the_message_beside_it(  # noqa: PLR0917  fixtures are passed by name
    case: str,
    loader: yaml_reader.Loader,
    golden: Golden,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(yaml_reader, "FASTEST", loader)
    *option, path = arguments(case, tmp_path, monkeypatch)
    what, directory = ([], Path(path)) if option else ([path], None)
    failed = answer_check(what, directory, "text", Delivery(), strict=False)
    golden(f"../bad/{case}.expected", capsys.readouterr().out)
    assert failed


@pytest.mark.parametrize(
    "case", ["escape-sequence", "not-utf-8", "title-of-a-window", "bidi-override", "holds-a-directory"]
)
def test_process_says_the_same(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("check", *arguments(case, tmp_path, monkeypatch), cwd=TESTS)
    assert (done.code, done.out, done.err) == (1, expected(case), "")


@pytest.mark.parametrize("case", CASES)
def test_message_has_its_place_and_no_control_character(case: str) -> None:
    first, *_ = expected(case).splitlines()
    assert re.match(r"bad/\S+\.yaml:\d+:\d+: [YFR]\d{3} \S", first)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", expected(case))


@pytest.mark.parametrize("case", CASES)
def test_message_stays_short(case: str) -> None:
    text = expected(case)
    assert text.count("help: ") <= MAX_PROBLEMS + 1
    assert max(map(len, text.splitlines())) <= 400


# That the cases are what they claim to be


def test_cases_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{len(FILES)} bad files, {len(DIRECTORIES)} directories, {len(MADE)} made here: {len(CASES)} cases")  # noqa: T201
    assert len(CASES) == len(set(CASES)) >= 220


def test_every_error_has_a_case() -> None:
    seen = {code for case in CASES for code in re.findall(r": ([YFR]\d{3}) ", expected(case))}
    assert {code for code, about in CODES.items() if about.severity == "error"} - seen == set()
    assert len(seen) >= 46


def test_every_message_has_a_case() -> None:
    found = {path.name for path in (TESTS / "bad").glob("*.expected")}
    assert found == {f"{case}.expected" for case in CASES}


def changed(case: str) -> list[bytes]:
    """The lines of the base, but for the id, that a bad file has changed: what stands in each place of difference."""
    lines = [
        (TESTS / "bad" / f"{case}.yaml").read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines(),
        BASE.splitlines(),
    ]
    bad, good = ([line for line in part if not line.startswith(b"id: ")] for part in lines)
    matcher = SequenceMatcher(None, good, bad, autojunk=False)
    return [b"\n".join(bad[low:high]) for kind, _, _, low, high in matcher.get_opcodes() if kind != "equal"]


@pytest.mark.parametrize("case", [case for case in FILES if case not in NOT_FROM_THE_BASE])
def test_bad_file_is_the_base_with_one_change(case: str) -> None:
    only_the_id = {"name-is-not-id", "id-is-a-path", "id-with-blanks"}
    assert len(changed(case)) == (0 if case in only_the_id else 1)


def test_base_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "base-record.yaml"
    file.write_bytes(BASE)
    assert not answer_check([str(file)], None, "text", Delivery(), strict=True)
    assert capsys.readouterr().out == "nothing found\n"
