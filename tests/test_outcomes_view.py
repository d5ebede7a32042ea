from __future__ import annotations

import pytest

from il2sle.evidence.comparison import compare
from il2sle.evidence.examined import Examined
from il2sle.views.compare import compare_page
from il2sle.views.outcomes import outcome_figures, said
from il2sle.views.page import markdown
from minimal import DRUG, PLACEBO, minimal


@pytest.mark.parametrize(("p", "marks"), [("0.3", ("doubt",)), ("0.020", ())])
def test_p_that_no_test_gives_is_marked(p: str, marks: tuple[str, ...]) -> None:
    row = Examined(minimal({f"{DRUG}/p": p})).outcomes[0]

    assert row.p_check is not None
    assert outcome_figures(row)[-1].marks == marks


@pytest.mark.parametrize(
    ("edits", "words", "short"),
    [
        ({"outcomes/0/subgroup": "{by: interferon, is: high, n: 102}"}, "SUBGROUP: interferon high, n 102", "n 102"),
        (
            {DRUG: "{n: 69, percent: 28}", PLACEBO: "{n: 30, percent: 30.0}"},
            "19/69 if % rounded, not cut",
            "19/69 if %",
        ),
        ({f"{DRUG}/effects": "[{measure: hazard_ratio, value: 2}]"}, "printed too: hazard ratio", "printed too: HR"),
    ],
)
def test_what_makes_a_figure_another_is_told_in_full_and_in_short(
    edits: dict[str, str | None], words: str, short: str
) -> None:
    one = Examined(minimal(edits))
    assert words in said(one.outcomes[0])
    assert short in markdown.render(compare_page(compare([one])))
