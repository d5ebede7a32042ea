"""Folds text to plain ASCII, for streams that carry nothing else; the views fold before they measure."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_SIGNS = {
    # comparison: a sign lost here would turn a finding around
    "≥": ">=", "⩾": ">=", "≤": "<=", "⩽": "<=", "≠": "!=", "≮": "not <", "≯": "not >", "≰": "not <=",
    "≱": "not >=", "≪": "<<", "≫": ">>", "≈": "~", "≃": "~", "≅": "~", "∼": "~", "≡": "=",
    # arithmetic
    "−": "-", "×": "x", "⋅": "x", "÷": "/", "∕": "/", "⁄": "/", "±": "+/-", "∓": "-/+",
    "∞": "inf", "√": "sqrt", "∆": "Delta", "∑": "sum", "°": "deg", "‰": "o/oo",
    # dashes and dots
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "·": "-", "•": "-", "∙": "-", "…": "...",
    # marks: no star, which is taken for significance, and no sign that another sign below is folded to
    "†": "^", "‡": "!", "§": "&", "¶": "_", "ᵗ": "@",
    "‖": "||", "✓": "yes", "✔": "yes", "✗": "no", "✘": "no",
    # quotes and primes
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "“": '"', "”": '"', "„": '"', "″": '"',
    "«": '"', "»": '"', "‹": "'", "›": "'",
    # arrows
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇐": "<-", "↑": "up", "↓": "down",
    # plots
    "■": "#", "▪": "#", "◼": "#", "█": "#", "▮": "#", "□": "o", "▫": "o", "●": "#", "◆": "#", "♦": "#",
    "○": "o", "◇": "o", "◊": "o",
    # letters that have no decomposition
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
    "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i",
    # the rest
    "©": "(C)", "®": "(R)", "™": "(TM)", "€": "EUR", "£": "GBP", "\u2028": " ", "\u2029": " ",
}  # fmt: skip

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip

# Junctions and corners become plus signs; one character for one, so that a drawn grid keeps its columns.
_LINES = (
    dict.fromkeys(map(chr, range(0x2500, 0x2580)), "+")
    | dict.fromkeys("─━┄┅┈┉╌╍╴╶╸╺╼╾", "-")
    | dict.fromkeys("│┃┆┇┊┋╎╏╵╷╹╻╽╿║", "|")
    | {"═": "=", "╱": "/", "╲": "\\", "╳": "x"}
)

_TABLE = str.maketrans(
    _LINES
    | {letter.upper(): name.capitalize() for letter, name in _GREEK.items()}
    | _GREEK
    | {"ς": "sigma", "µ": "u", "μ": "u"}  # mu is a unit's prefix here, hardly ever a letter
    | _SIGNS
)

_DECIMAL_MIDDLE_DOT = r"(?<=\d)·(?=\d)"  # The Lancet prints 0·03
_FRACTION_AFTER_DIGIT = r"(?<=\d)(?=[¼½¾⅐-⅞↉])"  # else 2½ would read 21/2
_OVERLAY = 1  # the combining class of the strokes that negate a sign


def fold_ascii(text: str) -> str:
    """Writes `text` with ASCII characters only, as legibly as they allow.

    Signs, Greek letters and drawn lines go by a table, raised characters get one caret per run (10⁶ is
    10^6), letters lose their accents. What remains becomes a question mark, never a wrong sign.
    """
    if text.isascii():
        return text
    text = re.sub(_DECIMAL_MIDDLE_DOT, ".", unicodedata.normalize("NFC", text))
    text = re.sub(_FRACTION_AFTER_DIGIT, " ", text).translate(_TABLE)
    return "".join(_fold_run("".join(run), raised=raised) for raised, run in groupby(text, _is_raised))


def _is_raised(char: str) -> bool:
    return unicodedata.decomposition(char).startswith("<super>")


def _fold_run(run: str, *, raised: bool) -> str:
    letters = unicodedata.normalize("NFKD", run).translate(_TABLE)
    folded = "".join(char if char.isascii() else "?" for char in letters if not _is_silent(char))
    return f"^{folded}" if raised and folded else folded


def _is_silent(char: str) -> bool:
    """Tells accents and invisible formatting characters, which fall away, from what must leave a trace."""
    category = unicodedata.category(char)
    return category == "Cf" or (category == "Mn" and unicodedata.combining(char) != _OVERLAY)
