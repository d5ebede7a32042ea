"""From a directory to records that may be compared: read, validate, hold every figure against every other.

Commands that show evidence pass through here, so that none of them shows a record that `check` calls an error.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from il2sle.codes import CODES
from il2sle.errors import Place, Problem, RecordsProblem, UsageProblem, some_of
from il2sle.evidence.checks import must_hold, unfounded
from il2sle.evidence.examined import Examined
from il2sle.evidence.finding import Finding
from il2sle.evidence.readers import unread_twice
from il2sle.evidence.tally import Tally, tally
from il2sle.evidence.twins import features, twin_findings
from il2sle.evidence.verify.known import changed
from il2sle.records.census import Census
from il2sle.records.explain import problem_at
from il2sle.records.files import (
    LoadedRecord,
    ambiguous,
    called,
    find,
    is_part_of,
    load,
    names_of,
    read_census,
    record_of,
)
from il2sle.records.folder import CENSUS, is_named_like_a_record, passed_over, record_files, records_directory
from il2sle.records.heads import files_of
from il2sle.records.letters import folded
from il2sle.records.text import MAX_BYTES, MAX_PROBLEMS, first_problems, one_line
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
    return LoadedTrials(tuple(_found(left, asked, names)), left, (note, *notes))


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


def _found(examined: Sequence[Examined], asked: Sequence[str], unread: str) -> list[Examined]:
    """The trials asked for; a name that none has may be that of a record with errors."""
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


def checked(
    what: Sequence[str], directory: Path | None, *, two_readers: bool = False
) -> tuple[list[Problem], list[str], Tally]:
    """The findings about trials and files, each once and sorted, the ids that could be read, and what was looked at.

    Args:
        what: names of trials, paths of record files and of folders, `-` for a record on standard input; nothing for
            the whole directory.
        directory: where the records are; None for the environment's or the shipped ones.
        two_readers: whether a figure that fewer than two people have read is an error.

    Raises:
        UsageProblem: no such trial, file or directory.
    """
    paths = [name for name in what if is_path(name)]
    folders = [Path(name) for name in paths if Path(name).is_dir() and not is_named_like_a_record(name)]
    files = [_file(name) for name in paths if Path(name) not in folders]
    names = [name for name in what if name not in paths and name != STANDARD_INPUT]
    records = [file for file in files if file.name != CENSUS]
    parts = [everything(records)] if records else []
    parts += [(read_census(file.parent, ())[1], []) for file in files if file.name == CENSUS]
    parts += [_standard_input()] if STANDARD_INPUT in what else []
    parts += [_folder(folder) for folder in folders]
    if names:
        parts.append(_everything_about(names, record_files(records_directory(directory))))
    elif not what:
        parts.append(_folder(records_directory(directory)))
    problems = {problem for found, _ in parts for problem in found}
    read = {_path(one): one for _, examined in parts for one in examined}
    if two_readers:
        sound = (one for one in read.values() if not must_hold(one.findings))
        problems |= {placed(one, finding) for one in sound for finding in unread_twice(one)}
    wrong = {problem.place.path for problem in problems if problem.severity == "error" and problem.code != "R140"}
    looked_at = {path: one for path, one in read.items() if not unfounded(one)}
    counted = tally(looked_at.values(), len(wrong - set(looked_at)))
    return sorted(problems), list(dict.fromkeys(one.trial.id for one in read.values())), counted


def is_path(name: str) -> bool:
    """Whether a word names a record file or a folder, and no trial."""
    return is_named_like_a_record(name) or "/" in name or "\\" in name or Path(name).is_dir()


def _folder(folder: Path) -> tuple[list[Problem], list[Examined]]:
    """Everything about the records of a folder, and the sub-folders whose records are passed over."""
    files = record_files(folder)
    problems, examined = everything(files)
    problems += read_census(folder, examined)[1]
    return [*problems, *(_unread_folder(inside) for inside in passed_over(folder))], examined


def _unread_folder(folder: Path) -> Problem:
    about = CODES["W226"]
    return Problem(Place(one_line(str(folder))), about.code, "it holds records", about.fix, about.severity)


def _standard_input() -> tuple[list[Problem], list[Examined]]:
    """Everything about a record on standard input, which has no name to hold against its id."""
    record, problems = record_of(sys.stdin.buffer.read(MAX_BYTES + 1), STANDARD_INPUT)
    examined = _examined([record] if record else [])
    return sorted([*problems, *(problem for one in examined for problem in problems_in(one))]), list(examined)


def _file(name: str) -> Path:
    path = Path(name)
    if not path.exists() and not path.is_symlink():
        raise UsageProblem(f"there is no file {name}")
    return path


def _everything_about(names: Sequence[str], files: Sequence[Path]) -> tuple[list[Problem], list[Examined]]:
    problems, examined = everything(files)
    if not names:
        return problems, examined
    read = {_path(one) for one in examined}
    # A record that cannot be read tells no name but that of its file.
    unread = {folded(Path(p.place.path).stem): p.place.path for p in problems if p.place.path not in read}
    named = [name for name in names if folded(name) not in unread]
    files_unread = some_of(Path(path).name for path in unread.values())
    chosen = _found(examined, named, files_unread) if named else []
    paths = {_path(one) for one in chosen} | {unread[folded(n)] for n in names if folded(n) in unread}
    return [problem for problem in problems if problem.place.path in paths], chosen


def one_record(name: str, directory: Path | None) -> Examined:
    """The one record that a word names: a trial, or the file of a record.

    Raises:
        UsageProblem: no such trial or file.
        RecordsProblem: the record has errors.
    """
    if not is_path(name):
        return load_trials(directory, [name], skip_invalid=True).asked[0]
    problems, examined = everything([_file(name)])
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors or not examined:
        raise RecordsProblem(errors)
    return examined[0]


def everything(files: Sequence[Path]) -> tuple[list[Problem], list[Examined]]:
    """All findings about record files, sorted, and the records that could be read."""
    loaded = load(files)
    examined = _examined(loaded.records)
    found = [*loaded.problems, *(problem for one in examined for problem in problems_in(one))]
    beside = (problem for one in examined for problem in _beside(one))
    return sorted([*found, *_twins_among(examined), *beside]), list(examined)


def _beside(one: Examined) -> Iterator[Problem]:
    """What was found by machine and changed afterwards, or why nothing is known of it."""
    if one.kept.broken:
        about = CODES["W241"]
        yield Problem(Place(one_line(str(one.kept.path))), about.code, one.kept.broken, about.fix, about.severity)
    if not must_hold(one.findings):
        yield from (placed(one, finding) for finding in changed(one))


def _twins_among(examined: Sequence[Examined]) -> Iterator[Problem]:
    """What no record can tell of itself: that another one may be about the same trial."""
    by_id = {one.trial.id: one for one in examined}
    for trial, finding in twin_findings([features(one.trial) for one in examined]):
        yield placed(by_id[trial], finding)
