"""Every command is a line of Python that can be compiled, and every answer is in words."""

import ast
import errno
import os
import socket
import struct
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done
from selcore.wording.answers import answer
from selcore.wording.python_line import python_line
from tests.selcore.acting import done, opened

LINES: list[tuple[c.AnyCommand, str]] = [
    (
        c.Reset(name="a.b"),
        "a_b.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); a_b.close()",
    ),
    (c.Detach(name="s"), "s.detach()"),
    (c.SoError(name="s"), "s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)"),
    (c.ReadLine(name="f"), "f.readline()"),
    (c.Wait(name="p"), "p.wait(0.5)"),
    (c.Wait(name="p.pid"), "p.wait(0.5)"),
    (c.Kill(name="p"), "p.kill()"),
    (c.Stop(name="p.pid"), "p.send_signal(signal.SIGSTOP)"),
    (c.Continue(name="p"), "p.send_signal(signal.SIGCONT)"),
    (c.Connect(name="s", to="server"), "s.connect_ex(server.getsockname())"),
    (c.Connect(name="s", host="::1", port=80), "s.connect_ex(('::1', 80))"),
    (c.Set(name="s", option="blocking", value=True), "s.setblocking(True)"),
    (c.Set(name="s", option="O_NONBLOCK", value=True), "os.set_blocking(s.fileno(), False)"),
    (c.Set(name="s", option="SO_SNDBUF", value=4096), "s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)"),
    (c.Set(name="s", option="TCP_NODELAY", value=True), "s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)"),
    (
        c.Set(name="s", option="SO_LINGER", value=(1, 0)),
        "s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('2i', 1, 0))",
    ),
    (c.Signal(number=28), "signal.pthread_kill(selector_thread, 28)"),
    (c.Rename(name="pair.a", to="left"), "left = pair_a"),
    (c.Register(name="s", events=("read",), inside="inner"), "inner.register(s, EVENT_READ)"),
    (c.Unregister(name="s", inside="in-ner"), "in_ner.unregister(s)"),
    (c.Select(timeout=None, inside="inner"), "inner.select(None)"),
    (c.Run(calls=2, timeout=0, inside="inner"), "for _ in range(2): inner.select(0)  # and serve what is ready"),
    (c.CloseSelector(inside="inner"), "inner.close()"),
    (c.Select(timeout=0), "sel.select(0)"),
]


@pytest.mark.parametrize(("command", "line"), LINES)
def test_a_command_is_its_line(command: c.AnyCommand, line: str) -> None:
    assert python_line(command) == line
    ast.parse(line)


def test_what_is_no_socket_is_made_blocking_by_the_os() -> None:
    line = python_line(c.Set(name="p.r", option="blocking", value=False), lambda name: "pipe")
    assert line == "os.set_blocking(p_r.fileno(), False)"


def test_the_lines_do_to_a_plain_socket_what_was_done_here(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    with socket.socket() as s:
        s.setblocking(False)
        names: dict[str, Any] = {"s": s, "socket": socket, "struct": struct, "os": os}
        for option, value in (("SO_LINGER", (1, 3)), ("SO_RCVBUF", 9000), ("blocking", True), ("O_NONBLOCK", True)):
            command = c.Set(name="s", option=option, value=value)
            done(one, command)
            exec(python_line(command), names)
            ours = one.world.find("s").obj
            assert ours.getblocking() == s.getblocking()
            assert os.get_blocking(ours.fileno()) == os.get_blocking(s.fileno())
            for number in (socket.SO_LINGER, socket.SO_RCVBUF):
                assert ours.getsockopt(socket.SOL_SOCKET, number, 8) == s.getsockopt(socket.SOL_SOCKET, number, 8)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"code": 0, "error": None, "message": ""}, "0: connected"),
        ({"code": errno.EINPROGRESS, "error": "EINPROGRESS", "message": "m"}, f"{errno.EINPROGRESS} EINPROGRESS: m"),
        ({"so_error": 0, "error": None, "message": ""}, "0: no error is pending"),
        ({"so_error": 104, "error": "ECONNRESET", "message": "m"}, "104 ECONNRESET: m"),
        ({"option": "SO_SNDBUF", "given": 1, "value": 2}, "SO_SNDBUF is 2 now"),
        ({"running": True, "returncode": None}, "running"),
        ({"running": False, "returncode": 7}, "return code 7"),
        ({"running": False, "returncode": -9, "signal": "SIGKILL"}, "-9: ended by SIGKILL"),
        ({"signal": "SIGWINCH", "number": 28}, "SIGWINCH sent"),
        ({"renamed": [{"from": "a", "to": "b"}]}, "a is b"),
        ({"fd": 100}, "fd 100"),
        ({"size": None}, "None"),
    ],
)
def test_an_answer_in_words(value: dict[str, Any], words: str) -> None:
    assert str(answer(Done(value))) == words
