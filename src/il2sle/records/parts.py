"""A walk through a record: every part with its path and with the citations that hold for it.

A section's `cite` holds for everything below it that has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from .stated import Stated
from .values import Cite

Loc = tuple[str | int, ...]


class Part(NamedTuple):
    """A part of a record: where it is, what it is, and which citations hold for it."""

    loc: Loc
    value: object
    cites: tuple[Cite, ...]


def parts(value: object, loc: Loc = (), cites: tuple[Cite, ...] = ()) -> list[Part]:
    """Every model, list, mapping and plain value at or below `value`, parents first, in the order of the model."""
    found: list[Part] = []
    _gather(found, value, loc, cites)
    return found


def field(model: object, name: str) -> Any:  # noqa: ANN401  of whatever type the field is
    """A field of a model; None where it has none.

    Not `getattr`: that a model lacks a field is an exception to pydantic, and most lack most.
    """
    return model.__dict__.get(name)


def models(walked: Iterable[Part]) -> list[Part]:
    """The parts that are models."""
    return [part for part in walked if _is_model(type(part.value))]


# By the type of a value: pydantic's own answer about the value takes ten times as long.
_is_model: Callable[[type], bool] = cache(lambda kind: issubclass(kind, BaseModel))
_holds_others: Callable[[type], bool] = cache(lambda kind: issubclass(kind, BaseModel | dict | list))


def _gather(found: list[Part], value: object, loc: Loc, cites: tuple[Cite, ...]) -> None:
    if _is_model(type(value)):
        cites = tuple(field(value, "cite") or cites)
    found.append(Part(loc, value, cites))
    for step, child in _children(value):
        below = (*loc, step)
        if _holds_others(type(child)):
            _gather(found, child, below, cites)
        else:  # as two parts of three
            found.append(Part(below, child, cites))


def _children(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, dict):
        return value.items()
    if isinstance(value, list):
        return enumerate(value)
    if (names := _names(type(value))) is not None:
        held = value.__dict__.items()
        return [(names[name], child) for name, child in held if child is not None and name in names]
    return enumerate(value.root) if isinstance(value, Stated) else ()


def _named(kind: type) -> dict[str, str] | None:
    """The fields of a model as a record types them, without the citations, which hold for the others.

    None for what has no fields of its own: what is no model, and what is stated, which is a list to a record.
    """
    if not issubclass(kind, BaseModel) or issubclass(kind, Stated):
        return None
    return {name: field.alias or name for name, field in kind.model_fields.items() if name != "cite"}


_names: Callable[[type], dict[str, str] | None] = cache(_named)
