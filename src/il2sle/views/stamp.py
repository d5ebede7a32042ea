"""The stamp of an answer as its last line, and as an object of the machine contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from il2sle import __version__
from il2sle.evidence.stamp import Stamp

if TYPE_CHECKING:
    from .page.blocks import Prose


def stamp_words(stamp: Stamp) -> str:
    """The version, the records by number and hash, and the day of their newest source, on one line."""
    records = f"{stamp.number} record{'' if stamp.number == 1 else 's'}"
    newest = f"; sources to {stamp.newest}" if stamp.newest else ""
    return f"il2sle {__version__}; {records} {stamp.hash}{newest}"


def stamp_line(stamp: Stamp) -> Prose:
    """The stamp as the end of a page."""
    from .page.blocks import Prose  # noqa: PLC0415  which formats for programs do without

    return Prose(stamp_words(stamp))


def tool_data(stamp: Stamp) -> dict[str, object]:
    """The program and the records of an answer, as JSON holds them under `tool`."""
    records = {"number": stamp.number, "hash": stamp.hash, "newest_source": stamp.newest}
    return {"name": "il2sle", "version": __version__, "records": records}
