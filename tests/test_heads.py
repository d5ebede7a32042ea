"""A trial is found by the head of its file; what other files have wrong is told elsewhere."""

from pathlib import Path

import pytest

from il2sle.errors import UsageProblem
from il2sle.records.heads import files_of

BODY = "title: x\nsources: [\n"  # never looked at
FILES = {
    "T-1": "language: 2\nid: T-1\nname: First\naliases: [Alpha, one 17]\n",
    "T-2": "# a comment\n\nid: T-2\nname: Second\naliases:\n  - Beta\n  - two 17\n",
    "T-3": "id: T-3\nname: [\n",
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, head in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(head + BODY, encoding="utf-8")
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(["t-2"], ["T-2"], id="id"),
        pytest.param(["first"], ["T-1"], id="name"),
        pytest.param(["Beta", "T-1"], ["T-2", "T-1"], id="alias, in the order asked for"),
        pytest.param(["eco"], ["T-2"], id="part"),
        pytest.param(["T-3"], ["T-3"], id="a head that cannot be read goes by its file"),
        pytest.param(["T-3", "alpha"], ["T-3", "T-1"], id="beside one that can"),
    ],
)
def test_files_by_their_heads(files: list[Path], asked: list[str], found: list[str]) -> None:
    assert [path.stem for path in files_of(files, asked)] == found


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("17", 'several trials have "17" in a name: First (T-1), Second (T-2); name one of them', id="two"),
        pytest.param("gamma", 'no trial is called "gamma"; there are: T-1, T-2, T-3', id="none"),
    ],
)
def test_a_name_that_is_no_one_file(files: list[Path], asked: str, said: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        files_of(files, [asked])
    assert str(caught.value) == said


def test_by_its_id_a_trial_is_found_without_opening_a_file(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("il2sle.records.heads.bytes_of", None)
    assert [path.stem for path in files_of(files, ["T-1"])] == ["T-1"]
