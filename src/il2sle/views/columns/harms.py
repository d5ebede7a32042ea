"""The columns of `harms`."""

from __future__ import annotations

from il2sle.evidence.rows import HarmRow
from il2sle.records import vocabulary

from .column import Column, closing, identity, own

HARMS: tuple[Column[HarmRow], ...] = (
    *identity(),
    Column("event", "text", own("event"), "what happened", always=True),
    Column(
        *("category", "text", own("category"), "the kind of harm that trials are lined up by"),
        words=vocabulary.HARM_CATEGORIES,
        always=True,
    ),
    Column(
        "arm", "text", own("arm"), "key of the arm in the record; null where a source speaks of the trial as a whole"
    ),
    Column("arm_label", "text", own("arm_label"), "the arm in words"),
    Column("affected", "whole", own("affected"), "patients affected"),
    Column("n", "whole", own("n"), "patients at risk"),
    Column("percent", "number", own("percent"), "patients affected in percent of those at risk"),
    Column("statement", "text", own("statement"), "what a source says in words"),
    Column("part_of", "texts", own("part_of"), "events in which the patients are counted too: do not add"),
    Column("missing", "text", own("missing"), "why there are no figures; null where there are", vocabulary.MISSING),
    Column("pending_since", "text", own("pending_since"), "the date on which results were pending"),
    Column("linked_by", "text", own("linked_by"), "why a report that does not name the trial is taken for it"),
    Column("second_hand", "flag", own("second_hand"), "whether all that is cited are others' reports", always=True),
    *closing(lambda: HARMS),
)
