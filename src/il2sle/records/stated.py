"""What every part of a record is made of: strict models, claims, and what several sources state of one matter."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from .values import DATE, Cites, Date, Text
from .vocabulary import MISSING, EnrolledKind, Missing, ShownBy

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """Nothing is coerced, nothing unknown is let in, nothing changes afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


def about(text: str) -> Callable[[type[M]], type[M]]:
    """Say what a model is, for the schema; a docstring would be taken away by `python -OO`."""

    def told(model: type[M]) -> type[M]:
        model.__doc__ = text
        return model

    return told


@about(
    "One value with what it rests on, or the way in which it is missing; `shown_by` names the rule by which it is "
    "shown among several."
)
class Claim(Strict, Generic[T]):
    value: T | Missing = Field(alias="is")
    cite: Cites = []
    as_of: Date | None = None
    kind: EnrolledKind | None = None
    note: Text | None = None
    shown_by: ShownBy | None = None

    @property
    def known(self) -> T | None:
        """The value; None where it is missing."""
        return None if self.missing else cast("T", self.value)

    @property
    def missing(self) -> str | None:
        """The kind of missing; None where there is a value."""
        return self.value if isinstance(self.value, str) and self.value in MISSING else None


@about(
    "What the sources say of one matter: one claim, or several of which one is shown.\n\n"
    "A curator writes a bare value, one mapping, or a list of mappings; all three become a list of claims."
)
class Stated(RootModel[Any], Generic[T]):
    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)
    root: Annotated[list[Claim[T]], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _as_claims(cls, value: object) -> object:
        items = value if isinstance(value, list) else [value]
        return [item if isinstance(item, dict) else {"is": item} for item in items]

    @property
    def shown(self) -> Claim[T]:
        """The claim that tables show: the one marked; without a mark the most telling, and of equals the first."""
        if len(self.root) == 1:  # as nearly all
            return self.root[0]
        return next((claim for claim in self.root if claim.shown_by), min(self.root, key=_telling))


SILENT = frozenset({"not reported", "not read"})
"""How a source is silent: it says nothing against another that speaks."""


def _telling(claim: Claim[Any]) -> tuple[bool, bool, int]:
    """What a reader wants first: a value before its absence, an actual figure before a target, a day before a year."""
    dated = isinstance(claim.value, str) and DATE.fullmatch(claim.value)
    return claim.value in SILENT, claim.kind == "target", -len(claim.value) if dated else 0
