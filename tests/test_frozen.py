"""Values: what a dataclass that nobody can change would do."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il2sle.frozen import Frozen, Ordered, field, fields_of, replace

T = TypeVar("T")


class Point(Frozen):
    x: int
    y: int = 0


class Named(Point):
    y: int = 7
    name: str = "none"


class ByName(Frozen, kw_only=True):
    first: int = 1
    second: int


class Lists(Frozen):
    held: list[int] = field(factory=list)


class Positive(Frozen):
    x: int

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("not below 0")


class Kept(Frozen, kept=True):
    x: int

    @cached_property
    def twice(self) -> int:
        return 2 * self.x


class Box(Frozen, Generic[T]):
    held: T


class Nothing(Frozen):
    """It has no fields."""


class Version(Ordered):
    major: int
    minor: int = 0


def test_fields_are_given_in_order_or_by_name() -> None:
    assert (Point(1).x, Point(1).y) == (1, 0)
    assert Point(1, 2) == Point(y=2, x=1)
    assert ByName(second=2).first == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(Point, r"^Point\.__init__\(\) missing 1 required positional argument: 'x'$", id="none"),
        pytest.param(lambda: Point(1, 2, 3), r"takes from 2 to 3 positional arguments but 4 were given", id="too many"),  # type: ignore[call-arg]
        pytest.param(lambda: Point(z=1), r"unexpected keyword argument 'z'", id="unknown"),  # type: ignore[call-arg]
        pytest.param(lambda: replace(Point(1), z=1), r"Point has no field 'z'", id="replaced"),
    ],
)
def test_wrong_fields_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()


def test_nothing_is_assigned_deleted_or_added() -> None:
    point = Point(1)
    for name in ("x", "z"):
        with pytest.raises(AttributeError, match=f"cannot assign to '{name}' of Point: it never changes"):
            setattr(point, name, 2)
    with pytest.raises(AttributeError, match="cannot delete 'x' of Point: it never changes"):
        del point.x
    assert point == Point(1)
    assert not hasattr(point, "__dict__")


def test_what_follows_from_a_value_may_be_kept() -> None:
    kept = Kept(2)
    assert (kept.twice, kept.__dict__) == (4, {"twice": 4})
    with pytest.raises(AttributeError, match="never changes"):
        kept.x = 3  # type: ignore[misc]


def test_a_class_checks_its_values() -> None:
    with pytest.raises(ValueError, match="not below 0"):
        Positive(-1)
    with pytest.raises(ValueError, match="not below 0"):
        replace(Positive(1), x=-1)


def test_a_default_is_made_anew() -> None:
    one, other = Lists(), Lists()
    one.held.append(1)
    assert (one.held, other.held, Lists([3]).held) == ([1], [], [3])


def test_a_class_has_the_fields_of_its_base_first() -> None:
    assert Point(1).y == 0  # its own `__init__` is compiled first, and not taken for that of the other class
    assert fields_of(Named) == ("x", "y", "name")
    assert Named(1) == Named(1, 7, "none")
    assert fields_of(int) == fields_of(Nothing) == ()


def test_values_of_other_classes_differ() -> None:
    assert Point(1, 7) != Named(1)
    assert Positive(1) != Kept(1)
    assert Point(1) != (1, 0)
    assert Nothing() == Nothing()


@given(st.integers(), st.integers(), st.integers(), st.integers())
def test_equal_values_have_equal_hashes(a: int, b: int, c: int, d: int) -> None:
    assert (Point(a, b) == Point(c, d)) == ((a, b) == (c, d))
    assert hash(Point(a, b)) == hash(Point(a, b))
    assert len({Point(a, b), Point(a, b), Positive(abs(a)), Nothing(), Nothing()}) == 3


def test_what_cannot_be_hashed_is_not() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Lists())


@given(st.lists(st.tuples(st.integers(), st.integers())))
def test_they_are_sorted_by_their_fields(pairs: list[tuple[int, int]]) -> None:
    assert [(one.major, one.minor) for one in sorted(Version(*pair) for pair in pairs)] == sorted(pairs)


def test_only_some_can_be_sorted() -> None:
    with pytest.raises(TypeError, match="not supported"):
        sorted([Point(1), Point(0)])  # type: ignore[type-var]


def test_a_value_shows_its_fields() -> None:
    assert repr(Named(1)) == "Named(x=1, y=7, name='none')"
    assert repr(Nothing()) == "Nothing()"


def test_patterns_match_by_place() -> None:
    match Point(1, 2):
        case Point(1, y):
            assert y == 2
        case _:
            pytest.fail("it did not match")


@pytest.mark.parametrize("value", [Point(1), Named(2), ByName(second=3), Lists([1]), Kept(4), Box("a"), Nothing()])
def test_they_are_copied_and_sent_to_other_processes(value: Any) -> None:  # noqa: ANN401  one of each class
    for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)), replace(value)):  # noqa: S301  our own bytes
        assert other == value
        assert type(other) is type(value)


def test_generic_ones_are_made_by_their_alias() -> None:
    assert Box[int](1) == Box(1)
