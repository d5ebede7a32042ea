"""Validation errors as problems: what pydantic found, in a sentence of ours, at its line and column.

Sentences hang on the type of an error, never on pydantic's English, which changes between releases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from il2sle.errors import Place, Problem
from il2sle.frozen import Frozen

from .hints import odd_blank, shortened, slip
from .model import Trial
from .other_forms import other_form
from .parts import Loc
from .source_map import SourceMap, problem_at
from .text import MAX_PROBLEMS, first_problems


class Sentence(Frozen):
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
    "invalid_key": Sentence("R001", "`{key}` is no key here"),
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
    "reader_form": Sentence(
        "R006", "a reader is a name and a day, not {value}", "write `AB 2026-11-22`; several in brackets"
    ),
    "no_such_date": Sentence("R006", "`{key}`: there is no {value} in the calendar"),
    "cite_form": Sentence("R007", "a citation is text, not {value}"),
    "cite_place": Sentence(
        "R007", "the citation {value} has no place", 'write `key, place`; in brackets put it in quotes: ["key, place"]'
    ),
    "doi": Sentence(
        "R014",
        "`{key}` is not a DOI: {value}",
        "write 10.1136/...: no `doi:`, no address, no bracket or point behind it; a PMID belongs under `pmid`",
    ),
    "bound": Sentence(
        "R003",
        "`{key}` is not a percentage: {value}",
        "write the figure alone, as 30.0, or the bound as printed, as <1",
    ),
    "language": Sentence(
        "R004",
        "`language` is {value}, and this version reads {language}",
        "write `language: 2` and run the check: what another language means otherwise is told; or use the version of "
        "il2sle that the record was typed for",
    ),
    "p_value": Sentence("R008", "`{key}` is not a p-value: {value}"),
    "span": Sentence("R009", "`{key}` is not a duration: {value}"),
    "timepoint": Sentence("R010", "{value} is not a time"),
    "empty_text": Sentence("R011", "`{key}` is empty", "write the text, or remove the key"),
    "formula": Sentence("R011", "`{key}` begins like a formula of a spreadsheet: {value}"),
    "many_lines": Sentence("R011", "`{key}` has line breaks", "use `>-` after the key to fold lines into one"),
    "string_too_long": Sentence("R011", "`{key}` is longer than {max_length} characters", "shorten it"),
    "pair": Sentence("R012", "`{key}` is not two figures, low then high"),
    "too_short": Sentence("R013", "`{key}` has too few entries; it needs {min_length} or more"),
    "string_pattern_mismatch": Sentence("R014", "{value} cannot be a key or an id"),
}
# Of an error in a key, where the sentence about a value would be no answer.
_KEY_SENTENCES = {
    "string_type": Sentence("R014", "the key {value} is a number, and keys here are text", "put the key in quotes"),
    "literal_error": Sentence("R004", "{value} is no key here"),
}
_ELSE = Sentence("R003", "`{key}` cannot be {value}")


def problems_of(error: ValidationError, document: SourceMap, model: type[BaseModel] = Trial) -> list[Problem]:
    """The problems behind a validation error of a model, one for each place and missing key, sorted by place."""
    errors = [(detail, _where(detail, document)[0]) for detail in error.errors(include_url=False)]
    above = {loc[:length] for _, loc in errors for length in range(len(loc))}
    found: dict[tuple[Place, object], ErrorDetails] = {}
    for detail, loc in sorted(errors, key=lambda error: not _speaks_first(error[0])):
        # A union gives an error for each of its branches: what is wrong inside the value says more than that another
        # kind would do too, and of several at one place the first says enough.
        if loc not in above or not (detail["type"] in _KINDS or _is_another_kind(detail)):
            missing = detail["loc"][-1] if detail["type"] == "missing" else None
            found.setdefault((_place(detail, document), missing), detail)
    details = [detail for _, detail in sorted(found.items(), key=lambda item: item[0][0])]
    return first_problems([_problem(detail, document, model) for detail in details[:MAX_PROBLEMS]], len(details))


def _is_another_kind(detail: ErrorDetails) -> bool:
    """Whether a collection stands where a word could, as a list of steps does beside `none`."""
    return detail["type"] == "literal_error" and isinstance(detail["input"], list | dict)


def _speaks_first(detail: ErrorDetails) -> bool:
    """Of a text in place of a percentage, that it is no bound says more than that it is no number."""
    return detail["type"] == "bound" and isinstance(detail["input"], str)


_OF_TEXTS = {"empty_text", "formula", "many_lines", "string_too_long"}  # in a text any blank may stand
IN_KEY = {"extra_forbidden", "invalid_key"}  # types of errors that lie in a key


def _where(detail: ErrorDetails, document: SourceMap) -> tuple[Loc, bool]:
    """The path of an error without the tags that pydantic puts into it, and whether the key is meant."""
    loc: list[str | int] = []
    node = document.tree
    for step in detail["loc"]:
        if inside := node.at(step):
            loc.append(step)
            node = inside
    # What is missing is missing under a key.
    return tuple(loc), detail["type"] in IN_KEY | {"missing"} or detail["loc"][-1:] == ("[key]",)


def _place(detail: ErrorDetails, document: SourceMap) -> Place:
    loc, key = _where(detail, document)
    return document.place(loc, key=key)


def _problem(detail: ErrorDetails, document: SourceMap, model: type[BaseModel]) -> Problem:
    kind, (loc, key) = detail["type"], _where(detail, document)
    path = (*loc, detail["loc"][-1]) if kind == "missing" else loc
    sentence = (_KEY_SENTENCES if key else _SENTENCES).get(kind) or _SENTENCES.get(kind, _ELSE)
    if _is_rest_of_text(detail, document, loc):
        return problem_at(
            document,
            loc,
            _AFTER_COMMA.code,
            _AFTER_COMMA.message.format(key=_named(path, key=True)),
            _AFTER_COMMA.help,
            key=True,
        )
    facts: dict[str, Any] = {**detail.get("ctx", {}), "value": _shown(detail["input"]), "key": _named(path, key=key)}
    advice = _advice(detail, sentence, path, model)
    return problem_at(document, loc, sentence.code, sentence.message.format_map(facts), advice, key=key)


# A comma ends an unquoted text in braces, and what follows it becomes a key without a colon.
_AFTER_COMMA = Sentence(
    "R001",
    "`{key}` is no key here, and no colon follows it: a comma ends an unquoted text in braces",
    "put the text in quotes, from its beginning to its end",
)


def _is_rest_of_text(detail: ErrorDetails, document: SourceMap, loc: Loc) -> bool:
    if not loc or detail["type"] == "missing" or (detail["type"] != "invalid_key" and detail["input"] is not None):
        return False
    place, typed = document.place(loc, key=True), str(loc[-1])
    rest = document.line_text(place.line)[place.column - 1 :]
    return rest.startswith(typed) and rest[len(typed) :].lstrip()[:1] in {",", "}"}


def _named(path: Loc, *, key: bool) -> str:
    """The key that a message names: the last one, or that of the claim whose value is meant."""
    keys = path if key else [step for step in path if isinstance(step, str) and step != "is"]
    return shortened(str(keys[-1])) if keys else "the record"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "empty", True: "true", False: "false"}[value]
    return shortened(value, '"') if isinstance(value, str) else shortened(str(value))


def _advice(detail: ErrorDetails, sentence: Sentence, path: Loc, model: type[BaseModel]) -> str:
    value = str(path[-1] if detail["type"] in IN_KEY else detail["input"])
    typed = isinstance(detail["input"], str) or detail["type"] in IN_KEY
    if typed and detail["type"] not in _OF_TEXTS and (blank := odd_blank(value)):
        return blank
    allowed = _allowed(detail, path, model)
    form = other_form(path, path[-1] if detail["type"] == "timepoint" else detail["input"])
    if not allowed:
        return form or sentence.help
    guess = slip(value, allowed)
    if form and not guess:
        return f"{form}; allowed: {', '.join(allowed)}"
    meant = f"did you mean `{guess}`? " if guess else ""
    return f"{meant}allowed: {', '.join(allowed)}{'' if guess else _way_out(detail, path, model)}"


# Where no word fits: how to say it all the same, by the model that the key belongs to.
_WAYS_OUT: dict[str, str] = {
    "Result": "what has no key here goes under `effects`, or in words under `says`",
    "HarmCount": "what has no key here goes in words under `says` of the event",
    "Outcome": "what has no key here goes in words under `says` or `note`",
    "unit": "another unit goes in words under `note`; it is never converted",
    "population": "another set of patients goes in words under `subset`, with the `n` of its results",
    "category": "another kind is `other`, named by `event`",
    "severity": "another degree goes in words in the name of the `event`, or under `note`",
    "relatedness": "another degree goes in words in the name of the `event`, or under `note`",
    "statistic": "another one goes in words under `says`",
}


def _way_out(detail: ErrorDetails, path: Loc, model: type[BaseModel]) -> str:
    """What to do where none of the allowed words is meant; empty where the list is all there is."""
    named = path[-1] if path else ""
    if detail["type"] in IN_KEY:
        inner = _model_at(model, path[:-1])
        named = inner.__name__ if inner else ""
    way = _WAYS_OUT.get(str(named))
    return f"; {way}" if way else ""


def _allowed(detail: ErrorDetails, path: Loc, model: type[BaseModel]) -> list[str]:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if detail["type"] == "not_in_vocabulary":
        return list(context["allowed"])
    if detail["type"] == "literal_error":
        return list(context["expected"].split("'")[1::2])
    if detail["type"] in IN_KEY:
        return list(_keys_at(path[:-1], model))
    return []


def _keys_at(path: Loc, model: type[BaseModel]) -> Iterator[str]:
    """The keys of the model at a path, found by walking the models as pydantic walks the data."""
    found = _model_at(model, path)
    for name, field in found.model_fields.items() if found else ():
        yield field.alias or name


def _model_at(model: type[BaseModel], path: Loc) -> type[BaseModel] | None:
    for number, step in enumerate(path):
        field = next((f for n, f in model.model_fields.items() if step in {n, f.alias}), None)
        if field is not None:
            found = [_model_at(inner, path[number + 1 :]) for inner in _models_in(field.annotation)]
            return next((inner for inner in found if inner), None)
    return model


def _models_in(annotation: object) -> list[type[BaseModel]]:
    kind = get_origin(annotation) or annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        root = kind.model_fields.get("root")
        return _models_in(root.annotation) if root else [kind]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
