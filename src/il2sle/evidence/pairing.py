"""Which row of one edition is which row of the other: by keys that no text decides, the finest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

R = TypeVar("R")
Key = Callable[[R], Hashable]


def paired(old: Iterable[R], new: Iterable[R], keys: Sequence[Key[R]]) -> Iterator[tuple[R | None, R | None]]:
    """The rows of both editions in pairs, in the order of the new one, then those that are no longer there.

    Rows with one finest key are paired in their order. What is left is paired by the coarser keys, each where it names
    one row of either side alone: a population that was corrected leaves the row the same one.

    Args:
        old: the rows as they were.
        new: the rows as they are.
        keys: from the finest to the coarsest.
    """
    before, after = list(old), list(new)
    partner: dict[int, int] = {}  # from the number of a new row to that of an old one
    for number, key in enumerate(keys):
        left_old = _grouped(key, before, set(partner.values()))
        left_new = _grouped(key, after, set(partner))
        for shared, mine in left_new.items():
            theirs = left_old.get(shared, [])
            if not number or len(mine) == len(theirs) == 1:
                partner |= dict(zip(mine, theirs, strict=False))
    yield from ((before[partner[i]] if i in partner else None, row) for i, row in enumerate(after))
    gone = set(range(len(before))) - set(partner.values())
    yield from ((before[i], None) for i in sorted(gone))


def _grouped(key: Key[R], rows: Sequence[R], taken: set[int]) -> dict[Hashable, list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if number not in taken:
            groups[key(row)].append(number)
    return groups
