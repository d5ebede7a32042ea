"""A forest plot as a picture that stands in pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from il2sle.evidence.compared import Comparison
from il2sle.frozen import Frozen, replace
from il2sle.views.page.blocks import Block, Drawing, Page

if TYPE_CHECKING:
    from il2sle.evidence.forest import Plot

# What draws is imported where it draws: most pages have no picture.


class ForestPicture(Frozen):
    """A plot, drawn in letters or as SVG."""

    plot: Plot

    @property
    def name(self) -> str:
        """What it shows, in a line."""
        from .words import title  # noqa: PLC0415

        return "; ".join(title(self.plot, panel) for panel in self.plot.panels)

    def lines(self, width: int | None, *, ascii_only: bool = False) -> tuple[str, ...]:
        """It in letters."""
        from .text import plot_lines  # noqa: PLC0415

        return plot_lines(self.plot, width, ascii_only=ascii_only)

    def svg(self, key: str) -> str:
        """It as an SVG element, whose ids begin with `key`."""
        from .svg import plot_svg  # noqa: PLC0415

        return plot_svg(self.plot, key)


def forest_block(plot: Plot, title: str = "") -> Block:
    """A plot as a part of a page."""
    return Drawing(title, ForestPicture(plot))


def forests(comparison: Comparison, trial: str | None = None) -> Iterator[Block]:
    """A plot of each endpoint of which there is something to draw; of one trial, only what can be drawn."""
    from il2sle.evidence.forest import outcome_plot  # noqa: PLC0415

    kept = replace(
        comparison,
        outcomes=tuple(row for row in comparison.outcomes if trial in {None, row.trial}),
        trials=tuple(one for one in comparison.trials if trial in {None, one}),
    )
    for endpoint in dict.fromkeys(row.endpoint for row in kept.outcomes):
        plot = outcome_plot(kept, endpoint)
        shown = replace(plot, panels=tuple(panel for panel in plot.panels if trial is None or panel.effects))
        if any(panel.effects for panel in shown.panels):
            yield forest_block(shown, f"Forest plot: {endpoint}")


def forest_page(plot: Plot) -> Page:
    """A plot as a page of its own."""
    return Page("", (forest_block(plot),), f"forest plot of {plot.what}")
