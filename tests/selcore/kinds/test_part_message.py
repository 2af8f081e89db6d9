"""Of a message that is not whole yet nothing is taken: what plain recv_bytes() would do is said."""

import multiprocessing
import os
import struct
from typing import Any

import pytest

from selcore.kinds.part_message import refuse_part
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, ready, refused, watch


@pytest.fixture
def pipe(session: Session) -> Session:
    """``m.a`` is watched; ``raw`` writes what it wants to the other end."""
    opened(session, "mp-pipe", "m")
    opened(session, "dup", "raw", of="m.b")
    watch(session, "m.a", "read")
    return session


def part(session: Session, data: bytes) -> None:
    done(session, c.Send(name="raw", hex=data.hex()))


@pytest.mark.parametrize(
    "head", [b"\0\0", b"\0\0\0\x05abc", b"\xff\xff\xff\xff\0\0", b"\xff" * 4 + b"\0" * 6 + b"\1\0abc"]
)
def test_a_part_is_left_where_it_is_until_the_rest_has_come(pipe: Session, head: bytes) -> None:
    part(pipe, head)
    assert ready(pipe) == [("m.a", 1)], "it is readable all the same"
    for _ in range(2):
        said = refused(pipe, c.Receive(name="m.a"))
        assert (said.type, said.by) == ("WouldBlock", "playground")
        assert f"{len(head)} of the" in said.message and "lose them" in said.message
    rest = {2: b"\0\x02ab", 7: b"de", 6: b"\0" * 5 + b"\x02" + b"ab", 15: b"x" * 253}[len(head)]
    part(pipe, rest)
    assert done(pipe, c.Receive(name="m.a"))["size"] in (2, 5, 256)
    assert ready(pipe) == []


def test_a_blocking_one_would_wait(pipe: Session) -> None:
    part(pipe, b"\0\0\0\x05abc")
    done(pipe, c.Set(name="m.a", option="blocking", value=True))
    assert refused(pipe, c.Receive(name="m.a")).message.startswith("recv_bytes() would wait: 7 of the 9 bytes")


def test_drain_and_a_callback_take_nothing_of_it(pipe: Session) -> None:
    part(pipe, struct.pack("!i", 3) + b"one" + struct.pack("!i", 3) + b"t")
    assert done(pipe, c.Drain(name="m.a"))["size"] == 3
    done(pipe, c.Modify(name="m.a", events=("read",), callback="drain"))
    assert ready(pipe) == [("m.a", 1)]
    part(pipe, b"wo")
    assert done(pipe, c.Receive(name="m.a"))["hex"] == b"two".hex()


def test_what_can_never_be_whole_is_pythons_to_refuse(pipe: Session) -> None:
    part(pipe, b"\0\0\0\x05abc")
    done(pipe, c.Close(name="raw"))
    done(pipe, c.Close(name="m.b"))
    said = refused(pipe, c.Receive(name="m.a"))
    assert (said.type, said.by, said.message) == ("OSError", "python", "got end of file during message")


def test_python_loses_it_as_is_said() -> None:
    a, b = multiprocessing.Pipe()
    with a, b:
        os.set_blocking(a.fileno(), False)
        os.write(b.fileno(), b"\0\0\0\x05abc")
        with pytest.raises(BlockingIOError):
            a.recv_bytes()
        os.write(b.fileno(), b"de" + struct.pack("!i", 2) + b"ok")
        lost: Any = pytest.raises((OSError, BlockingIOError))
        with lost:
            a.recv_bytes()


def test_a_whole_message_costs_no_import_and_no_question_of_what_the_socket_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: Any, **named: Any) -> Any:
        raise AssertionError(f"asked for each message: {given} {named}")

    a, b = multiprocessing.Pipe()
    with a, b:
        b.send_bytes(b"hello")
        monkeypatch.setattr("socket.socket", never)
        monkeypatch.setattr("importlib.import_module", never)  # the last: pytest imports what it is to patch
        refuse_part(a)
        monkeypatch.undo()
        assert a.recv_bytes() == b"hello", "nothing of it was taken"
