"""Plain numbers and duplicates: as file objects, closed by whom they belong to and by nobody else."""

import errno
import os
import select

import pytest

from selcore.kinds import find_kind
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests.selcore.acting import done, failed, opened, ready, refused, watch
from tests.selcore.kinds.facts_of import check, fact

pytestmark = pytest.mark.skipif(os.name != "posix", reason="as POSIX has it")


@pytest.fixture
def number() -> "tuple[int, int]":
    """A pipe that belongs to the test."""
    return os.pipe()


@pytest.fixture(autouse=True)
def closed(number: "tuple[int, int]", session: Session) -> "object":
    yield
    session.close()
    for fd in number:
        os.close(fd)


def test_a_number_that_was_given_is_used_and_left(session: Session, number: "tuple[int, int]") -> None:
    read, write = number
    opened(session, "fd", "it", number=read)
    assert session.world.find("it").obj == session.world.find("it").fd == read
    check(session, "it", "-/-/-", "-")
    said = refused(session, c.Receive(name="it"))
    assert (said.type, said.by) == ("WouldBlock", "playground") and os.get_blocking(read)
    os.write(write, b"data")
    check(session, "it", "R/-/R", "IN")
    assert done(session, c.Receive(name="it"))["hex"] == b"data".hex()
    done(session, c.Close(name="it"))
    done(session, c.Close(name="it"))
    assert os.fstat(read) and "stays open" in session.world.state_of("it").warning


def test_its_own_is_closed_once(session: Session) -> None:
    opened(session, "fd", "it")
    check(session, "it", "-/W/W", "OUT")
    fd = session.world.find("it").fd
    done(session, c.Close(name="it"))
    opened(session, "socketpair", "next", fd=fd)  # the number is another's now
    done(session, c.Close(name="it"))
    assert session.world.find("next.a").obj.fileno() == fd and os.fstat(fd)


def test_numbers_that_are_none(session: Session) -> None:
    opened(session, "fd", "minus", number=-1)
    assert fact(session, "minus") == "!ValueError: Invalid file descriptor: -1"
    opened(session, "fd", "far", number=999999)
    opened(session, "fd", "huge", number=2**64)
    if session.world.main.backend.id == "select":
        for name, type in (("far", "ValueError"), ("huge", "OverflowError")):
            watch(session, name, "read")
            assert failed(session, 0).error.type == type
            done(session, c.Unregister(name=name))
        return
    assert fact(session, "huge") == "!OverflowError: Python int too large to convert to C int"
    if session.world.main.backend.id == "poll":
        check(session, "far", "R/W/RW", "NVAL")
    if session.world.main.backend.id == "epoll":
        assert fact(session, "far") == f"!OSError: [Errno {errno.EBADF}] Bad file descriptor"


def test_a_foreign_number_needs_trust() -> None:
    kind = find_kind("fd")
    assert kind is not None
    for number, needed in ((None, False), (-1, False), (7, True), (10**30, True)):
        options = {} if number is None else {"number": number}
        assert bool(kind.needs_trust(fill(kind.all_options(), options))) is needed


def test_a_duplicate_keeps_the_other_end_from_its_end(session: Session) -> None:
    opened(session, "pipe", "pipe")
    opened(session, "dup", "it", of="pipe.w")
    assert session.world.state_of("it").peer == "pipe.w" and not os.get_inheritable(session.world.find("it").fd)
    check(session, "it", "-/W/W", "OUT")
    done(session, c.Close(name="pipe.w"))
    check(session, "pipe.r", "-/-/-", "-")
    done(session, c.Send(name="it", text="x"))
    check(session, "pipe.r", "R/-/R", "IN")
    done(session, c.Receive(name="pipe.r"))
    done(session, c.Close(name="it"))
    check(session, "pipe.r", "R/W/RW", "HUP", on_select="R/-/R")


@pytest.mark.skipif(not hasattr(select, "epoll"), reason="about epoll")
def test_with_a_duplicate_epoll_goes_on_reporting_what_was_closed() -> None:
    session = Session("epoll")
    try:
        opened(session, "socketpair", "pair")
        opened(session, "dup", "it", of="pair.a")
        watch(session, "pair.a", "write")
        done(session, c.Close(name="pair.a"))
        assert ready(session) == [("pair.a", 2)]
        done(session, c.Close(name="it"))
        assert ready(session) == []
    finally:
        session.close()


def test_what_has_no_number_cannot_be_duplicated(one: Session) -> None:
    for kind, options, type in (
        ("bytesio", {}, "UnsupportedOperation"),
        ("queue", {}, "AttributeError"),
        ("bad-fileno", {"answer": "RuntimeError"}, "RuntimeError"),
        ("bad-fileno", {"answer": "text"}, "TypeError"),
        ("fd", {"number": -1}, "OSError"),
    ):
        name = opened(one, kind, f"of-{kind}-{type}", **options)[0]
        said = refused(one, c.Open(kind="dup", name=f"dup-{type}", options={"of": name}))
        assert (said.type, said.by) == (type, "python")
    assert refused(one, c.Open(kind="dup", name="it", options={"of": "nobody"})).type == "UnknownName"


def test_a_number_that_is_a_pipe_by_now_is_read_as_python_reads_it(session: Session) -> None:
    opened(session, "fd", "it")
    done(session, c.Close(name="it"))
    opened(session, "pipe", "pipe")
    done(session, c.Send(name="pipe.w", text="x"))
    assert session.world.find("it").fd == session.world.find("pipe.r").fd
    assert done(session, c.Receive(name="it"))["hex"] == b"x".hex()
