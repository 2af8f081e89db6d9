"""Commands by chance through a worker: each is answered, the worker lives, nothing is left, and nobody else is touched.

Only what a stranger's experiment would not be asked about: what such a command does to the machine anyhow is a fault.
"""

import json
import socket
import threading
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from selcore.backends import BACKENDS
from selcore.callbacks import CALLBACKS
from selcore.experiment.checking import trust_needed
from selcore.kinds import KINDS
from selcore.system.socket_options import LEVELS
from selcore.values import commands as c
from selcore.values.options import BadOption, Option, fill
from tests.conftest import open_descriptors
from tests.hostile.watch import watching
from tests.selcore.driver import Driver

from .values import NUMBERS, WORDS

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
SOCKET_OPTIONS = ["blocking", "O_NONBLOCK", *(name for name in dir(socket) if name.startswith(tuple(LEVELS)))]
PATIENCE = 20.0
INTEGERS = tuple(one for one in NUMBERS if isinstance(one, int))
TIMEOUTS = (0, 0, 0, 0.001, -1, None, "nan", "inf", "-inf", 2**70, -(2**70), 1e308, 5e-324, 2**31)


class Commands:
    """A case is a backend and commands."""

    def __init__(self, folder: Path):
        self._home = folder / "home"
        with watching(self._home):
            self._play([["select"], c.Open(kind="tls-pair", name="it"), c.Select(timeout=0)])  # what is imported late

    def case(self, rng: Random) -> list[Any]:
        maker = Maker(rng)
        made = [maker.command() for _ in range(rng.choice((3, 10, 30, 60)))]
        return [[rng.choice(HERE)], *(one for one in made if one is not None and not trust_needed((one,)))]

    def show(self, case: list[Any]) -> str:
        return json.dumps([one if isinstance(one, list) else msgspec.to_builtins(one) for one in case], indent=1)

    def play(self, case: list[Any]) -> None:
        with watching(self._home) as watch:
            self._play(case)
        assert watch.deeds == [], watch.deeds

    def _play(self, case: list[Any]) -> None:
        backend = case[0][0] if isinstance(case[0], list) else "select"
        before, threads = open_descriptors(), set(threading.enumerate())
        driver = Driver(backend=backend, max_wait=0.01, bound_runs=True)
        driver.worker.start()
        try:
            for command in case:
                if not isinstance(command, list):
                    driver.do(command)
                    assert driver.status is None or driver.status.state != "dead", driver.status
            driver.settle()
        finally:
            ended = driver.worker.stop()
        assert ended, "the worker did not end"
        left = [one.name for one in threading.enumerate() if one not in threads and not one.daemon and not _ends(one)]
        assert not left, left
        gone = {fd: what for fd, what in open_descriptors().items() if fd not in before}
        assert not gone, f"left open: {gone}"

    def close(self) -> None:
        """Nothing is open."""


def _ends(thread: threading.Thread) -> bool:
    thread.join(2)
    return not thread.is_alive()


class Maker:
    """Makes commands, most of them about what has been opened."""

    def __init__(self, rng: Random):
        self._rng = rng
        self._names: list[str] = []
        self._count = 0

    def command(self, nested: bool = False) -> c.AnyCommand | None:
        rng = self._rng
        if not self._names or rng.random() < 0.25:
            return self._open()
        verb = rng.choice(_VERBS)
        if nested and verb in (c.Select, c.Run):
            verb = c.Note
        fields = {field.name: self._field(verb, field.name) for field in msgspec.structs.fields(verb)}
        made = {name: value for name, value in fields.items() if value is not _LEFT_OUT}
        if verb is c.Send:
            made |= rng.choice(
                ({"text": rng.choice(WORDS)}, {"hex": "00ff"}, {"size": rng.choice((0, 1, 70_000, 1 << 20))})
            )
        if made.get("callback") == "forward":
            made["options"] = {"to": self._name()}
        if verb is c.Connect:
            made |= rng.choice(({"to": self._name()}, {"host": "127.0.0.1", "port": rng.choice(INTEGERS)}))
        if verb is c.Bind:
            made |= rng.choice(({"host": "127.0.0.1", "port": rng.choice(INTEGERS)}, {"path": ""}))
        try:
            # As from a file: what the schema refuses nobody can ask for.
            return msgspec.convert(msgspec.to_builtins(verb(**made)), c.AnyCommand)  # type: ignore[no-any-return]
        except (msgspec.ValidationError, TypeError, UnicodeEncodeError):
            return None

    def _name(self) -> str:
        return self._rng.choice(self._names[-20:]) if self._rng.random() < 0.95 else "nobody"

    def _open(self) -> c.Open | None:
        rng = self._rng
        kind = rng.choice(KINDS)
        options = {one.name: self._option(one) for one in kind.all_options() if rng.random() < 0.25}
        if options.get("count", 1) not in (1, 2, 3):
            options["count"] = rng.choice((1, 2, 3))
        try:
            fill(kind.all_options(), options)
        except BadOption:
            return None
        self._count += 1
        name = f"n{self._count}"
        count = options.get("count", 1)
        for one in [name] if count == 1 else [f"{name}-{number + 1}" for number in range(count)]:
            self._names += kind.names(one)
        return c.Open(kind=kind.id, name=name, options=options)

    def _option(self, option: Option) -> Any:
        rng = self._rng
        if option.type == "int":
            return rng.choice((None, *INTEGERS)) if option.default is None else rng.choice(INTEGERS)
        if option.type == "choice":
            return rng.choice(option.choices)
        if option.type == "bool":
            return rng.random() < 0.5
        if option.type == "name":
            return self._name() if self._names else ""
        if option.type == "events":
            return rng.choice(([], ["read"], ["write"], ["read", "write"]))
        return rng.choice([one for one in WORDS if "\ud800" not in one])

    def _field(self, verb: Any, name: str) -> Any:
        rng = self._rng
        if name in ("name", "inside") or (name == "to" and verb is not c.Rename):
            return self._name() if name == "name" or rng.random() < 0.2 else _LEFT_OUT
        if name == "during":
            many = rng.choice((0, 0, 1, 3)) if rng.random() < 0.5 else 0
            return tuple(one for one in (self.command(True) for _ in range(many)) if one is not None)
        made = _FIELDS.get(name)
        return _LEFT_OUT if made is None else made(rng)


_LEFT_OUT = object()
_VERBS = (
    c.Close,
    c.Accept,
    c.Fill,
    c.Drain,
    c.Reset,
    c.Detach,
    c.SoError,
    c.ReadLine,
    c.Wait,
    c.Register,
    c.Register,
    c.Register,
    c.Register,
    c.Modify,
    c.Modify,
    c.Unregister,
    c.GetKey,
    c.GetMap,
    c.CloseSelector,
    c.Select,
    c.Select,
    c.Select,
    c.Run,
    c.Run,
    c.Send,
    c.Send,
    c.Receive,
    c.Shutdown,
    c.Connect,
    c.Bind,
    c.Listen,
    c.Set,
    c.Set,
    c.Rename,
    c.UseBackend,
    c.Note,
)
_FIELDS: dict[str, Any] = {
    "events": lambda rng: rng.choice((("read",), ("write",), ("read", "write"), ("read",), (), None, *INTEGERS)),
    "callback": lambda rng: rng.choice([one.id for one in CALLBACKS]),
    "note": lambda rng: rng.choice((None, "note")),
    "timeout": lambda rng: rng.choice(TIMEOUTS),
    "calls": lambda rng: rng.choice((0, 1, 5, 300)),
    "seconds": lambda rng: rng.choice((0.0, 0.01, 1e-300)),
    "size": lambda rng: rng.choice((0, 1, 100, 65536, 1 << 20)),
    "oob": lambda rng: rng.random() < 0.1,
    "how": lambda rng: rng.choice(("read", "write", "both")),
    "option": lambda rng: rng.choice(SOCKET_OPTIONS) if rng.random() < 0.9 else rng.choice(WORDS)[:100],
    "value": lambda rng: rng.choice((True, False, *INTEGERS, (), (1, 0), (2**31, 5), (1,) * 40)),
    "to": lambda rng: f"r{rng.randrange(10**6)}",
    "backend": lambda rng: rng.choice([*HERE, "default", "nothing"]),
    "text": lambda rng: rng.choice(WORDS),
    "backlog": lambda rng: rng.choice((None, *INTEGERS)),
}
