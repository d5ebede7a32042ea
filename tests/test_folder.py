"""Where records are: which directory, and which of its entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from il2sle.errors import UsageProblem
from il2sle.records.folder import ENVIRONMENT, record_files, records_directory


def test_option_goes_before_the_environment(tmp_path: Path) -> None:
    assert records_directory(tmp_path, {ENVIRONMENT: "/nowhere"}) == tmp_path


def test_environment_goes_before_the_shipped_records(tmp_path: Path) -> None:
    assert records_directory(environ={ENVIRONMENT: str(tmp_path)}) == tmp_path


@pytest.mark.parametrize("environ", [{}, {ENVIRONMENT: ""}], ids=["unset", "empty"])
def test_shipped_records_are_there(environ: dict[str, str]) -> None:
    assert len(record_files(records_directory(environ=environ))) >= 5


@pytest.mark.parametrize("name", ["missing", "file", "loop", "x" * 200])
def test_directory_that_is_named_must_exist(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageProblem, match="there is no directory"):
        records_directory(tmp_path / name)


def test_entries_named_like_records_are_listed_whatever_they_are(tmp_path: Path) -> None:
    for name in ("b.yaml", "B.yaml", "a.yaml", "a.yml", ".hidden.yaml", "yaml", "README.md"):
        (tmp_path / name).touch()
    (tmp_path / "directory.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to("nothing")
    assert [path.name for path in record_files(tmp_path)] == [
        "B.yaml", "a.yaml", "a.yml", "b.yaml", "directory.yaml", "link.yaml",
    ]  # fmt: skip


def test_directory_without_records_is_a_usage_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"holds no records \(\*\.yaml\)"):
        record_files(tmp_path)


def test_directory_that_is_gone_is_a_usage_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"cannot list .*: No such file or directory"):
        record_files(tmp_path / "gone")
