"""The arms of a draft, and which group of the results is which of them: by title alone, never by place in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from il2sle.frozen import Frozen, field
from il2sle.records.letters import letters
from il2sle.records.registry.study import ArmGroup

_NUMBERED = re.compile(
    r"(?:arm|group|cohort)?\s*(?:[0-9]{1,2}|[A-Za-z])\s*[.):]\s*|[0-9]{1,2}\s+(?=[A-Za-z])", re.IGNORECASE
)
_COMPARATORS = {"PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "ACTIVE_COMPARATOR", "NO_INTERVENTION"}


class Arms(Frozen):
    """The arms by their keys.

    Attributes:
        groups: what is registered of each.
        comparator: the only comparator, if the registry's types name exactly one.
        unlinked: titles of groups that are no arm, each with the places where they stand.
    """

    groups: Mapping[str, ArmGroup]
    comparator: str | None
    unlinked: dict[str, list[str]] = field(factory=dict)

    def key(self, title: str, path: str = "") -> str | None:
        """The arm of a group with this title; None where none or several could be meant."""
        for is_meant in (_is_same, _is_numbered):
            meant = [key for key, arm in self.groups.items() if is_meant(arm.label, title)]
            if len(meant) == 1:
                return meant[0]
        if path:
            self.unlinked.setdefault(title or "(no title)", []).append(path)
        return None

    def is_close(self, title: str) -> bool:
        """Whether a title is an arm's only without the number in front of one of them."""
        return all(letters(arm.label) != letters(title) for arm in self.groups.values()) and bool(self.key(title))


def _is_same(label: str, title: str) -> bool:
    return letters(label) == letters(title) != ""


def _is_numbered(label: str, title: str) -> bool:
    """Whether one is the other with a number in front; two numbers that differ tell two groups apart."""
    return "" != letters(title) == _bare(label) or _bare(title) == letters(label) != ""


def _bare(title: str) -> str:
    """A title without a number or letter in front, as in `1 Placebo` or `Arm A: placebo`."""
    return letters(title[_numbered(title) :])


def _numbered(title: str) -> int:
    """Where a title begins behind a number in front of it."""
    match = _NUMBERED.match(title)
    return match.end() if match else 0


def arms_of(groups: Iterable[ArmGroup]) -> Arms:
    """Arms under keys made of their labels."""
    keyed: dict[str, ArmGroup] = {}
    for group in groups:
        keyed[_key(group.label, keyed)] = group
    named = [key for key, group in keyed.items() if group.kind in _COMPARATORS]
    return Arms(keyed, named[0] if len(named) == 1 and len(keyed) > 1 else None)


def _key(label: str, taken: Iterable[str]) -> str:
    bare = label[_numbered(label) :] or label
    words = re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", bare.casefold())
    stem = "-".join(words)[:32].strip("-.") or "arm"
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if key not in taken)
