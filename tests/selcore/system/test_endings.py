"""An empty read is not always the end: what it means is asked of what was read from."""

import os
import pty
import socket
import sys
import tty
from pathlib import Path

import pytest

from selcore.system.endings import ERR, HUP, ending, flags, is_named

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sequenced packets and /proc")


def test_a_stream_and_a_pipe_end_for_ever(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    read, write = os.pipe()
    theirs.close()
    os.close(write)
    with ours, (tmp_path / "file").open("wb") as file:
        assert [ending(one) for one in (ours.fileno(), read, file.fileno())] == ["for ever"] * 3
    os.close(read)


def test_an_empty_packet_is_no_end_and_a_closed_peer_is_one() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        theirs.send(b"")
        assert ours.recv(9) == b"" and ending(ours.fileno()) == ""
        theirs.shutdown(socket.SHUT_WR)
        assert ours.recv(9) == b"" and ending(ours.fileno()) == "for ever"


def test_an_end_that_was_typed_is_none_and_a_terminal_that_is_gone_has_one() -> None:
    master, slave = pty.openpty()
    try:
        os.write(master, b"\4")
        assert os.read(slave, 9) == b"" and ending(slave) == ""
        tty.setraw(slave)
        assert ending(slave) == ""
    finally:
        os.close(master)
    assert os.read(slave, 9) == b"" and ending(slave) == "for ever"
    os.close(slave)


def test_a_fifo_without_a_writer_ends_for_now(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    read = os.open(tmp_path / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    assert os.read(read, 9) == b"" and (ending(read), is_named(read)) == ("now", True)
    os.close(read)


def test_what_is_not_open_has_ended_and_no_flags() -> None:
    read, write = os.pipe()
    os.close(write)
    assert flags(read) & HUP and not flags(read) & ERR
    os.close(read)
    assert ending(read) == "for ever" and not is_named(read) and flags(-1) == 0


def test_a_pending_error_is_looked_at_and_not_taken() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.send(b"unread")
        theirs.close()
        assert flags(ours.fileno()) & ERR and flags(ours.fileno()) & ERR
        with pytest.raises(ConnectionResetError):
            ours.recv(9)
        assert not flags(ours.fileno()) & ERR
