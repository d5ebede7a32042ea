"""What a record may say: one trial, in the order in which its paper is read.

The models hold the shape of a record and the rules of a single value. Rules between values (counts and their
percentages, citations and their sources) live in `il2sle.evidence.checks`. `records/README.md` explains each key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, model_validator

from .values import (
    Cites,
    Count,
    Date,
    Dose,
    Duration,
    Figure,
    Key,
    P,
    Pair,
    Percent,
    Points,
    Ratio,
    Text,
    Texts,
    Timepoint,
    WordOrNumber,
    refuse,
)
from .vocabulary import (
    ENDPOINT_KEYS,
    HARM_CATEGORIES,
    OTHER,
    Allocation,
    Analysis,
    Better,
    EnrolledKind,
    Instrument,
    Masking,
    Missing,
    Population,
    Rank,
    Results,
    Role,
    Route,
    ShownBy,
    SourceKind,
    State,
    Statistic,
    Unit,
)

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """Nothing is coerced, nothing unknown is let in, nothing changes afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


def about(text: str) -> Callable[[type[M]], type[M]]:
    """Say what a model is, for the schema; a docstring would be taken away by `python -OO`."""

    def told(model: type[M]) -> type[M]:
        model.__doc__ = text
        return model

    return told


def _one_of(*allowed: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in allowed:
            refuse("not_in_vocabulary", "not in the vocabulary", allowed=list(allowed), value=value)
        return value

    return AfterValidator(check)


EndpointKey = Annotated[str, _one_of(*ENDPOINT_KEYS, OTHER), Field(json_schema_extra={"enum": [*ENDPOINT_KEYS, OTHER]})]
HarmCategory = Annotated[str, _one_of(*HARM_CATEGORIES), Field(json_schema_extra={"enum": list(HARM_CATEGORIES)})]


@about("One value with what it rests on; `shown_by` names the rule by which it is shown among several.")
class Claim(Strict, Generic[T]):
    value: T = Field(alias="is")
    cite: Cites = []
    as_of: Date | None = None
    kind: EnrolledKind | None = None
    note: Text | None = None
    shown_by: ShownBy | None = None


@about(
    "What the sources say of one matter: one claim, or several of which one is shown.\n\n"
    "A curator writes a bare value, one mapping, or a list of mappings; all three become a list of claims."
)
class Stated(RootModel[list[Claim[T]]], Generic[T]):
    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)
    root: Annotated[list[Claim[T]], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _as_claims(cls, value: object) -> object:
        items = value if isinstance(value, list) else [value]
        return [item if isinstance(item, dict) else {"is": item} for item in items]

    @property
    def shown(self) -> Claim[T]:
        """The claim that tables show: the one marked, else the first."""
        return next((claim for claim in self.root if claim.shown_by), self.root[0])

    @property
    def disputed(self) -> bool:
        """Whether sources say different things."""
        return len(self.root) > 1


@about("A document that figures were read in.")
class Source(Strict):
    kind: SourceKind
    rank: Rank
    citation: Text
    url: Text | None = None
    doi: Text | None = None
    date: Date | None = None
    read: Date | None = None
    note: Text | None = None


@about("Where the trial stands, and what of it is out.")
class Status(Strict):
    cite: Cites = []
    state: Stated[State]
    results: Stated[Results]


@about("How many take part: enrolled by the registry, randomised by the report.")
class People(Strict):
    cite: Cites = []
    enrolled: Stated[Count]
    screened: Stated[Count] | None = None
    randomised: Stated[Count] | None = None


@about("How the trial was built; what is not a key here goes under `notes`.")
class Design(Strict):
    cite: Cites = []
    phase: Stated[WordOrNumber] | None = None
    allocation: Stated[Allocation]
    ratio: Stated[Text] | None = None
    masking: Stated[Masking] | None = None
    masked: Stated[Text] | None = None
    treatment: Stated[Duration]
    follow_up: Stated[Duration] | None = None
    background: Stated[Text] | None = None
    setting: Stated[Text] | None = None
    countries: Stated[Text] | None = None
    sponsor: Stated[Text] | None = None
    collaborators: Stated[Text] | None = None
    primary_aim: Stated[Text] | None = None
    secondary_aims: Stated[Text] | None = None
    notes: list[Stated[Text]] = []


@about("The dates of the trial.")
class Dates(Strict):
    cite: Cites = []
    registered: Stated[Date] | None = None
    start: Stated[Date] | None = None
    primary_completion: Stated[Date] | None = None
    completion: Stated[Date] | None = None
    results_posted: Stated[Date] | None = None
    published: Stated[Date] | None = None


@about("Who could take part.")
class Eligibility(Strict):
    cite: Cites = []
    inclusion: list[Stated[Text]] = []
    exclusion: list[Stated[Text]] = []


@about("An analysis population of this trial and its size, by arm or in total.")
class PopulationOf(Strict):
    definition: Text | None = None
    n: dict[Key, Count] = {}
    total: Count | None = None
    note: Text | None = None
    cite: Cites


@about("A stretch of a schedule: a dose at a fixed interval, for a time, to a day, or a number of times.")
class Step(Strict):
    dose: Dose | None = None
    every: Duration
    from_day: Annotated[int, Field(ge=1, le=20_000)] | None = None
    lasting: Duration | None = Field(None, alias="for")
    to_day: Annotated[int, Field(ge=1, le=20_000)] | None = None
    times: Annotated[int, Field(ge=1, le=2_000)] | None = None
    rest: Duration | None = None
    cycles: Annotated[int, Field(ge=1, le=200)] = 1
    note: Text | None = None


@about("A group of patients and what it was given.")
class Arm(Strict):
    label: Text
    role: Role = "treated"
    drug: Text | None = None
    dose: Dose | Annotated[list[Dose], Field(min_length=1)] | None = None
    unit: Unit | None = None
    route: Route | None = None
    schedule: list[Step] = []
    randomised: Count | None = None
    note: Text | None = None
    cite: Cites


@about("What a source prints for one arm at one time; against the comparator where it says so.")
class Result(Strict):
    events: Count | None = None
    n: Annotated[int, Field(ge=1, le=1_000_000)] | Literal["from percent"] | None = None
    percent: Percent | None = None
    value: Figure | None = None
    range: Pair | None = None
    sd: Figure | None = None
    p_within: P | None = None
    against: Key | None = None
    difference: Points | None = None
    difference_ci: Pair | None = None
    risk_ratio: Ratio | None = None
    risk_ratio_ci: Pair | None = None
    odds_ratio: Ratio | None = None
    odds_ratio_ci: Pair | None = None
    p: P | None = None
    missing: Missing | None = None
    says: Text | None = None
    note: Text | None = None
    cite: Cites = []


@about("An endpoint as measured one way, in one population, at one or several times.")
class Outcome(Strict):
    endpoint: EndpointKey
    measure: Text | None = None
    instrument: Instrument | None = None
    population: Population | None = None
    subset: Text | None = None
    analysis: Analysis | None = None
    met: bool | None = None
    statistic: Statistic | None = None
    unit: Text | None = None
    better: Better | None = None
    adjusted: Text | None = None
    linked_by: Text | None = None
    results: dict[Timepoint, dict[Key, Result]] = {}
    missing: Missing | None = None
    as_of: Date | None = None
    says: Text | None = None
    note: Text | None = None
    cite: Cites


@about("A characteristic before treatment, by arm.")
class BaselineRow(Strict):
    measure: Text
    statistic: Statistic | None = None
    arms: dict[Key, Result]
    p: P | None = None
    note: Text | None = None
    cite: Cites = []


@about("The table of baseline characteristics.")
class Baseline(Strict):
    cite: Cites
    n: dict[Key, Count] = {}
    rows: list[BaselineRow]


@about("Patients affected in one arm; `n` where it is not the one of the table.")
class HarmCount(Strict):
    affected: Count | None = None
    n: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    percent: Percent | None = None
    missing: Missing | None = None


@about("What happened to patients under one heading, by arm or in words.")
class Harm(Strict):
    event: Text
    category: HarmCategory
    arms: dict[Key, HarmCount] = {}
    part_of: Texts = []
    linked_by: Text | None = None
    missing: Missing | None = None
    as_of: Date | None = None
    says: Text | None = None
    note: Text | None = None
    cite: Cites = []


@about("The harms, with the patients at risk in each arm.")
class Harms(Strict):
    cite: Cites
    n: dict[Key, Count] = {}
    events: list[Harm] = []


@about("A matter on which sources disagree and that no single field holds.")
class Conflict(Strict):
    about: Text
    claims: Annotated[list[Claim[Text]], Field(min_length=2)]


@about("One record: one trial, however many registrations it has.")
class Trial(Strict):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{3,39}$")]
    name: Text
    aliases: list[WordOrNumber] = []
    title: Text
    sources: Annotated[dict[Key, Source], Field(min_length=1)]
    status: Status
    people: People
    design: Design
    dates: Dates | None = None
    eligibility: Eligibility | None = None
    populations: dict[Population, PopulationOf] = {}
    schedule: list[Step] = []
    arms: Annotated[dict[Key, Arm], Field(min_length=1)]
    baseline: Baseline | None = None
    outcomes: list[Outcome] = []
    harms: Harms | None = None
    conclusions: list[Stated[Text]] = []
    notes: list[Stated[Text]] = []
    conflicts: list[Conflict] = []
