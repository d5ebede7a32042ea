"""A value among those that exist: compared by letters and digits, refused with the nearest and with all there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from il2sle.errors import UsageProblem, some_of
from il2sle.records.letters import letters

_ALIKE = str.maketrans("ol", "01")  # letters that are typed for digits


def chosen(asked: str, existing: Iterable[str], refusal: str, listed: Callable[[Iterable[str]], str] = some_of) -> str:
    """The value that is asked for, spelt as it exists: `sri4` means SRI-4.

    Args:
        asked: what was typed.
        existing: what there is.
        refusal: the beginning of the sentence that refuses what there is not.
        listed: how the values are told.

    Raises:
        UsageProblem: there is no such value.
    """
    by_letters = {letters(word): word for word in existing}
    if letters(asked) in by_letters:
        return by_letters[letters(asked)]
    alike = {word.translate(_ALIKE): value for word, value in by_letters.items()}
    close = get_close_matches(letters(asked).translate(_ALIKE), alike, n=1)
    nearest = f"did you mean {alike[close[0]]}? " if close else ""
    raise UsageProblem(f"{refusal}; {nearest}there are: {listed(by_letters.values())}")
