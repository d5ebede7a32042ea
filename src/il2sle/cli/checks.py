"""The answers about records as such: what `check` finds, what its codes mean, what a record may hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from il2sle.codes import CODES
from il2sle.errors import SEVERITIES, Problem, Severity
from il2sle.frozen import Frozen
from il2sle.views.diagnostics import Numbers, closing_text, findings_text

from .choices import chosen
from .output import Delivery

if TYPE_CHECKING:
    from .checking import Findings


class Shown(Frozen):
    """Which findings are shown: those of some grades, and of some codes where any is named."""

    severities: Sequence[Severity] = SEVERITIES
    codes: Sequence[str] = ()

    def keep(self, problem: Problem) -> bool:
        """Whether a finding is shown."""
        return problem.severity in self.severities and (not self.codes or problem.code in self.codes)


EVERY_FINDING = Shown()


def shown_from(least: Severity, codes: Sequence[str]) -> Shown:
    """The findings from a grade up, with these codes.

    Raises:
        UsageProblem: there is no such code.
    """
    return Shown(SEVERITIES[: SEVERITIES.index(least) + 1], tuple(_code(code) for code in codes))


def answer_check(  # noqa: PLR0913  the answer of `check` to all of its options
    what: Sequence[str],
    directory: Path | None,
    layout: str,
    delivery: Delivery,
    *,
    strict: bool,
    shown: Shown = EVERY_FINDING,
    two_readers: bool = False,
) -> bool:
    """Deliver the findings that are to be shown; say whether any of all counts for the exit code."""
    from .checking import Findings  # noqa: PLC0415

    findings = Findings(what, directory, two_readers=two_readers, quiet=delivery.quiet)
    if layout == "json":
        found = _as_json(findings, shown, delivery)
    else:
        found = Numbers()
        delivery.flow(_as_text(findings, shown, found))
    return bool(found.by_grade["error"] or (strict and found.by_grade["warning"]))


def _as_text(findings: Findings, shown: Shown, numbers: Numbers) -> Iterator[str]:
    """The findings as they come, then what was looked at."""
    for found in findings:
        kept = [problem for problem in found if shown.keep(problem)]
        numbers.add(found, len(kept))
        yield findings_text(kept)
    yield closing_text(findings.counted, numbers)


def _as_json(findings: Findings, shown: Shown, delivery: Delivery) -> Numbers:
    """Deliver all of them, sorted by place."""
    from il2sle.views import machine  # noqa: PLC0415  as it is for programs alone

    problems = findings.by_place()
    kept = [machine.problem_data(problem) for problem in problems if shown.keep(problem)]
    parts = {"trials": findings.trials, "problems": kept, "checked": machine.tally_data(findings.counted)}
    delivery.data(machine.document("check", findings.counted.stamp, **parts))
    numbers = Numbers()
    numbers.add(problems, len(kept))
    return numbers


def answer_schema(of: str, delivery: Delivery) -> None:
    """Deliver a JSON Schema."""
    from il2sle.records.schema import record_schema  # noqa: PLC0415
    from il2sle.views.json_text import to_json  # noqa: PLC0415
    from il2sle.views.machine_schema import output_schema  # noqa: PLC0415

    delivery.data(to_json(output_schema() if of == "output" else record_schema()))


def answer_explain(code: str, delivery: Delivery) -> None:
    """Deliver what a code means.

    Raises:
        UsageProblem: there is no such code.
    """
    from il2sle.views import diagnostics  # noqa: PLC0415

    delivery.plain(diagnostics.code_text(CODES[_code(code)]))


def _code(asked: str) -> str:
    return chosen(asked, CODES, f'there is no code "{asked}"', listed=", ".join)
