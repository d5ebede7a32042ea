"""The stamp: the same for the same records wherever they lie, another one for other records, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from il2sle import __version__
from il2sle.cli.commands import Shape, answer_compare, answer_show
from il2sle.cli.load import LoadedTrials, load_trials
from il2sle.cli.output import Delivery
from il2sle.evidence.comparison import Filters
from il2sle.evidence.stamp import stamp
from il2sle.records.content import digest, hash_of
from il2sle.records.folder import record_files, records_directory
from il2sle.views.stamp import stamp_words
from processes import run


@pytest.fixture(scope="module")
def shipped() -> LoadedTrials:
    return load_trials(records_directory(environ={}))


def test_line_ends_and_byte_order_marks_change_no_hash_and_a_digit_does() -> None:
    text = b"id: A\nn: 29\n"
    same = {digest(text), digest(b"\xef\xbb\xbf" + text), digest(text.replace(b"\n", b"\r\n"))}
    assert len(same) == 1
    assert digest(text.replace(b"29", b"30")) not in same


def test_order_changes_no_hash_and_a_record_more_does() -> None:
    one, other = digest(b"a"), digest(b"b")
    assert hash_of([one, other]) == hash_of([other, one]) != hash_of([one])
    assert len(hash_of([])) == 12


def test_the_place_of_records_changes_no_hash(shipped: LoadedTrials, tmp_path: Path) -> None:
    for path in record_files(records_directory(environ={})):
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert stamp(load_trials(tmp_path).asked) == stamp(shipped.asked)


def test_the_version_tells_the_hash_of_all(shipped: LoadedTrials) -> None:
    first, second = run("--version").out.splitlines()
    assert first.startswith(f"il2sle {__version__} (13 records, ")
    assert second == f"records {stamp(shipped.asked).hash}"


@pytest.mark.parametrize("layout", ["table", "markdown", "html", "json"])
def test_pages_and_json_hold_the_stamp(layout: str, shipped: LoadedTrials, capsys: pytest.CaptureFixture[str]) -> None:
    made = stamp(shipped.asked)
    answer_compare(shipped, Filters(), Shape(layout=layout), Delivery(width=1000))
    out = capsys.readouterr().out
    assert (made.hash in out, made.newest == "2026-11-25") == (True, True)
    if layout == "table":
        assert out.splitlines()[-1] == stamp_words(made)
        assert made.hash not in "\n".join(out.splitlines()[:23])


def test_a_csv_holds_rows_alone(shipped: LoadedTrials, capsys: pytest.CaptureFixture[str]) -> None:
    answer_compare(shipped, Filters(), Shape(layout="csv"), Delivery())
    assert stamp(shipped.asked).hash not in capsys.readouterr().out


def test_one_trial_has_a_stamp_of_its_own(shipped: LoadedTrials, capsys: pytest.CaptureFixture[str]) -> None:
    one = LoadedTrials(shipped.asked[:1], shipped.known)
    answer_show(one, [], "json", Delivery())
    records = json.loads(capsys.readouterr().out)["tool"]["records"]
    assert records == {"number": 1, "hash": stamp(one.asked).hash, "newest_source": "2026-11-22"}
    assert records["hash"] != stamp(shipped.asked).hash
