"""How names are compared."""

from __future__ import annotations

import pytest

from il2sle.records.letters import folded, letters, words


@pytest.mark.parametrize(
    ("name", "compared", "bare", "parts"),
    [
        ("LUPIL-2", "lupil-2", "lupil2", ["lupil", "2"]),
        (" He  2020 ", "he2020", "he2020", ["he", "2020"]),
        ("Straße", "strasse", "strasse", ["strasse"]),
        ("Cafe\N{COMBINING ACUTE ACCENT} 1", "café1", "café1", ["café", "1"]),
        ("狼瘡-試験", "狼瘡-試験", "狼瘡試験", ["狼瘡", "試験"]),
        ("- ?", "-?", "", []),
        ("", "", "", []),
    ],
)
def test_name_as_it_is_compared(name: str, compared: str, bare: str, parts: list[str]) -> None:
    assert (folded(name), letters(name), words(name)) == (compared, bare, parts)
