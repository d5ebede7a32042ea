"""The field's terms, each spelled once: endpoints, harm categories, populations, kinds of missing, rules.

Adding an endpoint or a harm category is one line here. What a trial says about them is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint that `compare` lines up across trials.

    Attributes:
        key: the name used in records, filters and machine output.
        title: the long name, for headings.
        measure: the measure that is meant when a record names none; empty when a record must name it.
        better: the direction of benefit of a responder share under this endpoint.
        holds_sledai: whether a SLEDAI is scored for it, so that its variant must be said beside a figure.
    """

    key: str
    title: str
    measure: str
    better: Better
    holds_sledai: bool = False


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("SRI-4", "SLE Responder Index 4", "responders", "higher", holds_sledai=True),
    Endpoint("SLEDAI", "SLE Disease Activity Index", "", "higher", holds_sledai=True),
    Endpoint("BICLA", "BILAG-based Composite Lupus Assessment", "responders", "higher"),
    Endpoint("LLDAS", "Lupus Low Disease Activity State", "attained", "higher"),
)
ENDPOINT_KEYS: tuple[str, ...] = tuple(endpoint.key for endpoint in ENDPOINTS)
OTHER = "other"  # every further outcome: shown by `show`, kept apart from the endpoints that are compared

HARM_CATEGORIES: dict[str, str] = {
    "any": "any adverse event",
    "serious": "serious adverse events",
    "infection": "infections",
    "serious infection": "serious infections",
    "injection site": "injection-site reactions",
    "constitutional": "fever, flu-like symptoms, fatigue",
    "discontinuation": "stopped treatment",
    "death": "deaths",
    "immunogenicity": "antidrug antibodies",
    "other": "other",
}

Population = Literal["ITT", "mITT", "PP", "all treated"]
POPULATIONS: dict[str, str] = {
    "ITT": "intention to treat: everyone randomised, as randomised",
    "mITT": "modified intention to treat: as each trial defines it",
    "PP": "per protocol: as each trial defines it",
    "all treated": "everyone who received the drug; no comparator",
}

Analysis = Literal["primary", "key secondary", "secondary", "exploratory", "post hoc"]
Instrument = Literal["SLEDAI-2K", "SELENA-SLEDAI", "SLEDAI"]
INSTRUMENT_NOT_STATED = "SLEDAI"  # a source that says only SLEDAI: the variant is not stated

Missing = Literal["not reported", "not measured", "below threshold", "pending", "not applicable"]
MISSING: dict[str, tuple[str, str]] = {
    "not reported": ("NR", "not reported in any source that was read; the list of sources says what was not read"),
    "not measured": ("NM", "not an endpoint of the trial in any source that was read"),
    "below threshold": ("BT", "below the reporting threshold of the source: not zero"),
    "pending": ("pending", "results not out at the date given"),
    "not applicable": ("n/a", "cannot exist for this trial, e.g. no control arm"),
}

SourceKind = Literal["paper", "abstract", "registry", "press release", "news", "meeting report"]
Rank = Literal["primary", "secondary"]

Masking = Literal["open label", "single-blind", "double-blind"]
Allocation = Literal["randomised", "single arm", "not randomised"]
State = Literal["not yet recruiting", "recruiting", "active", "completed", "terminated", "withdrawn", "unknown"]
Results = Literal["published", "reported", "pending"]
EnrolledKind = Literal["actual", "target"]
Unit = Literal["million IU", "µg", "mg", "µg/kg"]
# How else a word is written, for a guess: by letters alone, `mcg` is nearer to `mg` than to `µg`.
ALSO_WRITTEN: dict[str, str] = {
    **dict.fromkeys(("mcg", "ug", "\u03bcg", "microgram", "micrograms"), "µg"),
    **dict.fromkeys(("mcg/kg", "ug/kg", "\u03bcg/kg"), "µg/kg"),
    **dict.fromkeys(("MIU", "MU", "million U", "10^6 IU"), "million IU"),
}
Route = Literal["subcutaneous", "intravenous", "intramuscular"]
ROUTE_SHORT: dict[str, str] = {"subcutaneous": "SC", "intravenous": "IV", "intramuscular": "IM"}
Role = Literal["treated", "comparator"]
Statistic = Literal[
    "median (range)",
    "median (labelled range)",
    "median (IQR)",
    "mean ± SD",
    "mean (95% CI)",
    "mean",
    "median",
]

ShownBy = Literal[
    "newest registry figure",
    "newest source",
    "primary publication",
    "primary over secondary source",
    "registration that matches the publication",
    "amended version over the earlier one",
    "the table that is about it",
    "as labelled in the source",
]


def labels(vocabulary: object) -> tuple[str, ...]:
    """The words of a `Literal` vocabulary, in their order."""
    return tuple(str(word) for word in get_args(vocabulary))
