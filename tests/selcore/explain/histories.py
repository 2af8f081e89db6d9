"""Histories for worlds that are played again, and what is announced in them. A history is a list of commands.

Everything that a call announces is asked of another world, played to the same point: to just before that call, for its
callbacks are no part of what is announced.
"""

import select
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, NamedTuple

from selcore.explain.ready_case import Cause
from selcore.explain.silent_case import Silence
from selcore.explain.why_not import why_not
from selcore.explain.why_ready import why
from selcore.kinds import find_kind
from selcore.kinds.file_object import FileObject
from selcore.observe.descriptor import observe
from selcore.observe.sampling import sample_silent
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.claim import Claim
from selcore.values.outcomes import Outcome, Refused, Returned
from selcore.values.text import Text

History = Sequence[c.AnyCommand]


class Announced(NamedTuple):
    """What is said of an event of the object ``name`` at the call ``step``; ``silent``: it was not returned.

    ``after``: it is said of how that is when the callbacks of the call are done.
    """

    step: int
    name: str
    cause: Text
    claim: Claim | None
    said: Text | None
    fact: str
    silent: bool = False
    after: bool = False


class Offered(NamedTuple):
    """A remedy, and the step after which it is offered; ``ends`` is the event of the object that it brings about."""

    step: int
    remedy: c.Command
    said: str
    ends: tuple[str, int] | None = None


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
            for refused in _refusals(outcome):
                if refused.remedy is not None:
                    offered.append(Offered(step, refused.remedy, f"{refused}: {refused.hint}"))
            if not isinstance(outcome, Returned):
                continue
            for result in outcome.call.results:
                answer = why(result, outcome.call.backend, result.seen, outcome.call.selector)
                found += [Announced(step, result.name, *_told(cause)) for cause in answer.causes]
                if answer.remedy is not None:
                    offered.append(Offered(step, answer.remedy, str(answer.causes[0].cause)))
            then, now = _not_returned(outcome), _now(session, outcome)
            found += [Announced(step, one.name, *_told(one), silent=True) for one in then]
            found += [Announced(step, one.name, *_told(one), silent=True, after=True) for one in now]
            said = now if outcome.call.results else (*then, *now)  # beside results none is offered
            offered += [Offered(step, by, str(one.cause), (one.name, one.event)) for one, by in _ends(session, said)]
    finally:
        session.close()
    return found, offered


def _refusals(outcome: Outcome) -> Iterator[Refused]:
    """What was refused, to the command itself, to its call or to a callback."""
    found = [outcome, getattr(outcome, "error", None)]
    if isinstance(outcome, Returned):
        found += [result.effect.error for result in outcome.call.results if result.effect is not None]
    yield from (one for one in found if isinstance(one, Refused))


def _not_returned(outcome: Returned) -> tuple[Silence, ...]:
    """What is said of it beside the call, and in the line of one that waits."""
    call = outcome.call
    waits = () if call.results else why_not(call.silent or (), call.backend, "waits")
    return why_not(call.silent or (), call.backend) + waits


def _now(session: Session, outcome: Returned) -> tuple[Silence, ...]:
    """What is said of an object that is looked at when the call is over."""
    if outcome.call.selector:
        return ()
    now, _ = sample_silent(session.world.objects, session.world.main, [], session.world.pauses)
    return why_not(now, outcome.call.backend, "now")


def _ends(session: Session, silences: Iterable[Silence]) -> Iterator[tuple[Silence, c.Command]]:
    """The command that would end each wait; a listener's is a client, as the window opens it."""
    for one in silences:
        if one.end is not None and one.end.by is not None:
            yield one, one.end.by
        elif one.end is not None and one.end.to:
            kind = find_kind(session.world.find(one.end.to).kind)
            assert kind is not None and kind.client, f"nothing connects to {one.end.to}"
            yield one, c.Open(kind=kind.client, name="presser", options={"to": one.end.to})


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
    ("buffered-reader", {"of": "any"}),
    ("buffered-reader", {"of": "any", "mode": "r"}),
    ("timerfd", {"after": 60_000}),
    ("unix-socket", {}),
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
            options = options | ({"of": one.name} if "of" in options else {"number": one.fd})
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
        if not len(session.world.objects):
            return c.Select(timeout=0)
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
            c.ReadLine(name=name),
            c.Bind(name=name),
            c.Listen(name=name),
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
def world(history: History, backend: str, step: int, after: bool = False) -> Iterator[Session]:
    """Another world, played to the moment when the call ``step`` returns, with what was given while it was blocked; or
    to ``after`` it, when its callbacks are done."""
    session = Session(backend)
    try:
        play(session, history, step + after)
        if after:
            yield session
            return
        for command in getattr(history[step], "during", ()):
            session.apply(command)
        _wait_for_timers(session)
        yield session
    finally:
        session.close()


def _wait_for_timers(session: Session) -> None:
    """Those of a moment expire while the call waits, which is not made here."""
    poller = select.poll()
    for one in session.world.objects:
        if one.kind == "timerfd" and not one.closed and 0 < (observe(one.fd, one.obj, one.identity).left or 0) < 1e9:
            poller.register(one.fd, select.POLLIN)
            poller.poll(1000)
            poller.unregister(one.fd)
