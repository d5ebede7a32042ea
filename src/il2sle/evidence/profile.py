"""Everything that one record holds beside its rows: facts with every claim, populations, baseline, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from il2sle.records.model import Stated, Trial
from il2sle.records.values import Cite

from .claims import Dispute, Said, disputes, pointers, said
from .finding import Finding
from .rows import Number, Pointer


@dataclass(frozen=True, slots=True)
class Fact:
    """A matter and what the sources say of it; the first claim is the one shown."""

    label: str
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A characteristic before treatment in one arm; `p` is between the arms, as printed."""

    measure: str
    statistic: str | None
    arm: str
    arm_label: str
    events: int | None
    n: int | None
    percent: Number | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    sd: Decimal | None
    p: Decimal | None
    p_comparator: str | None
    note: str | None
    sources: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A trial as `show` tells it, beside the rows that it shares with `compare`."""

    trial: str
    name: str
    aliases: tuple[str, ...]
    title: str
    sections: tuple[tuple[str, tuple[Fact, ...]], ...]
    baseline: tuple[BaselineRow, ...]
    disputes: tuple[Dispute, ...]
    findings: tuple[Finding, ...]


def profile(trial: Trial, findings: Iterable[Finding] = ()) -> Profile:
    """Gather what `show` tells of a trial."""
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
        sections=tuple((title, facts) for title, facts in sections if facts),
        baseline=tuple(_baseline(trial)),
        disputes=disputes(trial),
        findings=tuple(findings),
    )


def _fields(trial: Trial, section: BaseModel | None) -> Iterator[Fact]:
    default = tuple(getattr(section, "cite", ()))
    for name in type(section).model_fields if section else ():
        value = getattr(section, name)
        label = name.replace("_", " ")
        if isinstance(value, Stated):
            yield Fact(label, _claims(trial, value, default))
        elif name != "cite" and isinstance(value, list):
            yield from (Fact(label, fact.claims) for fact in _listed(trial, value, default))


def _listed(trial: Trial, stated: Iterable[Stated[Any]], default: tuple[Cite, ...]) -> Iterator[Fact]:
    return (Fact("", _claims(trial, one, default)) for one in stated)


def _claims(trial: Trial, stated: Stated[Any], default: tuple[Cite, ...]) -> tuple[Said, ...]:
    shown = stated.shown
    others = [claim for claim in stated.root if claim is not shown]
    return tuple(said(trial, claim, default) for claim in (shown, *others))


def _populations(trial: Trial) -> Iterator[Fact]:
    for name, population in trial.populations.items():
        sizes = ", ".join(f"{trial.arms[arm].label} {n}" for arm, n in population.n.items())
        total = f"{population.total} in all" if population.total is not None else ""
        text = "; ".join(filter(None, (population.definition, sizes, total)))
        words = Said(text or "not defined", None, population.note, None, pointers(trial, population.cite))
        yield Fact(name, (words,))


def _baseline(trial: Trial) -> Iterator[BaselineRow]:
    table = trial.baseline
    for row in table.rows if table else ():
        for arm, result in row.arms.items():
            low, high = result.range or (None, None)
            yield BaselineRow(
                measure=row.measure,
                statistic=row.statistic,
                arm=arm,
                arm_label=trial.arms[arm].label,
                events=result.events,
                n=result.n if isinstance(result.n, int) else (table.n.get(arm) if table else None),
                percent=result.percent,
                value=result.value,
                low=low,
                high=high,
                sd=result.sd,
                p=row.p.value if row.p else None,
                p_comparator=row.p.comparator if row.p else None,
                note=row.note,
                sources=pointers(trial, row.cite or (table.cite if table else [])),
            )
