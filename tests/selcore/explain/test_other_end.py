"""What the other end could do to end a wait is a command only where that succeeds, and ends it."""

import os
from typing import Any

import pytest

from selcore.explain.why_not import End, why_not
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Refused
from tests.selcore.explain.announcing import check

CALL = c.Select(timeout=0)


def opened(kind: str, name: str, **options: object) -> c.Open:
    return c.Open(kind=kind, name=name, options=options)


def watch(name: str, event: c.Event) -> c.Register:
    return c.Register(name=name, events=(event,))


def end_of(session: Session, name: str, *commands: c.AnyCommand) -> End:
    """What is said to end the wait for the one event of ``name`` that did not come."""
    for command in commands:
        session.apply(command)
    call: Any = session.apply(CALL).call  # type: ignore[union-attr]
    (silence,) = [one for one in why_not(call.silent, call.backend) if one.name == name and one.asked]
    assert silence.end is not None
    return silence.end


PAIR, PIPE, PTY, TLS = opened("socketpair", "p"), opened("pipe", "p"), opened("pty", "p"), opened("tls-pair", "p")
DUP = opened("dup", "d", of="p.b")
CAN: dict[str, tuple[str, tuple[c.AnyCommand, ...]]] = {
    "a pair": ("p.a", (PAIR, watch("p.a", "read"))),
    "a full pair": ("p.a", (PAIR, c.Fill(name="p.a"), watch("p.a", "write"))),
    "a full pipe": ("p.w", (PIPE, c.Fill(name="p.w"), watch("p.w", "write"))),
    "a pipe's other event": ("p.w", (PIPE, watch("p.w", "read"))),
    "a terminal": ("p.master", (PTY, watch("p.master", "read"))),
    "TLS": ("p.client", (TLS, c.Drain(name="p.client"), watch("p.client", "read"))),
    "a duplicate of the other end": ("p.a", (PAIR, DUP, c.Close(name="p.b"), watch("p.a", "read"))),
    "a duplicate of a full one": ("p.a", (PAIR, DUP, c.Close(name="p.b"), c.Fill(name="p.a"), watch("p.a", "write"))),
    "a duplicate here": ("p.a", (PAIR, opened("dup", "d", of="p.a"), watch("p.a", "read"))),
}
CANNOT: dict[str, tuple[str, tuple[c.AnyCommand, ...]]] = {
    "a terminal's end whose duplicate is alive": (
        "p.master",
        (PTY, watch("p.master", "read"), opened("dup", "d", of="p.slave"), c.Close(name="p.slave")),
    ),
    "a peer that was detached": ("p.a", (PAIR, c.Detach(name="p.b"), watch("p.a", "read"))),
    "TLS that has failed": (
        "p.client",
        (
            TLS,
            opened("dup", "d", of="p.client"),
            c.Send(name="d", text="no record"),
            c.Receive(name="p.server"),
            c.Close(name="d"),
            c.Fill(name="p.client"),
            watch("p.client", "write"),
        ),
    ),
    "TLS that is read beside it": (
        "p.client",
        (TLS, c.Drain(name="p.client"), opened("dup", "d", of="p.server"), watch("p.client", "read")),
    ),
    "a duplicate of TLS, which is no TLS": (
        "d",
        (
            TLS,
            c.Drain(name="p.client"),
            opened("dup", "d", of="p.client"),
            c.Close(name="p.client"),
            watch("d", "read"),
        ),
    ),
    "a pipe whose writer has a duplicate": ("p.r", (PIPE, opened("dup", "d", of="p.w"), watch("p.r", "write"))),
    "a duplicate of a listener": (
        "d",
        (opened("tcp-listener", "l"), opened("dup", "d", of="l"), watch("d", "read")),
    ),
}


@pytest.mark.parametrize("case", CAN)
@pytest.mark.parametrize("backend", ["poll", "epoll", "select"])
def test_a_command_that_is_offered_succeeds_and_ends_the_wait(case: str, backend: str) -> None:
    name, commands = CAN[case]
    session = Session(backend)
    try:
        assert end_of(session, name, *commands).by is not None
    finally:
        session.close()
    found = check((*commands, CALL), backend, case)
    assert found.pressed and not found.useless and not found.untrue


@pytest.mark.parametrize("case", CANNOT)
@pytest.mark.parametrize("backend", ["poll", "epoll"])
def test_where_it_cannot_no_command_is_offered(case: str, backend: str) -> None:
    name, commands = CANNOT[case]
    session = Session(backend)
    try:
        end = end_of(session, name, *commands)
        assert end.by is None and not end.to
    finally:
        session.close()
    found = check((*commands, CALL), backend, case)
    assert not found.useless and not found.untrue


def test_a_peer_that_was_closed_behind_its_back_is_not_asked_to_send(one: Session) -> None:
    one.apply(PAIR)
    kept = os.dup(one.world.find("p.b").fd)
    try:
        os.close(one.world.find("p.b").fd)
        end = end_of(one, "p.a", watch("p.a", "read"))
        assert end.by is None
        assert isinstance(one.apply(c.Send(name="p.b", text="x")), Refused)
    finally:
        os.close(kept)


def test_under_select_what_is_watched_is_not_to_be_closed() -> None:
    """The call would raise for it."""
    session = Session("select")
    try:
        assert end_of(session, "p.w", PIPE, watch("p.r", "read"), watch("p.w", "read")).by is None
    finally:
        session.close()


def test_it_says_how_much_is_read(one: Session) -> None:
    assert str(end_of(one, "p.a", PAIR, c.Fill(name="p.a"), watch("p.a", "write")).words) == "Receive all from p.b"
    pipe = opened("pipe", "q"), c.Fill(name="q.w"), watch("q.w", "write")
    assert str(end_of(one, "q.w", *pipe).words) == "Receive 4,096 bytes from q.r"
