"""stdout and stderr as they may be: of another encoding, a pipe that nobody reads, a full disk, closed."""

import codecs
import os
import sys
from pathlib import Path

PLAIN = {"→": "->", "×": "x", "…": "...", "µ": "u"}


class Unheard(Exception):
    """stdout takes nothing any more. ``why`` is empty where whoever read it has gone (head, less)."""

    def __init__(self, error: OSError):
        super().__init__(str(error))
        self.why = "" if isinstance(error, BrokenPipeError) else error.strerror or str(error)


def prepare() -> None:
    """To be done first: descriptors 0 to 2 are taken, and nothing that is said fails for its characters."""
    for fd in range(3):
        try:
            os.fstat(fd)
        except OSError:
            # What is closed would be given to the next file that is opened, and be written into.
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(PLAIN.get(one) or escaped(one) for one in error.object[error.start : error.end]), error.end


def escaped(words: str) -> str:
    return words.encode("unicode_escape").decode("ascii")


def one_line(words: str) -> str:
    """Words that may come from a stranger's file, on one line and without what would move the cursor."""
    return "".join(one if one.isprintable() else escaped(one) for one in words)


def is_there(path: str) -> bool:
    """Whether something stands at that path; what cannot be a path is nowhere (Path.exists() raises for a long one)."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def say(words: str = "", end: str = "\n") -> None:
    """To stdout at once: whoever reads a long run sees it as it happens. Raises Unheard."""
    try:
        print(words, end=end, flush=True)
    except OSError as error:
        raise Unheard(error) from error


def put(data: bytes) -> None:
    """To stdout as it is, which is a file for others: the encoding of the terminal does not matter. Raises Unheard."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        raise Unheard(error) from error


def complain(words: str) -> None:
    """To stderr, if there is one."""
    if sys.stderr is None:
        return
    try:
        print(words, file=sys.stderr, flush=True)
    except OSError:
        pass  # nobody is left to be told
