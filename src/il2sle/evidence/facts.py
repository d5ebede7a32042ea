"""Everything that one record holds beside its rows: facts with every claim, populations, baseline, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from il2sle.frozen import Frozen, replace
from il2sle.records.model import Trial
from il2sle.records.parts import Loc
from il2sle.records.printed import Baseline
from il2sle.records.stated import Stated
from il2sle.records.values import Cite, PValue

from .arm_figures import pointers, printed_side
from .arms import arm_label
from .claims import Dispute, Said, said
from .differing import any_differ
from .figure import MISSING, Figure, Pointer, Side
from .finding import Finding
from .reading import silent_kind, unread_reports, unread_words


class Fact(Frozen):
    """A matter and what the sources say of it; the first claim is the one shown.

    Attributes:
        disputed: whether the claims contradict each other: several may agree, or be of a plan and of what took place.
    """

    label: str
    claims: tuple[Said, ...]
    disputed: bool = False


class BaselineRow(Frozen):
    """A characteristic before treatment, by arm.

    Attributes:
        rest_missing: how a figure is missing that the row lacks, of an arm that `sides` does not have too.
        p: between the arms, as printed.
    """

    measure: str
    statistic: str | None
    rest_missing: str
    sides: tuple[Side, ...]
    p: PValue | None
    note: str | None
    sources: tuple[Pointer, ...]


class Profile(Frozen):
    """A trial as `show` tells it, beside the rows that it shares with `compare`.

    Attributes:
        unread: the reports that were not read to their end: what was read of each, and its citation.
    """

    trial: str
    name: str
    aliases: tuple[str, ...]
    title: str
    unread: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[Fact, ...]], ...]
    baseline: tuple[BaselineRow, ...]
    disputes: tuple[Dispute, ...]
    findings: tuple[Finding, ...]


def profile(trial: Trial, findings: Iterable[Finding], differ: Iterable[Dispute]) -> Profile:
    """Gather what `show` tells of a trial beside its rows."""
    sections = (
        ("status", tuple(_fields(trial, trial.status))),
        ("participants", tuple(_fields(trial, trial.people))),
        ("design", tuple(_fields(trial, trial.design))),
        ("dates", tuple(_fields(trial, trial.dates))),
        ("eligibility", tuple(_fields(trial, trial.eligibility))),
        ("populations", tuple(_populations(trial))),
        ("conclusions", tuple(_listed(trial, trial.conclusions, ()))),
        ("notes", tuple(_listed(trial, trial.notes, ()))),
    )
    return Profile(
        trial=trial.id,
        name=trial.name,
        aliases=tuple(trial.aliases),
        title=trial.title,
        unread=tuple((unread_words(key, source), source.citation) for key, source in unread_reports(trial).items()),
        sections=tuple((title, facts) for title, facts in sections if facts),
        baseline=tuple(_baseline(trial)),
        disputes=tuple(differ),
        findings=tuple(findings),
    )


def _fields(trial: Trial, section: BaseModel | None) -> Iterator[Fact]:
    default = tuple(getattr(section, "cite", ()))
    for name in type(section).model_fields if section else ():
        value = getattr(section, name)
        label = name.replace("_", " ")
        if isinstance(value, Stated):
            yield Fact(label, _claims(trial, value, default), any_differ(value.root))
        elif name != "cite" and isinstance(value, list):
            yield from (replace(fact, label=label) for fact in _listed(trial, value, default))


def _listed(trial: Trial, stated: Iterable[Stated[Any]], default: tuple[Cite, ...]) -> Iterator[Fact]:
    return (Fact("", _claims(trial, one, default), any_differ(one.root)) for one in stated)


def _claims(trial: Trial, stated: Stated[Any], default: tuple[Cite, ...]) -> tuple[Said, ...]:
    shown = stated.shown
    others = [claim for claim in stated.root if claim is not shown]
    return tuple(said(trial, claim, default) for claim in (shown, *others))


def _populations(trial: Trial) -> Iterator[Fact]:
    for name, population in trial.populations.items():
        sizes = ", ".join(f"{arm_label(trial.arms[arm])} {n}" for arm, n in population.n.items())
        total = f"{population.total} in all" if population.total is not None else ""
        text = "; ".join(filter(None, (population.definition, sizes, total)))
        words = Said(text or "not defined", None, population.note, None, pointers(trial, population.cite))
        yield Fact(name, (words,))


def _baseline(trial: Trial) -> Iterator[BaselineRow]:
    table = trial.baseline
    for number, row in enumerate(table.rows if table else ()):
        cites = row.cite or (table.cite if table else [])
        loc: Loc = ("baseline", "rows", number, "arms")
        sides = (printed_side(trial, arm, result, cites, (*loc, arm)) for arm, result in row.arms.items())
        sized = tuple(side if side.n or not table else replace(side, n=_size(trial, table, side)) for side in sides)
        yield BaselineRow(
            row.measure, row.statistic, silent_kind(trial), sized, row.p, row.note, pointers(trial, cites)
        )


def _size(trial: Trial, table: Baseline, side: Side) -> Figure:
    n = table.n.get(side.arm)
    if n is None:
        return MISSING
    places = pointers(trial, table.cite)
    return Figure(n, "printed", places=places, loc=("baseline", "n", side.arm), what=f"n, {side.label}")
