"""What a refusal may need to know of the moment: asked of the system, and of nothing that cannot be asked."""

import os
import socket
from pathlib import Path

import pytest

from selcore.session.moment import at_path, broadcasts, has_address, open_files, opens
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened


def test_descriptors_are_counted() -> None:
    found = open_files()
    if found is None:
        pytest.skip("no limit of descriptors here")
    assert found.used is None or found.floor <= found.limit > found.used > 2


def test_what_is_at_a_path(tmp_path: Path) -> None:
    def kind(path: object) -> str:
        return at_path(c.Open(kind="binary-file", name="f", options={"path": str(path)}))

    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "file").touch()
    asked = [tmp_path / "fifo", os.devnull, tmp_path / "file", tmp_path, tmp_path / "none", "a\0b"]
    assert list(map(kind, asked)) == ["named pipe", "special file", "other", "other", "", ""]
    assert at_path(c.Close(name="f")) == at_path(c.Open(kind="pipe", name="p")) == ""


def test_what_is_opened() -> None:
    kinds = ("process", "unix-client", "tcp-client", "pipe", "none")
    found = [opens(c.Open(kind=kind, name="x")) for kind in kinds]
    assert found == ["child", "unix connection", "", "", ""] and opens(c.Close(name="x")) == ""


def test_what_is_known_of_a_socket(one: Session) -> None:
    opened(one, "udp-socket", "u")
    opened(one, "unix-socket", "x")
    opened(one, "pipe", "p")
    udp, unix, pipe = (one.world.find(name) for name in ("u", "x", "p.r"))
    assert (has_address(udp), has_address(unix), has_address(pipe), has_address(None)) == (False, False, None, None)
    assert (broadcasts(udp), broadcasts(pipe), broadcasts(None)) == (False, None, None)
    done(one, c.Bind(name="u", host="127.0.0.1", port=0))
    done(one, c.Bind(name="x", path=""))
    udp.obj.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    assert (has_address(udp), has_address(unix), broadcasts(udp)) == (True, True, True)
    done(one, c.Close(name="u"))
    assert (has_address(udp), broadcasts(udp)) == (None, None)
