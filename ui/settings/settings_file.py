"""The file of settings: read within bounds, written in one step. What cannot be read is put aside, not lost."""

import errno
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from selcore.files.regular_file import NotRegular, open_regular

LARGEST = 1 << 20
"""Bytes of the file: what is larger is not ours."""
ASIDE = ".damaged"
"""What follows its name where it was put aside. There is one such file: the one before is replaced."""


def tr(source: str) -> str:
    return QCoreApplication.translate("SettingsFile", source)


def load(path: Path) -> dict[str, Any]:
    """What the file holds. Raises OSError, ValueError, RecursionError."""
    found = json.loads(content(path))
    if not isinstance(found, dict):
        raise ValueError(tr("it holds no settings"))
    return found


def content(path: Path) -> bytes:
    """What stands in it. Raises OSError, ValueError."""
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST + 1)
    except (NotRegular, IsADirectoryError) as error:
        raise ValueError(tr("it is not a file")) from error
    if len(data) > LARGEST:
        raise ValueError(tr("it is larger than {n} bytes").format(n=f"{LARGEST:,}"))
    return data


def write(path: Path, settings: dict[str, Any]) -> Path | None:
    """In one step: whoever reads sees the old file or the new one. Returns where a damaged one is kept now.

    A symbolic link stays one: where it leads to settings these are written, and any other file is not ours to replace.
    What is not a file, or not to be written, stays too. Raises OSError.
    """
    from selcore.files.atomic_file import mode_of  # nothing is written before the first paint

    # Names that are not UTF-8 have surrogates in them: as ASCII they are kept too.
    words = json.dumps(settings, ensure_ascii=True, indent=1, sort_keys=True)
    target = _linked(path) if path.is_symlink() else path
    mode = mode_of(target)
    handle, name = tempfile.mkstemp(prefix=path.name, dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(words)
        if mode is not None:
            Path(name).chmod(mode)
        aside = _put_aside(target) if mode is not None else None
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return aside


def _put_aside(target: Path) -> Path | None:
    """Keep what may have been somebody's settings, whatever has become of them. Raises OSError."""
    try:
        load(target)
    except (ValueError, RecursionError):
        return target.replace(target.with_name(f"{target.name}{ASIDE}"))
    return None


def _linked(path: Path) -> Path:
    """The file of settings to which the link leads. Raises OSError."""
    try:
        load(path)
    except (ValueError, RecursionError) as error:
        raise OSError(errno.EEXIST, tr("it is a link to what holds no settings")) from error
    return Path(os.path.realpath(path))
