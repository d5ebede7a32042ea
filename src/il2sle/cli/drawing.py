"""The answer of `forest`: one endpoint or harm of every trial, drawn."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.errors import UsageProblem
from il2sle.evidence.compared import Comparison
from il2sle.evidence.comparison import compare
from il2sle.evidence.forest import Plot, harm_plot, outcome_plot
from il2sle.evidence.tabled import Tables
from il2sle.frozen import Frozen
from il2sle.records.vocabulary import HARM_CATEGORIES
from il2sle.views import machine
from il2sle.views.columns import SOURCES, row_data
from il2sle.views.columns.forest import FOREST
from il2sle.views.forest.picture import ForestPicture, forest_page

from .commands import filters_from, known_among, tell_notes
from .load import Trials
from .output import Delivery


class PlotShape(Frozen):
    """What is plotted: an endpoint or a harm, by which measure, in which order of trials and format."""

    asked: str
    measure: str | None = None
    order: str = "molecule"
    layout: str = "text"


def answer_forest(
    loaded: Trials[Tables], shape: PlotShape, weeks: Sequence[int], populations: Sequence[str], delivery: Delivery
) -> None:
    """Deliver a forest plot; one without a row is said on standard error.

    Raises:
        UsageProblem: no record has such an endpoint or harm, or a harm is to be filtered by week or population.
    """
    comparison, plot = _plot(loaded, shape, weeks, populations)
    tell_notes(loaded.notes, delivery)
    if not plot.rows:
        delivery.notice(f"no row of {plot.what} is left by the filter")
    if shape.layout == "json":
        parts = {
            "trials": comparison.trials,
            "forest": [row_data(FOREST, row) for row in plot.rows],
            "sources": [row_data(SOURCES, source) for source in comparison.sources],
            "notes": comparison.notes,
        }
        delivery.data(machine.document("forest", comparison.stamp, **parts))
    elif shape.layout == "svg":
        delivery.data(f"{ForestPicture(plot).svg('forest')}\n")
    else:
        delivery.page(forest_page(plot))


def _plot(
    loaded: Trials[Tables], shape: PlotShape, weeks: Sequence[int], populations: Sequence[str]
) -> tuple[Comparison, Plot]:
    endpoints = dict.fromkeys(row.endpoint for one in loaded.known for row in one.outcomes)
    events = dict.fromkeys(row.event for one in loaded.known for row in one.harms)
    (what,) = known_among("endpoint or harm", [shape.asked], (*endpoints, *HARM_CATEGORIES, *events))
    if what in endpoints:
        filters = filters_from(loaded.known, [what], weeks, populations)
        sections = ("outcomes", "doses")
        comparison = compare(loaded.asked, filters=filters, sections=sections, order=shape.order, notes=loaded.notes)
        return comparison, outcome_plot(comparison, what, shape.measure)
    if weeks or populations:
        raise UsageProblem(f"--week and --population are for endpoints; {what} is a harm")
    comparison = compare(loaded.asked, sections=("harms", "doses"), order=shape.order, notes=loaded.notes)
    return comparison, harm_plot(comparison, what, shape.measure)
