"""The formats that programs read: JSON, CSV, TSV. The same rows as the tables, under the names of the contract.

JSON is written here rather than by `json.dump`, since that can write a `Decimal` only as a float, which loses the
printed digits (30.00), or as a string, which is no number.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, RootModel

from il2sle import __version__
from il2sle.errors import Problem
from il2sle.evidence.rows import SCHEMA_VERSION, SECTIONS, Comparison, Pointer, Row, columns

JOINT = "; "
DELIMITERS = {"csv": ",", "tsv": "\t"}


def envelope(command: str, **parts: object) -> dict[str, object]:
    """The object that every command prints as JSON."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "il2sle", "version": __version__},
        "command": command,
        **parts,
    }


def comparison_json(
    command: str,
    comparison: Comparison,
    sections: Sequence[str] = SECTIONS,
    records: Iterable[BaseModel] | None = None,
) -> str:
    """A comparison as JSON: the sections asked for, the sources that their rows point to, and the notes."""
    parts: dict[str, object] = {"trials": comparison.trials}
    parts |= {section: comparison.rows(section) for section in SECTIONS if section in sections}
    parts |= {"sources": comparison.sources, "notes": comparison.notes}
    if records is not None:
        parts["records"] = tuple(records)
    return to_json(envelope(command, **parts))


def problem_data(problem: Problem) -> dict[str, object]:
    """A finding as an object of the contract."""
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "help": problem.help,
        "trial": problem.trial,
    }


def to_json(value: object) -> str:
    """JSON text in UTF-8 letters, indented by two, ending in a line feed; equal values give equal text."""
    return f"{_json(value, '')}\n"


def _json(value: object, indent: str) -> str:
    value = _opened(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return _bracketed("{}", [f"{json.dumps(str(k), ensure_ascii=False)}: " for k in value], value.values(), indent)
    if isinstance(value, list | tuple):
        return _bracketed("[]", [""] * len(value), value, indent)
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _opened(value: object) -> object:
    """A row or a record as its values by their keys, one level deep."""
    if isinstance(value, RootModel):
        return value.root
    if isinstance(value, BaseModel):
        # Not `model_dump`: pydantic has a warning for each value that is a dataclass of ours.
        keys = type(value).model_fields.items()
        return {field.alias or name: getattr(value, name) for name, field in keys}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value


def _bracketed(brackets: str, heads: Sequence[str], values: Iterable[object], indent: str) -> str:
    inner = f"{indent}  "
    items = [f"{inner}{head}{_json(value, inner)}" for head, value in zip(heads, values, strict=True)]
    return f"{brackets[0]}\n{(',' + chr(10)).join(items)}\n{indent}{brackets[1]}" if items else brackets


def section_table(section: str, rows: Iterable[Row], layout: str) -> str:
    """The rows of one section as CSV or TSV: the columns of the JSON rows, an empty cell for null."""
    names = columns(section)
    return delimited(names, ([getattr(row, name) for name in names] for row in rows), layout)


def delimited(names: Sequence[str], rows: Iterable[Sequence[object]], layout: str) -> str:
    """CSV or TSV with a header, ending each line in a line feed; a TSV cell holds no tab."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=DELIMITERS[layout], lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        cells = [cell(value) for value in row]
        writer.writerow([" ".join(text.split()) for text in cells] if layout == "tsv" else cells)
    return stream.getvalue()


def cell(value: Any) -> str:  # noqa: ANN401  whatever a row may hold
    """A value as the text of one cell; empty for null."""
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case tuple():
            text = JOINT.join(cell(item) for item in value)
        case Pointer():
            text = f"{value.source}: {value.locator}"
        case Decimal():
            text = f"{value:f}"
        case _:
            text = str(value)
    return text
