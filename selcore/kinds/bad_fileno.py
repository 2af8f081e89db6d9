"""An object whose ``fileno()`` answers something else than a descriptor, and what selectors makes of that."""

import socket
from collections.abc import Callable
from typing import Any

from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening, close_fds
from .file_object import FileObject
from .numbered import fresh_end

ANSWERS = {
    "text": "'abc'",
    "None": "None",
    "-1": "-1",
    "999999": "999999",
    "2**40": "2**40",
    "digits": "str(fd)",
    "float": "fd + 0.7",
    "ValueError": "ValueError('nope')",
    "OSError": "OSError(9, 'Bad file descriptor')",
    "RuntimeError": "RuntimeError('boom')",
    "AttributeError": "AttributeError('x')",
    "attribute": "7",
}
"""What ``fileno()`` answers or raises, in Python; of ``attribute``, what it is in place of a method."""
_WITH_FD = ("digits", "float")


class BadFileno:
    """``fileno()`` gives what ``answer`` gives."""

    def __init__(self, answer: Callable[[], Any], words: str):
        self._answer = answer
        self._words = words

    def __repr__(self) -> str:
        return f"BadFileno({self._words})"

    def fileno(self) -> Any:
        """Anything but what it should."""
        answer = self._answer()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        """Nothing: it is not known what there is to close."""


class BadFilenoKind(Kind):
    id = "bad-fileno"
    title = text("Object with a bad fileno()")
    about = text("fileno() answers text, None, -1 or raises; digits and floats are taken by selectors all the same")
    group = "never"
    short = "bad"
    icon = "never"
    asks = None
    options = (
        Option(
            name="answer",
            type="choice",
            default="text",
            title=text("fileno() answers"),
            asks="nothing",
            choices=tuple(ANSWERS),
        ),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        answer = options["answer"]
        if answer not in _WITH_FD:
            return [FileObject(name, self.id, _object(answer, -1))]
        fd, peer = fresh_end(opening)
        made = FileObject(name, self.id, _object(answer, fd))
        made.before_close = _closer(fd, peer)
        return [made]

    def lifts(self, options: dict[str, Any]) -> bool:
        return False

    def lifts_beside(self, options: dict[str, Any]) -> tuple[str, ...]:
        return ("end", "peer") if options["answer"] in _WITH_FD else ()

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, answer, made = py.variable(name), ANSWERS[options["answer"]], []
        if options["answer"] in _WITH_FD:
            end, peer = py.beside(name, "end"), py.beside(name, "peer")
            made, answer = [f"{end}, {peer} = socket.socketpair()"], answer.replace("fd", f"{end}.fileno()")
        if options["answer"] == "attribute":
            return [f"{it} = type('BadFileno', (), {{'fileno': {answer}, 'close': lambda self: None}})()"]
        if answer.partition("(")[0].endswith("Error"):
            answer = f"(_ for _ in ()).throw({answer})"
        return [
            *made,
            f"{it} = type('BadFileno', (), {{'fileno': lambda self: {answer}, 'close': lambda self: None}})()",
        ]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        if options["answer"] not in _WITH_FD:
            return []
        return [f"{py.beside(name, 'peer')}.close()", f"{py.beside(name, 'end')}.close()"]


def _object(answer: str, fd: int) -> BadFileno:
    words = ANSWERS[answer]
    made = BadFileno(lambda: eval(words, {"fd": fd}), words)  # noqa: S307 - of our own table
    if answer == "attribute":
        made.fileno = 7  # type: ignore[method-assign, assignment]
    return made


def _closer(fd: int, peer: socket.socket) -> Callable[[], None]:
    def close() -> None:
        peer.close()
        close_fds([fd])

    return close
