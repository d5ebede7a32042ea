"""Which words of a plain text are an address that a reader can open: web pages, DOIs and numbers of PubMed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

DOI_RESOLVER = "https://doi.org/"
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"

# Not compiled here: what goes into a pipe has no links.
_ADDRESS = r"(?i)(?<![A-Za-z0-9])(?:https?://[^\s<>\"`]+|doi:10\.\d{4,9}/[^\s\"`]+|pmid:[0-9]{1,8}(?![0-9]))"
_CLOSING = {")": "(", "]": "[", ">": "<"}
_PUNCTUATION = ".,;:!?'"
# RFC 3986, sections 2.2 and 2.3, and the percent sign of what is encoded already.
_URL_SIGNS = "%:/?#[]@!$&'()*+,;=-._~"
_DOI_SIGNS = "/:;,-._~"


class Piece(NamedTuple):
    """A stretch of text; `address` is where it leads, and empty for plain words."""

    text: str
    address: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """Cut a text into plain words and addresses; joined again, the pieces are the text."""
    end = 0
    for found in re.finditer(_ADDRESS, text):
        words = _without_punctuation(found[0])
        yield Piece(text[end : found.start()])
        yield Piece(words, _address(words))
        end = found.start() + len(words)
    yield Piece(text[end:])


def _without_punctuation(words: str) -> str:
    """The words without what ends the sentence or closes a bracket that was opened before them."""
    while words[-1] in _PUNCTUATION or _closes_nothing(words):
        words = words[:-1]
    return words


def _closes_nothing(words: str) -> bool:
    last = words[-1]
    return last in _CLOSING and words.count(last) > words.count(_CLOSING[last])


def _address(words: str) -> str:
    kind, _, rest = words.partition(":")
    if kind.lower() == "doi":
        return DOI_RESOLVER + quote(rest, safe=_DOI_SIGNS)
    if kind.lower() == "pmid":
        return f"{PUBMED}{rest}/"
    return quote(words, safe=_URL_SIGNS)
