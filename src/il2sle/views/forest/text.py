"""A forest plot in letters, 60 to 200 columns wide; below that, a figure under each row.

A bar is drawn in eighths of a cell at its right end, from which Unicode's blocks grow, and in the half and the eighth
that it has for a left one. Rounding never moves an end over the line of no effect, which lies in the middle of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from il2sle.evidence.forest import Panel, Plot, PlotRow
from il2sle.frozen import Frozen, fields_of
from il2sle.views.page.ascii import fold_ascii
from il2sle.views.wrapped import wrap

from .geometry import Axis, Bar, axis_of, bar_of, ticks
from .words import CUT, Label, closing, favours, label, tick_words, title

STACKED = 60  # columns; below this every row has its bar on a line of its own
ONE_LINE = 100  # columns; from here on dose and set of a row stand in columns
NAME = 14
WIDEST = 72  # cells of a bar
WHY = 22  # a reason of so many letters stands among the figures
LEAST = 18  # with less, the figures of a row stand below it
WIDE = 200


class Signs(Frozen):
    """What a plot is drawn with."""

    full: str
    right: str
    left: str
    point: str
    hollow: str
    line: str
    cut_low: str
    cut_high: str
    axis: str
    tick: str
    bracket: tuple[str, str, str]
    exact: bool


BLOCKS = Signs("█", " ▏▎▍▌▋▊▉█", "█▐▕", "◆", "◇", "│", "◀", "▶", "─", "┴", ("╭", "│", "╰"), exact=True)
PLAIN = Signs("=", "]", "[", "#", "o", "|", "<", ">", "-", "+", ("+", "|", "+"), exact=False)


class Scale(Frozen):
    """The cells of a plot: where a place falls, with the line of no effect in the middle of a cell."""

    cells: int
    line: float

    @property
    def none(self) -> int:
        """The cell of the line of no effect."""
        return min(self.cells - 1, round(self.line * (self.cells - 1)))

    def at(self, place: float) -> float:
        """A place in cells."""
        shift = self.none - self.line * (self.cells - 1)
        return min(max(0.0, place * (self.cells - 1) + 0.5 + shift), self.cells - 0.001)


def bar_line(bar: Bar | None, scale: Scale, signs: Signs) -> str:
    """A bar in cells, on the line of no effect."""
    cells = [" "] * scale.cells
    cells[scale.none] = signs.line
    if bar is None:
        return "".join(cells)
    if bar.low is not None and bar.high is not None:
        first, last = (_exact if signs.exact else _whole)(bar, scale, signs, cells)
    else:
        first, last = 0, scale.cells - 1
    if bar.point is not None:
        at = int(scale.at(bar.point))
        if at == scale.none and bar.side:
            at += bar.side  # an interval beside the line has its estimate beside it
        cells[min(max(at, first, 0), last, scale.cells - 1)] = signs.hollow if bar.hollow else signs.point
    if bar.cut_low:
        cells[0] = signs.cut_low
    if bar.cut_high:
        cells[-1] = signs.cut_high
    return "".join(cells)


def _exact(bar: Bar, scale: Scale, signs: Signs, cells: list[str]) -> tuple[int, int]:
    """Draw an interval in parts of cells; its first and last cell."""
    low, high = scale.at(bar.low or 0), scale.at(bar.high or 0)
    first, last = int(low), int(high)
    start = min((0.0, 0.5, 0.875, 1.0), key=lambda part: abs(part - (low - first)))
    eighths = round((high - last) * 8)
    # What goes on beyond the line is seen to, be it by less than there are signs for.
    if not bar.side and (first == scale.none or (start == 1.0 and first + 1 == scale.none)):
        first, start = scale.none, 0.0
        cells[max(0, first - 1)] = signs.left[-1]
    if not bar.side and (last == scale.none or (eighths == 0 and last - 1 == scale.none)):
        last, eighths = scale.none, 8
        cells[min(last + 1, scale.cells - 1)] = signs.right[1]
    if start == 1.0 and first < last:
        first, start = first + 1, 0.0
    for cell in range(first, last):
        cells[cell] = signs.full
    if eighths:
        cells[last] = signs.right[eighths]
    if first < last or not eighths or start >= 0.5:
        cells[first] = signs.left[(0.0, 0.5, 0.875, 1.0).index(start)] if start < 1.0 else signs.left[-1]
    return first, last if eighths else max(first, last - 1)


def _whole(bar: Bar, scale: Scale, signs: Signs, cells: list[str]) -> tuple[int, int]:
    """Draw an interval in whole cells, off the cell of no effect where it does not hold that; its ends."""
    first, last = int(scale.at(bar.low or 0)), int(scale.at(bar.high or 0))
    if bar.side > 0:
        first, last = max(first, scale.none + 1), max(last, scale.none + 1)
    elif bar.side < 0:
        first, last = min(first, scale.none - 1), min(last, scale.none - 1)
    else:
        first, last = min(first, scale.none - 1), max(last, scale.none + 1)
    first, last = max(0, min(first, scale.cells - 1)), max(0, min(last, scale.cells - 1))
    cells[first : last + 1] = signs.full * (last + 1 - first)
    cells[first], cells[last] = signs.left, signs.right
    return first, last


def plot_lines(plot: Plot, width: int | None, *, ascii_only: bool = False) -> tuple[str, ...]:
    """A plot in letters, in lines of at most `width` cells where that is 40 or more."""
    room = min(width or ONE_LINE, WIDE)
    lines: list[str] = []
    for panel in plot.panels:
        lines += [*([""] if lines else []), *_Drawing(plot, panel, room, ascii_only=ascii_only).lines()]
    said = " ".join((*closing(plot), *([CUT] if _is_cut(plot) else [])))
    folded = fold_ascii(said) if ascii_only else said
    return (*lines, "", *wrap(folded, min(room, 110)))


def _is_cut(plot: Plot) -> bool:
    bars = (bar_of(axis_of(plot.measure, panel.effects), one) for panel in plot.panels for one in panel.effects)
    return any(bar.cut_low or bar.cut_high for bar in bars)


HEADS = ("", "dose", "wk", "set", "drug", "control")


class _Drawing(Frozen):
    plot: Plot
    panel: Panel
    width: int
    ascii_only: bool

    @property
    def signs(self) -> Signs:
        return PLAIN if self.ascii_only else BLOCKS

    def fold(self, text: str) -> str:
        return fold_ascii(text) if self.ascii_only else text

    def lines(self) -> Iterator[str]:
        labels = [self.label(row) for row in self.panel.rows]
        axis = axis_of(self.plot.measure, self.panel.effects)
        yield from wrap(self.fold(title(self.plot, self.panel)), self.width)
        yield from self.stacked(labels, axis) if self.width < STACKED else self.rows(labels, axis)

    def label(self, row: PlotRow) -> Label:
        plain = label(row, self.panel)
        texts = {name: self.fold(getattr(plain, name)) for name in fields_of(Label) if name != "said"}
        return Label(**texts, said=tuple(map(self.fold, plain.said)))

    # Rows with columns

    def rows(self, labels: Sequence[Label], axis: Axis) -> Iterator[str]:
        columns = [_cells(one, whole=self.width >= ONE_LINE) for one in labels]
        heads = _cells(Label(*HEADS, "", "", ()), whole=self.width >= ONE_LINE)
        sizes = [max(map(cell_len, column)) for column in zip(heads, *columns, strict=True)]
        sizes[0] = min(sizes[0], NAME)
        left = 2 + sum(sizes) + len(sizes)
        figures = self.figure_size(labels)
        beside = self.width - left - figures - 2 >= LEAST
        figures = figures if beside else 0
        cells = min(self.width - left - figures - 2, WIDEST) if self.panel.effects else 0
        scale = Scale(max(cells, 0), axis.line)
        head = self.head() if beside else ""
        yield f"  {_joined_cells(heads, sizes)} {' ' * cells}  {head}".rstrip()
        for number, (row, one) in enumerate(zip(self.panel.rows, labels, strict=True)):
            again = number > 0 and self.panel.rows[number - 1].trial == row.trial
            same = again and row.effect is None and _beside(labels[number - 1]) == _beside(one)
            own = _Row(
                row, one, columns[number], sizes, figures, self.edges(number), again, self.width >= ONE_LINE, same
            )
            yield from own.lines(scale if cells else None, axis, self.signs)
        if cells:
            yield from self.axis(axis, scale, left)

    def head(self) -> str:
        scale = self.plot.measure.scale
        return (
            "" if not self.panel.effects else f"{'points' if scale == 'points' else self.plot.measure.short} (95% CI)"
        )

    def figure_size(self, labels: Sequence[Label]) -> int:
        """The cells of the figures at the right."""
        drawn = zip(labels, self.panel.rows, strict=True)
        sizes = [(cell_len(one.figures), row.effect is not None) for one, row in drawn]
        return max([len(self.head()), *(size for size, has_effect in sizes if has_effect or size <= WHY)])

    def edges(self, number: int) -> tuple[str, str]:
        """The bracket before the first line of a row and before those below it."""
        rows = self.panel.rows
        if not rows[number].joined:
            return " ", " "
        top, middle, bottom = self.signs.bracket
        shared = [i for i, row in enumerate(rows) if row.patients == rows[number].patients]
        if number == shared[0]:
            return top, middle
        return (bottom, " ") if number == shared[-1] else (middle, middle)

    def axis(self, axis: Axis, scale: Scale, left: int) -> Iterator[str]:
        for most in range(max(5, min(9, scale.cells // 7)), 1, -1):
            marks = ticks(axis, most)
            words = [self.fold(tick_words(tick.value, axis.scale, self.panel.better)) for tick in marks]
            places = [int(scale.at(tick.place)) for tick in marks]
            line = _labels(words, [left + place for place in places], self.width)
            if line:
                break
        drawn = [self.signs.tick if i in places else self.signs.axis for i in range(scale.cells)]
        yield " " * left + "".join(drawn)
        yield line
        yield from self.favoured(left + scale.none)

    def favoured(self, none: int) -> Iterator[str]:
        """What the sides favour, on one line where it has room for both."""
        low, high = favours(self.panel)
        before, after = self.fold(f"{low} ←"), self.fold(f"→ {high}")
        if len(before) > none or none + 1 + len(after) > self.width:
            yield from wrap(f"left of the line: {low}; right of it: {high}", self.width)
        else:
            yield f"{before:>{none}}{self.signs.line}{after}"

    # One below the other

    def stacked(self, labels: Sequence[Label], axis: Axis) -> Iterator[str]:
        scale = Scale(max(LEAST, self.width - 2), axis.line)
        for number, (row, one) in enumerate(zip(self.panel.rows, labels, strict=True)):
            week = f"wk {one.week}" if one.week else ""
            counts = f"{one.drug} v {one.control}" if one.drug else ""
            words = ", ".join(filter(None, (one.name, one.dose, week, one.population, counts)))
            yield from (f"{edge} {line}" for edge, line in self.edged(number, wrap(words, self.width - 2)))
            if row.effect:
                yield f"{self.edges(number)[1]} {bar_line(bar_of(axis, row.effect), scale, self.signs)}".rstrip()
            said = "; ".join(filter(None, (one.figures, *one.said)))
            yield from (f"{self.edges(number)[1]} {line}" for line in wrap(said, self.width - 2))
        if self.panel.effects:
            yield from self.axis(axis, scale, 2)

    def edged(self, number: int, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
        first, below = self.edges(number)
        yield from ((first if i == 0 else below, line) for i, line in enumerate(lines))


class _Row(Frozen):
    """A row with the columns at its left."""

    row: PlotRow
    label: Label
    columns: Sequence[str]
    sizes: Sequence[int]
    figures: int
    edges: tuple[str, str]
    again: bool
    whole: bool
    same: bool  # a row without a bar of which nothing else is said than of the one above

    def lines(self, scale: Scale | None, axis: Axis, signs: Signs) -> Iterator[str]:
        names = [] if self.again else wrap(self.label.name, self.sizes[0])
        first = _joined_cells((names[0] if names else "", *self.columns[1:]), self.sizes)
        fits = cell_len(self.label.figures) <= self.figures
        shown = self.label.figures if fits else ""
        bar = bar_of(axis, self.row.effect) if self.row.effect else None
        drawn = bar_line(bar, scale, signs) if scale else ""
        yield f"{self.edges[0]} {first} {drawn}  {shown}".rstrip()
        room = sum(self.sizes) + len(self.sizes) - 1
        below = [*names[1:], *(() if self.same else self.below(room, fits=fits))]
        for line in below:
            empty = bar_line(None, scale, signs) if scale else ""
            yield f"{self.edges[1]} {line}{' ' * (room - cell_len(line))} {empty}".rstrip()

    def below(self, room: int, *, fits: bool) -> list[str]:
        """What is said of the row, in lines."""
        where = () if self.whole else (self.label.dose, self.label.population)
        why = () if fits else (self.label.figures,)
        said = "; ".join(filter(None, (*why, ", ".join(filter(None, where)), *self.label.said)))
        return wrap(said, room, "  ")


def _beside(one: Label) -> tuple[object, ...]:
    """What may stand below a row, where its columns have no room for it."""
    return one.said, one.dose, one.population, one.figures


def _cells(one: Label, *, whole: bool) -> tuple[str, ...]:
    between = (one.dose, one.week, one.population) if whole else (one.week,)
    return (one.name, *between, one.drug, one.control)


def _joined_cells(cells: Sequence[str], sizes: Sequence[int]) -> str:
    """Cells side by side: counts to the right, words to the left."""
    figures = range(len(cells) - 2, len(cells))
    padded = (
        f"{' ' * (size - cell_len(cell))}{cell}" if i in figures else f"{cell}{' ' * (size - cell_len(cell))}"
        for i, (cell, size) in enumerate(zip(cells, sizes, strict=True))
    )
    return " ".join(padded)


def _labels(words: Sequence[str], places: Sequence[int], width: int) -> str:
    """Words centred on places; empty where they do not fit side by side."""
    line = ""
    for word, place in zip(words, places, strict=True):
        start = max(0, min(place - len(word) // 2, width - len(word)))
        if line and start < len(line) + 2:
            return ""
        line = line.ljust(start) + word
    return line
