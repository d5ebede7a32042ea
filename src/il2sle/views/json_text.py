"""Values as JSON text, with the digits that were printed.

The standard library can write a `Decimal` only as a float, which loses them (30.00), or as a text, which is no number;
and a figure stands in many rows, which it writes anew in each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring as _quoted
from math import isfinite
from types import NoneType
from typing import Any, ClassVar, TypeAlias

from pydantic import BaseModel, RootModel

from il2sle.evidence.figure import Effect, Figure, Pointer, Remark
from il2sle.frozen import fields_of

from .columns import EFFECT, Column, row_data


def to_json(value: object) -> str:
    """JSON text in UTF-8 letters, indented by two, ending in a line feed; equal values give equal text."""
    return f"{Writer(indented=True).text(value)}\n"


def json_pieces(of: Mapping[str, object]) -> list[str]:
    """An object with something in it as `to_json` gives it, in pieces: put together, it is copied at each bracket."""
    return [*Writer(indented=True).pieces(of), "\n"]


# What stands behind a bracket that opens, between two items, and before the bracket that closes.
_Breaks: TypeAlias = tuple[str, str, str]
_ON_ONE_LINE: _Breaks = ("", ", ", "")


class Form:
    """How rows are written that have the same columns."""

    def __init__(self, columns: Iterable[Column[Any]], *, whole: bool = True, **first: str) -> None:
        """Take the columns, and what is written before them, the same for each row.

        Args:
            columns: the columns.
            whole: whether they are all that the rows have, so that each figure of a row is met before what tells of it.
            first: what is written before them, by its keys.
        """
        self.first = [_head(key) + _quoted(value) for key, value in first.items()]
        # What stands for a missing value is put together once: it is what two cells of three hold.
        self.columns = [
            (one.name, _head(one.name), f"{_head(one.name)}null", one.get, one.of_figures if whole else None)
            for one in columns
        ]


class InForm:
    """A row, and how it is written."""

    __slots__ = ("form", "held")

    def __init__(self, form: Form, held: object) -> None:
        self.form, self.held = form, held


def in_form(columns: Iterable[Column[Any]], rows: Iterable[object]) -> list[InForm]:
    """Rows to be written by their columns, as `row_data` would give them."""
    form = Form(columns)
    return [InForm(form, row) for row in rows]


class Writer:
    """Writes values as JSON text, on one line or indented by two.

    Places of sources, and what figures rest on, stand in many rows and are written once: their text is kept for as long
    as the writer is. It is found by their identity, since to tell that they are equal takes longer than to write them.
    """

    def __init__(self, *, indented: bool = False) -> None:
        """Write on one line, or indented."""
        self._deeper = int(indented)
        # Beside a text stands what it is the text of, so that no other object takes its identity.
        self._pointers: dict[tuple[int, int], tuple[Pointer, str]] = {}
        self._figures: dict[tuple[str, tuple[object, ...]], tuple[Figure, str]] = {}
        self._grounds: dict[tuple[object, ...], list[str]] = {}

    def text(self, value: object, depth: int = 0) -> str:
        """A value as text, of which the first line is indented already."""
        kind = type(value)
        if plain := _PLAIN.get(kind):
            return plain(value)
        if write := self._NESTED.get(kind):
            return write(self, value, depth)
        opened = _opened(value)
        return self.text(opened, depth) if opened is not value else _other(value)

    def pieces(self, of: Mapping[str, object]) -> Iterator[str]:
        """The text of an object with something in it, value by value, and that of a list in it item by item."""
        begin, joint, end = self._breaks(0)
        before = f"{{{begin}"
        for key, value in of.items():
            yield before + _head(key)
            before = joint
            if value and (type(value) is list or type(value) is tuple):
                yield from self._items_apart(value)
            else:
                yield self.text(value, self._deeper)
        yield f"{end}}}"

    def _items_apart(self, of: Iterable[object]) -> Iterator[str]:
        begin, joint, end = self._breaks(self._deeper)
        before = f"[{begin}"
        for item in of:
            yield before
            yield self.text(item, 2 * self._deeper)
            before = joint
        yield f"{end}]"

    def _breaks(self, depth: int) -> _Breaks:
        return _indented(depth) if self._deeper else _ON_ONE_LINE

    def _object(self, of: Mapping[str, object], depth: int) -> str:
        return self._bracketed("{}", self._items(of, depth + self._deeper), depth)

    def _list(self, of: Sequence[object], depth: int) -> str:
        if not of:
            return "[]"
        inner = depth + self._deeper
        return self._bracketed("[]", [self.text(item, inner) for item in of], depth)

    def _items(self, of: Mapping[str, object], depth: int) -> list[str]:
        text = self.text
        # Nine values of ten are texts or missing.
        return [
            _head(key) + (_quoted(item) if type(item) is str else "null" if item is None else text(item, depth))
            for key, item in of.items()
        ]

    def _bracketed(self, brackets: str, items: Sequence[str], depth: int) -> str:
        if not items:
            return brackets
        begin, joint, end = self._breaks(depth)
        return f"{brackets[0]}{begin}{joint.join(items)}{end}{brackets[1]}"

    def row(self, form: Form, held: object, depth: int = 0) -> str:
        """A row as text; a figure stands for its value."""
        inner, cell = depth + self._deeper, self._cell
        figures: dict[str, Figure] = {}
        items = [*form.first]
        for name, head, missing, get, of_figures in form.columns:
            found = get(held) if of_figures is None else of_figures(figures)
            if type(found) is Figure:
                figure, found = found, found.value
                if found is not None:
                    figures[name] = figure
            # Nine values of ten are texts or missing.
            if found is None:
                items.append(missing)
            else:
                items.append(head + (_quoted(found) if type(found) is str else cell(found, inner)))
        return self._bracketed("{}", items, depth)

    def _in_form(self, row: InForm, depth: int) -> str:
        return self.row(row.form, row.held, depth)

    def _cell(self, found: object, depth: int) -> str:
        kind = type(found)
        if plain := _PLAIN.get(kind):
            return plain(found)
        return self.text(found, depth) if found or kind is not tuple else "[]"

    def _figure(self, figure: Figure, depth: int) -> str:
        rests = figure.state, *map(id, figure.inputs), *map(id, figure.places), depth
        key = figure.method, rests
        if key not in self._figures:
            inner = depth + self._deeper
            if rests not in self._grounds:
                self._grounds[rests] = self._items(_grounds(figure), inner)
            text = self._bracketed("{}", self._items(_how(figure), inner) + self._grounds[rests], depth)
            self._figures[key] = figure, text
        return self._figures[key][1]

    def _pointer(self, pointer: Pointer, depth: int) -> str:
        key = id(pointer), depth
        if key not in self._pointers:
            self._pointers[key] = pointer, self._object(_opened(pointer), depth)
        return self._pointers[key][1]

    # Of the class: an object that held its own methods would be a ring, and stay until somebody looks for rings.
    _NESTED: ClassVar[dict[type, Callable[[Writer, Any, int], str]]] = {
        InForm: _in_form,
        Figure: _figure,
        Pointer: _pointer,
        dict: _object,
        list: _list,
        tuple: _list,
    }


@cache
def _indented(depth: int) -> _Breaks:
    outer = "  " * depth
    return f"\n{outer}  ", f",\n{outer}  ", f"\n{outer}"


@cache
def _head(key: object) -> str:
    """A key with what stands before its value."""
    return f"{_quoted(str(key))}: "


def _finite(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"JSON has no number for {value}")
    return repr(value)


_other = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_PLAIN: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    NoneType: lambda _: "null",
    Decimal: lambda value: f"{value:f}",
    int: repr,
    float: _finite,
    bool: {True: "true", False: "false"}.__getitem__,
}


# Values of ours


def figure_data(figure: Figure) -> dict[str, object]:
    """A figure as its state, its method, the printed figures that it follows from, and its sources."""
    return _how(figure) | _grounds(figure)


def _how(figure: Figure) -> dict[str, object]:
    return {"state": figure.state, "method": figure.method or None}


def _grounds(figure: Figure) -> dict[str, object]:
    return {
        "from": [{"what": one.what, "value": one.value} for one in figure.printed()] if figure.derived else [],
        "sources": figure.sources,
    }


def _effect(effect: Effect) -> dict[str, object]:
    own = row_data(EFFECT, effect)
    named = {"value": effect.value, "low": effect.low, "high": effect.high}
    return own | {"figures": {name: figure for name, figure in named.items() if figure}}


# How values of ours are written; what is not here is written by its fields.
_WRITERS: dict[type, Callable[[Any], object]] = {
    Effect: _effect,
    Remark: lambda remark: {
        "kind": remark.kind or None,
        "text": remark.text or None,
        "code": remark.code or None,
        "voice": remark.voice or None,
        "sources": remark.sources,
    },
}


def _opened(value: object) -> Any:  # noqa: ANN401  of any type
    """A row or a record as its values by their keys, one level deep."""
    kind: Any = type(value)  # to mypy the type of an object has no hash
    if writer := _WRITERS.get(kind):
        return writer(value)
    if isinstance(value, RootModel):
        return value.root
    if names := _names(kind):
        return {key: getattr(value, name) for key, name in names}
    if isinstance(value, tuple | list):
        return list(value)
    return dict(value) if _is_other_mapping(kind) else value  # type: ignore[call-overload]


_is_other_mapping = cache(lambda kind: issubclass(kind, Mapping) and kind is not dict)


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """The keys under which values of a type are written, each with the name of its attribute; none of plain values."""
    if issubclass(kind, BaseModel):
        # Not `model_dump`, which knows nothing of values of ours.
        return tuple((field.alias or name, name) for name, field in kind.model_fields.items())
    return tuple((name, name) for name in fields_of(kind))
