"""A walk through a record: every part with its path and with the citations that hold for it.

A section's `cite` holds for everything below it that has none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

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


def _gather(found: list[Part], value: object, loc: Loc, cites: tuple[Cite, ...]) -> None:
    if isinstance(value, BaseModel):
        # Not `getattr`: that a model has no citations is an exception to pydantic, and most have none.
        cites = tuple(value.__dict__.get("cite") or cites)
    found.append(Part(loc, value, cites))
    for step, child in _children(value):
        _gather(found, child, (*loc, step), cites)


def _children(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, BaseModel):
        if isinstance(value, Stated):
            return enumerate(value.root)
        names = _names(type(value))
        held = value.__dict__.items()
        return [(names[name], child) for name, child in held if child is not None and name in names]
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


@cache
def _names(model: type[BaseModel]) -> dict[str, str]:
    """The fields of a model as a record types them, without the citations, which hold for the others."""
    return {name: field.alias or name for name, field in model.model_fields.items() if name != "cite"}
