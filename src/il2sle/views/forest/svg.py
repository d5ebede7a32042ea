"""A forest plot as SVG: what the letters show, by the same geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from il2sle.evidence.forest import Panel, Plot
from il2sle.frozen import Frozen
from il2sle.views.svg import SIZE, SMALL, SOFT, area, box, document, lines_within, stroke, width_of, words

from .geometry import Axis, Bar, axis_of, bar_of, ticks
from .words import CUT, Label, closing, favours, label, tick_words, title

PAD, GAP = 16.0, 14.0
BRACKET = 12.0
PLOT = 340.0
LINE, BELOW = 21.0, 14.0  # the height of a row, and of a line of what is said below it
NAME, NAME_MOST = 90.0, 130.0
BOLD = 1.1  # how much wider letters of a name are
HEADS = ("", "dose", "week", "set", "drug", "control")
COUNTS = 2  # columns at the right of the others, whose figures end alike


class _Row(Frozen):
    """A row with its place: its baseline, its height, and its lines below."""

    label: Label
    y: float
    height: float
    below: tuple[str, ...]
    again: bool


def plot_svg(plot: Plot, key: str) -> str:
    """A plot as an SVG element, whose ids begin with `key`."""
    panels = [_Panel.of(plot, panel) for panel in plot.panels]
    width = max((panel.width for panel in panels), default=400.0)
    content: list[str] = []
    y = PAD
    for panel in panels:
        content += panel.drawn(y)
        y += panel.height + PAD
    said = lines_within(" ".join((*closing(plot), *_cut(plot))), width - 2 * PAD, SMALL)
    content += [
        words(PAD, y + number_ * BELOW + 8, line, size=SMALL, fill_opacity=SOFT) for number_, line in enumerate(said)
    ]
    name = "; ".join(title(plot, panel) for panel in plot.panels) or plot.what
    about = " ".join((*(_told(plot, panel) for panel in plot.panels), *closing(plot)))
    return document(key, (width, y + len(said) * BELOW + PAD), f"Forest plot. {name}", about, content)


def _cut(plot: Plot) -> list[str]:
    bars = (bar_of(axis_of(plot.measure, panel.effects), one) for panel in plot.panels for one in panel.effects)
    return [CUT] if any(bar.cut_low or bar.cut_high for bar in bars) else []


def _told(plot: Plot, panel: Panel) -> str:
    """A panel in words, for whoever does not see it."""
    rows = []
    for row in panel.rows:
        one = label(row, panel)
        where = (one.dose, f"week {one.week}" if one.week else "", one.population)
        counts = f"{one.drug} against {one.control}" if one.drug else ""
        rows.append(", ".join(filter(None, (one.name, *where, counts, one.figures, *one.said))))
    return f"{title(plot, panel)}: {'. '.join(rows)}."


class _Panel(Frozen):
    plot: Plot
    panel: Panel
    axis: Axis
    rows: tuple[_Row, ...]
    lefts: tuple[float, ...]
    start: float
    width: float
    height: float

    @classmethod
    def of(cls, plot: Plot, panel: Panel) -> _Panel:
        """Lay out a panel: its columns, then its rows, each as high as its words need."""
        labels = [label(row, panel) for row in panel.rows]
        cells = [HEADS, *(_cells(one) for one in labels)]
        sizes = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
        sizes[0] = min(max(NAME, BOLD * sizes[0]), NAME_MOST)
        lefts = [PAD + BRACKET]
        for size in sizes[:-1]:
            lefts.append(lefts[-1] + size + (GAP if size else 0))
        start = lefts[-1] + sizes[-1] + GAP * 1.5
        rows: list[_Row] = []
        y = SIZE + 2 * LINE
        for number_, one in enumerate(labels):
            again = number_ > 0 and panel.rows[number_ - 1].trial == panel.rows[number_].trial
            below = (*lines_within("; ".join(one.said), start - PAD - BRACKET - GAP, SMALL),)
            names = 0 if again else len(lines_within(one.name, sizes[0] / BOLD)) - 1
            height = LINE + (names + len(below)) * BELOW + 6
            rows.append(_Row(one, y, height, below, again))
            y += height
        figures = max([width_of("points (95% CI)"), *(width_of(one.figures) for one in labels)])
        width = start + (PLOT if panel.effects else 0) + GAP + figures + PAD
        return cls(
            *(plot, panel, axis_of(plot.measure, panel.effects), tuple(rows), tuple(lefts), start),
            *(width, y + (LINE if panel.effects else -LINE / 2)),
        )

    def at(self, place: float) -> float:
        """A place of the axis in pixels."""
        return self.start + place * PLOT

    def drawn(self, top: float) -> Iterator[str]:
        """Its shapes, from the top on."""
        yield words(PAD, top + SIZE, title(self.plot, self.panel), font_weight="bold")
        yield from self.heads(top + SIZE + LINE)
        for number_, row in enumerate(self.rows):
            yield from self.row(number_, row, top + row.y)
        yield from self.brackets(top)
        if self.panel.effects:
            yield from self.foot(top, top + self.rows[-1].y + self.rows[-1].height - LINE + 8)

    def heads(self, y: float) -> Iterator[str]:
        ends = (*self.lefts[1:], self.start - GAP / 2)
        for number_, (head, left, end) in enumerate(zip(HEADS, self.lefts, ends, strict=True)):
            counted = number_ >= len(HEADS) - COUNTS
            if head:
                x, at = (end - GAP, "end") if counted else (left, "start")
                yield words(x, y, head, at=at, size=SMALL, fill_opacity=SOFT)
        if self.panel.effects:
            scale = self.plot.measure.scale
            shown = f"{'points' if scale == 'points' else self.plot.measure.short} (95% CI)"
            yield words(self.start + PLOT + GAP, y, shown, size=SMALL, fill_opacity=SOFT)

    def row(self, number_: int, row: _Row, y: float) -> Iterator[str]:
        if not row.again:
            yield stroke(((PAD, y - SIZE - 5), (self.width - PAD, y - SIZE - 5)), 0.5, stroke_opacity=0.3)
        names = [] if row.again else lines_within(row.label.name, (self.lefts[1] - self.lefts[0] - GAP) / BOLD)
        for place, name in enumerate(names):
            yield words(self.lefts[0], y + place * BELOW, name, font_weight="bold")
        yield from self.cells(row, y)
        extra = max(0, len(names) - 1)
        for place, line in enumerate(row.below, extra + 1):
            yield words(self.lefts[0], y + place * BELOW + 2, line, size=SMALL, fill_opacity=SOFT)
        effect = self.panel.rows[number_].effect
        if effect:
            yield from self.bar(bar_of(self.axis, effect), y - 4.5)
        x = self.start + (PLOT if self.panel.effects else 0) + GAP
        yield words(x, y, row.label.figures, fill_opacity=1 if effect else SOFT)

    def cells(self, row: _Row, y: float) -> Iterator[str]:
        ends = (*self.lefts[1:], self.start - GAP / 2)
        for number_, (cell, left, end) in enumerate(zip(_cells(row.label), self.lefts, ends, strict=True)):
            if cell and number_:
                counted = number_ >= len(HEADS) - COUNTS
                yield words(end - GAP if counted else left, y, cell, at="end" if counted else "start")

    def bar(self, bar: Bar, y: float) -> Iterator[str]:
        if bar.low is not None and bar.high is not None:
            low, high = self.at(bar.low), self.at(bar.high)
            yield stroke(((low, y), (high, y)), 2)
            for end, cut, way in ((low, bar.cut_low, -1), (high, bar.cut_high, 1)):
                if cut:
                    yield area(((end, y), (end - way * 9, y - 5), (end - way * 9, y + 5)))
                else:
                    yield stroke(((end, y - 4.5), (end, y + 4.5)), 1.5)
        if bar.point is not None:
            x, half = self.at(bar.point), 5.0
            if bar.hollow:
                yield box(x - half, y - half, 2 * half, 2 * half, fill="none", stroke="currentColor", stroke_width=1.5)
            else:
                yield box(x - half, y - half, 2 * half, 2 * half)

    def brackets(self, top: float) -> Iterator[str]:
        """What joins the rows that hold the same patients."""
        for patients in dict.fromkeys(row.patients for row in self.panel.rows if row.joined):
            shared = [self.rows[i].y for i, row in enumerate(self.panel.rows) if row.patients == patients]
            x, first, last = PAD + 2, top + shared[0] - 5, top + shared[-1] - 5
            yield stroke(((x + 5, first), (x, first), (x, last), (x + 5, last)), 1.5)

    def foot(self, top: float, y: float) -> Iterator[str]:
        line = self.at(self.axis.line)
        yield stroke(((line, top + 1.5 * LINE), (line, y)))
        yield stroke(((self.start, y), (self.start + PLOT, y)))
        for tick in self.ticks():
            x = self.at(tick[0])
            yield stroke(((x, y), (x, y + 5)))
            yield words(x, y + 18, tick[1], at="middle", size=SMALL)
        low, high = favours(self.panel)
        yield words(line - 8, y + 36, f"← {low}", at="end", size=SMALL)
        yield words(line + 8, y + 36, f"{high} →", size=SMALL)

    def ticks(self) -> Sequence[tuple[float, str]]:
        """The ticks that have room for their words."""
        for most in range(9, 1, -1):
            shown = ticks(self.axis, most)
            found = [(tick.place, tick_words(tick.value, self.axis.scale, self.panel.better)) for tick in shown]
            apart = pairwise(found)
            if all((b[0] - a[0]) * PLOT >= (width_of(a[1], SMALL) + width_of(b[1], SMALL)) / 2 + 6 for a, b in apart):
                return found
        return [(self.axis.line, tick_words(self.plot.measure.no_effect, "points", None))]


def _cells(one: Label) -> tuple[str, ...]:
    return (one.name, one.dose, one.week, one.population, one.drug, one.control)
