"""The answers that go into a text: what changed, and one comparison in a sentence."""

from __future__ import annotations

from il2sle.evidence.change import Changes
from il2sle.views import machine
from il2sle.views.changes import CHANGES, changes_page, edition_data
from il2sle.views.page import markdown

from .output import Delivery


def answer_diff(found: Changes, layout: str, delivery: Delivery, *, full: bool) -> None:
    """Deliver what changed, with the records that were passed over."""
    if layout == "json":
        rows = [machine.row_data(CHANGES, change) for change in found.changes]
        parts: dict[str, object] = {"old": edition_data(found.old), "new": edition_data(found.new)}
        parts |= {"changes": rows, "passed_over": found.passed_over}
        delivery.data(machine.to_json(machine.envelope("diff", found.new.stamp, **parts)))
    elif layout == "markdown":
        delivery.data(markdown.render(changes_page(found, full=full)))
    else:
        delivery.page(changes_page(found, full=full))
