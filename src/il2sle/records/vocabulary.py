"""The field's terms, each spelled once: endpoints, harm categories, populations, kinds of missing, rules.

Adding an endpoint or a harm category is one line here. What a trial says about them is not here. A word that a
record needs and that is not here is defined by the record itself, under `definitions`.
"""

from __future__ import annotations

from typing import Literal, get_args

from il2sle.frozen import Frozen

Better = Literal["higher", "lower"]


class Endpoint(Frozen):
    """An endpoint that has a name in the field.

    Attributes:
        key: the name used in records, filters and machine output.
        title: the long name, for headings.
        measure: the measure that is meant when a record names none; empty when a record must name it.
        better: the direction of benefit of a responder share under this endpoint.
        holds_sledai: whether a SLEDAI is scored for it, so that its variant must be said beside a figure.
        compared: whether every record says something about it, and `compare` always lines it up; the others stand
            there where they are the primary endpoint of a trial.
    """

    key: str
    title: str
    measure: str
    better: Better
    holds_sledai: bool = False
    compared: bool = False


NAMED_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("SRI-4", "SLE Responder Index 4", "responders", "higher", holds_sledai=True, compared=True),
    Endpoint("SLEDAI", "SLE Disease Activity Index", "", "higher", holds_sledai=True, compared=True),
    Endpoint("BICLA", "BILAG-based Composite Lupus Assessment", "responders", "higher", compared=True),
    Endpoint("LLDAS", "Lupus Low Disease Activity State", "attained", "higher", compared=True),
    Endpoint("SRI-5", "SLE Responder Index 5", "responders", "higher", holds_sledai=True),
    Endpoint("SRI-6", "SLE Responder Index 6", "responders", "higher", holds_sledai=True),
    Endpoint("SRI-7", "SLE Responder Index 7", "responders", "higher", holds_sledai=True),
    Endpoint("SRI-8", "SLE Responder Index 8", "responders", "higher", holds_sledai=True),
    Endpoint("SRI-50", "SLEDAI-2K Responder Index 50", "responders", "higher"),
    Endpoint("DORIS", "remission by the definition of DORIS", "attained", "higher", holds_sledai=True),
    Endpoint("BILAG", "British Isles Lupus Assessment Group index", "", "higher"),
    Endpoint("PGA", "physician's global assessment", "", "lower"),
    Endpoint("CLASI", "Cutaneous Lupus Area and Severity Index", "", "lower"),
    Endpoint("CLASI-50", "CLASI activity down by half or more", "responders", "higher"),
    Endpoint("joint count", "swollen or tender joints", "", "lower"),
    Endpoint("flare", "disease flare", "", "lower"),
    Endpoint("complete renal response", "complete renal response, as each trial defines it", "responders", "higher"),
    Endpoint("partial renal response", "partial renal response, as each trial defines it", "responders", "higher"),
    Endpoint("overall renal response", "complete or partial renal response", "responders", "higher"),
    Endpoint("UPCR", "ratio of protein to creatinine in urine", "", "lower"),
    Endpoint("OCS reduction", "oral corticosteroid cut to the dose that the trial names", "responders", "higher"),
    Endpoint("FACIT-Fatigue", "FACIT-Fatigue score", "", "higher"),
    Endpoint("SF-36", "36-item short form", "", "higher"),
)
ENDPOINTS: tuple[Endpoint, ...] = tuple(endpoint for endpoint in NAMED_ENDPOINTS if endpoint.compared)
ENDPOINT_KEYS: tuple[str, ...] = tuple(endpoint.key for endpoint in ENDPOINTS)
NAMED_KEYS: tuple[str, ...] = tuple(endpoint.key for endpoint in NAMED_ENDPOINTS)
OTHER = "other"  # every further outcome: shown by `show`, kept apart from the endpoints that are compared


def endpoint_rank(key: str) -> tuple[int, str]:
    """Where an endpoint stands among others: those that are compared, those named, those a record defines, `other`."""
    if key in NAMED_KEYS:
        return NAMED_KEYS.index(key), ""
    return (len(NAMED_KEYS) + 1, "") if key == OTHER else (len(NAMED_KEYS), key)


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
    "related": "related to the drug, by the source",
    "severe": "severe, or grade 3 or worse, by the source",
    "other": "other",
}
# Of what is counted under these, every patient has an adverse event; a death or an antibody need not be one.
ADVERSE = {"serious", "infection", "serious infection", "injection site", "related", "severe"}

Population = Literal["ITT", "mITT", "PP", "completers", "all treated", "safety", "full analysis", "evaluable"]
POPULATIONS: dict[str, str] = {
    "ITT": "intention to treat: everyone randomised, as randomised",
    "mITT": "modified intention to treat: as each trial defines it",
    "PP": "per protocol: as each trial defines it",
    "completers": "those who stayed to the end; the others are in no analysis",
    "all treated": "everyone who received the drug; no comparator",
    "safety": "safety set: everyone who received the drug or its comparator, as treated",
    "full analysis": "full analysis set: as near to intention to treat as the trial comes; as each trial defines it",
    "evaluable": "evaluable set: those in whom the endpoint could be assessed; as each trial defines it",
}

Analysis = Literal["primary", "key secondary", "secondary", "exploratory", "post hoc"]
RegisteredRole = Literal["primary", "secondary", "not registered"]
INSTRUMENTS: tuple[str, ...] = (
    *("SLEDAI-2K", "SELENA-SLEDAI", "SLEDAI", "hybrid SLEDAI", "clinical SLEDAI-2K", "MEX-SLEDAI"),
    *("BILAG-2004", "BILAG", "CLASI-A", "CLASI-D", "SFI", "revised SFI", "28 joints", "66/68 joints"),
)
INSTRUMENT_NOT_STATED = "SLEDAI"  # a source that says only SLEDAI: the variant is not stated

Missing = Literal["not read", "not reported", "not measured", "below threshold", "pending", "not applicable"]
MISSING: dict[str, tuple[str, str]] = {
    "not read": ("unread", "may stand in a report that was not read to its end: the remark or the source says which"),
    "not reported": ("NR", "not reported: what would hold it was read to its end and is silent"),
    "not measured": ("NM", "not an endpoint of the trial in any source that was read"),
    "below threshold": ("BT", "below the reporting threshold of the source: not zero"),
    "pending": ("pending", "results not out at the date given"),
    "not applicable": ("n/a", "cannot exist for this trial, e.g. no control arm"),
}

SourceKind = Literal[
    "paper",
    "abstract",
    "registry",
    "press release",
    "news",
    "meeting report",
    "supplement",
    "protocol",
    "slides",
    "poster",
    "letter",
    "erratum",
    "retraction notice",
    "label",
    "study report",
    "regulatory document",
    "data set",
    "review",
    "thesis",
]
Rank = Literal["primary", "secondary"]
Standing = Literal["preprint", "corrected", "retracted", "under an expression of concern"]
STANDINGS_TOLD: dict[str, str] = {
    "preprint": "preprint: not reviewed by peers",
    "corrected": "corrected since",
    "retracted": "RETRACTED",
    "under an expression of concern": "under an expression of concern",
}

Masking = Literal["open label", "single-blind", "double-blind", "triple-blind", "quadruple-blind"]
Allocation = Literal["randomised", "single arm", "not randomised"]
Assignment = Literal["parallel", "single group", "crossover", "sequential", "factorial", "re-randomised"]
# Designs whose counts are not those of two separate groups: no effect is computed from them.
NO_TWO_GROUPS: dict[str, str] = {
    "crossover": "crossover: each patient is in both arms",
    "re-randomised": "patients were randomised again by their response",
}
State = Literal[
    "not yet recruiting",
    "recruiting",
    "enrolling by invitation",
    "active",
    "suspended",
    "completed",
    "terminated",
    "withdrawn",
    "unknown",
]
WhyStopped = Literal["futility", "harms", "recruitment", "funding", "decision of the sponsor", "other"]
Results = Literal["published", "reported", "pending"]
EnrolledKind = Literal["actual", "target"]
Unit = Literal[
    "million IU",
    "million IU/kg",
    "million IU/m²",
    "IU",
    "IU/kg",
    "IU/m²",
    "µg",
    "µg/kg",
    "µg/m²",
    "mg",
    "mg/kg",
    "mg/m²",
    "g",
    "g/m²",
]
# How else a word is written, for a guess: by letters alone, `mcg` is nearer to `mg` than to `µg`.
_MICROGRAM = ("mcg", "ug", "\u03bcg", "microgram", "micrograms")
_MILLION = ("MIU", "MU", "million U", "10^6 IU")
_PER = {"": ("",), "/kg": ("/kg",), "/m²": ("/m²", "/m2", "/m^2")}
_PERSON_YEARS = {
    f"{number}{years}": f"{number}patient-years"
    for number in ("10 ", "100 ", "1000 ")
    for years in ("person-years", "PY", "patient years", "person years")
}
ALSO_WRITTEN: dict[str, str] = (
    {
        f"{written}{ending}": f"{unit}{per}"
        for unit, ways in {
            "µg": (*_MICROGRAM, "µg"),
            "million IU": (*_MILLION, "million IU"),
            **{same: (same,) for same in ("mg", "g", "IU")},
        }.items()
        for written in ways
        for per, endings in _PER.items()
        for ending in endings
        if f"{unit}{per}" in get_args(Unit) and f"{written}{ending}" != f"{unit}{per}"
    }
    | {"per os": "oral", "po": "oral", "SC": "subcutaneous", "IV": "intravenous", "IM": "intramuscular"}
    | _PERSON_YEARS
)
Route = Literal["subcutaneous", "intravenous", "intramuscular", "oral", "intradermal", "topical", "inhaled"]
ROUTE_SHORT: dict[str, str] = {
    "subcutaneous": "SC",
    "intravenous": "IV",
    "intramuscular": "IM",
    "oral": "oral",
    "intradermal": "ID",
    "topical": "topical",
    "inhaled": "inhaled",
}
INJECTED = frozenset({"subcutaneous", "intramuscular", "intradermal"})  # into a vein may be an infusion too
Role = Literal["treated", "comparator"]
Statistic = Literal[
    "median (range)",
    "median (labelled range)",
    "median (IQR)",
    "median (95% CI)",
    "median ± SD",
    "median",
    "mean ± SD",
    "mean ± SE",
    "mean (95% CI)",
    "mean (90% CI)",
    "mean (IQR)",
    "mean (range)",
    "mean",
    "LS mean ± SD",
    "LS mean ± SE",
    "LS mean (95% CI)",
    "LS mean (90% CI)",
    "LS mean",
]
EffectMeasure = Literal[
    "difference",
    "mean_difference",
    "median_difference",
    "standardised_mean_difference",
    "risk_ratio",
    "odds_ratio",
    "hazard_ratio",
    "rate_ratio",
]
Severity = Literal[
    "mild",
    "moderate",
    "severe",
    "life-threatening",
    "fatal",
    "grade 1",
    "grade 2",
    "grade 3",
    "grade 4",
    "grade 5",
    "grade 2 or worse",
    "grade 3 or worse",
    "grade 4 or worse",
]
Relatedness = Literal["related", "possibly related", "not related"]
# What a rate of events counts by; the years are those for which patients were watched (`exposure`).
RatePer = Literal["patient-year", "10 patient-years", "100 patient-years", "1000 patient-years"]
PATIENT_YEARS: dict[str, int] = {
    "patient-year": 1,
    "10 patient-years": 10,
    "100 patient-years": 100,
    "1000 patient-years": 1000,
}
USUAL_PER = "100 patient-years"

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
