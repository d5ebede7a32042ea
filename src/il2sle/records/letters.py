"""How names are compared: by what is left of them without case, blanks and signs."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """A name as it is compared: case and blanks do not count, nor how an accent is put together."""
    return "".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def letters(name: str) -> str:
    """A name by its letters and digits alone: `lupil2` is LUPIL-2."""
    return "".join(sign for sign in folded(name) if sign.isalnum())


def words(name: str) -> list[str]:
    """The words of a name, each by its letters and digits: those of LUPIL-2 are `lupil` and `2`."""
    signs = (sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFC", name).casefold())
    return "".join(signs).split()
