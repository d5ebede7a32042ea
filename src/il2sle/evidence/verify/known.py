"""What is known of an earlier verification: which figures a machine has found, and which changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from il2sle.evidence.examined import Examined
from il2sle.evidence.finding import Finding
from il2sle.evidence.placed import Placed
from il2sle.records.verified import CopyKept, FigureKept, Verified

from .states import SEEN

if TYPE_CHECKING:  # the search and what reads copies are slow to import, and `check` does without
    from il2sle.records.texts import Copy

    from .found import Verdict

NEVER, CHANGED, DOUBTED = "never looked for", "changed since", "in doubt"


def unfound(one: Examined) -> Iterator[str]:
    """For each printed figure why no machine has found it as it stands; empty where one has."""
    if one.kept.verified is None:
        yield from repeat(NEVER, len(one.printed))
        return
    kept = one.kept.verified.figures
    for figure in one.figures:
        known = kept.get(figure.name)
        if known is None:
            yield NEVER
        elif not _holds(known, figure):
            yield CHANGED
        else:
            yield "" if known.state in SEEN else known.state


def changed(one: Examined) -> Iterator[Finding]:
    """W240: figures that were found, and were changed afterwards in their digits or their place."""
    if one.kept.verified is None:
        return
    kept = one.kept.verified.figures
    for figure in one.figures:
        known = kept.get(figure.name)
        if known is None or known.state not in SEEN or _holds(known, figure):
            continue
        if known.value != figure.printed:
            yield Finding("W240", figure.loc, f"it is {figure.printed}, and a machine found {known.value}")
        else:
            yield Finding("W240", figure.loc, f"a machine found it where it was cited to: {known.cited}")


def _holds(known: FigureKept, figure: Placed) -> bool:
    return (known.value, known.cited) == (figure.printed, figure.cited)


def kept_of(one: Examined, verdicts: Sequence[Verdict], copies: Mapping[str, Copy]) -> Verified:
    """What is to be kept: what was found now, and of earlier copies what still holds and was not looked for now."""
    before = one.kept.verified or Verified(trial=one.trial.id)
    figures = {figure.name: before.figures[figure.name] for figure in one.figures if figure.name in before.figures
               and _holds(before.figures[figure.name], figure)}  # fmt: skip
    for verdict in verdicts:
        if verdict.best and not (verdict.figure.name in figures and verdict.state not in SEEN and verdict.unseen):
            figures[verdict.figure.name] = _kept(verdict)
    used = {figure.source for figure in figures.values()}
    sources = {key: CopyKept(sha256=copy.hash, date=copy.date) for key, copy in copies.items()}
    known = {key: kept for key, kept in (before.copies | sources).items() if key in used or key in sources}
    return Verified(trial=one.trial.id, copies=known, figures=figures, signed=before.signed)


def _kept(verdict: Verdict) -> FigureKept:
    assert verdict.best is not None  # noqa: S101  only what was looked for is kept
    figure, best = verdict.figure, verdict.best
    state = DOUBTED if verdict.doubts else best.state
    return FigureKept(value=figure.printed, cited=figure.cited, state=state, source=best.source, line=best.line)
