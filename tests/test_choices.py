"""A value among those that exist: taken in any spelling of its letters, refused with the nearest."""

from __future__ import annotations

import pytest

from il2sle.cli.choices import chosen
from il2sle.errors import UsageProblem

WORDS = ("table", "json", "metafor-harms", "all treated")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("table", "table"), ("JSON", "json"), ("MetaforHarms", "metafor-harms"), ("all-treated", "all treated")],
)
def test_value_is_spelt_as_it_exists(asked: str, expected: str) -> None:
    assert chosen(asked, WORDS, "no") == expected


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            "tabel", "no such word; did you mean table? there are: table, json, metafor-harms, all treated", id="near"
        ),
        pytest.param("xml", "no such word; there are: table, json, metafor-harms, all treated", id="far"),
        pytest.param("", "no such word; there are: table, json, metafor-harms, all treated", id="empty"),
        pytest.param(
            "tab", "no such word; did you mean table? there are: table, json, metafor-harms, all treated", id="short"
        ),
    ],
)
def test_value_that_does_not_exist_is_refused_with_the_nearest(asked: str, said: str) -> None:
    with pytest.raises(UsageProblem) as told:
        chosen(asked, WORDS, "no such word")
    assert str(told.value) == said


def test_long_list_is_told_in_part_unless_asked_whole() -> None:
    many = [f"W{number}" for number in range(200, 230)]

    with pytest.raises(UsageProblem, match=r"W219 and 10 more$"):
        chosen("x", many, "no")
    with pytest.raises(UsageProblem, match=r"W228, W229$"):
        chosen("x", many, "no", listed=", ".join)
