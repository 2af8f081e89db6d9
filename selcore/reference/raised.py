"""What each method of the selectors raised when it was asked: a recorded fact, and not what a docstring promises."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from .campaign import Behaviour, load

METHODS = ("register", "modify", "unregister", "get_key", "get_map", "select", "close")


class Raised(msgspec.Struct, frozen=True):
    """An exception that a method raised, as Python prints it: with which backends, at which step (``when``) of which
    fact; ``words`` are what was done there."""

    method: str
    error: str
    backends: tuple[str, ...]
    when: str
    fact: str
    words: str


_NO_EVENTS = 'modify with invalid events (0, 4, 8, -1, None, "r"): result, is the key lost, then select'
_STEPS: tuple[tuple[str, str, str, str], ...] = (
    ("register", "register the same object twice", "second", "the same object once more"),
    ("register", "register argument checks: events", r"register\(events=(0|4|None|'r')\)", "{}"),
    ("register", "register argument checks: fd that cannot work (register / then select)", r"register\(.*", "{}"),
    ("register", "a failed register leaves no trace (regular file)", "register.*", "{}"),
    ("register", "same fd in two selectors; selector registered in a selector", "register a selector in itself", "{}"),
    ("register", "after selector.close()", r"register\(c\)", "after close()"),
    ("modify", _NO_EVENTS, r"modify\(events=(0|4|None|'r')\)", "{}"),
    ("modify", "modify on an unregistered / invalid / closed object", ".*", "modify of: {}"),
    ("modify", "modify: same events, different data", "data whose.*", "{}"),
    ("modify", "fd number reused by a new file after close (old one not unregistered)", r"modify\(new, W\)",
     "of a number that was closed and is another file now"),
    ("unregister", "unregister / get_key errors", "unregister .*", "{}"),
    ("get_key", "unregister / get_key errors", "get_key .*", "{}"),
    ("get_key", "after selector.close()", "get_key", "after close()"),
    ("get_map", "get_map: liveness, mutability, lookups", "set item", "m.__setitem__(1, 1)"),
    ("get_map", "get_map: liveness, mutability, lookups", r"m\[.*|.* in m|register while iterating", "{}"),
    ("select", "timeout argument with a ready fd", r"select\((nan|inf|1000000000.0|'1')\)", "{}"),
    ("select", "fd >= 1024", "select", "a descriptor of 1024 or more is registered"),
    ("select", "close the registered fd without unregister, then select, then unregister", r"select\(0\)",
     "a registered object was closed"),
    ("select", "after selector.close()", r"select\(0\)", "after close()"),
    ("select", "signal: handler raises", "custom|KeyboardInterrupt", "the handler of a signal raised it"),
)  # fmt: skip
"""Which steps of which fact ask which method, and what is done there in words; a step is a pattern, ``{}`` its name."""


@cache
def raised() -> tuple[Raised, ...]:
    """What each method raised, each kind of exception of each step once."""
    facts = load()
    return tuple(
        one
        for method, id, pattern, words in _STEPS
        for one in _raised(method, facts.behaviour(id), re.compile(pattern), words)
    )


def _raised(method: str, fact: Behaviour, pattern: re.Pattern[str], words: str) -> Iterator[Raised]:
    for step, answers in fact.steps.items():
        if not pattern.fullmatch(step):
            continue
        by_error: dict[str, list[str]] = {}
        for backend, answer in answers.items():
            if isinstance(answer, str) and answer.startswith("!"):
                by_error.setdefault(as_printed(answer), []).append(backend)
        for error, some in by_error.items():
            yield Raised(method, error, tuple(some), step, fact.id, words.format(step))


_NUMBERED = re.compile(r"(\w+)\[\w+=(\d+)\] ?(.*)", re.DOTALL)


def as_printed(answer: str) -> str:
    """``OSError: [Errno 9] Bad file descriptor`` of a record's ``!OSError[EBADF=9] Bad file descriptor``."""
    error = answer.removeprefix("!").removesuffix(" early")
    numbered = _NUMBERED.fullmatch(error)
    if numbered is not None:
        return f"{numbered[1]}: [Errno {numbered[2]}] {numbered[3]}"
    return error.strip().removesuffix(":")
