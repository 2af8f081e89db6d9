"""Histories for worlds that are played again, and what is announced in them. A history is a list of commands.

Everything that a call announces is asked of another world, played to the same point: to just before that call, for its
callbacks are no part of what is announced.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, NamedTuple

from selcore.explain.ready_case import Cause
from selcore.explain.silent_case import Silence
from selcore.explain.why_not import why_not
from selcore.explain.why_ready import why
from selcore.kinds.file_object import FileObject
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.claim import Claim
from selcore.values.outcomes import Outcome, Refused, Returned
from selcore.values.text import Text

History = Sequence[c.AnyCommand]


class Announced(NamedTuple):
    """What is said of an event of the object ``name`` at the call ``step``; ``silent``: it was not returned."""

    step: int
    name: str
    cause: Text
    claim: Claim | None
    said: Text | None
    fact: str
    silent: bool = False


class Offered(NamedTuple):
    """A remedy, and the step after which it is offered."""

    step: int
    remedy: c.Command
    said: str


def play(session: Session, history: History, upto: int | None = None) -> list[Outcome]:
    """What came of the first ``upto`` commands."""
    return [session.apply(command) for command in history[:upto]]


def announced(history: History, backend: str) -> tuple[list[Announced], list[Offered]]:
    """Play it and collect what is said of each result and each refusal."""
    session = Session(backend)
    found: list[Announced] = []
    offered: list[Offered] = []
    try:
        for step, command in enumerate(history):
            outcome = session.apply(command)
            refused = outcome if isinstance(outcome, Refused) else getattr(outcome, "error", None)
            if refused is not None and refused.remedy is not None:
                offered.append(Offered(step, refused.remedy, f"{refused}: {refused.hint}"))
            if not isinstance(outcome, Returned):
                continue
            for result in outcome.call.results:
                answer = why(result, outcome.call.backend, result.seen, outcome.call.selector)
                found += [Announced(step, result.name, *_told(cause)) for cause in answer.causes]
                if answer.remedy is not None:
                    offered.append(Offered(step, answer.remedy, str(answer.causes[0].cause)))
            for one in why_not(outcome.call.silent or (), outcome.call.backend):
                found.append(Announced(step, one.name, *_told(one), silent=True))
                if one.end is not None and one.end.by is not None:
                    offered.append(Offered(step, one.end.by, str(one.cause)))
    finally:
        session.close()
    return found, offered


def _told(one: Cause | Silence) -> tuple[Text, Claim | None, Text | None, str]:
    return one.cause, one.claim, one.next, one.fact


def object_of(session: Session, announced: Announced) -> FileObject | None:
    return session.world.objects.get(announced.name)


# A random history.

SIZES = (0, 1, 5, 100, 5000, 70_000)
OPENED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("socketpair", {}),
    ("socketpair", {}),
    ("tcp-listener", {}),
    ("tcp-listener", {"backlog": 0}),
    ("tcp-client", {"to": "listener"}),
    ("tcp-client", {"to": "listener"}),
    ("tcp-socket", {}),
    ("udp", {}),
    ("unix-listener", {}),
    ("unix-client", {"to": "unix-listener"}),
    ("unix-client", {}),
    ("unix-dgram-pair", {}),
    ("unix-seqpacket-pair", {}),
    ("tls-pair", {}),
    ("tls-pair", {"version": "1.2"}),
    ("pipe", {}),
    ("fifo", {}),
    ("pty", {}),
    ("pty", {"raw": True}),
    ("text-file", {}),
    ("binary-file", {"mode": "r+b"}),
    ("device", {}),
    ("eventfd", {"value": 1}),
    ("mp-pipe", {}),
    ("selector", {"backend": "epoll"}),
    ("dup", {"of": "any"}),
    ("fd", {"number": "any"}),
)
OPTIONS: tuple[tuple[str, int], ...] = (
    ("SO_RCVLOWAT", 10),
    ("SO_SNDBUF", 4608),
    ("SO_RCVBUF", 2304),
    ("TCP_NOTSENT_LOWAT", 1),
    ("SO_OOBINLINE", 1),
    ("blocking", 1),
    ("blocking", 0),
)
EVENTS: tuple[tuple[c.Event, ...], ...] = (("read",), ("write",), ("read", "write"), ("read", "write"))


class Maker:
    """Makes one history, each command for what is there by then: names that no command knows would be refused alone."""

    def __init__(self, seed: int, backend: str, length: int = 18):
        self.random = Random(seed)
        self.backend = backend
        self.length = length
        self.history: list[c.AnyCommand] = []
        self.count = 0

    def make(self) -> list[c.AnyCommand]:
        session = Session(self.backend)
        try:
            for number in range(self.length):
                opens = number < 3 or self.random.random() < 0.12
                self.take(session, self.opening(session) if opens else self.acting(session))
                if self.random.random() < 0.35:
                    self.take(session, c.Select(timeout=0))
            self.take(session, c.Select(timeout=0))
        finally:
            session.close()
        return self.history

    def take(self, session: Session, commands: list[c.AnyCommand] | c.AnyCommand) -> None:
        for command in commands if isinstance(commands, list) else [commands]:
            self.history.append(command)
            session.apply(command)

    def opening(self, session: Session) -> list[c.AnyCommand]:
        kind, options = self.random.choice(OPENED)
        kinds = {one.kind: one for one in session.world.objects}
        made: list[c.AnyCommand] = []
        before = {one.name for one in session.world.objects}
        if options.get("to") == "listener":
            if "tcp-listener" not in kinds:
                made.append(self.opened("tcp-listener", {}))
                options = {"to": made[0].name}  # type: ignore[union-attr]
            else:
                options = {"to": kinds["tcp-listener"].name}
        elif options.get("to") == "unix-listener":
            if "unix-listener" not in kinds:
                made.append(self.opened("unix-listener", {}))
                options = {"to": made[0].name}  # type: ignore[union-attr]
            else:
                options = {"to": kinds["unix-listener"].name}
        elif "any" in options.values():
            there = [one for one in session.world.objects if one.fd >= 0]
            if not there:
                return [c.Select(timeout=0)]
            one = self.random.choice(there)
            options = {"of": one.name} if "of" in options else {"number": one.fd}
        made.append(self.opened(kind, dict(options)))
        for command in made:
            self.take(session, command)
        return [
            self.registering(one.name)
            for one in list(session.world.objects)
            if one.name not in before and self.random.random() < 0.8
        ]

    def opened(self, kind: str, options: dict[str, Any]) -> c.AnyCommand:
        self.count += 1
        return c.Open(kind=kind, name=f"o{self.count}", options=options)

    def registering(self, name: str) -> c.AnyCommand:
        callback = self.random.choice(("none",) * 12 + ("drain", "echo-upper", "accept"))
        return c.Register(name=name, events=self.random.choice(EVENTS), callback=callback)

    def acting(self, session: Session) -> c.AnyCommand:
        name = self.random.choice([one.name for one in session.world.objects])
        others = [one.name for one in session.world.objects]
        # A counter takes 16 MiB 8 bytes at a time, and zeros that were cut are read as that many empty messages.
        slow = [one.name for one in session.world.objects if one.kind in ("eventfd", "mp-pipe")]
        size = self.random.choice(SIZES)
        ways: list[c.AnyCommand] = [
            c.Send(name=name, size=size),
            c.Send(name=name, size=size),
            c.Send(name=name, text="abc\n"),
            c.Send(name=name, hex="04"),
            c.Send(name=name, size=5, to=self.random.choice(others)),
            c.Send(name=name, size=1, oob=True),
            c.Receive(name=name, size=self.random.choice((1, 3, 100, 65536))),
            c.Receive(name=name),
            c.Receive(name=name),
            c.Accept(name=name),
            c.Accept(name=name),
            c.Drain(name=name),
            c.Receive(name=name) if name in slow else c.Fill(name=name),
            c.Close(name=name),
            c.Close(name=name),
            c.Shutdown(name=name, how=self.random.choice(("read", "write", "write", "both"))),
            c.Shutdown(name=name, how="write"),
            c.Reset(name=name),
            c.SoError(name=name),
            c.Connect(name=name, to=self.random.choice(others)),
            c.Unregister(name=name),
            self.registering(name),
            self.registering(name),
            c.Modify(name=name, events=self.random.choice(EVENTS)),
            c.Set(name=name, option=(option := self.random.choice(OPTIONS))[0], value=option[1]),
        ]
        return self.random.choice(ways)


def random_history(seed: int, backend: str, length: int = 18) -> list[c.AnyCommand]:
    return Maker(seed, backend, length).make()


@contextmanager
def world(history: History, backend: str, step: int) -> Iterator[Session]:
    """Another world, played to the moment when the call ``step`` returns, with what was given while it was blocked."""
    session = Session(backend)
    try:
        play(session, history, step)
        for command in getattr(history[step], "during", ()):
            session.apply(command)
        yield session
    finally:
        session.close()
