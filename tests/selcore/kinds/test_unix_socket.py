"""Fresh Unix sockets: what they are before bind, and what becomes of them."""

import errno

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, ready, refused, watch


def test_a_fresh_stream_is_ready_for_everything_and_connected_to_nothing(session: Session) -> None:
    opened(session, "unix-socket", "s")
    assert session.world.state_of("s").state == "not connected"
    watch(session, "s", "read", "write")
    assert ready(session)[0][1] & 2
    assert refused(session, c.Send(name="s", text="x")).errno == errno.ENOTCONN


def test_a_listener_made_by_hand_accepts(one: Session) -> None:
    opened(one, "unix-socket", "s")
    done(one, c.Bind(name="s", path=""))
    done(one, c.Listen(name="s", backlog=1))
    opened(one, "unix-socket", "client")
    assert done(one, c.Connect(name="client", to="s"))["code"] == 0
    assert done(one, c.Accept(name="s"))["opened"][0]["name"] == "s.1"


def test_nobody_listens_at_what_is_only_bound(one: Session) -> None:
    opened(one, "unix-socket", "s")
    done(one, c.Bind(name="s", path=""))
    opened(one, "unix-socket", "client")
    assert done(one, c.Connect(name="client", to="s"))["error"] == "ECONNREFUSED"


@pytest.mark.parametrize("bound", [False, True])
def test_a_datagram_has_a_sender_where_that_was_bound(one: Session, bound: bool) -> None:
    for name in ("server", "client"):
        opened(one, "unix-dgram-socket", name)
        if bound or name == "server":
            done(one, c.Bind(name=name, path=""))
    done(one, c.Send(name="client", text="hi", to="server"))
    address = one.world.state_of("client").address
    assert done(one, c.Receive(name="server"))["from"] == (address if bound else None)
    assert address.endswith("client.sock") is bound
