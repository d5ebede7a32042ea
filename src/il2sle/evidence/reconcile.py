"""Two people's records of one trial, held against each other: figure by figure, and entry by entry that decides.

Figures are matched by what they are about (`il2sle.evidence.placed`), so the order of outcomes is no difference. Words
are each reader's own and may differ; they are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel

from il2sle.frozen import Frozen
from il2sle.records.parts import Loc, Part
from il2sle.records.stated import Stated
from il2sle.records.values import Cite, reader_name

from .examined import Examined
from .placed import names

Kind = Literal["figure", "entry", "place"]
# Keys whose text is each reader's own.
_WORDS = {
    *("note", "says", "title", "citation", "url", "label", "as_printed", "definition", "about", "read", "read_off"),
    *("background", "setting", "masked", "sponsor", "collaborators", "linked_by", "adjusted", "name"),
}
_WORDED = {"eligibility", "notes", "conclusions", "conflicts", "definitions", "aliases"}


class Difference(Frozen):
    """Something on which two records differ.

    Attributes:
        kind: a figure; an entry that decides, such as `met`; or the place that one figure is cited to.
        name: what it is about.
        values: what each record has; None where it has none.
        locs: where each has it; of one that lacks it, the nearest part that holds others.
    """

    kind: Kind
    name: str
    values: tuple[str | None, str | None]
    locs: tuple[Loc, Loc]


class Reconciled(Frozen):
    """What two records say of each other.

    Attributes:
        agreed: the names of the figures that both have with the same digits.
        differences: in the order of the first record, then what the second has alone.
        words: how many texts differ.
    """

    agreed: frozenset[str]
    differences: tuple[Difference, ...]
    words: int

    @property
    def open(self) -> tuple[Difference, ...]:
        """What keeps the two from being merged: all but the places."""
        return tuple(one for one in self.differences if one.kind != "place")


class _Leaf(Frozen):
    loc: Loc
    text: str
    cited: str
    kind: Literal["figure", "entry", "words"]


def reconcile(one: Examined, two: Examined) -> Reconciled:
    """Compare two records of one trial."""
    first, second = _leaves(one), _leaves(two)
    pairs = [(name, first.get(name), second.get(name)) for name in dict.fromkeys([*first, *second])]
    found = [difference for pair in pairs for difference in _differing(*pair)]
    agreed = (name for name, a, b in pairs if a and b and a.kind == "figure" and a.text == b.text)
    return Reconciled(frozenset(agreed), tuple(found), sum(_worded_otherwise(a, b) for _, a, b in pairs))


def _worded_otherwise(a: _Leaf | None, b: _Leaf | None) -> bool:
    return any(leaf and leaf.kind == "words" for leaf in (a, b)) and (a and a.text) != (b and b.text)


def _differing(name: str, a: _Leaf | None, b: _Leaf | None) -> Iterator[Difference]:
    held = a or b
    if held is None or held.kind == "words":
        return
    locs = (a.loc if a else held.loc[:-1], b.loc if b else held.loc[:-1])
    if a is None or b is None or a.text != b.text:
        yield Difference(held.kind, name, (a.text if a else None, b.text if b else None), locs)
    elif a.kind == "figure" and a.cited != b.cited:
        yield Difference("place", name, (a.cited, b.cited), locs)


def _leaves(one: Examined) -> dict[str, _Leaf]:
    """What a record says, by names of which no two are alike."""
    named, figures = names(one.parts), {figure.loc: figure for figure in one.figures}
    seen: Counter[str] = Counter()
    found: dict[str, _Leaf] = {}
    for part in one.parts:
        if figure := figures.get(part.loc):
            found[figure.name] = _Leaf(part.loc, figure.printed, figure.cited, "figure")
        elif _is_leaf(part):
            name = named[part.loc]
            seen[name] += 1
            told = name if seen[name] == 1 else f"{name} #{seen[name]}"
            found[told] = _Leaf(part.loc, _text(part.value), "", "words" if _is_words(part.loc) else "entry")
    return found


def _is_leaf(part: Part) -> bool:
    return (
        bool(part.loc)
        and "readers" not in part.loc
        and not isinstance(part.value, BaseModel | Stated | list | dict | Cite)
    )


def _is_words(loc: Loc) -> bool:
    keys = [step for step in loc if isinstance(step, str) and step != "is"]
    return loc[0] in _WORDED or "notes" in keys or keys[-1] in _WORDS or keys[-1].endswith("aim")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def merged_readers(one: Examined, two: Examined) -> Mapping[str, tuple[str, ...]]:
    """For each source of the first record all who read it, each once, with the first day that is named."""
    return {key: _union(source.readers, _readers(two, key)) for key, source in one.trial.sources.items()}


def _readers(one: Examined, key: str) -> list[str]:
    return one.trial.sources[key].readers if key in one.trial.sources else []


def _union(first: list[str], second: list[str]) -> tuple[str, ...]:
    known = {reader_name(reader) for reader in first}
    return (*first, *(reader for reader in second if reader_name(reader) not in known))


def signed(merged: Examined) -> dict[str, str]:
    """For each reader the digests of the figures that are cited to a source of theirs."""
    found: dict[str, list[str]] = {}
    for figure in merged.figures:
        readers = (reader_name(r) for cite in figure.cites for r in _readers(merged, cite.source))
        for reader in dict.fromkeys(readers):
            found.setdefault(reader, []).append(figure.digest)
    return {reader: " ".join(digests) for reader, digests in found.items()}
