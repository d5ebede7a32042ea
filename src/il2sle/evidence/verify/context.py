"""What stands around a number and says that it is another one: a week, a population, an endpoint, the order of arms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from il2sle.evidence.placed import Placed
from il2sle.frozen import Frozen
from il2sle.records.letters import letters
from il2sle.records.model import Arm, Trial
from il2sle.records.values import week_of
from il2sle.records.vocabulary import NAMED_KEYS

from .document import Block, Document, words_of
from .numbers import MINUS
from .wanted import Spot

_WEEKS = re.compile(
    rf"\b(?:weeks?|wk)[{MINUS}\s]*(?P<first>[0-9]{{1,3}})(?P<more>(?:\s*(?:,|and|to|or|[{MINUS}])\s*[0-9]{{1,3}}\b)*)"
    r"|\b(?:at|after)\s+(?P<after>[0-9]{1,3})\s+weeks",
    re.IGNORECASE,
)
_POPULATIONS = re.compile(
    rf"(?P<mITT>\bmITT\b|modified intent(?:ion)?[{MINUS} ]to[{MINUS} ]treat)"
    rf"|(?P<ITT>\bITT\b|intent(?:ion)?[{MINUS} ]to[{MINUS} ]treat)"
    rf"|(?P<PP>\bPP\b|per[{MINUS} ]protocol)",
    re.IGNORECASE,
)
_ENDPOINTS = {
    key: re.compile("(?<![A-Za-z])" + f"[{MINUS} ]?".join(map(re.escape, key.split("-"))) + "(?![0-9])")
    for key in NAMED_KEYS
    if len(letters(key)) > 3 and key == key.upper()
}
_CLOSE = 60  # letters
_HEADER_ROWS = 40  # how far above a row its column heads may stand


class Mention(Frozen):
    """A word that names a week or a population, and how far it is from the number."""

    what: str
    distance: int


def doubts(trial: Trial, figure: Placed, document: Document, spot: Spot) -> Iterator[str]:
    """What the sentence around a number names in place of what the record says of it."""
    if figure.loc[0] != "outcomes" or len(figure.loc) < 5 or figure.loc[2] != "results":
        return
    outcome = trial.outcomes[int(figure.loc[1])]
    block = document.blocks[spot.block]
    start, end = block.sentence(spot.start)
    sentence, at = block.text[start:end], spot.start - start
    week = week_of(str(figure.loc[3]))
    if week is not None:
        mentioned = list(_weeks(sentence, at))
        yield from _other("week", str(week), mentioned)
        if not mentioned and document.weeks and week not in document.weeks:
            yield f"no week {week} in the text"
    if outcome.population in {"ITT", "mITT", "PP"}:
        found = [Mention(str(m.lastgroup), _distance(m, at)) for m in _POPULATIONS.finditer(sentence)]
        yield from _other("population", outcome.population, found)
    named = [key for key, pattern in _ENDPOINTS.items() if pattern.search(sentence)]
    if named and outcome.endpoint in _ENDPOINTS and outcome.endpoint not in named:
        yield f"beside {named[0]}"


def _weeks(sentence: str, at: int) -> Iterator[Mention]:
    for match in _WEEKS.finditer(sentence):
        for number in re.findall(r"[0-9]+", match[0]):
            yield Mention(number, _distance(match, at))


def _distance(match: re.Match[str], at: int) -> int:
    return match.start() - at if match.start() > at else at - match.end()


def _other(what: str, expected: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """A doubt, where the nearest mention is not the one expected."""
    if not mentions:
        return
    nearest = min(mention.distance for mention in mentions)
    near = [mention.what for mention in mentions if mention.distance == nearest]
    if expected not in near:
        yield f"beside {'week ' if what == 'week' else ''}{near[0]}"


def about_event(figure: Placed, block: Block, spot: Spot) -> bool:
    """Whether a `no` stands in a sentence about the matter of the figure; `no` alone counts nothing."""
    about = words_of(figure.name.split("/")[-3]) if len(figure.loc) > 4 else frozenset[str]()
    start, end = block.sentence(spot.start)
    return bool(about & words_of(block.text[start:end]))


def closeness(figure: Placed, block: Block, spot: Spot) -> int:
    """How many words of what a figure is about stand close to it: of several places the likeliest has most."""
    near = words_of(block.text[max(0, spot.start - _CLOSE) : spot.end + _CLOSE])
    return len(words_of(figure.name) & near)


class Beside(Frozen):
    """The figures of two arms that were found in one copy, each with the places that come into question."""

    document: Document
    arms: tuple[Arm, Arm]
    spots: tuple[Sequence[Spot], Sequence[Spot]]

    @property
    def exchanged(self) -> bool:
        """Whether they stand in one sentence, in the reverse of the order in which it names the arms."""
        orders = [order for one, two in product(*self.spots) if (order := self._in_order(one, two)) is not None]
        return bool(orders) and not any(orders)

    def _in_order(self, one: Spot, two: Spot) -> bool | None:
        block = self.document.blocks[one.block]
        if one.block != two.block or one.start == two.start or block.sentence(one.start) != block.sentence(two.start):
            return None
        start, end = block.sentence(one.start)
        for text in (block.text[start:end], *_heads(self.document, one.block)):
            first, second = _named_at(*self.arms, text), _named_at(*self.arms[::-1], text)
            if first is not None and second is not None and first != second:
                return (first < second) == (one.start < two.start)
        return None


def _heads(document: Document, index: int) -> Iterator[str]:
    """What stands above a row, the nearest first; above a sentence nothing says what its numbers are."""
    if document.blocks[index].kind == "row":
        yield from (block.text for block in reversed(document.blocks[max(0, index - _HEADER_ROWS) : index]))


def _named_at(arm: Arm, other: Arm, text: str) -> int | None:
    """Where a text first names an arm by a word that the other one does not have."""
    folded = text.casefold()
    labels = (arm.label, arm.drug or "", arm.label.split()[0], *(["control"] if arm.role == "comparator" else []))
    names = {name.casefold() for name in labels if len(name) > 2 and name.casefold() not in other.label.casefold()}
    found = [folded.find(name) for name in names if name in folded]
    return min(found) if found else None
