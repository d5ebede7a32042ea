"""What a file of a registry holds that cannot be read: each place once, with what stands there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from il2sle.records.text import REFUSED

_SHOWN: Final = 60  # signs of a text that a comment repeats
_PLACE: Final = 300  # signs of a place, whose keys are a file's too
_KEYS: Final = 3
_SIMPLE: Final = re.compile(r"[!-~]+(?: [!-~]+)*")  # most texts, and all of a large file's figures
BREAKS: Final = frozenset("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def plain(text: str) -> str:
    """A text on one line without what a record may not hold: line breaks, controls, invisible signs."""
    if _SIMPLE.fullmatch(text):
        return text
    spaced = "".join(" " if sign in BREAKS else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", REFUSED.sub("", spaced)).split())


def displayed(value: object) -> str:
    """A value of a JSON document as a comment shows it: on one line, and short, whatever it is."""
    if isinstance(value, str):
        line = plain(value[: 2 * _SHOWN])
        return f'"{line}"' if len(line) <= _SHOWN and len(value) <= 2 * _SHOWN else f'"{line[: _SHOWN - 1]}…"'
    if isinstance(value, dict):
        keys = ", ".join(plain(str(key)[:_SHOWN]) for key in list(value)[:_KEYS])
        return f"an object ({keys}{', …' if len(value) > _KEYS else ''})" if value else "an empty object"
    if isinstance(value, list):
        scalar = f" ({displayed(value[0])}{', …' if value[1:] else ''})" if value and _is_scalar(value[0]) else ""
        return f"a list of {len(value)}{scalar}" if value else "an empty list"
    return "null" if value is None else str(value).lower()


def _is_scalar(value: object) -> bool:
    return not isinstance(value, dict | list)


@dataclass(slots=True)
class Unread:
    """The places of a study that could not be read.

    Attributes:
        found: what stands there and what was expected, by the place in the JSON.
    """

    found: dict[str, str] = field(default_factory=dict)

    def note(self, path: str, value: object, expected: str) -> None:
        """Note a place; what was noted first stays."""
        self.found.setdefault(path, f"{displayed(value)}, where {expected} was expected")

    def touches(self, path: str) -> bool:
        """Whether something at a place, above it or below it could not be read."""
        ends = [at for at, sign in enumerate(path) if sign in ".["]
        if any(path[:end] in self.found for end in (*ends, len(path))):
            return True
        return any(place.startswith((f"{path}.", f"{path}[")) for place in self.found)

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each place."""
        return tuple(f"{plain(path[:_PLACE])}: {words}" for path, words in self.found.items())
