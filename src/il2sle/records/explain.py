"""Validation errors as problems: what pydantic found, in a sentence of ours, at its line and column.

Sentences hang on the type of an error, never on pydantic's English, which changes between releases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from il2sle.errors import Place, Problem

from .codes import CODES
from .document import Document
from .model import Trial

_SHOWN = 60  # characters of a value that a message repeats


@dataclass(frozen=True, slots=True)
class Sentence:
    """The code of an error type, its message, and what to do; both may name `{value}`, `{key}` and the context."""

    code: str
    message: str
    help: str = ""


_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "is_instance_of": "a number",
    "decimal_type": "a number",
    "list_type": "a list",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
}
_SENTENCES = {
    **{kind: Sentence("R003", f"`{{key}}` is {words}, not {{value}}") for kind, words in _KINDS.items()},
    "missing": Sentence("R002", "`{key}` is missing"),
    "extra_forbidden": Sentence("R001", "`{key}` is no key here"),
    "literal_error": Sentence("R004", "`{key}` cannot be {value}"),
    "not_in_vocabulary": Sentence("R004", "`{key}` cannot be {value}"),
    "greater_than": Sentence("R005", "`{key}` is {value}, but must be above {gt}"),
    "greater_than_equal": Sentence("R005", "`{key}` is {value}, but must be at least {ge}"),
    "less_than": Sentence("R005", "`{key}` is {value}, but must be below {lt}"),
    "less_than_equal": Sentence("R005", "`{key}` is {value}, but must be at most {le}"),
    "decimal_max_digits": Sentence("R005", "`{key}` has more than {max_digits} digits"),
    "decimal_whole_digits": Sentence("R005", "`{key}` has too many digits"),
    "finite_number": Sentence("R005", "`{key}` is not a finite number"),
    "date_form": Sentence("R006", "`{key}` is not a date: {value}"),
    "no_such_date": Sentence("R006", "`{key}`: there is no {value} in the calendar"),
    "cite_form": Sentence("R007", "a citation is text, not {value}"),
    "cite_place": Sentence("R007", "the citation {value} has no place"),
    "p_value": Sentence("R008", "`{key}` is not a p-value: {value}"),
    "span": Sentence("R009", "`{key}` is not a duration: {value}"),
    "timepoint": Sentence("R010", "{value} is not a time"),
    "empty_text": Sentence("R011", "`{key}` is empty"),
    "formula": Sentence("R011", "`{key}` begins like a formula of a spreadsheet: {value}"),
    "many_lines": Sentence("R011", "`{key}` has line breaks", "use `>-` after the key to fold lines into one"),
    "string_too_long": Sentence("R011", "`{key}` is longer than {max_length} characters"),
    "pair": Sentence("R012", "`{key}` is not two figures, low then high: {value}"),
    "too_short": Sentence("R013", "`{key}` needs at least {min_length} of its entries"),
    "string_pattern_mismatch": Sentence("R014", "{value} cannot be a key or an id"),
}
_ELSE = Sentence("R003", "`{key}` cannot be {value}")


def problems_of(error: ValidationError, document: Document) -> list[Problem]:
    """The problems behind a validation error, one for each place, sorted by place."""
    found: dict[Place, Problem] = {}
    for detail in error.errors(include_url=False):
        problem = _problem(detail, document)
        # A union gives an error for each of its branches at the same place; the first says enough.
        found.setdefault(problem.place, problem)
    return sorted(found.values())


def problem_at(  # noqa: PLR0913  a problem has a place and four words
    document: Document,
    loc: tuple[str | int, ...],
    code: str,
    message: str,
    advice: str = "",
    *,
    key: bool = False,
) -> Problem:
    """A problem at a path of a record."""
    place = document.place(loc, key=key)
    trial = document.data.get("id") if isinstance(document.data, dict) else None
    return Problem(
        place=place,
        code=code,
        message=message,
        help=advice or CODES[code].fix,
        severity=CODES[code].severity,
        source_line=document.line_text(place.line),
        trial=trial if isinstance(trial, str) else None,
    )


def _problem(detail: ErrorDetails, document: Document) -> Problem:
    kind, loc = detail["type"], detail["loc"]
    named = loc[-1] == "[key]" if loc else False
    path = loc[:-1] if named else loc
    sentence = _SENTENCES.get(kind, _ELSE)
    facts: dict[str, Any] = {**detail.get("ctx", {}), "value": _shown(detail["input"]), "key": _key(path)}
    on_key = named or kind == "extra_forbidden"
    place = path[:-1] if kind == "missing" else path
    return problem_at(
        document,
        place,
        sentence.code,
        sentence.message.format_map(facts),
        _advice(detail, sentence, path),
        key=on_key,
    )


def _key(path: tuple[str | int, ...]) -> str:
    return next((str(step) for step in reversed(path) if isinstance(step, str) and step != "is"), "the record")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = "empty" if value is None else f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} and so on"


def _advice(detail: ErrorDetails, sentence: Sentence, path: tuple[str | int, ...]) -> str:
    allowed = _allowed(detail, path)
    if not allowed:
        return sentence.help
    value = detail["input"] if detail["type"] != "extra_forbidden" else path[-1]
    close = get_close_matches(str(value), allowed, n=1, cutoff=0.6)
    guess = f"did you mean `{close[0]}`? " if close else ""
    return f"{guess}allowed: {', '.join(allowed)}"


def _allowed(detail: ErrorDetails, path: tuple[str | int, ...]) -> list[str]:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if detail["type"] == "not_in_vocabulary":
        return list(context["allowed"])
    if detail["type"] == "literal_error":
        return list(context["expected"].split("'")[1::2])
    if detail["type"] == "extra_forbidden":
        return list(_keys_at(path[:-1]))
    return []


def _keys_at(path: tuple[str | int, ...]) -> Iterator[str]:
    """The keys of the model at a path, found by walking the models as pydantic walks the data."""
    model = _model_at(Trial, path)
    for name, field in model.model_fields.items() if model else ():
        yield field.alias or name


def _model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    for number, step in enumerate(path):
        field = next((f for n, f in model.model_fields.items() if step in {n, f.alias}), None)
        if field is not None:
            found = [_model_at(inner, path[number + 1 :]) for inner in _models_in(field.annotation)]
            return next((inner for inner in found if inner), None)
    return model


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        root = annotation.model_fields.get("root")
        return _models_in(root.annotation) if root else [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
