"""Records that nobody wrote: whatever the model and the checks allow, as plain data, and as the text of a file."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st

from il2sle.records.text import REFUSED
from il2sle.records.values import FORMULA_STARTS
from il2sle.records.vocabulary import (
    ENDPOINT_KEYS,
    HARM_CATEGORIES,
    INSTRUMENTS,
    OTHER,
    Allocation,
    Analysis,
    Better,
    EnrolledKind,
    Masking,
    Population,
    Rank,
    Results,
    Route,
    SourceKind,
    State,
    Statistic,
    Unit,
    labels,
)

Data = dict[str, Any]

# Texts that some reader of a file, a table or a page would take for more than text.
ODD_TEXTS = ("1:1", "no", "~", "1e6", "[red]", ":b:", "<b>", "| a |", "**", "{0}", "#", "a, b", "“", "%", "安慰剂", "é")
NO_RULE = "as labelled in the source"  # of the rules of `shown_by`, one that no check holds against the sources
EFFECTS = ("difference", "risk_ratio", "odds_ratio")
SCORE_EFFECTS = ("mean_difference", "risk_ratio", "odds_ratio")


# The text of a file


def to_yaml(data: object, *, flow: bool = False) -> str:
    """The data as a text of the record language, in lines or, if `flow`, in brackets on one line."""
    return f"{_in_brackets(data)}\n" if flow else "".join(f"{line}\n" for line in _lines(data))


def _in_brackets(data: object) -> str:
    if isinstance(data, dict):
        return f"{{{', '.join(f'{_in_brackets(key)}: {_in_brackets(value)}' for key, value in data.items())}}}"
    if isinstance(data, list):
        return f"[{', '.join(map(_in_brackets, data))}]"
    return f"{data:f}" if isinstance(data, Decimal) else json.dumps(data, ensure_ascii=False)


def _lines(data: object) -> Iterator[str]:
    if not data or not isinstance(data, dict | list):
        yield _in_brackets(data)
        return
    items = data.items() if isinstance(data, dict) else (("-", value) for value in data)
    for key, value in items:
        head = "-" if isinstance(data, list) else f"{_in_brackets(key)}:"
        if value and isinstance(value, dict | list):
            yield head
            yield from (f"  {line}" for line in _lines(value))
        else:
            yield f"{head} {_in_brackets(value)}"


# Single values


def words(vocabulary: object) -> st.SearchStrategy[str]:
    return st.sampled_from(labels(vocabulary))


def _is_text(text: str) -> bool:
    stripped = text.strip()
    return bool(stripped) and stripped[0] not in FORMULA_STARTS and not REFUSED.search(text)


texts = st.sampled_from(ODD_TEXTS) | st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=30
).map(partial(unicodedata.normalize, "NFC")).filter(_is_text)
keys = st.text("abXY019-.", min_size=1, max_size=6).filter(lambda key: key[0] not in "-.")
sizes = st.integers(0, 60) | st.just(1_000_000)
figures = st.decimals(-999, 999, places=2) | st.integers(-999, 999)
ratios = st.decimals("0.01", 99, places=2)
dates = st.from_regex(r"20[0-2][0-9](-0[1-9](-[12][0-8])?)?", fullmatch=True)
weeks = st.integers(0, 60).map(lambda week: f"week {week}") | st.just("not stated")
p_values = st.decimals(0, 1, places=3) | st.sampled_from(["<0.001", ">0.05", "<0.05"])


def some(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """A mapping with any of the keys."""
    return st.fixed_dictionaries({}, optional=values)


@st.composite
def pairs(draw: st.DrawFn, around: Decimal | None = None) -> list[Any]:
    ends = [draw(figures), draw(figures)]
    return [min(*ends, around), max(*ends, around)] if around is not None else sorted(ends)


@st.composite
def stated(draw: st.DrawFn, values: st.SearchStrategy[Any], cites: st.SearchStrategy[Any] | None = None) -> Any:  # noqa: ANN401  a value, a claim, or claims
    """What sources say of a matter: a bare value, one claim, or several of which one is shown."""
    if cites is None and draw(st.booleans()):
        return draw(values)
    needed = {"is": values} if cites is None else {"is": values, "cite": cites}
    more = {"note": texts, "as_of": dates, "kind": words(EnrolledKind)}
    claims = draw(st.lists(st.fixed_dictionaries(needed, optional=more), min_size=1, max_size=3))
    if len(claims) == 1:
        return claims[0]
    claims[0]["shown_by"] = NO_RULE
    return claims


# The parts of a record


def sources() -> st.SearchStrategy[Data]:
    needed = {"kind": words(SourceKind), "rank": words(Rank), "citation": texts}
    more = {"url": texts, "doi": st.just("10.1000/xyz123"), "date": dates, "read": dates, "note": texts}
    return st.dictionaries(keys, st.fixed_dictionaries(needed, optional=more), min_size=1, max_size=3)


@st.composite
def schedules(draw: st.DrawFn) -> list[Data]:
    """Steps that end within a year, which is how long every trial here treats."""
    every = st.sampled_from(["1 day", "2 days", "2 weeks"])
    if draw(st.booleans()):
        return [{"every": draw(every), "to_day": draw(st.integers(1, 300))}]
    ends: list[Data] = [{"for": "4 weeks"}, {"for": "9 to 16 days", "rest": "3 days"}, {"times": 3}]
    end = st.sampled_from(ends)
    more = some(dose=ratios, rest=st.just("2 to 3 days"), cycles=st.integers(1, 2), note=texts)
    return [{"every": draw(every), **draw(more), **draw(end)} for _ in range(draw(st.integers(0, 2)))]


@st.composite
def arms(draw: st.DrawFn, cites: st.SearchStrategy[Any]) -> Data:
    doses = ratios | st.lists(ratios, min_size=1, max_size=3)
    more = some(drug=texts, dose=doses, unit=words(Unit), route=words(Route), note=texts, schedule=schedules())
    found: Data = {}
    for number, key in enumerate(draw(st.lists(keys, min_size=1, max_size=4, unique=True))):
        role = draw(st.sampled_from(["treated", "comparator"])) if number else "treated"
        found[key] = {"label": draw(texts), "role": role, "cite": draw(cites)} | draw(more)
    return found


@st.composite
def counted(draw: st.DrawFn) -> Data:
    """Responders of patients, with or without their percentage, or a percentage alone."""
    n = draw(st.integers(1, 60))
    events = draw(st.integers(0, n))
    percent = Decimal(f"{100 * events / n:.1f}")
    forms = ({"events": events, "n": n}, {"events": events, "n": n, "percent": percent}, {"percent": percent})
    return draw(st.sampled_from([*forms, {"events": events, "percent": percent, "n": "from percent"}]))


@st.composite
def effects(draw: st.DrawFn, *, scored: bool) -> Data:
    """Printed effects; the difference of a score is one of means, never in percentage points (R116)."""
    found: Data = {}
    for name in draw(st.lists(st.sampled_from(SCORE_EFFECTS if scored else EFFECTS), min_size=1, unique=True)):
        value = draw(ratios if name.endswith("ratio") else st.decimals(-100, 100, places=1))
        found |= {name: value, f"{name}_ci": draw(pairs(value))}
    return found


spreads = figures.map(abs)
scores = st.fixed_dictionaries({"value": figures}, optional={"range": pairs(), "sd": spreads, "se": spreads})
silences = st.sampled_from([{"missing": "not reported"}, {"says": "better"}])


@st.composite
def results(draw: st.DrawFn, shown: list[str], comparators: list[str], *, scored: bool) -> Data:
    """What the arms had at one time: figures, words, or a reason why there are none."""
    found: Data = {}
    for arm in shown:
        treated = arm not in comparators
        kinds = [
            silences,
            scores if scored else counted(),
            *([effects(scored=scored)] if treated and comparators else []),
        ]
        result: Data = {**draw(st.one_of(kinds))}
        if treated and comparators:
            result |= {"against": draw(st.sampled_from(comparators))}
        if "missing" not in result:
            result |= draw(some(p_within=p_values, p=p_values) if "against" in result else some(says=texts))
        found[arm] = result | draw(some(note=texts))
    return found


def of_deviations(statistic: object) -> bool:
    """Whether a score of this statistic may have both deviations and standard errors (R118)."""
    return not {"SD", "SE"} & set(str(statistic).split())


@st.composite
def outcomes(draw: st.DrawFn, by_arm: Data, cites: st.SearchStrategy[Any]) -> Data:
    found: Data = {
        "endpoint": draw(st.sampled_from([*ENDPOINT_KEYS, OTHER])),
        "measure": draw(texts),
        "cite": draw(cites),
    }
    found |= draw(_DESCRIBED)
    if draw(st.booleans()):
        return found | draw(st.sampled_from([{"missing": "not measured"}, {"missing": "pending", "as_of": "2020-01"}]))
    scored = draw(st.booleans())
    found |= {"statistic": draw(words(Statistic).filter(of_deviations))} if scored else {}
    comparators = [key for key, arm in by_arm.items() if arm["role"] == "comparator"]
    first, *others = by_arm  # the first arm is a treated one, and without one there would be no row
    shown = [first, *(draw(st.lists(st.sampled_from(others), unique=True)) if others else [])]
    at = draw(st.lists(weeks, min_size=1, max_size=2, unique=True))
    return found | {"results": {week: draw(results(shown, comparators, scored=scored)) for week in at}}


_DESCRIBED = some(
    instrument=st.sampled_from(INSTRUMENTS),
    population=words(Population),
    subset=texts,
    analysis=words(Analysis),
    met=st.booleans(),
    unit=texts,
    better=words(Better),
    adjusted=texts,
    linked_by=texts,
    says=texts,
    note=texts,
)


@st.composite
def harms(draw: st.DrawFn, by_arm: Data, cites: st.SearchStrategy[Any]) -> Data:
    at_risk = {arm: draw(st.integers(1, 60)) for arm in by_arm}
    events = draw(st.lists(texts.map(str.strip), max_size=3, unique=True))
    # Each event is part of all that follow it, and a part is never above its whole (R125).
    counts = {arm: sorted(draw(st.integers(0, n)) for _ in events) for arm, n in at_risk.items()}
    found = []
    for number, event in enumerate(events):
        harm = {"event": event, "category": draw(st.sampled_from(list(HARM_CATEGORIES)))}
        harm |= draw(some(says=texts, note=texts, linked_by=texts)) | {"part_of": events[number + 1 :]}
        affected = {arm: {"affected": count[number]} for arm, count in counts.items()}
        found.append(harm | draw(st.sampled_from([{"arms": affected}, {"missing": "below threshold"}])))
    return {"cite": draw(cites), "n": at_risk, "events": found}


def baselines(by_arm: Data, cites: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    needed = {"measure": texts, "arms": st.dictionaries(st.sampled_from(list(by_arm)), scores, min_size=1)}
    row = st.fixed_dictionaries(needed, optional={"p": p_values, "note": texts, "statistic": words(Statistic)})
    return st.fixed_dictionaries({"cite": cites, "rows": st.lists(row, max_size=3)})


def populations(by_arm: Data, cites: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    one = st.fixed_dictionaries(
        {"cite": cites},
        optional={"n": st.dictionaries(st.sampled_from(list(by_arm)), sizes), "total": sizes, "definition": texts},
    )
    return st.dictionaries(words(Population), one, max_size=2)


@st.composite
def records(draw: st.DrawFn, id_: str = "GENERATED-1") -> Data:
    """A record without an error: it validates, and the checks find nothing worse than a warning."""
    listed = draw(sources())
    cite = st.builds("{}, {}".format, st.sampled_from(list(listed)), texts)
    cites = cite | st.lists(cite, min_size=1, max_size=2)
    by_arm = draw(arms(cites))
    said = st.lists(stated(texts), max_size=2)
    cited = st.lists(stated(texts, cites), max_size=2)
    design = some(
        phase=stated(texts | st.integers(1, 4)), masking=stated(words(Masking)), ratio=stated(texts), notes=said
    )
    return {
        "id": id_,
        "name": draw(texts),
        "aliases": draw(st.lists(texts | st.integers(0, 9999), max_size=3)),
        "title": draw(texts),
        "sources": listed,
        "status": {"state": draw(stated(words(State))), "results": draw(stated(words(Results))), "cite": draw(cites)},
        "people": {"enrolled": draw(stated(sizes)), "cite": draw(cites)}
        | draw(some(screened=stated(sizes), randomised=stated(sizes))),
        "design": {"allocation": draw(stated(words(Allocation))), "treatment": "53 weeks", "cite": draw(cites)}
        | draw(design),
        "schedule": draw(schedules()),
        "arms": by_arm,
        "outcomes": draw(st.lists(outcomes(by_arm, cites), max_size=3)),
    } | draw(
        some(
            dates=st.fixed_dictionaries(
                {"cite": cites}, optional={"start": stated(dates), "completion": stated(dates)}
            ),
            eligibility=st.fixed_dictionaries({"cite": cites}, optional={"inclusion": said, "exclusion": said}),
            populations=populations(by_arm, cites),
            baseline=baselines(by_arm, cites),
            harms=harms(by_arm, cites),
            conclusions=cited,
            notes=cited,
            conflicts=st.lists(conflicts(cites), max_size=1),
        )
    )


@st.composite
def conflicts(draw: st.DrawFn, cites: st.SearchStrategy[Any]) -> Data:
    claims = [{"is": draw(texts), "cite": draw(cites)} for _ in range(draw(st.integers(2, 3)))]
    claims[-1]["shown_by"] = NO_RULE
    return {"about": draw(texts), "claims": claims}
