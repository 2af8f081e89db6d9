"""A traced selector and plain Python objects, for the facts that no experiment can tell: threads, signals, children.

A test that asks such facts again names them with ``fact``. What it was told is compared in the record's own form.
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from selcore.reference import load
from selcore.tracing import traced_class
from selcore.values.masks import mask_letters
from tests.selcore.reference.courses import recorded

from .probing import flag_names

READ, WRITE = 1, 2
F = TypeVar("F", bound=Callable[..., Any])
TESTED: set[str] = set()
"""The facts that ordinary tests ask again."""


def fact(*ids: str) -> Callable[[F], F]:
    """Mark a test as the one that asks these facts again."""

    def mark(test: F) -> F:
        known = load().ids()
        assert all(id in known for id in ids), ids
        TESTED.update(ids)
        return test

    return mark


class World:
    """One traced selector without a wakeup, which is the plain one with a recorder, and what was opened for it."""

    def __init__(self, backend: str, stack: ExitStack):
        self.backend = backend
        self.selector: Any = traced_class(backend)()
        self.stack = stack
        self.answers: dict[str, Any] = {}
        stack.callback(self.close_selector)

    def close_selector(self) -> None:
        self.selector.close()

    def pair(self) -> tuple[socket.socket, socket.socket]:
        ends = socket.socketpair()
        for end in ends:
            end.setblocking(False)
            self.stack.callback(end.close)
        return ends

    def watched(self, data: str, events: int = READ) -> tuple[socket.socket, socket.socket]:
        """A pair whose first end is registered."""
        a, b = self.pair()
        self.selector.register(a, events, data)
        return a, b

    def told(self, call: Callable[..., Any], *given: Any) -> Any:
        """What the call answers, as the record writes it: ``[(a,R)]``, ``!KeyError: ...`` or the value itself."""
        try:
            return self.written(call(*given))
        except BaseException as error:
            number = f"[E={error.errno}]" if getattr(error, "errno", None) else ""  # type: ignore[attr-defined]
            return f"!{type(error).__name__}{number}: {error}"

    def written(self, answer: Any) -> Any:
        if isinstance(answer, list) and all(hasattr(item[0], "fileobj") for item in answer):
            return "[" + ", ".join(f"({key.data},{mask_letters(mask)})" for key, mask in answer) + "]"
        return answer

    def select(self, timeout: float | None = 0) -> Any:
        return self.told(self.selector.select, timeout)

    def check(self, id: str, **more: Any) -> None:
        """Everything in ``answers`` is what the record says of that step; so is the error's message."""
        steps = load().behaviour(id).steps
        for label, answer in (self.answers | more).items():
            said = steps[label][self.backend]
            assert normal(answer, self.backend) == normal(said, self.backend), (label, answer, said)

    def check_raw(self, id: str, answers: dict[str, Any]) -> None:
        """The flags of the low-level call, which the record has as text."""
        for label, flags in answers.items():
            said = load().behaviour(id).steps[label][self.backend]
            told = None if flags is None else tuple(frozenset(one.split("|")) for _, one in flags)
            assert told == (None if self.backend == "select" else recorded(said, "raw", self.backend)), label

    def flags(self, raw: int) -> list[str]:
        return flag_names(self.backend, raw) or []


def normal(answer: Any, backend: str) -> Any:
    """Exceptions by type and errno, results in their order, where the ready list has one; else the value as text."""
    if isinstance(answer, list):
        return [normal(item, backend) for item in answer]
    found = recorded(answer, "outcome", backend)
    return re.sub(r"^'|'$", "", str(answer)) if found == "done" else found


class Calling:
    """A ``select()`` that blocks in a thread of its own."""

    def __init__(self, world: World, timeout: float | None = None):
        self.world = world
        self.answer: Any = "BLOCKED"
        self.ended = 0.0
        self.thread = threading.Thread(target=self._call, args=(timeout,))
        self.thread.start()

    def _call(self, timeout: float | None) -> None:
        answer = self.world.select(timeout)
        self.ended = monotonic()
        self.answer = answer

    def blocked(self) -> "Calling":
        """Wait until it is in the system call."""
        wait_until_blocked(self.thread)
        return self

    def soon(self) -> Any:
        """What it has answered after a moment: BLOCKED while it has not."""
        self.thread.join(0.1)
        return self.answer

    def in_the_end(self) -> Any:
        self.thread.join(10)
        return self.answer


def wait_until_blocked(thread: threading.Thread) -> None:
    """Wait until the kernel says that the thread waits in one of its polls."""
    place, end = Path(f"/proc/self/task/{thread.native_id}/wchan"), monotonic() + 10
    while "poll" not in place.read_text():
        assert thread.is_alive() and monotonic() < end, "it never blocked"
        threading.Event().wait(0.001)


__all__ = ["READ", "TESTED", "WRITE", "Calling", "World", "fact", "normal", "wait_until_blocked"]
