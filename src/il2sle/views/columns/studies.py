"""The columns of `studies`."""

from __future__ import annotations

from collections.abc import Iterator

from il2sle.evidence.rows import StudyRow
from il2sle.evidence.verdicts import Verdict
from il2sle.records import vocabulary
from il2sle.records.vocabulary import labels

from .column import Column, identity, own


def verdict_words(one: Verdict) -> str:
    """A verdict as one text: `SRI-4, week 52, 150 mg: met`."""
    told = {True: "met", False: "not met", None: "not stated"}[one.met]
    return f"{', '.join(filter(None, (one.endpoint, one.arm)))}: {told}"


def _missing(*names: str) -> Iterator[Column[StudyRow]]:
    """For each fact a column that says how it is missing."""
    for name in names:
        yield Column(
            *(f"{name}_missing", "text", lambda row, name=name: row.missing.get(name)),
            f"how {name.replace('_', ' ')} is missing, where a record says so; null where it is there",
            words=vocabulary.MISSING,
        )


STUDIES: tuple[Column[StudyRow], ...] = (
    *identity(),
    Column("aliases", "texts", own("aliases"), "every other number, acronym and sponsor code"),
    Column("status", "text", own("status"), "where the trial stands", labels(vocabulary.State)),
    *_missing("status"),
    Column(
        "status_as_of", "text", own("status_as_of"), "the date for which that holds; null where its source has none"
    ),
    Column(
        *("why_stopped", "text", own("why_stopped")),
        "why the trial ended early; null where it did not, or where no source says",
        words=labels(vocabulary.WhyStopped),
    ),
    *_missing("why_stopped"),
    Column("phase", "text", own("phase"), "as the source names it"),
    *_missing("phase", "allocation"),
    Column("design", "text", own("design"), "allocation, ratio, masking and number of arms, in words", always=True),
    Column("controlled", "flag", own("controlled"), "whether an arm stands as comparator", always=True),
    Column(
        *("blinded", "text", own("blinded"), "masking; null where no source states it"),
        words=labels(vocabulary.Masking),
    ),
    *_missing("blinded"),
    Column("arms", "whole", own("arms"), "number of arms", always=True),
    Column("enrolled", "whole", own("enrolled"), "patients enrolled, or planned: see `enrolled_kind`"),
    Column(
        *("enrolled_kind", "text", own("enrolled_kind")),
        "whether `enrolled` is what took place or what was planned; null where no source says",
        words=labels(vocabulary.EnrolledKind),
    ),
    Column(
        "randomised", "whole", own("randomised"), "patients randomised; null where no source states it, or nobody was"
    ),
    *_missing("enrolled", "randomised"),
    Column("drug", "text", own("drug"), "what the treated arms were given", always=True),
    Column("comparator", "text", own("comparator"), "what the comparator was given; null without one"),
    Column("background", "text", own("background"), "what all arms take besides; null where no source states it"),
    Column("countries", "text", own("countries"), "where patients were recruited; null where no source states it"),
    Column("inclusion", "texts", own("inclusion"), "the criteria of entry"),
    Column(
        *("treatment_weeks", "whole", lambda row: row.treatment and row.treatment.weeks),
        "weeks of treatment; null where it is a range or no whole weeks: see the days",
    ),
    Column(
        "treatment_days_low", "whole", lambda row: row.treatment and row.treatment.low, "days of treatment, at least"
    ),
    Column(
        "treatment_days_high", "whole", lambda row: row.treatment and row.treatment.high, "days of treatment, at most"
    ),
    Column(
        *("follow_up_weeks", "whole", lambda row: row.follow_up and row.follow_up.weeks),
        "weeks followed after the treatment; null where no source states them",
    ),
    *_missing("treatment", "follow_up"),
    Column(
        *("primary_endpoint", "text", own("primary_endpoint")),
        "the primary endpoint and its week, in words; null where no source states it",
    ),
    Column(
        *("primary_met", "flag", own("primary_met")),
        "whether the primary endpoint was met; null where no source states it",
    ),
    Column(
        *("primary_verdicts", "texts", lambda row: tuple(verdict_words(one) for one in row.verdicts)),
        "each published primary endpoint, with the arm where the source speaks of each, and whether it was met",
    ),
    Column(
        *("registered_primary", "text", own("registered_primary")),
        "the primary endpoint of the registration, where it is not the published one",
    ),
    Column("results", "text", own("results"), "what of the results is out", labels(vocabulary.Results)),
    *_missing("results"),
    Column("disputed", "texts", own("disputed"), "the matters of this row on which sources differ"),
    Column("further_disputes", "whole", own("further_disputes"), "how many other matters they differ on", always=True),
    Column("unread", "texts", own("unread"), "the reports not read to their end, each with what was read of it"),
    Column("standing", "texts", own("standing"), "what became of its sources, e.g. that one was retracted"),
    Column("remarks", "remarks", own("remarks"), "what must be said of the row, in words"),
    Column("sources", "pointers", own("sources"), "where the facts of the row stand"),
)
