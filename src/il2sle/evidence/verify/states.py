"""What comes of looking for a printed figure, the best first.

Apart from the search, which `check` does without: it asks only what an earlier one found.
"""

from __future__ import annotations

from typing import Literal, get_args

State = Literal["at its place", "found", "elsewhere", "other digits", "not found", "no copy", "read off"]
STATES: tuple[State, ...] = get_args(State)
SEEN: tuple[State, ...] = ("at its place", "found", "elsewhere")
MISSED: tuple[State, ...] = ("other digits", "not found")
