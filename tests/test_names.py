"""How a trial is found: by any of its names, or a part of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from il2sle.errors import UsageProblem
from il2sle.records.files import LoadedRecord, load
from il2sle.records.names import called, find, names_of
from processes import directory_of, record


def test_names_of_a_trial_are_each_told_once(records: list[LoadedRecord]) -> None:
    names = names_of(records[1].trial)
    assert names[:2] == [records[1].trial.id, records[1].trial.name]
    assert len(names) == len(set(names)) > 3


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        pytest.param(["nct02932137"], ["NCT02465580"], id="other registration, in another case"),
        pytest.param(["lupil-2"], ["NCT02955615"], id="acronym"),
        pytest.param(["he 2020", "He2020"], ["NCT02465580"], id="one trial by two names"),
        pytest.param(["PRO-IMMUN", "LUPIL-2"], ["2013-001599-40", "NCT02955615"], id="in the order asked for"),
        pytest.param(
            [],
            ["2013-001599-40", "NCT02465580", "NCT02955615", "NCT04077684", "NCT04433585"],
            id="all, in the order of the files",
        ),
    ],
)
def test_trial_is_found_by_any_name(asked: list[str], ids: list[str], records: list[LoadedRecord]) -> None:
    assert [found.trial.id for found in find(records, asked)] == ids


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        pytest.param("he", ["NCT02465580"], id="a word"),
        pytest.param("peking DOSE", ["NCT04077684"], id="words"),
        pytest.param("humrich 2022", ["NCT02955615"], id="a whole alias"),
        pytest.param("lupil2", ["NCT02955615"], id="a name without its signs"),
        pytest.param("sland", ["NCT04433585"], id="a part of a word"),
        pytest.param("Humrich", ["2013-001599-40", "NCT02955615"], id="a word of two"),
        pytest.param("NCT02", ["NCT02465580", "NCT02955615"], id="a part of two"),
        pytest.param("d", [], id="a single letter"),
        pytest.param("-", [], id="a sign"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_trial_that_a_part_of_a_name_may_mean(asked: str, ids: list[str], records: list[LoadedRecord]) -> None:
    assert [found.trial.id for found in called(asked, records)] == ids


@pytest.mark.parametrize(
    ("names", "asked", "found"),
    [
        pytest.param(("ALMS", "ALMS-2"), "alms", ["ALMS"], id="a whole name before a part"),
        pytest.param(("ALMS-2", "ALMS-21"), "alms2", ["ALMS-2"], id="a whole name in another spelling"),
        pytest.param(("Low dose", "Slow"), "low", ["Low dose"], id="a word before a part of one"),
        pytest.param(("Low dose", "Low"), "low d", ["Low dose"], id="a part across a blank"),
        pytest.param(("Low dose", "Dose Low"), "dose low", ["Dose Low"], id="words in their order"),
    ],
)
def test_nearer_meaning_comes_first(names: tuple[str, str], asked: str, found: list[str], tmp_path: Path) -> None:
    folder = directory_of(tmp_path, **{f"NCT0000000{n}": record(n, name) for n, name in enumerate(names, 1)})
    loaded = load(sorted(folder.iterdir())).trusted()

    assert [one.trial.name for one in called(asked, loaded)] == found


def test_ambiguous_part_is_told_with_all_that_have_it(records: list[LoadedRecord]) -> None:
    with pytest.raises(UsageProblem) as told:
        find(records, ["lupil", "humrich"])
    assert str(told.value) == (
        'several trials have "humrich" in a name: PRO-IMMUN (2013-001599-40), LUPIL-2 (NCT02955615); name one of them'
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("LUPIL-3", r'no trial is called "LUPIL-3"; did you mean LUPIL-2', id="near"),
        pytest.param("?", r'no trial is called "\?"; there are: 2013-001599-40, NCT02465580', id="far"),
        pytest.param("", r'no trial is called ""; there are: ', id="nothing"),
        pytest.param("x" * 10_000, r"there are: ", id="very long"),
    ],
)
def test_unknown_name_is_told_with_the_nearest(asked: str, said: str, records: list[LoadedRecord]) -> None:
    with pytest.raises(UsageProblem, match=said):
        find(records, [asked])
