"""Who, where, how and on whom: the facts of a draft, as far as the registry has words for them that are its own."""

from __future__ import annotations

import re
from typing import Final

from pydantic import TypeAdapter, ValidationError

from il2sle.records.registry.node import Node, Told
from il2sle.records.registry.study import Study
from il2sle.records.values import Date

from . import figures
from .outcomes import Context
from .sentences import about, links, registry_says
from .tree import NOT_READ, NOT_REPORTED, Mapping, Raw, Value, mapping, words

_STATES: Final = {
    "NOT_YET_RECRUITING": "not yet recruiting",
    "RECRUITING": "recruiting",
    "ENROLLING_BY_INVITATION": "enrolling by invitation",
    "ACTIVE_NOT_RECRUITING": "active",
    "SUSPENDED": "suspended",
    "COMPLETED": "completed",
    "TERMINATED": "terminated",
    "WITHDRAWN": "withdrawn",
    "UNKNOWN": "unknown",
}
_ALLOCATIONS: Final = {"RANDOMIZED": "randomised", "NON_RANDOMIZED": "not randomised"}
_MODELS: Final = {
    "PARALLEL": "parallel",
    "SINGLE_GROUP": "single group",
    "CROSSOVER": "crossover",
    "SEQUENTIAL": "sequential",
    "FACTORIAL": "factorial",
}
_MASKINGS: Final = {
    "NONE": "open label",
    "SINGLE": "single-blind",
    "DOUBLE": "double-blind",
    "TRIPLE": "triple-blind",
    "QUADRUPLE": "quadruple-blind",
}
_KINDS: Final = {"INTERVENTIONAL": "treated", "OBSERVATIONAL": "observed", "EXPANDED_ACCESS": "treated"}
_PHASES: Final = ("NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4")
_NUMBERS: Final = {"EUDRACT_NUMBER", "REGISTRY", "CTIS"}  # the others are grants, which several trials may have
_DATES: Final = (
    ("registered", "studyFirstPostDateStruct"),
    ("start", "startDateStruct"),
    ("primary_completion", "primaryCompletionDateStruct"),
    ("completion", "completionDateStruct"),
    ("results_posted", "resultsFirstPostDateStruct"),
)
_DATED: Final = {"ACTUAL": "actual", "ESTIMATED": "estimated"}
_DATE: Final[TypeAdapter[str]] = TypeAdapter(Date)
_IN_PART: Final = "in part: not all that the registry has there could be read"


def is_(context: Context, path: str, value: Value | None, **more: Value | None) -> Mapping | None:
    """A claim with its place; where something stands there and nothing of it can be read, that; None without either."""
    unread = context.study.unread.touches(path)
    if value is None:
        return mapping(is_=NOT_READ, cite=context.cite(path)) if unread else None
    return mapping(is_=value, cite=context.cite(path), **(more | {"note": _IN_PART} if unread else more))


def identity(context: Context, draft: Mapping) -> None:
    """Id, name, other numbers and title."""
    study = context.study
    name = _held(context, study.told("identificationModule", "acronym"))
    draft.put("id", study.id)
    draft.put("name", name or study.id, "DECIDE: the short name in tables")
    aliases, grants = _numbers(study)
    draft.put("aliases", words(aliases), *(f"not an alias: {grant}" for grant in grants))
    title = study.told("identificationModule", "briefTitle") or study.told("identificationModule", "officialTitle")
    draft.put(
        "title",
        _held(context, title) or study.id,
        "DECIDE: what the trial is about, in your words; this is the registry's title",
        *about(context),
    )


def _held(context: Context, told: Told | None) -> str | None:
    return context.held(told.text, told.path) if told else None


def _numbers(study: Study) -> tuple[list[str], list[str]]:
    module = study.protocol.at("identificationModule")
    aliases = [told.text for told in module.texts("nctIdAliases")] + [module.text("orgStudyIdInfo", "id")]
    grants = []
    for node in module.items("secondaryIdInfos"):
        said = f"{node.text('id')} ({node.text('type') or 'no type'} {node.text('domain')})".replace(" )", ")")
        if node.text("type") in _NUMBERS or not node.text("type"):
            aliases.append(node.text("id"))
        else:
            grants.append(said)
    usable = dict.fromkeys(alias for alias in map(str.strip, aliases) if figures.text(alias) == alias)
    return [alias for alias in usable if alias.casefold() != study.id.casefold()], grants


def sources(context: Context) -> Mapping:
    """The registry's file, and the reports of results that it names."""
    study = context.study
    registry = mapping(kind=Raw("registry"), rank=Raw("primary"), citation=f"ClinicalTrials.gov, {study.id}")
    registry.put("url", f"https://clinicaltrials.gov/study/{study.id}").put("date", context.as_of or None)
    version = study.node.text("derivedSection", "miscInfoModule", "versionHolder")
    registry.put(
        *("read_of", words(["protocolSection", "resultsSection"])),
        "DECIDE: delete `read_of` when you have read the free text too, which stands in the comments below",
        *([f"data of the registry as of {version}"] if version else []),
    )
    made = Mapping([(context.source, registry, ())])
    for number, node in enumerate(_reports(study), start=1):
        pmid, citation = _pmid(node), context.held(node.text("citation"), f"{node.path}.citation")
        named = citation or (f"PubMed {pmid}" if pmid else f"a report that {study.id} names")
        report = mapping(kind=Raw("paper"), rank=Raw("primary"), citation=named)
        report.put("pmid", pmid).put("read_of", Raw("nothing"))
        made.put(f"paper{number}", report, f"DECIDE: {node.path} names this report of results; read it")
    return made


def _pmid(node: Node) -> Raw | None:
    pmid = node.text("pmid")
    if pmid and not re.fullmatch("[1-9][0-9]{0,7}", pmid):
        node.at("pmid").refused("a number of PubMed")
        return None
    return Raw(pmid) if pmid else None


def _reports(study: Study) -> list[Node]:
    found = study.protocol.items("referencesModule", "references")
    return [node for node in found if node.text("type") == "RESULT" and (node.text("citation") or node.text("pmid"))]


def status(context: Context) -> Mapping:
    """Where the trial stands, and what of it is out."""
    study = context.study
    state = study.told("statusModule", "overallStatus")
    word = context.word(state, _STATES)
    verified = dated(context.study, study.told("statusModule", "statusVerifiedDate"))
    made, path = Mapping(), "protocolSection.statusModule.overallStatus"
    why = study.text_of("statusModule", "whyStopped")
    comments = [f"why it stopped, in the registry's words: {why}"] if why else []
    absent = mapping(is_=NOT_REPORTED, cite=context.cite("protocolSection.statusModule"))
    if word is None:
        comments.insert(0, f"the registry says {state.text}" if state else "the registry says none that can be read")
    made.put("state", is_(context, path, word, as_of=verified) or absent, *comments)
    results, asked = _results(context)
    return made.put("results", results, asked, *links(context))


def _results(context: Context) -> tuple[Mapping, str]:
    reports = _reports(context.study)
    if reports:
        claim = mapping(is_=Raw("published"), cite=context.cite(reports[0].path))
        return claim, "DECIDE: the registry names a report of results; is it one of this trial's results?"
    if context.study.has_results:
        return mapping(is_=Raw("reported"), cite=context.cite("resultsSection")), "DECIDE: look for a published report"
    if context.study.hides_results:
        said = "DECIDE: results are posted, and this file does not hold them, or not so that they can be read"
        return mapping(is_=NOT_READ, cite=context.cite("resultsSection")), said
    claim = mapping(is_=Raw("pending") if context.as_of else NOT_REPORTED, cite=context.cite("protocolSection"))
    return claim.put("as_of", context.as_of or None), "DECIDE: no results are posted; look for a published report"


def people(context: Context) -> Mapping:
    """How many take part."""
    info = context.study.protocol.at("designModule", "enrollmentInfo")
    kind = context.word(info.told("type"), {"ACTUAL": "actual", "ESTIMATED": "target"})
    enrolled = is_(context, f"{info.path}.count", figures.count(info.count("count")), kind=kind)
    absent = mapping(is_=NOT_REPORTED, cite=context.cite("protocolSection.designModule"))
    flow = context.study.results.at("participantFlowModule")
    comments = [
        text for key in ("recruitmentDetails", "preAssignmentDetails") for text in registry_says(context, flow, key)
    ]
    return Mapping().put("enrolled", enrolled or absent, *comments)


def design(context: Context) -> Mapping:
    """How the trial was built."""
    study, made = context.study, Mapping()
    phases, kind = (
        study.protocol.at("designModule", "phases"),
        context.word(study.told("designModule", "studyType"), _KINDS),
    )
    made.put("phase", is_(context, phases.path, _phase(context, phases)))
    for key, inner, meanings in (
        ("allocation", ("allocation",), _ALLOCATIONS),
        ("assignment", ("interventionModel",), _MODELS),
        ("masking", ("maskingInfo", "masking"), _MASKINGS),
    ):
        node = study.protocol.at("designModule", "designInfo", *inner)
        claim = is_(context, node.path, context.word(node.told(), meanings))
        made.put(key, claim or (_allocation(context, kind) if key == "allocation" else None))
    who = study.protocol.at("designModule", "designInfo", "maskingInfo", "whoMasked")
    masked = ", ".join(told.text for told in who.texts()).replace("_", " ").lower()
    made.put("masked", is_(context, who.path, context.held(masked, who.path)))
    arms = context.cite("protocolSection.armsInterventionsModule")
    made.put("treatment", mapping(is_=NOT_READ, cite=arms), "DECIDE: how long treated; the arms below tell it")
    _who(context, made)
    _aims(context, made)
    return made


def _allocation(context: Context, kind: str | None) -> Mapping:
    info = context.study.protocol.at("designModule", "designInfo")
    single = info.text("interventionModel") == "SINGLE_GROUP" and len(context.arms.groups) == 1
    word = "single arm" if single else "not applicable" if kind == "observed" else "not reported"
    return mapping(is_=Raw(word), cite=context.cite("protocolSection.designModule"))


def _phase(context: Context, phases: Node) -> str | None:
    """The phase, where every part of it can be read: of two phases one is another phase."""
    printed = [told.text for told in phases.texts()]
    for number, text in enumerate(printed):
        context.word(Told(text, f"{phases.path}[{number}]"), dict.fromkeys(_PHASES, text))
    return None if context.study.unread.touches(phases.path) else phase_of(printed)


def phase_of(printed: list[str]) -> str | None:
    """A phase as trials are spoken of: `2`, `1/2`, `early 1`."""
    phases = [item.removeprefix("PHASE").replace("EARLY_PHASE", "early ") for item in printed]
    if phases in ([], ["NA"]):
        return Raw("not applicable") if phases else None
    return "/".join(phases) if len(phases) > 1 else (Raw(phases[0]) if phases[0].isdecimal() else phases[0])


def _who(context: Context, made: Mapping) -> None:
    study = context.study
    sites = "protocolSection.contactsLocationsModule.locations"
    module = study.protocol.at("contactsLocationsModule")
    countries = dict.fromkeys(node.text("country") for node in module.items("locations") if node.text("country"))
    made.put("countries", is_(context, sites, context.held(", ".join(countries), sites)))
    sponsor = study.protocol.at("sponsorCollaboratorsModule", "leadSponsor", "name")
    made.put("sponsor", is_(context, sponsor.path, _held(context, sponsor.told())))
    others = study.protocol.at("sponsorCollaboratorsModule", "collaborators")
    names = "; ".join(node.name("name") for node in others.items() if node.name("name"))
    made.put("collaborators", is_(context, others.path, context.held(names, others.path)))


def _aims(context: Context, made: Mapping) -> None:
    """The registered endpoints by their names; what is said of them in sentences stands in comments."""
    for key, role in (("registered_aim", "primary"), ("secondary_aims", "secondary")):
        found = [one for one in context.study.endpoints if one.role == role]
        named = "; ".join(f"{one.measure} ({one.time_frame})" if one.time_frame else one.measure for one in found)
        path = f"protocolSection.outcomesModule.{role}Outcomes"
        text = figures.text(named)
        hint = "DECIDE: these are the registry's titles; say them in your words"
        too_long = f"{path}: too long for one text"
        made.put(key, is_(context, path, text), *([hint] if text else [too_long] if named else []))


def dates(context: Context) -> Mapping:
    """The dates of the trial; what is estimated says so."""
    made = Mapping()
    for key, struct in _DATES:
        node = context.study.protocol.at("statusModule", struct)
        estimated = context.word(node.told("type"), _DATED) == "estimated"
        note = "estimated" if estimated and key not in {"registered", "results_posted"} else None
        made.put(key, is_(context, f"{node.path}.date", dated(context.study, node.told("date")), note=note))
    return made


def dated(study: Study, told: Told | None) -> Value | None:
    """A date of the language; what is none is noted as unread."""
    value = _date(told.text) if told else None
    if told and value is None:
        study.unread.note(told.path, told.text, "a date")
    return value


def _date(printed: str) -> Value | None:
    """A date of the language; None where it is none."""
    try:
        return _DATE.validate_python(printed, strict=True)
    except ValidationError:
        return None


def arms(context: Context) -> Mapping:
    """The arms, with those who started in them where patients were randomised."""
    made, interventions = Mapping(), _interventions(context)
    for key, group in context.arms.groups.items():
        started, path = _started(context, key)
        arm = mapping(label=context.held(group.label, group.path) or key)
        role = "comparator" if key == context.arms.comparator else None
        arm.put("role", Raw(role) if role else None, *_role_comments(context, group.kind, role))
        drug = context.held(" + ".join(group.drugs), f"{group.path}.interventionNames")
        said = [*(f"in the registry's words: {line}" for line in group.description)]
        said += [text for name in group.drugs for text in interventions.get(name, ())]
        arm.put("drug", drug, *said, "DECIDE: `dose`, `unit`, `route`, `schedule`")
        arm.put("randomised", started).put("cite", context.cite(*filter(None, (group.path, path))))
        made.put(key, arm)
    return made


def _role_comments(context: Context, kind: str, role: str | None) -> list[str]:
    said = [f"registered as {kind.lower().replace('_', ' ')}"] if kind else []
    if role is None and context.arms.comparator is None and len(context.arms.groups) > 1:
        said.append("DECIDE: which arm is the comparator (`role: comparator`)? Of several, each result says `against`")
    return said


def _interventions(context: Context) -> dict[str, tuple[str, ...]]:
    return {
        node.text("name"): tuple(
            f"{node.text('name')}: {line}" for line in (*_other_names(node), *node.lines("description"))
        )
        for node in context.study.protocol.items("armsInterventionsModule", "interventions")
    }


def _other_names(intervention: Node) -> list[str]:
    names = ", ".join(told.text for told in intervention.texts("otherNames"))
    return [f"also named {names}"] if names else []


def _started(context: Context, arm: str) -> tuple[Raw | None, str]:
    """Those who were assigned to an arm: by the registry's definition, who started its first period."""
    design = context.study.text_of("designModule", "designInfo", "allocation")
    first = next((step for step in context.study.flow if step.what == "STARTED"), None)
    if first is None or design != "RANDOMIZED":
        return None, ""
    found = [figures.count(n) for title, n in first.numbers.items() if context.arms.key(title) == arm]
    return (found[0], first.path) if len(found) == 1 and found[0] else (None, "")
