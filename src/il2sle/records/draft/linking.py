"""The arms of a draft, and which group of the results is which of them: by title alone, never by place in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from il2sle.records.letters import letters
from il2sle.records.registry.study import ArmGroup

_NUMBERED = re.compile(r"^(?:arm|group|cohort)?\s*(?:[0-9]{1,2}|[A-Za-z])\s*[.):-]\s*|^[0-9]{1,2}\s+(?=[A-Za-z])", re.IGNORECASE)
_COMPARATORS = {"PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "ACTIVE_COMPARATOR", "NO_INTERVENTION"}


@dataclass(frozen=True, slots=True)
class Arms:
    """The arms by their keys.

    Attributes:
        groups: what is registered of each.
        comparator: the only comparator, if the registry's types name exactly one.
        unlinked: titles of groups that are no arm, each with the places where they stand.
    """

    groups: Mapping[str, ArmGroup]
    comparator: str | None
    unlinked: dict[str, list[str]] = field(default_factory=dict)

    def key(self, title: str, path: str = "") -> str | None:
        """The arm of a group with this title; None where none or several could be meant."""
        for form in (letters, _bare):
            meant = [key for key, arm in self.groups.items() if form(arm.label) == form(title) != ""]
            if len(meant) == 1:
                return meant[0]
        if path:
            self.unlinked.setdefault(title or "(no title)", []).append(path)
        return None

    def is_close(self, title: str) -> bool:
        """Whether a title is an arm's only without the number in front of one of them."""
        return all(letters(arm.label) != letters(title) for arm in self.groups.values()) and bool(self.key(title))


def _bare(title: str) -> str:
    """A title without a number or letter in front, as in `1 Placebo` or `Arm A: placebo`."""
    return letters(_NUMBERED.sub("", title, count=1))


def arms_of(groups: Iterable[ArmGroup]) -> Arms:
    """Arms under keys made of their labels."""
    keyed: dict[str, ArmGroup] = {}
    for group in groups:
        keyed[_key(group.label, keyed)] = group
    named = [key for key, group in keyed.items() if group.kind in _COMPARATORS]
    return Arms(keyed, named[0] if len(named) == 1 and len(keyed) > 1 else None)


def _key(label: str, taken: Iterable[str]) -> str:
    bare = _NUMBERED.sub("", label, count=1) or label
    words = re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", bare.casefold())
    stem = "-".join(words)[:32].strip("-.") or "arm"
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if key not in taken)
