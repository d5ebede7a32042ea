"""What `check` finds, record by record: of each only its findings and its counts stay, however many there are."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from il2sle.codes import CODES
from il2sle.errors import Place, Problem, some_of
from il2sle.evidence.checks import must_hold
from il2sle.evidence.examined import Examined
from il2sle.evidence.finding import Finding
from il2sle.evidence.readers import unread_twice
from il2sle.evidence.tally import Counts, Tally, counts, tally
from il2sle.evidence.twins import Features, twin_findings
from il2sle.evidence.verify.known import changed
from il2sle.frozen import Frozen, replace
from il2sle.records.files import LoadedRecord, read_census, read_each, record_of
from il2sle.records.folder import CENSUS, is_named_like_a_record, passed_over, record_files, records_directory
from il2sle.records.heads import Names, names_called
from il2sle.records.letters import folded
from il2sle.records.text import MAX_BYTES, one_line

from .load import STANDARD_INPUT, examined_of, file_named, found_among, is_path, placed, problems_in
from .progress import progress
from .workers import each


class Looked(Frozen):
    """What stays of a record that was looked at.

    Attributes:
        trial: what it is called.
        path: its file, as problems name it.
        problems: what was found about it alone.
        features: what it is held against others by.
        doubled: what is found where another record may be about the same trial, but for the message.
        counts: what was checked; None where nothing could be.
    """

    trial: Names
    path: str
    problems: tuple[Problem, ...]
    features: Features
    doubled: Problem
    counts: Counts | None


Part = tuple[list[Problem], list[Looked]]  # what was found, of whatever file, and the records that could be read


def checked(
    what: Sequence[str], directory: Path | None, *, two_readers: bool = False, quiet: bool = True
) -> tuple[list[Problem], list[str], Tally]:
    """The findings about trials and files, each once and sorted, the ids that could be read, and what was looked at.

    Args:
        what: names of trials, paths of record files and of folders, `-` for a record on standard input; nothing for
            the whole directory.
        directory: where the records are; None for the environment's or the shipped ones.
        two_readers: whether a figure that fewer than two people have read is an error.
        quiet: whether no progress is shown.

    Raises:
        UsageProblem: no such trial, file or directory.
    """
    paths = [name for name in what if is_path(name)]
    folders = [Path(name) for name in paths if Path(name).is_dir() and not is_named_like_a_record(name)]
    files = [file_named(name) for name in paths if Path(name) not in folders]
    names = [name for name in what if name not in paths and name != STANDARD_INPUT]
    records = [file for file in files if file.name != CENSUS]
    parts = [everything(records, two_readers=two_readers)] if records else []
    parts += [(read_census(file.parent, ())[1], []) for file in files if file.name == CENSUS]
    parts += [_standard_input(two_readers=two_readers)] if STANDARD_INPUT in what else []
    parts += [_folder(folder, two_readers=two_readers, quiet=quiet) for folder in folders]
    if names:
        every = everything(record_files(records_directory(directory)), two_readers=two_readers, quiet=quiet)
        parts.append(_about(names, *every))
    elif not what:
        parts.append(_folder(records_directory(directory), two_readers=two_readers, quiet=quiet))
    problems = dict.fromkeys(problem for found, _ in parts for problem in found)  # a set would undo their order
    read = {one.path: one for _, looked in parts for one in looked}
    wrong = {problem.place.path for problem in problems if problem.severity == "error" and problem.code != "R140"}
    counted = {path: one.counts for path, one in read.items() if one.counts}
    summed = tally(counted.values(), len(wrong - set(counted)))
    return sorted(problems), list(dict.fromkeys(one.trial.id for one in read.values())), summed


def everything(files: Sequence[Path], *, two_readers: bool = False, quiet: bool = True) -> Part:
    """All findings about record files, sorted, and what stays of the records that could be read."""
    problems: list[Problem] = []
    looked: list[Looked] = []
    with progress(len(files), quiet=quiet) as step:
        for one, found in read_each(files, partial(_look, two_readers=two_readers), each):
            problems += found
            if one is not None:
                looked.append(one)
                problems += one.problems
            step()
    return sorted([*problems, *_twins_among(looked)]), looked


def _look(record: LoadedRecord, *, two_readers: bool) -> Looked:
    one = examined_of(record)
    sound = not must_hold(one.findings)
    unread = unread_twice(one) if two_readers and sound else ()
    return Looked(
        trial=names_called(one.trial),
        path=record.source_map.path,
        problems=(*problems_in(one), *_beside(one, sound=sound), *(placed(one, finding) for finding in unread)),
        features=one.features,
        doubled=placed(one, Finding("W217", ("id",), "")),
        counts=None if one.unfounded else counts(one),
    )


def _beside(one: Examined, *, sound: bool) -> Iterator[Problem]:
    """What was found by machine and changed afterwards, or why nothing is known of it."""
    if one.kept.broken:
        about = CODES["W241"]
        yield Problem(Place(one_line(str(one.kept.path))), about.code, one.kept.broken, about.fix, about.severity)
    if sound:
        yield from (placed(one, finding) for finding in changed(one))


def _twins_among(looked: Sequence[Looked]) -> Iterator[Problem]:
    """What no record can tell of itself: that another one may be about the same trial."""
    by_id = {one.trial.id: one for one in looked}
    for trial, finding in twin_findings([one.features for one in looked]):
        yield replace(by_id[trial].doubled, message=finding.message)


def _folder(folder: Path, *, two_readers: bool, quiet: bool) -> Part:
    """Everything about the records of a folder, and the sub-folders whose records are passed over."""
    problems, looked = everything(record_files(folder), two_readers=two_readers, quiet=quiet)
    problems += read_census(folder, looked)[1]
    return [*problems, *(_unread_folder(inside) for inside in passed_over(folder))], looked


def _unread_folder(folder: Path) -> Problem:
    about = CODES["W226"]
    return Problem(Place(one_line(str(folder))), about.code, "it holds records", about.fix, about.severity)


def _standard_input(*, two_readers: bool) -> Part:
    """Everything about a record on standard input, which has no name to hold against its id."""
    record, problems = record_of(sys.stdin.buffer.read(MAX_BYTES + 1), STANDARD_INPUT)
    looked = [_look(record, two_readers=two_readers)] if record else []
    return [*problems, *(problem for one in looked for problem in one.problems)], looked


def _about(names: Sequence[str], problems: Sequence[Problem], looked: Sequence[Looked]) -> Part:
    """Of everything, what is about these trials."""
    read = {one.path for one in looked}
    # A record that cannot be read tells no name but that of its file.
    unread = {folded(Path(p.place.path).stem): p.place.path for p in problems if p.place.path not in read}
    named = [name for name in names if folded(name) not in unread]
    files_unread = some_of(Path(path).name for path in unread.values())
    chosen = found_among(looked, named, files_unread) if named else []
    paths = {one.path for one in chosen} | {unread[folded(n)] for n in names if folded(n) in unread}
    return [problem for problem in problems if problem.place.path in paths], chosen
