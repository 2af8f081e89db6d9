"""What was dropped, looked at before anything is done: experiments, files to open, and what is refused in words.

A URL comes from whatever program it was dragged out of: it may name no file, another machine's, or one that cannot be.
"""

import os
import socket
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QCoreApplication, QUrl

from selcore.files.regular_file import open_regular

from .reading import looks_like_experiment, looks_recorded

MOST = 1000
"""Files that are looked at and opened at once."""
PROGRAMS = (".py", ".pyw")
_KINDS = ((stat.S_ISDIR, "directory"), (stat.S_ISFIFO, "fifo"), (stat.S_ISSOCK, "unix-client"))


def tr(source: str) -> str:
    return QCoreApplication.translate("Dropped", source)


class Dropped(NamedTuple):
    """``documents`` are experiments and recordings, ``files`` (kind, path), ``refused`` a line each with the reason.

    ``program``: all that was dropped is one file of Python.
    """

    documents: tuple[Path, ...]
    files: tuple[tuple[str, str], ...]
    refused: tuple[str, ...]
    unseen: int = 0
    program: Path | None = None


def look(urls: list[QUrl]) -> Dropped:
    """Sort what was dropped; of more than MOST the rest is only counted."""
    documents, files, refused = list[Path](), list[tuple[str, str]](), list[str]()
    for url in urls[:MOST]:
        found = path_of(url)
        if isinstance(found, Refusal):
            refused.append(found.words)
        elif is_document(Path(found)):
            documents.append(Path(found))
        else:
            files.append((kind_of_path(Path(found)), found))
    alone = len(urls) == 1 and files and files[0][0] == "text-file" and Path(files[0][1]).suffix in PROGRAMS
    program = Path(files[0][1]) if alone else None
    return Dropped(tuple(documents), tuple(files), tuple(refused), max(len(urls) - MOST, 0), program)


class Refusal(NamedTuple):
    """Why something that was dropped cannot be opened."""

    words: str


def path_of(url: QUrl) -> str | Refusal:
    """The path of a file on this machine, as an experiment can hold it."""
    shown = url.toDisplayString() or tr("(nothing)")
    if not url.isLocalFile():
        return Refusal(tr("{url}: it is not a file").format(url=shown))
    if url.host() not in _here():
        return Refusal(tr("{url}: it is a file of another machine").format(url=shown))
    plain = QUrl(url)
    plain.setHost("")  # or Qt makes //host/path of it
    path = plain.toLocalFile()
    if "\ufffd" in path:  # what is not UTF-8 is lost there
        path = os.fsdecode(unquote_to_bytes(plain.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    if not path:
        return Refusal(tr("{url}: it names no file").format(url=shown))
    if "\0" in path:
        return Refusal(tr("{path}: a file name cannot contain a NUL").format(path=ascii(path)))
    if any("\ud800" <= one <= "\udfff" for one in path):
        words = tr("{path}: its name is not UTF-8, so an experiment could not hold it")
        return Refusal(words.format(path=ascii(path)))
    return path


def _here() -> Iterable[str]:
    return "", "localhost", socket.gethostname().lower()


def is_document(path: Path) -> bool:
    """Whether it is an experiment or a recording, which begin a session."""
    if looks_recorded(path):
        return True
    if path.suffix != ".json":
        return False
    try:
        return looks_like_experiment(path)
    except (OSError, ValueError):
        return False


def kind_of_path(path: Path) -> str:
    """The kind of file object that opens what stands there; what cannot be looked at is left to open() to refuse."""
    try:
        mode = path.stat().st_mode
        found = next((kind for is_one, kind in _KINDS if is_one(mode)), None)
        if found is not None:
            return found
        if not stat.S_ISREG(mode):
            return "device"
        with open_regular(path) as file:
            return "binary-file" if b"\0" in file.read(4096) else "text-file"
    except (OSError, ValueError):
        return "text-file"
