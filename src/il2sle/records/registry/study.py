"""What a study file says, as plain values with their places: only what a record can hold, and what its curator needs.

The structure is that of the API's version 2. Its traps: figures are texts; groups have other ids in every module, so
that titles alone link them; the patients analysed may stand at a class, over those of the measure; what is not there
is no zero. What is there and cannot be read is no absence either: the nodes note it, and `Study.unread` has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from il2sle.frozen import Frozen

from .node import Node, Told
from .study_file import number_of
from .unread import Unread


class ArmGroup(Frozen):
    """A registered arm, or a group of the results where no arm is registered."""

    label: str
    kind: str
    drugs: tuple[str, ...]
    description: tuple[str, ...]
    path: str


class Endpoint(Frozen):
    """A registered endpoint; `role` is `primary`, `secondary` or `other`."""

    role: str
    measure: str
    time_frame: str
    description: str
    path: str


class Measured(Frozen):
    """What is printed for one group: texts, as they stand; empty where nothing does, and nowhere else."""

    group: str
    value: str
    spread: str
    low: str
    high: str
    n: str
    comment: str
    path: str


class Cell(Frozen):
    """A class and a category of a measure, the figures in it, and the groups for which none is printed."""

    class_title: str
    category: str
    measured: tuple[Measured, ...]
    silent: tuple[str, ...]
    path: str


class Analysis(Frozen):
    """A comparison of groups, as printed."""

    groups: tuple[str, ...]
    texts: dict[str, str]
    path: str

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")


class Measure(Frozen):
    """An outcome measure, or one of the baseline, with its figures."""

    title: str
    texts: dict[str, str]
    units: str
    cells: tuple[Cell, ...]
    analyses: tuple[Analysis, ...]
    path: str

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")


class Counted(Frozen):
    """Patients at one step of the participant flow, by group: of a milestone, or who left for a reason.

    `silent` are the groups that the step has no entry for.
    """

    period: str
    what: str
    left: bool
    numbers: dict[str, str]
    silent: tuple[str, ...]
    path: str


class Affected(Frozen):
    """Patients with an event in one group, the events and the patients at risk; empty where not printed alone."""

    group: str
    affected: str
    events: str
    at_risk: str


class Event(Frozen):
    """Adverse events of one term, and the groups that it has no entry for; without a term the totals of a kind."""

    term: str
    organs: str
    kind: str
    arms: tuple[Affected, ...]
    silent: tuple[str, ...]
    path: str
    notes: str = ""


class Study:
    """One study of a file; every part is read when it is asked for."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.id = number_of(node)
        self.protocol = node.at("protocolSection")
        self.results = node.at("resultsSection")
        self.protocol.must_hold_objects()
        self.results.must_hold_objects()
        self.says_results = node.flag("hasResults") is True

    @property
    def unread(self) -> Unread:
        """What could not be read so far; all of it when every part was asked for."""
        return self.node.unread

    @property
    def has_results(self) -> bool:
        """Whether the file holds results."""
        return isinstance(self.results.value, dict) and bool(self.results.value)

    @property
    def hides_results(self) -> bool:
        """Whether results are posted that the file does not hold, or that cannot be read."""
        if not self.has_results:
            return self.unread.touches("resultsSection") or self.says_results
        return not self.measures and self.unread.touches("resultsSection.outcomeMeasuresModule")

    def told(self, module: str, *keys: str) -> Told | None:
        """What a module of the protocol says under some keys."""
        return self.protocol.told(module, *keys)

    def text_of(self, module: str, *keys: str) -> str:
        """The same as text alone; empty where there is none."""
        return self.protocol.text(module, *keys)

    @property
    def group_titles(self) -> list[str]:
        """The titles of all groups of the results that may be arms."""
        modules = [self.results.at(name) for name in ("participantFlowModule", "adverseEventsModule")]
        modules += list(self.results.items("outcomeMeasuresModule", "outcomeMeasures"))
        found = [node for module in modules for key in ("groups", "eventGroups") for node in module.items(key)]
        return [node.text("title") for node in found]

    @property
    def arms(self) -> list[ArmGroup]:
        """The registered arms; where none is, the groups of the participant flow, which are groups of patients too."""
        module = self.protocol.at("armsInterventionsModule")
        registered = [_arm(node, "label") for node in module.items("armGroups")]
        flow = self.results.items("participantFlowModule", "groups")
        return [arm for arm in registered or [_arm(node, "title") for node in flow] if arm.label]

    @property
    def endpoints(self) -> list[Endpoint]:
        """The registered endpoints, the primary ones first."""
        module = self.protocol.at("outcomesModule")
        return [
            Endpoint(role, node.name("measure"), node.text("timeFrame"), node.text("description"), node.path)
            for role in ("primary", "secondary", "other")
            for node in module.items(f"{role}Outcomes")
            if node.name("measure")
        ]

    @cached_property
    def measures(self) -> list[Measure]:
        """The outcome measures of the posted results."""
        module = self.results.at("outcomeMeasuresModule")
        return [_measure(node, node) for node in module.items("outcomeMeasures")]

    @property
    def number_of_cells(self) -> int:
        """How many classes and categories the outcome measures have, without reading their figures."""
        measures = self.results.items("outcomeMeasuresModule", "outcomeMeasures")
        return sum(1 for one in measures for row in one.items("classes") for _ in row.items("categories"))

    @property
    def baseline(self) -> list[Measure]:
        """The baseline characteristics of the posted results."""
        module = self.results.at("baselineCharacteristicsModule")
        return [_measure(node, module) for node in module.items("measures")]

    @cached_property
    def flow(self) -> list[Counted]:
        """The participant flow, period by period: the milestones, then who left and why."""
        module = self.results.at("participantFlowModule")
        titles = _titles(module)
        return [counted for period in module.items("periods") for counted in _steps(period, titles)]

    @cached_property
    def events(self) -> list[Event]:
        """The adverse events: deaths, totals, then the terms of each kind."""
        module = self.results.at("adverseEventsModule")
        titles = _titles(module, "eventGroups")
        totals = [_total(module, kind) for kind in ("deaths", "serious", "other")]
        return [event for event in totals if event.arms] + [
            _term(node, kind, titles) for kind in ("serious", "other") for node in module.items(f"{kind}Events")
        ]


def _arm(node: Node, label: str) -> ArmGroup:
    named = (told.text for told in node.texts("interventionNames"))
    drugs = tuple(name.partition(": ")[2] for name in named if ": " in name)
    return ArmGroup(node.name(label), node.text("type"), drugs, tuple(node.lines("description")), node.path)


def _titles(module: Node, key: str = "groups") -> dict[str, str]:
    """The titles of the groups of one module, by their ids; one without an id is nobody's."""
    return {node.text("id"): node.text("title") for node in module.items(key) if node.name("id")}


_MEASURE = (
    *("type", "timeFrame", "populationDescription", "reportingStatus", "anticipatedPostingDate", "paramType"),
    *("dispersionType", "unitOfMeasure", "description"),
)


def _measure(node: Node, groups: Node) -> Measure:
    titles = _titles(groups)
    denoms = _sizes(node, titles) or _sizes(groups, titles)
    return Measure(
        title=node.text("title"),
        texts={key: node.text(key) for key in _MEASURE},
        units=node.text("denomUnitsSelected") or node.text("typeUnitsAnalyzed"),
        cells=tuple(_cells(node, titles, denoms)),
        analyses=tuple(_analysis(one, titles) for one in node.items("analyses")),
        path=node.path,
    )


def _group(node: Node, titles: dict[str, str]) -> str:
    """The title of the group that an entry is about; an id that no group has is noted."""
    told = node.text("groupId")
    if told not in titles:
        place = node.at("groupId")
        node.unread.note(place.path, place.value, "the id of a group")
    return titles.get(told, "")


def _sizes(node: Node, titles: dict[str, str]) -> dict[str, str]:
    """The patients analysed, by the title of their group; other units than participants are no patients."""
    sizes: dict[str, str] = {}
    for denom in node.items("denoms"):
        if denom.printed("units").casefold() in {"participants", ""}:
            for count in denom.items("counts"):
                _once(sizes, _group(count, titles), count.count("value"), count)
    return sizes


def _once(numbers: dict[str, str], group: str, number: str, node: Node) -> None:
    """Keep a number of a group; a second one that differs is noted, and which of them holds is not guessed."""
    if numbers.setdefault(group, number) != number:
        node.refused("one number for each group")
        numbers[group] = f"{numbers[group]} or {number}"


def _cells(node: Node, titles: dict[str, str], denoms: dict[str, str]) -> Iterator[Cell]:
    for one in node.items("classes"):
        sizes = denoms | _sizes(one, titles)
        for category in one.items("categories"):
            items = list(category.items("measurements"))
            measured = tuple(_measured(item, titles, sizes) for item in items)
            silent = _silent(titles, (one.group for one in measured))
            yield Cell(one.text("title"), category.text("title"), measured, silent, category.path)


def _silent(titles: dict[str, str], told: Iterable[str]) -> tuple[str, ...]:
    """The groups that have no entry among those that are told of."""
    known = set(told)
    return tuple(title for title in titles.values() if title not in known)


def _measured(node: Node, titles: dict[str, str], sizes: dict[str, str]) -> Measured:
    group = _group(node, titles)
    return Measured(
        group=group,
        value=node.number("value"),
        spread=node.number("spread"),
        low=node.number("lowerLimit"),
        high=node.number("upperLimit"),
        n=sizes.get(group, ""),
        comment=node.text("comment"),
        path=node.path,
    )


_NAMES = (
    *("statisticalMethod", "paramType", "dispersionType", "groupDescription", "statisticalComment", "estimateComment"),
    *("pValueComment", "ciLowerLimitComment", "ciUpperLimitComment", "nonInferiorityType", "nonInferiorityComment"),
    "otherAnalysisDescription",
)
_FIGURES = ("paramValue", "ciPctValue", "ciLowerLimit", "ciUpperLimit", "dispersionValue")


def _analysis(node: Node, titles: dict[str, str]) -> Analysis:
    groups = tuple(titles.get(told.text, "") for told in node.texts("groupIds"))
    texts = {key: node.text(key) for key in _NAMES} | {key: node.number(key) for key in _FIGURES}
    # A side that cannot be read is no two sides, and a p that cannot be read is no missing p.
    texts |= {key: node.printed(key) for key in ("ciNumSides", "pValue")}
    return Analysis(groups, texts, node.path)


def _steps(period: Node, titles: dict[str, str]) -> Iterator[Counted]:
    for key, inner, left in (("milestones", "achievements", False), ("dropWithdraws", "reasons", True)):
        for node in period.items(key):
            numbers: dict[str, str] = {}
            for one in node.items(inner):
                _once(numbers, _group(one, titles), one.count("numSubjects"), one)
            yield Counted(period.text("title"), node.text("type"), left, numbers, _silent(titles, numbers), node.path)


def _total(module: Node, kind: str) -> Event:
    """A total of every group, where it is printed for any: who has none is not without events."""
    arms = tuple(
        Affected(node.text("title"), node.count(f"{kind}NumAffected"), "", node.count(f"{kind}NumAtRisk"))
        for node in module.items("eventGroups")
    )
    return Event("", "", kind, arms if any(one.affected for one in arms) else (), (), module.at("eventGroups").path)


def _term(node: Node, kind: str, titles: dict[str, str]) -> Event:
    arms = tuple(
        Affected(
            _group(one, titles),
            one.count("numAffected"),
            one.count("numEvents"),
            one.count("numAtRisk"),
        )
        for one in node.items("stats")
    )
    silent = _silent(titles, (one.group for one in arms))
    return Event(node.text("term"), node.text("organSystem"), kind, arms, silent, node.path, node.text("notes"))
