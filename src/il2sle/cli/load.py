"""From a directory to records that may be compared: read, validate, hold every figure against every other.

Commands that show evidence pass through here, so that none of them shows a record that `check` calls an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from il2sle.errors import Problem, RecordsProblem, UsageProblem, some_of
from il2sle.evidence.checks import must_hold
from il2sle.evidence.examined import Examined
from il2sle.evidence.finding import Finding
from il2sle.records.census import Census
from il2sle.records.explain import problem_at
from il2sle.records.files import (
    LoadedRecord,
    R,
    ambiguous,
    called,
    find,
    is_part_of,
    load,
    names_of,
    read_census,
)
from il2sle.records.folder import is_named_like_a_record, passed_over, record_files, records_directory
from il2sle.records.heads import files_of
from il2sle.records.letters import folded
from il2sle.records.text import MAX_PROBLEMS, first_problems, one_line
from il2sle.records.verified import NOTHING_KEPT, kept_beside

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class LoadedTrials:
    """The trials that a command works on, and what its reader must be told about the others.

    Attributes:
        asked: those that were asked for.
        known: all that can be trusted, asked for or not; what a filter may name is known from these.
        notes: what was left out.
    """

    asked: tuple[Examined, ...]
    known: tuple[Examined, ...]
    notes: tuple[str, ...] = ()


def load_trials(directory: Path | None, asked: Sequence[str] = (), *, skip_invalid: bool = False) -> LoadedTrials:
    """The records that are asked for, all of them trusted.

    Args:
        directory: where the records are; None for the environment's or the shipped ones.
        asked: names of trials; none for all.
        skip_invalid: go on without the records that have errors, and say so in the notes.

    Raises:
        UsageProblem: no such directory or trial.
        RecordsProblem: a record has errors, and is not to be skipped, or is asked for, or no other is left.
    """
    folder = records_directory(directory)
    loaded = load(record_files(folder))
    examined, notes = _examined(loaded.records), tuple(_passed_over_words(folder))
    wrong = [*loaded.problems, *(p for one in examined for p in problems_in(one, errors_only=True))]
    if not wrong:
        return LoadedTrials(tuple(find(examined, asked)), examined, notes)
    if not skip_invalid:
        raise RecordsProblem(wrong)
    return _without(examined, wrong, asked, notes)


def load_asked(directory: Path | None, asked: Sequence[str]) -> LoadedTrials:
    """The records that are asked for, and no other: what is wrong with the others, `check`, `list` and `compare` tell.

    Args:
        directory: where the records are; None for the environment's or the shipped ones.
        asked: names of trials, at least one.

    Raises:
        UsageProblem: no such directory or trial.
        RecordsProblem: a record that is asked for has errors.
    """
    loaded = load(files_of(record_files(records_directory(directory)), asked))
    examined = _examined(loaded.records)
    wrong = [*loaded.problems, *(p for one in examined for p in problems_in(one, errors_only=True))]
    if wrong:
        raise RecordsProblem(wrong)
    return LoadedTrials(examined, examined)


def load_census(directory: Path | None, records: Sequence[Examined], *, skip_invalid: bool = False) -> Census | None:
    """What is known beside the records; None where the folder has no census, or one with errors is to be skipped.

    Args:
        directory: the folder, as for `load_trials`.
        records: the trials that have a record.
        skip_invalid: go on without a census that has errors.

    Raises:
        RecordsProblem: the census has errors, and is not to be skipped.
    """
    folder = records_directory(directory)
    census, problems = read_census(folder, records)
    if problems and not skip_invalid:
        raise RecordsProblem(problems)
    return census


def _examined(records: Sequence[LoadedRecord]) -> tuple[Examined, ...]:
    return tuple(map(examined_of, records))


def examined_of(record: LoadedRecord) -> Examined:
    """A record to be worked out, with what is kept beside its file."""
    kept = kept_beside(record.file) if record.file else NOTHING_KEPT
    return Examined(record.trial, record.source_map, record.digest, kept)


def _passed_over_words(folder: Path) -> Iterator[str]:
    names = [one_line(inside.name) for inside in passed_over(folder)]
    if names:
        yield f"Passed over: records in sub-folders ({some_of(names)}); name one with --records."


def _without(
    examined: Sequence[Examined], wrong: Sequence[Problem], asked: Sequence[str], notes: Sequence[str] = ()
) -> LoadedTrials:
    paths = {problem.place.path for problem in wrong}
    left = tuple(one for one in examined if _path(one) not in paths)
    needed = {path for name in asked for path in _spoilt(name, examined, paths)}
    if needed or not left:
        raise RecordsProblem(problem for problem in wrong if problem.place.path in (needed or paths))
    names = some_of(sorted(Path(path).name for path in paths))
    number = f"{len(paths)} record{'' if len(paths) == 1 else 's'}"
    note = f"Left out because of errors: {number} ({names}); `il2sle check` says why."
    return LoadedTrials(tuple(found_among(left, asked, names)), left, (note, *notes))


def _spoilt(name: str, examined: Sequence[Examined], paths: Collection[str]) -> list[str]:
    """The record with errors that a name means, if it means one.

    Raises:
        UsageProblem: it is a part of the names of several trials, of which some cannot be trusted.
    """
    read = {_path(one): (one.trial.name, one.trial.id) for one in examined}
    unread = {path: (stem, stem) for path in paths if path not in read for stem in [Path(path).stem]}
    if files := [path for path, (stem, _) in unread.items() if folded(stem) == folded(name)]:
        return files
    meant = {_path(one): read[_path(one)] for one in called(name, examined)}
    if not any(folded(name) == folded(known) for one in examined for known in names_of(one.trial)):
        # Of a record that cannot be read, the name of its file is all that may have the part.
        meant |= {path: names for path, names in unread.items() if is_part_of(name, names[0])}
    spoilt = [path for path in meant if path in paths]
    if spoilt and len(meant) > 1:
        raise UsageProblem(ambiguous(name, meant.values()))
    return spoilt


def found_among(examined: Sequence[R], asked: Sequence[str], unread: str) -> list[R]:
    """The trials asked for; a name that none has may be that of a record with errors.

    Raises:
        UsageProblem: a name that none has, or several.
    """
    try:
        return find(examined, asked)
    except UsageProblem as problem:
        raise UsageProblem(f"{problem} (or in a record with errors: {unread})" if unread else str(problem)) from problem


def _path(one: Examined) -> str:
    return one.source_map.path if one.source_map else ""


def problems_in(one: Examined, *, errors_only: bool = False) -> list[Problem]:
    """What the checks find about a record, each at its line and column, sorted; of very many errors the first."""
    errors = must_hold(one.findings)
    too_many = len(errors) > MAX_PROBLEMS
    listed = sorted(placed(one, finding) for finding in (errors if errors_only or too_many else one.findings))
    return first_problems(listed, len(listed)) if too_many else listed


def placed(one: Examined, finding: Finding) -> Problem:
    """A finding at its line and column."""
    assert one.source_map is not None  # noqa: S101  what was loaded was read from a file
    return problem_at(one.source_map, finding.loc, finding.code, finding.message, key=finding.key)


def is_path(name: str) -> bool:
    """Whether a word names a record file or a folder, and no trial."""
    return is_named_like_a_record(name) or "/" in name or "\\" in name or Path(name).is_dir()


def file_named(name: str) -> Path:
    """The file of a path.

    Raises:
        UsageProblem: there is none.
    """
    path = Path(name)
    if not path.exists() and not path.is_symlink():
        raise UsageProblem(f"there is no file {name}")
    return path


def one_record(name: str, directory: Path | None) -> Examined:
    """The one record that a word names: a trial, or the file of a record.

    Raises:
        UsageProblem: no such trial or file.
        RecordsProblem: the record has errors.
    """
    if not is_path(name):
        return load_trials(directory, [name], skip_invalid=True).asked[0]
    loaded = load([file_named(name)])
    examined = _examined(loaded.records)
    wrong = [*loaded.problems, *(p for one in examined for p in problems_in(one, errors_only=True))]
    if wrong:
        raise RecordsProblem(wrong)
    return examined[0]
