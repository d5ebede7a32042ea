"""What other programs read: rows for metafor, meta, netmeta and Stata, under the names that their manuals spell.

Which rows may stand together is decided in `il2sle.evidence.selection`; here they only get their columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from il2sle.errors import UsageProblem
from il2sle.evidence.comparison import Filters
from il2sle.evidence.exportable import Exportable
from il2sle.evidence.twins import twins_among
from il2sle.frozen import Frozen

from .counts import arm_rows, contrast_rows
from .further import effect_rows, harm_rows, score_rows
from .layout import LAST, Layout, Value, of_outcomes, under

__all__ = ["LAYOUTS", "Export", "Layout", "Value", "export_rows"]

_SIZED = ("label", "arm_events", "arm_n", "comparator_events", "comparator_n")
_FOUR_CELLS = ("label", "arm_events", "arm_others", "comparator_events", "comparator_others")
_ONE_ARM = ("label", "treatment", "events", "n", "agent", "dose")
_EFFECT = ("label", "yi", "sei", "low", "high")
_SCORES = ("label", "mean", "sd", "n", "other_mean", "other_sd", "other_n")
_SIZE_FIRST = ("label", "n", "mean", "sd", "other_n", "other_mean", "other_sd")
_HARM = ("label", "arm_affected", "arm_n", "comparator_affected", "comparator_n")
_BETWEEN = ("shared_comparator", "same_patients")
_ABOUT_HARM = ("trial", "event", "category", "part_of", "arm", "comparator", *_BETWEEN)
_ABOUT_EFFECT = ("effect", "level", "model", *_BETWEEN)
_ABOUT_SCORE = ("statistic", "unit", *_BETWEEN)


def _of_harms(key: str, program: str, columns: str) -> Layout:
    return Layout(key, program, under(columns, _HARM), (*_ABOUT_HARM, *LAST), harm_rows, ("harms",))


_COUNTS = (
    ("metafor", "metafor: escalc (R)", under("slab ai n1i ci n2i", _SIZED)),
    ("meta", "meta: metabin (R)", under("studlab event.e n.e event.c n.c", _SIZED)),
    ("stata", "Stata: meta esize", under("study n11 n12 n21 n22", _FOUR_CELLS)),
)
_ARMS = (("netmeta", "netmeta, meta: pairwise (R)", under("studlab treat event n agent dose", _ONE_ARM)),)
_EFFECTS = (
    ("metafor-effects", "metafor: rma, printed effects (R)", under("slab yi sei ci.lb ci.ub", _EFFECT)),
    ("meta-effects", "meta: metagen, printed effects (R)", under("studlab TE seTE lower upper", _EFFECT)),
)
_MEANS = (
    ("metafor-scores", "metafor: escalc, means (R)", under("slab m1i sd1i n1i m2i sd2i n2i", _SCORES)),
    ("meta-scores", "meta: metacont (R)", under("studlab n.e mean.e sd.e n.c mean.c sd.c", _SIZE_FIRST)),
)
LAYOUTS: Mapping[str, Layout] = {
    one.key: one
    for one in (
        *(of_outcomes(*words, _BETWEEN, contrast_rows, ("pairs",)) for words in _COUNTS),
        *(of_outcomes(*words, ("dose_unit", "same_patients"), arm_rows, ("pairs",)) for words in _ARMS),
        *(of_outcomes(*words, _ABOUT_EFFECT, effect_rows) for words in _EFFECTS),
        *(of_outcomes(*words, _ABOUT_SCORE, score_rows) for words in _MEANS),
        _of_harms("metafor-harms", "metafor: escalc, harms (R)", "slab ai n1i ci n2i"),
        _of_harms("meta-harms", "meta: metabin, harms (R)", "studlab event.e n.e event.c n.c"),
    )
}


class Export(Frozen):
    """Rows for another program, and a sentence for everything that has none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    left_out: tuple[str, ...]
    overlapping: tuple[str, ...] = ()


def _beyond(trials: Iterable[Exportable], filters: Filters) -> Iterator[str]:
    """What is passed over because its endpoint is not compared, nor any trial's primary one."""
    rows = [row for one in trials for row in one.outcomes if row.effects and not row.compared]
    if rows and not (filters.endpoints or filters.every_endpoint):
        named = ", ".join(dict.fromkeys(row.endpoint for row in rows))
        yield f"further endpoints have effects too: {named}; --endpoint NAME exports them."


def export_rows(trials: Iterable[Exportable], key: str, filters: Filters, *, every_row: bool = True) -> Export:
    """Lay out outcomes or harms for another program.

    Args:
        trials: the trials, in any order, with the parts that the layout names.
        key: a key of `LAYOUTS`.
        filters: which outcomes to keep; without an endpoint named, only the compared ones.
        every_row: every analysis of each trial; else one, the published primary one where it is among them.

    Returns:
        Rows by endpoint, then in the order in which tables show the trials. Counts are patients; `dose` is in
        the arm's unit, as printed; `yi` and `sei` of a ratio are those of its logarithm.

    Raises:
        UsageProblem: there is no such layout.
    """
    if key not in LAYOUTS:
        raise UsageProblem(f'there is no layout "{key}"; there are: {", ".join(LAYOUTS)}')
    chosen = LAYOUTS[key]
    listed = list(trials)
    built = chosen.build(listed, filters, every_row)
    alike = tuple(pair.words for pair in twins_among([one.features for one in listed]))
    alike += () if key.endswith("-harms") else tuple(_beyond(listed, filters))
    rows = tuple(chosen.cells(facts) for facts in built.facts)
    return Export(chosen.columns, rows, built.left_out, (*alike, *built.notices))
