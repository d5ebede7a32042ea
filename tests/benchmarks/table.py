"""The table of ratios, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from .measured import Cost

HEAD = "| what | beside | × its time | × its wait | × its memory | seconds | MB |\n|---|---|--:|--:|--:|--:|--:|\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing beside another.

    Attributes:
        what: the one, in words.
        beside: the other, in words.
        cost: what the one took; None where it was not measured.
        of: what the other took.
        why: why it was not measured.
    """

    what: str
    beside: str
    cost: Cost | None = None
    of: Cost | None = None
    why: str = ""

    @property
    def markdown(self) -> str:
        """A row of the table."""
        if self.cost is None or self.of is None:
            return f"| {self.what} | {self.beside} | {self.why} | | | | |\n"
        mine, other = self.cost, self.of
        pairs = ((mine.seconds, other.seconds), (mine.waited, other.waited), (mine.megabytes, other.megabytes))
        ratios = " | ".join(_digits(one / another) for one, another in pairs)
        return f"| {self.what} | {self.beside} | {ratios} | {mine.seconds:.2f} | {mine.megabytes:.0f} |\n"


def _digits(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
