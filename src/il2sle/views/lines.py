"""JSON Lines, trial by trial: rows become text where they are made, and of thousands of trials no row stays.

What sorts the lines of many trials stands beside their text: whole rows are a hundred kilobytes a trial.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from il2sle.evidence.answering import answer
from il2sle.evidence.figure import Side
from il2sle.evidence.rows import OutcomeHead, OutcomeRow
from il2sle.evidence.stamp import Stamp
from il2sle.evidence.tabled import Tables
from il2sle.evidence.twins import Features
from il2sle.frozen import Frozen, fields_of
from il2sle.records.names import Names, names_called

from . import machine
from .columns import TABLES
from .columns.effects import EffectRow
from .columns.summary import facts_in_order, summary_rows
from .json_text import Form, Writer
from .stamp import tool_data

STAMP = "stamp"  # the section of the first line
_OF_OUTCOMES = ("outcomes", "effects")
_BY_TRIAL = ("studies", "doses", "harms")

_ANY_ARM = Side(arm="", label="", rest_missing="")

Span = tuple[int, int]  # where in the text of its trial something begins, and its length in bytes


class OutcomeLine(OutcomeHead, kw_only=True):
    """An outcome row without its figures, and where its lines of the sections asked for stand.

    Its arm is any: who sorts rows asks only whether they are of one.
    """

    spans: Mapping[str, Span]


class FactLine(Frozen):
    """What a fact of the first screen is sorted by, and where its line stands."""

    topic: str
    subject: str
    missing: str | None
    trial: str
    span: Span


class Lined(Frozen, kw_only=True):
    """A trial as lines.

    Attributes:
        text: all of its lines; empty where they are kept elsewhere.
        place: where they are kept.
        sections: the lines of sections that stand trial by trial.
        outcomes: all of them, since a filter is known only when all trials are.
        facts: those of `summary`.
    """

    trial: Names
    digest: str
    newest: str | None
    features: Features
    ranks: Mapping[str, Any]
    text: bytes
    sections: Mapping[str, Span]
    outcomes: tuple[OutcomeLine, ...]
    facts: tuple[FactLine, ...]
    place: int = 0


def lined(
    one: Tables, sections: Collection[str], columns: Sequence[str] = (), *, every: bool = True, alone: bool = False
) -> Lined:
    """The lines of a trial.

    Args:
        one: the trial.
        sections: the sections that are asked for.
        columns: those of their columns that are; all without any.
        every: whether outcomes may be asked for that are not compared by themselves.
        alone: whether it is the only trial, of which the summary tells every main result.
    """
    writer = _LineWriter(columns)
    facts = summary_rows(answer([one], alone=alone)) if "summary" in sections else ()
    asked = [section for section in _OF_OUTCOMES if section in sections]
    return Lined(
        trial=names_called(one.trial),
        digest=one.digest,
        newest=one.newest,
        features=one.features,
        ranks=one.ranks,
        sections={name: writer.write(name, _rows(one, name)) for name in _BY_TRIAL if name in sections},
        outcomes=tuple(
            _outcome(row, asked if every or row.compared else (), writer)
            for row in (one.outcomes if every else one.compared)
        ),
        facts=tuple(
            FactLine(row.topic, row.subject, row.missing, row.trial, writer.write("summary", [row])) for row in facts
        ),
        text=b"".join(writer.lines),
    )


class _LineWriter:
    """Writes lines one after the other, and tells where each stands."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.lines: list[bytes] = []
        self._row = Writer().row
        self._forms = _forms(tuple(columns))
        self._end = 0

    def write(self, section: str, rows: Iterable[object]) -> Span:
        form = self._forms[section]
        made = [f"{self._row(form, row)}\n".encode() for row in rows]
        self.lines += made
        begin, self._end = self._end, self._end + sum(map(len, made))
        return begin, self._end - begin


@cache
def _forms(columns: tuple[str, ...]) -> dict[str, Form]:
    return {
        name: Form(machine.picked(table, columns), whole=not columns, section=name) for name, table in TABLES.items()
    }


def _rows(one: Tables, section: str) -> Sequence[object]:
    return (one.study,) if section == "studies" else getattr(one, section)


def _outcome(row: OutcomeHead, sections: Collection[str], writer: _LineWriter) -> OutcomeLine:
    rows: dict[str, list[Any]] = {}
    if isinstance(row, OutcomeRow) and sections:
        rows = {"outcomes": [row], "effects": [EffectRow(row, effect) for effect in row.effects]}
    head = {name: getattr(row, name) for name in fields_of(OutcomeHead)}
    head["arm"] = row.arm and _ANY_ARM
    return OutcomeLine(**head, spans={section: writer.write(section, rows[section]) for section in sections})


def comparison_lines(
    ordered: Sequence[Lined],
    outcomes: Sequence[OutcomeLine],
    sections: Collection[str],
    made_from: Stamp,
    get: Callable[[int, int], bytes],
) -> Iterator[bytes]:
    """A comparison as JSON Lines, UTF-8: the stamp as a section of its own, then a row a line, its section first.

    Args:
        ordered: the trials, in the order in which they stand.
        outcomes: those of their outcomes that are left by the filters, in their order.
        sections: the sections.
        made_from: the records.
        get: the text that is kept at a place, so many bytes of it.
    """
    yield f"{Writer().text({'section': STAMP, 'tool': tool_data(made_from)})}\n".encode()
    places = {one.trial.id: one.place for one in ordered}
    for section in TABLES:
        if section in sections:
            for trial, (begin, length) in _spans(section, ordered, outcomes):
                yield get(places[trial] + begin, length)


def _spans(section: str, ordered: Sequence[Lined], outcomes: Iterable[OutcomeLine]) -> Iterable[tuple[str, Span]]:
    if section in _OF_OUTCOMES:
        return ((row.trial, row.spans[section]) for row in outcomes)
    if section == "summary":
        facts = facts_in_order([fact for one in ordered for fact in one.facts])
        return ((fact.trial, fact.span) for fact in facts)
    return ((one.trial.id, one.sections[section]) for one in ordered)
