"""What a registry prints as a figure: the one place that says which texts are numbers, and which are counts."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_COUNT: Final = re.compile(r"[0-9]{1,7}")
_MOST: Final = 18  # digits of a figure
_LARGEST: Final = 1_000_000


def is_number(text: str) -> bool:
    """Whether a text is a figure that a record can hold, sign and decimals included."""
    return bool(_NUMBER.fullmatch(text)) and len(text.strip("-").replace(".", "")) <= _MOST


def is_count(text: str) -> bool:
    """Whether a text is a number of patients or events that a record can hold."""
    return bool(_COUNT.fullmatch(text)) and int(text) <= _LARGEST


def is_absent(text: str) -> bool:
    """Whether a text stands for a figure that the registry does not have."""
    return text == "" or text.upper() == "NA"
