import re

import pytest

from il2sle.views.page.style import DARK, LIGHT, STYLE


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_of_black_and_white() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


@pytest.mark.parametrize("ground", ["page", "band"])
@pytest.mark.parametrize("text", ["ink", "soft", "link"])
@pytest.mark.parametrize("scheme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
def test_text_stands_out_from_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


def test_colours_stand_in_the_two_schemes_only() -> None:
    assert set(re.findall(r"#[0-9a-f]{6}", STYLE)) == {*LIGHT.values(), *DARK.values()}
    assert set(re.findall(r"var\(--(\w+)\)", STYLE)) - {"mark"} == set(LIGHT) == set(DARK)
