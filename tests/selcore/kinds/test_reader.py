"""Buffered readers: what they have read ahead, no selector sees."""

import os

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, refused
from tests.selcore.kinds.facts_of import check, fact

pytestmark = pytest.mark.skipif(os.name != "posix", reason="as POSIX has it")


@pytest.mark.parametrize("mode", ["r", "rb"])
def test_after_one_line_the_others_are_out_of_sight(session: Session, mode: str) -> None:
    opened(session, "buffered-reader", "it", mode=mode)
    check(session, "it", "R/-/R", "IN")
    done(session, c.ReadLine(name="it"))
    check(session, "it", "-/-/-", "-")
    assert done(session, c.Receive(name="it", size=8))["hex"] == b"two\nthre".hex()


def test_with_nothing_left_read_answers_none(one: Session) -> None:
    opened(one, "buffered-reader", "it")
    assert done(one, c.Receive(name="it", size=14))["size"] == 14
    said = refused(one, c.Receive(name="it"))
    assert (said.type, said.by) == ("WouldBlock", "playground")
    assert refused(one, c.Send(name="it", text="x")).type == "UnsupportedOperation"


def test_over_a_pipe_it_has_the_same_number_and_leaves_it(session: Session) -> None:
    opened(session, "pipe", "pipe")
    opened(session, "buffered-reader", "it", of="pipe.r")
    assert session.world.find("it").fd == session.world.find("pipe.r").fd
    done(session, c.Send(name="pipe.w", text="abcdef"))
    assert done(session, c.Receive(name="it", size=1))["hex"] == b"a".hex()
    check(session, "pipe.r", "-/-/-", "-")
    done(session, c.Register(name="pipe.r", events=("read",)))
    assert fact(session, "it").startswith("!KeyError: '<_io.BufferedReader name=")
    done(session, c.Close(name="it"))
    assert os.fstat(session.world.find("pipe.r").obj.fileno())


def test_makefile_keeps_a_closed_socket_open(session: Session) -> None:
    opened(session, "socketpair", "pair")
    opened(session, "buffered-reader", "it", of="pair.a")
    done(session, c.Send(name="pair.b", text="l1\nl2\n"))
    check(session, "it", "R/W/RW", "IN|OUT")
    done(session, c.ReadLine(name="it"))
    done(session, c.Close(name="pair.a"))
    check(session, "it", "-/W/W", "OUT")
    assert done(session, c.ReadLine(name="it"))
    check(session, "pair.b", "-/W/W", "OUT")
    done(session, c.Close(name="it"))
    check(session, "pair.b", "R/W/RW", "IN|OUT|HUP|RDHUP")


def test_over_a_number_and_over_what_has_none(one: Session) -> None:
    opened(one, "fd", "number")
    opened(one, "buffered-reader", "it", of="number")
    assert one.world.find("it").fd == one.world.find("number").fd
    opened(one, "queue", "q")
    said = refused(one, c.Open(kind="buffered-reader", name="other", options={"of": "q"}))
    assert (said.type, said.by) == ("AttributeError", "python")


def test_over_another_it_has_no_number_of_its_own(one: Session) -> None:
    opened(one, "pipe", "pipe")
    said = refused(one, c.Open(kind="buffered-reader", name="it", options={"of": "pipe.r", "fd": 300}))
    assert (said.type, said.by) == ("BadOption", "playground")
