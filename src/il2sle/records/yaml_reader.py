"""The bytes of one record to plain data, with the place of every key and value beside it.

The only module that imports yaml. It takes no more from it than the stream of events: composing would
follow aliases and recurse, constructing would guess types by YAML 1.1. It opens no file and knows no field
of a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import yaml
from yaml.scanner import ScannerError

from .causes import BAD_ESCAPE, BLOCK_NUMBER, RESERVED, Cause, Trouble, likely_cause
from .scalars import DECIMAL_POINT, normal, plain, with_comma
from .source_map import Data, Node, SourceMap
from .text import MAX_BYTES, REFUSED, Findings, Mark, PlainText, describe, echoes, listed, printable, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from il2sle.errors import Problem

__all__ = ["FASTEST", "MAX_BYTES", "MAX_DEPTH", "Data", "Loader", "Mark", "Node", "SourceMap", "read_yaml"]

Loader: TypeAlias = "type[yaml.SafeLoader | yaml.CSafeLoader]"

MAX_DEPTH: Final = 20
# PyYAML may have been built without its C parser, which is several times as fast.
FASTEST: Final[Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(raw: bytes, path: str, *, loader: Loader | None = None) -> tuple[SourceMap | None, list[Problem]]:
    """Read the bytes of one file, and find all that is wrong with them as YAML.

    A document may come with problems: where the text could be read to its end, what was not refused can be
    validated in the same run.

    Args:
        raw: what the file holds.
        path: the file's name as problems shall show it.
        loader: a loader of PyYAML, of which only the parser is used; None for the fastest there is.

    Returns:
        The document, None where there is nothing to validate; and the problems, sorted by place.
    """
    plain, characters = read_text(raw, path)
    if plain is None:
        return None, listed(characters)
    reader = _Reader(plain)
    whole = reader.read(loader or FASTEST, characters)
    return reader.document() if whole else None, listed(characters, reader.findings)


class _BrokenError(Exception):
    """The parser gave up: the likely cause, and the index of the character to show."""

    def __init__(self, cause: Cause, index: int) -> None:
        super().__init__(cause.message)
        self.cause = cause
        self.index = index


_BEYOND_UNICODE: Final = re.compile(r"\\U(?!000|0010)")


def _events(plain: PlainText, loader: Loader) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(plain.text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise _BrokenError(*_diagnosis(plain, error)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The Python parser hands an escape such as "\UFFFFFFFF" to `chr` as it is.
        escape = _BEYOND_UNICODE.search(plain.text)
        raise _BrokenError(BAD_ESCAPE, escape.start() if escape else 0) from error


def _diagnosis(plain: PlainText, error: yaml.MarkedYAMLError) -> tuple[Cause, int]:
    at = error.problem_mark.index if error.problem_mark else 0
    opened = error.context_mark.index if error.context_mark else at
    before, rest = plain.around(at)
    opener = plain.around(opened)[1] if opened != at else ""
    cause = likely_cause(Trouble(isinstance(error, ScannerError), opener, before, rest))
    places = {
        "error": at,
        "opener": opened,
        "line": at - len(before.lstrip()),
        "backslash": plain.text.rfind("\\", 0, at + 1),
    }
    return cause, places[cause.show]


# Code -> what is said, and what to do.
_REFUSALS: Final = {
    "Y003": ("the escape {name} stands for {kind}", "write the text without it"),
    "Y004": ("the escape {name} stands for a tab", "replace every tab by spaces"),
    "Y006": ("the key {name} stands in line {first} and again in line {line}", "join the two, or delete one"),
    "Y007": (
        "{name} makes one value stand in two places",
        "write the value out; if it is text, put it in quotes",
    ),
    "Y008": ("a value has a tag", "delete the word that begins with !; if it is text, put it in quotes"),
    "Y009": (
        "a further document begins here",
        'one file holds one record: delete the line "---", or split the file',
    ),
    "Y010": (
        f"brackets or indentation nest deeper than {MAX_DEPTH} levels",
        "a record needs fewer; look for a missing end",
    ),
    "Y011": ("the file holds no data", "write the record, or delete the file"),
    "Y012": (
        "the file begins with {kind}, not with a key",
        'a record is a list of "key: value" from the top',
    ),
    "Y013": ("a key is {kind}; keys are text or whole numbers", "put the key in quotes, or give it a name"),
    "Y014": ("{name} looks like a number, but {found}", "{fix}; if it is text, put it in quotes"),
}
_CAUSE: Final = ("{message}", "{fix}")
_KINDS: Final[dict[type, str]] = {
    type(None): "empty",
    bool: "true or false",
    Decimal: "a decimal number",
    str: "text",
    int: "a number",
    list: "a list",
    dict: "a mapping",
}

_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPE_LETTERS: Final = {
    "0": "\x00", "a": "\x07", "b": "\x08", "t": "\t", "v": "\x0b", "f": "\x0c", "r": "\r", "e": "\x1b",
    "N": "\x85", "L": "\u2028", "P": "\u2029",
}  # fmt: skip

# The Python parser lets half a character through, the C parser does not.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# `n: >5` would read as a folded text without lines, and lose the 5; the C parser loses `|#5` too.
_BLOCK_NUMBER: Final = re.compile(r"[|>][+-]?[^\s+-]")

# A bracket, or what may hold one that is none: a quoted text, a comment.
_BRACKET: Final = re.compile(r"""[][{}]|"(?:[^"\\]|\\.)*"|'[^']*'|(?:^|(?<=\s))#.*""", re.MULTILINE)

_Collection: TypeAlias = "dict[str | int, Data] | list[Data]"
_Marked: TypeAlias = "yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent"


class _Key(NamedTuple):
    """A key that waits for its value; without a name it was refused, and its value is dropped."""

    name: str | int | None
    mark: Mark


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    data: _Collection
    node: Node
    flow: bool
    key: _Key | None = None


class _Reader:
    """Builds data and tree from the events, without recursion, and notes what it refuses."""

    def __init__(self, plain: PlainText) -> None:
        self.plain = plain
        self.findings = Findings(plain)
        self.documents: list[tuple[Data, Node]] = []
        self.open: list[_Open] = []
        self.last = len(plain.lines) - 1
        self.seen = 0  # where the last event ended

    def read(self, loader: Loader, replaced: Findings) -> bool:
        """Read all events, and tell whether they came to the end of the text."""
        try:
            for event in _events(self.plain, loader):
                _TAKE.get(type(event), _pass)(self, event)
                self.seen = event.end_mark.index if event.end_mark else self.seen
                if len(self.open) > MAX_DEPTH:
                    self.refuse_depth(_index(event))
                    return False
        except _BrokenError as error:
            if (deep := self.too_deep(error.index)) is not None:
                self.refuse_depth(deep)
            elif not echoes(self.plain.mark(error.index).line, replaced):
                self.blame(error.cause, error.index)
            return False
        self.check_top()
        return True

    def document(self) -> SourceMap | None:
        """Return the first document, where it is a mapping."""
        data, node = self.documents[0] if self.documents else (None, None)
        if not isinstance(data, dict) or node is None:
            return None
        return SourceMap(self.plain.path, self.plain.lines, data, node)

    def too_deep(self, end: int) -> int | None:
        """The bracket that is one too many, among those that the parser has read and not told of yet; else None.

        A parser may object to depth by itself (libyaml since 0.2.6, at 1,000 levels), and looks ahead before it
        hands out the first of many brackets: what we say must not depend on where it stops.
        """
        depth = len(self.open)
        for found in _BRACKET.finditer(self.plain.text, self.seen, end + 1):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
            if depth > MAX_DEPTH:
                return found.start()
        return None

    def refuse_depth(self, at: int) -> None:
        """Say that it nests too deep; what else is wrong inside these brackets, not every parser comes to tell."""
        outermost = next((top.node.value for top in self.open if top.flow), self.plain.mark(at))
        self.findings.forget_from(outermost)
        self.refuse(at, "Y010")

    def refuse(self, at: int | Mark, code: str, *, name: str = "", **facts: object) -> None:
        self.findings.add(at, code, _REFUSALS[code], name=name, **facts)

    def blame(self, cause: Cause, index: int) -> None:
        self.findings.add(index, "Y005", _CAUSE, message=cause.message, fix=cause.fix)

    def check_top(self) -> None:
        data, node = self.documents[0] if self.documents else (None, None)
        if data is None or node is None:
            self.refuse(Mark(0, 0), "Y011")
        elif not isinstance(data, dict):
            self.refuse(node.value, "Y012", kind=_KINDS[type(data)])

    def mark(self, event: yaml.Event) -> Mark:
        at = event.start_mark
        if at is not None and at.line < self.last:
            return Mark(at.line + 1, at.column + 1)
        # By index: where the text ends, the C parser counts one line too many.
        return self.plain.mark(_index(event))

    # What each event does.

    def begin_document(self, event: yaml.DocumentStartEvent) -> None:
        if self.plain.text.startswith("%", _index(event)):
            self.blame(RESERVED, _index(event))
        if self.documents:
            self.refuse(self.mark(event), "Y009")

    def alias(self, event: yaml.AliasEvent) -> None:
        self.refuse(self.mark(event), "Y007", name=f"*{event.anchor}")
        self.put(None, self.mark(event), refused=True)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        mark = self.checked(event)
        if event.style:
            self.check_quoted(event)
            self.put(normal(printable(event.value)), mark)
            return
        if figure := self.figure_with_comma(event, mark):
            self.refuse(mark, "Y014", name=figure, found="it has a comma", fix=DECIMAL_POINT)
            self.put(None, mark, refused=True)
            return
        value, odd = plain(event.value)
        if odd:
            self.refuse(mark, "Y014", name=str(value), found=odd.found, fix=odd.fix)
        self.put(value, mark)

    def figure_with_comma(self, event: yaml.ScalarEvent, mark: Mark) -> str | None:
        """The whole of a figure such as `55,17` in braces, where the second half would become a key; else None."""
        top = self.open[-1] if self.open else None
        if top is None or not top.flow or not isinstance(top.data, dict) or top.key is not None:
            return None
        line, start = self.plain.lines[mark.line - 1], mark.column - 1
        return with_comma(line[:start], event.value, line[start + len(event.value) :])

    def begin_mapping(self, event: yaml.MappingStartEvent) -> None:
        self.begin(event, {})

    def begin_list(self, event: yaml.SequenceStartEvent) -> None:
        self.begin(event, [])

    def begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, data: _Collection) -> None:
        self.open.append(_Open(data, self.put(data, self.checked(event)), flow=bool(event.flow_style)))

    def end(self, _event: yaml.Event) -> None:
        self.open.pop()

    # Where a value goes.

    def put(self, value: Data, mark: Mark, *, refused: bool = False) -> Node:
        """Hang a value below the list or key that waits for it, or make it such a key; return its node."""
        if not self.open:
            self.documents.append((value, node := Node(mark, mark, {})))
            return node
        top = self.open[-1]
        if isinstance(top.data, list):
            node = top.node.children[len(top.data)] = Node(mark, mark, {})
            top.data.append(value)
            return node
        if top.key is None:
            top.key = _Key(None if refused else self.accepted(value, mark, top.node), mark)
            return Node(mark, mark, {})
        (name, place), top.key = top.key, None
        node = Node(mark, place, {})
        if name is not None:
            top.data[name] = value
            top.node.children[name] = node
        return node

    def accepted(self, key: Data, mark: Mark, parent: Node) -> str | int | None:
        """Return a key, None where it is refused."""
        if isinstance(key, bool) or not isinstance(key, str | int):
            self.refuse(mark, "Y013", kind=_KINDS[type(key)])
        elif key == "<<":
            self.refuse(mark, "Y007", name=key)
        elif twin := parent.children.get(key):
            self.refuse(mark, "Y006", name=str(key), first=twin.key.line)
        else:
            return key
        return None

    # What is refused in one event.

    def checked(self, event: _Marked) -> Mark:
        mark = self.mark(event)
        if event.anchor is not None:
            self.refuse(mark, "Y007", name=f"&{event.anchor}")
        if event.tag is not None:
            self.refuse(mark, "Y008")
        return mark

    def check_quoted(self, event: yaml.ScalarEvent) -> None:
        start = _index(event)
        if _BLOCK_NUMBER.match(self.plain.text, start):
            self.blame(BLOCK_NUMBER, start)
        if event.style != '"':
            return
        end = event.end_mark.index if event.end_mark else start
        for escape in _ESCAPE.finditer(self.plain.text, start, end):
            self.check_escape(escape.start(), escape[0], _escaped(escape))

    def check_escape(self, index: int, escape: str, character: str) -> None:
        if character == "\t":
            self.refuse(index, "Y004", name=escape)
        elif _SURROGATE.match(character):
            self.blame(BAD_ESCAPE, index)
        elif REFUSED.match(character):
            self.refuse(index, "Y003", name=escape, kind=describe(character))


def _index(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _escaped(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    return chr(int(digits, 16)) if digits else _ESCAPE_LETTERS.get(escape[4], "")


def _pass(_reader: _Reader, _event: yaml.Event) -> None:
    """Take no notice of an event."""


_TAKE: Final[dict[type[yaml.Event], Callable[[_Reader, Any], None]]] = {
    yaml.DocumentStartEvent: _Reader.begin_document,
    yaml.AliasEvent: _Reader.alias,
    yaml.ScalarEvent: _Reader.scalar,
    yaml.MappingStartEvent: _Reader.begin_mapping,
    yaml.SequenceStartEvent: _Reader.begin_list,
    yaml.MappingEndEvent: _Reader.end,
    yaml.SequenceEndEvent: _Reader.end,
}
