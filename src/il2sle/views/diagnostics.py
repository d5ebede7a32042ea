"""Findings as text: `path:line:column: CODE message`, the line, a caret, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from il2sle.codes import CODES, Code
from il2sle.errors import Problem
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
    """All findings, each set off by an empty line, then how many there are of each severity."""
    return "\n\n".join([*map(problem_text, problems), count_words(problems)])


def check_text(problems: Sequence[Problem], counted: Tally) -> str:
    """All findings, how many there are, and what was looked at, where anything was: silence is no verdict."""
    found = problems_text(problems)
    return f"{found}\n\n{tally_text(counted)}" if counted.records else found


def tally_text(counted: Tally) -> str:
    """What was checked, a line for each kind of figure and one for the sources."""
    left = f"; {_number(counted.unchecked, 'other')} not, because of errors" if counted.unchecked else ""
    return "\n".join(
        (
            f"checked: {_number(counted.records, 'record')}{left}",
            _share_words("figures with a place", counted.placed),
            _share_words("p-values recomputed", counted.p_values),
            _share_words("percentages tried against whole patients", counted.percentages),
            f"sources: {counted.whole} read whole, {counted.in_part} in part, {counted.unread} not read",
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
    words = [f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in ("error", "warning", "note") if counts[s]]
    return ", ".join(words) or "nothing found"


def code_text(code: Code) -> str:
    """What a code means, why it matters, and what to do."""
    return f"{code.code} ({code.severity}): {code.title}\n\n{code.why}\n\n{code.fix}"


def code_table() -> str:
    """All codes as a Markdown table, as `records/README.md` lists them."""
    rows = [f"| {code.code} | {code.severity} | {code.title} | {code.why} | {code.fix} |" for code in CODES.values()]
    return "\n".join(["| code | severity | what | why it matters | what to do |", "|---|---|---|---|---|", *rows])
