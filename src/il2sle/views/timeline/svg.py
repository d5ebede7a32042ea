"""Dosing strips as SVG: a bar for every day with a dose, on a common axis of weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il2sle.evidence.timeline import Timeline
from il2sle.views.svg import SIZE, SMALL, SOFT, area, box, document, lines_within, stroke, width_of, words

from .geometry import TITLE, day_marks, weeks_of
from .text import doses_of

PAD, LABEL, STRIP = 16.0, 200.0, 640.0
ROW, HIGH = 46.0, 20.0
KEY = "Each bar is a day with a dose."
RANGE = "A hatched box holds the days between which doses may fall, since a time is a range."
PRIMARY = "A triangle is the week of the primary endpoint."


def strips_svg(timelines: Sequence[Timeline], key: str) -> str:
    """Strips as an SVG element, whose ids begin with `key`."""
    weeks = max(1, weeks_of(timelines))
    width = 2 * PAD + LABEL + STRIP
    content = [words(PAD, PAD + SIZE, TITLE, font_weight="bold"), _hatching(key)]
    y = 2 * PAD + SIZE
    for one in timelines:
        content += _strip(one, y, STRIP / weeks, key)
        y += ROW
    content += _axis(weeks, y, STRIP / weeks)
    said = [KEY, *([RANGE] if any(one.ranged for one in timelines) else [])]
    said += [PRIMARY] if any(one.primary for one in timelines) else []
    lines = lines_within(" ".join(said) if timelines else "No schedule is known.", width - 2 * PAD, SMALL)
    content += [words(PAD, y + 46 + 14 * i, line, size=SMALL, fill_opacity=SOFT) for i, line in enumerate(lines)]
    names = ", ".join(dict.fromkeys(one.name for one in timelines))
    about = " ".join(_told(one) for one in timelines)
    return document(key, (width, y + 46 + 14 * len(lines)), f"{TITLE}: {names}", about, content)


def _hatching(key: str) -> str:
    lines = '<path d="M0 6 L6 0" stroke="currentColor" stroke-width="1"></path>'
    pattern = f'<pattern id="{key}.may" width="6" height="6" patternUnits="userSpaceOnUse">{lines}</pattern>'
    return f"<defs>{pattern}</defs>"


def _told(one: Timeline) -> str:
    schedule = one.doses[0].schedule if one.doses else f"{len(one.given)} days with a dose"
    primary = f", primary endpoint at week {' and '.join(map(str, one.primary))}" if one.primary else ""
    return f"{one.name}, {', '.join(one.arms)}: {schedule}{primary}."


def _strip(one: Timeline, y: float, week: float, key: str) -> Iterator[str]:
    start, base = PAD + LABEL, y + HIGH + 4
    yield words(PAD, y + 14, one.name, font_weight="bold")
    yield from (words(PAD, y + 29, line, size=SMALL, fill_opacity=SOFT) for line in _doses(one))
    yield stroke(((start, base), (start + STRIP, base)), 0.75, stroke_opacity=0.5)
    for mark in day_marks(one):
        x, width, height = start + mark.start * week, (mark.end - mark.start) * week, mark.high * HIGH
        if mark.sure:
            yield box(x, base - height, max(1.0, width * 0.72), height)
        else:
            fill = f"url(#{key}.may)"
            yield box(x, base - height, width, height, fill=fill, stroke="currentColor", stroke_width=0.75)
    for primary in one.primary:
        x = start + primary * week
        yield area(((x - 5, base + 12), (x + 5, base + 12), (x, base + 3)))


def _doses(one: Timeline) -> list[str]:
    """The doses, in one line; what does not fit is counted in the arms that it is of."""
    doses = doses_of(one)
    return [doses if width_of(doses, SMALL) <= LABEL - 8 else f"{len(one.arms)} arms"]


def _axis(weeks: int, y: float, week: float) -> Iterator[str]:
    start = PAD + LABEL
    every = next(step for step in (1, 2, 4, 8, 12, 26, 52, 104, 520, weeks) if weeks / step <= 16)
    yield stroke(((start, y), (start + STRIP, y)))
    for number in range(0, weeks + 1, every):
        x = start + number * week
        yield stroke(((x, y), (x, y + 5)))
        yield words(x, y + 18, str(number), at="middle", size=SMALL)
    yield words(start - 10, y + 18, "week", at="end", size=SMALL)
