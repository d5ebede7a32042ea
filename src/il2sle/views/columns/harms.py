"""The columns of `harms`."""

from __future__ import annotations

from collections.abc import Callable

from il2sle.evidence.figure import MEASURES, Figure
from il2sle.evidence.rows import HarmRow
from il2sle.records import vocabulary
from il2sle.records.vocabulary import labels

from .column import Column, closing, identity, own

_METHOD = MEASURES["difference"].method


def _difference(part: str) -> Callable[[HarmRow], Figure | None]:
    return lambda row: getattr(row.difference, part) if row.difference else None


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
    Column(
        *("percent_sign", "text", lambda row: row.percent_bound and row.percent_bound.comparator),
        "the sign of a percentage that is printed as a bound, e.g. `<`; `percent` is then null",
        words=("<", "≤", ">", "≥"),
    ),
    Column(
        *("percent_bound", "number", lambda row: row.percent_bound and row.percent_bound.value),
        "the figure of a percentage that is printed as a bound, e.g. 1 of `<1`",
    ),
    Column("events", "whole", own("events"), "events counted: not patients, of whom one may have several"),
    Column("rate", "number", own("rate"), "events by `rate_per`"),
    Column("rate_low", "number", own("rate_low"), "lower end of the interval of the rate"),
    Column("rate_high", "number", own("rate_high"), "upper end of the interval of the rate"),
    Column(
        *("rate_per", "text", own("rate_per"), "what the rate counts by; null without a rate"),
        words=vocabulary.PATIENT_YEARS,
    ),
    Column("exposure", "number", own("exposure"), "patient-years for which the arm was watched"),
    Column(*("severity", "text", own("severity"), "how severe, by the source"), words=labels(vocabulary.Severity)),
    Column(
        *("relatedness", "text", own("relatedness"), "whether related to the drug, by the source"),
        words=labels(vocabulary.Relatedness),
    ),
    Column(
        *("population", "text", own("population"), "the set of patients in which harms were counted"),
        words=vocabulary.POPULATIONS,
    ),
    Column("statement", "text", own("statement"), "what a source says in words"),
    Column("part_of", "texts", own("part_of"), "events in which the patients are counted too: do not add"),
    Column("against", "text", own("against"), "the comparator of `difference`, in words"),
    Column(
        *("difference", "number", _difference("value")),
        "patients affected: arm minus comparator, in percentage points; null unless both are counted",
    ),
    Column("difference_low", "number", _difference("low"), f"lower end of its interval ({_METHOD})"),
    Column("difference_high", "number", _difference("high"), "upper end of that interval"),
    Column("barred", "text", own("barred"), "why the design forbids an effect between the arms"),
    Column("missing", "text", own("missing"), "why there are no figures; null where there are", vocabulary.MISSING),
    Column(
        *("rest_missing", "text", own("rest_missing")),
        "how each figure is missing that the row lacks: as `missing`, else `not read` where a report that may hold it "
        "was not read to its end",
        words=vocabulary.MISSING,
        always=True,
    ),
    Column("pending_since", "text", own("pending_since"), "the date on which results were pending"),
    Column("linked_by", "text", own("linked_by"), "why a report that does not name the trial is taken for it"),
    Column("second_hand", "flag", own("second_hand"), "whether all that is cited are others' reports", always=True),
    *closing(lambda: HARMS),
)
