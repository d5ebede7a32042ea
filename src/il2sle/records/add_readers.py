"""Names of readers written into the text of a record, and nothing else of it changed: comments and layout stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from il2sle.errors import UsageProblem

from .files import LoadedRecord, record_of
from .source_map import Node
from .text import Mark, PlainText

_SCALAR = re.compile(r"[^,}\n#]*")


def with_readers(record: LoadedRecord, readers: Mapping[str, Sequence[str]]) -> tuple[str, LoadedRecord]:
    """The text of a record in which each source names these readers, and the record that it is.

    Args:
        record: the record; its own readers come first in `readers`.
        readers: all readers of each source.

    Raises:
        UsageProblem: the text is laid out in a way in which they cannot be added.
    """
    plain = record.source_map.plain
    lines = list(plain.lines)
    listed = record.source_map.tree.inside["sources"][-1]
    sources = {key: Node(*place) for key, place in listed.items()}
    # From the end, so that the places of what is still to be changed hold.
    for key in sorted(readers, key=lambda key: sources[key].value, reverse=True):
        new = [reader for reader in readers[key] if reader not in record.trial.sources[key].readers]
        if new:
            _add(lines, plain, sources[key], new)
    text = "\n".join(lines) + "\n"
    merged, _ = record_of(text.encode(), record.source_map.path)
    if merged is None or any(set(merged.trial.sources[key].readers) != set(readers[key]) for key in readers):
        raise UsageProblem("the readers cannot be added to this record by machine; write `readers` under its sources")
    return text, merged


def _add(lines: list[str], plain: PlainText, source: Node, new: Sequence[str]) -> None:
    listed = ", ".join(new)
    if readers := source.at("readers"):
        _extend(lines, plain.mark(readers.value), listed)
        return
    line, column = plain.mark(source.value)
    row = lines[line - 1]
    if row[column - 1] == "{":
        lines[line - 1] = f"{row[:column]}readers: [{listed}], {row[column:]}"
    else:
        first_line, first_column = plain.mark(min(key for _, key, _ in source.inside.values()))
        lines.insert(first_line - 1, f"{' ' * (first_column - 1)}readers: [{listed}]")


def _extend(lines: list[str], readers: Mark, listed: str) -> None:
    """Add to a list in brackets, in lines, or to a lone name."""
    line, column = readers
    row = lines[line - 1]
    begin, rest = row[: column - 1], row[column - 1 :]
    if rest.startswith("[") and "]" in rest:
        end = rest.index("]")
        lines[line - 1] = f"{begin}{rest[:end]}, {listed}{rest[end:]}"
    elif rest.startswith("["):
        lines[line - 1] = f"{begin}[{listed}, {rest[1:]}"
    elif rest.startswith("- "):
        lines[line - 1 : line - 1] = [f"{' ' * (column - 1)}- {reader}" for reader in listed.split(", ")]
    else:
        lone = _SCALAR.match(rest)
        end = len(lone[0].rstrip()) if lone else 0
        lines[line - 1] = f"{begin}[{rest[:end]}, {listed}]{rest[end:]}"
