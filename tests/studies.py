"""A made study file of ClinicalTrials.gov, with the traps of the registry in it, and its draft as a record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from il2sle.evidence.checks import must_hold
from il2sle.evidence.examined import Examined
from il2sle.records.draft.drafted import Draft, draft
from il2sle.records.files import record_of
from il2sle.records.folder import record_files, records_directory
from il2sle.records.model import Trial
from il2sle.records.printed import Outcome
from il2sle.records.registry.node import Node
from il2sle.records.registry.study_file import studies_in

MADE = Path(__file__).parent / "data" / "registry" / "NCT90000001.json"
Study = dict[str, Any]
# The figures that the record cites to the abstract, in no sentence of it.
COPY = """Abstract
Methods
100 patients, 1.5 million IU, 168 days.
Results
week 12: 68 v 58, p 0.3439; 53 per protocol: 83.3 v 51.7, p 0.0168.
"""


def made(change: Callable[[Study], object] = lambda _: None) -> Study:
    """The study, with a change."""
    study: Study = json.loads(MADE.read_text(encoding="utf-8"))
    change(study)
    return study


def node_of(study: object) -> Node:
    """The only study of a file."""
    (filed,) = studies_in(json.dumps(study).encode(), "study.json")
    assert filed.study is not None
    return filed.study


def draft_of(study: object) -> Draft:
    """The draft of the only study of a file."""
    return draft(node_of(study), "study.json")


def text_of(study: object) -> str:
    """The text of the draft of the only study of a file."""
    return draft_of(study).text


def trial_of(study: object) -> Trial:
    """The draft as our own reader reads it; it holds."""
    record, problems = record_of(text_of(study).encode(), "draft.yaml")
    assert problems == []
    assert record is not None
    errors = must_hold(Examined(record.trial, record.source_map).findings)
    assert [(finding.code, finding.loc, finding.message) for finding in errors] == []
    return record.trial


def outcome(trial: Trial, measure: str) -> Outcome:
    """The outcome with this measure."""
    (found,) = (one for one in trial.outcomes if one.measure == measure)
    return found


def measures(study: Study) -> list[Study]:
    """The outcome measures of the results."""
    found: list[Study] = study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    return found


def listed(text: str) -> str:
    """What the comments of a draft say, on one line."""
    return " ".join(line.strip().lstrip("# ") for line in text.splitlines() if line.strip().startswith("#"))


def numbered(number: str) -> Study:
    """The study under another number."""
    return made(lambda study: study["protocolSection"]["identificationModule"].update(nctId=number))


def write_named(folder: Path) -> None:
    """The files that the examples of the help name, and the directory for drafts."""
    for number in ("NCT02084238", "NCT02955615"):
        (folder / f"{number}.json").write_text(json.dumps(numbered(number)), encoding="utf-8")
    found = [numbered("NCT90000001"), numbered("NCT90000002")]
    (folder / "search.json").write_text(json.dumps({"studies": found}), encoding="utf-8")
    (folder / "drafts").mkdir()
    shipped = record_files(records_directory(environ={}))
    for edition in ("v1", "v2", "old-records", "records"):
        (folder / edition).mkdir()
        for path in shipped:
            (folder / edition / path.name).write_bytes(path.read_bytes())
    (lupil,) = (path for path in shipped if path.stem == "NCT02955615")
    text = lupil.read_text(encoding="utf-8")
    for reader in ("ann", "bob"):
        (folder / reader).mkdir()
        read = re.sub(r"(?m)^( +)(citation: .*)$", rf"\1\2\n\1readers: [{reader} 2026-11-22]", text)
        (folder / reader / lupil.name).write_text(read, encoding="utf-8")
    (folder / "copies" / lupil.stem).mkdir(parents=True)
    (folder / "copies" / lupil.stem / "humrich2022.txt").write_text(COPY, encoding="utf-8")
