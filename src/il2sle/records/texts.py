"""The reader's own copies of sources: found under a folder, or by an index in it, and read as plain text.

A copy is `DIR/TRIAL/KEY.txt`, `.md`, `.html` or `.pdf`: an id or name of the trial, then the key of a source.
An index, `DIR/index.yaml` or `DIR/index.csv`, maps trials and keys to files of any name instead. Nothing of a text is
kept by the program.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from il2sle.errors import UsageProblem, some_of
from il2sle.frozen import Frozen

from .content import bytes_of
from .letters import folded
from .model import Trial
from .names import names_of
from .pages import page_text
from .text import printable
from .yaml_reader import read_yaml

LARGEST = 64 * 1024 * 1024
INDEXES = ("index.yaml", "index.csv")
_SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf")


class Copy(Frozen):
    """A copy of a source.

    Attributes:
        path: where it is.
        text: what it says, with a form feed between pages.
        hash: SHA-256 of the file.
        date: the day that the file was last changed.
    """

    path: Path
    text: str
    hash: str
    date: str


def copies(folder: Path, trials: Sequence[Trial]) -> dict[str, dict[str, Copy]]:
    """The copies of the sources of some trials, by id and key; a trial without one is not in it.

    Raises:
        UsageProblem: there is no such folder, an index or a copy cannot be read, or one source has two copies.
    """
    if not folder.is_dir():
        raise UsageProblem(f"there is no directory {folder}; name one that holds copies, as TRIAL/KEY.txt")
    index = next((folder / name for name in INDEXES if (folder / name).is_file()), None)
    found: dict[str, dict[str, Copy]] = {}
    for trial in trials:
        files = _indexed(index, trial) if index else _beside(folder, trial)
        read = {key: _copy(path) for key, path in files.items()}
        if read:
            found[trial.id] = read
    return found


def _beside(folder: Path, trial: Trial) -> dict[str, Path]:
    """The files that are named after the sources of a trial, in the folder that is named after it."""
    called = {folded(name) for name in names_of(trial)}
    files = [
        path
        for inside in sorted(folder.iterdir())
        if inside.is_dir() and folded(inside.name) in called
        for path in sorted(inside.iterdir())
        if path.suffix.casefold() in _SUFFIXES and path.stem in trial.sources
    ]
    found: dict[str, Path] = {}
    for path in files:
        if path.stem in found:
            raise UsageProblem(
                f"{trial.id}: two copies of {path.stem}: {found[path.stem].name} and {path.name}; keep one"
            )
        found[path.stem] = path
    return found


def _indexed(index: Path, trial: Trial) -> dict[str, Path]:
    called = {folded(name) for name in names_of(trial)}
    rows = [(key, file) for name, key, file in _rows(index) if folded(name) in called]
    unknown = [key for key, _ in rows if key not in trial.sources]
    if unknown:
        raise UsageProblem(f"{index}: {trial.id} has no source {some_of(unknown)}; there are: {some_of(trial.sources)}")
    return {key: index.parent / file for key, file in rows}


def _rows(index: Path) -> Iterator[tuple[str, str, str]]:
    """Trial, key and file of each line of an index."""
    raw = _bytes(index)
    if index.suffix == ".csv":
        reader = csv.DictReader(io.StringIO(_decoded(raw, index)))
        if not {"trial", "key", "file"} <= set(reader.fieldnames or ()):
            raise UsageProblem(f"{index} has no columns trial, key and file")
        yield from ((row["trial"] or "", row["key"] or "", row["file"] or "") for row in reader)
        return
    document, problems = read_yaml(raw, str(index))
    if document is None or problems:
        first = min(problems)
        raise UsageProblem(f"{index}:{first.place.line}: {first.message}")
    for name, keys in document.data.items():
        if not isinstance(keys, dict) or not all(isinstance(file, str) for file in keys.values()):
            raise UsageProblem(f"{index}: under {name} stands no mapping of keys to files, as `paper: paper.txt`")
        yield from ((str(name), str(key), str(file)) for key, file in keys.items())


def _bytes(path: Path) -> bytes:
    try:
        raw = bytes_of(path, LARGEST)
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror or 'not a regular file'}") from error
    if len(raw) > LARGEST:
        raise UsageProblem(f"{path} is larger than {LARGEST // 1024**2} MiB; save its text alone")
    return raw


def _copy(path: Path) -> Copy:
    raw = _bytes(path)
    text = _READERS.get(path.suffix.casefold(), _decoded)(raw, path)
    if not text.strip():
        raise UsageProblem(f"{path} holds no text; of a scan save the text that a reader of letters finds")
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Copy(path, _plain(text), sha256(raw).hexdigest(), f"{changed:%Y-%m-%d}")


_FOLDED: Mapping[int, str | None] = {
    0x00AD: None,  # soft hyphen
    0x200B: None,
    0xFEFF: None,
    0x00A0: " ",
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF0E: ".",
    0xFF05: "%",
    0x2028: "\n",
    0x2029: "\n\n",
}


def _plain(text: str) -> str:
    """A text with one kind of line end, digit and blank, and without what acts on a terminal."""
    folded_text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "  ").translate(_FOLDED)
    return "\f".join(printable(page) for page in folded_text.split("\f"))


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{path} is not UTF-8; save it so, since a wrong letter makes a wrong figure") from error


def _of_html(raw: bytes, path: Path) -> str:
    return page_text(_decoded(raw, path))


def _of_pdf(raw: bytes, path: Path) -> str:
    try:
        import pypdf  # noqa: PLC0415  an extra that few need
    except ImportError as error:
        raise UsageProblem(f"{path}: PDF needs pypdf (pip install 'il2sle[pdf]'); or save its text as .txt") from error
    try:
        return "\f".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)
    except Exception as error:  # a broken PDF raises whatever its breakage touches
        raise UsageProblem(f"{path} cannot be read as PDF ({type(error).__name__}); save its text as .txt") from error


_READERS: dict[str, Callable[[bytes, Path], str]] = {
    ".html": _of_html,
    ".htm": _of_html,
    ".pdf": _of_pdf,
}
