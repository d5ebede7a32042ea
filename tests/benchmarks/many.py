"""Many records from the shipped ones: distinct, valid, and as long as they are."""

from __future__ import annotations

import re
from pathlib import Path

from il2sle.records.folder import record_files

_FIRST = 90_000_000  # the number of the first id
_ID = re.compile(r"^id: .*$", re.MULTILINE)
_NAME = re.compile(r"^name: (.*)$", re.MULTILINE)
_ALIASES = re.compile(r"^aliases:.*(?:\n +.*)*$", re.MULTILINE)
_WEEK = re.compile(r"^( +week )([1-9][0-9]*):", re.MULTILINE)
_LABEL = re.compile(r"^(    label: (?!placebo).*)$", re.MULTILINE)
_DOSE = re.compile(r"^(    dose: )([0-9]+)(?:\.([0-9]+))?$", re.MULTILINE)
_DOI = re.compile(r"^( +doi: .*)$", re.MULTILINE)
_PMID = re.compile(r"^( +pmid: ).*$", re.MULTILINE)


def write_many(shipped: Path, target: Path, number: int) -> None:
    """Write `number` records into an empty or missing folder.

    Args:
        shipped: the folder of the records that are varied in turn.
        target: where the new ones go, each in a file named by its id.
        number: how many.
    """
    target.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text(encoding="utf-8") for path in record_files(shipped)]
    for count in range(number):
        own = _made(count)
        text = _varied(texts[count % len(texts)], own, count, later=count // len(texts))
        (target / f"{own}.yaml").write_text(text, encoding="utf-8")


def made_of(shipped: Path, trial: str) -> str:
    """The id of the first record that is made of a shipped one."""
    return _made([path.stem for path in record_files(shipped)].index(trial))


def _made(count: int) -> str:
    return f"NCT{_FIRST + count}"


def _varied(text: str, own: str, count: int, later: int) -> str:
    text = _ID.sub(f"id: {own}", text)
    text = _NAME.sub(rf"name: \1 {count}", text)
    text = _ALIASES.sub(f"aliases: [variant {count}]", text)
    # The same arms with the same results would be held for one trial, and those at week 0 stay at week 0.
    text = _WEEK.sub(lambda found: f"{found[1]}{int(found[2]) + later}:", text)
    text = _LABEL.sub(rf"\1 of variant {count}", text)
    text = _DOSE.sub(lambda found: f"{found[1]}{found[2]}.{found[3] or ''}{later:04}1", text)
    text = _DOI.sub(rf"\1.{count}", text)
    return _PMID.sub(rf"\g<1>{10_000_000 + count}", text)
