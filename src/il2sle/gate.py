"""From a directory to records that may be compared: read, validate, hold every figure against every other.

Commands that show evidence pass through here, so that none of them shows a record that `check` calls an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import Problem, RecordsProblem, UsageProblem
from .evidence.checks import findings, must_hold
from .evidence.finding import Finding
from .records.explain import problem_at
from .records.model import Trial
from .records.places import record_files, records_directory
from .records.store import Loaded, LoadedRecord, find, load


@dataclass(frozen=True, slots=True)
class Admitted:
    """The records that a command works on, and what its reader must be told about the others."""

    records: tuple[LoadedRecord, ...]
    notes: tuple[str, ...] = ()

    @property
    def trials(self) -> list[Trial]:
        """The validated records."""
        return [record.trial for record in self.records]


def admit(directory: Path | None, asked: Sequence[str] = (), *, skip_invalid: bool = False) -> Admitted:
    """The records that are asked for, all of them trusted.

    Args:
        directory: where the records are; None for the environment's or the shipped ones.
        asked: names of trials; none for all.
        skip_invalid: go on without the records that have errors, and say so in the notes.

    Raises:
        UsageProblem: no such directory or trial.
        RecordsProblem: a record has errors, and they are not to be skipped.
    """
    loaded = load(record_files(records_directory(directory)))
    wrong = [
        *loaded.problems,
        *(p for record in loaded.records for p in problems_in(record, errors_only=True)),
    ]
    if not wrong:
        return Admitted(tuple(find(loaded.records, asked)))
    if not skip_invalid:
        raise RecordsProblem(wrong)
    return _without(loaded, {problem.place.path for problem in wrong}, asked)


def _without(loaded: Loaded, paths: set[str], asked: Sequence[str]) -> Admitted:
    left = [record for record in loaded.records if record.document.path not in paths]
    names = ", ".join(sorted(Path(path).name for path in paths))
    number = f"{len(paths)} record{'' if len(paths) == 1 else 's'}"
    note = f"Left out because of errors: {number} ({names}); `il2sle check` says why."
    if not left:
        raise UsageProblem(f"no record is without errors; {note[0].lower()}{note[1:]}")
    return Admitted(tuple(find(left, asked)), (note,))


def problems_in(record: LoadedRecord, *, errors_only: bool = False) -> list[Problem]:
    """What the checks find about a record, each at its line and column, sorted."""
    found = findings(record.trial)
    return sorted(_placed(record, finding) for finding in (must_hold(found) if errors_only else found))


def _placed(record: LoadedRecord, finding: Finding) -> Problem:
    return problem_at(record.document, finding.loc, finding.code, finding.message, key=finding.key)


def everything(files: Sequence[Path]) -> tuple[list[Problem], list[LoadedRecord]]:
    """All findings about record files, sorted, and the records that could be read."""
    loaded = load(files)
    found = [*loaded.problems, *(problem for record in loaded.records for problem in problems_in(record))]
    return sorted(found), list(loaded.records)
