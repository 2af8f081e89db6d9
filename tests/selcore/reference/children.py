"""Facts that need a process of their own: forks, a full table of descriptors, one that is small still.

Started as a program it plays what it is told and prints the answers, as JSON, on stderr: 0 and 1 are /dev/null.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests import ROOT

from .world import World


def ask_child(what: str, backend: str, *more: str) -> Any:
    """What a new process answers."""
    command = [sys.executable, "-m", "tests.selcore.reference.children", what, backend, *more]
    null = subprocess.DEVNULL
    done = subprocess.run(command, cwd=ROOT, stdin=null, stdout=null, stderr=subprocess.PIPE, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stderr.splitlines()[-1])  # Python may have warned before it


def fresh(backend: str, id: str) -> Any:
    """The answers of a state."""
    from selcore.reference import ASKED
    from selcore.session.session import Session
    from tests.selcore.reference.replay import observe, recipes

    answers = {}
    for asked in ASKED:
        session = Session(backend)
        with tempfile.TemporaryDirectory() as folder:
            found = observe(session, recipes()[id], asked, Path(folder))
        session.close()
        answers[asked] = (found.mask, found.error)
    return answers


def numbers(backend: str) -> Any:
    """True and False are 1 and 0, and here these are /dev/null."""
    from .probing import probe

    class Yes:
        def fileno(self) -> bool:
            return True

    objects = {
        "object / True (bool is an int: fd 1)": True,
        "object / False (fd 0)": False,
        "object / fileno() -> True": Yes(),
    }
    return {id: {asked: [*probe(backend, obj, asked)] for asked in ("R", "W", "RW")} for id, obj in objects.items()}


class Pipe:
    """A one-way telegraph between parent and child."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()

    def say(self, text: str = "x") -> None:
        os.write(self.writer, text.encode().ljust(200))

    def hear(self) -> str:
        return os.read(self.reader, 200).decode().strip()


def forks(backend: str) -> Any:
    """What a child does with the selector that it inherits, and what the parent sees of it."""
    found = {}
    for id, (prepare, in_child, in_parent) in FORKS.items():
        with ExitStack() as stack:
            found[id] = _forked(World(backend, stack), prepare, in_child, in_parent)
    return found


def _forked(world: Any, prepare: Any, in_child: Any, in_parent: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    to_parent, to_child = Pipe(), Pipe()
    ends = prepare(world, answers)
    child = os.fork()
    if not child:
        try:
            to_parent.say(json.dumps(in_child(world, ends)))
            to_child.hear()
        finally:
            os._exit(0)
    label = json.loads(to_parent.hear())
    if label:
        answers["child sees"] = label

    def end() -> None:
        to_child.say()
        os.waitpid(child, 0)

    in_parent(world, ends, answers, end)
    return answers


def _raw(world: Any) -> Any:
    world.selector.select(0)
    flags = [world.flags(flags) for _, flags in world.selector.trace.raw]
    return None if world.backend == "select" else [("fd", "|".join(sorted(one))) for one in flags]


def _register_in_child(world: Any, ends: Any) -> Any:
    child, peer = world.watched("child")
    peer.send(b"x")
    return world.select()


def _after_register(world: Any, ends: Any, answers: Any, end: Callable[[], None]) -> None:
    answers["parent select(0.3)"] = world.select(0.05)
    answers["parent raw"] = _raw(world)
    end()
    answers["parent raw after child exit"] = _raw(world)


def _ready(world: Any, answers: Any) -> Any:
    ends = world.watched("a")
    ends[1].send(b"x")
    answers["before"] = world.select()
    return ends


def _after_unregister(world: Any, ends: Any, answers: Any, end: Callable[[], None]) -> None:
    answers["parent select after child unregistered"] = world.select()
    answers["parent map size"] = len(world.selector.get_map())
    end()


def _after_copy(world: Any, ends: Any, answers: Any, end: Callable[[], None]) -> None:
    ends[0].close()
    ends[1].send(b"x")
    answers["parent select"] = world.select()
    answers["raw"] = None if answers["parent select"].startswith("!") else _raw(world)
    end()
    answers["after child exit"] = world.select()


def _after_close(world: Any, ends: Any, answers: Any, end: Callable[[], None]) -> None:
    answers["parent select"] = world.select()
    del answers["before"]
    end()


FORKS: dict[str, Any] = {
    "fork: child registers an fd in the inherited selector": (
        lambda world, answers: world.watched("a"),
        _register_in_child,
        _after_register,
    ),
    "fork: child unregisters an inherited fd": (
        _ready,
        lambda world, ends: world.selector.unregister(ends[0]) and None,
        _after_unregister,
    ),
    "fork: child merely holds a copy; parent closes the fd without unregister; peer writes": (
        lambda world, answers: world.watched("a"),
        lambda world, ends: None,
        _after_copy,
    ),
    "fork: child calls selector.close()": (
        _ready,
        lambda world, ends: world.selector.close(),
        _after_close,
    ),
}


def _stock(selector: Any) -> str:
    with selector:
        return next(base.__name__ for base in type(selector).__mro__ if base.__module__ == "selectors")


def full(backend: str) -> Any:
    """Every call that wants a descriptor when there is none left."""
    import resource
    import selectors
    import socket

    from selcore.tracing import traced_class

    answers: dict[str, Any] = {}
    with ExitStack() as stack:
        world = World(backend, stack)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        listener.setblocking(False)
        world.selector.register(listener, 1, "listener")
        client = stack.enter_context(socket.create_connection(listener.getsockname()))
        assert client
        os.eventfd(0)
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        taken = []
        while True:
            try:
                taken.append(os.dup(0))
            except OSError:
                break
        for label, call in {
            "os.dup": lambda: os.dup(0),
            "selector()": lambda: _stock(traced_class(backend)()),
            "DefaultSelector()": selectors.DefaultSelector,
            "os.pipe": os.pipe,
            "socket.socketpair": socket.socketpair,
            "open": lambda: open(os.devnull),  # noqa: PTH123
            "socket.socket": socket.socket,
            "os.eventfd": lambda: os.eventfd(0),
            "subprocess.Popen": lambda: subprocess.Popen(["true"]),
        }.items():
            answers[label] = world.told(call)
        label = "listener with a pending client while out of fds: select"
        answers[label] = [world.select(), world.told(listener.accept), world.select()]
        for fd in taken:
            os.close(fd)
    return answers


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])), file=sys.stderr)
