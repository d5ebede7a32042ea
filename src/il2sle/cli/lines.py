"""JSON Lines of many trials: each becomes text where it is read, and no row stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from il2sle.evidence.comparison import Filters, chosen_outcomes, twins_in_words
from il2sle.evidence.examined import Examined, in_order
from il2sle.evidence.rows import SECTIONS
from il2sle.evidence.stamp import stamp
from il2sle.evidence.tabled import Searched
from il2sle.frozen import Frozen, replace
from il2sle.views.lines import Lined, comparison_lines, lined

from .commands import Asked, Shape, filters_from, machine_columns, tell_left, tell_notes
from .load import load_made, load_trials
from .output import Delivery
from .spool import Spool


def answer_lines(  # noqa: PLR0913  what a comparison is asked for
    directory: Path | None,
    names: Sequence[str],
    asked: Asked,
    shape: Shape,
    delivery: Delivery,
    *,
    skip_invalid: bool = False,
) -> None:
    """Read the trials and deliver their rows.

    Args:
        directory: where the records are.
        names: the trials; all without any.
        asked: the endpoints, weeks and populations to keep.
        shape: sections, columns and order.
        delivery: where they go.
        skip_invalid: go on without the records that have errors.

    Raises:
        UsageProblem: no such trial, value of a filter or column.
        RecordsProblem: a record has errors.
    """
    # Who asks for a part has no use for the first screen.
    sections = tuple(shape.sections) or (SECTIONS if any(asked) else ("summary", *SECTIONS))
    columns = machine_columns(shape, sections)
    make = partial(lined, sections=sections, columns=columns, every=bool(asked[0]))
    with Spool() as spool:
        loaded = _loaded(directory, names, make, partial(_kept, spool), skip_invalid=skip_invalid, quiet=delivery.quiet)
        spool.settle()
        filters = filters_from(loaded.known, *asked)
        tell_notes(loaded.notes, delivery)
        _deliver(loaded.asked, filters, sections, shape.order, spool, delivery)


class _Lines(Frozen):
    """The trials that are asked for as lines, those whose outcomes a filter may name, and what was left out."""

    asked: Sequence[Lined]
    known: Sequence[Searched]
    notes: Sequence[str]


def _loaded(  # noqa: PLR0913  what is read, and how
    directory: Path | None,
    names: Sequence[str],
    make: Callable[..., Lined],
    keep: Callable[[Lined], Lined],
    *,
    skip_invalid: bool,
    quiet: bool,
) -> _Lines:
    if not names:
        made = load_made(directory, make, keep, skip_invalid=skip_invalid, quiet=quiet)
        if len(made.asked) != 1:
            return _Lines(made.asked, made.known, made.notes)
        names = [made.asked[0].trial.id]  # of a single trial more is told, and that it is one is known only now
    few = load_trials(directory, names, skip_invalid=skip_invalid, quiet=quiet)
    alone = len(few.asked) == 1
    return _Lines([keep(make(one, alone=alone)) for one in few.asked], few.known, few.notes)


def _kept(spool: Spool, one: Lined) -> Lined:
    return replace(one, text=b"", place=spool.put(one.text))


def show_lines(trials: Iterable[Examined], delivery: Delivery) -> None:
    """Deliver every row of whole records as JSON Lines."""
    with Spool() as spool:
        kept = [_kept(spool, lined(one, SECTIONS)) for one in trials]
        _deliver(kept, Filters(every_endpoint=True), SECTIONS, "molecule", spool, delivery)


def _deliver(  # noqa: PLR0913, PLR0917  what a comparison consists of
    trials: Sequence[Lined],
    filters: Filters,
    sections: Sequence[str],
    order: str,
    spool: Spool,
    delivery: Delivery,
) -> None:
    ordered = in_order(trials, order)
    outcomes, beyond = chosen_outcomes((line for one in ordered for line in one.outcomes), filters)
    if {"outcomes", "effects"} & set(sections):
        tell_left(len(outcomes), filters, delivery)
    else:
        beyond = ()
    for notice in (*beyond, *twins_in_words(ordered)):
        delivery.notice(notice)
    delivery.data(comparison_lines(ordered, outcomes, sections, stamp(ordered), spool.get))
