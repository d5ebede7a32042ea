"""The answers that go into a text: what changed, and one comparison in a sentence."""

from __future__ import annotations

from il2sle.evidence.change import Changes
from il2sle.evidence.comparison import Filters
from il2sle.evidence.saying import names, said
from il2sle.evidence.stamp import stamp
from il2sle.views import machine
from il2sle.views.changes import CHANGES, changes_page, edition_data
from il2sle.views.columns import row_data
from il2sle.views.page import markdown
from il2sle.views.say import SAY, say_page

from .choices import chosen
from .load import LoadedTrials
from .output import Delivery


def answer_diff(found: Changes, layout: str, delivery: Delivery, *, full: bool) -> None:
    """Deliver what changed, with the records that were passed over."""
    if layout == "json":
        rows = [row_data(CHANGES, change) for change in found.changes]
        parts: dict[str, object] = {"old": edition_data(found.old), "new": edition_data(found.new)}
        parts |= {"changes": rows, "passed_over": found.passed_over}
        delivery.data(machine.document("diff", found.new.stamp, **parts))
    elif layout == "markdown":
        delivery.data(markdown.render(changes_page(found, full=full)))
    else:
        delivery.page(changes_page(found, full=full))


def answer_say(loaded: LoadedTrials, asked: str | None, filters: Filters, layout: str, delivery: Delivery) -> None:
    """Deliver one comparison in words; of several arms or weeks one after the other.

    Raises:
        UsageProblem: the trial has no such endpoint, event or category.
    """
    one = loaded.asked[0]
    known = names(one)
    named = chosen(asked, known, f'{one.trial.name} has nothing on "{asked}"') if asked is not None else None
    listed = said(one, named, filters)
    for note in loaded.notes:
        delivery.notice(note)
    if not listed:
        delivery.notice(f"nothing is left by the filter: {filters.words or 'none'}")
    own = stamp(loaded.asked)
    if layout == "json":
        rows = [row_data(SAY, row) for row in listed]
        trials = (one.trial.id,)
        delivery.data(machine.document("say", own, trials=trials, say=rows))
    elif layout == "markdown":
        delivery.data(markdown.render(say_page(listed, own)))
    else:
        delivery.page(say_page(listed, own))
