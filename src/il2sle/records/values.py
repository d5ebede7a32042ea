"""The single values of a record, as a curator types them: figures, dates, p-values, citations, durations.

Each type here takes what the YAML reader gives, keeps the printed digits, and refuses the rest with an error
type of its own; `il2sle.records.explain` turns these types into sentences.
"""

from __future__ import annotations

import operator
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, NoReturn, cast

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from il2sle.arithmetic.schedules import Span
from il2sle.frozen import RecordValue

from .once import Once

MAX_TEXT = 2000
FORMULA_STARTS = "=+@＝＋＠－-"  # some spreadsheets run the wide signs too
# [0-9], not \d, which takes the digits of every script.
_NUMBER = "(0|[1-9][0-9]{0,3})"
TIME = re.compile(
    rf"(?P<to>to )?(?P<unit>day|week|month|year) (?P<number>{_NUMBER})(?: to (?P<last>{_NUMBER}))?"
    r"(?P<or> or (?:early termination|end of study|end of treatment|last visit))?"
)
DURATION = re.compile(r"([1-9][0-9]{0,3})(?: to ([1-9][0-9]{0,3}))? (day|week)s?")
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
P_VALUE = re.compile(r"(?P<sign><=|>=|[<>≤≥=])?\s*(?P<value>[01]|0?\.[0-9]{1,20}|1\.0{1,20})(?P<sided>,? one-sided)?")
NOT_SIGNIFICANT = "NS"
DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]*[A-Za-z0-9/>_-]|10\.[0-9]{4,9}/[!-~]*\([A-Za-z0-9._-]+\)[A-Za-z0-9./_-]*")
NOT_STATED = "not stated"
NAMED_TIMES = (NOT_STATED, "end of study", "end of treatment", "last visit")


# Pydantic reads the signature of what makes a default, at each field. That of `list` is a text, which it has to parse:
# a fifth of the time before the first record is read.
def no_items() -> list[Any]:
    """A new list, the default of a field."""
    return []


def no_keys() -> dict[Any, Any]:
    """A new mapping, the default of a field."""
    return {}


def refuse(kind: str, message: str, **context: object) -> NoReturn:
    """Raise a validation error of a type of our own; the message is for developers, the type for readers."""
    raise PydanticCustomError(kind, message, context)


def as_decimal(value: object) -> object:
    """Take a whole number for a figure: strict `Decimal` fields refuse the int that YAML gives for `30`."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def decimals(value: Decimal) -> int:
    """The number of decimals that a figure was printed with: 2 for 30.00."""
    return max(0, -int(value.as_tuple().exponent))


def _plain_text(value: str) -> str:
    value = value.strip()
    if not value:
        refuse("empty_text", "text is empty")
    if value[0] in FORMULA_STARTS:
        # A spreadsheet runs such a cell as a formula when the CSV is opened.
        refuse("formula", "text starts like a spreadsheet formula")
    if "\n" in value:
        refuse("many_lines", "text has line breaks")
    return value


def _number_or_text(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _day(value: str) -> str:
    if not DATE.fullmatch(value):
        refuse("date_form", "date is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = [*value.split("-"), "1", "1"][:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        refuse("no_such_date", "date does not exist")
    return value


def _timepoint(value: object) -> object:
    if not isinstance(value, str) or (value not in NAMED_TIMES and not _time(value)):
        refuse("timepoint", "not `week N`")
    return value


@lru_cache(maxsize=256)  # it is asked several times of each result
def _time(timepoint: str) -> re.Match[str] | None:
    match = TIME.fullmatch(timepoint)
    return match if match and (match["last"] is None or int(match["last"]) > int(match["number"])) else None


def week_of(timepoint: str) -> int | None:
    """The week that a timepoint names: 12 for `week 12`, 52 for `to week 52`, 24 for `week 20 to 24`; else None.

    Days and months are never turned into weeks: sources count them from different days.
    """
    match = _time(timepoint)
    return int(match["last"] or match["number"]) if match and match["unit"] == "week" else None


def is_plain_week(timepoint: str) -> bool:
    """Whether a timepoint is one week and nothing else."""
    match = _time(timepoint)
    return bool(match and match["unit"] == "week" and not (match["to"] or match["last"] or match["or"]))


def runs_to(timepoint: str) -> bool:
    """Whether a timepoint is all of the time up to a moment, as `to week 52` is."""
    match = _time(timepoint)
    return bool(match and match["to"])


def is_all_to_a_week(timepoint: str) -> bool:
    """Whether a timepoint is all of the time up to one week and nothing else."""
    match = _time(timepoint)
    return bool(match and match["to"] and match["unit"] == "week" and not (match["last"] or match["or"]))


def day_of(timepoint: str) -> int | None:
    """The day of a plain day or week, day 1 being that of the first dose: 15 for `week 2`, 1 for `week 0`; else None.

    None too for day 0, which does not exist, and for months and years, which differ in length.
    """
    match = _time(timepoint)
    if match is None or match["to"] or match["last"] or match["or"]:
        return None
    number = int(match["number"])
    day = {"day": number, "week": 7 * number + 1}.get(match["unit"])
    return day or None


class PValue(RecordValue):
    """A p-value as printed: its sign, the figure with its digits, and its sides.

    Attributes:
        comparator: `=`, `<`, `>`, `≤` or `≥`.
        value: the figure; 0.05 for `NS`, which says no more than that it lies above.
        sides: of the test, where the source says one; else 2.
        words: what is printed in place of a figure, e.g. `NS`.
    """

    comparator: Literal["=", "<", ">", "≤", "≥"]
    value: Decimal
    sides: Literal[1, 2] = 2
    words: str = ""

    @property
    def printed(self) -> str:
        """As a paper prints it: `0.052`, `<0.001`, `0.0331 one-sided`."""
        figure = self.words or f"{'' if self.comparator == '=' else self.comparator}{self.value:f}"
        return f"{figure} one-sided" if self.sides == 1 else figure


_SIGNS: dict[str | None, Literal["=", "<", ">", "≤", "≥"]] = {
    None: "=",
    "=": "=",
    "<": "<",
    ">": ">",
    "≤": "≤",
    "<=": "≤",
    "≥": "≥",
    ">=": "≥",
}


def _p_value(value: object) -> object:
    value = as_decimal(value)
    if value == NOT_SIGNIFICANT:
        return PValue(">", Decimal("0.05"), words=NOT_SIGNIFICANT)
    if isinstance(value, str) and (match := P_VALUE.fullmatch(value)):
        figure = match["value"]
        printed = Decimal(f"0{figure}" if figure.startswith(".") else figure)
        return PValue(_SIGNS[match["sign"]], printed, 1 if match["sided"] else 2)
    if isinstance(value, Decimal) and 0 <= value <= 1:
        return PValue("=", value)
    return refuse("p_value", "not a p-value")


class Below(RecordValue):
    """A percentage that is printed as a bound: `<1`."""

    comparator: Literal["<", "≤", ">", "≥"]
    value: Decimal

    @property
    def printed(self) -> str:
        """As it is printed."""
        return f"{self.comparator}{self.value:f}"

    def holds(self, figure: Decimal) -> bool:
        """Whether a figure lies within the bound."""
        within = {"<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge}
        return bool(within[self.comparator](figure, self.value))


# Not compiled here, as few records have any.
_BOUND = r"(<=|>=|[<>≤≥])\s*([0-9]{1,2}(?:\.[0-9]{1,10})?)"


def _bound(value: object) -> object:
    match = isinstance(value, str) and re.fullmatch(_BOUND, value)
    if not match:
        return refuse("bound", "not a bound")
    sign = _SIGNS[match[1]]
    return Below(cast("Literal['<', '≤', '>', '≥']", sign), Decimal(match[2]))


def _doi(value: str) -> str:
    value = value.strip()
    if not DOI.fullmatch(value):
        refuse("doi", "not a DOI")
    return value


_READER = r"(?P<name>\S(?:.*\S)?)\s+(?P<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"


def _reader(value: str) -> str:
    match = re.fullmatch(_READER, _plain_text(value))
    if not match:
        refuse("reader_form", "no name with a date behind it")
    return f"{match['name']} {_day(match['date'])}"


def reader_name(reader: str) -> str:
    """Who a reader is: `AB` of `AB 2026-11-22`."""
    return reader.rpartition(" ")[0]


class Cite(RecordValue):
    """Where a figure stands: the key of a source, and the place in it."""

    source: str
    place: str


def _cite(value: object) -> object:
    if not isinstance(value, str):
        return refuse("cite_form", "citation is not text")
    return _cited(value)


@lru_cache(maxsize=1024)  # a record cites the same places again and again
def _cited(text: str) -> Cite:
    key, place = (part.strip() for part in text.partition(",")[::2])
    if not key or not place:
        return refuse("cite_place", "citation has no place")
    return Cite(key, _plain_text(place))


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) or value is None else [value]


def _span(value: object) -> object:
    match = isinstance(value, str) and DURATION.fullmatch(value)
    if not match:
        return refuse("span", "not a duration")
    days = 7 if match[3] == "week" else 1
    low, high = int(match[1]) * days, int(match[2] or match[1]) * days
    if high < low:
        refuse("span", "range runs backwards")
    return Span(low, high)


def _pair(value: list[Decimal]) -> list[Decimal]:
    if len(value) != 2 or value[1] < value[0]:
        refuse("pair", "not two figures, low then high")
    return value


# What editors are told of a value that is typed otherwise than it is kept; the rest follows from the types.
_START = rf"[^\s{FORMULA_STARTS}]"
_ONE_LINE = {"type": "string", "maxLength": MAX_TEXT, "pattern": rf"^\s*{_START}.*\s*$"}
_CITE = {"type": "string", "pattern": rf"^\s*[^\s,][^,]*,\s*{_START}.*\s*$"}


def _typed(**schema: object) -> WithJsonSchema:
    return WithJsonSchema(schema, mode="validation")


def _one_or_list(item: dict[str, object]) -> WithJsonSchema:
    return _typed(anyOf=[item, {"type": "array", "items": item}])


Text = Annotated[str, Once(Field(max_length=MAX_TEXT), AfterValidator(_plain_text), _typed(**_ONE_LINE))]
Texts = Annotated[list[Text], Once(BeforeValidator(_one_or_many), _one_or_list(_ONE_LINE))]
_READER_LINE = {"type": "string", "pattern": rf"^\s*{_START}.*\s[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?)?\s*$"}
Reader = Annotated[str, Field(max_length=200), AfterValidator(_reader), _typed(**_READER_LINE)]
Readers = Annotated[list[Reader], Once(BeforeValidator(_one_or_many), _one_or_list(_READER_LINE))]
WordOrNumber = Annotated[
    str,
    Once(
        Field(max_length=MAX_TEXT),
        BeforeValidator(_number_or_text),
        AfterValidator(_plain_text),
        _typed(anyOf=[_ONE_LINE, {"type": "number"}]),
    ),
]
Key = Annotated[str, Once(Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$"))]
Date = Annotated[
    str,
    Once(
        BeforeValidator(_number_or_text),
        AfterValidator(_day),
        _typed(type=["string", "integer"], pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", minimum=1000, maximum=9999),
    ),
]
Timepoint = Annotated[
    str,
    Once(
        BeforeValidator(_timepoint),
        _typed(type="string", pattern=f"^({re.sub('[?]P<[a-z]+>', '', TIME.pattern)}|{'|'.join(NAMED_TIMES)})$"),
    ),
]
Count = Annotated[int, Once(Field(ge=0, le=1_000_000))]
Figure = Annotated[Decimal, Once(Field(max_digits=18), BeforeValidator(as_decimal))]
Dose = Annotated[Decimal, Once(Field(gt=0, max_digits=18), BeforeValidator(as_decimal))]
Percent = Annotated[Decimal, Once(Field(ge=0, le=100, max_digits=18), BeforeValidator(as_decimal))]
Points = Annotated[Decimal, Once(Field(ge=-100, le=100, max_digits=18), BeforeValidator(as_decimal))]
Ratio = Annotated[Decimal, Once(Field(gt=0, max_digits=18), BeforeValidator(as_decimal))]
Pair = Annotated[
    list[Figure], Once(AfterValidator(_pair), _typed(type="array", items={"type": "number"}, minItems=2, maxItems=2))
]
P = Annotated[
    PValue,
    PlainValidator(_p_value),
    _typed(
        type=["string", "number"],
        pattern=rf"^({re.sub('[?]P<[a-z]+>', '', P_VALUE.pattern)}|{NOT_SIGNIFICANT})$",
        minimum=0,
        maximum=1,
    ),
]
Bound = Annotated[Below, PlainValidator(_bound), _typed(type="string", pattern=f"^{_BOUND}$")]
Doi = Annotated[
    str, Once(Field(max_length=200), AfterValidator(_doi), _typed(type="string", pattern=f"^({DOI.pattern})$"))
]
Level = Annotated[Decimal, Once(Field(ge=50, lt=100, max_digits=6), BeforeValidator(as_decimal))]
Positive = Annotated[Decimal, Once(Field(gt=0, max_digits=18), BeforeValidator(as_decimal))]
NotNegative = Annotated[Decimal, Once(Field(ge=0, max_digits=18), BeforeValidator(as_decimal))]
OneCite = Annotated[Cite, PlainValidator(_cite), _typed(**_CITE)]
Cites = Annotated[list[OneCite], BeforeValidator(_one_or_many), _one_or_list(_CITE)]
Duration = Annotated[Span, PlainValidator(_span), _typed(type="string", pattern=f"^{DURATION.pattern}$")]
