"""How a figure or a word is typed here that reports print in another form: what a message advises."""

from __future__ import annotations

import re

from il2sle.frozen import Frozen

from .parts import Loc

_LONGEST = 60  # nobody prints a longer form


class _Form(Frozen):
    """A form that is printed and not typed.

    Attributes:
        keys: under which it may stand; empty for any.
        printed: what the whole value looks like.
        typed: what to type; it may name the groups of the pattern.
        section: the part of the record in which it stands; empty for any.
    """

    keys: frozenset[str]
    printed: re.Pattern[str]
    typed: str
    section: str = ""

    def advice(self, section: str, key: str, value: str) -> str:
        """What to type in place of a value; empty where it has not this form."""
        match = self.printed.fullmatch(value)
        meant = (not self.keys or key in self.keys) and self.section in {"", section}
        return match.expand(self.typed) if match and meant else ""


def _form(keys: str, printed: str, typed: str, section: str = "") -> _Form:
    return _Form(frozenset(keys.split()), re.compile(printed, re.IGNORECASE), typed, section)


_P = "p p_within"
_ABOUT = r"(?:~|\u2248|\u223c|ca\.?|about|approx\.?|approximately) ?(-?[0-9.]+) ?%?"
# The first that fits speaks.
_FORMS = (
    _form(_P, r"n\.? ?s\.?|not significant|non-significant", "write `NS`"),
    _form(_P, r"(?:p ?)?=? ?([<>≤≥]?[0-9.]+),? ?\(?(?:one|1)[- ](?:sided|tailed)\)?", r"write `\1 one-sided`"),
    _form(_P, r"p ?=? ?([<>≤≥]?[0-9.]+)", r"write the figure without `p`: `\1`"),
    _form(
        "percent value events sd se",
        _ABOUT,
        r"write `\1`, and under `read_off` how it was read off a graph; what a source estimates goes under `says`",
    ),
    _form("percent", r"([<>≤≥][0-9.]+) ?%", r"write the bound without `%`: `\1`", "harms"),
    _form("percent", r"([0-9.]+) ?%", r"write the figure without `%`: `\1`"),
    _form("percent", r"[<>≤≥]=? ?[0-9.]+ ?%?", "a bound is typed in harms alone; here it goes in words under `says`"),
    _form("kind", "pre-?prints?", "write `kind: paper` and `standing: preprint`"),
    _form("kind", "retracted paper|retracted", "write `kind: paper` and `standing: retracted`"),
    _form("relatedness", "un-?related|not drug-related", "write `not related`"),
    _form("relatedness", "(?:drug|treatment)-related", "write `related`"),
    _form(
        "severity",
        r"(?:ctcae )?grades? ?(?:≥|>=) ?([2-4])|(?:ctcae )?grades? ?([2-4]) ?(?:\+|or (?:higher|above|more))",
        r"write `grade \1\2 or worse`",
    ),
    _form(
        "severity",
        r"(?:ctcae )?grades? ?([1-5]) ?(?:-|\u2013|to|/|and|or) ?([1-5])",
        "name the grades in `event`, and leave out `severity`; each grade alone is an event of its own",
    ),
    _form("statistic", r"((?:LS )?mean|median) \([0-9.]+% CI\)", r"write `\1`, and the interval in words under `note`"),
    _form(
        "results at",
        r"(day|week|month|year)s ([0-9]+) ?(?:to|-|\u2013) ?([0-9]+)",
        r"write the unit in the singular: `\1 \2 to \3`",
    ),
    _form("results at", r"([0-9]+) ?(day|week|month|year)s?", r"write the unit first: `\2 \1`"),
)
_LISTED = {
    "countries": "write one text, `China, France`, or a plain list in place of the whole value: `[China, France]`"
}


def other_form(path: Loc, value: object) -> str:
    """What to type in place of a value that reports print; empty where it is no such form.

    Args:
        path: of the value in the record; its last key is what it is about.
        value: as it was typed.
    """
    keys = [step for step in path if isinstance(step, str) and step not in ("is", value)]
    if not keys:
        return ""
    if not isinstance(value, str):
        return _LISTED.get(keys[-1], "")
    found = (form.advice(keys[0], keys[-1], value.strip()) for form in _FORMS if len(value) <= _LONGEST)
    return next(filter(None, found), "")
