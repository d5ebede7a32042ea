"""Printed p-values against the counts: reproduced or not, and whether the conclusion would differ."""

from __future__ import annotations

from collections.abc import Iterator

from il2sle.evidence.contrasts import Contrast, p_between
from il2sle.evidence.finding import Finding
from il2sle.evidence.p_check import PCheck
from il2sle.evidence.workings import Workings
from il2sle.records.parts import Loc


def printed(workings: Workings) -> Iterator[Finding]:
    """N305, W202, W203, N304: what the tests on the counts make of a printed p."""
    for contrast in workings.contrasts:
        table, check, between = contrast.table, contrast.p_check, p_between(contrast)
        if table is None or check is None or between is None or check.reproduced is None:
            continue  # the count at the end of `check` says why it was not recomputed
        p, model = between
        counts = f"{table.events}/{table.n} against {table.comparator_events}/{table.comparator_n}"
        message = (
            f"p{p.printed}" if p.comparator != "=" and not p.words else f"p={p.printed}"
        ) + f" {check.verdict}; {counts}: {_tests(check)}"
        yield Finding(_code(check, adjusted=bool(model)), _place(contrast), message)


def _place(contrast: Contrast) -> Loc:
    if contrast.result.p is not None:
        return (*contrast.loc, "p")
    number = next(number for number, effect in enumerate(contrast.result.effects) if effect.p is not None)
    return (*contrast.loc, "effects", number, "p")


def _tests(check: PCheck) -> str:
    return ", ".join(
        f"{name} {value:.4f}" if value >= 0.0001 else f"{name} <0.0001" for name, value in check.tests.items()
    )


def _code(check: PCheck, *, adjusted: bool) -> str:
    if check.reproduced:
        return "N305"
    if adjusted:
        return "N304"
    return "W203" if check.conclusion_differs else "W202"
