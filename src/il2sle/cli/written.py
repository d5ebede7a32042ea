"""Files that an answer is written to: whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from il2sle.errors import OutputProblem

from .terminal import encode, encoded, reader_has_gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write_file(path: Path, data: str | Iterable[str | bytes]) -> None:
    """Writes a file whole or not at all, in UTF-8; devices and pipes are written as they are.

    An existing file keeps its permissions, and a symbolic link goes on pointing to it.

    Raises:
        OutputProblem: `path` is a directory, or cannot be written.
    """
    try:
        found = _existing(path)
        if found is None or _is_replaceable(found):
            _replace(Path(os.path.realpath(path)), encoded(data), found)
        else:
            with path.open("ab") as device:  # standard output may be redirected by `>>` to a file
                device.writelines(encoded(data))
    except OSError as error:
        if not reader_has_gone(error):
            raise OutputProblem(f"cannot write {path}: {_advice(path, error)}") from error


def write_new_file(path: Path, data: str) -> bool:
    """Writes a file that does not exist yet, whole or not at all, in UTF-8; says no where there is one.

    Raises:
        OutputProblem: it cannot be written.
    """
    draft = path.with_name(f".il2sle-{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(encode(data))
        os.link(draft, path)  # unlike a rename, it takes no other file's name
    except FileExistsError:
        return False
    except OSError as error:
        raise OutputProblem(f"cannot write {path}: {_advice(path, error)}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return True


def _existing(path: Path) -> os.stat_result | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISREG(found.st_mode) and not os.access(path, os.W_OK):
        # Replacing needs no such right, but whoever took it away meant the file to stay.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return found


def _is_replaceable(found: os.stat_result) -> bool:
    """Says no to devices and pipes, and to a file that our own standard streams write to."""
    return stat.S_ISREG(found.st_mode) and not any(os.path.samestat(found, own) for own in _own_streams())


def _own_streams() -> Iterator[os.stat_result]:
    for descriptor in (1, 2):
        with suppress(OSError):
            yield os.fstat(descriptor)


def _replace(target: Path, content: Iterable[bytes], found: os.stat_result | None) -> None:
    # Not `tempfile`: a new file gets the permissions that the umask grants, not those of a private one.
    draft = target.with_name(f".il2sle-{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            if found is not None:
                draft.chmod(stat.S_IMODE(found.st_mode))
            file.writelines(content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _advice(path: Path, error: OSError) -> str:
    folder = Path(os.path.realpath(path)).parent
    match error:
        case IsADirectoryError():
            return "it is a directory; name a file in it"
        case FileNotFoundError():
            return f"there is no directory {folder}; create it first"
        case NotADirectoryError():
            return f"{folder} is not a directory; name a file in one"
        case PermissionError():
            return f"no permission to write the file or its directory {folder}; choose another place"
        case _:
            return error.strerror or str(error)
