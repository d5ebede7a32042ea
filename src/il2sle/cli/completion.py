"""What a shell offers after TAB: quick and silent, whatever state the records are in.

Offers come from file names and from the vocabulary alone: reading the records would take longer than a reader
waits, and broken ones would have to be passed over anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import typer

from il2sle.errors import Il2sleError


def complete_trial(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of trials by the names of their files, in the case that was typed."""
    from il2sle.records.folder import record_files, records_directory  # noqa: PLC0415

    named = ctx.params.get("records")
    with suppress(Il2sleError, OSError):
        files = record_files(records_directory(Path(named) if named else None))
        return _offers((path.stem for path in files), incomplete)
    return []


def complete_endpoint(incomplete: str) -> list[str]:
    """Endpoints, in one word each."""
    from il2sle.records.vocabulary import NAMED_KEYS, OTHER  # noqa: PLC0415

    return _offers((name.replace(" ", "-") for name in (*NAMED_KEYS, OTHER)), incomplete)


def complete_plotted(incomplete: str) -> list[str]:
    """Endpoints and categories of harms, in one word each."""
    from il2sle.records.vocabulary import HARM_CATEGORIES, NAMED_KEYS  # noqa: PLC0415

    return _offers((name.replace(" ", "-") for name in (*NAMED_KEYS, *HARM_CATEGORIES)), incomplete)


def complete_population(incomplete: str) -> list[str]:
    """Populations, in one word: bash would split `all treated`, and filters compare letters and digits alone."""
    from il2sle.records.vocabulary import POPULATIONS  # noqa: PLC0415

    return _offers((name.replace(" ", "-") for name in POPULATIONS), incomplete)


def complete_code(incomplete: str) -> list[str]:
    """Codes of findings."""
    from il2sle.codes import CODES  # noqa: PLC0415

    return _offers(CODES, incomplete)


def complete_columns(incomplete: str) -> list[str]:
    """Columns of machine formats; those of pages are the headings that a reader sees."""
    from il2sle.views.columns import TABLES  # noqa: PLC0415

    *before, last = incomplete.split(",")
    names = dict.fromkeys(column.name for columns in TABLES.values() for column in columns)
    return [",".join((*before, name)) for name in _offers(names, last)]


def _offers(words: Iterable[str], incomplete: str) -> list[str]:
    # Typer drops offers that do not begin with what was typed, letter for letter.
    return [incomplete + word[len(incomplete) :] for word in words if word.casefold().startswith(incomplete.casefold())]
