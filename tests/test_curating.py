"""Copies on disk, what is kept beside a record, two people's records, and the commands about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import checked
from il2sle.cli.curating import answer_reconcile, answer_verify
from il2sle.cli.load import load_trials
from il2sle.cli.output import Delivery
from il2sle.errors import Il2sleError, UsageProblem
from il2sle.evidence.tally import Share
from il2sle.records.files import load
from il2sle.records.texts import copies
from il2sle.records.verified import verified_path
from minimal import BASE

TRIAL = "NCT00000001"
TEXT = "Table 2\nSRI-4 | 18/30 (60.0) | 9/30 (30.0)\n"


def folder(path: Path, text: str = BASE) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / f"{TRIAL}.yaml").write_text(text, encoding="utf-8")
    return path


def texts(path: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    "files",
    [
        {f"{TRIAL}/paper.txt": TEXT},
        {"base/paper.md": TEXT},
        {"Base/paper.html": f"<p>Table 2</p><p>{TEXT}</p>"},
        {"index.yaml": f"{TRIAL}: {{paper: a b.txt}}\n", "a b.txt": TEXT},
        {"index.csv": "trial,key,file\nBase,paper,x.txt\n", "x.txt": TEXT},
    ],
    ids=["folder", "name", "html", "yaml", "csv"],
)
def test_where_copies_are_found(files: dict[str, str | bytes], tmp_path: Path) -> None:
    [record] = load([folder(tmp_path / "r") / f"{TRIAL}.yaml"]).records
    held = copies(texts(tmp_path / "t", files), [record.trial])
    assert "18/30 (60.0)" in held[TRIAL]["paper"].text
    assert len(held[TRIAL]["paper"].hash) == 64


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({f"{TRIAL}/paper.txt": b"\xff\xfe"}, "not UTF-8"),
        ({f"{TRIAL}/paper.txt": " \n"}, "holds no text"),
        ({f"{TRIAL}/paper.txt": TEXT, f"{TRIAL}/paper.md": TEXT}, "two copies of paper"),
        ({f"{TRIAL}/paper.pdf": b"%PDF-1.4 broken"}, r"needs pypdf|cannot be read as PDF"),
        ({"index.yaml": f"{TRIAL}: {{papers: x.txt}}"}, "has no source papers"),
        ({"index.yaml": f"{TRIAL}: x.txt"}, "no mapping of keys to files"),
        ({"index.yaml": "a: ["}, r"index\.yaml:1"),
        ({"index.yaml": f"{TRIAL}: {{paper: gone.txt}}"}, "cannot be read"),
        ({"index.csv": "a,b\n"}, "no columns"),
        ({"other/paper.txt": TEXT}, "holds no copy"),
    ],
)
def test_a_bad_copy_is_told_in_a_sentence(files: dict[str, str | bytes], said: str, tmp_path: Path) -> None:
    loaded = load_trials(folder(tmp_path / "r"))
    with pytest.raises(UsageProblem, match=said):
        answer_verify(loaded, texts(tmp_path / "t", files), "text", Delivery(quiet=True), write=True, strict=False)
    assert not (tmp_path / "r" / "verified").exists()


def test_verify_writes_what_check_then_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records, copy = (
        folder(tmp_path / "r"),
        texts(tmp_path / "t", {f"{TRIAL}/paper.txt": f"{TEXT}\nSee \x1b[31mthere.\n"}),
    )
    loaded = load_trials(records)
    open_ = answer_verify(loaded, copy, "text", Delivery(quiet=True), write=True, strict=False)
    out = capsys.readouterr().out

    assert open_
    assert "\n  60.0 · outcomes/SRI-4, ITT/week 12/drug/percent" in out
    assert "\x1b" not in out
    kept = json.loads(verified_path(records / f"{TRIAL}.yaml").read_text(encoding="utf-8"))
    assert kept["figures"]["outcomes/SRI-4, ITT/week 12/drug/percent"]["line"] == 2
    assert "(60.0)" not in json.dumps(kept)
    _, _, counted = checked([], records)
    assert counted.found == Share(10, 23, (("not found", 7), ("never looked for", 4), ("in doubt", 2)))

    folder(records, BASE.replace("percent: 60.0", "percent: 60.00"))
    problems, _, counted = checked([], records)
    assert [problem.message for problem in problems if problem.code == "W240"] == [
        "it is 60.00, and a machine found 60.0"
    ]
    assert counted.found.done == 9


def test_a_broken_file_of_a_verification_is_a_warning(tmp_path: Path) -> None:
    records = folder(tmp_path)
    texts(records, {f"verified/{TRIAL}.json": "{"})
    assert [problem.code for problem in checked([], records)[0]] == ["W241"]
    assert load_trials(records).asked


def read(text: str, *readers: str) -> str:
    listed = ", ".join(readers)
    return text.replace("citation: Author A et al.,", f"citation: Author A et al., readers: [{listed}],", 1)


ONE, TWO = read(BASE, "AB 2026-11-22"), read(BASE, "CD 2026-11-24")


def reconciled(tmp_path: Path, one: str, two: str, file: Path | None = None) -> bool:
    a, b = folder(tmp_path / "a", one), folder(tmp_path / "b", two)
    output = str(file) if file else None
    return answer_reconcile(a / f"{TRIAL}.yaml", b / f"{TRIAL}.yaml", "text", Delivery(output, quiet=True))


def test_reconcile_lists_with_both_places_and_merges_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m" / f"{TRIAL}.yaml"
    other = TWO.replace("percent: 60.0", "percent: 60.3").replace("met: true", "met: false").replace("fig", "Fig")
    assert reconciled(tmp_path, ONE, f"# one line more\n{other}", file)

    out = capsys.readouterr().out
    assert f"60.0 · {tmp_path}/a/{TRIAL}.yaml:" in out
    assert f"60.3 · {tmp_path}/b/{TRIAL}.yaml:" in out
    assert "outcomes/SRI-4, ITT/met\n    true" in out
    assert "figures that agree: 22; open differences: 2" in out
    assert not file.exists()


def test_a_trial_that_one_reader_alone_has_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = folder(tmp_path / "a", ONE), folder(tmp_path / "b", TWO)
    other = (
        BASE.replace(TRIAL, "NCT00000009").replace("name: Base", "name: Other").replace("aliases:", "aliases: []  #")
    )
    (a / "NCT00000009.yaml").write_text(other, encoding="utf-8")
    assert answer_reconcile(a, b, "text", Delivery())
    told = capsys.readouterr()
    assert "open differences: 0" in told.out
    assert told.err == "il2sle: one reader alone has NCT00000009\n"


def test_the_order_of_outcomes_is_no_difference(tmp_path: Path) -> None:
    lines = BASE.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if "endpoint: BICLA" in line)
    moved = [*lines[: start - 1], lines[start], lines[start - 1], *lines[start + 1 :]]
    assert not reconciled(tmp_path, BASE, "".join(moved))


@pytest.mark.parametrize(
    "first",
    [ONE, ONE.replace("[AB 2026-11-22]", "AB 2026-11-22"), read(BASE, "AB 2026-11-22", "EF 2026")],
    ids=["list", "name", "two"],
)
def test_a_merge_has_both_names_and_a_sign_off_lapses_for_a_figure_that_changes(first: str, tmp_path: Path) -> None:
    file = folder(tmp_path / "m") / f"{TRIAL}.yaml"
    assert not reconciled(tmp_path, first, TWO, file)

    [record] = load([file]).records
    assert record.trial.sources["paper"].readers[-1] == "CD 2026-11-24" or first == ONE
    assert {"AB 2026-11-22", "CD 2026-11-24"} <= set(record.trial.sources["paper"].readers)
    assert checked([], file.parent)[2].read_twice == Share(19, 23, (("no reader named", 4),))

    file.write_text(file.read_text(encoding="utf-8").replace("percent: 60.0", "percent: 60.00"), encoding="utf-8")
    assert checked([], file.parent)[2].read_twice.done == 18
    lapsed = [p.message for p in checked([], file.parent, two_readers=True)[0] if p.code == "R140"]
    assert lapsed == ["60.00 changed since AB, CD signed it"] or "EF" in first


def test_two_readers_makes_one_reader_an_error(tmp_path: Path) -> None:
    problems, _, counted = checked([], folder(tmp_path, ONE), two_readers=True)
    assert [(p.code, p.severity, p.message) for p in problems] == [
        ("R140", "error", "19 figures cited to paper, read by AB 2026-11-22")
    ]
    assert counted.read_twice == Share(0, 23, (("one reader", 19), ("no reader named", 4)))


@pytest.mark.parametrize(
    ("two", "said"),
    [
        (BASE, "names no reader"),
        (TWO.replace(TRIAL, "NCT00000002"), "problem"),
        (TWO.replace("CD 2026-11-24", "CD"), "problem"),
    ],
)
def test_what_cannot_be_merged_is_told(two: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "merged.yaml"
    with pytest.raises(Il2sleError, match=said):
        reconciled(tmp_path, ONE, two, file)
    assert not file.exists()
