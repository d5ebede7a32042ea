"""What counts a printed percentage allows: all that fit, and the one where no other does.

A percentage is a `Decimal` with the digits it was printed with: 30.00 says more than 30. All arithmetic is
exact, since a float would lose both the digits and the ties. Nothing here picks a likely answer: a number is
recovered only where it is the only one that fits.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from .effects import check_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

Split = tuple[int, int, int, int]
"""Events and patients of one group, then of the other."""
MAX_SPLIT: Final = 20_000
_Bounds: TypeAlias = tuple[int, int, int]
"""A lowest and a highest percentage, and what both are to be divided by."""

_T = TypeVar("_T")


def rounds_to(events: int, n: int, percent: Decimal) -> bool:
    """Whether a share of patients can be printed as this percentage.

    A share half way between two printed values fits both: rounding half up and half to even differ there, and
    programs that round binary floats go either way.

    Args:
        events: patients with the event.
        n: patients in the group.
        percent: the percentage as printed, with its decimals.

    Returns:
        True where 100 events/n lies within half a unit of the last printed decimal, both ends included.

    Raises:
        ValueError: if the counts are not those of a group of patients, or `percent` has no printed decimals.
    """
    check_counts(events, n)
    low, high, unit = _printed_range(percent)
    return low * n <= 100 * events * unit <= high * n


def counts_for(percent: Decimal, n: int) -> tuple[int, ...]:
    """All numbers of events in a group of known size that fit a printed percentage.

    Args:
        percent: the percentage as printed, with its decimals.
        n: patients in the group.

    Returns:
        The counts, ascending; empty where none fits.

    Raises:
        ValueError: if `n` is not a positive whole number, or `percent` has no printed decimals.
    """
    return tuple(_counts(percent, n))


def only_count(percent: Decimal, n: int) -> int | None:
    """The one number of events that fits, or None where none or several do; see `counts_for`."""
    return _only(_counts(percent, n))


def percent_possible(percent: Decimal, n: int) -> bool:
    """Whether any number of events in a group of this size fits a printed percentage.

    Source: the GRIM test, Brown and Heathers 2017 (Soc Psychol Personal Sci 8:363-369), for a share of
    patients. With k printed decimals it can say no only in groups of fewer than 100 * 10^k patients.

    Args:
        percent: the percentage as printed, with its decimals.
        n: patients in the group.

    Returns:
        False where the percentage and the group's size contradict each other.

    Raises:
        ValueError: if `n` is not a positive whole number, or `percent` has no printed decimals.
    """
    return bool(_counts(percent, n))


def counts_if_cut(percent: Decimal, n: int) -> tuple[int, ...]:
    """The numbers of events that give a percentage if it was cut after its last printed digit, not rounded.

    Some journals print 28% for 20 of 69, which is 28.99: rounding gives 29.

    Args:
        percent: the percentage as printed, with its decimals.
        n: patients in the group.

    Returns:
        The counts, ascending; empty where none fits.

    Raises:
        ValueError: if `n` is not a positive whole number, or `percent` has no printed decimals.
    """
    check_counts(0, n)
    _, high, unit = _printed_range(percent)
    low, high = high - 1, high + 1
    return tuple(count for count in _between((low, high, unit), n) if 100 * count * unit < high * n)


def sizes_for(events: int, percent: Decimal, upper: int) -> tuple[int, ...]:
    """All sizes of a group that fit its number of events and a printed percentage.

    Args:
        events: patients with the event.
        percent: the percentage as printed, with its decimals.
        upper: the largest size to consider, for example the number randomised.

    Returns:
        The sizes, ascending, none above `upper`; empty where none fits. Without events every size fits 0%.

    Raises:
        ValueError: if `events` of `upper` patients is impossible, or `percent` has no printed decimals.
    """
    return tuple(_sizes(events, percent, upper))


def only_size(events: int, percent: Decimal, upper: int) -> int | None:
    """The one size that fits, or None where none or several do; see `sizes_for`."""
    return _only(_sizes(events, percent, upper))


def splits_for(percent_a: Decimal, percent_b: Decimal, total: int) -> tuple[Split, ...]:
    """All ways to share a total between two groups that fit the printed percentage of each.

    Args:
        percent_a: the first group's percentage as printed, with its decimals.
        percent_b: the second group's.
        total: patients in both groups together.

    Returns:
        Each (events_a, n_a, events_b, n_b) with n_a + n_b = `total` and neither group empty, by ascending
        n_a; empty where none fits.

    Raises:
        ValueError: if `total` is not a positive whole number, or a percentage has no printed decimals.
    """
    return tuple(_splits(percent_a, percent_b, total))


def only_split(percent_a: Decimal, percent_b: Decimal, total: int) -> Split | None:
    """The one split that fits, or None where none or several do; see `splits_for`.

    A total above `MAX_SPLIT` is not looked at: it nearly always has several, and each size would be tried.
    """
    return None if total > MAX_SPLIT else _only(tuple(islice(_splits(percent_a, percent_b, total), 2)))


def equal_shares(total: int, ratio: tuple[int, ...]) -> tuple[int, ...] | None:
    """Patients per arm if a total was shared exactly in its allocation ratio.

    That is what the plan implies, not what a trial counted: real arms often differ by a patient or two.

    Args:
        total: patients in all arms together.
        ratio: the parts of the allocation ratio, an arm each, for example (2, 1).

    Returns:
        Patients in each arm, in the order of `ratio`, adding up to `total`; None where a share is not whole.

    Raises:
        ValueError: if `total` or a part of the ratio is not a positive whole number, or the ratio is empty.
    """
    if not ratio:
        raise ValueError("an allocation ratio has at least one part")
    for count in (total, *ratio):
        check_counts(0, count)
    parts = sum(ratio)
    if any(total * part % parts for part in ratio):
        return None
    return tuple(total * part // parts for part in ratio)


def _counts(percent: Decimal, n: int) -> range:
    check_counts(0, n)
    return _between(_printed_range(percent), n)


def _between(bounds: _Bounds, n: int) -> range:
    """The whole numbers of `n` patients between two percentages, both included."""
    low, high, unit = bounds
    first = -(-low * n // (100 * unit))
    last = high * n // (100 * unit)
    return range(max(0, first), min(n, last) + 1)


def _sizes(events: int, percent: Decimal, upper: int) -> range:
    check_counts(events, upper)
    low, high, unit = _printed_range(percent)
    if not events:
        return range(1, upper + 1) if low <= 0 <= high else range(0)
    if high <= 0:
        return range(0)
    first = -(-100 * events * unit // high)
    last = 100 * events * unit // low if low > 0 else upper
    return range(max(events, first), min(upper, last) + 1)


def _splits(percent_a: Decimal, percent_b: Decimal, total: int) -> Iterator[Split]:
    check_counts(0, total)
    a, b = _printed_range(percent_a), _printed_range(percent_b)
    for n_a in range(1, total):
        n_b = total - n_a
        yield from ((events_a, n_a, events_b, n_b) for events_a in _between(a, n_a) for events_b in _between(b, n_b))


def _printed_range(percent: Decimal) -> _Bounds:
    exponent = percent.as_tuple().exponent
    # A positive exponent is no printed figure: `Decimal("30.00").normalize()` is 3E+1, its decimals lost.
    if not isinstance(exponent, int) or exponent > 0:
        raise ValueError(f"{percent} is not a percentage as it was printed")
    printed, of = percent.as_integer_ratio()
    digits = printed * 10**-exponent // of  # without a rest: 30.25 is 121/4, and its digits are 3025
    return 2 * digits - 1, 2 * digits + 1, 2 * 10**-exponent


def _only(found: Sequence[_T]) -> _T | None:
    return found[0] if len(found) == 1 else None
