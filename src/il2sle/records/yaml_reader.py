"""The bytes of one record to plain data, with the place of every key and value beside it.

The only module that imports yaml. It takes no more from it than the stream of events: composing would
follow aliases and recurse, constructing would guess types by YAML 1.1. It opens no file and knows no field
of a record.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml.scanner import ScannerError

from .causes import BAD_ESCAPE, BLOCK_NUMBER, RESERVED, Cause, Trouble, likely_cause
from .refusals import CAUSE, KINDS, MAX_DEPTH, REFUSALS, escaped, escapes_in
from .scalars import DECIMAL_POINT, Scalar, normal, plain, with_comma
from .source_map import NO_NODES, Data, Node, Nodes, SourceMap
from .text import MAX_BYTES, REFUSED, Findings, Mark, PlainText, describe, echoes, listed, printable, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from il2sle.errors import Problem

__all__ = ["FASTEST", "MAX_BYTES", "MAX_DEPTH", "Data", "Loader", "Mark", "SourceMap", "read_yaml"]

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


class _TooDeepError(Exception):
    """Something nests too deep, at the index of a character."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class _Reader:
    """Builds data and tree from the events, and notes what it refuses.

    A record has a thousand events: what is done for each of them is most of the time that reading takes. So a mapping
    is read by a call of its own, which has all that it needs at hand; they go no deeper than `MAX_DEPTH`.
    """

    def __init__(self, plain: PlainText) -> None:
        self.plain = plain
        self.findings = Findings(plain)
        self.documents: list[tuple[Data, Node]] = []
        # The mappings and lists whose end has not come yet: where each begins, and whether it stands in brackets.
        self.open: list[tuple[int, bool]] = []
        self.events: Iterator[Any] = iter(())

    def read(self, loader: Loader, replaced: Findings) -> bool:
        """Read all events, and tell whether they came to the end of the text."""
        try:
            self.events = iter(loader(self.plain.text).get_event, None)
            for event in self.events:
                self.take(event)
        except _TooDeepError as error:
            self.refuse_depth(error.index)
            return False
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            if not isinstance(error, yaml.YAMLError) and not _BEYOND_UNICODE.search(self.plain.text):
                raise  # no escape lies beyond Unicode: it is a mistake of ours
            seen = _end_of_last(loader, self.plain.text)
            self.give_up(*_diagnosis(self.plain, error), seen=seen, replaced=replaced)
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
        outermost = next((start for start, flow in self.open if flow), at)
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

    # Every method here takes the event at which something begins, and the following ones up to its end.

    def take(self, event: Any) -> None:  # noqa: ANN401  any event, here and below: its class tells what it has
        """What stands at the top of a file: a document, or the sign that one begins."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.begin_document(event)
        elif isinstance(event, yaml.NodeEvent):
            at = _start(event)
            value, inside = self.value(event)
            self.documents.append((value, Node(at, at, inside)))

    def begin_document(self, event: yaml.DocumentStartEvent) -> None:
        at = _start(event)
        if self.plain.text.startswith("%", at):
            self.blame(RESERVED, at)
        if self.documents:
            self.refuse(at, "Y009")

    def value(self, event: Any) -> tuple[Data, Nodes]:  # noqa: ANN401
        """A value, and the places of those inside it."""
        if type(event) is yaml.ScalarEvent:
            return self.scalar(event), NO_NODES
        if type(event) is yaml.AliasEvent:
            self.refuse(_start(event), "Y007", name=f"*{event.anchor}")
            return None, NO_NODES
        if event.anchor is not None or event.tag is not None:
            self.check_properties(event)
        return self.collection(event)

    def scalar(self, event: Any) -> Scalar:  # noqa: ANN401
        if event.anchor is not None or event.tag is not None:
            self.check_properties(event)
        if event.style:
            self.check_quoted(event)
            return normal(printable(event.value))
        value, odd = plain(event.value)
        if odd is not None:
            self.refuse(_start(event), "Y014", name=str(value), found=odd.found, fix=odd.fix)
        return value

    def collection(self, event: Any) -> tuple[Data, Nodes]:  # noqa: ANN401
        at, flow = event.start_mark.index, bool(event.flow_style)
        self.open.append((at, flow))
        if len(self.open) > MAX_DEPTH:
            raise _TooDeepError(at)
        read = self.mapping(flow=flow) if type(event) is yaml.MappingStartEvent else self.items()
        self.open.pop()
        return read

    def mapping(self, *, flow: bool) -> tuple[Data, Nodes]:
        data: dict[str | int, Data] = {}
        value: Data
        nodes: Nodes = {}
        events = self.events
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                break
            if type(event) is not yaml.ScalarEvent or (flow and event.value.isdecimal()):
                key = self.odd_key(event, nodes)
            else:
                typed = self.scalar(event)
                if type(typed) is str and typed not in nodes and typed != "<<":  # as nearly all
                    key = typed
                else:
                    key = self.allowed(event, typed, nodes)
            held = next(events)
            if type(held) is yaml.ScalarEvent:
                value, inside = self.scalar(held), NO_NODES
            else:
                value, inside = self.value(held)
            if key is not None:
                data[key] = value
                nodes[key] = held.start_mark.index, event.start_mark.index, inside
        return data, nodes

    def items(self) -> tuple[Data, Nodes]:
        data: list[Data] = []
        nodes: Nodes = {}
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            at = event.start_mark.index
            value, inside = self.value(event)
            nodes[len(data)] = at, at, inside
            data.append(value)
        return data, nodes

    # What is a key.

    def odd_key(self, event: Any, nodes: Nodes) -> str | int | None:  # noqa: ANN401
        """What is no scalar, or digits in braces, as a key of a mapping; None where it is refused, with its value.

        Args:
            event: the event.
            nodes: the places of the keys before it.
        """
        if type(event) is not yaml.ScalarEvent:
            self.check_no_key(event)
            return None
        if figure := self.figure_with_comma(event):
            self.refuse(_start(event), "Y014", name=figure, found="it has a comma", fix=DECIMAL_POINT)
            return None
        return self.allowed(event, self.scalar(event), nodes)

    def allowed(self, event: Any, key: Scalar, nodes: Nodes) -> str | int | None:  # noqa: ANN401
        """A key that is a text or a whole number, and new; None where it is refused, with its value."""
        if isinstance(key, bool) or not isinstance(key, str | int):
            self.refuse(_start(event), "Y013", kind=KINDS[type(key)])
        elif key == "<<":
            self.refuse(_start(event), "Y007", name=key)
        elif twin := nodes.get(key):
            self.refuse(_start(event), "Y006", name=str(key), first=self.plain.mark(twin[1]).line)
        else:
            return key
        return None

    def check_no_key(self, event: Any) -> None:  # noqa: ANN401
        """An alias, a mapping or a list in place of a key."""
        if type(event) is yaml.AliasEvent:
            self.value(event)
            return
        self.check_properties(event)
        kind = dict if type(event) is yaml.MappingStartEvent else list
        self.refuse(_start(event), "Y013", kind=KINDS[kind])
        self.collection(event)

    def figure_with_comma(self, event: yaml.ScalarEvent) -> str | None:
        """The whole of a figure such as `55,17` in braces, where the second half would become a key; else None."""
        text = event.value
        if event.style:
            return None
        mark = self.plain.mark(_start(event))
        line, start = self.plain.lines[mark.line - 1], mark.column - 1
        return with_comma(line[:start], text, line[start + len(text) :])

    # What is refused in one event.

    def check_properties(self, event: Any) -> None:  # noqa: ANN401
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
            for escape in escapes_in(self.plain.text, start, end):
                self.check_escape(escape.start(), escape[0], escaped(escape))

    def check_escape(self, index: int, escape: str, character: str) -> None:
        if character == "\t":
            self.refuse(index, "Y004", name=escape)
        elif "\ud800" <= character <= "\udfff":  # half a character, which the Python parser lets through
            self.blame(BAD_ESCAPE, index)
        elif REFUSED.match(character):
            self.refuse(index, "Y003", name=escape, kind=describe(character))


def _start(event: yaml.Event) -> int:
    """The index at which an event begins."""
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event | None) -> int:
    """The index at which an event ends."""
    return event.end_mark.index if event is not None and event.end_mark else 0


def _end_of_last(loader: Loader, text: str) -> int:
    """The index at which the last event ends that the parser reads of a text that it cannot read to its end."""
    seen = 0
    with suppress(yaml.YAMLError, ValueError, OverflowError):
        for event in iter(loader(text).get_event, None):
            seen = _end(event)
    return seen
