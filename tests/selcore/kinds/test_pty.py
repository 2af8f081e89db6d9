"""A pseudo-terminal: lines, echo, hangup; the kernel's flags are those of the record."""

import errno
import os

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, refused
from tests.selcore.kinds.facts_of import check

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals")


@pytest.fixture
def pty(session: Session) -> Session:
    opened(session, "pty", "it")
    return session


def text_of(session: Session, name: str) -> bytes:
    return bytes.fromhex(done(session, c.Receive(name=name))["hex"])


def test_fresh(pty: Session) -> None:
    for name in ("it.master", "it.slave"):
        check(pty, name, "-/W/W", "OUT")
    assert pty.world.state_of("it.slave").address == os.ttyname(pty.world.find("it.slave").fd)
    assert os.isatty(pty.world.find("it.slave").fd)


def test_a_line_is_readable_when_it_is_whole(pty: Session) -> None:
    done(pty, c.Send(name="it.master", text="abc"))
    check(pty, "it.slave", "-/W/W", "OUT")
    check(pty, "it.master", "R/W/RW", "IN|OUT")
    assert refused(pty, c.Receive(name="it.slave")).errno == errno.EAGAIN
    assert text_of(pty, "it.master") == b"abc"  # the echo
    done(pty, c.Send(name="it.master", text="\n"))
    check(pty, "it.slave", "R/W/RW", "IN|OUT")
    assert text_of(pty, "it.slave") == b"abc\n"


def test_ctrl_d_is_an_empty_read_and_not_the_end(pty: Session) -> None:
    done(pty, c.Send(name="it.master", text="\4"))
    check(pty, "it.slave", "R/W/RW", "IN|OUT")
    assert text_of(pty, "it.slave") == b"" and pty.world.state_of("it.slave").state == "open"
    done(pty, c.Send(name="it.master", text="more\n"))
    check(pty, "it.slave", "R/W/RW", "IN|OUT")
    assert text_of(pty, "it.slave") == b"more\n"
    done(pty, c.Close(name="it.master"))
    assert text_of(pty, "it.slave") == b"" and pty.world.state_of("it.slave").state == "eof"


def test_raw_each_character(session: Session) -> None:
    opened(session, "pty", "it", raw=True)
    done(session, c.Send(name="it.master", text="q"))
    check(session, "it.slave", "R/W/RW", "IN|OUT")
    check(session, "it.master", "-/W/W", "OUT")  # no echo
    assert text_of(session, "it.slave") == b"q"


def fill(pty: Session) -> None:
    """The kernel carries what is written to the other end on a thread of its own: as often as that made room again."""
    for last in (False,) * 20 + (True,):
        done(pty, c.Fill(name="it.slave"))
        try:
            check(pty, "it.slave", "-/-/-", "-")
            return
        except AssertionError:
            if last:
                raise


def test_full_then_the_slave_goes(pty: Session) -> None:
    done(pty, c.Send(name="it.slave", text="out"))
    check(pty, "it.master", "R/W/RW", "IN|OUT")
    fill(pty)
    done(pty, c.Close(name="it.slave"))
    check(pty, "it.master", "R/W/RW", "IN|OUT|HUP")
    assert refused(pty, c.Drain(name="it.master")).errno == errno.EIO
    check(pty, "it.master", "R/W/RW", "OUT|HUP")


def test_the_master_goes(pty: Session) -> None:
    done(pty, c.Close(name="it.master"))
    check(pty, "it.slave", "R/W/RW", "IN|OUT|ERR|HUP")
    assert text_of(pty, "it.slave") == b""
    assert refused(pty, c.Send(name="it.slave", text="x")).errno == errno.EIO


def test_a_system_without_says_so(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.kinds.pty._openpty", None)
    said = refused(one, c.Open(kind="pty", name="it"))
    assert (said.type, said.by) == ("NotAvailable", "playground") and "os.openpty" in said.message
