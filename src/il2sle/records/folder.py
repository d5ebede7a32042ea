"""Where record files are: the directory, and the files in it. None is opened here, so that completion stays quick."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from il2sle.errors import UsageProblem

from .text import one_line

SUFFIX = ".yaml"
SUFFIXES = (SUFFIX, ".yml")  # in any case
CENSUS = "census.yaml"  # what is known beside the records: no trial
_MOST_FOLDERS = 1000  # looked into for records that are passed over
ENVIRONMENT = "IL2SLE_RECORDS"


def records_directory(option: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The directory of the records: the option, else the environment, else the records that ship with the package.

    Raises:
        UsageProblem: a directory was named that does not exist.
    """
    named = option or (Path(environ[ENVIRONMENT]) if environ.get(ENVIRONMENT) else None)
    if named is None:
        return _shipped()
    if not named.is_dir():
        raise UsageProblem(f"there is no directory {named}; name one that holds record files (*{SUFFIX})")
    return named


def _shipped() -> Path:
    # An editable install runs from the checkout, whose records are the ones being edited; a wheel carries a copy.
    checkout = Path(__file__).resolve().parents[3] / "records"
    packaged = Path(__file__).resolve().parents[1] / "_records"
    return packaged if packaged.is_dir() else checkout


def named(path: str) -> str:
    """The name of a record file as people speak of it: a shipped one by its place in the project."""
    own = Path(path)
    return f"records/{own.name}" if own.parent == _shipped() else path


def record_files(directory: Path) -> list[Path]:
    """The entries of a directory that are named like records, sorted by name; hidden ones are passed over.

    Raises:
        UsageProblem: the directory cannot be listed or holds no record.
    """
    try:
        names = sorted(path.name for path in directory.iterdir() if is_record_name(path.name))
    except OSError as error:
        raise UsageProblem(f"cannot list {directory}: {error.strerror}") from error
    if not names:
        raise UsageProblem(f"{directory} holds no records (*{SUFFIX})")
    return [directory / name for name in names]


def ids(option: Path | None = None) -> list[str]:
    """The ids of the trials of a directory, by the names of its files; nothing is opened.

    Raises:
        UsageProblem: there is no such directory, or no record in it.
    """
    found = (unicodedata.normalize("NFC", path.stem) for path in record_files(records_directory(option)))
    return [one_line(name) for name in dict.fromkeys(found)]


def is_named_like_a_record(name: str) -> bool:
    """Whether a name or a path ends as those of records do, in any case."""
    return name.casefold().endswith(SUFFIXES)


def is_record_name(name: str) -> bool:
    """Whether a file of that name in a directory of records is one; hidden ones are passed over."""
    return is_named_like_a_record(name) and not name.startswith(".") and name != CENSUS


def passed_over(directory: Path) -> list[Path]:
    """The sub-folders of a directory that hold records, which nobody reads; hidden ones and links are left alone."""
    try:
        inside = sorted(path for path in directory.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []  # listing it as a directory of records says so
    shown = (folder for folder in inside if not folder.name.startswith(".") and not is_named_like_a_record(folder.name))
    return [folder for folder in shown if _holds_records(folder)]


def _holds_records(folder: Path) -> bool:
    for number, (_, folders, names) in enumerate(os.walk(folder)):
        if any(map(is_record_name, names)):
            return True
        if number >= _MOST_FOLDERS:
            return False
        folders[:] = [name for name in folders if not name.startswith(".")]
    return False
