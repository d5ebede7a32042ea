"""A figure as text, the same in every view: counts, percentages, differences, intervals, p-values, missing.

A reported figure (`Decimal`) keeps its printed digits; a computed one (`float`) gets the decimals of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from il2sle.evidence.rows import Number, OutcomeRow, Pointer
from il2sle.records.vocabulary import MISSING

DERIVED_MARK = "†"
DISPUTED_MARK = "§"
DOUBT_MARK = "‡"
MINUS = "−"

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


def spread(low: Number | None, high: Number | None) -> str:
    """The range of a score, e.g. `8–27`; with `to` where a sign would make the dash unclear."""
    if low is None or high is None:
        return ""
    return f"{number(low, 1)}–{number(high, 1)}" if low >= 0 else interval(low, high)


def p_value(value: Decimal | None, comparator: str | None) -> str:
    """A p-value as printed."""
    return "" if value is None else f"{'' if comparator in (None, '=') else comparator}{_printed(value)}"


def computed_p(value: float) -> str:
    """A p-value of ours: three decimals, four where three would hide which side of 0.05 it is on; never 0.000."""
    if value < 0.001:
        return "<0.001"
    return f"{value:.4f}" if 0.045 <= value <= 0.055 else f"{value:.3f}"


def counts(events: int | None, n: int | None) -> str:
    """Responders of patients, e.g. `16/29`; `NR/29` where the responders are not known."""
    if events is None:
        return "" if n is None else f"{MISSING['not reported'][0]}/{n}"
    return f"{events}/{n}" if n is not None else str(events)


def marked(text: str, derived: bool) -> str:  # noqa: FBT001  read as `marked(text, "p" in derived)`
    """The text with the mark of a derived figure."""
    return f"{text}{DERIVED_MARK}" if text and derived else text


def score_headers(statistic: str) -> tuple[str, str]:
    """The headings over the two cells of a score, e.g. `median` and `range`."""
    for sign in ("±", "("):
        head, found, rest = statistic.partition(sign)
        if found:
            return head.strip(), f"± {rest.strip()}" if sign == "±" else rest.strip(") ")
    return statistic, ""


def missing(reason: str | None) -> str:
    """The short mark of a kind of missing, e.g. `NR`; the key under the tables spells it out."""
    return MISSING[reason][0] if reason in MISSING else "NR"


def side(row: OutcomeRow, which: str) -> tuple[str, str]:
    """The two cells of one side of an outcome row: responders of patients and percentage, or score and spread."""
    get = {name: getattr(row, f"{which}_{name}") for name in ("events", "n", "percent", "value", "low", "high", "sd")}
    derived = {name for name in get if f"{which}_{name}" in row.derived}
    if row.statistic:
        return number(get["value"], 1), spread(get["low"], get["high"]) or number(get["sd"], 1)
    first = marked(counts(get["events"], get["n"]), bool(derived & {"events", "n"}))
    return first, marked(percent(get["percent"]), "percent" in derived)


class Numbered:
    """Sources by the numbers under which a page lists them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._numbers = {key: number for number, key in enumerate(keys, start=1)}

    def number(self, key: str) -> int:
        """The number of a source; a source that the page does not list is a bug and raises `KeyError`."""
        return self._numbers[key]

    def short(self, sources: Sequence[Pointer]) -> str:
        """The numbers alone, e.g. `[1, 4]`."""
        numbers = dict.fromkeys(str(self._numbers[pointer.source]) for pointer in sources)
        return f"[{', '.join(numbers)}]" if numbers else ""

    def placed(self, sources: Sequence[Pointer]) -> str:
        """The numbers with their places, e.g. `[1: Abstract, Results; 4: Table 3]`."""
        places = (f"{self._numbers[pointer.source]}: {pointer.locator}" for pointer in sources)
        text = "; ".join(dict.fromkeys(places))
        return f"[{text}]" if text else ""
