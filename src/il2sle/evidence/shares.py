"""Every percentage of a record with its counts, wherever in it one stands: of outcomes, the baseline, harms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from il2sle.frozen import Frozen
from il2sle.records.model import Trial
from il2sle.records.parts import Loc

from .contrasts import Visit


class Share(Frozen):
    """Patients with an event, all patients, and the percentage, each as printed; None where it is not or is no number.

    Attributes:
        loc: the path of what holds them.
    """

    loc: Loc
    events: int | None
    n: int | None
    percent: Decimal | None


def shares(trial: Trial, visits: Iterable[Visit]) -> Iterator[Share]:
    """The percentages of a record in its order; none that a model gave or that was read off a graph."""
    for visit in visits:
        for arm, side in visit.sides.items():
            events, n = (None if figure.derived else figure.value for figure in (side.events, side.n))
            exact = side.model is None and side.percent.state != "read off"
            yield _share((*visit.loc, arm), events, n, side.percent.value if exact else None)
    if trial.baseline:
        for number, row in enumerate(trial.baseline.rows):
            for arm, result in row.arms.items():
                n = result.n if isinstance(result.n, int) else trial.baseline.n.get(arm)
                yield _share(("baseline", "rows", number, "arms", arm), result.events, n, result.percent)
    if trial.harms:
        for number, harm in enumerate(trial.harms.events):
            for arm, count in harm.arms.items():
                n = count.n or trial.harms.n.get(arm)
                yield _share(("harms", "events", number, "arms", arm), count.affected, n, count.percent)


def _share(loc: Loc, events: object, n: object, percent: object) -> Share:
    return Share(
        loc,
        events if isinstance(events, int) else None,
        n if isinstance(n, int) else None,
        percent if isinstance(percent, Decimal) else None,
    )
