"""The likely cause of a YAML syntax error, in our words.

The two parsers of PyYAML word an error differently and change their wording, but they agree on where it is.
So the cause is guessed from the text around that place; this module knows no YAML library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Shown: TypeAlias = Literal["error", "opener", "line", "backslash"]

_QUOTE: Final = 'put the whole value in quotes: "…"'
# How much of a line a guess looks at, on either side: patterns must stay quick on a line of 256 kB.
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Trouble:
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


@dataclass(frozen=True, slots=True)
class Cause:
    """A guess at a syntax error: the texts that it wants to see, and what to tell the curator.

    Attributes:
        message: what was found.
        fix: what to do.
        scanner: see `Trouble`; None fits both.
        opener: pattern at the start of `Trouble.opener`.
        before: pattern anywhere in `Trouble.before`.
        rest: pattern at the start of `Trouble.rest`.
        show: where: at the error, at the beginning of its construct or line, or at the backslash before.
        code: the code of the problem.
    """

    message: str
    fix: str
    scanner: bool | None = None
    opener: str = ""
    before: str = ""
    rest: str = ""
    show: Shown = "error"
    code: str = "Y005"

    def fits(self, trouble: Trouble) -> bool:
        """Tell whether this may be the cause of the trouble."""
        return (
            self.scanner in (None, trouble.scanner)
            and re.match(self.opener, trouble.opener[:_SHOWN]) is not None
            and re.search(self.before, trouble.before[-_SHOWN:]) is not None
            and re.match(self.rest, trouble.rest[:_SHOWN]) is not None
        )


DIRECTIVE: Final = Cause(
    'a line that begins with "%" is an instruction to a YAML program',
    "delete the line",
    before="^$",
    rest="%",
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
    'write "key: value", or indent the line below the key whose text it goes on with',
    scanner=True,
    opener=".",
    show="opener",
)
_SECOND_COLON: Final = Cause(
    'an unquoted value contains ": "',
    _QUOTE,
    scanner=True,
    opener="$",
    before=r":\s",
    rest=":",
)
_AFTER_QUOTE: Final = Cause(
    "text follows a closing quote",
    "put it at the end, and close those above; in single quotes ' is written '', in double \" is \\\"",
    scanner=False,
    before=r"[\"']\s*$",
    rest=r"[^\s\]},:]",
)
_UNKNOWN: Final = Cause(
    "the text cannot be read as YAML from here on",
    "compare indentation, colons, quotes and brackets with those of another record",
)

# The first that fits speaks, so the special stand before the general.
CAUSES: Final = (
    DIRECTIVE,
    Cause(DIRECTIVE.message, DIRECTIVE.fix, scanner=True, opener="%", show="opener"),
    BAD_ESCAPE,
    Cause(BAD_ESCAPE.message, BAD_ESCAPE.fix, scanner=True, opener='"', before=r"\\[xuU]?$", show="backslash"),
    Cause(
        _NO_COLON.message,
        _NO_COLON.fix,
        scanner=True,
        opener=r"\"[^\"]*\"\s*$|'[^']*'\s*$",
        show="opener",
    ),
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
    Cause(
        'a value that begins with "!" is a tag to YAML',
        _QUOTE,
        scanner=True,
        opener="!",
        show="opener",
        code="Y008",
    ),
    Cause(
        "there is no space after the dash of a list item",
        'write "- " and then the item',
        scanner=True,
        opener=r"-[^\s-]",
        show="opener",
    ),
    Cause(
        "there is no space after the colon",
        'write "key: value", with a space after the colon',
        scanner=True,
        opener=r"[\w-]+:\S",
        show="opener",
    ),
    _NO_COLON,
    Cause("an unquoted value begins with a sign that YAML reserves", _QUOTE, scanner=True, rest="[%@`?]"),
    Cause(BLOCK_NUMBER.message, BLOCK_NUMBER.fix, scanner=True, rest="[>|]"),
    _SECOND_COLON,
    Cause(
        "a key stands here where the text above goes on",
        'give the line the indentation of its neighbours; a key above it needs ": "',
        scanner=True,
        rest=":",
        show="line",
    ),
    Cause(
        "a list begins on the line of its key",
        'begin the list on the next line, or write it in brackets: [a, b]; if it is text, quote it: "- …"',
        scanner=True,
        before=r"\S",
        rest=r"-(\s|$)",
    ),
    Cause(
        "a bracket closes that is not the one opened last",
        "close every [ with ] and every { with }, the last opened first",
        scanner=False,
        opener=r"[\[{]",
        rest=r"[\]}]",
    ),
    _AFTER_QUOTE,
    Cause(
        _SECOND_COLON.message,
        _QUOTE + ", or a comma before the next key",
        scanner=False,
        opener=r"[\[{]",
        before=r"[\[{,].*:\s",
        rest=":",
    ),
    Cause(
        "the bracket that opens here is not closed, or a comma between its items is missing",
        "close the bracket, or put commas between the items",
        scanner=False,
        opener=r"[\[{]",
        show="opener",
    ),
    Cause(
        "the text ends before a bracket is closed",
        "close every [ with ] and every { with }",
        scanner=False,
        opener="$",
        rest="$",
    ),
    Cause(
        "a closing bracket or a comma stands where a value should",
        "delete it, or " + _QUOTE,
        scanner=False,
        rest=r"[\]},]",
    ),
    Cause(
        'a value that begins with "!" is a tag to YAML',
        _QUOTE,
        scanner=False,
        rest="!",
        code="Y008",
    ),
    Cause(
        "a list item stands among keys",
        "indent the item like the other items of its list, below the key that it belongs to",
        scanner=False,
        opener=r"[^-]",
        rest=r"-(\s|$)",
    ),
    Cause(
        "the indentation of this line fits no line above it",
        "give the line as many leading spaces as its neighbours have",
        scanner=False,
        opener=".",
    ),
    _UNKNOWN,
)


def likely_cause(trouble: Trouble) -> Cause:
    """Return the first cause that fits; the last row of the table fits everything."""
    return next(cause for cause in CAUSES if cause.fits(trouble))
