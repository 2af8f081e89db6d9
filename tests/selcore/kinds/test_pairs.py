"""Pairs that keep what is sent apart, and a TCP socket that is nothing yet; flags as the record has them."""

import errno
import os
import pickle
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import find_kind, message, whole_message
from selcore.kinds.message import MpQueueObject
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import called, done, opened, ready, refused, watch
from tests.selcore.kinds.facts_of import check, fact

pytestmark = pytest.mark.skipif(os.name != "posix", reason="as POSIX has it")


def test_datagrams(session: Session) -> None:
    opened(session, "unix-dgram-pair", "it")
    check(session, "it.a", "-/W/W", "OUT")
    done(session, c.Send(name="it.b", text=""))
    check(session, "it.a", "R/W/RW", "IN|OUT")
    assert done(session, c.Receive(name="it.a"))["size"] == 0 and session.world.state_of("it.a").state == "connected"
    done(session, c.Fill(name="it.a"))
    check(session, "it.a", "-/-/-", "-")


def test_the_end_of_a_datagram_socket_is_not_noticed(session: Session) -> None:
    opened(session, "unix-dgram-pair", "it")
    done(session, c.Close(name="it.b"))
    check(session, "it.a", "-/W/W", "OUT")
    assert refused(session, c.Receive(name="it.a")).errno == errno.EAGAIN
    assert refused(session, c.Send(name="it.a", text="x")).errno == errno.ECONNREFUSED


def test_packets(session: Session) -> None:
    opened(session, "unix-seqpacket-pair", "it")
    for words in ("first", "second"):
        done(session, c.Send(name="it.b", text=words))
    assert done(session, c.Receive(name="it.a", size=3))["hex"] == b"fir".hex()
    assert done(session, c.Receive(name="it.a"))["hex"] == b"second".hex()
    done(session, c.Close(name="it.b"))
    check(session, "it.a", "R/W/RW", "IN|OUT|HUP|RDHUP")
    assert done(session, c.Receive(name="it.a"))["size"] == 0 and session.world.state_of("it.a").state == "eof"


@pytest.mark.parametrize(("code", "missing"), [(errno.EPROTONOSUPPORT, True), (errno.EMFILE, False)])
def test_a_system_without_packets_says_so(monkeypatch: pytest.MonkeyPatch, code: int, missing: bool) -> None:
    def no(*_: Any) -> Any:
        raise OSError(code, os.strerror(code))

    kind = find_kind("unix-seqpacket-pair")
    monkeypatch.setattr("socket.socketpair", no)
    assert kind is not None and (kind.missing() is not None) is missing


@pytest.mark.parametrize("code", [errno.EACCES, errno.EMFILE])
def test_a_queue_that_can_have_no_locks_says_so(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Where /dev/shm is a folder of root's; that the descriptors are used up is no such reason."""

    def no(*_: Any) -> Any:
        raise OSError(code, os.strerror(code))

    kind = find_kind("mp-queue")
    assert kind is not None
    monkeypatch.setattr("_multiprocessing.SemLock", no)
    assert (kind.missing() is not None) is (code == errno.EACCES)


def test_a_fresh_tcp_socket_is_ready_for_everything(session: Session) -> None:
    opened(session, "tcp-socket", "it")
    check(session, "it", "R/W/RW", "OUT|HUP")
    assert refused(session, c.Receive(name="it")).errno == errno.ENOTCONN
    opened(session, "tcp-socket", "six", family="IPv6")
    assert session.world.find("six").obj.family.name == "AF_INET6"


def test_a_connection_of_multiprocessing(session: Session) -> None:
    opened(session, "mp-pipe", "it")
    check(session, "it.a", "-/W/W", "OUT")
    assert refused(session, c.Receive(name="it.a")).type == "BlockingIOError"
    done(session, c.Send(name="it.b", text="obj"))
    check(session, "it.a", "R/W/RW", "IN|OUT")
    done(session, c.Close(name="it.b"))
    check(session, "it.a", "R/W/RW", "IN|OUT|HUP|RDHUP")
    assert done(session, c.Receive(name="it.a"))["hex"] == b"obj".hex()
    check(session, "it.a", "R/W/RW", "IN|OUT|HUP|RDHUP")
    said = refused(session, c.Receive(name="it.a"))
    assert (said.type, said.message, said.by) == ("EOFError", "", "python")
    assert session.world.state_of("it.a").state == "eof"
    assert done(session, c.Drain(name="it.a")) == {"size": 0, "eof": True}


def test_a_full_connection_keeps_its_messages_whole(one: Session) -> None:
    opened(one, "mp-pipe", "it")
    sent = done(one, c.Fill(name="it.a"))["sent"]
    assert sent > 65536 and done(one, c.Drain(name="it.b"))["size"] == sent
    assert bytes(one.world.find("it.a").obj.send_bytes(b"x") or b"x") == one.world.find("it.b").obj.recv_bytes()


def test_a_callback_gives_up_at_the_end_of_a_connection(session: Session) -> None:
    opened(session, "mp-pipe", "it")
    watch(session, "it.a", "read", callback="drain")
    done(session, c.Close(name="it.b"))
    result = called(session).results[0]
    assert result.name == "it.a" and session.world.state_of("it.a").registered is None
    assert ready(session) == []


def test_a_queue_of_multiprocessing_through_its_reader(session: Session) -> None:
    opened(session, "mp-queue", "it")
    check(session, "it", "-/-/-", "-")
    assert refused(session, c.Receive(name="it")).type == "Empty"
    assert done(session, c.Send(name="it", text="x")) == {"sent": 1}
    watch(session, "it", "read")
    assert ready(session, 10) == [("it", 1)]
    done(session, c.Unregister(name="it"))
    check(session, "it", "R/-/R", "IN")
    assert done(session, c.Receive(name="it"))["hex"] == b"x".hex()
    check(session, "it", "-/-/-", "-")


def test_the_queue_itself_is_refused(session: Session) -> None:
    opened(session, "mp-queue", "it", part="queue")
    assert session.world.find("it").fd == -1
    assert fact(session, "it").startswith("!ValueError: Invalid file object: <multiprocessing.queues.Queue object")


def test_a_full_queue_is_closed_all_the_same(one: Session) -> None:
    opened(one, "mp-queue", "it")
    for _ in range(20):
        done(one, c.Send(name="it", size=65536))
    queue = one.world.find("it")
    assert isinstance(queue, MpQueueObject)
    done(one, c.Close(name="it"))
    assert queue.queue._reader.closed and queue.queue._writer.closed


@pytest.mark.parametrize("size", [0, 1, 300_000])
@pytest.mark.parametrize("how", ["close", "end of the session"])
def test_a_queue_is_closed_whatever_its_thread_does(size: int, how: str) -> None:
    """200 rounds: the thread writes, waits for room or has just ended, as it comes."""
    for _ in range(200):
        with closing(Session("select")) as session:
            opened(session, "mp-queue", "it")
            if size:
                done(session, c.Send(name="it", size=size))
            if how == "close":
                done(session, c.Close(name="it"))
            queue = session.world.find("it")
        assert queue.closed


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "PATIENCE", 0.01)


def test_a_full_queue_whose_reader_somebody_else_has_too(one: Session, impatient: None) -> None:
    """Its thread waits for room as long as there is a reader, and ends with it."""
    opened(one, "mp-queue", "it")
    opened(one, "dup", "theirs", of="it")
    done(one, c.Send(name="it", size=300_000))
    queue: Any = one.world.find("it")
    done(one, c.Close(name="it"))
    thread = queue.queue._thread
    assert thread.is_alive()
    done(one, c.Close(name="theirs"))
    thread.join(30)
    assert not thread.is_alive() and queue.queue._writer.closed


@pytest.mark.parametrize("end", ["_reader", "_writer"])
@pytest.mark.parametrize("read", [True, False])
def test_a_queue_that_was_closed_behind_its_back(one: Session, end: str, read: bool) -> None:
    opened(one, "mp-queue", "it")
    done(one, c.Send(name="it", text="x"))
    watch(one, "it", "read")
    assert ready(one, 10) == [("it", 1)]
    if read:
        done(one, c.Receive(name="it"))
    queue: Any = one.world.find("it")
    thread = queue.queue._thread
    os.close(getattr(queue.queue, end).fileno())
    one.apply(c.Close(name="it"))
    thread.join(30)
    assert not thread.is_alive() and queue.queue._reader.closed and queue.queue._writer.closed


def test_a_queue_closes_nobody_elses_file(one: Session) -> None:
    opened(one, "mp-queue", "it")
    done(one, c.Send(name="it", text="x"))
    queue: Any = one.world.find("it")
    number = queue.fd
    with Path(os.devnull).open() as theirs:
        os.dup2(theirs.fileno(), number)
    done(one, c.Close(name="it"))
    queue.queue._thread.join(30)
    os.fstat(number)
    os.close(number)


class Harm:
    """What runs a command when it is unpickled."""

    def __init__(self, mark: Path):
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


def test_a_message_whose_beginning_somebody_else_has_read_runs_nothing(one: Session, tmp_path: Path) -> None:
    """What the duplicate leaves begins with a size and a pickle that the sender chose."""
    opened(one, "mp-queue", "it")
    opened(one, "dup", "theirs", of="it")
    harm = pickle.dumps(Harm(tmp_path / "run"))
    chosen = struct.pack("!i", len(harm)) + harm
    done(one, c.Send(name="it", hex=chosen.hex()))
    watch(one, "it", "read")
    assert ready(one, 10) == [("it", 1)]
    done(one, c.Receive(name="theirs", size=4 + pickle.dumps(chosen).index(chosen)))
    assert refused(one, c.Receive(name="it")).type == "OutOfStep"
    assert not (tmp_path / "run").exists()


def test_a_message_of_which_a_part_is_gone_is_not_waited_for(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_message, "PATIENCE", 0.01)
    opened(one, "mp-queue", "it")
    opened(one, "dup", "theirs", of="it")
    done(one, c.Send(name="it", text="some words"))
    watch(one, "it", "read")
    assert ready(one, 10) == [("it", 1)]
    done(one, c.Receive(name="theirs", size=2))
    for _ in range(2):  # nor the second time
        assert ready(one, 10) == [("it", 1)]  # a thread of the queue's own writes what is sent
        assert refused(one, c.Receive(name="it")).type == "OutOfStep"
        done(one, c.Send(name="it", text="more"))


def test_messages_of_a_queue_come_whole_and_in_order(one: Session) -> None:
    opened(one, "mp-queue", "it")
    watch(one, "it", "read")
    for size in (0, 1, 255, 256, 65_535, 65_536, 1 << 20):
        done(one, c.Send(name="it", size=size))
        done(one, c.Send(name="it", text="\x80\x04."))
        for sent in (size, 4):
            assert ready(one, 10) == [("it", 1)]
            assert done(one, c.Receive(name="it"))["size"] == sent
