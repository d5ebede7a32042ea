"""Rows by the names of their columns, and by the words that pages say of them: how most tests look at them."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from il2sle.evidence.comparison import Filters
from il2sle.evidence.dose_row import DoseRow
from il2sle.evidence.examined import Examined
from il2sle.evidence.exportable import PARTS, exportable
from il2sle.evidence.rows import HarmRow, OutcomeRow, Row, StudyRow
from il2sle.records.model import Trial
from il2sle.views import doses, export, harms, outcomes, studies
from il2sle.views.columns import TABLES
from il2sle.views.export import Export


def flat(row: Row) -> Any:  # noqa: ANN401  a row by its columns
    """A row with an attribute for each column, and `flags`: all that pages say of it in words."""
    match row:
        case OutcomeRow():
            section, words = "outcomes", list(outcomes.said(row, derivations=True))
        case StudyRow():
            section, words = "studies", list(studies.said(row))
        case DoseRow():
            section, words = "doses", list(doses.ranges(row))
        case HarmRow():
            section, words = "harms", list(harms.said(row))
    values = {column.name: column.value(row) for column in TABLES[section]}
    return SimpleNamespace(**values, flags=(*words, *(remark.text for remark in row.remarks)), row=row)


def flats(rows: Iterable[Row]) -> list[Any]:
    return [flat(row) for row in rows]


def examined(trials: Iterable[Trial]) -> list[Examined]:
    return [Examined(trial) for trial in trials]


def export_rows(trials: Iterable[Examined], layout: str, filters: Filters, *, every_row: bool = True) -> Export:
    return export.export_rows((exportable(one, PARTS) for one in trials), layout, filters, every_row=every_row)


def of(trials: Iterable[Trial], trial: str) -> Examined:
    return next(Examined(one) for one in trials if one.id == trial)
