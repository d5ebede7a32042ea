"""How records are read and found by name: the only module that opens record files."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from il2sle.codes import CODES
from il2sle.errors import Place, Problem, RecordsProblem, UsageProblem, some_of

from .explain import problem_at, problems_of
from .model import Trial
from .source_map import SourceMap
from .text import MAX_BYTES, one_line
from .yaml_reader import read_yaml


@dataclass(frozen=True, slots=True)
class LoadedRecord:
    """A record that validates, and the map that tells where each of its figures stands."""

    trial: Trial
    source_map: SourceMap


@dataclass(frozen=True, slots=True)
class Loaded:
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
    listed = list(files)
    for path in listed:
        record, found = read_record(path)
        problems.extend(found)
        if record is not None:
            records.append(record)
    problems.extend(_used_twice(records))
    problems.extend(_two_of_one_name(listed))
    return Loaded(tuple(records), tuple(sorted(problems)))


def read_record(path: Path) -> tuple[LoadedRecord | None, list[Problem]]:
    """One record, or the problems that keep it from being one."""
    shown = one_line(str(path))
    try:
        raw = _bytes_of(path)
    except OSError as error:
        message = f"cannot be read: {error.strerror or 'not a regular file'}"
        return None, [Problem(Place(shown), "F001", message, CODES["F001"].fix)]
    record, problems = record_of(raw, shown)
    problems = [*problems, *(_misnamed(record, path) if record else ())]
    return (None, problems) if problems else (record, [])


def record_of(raw: bytes, shown: str) -> tuple[LoadedRecord | None, list[Problem]]:
    """One record from its bytes, whatever the name of its file; or the problems that keep it from being one."""
    document, problems = read_yaml(raw, shown)
    if document is None or any(problem.code == "Y015" for problem in problems):
        return None, problems
    try:
        record = LoadedRecord(Trial.model_validate(document.data), document)
    except ValidationError as error:
        spoilt = {problem.place.line for problem in problems}
        more = [problem for problem in problems_of(error, document) if problem.place.line not in spoilt]
        return None, sorted([*problems, *more])
    return (None, problems) if problems else (record, [])


def _bytes_of(path: Path) -> bytes:
    """The bytes of a regular file: a pipe or a device that is named like a record could be read for ever."""
    with open(path, "rb", opener=_without_waiting) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError
        return stream.read(MAX_BYTES + 1)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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


def names_of(trial: Trial) -> list[str]:
    """Everything a trial is called by: its id, its name, its aliases."""
    return list(dict.fromkeys([trial.id, trial.name, *trial.aliases]))


def folded(name: str) -> str:
    """A name as it is compared: case and blanks do not count, nor how an accent is put together."""
    return "".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def _used_twice(records: Sequence[LoadedRecord]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for record in records:
        trial = record.trial
        places = [("id",), ("name",), *(("aliases", number) for number in range(len(trial.aliases)))]
        for name, loc in zip([trial.id, trial.name, *trial.aliases], places, strict=True):
            owner = first.setdefault(folded(name), trial.id)
            if owner != trial.id:
                yield problem_at(record.source_map, loc, "F003", f'"{name}" names {owner} already')


class Named(Protocol):
    """What holds a trial."""

    @property
    def trial(self) -> Trial:
        """The validated record."""


R = TypeVar("R", bound=Named)


def find(records: Sequence[R], asked: Sequence[str]) -> list[R]:
    """The records that are asked for by any of their names, in any case; all of them when none is asked for.

    Raises:
        UsageProblem: a name that no record has; it names the nearest.
    """
    if not asked:
        return list(records)
    by_name = {folded(name): record for record in records for name in names_of(record.trial)}
    found = []
    for name in asked:
        if folded(name) not in by_name:
            raise UsageProblem(_unknown(name, records))
        found.append(by_name[folded(name)])
    return list({id(record): record for record in found}.values())


def _unknown(asked: str, records: Sequence[Named]) -> str:
    names = {folded(name): name for record in records for name in names_of(record.trial)}
    close = get_close_matches(folded(asked), names, n=3, cutoff=0.6)
    if close:
        return f'no trial is called "{asked}"; did you mean {" or ".join(names[name] for name in close)}?'
    return f'no trial is called "{asked}"; there are: {some_of(record.trial.id for record in records)}'
