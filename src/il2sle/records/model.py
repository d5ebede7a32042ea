"""What a record may say: one trial, in the order in which its paper is read.

The models hold the shape of a record and the rules of a single value. Rules between values (counts and their
percentages, citations and their sources) live in `il2sle.evidence.checks`. `records/README.md` explains each key.
"""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from .printed import Baseline, Harms, Outcome
from .stated import Claim, Stated, Strict, about
from .values import (
    Cites,
    Count,
    Date,
    Doi,
    Dose,
    Duration,
    Key,
    Readers,
    Text,
    Texts,
    Timepoint,
    WordOrNumber,
    no_items,
    no_keys,
    refuse,
)
from .vocabulary import (
    Allocation,
    Assignment,
    Masking,
    Population,
    Rank,
    Results,
    Role,
    Route,
    SourceKind,
    Standing,
    State,
    Unit,
    WhyStopped,
)

LANGUAGE: Final = 2
"""The number of the record language that this version reads."""


def _language(value: object) -> object:
    if value != LANGUAGE:
        refuse("language", "another language", language=LANGUAGE)
    return value


def _one_text(value: object) -> object:
    """A list of plain words as one text: `[China, France]`."""
    plain = isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
    return ", ".join(value) if plain and isinstance(value, list) else value


@about("A document that figures were read in.")
class Source(Strict):
    kind: SourceKind
    rank: Rank
    citation: Text
    url: Text | None = None
    doi: Doi | None = None
    pmid: Annotated[int, Field(ge=1, le=99_999_999)] | None = None
    date: Date | None = None
    read: Date | None = None
    read_of: Texts = Field(default_factory=no_items)
    readers: Readers = Field(default_factory=no_items)
    copy_of: Key | None = None
    supersedes: Key | None = None
    corrects: Key | None = None
    standing: Standing | None = None
    note: Text | None = None


@about("Where the trial stands, and what of it is out.")
class Status(Strict):
    cite: Cites = Field(default_factory=no_items)
    state: Stated[State]
    why_stopped: Stated[WhyStopped] | None = None
    results: Stated[Results]


@about("How many take part: enrolled by the registry, randomised by the report.")
class People(Strict):
    cite: Cites = Field(default_factory=no_items)
    enrolled: Stated[Count]
    screened: Stated[Count] | None = None
    randomised: Stated[Count] | None = None


@about("How the trial was built; what is not a key here goes under `notes`.")
class Design(Strict):
    cite: Cites = Field(default_factory=no_items)
    phase: Stated[WordOrNumber] | None = None
    allocation: Stated[Allocation]
    assignment: Stated[Assignment] | None = None
    ratio: Stated[Text] | None = None
    masking: Stated[Masking] | None = None
    masked: Stated[Text] | None = None
    treatment: Stated[Duration]
    follow_up: Stated[Duration] | None = None
    background: Stated[Text] | None = None
    setting: Stated[Text] | None = None
    countries: Annotated[Stated[Text], BeforeValidator(_one_text)] | None = None
    sponsor: Stated[Text] | None = None
    collaborators: Stated[Text] | None = None
    primary_aim: Stated[Text] | None = None
    registered_aim: Stated[Text] | None = None
    secondary_aims: Stated[Text] | None = None
    notes: list[Stated[Text]] = Field(default_factory=no_items)


@about("The dates of the trial.")
class Dates(Strict):
    cite: Cites = Field(default_factory=no_items)
    registered: Stated[Date] | None = None
    start: Stated[Date] | None = None
    primary_completion: Stated[Date] | None = None
    completion: Stated[Date] | None = None
    results_posted: Stated[Date] | None = None
    published: Stated[Date] | None = None


@about("Who could take part.")
class Eligibility(Strict):
    cite: Cites = Field(default_factory=no_items)
    inclusion: list[Stated[Text]] = Field(default_factory=no_items)
    exclusion: list[Stated[Text]] = Field(default_factory=no_items)


@about("An analysis population of this trial and its size, by arm or in total.")
class PopulationOf(Strict):
    definition: Text | None = None
    n: dict[Key, Count] = Field(default_factory=no_keys)
    total: Count | None = None
    note: Text | None = None
    cite: Cites


@about("A stretch of a schedule: a dose at a fixed interval, for a time, to a day, or a number of times.")
class Step(Strict):
    dose: Dose | None = None
    every: Duration | None = None
    at: Annotated[list[Timepoint], Field(min_length=1)] | None = None
    per_day: Annotated[int, Field(ge=2, le=24)] | None = None
    from_day: Annotated[int, Field(ge=1, le=20_000)] | None = None
    lasting: Duration | None = Field(None, alias="for")
    to_day: Annotated[int, Field(ge=1, le=20_000)] | None = None
    times: Annotated[int, Field(ge=1, le=2_000)] | None = None
    rest: Duration | None = None
    cycles: Annotated[int, Field(ge=1, le=200)] = 1
    note: Text | None = None
    cite: Cites = Field(default_factory=no_items)


@about("A group of patients and what it was given.")
class Arm(Strict):
    label: Text
    role: Role = "treated"
    drug: Text | None = None
    dose: Dose | Annotated[list[Dose], Field(min_length=1)] | None = None
    unit: Unit | None = None
    route: Route | None = None
    schedule: list[Step] | Literal["none"] = Field(default_factory=no_items)
    pooled: Annotated[list[Key], Field(min_length=2)] | None = None
    cohort: Text | None = None
    randomised: Count | None = None
    note: Text | None = None
    cite: Cites


@about("A matter on which sources disagree and that no single field holds.")
class Conflict(Strict):
    about: Text
    claims: Annotated[list[Claim[Text]], Field(min_length=2)]


@about("One record: one trial, however many registrations it has.")
class Trial(Strict):
    language: Annotated[Literal[2], BeforeValidator(_language)] = LANGUAGE
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{3,39}$")]
    name: Text
    aliases: list[WordOrNumber] = Field(default_factory=no_items)
    title: Text
    sources: Annotated[dict[Key, Source], Field(min_length=1)]
    status: Status
    people: People
    design: Design
    dates: Dates | None = None
    eligibility: Eligibility | None = None
    definitions: dict[Text, Text] = Field(default_factory=no_keys)
    populations: dict[Population, PopulationOf] = Field(default_factory=no_keys)
    schedule: list[Step] = Field(default_factory=no_items)
    arms: Annotated[dict[Key, Arm], Field(min_length=1)]
    baseline: Baseline | None = None
    outcomes: list[Outcome] = Field(default_factory=no_items)
    harms: Harms | None = None
    conclusions: list[Stated[Text]] = Field(default_factory=no_items)
    notes: list[Stated[Text]] = Field(default_factory=no_items)
    conflicts: list[Conflict] = Field(default_factory=no_items)
