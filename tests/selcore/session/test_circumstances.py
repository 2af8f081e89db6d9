"""What an explanation of a refusal gets to know of the session: values, as they were when it was refused."""

import errno
import os
import socket

import pytest

from selcore.explain.refusal_case import Known
from selcore.session.address_in_use import free_port
from selcore.session.circumstances import circumstances
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Refused
from tests.selcore.acting import done, opened, watch


def known(session: Session, command: c.AnyCommand, number: int = errno.EINVAL, inside: str | None = None) -> Known:
    world = session.world
    said = Refused("OSError", "no", number)
    return circumstances(command, said, world.objects, world.registry, world.target(inside))


def test_of_what_is_not_there_nothing_is_known(one: Session) -> None:
    for command in (c.Close(name="none"), c.GetMap(), c.Note(text="x"), c.Connect(name="", port=1)):
        found = known(one, command)
        assert (found.state, found.closed, found.registered, found.key_owner) == (None, False, False, "")
        assert (found.selector, found.closed_but_registered, found.free_port) == ("", (), None)


def test_what_the_command_names_is_known_as_it_is(one: Session) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "selector", "inner")
    watch(one, "pair.a", "read")
    found = known(one, c.Register(name="pair.a", events=()))
    state = one.world.find("pair.a").state
    assert (found.state, found.closed, found.registered, found.key_owner) == (state, False, True, "pair.a")
    found = known(one, c.Register(name="pair.b", events=()), inside="inner")
    assert (found.closed, found.registered, found.key_owner, found.selector) == (False, False, "", "inner")
    done(one, c.Unregister(name="pair.a"))
    done(one, c.Close(name="pair.a"))
    found = known(one, c.Register(name="pair.a", events=()))
    assert (found.state, found.closed, found.registered, found.key_owner) == ("closed", True, False, "")


def test_a_key_of_the_same_number_belongs_to_somebody_else(one: Session) -> None:
    opened(one, "socketpair", "pair")
    watch(one, "pair.a", "read")
    fd = one.world.find("pair.a").fd
    opened(one, "fd", "same", number=fd)
    found = known(one, c.Register(name="same", events=("read",)))
    assert (found.registered, found.key_owner) == (False, "pair.a")


@pytest.mark.parametrize(
    ("command", "number", "names"),
    [
        (c.Select(timeout=0), errno.EBADF, ("pair.a",)),
        (c.Run(calls=1), errno.EBADF, ("pair.a",)),
        (c.Select(timeout=0), errno.EINVAL, ()),
        (c.Register(name="pair.a", events=()), errno.EBADF, ()),
    ],
)
def test_what_was_closed_by_somebody_and_is_registered_still_is_named(
    one: Session, command: c.AnyCommand, number: int, names: tuple[str, ...]
) -> None:
    opened(one, "socketpair", "pair")
    watch(one, "pair.a", "read")
    watch(one, "pair.b", "read")
    found = one.world.find("pair.a")
    os.close(found.obj.detach())
    assert known(one, command, number).closed_but_registered == names


def test_where_a_port_is_taken_a_free_one_is_offered(one: Session) -> None:
    taken = errno.EADDRINUSE
    for kind in ("tcp-listener", "udp"):
        port = known(one, c.Open(kind=kind, name="s", options={"host": "127.0.0.1", "port": 80}), taken).free_port
        assert port is not None and 1024 <= port < 65536
        opened(one, kind, kind, host="127.0.0.1", port=port)
    assert known(one, c.Open(kind="no such kind", name="s", options={"port": 80}), taken).free_port
    for command in (
        c.Open(kind="tcp-listener", name="s", options={"host": "127.0.0.1"}),
        c.Connect(name="s", host="127.0.0.1", port=80),
    ):
        assert known(one, command, taken).free_port is None
    assert known(one, c.Open(kind="udp", name="s", options={"port": 80}), errno.EACCES).free_port is None


@pytest.mark.parametrize(
    ("host", "family", "bound"),
    [
        ("127.0.0.1", socket.AF_INET, "127.0.0.1"),
        ("::1", socket.AF_INET6, "::1"),
        ("example.org", socket.AF_INET, ""),
        ("", socket.AF_INET, ""),
    ],
)
@pytest.mark.parametrize("type_", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_port_is_free_where_it_was_asked_for(
    host: str, family: int, bound: str, type_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is not looked up: what is free on every address is free there."""
    made = list[tuple[object, ...]]()

    class Probe:
        def __init__(self, *how: int):
            made.append(how)

        def __enter__(self) -> "Probe":
            return self

        def __exit__(self, *_: object) -> None:
            made.append(("closed",))

        def bind(self, where: tuple[str, int]) -> None:
            made.append(where)

        def getsockname(self) -> tuple[str, int]:
            return "anywhere", 4711

    monkeypatch.setattr(socket, "socket", Probe)
    assert free_port(host, type_) == 4711
    assert made == [(family, type_), (bound, 0), ("closed",)]


def test_where_no_port_can_be_had_none_is_offered() -> None:
    assert free_port("192.0.2.1") is None, "an address that is not this machine's"
