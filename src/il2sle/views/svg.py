"""What drawings are written with as SVG: vector text in fonts that every system has, black on white, nothing fetched.

Ink is `currentColor`, so that a page may lend its own; the white ground stands in a file of its own alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .page.markup import escaped, tag

FONTS = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
SIZE, SMALL = 13, 11  # pixels of a letter; of what stands back
SOFT = 0.72  # how strong ink is that stands back: 7 to 1 on white
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # no XML holds these
_NARROW, _BROAD = frozenset("iljtfrI.,:;|'()[]/ !-·†"), frozenset("mwMW%@—→←")


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide a text is, in pixels: renderers have no fonts to measure by, so it errs on the wide side."""
    return size * sum(0.38 if sign in _NARROW else 0.95 if sign in _BROAD else 0.63 for sign in text)


def lines_within(text: str, width: float, size: float = SIZE) -> list[str]:
    """A text in lines that are no wider than that, broken at blanks."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def number(value: float) -> str:
    """A length with at most two decimals."""
    return f"{value + 0.0:.2f}".rstrip("0").rstrip(".")


def words(x: float, y: float, text: str, *, at: str = "start", size: int = SIZE, **more: str | float) -> str:
    """A text whose baseline starts, ends or has its middle at a point."""
    anchor = "" if at == "start" else at
    given = {key: value if isinstance(value, str) else number(value) for key, value in more.items()}
    sized = "" if size == SIZE else str(size)
    return tag("text", clean(text), x=number(x), y=number(y), text_anchor=anchor, font_size=sized, **given)


def clean(text: str) -> str:
    """A text as XML, without signs that no XML holds."""
    return escaped(_FORBIDDEN.sub("?", text))


def stroke(points: Iterable[tuple[float, float]], width: float = 1, **more: str | float) -> str:
    """A line through points."""
    path = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    given = {key: value if isinstance(value, str) else number(value) for key, value in more.items()}
    return tag("path", "", d=f"M{path}", fill="none", stroke="currentColor", stroke_width=number(width), **given)


def area(points: Iterable[tuple[float, float]], **more: str | float) -> str:
    """A filled shape."""
    path = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    given = {key: value if isinstance(value, str) else number(value) for key, value in more.items()}
    return tag("path", "", d=f"M{path}Z", **given)


def box(x: float, y: float, width: float, height: float, **more: str | float) -> str:
    """A filled rectangle."""
    return area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), **more)


def document(key: str, size: tuple[float, float], title: str, about: str, content: Iterable[str]) -> str:
    """A drawing as an SVG element that stands alone.

    Args:
        key: what its ids begin with.
        size: its width and height in pixels.
        title: its accessible name.
        about: all that it shows, in words.
        content: its shapes.
    """
    width, height = (number(length) for length in size)
    head = (
        tag("title", clean(title), id=f"{key}.name"),
        tag("desc", clean(about), id=f"{key}.about"),
        tag("rect", "", class_="ground", width=width, height=height, fill="#ffffff"),
    )
    return tag(
        "svg",
        "\n" + "\n".join((*head, *content)) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{key}.name {key}.about",
        font_family=FONTS,
        font_size=SIZE,
        fill="currentColor",
        color="#111111",
    )
