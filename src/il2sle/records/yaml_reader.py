"""The bytes of one record to plain data, with the place of every key and value beside it.

The only module that imports yaml. It takes no more from it than the stream of events: composing would
follow aliases and recurse, constructing would guess types by YAML 1.1. It opens no file and knows no field
of a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml.scanner import ScannerError

from .causes import BAD_ESCAPE, BLOCK_NUMBER, RESERVED, Cause, Trouble, likely_cause
from .refusals import CAUSE, ESCAPE, KINDS, MAX_DEPTH, REFUSALS, SURROGATE, escaped
from .scalars import DECIMAL_POINT, normal, plain, with_comma
from .source_map import NO_NODES, Data, Node, SourceMap
from .text import MAX_BYTES, REFUSED, Findings, Mark, PlainText, describe, echoes, listed, printable, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from il2sle.errors import Problem

__all__ = ["FASTEST", "MAX_BYTES", "MAX_DEPTH", "Data", "Loader", "Mark", "Node", "SourceMap", "read_yaml"]

Loader: TypeAlias = "type[yaml.SafeLoader | yaml.CSafeLoader]"

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


_BEYOND_UNICODE: Final = re.compile(r"\\U(?!000|0010)")


def _diagnosis(plain: PlainText, error: Exception) -> tuple[Cause, int]:
    """The likely cause for which the parser gave up, and the index of the character to show."""
    if not isinstance(error, yaml.MarkedYAMLError):
        # The Python parser hands an escape such as "\UFFFFFFFF" to `chr` as it is.
        escape = _BEYOND_UNICODE.search(plain.text)
        return BAD_ESCAPE, escape.start() if escape else 0
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


# `n: >5` would read as a folded text without lines, and lose the 5; the C parser loses `|#5` too.
_BLOCK_NUMBER: Final = re.compile(r"[|>][+-]?[^\s+-]")

# A bracket, or what may hold one that is none: a quoted text, a comment.
_BRACKET: Final = re.compile(r"""[][{}]|"(?:[^"\\]|\\.)*"|'[^']*'|(?:^|(?<=\s))#.*""", re.MULTILINE)

_Collection: TypeAlias = "dict[str | int, Data] | list[Data]"
_Marked: TypeAlias = "yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent"


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet.

    Attributes:
        data: what it holds by now, by index or by key.
        node: its place.
        flow: whether it stands in brackets.
        key: the key that waits for its value; None also where it was refused, and its value is dropped.
        key_at: the place of that key; None where none waits.
    """

    data: _Collection
    node: Node
    flow: bool
    key: str | int | None = None
    key_at: int | None = None


class _TooDeepError(Exception):
    """Something nests too deep, at the index of a character."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class _Reader:
    """Builds data and tree from the events, without recursion, and notes what it refuses."""

    def __init__(self, plain: PlainText) -> None:
        self.plain = plain
        self.findings = Findings(plain)
        self.documents: list[tuple[Data, Node]] = []
        self.open: list[_Open] = []

    def read(self, loader: Loader, replaced: Findings) -> bool:
        """Read all events, and tell whether they came to the end of the text."""
        event: yaml.Event | None = None
        try:
            # A record has a thousand events: what is done for each of them is most of the time that reading takes.
            for event in iter(loader(self.plain.text).get_event, None):
                if (take := _TAKE.get(type(event))) is not None:
                    take(self, event)
        except _TooDeepError as error:
            self.refuse_depth(error.index)
            return False
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            if not isinstance(error, yaml.YAMLError) and not _BEYOND_UNICODE.search(self.plain.text):
                raise  # no escape lies beyond Unicode: it is a mistake of ours
            self.give_up(*_diagnosis(self.plain, error), seen=_end(event), replaced=replaced)
            return False
        self.check_top()
        return True

    def give_up(self, cause: Cause, index: int, *, seen: int, replaced: Findings) -> None:
        """Say why the parser could not go on, unless a character that was replaced is the reason."""
        if (deep := self.too_deep(seen, index)) is not None:
            self.refuse_depth(deep)
        elif not echoes(self.plain.mark(index).line, replaced):
            self.blame(cause, index)

    def document(self) -> SourceMap | None:
        """Return the first document, where it is a mapping."""
        data, node = self.documents[0] if self.documents else (None, None)
        if not isinstance(data, dict) or node is None:
            return None
        return SourceMap(self.plain, data, node)

    def too_deep(self, seen: int, end: int) -> int | None:
        """The bracket that is one too many, among those behind the last event that the parser has read; else None.

        A parser may object to depth by itself (libyaml since 0.2.6, at 1,000 levels), and looks ahead before it
        hands out the first of many brackets: what we say must not depend on where it stops.
        """
        depth = len(self.open)
        for found in _BRACKET.finditer(self.plain.text, seen, end + 1):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
            if depth > MAX_DEPTH:
                return found.start()
        return None

    def refuse_depth(self, at: int) -> None:
        """Say that it nests too deep; what else is wrong inside these brackets, not every parser comes to tell."""
        outermost = next((top.node.value for top in self.open if top.flow), at)
        self.findings.forget_from(self.plain.mark(outermost))
        self.refuse(at, "Y010")

    def refuse(self, at: int | Mark, code: str, *, name: str = "", **facts: object) -> None:
        self.findings.add(at, code, REFUSALS[code], name=name, **facts)

    def blame(self, cause: Cause, index: int) -> None:
        self.findings.add(index, "Y005", CAUSE, message=cause.message, fix=cause.fix)

    def check_top(self) -> None:
        data, node = self.documents[0] if self.documents else (None, None)
        if data is None or node is None:
            self.refuse(Mark(0, 0), "Y011")
        elif not isinstance(data, dict):
            self.refuse(node.value, "Y012", kind=KINDS[type(data)])

    # What each event does.

    def begin_document(self, event: yaml.DocumentStartEvent) -> None:
        at = _start(event)
        if self.plain.text.startswith("%", at):
            self.blame(RESERVED, at)
        if self.documents:
            self.refuse(at, "Y009")

    def alias(self, event: yaml.AliasEvent) -> None:
        at = _start(event)
        self.refuse(at, "Y007", name=f"*{event.anchor}")
        self.put(None, at, refused=True)

    def scalar(self, event: Any) -> None:  # noqa: ANN401  a scalar event, whose mark the parser always sets
        at = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self.check_properties(event)
        if event.style:
            self.check_quoted(event)
            self.put(normal(printable(event.value)), at)
            return
        top = self.open[-1] if self.open else None
        if top is not None and top.flow and (figure := self.figure_with_comma(event.value, at, top)):
            self.refuse(at, "Y014", name=figure, found="it has a comma", fix=DECIMAL_POINT)
            self.put(None, at, refused=True)
            return
        value, odd = plain(event.value)
        if odd is not None:
            self.refuse(at, "Y014", name=str(value), found=odd.found, fix=odd.fix)
        self.put(value, at)

    def figure_with_comma(self, text: str, at: int, top: _Open) -> str | None:
        """The whole of a figure such as `55,17` in braces, where the second half would become a key; else None."""
        if top.key_at is not None or not isinstance(top.data, dict) or not text.isdecimal():
            return None
        mark = self.plain.mark(at)
        line, start = self.plain.lines[mark.line - 1], mark.column - 1
        return with_comma(line[:start], text, line[start + len(text) :])

    def begin_mapping(self, event: yaml.MappingStartEvent) -> None:
        self.begin(event, {})

    def begin_list(self, event: yaml.SequenceStartEvent) -> None:
        self.begin(event, [])

    def begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, data: _Collection) -> None:
        at = _start(event)
        if event.anchor is not None or event.tag is not None:
            self.check_properties(event)
        node = self.put(data, at, {}) or Node(at, at, {})
        self.open.append(_Open(data, node, flow=bool(event.flow_style)))
        if len(self.open) > MAX_DEPTH:
            raise _TooDeepError(at)

    def end(self, _event: yaml.Event) -> None:
        self.open.pop()

    # Where a value goes.

    def put(
        self, value: Data, at: int, inside: dict[str | int, Node] = NO_NODES, *, refused: bool = False
    ) -> Node | None:
        """Hang a value below the list or key that waits for it and return its node, or make it such a key."""
        if not self.open:
            node = Node(at, at, inside)
            self.documents.append((value, node))
            return node
        top = self.open[-1]
        data, key_at = top.data, top.key_at
        if isinstance(data, list):
            node = top.node.children[len(data)] = Node(at, at, inside)
            data.append(value)
            return node
        if key_at is None:
            top.key_at = at
            top.key = None if refused else self.accepted(value, at, top.node)
            return None
        key, top.key_at = top.key, None
        node = Node(at, key_at, inside)
        if key is not None:
            data[key] = value
            top.node.children[key] = node
        return node

    def accepted(self, key: Data, at: int, parent: Node) -> str | int | None:
        """Return a key, None where it is refused."""
        if type(key) is str and key not in parent.children and key != "<<":  # as nearly all
            return key
        if isinstance(key, bool) or not isinstance(key, str | int):
            self.refuse(at, "Y013", kind=KINDS[type(key)])
        elif key == "<<":
            self.refuse(at, "Y007", name=key)
        elif twin := parent.children.get(key):
            self.refuse(at, "Y006", name=str(key), first=self.plain.mark(twin.key).line)
        else:
            return key
        return None

    # What is refused in one event.

    def check_properties(self, event: _Marked) -> None:
        at = _start(event)
        if event.anchor is not None:
            self.refuse(at, "Y007", name=f"&{event.anchor}")
        if event.tag is not None:
            self.refuse(at, "Y008")

    def check_quoted(self, event: yaml.ScalarEvent) -> None:
        start, end = _start(event), _end(event)
        if event.style in {"|", ">"}:
            if _BLOCK_NUMBER.match(self.plain.text, start):
                self.blame(BLOCK_NUMBER, start)
        elif event.style == '"' and self.plain.text.find("\\", start, end) >= 0:
            for escape in ESCAPE.finditer(self.plain.text, start, end):
                self.check_escape(escape.start(), escape[0], escaped(escape))

    def check_escape(self, index: int, escape: str, character: str) -> None:
        if character == "\t":
            self.refuse(index, "Y004", name=escape)
        elif SURROGATE.match(character):
            self.blame(BAD_ESCAPE, index)
        elif REFUSED.match(character):
            self.refuse(index, "Y003", name=escape, kind=describe(character))


def _start(event: yaml.Event) -> int:
    """The index at which an event begins."""
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event | None) -> int:
    """The index at which an event ends."""
    return event.end_mark.index if event is not None and event.end_mark else 0


_TAKE: Final[dict[type[yaml.Event], Callable[[_Reader, Any], None]]] = {
    yaml.DocumentStartEvent: _Reader.begin_document,
    yaml.AliasEvent: _Reader.alias,
    yaml.ScalarEvent: _Reader.scalar,
    yaml.MappingStartEvent: _Reader.begin_mapping,
    yaml.SequenceStartEvent: _Reader.begin_list,
    yaml.MappingEndEvent: _Reader.end,
    yaml.SequenceEndEvent: _Reader.end,
}
