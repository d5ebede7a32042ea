"""A forest plot as a picture that stands in pages."""

from __future__ import annotations

from dataclasses import dataclass

from il2sle.evidence.forest import Plot
from il2sle.views.page.blocks import Block, Drawing, Page

from .svg import plot_svg
from .text import plot_lines
from .words import title


@dataclass(frozen=True, slots=True)
class ForestPicture:
    """A plot, drawn in letters or as SVG."""

    plot: Plot

    @property
    def name(self) -> str:
        """What it shows, in a line."""
        return "; ".join(title(self.plot, panel) for panel in self.plot.panels)

    def lines(self, width: int | None, *, ascii_only: bool = False) -> tuple[str, ...]:
        """It in letters."""
        return plot_lines(self.plot, width, ascii_only=ascii_only)

    def svg(self, key: str) -> str:
        """It as an SVG element, whose ids begin with `key`."""
        return plot_svg(self.plot, key)


def forest_block(plot: Plot, title: str = "") -> Block:
    """A plot as a part of a page."""
    return Drawing(title, ForestPicture(plot))


def forest_page(plot: Plot) -> Page:
    """A plot as a page of its own."""
    return Page("", (forest_block(plot),), f"forest plot of {plot.what}")
