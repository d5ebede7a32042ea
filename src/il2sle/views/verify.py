"""What a machine found of the figures of a record: as lines for people, with the words around, and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from il2sle.evidence.verify.found import Verdict, share_of
from il2sle.evidence.verify.states import STATES
from il2sle.frozen import Frozen

from .columns.column import Column, identity, own


class VerifyRow(Frozen):
    """A verdict with the trial that it belongs to, and `FILE:line` of the figure."""

    trial: str
    name: str
    verdict: Verdict
    at: str


VERIFY: tuple[Column[VerifyRow], ...] = (
    *identity(),
    Column("figure", "text", lambda row: row.verdict.figure.name, "what the figure is about", always=True),
    Column("value", "text", lambda row: row.verdict.figure.printed, "the figure with its digits", always=True),
    Column("state", "text", lambda row: row.verdict.state, "what was found", words=STATES, always=True),
    Column("source", "text", lambda row: row.verdict.best and row.verdict.best.source, "key of the source looked in"),
    Column("place", "text", lambda row: row.verdict.best and row.verdict.best.place, "the place that the record names"),
    Column("copy_line", "whole", lambda row: (row.verdict.best and row.verdict.best.line) or None, "line of the copy"),
    Column(
        *("other_digits", "text", lambda row: (row.verdict.best and row.verdict.best.shown) or None),
        "the figure as the text has it, where its digits are others",
    ),
    Column("doubts", "texts", lambda row: row.verdict.doubts, "what around it speaks for another figure"),
    Column("without_copy", "texts", lambda row: row.verdict.unseen, "keys of sources it cites that have no copy"),
    Column("at", "text", own("at"), "`FILE:line` in the records", always=True),
)


def verify_text(rows: Sequence[VerifyRow]) -> str:
    """For each trial what was found in short, what a person has to look at, then the rest."""
    parts = ["\n".join(_trial(list(group))) for _, group in groupby(rows, key=lambda row: row.trial)]
    return "\n\n".join([*parts, *([_total(rows)] if len(parts) > 1 else [])])


def _trial(rows: Sequence[VerifyRow]) -> Iterator[str]:
    yield f"{rows[0].name} ({rows[0].trial}): {_counts(rows)}"
    looked = [row for row in rows if row.verdict.best]
    for heading, chosen in (
        ("LOOK AT", [row for row in looked if row.verdict.to_look_at]),
        ("FOUND", [row for row in looked if not row.verdict.to_look_at]),
    ):
        if chosen:
            yield heading
        for row in chosen:
            yield from _figure(row)


def _total(rows: Sequence[VerifyRow]) -> str:
    return f"all trials: {_counts(rows)}"


def _counts(rows: Sequence[VerifyRow]) -> str:
    shares = share_of(row.verdict for row in rows)
    looked = sum(bool(row.verdict.best) for row in rows)
    doubted = sum(bool(row.verdict.doubts) for row in rows)
    words = [f"{number} {_PLURAL.get(state, state) if number != 1 else state}" for state, number in shares.items()]
    doubts = [f"{doubted} in doubt"] if doubted else []
    return f"{looked} of {len(rows)} figures looked for: {', '.join([*words, *doubts])}"


_PLURAL = {"at its place": "at their place", "no copy": "without a copy", "other digits": "with other digits"}


def _figure(row: VerifyRow) -> Iterator[str]:
    verdict, best = row.verdict, row.verdict.best
    if best is None:
        return
    other = f", the text has {best.shown}" if best.shown else ""
    state = "" if best.state == "at its place" else f"{best.state}: "
    yield f"  {state}{verdict.figure.printed}{other} · {verdict.figure.name} · {row.at}"
    parts = [f"{best.source}, {best.place}"]
    parts += [f"line {best.line}: “{best.around}”"] if best.line else []
    parts += [f"in doubt: {'; '.join(best.doubts)}"] if best.doubts else []
    parts += [f"no copy of {', '.join(verdict.unseen)}"] if verdict.unseen and verdict.to_look_at else []
    yield f"    {' · '.join(parts)}"
