"""The columns of what stands beside the sections: sources, and the findings of `check`."""

from __future__ import annotations

from typing import Any

from il2sle.codes import CODES
from il2sle.evidence.rows import SourceRow
from il2sle.records import vocabulary
from il2sle.records.vocabulary import labels

from .column import Column, own

SOURCES: tuple[Column[SourceRow], ...] = (
    Column(
        *("key", "text", own("key")),
        "id of the trial, a slash, and the key in its record: what `sources` of a row point to",
        always=True,
    ),
    Column("kind", "text", own("kind"), "what kind of document it is", labels(vocabulary.SourceKind), always=True),
    Column(
        *("rank", "text", own("rank")),
        "`primary`: the trial's own report or registration; `secondary`: what others say of it",
        words=labels(vocabulary.Rank),
        always=True,
    ),
    Column("citation", "text", own("citation"), "how to find it", always=True),
    Column("url", "text", own("url"), "its address"),
    Column("doi", "text", own("doi"), "its digital object identifier"),
    Column("pmid", "whole", own("pmid"), "its number in PubMed"),
    Column("date", "text", own("date"), "its date: YYYY, YYYY-MM or YYYY-MM-DD"),
    Column("read", "text", own("read"), "when it was read, where it has no date"),
    Column("read_of", "texts", own("read_of"), "the parts that were read; empty where it was read to its end"),
    Column("readers", "texts", own("readers"), "who read it, each with the day"),
    Column(
        *("standing", "text", own("standing"), "what became of it; null where nothing is known"),
        words=labels(vocabulary.Standing),
    ),
    Column("copy_of", "text", own("copy_of"), "key of the source that it is a copy of"),
    Column("supersedes", "text", own("supersedes"), "key of the source that it took the place of"),
    Column("corrects", "text", own("corrects"), "key of the source that it corrects or retracts"),
    Column("note", "text", own("note"), "what to know of it"),
)

PROBLEM: tuple[Column[Any], ...] = (
    Column("path", "text", lambda p: p.place.path, "the record file", always=True),
    Column("line", "whole", lambda p: p.place.line, "line, from 1; 0 where the file as a whole is meant", always=True),
    Column("column", "whole", lambda p: p.place.column, "column, from 1; 0 for the file as a whole", always=True),
    Column("code", "text", own("code"), "code of the finding: `il2sle check --explain CODE`", CODES, always=True),
    Column(
        *("severity", "text", own("severity"), "an error keeps the record out of every table"),
        words=("error", "warning", "note"),
        always=True,
    ),
    Column("message", "text", own("message"), "what was found", always=True),
    Column("help", "text", own("help"), "what to do", always=True),
    Column("trial", "text", own("trial"), "id of the trial; null where it could not be read"),
)
