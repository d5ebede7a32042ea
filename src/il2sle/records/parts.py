"""A walk through a record: every part with its path and with the citations that hold for it.

A section's `cite` holds for everything below it that has none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from .stated import Stated
from .values import Cite

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record: where it is, what it is, and which citations hold for it."""

    loc: Loc
    value: object
    cites: tuple[Cite, ...]


def parts(value: object, loc: Loc = (), cites: tuple[Cite, ...] = ()) -> Iterator[Part]:
    """Every model, list, mapping and plain value at or below `value`, parents first, in the order of the model."""
    own = tuple(getattr(value, "cite", None) or cites)
    yield Part(loc, value, own)
    for step, child in _children(value):
        yield from parts(child, (*loc, step), own)


def _children(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, Stated):
        yield from enumerate(value.root)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            child = getattr(value, name)
            if child is not None and name != "cite":
                yield field.alias or name, child
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
