"""What every part of a record is made of: strict models, claims, and what several sources state of one matter."""

from collections.abc import Callable
from types import GenericAlias
from typing import Annotated, Any, Final, Generic, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, RootModel
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from .values import DATE, Cites, Date, Text, no_items
from .vocabulary import MISSING, EnrolledKind, Missing, ShownBy

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

OF: Final = "of"
"""The name under which the schema of a claim says of which type its value is."""


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
    cite: Cites = Field(default_factory=no_items)
    as_of: Date | None = None
    kind: EnrolledKind | None = None
    note: Text | None = None
    shown_by: ShownBy | None = None

    def __class_getitem__(cls, of: Any) -> Any:  # noqa: ANN401  any type of value
        return GenericAlias(cls, of)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return _once_of(source, handler, _claim_schema)

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
    root: list[Claim[T]]

    def __class_getitem__(cls, of: Any) -> Any:  # noqa: ANN401  as above
        return GenericAlias(cls, of)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return _once_of(source, handler, _stated_schema)

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


# Pydantic would make a class of its own for each type of value that is claimed, twenty-two in all, which takes longer
# than all other models. Here all claims are of one class, and only the schemas differ. They are put together here:
# of `Claim`, what is no annotation, default, alias of the value or key of `_CONFIG` would have no effect on them.


def _once_of(
    source: Any,  # noqa: ANN401  what pydantic gives
    handler: GetCoreSchemaHandler,
    made: Callable[[Any, GetCoreSchemaHandler], Any],
) -> CoreSchema:
    """The schema of a model of one type of value, made where it is met first and referred to elsewhere."""
    (of,) = get_args(source) or (Any,)
    ref = f"{source.__module__}.{source.__qualname__}:{_NUMBERS.setdefault(of, len(_NUMBERS))}"
    reference = core_schema.definition_reference_schema(ref)
    try:
        handler.resolve_ref_schema(reference)
    except LookupError:
        schema: CoreSchema = made(of, handler) | {"ref": ref}
        return schema
    return reference


_NUMBERS: dict[object, int] = {}
_CONFIG = core_schema.CoreConfig(strict=True, extra_fields_behavior="forbid", allow_inf_nan=False)


def _claim_schema(of: Any, handler: GetCoreSchemaHandler) -> Any:  # noqa: ANN401  as above
    value = core_schema.model_field(
        handler.generate_schema(of | Missing), validation_alias="is", serialization_alias="is"
    )
    if of is Any:
        others = {name: _field(one, handler) for name, one in Claim.model_fields.items() if name != "value"}
        fields = {"value": value, **others}
    else:  # but for the value, those of any claim
        claim: Any = handler.resolve_ref_schema(handler.generate_schema(Claim))
        fields = claim["schema"]["fields"] | {"value": value}
    return core_schema.model_schema(
        Claim,
        core_schema.model_fields_schema(fields, model_name=Claim.__name__),
        config=_CONFIG,
        metadata={OF: of},
    )


def _field(field: FieldInfo, handler: GetCoreSchemaHandler) -> core_schema.ModelField:
    said = handler.generate_schema(field.rebuild_annotation())
    made: Any = field.default_factory
    default = {"default_factory": made} if made else {"default": field.default}
    return core_schema.model_field(core_schema.with_default_schema(said, **default))


def _stated_schema(of: Any, handler: GetCoreSchemaHandler) -> Any:  # noqa: ANN401  as above
    claims = handler.generate_schema(Annotated[list[Claim[of]], Field(min_length=1)])
    stated = core_schema.model_schema(
        Stated, claims, root_model=True, config=core_schema.CoreConfig(strict=True), metadata={OF: of}
    )
    return core_schema.no_info_before_validator_function(_as_claims, stated)


def _as_claims(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, dict) else {"is": item} for item in items]
