"""Dosing strips as pictures that stand in pages."""

from __future__ import annotations

from collections.abc import Sequence

from il2sle.evidence.timeline import Timeline
from il2sle.frozen import Frozen
from il2sle.views.page.blocks import Block, Drawing

from .geometry import TITLE
from .text import day_lines, week_lines


class StripsPicture(Frozen):
    """Strips, in letters by week or by day, or as SVG."""

    timelines: tuple[Timeline, ...]
    days: bool = False

    @property
    def name(self) -> str:
        """What it shows, in a line."""
        return f"{TITLE}: {', '.join(dict.fromkeys(one.name for one in self.timelines))}"

    def lines(self, width: int | None, *, ascii_only: bool = False) -> tuple[str, ...]:
        """It in letters."""
        return tuple((day_lines if self.days else week_lines)(self.timelines, width, ascii_only=ascii_only))

    def svg(self, key: str) -> str:
        """It as an SVG element, whose ids begin with `key`."""
        from .svg import strips_svg  # noqa: PLC0415  drawn as SVG only in pages of the web

        return strips_svg(self.timelines, key)


def strips(timelines: Sequence[Timeline], *, days: bool = False) -> list[Block]:
    """Strips as a part of a page; nothing without a schedule."""
    return [Drawing("", StripsPicture(tuple(timelines), days))] if timelines else []
