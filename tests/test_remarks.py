"""Text is text: words that the tool itself uses, as a curator's note, change nothing and come through everywhere."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from commands import answer
from minimal import BASE
from processes import directory_of

# What the tool says of rows by itself, or once did.
WORDS = (
    *("met", "NOT met", "not met", "derived: 18/30", "† 18/30", "also counted in any adverse event: do not add"),
    *("pending on 2019-06", "baseline", "uncontrolled", "within-arm p: treated 0.04", "secondary source", "[1]"),
    *("note a", "†", "§", "‡", "PP", "ITT", "NR", "n/a", "12 weeks off treatment", "placebo-adjusted difference"),
    *("adjusted analysis: by site", "linked to the trial by inference: x", "W203: differs", "last dose day 40 to 50"),
    *("sources differ on enrolled: 1; 2", "treatment 85 days", "risk ratio not estimable from these counts"),
    *("one placebo group stands against all 2 treated arms: count its patients once", "[paper]", "not reported"),
)
# Where a note may stand: a text of the base record, and the same with a place for the note.
PLACES = {
    "an outcome": ("    cite: paper, Table 2\n", "    note: {note}\n    cite: paper, Table 2\n"),
    "a result": (
        "drug: {events: 18, n: 30, percent: 60.0}",
        "drug: {{events: 18, n: 30, percent: 60.0, note: {note}}}",
    ),
    "a harm": ("      category: any\n", "      category: any\n      note: {note}\n"),
    "an arm": ("    randomised: 30\n", "    randomised: 30\n    note: {note}\n"),
    "a step": ("rest: 2 weeks, cycles: 3}", "rest: 2 weeks, cycles: 3, note: {note}}}"),
    "the treatment": ("  treatment: 12 weeks\n", "  treatment: {{is: 12 weeks, note: {note}}}\n"),
}
NEUTRAL = "nothing to see"


def noted(place: str, note: str, number: int) -> str:
    """The base record under another number, with a note in a place."""
    before, after = PLACES[place]
    assert BASE.count(before) >= 1
    text = BASE.replace(before, after.format(note=json.dumps(note)), 1)
    return text.replace("NCT00000001", f"NCT{number:08}").replace("name: Base", f"name: Base{number:02}")


def of(answered: dict[str, Any], number: int) -> str:
    """All that an answer says of one trial, as if it were the first of all."""
    own = {
        section: [row for row in rows if row["trial"] == f"NCT{number:08}"]
        for section, rows in answered.items()
        if section in {"studies", "outcomes", "doses", "harms", "baseline", "facts"}
    }
    return (
        json.dumps(own, ensure_ascii=False).replace(f"NCT{number:08}", "NCT00000000").replace(f"Base{number:02}", "B")
    )


@pytest.mark.parametrize("place", PLACES)
def test_a_note_in_our_words_is_a_note(place: str, tmp_path: Path) -> None:
    texts = (NEUTRAL, *WORDS)
    folder = directory_of(tmp_path, **{f"NCT{n:08}": noted(place, text, n) for n, text in enumerate(texts, start=1)})
    for command in ("compare", "show"):
        answered = json.loads(answer(command, folder, "json"))
        plain = of(answered, 1)
        assert NEUTRAL in plain
        for number, word in enumerate(texts, start=1):
            assert of(answered, number) == plain.replace(NEUTRAL, json.dumps(word, ensure_ascii=False)[1:-1]), word
        for layout in ("table", "markdown", "html"):
            page = shown(answer(command, folder, layout))
            assert [word for word in texts if shown(word) not in page] == [], layout


def shown(text: str) -> str:
    """A text without the blanks, breaks and signs with which formats surround it."""
    return re.sub(r"<[^>]*>|\\|\s", "", unescape(text))


def test_words_and_places_are_seen() -> None:
    assert (len(WORDS), len(PLACES)) == (32, 6)
