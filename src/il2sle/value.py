"""Frozen values at a fraction of the cost: what `dataclasses.dataclass(frozen=True)` means, made in less time.

The standard decorator compiles six methods for each class, and sets each field of a frozen value by a call. With some
150 classes that is a tenth of a short command's time, and of thousands of records a fifth. Here only the constructor
is compiled; equality, hash and representation are shared. That nobody assigns to a field, the type checker watches,
which sees the standard decorator; at run time nothing does.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(cls: Any = None, /, *, frozen: bool = False, order: bool = False, **options: Any) -> Any:  # noqa: ANN401
        """The decorator; what is not frozen, or has an order, is made by the standard one."""
        if cls is None:
            return lambda decorated: dataclass(decorated, frozen=frozen, order=order, **options)
        if order or not frozen:
            return dataclasses.dataclass(cls, frozen=frozen, order=order, **options)
        made = dataclasses.dataclass(cls, eq=False, repr=False, **options)
        own = cls.__dict__
        names = [field.name for field in dataclasses.fields(made)]
        of_all = attrgetter(*names) if names else lambda _: ()
        shared = {"__eq__": _is_equal, "__hash__": _hash, "__repr__": _shown, "_values": staticmethod(of_all)}
        for name, method in shared.items():
            if name not in own:
                setattr(made, name, method)
        return made


def _is_equal(self: Any, other: Any) -> Any:  # noqa: ANN401  or NotImplemented
    return self._values(self) == self._values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:  # noqa: ANN401  of any class
    return hash(self._values(self))


def _shown(self: Any) -> str:  # noqa: ANN401  of any class
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__dataclass_fields__)
    return f"{type(self).__qualname__}({fields})"
