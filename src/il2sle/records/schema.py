"""The JSON Schema of a record: for editors that complete keys and mark slips while a record is typed.

It is made from the models, so it cannot say anything else than the reader does. Rules between values (counts and
their percentages, citations and their sources) are beyond a schema and stay with `il2sle check`.
"""

from __future__ import annotations

from typing import Any, Literal, get_type_hints

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from il2sle.arithmetic.schedules import Span
from il2sle.frozen import fields_of

from .model import Trial
from .stated import OF
from .values import Below, Cite, Count, Date, Duration, PValue, Text, WordOrNumber
from .vocabulary import Allocation, Assignment, Masking, Results, State, WhyStopped

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFS = "#/$defs/"

# What a fact may be about, as the names of definitions say it: `StatedCount`, `ClaimCount`.
KINDS: dict[str, object] = {
    "Text": Text,
    "TextOrNumber": WordOrNumber,
    "Date": Date,
    "Count": Count,
    "Duration": Duration,
    "State": State,
    "Results": Results,
    "WhyStopped": WhyStopped,
    "Allocation": Allocation,
    "Masking": Masking,
    "Assignment": Assignment,
}
# What the values of our own are; the models say it themselves.
ABOUT: dict[type, str] = {
    Cite: "Where a figure stands: the key of a source, and the place in it.",
    Below: "A percentage that is printed as a bound: `<1`.",
    PValue: "A p-value as printed: `=`, `<` or `>` and the figure with its digits.",
    Span: "A number of days, or a range of them: 9 to 16.",
}
BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


def record_schema() -> Schema:
    """The schema of a record as a curator types it, in JSON Schema draft 2020-12.

    Returns:
        A new object on each call, equal on all of them, in the order of the models.
    """
    schema = _named(_generated("validation"))
    for kind in KINDS:
        stated = schema["$defs"][f"Stated{kind}"]
        schema["$defs"][f"Stated{kind}"] = {
            "description": stated["description"],
            "anyOf": _in_three_forms(f"Claim{kind}"),
        }
    return {"$schema": DIALECT} | schema | {"title": "il2sle record"}


def validated_record_schema() -> Schema:
    """The schema of a record as `il2sle show --format json` prints it: all keys, facts as lists of claims."""
    return _named(_generated("serialization"))


def _generated(mode: Literal["validation", "serialization"]) -> Schema:
    return Trial.model_json_schema(schema_generator=_Generator, mode=mode)


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, for readers: no title for what its key names already, no default that says nothing."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002
        return value  # the order of the models is the order in which a record is written

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  any of pydantic's schemas
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ANN401, FBT001
        return self.mode == "serialization" or super().field_is_required(field, total)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        if self.mode == "serialization" or described.get("default") in (None, [], {}):
            described.pop("default", None)
        return described

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"} | {BOUNDS[name]: bound for name, bound in schema.items() if name in BOUNDS}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        described = super().dict_schema(schema)
        return described | ({"additionalProperties": False} if "patternProperties" in described else {})

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        kind = schema["cls"]
        hints = get_type_hints(kind)
        fields = {name: self.generate_inner(TypeAdapter(hints[name]).core_schema) for name in fields_of(kind)}
        return {
            "type": "object",
            "properties": fields,
            "required": list(fields),
            "title": kind.__name__,
            "description": ABOUT[kind],
            "additionalProperties": False,
        }

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        model, of = schema["cls"], schema.get("metadata", {}).get(OF)
        words = [word for word, kind in KINDS.items() if kind == of]
        about = {"title": "".join([model.__name__, *words]), "description": model.__doc__}
        return about | super().model_schema(schema) | about


def _named(schema: Schema) -> Schema:
    """The schema with its definitions under their titles; pydantic's own names spell out whole annotations."""
    names = {key: definition.pop("title") for key, definition in schema["$defs"].items()}
    assert len(set(names.values())) == len(names)  # noqa: S101  else `KINDS` lacks a kind
    renamed: Schema = _referring(schema, {f"{DEFS}{old}": f"{DEFS}{new}" for old, new in names.items()})
    renamed["$defs"] = {names[key]: definition for key, definition in renamed["$defs"].items()}
    return renamed


def _referring(part: Any, names: dict[str, str]) -> Any:  # noqa: ANN401  any part of a schema
    if isinstance(part, dict):
        return {k: names[v] if k == "$ref" else _referring(v, names) for k, v in part.items()}
    return [_referring(item, names) for item in part] if isinstance(part, list) else part


def _in_three_forms(claim: str) -> list[Schema]:
    """A bare value, one mapping, or a list of them."""
    forms = [{"$ref": f"{DEFS}{claim}/properties/is"}, {"$ref": f"{DEFS}{claim}"}]
    return [*forms, {"type": "array", "items": {"anyOf": forms}, "minItems": 1}]
