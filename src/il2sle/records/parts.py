"""A walk through a record: every part with its path and with the citations that hold for it.

A section's `cite` holds for everything below it that has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, partial
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


def parts(value: object, loc: Loc = (), cites: tuple[Cite, ...] = (), *, texts: bool = True) -> list[Part]:
    """Every model, list with items, mapping and plain value at or below `value`, parents first, in the model's order.

    Args:
        value: the record, or a part of it.
        loc: its path.
        cites: the citations that hold for it.
        texts: whether texts are wanted too, as every other part is one.
    """
    found: list[Part] = []
    _gather(found, value, loc, cites, _PLAIN if texts else _PLAIN - {str})
    return found


def field(model: object, name: str) -> Any:  # noqa: ANN401  of whatever type the field is
    """A field of a model; None where it has none.

    Not `getattr`: that a model lacks a field is an exception to pydantic, and most lack most.
    """
    return model.__dict__.get(name)


# By its type: whether a value is of a model, pydantic itself takes long to tell.
is_one_of: Callable[[type, tuple[type, ...]], bool] = cache(issubclass)


@cache
def has_field(kind: type, name: str) -> bool:
    """Whether the values of a type are models that may tell this of themselves."""
    return issubclass(kind, BaseModel) and (name in kind.model_fields or hasattr(kind, name))


_PLAIN = frozenset({str, int, bool, Decimal})  # nothing is inside them

# What `Part(…)` does, without a call of Python's own for each of the five hundred parts of a record.
_part: Callable[[tuple[Loc, object, tuple[Cite, ...]]], Part] = partial(tuple.__new__, Part)


def _gather(found: list[Part], value: object, loc: Loc, cites: tuple[Cite, ...], plain: frozenset[type]) -> None:
    inside: Iterable[tuple[str | int, object]] = ()
    if (names := _names(type(value))) is not None:
        held = value.__dict__
        cites = tuple(held.get("cite") or cites)
        inside = [(names[name], child) for name, child in held.items() if child is not None and name in names]
    elif isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    elif is_one_of(type(value), (Stated,)):
        inside = enumerate(field(value, "root"))
    found.append(_part((loc, value, cites)))
    for step, child in inside:
        kind = type(child)
        if kind in plain:
            found.append(_part(((*loc, step), child, cites)))
        elif kind is not str and (child or kind is not list):  # most lists that a record may have are empty
            _gather(found, child, (*loc, step), cites, plain)


def _named(kind: type) -> dict[str, str] | None:
    """The fields of a model as a record types them, without the citations, which hold for the others.

    None for what has no fields of its own: what is no model, and what is stated, which is a list to a record.
    """
    if not issubclass(kind, BaseModel) or issubclass(kind, Stated):
        return None
    return {name: field.alias or name for name, field in kind.model_fields.items() if name != "cite"}


_names: Callable[[type], dict[str, str] | None] = cache(_named)
