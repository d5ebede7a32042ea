"""What the registry says in sentences, as comments: for the curator to say in own words, never to copy."""

from __future__ import annotations

from il2sle.records.registry.node import Node

from .outcomes import Context

_MOST = 40_000  # signs of one text, more than the registry takes


def registry_says(context: Context, node: Node, key: str, called: str = "") -> list[str]:
    """A text of the registry, line by line, the first with its name; one without end is cut, and says so."""
    if not context.with_sentences:
        return []
    text, lines = node.at(key), node.lines(key, most=_MOST)
    said = [f"{called or key}, in the registry's words: {line}" for line in lines[:1]] + lines[1:]
    is_cut = isinstance(text.value, str) and len(text.value) > _MOST
    return [*said, f"… and more, at {text.path}"] if is_cut else said


def about(context: Context) -> list[str]:
    """What the trial is about: its long title, its conditions, and its descriptions."""
    protocol = context.study.protocol
    conditions = ", ".join(told.text for told in protocol.texts("conditionsModule", "conditions"))
    said = [f"conditions: {conditions}"] if conditions else []
    for module, key in (
        ("identificationModule", "officialTitle"),
        ("descriptionModule", "briefSummary"),
        ("descriptionModule", "detailedDescription"),
    ):
        said += registry_says(context, protocol.at(module), key)
    return said


def links(context: Context) -> list[str]:
    """Papers that name the number of the trial, of which any may be its report."""
    found = context.study.protocol.items("referencesModule", "references")
    return [
        f"{node.path} names the trial: {node.text('citation') or 'no title'}, PubMed {node.text('pmid') or 'unknown'}"
        for node in found
        if node.text("type") == "DERIVED"
    ]


def eligibility(context: Context) -> list[str]:
    """Who could take part; a record has its criteria as two lists."""
    module = context.study.protocol.at("eligibilityModule")
    who = ("sex", "minimumAge", "maximumAge")
    said = [f"{key} {module.text(key)}" for key in who if module.text(key)]
    healthy = module.flag("healthyVolunteers")
    said += [f"healthyVolunteers {'yes' if healthy else 'no'}"] if healthy is not None else []
    lines = registry_says(context, module, "eligibilityCriteria")
    if not (said or lines):
        return []
    asked = (
        "DECIDE: `eligibility`, in your own words: two lists, `inclusion` and `exclusion`, under "
        f"`cite: {context.source}, {module.path}.eligibilityCriteria`:"
    )
    population = registry_says(context, module, "studyPopulation")
    return [asked, *([", ".join(said)] if said else []), *population, *lines, ""]


def limitations(context: Context) -> list[str]:
    """What the registry's own results say against themselves."""
    node = context.study.results.at("moreInfoModule", "limitationsAndCaveats")
    return registry_says(context, node, "description", called="limitations and caveats")
