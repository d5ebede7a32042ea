"""One comparison in plain sentences for a text: careful words, and no verdict that the record does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from il2sle.evidence.figure import Effect, Figure, Side
from il2sle.evidence.labels import when
from il2sle.evidence.reading import UNREAD
from il2sle.evidence.rows import HarmRow, OutcomeRow
from il2sle.evidence.saying import Said, subject
from il2sle.evidence.stamp import Stamp
from il2sle.records import vocabulary
from il2sle.records.values import runs_to

from . import numbers
from .columns.column import Column
from .legend import source_words
from .page.blocks import Block, Cell, Heading, Notes, Page, Prose, Terms
from .stamp import stamp_line

SETS = {"PP": "per-protocol set", "ITT": "intention-to-treat set", "mITT": "modified intention-to-treat set"}
NO_FIGURE = {
    "not measured": "{} was not an endpoint in any source that was read",
    "not reported": "no figure of {} is reported in what was read to its end",
    "not read": "no figure of {} was read, and a report that was not read to its end may hold one",
    "below threshold": "{} stayed below the reporting threshold of the source, which is not zero",
    "pending": "results of {} were pending",
    "not applicable": "{} does not apply to this trial",
}
NO_EFFECT = "no difference"


# Sentences


def sentences(said: Said) -> str:
    """The comparison in one or two sentences."""
    row = said.row
    if isinstance(row, OutcomeRow):
        parts = [_outcome(row) if row.missing is None else _absent(row, subject(row))]
    else:
        parts = [_harm(row, said.other, said.comparators) if row.missing is None else _absent(row, row.event)]
    effects = _effects(said.effects, _given(row))
    closing = [text for text in (_intervals(said.effects), _verdict(row)) if text]
    ratio = "; no risk ratio, since an arm has no event" if _is_without_ratio(said) else ""
    cited = ", ".join(dict.fromkeys(pointer.source.rpartition("/")[2] for pointer in said.pointers))
    told = f"{parts[0]}{f': {effects}' if effects else ''}{ratio}{_p(row)}{f' [{cited}]' if cited else ''}"
    number = f" ({row.trial})" if row.trial != row.name else ""
    first = f"In {row.name}{number}, {told}."
    second = f"{'; '.join(closing)}." if closing else ""
    return " ".join(filter(None, (first, second[:1].upper() + second[1:])))


def _given(row: OutcomeRow | HarmRow, otherwise: str = "given") -> str:
    """What cannot be said of a figure that is not there: that it is given, or only that it was read."""
    return "read" if row.rest_missing == UNREAD else otherwise


def _is_without_ratio(said: Said) -> bool:
    """Whether counts give a difference and no ratio."""
    return len(said.effects) == 1 and said.effects[0].measure == "difference" and said.effects[0].value.derived


def _outcome(row: OutcomeRow) -> str:
    measured = subject(row)
    sides = [side for side in (row.arm, row.comparator) if side and side.has_figures]
    conditions = f" ({'; '.join(_conditions(row))})"
    if not sides:
        return f"{_only_an_effect(row, measured)}{conditions}"
    if row.statistic:
        shown = " and ".join(_score(row, side) for side in sides)
        return f"the {measured} {_time(row)} was {shown}{_alone(row)}{conditions}"
    shown = " and ".join(f"in {_share(side.events, side.n, side.percent)} on {side.label}" for side in sides)
    return f"{measured} {_time(row)} was recorded {shown}{_alone(row)}{conditions}"


def _only_an_effect(row: OutcomeRow, measured: str) -> str:
    arm = row.arm.label if row.arm else "treatment"
    if row.against is None:
        none = "no share of patients was read" if _given(row) == "read" else "a source gives no share of patients"
        return f"of {measured} {_time(row)} on {arm} {none}"
    if any(effect.measure == "difference" for effect in row.effects):
        return f"{measured} {_time(row)} on {arm} against {row.against} is known as a difference only, without shares"
    return f"{measured} {_time(row)} on {arm} was compared with {row.against}, without figures of the arms"


def _time(row: OutcomeRow) -> str:
    words = when(row)
    if row.weeks_off:
        words += f", {row.weeks_off} weeks after the end of treatment"
    if row.time is None and row.week is None:
        return f"at a time that is not {_given(row, 'stated')}"
    return words if row.time and runs_to(row.time) else f"at {words}"


def _share(events: Figure, n: Figure, percent: Figure) -> str:
    """Patients of patients with their percentage; a percentage alone says that there is no count."""
    share = f"{numbers.percent(percent.value)}%" if percent else ""
    if events and n:
        return f"{events.value} of {n.value} patients{f' ({share})' if share else ''}"
    if events:
        return f"{events.value} patients"
    return f"{share} of {n.value} patients" if n else f"{share} of patients"


def _score(row: OutcomeRow, side: Side) -> str:
    """`a median of 6 (range 0–16) on IL-2`."""
    centre, spread = numbers.score_headers(row.statistic or "")
    value, within = numbers.side_cells(side, score=True)
    unit = f" {row.unit}" if row.unit else ""
    size = f"n {side.n.value}" if side.n else ""
    limits = f"{spread.removeprefix('± ')} {within.text}".strip() if within.text else ""
    told = ", ".join(filter(None, (limits, size)))
    return f"{_a(centre)} of {value.text}{unit}{f' ({told})' if told else ''} on {side.label}"


def _alone(row: OutcomeRow) -> str:
    """What a reader must know of the arm that is not told."""
    if row.against is None:
        return ", without a comparator"
    beside = row.comparator
    return "" if beside and beside.has_figures else f", with no figure for {row.against}"


def _conditions(row: OutcomeRow) -> Iterator[str]:
    """The set, the role, and what makes the result less than it seems."""
    yield SETS.get(row.population or "", row.population or "") or f"set of patients not {_given(row, 'stated')}"
    yield from filter(None, (row.subset, row.subgroup and f"subgroup: {row.subgroup}"))
    if row.analysis:
        published = "published " if row.analysis == "primary" and row.registered else ""
        yield f"{published}{row.analysis} {'analysis' if row.analysis == 'post hoc' else 'endpoint'}"
    if row.registered and row.registered != row.analysis:
        yield f"{'' if row.registered == 'not registered' else 'registered as '}{row.registered}"
    if any(side and side.model for side in (row.arm, row.comparator)):
        yield "percentages by a model"
    yield from (words for held, words in _weaknesses(row) if held)


def _computed(shares: Sequence[tuple[str, Figure]]) -> str:
    """Which percentages no source prints, of those that are told."""
    told = [(arm, percent) for arm, percent in shares if percent]
    ours = [arm for arm, percent in told if percent.derived]
    if len(ours) == len(told):
        return "percentages computed here" if ours else ""
    return f"percentage on {' and '.join(ours)} computed here" if ours else ""


def _weaknesses(row: OutcomeRow) -> Iterator[tuple[object, str]]:
    sides = [side for side in (row.arm, row.comparator) if side]
    yield any(side.percent and not side.n for side in sides), f"numbers of patients not {_given(row)}"
    yield any(side.events.derived or side.n.derived for side in sides), "counts computed here"
    computed = _computed([(side.label, side.percent) for side in sides])
    yield computed, computed
    yield row.baseline, "before treatment"
    yield row.pooled, f"arms pooled: {' and '.join(row.pooled)}"
    yield row.read_off, "read off a graph"
    yield row.linked_by, "linked to the trial by inference"
    yield row.second_hand, "secondary source only"
    yield row.barred, f"no effect computed: {row.barred}"


def _harm(row: HarmRow, other: HarmRow | None, several: Sequence[str]) -> str:
    if row.arm is None:
        return f"of {row.event} a source says in words only: {row.statement}"
    shown = " and ".join(f"{_harm_share(one)} on {one.arm_label}" for one in (row, other) if one)
    against = "" if other or row.control else _without_comparator(row, several)
    shares = [(one.arm_label or "", one.percent) for one in (row, other) if one]
    weak = "; ".join(filter(None, (*(words for held, words in _harm_conditions(row) if held), _computed(shares))))
    patients = row.category == "serious" and (row.affected or row.percent)
    return (
        f"{'at least one ' if patients else ''}{row.event} was recorded {shown}{against}{f' ({weak})' if weak else ''}"
    )


def _without_comparator(row: HarmRow, several: Sequence[str]) -> str:
    if row.uncontrolled:
        return ", without a control arm"
    return f", compared with none of {', '.join(several)}" if several else ", with no figure for a comparator"


def _harm_conditions(row: HarmRow) -> Iterator[tuple[object, str]]:
    yield row.population, SETS.get(row.population or "", f"{row.population} set")
    yield row.percent and not row.n, f"numbers of patients not {_given(row)}"
    yield row.part_of, f"counted in {' and '.join(row.part_of)} too"
    yield row.linked_by, "linked to the trial by inference"
    yield row.second_hand, "secondary source only"
    yield row.barred, f"no effect computed: {row.barred}"


def _harm_share(row: HarmRow) -> str:
    """Patients, else events with their years: one patient may have several."""
    if row.affected or row.percent:
        return f"in {_share(row.affected, row.n, row.percent)}"
    if row.percent_bound:
        return f"in {row.percent_bound.comparator}{row.percent_bound.value}% of patients"
    parts = [f"as {row.events.value} events"] if row.events else []
    parts += [f"at a rate of {numbers.number(row.rate.value, 1)} per {row.rate_per}"] if row.rate else []
    return ", ".join(parts) or f"in words: {row.statement or 'without a figure'}"


def _absent(row: OutcomeRow | HarmRow, measured: str) -> str:
    words = NO_FIGURE.get(row.missing or "", "no figure of {} is known").replace("{}", measured)
    day = f" on {row.pending_since}" if row.pending_since else ""
    statement = row.statement if isinstance(row, HarmRow) else None
    return f"{words}{day}{f'; a source says: {statement}' if statement else ''}"


# Effects


def _effects(effects: Sequence[Effect], given: str) -> str:
    return " and ".join(f"{_a(effect.about.title)} of {_estimate(effect, given)}" for effect in effects if effect.value)


def _a(words: str) -> str:
    """Words with their article: `an odds ratio`, `an LS mean`."""
    return f"an {words}" if words.startswith(("odds", "LS")) else f"a {words}"


def _estimate(effect: Effect, given: str) -> str:
    about, value = effect.about, effect.value.value
    points = about.scale == "points"
    text = numbers.points(value) if points else numbers.number(value, about.decimals)
    unit = " percentage points" if points else ""
    limits = numbers.interval(effect.low.value, effect.high.value, about.decimals)
    model = f", adjusted: {effect.model}" if effect.model else ""
    how = "computed here" if effect.value.derived else "interval computed here" if effect.low.derived else "as printed"
    told = f"{effect.level}% CI {limits}" if limits else f"no interval {given}"
    return f"{text}{unit} ({told}, {how}{model})"


def _intervals(effects: Iterable[Effect]) -> str:
    """Whether the intervals include no difference, in words that claim no more."""
    known = [effect for effect in effects if effect.crosses is not None]
    fates = {effect.crosses for effect in known}
    if not known:
        return ""
    if len(fates) == 1:
        whose = "the interval" if len(known) == 1 else "both intervals"
        verb = "include" if fates.pop() else "exclude"
        return f"{whose} {verb}{'s' if len(known) == 1 else ''} {NO_EFFECT}"
    told = (
        f"the interval of the {one.about.title} {'includes' if one.crosses else 'excludes'} {NO_EFFECT}"
        for one in known
    )
    return ", ".join(told)


def _p(row: OutcomeRow | HarmRow) -> str:
    if isinstance(row, HarmRow):
        return ""
    within = [f"{side.label} {side.p_within.printed}" for side in (row.arm, row.comparator) if side and side.p_within]
    parts = [f"p {_sign(row.p.printed)}, as printed"] if row.p else []
    parts += [f"p within each arm, which compares no arms: {', '.join(within)}"] if within else []
    return f"; {'; '.join(parts)}" if parts else ""


def _sign(printed: str) -> str:
    return f"= {printed}" if printed[:1].isdigit() else printed


def _verdict(row: OutcomeRow | HarmRow) -> str:
    """What a source states of the primary endpoint; nothing where none does."""
    if isinstance(row, HarmRow) or row.met is None:
        return ""
    return f"by its sources, this primary endpoint was {'met' if row.met else 'not met'}"


# The page


def say_page(listed: Sequence[Said], stamp: Stamp) -> Page:
    """Each comparison as a paragraph, and under it how its figures follow, what must be said with it, its sources."""
    blocks: list[Block] = []
    for number, said in enumerate(listed):
        if number:
            blocks.append(Heading("And"))
        blocks.append(Prose(sentences(said)))
        blocks += _below(said)
    return Page("", (*blocks, stamp_line(stamp)), "A comparison in words")


def _below(said: Said) -> Iterator[Block]:
    derived = tuple(("", Cell(words)) for words in said.derivations)
    remarks = tuple((one.code, Cell(one.text)) for one in said.remarks)
    if derived:
        yield Terms("HOW IT FOLLOWS", tuple(("–", cell) for _, cell in derived))
    if others := _others(said.row):
        remarks = (*remarks, *(("", Cell(words)) for words in others))
    if remarks:
        yield Terms("TO BE SAID WITH IT", tuple((code or "–", cell) for code, cell in remarks))
    places = places_of(said)
    items = tuple(
        (source.key, Cell(f"{source_words(source)} · {'; '.join(places.get(source.key, ()))}"))
        for source in said.sources
    )
    if items:
        yield Notes("SOURCES", items, refers="source")


def _others(row: OutcomeRow | HarmRow) -> list[str]:
    """The other arms of the same time, whose figures are not known: the best dose does not stand alone."""
    if isinstance(row, HarmRow):
        return []
    return [f"{', '.join(one.arms)}: {one.says or one.missing}" for one in row.others]


def places_of(said: Said) -> dict[str, list[str]]:
    """The places in each source, by its key."""
    found: dict[str, list[str]] = {}
    for pointer in said.pointers:
        found.setdefault(pointer.source, []).append(pointer.locator)
    return found


# Rows for programs

SAY: tuple[Column[Said], ...] = (
    Column("trial", "text", lambda said: said.row.trial, "id of the trial: its registry number", always=True),
    Column("name", "text", lambda said: said.row.name, "short name of the trial, as tables show it", always=True),
    Column(
        *("section", "text", lambda said: "outcomes" if isinstance(said.row, OutcomeRow) else "harms"),
        "the section that holds the row",
        ("outcomes", "harms"),
        always=True,
    ),
    Column(
        *("subject", "text"),
        lambda said: subject(said.row) if isinstance(said.row, OutcomeRow) else said.row.event,
        "what was measured, or the event",
        always=True,
    ),
    Column("text", "text", sentences, "the comparison in one or two sentences", always=True),
    Column(
        *("met", "flag", lambda said: said.row.met if isinstance(said.row, OutcomeRow) else None),
        "whether this primary endpoint was met; null where no source states it",
    ),
    Column("missing", "text", lambda said: said.row.missing, "why there is no figure", vocabulary.MISSING),
    Column("effects", "effects", lambda said: said.effects, "the effects that the text tells"),
    Column(
        *("includes_no_difference", "texts"),
        lambda said: tuple(effect.measure for effect in said.effects if effect.crosses),
        "those of the effects whose interval includes no difference",
    ),
    Column("derivations", "texts", lambda said: said.derivations, "how the derived figures of the text follow"),
    Column("remarks", "remarks", lambda said: said.remarks, "what must be said with it"),
    Column("sources", "pointers", lambda said: said.pointers, "where the figures stand"),
)
