"""The harms lined up: what tells the lines of a cell from each other."""

from __future__ import annotations

from il2sle.evidence.examined import Examined
from il2sle.views.harm_matrix import harm_blocks
from il2sle.views.page.blocks import Table
from minimal import minimal

EVENT = """
- event: injection-site {}
  category: injection site
  arms: {{drug: {{affected: {}, n: 30}}, placebo: {{affected: 0, n: 30}}}}
  cite: paper, Table 3
"""


def test_each_of_several_events_in_a_cell_is_named_and_marked() -> None:
    one = Examined(minimal({"harms/events": EVENT.format("erythema", 9) + EVENT.format("pain", 3)}))
    (table,) = (block for block in harm_blocks(one.harms, narrow=True) if isinstance(block, Table))
    (cell,) = (row.cells[1] for group in table.groups for row in group.rows if row.cells[0].text == "injection site")
    lines = cell.text.split("\n")
    assert [line.partition(":")[0] for line in lines] == ["injection-site erythema", "injection-site pain"]
    assert [line[-1] for line in lines] == ["†", "†"]
