"""What is kept of a verification: a file beside the record, `verified/ID.json`.

It is written by the machine and whole, so it is no part of a record that people type and comment. It holds, of each
copy, the hash and the date; of each figure its digits, the places that it was cited to, and where it was found; of each
reader the digests of the figures that were signed. Nothing of a text is in it.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from il2sle.frozen import Frozen

from .content import bytes_of

FOLDER = "verified"
_LARGEST = 4 * 1024 * 1024


class CopyKept(BaseModel):
    """The copy that a source was looked up in."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)
    sha256: str
    date: str


class FigureKept(BaseModel):
    """A figure as it was when a machine looked for it: digits and places; what was found, in which copy and line."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)
    value: str
    cited: str
    state: str
    source: str
    line: int


class Verified(BaseModel):
    """The file: copies by source, figures by name, digests of signed figures by reader."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)
    trial: str
    copies: dict[str, CopyKept] = {}
    figures: dict[str, FigureKept] = {}
    signed: dict[str, str] = {}

    def has_signed(self, reader: str) -> frozenset[str] | None:
        """The digests of what a reader signed; None where no sign-off is kept."""
        return frozenset(self.signed[reader].split()) if reader in self.signed else None


class Kept(Frozen):
    """What stands beside a record: the file where there is one, or why it cannot be read."""

    path: Path | None = None
    verified: Verified | None = None
    broken: str = ""


NOTHING_KEPT = Kept()


def verified_path(record: Path) -> Path:
    """Where the file of a record stands."""
    return record.parent / FOLDER / f"{record.stem}.json"


def kept_beside(record: Path) -> Kept:
    """The file beside a record; a broken one is no error of the record."""
    path = verified_path(record)
    try:
        return Kept(path, Verified.model_validate_json(bytes_of(path, _LARGEST)))
    except FileNotFoundError:
        return Kept(path)
    except OSError as error:
        return Kept(path, broken=error.strerror or "not a regular file")
    except ValidationError:
        return Kept(path, broken="not what `il2sle verify --write` writes")


def verified_text(verified: Verified) -> str:
    """The file, a line for each copy, figure and reader."""
    parts = verified.model_dump()
    lines = [f'{{"trial": {_json(parts.pop("trial"))}']
    for name, held in parts.items():
        rows = ",\n".join(f"  {_json(key)}: {_json(value)}" for key, value in held.items())
        lines.append(f' "{name}": {{\n{rows}\n }}' if rows else f' "{name}": {{}}')
    return ",\n".join(lines) + "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
