"""Effects of one arm against another: those of a record held against every comparison that the registry prints.

The registry does not say which group is subtracted from which, and a draft places only what the figures tell. A
record may have placed the others, so that its effects are looked for among all comparisons of the measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from il2sle.frozen import Frozen
from il2sle.records.draft.comparisons import Comparison
from il2sle.records.parts import Loc
from il2sle.records.printed import PrintedEffect, Result
from il2sle.records.values import PValue

from .contrasts import PRINTED_EFFECTS
from .held import ABSENT, Against, same, words

_USUAL = Decimal(95)
_PARTS = ("value", "ci", "se", "p")


class Effect(Frozen):
    """An effect of the record: where its parts stand, and what they are; the p of one with a key is its line's."""

    measure: str
    at: dict[str, Loc]
    value: object
    ci: list[Decimal] | None
    level: Decimal
    se: Decimal | None
    p: PValue | None
    keyed: bool


class Row(Frozen):
    """One arm's result of the record, and what the registry prints of it.

    Attributes:
        loc: where it stands in the record.
        ours: the result.
        told: the same of the draft.
        arms: this arm and the one that it stands against, by the names of the draft.
        from_file: whether the record took it from the registry's file.
        place: where the registry has it.
        comparisons: of the same measure, whatever their arms.
    """

    loc: Loc
    ours: Result
    told: Result
    arms: frozenset[str | None]
    from_file: bool
    place: str
    comparisons: tuple[Comparison, ...]

    @property
    def between(self) -> list[Comparison]:
        """The comparisons of these two arms, in whichever order."""
        return [one for one in self.comparisons if None not in one.arms and set(one.arms) == self.arms]


def effects(found: Against, row: Row) -> None:
    """Compare the effects of a row, and the p that stands on its line."""
    ours, met = list(_effects(row.ours, row.loc)), list[Effect]()
    for told in row.told.effects:
        mine = [one for one in ours if one.measure == told.measure]
        if mine:
            met.append(_against_drafted(found, row, told, mine))
        elif row.from_file:
            found.lack(row.loc, f"{told.measure}: {told.value} in the registry ({row.place}), nothing here")
    drafted = {str(told.measure) for told in row.told.effects}
    for one in ours if row.from_file else ():
        if all(one is not each for each in met):
            _against_printed(found, row, one)
    _p(found, row, drafted)


def _effects(result: Result, loc: Loc) -> Iterator[Effect]:
    for number, one in enumerate(result.effects):
        at: Loc = (*loc, "effects", number)
        yield _listed(one, at)
    for name in PRINTED_EFFECTS:
        value, ci = getattr(result, name), getattr(result, f"{name}_ci")
        if value is not None or ci is not None:
            places: dict[str, Loc] = {"value": (*loc, name), "ci": (*loc, f"{name}_ci"), "se": loc, "p": (*loc, "p")}
            yield Effect(name, places, value, ci, result.level or _USUAL, None, result.p, keyed=True)


def _listed(one: PrintedEffect, at: Loc) -> Effect:
    places: dict[str, Loc] = {name: (*at, name) for name in _PARTS}
    return Effect(one.measure, places, one.value, one.ci, one.level or _USUAL, one.se, one.p, keyed=False)


def _against_drafted(found: Against, row: Row, told: PrintedEffect, mine: Sequence[Effect]) -> Effect:
    """Compare with the effect of a draft; of several of one measure any may be the same. The one that is meant."""
    meant = next((one for one in mine if same(told.value, one.value)), mine[0])
    for name in _PARTS:
        theirs, held = getattr(told, name), [getattr(one, name) for one in mine if getattr(one, name) is not None]
        if theirs is not None and held:
            found.hold(meant.at[name], f"{told.measure} {name}", theirs, held, row.place)
        elif theirs is not None and row.from_file:
            found.lack(row.loc, f"{told.measure} {name}: {words(theirs)} in the registry ({row.place}), nothing here")
        elif held and row.from_file and not (name == "p" and meant.keyed and row.told.p is not None):
            _printed_otherwise(found, row, meant, name)  # but for the line's own p, which `_p` compares
    level = told.level or _USUAL
    if told.ci and meant.ci and level != meant.level:
        said = f"{meant.level}% here, {level}% in the registry ({row.place})"
        found.differ(meant.at["ci"], f"level of the interval of {told.measure}: {said}")
    return meant


def _printed_otherwise(found: Against, row: Row, one: Effect, name: str) -> None:
    """Tell what the registry prints in place of a part that the language holds: one side of an interval, or nothing."""
    printed = next((each for each in row.between if each.measure == one.measure and each.value == one.value), None)
    said = printed.interval if printed and name == "ci" else ""
    place = printed.path if printed else row.place
    found.gone(one.at[name], f"{one.measure} {name}", getattr(one, name), place, said or ABSENT)


def _against_printed(found: Against, row: Row, one: Effect) -> None:
    """Compare an effect that no draft places with what is printed of the same two arms."""
    printed = [each for each in row.between if each.measure == one.measure]
    key = "value" if one.value is not None else "ci"
    meant = next(
        (each for each in printed if (_has_ends(each, one) if key == "ci" else same(each.value, one.value))), None
    )
    if meant is None:
        told = ((each.interval or ABSENT if each.value is None else each.value, each.groups) for each in printed)
        said = " and ".join(f"{value} for {groups}" for value, groups in told)
        place = printed[0].path if printed else row.place
        found.gone(one.at[key], f"{one.measure} {key}", getattr(one, key), place, said or "no such comparison")
        return
    found.agree()
    if key == "value" and one.ci is not None:
        _part(found, one, "ci", meant.path, None if _has_ends(meant, one) else meant.interval)
    if one.p is not None and not one.keyed:
        _part(found, one, "p", meant.path, None if same(meant.p, one.p) else words(meant.p or ""))


def _has_ends(printed: Comparison, one: Effect) -> bool:
    return one.ci is not None and list(printed.ends) == one.ci


def _part(found: Against, one: Effect, name: str, place: str, printed: str | None) -> None:
    """Count a part of an effect that agrees; else tell what is printed in its stead."""
    if printed is None:
        found.agree()
    else:
        found.gone(one.at[name], f"{one.measure} {name}", getattr(one, name), place, printed or ABSENT)


def _p(found: Against, row: Row, drafted: set[str]) -> None:
    """Compare the p on the line of a result, which may be of any comparison of its two arms."""
    ours, loc = row.ours.p, (*row.loc, "p")
    held = [one for one in (ours, *(claim.p for claim in row.ours.claims)) if one is not None]
    if row.told.p is not None and held:
        found.hold(loc, "p", row.told.p, held, row.place)
    elif row.told.p is not None and row.from_file:
        found.lack(row.loc, f"p: {words(row.told.p)} in the registry ({row.place}), nothing here")
    elif ours is not None and row.from_file:
        keyed = {name for name in PRINTED_EFFECTS if getattr(row.ours, name) is not None}
        if keyed & drafted:
            return  # the p of an effect on the same line, which is compared with it
        printed = [one for one in row.between if one.p is not None]
        if any(same(one.p, ours) for one in printed):
            found.agree()
            return
        said = " and ".join(f"{words(one.p)} for {one.groups}" for one in printed)
        found.gone(loc, "p", ours, printed[0].path if printed else row.place, said or ABSENT)
