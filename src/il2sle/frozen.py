"""Values: objects of named fields that nobody changes once they are made.

They are what `dataclass(frozen=True, slots=True)` makes. A command imports two hundred such classes, and dataclasses
compiles half a dozen methods for each of them, which takes a fifth of the time of `il2sle compare`. Here all classes
share their methods, and only `__init__` is compiled, when the first object of a class is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T", bound="Frozen")
_UNSET = object()


class _Made:
    """A default that is made anew for each object."""

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def field(*, factory: Callable[[], Any]) -> Any:  # noqa: ANN401  the default of a field of any type
    """The default of a field that is made anew for each object."""
    return _Made(factory)


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gets the values of fields, as a tuple; `attrgetter` gives that of a single one as it is."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _first_init(self: Any, *given: object, **named: object) -> None:  # noqa: ANN401  any value
    """Compile the real `__init__` of a class, and go on with it."""
    kind: Any = type(self)
    compiled = _compiled(kind)
    kind.__init__ = compiled
    compiled(self, *given, **named)


def _compiled(kind: _Kind) -> Callable[..., None]:
    # Required ones first, as a signature has them; that others are given by name alone, type checkers see to.
    names, defaults = sorted(kind._fields, key=kind._defaults.__contains__), kind._defaults
    kind._places, kind._given = {name: place for place, name in enumerate(names)}, _getter(names)
    known: dict[str, Any] = {"unset": _UNSET}
    parameters = ["self"]
    lines = []
    for name in names:
        # `self.name = …` is refused; what fills the slot is not.
        known[f"set_{name}"] = getattr(kind, name).__set__
        value, default = name, defaults.get(name, _UNSET)
        if isinstance(default, _Made):
            known[f"make_{name}"], default = default.factory, _UNSET
            value = f"make_{name}() if {name} is unset else {name}"
        known[f"default_{name}"] = default
        parameters.append(f"{name}=default_{name}" if name in defaults else name)
        lines.append(f"    set_{name}(self, {value})")
    if hasattr(kind, "__post_init__"):
        lines.append("    self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or ["    pass"])
    exec(source, known)  # noqa: S102  of the names of fields alone, as dataclasses does
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class _Kind(type):
    """Makes the classes: their fields are those that they annotate, behind those of their base."""

    _fields: tuple[str, ...]
    _defaults: dict[str, Any]
    _key: Callable[[Any], Any]
    _places: dict[str, int]  # these two are known once an object was made
    _given: Callable[[Any], tuple[Any, ...]]

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        kw_only: bool = False,
        kept: bool = False,
    ) -> _Kind:
        del kw_only
        own = [one for one in namespace.get("__annotations__", ()) if not one.startswith("_")]
        above = next((base for base in bases if isinstance(base, _Kind)), None)
        inherited, defaults = (above._fields, above._defaults) if above else ((), {})
        # A default in the class would stand where the slot of its field has to.
        defaults = defaults | {one: namespace.pop(one) for one in own if one in namespace}
        fields = tuple(dict.fromkeys((*inherited, *own)))
        slots = (*(one for one in own if one not in inherited), *(("__dict__",) if kept else ()))
        namespace |= {"__slots__": slots, "__match_args__": fields, "__init__": _first_init}
        namespace |= {"_fields": fields, "_defaults": defaults}
        namespace["_key"] = attrgetter(*fields) if fields else _getter(())
        return super().__new__(cls, name, bases, namespace)


class Frozen(metaclass=_Kind):
    """The base of all values.

    Two are equal when they are of one class and all their fields are; they can be hashed where all their fields can.
    A class may check itself in `__post_init__`. With `kw_only=True` type checkers hold that all its fields are given by
    name; with `kept=True` it may have cached properties.
    """

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to {name!r} of {type(self).__name__}: it never changes")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r} of {type(self).__name__}: it never changes")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        key = type(self)._key
        return bool(key(self) == key(other))

    def __hash__(self) -> int:
        return hash(type(self)._key(self))

    def __repr__(self) -> str:
        named = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self)._fields)
        return f"{type(self).__qualname__}({named})"

    def __reduce__(self) -> tuple[Callable[..., Frozen], tuple[Any, ...]]:
        kind = type(self)
        return kind, kind._given(self)


class Ordered(Frozen):
    """Values that can be sorted, by their fields in order."""

    def __lt__(self, other: Ordered) -> bool:
        key = type(self)._key
        return bool(key(self) < key(other))


class RecordValue(Frozen):
    """A value in a record: one of our own validators makes it, and pydantic takes it as it is."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> dict[str, object]:
        return {"type": "is-instance", "cls": cls, "ref": f"{cls.__module__}.{cls.__qualname__}"}


def fields_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a class of values, in order; none of any other class."""
    return kind._fields if isinstance(kind, _Kind) else ()


def replace(value: T, /, **changes: Any) -> T:  # noqa: ANN401  fields of any type
    """A value with other values in some of its fields."""
    kind = type(value)
    held = [*kind._given(value)]
    for name, other in changes.items():
        if name not in kind._places:
            raise TypeError(f"{kind.__name__} has no field {name!r}")
        held[kind._places[name]] = other
    return kind(*held)
