"""Findings as text: `path:line:column: CODE message`, the line, a caret, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from il2sle.codes import CODES, Code
from il2sle.errors import SEVERITIES, Problem, Severity

from .stamp import stamp_words

if TYPE_CHECKING:
    from il2sle.evidence.held import Against
    from il2sle.evidence.tally import Share, Tally

SHOWN = 160  # cells of a source line that are repeated; a longer one is left out, not cut


def problem_text(problem: Problem) -> str:
    """One finding in up to four lines; the first of them is one that editors and grep read."""
    place = problem.place
    lines = [f"{place.path}:{place.line}:{place.column}: {problem.code} {problem.message}"]
    if problem.source_line.strip() and cell_len(problem.source_line) <= SHOWN:
        number = f"{place.line:>5} | "
        # A caret is set by terminal cells: a line may hold signs that are two wide before the place.
        before = cell_len(problem.source_line[: max(0, place.column - 1)])
        lines += [number + problem.source_line, f"{' ' * (len(number) - 2)}| {' ' * before}^"]
    if problem.help:
        lines.append(f"      help: {problem.help}")
    return "\n".join(lines)


def problems_text(problems: Sequence[Problem]) -> str:
    """All findings, each set off by an empty line, then how many there are, and in how many files."""
    return "\n\n".join([*map(problem_text, problems), count_words(problems) + _files_words(problems)])


class Numbers:
    """How many findings there are, and in how many files, while they come."""

    def __init__(self) -> None:
        self.by_grade: Counter[Severity] = Counter()
        self.shown = 0
        self._files: set[str] = set()

    def add(self, found: Iterable[Problem], shown: int) -> None:
        """Count some more, of which so many are shown."""
        for problem in found:
            self.by_grade[problem.severity] += 1
            self._files.add(problem.place.path)
        self.shown += shown

    @property
    def words(self) -> str:
        """The numbers in words."""
        hidden = f"; shown: {self.shown}" if self.shown < self.by_grade.total() else ""
        files = f" in {_number(len(self._files), 'file')}" if self._files else ""
        return f"found: {_verdict_words(self.by_grade)}{files}{hidden}"


def findings_text(shown: Iterable[Problem]) -> str:
    """Findings, an empty line behind each; nothing without any."""
    return "".join(f"{problem_text(problem)}\n\n" for problem in shown)


def closing_text(counted: Tally, found: Numbers) -> str:
    """What was looked at, where anything was, and how many findings there are: silence is no verdict."""
    looked_at = counted.records or counted.unchecked
    return "\n\n".join([*([tally_text(counted)] if looked_at else []), found.words])


def against_text(shown: Sequence[Problem], found: Sequence[Problem], file: str, held: Against) -> str:
    """Where a record and a registry's file differ, and how much was compared: silence is no verdict."""
    compared = f"held against {file}: {_number(held.compared, 'value')} compared, {held.agreed} the same"
    grades = Counter(problem.severity for problem in found)
    hidden = f"; shown: {len(shown)}" if len(shown) < len(found) else ""
    return "\n\n".join([*map(problem_text, shown), compared, f"found: {_verdict_words(grades)}{hidden}"])


def _files_words(problems: Iterable[Problem]) -> str:
    files = {problem.place.path for problem in problems}
    return f" in {_number(len(files), 'file')}" if files else ""


def _verdict_words(counts: Mapping[Severity, int]) -> str:
    """Errors and warnings are counted where there are none, too."""
    words = [_number(counts.get(grade, 0), grade) for grade in SEVERITIES if counts.get(grade) or grade != "note"]
    return ", ".join(words)


def tally_text(counted: Tally) -> str:
    """What was checked, a line for each kind of figure, one for sources, one for records; of no record that is all."""
    others = _number(counted.unchecked, "other") if counted.records else str(counted.unchecked)
    left = f"; {others} not, because of errors" if counted.unchecked else ""
    first = f"checked: {_number(counted.records, 'record')}{left}"
    if not counted.records:
        return first
    return "\n".join(
        (
            first,
            _share_words("figures with a place", counted.placed),
            _share_words("p-values recomputed", counted.p_values),
            _share_words("percentages tried against whole patients", counted.percentages),
            _share_words("figures found by machine", counted.found),
            _share_words("figures read by two people", counted.read_twice),
            f"sources: {counted.whole} read whole, {counted.in_part} in part, {counted.unread} not read",
            f"stamp: {stamp_words(counted.stamp)}",
        )
    )


def _share_words(what: str, share: Share) -> str:
    why = ", ".join(f"{number} {reason}" for reason, number in share.why_not)
    return f"{what}: {share.done} of {share.of}{f' (not: {why})' if why else ''}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def count_words(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning, 3 notes`, naming only what there is."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(_number(counts[grade], grade) for grade in SEVERITIES if counts[grade]) or "nothing found"


def code_text(code: Code) -> str:
    """What a code means, why it matters, and what to do."""
    return "\n\n".join(part for part in (f"{code.code} ({code.severity}): {code.title}", code.why, code.fix) if part)


def code_table() -> str:
    """All codes as a Markdown table, as `records/README.md` lists them."""
    rows = [
        f"| {code.code} | {code.severity} | {code.title} | {code.why} | {code.fix or '-'} |" for code in CODES.values()
    ]
    return "\n".join(["| code | severity | what | why it matters | what to do |", "|---|---|---|---|---|", *rows])
