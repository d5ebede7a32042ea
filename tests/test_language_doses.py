"""How reports print doses, schedules and arms, each typed as it is printed: what the program makes of it."""

from collections.abc import Iterable
from typing import Any

import pytest

from flat import examined, flat
from il2sle.evidence.checks import findings
from il2sle.evidence.comparison import Filters, compare
from il2sle.evidence.doses import dose_rows
from il2sle.evidence.labels import treatments
from il2sle.evidence.selection import select
from il2sle.evidence.trace import trace
from il2sle.evidence.workings import Workings
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.export import export_rows
from il2sle.views.page.text import render
from il2sle.views.show import show_page
from minimal import RESULTS, minimal

Edits = dict[str, str | None]
EVERYTHING = Filters()


def rows(edits: Edits) -> dict[str, Any]:
    """The rows of the base record by arm, of several levels the last."""
    return {row.arm: flat(row) for row in dose_rows(minimal(edits))}


def found(edits: Edits, *codes: str) -> list[tuple[str, str, str]]:
    """What the checks find, by code, path and message; only these codes, if any are named."""
    told = findings(Workings(minimal(edits)))
    return [(f.code, "/".join(map(str, f.loc)), f.message) for f in told if not codes or f.code in codes]
