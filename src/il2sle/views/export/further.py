"""Printed effects for generic inverse variance, scores, and harms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from il2sle.evidence.comparison import Filters
from il2sle.evidence.exportable import Exportable, HarmLine
from il2sle.evidence.figure import Figure
from il2sle.evidence.labels import ARM_TIES, labels
from il2sle.evidence.poolable import (
    EffectLine,
    ScoreLine,
    effect_lines,
    harm_lines,
    outcome_of,
    rows_kept,
    score_lines,
)
from il2sle.evidence.rows import HarmRow, OutcomeRow
from il2sle.evidence.selection import one_analysis_each, same_patients, sharing
from il2sle.evidence.twins import twice, twin_ids
from il2sle.views.outcomes import said, words_of

from .layout import Built, Facts, Value, described, instead, other_analyses, places, shared, without_row


def effect_rows(trials: Sequence[Exportable], filters: Filters, every_row: bool) -> Built:  # noqa: FBT001  a `Build`
    """A row for each printed effect; ratios on the scale of their logarithm."""
    lines, left_out = effect_lines(rows_kept(trials, filters))
    passed: list[OutcomeRow] = []
    if not every_row:
        lines, passed = one_analysis_each(lines, lambda line: (line.row, outcome_of(line.row)))
    measures = dict.fromkeys(line.effect.about.title for line in lines)
    several = f"several measures of effect ({', '.join(measures)}): pool one of them, by the column `effect`."
    together = _together(trials, [(line.row, line.outcome) for line in lines])
    kept = [line.row for line in lines] if not every_row else []
    notices = (*((several,) if len(measures) > 1 else ()), *_notices(kept, left_out, together))
    return Built(list(_effect_facts(lines, together)), (*without_row(left_out), *other_analyses(passed)), notices)


Together = Sequence[Mapping[str, Value]]  # for each row what it shares with others


def _together(trials: Sequence[Exportable], rows: Sequence[tuple[OutcomeRow, Hashable]]) -> Together:
    same = same_patients(rows, twin_ids([one.features for one in trials]))
    known = zip(sharing(rows), same, strict=True)
    return [{"shared_comparator": number, "same_patients": whose} for number, whose in known]


def _notices(rows: Iterable[OutcomeRow], left_out: Iterable[tuple[OutcomeRow, str]], together: Together) -> list[str]:
    return [*instead(rows, left_out), *shared(one["shared_comparator"] for one in together)]


def _effect_facts(lines: Sequence[EffectLine], together: Together) -> Iterator[Facts]:
    names = labels([line.row for line in lines], ARM_TIES)
    for line, label, shares in zip(lines, names, together, strict=True):
        words = (*said(line.row), words_of(line.row.remarks))
        own: dict[str, Value] = {
            "label": label,
            "yi": line.yi,
            "sei": line.sei,
            "low": line.low,
            "high": line.high,
            "effect": line.effect.measure,
            "level": float(line.effect.level),
            "model": line.effect.model,
            **shares,
        }
        yield Facts(
            described(line.row, words, line.effect.value.sources) | own, frozenset({"sei"} if line.derived else ())
        )


def score_rows(trials: Sequence[Exportable], filters: Filters, every_row: bool) -> Built:  # noqa: FBT001  a `Build`
    """A row for each score whose mean, deviation and patients are known on both sides."""
    lines, left_out = score_lines(rows_kept(trials, filters))
    passed: list[OutcomeRow] = []
    if not every_row:
        lines, passed = one_analysis_each(lines, lambda line: (line.row, line.outcome))
    together = _together(trials, [(line.row, line.outcome) for line in lines])
    notices = _notices([line.row for line in lines] if not every_row else [], left_out, together)
    return Built(list(_score_facts(lines, together)), (*without_row(left_out), *other_analyses(passed)), tuple(notices))


def _score_facts(lines: Sequence[ScoreLine], together: Together) -> Iterator[Facts]:
    names = labels([line.row for line in lines], ARM_TIES)
    for line, label, shares in zip(lines, names, together, strict=True):
        figures = dict(
            zip(("mean", "sd", "n", "other_mean", "other_sd", "other_n"), (*line.mine, *line.other), strict=True)
        )
        sources = dict.fromkeys(pointer for figure in figures.values() for pointer in figure.sources)
        words = (*said(line.row), words_of(line.row.remarks))
        own: dict[str, Value] = {
            "label": label,
            "statistic": line.row.statistic,
            "unit": line.row.unit,
            **shares,
            **{name: _number(figure) for name, figure in figures.items()},
        }
        derived = frozenset(name for name, figure in figures.items() if figure.derived)
        yield Facts(described(line.row, words, sources) | own, derived)


def _number(figure: Figure) -> Value:
    return figure.value if isinstance(figure.value, int | float) else str(figure.value)


def harm_rows(trials: Sequence[Exportable], filters: Filters, every_row: bool) -> Built:  # noqa: ARG001, FBT001
    """A row for each event and treated arm; filters speak of outcomes and choose nothing here."""
    lines, left_out = harm_lines(trials)
    sentences = tuple(
        f"{row.name} ({row.trial}), {row.event}, {row.arm_label or 'all arms'}: {why}." for row, why in left_out
    )
    parts = any(line.mine.part_of for line in lines)
    notice = "some events are counted in others too (column `part_of`): never add them up."
    arms = Counter(_comparator(line) for line in lines)
    twins = twice([line.mine.trial for line in lines], twin_ids([one.features for one in trials]))
    facts = [_harm_facts(line, arms[_comparator(line)], twins.get(line.mine.trial)) for line in lines]
    return Built(facts, sentences, (*((notice,) if parts else ()), *shared(arms.values())))


def _comparator(line: HarmLine) -> tuple[str | None, ...]:
    """The patients that a line stands against, for one event."""
    return line.mine.trial, line.mine.event, line.other.arm


def _harm_facts(line: HarmLine, arms: int, twin: str | None) -> Facts:
    sides = {"arm": line.mine, "comparator": line.other}
    known: dict[str, Value] = {
        f"{which}_{name}": _whole(getattr(row, name)) for which, row in sides.items() for name in ("affected", "n")
    }
    mine: HarmRow = line.mine
    about: dict[str, Value] = {
        "label": f"{mine.name}, {mine.event}, {mine.arm_label}",
        **{name: getattr(mine, name) for name in ("trial", "event", "category", "arm")},
        "comparator": line.other.arm,
        "part_of": "; ".join(mine.part_of),
        "shared_comparator": arms,
        "same_patients": twin,
        "remarks": words_of(mine.remarks),
        "sources": places(dict.fromkeys((*mine.sources, *line.other.sources))),
    }
    return Facts(about | known, frozenset())


def _whole(figure: Figure) -> int | None:
    return figure.value if isinstance(figure.value, int) else None
