"""What `check` finds, record by record: of each only its findings and its counts stay, however many there are."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
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
from il2sle.records.letters import folded
from il2sle.records.names import Names, names_called
from il2sle.records.text import MAX_BYTES, one_line

from .load import STANDARD_INPUT, examined_of, file_named, found_among, is_path, placed, problems_in
from .progress import progress
from .workers import each


class Looked(Frozen):
    """What stays of a record that was looked at.

    Attributes:
        trial: what it is called.
        path: its file, as problems name it.
        problems: what was found about it alone; none where they are told already.
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


class Findings:
    """What `check` finds: file by file in their order, then what records say of each other and what stands beside them.

    They are told once and do not stay, however many there are. Where trials are named, or several files or folders, it
    is known only at the end what is to be told; then they are sorted, each once.

    Args:
        what: names of trials, paths of record files and of folders, `-` for a record on standard input; nothing for
            the whole directory.
        directory: where the records are; None for the environment's or the shipped ones.
        two_readers: whether a figure that fewer than two people have read is an error.
        quiet: whether no progress is shown.

    Raises:
        UsageProblem: no such file or directory.
    """

    def __init__(
        self, what: Sequence[str], directory: Path | None, *, two_readers: bool = False, quiet: bool = True
    ) -> None:
        self._two_readers, self._quiet, self._directory = two_readers, quiet, directory
        paths = [name for name in what if is_path(name)]
        self._folders = [Path(name) for name in paths if Path(name).is_dir() and not is_named_like_a_record(name)]
        self._files = [file_named(name) for name in paths if Path(name) not in self._folders]
        self._names = [name for name in what if name not in paths and name != STANDARD_INPUT]
        self._standard_input = STANDARD_INPUT in what
        self._read: dict[str, Looked] = {}
        self._wrong: set[str] = set()
        if not what:
            self._folders = [records_directory(directory)]

    def __iter__(self) -> Iterator[Sequence[Problem]]:
        """Those of a file together.

        Raises:
            UsageProblem: no such trial, or no record in a folder.
        """
        one_folder = len(self._folders) == 1 and not (self._files or self._names or self._standard_input)
        for found in self._folder(self._folders[0]) if one_folder else [self._several()]:
            self._wrong |= {one.place.path for one in found if one.severity == "error" and one.code != "R140"}
            yield found

    def by_place(self) -> list[Problem]:
        """All of them, each once, sorted by place: for those who need them together."""
        return sorted(dict.fromkeys(problem for found in self for problem in found))  # a set would undo their order

    @property
    def trials(self) -> list[str]:
        """The ids of the records that could be read; known when all is told."""
        return list(dict.fromkeys(one.trial.id for one in self._read.values()))

    @property
    def counted(self) -> Tally:
        """What was looked at; likewise."""
        known = {path: one.counts for path, one in self._read.items() if one.counts}
        return tally(known.values(), len(self._wrong - set(known)))

    def _folder(self, folder: Path) -> Iterator[Sequence[Problem]]:
        """Everything about the records of a folder, its census, and the sub-folders whose records are passed over."""
        looked: list[Looked] = []
        yield from file_by_file(record_files(folder), looked, two_readers=self._two_readers, quiet=self._quiet)
        yield [*read_census(folder, looked)[1], *map(_unread_folder, passed_over(folder))]
        self._keep(looked)

    def _several(self) -> list[Problem]:
        problems: list[Problem] = []
        records = [file for file in self._files if file.name != CENSUS]
        if records:
            problems += self._told(everything(records, two_readers=self._two_readers))
        for census in (file for file in self._files if file.name == CENSUS):
            problems += read_census(census.parent, ())[1]
        if self._standard_input:
            problems += self._told(_standard_input(two_readers=self._two_readers))
        for folder in self._folders:
            problems += [problem for found in self._folder(folder) for problem in found]
        if self._names:
            files = record_files(records_directory(self._directory))
            every = everything(files, two_readers=self._two_readers, quiet=self._quiet)
            problems += self._told(_about(self._names, *every))
        return sorted(dict.fromkeys(problems))

    def _told(self, part: Part) -> list[Problem]:
        problems, looked = part
        self._keep(looked)
        return problems

    def _keep(self, looked: Iterable[Looked]) -> None:
        self._read |= {one.path: one for one in looked}


def everything(files: Sequence[Path], *, two_readers: bool = False, quiet: bool = True) -> Part:
    """All findings about record files, sorted, and what stays of the records that could be read."""
    looked: list[Looked] = []
    told = file_by_file(files, looked, two_readers=two_readers, quiet=quiet)
    return sorted(problem for found in told for problem in found), looked


def file_by_file(
    files: Sequence[Path], looked: list[Looked], *, two_readers: bool = False, quiet: bool = True
) -> Iterator[Sequence[Problem]]:
    """The findings about record files, those of a file together, and at last what the records say of each other.

    Args:
        files: the files.
        looked: to which is added what stays of each record that could be read.
        two_readers: whether a figure that fewer than two people have read is an error.
        quiet: whether no progress is shown.
    """
    with progress(len(files), quiet=quiet) as step:
        for one, found in read_each(files, partial(_look, two_readers=two_readers), each):
            own = one.problems if one else ()
            if one is not None:
                looked.append(replace(one, problems=()))
            yield sorted(dict.fromkeys([*found, *own]))
            step()
    yield sorted(dict.fromkeys(_twins_among(looked)))


def _look(record: LoadedRecord, *, two_readers: bool) -> Looked:
    one = examined_of(record)
    sound = not must_hold(one.judged)
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
