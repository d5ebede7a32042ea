"""The rows of a forest plot: one for each trial, arm and time, chosen from the rows that every table shows.

Nothing is computed here but a measure of harm from the counts that its row holds. A row without an effect stays, and
says why; rows that hold the same patients are known as such, since they are no independent evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.frozen import Frozen, replace
from il2sle.records.vocabulary import HARM_CATEGORIES, INSTRUMENT_NOT_STATED

from .compared import Comparison
from .comparison import measure_group
from .dose_row import DoseRow
from .figure import MEASURES, MISSING, Effect, Figure, Measure, estimated
from .reading import UNREAD
from .rows import HarmRow, OutcomeRow

USUAL = "difference"
SILENT = "the record says nothing of it"


class PlotRow(Frozen, kw_only=True):
    """A row of a plot.

    Attributes:
        row: the row of `outcomes` or `harms`; None where the record of the trial speaks of no such harm.
        doses: the regimens of its arm.
        against: the row of the comparator of a harm.
        effect: what is drawn; None where there is nothing to draw.
        further: how many other effects by the same measure the record has for it, e.g. an adjusted one.
        why: why there is no effect, in words; empty with one.
        patients: a number that rows share which hold the same patients.
        joined: whether another row of the panel shares it.
    """

    trial: str
    name: str
    row: OutcomeRow | HarmRow | None
    doses: tuple[DoseRow, ...] = ()
    against: HarmRow | None = None
    effect: Effect | None = None
    further: int = 0
    why: str = ""
    patients: int = 0
    joined: bool = False


class Panel(Frozen, kept=True):
    """Rows that were measured alike, and so share an axis.

    Attributes:
        what: what was measured: an endpoint or a harm.
        measure: how, where the endpoint has several measures; empty for its usual one.
        better: which direction is a benefit, `higher` or `lower`; None where no record says.
        unit: of a score.
    """

    what: str
    measure: str
    better: str | None
    unit: str | None
    rows: tuple[PlotRow, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects of its rows."""
        return tuple(row.effect for row in self.rows if row.effect)

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The indexes behind the figures of its rows of outcomes, where their sources name them."""
        named = (one.row.instrument for one in self.rows if isinstance(one.row, OutcomeRow))
        return frozenset(index for index in named if index and index != INSTRUMENT_NOT_STATED)

    @cached_property
    def events(self) -> frozenset[str]:
        """The events of its rows of harms."""
        return frozenset(one.row.event for one in self.rows if isinstance(one.row, HarmRow))


class Plot(Frozen):
    """A plot: panels by one measure of effect; nothing in it is pooled.

    Attributes:
        what: the endpoint or the harm.
        measure: the measure of effect.
        harm: whether it is of a harm.
    """

    what: str
    measure: Measure
    panels: tuple[Panel, ...]
    harm: bool = False

    @property
    def rows(self) -> tuple[PlotRow, ...]:
        """The rows of all panels."""
        return tuple(row for panel in self.panels for row in panel.rows)


# Outcomes


def outcome_plot(comparison: Comparison, endpoint: str, measure: str | None = None) -> Plot:
    """Choose the rows of an endpoint.

    Args:
        comparison: its outcomes and doses.
        endpoint: a key of an endpoint.
        measure: a key of `MEASURES`; None for the one that most rows have, a risk difference among equals.
    """
    rows = [row for row in comparison.outcomes if row.endpoint == endpoint and not row.baseline]
    about = MEASURES[measure or _commonest(rows)]
    told = [row for row in rows if row.missing is None]
    known = {row.trial for row in told}
    silent = list({row.trial: row for row in rows if row.trial not in known}.values())
    groups = [list(group) for _, group in groupby(told, key=measure_group)]
    if len(groups) == 1:
        groups[0] += silent
    elif silent:
        groups.append(silent)
    order = {trial: number for number, trial in enumerate(comparison.trials)}
    for group in groups:
        group.sort(key=lambda row: order[row.trial])
    regimens = _regimens(comparison.doses)
    panels = (_panel(group, about, regimens, alone=len(groups) == 1) for group in groups)
    return Plot(endpoint, about, tuple(sorted(panels, key=lambda panel: not panel.effects)))


def _commonest(rows: Iterable[OutcomeRow]) -> str:
    found = Counter(measure for row in rows for measure in {effect.measure for effect in row.effects})
    order = list(MEASURES)
    return min(found, key=lambda key: (-found[key], order.index(key)), default=USUAL)


Regimens = Mapping[tuple[str, str], tuple[DoseRow, ...]]


def _regimens(doses: Iterable[DoseRow]) -> Regimens:
    """The regimens by trial and arm."""
    found: defaultdict[tuple[str, str], list[DoseRow]] = defaultdict(list)
    for dose in doses:
        found[dose.trial, dose.arm].append(dose)
    return {key: tuple(rows) for key, rows in found.items()}


def _panel(rows: Sequence[OutcomeRow], about: Measure, regimens: Regimens, *, alone: bool) -> Panel:
    first = next((row for row in rows if row.missing is None), rows[0])
    silent = first.missing is not None
    kind = "" if silent or (alone and first.measure in {"responders", "attained"}) else first.measure
    named = ", ".join(filter(None, (kind, first.statistic)))
    drawn = [_outcome(row, about, regimens) for row in rows]
    return Panel(first.endpoint, named, None if silent else first.better, first.unit, _joined(drawn))


def _outcome(row: OutcomeRow, about: Measure, regimens: Regimens) -> PlotRow:
    found = [effect for effect in row.effects if effect.measure == about.key and drawable(effect)]
    return PlotRow(
        trial=row.trial,
        name=row.name,
        row=row,
        doses=regimens.get((row.trial, row.arm.arm), ()) if row.arm else (),
        effect=found[0] if found else None,
        further=max(0, len(found) - 1),
        why="" if found else _why(row, about),
    )


def drawable(effect: Effect) -> bool:
    """Whether there is an estimate to draw, or an interval without one."""
    return bool(effect.value or (effect.low and effect.high))


def _why(row: OutcomeRow, about: Measure) -> str:
    """Why a row has no effect by this measure."""
    if row.missing:
        return f"pending on {row.pending_since}" if row.pending_since else row.missing
    if row.uncontrolled or row.barred:
        return row.barred or "no control arm"
    if row.statistic:
        return f"scores by arm, no {about.title} {_verb(row)}"
    known = {MEASURES[effect.measure].short for effect in row.effects}
    if known:
        return f"no {about.title}: only {', '.join(sorted(known))}"
    if any(side and side.percent and not side.events for side in (row.arm, row.comparator)):
        return "only percentages, without counts"
    return f"no {about.title} {_verb(row)}, and no counts of both arms to work it out from"


def _verb(row: OutcomeRow | HarmRow) -> str:
    """What cannot be said of a figure that is not there: that it is printed, or only that it was read."""
    return "read" if row.rest_missing == UNREAD else "printed"


def _joined(rows: Sequence[PlotRow]) -> tuple[PlotRow, ...]:
    """The rows, each with the number of the first row that holds the same patients."""
    numbers = list(range(len(rows)))
    by_trial: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_trial[row.trial].append(number)
    for listed in by_trial.values():
        for later, earlier in ((later, earlier) for later in listed for earlier in listed if earlier < later):
            if _overlap(rows[earlier], rows[later]):
                old, new = numbers[later], numbers[earlier]
                for number in listed:
                    numbers[number] = new if numbers[number] == old else numbers[number]
    used = Counter(numbers)
    return tuple(
        replace(row, patients=number, joined=used[number] > 1) for row, number in zip(rows, numbers, strict=True)
    )


def _overlap(one: PlotRow, other: PlotRow) -> bool:
    """Whether two rows of one trial share an arm or a comparator; different subgroups share nobody."""
    mine, its = one.row, other.row
    if mine is None or its is None:
        return False
    if isinstance(mine, OutcomeRow) and isinstance(its, OutcomeRow):
        apart = mine.subgroup and its.subgroup and mine.subgroup != its.subgroup
        return not apart and bool(_arms(mine) & _arms(its))
    return True


def _arms(row: OutcomeRow) -> set[str]:
    return {side.arm for side in (row.arm, row.comparator) if side} | ({row.against_key} if row.against_key else set())


# Harms


def harm_plot(comparison: Comparison, harm: str, measure: str | None = None) -> Plot:
    """Choose the rows of a category of harm, or of one event.

    Args:
        comparison: its harms and doses.
        harm: a category, or an event as a record names it.
        measure: a key of `MEASURES`; None for a risk difference.
    """
    about = MEASURES[measure or USUAL]
    rows = [row for row in comparison.harms if harm in {row.category, row.event}]
    if harm in HARM_CATEGORIES:
        rows = [row for row in rows if row.category == harm]
        whole = [row for row in rows if not row.part_of]
        rows = whole or rows
    by_trial: defaultdict[str, list[HarmRow]] = defaultdict(list)
    for row in rows:
        by_trial[row.trial].append(row)
    regimens = _regimens(comparison.doses)
    drawn = [
        one
        for trial in comparison.trials
        for one in _trial(trial, comparison.names[trial], by_trial[trial], about, regimens)
    ]
    return Plot(harm, about, (Panel(harm, "", "lower", None, _joined(drawn)),), harm=True)


def _trial(trial: str, name: str, own: Sequence[HarmRow], about: Measure, regimens: Regimens) -> Iterator[PlotRow]:
    if not own:
        yield PlotRow(trial=trial, name=name, row=None, why=SILENT)
    for _, group in groupby(own, key=lambda row: row.event):
        listed = list(group)
        controls = [row for row in listed if row.control]
        for row in [row for row in listed if not row.control] or listed:
            yield _harm(row, controls, about, regimens)


def _harm(row: HarmRow, controls: Sequence[HarmRow], about: Measure, regimens: Regimens) -> PlotRow:
    effect = harm_effect(row, about)
    return PlotRow(
        trial=row.trial,
        name=row.name,
        row=row,
        doses=regimens.get((row.trial, row.arm or ""), ()),
        against=controls[0] if len(controls) == 1 else None,
        effect=effect,
        why="" if effect else _why_no_harm(row, controls, about),
    )


def harm_effect(row: HarmRow, about: Measure) -> Effect | None:
    """The effect of an arm on a harm, from the counts behind its risk difference."""
    if row.difference is None or about.key == row.difference.measure:
        return row.difference
    counts = row.difference.value.inputs
    table = TwoByTwo(*(int(figure.value or 0) for figure in counts))
    estimate = about.compute(table) if about.compute else None
    if estimate is None:
        return None
    value, low, high = estimated(about, table, estimate, counts)
    return Effect(measure=about.key, value=value, low=low, high=high)


def _why_no_harm(row: HarmRow, controls: Sequence[HarmRow], about: Measure) -> str:
    if row.missing:
        return f"pending on {row.pending_since}" if row.pending_since else row.missing
    if row.statement and not (row.affected or row.percent or row.percent_bound):
        return f"in words only: {row.statement}"
    if row.difference:
        return (
            f"no {about.title} can be worked out: a count is 0" if about.compute else f"no {about.title} {_verb(row)}"
        )
    if row.uncontrolled or row.barred:
        return row.barred or "no control arm"
    return "several comparators" if len(controls) > 1 else "no counts of both arms"


def sides(row: PlotRow) -> tuple[tuple[Figure, Figure, Figure], tuple[Figure, Figure, Figure]]:
    """Patients with the event, patients, and percentage, of the arm and of its comparator."""
    none = (MISSING, MISSING, MISSING)
    if isinstance(row.row, OutcomeRow):
        mine, other = row.row.arm, row.row.comparator
        return tuple((side.events, side.n, side.percent) if side else none for side in (mine, other))  # type: ignore[return-value]
    listed = (row.row, row.against)
    return tuple((one.affected, one.n, one.percent) if one else none for one in listed)  # type: ignore[return-value]
