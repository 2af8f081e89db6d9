"""A UDP socket without an address: a send gives it one, and who receives can answer there."""

import errno
import socket

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, ready, refused, watch


def test_it_has_no_address_and_is_only_writable(session: Session) -> None:
    opened(session, "udp-socket", "u")
    assert session.world.state_of("u").state == "open" and session.world.find("u").last_address is None
    watch(session, "u", "read", "write")
    assert ready(session) == [("u", 2)]


def test_its_first_send_gives_it_one_and_the_server_answers_there(one: Session) -> None:
    opened(one, "udp", "server")
    opened(one, "udp-socket", "u")
    done(one, c.Send(name="u", text="hi", to="server"))
    host, port = done(one, c.Receive(name="server"))["from"]
    state = one.world.state_of("u")
    assert state.address == f"0.0.0.0:{port}" and state.warning.startswith("receives from beyond this machine")
    done(one, c.Send(name="server", text="there", to=f"{host}:{port}"))
    assert done(one, c.Receive(name="u"))["from"] == list(one.world.find("server").obj.getsockname())


def test_it_is_bound_once(one: Session) -> None:
    opened(one, "udp-socket", "u")
    done(one, c.Bind(name="u", host="127.0.0.1", port=0))
    assert refused(one, c.Bind(name="u", host="127.0.0.1", port=0)).errno == errno.EINVAL


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_of_either_family(one: Session) -> None:
    opened(one, "udp-socket", "six", family="IPv6")
    assert one.world.find("six").obj.family == socket.AF_INET6
