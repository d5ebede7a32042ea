"""What is refused in the YAML of a record: the sentences, by code, and the characters that an escape may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

# The deepest nesting of a record.
MAX_DEPTH: Final = 20

# Code -> what is said, and what to do.
REFUSALS: Final = {
    "Y003": ("the escape {name} stands for {kind}", "write the text without it"),
    "Y004": ("the escape {name} stands for a tab", "replace every tab by spaces"),
    "Y006": ("the key {name} stands in line {first} and again in line {line}", "join the two, or delete one"),
    "Y007": (
        "{name} makes one value stand in two places",
        "write the value out; if it is text, put it in quotes",
    ),
    "Y008": ("a value has a tag", "delete the word that begins with !; if it is text, put it in quotes"),
    "Y009": (
        "a further document begins here",
        'one file holds one record: delete the line "---", or split the file',
    ),
    "Y010": (
        f"brackets or indentation nest deeper than {MAX_DEPTH} levels",
        "a record needs fewer; look for a missing end",
    ),
    "Y011": ("the file holds no data", "write the record, or delete the file"),
    "Y012": (
        "the file begins with {kind}, not with a key",
        'a record is a list of "key: value" from the top',
    ),
    "Y013": ("a key is {kind}; keys are text or whole numbers", "put the key in quotes, or give it a name"),
    "Y014": ("{name} looks like a number, but {found}", "{fix}; if it is text, put it in quotes"),
}
CAUSE: Final = ("{message}", "{fix}")
KINDS: Final[dict[type, str]] = {
    type(None): "empty",
    bool: "true or false",
    Decimal: "a decimal number",
    str: "text",
    int: "a number",
    list: "a list",
    dict: "a mapping",
}

_ESCAPE: Final = r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))"
_ESCAPE_LETTERS: Final = {
    "0": "\x00", "a": "\x07", "b": "\x08", "t": "\t", "v": "\x0b", "f": "\x0c", "r": "\r", "e": "\x1b",
    "N": "\x85", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def escapes_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The escapes of a quoted text; few records have any, so that the pattern is compiled for those."""
    return re.compile(_ESCAPE, re.DOTALL).finditer(text, start, end)


def escaped(escape: re.Match[str]) -> str:
    """The character that an escape stands for."""
    digits = escape[1] or escape[2] or escape[3]
    return chr(int(digits, 16)) if digits else _ESCAPE_LETTERS.get(escape[4], "")
