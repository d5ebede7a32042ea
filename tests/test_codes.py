"""The codes of findings: well-formed, explained, and each of them given by some module."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import il2sle
from il2sle.codes import CODES, SEVERITIES, Code

SOURCE = Path(il2sle.__file__).parent
# Modules that sort findings which others have made.
READERS = {"codes.py", "evidence/finding.py", "views/show.py"}
NUMBER = re.compile(r"[YFRWN]\d{3}")


def literals(path: Path) -> set[str]:
    """The codes that a module holds as strings of their own."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if NUMBER.fullmatch(text)}


MODULES = {str(path.relative_to(SOURCE)): literals(path) for path in sorted(SOURCE.rglob("*.py"))}
GIVEN = {code for module, codes in MODULES.items() if module not in READERS for code in codes}


def test_modules_are_seen() -> None:
    assert len(MODULES) > 60
    assert set(MODULES) >= READERS
    assert len([module for module, codes in MODULES.items() if codes and module not in READERS]) >= 8


def test_every_code_that_is_given_is_in_the_table() -> None:
    assert GIVEN - set(CODES) == set()


def test_every_code_of_the_table_is_given() -> None:
    assert set(CODES) - GIVEN == set()


def test_number_of_codes() -> None:
    letters = [code[0] for code in CODES]
    assert {letter: letters.count(letter) for letter in "YFRWN"} == {"Y": 15, "F": 4, "R": 42, "W": 27, "N": 9}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_code_is_well_formed(code: Code) -> None:
    assert CODES[code.code] is code
    assert NUMBER.fullmatch(code.code)


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_code_is_explained_in_sentences(code: Code) -> None:
    assert re.fullmatch(r"[^A-Z].*[^.]|[A-Z]{2}.*[^.]", code.title) or code.title[0].isupper()
    assert all(re.fullmatch(r"[A-ZW`].{5,}\.", text) for text in (code.why, code.fix) if text)
    assert code.why
    assert not code.fix.startswith("Nothing")  # it would stand behind `help:`
    assert "|" not in code.title + code.why + code.fix  # the table of records/README.md has pipes of its own


@pytest.mark.parametrize(("letter", "severity"), [("Y", "error"), ("F", "error"), ("R", "error"), ("W", "warning"),
                                                  ("N", "note")])  # fmt: skip
def test_letter_tells_the_severity(letter: str, severity: str) -> None:
    assert {code.severity for code in CODES.values() if code.code[0] == letter} == {severity}


def test_no_letter_is_without_a_severity() -> None:
    assert {code[0] for code in CODES} == set(SEVERITIES)


def test_codes_stand_in_their_order() -> None:
    letters = list(dict.fromkeys(code[0] for code in CODES))
    assert list(CODES) == sorted(CODES, key=lambda code: (letters.index(code[0]), code))


def test_titles_differ() -> None:
    titles = [code.title for code in CODES.values()]
    assert len(set(titles)) == len(titles) == 97
