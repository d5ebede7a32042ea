"""The formats that programs read: JSON, JSON Lines, CSV, TSV. The same rows as the tables, by their columns.

`json` alone can write a `Decimal` only as a float, which loses the printed digits (30.00), or as a text, which is no
number. On one line it writes a marked text, from which the marks are taken; on many, where it is slow, we write.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, RootModel

from il2sle.errors import Problem
from il2sle.evidence.compared import Comparison
from il2sle.evidence.examined import Examined
from il2sle.evidence.facts import BaselineRow
from il2sle.evidence.figure import Effect, Figure, Pointer, Remark
from il2sle.evidence.rows import SCHEMA_VERSION, SECTIONS
from il2sle.evidence.stamp import Stamp
from il2sle.frozen import fields_of

from .columns import EFFECT, PROBLEM, SOURCES, TABLES, Column, rows_of
from .formats import DELIMITERS
from .stamp import tool_data

if TYPE_CHECKING:
    from il2sle.evidence.tally import Share, Tally

JOINT = "; "
NESTED = {"figures", "effects"}  # kinds of columns that have no place in a cell


def envelope(command: str, stamp: Stamp, /, **parts: object) -> dict[str, object]:
    """The object that every command prints as JSON; `stamp` tells the records that it was made from."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool_data(stamp),
        "command": command,
        **parts,
    }


def row_data(columns: Iterable[Column[Any]], row: object) -> dict[str, object]:
    """A row as an object of the contract."""
    return {column.name: found.value if type(found := column.get(row)) is Figure else found for column in columns}


def comparison_json(
    command: str,
    comparison: Comparison,
    sections: Sequence[str] = SECTIONS,
    more: Mapping[str, object] | None = None,
) -> str:
    """A comparison as JSON: the sections asked for, the sources that their rows point to, and the notes."""
    parts: dict[str, object] = {"trials": comparison.trials}
    for section in TABLES:
        if section in sections:
            parts[section] = [row_data(TABLES[section], row) for row in rows_of(comparison, section)]
    sources = [row_data(SOURCES, source) for source in comparison.sources]
    parts |= {"sources": sources, "notes": comparison.notes, **(more or {})}
    return to_json(envelope(command, comparison.stamp, **parts))


def show_json(comparison: Comparison, examined: Sequence[Examined]) -> str:
    """Whole records as JSON: what `comparison_json` holds, and beside it baseline, facts and the records."""
    more: dict[str, object] = {
        "baseline": [
            {"trial": one.trial.id, "measure": row.measure, "statistic": row.statistic, **_baseline(row)}
            for one in examined
            for row in one.profile.baseline
        ],
        "facts": [
            {"trial": one.trial.id, "section": section, "fact": fact.label, "claims": fact.claims}
            for one in examined
            for section, facts in one.profile.sections
            for fact in facts
        ],
        "records": [one.trial for one in examined],
    }
    return comparison_json("show", comparison, more=more)


def _baseline(row: BaselineRow) -> dict[str, object]:
    arms = {
        side.arm: {
            name: {"value": figure.value, **_figure(figure)} for name, figure in side.figures().items() if figure
        }
        for side in row.sides
    }
    p = {"p": row.p and row.p.value, "p_comparator": row.p and row.p.comparator}
    return {"arms": arms, **p, "note": row.note, "sources": row.sources}


def problem_data(problem: Problem) -> dict[str, object]:
    """A finding as an object of the contract."""
    return row_data(PROBLEM, problem)


def tally_data(counted: Tally) -> dict[str, object]:
    """What was checked, as an object of the contract."""

    def share(of: Share, done: str) -> dict[str, object]:
        return {done: of.done, "of": of.of, "why_not": [{"why": why, "number": count} for why, count in of.why_not]}

    return {
        "records": counted.records,
        "records_with_errors": counted.unchecked,
        "figures": share(counted.placed, "placed"),
        "p_values": share(counted.p_values, "recomputed"),
        "percentages": share(counted.percentages, "tried"),
        "found": share(counted.found, "found"),
        "read_twice": share(counted.read_twice, "read_twice"),
        "sources": {"whole": counted.whole, "in_part": counted.in_part, "unread": counted.unread},
    }


# Values as JSON


def to_json(value: object) -> str:
    """JSON text in UTF-8 letters, indented by two, ending in a line feed; equal values give equal text."""
    return f"{_json(value, '')}\n"


def one_line(value: object) -> str:
    """JSON text on one line."""
    return _MARKED.sub(r"\1", _LINE.encode(value))


_NUL = "\0"  # which no text of a record holds, since its reader refuses it
_MARKED = re.compile(r'"\\u0000([^"]*)"')


def _for_json(value: object) -> object:
    """What the encoder writes in place of a value that it does not know: a number with its digits is a marked text."""
    return f"{_NUL}{value:f}" if isinstance(value, Decimal) else _opened(value)


_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_for_json)
_PLAIN = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _json(value: object, indent: str) -> str:
    # Nine values of ten are texts or missing, and the encoder, which is slow where it indents, is slow to find out.
    if type(value) is str:
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, Decimal):
        return f"{value:f}"
    value = _opened(value)
    inner = f"{indent}  "
    if isinstance(value, dict):
        return _bracketed("{}", [f"{inner}{_head(key)}{_json(item, inner)}" for key, item in value.items()], indent)
    if isinstance(value, list | tuple):
        return _bracketed("[]", [f"{inner}{_json(item, inner)}" for item in value], indent)
    return _PLAIN(value)


def _bracketed(brackets: str, items: Sequence[str], indent: str) -> str:
    return f"{brackets[0]}\n{(',' + chr(10)).join(items)}\n{indent}{brackets[1]}" if items else brackets


@cache
def _head(key: object) -> str:
    return f"{encode_basestring(str(key))}: "


def _figure(figure: Figure) -> dict[str, object]:
    """A figure as its state, its method, the printed figures that it follows from, and its sources."""
    return {
        "state": figure.state,
        "method": figure.method or None,
        "from": [{"what": one.what, "value": one.value} for one in figure.printed()] if figure.derived else [],
        "sources": figure.sources,
    }


def _effect(effect: Effect) -> dict[str, object]:
    own = row_data(EFFECT, effect)
    named = {"value": effect.value, "low": effect.low, "high": effect.high}
    return own | {"figures": {name: figure for name, figure in named.items() if figure}}


# How values of ours are written; what is not here is written by its fields.
_WRITERS: dict[type, Callable[[Any], object]] = {
    Figure: _figure,
    Effect: _effect,
    Remark: lambda remark: {
        **{name: getattr(remark, name) or None for name in ("kind", "text", "code", "voice")},
        "sources": remark.sources,
    },
}


def _opened(value: object) -> object:
    """A row or a record as its values by their keys, one level deep."""
    kind: Any = type(value)  # to mypy the type of an object has no hash
    if writer := _WRITERS.get(kind):
        return writer(value)
    if isinstance(value, RootModel):
        return value.root
    if names := _names(kind):
        return {key: getattr(value, name) for key, name in names}
    return dict(value) if _is_other_mapping(kind) else value  # type: ignore[call-overload]


_is_other_mapping = cache(lambda kind: issubclass(kind, Mapping) and kind is not dict)


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """The keys under which values of a type are written, each with the name of its attribute; none of plain values."""
    if issubclass(kind, BaseModel):
        # Not `model_dump`: pydantic has a warning for each value that is a dataclass of ours.
        return tuple((field.alias or name, name) for name, field in kind.model_fields.items())
    return tuple((name, name) for name in fields_of(kind))


# Values as cells


def column_names(section: str) -> tuple[str, ...]:
    """The columns of a section that a cell can hold."""
    return tuple(column.name for column in TABLES[section] if column.kind not in NESTED)


def picked(columns: Sequence[Column[Any]], names: Sequence[str]) -> list[Column[Any]]:
    """The columns of these names, in the order of the names; all without any."""
    by_name = {column.name: column for column in columns}
    return [by_name[name] for name in names if name in by_name] if names else list(columns)


def section_table(section: str, comparison: Comparison, layout: str, names: Sequence[str] = ()) -> str:
    """The rows of one section as CSV or TSV: the columns of JSON but for nested ones, an empty cell for null.

    Args:
        section: the section.
        comparison: its rows.
        layout: a key of `DELIMITERS`.
        names: the columns, in their order; all without any.
    """
    columns = picked([column for column in TABLES[section] if column.kind not in NESTED], names)
    rows = ([column.value(row) for column in columns] for row in rows_of(comparison, section))
    return delimited([column.name for column in columns], rows, layout)


def delimited(names: Sequence[str], rows: Iterable[Sequence[object]], layout: str) -> str:
    """CSV or TSV with a header, ending each line in a line feed; a TSV cell holds no tab."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=DELIMITERS[layout], lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        texts = [cell(value) for value in row]
        writer.writerow([" ".join(text.split()) for text in texts] if layout == "tsv" else texts)
    return stream.getvalue()


def cell(value: Any) -> str:  # noqa: ANN401, PLR0911  whatever a row may hold, each kind its way
    """A value as the text of one cell; empty for null."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            return JOINT.join(cell(item) for item in value)
        case Pointer():
            return f"{value.source}: {value.locator}"
        case Remark():
            return value.text
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)
