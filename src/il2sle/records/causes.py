"""The likely cause of a YAML syntax error, in our words.

The two parsers of PyYAML word an error differently and change their wording, but they agree on where it is.
So the cause is guessed from the text around that place; this module knows no YAML library.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from il2sle.frozen import Frozen, replace

Shown: TypeAlias = Literal["error", "opener", "line", "backslash"]

_QUOTE: Final = 'put the whole value in quotes: "…"'
# How much of a line a guess looks at, on either side: patterns must stay quick on a line of 256 kB.
_SHOWN: Final = 200


class Trouble(Frozen):
    """What stands where a parser gave up.

    Attributes:
        scanner: whether single characters were the trouble (else whole words and brackets).
        opener: the line from where the broken construct began; empty where the parser names no beginning.
        before: the line of the error, up to the error.
        rest: the line of the error, from the error on.
    """

    scanner: bool
    opener: str
    before: str
    rest: str


class Cause(Frozen):
    """A guess at a syntax error: the texts that it wants to see, and what to tell the curator.

    Attributes:
        message: what was found.
        fix: what to do.
        scanner: see `Trouble`; None fits both.
        opener: pattern at the start of `Trouble.opener`.
        before: pattern anywhere in `Trouble.before`.
        rest: pattern at the start of `Trouble.rest`.
        show: where: at the error, at the beginning of its construct or line, or at the backslash before.
    """

    message: str
    fix: str
    scanner: bool | None = None
    opener: str = ""
    before: str = ""
    rest: str = ""
    show: Shown = "error"

    def fits(self, trouble: Trouble) -> bool:
        """Tell whether this may be the cause of the trouble."""
        return (
            self.scanner in (None, trouble.scanner)
            and re.match(self.opener, trouble.opener[:_SHOWN]) is not None
            and re.search(self.before, trouble.before[-_SHOWN:]) is not None
            and re.match(self.rest, trouble.rest[:_SHOWN]) is not None
        )


RESERVED: Final = Cause(
    "a line or an unquoted value begins with a sign that YAML keeps for itself",
    _QUOTE + "; delete a line that begins with %",
    scanner=True,
    opener="[%!]",
    show="opener",
)
BLOCK_NUMBER: Final = Cause(
    'an unquoted value that begins with ">" or "|" opens a text of several lines',
    _QUOTE + ', as in p: ">0.05"',
    scanner=True,
    opener="[>|]",
    show="opener",
)
BAD_ESCAPE: Final = Cause(
    "a backslash in double quotes is followed by what is no escape",
    "double the backslash, or use single quotes",
    scanner=True,
    opener='"',
    rest=r"\\",
    show="backslash",
)
_NO_COLON: Final = Cause(
    'this line is no "key: value", and no part of the text above it',
    'write "key: value", or indent the line below the key whose text it goes on with; after - and : stands a blank',
    scanner=True,
    opener=".",
    show="opener",
)
_SECOND_COLON: Final = Cause(
    'an unquoted value contains ": "',
    _QUOTE + "; in braces put a comma before the next key",
    scanner=True,
    opener="$",
    before=r":\s",
    rest=":",
)
_BRACKETS: Final = Cause(
    "brackets do not match, or a comma between their items is missing",
    "close every [ with ] and every { with }, the last opened first, and put commas between the items",
    scanner=False,
    opener=r"[\[{]",
    show="opener",
)
_INDENTATION: Final = Cause(
    "what begins here fits no line above it",
    "give the line the indentation of its neighbours; a list begins on the line below its key",
    scanner=False,
    opener=".",
)

# About ten slips that curators make; the first that fits speaks, so the special stand before the general.
CAUSES: Final = (
    BAD_ESCAPE,
    replace(BAD_ESCAPE, before=r"\\[xuU]?$", rest=""),
    replace(_NO_COLON, opener=r"\"[^\"]*\"\s*$|'[^']*'\s*$"),
    Cause(
        "the quote that opens here is not closed",
        "close it; an apostrophe at the beginning of a text needs double quotes around the whole",
        scanner=True,
        opener="[\"']",
        show="opener",
    ),
    BLOCK_NUMBER,
    Cause(
        'an unquoted value that begins with "*" or "&" is a reference to YAML',
        _QUOTE,
        scanner=True,
        opener="[*&]",
        show="opener",
    ),
    RESERVED,
    Cause(
        "there is no space after the colon",
        'write "key: value", with a space after the colon',
        scanner=True,
        opener=r"[\w-]+:\S",
        show="opener",
    ),
    _NO_COLON,
    replace(RESERVED, opener="", rest="[%@`?]", show="error"),
    replace(BLOCK_NUMBER, opener="", rest="[>|]", show="error"),
    _SECOND_COLON,
    replace(_INDENTATION, scanner=True, opener="", rest=":", show="line"),
    replace(_INDENTATION, scanner=True, opener="", before=r"\S", rest=r"-(\s|$)"),
    Cause(
        "text follows a closing quote",
        "put it at the end, and close those above; in single quotes ' is written '', in double \" is \\\"",
        scanner=False,
        before=r"[\"']\s*$",
        rest=r"[^\s\]},:]",
    ),
    replace(_SECOND_COLON, scanner=False, opener=r"[\[{]", before=r"[\[{,].*:\s"),
    _BRACKETS,
    replace(_BRACKETS, opener="", rest=r"[\]},]|$", show="error"),
    _INDENTATION,
    Cause(
        "the text cannot be read as YAML from here on",
        "compare indentation, colons, quotes and brackets with those of another record",
    ),
)


def likely_cause(trouble: Trouble) -> Cause:
    """Return the first cause that fits; the last row of the table fits everything."""
    return next(cause for cause in CAUSES if cause.fits(trouble))
