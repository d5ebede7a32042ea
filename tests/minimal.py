"""The smallest record about which no check finds anything, and small edits of it, typed as a curator types them."""

from __future__ import annotations

from typing import Any, cast

from il2sle.arithmetic.schedules import Stretch
from il2sle.evidence.doses import stretches
from il2sle.records.model import Step, Trial
from il2sle.records.vocabulary import ENDPOINT_KEYS
from il2sle.records.yaml_reader import read_yaml

_BASE = """
id: NCT00000001
name: Base
title: a synthetic trial of one dose against placebo
sources:
  paper: {kind: paper, rank: primary, citation: Author A et al., date: 2020-01-15}
  registry: {kind: registry, rank: primary, citation: A registry, read: 2020-03-01}
  news: {kind: news, rank: secondary, citation: A report, date: 2020-02}
status: {cite: "paper, Results", state: completed, results: published}
people: {cite: "paper, Figure 1", enrolled: {is: 60, kind: actual}, randomised: 60}
design:
  cite: paper, Methods
  allocation: randomised
  ratio: "1:1"
  treatment: 12 weeks
  follow_up: 12 weeks
schedule:
  - {every: 2 days, for: 2 weeks, rest: 2 weeks, cycles: 3}
arms:
  drug:
    label: IL-2 1 million IU
    drug: IL-2
    dose: 1
    unit: million IU
    route: subcutaneous
    randomised: 30
    cite: paper, Methods
  placebo: {label: placebo, role: comparator, route: subcutaneous, randomised: 30, cite: "paper, Methods"}
outcomes:
  - endpoint: SRI-4
    population: ITT
    analysis: primary
    met: true
    results:
      week 12: {drug: {events: 18, n: 30, percent: 60.0}, placebo: {events: 9, n: 30, percent: 30.0}}
    cite: paper, Table 2
  - {endpoint: SLEDAI, missing: not reported, cite: "paper, whole text"}
  - {endpoint: BICLA, missing: not reported, cite: "paper, whole text"}
  - {endpoint: LLDAS, missing: not measured, cite: "paper, whole text"}
harms:
  cite: paper, Table 3
  n: {drug: 30, placebo: 30}
  events:
    - event: any adverse event
      category: any
      arms: {drug: {affected: 9, percent: 30.0}, placebo: {affected: 6, percent: 20.0}}
    - {event: death, category: death, missing: not reported}
"""

# Nor does W208 find anything when one more endpoint is compared.
SILENT = "".join(
    f'  - {{endpoint: {key}, missing: not reported, cite: "paper, whole text"}}\n'
    for key in ENDPOINT_KEYS
    if f"endpoint: {key}," not in _BASE and f"endpoint: {key}\n" not in _BASE
)
BASE = _BASE.replace("harms:\n", f"{SILENT}harms:\n", 1)

RESULTS = "outcomes/0/results/week 12"
DRUG, PLACEBO = f"{RESULTS}/drug", f"{RESULTS}/placebo"


def data(text: str) -> Any:  # noqa: ANN401  whatever the text holds
    """What a text of the record language holds: a figure keeps its printed digits."""
    document, problems = read_yaml(f"value: {text}".encode(), "value")
    assert document is not None, problems
    assert not problems
    return document.data["value"]


def base() -> dict[str, Any]:
    """The data of the base record, to be changed at will."""
    document, problems = read_yaml(BASE.encode(), "base.yaml")
    assert document is not None, problems
    assert not problems
    return cast("dict[str, Any]", document.data)


NEXT = f"outcomes/{len(base()['outcomes'])}"
"""Where a further outcome goes: behind those of the base record and one for each endpoint that is compared."""


def edited(edits: dict[str, str | None]) -> dict[str, Any]:
    """The base record with some values replaced, added (also at the end of a list) or, with None, removed.

    A key is a path such as `outcomes/0/met`; a value is a text of the record language.
    """
    record = base()
    for path, text in edits.items():
        *parents, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        place: Any = record
        for step in parents:
            place = place[step]
        if text is None:
            del place[last]
        elif isinstance(place, list) and last == len(place):
            place.append(data(text))
        else:
            place[last] = data(text)
    return record


def minimal(edits: dict[str, str | None] | None = None) -> Trial:
    """The base record, edited and validated."""
    return Trial.model_validate(edited(edits or {}))


def steps(*texts: str) -> tuple[Stretch, ...]:
    """A schedule from steps as a curator types them."""
    return stretches([Step.model_validate(data(text)) for text in texts])
