"""Many records from the shipped ones: distinct, valid, and as long as they are."""

from __future__ import annotations

import re
from pathlib import Path

_ID = re.compile(r"^id: .*$", re.MULTILINE)
_NAME = re.compile(r"^name: (.*)$", re.MULTILINE)
_ALIASES = re.compile(r"^aliases:.*(?:\n +.*)*$", re.MULTILINE)
_WEEK = re.compile(r"^( +(?:to )?week )([0-9]+):", re.MULTILINE)
_UNDATED = re.compile(r"^( +)not stated:", re.MULTILINE)
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
    read = (path.read_text(encoding="utf-8") for path in sorted(shipped.glob("*.yaml")))
    texts = [text for text in read if _ID.search(text)]  # the census beside them is no record
    for count in range(number):
        own = f"NCT{90_000_000 + count}"
        (target / f"{own}.yaml").write_text(_varied(texts[count % len(texts)], own, count), encoding="utf-8")


def _varied(text: str, own: str, count: int) -> str:
    text = _ID.sub(f"id: {own}", text)
    text = _NAME.sub(rf"name: \1 {count}", text)
    text = _ALIASES.sub(f"aliases: [variant {count}]", text)
    # The same arms with the same results would be held for one trial.
    text = _WEEK.sub(lambda found: f"{found[1]}{int(found[2]) + count}:", text)
    text = _UNDATED.sub(rf"\g<1>week {count}:", text)
    text = _DOI.sub(rf"\1.{count}", text)
    return _PMID.sub(rf"\g<1>{10_000_000 + count}", text)
