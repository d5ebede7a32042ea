"""The formats that programs read: JSON, CSV, TSV. The same rows as the tables, by their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from il2sle.errors import Problem
from il2sle.evidence.compared import Comparison
from il2sle.evidence.figure import Pointer, Remark
from il2sle.evidence.rows import SCHEMA_VERSION, SECTIONS
from il2sle.evidence.stamp import Stamp

from .columns import PROBLEM, SOURCES, TABLES, Column, row_data, rows_of
from .formats import DELIMITERS
from .json_text import figure_data, in_form, json_pieces
from .stamp import tool_data

if TYPE_CHECKING:
    from il2sle.evidence.examined import Examined
    from il2sle.evidence.facts import BaselineRow
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


def document(command: str, stamp: Stamp, /, **parts: object) -> list[str]:
    """What `envelope` holds, as JSON in pieces."""
    return json_pieces(envelope(command, stamp, **parts))


def comparison_json(
    command: str,
    comparison: Comparison,
    sections: Sequence[str] = SECTIONS,
    more: Mapping[str, object] | None = None,
) -> list[str]:
    """A comparison as JSON in pieces: the sections asked for, the sources that their rows point to, and the notes."""
    parts: dict[str, object] = {"trials": comparison.trials}
    for section in TABLES:
        if section in sections:
            parts[section] = in_form(TABLES[section], rows_of(comparison, section))
    sources = in_form(SOURCES, comparison.sources)
    parts |= {"sources": sources, "notes": comparison.notes, **(more or {})}
    return document(command, comparison.stamp, **parts)


def show_json(comparison: Comparison, examined: Sequence[Examined]) -> list[str]:
    """Whole records as JSON in pieces: what `comparison_json` holds, and beside it baseline, facts and the records."""
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
            name: {"value": figure.value, **figure_data(figure)} for name, figure in side.figures().items() if figure
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
