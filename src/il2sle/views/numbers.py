"""A figure as text, the same in every view: counts, percentages, differences, intervals, p-values, missing.

A reported figure (`Decimal`) keeps its printed digits; a computed one (`float`) gets the decimals of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from il2sle.evidence.figure import Effect, Figure, Number, Pointer, Side
from il2sle.frozen import replace
from il2sle.records.values import PValue
from il2sle.records.vocabulary import MISSING
from il2sle.views.page.blocks import Cell, Mark, Ref

MINUS = "−"

USUAL_LEVEL = 95
_PERCENT_DECIMALS = 1
_POINTS_DECIMALS = 1
_RATIO_DECIMALS = 2


def number(value: Number | None, decimals: int) -> str:
    """A figure with a typographic minus; the decimals apply to computed figures only."""
    if value is None:
        return ""
    text = f"{value:.{decimals}f}" if isinstance(value, float) else _printed(value)
    if isinstance(value, float) and float(text) == 0:
        text = text.removeprefix("-")  # a difference that rounds to nothing has no sign
    return text.replace("-", MINUS)


def _printed(value: int | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)  # `str` turns 0.0000001 into 1E-7


def percent(value: Number | None) -> str:
    """A percentage without its sign."""
    return number(value, _PERCENT_DECIMALS)


def points(value: Number | None) -> str:
    """A difference in percentage points, with its sign."""
    text = number(value, _POINTS_DECIMALS)
    return f"+{text}" if value is not None and value > 0 and float(text) > 0 else text


def ratio(value: Number | None) -> str:
    """A risk ratio or an odds ratio."""
    return number(value, _RATIO_DECIMALS)


def interval(low: Number | None, high: Number | None, decimals: int = _POINTS_DECIMALS) -> str:
    """A 95% confidence interval, e.g. `0.1 to 46.3`; empty where there is none."""
    return f"{number(low, decimals)} to {number(high, decimals)}" if low is not None and high is not None else ""


def effect_words(effect: Effect) -> str:
    """The estimate of an effect: points with their sign, other measures with their name, e.g. `OR 1.8`."""
    if effect.about.scale == "points":
        return points(effect.value.value)
    text = number(effect.value.value, effect.about.decimals)
    return f"{effect.about.short} {text}" if text else ""


def effect_cells(effect: Effect) -> tuple[Cell, Cell]:
    """An effect and its interval; the level is said where it is not 95%."""
    limits = interval(effect.low.value, effect.high.value, effect.about.decimals)
    level = "" if effect.level == USUAL_LEVEL or not limits else f"{effect.level}% CI: "
    marks = ("read off",) if effect.value.state == "read off" else ()
    value = figure_cell(effect_words(effect), effect.value.derived)
    return replace(value, marks=(*value.marks, *marks)), figure_cell(f"{level}{limits}", effect.low.derived)


def spread(low: Number | None, high: Number | None) -> str:
    """The range of a score, e.g. `8–27`; with `to` where a sign would make the dash unclear."""
    if low is None or high is None:
        return ""
    return f"{number(low, 1)}–{number(high, 1)}" if low >= 0 else interval(low, high)


def p_value(p: PValue | None) -> str:
    """A p-value as printed."""
    return "" if p is None else p.printed


def computed_p(value: float) -> str:
    """A p-value of ours: three decimals, four where three would hide which side of 0.05 it is on; never 0.000."""
    if value < 0.001:
        return "<0.001"
    return f"{value:.4f}" if 0.045 <= value <= 0.055 else f"{value:.3f}"


def counts(events: Number | None, n: Number | None, reason: str) -> str:
    """Responders of patients, e.g. `16/29`; `NR/29` where the responders are not known, by the kind of missing."""
    if events is None:
        return "" if n is None else f"{missing(reason)}/{n}"
    return f"{events}/{n}" if n is not None else str(events)


def score_headers(statistic: str) -> tuple[str, str]:
    """The headings over the two cells of a score, e.g. `median` and `range`."""
    for sign in ("±", "("):
        head, found, rest = statistic.partition(sign)
        if found:
            return head.strip(), f"± {rest.strip()}" if sign == "±" else rest.strip(") ")
    return statistic, ""


def missing(reason: str) -> str:
    """The short mark of a kind of missing, e.g. `NR`; the key under the tables spells it out."""
    return MISSING[reason][0]


def side_cells(side: Side, *, score: bool) -> tuple[Cell, Cell]:
    """The two cells of one side of an outcome row: responders of patients and percentage, or score and spread."""
    read: tuple[Mark, ...] = ("read off",) if "read off" in {side.value.state, side.percent.state} else ()
    if score:
        single = side.sd or side.se
        spread_words = spread(side.low.value, side.high.value) or number(single.value, 1)
        return Cell(number(side.value.value, 1), read), Cell(spread_words)
    counted = count_cell(side.events, side.n, side.rest_missing)
    share = figure_cell(percent(side.percent.value), side.percent.derived)
    model: tuple[Mark, ...] = ("model",) if side.model else ()
    return (
        counted,
        replace(share, marks=(*share.marks, *model, *read)) if share else share,
    )


def number_needed(effect: Effect, better: str | None) -> str:
    """A number needed to treat in Cochrane's form, with its interval: `NNTB 4.0† (NNTB 2.2 to NNTB 891)`.

    Source: Altman 1998; Cochrane Handbook 15.4.1: B for benefit, H for harm; an interval that has both runs through
    infinity. Without a direction of benefit there is neither.
    """
    value, low, high = (effect.value.value, effect.low.value, effect.high.value)
    if value is None or low is None or high is None or better is None:
        return ""
    if better == "lower":  # one event more is then a harm
        value, low, high = -value, -high, -low
    through = " to ∞" if low < 0 < high else ""
    sign = "†" if effect.value.derived else ""
    return f"{_needed(value)}{sign} ({_needed(high)}{through} to {_needed(low)})"


def _needed(value: Number) -> str:
    return f"NNT{'B' if value > 0 else 'H'} {abs(float(value)):.1f}"


def figure_cell(text: str, derived: bool) -> Cell:  # noqa: FBT001  read as `figure_cell(text, figure.derived)`
    """A figure as a cell, with the mark of a derived one."""
    return Cell(text, ("derived",) if text and derived else ())


def count_cell(events: Figure, n: Figure, reason: str) -> Cell:
    """Responders of patients as a cell; empty where neither is known."""
    found = figure_cell(counts(events.value, n.value, reason), events.derived or n.derived)
    return replace(found, lacks=(reason,)) if found and not events else found


def or_missing(cell: Cell, reason: str | None) -> Cell:
    """The cell, or the short mark of a kind of missing where it shows nothing; it stays empty without a reason."""
    return cell if cell or reason is None else Cell(missing(reason), absent=True, lacks=(reason,))


def cited(sources: Iterable[Pointer], *, places: bool = False) -> tuple[Ref, ...]:
    """Pointers as references, with their places or each source once."""
    if places:
        return tuple(Ref("source", pointer.source, pointer.locator) for pointer in sources)
    return tuple(Ref("source", key) for key in dict.fromkeys(pointer.source for pointer in sources))
