"""What a record may say: the models, and nothing beyond them."""

from __future__ import annotations

from decimal import Decimal
from typing import get_origin

import pytest
from pydantic import BaseModel, ValidationError

from il2sle.arithmetic.schedules import Span
from il2sle.records import model, printed, stated
from il2sle.records.model import Arm, Source, Step, Trial
from il2sle.records.printed import Baseline, Harm, HarmCount, Harms, Outcome, Result
from il2sle.records.stated import Claim, Stated, Strict
from il2sle.records.values import Cite, Count, Date, PValue
from minimal import DRUG, data, minimal

ROOMS = {**vars(model), **vars(printed), **vars(stated)}
MODELS = [kind for kind in ROOMS.values() if isinstance(kind, type) and issubclass(kind, BaseModel)]
# Some versions of pydantic leave `Claim[Any]` in the module beside `Claim`.
RECORDS = [
    k for k in MODELS if issubclass(k, Strict) and k is not Strict and not k.__pydantic_generic_metadata__["args"]
]


def error_of(edits: dict[str, str | None]) -> tuple[str, tuple[int | str, ...]]:
    """The type and the place of the only error in the edited base record."""
    with pytest.raises(ValidationError) as error:
        minimal(edits)
    first, *others = error.value.errors()
    # A union has an error for each of its branches, and `explain` tells one of them.
    known = {step for path in edits for step in path.split("/")} | {"is", "[key]"}
    loc = tuple(step for step in first["loc"] if isinstance(step, int) or step in known or not others)
    return first["type"], loc


# All models


def test_all_models_are_seen() -> None:
    assert len(RECORDS) == 23


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_model_is_strict(kind: type[Strict]) -> None:
    settings = ("strict", "frozen", "extra", "allow_inf_nan")
    assert [kind.model_config.get(name) for name in settings] == [True, True, "forbid", False]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_model_says_what_it_is(kind: type[Strict]) -> None:
    assert (kind.__doc__ or "").endswith(".")


NEEDED: dict[type[Strict], set[str]] = {
    Trial: {"id", "name", "title", "sources", "status", "people", "design", "arms"},
    Source: {"kind", "rank", "citation"},
    Arm: {"label", "cite"},
    Step: set(),
    Outcome: {"endpoint", "cite"},
    Result: set(),
    Harm: {"event", "category"},
    HarmCount: set(),
    Harms: {"cite"},
    Baseline: {"cite", "rows"},
    model.PopulationOf: {"cite"},
    model.Conflict: {"about", "claims"},
}


@pytest.mark.parametrize(("kind", "needed"), NEEDED.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_needed_keys(kind: type[Strict], needed: set[str]) -> None:
    assert {name for name, field in kind.model_fields.items() if field.is_required()} == needed


# What is taken


def test_base_is_a_trial() -> None:
    trial = minimal()
    assert (trial.id, list(trial.arms), trial.arms["placebo"].role) == (
        "NCT00000001",
        ["drug", "placebo"],
        "comparator",
    )


def test_trial_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        minimal().name = "Other"  # type: ignore[misc]


def test_result_keeps_what_is_printed() -> None:
    result = Result.model_validate(data("{events: 3, percent: 30.00, p: <0.05, range: [8, 27]}"))
    assert (result.events, str(result.percent), result.range) == (3, "30.00", [Decimal(8), Decimal(27)])
    assert result.p == PValue("<", Decimal("0.05"))


def test_arm_is_treated_unless_it_says_otherwise() -> None:
    assert Arm.model_validate(data('{label: a, cite: "paper, x"}')).role == "treated"


@pytest.mark.parametrize(("text", "dose"), [("0.5", Decimal("0.5")), ("[0.75, 3.0]", [Decimal("0.75"), Decimal(3)])])
def test_arm_has_one_dose_or_several(text: str, dose: object) -> None:
    assert Arm.model_validate(data(f'{{label: a, dose: {text}, cite: "paper, x"}}')).dose == dose


@pytest.mark.parametrize("name", ["for", "lasting"])
def test_step_lasts_under_the_key_of_the_curator_only(name: str) -> None:
    text = data(f"{{every: 1 day, {name}: 5 days}}")
    assert (name == "for") == (_valid(Step, text) and Step.model_validate(text).lasting == Span(5, 5))


def _valid(kind: type[BaseModel], value: object) -> bool:
    try:
        kind.model_validate(value)
    except ValidationError:
        return False
    return True


def test_size_may_follow_from_a_percentage() -> None:
    assert Result.model_validate(data("{events: 10, percent: 83.3, n: from percent}")).n == "from percent"


# Claims


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("100", 100, id="bare value"),
        pytest.param("{is: 100, kind: target}", 100, id="one claim"),
        pytest.param("[{is: 100}]", 100, id="list of one"),
        pytest.param("[{is: 100}, {is: 60, shown_by: newest source}]", 60, id="the marked one of several"),
        pytest.param("[{is: 100}, {is: 60}]", 100, id="the first of several without a mark"),
        pytest.param("[100, {is: 60}]", 100, id="bare value among claims"),
        pytest.param("[{is: 100, kind: target}, {is: 60, kind: actual}]", 60, id="what took place before the plan"),
        pytest.param("[not reported, {is: 60}]", 60, id="a value before its absence"),
    ],
)
def test_claims_in_all_forms(text: str, shown: int) -> None:
    assert Stated[Count].model_validate(data(text)).shown.value == shown


def test_the_most_precise_date_is_shown() -> None:
    assert Stated[Date].model_validate(data("[2016, 2016-05-05, 2016-05]")).shown.value == "2016-05-05"


def test_claim_keeps_what_it_rests_on() -> None:
    claim = Claim[Count].model_validate(data('{is: 60, cite: "paper, Figure 1", as_of: 2020-05, note: counted}'))
    assert (claim.cite, claim.as_of, claim.note) == ([Cite("paper", "Figure 1")], "2020-05", "counted")


# What is refused

REFUSED: list[tuple[dict[str, str | None], str, tuple[int | str, ...]]] = [
    ({"sponsor": "a"}, "extra_forbidden", ("sponsor",)),
    ({f"{DRUG}/event": "3"}, "extra_forbidden", ("outcomes", 0, "results", "week 12", "drug", "event")),
    ({"name": None}, "missing", ("name",)),
    ({"id": '"NCT 1"'}, "string_pattern_mismatch", ("id",)),
    ({"id": "abc"}, "string_pattern_mismatch", ("id",)),
    ({"sources": "{}"}, "too_short", ("sources",)),
    ({"arms": "{}"}, "too_short", ("arms",)),
    ({"people/enrolled": "[]"}, "too_short", ("people", "enrolled")),
    ({"people/enrolled": '"60"'}, "int_type", ("people", "enrolled", 0, "is")),
    ({"people/enrolled": "60.0"}, "int_type", ("people", "enrolled", 0, "is")),
    ({"people/enrolled": "{kind: actual}"}, "missing", ("people", "enrolled", 0, "is")),
    ({"outcomes/0/met": '"true"'}, "bool_type", ("outcomes", 0, "met")),
    ({"outcomes/0/met": "1"}, "bool_type", ("outcomes", 0, "met")),
    ({"harms/events/0/category": "mild"}, "not_in_vocabulary", ("harms", "events", 0, "category")),
    ({"arms/drug/unit": "ng"}, "literal_error", ("arms", "drug", "unit")),
    ({"populations": '{FAS: {cite: "paper, x"}}'}, "literal_error", ("populations", "FAS", "[key]")),
    ({"harms/n/pla cebo": "3"}, "string_pattern_mismatch", ("harms", "n", "pla cebo", "[key]")),
    ({"harms/events/0/arms/drug/n": "0"}, "greater_than_equal", ("harms", "events", 0, "arms", "drug", "n")),
    ({"schedule/0/cycles": "201"}, "less_than_equal", ("schedule", 0, "cycles")),
    ({"conflicts": '[{about: a, claims: [{is: b, cite: "paper, x"}]}]'}, "too_short", ("conflicts", 0, "claims")),
    ({"outcomes/0/results": "[]"}, "dict_type", ("outcomes", 0, "results")),
    ({"design": "randomised"}, "model_type", ("design",)),
]


@pytest.mark.parametrize(("edits", "kind", "loc"), REFUSED, ids=[f"{kind} {loc[-1]}" for _, kind, loc in REFUSED])
def test_model_refuses(edits: dict[str, str | None], kind: str, loc: tuple[int | str, ...]) -> None:
    assert error_of(edits) == (kind, loc)


@pytest.mark.parametrize("text", ["0", '"from percents"', "12.5"])
def test_size_is_a_whole_number_or_from_percent(text: str) -> None:
    with pytest.raises(ValidationError):
        minimal({f"{DRUG}/n": text})


# The models themselves


def test_annotations_are_no_strings() -> None:
    # A reference to a model that stands below would stay a string, and `did you mean` would not see its keys.
    fields = [(kind, name, field) for kind in RECORDS for name, field in kind.model_fields.items()]
    assert [(kind, name) for kind, name, field in fields if isinstance(field.annotation, str)] == []
    assert [name for kind, name, field in fields if "ForwardRef" in repr(field.annotation)] == []
    assert len(fields) > 120
    assert get_origin(Harm.model_fields["arms"].annotation) is dict


def test_the_schemas_of_claims_miss_nothing_of_their_model() -> None:
    """They are put together from annotations, defaults, one alias and one configuration."""
    held = Claim.__pydantic_decorators__
    kinds = ["validators", "field_validators", "root_validators", "model_validators"]
    kinds += ["field_serializers", "model_serializers", "computed_fields"]
    assert [kind for kind in kinds if getattr(held, kind)] == []
    assert {name: field.alias for name, field in Claim.model_fields.items() if field.alias} == {"value": "is"}
    same = {"strict": True, "extra": "forbid", "allow_inf_nan": False}
    assert Claim.model_config == {**same, "frozen": True, "defer_build": True}
