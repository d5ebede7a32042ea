"""What is known beside the records: read, checked, shown by `list`, and never taken for a trial."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import checked
from il2sle.cli.load import load_census, load_trials
from il2sle.errors import RecordsProblem
from il2sle.records.files import load
from il2sle.records.folder import CENSUS, record_files, records_directory
from il2sle.records.names import names_of
from il2sle.views.listing import census_data, list_page
from minimal import BASE
from pages import lines_of

SEARCHED = "searched:\n  - {date: 2026-11, where: registries}\n"
SHIPPED = records_directory(environ={})


def folder(tmp_path: Path, census: str) -> Path:
    (tmp_path / "NCT00000001.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / CENSUS).write_text(census, encoding="utf-8")
    return tmp_path


def test_the_shipped_census_holds_and_names_only_records_in_its_contradictions() -> None:
    census = load_census(SHIPPED, ())
    assert census is not None
    files = record_files(SHIPPED)
    assert SHIPPED / CENSUS not in files
    names = {name for record in load(files).trusted() for name in names_of(record.trial)}
    assert {against.trial for review in census.reviews for against in review.against} <= names
    assert len(census.known) > 3


def test_the_guide_names_what_is_known_without_a_record() -> None:
    guide = " ".join((SHIPPED / "README.md").read_text(encoding="utf-8").split())
    census = load_census(SHIPPED, ())
    assert census is not None
    assert [one.name for one in census.known if one.name not in guide] == []
    assert [one.date for one in census.searched] == ["2026-11-22", "2026-11-25"]


def test_list_tells_it_under_headings_of_its_own() -> None:
    lines = lines_of(list_page([], (), load_census(SHIPPED, ())), 120)
    headings = [line for line in lines if line.isupper() or line.endswith("(no trials)")]
    assert headings[-3:] == ["KNOWN WITHOUT A RECORD", "REVIEWS THAT CONTRADICT A RECORD (no trials)", "LOOKED FOR"]
    said = " ".join(" ".join(lines).split())
    assert "Says no serious adverse event; NCT02465580 has three on placebo, none on IL-2" in said
    assert "TRANSREG" in said


def test_a_folder_needs_none(tmp_path: Path) -> None:
    (tmp_path / "NCT00000001.yaml").write_text(BASE, encoding="utf-8")
    assert load_census(tmp_path, ()) is None
    assert census_data(None) == {"searched": [], "known": [], "reviews": []}


BAD = {
    "unknown key": ("searched:\n  - {date: 2026-11, were: x, where: y}\n", "R001", 2),
    "nothing searched": ("searched: []\n", "R013", 1),
    "no YAML": ("searched: [\n", "Y005", 1),
    "has a record": (f"{SEARCHED}known:\n  - {{name: x, ids: [nct00000001], what: y, why: z}}\n", "F003", 4),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_found_at_its_line(tmp_path: Path, case: str) -> None:
    census, code, line = BAD[case]
    directory = folder(tmp_path, census)
    for what in ([], [str(directory)]):
        errors = [problem for problem in checked(what, directory)[0] if problem.severity == "error"]
        assert [(e.code, e.place.line, Path(e.place.path).name) for e in errors] == [(code, line, CENSUS)]
    trials = load_trials(directory).known
    with pytest.raises(RecordsProblem):
        load_census(directory, trials)
    assert load_census(directory, trials, skip_invalid=True) is None


def test_the_file_alone_is_checked_as_what_it_is(tmp_path: Path) -> None:
    directory = folder(tmp_path, SEARCHED)
    assert checked([str(directory / CENSUS)], None)[0] == []
