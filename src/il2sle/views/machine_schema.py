"""The machine contract as a JSON Schema: what commands print with `--format json`.

Names, types and meanings of columns come from `il2sle.views.columns`, so the schema cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from il2sle.evidence.figure import MEASURES, RemarkKind, State, Voice
from il2sle.evidence.rows import SCHEMA_VERSION, SECTIONS
from il2sle.records.schema import DEFS, DIALECT, Schema, validated_record_schema
from il2sle.records.vocabulary import labels

from .changes import CHANGES
from .columns import EFFECT, PROBLEM, SOURCES, TABLES, Column
from .columns.forest import FOREST
from .listing import BESIDE, COLUMNS
from .reconcile import DIFFERENCES
from .say import SAY
from .trace import TRACE
from .verify import VERIFY

PROMISE = (
    "Columns and words of a vocabulary may be added; nothing is renamed or dropped without a new `schema_version`. "
    "CSV and TSV hold the columns of one section under the same names but for `figures` and `effects`, with `; ` "
    "between the items of a list, `source: locator` for a pointer, and an empty cell for null. JSON Lines hold a row a "
    "line, with its section first; the first line, of the section `stamp`, is the `tool`."
)

# The parts of what a command prints, in their order, behind `schema_version`, `tool` and `command`.
COMMANDS: dict[str, tuple[str, ...]] = {
    "compare": ("trials", *TABLES, "sources", "notes"),
    "show": ("trials", *SECTIONS, "sources", "notes", "baseline", "facts", "records"),
    "list": ("trials", "list", "notes", *BESIDE),
    "forest": ("trials", "forest", "sources", "notes"),
    "check": ("trials", "problems", "checked", "against"),
    "trace": ("trials", "trace"),
    "say": ("trials", "say"),
    "diff": ("old", "new", "changes", "passed_over"),
    "verify": ("trials", "verify"),
    "reconcile": ("trials", "differences", "agreed"),
}
OPTIONAL = {"compare": tuple(TABLES), "check": ("checked", "against")}  # a file of a registry instead of the checks
ITEMS: dict[str, tuple[Schema, str]] = {
    "trials": ({"type": "string"}, "ids of the trials, in the order of the rows"),
    "studies": ({"$ref": f"{DEFS}studies-row"}, "a row for each trial"),
    "outcomes": (
        {"$ref": f"{DEFS}outcomes-row"},
        "a row for each trial, endpoint, measure, week, population and arm against its comparator",
    ),
    "doses": ({"$ref": f"{DEFS}doses-row"}, "a row for each trial, arm and dose level; days count from the first dose"),
    "harms": ({"$ref": f"{DEFS}harms-row"}, "a row for each trial, event and arm"),
    "effects": ({"$ref": f"{DEFS}effects-row"}, "a row for every effect of every outcome"),
    "summary": ({"$ref": f"{DEFS}summary-row"}, "what the first screen tells: a row for each of its facts"),
    "sources": ({"$ref": f"{DEFS}source"}, "the documents that rows point to, and what these copy or are corrected by"),
    "notes": ({"type": "string"}, "what must be said of all rows, e.g. of records left out"),
    "baseline": ({"type": "object"}, "characteristics before treatment, each with the figures of its arms"),
    "facts": ({"type": "object"}, "what the record says of a trial beside its rows, each fact with its claims"),
    "records": ({"$ref": f"{DEFS}record"}, "the validated records: every key, and every fact as a list of claims"),
    "list": ({"$ref": f"{DEFS}list-row"}, "a row for each trial"),
    "searched": ({"type": "object"}, "how trials were looked for, each search with its date"),
    "known": ({"type": "object"}, "trials and studies that are known and have no record, each with the reason"),
    "reviews": ({"type": "object"}, "reviews that contradict a record; none of them is a trial"),
    "forest": ({"$ref": f"{DEFS}forest-row"}, "a row for each row of the plot: trial, arm and time"),
    "problems": ({"$ref": f"{DEFS}problem"}, "the findings, sorted by place"),
    "trace": ({"$ref": f"{DEFS}trace-row"}, "a row for each figure of the rows asked for"),
    "say": ({"$ref": f"{DEFS}say-row"}, "a row for each comparison in words"),
    "changes": ({"$ref": f"{DEFS}change-row"}, "a row for each change, the gravest first within a trial"),
    "passed_over": ({"$ref": f"{DEFS}passed-over"}, "records with errors, and whether they were compared all the same"),
    "verify": ({"$ref": f"{DEFS}verify-row"}, "a row for each printed figure"),
    "differences": ({"$ref": f"{DEFS}difference"}, "where the two records differ"),
}


def output_schema() -> Schema:
    """The schema of the JSON that commands print, in JSON Schema draft 2020-12.

    Returns:
        A new object on each call, equal on all of them: one alternative for each command.
    """
    record = validated_record_schema()
    definitions = record.pop("$defs")
    listed = [column for column in TABLES["studies"] if column.name in COLUMNS]
    return {
        "$schema": DIALECT,
        "title": "il2sle machine output",
        "description": PROMISE,
        "oneOf": [{"$ref": f"{DEFS}{command}"} for command in COMMANDS],
        "$defs": {
            **{command: _answer(command, parts) for command, parts in COMMANDS.items()},
            **{f"{section}-row": _row(columns) for section, columns in TABLES.items()},
            "list-row": _row(sorted(listed, key=lambda column: COLUMNS.index(column.name))),
            "forest-row": _row(FOREST),
            "source": _row(SOURCES),
            "problem": _row(PROBLEM),
            "trace-row": _row(TRACE),
            "change-row": _row(CHANGES),
            "say-row": _row(SAY),
            **_editions(),
            "verify-row": _row(VERIFY),
            "difference": _row(DIFFERENCES),
            **_values(),
            "record": record,
            **definitions,
        },
    }


def _answer(command: str, parts: Sequence[str]) -> Schema:
    held = {part: _SPECIAL[part]() if part in _SPECIAL else _array(part) for part in parts}
    envelope = {
        "schema_version": {"const": SCHEMA_VERSION},
        "tool": _tool(),
        "command": {"const": command},
    }
    return _closed(envelope | held, optional=OPTIONAL.get(command, ()))


_EDITION: Schema = {"$ref": f"{DEFS}edition"}
_STAMP: Schema = {
    "number": {"type": "integer", "minimum": 0},
    "hash": {"type": "string", "description": "the same for the same records, in any order, folder and system"},
    "newest_source": {"type": ["string", "null"], "description": "when the newest source is dated or was read"},
}


def _editions() -> dict[str, Schema]:
    """What `diff` says of the two sets of records, and of a record with errors."""
    text: Schema = {"type": "string"}
    return {
        "edition": _closed({"label": text, **_STAMP}),
        "passed-over": _closed({"record": text, "edition": text, "why": text, "compared": {"type": "boolean"}}),
    }


def _tool() -> Schema:
    """The program, and the records that the answer was made from."""
    described = {"description": "the records that the answer was made from", **_closed(_STAMP)}
    return _closed({"name": {"const": "il2sle"}, "version": {"type": "string"}, "records": described})


def _array(part: str) -> Schema:
    return {"type": "array", "items": ITEMS[part][0], "description": ITEMS[part][1]}


def _agreed() -> Schema:
    return {"type": "integer", "minimum": 0, "description": "figures that both records have with the same digits"}


def _checked() -> Schema:
    """What was looked at: no finding says nothing of what was not."""
    number: Schema = {"type": "integer", "minimum": 0}

    def share(done: str, meaning: str) -> Schema:
        reason = _closed({"why": {"type": "string"}, "number": number})
        why_not = {"type": "array", "items": reason, "description": "why the others were not"}
        return _closed({done: number, "of": number, "why_not": why_not}) | {"description": meaning}

    return _closed(
        {
            "records": number | {"description": "records that were checked to the end"},
            "records_with_errors": number | {"description": "records whose errors left nothing to check"},
            "figures": share("placed", "printed figures with a place in a source"),
            "p_values": share("recomputed", "printed p-values that were recomputed from counts"),
            "percentages": share("tried", "printed percentages held against whole numbers of patients"),
            "found": share("found", "printed figures that a machine has found in a copy of their source"),
            "read_twice": share("read_twice", "printed figures that two people have read"),
            "sources": _closed({"whole": number, "in_part": number, "unread": number})
            | {"description": "sources by what was read of them"},
        }
    )


def _against() -> Schema:
    """What a record was held against."""
    number: Schema = {"type": "integer", "minimum": 0}
    return _closed(
        {
            "file": {"type": "string", "description": "the registry's file"},
            "compared": number | {"description": "values of the registry that have a counterpart in the record"},
            "agreed": number | {"description": "those of them that are the same"},
        }
    )


_SPECIAL: dict[str, Callable[[], Schema]] = {
    "checked": _checked,
    "against": _against,
    "agreed": _agreed,
    **dict.fromkeys(("old", "new"), lambda: _EDITION),
}


def _closed(properties: Schema, optional: Collection[str] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _row(columns: Iterable[Column[Any]]) -> Schema:
    return _closed({column.name: {"description": column.meaning} | _typed(column) for column in columns})


_TYPES = {"text": "string", "whole": "integer", "number": "number", "flag": "boolean"}
_ITEMS: dict[str, Schema] = {
    "texts": {"type": "string"},
    "pointers": {"$ref": f"{DEFS}pointer"},
    "remarks": {"$ref": f"{DEFS}remark"},
    "effects": {"$ref": f"{DEFS}effect"},
}


def _typed(column: Column[Any]) -> Schema:
    """The type of a column; null stands for what is not there, and the words of a vocabulary for text."""
    if column.kind in _ITEMS:
        return {"type": "array", "items": _ITEMS[column.kind]}
    if column.kind == "figures":
        return {"type": "object", "additionalProperties": {"$ref": f"{DEFS}figure"}}
    if column.words is not None:
        return {"enum": [*column.words, *([] if column.always else [None])]}
    kind = _TYPES[column.kind]
    return {"type": kind if column.always else [kind, "null"]}


def _values() -> dict[str, Schema]:
    """The values that rows hold."""
    text, optional = {"type": "string"}, {"type": ["string", "null"]}
    pointers = {"type": "array", "items": {"$ref": f"{DEFS}pointer"}}
    printed = _closed({"what": text, "value": {"type": "number"}})
    figure = {
        "state": {"enum": list(labels(State))},
        "method": {"description": "how a derived figure follows, with its numbers"} | optional,
        "from": {"type": "array", "items": printed, "description": "the printed figures that it follows from"},
        "sources": pointers,
    }
    figures = {"type": "object", "additionalProperties": {"$ref": f"{DEFS}figure"}}
    effect = _row(EFFECT)
    effect["properties"]["effect"]["enum"] = list(MEASURES)
    effect["properties"]["figures"] = figures
    effect["required"].append("figures")
    remark = {
        "kind": {"enum": list(labels(RemarkKind))},
        "text": text,
        "code": {"description": "the code of the finding, where it is one"} | optional,
        "voice": {"description": "whose words they are", "enum": list(labels(Voice))},
        "sources": {"description": "where that stands which the words tell of", **pointers},
    }
    return {
        "pointer": _closed(
            {
                "source": {"description": "`key` of a source"} | text,
                "locator": {"description": "the place in it"} | text,
            }
        ),
        "figure": _closed(figure),
        "effect": effect,
        "remark": _closed(remark),
    }
