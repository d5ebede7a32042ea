"""What a study file says, as plain values with their places: only what a record can hold, and what its curator needs.

The structure is that of the API's version 2. Its traps: figures are texts; groups have other ids in every module, so
that titles alone link them; the patients analysed may stand at a class, over those of the measure; what is not there
is no zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from il2sle.frozen import Frozen

from .node import Node, Told
from .study_file import number_of


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
    path: str


class Measured(Frozen):
    """What is printed for one group: texts, as they stand; empty where nothing does."""

    group: str
    value: str
    spread: str
    low: str
    high: str
    n: str
    comment: str


class Cell(Frozen):
    """A class and a category of a measure, and the figures in it."""

    class_title: str
    category: str
    measured: tuple[Measured, ...]
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
    """Patients at one step of the participant flow: of a milestone, or who left for a reason."""

    period: str
    what: str
    left: bool
    numbers: dict[str, str]
    path: str


class Affected(Frozen):
    """Patients with an event in one group, the events and the patients at risk; empty where not printed."""

    group: str
    affected: str
    events: str
    at_risk: str


class Event(Frozen):
    """Adverse events of one term; without a term the totals of a kind."""

    term: str
    organs: str
    kind: str
    arms: tuple[Affected, ...]
    path: str


class Study:
    """One study of a file; every part is read when it is asked for."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.id = number_of(node)
        self.protocol = node.at("protocolSection")
        self.results = node.at("resultsSection")

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
        return [arm for arm in registered or (_arm(node, "title") for node in flow) if arm.label]

    @property
    def endpoints(self) -> list[Endpoint]:
        """The registered endpoints, the primary ones first."""
        module = self.protocol.at("outcomesModule")
        return [
            Endpoint(role, node.text("measure"), node.text("timeFrame"), node.path)
            for role in ("primary", "secondary", "other")
            for node in module.items(f"{role}Outcomes")
            if node.text("measure")
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
    named = (item.text() for item in node.items("interventionNames"))
    drugs = tuple(name.partition(": ")[2] for name in named if ": " in name)
    return ArmGroup(node.text(label), node.text("type"), drugs, tuple(node.lines("description")), node.path)


def _titles(module: Node, key: str = "groups") -> dict[str, str]:
    """The titles of the groups of one module, by their ids."""
    return {node.text("id"): node.text("title") for node in module.items(key)}


_MEASURE = (
    *("type", "timeFrame", "populationDescription", "reportingStatus", "anticipatedPostingDate", "paramType"),
    *("dispersionType", "unitOfMeasure"),
)


def _measure(node: Node, groups: Node) -> Measure:
    titles, denoms = _titles(groups), _sizes(node) or _sizes(groups)
    return Measure(
        title=node.text("title"),
        texts={key: node.text(key) for key in _MEASURE},
        units=node.text("denomUnitsSelected") or node.text("typeUnitsAnalyzed"),
        cells=tuple(_cells(node, titles, denoms)),
        analyses=tuple(_analysis(one, titles) for one in node.items("analyses")),
        path=node.path,
    )


def _sizes(node: Node) -> dict[str, str]:
    """The patients analysed, by the id of their group; other units than participants are no patients."""
    return {
        count.text("groupId"): count.text("value")
        for denom in node.items("denoms")
        if denom.text("units").casefold() in {"participants", ""}
        for count in denom.items("counts")
    }


def _cells(node: Node, titles: dict[str, str], denoms: dict[str, str]) -> Iterator[Cell]:
    for one in node.items("classes"):
        sizes = denoms | _sizes(one)
        for category in one.items("categories"):
            measured = tuple(_measured(item, titles, sizes) for item in category.items("measurements"))
            yield Cell(one.text("title"), category.text("title"), measured, category.path)


def _measured(node: Node, titles: dict[str, str], sizes: dict[str, str]) -> Measured:
    group = node.text("groupId")
    return Measured(
        group=titles.get(group, ""),
        value=node.text("value"),
        spread=node.text("spread"),
        low=node.text("lowerLimit"),
        high=node.text("upperLimit"),
        n=sizes.get(group, ""),
        comment=node.text("comment"),
    )


def _analysis(node: Node, titles: dict[str, str]) -> Analysis:
    groups = tuple(titles.get(item.text(), "") for item in node.items("groupIds"))
    keys = node.value if isinstance(node.value, dict) else {}
    return Analysis(groups, {key: node.text(key) for key in keys if node.text(key)}, node.path)


def _steps(period: Node, titles: dict[str, str]) -> Iterator[Counted]:
    for key, inner, left in (("milestones", "achievements", False), ("dropWithdraws", "reasons", True)):
        for node in period.items(key):
            numbers = {titles.get(one.text("groupId"), ""): one.text("numSubjects") for one in node.items(inner)}
            yield Counted(period.text("title"), node.text("type"), left, numbers, node.path)


def _total(module: Node, kind: str) -> Event:
    arms = tuple(
        Affected(node.text("title"), node.text(f"{kind}NumAffected"), "", node.text(f"{kind}NumAtRisk"))
        for node in module.items("eventGroups")
        if node.text(f"{kind}NumAffected")
    )
    return Event("", "", kind, arms, module.at("eventGroups").path)


def _term(node: Node, kind: str, titles: dict[str, str]) -> Event:
    arms = tuple(
        Affected(
            titles.get(one.text("groupId"), ""), one.text("numAffected"), one.text("numEvents"), one.text("numAtRisk")
        )
        for one in node.items("stats")
    )
    return Event(node.text("term"), node.text("organSystem"), kind, arms, node.path)
