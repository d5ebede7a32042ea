"""From a directory to records that may be compared: read, validate, hold every figure against every other.

Commands that show evidence pass through here, so that none of them shows a record that `check` calls an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from il2sle.errors import Problem, RecordsProblem, UsageProblem, some_of
from il2sle.evidence.checks import must_hold
from il2sle.evidence.examined import Examined
from il2sle.evidence.finding import Finding
from il2sle.evidence.tabled import Tabled, tabled
from il2sle.frozen import Frozen, replace
from il2sle.records.files import LoadedRecord, load, read_census, read_each
from il2sle.records.folder import is_named_like_a_record, passed_over, record_files, records_directory
from il2sle.records.heads import files_of
from il2sle.records.letters import folded
from il2sle.records.names import Named, Names, R, ambiguous, called, find, is_part_of, names_called, names_of
from il2sle.records.source_map import problem_at
from il2sle.records.text import MAX_PROBLEMS, first_problems, one_line

from .progress import progress
from .workers import each

if TYPE_CHECKING:
    from il2sle.records.census import Census

STANDARD_INPUT = "-"
T = TypeVar("T", bound=Named)
T_co = TypeVar("T_co", bound=Named, covariant=True)


class Trials(Frozen, Generic[T_co]):
    """The trials that a command works on, and what its reader must be told about the others.

    Attributes:
        asked: those that were asked for.
        known: all that can be trusted, asked for or not; what a filter may name is known from these.
        notes: what was left out.
    """

    asked: tuple[T_co, ...]
    known: tuple[T_co, ...]
    notes: tuple[str, ...] = ()


LoadedTrials = Trials[Examined]


def load_trials(
    directory: Path | None,
    asked: Sequence[str] = (),
    *,
    skip_invalid: bool = False,
    quiet: bool = True,
) -> LoadedTrials:
    """The records that are asked for, all of them trusted.

    Args:
        directory: where the records are; None for the environment's or the shipped ones.
        asked: names of trials; none for all.
        skip_invalid: go on without the records that have errors, and say so in the notes.
        quiet: whether no progress is shown.

    Raises:
        UsageProblem: no such directory or trial.
        RecordsProblem: a record has errors, and is not to be skipped, or is asked for, or no other is left.
    """
    read_all = partial(read_each, make=partial(_read, _itself))
    return _load(directory, asked, read_all, skip_invalid=skip_invalid, quiet=quiet)


def _itself(one: Examined) -> Examined:
    return one


def load_tables(
    directory: Path | None,
    sections: Collection[str],
    *,
    every: bool = False,
    skip_invalid: bool = False,
    quiet: bool = True,
) -> Trials[Tabled]:
    """The rows of all records, all of them trusted; no record stays when its rows are made.

    Args:
        directory: where the records are; None for the environment's or the shipped ones.
        sections: the sections whose rows are made.
        every: whether outcomes may be asked for that are not compared by themselves.
        skip_invalid: go on without the records that have errors, and say so in the notes.
        quiet: whether no progress is shown.

    Raises:
        UsageProblem: no such directory.
        RecordsProblem: a record has errors, and is not to be skipped, or no other is left.
    """
    return load_made(directory, partial(tabled, sections=sections, every=every), skip_invalid=skip_invalid, quiet=quiet)


def load_made(  # noqa: PLR0913  what is read, and how
    directory: Path | None,
    make: Callable[[Examined], T],
    keep: Callable[[T], T] | None = None,
    *,
    asked: Sequence[str] = (),
    skip_invalid: bool = False,
    quiet: bool = True,
) -> Trials[T]:
    """What is made of all records, all of them trusted; no record stays, and many are read by several processes.

    Args:
        directory: where the records are; None for the environment's or the shipped ones.
        make: what makes it; it may be sent to another process, and so may what it makes.
        keep: what of that stays, made in this process, one after the other.
        asked: names of trials; none for all.
        skip_invalid: go on without the records that have errors, and say so in the notes.
        quiet: whether no progress is shown.

    Raises:
        UsageProblem: no such directory or trial.
        RecordsProblem: a record has errors, and is not to be skipped, or is asked for, or no other is left.
    """
    read_all = partial(read_each, make=partial(_read, make), run=each)
    return _load(directory, asked, read_all, keep, skip_invalid=skip_invalid, quiet=quiet)


def _load(  # noqa: PLR0913  what is read, and how
    directory: Path | None,
    asked: Sequence[str],
    read_all: Callable[[Sequence[Path]], Iterator[tuple[_Read[T] | None, list[Problem]]]],
    keep: Callable[[T], T] | None = None,
    *,
    skip_invalid: bool,
    quiet: bool,
) -> Trials[T]:
    folder = records_directory(directory)
    read: list[_Read[T]] = []
    wrong: list[Problem] = []
    files = record_files(folder)
    with progress(len(files), quiet=quiet) as step:
        for one, found in read_all(files):
            wrong += found
            if one is not None:
                wrong += one.problems
                if keep and one.kept is not None:
                    one = replace(one, kept=keep(one.kept))  # noqa: PLW2901
                # Where a record is wrong and may not be skipped, nothing is shown, and nothing need stay.
                read.append(one if not wrong or (skip_invalid and not found) else replace(one, kept=None))
            step()
    notes = tuple(_passed_over_words(folder))
    if not wrong:
        known = tuple(one.kept for one in read if one.kept is not None)
        return Trials(tuple(find(known, asked)), known, notes)
    if not skip_invalid:
        raise RecordsProblem(wrong)
    return _without(read, wrong, asked, notes)


class _Read(Frozen, Generic[T]):
    """A record that was read: its file, what it is called, its errors, and what stays of it where it has none."""

    path: str
    trial: Names
    problems: list[Problem]
    kept: T | None


def _read(keep: Callable[[Examined], T], record: LoadedRecord) -> _Read[T]:
    one = examined_of(record)
    own = problems_in(one, errors_only=True)
    return _Read(record.source_map.path, names_called(one.trial), own, None if own else keep(one))


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
    return Trials(examined, examined)


def load_census(directory: Path | None, records: Iterable[Named], *, skip_invalid: bool = False) -> Census | None:
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
    """A record to be worked out."""
    return Examined(record.trial, record.source_map, record.digest, record.file)


def _passed_over_words(folder: Path) -> Iterator[str]:
    names = [one_line(inside.name) for inside in passed_over(folder)]
    if names:
        yield f"Passed over: records in sub-folders ({some_of(names)}); name one with --records."


def _without(
    read: Sequence[_Read[T]], wrong: Sequence[Problem], asked: Sequence[str], notes: Sequence[str] = ()
) -> Trials[T]:
    paths = {problem.place.path for problem in wrong}
    left = tuple(one.kept for one in read if one.kept is not None and one.path not in paths)
    needed = {path for name in asked for path in _spoilt(name, read, paths)}
    if needed or not left:
        raise RecordsProblem(problem for problem in wrong if problem.place.path in (needed or paths))
    names = some_of(sorted(Path(path).name for path in paths))
    number = f"{len(paths)} record{'' if len(paths) == 1 else 's'}"
    note = f"Left out because of errors: {number} ({names}); `il2sle check` says why."
    return Trials(tuple(found_among(left, asked, names)), left, (note, *notes))


def _spoilt(name: str, listed: Sequence[_Read[T]], paths: Collection[str]) -> list[str]:
    """The record with errors that a name means, if it means one.

    Raises:
        UsageProblem: it is a part of the names of several trials, of which some cannot be trusted.
    """
    read = {one.path: (one.trial.name, one.trial.id) for one in listed}
    unread = {path: (stem, stem) for path in paths if path not in read for stem in [Path(path).stem]}
    if files := [path for path, (stem, _) in unread.items() if folded(stem) == folded(name)]:
        return files
    meant = {one.path: read[one.path] for one in called(name, listed)}
    if not any(folded(name) == folded(known) for one in listed for known in names_of(one.trial)):
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


def problems_in(one: Examined, *, errors_only: bool = False) -> list[Problem]:
    """What the checks find about a record, each at its line and column, sorted; of very many errors the first."""
    errors = must_hold(one.judged)
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
