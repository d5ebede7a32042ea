"""The bytes of one record to text: size, encoding, the characters it may hold, and places in it.

Knows no YAML. What it hands on is safe for a terminal, character for character in its old place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from il2sle.errors import Place, Problem
from il2sle.frozen import Frozen, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES: Final = 256 * 1024
# A longer line is not quoted: every problem in it would print it again.
MAX_QUOTED_LINE: Final = 1000
# A hostile file holds 100,000 problems: what follows the first hundred is counted, not listed.
MAX_PROBLEMS: Final = 100

# First, last, what it is. Tab and line feed are missing: one has a code of its own, the other ends a line.
# The lists that Python carries differ between its versions, so the ranges stand here.
_REFUSED: Final = (
    (0x0000, 0x0008, "a control character"),
    (0x000B, 0x001F, "a control character"),
    (0x007F, 0x009F, "a control character"),
    (0x00AD, 0x00AD, "an invisible hyphen"),
    (0x034F, 0x034F, "an invisible character"),
    (0x061C, 0x061C, "a control of writing direction"),
    (0x070F, 0x070F, "an invisible character"),
    (0x115F, 0x1160, "an invisible character"),
    (0x17B4, 0x17B5, "an invisible character"),
    (0x180B, 0x180F, "an invisible character"),
    (0x200B, 0x200D, "an invisible character"),
    (0x200E, 0x200F, "a control of writing direction"),
    (0x2028, 0x2029, "an invisible line break"),
    (0x202A, 0x202E, "a control of writing direction"),
    (0x2060, 0x2065, "an invisible character"),
    (0x2066, 0x2069, "a control of writing direction"),
    (0x206A, 0x206F, "an invisible character"),
    (0x3164, 0x3164, "an invisible character"),
    (0xD800, 0xDFFF, "half of a character"),
    (0xFE00, 0xFE0F, "an invisible character"),
    (0xFEFF, 0xFEFF, "an invisible byte order mark"),
    (0xFFA0, 0xFFA0, "an invisible character"),
    (0xFFF0, 0xFFFB, "an invisible character"),
    (0xFFFD, 0xFFFD, "the sign of text lost in a conversion"),
    (0xFFFE, 0xFFFF, "not a character"),
    (0x13430, 0x1345F, "an invisible character"),
    (0x1BCA0, 0x1BCA3, "an invisible character"),
    (0x1D173, 0x1D17A, "an invisible character"),
    (0xE0000, 0xE0FFF, "an invisible character"),
)
REPLACEMENT: Final = "\ufffd"
REFUSED: Final = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last, _ in _REFUSED) + "]")
_HARMLESS: Final = bytes(range(0x20, 0x7F)) + b"\n"
_REFUSED_RUN: Final = REFUSED.pattern + r"+|\t+"  # few files have any, and it takes a while to compile


def describe(character: str) -> str:
    """Return the number of a refused character and what it is: `U+001B, a control character`."""
    number = ord(character)
    kind = next((kind for first, last, kind in _REFUSED if first <= number <= last), "a character")
    return f"U+{number:04X}, {kind}"


def printable(text: str) -> str:
    """Return the text, character for character, with all that a terminal must not see replaced."""
    if text.isascii() and text.isprintable():  # as most are; the pattern takes ten times as long
        return text
    return REFUSED.sub(REPLACEMENT, text).replace("\t", " ")


def one_line(text: str) -> str:
    """Return a file's name as problems show it: names may hold line feeds too."""
    return printable(text).replace("\n", REPLACEMENT)


def _named(text: str) -> str:
    """Return a text as a message names it: on one line, short, printable, in quotes."""
    line = " ".join(printable(text[:_LOOKED_AT]).split())
    return f'"{line}"' if len(line) <= _NAMED else f'"{line[: _NAMED - 1]}…"'


_LOOKED_AT: Final = 200
_NAMED: Final = 40


class Mark(NamedTuple):
    """A place in a text; both count from 1, columns in characters."""

    line: int
    column: int


class PlainText(Frozen):
    """The text of one file, with line feeds only, and every refused character replaced by one other.

    Attributes:
        path: the file's name as problems show it.
        text: the text.
        lines: its lines without their ends.
        starts: the index in `text` at which each line begins.
    """

    path: str
    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, path: str) -> PlainText:
        """Return a text made printable; its line ends are line feeds already."""
        # Twenty thousand characters are looked through at once, and but for a few accents and signs nothing is left.
        others = text.encode(errors="surrogatepass").translate(None, _HARMLESS).decode(errors="surrogatepass")
        shown = text if printable(others) == others else printable(text)
        lines = shown.split("\n")
        if not lines[-1]:
            lines.pop()
        starts = accumulate([len(line) + 1 for line in lines], initial=0)
        return cls(path, shown, tuple(lines), tuple(starts)[: len(lines)])

    def mark(self, index: int) -> Mark:
        """Return the place of a character; the end of the text stands behind the last line."""
        if not self.starts:
            return Mark(0, 0)
        line = bisect_right(self.starts, index)
        return Mark(line, min(index - self.starts[line - 1], len(self.lines[line - 1])) + 1)

    def around(self, index: int) -> tuple[str, str]:
        """Return the line of a character in two parts; the character heads the second."""
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index)
        return self.text[start:index], self.text[index : len(self.text) if end < 0 else end]


def quotable(lines: Sequence[str], line: int) -> str:
    """Return a line, counted from 1, as a problem quotes it; empty outside the text and if overlong."""
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    return text if len(text) <= MAX_QUOTED_LINE else ""


Sentences: TypeAlias = tuple[str, str]


class Findings:
    """Problems of one text in the order found, which is the order of their places.

    Attributes:
        plain: the text.
        problems: the first of them.
        unlisted: how many there are beyond those.
    """

    def __init__(self, plain: PlainText) -> None:
        self.plain = plain
        self.problems: list[Problem] = []
        self.unlisted = 0

    def forget_from(self, mark: Mark) -> None:
        """Drop the problems at and behind a place."""
        self.problems = [problem for problem in self.problems if (problem.place.line, problem.place.column) < mark]

    def add(self, at: int | Mark, code: str, sentences: Sentences, *, name: str = "", **facts: object) -> None:
        """Add a problem, or count it where there are too many.

        Args:
            at: its place, or the index of a character.
            code: its code.
            sentences: what was found and what to do, with fields: line, name, and the facts.
            name: a text from the file, to be quoted.
            facts: what else to say.
        """
        if len(self.problems) >= MAX_PROBLEMS:
            self.unlisted += 1
            return
        mark = at if isinstance(at, Mark) else self.plain.mark(at)
        fields = {"line": mark.line, "name": _named(name), **facts}
        message, fix = (sentence.format(**fields) for sentence in sentences)
        line = quotable(self.plain.lines, mark.line)
        self.problems.append(Problem(Place(self.plain.path, *mark), code, message, fix, source_line=line))


_TOO_LARGE: Final = (
    "the file has more than {limit:,} bytes",
    "shorten it: one file holds one trial",
)
_NOT_UTF8: Final = (
    "byte {number:,} of the file, 0x{byte:02X}, is not UTF-8",
    'save the file with the encoding "UTF-8", then look at its accents and signs again',
)
_CHARACTER: Final = ("here is {kind}{more}", "delete it, and type the word around it anew")
_TAB: Final = ("line {line} has a tab", "replace every tab by spaces")


def read_text(raw: bytes, path: str) -> tuple[PlainText | None, Findings]:
    """Return the text of one file, None where it has none, and what is wrong with its characters."""
    if len(raw) > MAX_BYTES:
        findings = Findings(PlainText.of("", path))
        findings.add(Mark(0, 0), "Y001", _TOO_LARGE, limit=MAX_BYTES)
        return None, findings
    try:
        text = _line_feeds(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, _not_utf8(raw, error.start, path)
    findings = Findings(PlainText.of(text, path))
    if findings.plain.text != text or REPLACEMENT in text:
        _check_characters(findings, text)
    return findings.plain, findings


def _line_feeds(decoded: str) -> str:
    return decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(raw: bytes, offset: int, path: str) -> Findings:
    findings = Findings(PlainText.of(_line_feeds(raw.decode("utf-8", errors="replace")), path))
    index = len(_line_feeds(raw[:offset].decode("utf-8")))
    findings.add(index, "Y002", _NOT_UTF8, number=offset + 1, byte=raw[offset])
    return findings


def _check_characters(findings: Findings, text: str) -> None:
    tabbed = 0
    for run in re.finditer(_REFUSED_RUN, text):
        mark = findings.plain.mark(run.start())
        if run[0][0] != "\t":
            more = f", and {len(run[0]) - 1:,} more" if len(run[0]) > 1 else ""
            findings.add(mark, "Y003", _CHARACTER, kind=describe(run[0][0]), more=more)
        elif mark.line != tabbed:
            findings.add(mark, "Y004", _TAB)
            tabbed = mark.line


def echoes(line: int, replaced: Findings) -> bool:
    """Tell whether trouble in a line may come from a replaced character: in it, or in indentation above."""
    return any(_spoils(replaced.plain, problem, line) for problem in replaced.problems)


def _spoils(plain: PlainText, problem: Problem, line: int) -> bool:
    place = problem.place
    indents = problem.code == "Y004" and not plain.lines[place.line - 1][: place.column].strip()
    return place.line == line or (indents and place.line < line)


def listed(*parts: Findings) -> list[Problem]:
    """Return all problems by place; where they are too many, the last says how many are left out."""
    problems = sorted(
        (problem for part in parts for problem in part.problems),
        key=attrgetter("place.line", "place.column", "code", "message"),
    )
    return first_problems(problems, len(problems) + sum(part.unlisted for part in parts))


def first_problems(problems: Sequence[Problem], number: int) -> list[Problem]:
    """Return the first hundred problems of a file; where it has more, the last says how many are left out."""
    listed = list(problems[:MAX_PROBLEMS])
    if number <= len(listed):
        return listed
    message = f"the file has {number - len(listed):,} more problems, which are not listed"
    fix = "correct those above, then check the file again"
    return [*listed, replace(listed[-1], code="Y015", message=message, help=fix, severity="error")]
