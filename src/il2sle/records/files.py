"""How records are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pydantic import ValidationError

from il2sle.codes import CODES
from il2sle.errors import Place, Problem, RecordsProblem
from il2sle.frozen import Frozen, replace

from .content import bytes_of, digest
from .folder import CENSUS
from .letters import folded
from .model import Trial
from .names import Named, names_of
from .source_map import SourceMap, problem_at
from .text import one_line
from .yaml_reader import read_yaml

if TYPE_CHECKING:
    from .census import Census

T = TypeVar("T")


class LoadedRecord(Frozen):
    """A record that validates: where its figures stand, the hash of its text, and its file where it has one."""

    trial: Trial
    source_map: SourceMap
    digest: str = ""
    file: Path | None = None


class Loaded(Frozen):
    """Everything that was read: the records that validate, and the problems of the others."""

    records: tuple[LoadedRecord, ...]
    problems: tuple[Problem, ...]

    def trusted(self) -> tuple[LoadedRecord, ...]:
        """The records, if nothing is wrong with any file.

        Raises:
            RecordsProblem: with every error of every file.
        """
        if self.problems:
            raise RecordsProblem(self.problems)
        return self.records


def load(files: Iterable[Path]) -> Loaded:
    """Read records, all of them, whatever is wrong with some."""
    records: list[LoadedRecord] = []
    problems: list[Problem] = []
    for record, found in read_each(list(files), _itself):
        problems.extend(found)
        if record is not None:
            records.append(record)
    return Loaded(tuple(records), tuple(sorted(problems)))


def _itself(record: LoadedRecord) -> LoadedRecord:
    return record


class _Read(Frozen, Generic[T]):
    """What was made of a record that need not stay.

    Attributes:
        made: what was made of it; None where there is no record.
        problems: what keeps it from being one.
        named: its names, its id first, each with what is wrong where another record has it too, but for the message.
    """

    made: T | None
    problems: list[Problem]
    named: tuple[tuple[str, Problem], ...] = ()


class Run(Protocol):
    """How work is done on many files: like `map`, or by several processes."""

    def __call__(self, work: Callable[[Path], T], files: Sequence[Path], /) -> Iterator[T]:
        """What the work makes of each file, in their order."""


def read_each(
    files: Sequence[Path], make: Callable[[LoadedRecord], T], run: Run = map
) -> Iterator[tuple[T | None, list[Problem]]]:
    """What is made of each record, with its problems, so that no record stays; then what the names of files tell.

    Args:
        files: the files.
        make: what to make of a record.
        run: how it is done.
    """
    owners: dict[str, str] = {}
    for read in run(partial(_read, make), files):
        yield read.made, [*read.problems, *_used_twice(read.named, owners)]
    yield None, list(_two_of_one_name(files))


def _read(make: Callable[[LoadedRecord], T], path: Path) -> _Read[T]:
    record, problems = read_record(path)
    return _Read(make(record), problems, tuple(_named(record))) if record else _Read(None, problems)


def read_record(path: Path) -> tuple[LoadedRecord | None, list[Problem]]:
    """One record, or the problems that keep it from being one."""
    shown = one_line(str(path))
    try:
        raw = bytes_of(path)
    except OSError as error:
        message = f"cannot be read: {error.strerror or 'not a regular file'}"
        return None, [Problem(Place(shown), "F001", message, CODES["F001"].fix)]
    record, problems = record_of(raw, shown)
    problems = [*problems, *(_misnamed(record, path) if record else ())]
    return (None, problems) if problems or record is None else (replace(record, file=path), [])


def record_of(raw: bytes, shown: str) -> tuple[LoadedRecord | None, list[Problem]]:
    """One record from its bytes, whatever the name of its file; or the problems that keep it from being one."""
    document, problems = read_yaml(raw, shown)
    if document is None or any(problem.code == "Y015" for problem in problems):
        return None, problems
    try:
        record = LoadedRecord(Trial.model_validate(document.data), document, digest(raw))
    except ValidationError as error:
        from .explain import problems_of  # noqa: PLC0415  most records need no explanation

        spoilt = {problem.place.line for problem in problems}
        more = [problem for problem in problems_of(error, document) if problem.place.line not in spoilt]
        return None, sorted([*problems, *more])
    return (None, problems) if problems else (record, [])


def read_census(directory: Path, records: Iterable[Named]) -> tuple[Census | None, list[Problem]]:
    """What is known beside the records of a folder; None where it has no such file, or one with problems."""
    from .census import Census  # noqa: PLC0415  models are slow to import, and most answers do without these

    path = directory / CENSUS
    shown = one_line(str(path))
    try:
        raw = bytes_of(path)
    except FileNotFoundError:
        return None, []
    except OSError as error:
        message = f"cannot be read: {error.strerror or 'not a regular file'}"
        return None, [Problem(Place(shown), "F001", message, CODES["F001"].fix)]
    document, problems = read_yaml(raw, shown)
    if document is None or problems:
        return None, problems
    try:
        census = Census.model_validate(document.data)
    except ValidationError as error:
        from .explain import problems_of  # noqa: PLC0415  likewise

        return None, problems_of(error, document, Census)
    problems = list(_recorded(census, document, records))
    return (None if problems else census), problems


def _recorded(census: Census, document: SourceMap, records: Iterable[Named]) -> Iterator[Problem]:
    """F003: a trial that is said to have no record has one."""
    owners = {folded(name): record.trial.id for record in records for name in names_of(record.trial)}
    for index, known in enumerate(census.known):
        for name, loc in ((known.name, ("name",)), *((one, ("ids", i)) for i, one in enumerate(known.ids))):
            if owner := owners.get(folded(name)):
                yield problem_at(document, ("known", index, *loc), "F003", f'"{name}" has a record, {owner}')


def _two_of_one_name(files: Sequence[Path]) -> Iterator[Problem]:
    """F004: `X.yml` beside `X.yaml`."""
    first: dict[tuple[Path, str], Path] = {}
    for path in dict.fromkeys(files):
        twin = first.setdefault((path.parent, folded(path.stem)), path)
        if twin is not path and twin.suffix != path.suffix:
            message = f'"{one_line(twin.name)}" beside it has the same name'
            yield Problem(Place(one_line(str(path))), "F004", message, CODES["F004"].fix)


def _misnamed(record: LoadedRecord, path: Path) -> Iterator[Problem]:
    if unicodedata.normalize("NFC", path.stem) != record.trial.id:
        message = f'the id is "{record.trial.id}", the file name says "{one_line(path.stem)}"'
        yield problem_at(record.source_map, ("id",), "F002", message)


def _named(record: LoadedRecord) -> Iterator[tuple[str, Problem]]:
    trial = record.trial
    places = [("id",), ("name",), *(("aliases", number) for number in range(len(trial.aliases)))]
    for name, loc in zip([trial.id, trial.name, *trial.aliases], places, strict=True):
        yield name, problem_at(record.source_map, loc, "F003", "")


def _used_twice(named: Sequence[tuple[str, Problem]], owners: dict[str, str]) -> Iterator[Problem]:
    """F003: names that another record has already; `owners` has each name by now, and gets those of this record."""
    for name, problem in named:
        mine = named[0][0]
        owner = owners.setdefault(folded(name), mine)
        if owner != mine:
            yield replace(problem, message=f'"{name}" names {owner} already')
