"""What no other question tells of a Unix socket: that writing was shut down, who the other end is, how many wait."""

import os
import socket
import sys
from pathlib import Path

import pytest

from selcore.observe.unix_diag import UnixState, unix_state

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="netlink is Linux's")


def inode(sock: socket.socket) -> int:
    return os.fstat(sock.fileno()).st_ino


def state(sock: socket.socket) -> UnixState:
    found = unix_state(inode(sock))
    if found is None:
        pytest.skip("this kernel was built without unix_diag")
    return found


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_SEQPACKET])
def test_what_the_other_end_no_longer_reads_cannot_be_sent(kind: int) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    with ours, theirs:
        assert state(ours).down == "" and state(ours).peer == inode(theirs)
        theirs.shutdown(socket.SHUT_RD)
        assert state(ours).down == "w" and state(theirs).down == "r"
        with pytest.raises(BrokenPipeError):
            ours.send(b"x")
        ours.shutdown(socket.SHUT_RDWR)
        assert state(ours).down == "rw"


def test_the_peer_of_a_client_is_the_accepted_connection(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen(7)
        client.connect(str(tmp_path / "s"))
        assert (state(server).waiting, state(server).most, state(client).peer) == (1, 7, 0)
        with server.accept()[0] as accepted:
            assert state(client).peer == inode(accepted) and state(server).waiting == 0
        assert state(client).peer == 0 and state(client).down == "rw"


def test_what_is_no_unix_socket_is_not_told() -> None:
    with socket.socket() as other:
        assert unix_state(inode(other)) is None
