"""What changed between two editions: a page fit for the update note of a living review, and rows for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from il2sle.evidence.answer import MainResult
from il2sle.evidence.change import Change, Changes, Edition, Grade, Kind, Reason, Value
from il2sle.evidence.figure import Effect, Figure, State
from il2sle.evidence.rows import HarmRow, OutcomeRow, StudyRow
from il2sle.records.vocabulary import labels

from . import numbers
from .brief import result_words
from .columns.column import Column, identity, own
from .harms import percent_cell
from .legend import key_block
from .page.blocks import Block, Cell, Group, Notes, Page, Prose, Table, TableRow, Terms
from .page.blocks import Column as TableColumn
from .stamp import stamp_line

NOTHING = "–"
TITLES: dict[Grade, str] = {"conclusion": "CONCLUSIONS", "figure": "FIGURES AND CODED FACTS", "words": "WORDS"}
NONE_CONCLUDED = (
    "No conclusion changed: no verdict, no interval that crosses no effect or ceases to, no effect by a tenth."
)
KINDS: dict[Kind, str] = {
    "trial added": "new trial",
    "trial removed": "removed trial",
    "result added": "new result",
    "result removed": "removed result",
    "conflict settled": "settled conflict",
    "conflict opened": "new conflict",
    "source added": "new source",
    "source removed": "removed source",
}
COUNTED = {
    "how it is missing": "kinds of missing",
    "source": "places in sources",
    "read": "what was read",
    "note": "notes",
    "claims": "claims of conflicts",
}
"""How changes of words are counted, by what they are about; others by its own name."""
REASONS: dict[Reason, str] = {
    "verdict": "verdict",
    "includes no effect": "the interval now includes no effect",
    "excludes no effect": "the interval now excludes no effect",
    "a tenth": "the estimate moved by a tenth or more",
    "standing": "what became of the source",
}
COLUMNS = (
    TableColumn("what", role="identity", least=24),
    TableColumn("before", role="identity", least=12, prose="before: {}"),
    TableColumn("now", role="identity", least=12, prose="now: {}"),
    TableColumn("why; source", role="remark", least=18),
)


# The page


def changes_page(found: Changes, *, full: bool = False) -> Page:
    """Lay out what changed, the gravest first; what changed in words alone is counted unless all is asked for."""
    title = f"What changed in the evidence, {found.old.label} to {found.new.label}"
    blocks: list[Block] = [Terms("", tuple(_head(found)), tight=True)]
    blocks += _passed_over(found)
    conclusions = found.of("conclusion")
    blocks.append(_table("conclusion", conclusions) if conclusions else Prose(NONE_CONCLUDED))
    if figures := found.of("figure"):
        blocks.append(_table("figure", figures))
    if words := found.of("words"):
        blocks.append(_table("words", words) if full else _counted(words))
    key = key_block(blocks)
    return Page(title, (*blocks, *([key] if key.items else []), stamp_line(found.new.stamp)), title)


def _head(found: Changes) -> Iterator[tuple[str, Cell]]:
    yield "OLD", Cell(_edition(found.old))
    yield "NEW", Cell(_edition(found.new))
    held = Counter(change.kind for change in found.changes)
    by_kind = [_many(held[kind], noun) for kind, noun in KINDS.items() if held[kind]]
    counts = (
        _many(len(found.of("conclusion")), "conclusion"),
        _many(len(found.of("figure")), "figure or coded fact", "figures and coded facts"),
        f"{len(found.of('words'))} in words alone",
    )
    yield (
        "CHANGED",
        Cell("; ".join(filter(None, (", ".join(counts), f"among them {', '.join(by_kind)}" if by_kind else "")))),
    )


def _edition(edition: Edition) -> str:
    stamp = edition.stamp
    newest = f", sources to {stamp.newest}" if stamp.newest else ""
    return f"{edition.label}: {_many(stamp.number, 'record')} {stamp.hash}{newest}"


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def _passed_over(found: Changes) -> Iterator[Notes]:
    for compared, title in ((False, "NOT COMPARED, BECAUSE OF ERRORS"), (True, "COMPARED AS IT STANDS, WITH ERRORS")):
        items = tuple(
            (one.record, Cell(f"{one.edition}: {one.why}")) for one in found.passed_over if one.compared is compared
        )
        if items:
            yield Notes(title, items)


def _table(grade: Grade, listed: Iterable[Change]) -> Table:
    groups = tuple(
        Group(f"{name} ({trial})", tuple(map(_row, group)))
        for (trial, name), group in groupby(listed, key=lambda change: (change.trial, change.name))
    )
    return Table(TITLES[grade], COLUMNS, groups)


def _row(change: Change) -> TableRow:
    before, now = (value_cell(value) or Cell(NOTHING) for value in (change.old, change.new))
    refs = numbers.cited(change.sources)
    return TableRow((Cell(_matter(change)), before, now, Cell(REASONS.get(change.why, ""), refs=refs)))


def _matter(change: Change) -> str:
    what = change.what if change.what not in {"claims", change.about} else ""
    return ": ".join(filter(None, (KINDS.get(change.kind, ""), change.about, what)))


def _counted(words: Iterable[Change]) -> Terms:
    """How many of each kind, by trial."""
    items = []
    for name, group in groupby(words, key=lambda change: change.name):
        counts = Counter(_counted_as(change) for change in group)
        items.append((name, Cell(", ".join(f"{what} {number}" for what, number in counts.most_common()))))
    return Terms(f"{TITLES['words']}, listed by --full", tuple(items))


def _counted_as(change: Change) -> str:
    own = change.about if change.kind == "fact" else change.what
    return KINDS.get(change.kind) or COUNTED.get(own, own)


# Values


def value_cell(value: Value) -> Cell:
    """What something was or is, in few words; empty for nothing."""
    if isinstance(value, Figure):
        return numbers.figure_cell(numbers.number(value.value, 1), value.derived)
    if isinstance(value, Effect):
        estimate, interval = numbers.effect_cells(value)
        limits = f" ({interval.text})" if interval.text else ""
        return Cell(f"{estimate.text}{limits}", estimate.marks or interval.marks)
    if isinstance(value, OutcomeRow):
        return Cell(result_words(MainResult(value, ())) or "in words")
    if isinstance(value, HarmRow):
        return Cell(_harm_words(value))
    if isinstance(value, StudyRow):
        return Cell(_study_words(value))
    return Cell(value or "")


def _harm_words(row: HarmRow) -> str:
    percent = percent_cell(row)
    counts = numbers.counts(row.affected.value, row.n.value, row.rest_missing) if row.affected else ""
    events = f"{row.events.value} events" if row.events else ""
    share = f"{percent.marked}%" if percent else ""
    return ", ".join(filter(None, (counts, share, events))) or row.statement or "in words"


def _study_words(row: StudyRow) -> str:
    number = row.randomised if row.randomised is not None else row.enrolled
    drug = f"{row.drug} v {row.comparator}" if row.comparator else row.drug
    met = {True: "primary endpoint met", False: "primary endpoint NOT met", None: ""}[row.primary_met]
    return "; ".join(filter(None, (drug, f"n {number}" if number else "", row.status, met)))


# Rows for programs


def _text(side: str) -> Callable[[Change], Any]:
    return lambda change: value_cell(getattr(change, side)).text or None


def _number(side: str, part: str) -> Callable[[Change], Any]:
    """A part of an effect, or the value of a figure."""

    def get(change: Change) -> Any:  # noqa: ANN401  a number or nothing
        value = getattr(change, side)
        if isinstance(value, Effect):
            return getattr(value, part).value
        return value.value if isinstance(value, Figure) and part == "value" else None

    return get


def _state(side: str) -> Callable[[Change], Any]:
    def get(change: Change) -> str | None:
        value = getattr(change, side)
        figure = value.value if isinstance(value, Effect) else value
        return figure.state if isinstance(figure, Figure) else None

    return get


def _columns_of(side: str, was: str) -> Iterator[Column[Change]]:
    yield Column(side, "text", _text(side), f"what it {was}, in few words; null for nothing")
    yield Column(f"{side}_value", "number", _number(side, "value"), f"the figure or estimate that it {was}")
    yield Column(f"{side}_low", "number", _number(side, "low"), "the lower limit of the interval of that estimate")
    yield Column(f"{side}_high", "number", _number(side, "high"), "the upper limit")
    yield Column(
        *(f"{side}_state", "text", _state(side), "whether a source prints it, or il2sle derived it"), labels(State)
    )


CHANGES: tuple[Column[Change], ...] = (
    Column(
        *("grade", "text", own("grade")),
        "conclusion: a verdict, an interval that crosses no effect or ceases to, an effect that moved by a tenth, "
        "what became of a source; figure: another figure or coded fact; words: words alone, or how a figure is missing",
        labels(Grade),
        always=True,
    ),
    Column("kind", "text", own("kind"), "what happened", labels(Kind), always=True),
    *identity(),
    Column("about", "text", own("about"), "the row or the part of the record, in words", always=True),
    Column("what", "text", own("what"), "which figure or fact of it", always=True),
    *_columns_of("old", "was"),
    *_columns_of("new", "is"),
    Column("why", "text", lambda change: change.why or None, "what makes it a conclusion", labels(Reason)),
    Column("sources", "pointers", own("sources"), "where the new stands, else where the old stood"),
)


def edition_data(edition: Edition) -> dict[str, object]:
    """An edition as an object of the contract."""
    stamp = edition.stamp
    return {"label": edition.label, "number": stamp.number, "hash": stamp.hash, "newest_source": stamp.newest}
