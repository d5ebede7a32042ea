"""A guess at what was meant: only for a slip of the pen, never from one quantity to another.

`SRI-5` is no slip of `SRI-4`, nor `mg/kg` one of `µg/kg`: a reader who takes such a hint changes what the record says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .vocabulary import ALSO_WRITTEN

SHOWN = 60  # characters of a key or a value that a message repeats
_LEAST = 3  # letters of a word of which one may be wrong: `ng` is not `mg`
# One letter away from a word of a record, and something else.
_ANOTHER_THING = {
    *("injection", "rule", "aims", "aim", "scored", "fewer", "many", "mode", "stage"),
    *("events", "pmcid", "time", "valuep", "valuen"),
}
_ALSO_WRITTEN = ALSO_WRITTEN | dict.fromkeys(("p_value", "pvalue", "p-value", "value_p"), "p")
# Figures, signs and units say which quantity is meant: they must be the same.
_TELLING = re.compile(r"[0-9]+|[^\w\s-]")
_APART = str.maketrans("", "", " -_")
_BETWEEN = re.compile("[ _-]")


def slip(typed: str, words: Iterable[str]) -> str | None:
    """The word that was meant, where what was typed differs by its writing or by one slip; else None."""
    known = [word for word in words if word]
    if (other := _ALSO_WRITTEN.get(typed)) in known:
        return other
    alike = [word for word in known if len(typed) <= SHOWN and _same_writing(typed, word)]
    alike = alike or [word for word in known if len(typed) <= SHOWN and _one_slip(typed, word)]
    return alike[0] if len(alike) == 1 else None


def _bare(word: str) -> str:
    """A word without case, blanks, hyphens, and the way in which its accents and wide letters are typed."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_APART)


def _same_writing(typed: str, word: str) -> bool:
    # NFKC makes a Greek mu of the micro sign; it makes nothing else of a unit.
    return _bare(typed) == _bare(word)


def _one_slip(typed: str, word: str) -> bool:
    a, b = _bare(typed), _bare(word)
    if min(len(a), len(b)) < _LEAST or len(b) <= _LEAST or typed.casefold() in _ANOTHER_THING:
        return False
    if _TELLING.findall(typed) != _TELLING.findall(word) or "/" in word:
        return False
    # In a name of capitals each letter counts: `sITT` is not `mITT`.
    return _two_swapped(a, b) or (word == word.lower() and _one_part_off(typed, word))


def _one_part_off(typed: str, word: str) -> bool:
    """Whether the same number of parts is typed, and of one of them, if it is no short one, a letter is off.

    `p_value` is not `value`, nor `read_on` a slip of `read_of`. A first letter is seldom mistyped: `pvalue`, `harms`.
    """
    mine, meant = ([_bare(part) for part in _BETWEEN.split(one)] for one in (typed, word))
    off = [(a, b) for a, b in zip(mine, meant, strict=False) if a != b]
    if len(mine) != len(meant) or len(off) != 1:
        return False
    ((a, b),) = off
    return min(len(a), len(b)) >= _LEAST and len(b) > _LEAST and a[0] == b[0] and _one_letter(a, b)


def _two_swapped(a: str, b: str) -> bool:
    at = [number for number, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return len(a) == len(b) and len(at) == 2 and at[1] == at[0] + 1 and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]


def _one_letter(a: str, b: str) -> bool:
    """Whether one letter is wrong, too many, or lacking."""
    short, long = sorted((a, b), key=len)
    start = next((number for number, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return len(long) - len(short) <= 1 and short[start + (len(short) == len(long)) :] == long[start + 1 :]


def odd_blank(text: str) -> str:
    """What to do about a blank that looks like one and is another character; empty where there is none."""
    odd = next((sign for sign in text if sign != " " and unicodedata.category(sign) == "Zs"), None)
    if odd is None:
        return ""
    return f"a blank in it is U+{ord(odd):04X}, {unicodedata.name(odd).lower()}: type it anew with the space bar"


def shortened(text: str, quote: str = "") -> str:
    """A text as a message repeats it: its beginning, if it is long."""
    return f"{quote}{text[:SHOWN]}{quote}{' and so on' if len(text) > SHOWN else ''}"
