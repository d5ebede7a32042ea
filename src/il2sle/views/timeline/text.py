"""Dosing strips in letters: a cell for each week, as high as there are doses in it, or a cell for each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from il2sle.evidence.timeline import WEEK, Timeline
from il2sle.views.brief import unit_short
from il2sle.views.page.ascii import fold_ascii
from il2sle.views.wrapped import wrap

from .geometry import Mark, peak_of, week_marks, weeks_of

HEIGHTS = "▁▂▃▄▅▆▇█"
NONE, MAY, MORE, LINE = "·", "░", "▒", "│"
PLAIN_NONE, PLAIN_MAY, PLAIN_LINE = ".", "?", "|"
DAY, PLAIN_DAY = "█", "#"
LABEL = 26
EVERY = 4  # weeks from one figure of the axis to the next
USUAL = 100


def doses_of(timeline: Timeline) -> str:
    """The doses of the arms of a strip, e.g. `0.2, 0.5, 1 MIU`; without any, their labels."""
    known = list(dict.fromkeys(str(row.dose.value) for row in timeline.doses if row.dose))
    if not known:
        return ", ".join(timeline.arms)
    return f"{', '.join(known)} {unit_short(timeline.doses[0].dose_unit)}"


def week_lines(timelines: Sequence[Timeline], width: int | None, *, ascii_only: bool = False) -> Iterator[str]:
    """Strips of weeks on a common axis, with the week of the primary endpoint marked."""
    if not timelines:
        return
    strips = Counter(one.trial for one in timelines)
    listed = [_label(one, several=strips[one.trial] > 1, ascii_only=ascii_only) for one in timelines]
    left = max(cell_len(line) for label in listed for line in label)
    weeks, room = weeks_of(timelines), (width or USUAL) - left - 2
    per_cell = max(1, -(-weeks // max(1, room)))
    wide = 2 if per_cell == 1 and 2 * weeks <= room else 1
    peak = peak_of(timelines)
    for one, label in zip(timelines, listed, strict=True):
        strip = _strip(one, peak, (per_cell, wide), ascii_only=ascii_only)
        yield f"{label[0]}{' ' * (left - cell_len(label[0]))} {strip}".rstrip()
        yield from label[1:]
    yield " " * (left + 1) + _axis(weeks, per_cell, wide)
    yield from _folded(_key(timelines, peak, (per_cell, wide), ascii_only=ascii_only), width, ascii_only=ascii_only)


def _folded(text: str, width: int | None, *, ascii_only: bool) -> list[str]:
    return wrap(fold_ascii(text) if ascii_only else text, min(width or USUAL, 110))


def _label(one: Timeline, *, several: bool, ascii_only: bool) -> list[str]:
    """The trial; with its doses, which the table above tells too, only where it has several strips."""
    name, doses = (fold_ascii(text) if ascii_only else text for text in (one.name, doses_of(one)))
    return [*wrap(name, LABEL), *(wrap(doses, LABEL, "  ") if several else [])]


def _strip(one: Timeline, peak: int, cell: tuple[int, int], *, ascii_only: bool) -> str:
    """A cell for so many weeks, so many signs wide."""
    per_cell, wide = cell
    drawn = ""
    for mark in week_marks(one, peak, per_cell):
        drawn += _plain(mark, peak) if ascii_only else _high(mark)
        if wide == 2:
            drawn += (PLAIN_LINE if ascii_only else LINE) if mark.end in one.primary else " "
    return drawn


def _high(mark: Mark) -> str:
    if not mark.sure:
        return MORE if mark.low else MAY
    return HEIGHTS[max(0, min(7, round(mark.high * 8) - 1))] if mark.high else NONE


def _plain(mark: Mark, peak: int) -> str:
    """The doses of a week as a figure."""
    if not mark.sure:
        return PLAIN_MAY
    number = round(mark.high * peak)
    return PLAIN_NONE if not mark.high else str(max(1, number)) if number < 10 else "+"


def _axis(weeks: int, per_cell: int, wide: int) -> str:
    """The numbers of weeks below their cells."""
    every = EVERY if per_cell == 1 and wide == 2 else max(8, 8 * per_cell)
    line = "wk"
    for week in range(every, weeks + 1, every):
        place = (week - 1) // per_cell * wide
        word = str(week)
        line = line.ljust(max(len(line) + 1, place - len(word) + 1)) + word
    return line


def _key(timelines: Sequence[Timeline], peak: int, cell_size: tuple[int, int], *, ascii_only: bool) -> str:
    per_cell, wide = cell_size
    cell = "a week" if per_cell == 1 else f"{per_cell} weeks"
    parts = [f"A cell is {cell}: its doses" if ascii_only else f"A cell is {cell}, full at {peak} doses"]
    if any(one.ranged for one in timelines):
        parts.append(f"{PLAIN_MAY if ascii_only else MAY} maybe (a range)")
    if any(one.primary for one in timelines):
        shown = wide == 2
        told = ", ".join(f"{one.name} {_weeks(one)}" for one in timelines if one.primary)
        sign = f"{PLAIN_LINE if ascii_only else LINE} " if shown else ""
        parts.append(f"{sign}primary endpoint" if shown else f"primary endpoint at week: {told}")
    return "; ".join(parts) + "."


def _weeks(one: Timeline) -> str:
    return " and ".join(map(str, one.primary))


def day_lines(timelines: Sequence[Timeline], width: int | None, *, ascii_only: bool = False) -> Iterator[str]:
    """Strips of days, in lines of so many weeks as the width holds, the same for all."""
    if not timelines:
        return
    most = max(1, ((width or USUAL) - 10) // (WEEK + 1))
    weeks = next((number for number in (26, 16, 12, 8, 6, 4, 2) if number <= most), 1)
    for one in timelines:
        yield from _folded(", ".join(one.arms), width, ascii_only=ascii_only)
        yield from _days(one, weeks, ascii_only=ascii_only)
    day, may, line = (PLAIN_DAY, PLAIN_MAY, PLAIN_LINE) if ascii_only else (DAY, MAY, LINE)
    parts = [f"{day} a day with a dose"]
    parts += [f"{may} a day that may have one, since a time is a range"] if any(one.ranged for one in timelines) else []
    parts += [f"{line} end of the week of the primary endpoint"] if any(one.primary for one in timelines) else []
    yield from _folded("; ".join(parts) + ".", width, ascii_only=ascii_only)


def _days(one: Timeline, weeks: int, *, ascii_only: bool) -> Iterator[str]:
    counts = one.by_day()
    day, may, none, line = (PLAIN_DAY, PLAIN_MAY, PLAIN_NONE, PLAIN_LINE) if ascii_only else (DAY, MAY, NONE, LINE)
    for start in range(0, one.weeks, weeks):
        end = min(start + weeks, one.weeks)
        drawn = ""
        for week in range(start, end):
            known = (counts.get(number, (0, 0)) for number in range(week * WEEK + 1, week * WEEK + WEEK + 1))
            drawn += "".join(day if least else may if most else none for least, most in known)
            drawn += line if week + 1 in one.primary else " "
        yield f"wk {start + 1:>3}  {drawn}".rstrip()
