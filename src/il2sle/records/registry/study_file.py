"""The bytes of a registry's file to its studies, or one sentence that says why there is none."""

from __future__ import annotations

import json
import re
from typing import Final, NoReturn

from il2sle.errors import StudyProblem
from il2sle.frozen import Frozen

from .node import Node
from .unread import displayed

MAX_BYTES: Final = 64 * 1024 * 1024
NUMBER: Final = re.compile(r"NCT[0-9]{8}", re.IGNORECASE)
_FETCH: Final = (
    "fetch it from https://clinicaltrials.gov/api/v2/studies/NCT… (a study), or …/studies?query.term=… (many)"
)
# Keys by which the API answered until 2024, and its download formats.
_LEGACY: Final = ("FullStudiesResponse", "FullStudy", "Study", "StudyFieldsResponse", "clinical_study")


class Filed(Frozen):
    """One study of a file.

    Attributes:
        where: the file, and the place in it where it is one of several.
        study: the study, with paths of its own; None where it is none.
        problem: why it is none.
        next_page: how the API names the page that follows, where the file is one page of a longer search result.
    """

    where: str
    study: Node | None
    problem: StudyProblem | None = None
    next_page: str = ""


def studies_in(raw: bytes, shown: str) -> list[Filed]:
    """The studies of a file: one, or those of a search result in their order; each has a valid number.

    Of several, one that cannot be read stands in its place with the reason; it is not for the others to suffer.

    Args:
        raw: the bytes of the file, up to one more than `MAX_BYTES`.
        shown: the name of the file for messages.

    Raises:
        StudyProblem: no such file, or its only study is none; the message says what it is, and what to do.
    """
    if len(raw) > MAX_BYTES:
        _refuse(shown, f"the file has more than {MAX_BYTES // 2**20} MiB; fetch fewer studies at a time")
    top = Node(_parsed(raw, shown))
    listed = top.at("studies").value
    if listed == []:
        _refuse(shown, "the search result holds no study; look at the search terms")
    if not isinstance(listed, list):
        return [Filed(shown, _study(top, shown))]
    page = top.text("nextPageToken")
    found = [_filed(Node(value, f"studies[{number}]"), shown, page) for number, value in enumerate(listed)]
    if len(found) == 1 and found[0].problem:
        raise found[0].problem
    return found


def number_of(study: Node) -> str:
    """The number under which a study is registered, in capitals."""
    return study.text("protocolSection", "identificationModule", "nctId").upper()


def _filed(node: Node, shown: str, next_page: str) -> Filed:
    where = f"{shown}: {node.path}"
    try:
        return Filed(where, _study(node, where), next_page=next_page)
    except StudyProblem as problem:
        return Filed(where, None, problem, next_page)


def _study(node: Node, where: str) -> Node:
    """A study with paths of its own: its places do not depend on where a search result has it."""
    section = node.at("protocolSection").value
    if not isinstance(section, dict):
        kind = f"protocolSection is {displayed(section)}, where an object was expected; {_FETCH}"
        _refuse(where, _what_else(node) if section is None else kind)
    study = Node(node.value)
    if not NUMBER.fullmatch(number_of(study)):
        told = study.at("protocolSection", "identificationModule", "nctId")
        _refuse(where, f"{told.path} is {displayed(told.value)}, not NCT and eight digits; {_FETCH}")
    return study


def _what_else(node: Node) -> str:
    legacy = next((key for key in _LEGACY if node.at(key)), None)
    if legacy or node.at("ProtocolSection"):
        return f"this is the format of the old API (`{legacy or 'ProtocolSection'}`), and version 2 is read; {_FETCH}"
    return f"no study: there is no `protocolSection`; {_FETCH}"


def _parsed(raw: bytes, shown: str) -> object:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(shown, f"byte {error.start + 1:,} is not UTF-8, so it is no JSON; {_FETCH}")
    start = text.lstrip()[:1]
    if not start:
        _refuse(shown, f"the file is empty; {_FETCH}")
    if start == "<":
        what = "the format of the old API (XML)" if "<clinical_study" in text else "a web page or XML"
        _refuse(shown, f"this is {what}, and JSON of version 2 is read; {_FETCH}")
    try:
        return json.loads(text, parse_float=str, parse_int=_whole, parse_constant=str)
    except json.JSONDecodeError as error:
        cut = "the file ends too early" if error.pos >= len(text.rstrip()) - 1 or _open_end(error) else "not JSON"
        _refuse(f"{shown}:{error.lineno}:{error.colno}", f"{cut} ({error.msg}); {_FETCH}")
    except RecursionError:
        _refuse(shown, f"brackets nest too deep for a study; {_FETCH}")


def _open_end(error: json.JSONDecodeError) -> bool:
    return error.msg.startswith("Unterminated string")


def _whole(digits: str) -> int | str:
    """A whole number; one with more digits than any count stays text, which Python may refuse to convert."""
    return int(digits) if len(digits) < 19 else digits


def _refuse(where: str, why: str) -> NoReturn:
    raise StudyProblem(f"{where}: {why}")
