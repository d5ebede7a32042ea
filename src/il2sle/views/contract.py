"""The machine contract as a JSON Schema: what `compare`, `show`, `list` and `check` print with `--format json`.

Keys and types come from the rows themselves; what each column means stands here, in the words of a reader.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Literal, get_args, get_origin, get_type_hints

from il2sle.errors import Place, Problem
from il2sle.evidence.rows import ROW_TYPES, SCHEMA_VERSION, SECTIONS, Pointer, SourceRow, StudyRow
from il2sle.records import vocabulary
from il2sle.records.codes import CODES
from il2sle.records.schema import DEFS, DIALECT, Schema, validated_record_schema

from .listing import COLUMNS

PROMISE = (
    "Columns and words of a vocabulary may be added; nothing is renamed or dropped without a new `schema_version`. "
    "CSV and TSV hold the columns of one section under the same names, with `; ` between the items of a list, "
    "`source: locator` for a pointer, and an empty cell for null."
)

# What a column means wherever it occurs, unless its section says otherwise.
EVERYWHERE = {
    "trial": "id of the trial: its registry number",
    "name": "short name of the trial, as tables show it",
    "arm": "key of the arm in the record; null where the row is about no single arm",
    "arm_label": "the arm in words",
    "derived": "names of the columns of this row that il2sle computed and no source prints",
    "missing": "why there are no figures; null where there are",
    "flags": "what must be said of the row, in words; also why a figure is null",
    "sources": "where the figures of the row stand",
}
CONFIDENCE = "of its 95% interval: as printed, else derived ({method}); null where neither is possible"
SCORE = "of the score that `statistic` describes"

MEANINGS: dict[str, dict[str, str]] = {
    "studies": {
        "aliases": "every other number, acronym and sponsor code",
        "status": "where the trial stands",
        "status_as_of": "the date for which that holds; null where its source has none",
        "phase": "as the source names it",
        "design": "allocation, ratio, masking and number of arms, in words",
        "controlled": "whether an arm stands as comparator",
        "blinded": "masking; null where no source states it",
        "arms": "number of arms",
        "enrolled": "patients enrolled, or planned: see `enrolled_kind`",
        "enrolled_kind": "whether `enrolled` is what took place or what was planned; null where no source says",
        "randomised": "patients randomised; null where no source states it, or nobody was",
        "drug": "what the treated arms were given",
        "comparator": "what the comparator was given; null without one",
        "treatment_weeks": "weeks of treatment; null where it is a range or no whole weeks, which the flags give",
        "follow_up_weeks": "weeks followed after the treatment; null where no source states them",
        "primary_endpoint": "the primary endpoint and its week, in words; null where no source states it",
        "primary_met": "whether the primary endpoint was met; null where no source states it",
        "results": "what of the results is out",
    },
    "outcomes": {
        "endpoint": "what was measured; `other` stands for all endpoints that are not compared",
        "measure": "how it was measured, e.g. responders",
        "instrument": "variant of the SLEDAI, alone or inside the SRI-4; `SLEDAI` where the variant is not stated",
        "week": "weeks from the first dose; null where the source does not state it",
        "population": "analysis population, as each trial defines it",
        "subset": "part of the population that was analysed; null for all of it",
        "analysis": "role of the analysis in the trial; null where no source states it",
        "comparator": "key of the arm that this one stands against; null in an uncontrolled series",
        "comparator_label": "the comparator in words",
        "arm_events": "responders in the arm",
        "arm_n": "patients in the arm",
        "arm_percent": "responders in percent of patients; never a difference against placebo",
        "comparator_events": "responders in the comparator",
        "comparator_n": "patients in the comparator",
        "comparator_percent": "responders in percent of patients",
        "statistic": "what the score columns hold, e.g. `median (range)`; null for responders",
        "arm_value": f"centre {SCORE}, in the arm",
        "better": "the direction of benefit; null where the record does not say",
        "arm_sd": f"standard deviation {SCORE}, in the arm",
        "comparator_sd": f"standard deviation {SCORE}, in the comparator",
        "arm_low": f"lower end {SCORE}, in the arm",
        "arm_high": f"upper end {SCORE}, in the arm",
        "comparator_value": f"centre {SCORE}, in the comparator",
        "comparator_low": f"lower end {SCORE}, in the comparator",
        "comparator_high": f"upper end {SCORE}, in the comparator",
        "difference": "arm minus comparator, in percentage points",
        "difference_low": f"lower end {CONFIDENCE.format(method='Newcombe 1998, method 10')}",
        "difference_high": "upper end of that interval",
        "risk_ratio": "risk in the arm over risk in the comparator",
        "risk_ratio_low": f"lower end {CONFIDENCE.format(method='log-Wald, Katz 1978')}",
        "risk_ratio_high": "upper end of that interval",
        "odds_ratio": "odds in the arm over odds in the comparator",
        "odds_ratio_low": f"lower end {CONFIDENCE.format(method='log-Wald, Woolf 1955')}",
        "odds_ratio_high": "upper end of that interval",
        "p": "p-value between the arms, as printed; p-values within an arm stand in the flags",
        "p_comparator": "the sign before the printed p-value",
        "p_check": "whether a test on the counts gives the printed p-value; null where there is nothing to check",
    },
    "doses": {
        "arm": "key of the arm in the record",
        "arm_label": "the arm in words, or the dose level of an arm that has several",
        "drug": "what was given; null for a comparator without drug",
        "dose": "one dose, in `dose_unit`; null for a comparator without drug, or where no source states it",
        "dose_unit": "unit of `dose` and of the cumulative doses; units of different drugs are never converted",
        "route": "how it was given; null where no source states it",
        "schedule": "the schedule in words",
        "injections_week_12": "injections in weeks 1 to 12, days 1 to 84; null where not one number: see the flags",
        "injections_week_24": "injections in weeks 1 to 24, days 1 to 168; null where not one number: see the flags",
        "injections_total": "all injections; null where not one number: see the flags",
        "cumulative_week_12": "dose in weeks 1 to 12; null without dose or number of injections",
        "cumulative_week_24": "dose in weeks 1 to 24; null without dose or number of injections",
        "cumulative_total": "dose in all; null without dose or number of injections",
        "last_dose_day": "day of the last dose, day 1 being the first; null where it is a range",
        "last_dose_day_earliest": "first day on which the last dose can fall",
        "last_dose_day_latest": "last day on which the last dose can fall",
    },
    "harms": {
        "event": "what happened",
        "category": "the kind of harm that trials are lined up by",
        "arm": "key of the arm in the record; null where a source speaks of the trial as a whole",
        "affected": "patients affected",
        "n": "patients at risk",
        "percent": "patients affected in percent of those at risk",
        "statement": "what a source says in words",
    },
    "source": {
        "key": "id of the trial, a slash, and the key in its record: what `sources` of a row point to",
        "kind": "what kind of document it is",
        "rank": "`primary`: the trial's own report or registration; `secondary`: what others say of it",
        "citation": "how to find it",
        "url": "its address",
        "doi": "its digital object identifier",
        "date": "its date: YYYY, YYYY-MM or YYYY-MM-DD",
        "read": "when it was read, where it has no date",
        "note": "what to know of it",
    },
    "pointer": {"source": "`key` of a source", "locator": "the place in it"},
    "problem": {
        "path": "the record file",
        "line": "line, from 1; 0 where the file as a whole is meant",
        "column": "column, from 1; 0 where the file as a whole is meant",
        "code": "stable code of the finding: `il2sle check --explain CODE`",
        "severity": "an error keeps the record out of every table",
        "message": "what was found",
        "help": "what to do",
        "trial": "id of the trial; null where it could not be read",
    },
}

# The words that columns draw from.
WORDS: dict[str, Iterable[str]] = {
    "status": vocabulary.labels(vocabulary.State),
    "blinded": vocabulary.labels(vocabulary.Masking),
    "enrolled_kind": vocabulary.labels(vocabulary.EnrolledKind),
    "results": vocabulary.labels(vocabulary.Results),
    "endpoint": (*vocabulary.ENDPOINT_KEYS, vocabulary.OTHER),
    "instrument": vocabulary.labels(vocabulary.Instrument),
    "population": vocabulary.POPULATIONS,
    "analysis": vocabulary.labels(vocabulary.Analysis),
    "statistic": vocabulary.labels(vocabulary.Statistic),
    "p_comparator": ("=", "<", ">"),
    "better": vocabulary.labels(vocabulary.Better),
    "missing": vocabulary.MISSING,
    "dose_unit": vocabulary.labels(vocabulary.Unit),
    "route": vocabulary.labels(vocabulary.Route),
    "category": vocabulary.HARM_CATEGORIES,
    "kind": vocabulary.labels(vocabulary.SourceKind),
    "rank": vocabulary.labels(vocabulary.Rank),
    "code": CODES,
}
TYPES: dict[object, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    Decimal: "number",
    types.NoneType: "null",
}


# The parts of what a command prints, in their order, behind `schema_version`, `tool` and `command`.
COMMANDS: dict[str, tuple[str, ...]] = {
    "compare": ("trials", *SECTIONS, "sources", "notes"),
    "show": ("trials", *SECTIONS, "sources", "notes", "records"),
    "list": ("trials", "list", "notes"),
    "check": ("trials", "problems"),
}
OPTIONAL = {"compare": SECTIONS}
ITEMS: dict[str, tuple[Schema, str]] = {
    "trials": ({"type": "string"}, "ids of the trials, in the order of the rows"),
    "studies": ({"$ref": f"{DEFS}studies-row"}, "a row for each trial"),
    "outcomes": (
        {"$ref": f"{DEFS}outcomes-row"},
        "a row for each trial, endpoint, measure, week, population and arm against its comparator",
    ),
    "doses": ({"$ref": f"{DEFS}doses-row"}, "a row for each trial, arm and dose level; days count from the first dose"),
    "harms": ({"$ref": f"{DEFS}harms-row"}, "a row for each trial, event and arm"),
    "sources": ({"$ref": f"{DEFS}source"}, "the documents that rows point to"),
    "notes": ({"type": "string"}, "what must be said of all rows, e.g. of records left out"),
    "records": ({"$ref": f"{DEFS}record"}, "the validated records: every key, and every fact as a list of claims"),
    "list": ({"$ref": f"{DEFS}list-row"}, "a row for each trial"),
    "problems": ({"$ref": f"{DEFS}problem"}, "the findings, sorted by place"),
}


def output_schema() -> Schema:
    """The schema of the JSON that commands print, in JSON Schema draft 2020-12.

    Returns:
        A new object on each call, equal on all of them: one alternative for each command.
    """
    record = validated_record_schema()
    definitions = record.pop("$defs")
    rows = {f"{section}-row": _row(section, ROW_TYPES[section]) for section in SECTIONS}
    return {
        "$schema": DIALECT,
        "title": "il2sle machine output",
        "description": PROMISE,
        "oneOf": [{"$ref": f"{DEFS}{command}"} for command in COMMANDS],
        "$defs": {
            **{command: _answer(command, parts) for command, parts in COMMANDS.items()},
            **rows,
            "list-row": _row("studies", StudyRow, only=COLUMNS),
            "source": _row("source", SourceRow),
            "pointer": _row("pointer", Pointer),
            "problem": _row("problem", Place, Problem, only=MEANINGS["problem"]),
            "record": record,
            **definitions,
        },
    }


def _answer(command: str, parts: Sequence[str]) -> Schema:
    arrays = {part: {"type": "array", "items": ITEMS[part][0], "description": ITEMS[part][1]} for part in parts}
    envelope = {
        "schema_version": {"const": SCHEMA_VERSION},
        "tool": _closed({"name": {"const": "il2sle"}, "version": {"type": "string"}}),
        "command": {"const": command},
    }
    return _closed(envelope | arrays, optional=OPTIONAL.get(command, ()))


def _closed(properties: Schema, optional: Collection[str] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _row(what: str, *kinds: type, only: Iterable[str] | None = None) -> Schema:
    """The schema of a row: its columns are the fields of its types, or `only` some of them."""
    hints = {name: hint for kind in kinds for name, hint in get_type_hints(kind).items()}
    return _closed({name: _column(what, name, hints[name]) for name in (hints if only is None else only)})


def _column(what: str, name: str, hint: object) -> Schema:
    meaning = MEANINGS[what].get(name) or EVERYWHERE[name]
    return {"description": meaning} | _typed(hint, WORDS.get(name))


def _typed(hint: object, words: Iterable[str] | None = None) -> Schema:
    """A type of a row as a schema; null stands for None, and the words of a vocabulary for text."""
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _typed(get_args(hint)[0])}
    if hint is Pointer:
        return {"$ref": f"{DEFS}pointer"}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    kinds = list(dict.fromkeys(TYPES[kind] for kind in (get_args(hint) or (hint,))))
    if words is not None:
        return {"enum": [*words, *([None] if "null" in kinds else [])]}
    kinds = [kind for kind in kinds if kind != "integer" or "number" not in kinds]  # a number may be whole
    return {"type": kinds if len(kinds) > 1 else kinds[0]}
