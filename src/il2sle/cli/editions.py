"""Two editions of the records for `diff`: folders, files, or commits that git knows; read as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from il2sle.errors import Problem, UsageProblem
from il2sle.evidence.change import Changes, Edition, PassedOver
from il2sle.evidence.changes import changes
from il2sle.evidence.checks import can_be_worked_out
from il2sle.evidence.examined import Examined
from il2sle.evidence.stamp import stamp
from il2sle.frozen import Frozen
from il2sle.records.files import LoadedRecord, read_record, record_of
from il2sle.records.folder import is_named_like_a_record, named, record_files, records_directory
from il2sle.records.history import committed

from .load import problems_in

Read = tuple[str, LoadedRecord | None, list[Problem]]  # the name of the file, what it holds, what is wrong with it


class _Side(Frozen):
    """One edition: what it is called, its trials, what was passed over; whether it is a single file."""

    label: str
    examined: list[Examined]
    passed_over: list[PassedOver]
    single: bool = False


def compared(old: str, new: str | None, directory: Path | None) -> Changes:
    """What changed between two editions.

    Args:
        old: a folder, a file, or a commit; a path wins over a commit of the same name.
        new: likewise; None for the records as they are.
        directory: the folder of the records, whose repository knows the commits.

    Raises:
        UsageProblem: one of them is none of these, or none of its records can be compared.
    """
    before, after = _side(old, directory, past=True), _side(new, directory, past=False)
    sides = (before, after)
    if before.single is not after.single:  # one trial against many: only that one is asked for
        asked = {one.trial.id for side in sides if side.single for one in side.examined}
        for side in sides:
            side.examined[:] = [one for one in side.examined if one.trial.id in asked]
    first, second = ((Edition(side.label, stamp(side.examined)), side.examined) for side in sides)
    return changes(first, second, [*before.passed_over, *after.passed_over])


def _side(asked: str | None, directory: Path | None, *, past: bool) -> _Side:
    folder = records_directory(directory)
    if asked is None:
        return _read(named_folder(folder), _files(record_files(folder)), past=past)
    path = Path(asked)
    if path.is_dir():
        return _read(asked, _files(record_files(path)), past=past)
    if path.exists() or is_named_like_a_record(asked):
        return _read(asked, _files([path]), past=past, single=True)
    commit = committed(folder, asked)
    own = f"{asked} ({commit.short}, {commit.day})" if asked != commit.short else f"{asked} ({commit.day})"
    held = ((Path(name).name.rpartition(":")[2], *record_of(raw, name)) for name, raw in commit.files)
    return _read(own, held, past=past)


def named_folder(folder: Path) -> str:
    """The folder of the records as people speak of it."""
    shown = named(str(folder / "x"))
    return shown.rpartition("/")[0] or str(folder)


def _files(paths: Iterable[Path]) -> Iterator[Read]:
    for path in paths:
        if not path.exists():
            raise UsageProblem(f"there is no file {path}")
        yield (path.name, *read_record(path))


def _read(label: str, held: Iterable[Read], *, past: bool, single: bool = False) -> _Side:
    side = _Side(label, [], [], single)
    for name, record, problems in held:
        one = Examined(record.trial, record.source_map, record.digest) if record else None
        # What stood in the past can no longer be mended: it is compared as it stands where that is possible.
        wrong = problems or (problems_in(one, errors_only=True) if one else [])
        kept = one is not None and (not wrong or (past and can_be_worked_out(one)))
        if one is not None and kept:
            side.examined.append(one)
        if wrong:
            told = one.trial.id if one else Path(name).stem
            why = f"{wrong[0].code} {wrong[0].message}"
            side.passed_over.append(PassedOver(told, label, why, compared=kept))
    if not side.examined:
        raise UsageProblem(f"no record of {label} can be compared; il2sle check says why")
    return side
