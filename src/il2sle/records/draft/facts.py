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
from .tree import Mapping, Raw, Value, mapping, words

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
_NUMBERS: Final = {"EUDRACT_NUMBER", "REGISTRY", "CTIS"}  # the others are grants, which several trials may have
_DATES: Final = (
    ("registered", "studyFirstPostDateStruct"),
    ("start", "startDateStruct"),
    ("primary_completion", "primaryCompletionDateStruct"),
    ("completion", "completionDateStruct"),
    ("results_posted", "resultsFirstPostDateStruct"),
)
_DATE: Final[TypeAdapter[str]] = TypeAdapter(Date)
NOT_REPORTED: Final = Raw("not reported")


def is_(context: Context, told: Told | None, value: Value | None, **more: Value | None) -> Mapping | None:
    """A claim with its place; None without a value."""
    if told is None or value is None:
        return None
    return mapping(is_=value, cite=context.cite(told.path), **more)


def identity(context: Context, draft: Mapping) -> None:
    """Id, name, other numbers and title."""
    study = context.study
    acronym = study.told("identificationModule", "acronym")
    draft.put("id", study.id)
    name = figures.text(acronym.text) if acronym else None
    draft.put("name", name or study.id, "DECIDE: the short name in tables")
    aliases, grants = _numbers(study)
    draft.put("aliases", words(aliases), *(f"not an alias: {grant}" for grant in grants))
    title = study.told("identificationModule", "briefTitle") or study.told("identificationModule", "officialTitle")
    told = figures.text(title.text) if title else None
    draft.put("title", told or study.id, "DECIDE: what the trial is about, in your words; this is the registry's title")


def _numbers(study: Study) -> tuple[list[str], list[str]]:
    module = study.protocol.at("identificationModule")
    aliases = [str(node.value) for node in module.items("nctIdAliases")] + [module.text("orgStudyIdInfo", "id")]
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
        pmid, citation = node.text("pmid"), figures.text(node.text("citation"))
        report = mapping(kind=Raw("paper"), rank=Raw("primary"), citation=citation or f"PubMed {pmid}")
        report.put("pmid", Raw(pmid) if re.fullmatch("[1-9][0-9]{0,7}", pmid) else None).put("read_of", Raw("nothing"))
        made.put(f"paper{number}", report, f"DECIDE: {node.path} names this report of results; read it")
    return made


def _reports(study: Study) -> list[Node]:
    found = study.protocol.items("referencesModule", "references")
    return [node for node in found if node.text("type") == "RESULT" and (node.text("citation") or node.text("pmid"))]


def status(context: Context) -> Mapping:
    """Where the trial stands, and what of it is out."""
    study = context.study
    state = study.told("statusModule", "overallStatus")
    word = _STATES.get(state.text) if state else None
    verified = date(study.text_of("statusModule", "statusVerifiedDate"))
    made = Mapping()
    why = study.text_of("statusModule", "whyStopped")
    comments = [f"why it stopped, in the registry's words: {why}"] if why else []
    if word is None:
        said = f"the registry says {state.text}" if state else "the registry says none"
        made.put("state", mapping(is_=NOT_REPORTED, cite=context.cite("protocolSection.statusModule")), said, *comments)
    else:
        made.put("state", is_(context, state, Raw(word), as_of=verified), *comments)
    return made.put("results", *_results(context))


def _results(context: Context) -> tuple[Mapping, str]:
    reports = _reports(context.study)
    if reports:
        claim = mapping(is_=Raw("published"), cite=context.cite(reports[0].path))
        return claim, "DECIDE: the registry names a report of results; is it one of this trial's results?"
    if context.study.results:
        return mapping(is_=Raw("reported"), cite=context.cite("resultsSection")), "DECIDE: look for a published report"
    claim = mapping(is_=Raw("pending") if context.as_of else NOT_REPORTED, cite=context.cite("protocolSection"))
    return claim.put("as_of", context.as_of or None), "DECIDE: no results are posted; look for a published report"


def people(context: Context) -> Mapping:
    """How many take part."""
    told = context.study.told("designModule", "enrollmentInfo", "count")
    kind = {"ACTUAL": "actual", "ESTIMATED": "target"}.get(
        context.study.text_of("designModule", "enrollmentInfo", "type")
    )
    value = figures.count(told.text) if told else None
    enrolled = is_(context, told, value, kind=Raw(kind) if kind else None)
    absent = mapping(is_=NOT_REPORTED, cite=context.cite("protocolSection.designModule"))
    details = context.study.results.text("participantFlowModule", "preAssignmentDetails")
    comments = [f"before assignment, in the registry's words: {details}"] if details else []
    return Mapping().put("enrolled", enrolled or absent, *comments)


def design(context: Context) -> Mapping:
    """How the trial was built."""
    study, made = context.study, Mapping()
    phases = study.protocol.at("designModule", "phases")
    phase = phase_of([str(item.value) for item in study.protocol.items("designModule", "phases")])
    made.put("phase", is_(context, Told("", phases.path), phase))
    for key, inner, meanings in (
        ("allocation", ("allocation",), _ALLOCATIONS),
        ("assignment", ("interventionModel",), _MODELS),
        ("masking", ("maskingInfo", "masking"), _MASKINGS),
    ):
        told = study.told("designModule", "designInfo", *inner)
        word = meanings.get(told.text) if told else None
        made.put(
            key,
            is_(context, told, Raw(word) if word else None) or (_allocation(context) if key == "allocation" else None),
        )
    masked = [
        str(item.value) for item in study.protocol.items("designModule", "designInfo", "maskingInfo", "whoMasked")
    ]
    place = Told("", "protocolSection.designModule.designInfo.maskingInfo.whoMasked")
    made.put("masked", is_(context, place, figures.text(", ".join(masked).replace("_", " ").lower())))
    arms = context.cite("protocolSection.armsInterventionsModule")
    made.put("treatment", mapping(is_=Raw("not read"), cite=arms), "DECIDE: how long treated; the arms below tell it")
    _who(context, made)
    _aims(context, made)
    return made


def _allocation(context: Context) -> Mapping:
    info = context.study.protocol.at("designModule", "designInfo")
    single = info.text("interventionModel") == "SINGLE_GROUP" and len(context.arms.groups) == 1
    observed = context.study.text_of("designModule", "studyType") == "OBSERVATIONAL"
    word = "single arm" if single else "not applicable" if observed else "not reported"
    return mapping(is_=Raw(word), cite=context.cite("protocolSection.designModule"))


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
    made.put("countries", is_(context, Told("", sites), figures.text(", ".join(countries))))
    sponsor = study.told("sponsorCollaboratorsModule", "leadSponsor", "name")
    made.put("sponsor", is_(context, sponsor, figures.text(sponsor.text) if sponsor else None))
    others = [node.text("name") for node in study.protocol.items("sponsorCollaboratorsModule", "collaborators")]
    place = Told("", "protocolSection.sponsorCollaboratorsModule.collaborators")
    made.put("collaborators", is_(context, place, figures.text("; ".join(filter(None, others)))))


def _aims(context: Context, made: Mapping) -> None:
    """The registered endpoints by their names; what is said of them in sentences stands in comments."""
    for key, role in (("registered_aim", "primary"), ("secondary_aims", "secondary")):
        found = [one for one in context.study.endpoints if one.role == role]
        named = "; ".join(f"{one.measure} ({one.time_frame})" if one.time_frame else one.measure for one in found)
        place = Told("", f"protocolSection.outcomesModule.{role}Outcomes")
        claim = is_(context, place, figures.text(named))
        hint = "DECIDE: these are the registry's titles; say them in your words"
        made.put(key, claim, *([hint] if claim else [f"{place.path}: too long for one text"] if named else []))


def dates(context: Context) -> Mapping:
    """The dates of the trial; what is estimated says so."""
    made = Mapping()
    for key, struct in _DATES:
        told = context.study.told("statusModule", struct, "date")
        estimated = context.study.text_of("statusModule", struct, "type") == "ESTIMATED"
        note = "estimated" if estimated and key not in {"registered", "results_posted"} else None
        made.put(key, is_(context, told, date(told.text) if told else None, note=note))
    return made


def date(printed: str) -> Value | None:
    """A date of the language; None where it is none."""
    try:
        return _DATE.validate_python(printed, strict=True)
    except ValidationError:
        return None


def free_text(context: Context) -> list[str]:
    """Eligibility and what else stands in sentences: for the curator to say in own words, never to copy."""
    module = context.study.protocol.at("eligibilityModule")
    who = ("sex", "minimumAge", "maximumAge", "healthyVolunteers")
    said = [f"{key} {module.text(key)}" for key in who if module.text(key)]
    lines = module.lines("eligibilityCriteria")
    if not (said or lines):
        return []
    place = f"DECIDE: `eligibility`, in your own words, citing `{context.source}, {module.path}.eligibilityCriteria`:"
    return [place, *([", ".join(said)] if said else []), *lines, ""]


def arms(context: Context) -> Mapping:
    """The arms, with those who started in them where patients were randomised."""
    made, interventions = Mapping(), _interventions(context)
    for key, group in context.arms.groups.items():
        started, path = _started(context, key)
        arm = mapping(label=figures.text(group.label) or key)
        role = "comparator" if key == context.arms.comparator else None
        arm.put("role", Raw(role) if role else None, *_role_comments(context, group.kind, role))
        drug = figures.text(" + ".join(group.drugs))
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
        node.text("name"): tuple(f"{node.text('name')}: {line}" for line in node.lines("description"))
        for node in context.study.protocol.items("armsInterventionsModule", "interventions")
    }


def _started(context: Context, arm: str) -> tuple[Raw | None, str]:
    """Those who were assigned to an arm: by the registry's definition, who started its first period."""
    design = context.study.text_of("designModule", "designInfo", "allocation")
    first = next((step for step in context.study.flow if step.what == "STARTED"), None)
    if first is None or design != "RANDOMIZED":
        return None, ""
    found = [figures.count(n) for title, n in first.numbers.items() if context.arms.key(title) == arm]
    return (found[0], first.path) if len(found) == 1 and found[0] else (None, "")
