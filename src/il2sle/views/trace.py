"""The trace of figures: one line each, and the same as rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from il2sle.evidence.figure import Figure, State
from il2sle.evidence.trace import Step
from il2sle.records.vocabulary import labels

from . import numbers
from .columns.column import Column, identity, own

TRACE: tuple[Column[Step], ...] = (
    *identity(),
    Column("about", "text", own("about"), "the row that the figure belongs to, in words", always=True),
    Column("what", "text", own("what"), "which figure of that row it is", always=True),
    Column("value", "number", lambda step: step.figure.value, "the figure", always=True),
    Column(
        *("state", "text", lambda step: step.figure.state),
        "whether a source prints it, il2sle derived it, or the curator read it off a graph",
        words=labels(State),
        always=True,
    ),
    Column(
        "method", "text", lambda step: step.figure.method or None, "how a derived figure follows, or one was read off"
    ),
    Column("from", "texts", lambda step: tuple(_inputs(step.figure)), "the printed figures that it follows from"),
    Column("sources", "pointers", own("sources"), "where it stands, or where those figures stand"),
    Column("standing", "texts", own("standing"), "what became of its sources, e.g. that one was retracted"),
    Column("at", "texts", own("at"), "`FILE:line` in the records where it is typed, or where those figures are"),
)


def _inputs(figure: Figure) -> Iterator[str]:
    if figure.derived:
        yield from (f"{one.what} {_value(one)}" for one in figure.printed())


def _value(figure: Figure) -> str:
    if not isinstance(figure.value, float):
        return f"{figure.value}"
    text = numbers.number(figure.value, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def trace_text(steps: Iterable[Step]) -> str:
    """A heading for each row, and under it a line for each figure: value, state, method, source and place, record."""
    lines: list[str] = []
    for (trial, name, about), group in groupby(steps, key=lambda step: (step.trial, step.name, step.about)):
        lines += [*([""] if lines else []), f"{name} ({trial}) · {about}"]
        lines += [_line(step) for step in group]
    return "\n".join(lines)


def _line(step: Step) -> str:
    sources = "; ".join(f"{pointer.source.rpartition('/')[2]}: {pointer.locator}" for pointer in step.sources)
    how = ": ".join(filter(None, (step.figure.state, step.figure.method)))
    from_ = "; ".join(_inputs(step.figure))
    given = f" · from {from_}" if from_ else ""
    at = ", ".join(step.at)
    stands = "".join(f" · {words}" for words in step.standing)
    return f"  {step.what}: {_value(step.figure)} · {how}{given} · [{sources}]{stands}{f' · {at}' if at else ''}"
