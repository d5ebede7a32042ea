"""A type of values whose schema pydantic makes once, however many fields are of it.

Pydantic goes through the annotations of a type anew at each field that has it: those of a text at a hundred fields,
which took a third of the time before the first record was read.
"""

from __future__ import annotations

from copy import copy
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema


class Once:
    """Annotations of a type, as one.

    Only for types that refer to no model and no value of ours: what these are is known to each schema for itself.
    """

    def __init__(self, *annotations: object) -> None:
        self._annotations = annotations
        self._made: Any = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the annotated type, as a copy to which a field may add what it says for itself."""
        if self._made is None:
            self._made = handler.generate_schema(Annotated[(source, *self._annotations)])
        added = {name: copy(value) for name, value in self._made.get("metadata", {}).items()}
        schema: CoreSchema = self._made | {"metadata": added}
        return schema
