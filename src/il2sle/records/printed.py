"""What sources print of outcomes, baseline and harms: the models of the figures themselves."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from .stated import Strict, about
from .values import (
    Bound,
    Cites,
    Count,
    Date,
    Figure,
    Key,
    Level,
    NotNegative,
    P,
    Pair,
    Percent,
    Points,
    Ratio,
    Text,
    Texts,
    Timepoint,
    no_items,
    no_keys,
    refuse,
)
from .vocabulary import (
    HARM_CATEGORIES,
    INSTRUMENTS,
    NAMED_KEYS,
    OTHER,
    Analysis,
    Better,
    EffectMeasure,
    Missing,
    Population,
    RatePer,
    RegisteredRole,
    Relatedness,
    Severity,
    ShownBy,
    Statistic,
)


def _one_of(*allowed: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in allowed:
            refuse("not_in_vocabulary", "not in the vocabulary", allowed=list(allowed), value=value)
        return value

    return AfterValidator(check)


def _suggested(*words: str) -> WithJsonSchema:
    """For editors: the words of the vocabulary, and any other that the record defines."""
    return WithJsonSchema({"anyOf": [{"enum": list(words)}, {"type": "string"}]}, mode="validation")


# Whether they are in the vocabulary or defined by the record is a check: a single value does not know the record.
EndpointKey = Annotated[Text, _suggested(*NAMED_KEYS, OTHER)]
Instrument = Annotated[Text, _suggested(*INSTRUMENTS)]
HarmCategory = Annotated[str, _one_of(*HARM_CATEGORIES), Field(json_schema_extra={"enum": list(HARM_CATEGORIES)})]
Size = Annotated[int, Field(ge=1, le=1_000_000)]


@about("An effect of an arm against its comparator as a source prints it, where one line has no room for it.")
class PrintedEffect(Strict):
    measure: EffectMeasure
    value: Figure | None = None
    ci: Pair | None = None
    level: Level | None = None
    se: NotNegative | None = None
    p: P | None = None
    model: Text | None = None
    note: Text | None = None
    cite: Cites = Field(default_factory=no_items)


@about("What another source prints for the same figures.")
class OtherClaim(Strict):
    events: Count | None = None
    n: Size | None = None
    percent: Percent | None = None
    value: Figure | None = None
    range: Pair | None = None
    sd: NotNegative | None = None
    se: NotNegative | None = None
    difference: Points | None = None
    difference_ci: Pair | None = None
    mean_difference: Figure | None = None
    mean_difference_ci: Pair | None = None
    risk_ratio: Ratio | None = None
    risk_ratio_ci: Pair | None = None
    odds_ratio: Ratio | None = None
    odds_ratio_ci: Pair | None = None
    hazard_ratio: Ratio | None = None
    hazard_ratio_ci: Pair | None = None
    rate_ratio: Ratio | None = None
    rate_ratio_ci: Pair | None = None
    level: Level | None = None
    p: P | None = None
    note: Text | None = None
    cite: Cites


@about("What a source prints for one arm at one time; against the comparator where it says so.")
class Result(Strict):
    events: Count | None = None
    n: Size | Literal["from percent"] | None = None
    percent: Percent | None = None
    value: Figure | None = None
    range: Pair | None = None
    sd: NotNegative | None = None
    se: NotNegative | None = None
    p_within: P | None = None
    against: Key | None = None
    difference: Points | None = None
    difference_ci: Pair | None = None
    mean_difference: Figure | None = None
    mean_difference_ci: Pair | None = None
    risk_ratio: Ratio | None = None
    risk_ratio_ci: Pair | None = None
    odds_ratio: Ratio | None = None
    odds_ratio_ci: Pair | None = None
    hazard_ratio: Ratio | None = None
    hazard_ratio_ci: Pair | None = None
    rate_ratio: Ratio | None = None
    rate_ratio_ci: Pair | None = None
    level: Level | None = None
    p: P | None = None
    effects: list[PrintedEffect] = Field(default_factory=no_items)
    read_off: Text | None = None
    as_printed: Text | None = None
    shown_by: ShownBy | None = None
    claims: list[OtherClaim] = Field(default_factory=no_items)
    missing: Missing | None = None
    says: Text | None = None
    note: Text | None = None
    cite: Cites = Field(default_factory=no_items)


@about("Patients chosen by a trait at baseline, not by the trial's design: never taken for the main result.")
class Subgroup(Strict):
    by: Text
    value: Text = Field(alias="is")
    n: Size | None = None


def _verdicts(value: object) -> object:
    if isinstance(value, dict) and not value:
        refuse("too_short", "no verdict", min_length=1)
    return value


@about("An endpoint as measured one way, in one population, at one or several times.")
class Outcome(Strict):
    endpoint: EndpointKey
    measure: Text | None = None
    instrument: Instrument | None = None
    population: Population | None = None
    subset: Text | None = None
    subgroup: Subgroup | None = None
    analysis: Analysis | None = None
    registered: RegisteredRole | None = None
    met: bool | Annotated[dict[Key, bool], BeforeValidator(_verdicts)] | None = None
    statistic: Statistic | None = None
    unit: Text | None = None
    better: Better | None = None
    adjusted: Text | None = None
    linked_by: Text | None = None
    results: dict[Timepoint, dict[Key, Result]] = Field(default_factory=no_keys)
    missing: Missing | None = None
    as_of: Date | None = None
    says: Text | None = None
    note: Text | None = None
    cite: Cites

    def verdict(self, arm: str | None) -> bool | None:
        """Whether the endpoint was met: by this arm where the source speaks of each, else at all."""
        if isinstance(self.met, dict):
            return self.met.get(arm) if arm else None
        return self.met


@about("A characteristic before treatment, by arm.")
class BaselineRow(Strict):
    measure: Text
    statistic: Statistic | None = None
    arms: dict[Key, Result]
    p: P | None = None
    note: Text | None = None
    cite: Cites = Field(default_factory=no_items)


@about("The table of baseline characteristics.")
class Baseline(Strict):
    cite: Cites
    n: dict[Key, Count] = Field(default_factory=no_keys)
    rows: list[BaselineRow]


@about("What another source prints for the same harm in the same arm.")
class HarmClaim(Strict):
    affected: Count | None = None
    events: Count | None = None
    n: Size | None = None
    percent: Percent | Bound | None = None
    rate: NotNegative | None = None
    rate_ci: Pair | None = None
    note: Text | None = None
    cite: Cites


@about("Patients affected in one arm, or events counted; `n` where it is not the one of the table.")
class HarmCount(Strict):
    affected: Count | None = None
    events: Count | None = None
    n: Size | None = None
    percent: Percent | Bound | None = None
    rate: NotNegative | None = None
    rate_ci: Pair | None = None
    per: RatePer | None = None
    exposure: NotNegative | None = None
    as_printed: Text | None = None
    shown_by: ShownBy | None = None
    claims: list[HarmClaim] = Field(default_factory=no_items)
    missing: Missing | None = None

    @property
    def told(self) -> bool:
        """Whether a source prints a figure of what happened; the patients at risk and their years are none."""
        printed = (self.affected, self.events, self.percent, self.rate)
        return any(figure is not None for figure in printed)


@about("What happened to patients under one heading, by arm or in words.")
class Harm(Strict):
    event: Text
    category: HarmCategory
    severity: Severity | None = None
    relatedness: Relatedness | None = None
    arms: dict[Key, HarmCount] = Field(default_factory=no_keys)
    part_of: Texts = Field(default_factory=no_items)
    linked_by: Text | None = None
    missing: Missing | None = None
    as_of: Date | None = None
    says: Text | None = None
    note: Text | None = None
    cite: Cites = Field(default_factory=no_items)


@about("The harms, with the patients at risk in each arm, and the patient-years that they were watched.")
class Harms(Strict):
    cite: Cites
    population: Population | None = None
    n: dict[Key, Count] = Field(default_factory=no_keys)
    exposure: dict[Key, NotNegative] = Field(default_factory=no_keys)
    events: list[Harm] = Field(default_factory=no_items)
