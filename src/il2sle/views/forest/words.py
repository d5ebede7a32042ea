"""What a forest plot says in words and figures, the same in letters and as SVG."""

from __future__ import annotations

from collections.abc import Iterator

from il2sle.evidence.figure import Effect
from il2sle.evidence.forest import Panel, Plot, PlotRow, sides
from il2sle.evidence.reading import UNREAD
from il2sle.evidence.rows import HarmRow, OutcomeRow
from il2sle.frozen import Frozen
from il2sle.records.vocabulary import MISSING
from il2sle.views import numbers
from il2sle.views.brief import (
    DERIVED,
    dose_words,
    doubt_words,
    instrument_words,
    others_words,
    role_words,
    set_words,
    share_cell,
    week_cell,
)
from il2sle.views.page.blocks import SIGNS, Cell

UNITS = {
    "points": "percentage points",
    "ratio": "on a logarithmic axis",
    "number needed": "on the axis of the risk difference",
}
NOT_POOLED = "Nothing is pooled: trials differ in molecule, dose, week and population."
JOINED = "Rows that a bracket joins hold the same patients, and are no independent evidence."
HOLLOW = "A hollow point is an estimate without an interval."
CUT = "An arrow is an interval that goes on beyond the axis."
COMPUTED = f"{DERIVED} computed here, printed by no source."


class Label(Frozen):
    """A row in words.

    Attributes:
        drug: patients with the event of all patients, a percentage or a score, on the drug; `control` likewise.
        value: the estimate, or in few words why there is none.
        interval: its interval with the level where that is not 95%.
        said: what must be known of the row.
    """

    name: str
    dose: str
    week: str
    population: str
    drug: str
    control: str
    value: str
    interval: str
    said: tuple[str, ...]

    @property
    def figures(self) -> str:
        """The estimate with its interval."""
        return f"{self.value} {self.interval}".strip()


def label(row: PlotRow, panel: Panel) -> Label:
    """A row of a panel in words."""
    value, interval = figures(row.effect, panel.better, _no_interval(row)) if row.effect else (row.why, "")
    of = set_words(row.row) if isinstance(row.row, OutcomeRow) else _population(row)
    week, drug, control = (cell.marked for cell in _cells(row))
    return Label(row.name, _dose(row), week, of, drug, control, value, interval, tuple(_said(row, panel)))


def _cells(row: PlotRow) -> tuple[Cell, Cell, Cell]:
    """The week, and what is known of the drug and of its control."""
    about = row.row
    if isinstance(about, OutcomeRow):
        week = week_cell(about) if about.time or not row.why else Cell()
        shares = [share_cell(about, treated=side, spread=False) for side in (True, False)]
    else:
        week, shares = Cell(), [_counted(row, number) for number in (0, 1)]
    drug, control = (Cell(), Cell()) if row.why and _silent(row) else shares
    return week, drug, control


def _no_interval(row: PlotRow) -> str:
    """What stands for an interval that an effect lacks."""
    return f"CI {numbers.missing(UNREAD)}" if row.row and row.row.rest_missing == UNREAD else "no CI"


def _silent(row: PlotRow) -> bool:
    return not any(figure for side in sides(row) for figure in side) and not (
        isinstance(row.row, OutcomeRow) and row.row.arm and row.row.arm.has_figures
    )


def _dose(row: PlotRow) -> str:
    if row.row is None:
        return ""
    if words := dose_words(row.doses):
        return words
    if isinstance(row.row, OutcomeRow):
        return row.row.arm.label if row.row.arm else ""
    return row.row.arm_label or ""


def _population(row: PlotRow) -> str:
    return (row.row.population or "") if row.row is not None else ""


def _counted(row: PlotRow, number: int) -> Cell:
    affected, n, percent = sides(row)[number]
    if not affected and percent:
        return Cell(numbers.percent(percent.value) + "%")
    reason = _why_uncounted(row, number)
    return numbers.or_missing(numbers.count_cell(affected, n, reason), reason)


def _why_uncounted(row: PlotRow, number: int) -> str:
    """How the count of an arm of a harm, or of its comparator, is missing."""
    if number and isinstance(row.row, HarmRow) and row.row.uncontrolled:
        return "not applicable"
    side = row.against if number and row.against else row.row
    return side.rest_missing if side else UNREAD


def figures(effect: Effect, better: str | None, no_interval: str = "no CI") -> tuple[str, str]:
    """An estimate and its interval in brackets; one dagger behind both where both are derived."""
    if effect.about.scale == "number needed":
        return numbers.number_needed(effect, better), ""
    decimals = effect.about.decimals
    shown = numbers.points if effect.about.scale == "points" else lambda value: numbers.number(value, decimals)
    limits = numbers.interval(effect.low.value, effect.high.value, decimals)
    value = shown(effect.value.value) + (SIGNS["read off"] if effect.value.state == "read off" else "")
    if not limits:
        return value + (DERIVED if effect.value.derived else ""), no_interval
    level = "" if effect.level == numbers.USUAL_LEVEL else f"{effect.level}% CI "
    both = effect.value.derived and effect.low.derived
    inside, behind = ("", DERIVED) if both else (DERIVED if effect.low.derived else "", "")
    return value + (DERIVED if effect.value.derived and not both else ""), f"({level}{limits}{inside}){behind}"


def _said(row: PlotRow, panel: Panel) -> Iterator[str]:
    if isinstance(row.row, OutcomeRow):
        yield from filter(None, (row.row.subset, role_words(row.row), *doubt_words(row.row)))
        if len(panel.instruments) > 1 and (instrument := instrument_words(row.row)):
            yield instrument
        if row.row.second_hand:
            yield "second-hand"
        yield from others_words(row.row.others, row.row.arm.label if row.row.arm else "")
    elif row.row is not None:
        if len(panel.events) > 1:
            yield row.row.event
        if row.row.part_of:
            yield f"part of {', '.join(row.row.part_of)}"
        yield from ["linked by inference"] if row.row.linked_by else []
        yield from ["second-hand"] if row.row.second_hand else []
    if row.further:
        yield f"{row.further} other by trace"


def title(plot: Plot, panel: Panel) -> str:
    """What a panel shows."""
    unit = panel.unit if plot.measure.scale == "score" else UNITS.get(plot.measure.scale)
    named = " ".join(filter(None, (panel.what if panel.what != "other" else "", panel.measure)))
    if not panel.effects:
        return f"{named}: no {plot.measure.title}"
    return f"{named}: {plot.measure.title}{f', {unit}' if unit else ''}"


def favours(panel: Panel) -> tuple[str, str]:
    """What lies to the left and to the right of no effect."""
    if panel.better is None:
        return "lower on drug", "higher on drug"
    sides_ = ("favours control", "favours drug")
    return sides_ if panel.better == "higher" else (sides_[1], sides_[0])


def tick_words(value: float, scale: str, better: str | None) -> str:
    """A value of the axis."""
    if scale == "number needed":
        if abs(value) > 1e9:
            return "∞"
        benefit = (value > 0) == (better != "lower")
        return f"NNT{'B' if benefit else 'H'} {abs(value):g}" if better else f"{value:g}".replace("-", numbers.MINUS)
    return f"{value:g}".replace("-", numbers.MINUS)


def closing(plot: Plot) -> tuple[str, ...]:
    """What must be said under a plot, of what is in it."""
    effects = [effect for panel in plot.panels for effect in panel.effects]
    found = [NOT_POOLED]
    if any(row.joined for row in plot.rows):
        found.append(JOINED)
    if any(not effect.low for effect in effects):
        found.append(HOLLOW)
    if any(effect.value.derived or effect.low.derived for effect in effects):
        found.append(COMPUTED)
    return (*found, *_absences(plot))


def _absences(plot: Plot) -> Iterator[str]:
    """What the short marks of missing figures mean that stand in a plot."""
    lacking = {kind for row in plot.rows for cell in _cells(row) for kind in cell.lacks}
    # A number needed to treat is told without its interval.
    bare = (row for row in plot.rows if row.effect and not row.effect.low and row.effect.about.scale != "number needed")
    lacking |= {UNREAD for row in bare if _no_interval(row) != "no CI"}
    yield from (f"{sign}: {words}." for kind, (sign, words) in MISSING.items() if kind in lacking)
