"""The answers of `verify` and `reconcile`: compute, deliver, and write what is to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from il2sle.errors import OutputProblem, UsageProblem, some_of
from il2sle.evidence.examined import Examined
from il2sle.evidence.reconcile import Reconciled, merged_readers, reconcile, signed
from il2sle.evidence.stamp import stamp
from il2sle.evidence.verify.found import Verdict, verify
from il2sle.evidence.verify.known import kept_of
from il2sle.frozen import replace
from il2sle.records.add_readers import with_readers
from il2sle.records.files import LoadedRecord, load
from il2sle.records.folder import named, record_files
from il2sle.records.parts import Loc
from il2sle.records.texts import Copy, copies
from il2sle.records.verified import Verified, kept_beside, verified_path, verified_text
from il2sle.views import machine
from il2sle.views.columns import row_data
from il2sle.views.reconcile import DIFFERENCES, DifferenceRow, reconcile_text
from il2sle.views.verify import VERIFY, VerifyRow, verify_text

from .load import LoadedTrials, examined_of
from .output import Delivery
from .written import write_file


def answer_verify(  # noqa: PLR0913  the answer of `verify` to all of its options
    loaded: LoadedTrials, texts: Path, layout: str, delivery: Delivery, *, write: bool, strict: bool
) -> bool:
    """Deliver what a machine found of the figures; say whether any of them is held by none of its sources.

    Args:
        loaded: the trials.
        texts: the folder of the copies.
        layout: `text` or `json`.
        delivery: where it goes.
        write: whether what was found is kept beside the records.
        strict: whether a figure that stands elsewhere or is in doubt counts too.

    Raises:
        UsageProblem: no source of the trials has a copy there.
        OutputProblem: what is to be kept cannot be written.
    """
    held = copies(texts, [one.trial for one in loaded.asked])
    if not held:
        raise UsageProblem(f"{texts} holds no copy of their sources; name each TRIAL/KEY.txt, or list it in index.yaml")
    found = [(one, _verdicts(one, held.get(one.trial.id, {}))) for one in loaded.asked]
    rows = [VerifyRow(one.trial.id, one.trial.name, v, _at(one, v.figure.loc)) for one, vs in found for v in vs]
    for note in (*loaded.notes, *_without(loaded, held)):
        delivery.notice(note)
    if layout == "json":
        trials = tuple(one.trial.id for one in loaded.asked)
        items = [row_data(VERIFY, row) for row in rows]
        delivery.data(machine.document("verify", stamp(loaded.asked), trials=trials, verify=items))
    else:
        delivery.plain(verify_text([row for row in rows if row.trial in held]))
    for one, verdicts in found if write else ():
        if one.trial.id in held:
            _keep(one, kept_of(one, verdicts, held[one.trial.id]), delivery)
    return any(v.contradicted or (strict and v.to_look_at) for _, vs in found for v in vs)


def _verdicts(one: Examined, held: dict[str, Copy]) -> list[Verdict]:
    return verify(one, {key: copy.text for key, copy in held.items()})


def _without(loaded: LoadedTrials, held: dict[str, dict[str, Copy]]) -> list[str]:
    names = [one.trial.id for one in loaded.asked if one.trial.id not in held]
    return [f"No copy of any source: {', '.join(names)}."] if names else []


def _at(one: Examined, loc: Loc) -> str:
    if one.source_map is None:
        return ""
    place = one.source_map.place(loc)
    return f"{named(place.path)}:{place.line}"


def _keep(one: Examined, verified: Verified, delivery: Delivery) -> None:
    path = one.kept.path
    if path is not None:
        _write_beside(path, verified)
        delivery.notice(f"Kept: {len(verified.figures)} figures in {named(str(path))}.")


def _write_beside(path: Path, verified: Verified) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputProblem(f"cannot make {path.parent}: {error.strerror}") from error
    write_file(path, verified_text(verified))


def answer_reconcile(first: Path, second: Path, layout: str, delivery: Delivery) -> bool:
    """Deliver where two people's records differ, and write what they agree on; say whether anything is open.

    Args:
        first: a record or a folder of records.
        second: the other person's.
        layout: `text` or `json`.
        delivery: its file takes the merged record.

    Raises:
        UsageProblem: there is nothing to compare, or a merged record is asked for while something is open.
        RecordsProblem: a record has errors.
    """
    pairs, alone = _pairs(first, second)
    if alone:
        delivery.notice(f"one reader alone has {some_of(alone)}")
    found = [(one, two, reconcile(examined_of(one), examined_of(two))) for one, two in pairs]
    _deliver(found, layout, replace(delivery, output=None))
    open_ = bool(alone) or any(reconciled.open for *_, reconciled in found)
    if delivery.file:
        if len(pairs) > 1:
            raise UsageProblem("-o takes one merged record; name two files")
        if not open_:
            _merge(*pairs[0], delivery.file)
    return open_


def _deliver(found: Sequence[tuple[LoadedRecord, LoadedRecord, Reconciled]], layout: str, delivery: Delivery) -> None:
    tables = [(one.trial.id, _rows(one, two, reconciled), reconciled) for one, two, reconciled in found]
    if layout == "json":
        items = [row_data(DIFFERENCES, row) for _, rows, _ in tables for row in rows]
        trials = tuple(trial for trial, *_ in tables)
        agreed = sum(len(reconciled.agreed) for *_, reconciled in tables)
        both = stamp([examined_of(record) for pair in found for record in pair[:2]])
        held = {"trials": trials, "differences": items, "agreed": agreed}
        delivery.data(machine.document("reconcile", both, **held))
    else:
        delivery.plain("\n\n".join(reconcile_text(*table) for table in tables))


def _rows(one: LoadedRecord, two: LoadedRecord, reconciled: Reconciled) -> list[DifferenceRow]:
    places = [
        tuple(record.source_map.place(loc) for record, loc in zip((one, two), difference.locs, strict=True))
        for difference in reconciled.differences
    ]
    return [
        DifferenceRow(one.trial.id, difference, (f"{a.path}:{a.line}", f"{b.path}:{b.line}"))
        for difference, (a, b) in zip(reconciled.differences, places, strict=True)
    ]


def _pairs(first: Path, second: Path) -> tuple[list[tuple[LoadedRecord, LoadedRecord]], list[str]]:
    """The records of each trial that both have, and the trials that one has alone."""
    for path in (first, second):
        if not path.exists():
            raise UsageProblem(f"there is no file or directory {path}")
    if first.is_dir() != second.is_dir():
        raise UsageProblem("name two files or two folders")
    if not first.is_dir():
        return [_same_trial(*load([first]).trusted(), *load([second]).trusted())], []
    one, two = ({r.trial.id: r for r in load(record_files(folder)).trusted()} for folder in (first, second))
    both = [(one[trial], two[trial]) for trial in one if trial in two]
    if not both:
        raise UsageProblem(f"{first} and {second} have no trial in common")
    return both, sorted(set(one) ^ set(two))


def _same_trial(one: LoadedRecord, two: LoadedRecord) -> tuple[LoadedRecord, LoadedRecord]:
    if one.trial.id != two.trial.id:
        raise UsageProblem(f"these are two trials: {one.trial.id} and {two.trial.id}")
    return one, two


def _merge(one: LoadedRecord, two: LoadedRecord, file: Path) -> None:
    """Write the text of the first record with the names of both readers, and beside it what they have signed."""
    for record in (one, two):
        if not any(source.readers for source in record.trial.sources.values()):
            raise UsageProblem(f"{record.source_map.path} names no reader; add `readers: [AB 2026-11-22]` to a source")
    text, merged = with_readers(one, merged_readers(examined_of(one), examined_of(two)))
    kept = kept_beside(file).verified or Verified(trial=merged.trial.id)
    names = signed(examined_of(merged))
    write_file(file, text)
    _write_beside(verified_path(file), kept.model_copy(update={"signed": kept.signed | names}))
