from __future__ import annotations

import pytest

from il2sle.evidence.examined import Examined
from il2sle.views.outcomes import outcome_figures
from minimal import DRUG, minimal


@pytest.mark.parametrize(("p", "marks"), [("0.3", ("doubt",)), ("0.020", ())])
def test_p_that_no_test_gives_is_marked(p: str, marks: tuple[str, ...]) -> None:
    row = Examined(minimal({f"{DRUG}/p": p})).outcomes[0]

    assert row.p_check is not None
    assert outcome_figures(row)[-1].marks == marks
