"""Which file a trial stands in, from the heads of the files: id, name and aliases, before anything is validated.

Whoever asks for one trial among thousands need not wait until all of them are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from il2sle.frozen import Frozen

from .content import bytes_of
from .letters import folded
from .names import Names, find
from .yaml_reader import read_yaml

# The first line that begins with anything but a key of the head: from there on, it is not looked at.
_BODY = re.compile(rb"^(?!language\b|id\b|name\b|aliases\b)[^\s#-]", re.MULTILINE)


class Head(Frozen):
    """A record file and the names in its head; of one that cannot be read, the name of the file."""

    path: Path
    trial: Names


def files_of(files: Sequence[Path], asked: Iterable[str]) -> list[Path]:
    """The files of the trials that are asked for, by the rules of `il2sle.records.names.find`.

    Args:
        files: all record files.
        asked: names of trials or parts of them.

    Raises:
        UsageProblem: a name that no record has, or that several may be meant by.
    """
    by_name: dict[str, list[Path]] = {}
    for path in files:
        by_name.setdefault(folded(path.stem), []).append(path)
    named = [by_name.get(folded(name)) for name in asked]
    if all(named):
        # By its id a trial is found without opening a file; two files of one name are an error of both.
        return list(dict.fromkeys(path for paths in named for path in paths or ()))
    heads = list(_heads(files))
    return list(dict.fromkeys(head.path for head in find(heads, list(asked))))


def _heads(files: Iterable[Path]) -> Iterator[Head]:
    return (Head(path, _names(path)) for path in files)


def _names(path: Path) -> Names:
    unknown = Names(path.stem, path.stem, ())
    try:
        raw = bytes_of(path)
    except OSError:
        return unknown
    body = _BODY.search(raw)
    head, problems = read_yaml(raw[: body.start()] if body else raw, path.name)
    if head is None or problems:
        return unknown
    own, name, aliases = (head.data.get(key) for key in ("id", "name", "aliases"))
    listed = aliases if isinstance(aliases, list) else []
    return Names(str(own or path.stem), str(name or path.stem), tuple(map(str, listed)))
