"""Comparisons of two groups, as effects of an arm against another.

The registry does not say which group is subtracted from which, or divided by which. A printed effect is taken over only
where the figures of the groups themselves point one way; every other one is listed for the curator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from decimal import Decimal

from il2sle.records.registry.study import Analysis, Cell, Measured

from . import figures
from .linking import Arms
from .measured import Scale, compared_by, holds_figure, pair
from .tree import Mapping, Raw, Sequence, Value, mapping

_MEANS = r"(?:ls |least squares? )?means?"
_SHARES = r"(?:percent(?:age)?s?|proportions?|response rates?)"
_MEASURES = (
    (re.compile(r"risk ratio.*|relative risk.*"), "risk_ratio"),
    (re.compile(r"odds ratio.*"), "odds_ratio"),
    (re.compile(r"hazard ratio.*"), "hazard_ratio"),
    (re.compile(r"rate ratio.*"), "rate_ratio"),
    (re.compile(r"median difference.*"), "median_difference"),
    (re.compile(rf"{_MEANS} difference.*|difference (?:in|of) {_MEANS}"), "mean_difference"),
    (re.compile(rf"risk difference.*|{_SHARES} difference.*|difference in {_SHARES}"), "difference"),
)
_TESTS = re.compile(r"(?:chi-squared|t-test|wilcoxon).*|fisher exact|log rank|kruskal-wallis|mcnemar", re.IGNORECASE)
_ONE_SIDED = re.compile(r"\b(?:1|one)[ -]sided", re.IGNORECASE)
_ABOUT = (
    *("groupDescription", "statisticalComment", "estimateComment", "pValueComment", "ciLowerLimitComment"),
    *("ciUpperLimitComment", "nonInferiorityType", "nonInferiorityComment", "otherAnalysisDescription"),
)
_RATIOS = {"risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio"}
_OF_SCORES = {"mean_difference", "median_difference"}


@dataclass(slots=True)
class Compared:
    """What stands on the result of one arm against another."""

    against: str
    p: Value | None = None
    note: str = ""
    effects: Sequence = field(default_factory=Sequence)


@dataclass(slots=True)
class Placed:
    """Comparisons by the arm on whose line they stand, and what could not be placed, with its reason."""

    by_arm: dict[str, Compared] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def placed(analyses: tuple[Analysis, ...], cell: Cell, scale: Scale, arms: Arms) -> Placed:
    """The analyses of a measure with one row of figures."""
    found = Placed()
    # A result that is missing has no room for an effect.
    measured: dict[str, Measured] = {}
    for one in cell.measured:  # of two of one group the first, which is the one shown
        if (key := arms.key(one.group)) and holds_figure(scale, one):
            measured.setdefault(key, one)
    for analysis in analyses:
        why = _place(found, analysis, measured, scale, arms)
        if why:
            found.comments.append(unplaced(analysis, why))
    return found


def unplaced(analysis: Analysis, why: str) -> str:
    """An analysis as a comment: every figure that it prints."""
    keys = ("statisticalMethod", "pValue", "paramType", "paramValue", "ciPctValue", "ciNumSides", "ciLowerLimit")
    more = ("ciUpperLimit", "dispersionType", "dispersionValue")
    figures_of = (f"{key} {analysis[key]}" for key in (*keys, *more) if analysis[key])
    printed = ", ".join((*figures_of, *_said(analysis)))
    return f"not taken over ({why}): {analysis.path}: {' v '.join(analysis.groups)}: {printed}"


def _place(found: Placed, analysis: Analysis, measured: Lookup[str, Measured], scale: Scale, arms: Arms) -> str:
    """Place an analysis; why it cannot be, else nothing."""
    keys = [arms.key(title) for title in analysis.groups]
    if len(keys) != 2 or keys[0] is None or keys[1] is None or keys[0] == keys[1]:
        return "it does not compare two arms"
    measure = measure_of(analysis["paramType"])
    value = figures.number(analysis["paramValue"])
    if analysis["paramValue"] and (measure is None or value is None or not _fits(measure, value, scale)):
        return "what its estimate is, the language does not hold here"
    pair_of = (keys[0], keys[1])
    if value is None:
        arm = next((key for key in pair_of if key != arms.comparator), "") if arms.comparator in pair_of else ""
        if arm not in measured:
            return "no arm with a figure stands against a registered comparator"
    else:
        arm = _subtracted_from(pair_of, measure or "", Decimal(value), measured, scale)
        if not arm or arm == arms.comparator:
            return "which arm is set against which is not said, and the figures do not tell"
    against = pair_of[0] if arm == pair_of[1] else pair_of[1]
    compared = found.by_arm.setdefault(arm, Compared(against))
    if compared.against != against:
        return "the result stands against another arm already"
    why = _add(compared, analysis, measure, value)
    if value is None and not why:  # a p has no line of its own, above which its remarks could stand
        found.comments += [f"{analysis.path}: {said}" for said in _said(analysis)]
    return why


def _add(compared: Compared, analysis: Analysis, measure: str | None, value: Raw | None) -> str:
    method = figures.text(analysis["statisticalMethod"]) or ""
    p = p_of(analysis)
    is_test = bool(_TESTS.fullmatch(method))
    if value is None:
        if p is None or compared.p is not None:
            return "no p that the language holds" if p is None else "there is a p already"
        compared.p, compared.note = p, method
        return ""
    interval, level = _interval(analysis, Decimal(value))
    se = (
        figures.number(analysis["dispersionValue"]) if analysis["dispersionType"].startswith("STANDARD_ERROR") else None
    )
    effect = mapping(measure=Raw(measure or ""), value=value, ci=interval, level=level, se=se, p=p)
    effect.put("model", method if method and not is_test else None).put("note", method if is_test else None)
    compared.effects.add(effect, *_remarks(analysis, interval, p))
    return ""


def p_of(analysis: Analysis) -> str | None:
    """The p of an analysis; None where the language does not hold what is printed."""
    return figures.p_value(analysis["pValue"], one_sided=bool(_ONE_SIDED.search(analysis["statisticalMethod"])))


def printed_interval(analysis: Analysis) -> str:
    """An interval as printed, with its level and sides; empty where none is."""
    if not (analysis["ciLowerLimit"] or analysis["ciUpperLimit"]):
        return ""
    ends = f"{analysis['ciLowerLimit'] or '?'} to {analysis['ciUpperLimit'] or '?'}"
    sides = analysis["ciNumSides"].replace("_", "-").lower() or "sides not said"
    return f"{ends}, {analysis['ciPctValue'] or '?'}%, {sides}"


def measure_of(printed: str) -> str | None:
    """The measure of effect that the registry's words mean."""
    return next((name for words, name in _MEASURES if words.fullmatch(printed.casefold())), None)


def _fits(measure: str, value: str, scale: Scale) -> bool:
    """Whether an effect is one of such figures: differences of scores have a unit, those of shares are in points."""
    if measure in _OF_SCORES:
        return scale.kind == "value"
    if measure == "difference":
        return scale.kind != "value" and abs(Decimal(value)) <= 100
    shares = scale.kind != "value"
    return Decimal(value) > 0 and (shares or measure == "rate_ratio")


def _subtracted_from(
    keys: tuple[str, str], measure: str, value: Decimal, measured: Lookup[str, Measured], scale: Scale
) -> str:
    """The arm of which the effect is one, by the figures of both; empty where they do not tell."""
    one, other = (compared_by(scale, measured[key]) if key in measured else None for key in keys)
    if one is None or other is None or one == other:
        return ""
    if measure == "difference" and not _in_points(value, abs(one - other)):
        return ""
    above = value > 1 if measure in _RATIOS else value > 0
    below = value < 1 if measure in _RATIOS else value < 0
    if not (above or below):
        return ""
    return keys[0] if (one > other) == above else keys[1]


def _in_points(value: Decimal, points: Decimal) -> bool:
    """Whether a difference is in percentage points and no proportion: which of both is nearer to the figures."""
    return abs(abs(value) - points) < abs(abs(value) * 100 - points)


def _interval(analysis: Analysis, value: Decimal) -> tuple[Sequence | None, Raw | None]:
    """A two-sided interval with its level, which the language leaves out where it is 95."""
    ends = pair(analysis["ciLowerLimit"], analysis["ciUpperLimit"])
    level = figures.number(analysis["ciPctValue"])
    if (
        ends is None
        or analysis["ciNumSides"] not in {"", "TWO_SIDED"}
        or level is None
        or not 50 <= Decimal(level) < 100
    ):
        return None, None
    low, high = (Decimal(str(end)) for end, _ in ends.entries)
    if not low <= value <= high:
        return None, None
    return ends, level if Decimal(level) != 95 else None


def _remarks(analysis: Analysis, interval: Sequence | None, p: Value | None) -> list[str]:
    remarks = [f"{analysis.path}; direction by the figures, the registry does not say it"]
    if interval is None and (printed := printed_interval(analysis)):
        remarks.append(f"interval as printed, which has no key: {printed}")
    if p is None and analysis["pValue"]:
        remarks.append(f"p as printed, which has no key: {analysis['pValue']}")
    return remarks + _said(analysis)


def _said(analysis: Analysis) -> list[str]:
    """What is said of a comparison beside its figures; that it tests for a difference goes without saying."""
    return [f"{key}: {analysis[key]}" for key in _ABOUT if analysis[key] and analysis[key] != "SUPERIORITY"]


def against_entry(compared: Compared, arms: Arms) -> Mapping:
    """The keys of a result that hold a comparison."""
    made = mapping(against=Raw(compared.against) if compared.against != arms.comparator else None, p=compared.p)
    made.put("note", compared.note or None)
    return made.put("effects", compared.effects)
