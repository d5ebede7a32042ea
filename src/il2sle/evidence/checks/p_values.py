"""Printed p-values against the counts: reproduced or not, and whether the conclusion would differ."""

from __future__ import annotations

from collections.abc import Iterator

from il2sle.evidence.finding import Finding
from il2sle.evidence.p_check import PCheck, check_p
from il2sle.evidence.workings import Workings


def printed(workings: Workings) -> Iterator[Finding]:
    """N305, W202, W203, N304: what the tests on the counts make of a printed p."""
    for contrast in workings.contrasts:
        table, p = contrast.table, contrast.result.p
        if table is None or p is None:
            continue
        check = check_p(table, p, contrast.outcome.adjusted)
        counts = f"{table.events}/{table.n} against {table.comparator_events}/{table.comparator_n}"
        message = (
            f"p={p.printed}".replace("=<", "<").replace("=>", ">") + f" {check.verdict}; {counts}: {_tests(check)}"
        )
        yield Finding(_code(check, adjusted=bool(contrast.outcome.adjusted)), (*contrast.loc, "p"), message)


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
