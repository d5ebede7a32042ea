"""A printed p-value against what the counts give: checked, not judged.

Trial p-values often come from stratified or adjusted models, so a p that no test here reproduces is not called
wrong: the verdict says whether a test reproduces it, whether an adjusted analysis is declared, and whether any
test leaves the conclusion at 0.05 as printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.arithmetic.p_values import TESTS
from il2sle.records.values import PValue, decimals

LEVEL = 0.05
EXACT = "Fisher"
EXACT_PATIENTS = 10_000  # with more the exact test takes seconds or hours; the others come ever closer to it


@dataclass(frozen=True, slots=True)
class PCheck:
    """The verdict on a printed p, and the p of each test by its name."""

    verdict: str
    tests: dict[str, float]
    reproduced: bool
    conclusion_differs: bool


def check_p(table: TwoByTwo, p: PValue, adjusted: str | None = None) -> PCheck:
    """Compare a printed p with Pearson, Pearson with N-1, Yates and Fisher on the same counts.

    A p printed with `=` is reproduced when the test's p rounds to it at its printed decimals; one printed with `<`
    or `>` when the test's p lies on that side. Fisher's test is left out above 10,000 patients.
    """
    small = sum(table.cells) <= EXACT_PATIENTS
    tests = {name: test(table) for name, test in TESTS.items() if small or name != EXACT}
    matching = [name for name, value in tests.items() if _agrees(value, p)]
    differs = all(_conclusion(p) not in {None, value < LEVEL} for value in tests.values())
    return PCheck(_verdict(matching, adjusted, differs=differs), tests, bool(matching), differs)


def _verdict(matching: list[str], adjusted: str | None, *, differs: bool) -> str:
    if matching:
        return f"reproduced by {' and '.join(matching)}"
    if adjusted:
        return "not reproduced, adjusted analysis declared"
    if differs:
        return "not reproduced and the conclusion at 0.05 would differ"
    return "not reproduced, no adjustment stated"


def _agrees(value: float, p: PValue) -> bool:
    if p.comparator == "<":
        return value < p.value
    if p.comparator == ">":
        return value > p.value
    half = Decimal(5).scaleb(-decimals(p.value) - 1)
    return abs(Decimal(value) - p.value) <= half


def _conclusion(p: PValue) -> bool | None:
    """Whether a printed p is below 0.05; None where a bound leaves that open, e.g. `<0.1`."""
    level = Decimal(str(LEVEL))
    if p.comparator == "<":
        return True if p.value <= level else None
    if p.comparator == ">":
        return False if p.value >= level else None
    return p.value < level
