"""The sources of a record as rows."""

from __future__ import annotations

from il2sle.records.model import Trial

from .rows import SourceRow
from .sources import standings


def source_row(trial: Trial, key: str) -> SourceRow:
    """A source of a record under its key among all records."""
    source = trial.sources[key]

    def other(named: str | None) -> str | None:
        return f"{trial.id}/{named}" if named else None

    return SourceRow(
        key=f"{trial.id}/{key}",
        kind=source.kind,
        rank=source.rank,
        citation=source.citation,
        url=source.url,
        doi=source.doi,
        pmid=source.pmid,
        date=source.date,
        read=source.read,
        read_of=tuple(source.read_of),
        readers=tuple(source.readers),
        standing=standings(trial).get(key),
        copy_of=other(source.copy_of),
        supersedes=other(source.supersedes),
        corrects=other(source.corrects),
        note=source.note,
    )
