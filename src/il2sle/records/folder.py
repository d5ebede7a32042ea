"""Where record files are: the directory, and the files in it. None is opened here, so that completion stays quick."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from il2sle.errors import UsageProblem

SUFFIX = ".yaml"
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
        names = sorted(path.name for path in directory.iterdir() if _is_record(path.name))
    except OSError as error:
        raise UsageProblem(f"cannot list {directory}: {error.strerror}") from error
    if not names:
        raise UsageProblem(f"{directory} holds no records (*{SUFFIX})")
    return [directory / name for name in names]


def _is_record(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".")
