from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from il2sle.views.page.grid import centred, lined_up, longest_word, pad, shares, widest

WORDS = st.text(st.sampled_from("aé0.†−/狼瘡µ\u0301"), min_size=1, max_size=12)


# Width in cells


@pytest.mark.parametrize(
    ("text", "right", "padded"),
    [
        pytest.param("ab", False, "ab   ", id="left"),
        pytest.param("ab", True, "   ab", id="right"),
        pytest.param("狼瘡", False, "狼瘡 ", id="wide signs take two"),
        pytest.param("e\u0301", True, "    e\u0301", id="an accent takes none"),
        pytest.param("longer", False, "longer", id="never cut"),
    ],
)
def test_pad(text: str, *, right: bool, padded: str) -> None:
    assert pad(text, 5, right=right) == padded


@pytest.mark.parametrize(
    ("cells", "width"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param(["a bb", "ccc d"], 3, id="over all cells"),
        pytest.param(["狼瘡 ab"], 4, id="wide signs"),
    ],
)
def test_longest_word(cells: list[str], width: int) -> None:
    assert longest_word(cells) == width


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        pytest.param("ab", " ab  ", id="more at the right"),
        pytest.param("狼", " 狼  ", id="wide signs"),
        pytest.param("longer", "longer", id="never cut"),
    ],
)
def test_centred(text: str, middle: str) -> None:
    assert centred(text, 5) == middle


def test_widest() -> None:
    assert widest([]) == 0
    assert widest(["abc", "狼瘡", "e\u0301"]) == 4


# Alignment


@pytest.mark.parametrize(
    ("cells", "align", "lined"),
    [
        pytest.param(["a", "bcd"], "left", ["a  ", "bcd"], id="left"),
        pytest.param(["a", "bcd"], "right", ["  a", "bcd"], id="right"),
        pytest.param(["55.17", "9.5", "68"], ".", ["55.17", " 9.5 ", "68   "], id="at the point"),
        pytest.param(["+25.2†", "−8.7", "+13.9"], ".", ["+25.2†", " −8.7 ", "+13.9 "], id="signs and marks"),
        pytest.param(["0.052", "<0.001", "NR"], ".", [" 0.052", "<0.001", "NR    "], id="bounds and words"),
        pytest.param(["16/29†", "9/30†", "NR"], "/", ["16/29†", " 9/30†", "NR    "], id="at the slash"),
        pytest.param(["0.052", "0.3439", "unread"], ".", ["0.052 ", "0.3439", "unread"], id="a word over the point"),
        pytest.param(["16/29", "9/30", "unread"], "/", ["16/29 ", " 9/30 ", "unread"], id="a word too long"),
        pytest.param(["n/a", "68"], ".", [" n/a", "68  "], id="sign that is not the one"),
        pytest.param(["", "1.5"], ".", ["   ", "1.5"], id="empty cell"),
        pytest.param(["8–27", "8–13.75", "55.17"], ".", [" 8–27   ", " 8–13.75", "55.17   "], id="ranges at the dash"),
        pytest.param([], ".", [], id="no cells"),
    ],
)
def test_lined_up(cells: list[str], align: str, lined: list[str]) -> None:
    assert lined_up(cells, align) == lined


@given(st.lists(WORDS, max_size=6), st.sampled_from(["left", "right", ".", "/"]))
def test_cells_of_a_column_have_one_width_and_keep_their_text(cells: list[str], align: str) -> None:
    lined = lined_up(cells, align)

    assert len({cell_len(cell) for cell in lined}) <= 1
    assert [cell.strip() for cell in lined] == cells


@given(st.lists(st.decimals(-999, 999, places=2).map(str), min_size=1, max_size=6))
def test_points_stand_below_each_other(cells: list[str]) -> None:
    assert len({cell.index(".") for cell in lined_up(cells, ".")}) == 1


# Shares of the room


@pytest.mark.parametrize(
    ("natural", "least", "room", "widths"),
    [
        pytest.param([10, 20], [5, 5], 40, [10, 20], id="room for all"),
        pytest.param([10, 20], [5, 5], 30, [10, 20], id="just enough"),
        pytest.param([10, 20], [5, 5], 20, [10, 10], id="in full what lacks little"),
        pytest.param([40, 20], [10, 10], 36, [22, 14], id="by what each lacks"),
        pytest.param([10, 20], [5, 5], 10, [5, 5], id="the least"),
        pytest.param([10, 20], [5, 5], 9, None, id="too little"),
        pytest.param([], [], 5, [], id="nothing to share"),
    ],
)
def test_shares(natural: list[int], least: list[int], room: int, widths: list[int] | None) -> None:
    assert shares(natural, least, room) == widths


WISHES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40)), min_size=1, max_size=6)


@given(WISHES, st.integers(0, 300))
def test_shares_stay_in_their_bounds(wishes: list[tuple[int, int]], room: int) -> None:
    least, natural = [low for low, _ in wishes], [low + more for low, more in wishes]
    widths = shares(natural, least, room)

    assert (widths is None) == (sum(least) > room)
    assert sum(widths or []) <= room
    assert widths is None or all(low <= width <= full for low, width, full in zip(least, widths, natural, strict=True))
