"""A printed p-value against what the counts give: checked, not judged.

Trial p-values often come from stratified or adjusted models, so a p that no test here reproduces is not called
wrong: the verdict says whether a test reproduces it, whether an adjusted analysis is declared, and whether any
test leaves the conclusion at 0.05 as printed.
"""

from __future__ import annotations

from decimal import Decimal

from il2sle.arithmetic.effects import TwoByTwo
from il2sle.arithmetic.p_values import TESTS
from il2sle.frozen import Frozen, field
from il2sle.records.values import PValue, decimals

LEVEL = Decimal("0.05")
EXACT = "Fisher"
EXACT_PATIENTS = 100_000  # with more the exact test takes minutes; the others come ever closer to it


class PCheck(Frozen):
    """The verdict on a printed p, and the p of each test by its name.

    Attributes:
        verdict: in words.
        tests: the p of each test that was tried.
        reproduced: whether one of them agrees with what is printed; None where none was tried.
        conclusion_differs: whether each of them leaves the other conclusion at 0.05.
        agreeing: the names of the tests that agree.
        skipped: the tests that were not tried, each with the reason.
    """

    verdict: str
    tests: dict[str, float]
    reproduced: bool | None
    conclusion_differs: bool
    agreeing: tuple[str, ...] = ()
    skipped: dict[str, str] = field(factory=dict)


def check_p(table: TwoByTwo, p: PValue, adjusted: str | None = None) -> PCheck:
    """Compare a printed p with Pearson, Pearson with N-1, Yates and Fisher on the same counts.

    A printed p is the interval of its rounding: 0.05 covers 0.045 to 0.055, and 1 all from 0.5. One printed with a
    sign is the interval on that side. A test agrees when its p lies inside. Fisher's test is left out above 100,000
    patients; a one-sided p is held against none, as these tests are two-sided.
    """
    if p.sides == 1:
        skipped = dict.fromkeys(TESTS, "the printed p is one-sided")
        verdict = "not checked: it is one-sided, and the tests tried are two-sided"
        return PCheck(verdict, {}, reproduced=None, conclusion_differs=False, skipped=skipped)
    small = sum(table.cells) <= EXACT_PATIENTS
    tests = {name: test(table) for name, test in TESTS.items() if small or name != EXACT}
    skipped = {} if small else {EXACT: f"skipped above {EXACT_PATIENTS:,} patients"}
    matching = [name for name, value in tests.items() if _agrees(value, p)]
    differs = not matching and all(significant(p) not in {None, value < LEVEL} for value in tests.values())
    verdict = _verdict(matching, adjusted, tell=len(matching) < len(tests), differs=differs)
    left_out = "".join(f"; {name} {why}" for name, why in skipped.items())
    return PCheck(f"{verdict}{left_out}", tests, bool(matching), differs, tuple(matching), skipped)


def _verdict(matching: list[str], adjusted: str | None, *, tell: bool, differs: bool) -> str:
    """Rule by rule; a test is named only where what is printed tells it from another."""
    if matching:
        return f"consistent with {' and '.join(matching) if tell else 'the counts'}"
    if adjusted:
        return "not reproduced, adjusted analysis declared"
    if differs:
        return "not reproduced and the conclusion at 0.05 would differ"
    return "not reproduced by the tests tried, no other test or adjustment stated"


def p_range(p: PValue) -> tuple[Decimal, Decimal]:
    """The lowest and the highest p that are printed like this, from 0 to 1."""
    if p.comparator in {"<", "≤"}:
        return Decimal(0), p.value
    if p.comparator in {">", "≥"}:
        return p.value, Decimal(1)
    half = Decimal(5).scaleb(-decimals(p.value) - 1)
    return max(p.value - half, Decimal(0)), min(p.value + half, Decimal(1))


def _agrees(value: float, p: PValue) -> bool:
    low, high = p_range(p)
    if p.comparator == "<":
        return value < high
    if p.comparator == ">":
        return value > low
    return low <= Decimal(value) <= high


def significant(p: PValue) -> bool | None:
    """Whether a printed p is below 0.05; None where it leaves that open, e.g. `<0.1`, or 0.05 itself."""
    low, high = p_range(p)
    if high < LEVEL or (p.comparator in {"<", "≤"} and high == LEVEL):
        return True
    if low > LEVEL or (p.comparator in {">", "≥"} and low == LEVEL):
        return False
    return None
