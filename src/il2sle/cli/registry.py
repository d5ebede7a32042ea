"""Files of a registry at the command line: drafts of records, and records held against the registry."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from il2sle.errors import OutputProblem, StudyProblem, UsageProblem, some_of
from il2sle.evidence.against import against
from il2sle.evidence.checks import must_hold
from il2sle.evidence.examined import Examined
from il2sle.evidence.stamp import stamp
from il2sle.records.content import bytes_of
from il2sle.records.draft.drafted import Draft, draft
from il2sle.records.files import LoadedRecord, record_of
from il2sle.records.folder import SUFFIX, SUFFIXES
from il2sle.records.letters import folded
from il2sle.records.model import Trial
from il2sle.records.names import names_of
from il2sle.records.registry.study_file import MAX_BYTES, Filed, number_of, studies_in
from il2sle.records.text import one_line
from il2sle.views import diagnostics, machine

from .checks import Shown
from .load import STANDARD_INPUT, one_record, placed
from .output import Delivery
from .terminal import notify
from .written import write_new_file


def studies_of(file: str) -> list[Filed]:
    """The studies of a file of ClinicalTrials.gov; `-` is standard input.

    Raises:
        UsageProblem: there is no such file, or it is none.
        StudyProblem: it holds no study.
    """
    if file == STANDARD_INPUT:
        return studies_in(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    try:
        raw = bytes_of(Path(file), MAX_BYTES)
    except FileNotFoundError as error:
        raise UsageProblem(f"there is no file {one_line(file)}; - reads standard input") from error
    except OSError as error:
        raise UsageProblem(
            f"cannot read {one_line(file)}: {error.strerror or 'not a regular file'}; - reads standard input"
        ) from error
    return studies_in(raw, one_line(file))


def answer_draft(file: str, into: Path | None, delivery: Delivery) -> bool:
    """Deliver the draft of a study, or write one file for each study of a file; say whether all were drafted.

    Raises:
        UsageProblem: several studies and no directory for them, or no such directory.
        StudyProblem: the only study cannot be drafted.
        OutputProblem: the file holds something already.
    """
    if into is not None and not into.is_dir():
        raise UsageProblem(f"there is no directory {into}; create it first")
    if into is not None and delivery.file:
        raise UsageProblem("--into names a directory and --output a file; give one of them")
    studies = studies_of(file)
    if into is not None:
        return _into(studies, into, delivery)
    study = studies[0].study
    if len(studies) > 1 or study is None:
        raise UsageProblem(f"{_shown(file)} holds {len(studies)} studies; --into DIR writes a file for each")
    _refuse_to_overwrite(delivery.file)
    made = draft(study, studies[0].where)
    delivery.data(made.text)
    _told(made, delivery)
    return True


def _refuse_to_overwrite(file: Path | None) -> None:
    """Refuse a file that is no empty one: under the name of a draft stands the record that somebody made of it."""
    if file is not None and file.is_file() and file.stat().st_size:
        raise OutputProblem(
            f"cannot write {file}: it is there already, and a draft overwrites none; choose another name"
        )


def _shown(file: str) -> str:
    return "standard input" if file == STANDARD_INPUT else one_line(file)


def _into(studies: list[Filed], folder: Path, delivery: Delivery) -> bool:
    failed, written = 0, []
    for filed in studies:
        try:
            path = _written(filed, folder, delivery)
        except StudyProblem as problem:
            failed += 1
            notify(f"il2sle: {problem}")  # quiet or not: no file is there to tell of it
            continue
        if path is not None:
            written.append(path)
    if page := studies[0].next_page:
        delivery.notice(f"one page of a longer search result: the next is fetched with &pageToken={page}")
    delivery.data("".join(f"{path}\n" for path in written))
    return not failed


def _written(filed: Filed, folder: Path, delivery: Delivery) -> Path | None:
    """The new file of the draft of a study; None where one is there already.

    Raises:
        StudyProblem: it is no study, or cannot be drafted.
    """
    if filed.study is None:
        raise filed.problem or StudyProblem(f"{filed.where}: no study")
    path = folder / f"{number_of(filed.study)}{SUFFIX}"
    there = next((path.with_suffix(end) for end in SUFFIXES if path.with_suffix(end).exists()), None)
    if there is None:
        made = draft(filed.study, filed.where)
        if write_new_file(path, made.text):
            _told(made, delivery)
            return path
    delivery.notice(f"passed over: {there or path} is there already, and is not overwritten")
    return None


def answer_against(  # noqa: PLR0913  the answer of `check` to all of its options
    what: Sequence[str],
    file: str,
    directory: Path | None,
    layout: str,
    delivery: Delivery,
    *,
    strict: bool,
    shown: Shown,
) -> bool:
    """Deliver where a record and the registry's file about its trial differ; say whether the exit code tells of it.

    Raises:
        UsageProblem: no such trial or file, or the file is about another trial.
        StudyProblem: the file holds no study, or one that cannot be compared.
        RecordsProblem: the record has errors.
    """
    if len(what) != 1 or what[0] == STANDARD_INPUT:
        raise UsageProblem("--against takes one trial or record file: il2sle check TRIAL --against FILE")
    one = one_record(what[0], directory)
    found = against(one.trial, *_registered(one, file))
    problems = sorted(placed(one, finding) for finding in found.findings)
    kept = [problem for problem in problems if shown.keep(problem)]
    if layout == "json":
        rows = [machine.problem_data(problem) for problem in kept]
        held = {"file": _shown(file), "compared": found.compared, "agreed": found.agreed}
        parts = {"trials": [one.trial.id], "problems": rows, "against": held}
        delivery.data(machine.document("check", stamp([one]), **parts))
    else:
        delivery.plain(diagnostics.against_text(kept, problems, _shown(file), found))
    return strict and any(problem.severity == "warning" for problem in problems)


def _registered(one: Examined, file: str) -> tuple[Trial, Draft]:
    """What the registry's file says of the trial of a record, as a record of its own, and the draft of that."""
    filed = studies_of(file)
    studies = {number_of(each.study): each for each in filed if each.study}
    names = {folded(name) for name in names_of(one.trial)}
    meant = next((each for number, each in studies.items() if folded(number) in names), None)
    if meant is None or meant.study is None:
        about = some_of(studies) or "no study that can be read"
        failed = [str(each.problem) for each in filed if each.problem]
        broken = f"; not read: {some_of(failed)}" if failed else ""
        raise UsageProblem(f"{_shown(file)} is about {about}, which is no id or alias of {one.trial.name}{broken}")
    drafted = draft(meant.study, meant.where)
    record, problems = record_of(drafted.text.encode(), drafted.id)
    if record is None:
        raise StudyProblem(f"{_shown(file)}: {drafted.id} cannot be compared: {problems[0].message}")
    return record.trial, drafted


def _told(made: Draft, delivery: Delivery) -> None:
    """What a curator must know of a draft at once: how much there is to decide, and whether it holds together."""
    record, problems = record_of(made.text.encode(), made.id)
    errors = len(problems) + len(must_hold(_examined(record).judged) if record else [])
    asked = made.text.count("# DECIDE")
    wrong = (
        f", and `check` finds {errors} error{'' if errors == 1 else 's'} in the registry's own figures"
        if errors
        else ""
    )
    delivery.notice(f"{made.id}: {asked} decisions are marked DECIDE{wrong}")
    for note in made.notes:
        delivery.notice(note)


def _examined(record: LoadedRecord) -> Examined:
    return Examined(record.trial, record.source_map)
