"""The options and arguments of drawings, each declared once, and the words that they take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from .completion import complete_plotted, complete_trial
from .help import argument, option
from .options import NAMES, SHOW, format_option, listed, one_of


class ShowLayout(StrEnum):
    """Formats of `show`: those of `compare`, and the drawing of its doses."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    HTML = "html"
    SVG = "svg"


class PlotLayout(StrEnum):
    """Formats of `forest`."""

    TEXT = "text"
    SVG = "svg"
    JSON = "json"


class MeasureOfEffect(StrEnum):
    """The measures of effect, as the table of measures names them."""

    DIFFERENCE = "difference"
    MEAN_DIFFERENCE = "mean_difference"
    MEDIAN_DIFFERENCE = "median_difference"
    STANDARDISED_MEAN_DIFFERENCE = "standardised_mean_difference"
    RISK_RATIO = "risk_ratio"
    ODDS_RATIO = "odds_ratio"
    HAZARD_RATIO = "hazard_ratio"
    RATE_RATIO = "rate_ratio"
    NUMBER_NEEDED = "number_needed"


MeasureOption = Annotated[
    MeasureOfEffect | None,
    option(
        SHOW,
        "--measure",
        about=f"The measure of effect: {listed(MeasureOfEffect)}; else the one that most rows have.",
        metavar="MEASURE",
        parser=one_of(MeasureOfEffect, "--measure knows no"),
    ),
]
PlottedTrials = Annotated[
    list[str] | None,
    option(
        SHOW, "--trial", about=f"Only this trial; repeatable. {NAMES}", metavar="TRIAL", autocompletion=complete_trial
    ),
]

Plotted = Annotated[
    str,
    argument("ENDPOINT", "An endpoint, a category of harms, or an event.", autocompletion=complete_plotted),
]
ShowLayoutOption = Annotated[ShowLayout, format_option(ShowLayout)]
PlotLayoutOption = Annotated[PlotLayout, format_option(PlotLayout)]
