from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from il2sle.views.page.grid import block, join, lined_up, longest_word, pad, shares, wrap

WORDS = st.text(st.sampled_from("aé0.†−/狼瘡µ\u0301"), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


def solid(text: str) -> str:
    return "".join(text.split())


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


# Wrapping


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("one two three", None, ["one two three"], id="no limit"),
        pytest.param("one two three", 13, ["one two three"], id="just fits"),
        pytest.param("one two three", 12, ["one two", "three"], id="at blanks"),
        pytest.param("one two three", 3, ["one", "two", "thr", "ee"], id="long word folded"),
        pytest.param("NCT04433585 ab", 8, ["NCT04433", "585 ab"], id="text goes on behind a folded word"),
        pytest.param("ab NCT04433585", 8, ["ab", "NCT04433", "585"], id="a folded word begins a line"),
        pytest.param("狼瘡 ab", 4, ["狼瘡", "ab"], id="wide signs"),
        pytest.param("狼瘡", 3, ["狼", "瘡"], id="wide signs folded"),
        pytest.param("", 5, [""], id="empty"),
        pytest.param("     ", 3, [""], id="blank"),
    ],
)
def test_wrap(text: str, width: int | None, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(TEXTS, st.integers(2, 30))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    assert solid("".join(wrap(text, width))) == solid(text)


@given(TEXTS, st.integers(2, 30))
def test_no_wrapped_line_is_too_wide(text: str, width: int) -> None:
    assert max(map(cell_len, wrap(text, width))) <= width


@given(TEXTS, st.integers(12, 30))
def test_a_word_that_fits_stays_whole(text: str, width: int) -> None:
    lines = [word for line in wrap(text, width) for word in line.split()]

    assert set(text.split()) - set(lines) <= {word for word in text.split() if cell_len(word) > width}


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
        pytest.param([10, 20], [5, 5], 20, [8, 12], id="by what each would like"),
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


# Lines


@pytest.mark.parametrize(
    ("cells", "gaps", "line"),
    [
        pytest.param(["a", "b", "c"], [2, 2, 1], "a  b c", id="each behind its gap"),
        pytest.param(["a ", "  "], [0, 2], "a", id="no blanks at the end"),
        pytest.param([], [], "", id="nothing"),
    ],
)
def test_join(cells: list[str], gaps: list[int], line: str) -> None:
    assert join(cells, gaps) == line


def test_block_sets_wrapped_cells_side_by_side() -> None:
    columns = [["one", "two"], ["狼"], ["x", "y", "z"]]

    assert block(columns, [4, 2, 1], [0, 2, 2]) == ["one   狼  x", "two       y", "          z"]
