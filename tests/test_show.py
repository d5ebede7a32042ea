"""The whole record as a page: what is told beside a row, and what among the findings alone."""

from __future__ import annotations

import pytest

from il2sle.evidence.comparison import compare
from il2sle.evidence.examined import Examined
from il2sle.views.show import show_page
from minimal import DRUG, PLACEBO, minimal
from pages import lines_of


def shown(p: str) -> str:
    """What `show` prints of a record of 18/30 against 9/30 with this p, on one line."""
    one = Examined(minimal({DRUG: f"{{events: 18, n: 30, p: {p}}}", PLACEBO: "{events: 9, n: 30}"}))
    return " ".join(" ".join(lines_of(show_page([one.profile], compare([one])), None)).split())


@pytest.mark.parametrize(
    ("p", "beside", "found"),
    [
        pytest.param("0.020", 1, 0, id="Pearson's"),
        pytest.param("0.009", 0, 2, id="of no test: a note and a finding"),
    ],
)
def test_how_a_p_is_reproduced_stands_beside_it_and_that_it_is_not_among_the_findings(
    p: str, beside: int, found: int
) -> None:
    page = shown(p)
    assert (page.count("p consistent with Pearson"), page.count("not reproduced")) == (beside, found)
