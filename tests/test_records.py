import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from conftest import FIVE
from flat import examined
from il2sle.evidence.checks import must_hold
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.examined import Examined
from il2sle.evidence.rows import SECTIONS, HarmRow, OutcomeRow
from il2sle.records.files import LoadedRecord, load
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial
from il2sle.records.parts import parts
from il2sle.records.values import Cite
from il2sle.records.vocabulary import ENDPOINT_KEYS

FILES = record_files(records_directory(environ={}))
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]*[A-Za-z0-9)]")
each_file = pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])


@pytest.fixture
def record(path: Path) -> LoadedRecord:
    loaded = load([path])
    assert loaded.problems == ()
    return loaded.records[0]


@pytest.fixture
def trial(record: LoadedRecord) -> Trial:
    return record.trial


def cited(trial: Trial) -> Iterator[Cite]:
    for part in parts(trial):
        yield from getattr(part.value, "cite", None) or []


def test_a_dozen_records_are_shipped() -> None:
    assert {path.stem for path in FILES} > set(FIVE)
    assert len(FILES) >= 12


def test_no_two_records_share_a_name() -> None:
    assert load(FILES).problems == ()


# The file


@each_file
def test_file_name_is_the_id(path: Path, trial: Trial) -> None:
    assert path.name == f"{trial.id}.yaml"


@each_file
def test_no_check_finds_an_error(trial: Trial) -> None:
    assert must_hold(Examined(trial).findings) == []


# Sources


@each_file
@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_has_a_source_with_a_place(trial: Trial, section: str) -> None:
    rows = compare(examined([trial]), filters=Filters(every_endpoint=True)).rows(section)
    # An endpoint that a record passes over has a row without a source: `test_every_endpoint_is_addressed` finds it.
    said = [row for row in rows if section != "outcomes" or row.endpoint in {own.endpoint for own in trial.outcomes}]  # type: ignore[union-attr]
    without = [row for row in said if not any(pointer.locator.strip() for pointer in row.sources)]
    assert without == []
    assert len(said) >= 1


@each_file
def test_every_source_is_used(trial: Trial) -> None:
    assert set(trial.sources) - {cite.source for cite in cited(trial)} == set()


@each_file
def test_every_citation_has_a_place(trial: Trial) -> None:
    cites = list(cited(trial))
    assert [cite for cite in cites if not cite.place.strip()] == []
    assert len(cites) >= (30 if trial.id in FIVE else 10)  # of some trials little was read


@each_file
def test_every_source_is_dated_or_was_read_on_a_day(trial: Trial) -> None:
    unread = {key for key, source in trial.sources.items() if source.read_of == ["nothing"]}
    assert {key for key, source in trial.sources.items() if not source.date and not source.read} <= unread


@each_file
def test_every_source_can_be_found(trial: Trial) -> None:
    nowhere = [key for key, source in trial.sources.items() if not (source.url or source.doi)]
    known = {"NCT04077684": ["listing"], "2013-001599-40": ["news"], "NCT03451422": ["report"]}
    assert nowhere == (known | {"ChiCTR-IPR-16009451": ["chictr"]}).get(trial.id, [])


@each_file
def test_links_are_well_formed(trial: Trial) -> None:
    for key, source in trial.sources.items():
        if source.url is not None:
            link = urlsplit(source.url)
            assert link.scheme in {"http", "https"}, key
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", link.netloc), key
            assert not re.search(r"[\s<>\"\\^`{|}]", source.url), key


@each_file
def test_dois_are_well_formed(trial: Trial) -> None:
    dois = [source.doi for source in trial.sources.values() if source.doi is not None]
    assert [doi for doi in dois if not DOI.fullmatch(doi)] == []


def test_some_sources_have_a_doi(trials: list[Trial]) -> None:
    dois = {source.doi for trial in trials for source in trial.sources.values()} - {None}
    assert dois == {"10.1136/annrheumdis-2019-215396", "10.1136/ard-2022-222501", "10.1016/S2665-9913(19)30018-9"}


@each_file
def test_some_source_is_primary(trial: Trial) -> None:
    assert "primary" in {source.rank for source in trial.sources.values()}


# What is said


@each_file
def test_every_endpoint_is_addressed(trial: Trial) -> None:
    assert set(ENDPOINT_KEYS) <= {outcome.endpoint for outcome in trial.outcomes}


def test_arms_add_up_to_those_randomised(trials: list[Trial]) -> None:
    sizes = {trial.id: [arm.randomised for arm in trial.arms.values()] for trial in trials}
    printed = {trial: sum(filter(None, own)) for trial, own in sizes.items() if None not in own}
    stated = {trial.id: trial.people.randomised.shown.value for trial in trials if trial.people.randomised}
    assert printed == {"NCT02465580": 60}
    assert stated == {"NCT02465580": 60, "NCT02955615": 100}


@each_file
def test_every_harm_category_of_weight_is_addressed(trial: Trial) -> None:
    assert trial.harms is not None
    assert {"any", "serious", "infection", "death"} <= {harm.category for harm in trial.harms.events}


# The order of keys: that of NCT02465580.yaml, by the path of a mapping; `*` is any one step

CLAIM = "is kind cite as_of note shown_by"
FREE = None  # keys that the record chooses: sources, arms, populations, times
ORDER: dict[str, str | None] = {
    "": "language id name aliases title sources status people design dates eligibility definitions populations "
    "schedule arms baseline outcomes harms conclusions notes conflicts",
    "sources": FREE,
    "sources/*": "kind rank citation url doi pmid date read copy_of read_of supersedes corrects standing note",
    "status": "cite state why_stopped results",
    "people": "cite enrolled screened randomised",
    "design": "cite phase allocation assignment ratio masking masked treatment follow_up background setting countries "
    "sponsor collaborators primary_aim registered_aim secondary_aims notes",
    "dates": "cite registered start primary_completion completion results_posted published",
    "eligibility": "cite inclusion exclusion",
    "populations": FREE,
    "populations/*": "definition n total note cite",
    "populations/*/n": FREE,
    "schedule/*": "dose every at per_day from_day for to_day times rest cycles note cite",
    "arms": FREE,
    "arms/*": "label role cohort drug dose unit route schedule pooled randomised note cite",
    "arms/*/schedule/*": "dose every at per_day from_day for to_day times rest cycles note cite",
    "baseline": "cite n rows",
    "baseline/n": FREE,
    "baseline/rows/*": "measure statistic arms p note cite",
    "baseline/rows/*/arms": FREE,
    "baseline/rows/*/arms/*": "events value sd range n percent missing note",
    "outcomes/*": "endpoint measure linked_by unit instrument statistic population subset subgroup analysis registered "
    "met better adjusted results missing as_of says note cite",
    "outcomes/*/results": FREE,
    "outcomes/*/results/*": FREE,
    "outcomes/*/results/*/*": "events value sd range n percent against difference difference_ci risk_ratio "
    "risk_ratio_ci odds_ratio odds_ratio_ci p p_within missing says shown_by claims note cite",
    "outcomes/*/results/*/*/claims/*": "events n percent cite note",
    "harms": "cite population n events",
    "harms/n": FREE,
    "harms/events/*": "event category severity relatedness part_of linked_by arms missing as_of says note cite",
    "harms/events/*/arms": FREE,
    "harms/events/*/arms/*": "affected n percent missing",
    "conflicts/*": "about claims",
}


def mappings(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401  any part
    """Every mapping of a record: the path by which its order is known, and its keys."""
    if isinstance(data, dict):
        yield CLAIM if "is" in data else kind(path), list(data)
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, child in children:
        yield from mappings(child, (*path, str(step)))


def kind(path: tuple[str, ...]) -> str:
    known = [pattern for pattern in ORDER if matches(pattern.split("/") if pattern else [], path)]
    assert len(known) == 1, f"{'/'.join(path)}: {known}"
    return known[0]


def matches(pattern: list[str], path: tuple[str, ...]) -> bool:
    return len(pattern) == len(path) and all(own in {"*", step} for own, step in zip(pattern, path, strict=True))


@each_file
def test_keys_are_in_one_order(record: LoadedRecord) -> None:
    seen = 0
    for path, keys in mappings(record.source_map.data):
        order = CLAIM if path == CLAIM else ORDER[path]
        if order is not None:
            assert keys == [key for key in order.split() if key in keys], path
            seen += 1
    assert seen >= (50 if record.trial.id in FIVE else 15)


def test_order_knows_every_section() -> None:
    assert set((ORDER[""] or "").split()) == set(Trial.model_fields)


# What was registered, and what was not read


@each_file
def test_no_place_lies_outside_what_was_read(trial: Trial) -> None:
    assert [finding.message for finding in Examined(trial).findings if finding.code == "W216"] == []


@each_file
def test_every_schedule_has_a_place(trial: Trial) -> None:
    steps = [*trial.schedule, *(step for arm in trial.arms.values() for step in arm.schedule if arm.schedule != "none")]
    assert [step for step in steps if not step.cite] == []  # type: ignore[union-attr]
    assert steps or not any(arm.dose for arm in trial.arms.values())


@pytest.mark.parametrize(
    ("trial", "published", "registered"),
    [
        pytest.param(
            "NCT02465580", "SRI-4, week 12", "SRI at week 24, and safety over 24 weeks", id="He 2020: another"
        ),
        pytest.param("NCT04077684", None, "SRI-4 at week 12", id="dose finding: the registered one alone"),
        pytest.param("NCT02955615", "SRI-4, week 12", None, id="LUPIL-2: the same"),
    ],
)
def test_the_registered_primary_endpoint(
    trials: list[Trial], trial: str, published: str | None, registered: str | None
) -> None:
    (row,) = [row for row in compare(examined(trials)).studies if row.trial == trial]
    assert (row.primary_endpoint, row.registered_primary) == (published, registered)
    assert not any("not stated in any source" in remark.text for remark in row.remarks)


@pytest.mark.parametrize(
    ("week", "analysis", "registered"),
    [
        pytest.param(12, "primary", "not registered", id="week 12"),
        pytest.param(24, "secondary", "primary", id="week 24"),
    ],
)
def test_both_roles_of_the_sri_4_of_he_stand_in_its_rows(
    trials: list[Trial], week: int, analysis: str, registered: str
) -> None:
    rows = [row for row in compare(examined(trials)).outcomes if row.trial == "NCT02465580"]
    (row,) = [row for row in rows if (row.endpoint, row.week) == ("SRI-4", week)]
    assert (row.analysis, row.registered, row.main) == (analysis, registered, True)


def test_no_figure_is_called_not_reported_where_a_report_was_not_read(trials: list[Trial]) -> None:
    told = compare(examined(trials), filters=Filters(every_endpoint=True))
    rows: list[OutcomeRow | HarmRow] = [*told.outcomes, *told.harms]
    assert [row.trial for row in rows if row.missing == "not reported" and row.sources] == []
    unread = {one.trial for one in told.studies if one.unread}
    assert [row.trial for row in rows if row.trial in unread and row.rest_missing == "not reported"] == []
