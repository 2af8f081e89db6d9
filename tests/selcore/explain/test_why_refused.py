"""Advice stands beside a refusal: it changes nothing of it, and is there only where it is true."""

import errno
import os
import socket
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest

from selcore.explain.refusal_case import Asked, Known
from selcore.explain.refusals.connecting import shut_all_the_same
from selcore.explain.why_refused import meaning
from selcore.session.address_in_use import free_port
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.observed import Observed
from selcore.values.outcomes import Refused
from selcore.values.text import text
from tests.selcore.acting import done, failed, opened, ready, refused

LISTENER = c.Open(kind="tcp-listener", name="server", options={"port": 8080})


@pytest.mark.parametrize(
    ("command", "number"),
    [
        (LISTENER, errno.EPERM),
        (c.Note(text=""), errno.EADDRINUSE),
        (c.Open(kind="tcp-listener", name="server"), errno.EADDRINUSE),
        (c.Open(kind="tcp-listener", name="server", options={"port": 8080}), errno.EACCES),
        (c.Register(name="f", events=("read",)), errno.EPERM),
    ],
)
def test_what_is_not_understood_is_left_alone(one: Session, command: c.AnyCommand, number: int) -> None:
    refused = Refused("OSError", "as it is", number)
    assert one.advise(command, refused) is refused


def test_our_own_refusals_and_those_with_a_hint_are_left_alone(one: Session) -> None:
    for said in (
        Refused("Busy", "wait", errno.EADDRINUSE, by="playground"),
        Refused("OSError", "in use", errno.EADDRINUSE, hint=text("known")),
    ):
        assert one.advise(LISTENER, said) is said


def test_the_exceptions_own_words_stay(one: Session) -> None:
    refused = Refused("OSError", "[Errno 98] Address already in use", errno.EADDRINUSE)
    advised = one.advise(LISTENER, refused)
    assert (advised.type, advised.message, advised.errno, advised.by) == (
        refused.type,
        refused.message,
        refused.errno,
        "python",
    )
    assert advised.hint is not None and isinstance(advised.remedy, c.Open)
    assert advised.remedy.options["port"] not in (0, 8080)
    assert str(advised) == "OSError: [Errno 98] Address already in use"


def test_where_no_port_can_be_found_none_is_named(one: Session) -> None:
    command = c.Open(kind="tcp-listener", name="server", options={"port": 8080, "host": "203.0.113.1"})
    assert free_port("203.0.113.1") is None  # no address of this machine
    advised = one.advise(command, Refused("OSError", "in use", errno.EADDRINUSE))
    assert (str(advised.hint), advised.remedy) == ("port 8080 on 203.0.113.1 is in use", None)


@pytest.mark.parametrize("host", ["127.0.0.1", "", "localhost", "no such name at all"])
def test_a_free_port_is_free(host: str) -> None:
    port = free_port(host)
    assert port is not None and 0 < port < 65536


def test_too_many_open_files_names_the_limit(one: Session) -> None:
    import resource

    advised = one.advise(c.Accept(name="server"), Refused("OSError", "too many", errno.EMFILE))
    assert str(resource.getrlimit(resource.RLIMIT_NOFILE)[0]) in str(advised.hint)
    advised = one.advise(c.Accept(name="server"), Refused("OSError", "too many", errno.ENFILE))
    assert "all programs together" in str(advised.hint) and not any(map(str.isdigit, str(advised.hint)))


def test_of_a_recording_the_living_process_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(path: object) -> list[str]:
        raise AssertionError(path)

    monkeypatch.setattr(os, "listdir", asked)
    said = meaning(c.Accept(name="server"), Refused("OSError", "too many", errno.EMFILE), "epoll")
    assert said is not None and str(said.hint) == "this process has as many open files as it may: close some"


@pytest.mark.parametrize("backend", ["select", "poll", "epoll"])
def test_of_a_number_that_is_no_descriptor_nothing_is_said_of_time_or_signals(backend: str) -> None:
    with closing(Session(backend)) as one:
        opened(one, "bad-fileno", "bad", answer="2**40")
        outcome = one.apply(c.Register(name="bad", events=("read",)))
        said = outcome if isinstance(outcome, Refused) else failed(one, 0).error
        assert said.type == "OverflowError" and "larger than any descriptor" in str(said.hint)
        if not isinstance(outcome, Refused):
            assert said.remedy == c.Unregister(name="bad")
            done(one, c.Unregister(name="bad"))
            assert ready(one) == []


@pytest.mark.parametrize(
    ("type_", "message", "number", "evident"),
    [
        ("ZeroDivisionError", "from handler", None, True),
        ("OSError", "[Errno 5] x", errno.EIO, True),
        ("OSError", os.strerror(errno.EIO), errno.EIO, False),
        ("OverflowError", "signed integer is greater than maximum", None, False),
        ("RuntimeError", "whatever it is", None, False),
    ],
)
def test_a_handler_is_named_only_where_nothing_in_select_raises_such_a_thing(
    one: Session, type_: str, message: str, number: int | None, evident: bool
) -> None:
    said = one.advise(c.Select(timeout=0), Refused(type_, message, number))
    assert ("signal handler" in str(said.hint)) is evident


def test_a_large_number_that_is_no_descriptors_gets_no_hint_about_one(one: Session) -> None:
    refused = Refused("OverflowError", "Python int too large to convert to C int")
    for command in (c.Set(name="s", option="SO_RCVBUF", value=2**40), c.Send(name="s", text="")):
        assert one.advise(command, refused).hint is None


def hint(session: Session, command: c.AnyCommand) -> str:
    return str(refused(session, command).hint)


def test_an_input_error_is_a_terminals_only_of_a_terminal(one: Session) -> None:
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("no /proc/self/mem here")
    opened(one, "binary-file", "mem", path=str(memory))
    assert refused(one, c.Receive(name="mem", size=1)).errno == errno.EIO
    assert "terminal" not in hint(one, c.Receive(name="mem", size=1))
    opened(one, "pty", "tty")
    done(one, c.Close(name="tty.slave"))
    assert hint(one, c.Receive(name="tty.master")) == "the other side of this terminal is closed"


def test_an_address_that_cannot_be_bound_is_not_a_second_one(one: Session) -> None:
    opened(one, "tcp-socket", "six", family="IPv6")
    said = refused(one, c.Bind(name="six", host="fe80::1", port=0))
    assert "bound once" not in str(said.hint)
    done(one, c.Bind(name="six", host="::1", port=0))
    assert "bound once" in hint(one, c.Bind(name="six", host="::1", port=0))


def test_a_socket_is_connected_to_not_opened(one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the whole path may be too long for a socket
    with closing(socket.socket(socket.AF_UNIX)) as sock:
        sock.bind("s")
        said = hint(one, c.Open(kind="binary-file", name="f", options={"path": str(tmp_path / "s")}))
    assert said == "this is a socket: a socket is connected to, not opened"


def test_that_no_process_can_be_started_is_no_full_queue(one: Session) -> None:
    failed = Refused("BlockingIOError", "Resource temporarily unavailable", errno.EAGAIN)
    said = str(one.advise(c.Open(kind="process", name="p"), failed).hint)
    assert "no more processes" in said and "queue" not in said
    assert "queue is full" in str(one.advise(c.Open(kind="unix-client", name="u"), failed).hint)


def test_a_unix_datagram_that_may_not_be_sent_is_no_broadcast(one: Session) -> None:
    denied = Refused("PermissionError", "Permission denied", errno.EACCES)
    opened(one, "unix-dgram-pair", "pair")
    said = one.advise(c.Send(name="pair.a", text="x"), denied)
    assert said.remedy is None and "broadcast" not in str(said.hint)
    opened(one, "udp", "udp")
    said = one.advise(c.Send(name="udp", text="x"), denied)
    assert said.remedy == c.Set(name="udp", option="SO_BROADCAST", value=1)
    done(one, said.remedy)
    said = one.advise(c.Send(name="udp", text="x"), denied)
    assert (str(said.hint), said.remedy) == ("permission denied", None)


@pytest.mark.parametrize("how", ["read", "both"])
def test_a_listener_that_was_shut_down_is_not_to_be_watched(one: Session, how: Literal["read", "both"]) -> None:
    opened(one, "unix-listener", "server")
    assert "Watch it for READ" in hint(one, c.Accept(name="server"))
    done(one, c.Shutdown(name="server", how=how))
    said = refused(one, c.Accept(name="server"))
    if said.errno != errno.EAGAIN:
        pytest.skip("here accept() says that it is no listener any more")
    assert "was shut down" in str(said.hint) and said.remedy is None
    one.world.find("server").obj.setblocking(True)
    with pytest.raises(OSError, match=r"Errno 22"):
        one.world.find("server").obj.accept()


@pytest.mark.parametrize("system", ["linux", "darwin", ""])
def test_that_linux_shuts_what_it_refuses_to_is_said_of_linux_alone(system: str) -> None:
    seen = Observed(0, 100, "TCP", shut="rw", system=system)
    said = Refused("OSError", "", errno.ENOTCONN)
    advice = shut_all_the_same(Asked(c.Shutdown(name="x", how="both"), said, "poll", Known(seen=seen)))
    assert advice is not None and ("Linux" in str(advice.hint)) == (system == "linux")


NOBODY_READS = {
    "a pair whose other end is closed": (
        (c.Open(kind="socketpair", name="q"), c.Close(name="q.b")),
        "q.a",
        "q.b, which would have read it, is closed",
    ),
    "a pair whose other end reads no more": (
        (c.Open(kind="socketpair", name="q"), c.Shutdown(name="q.b", how="read")),
        "q.a",
        "reading was shut down at the other end, q.b",
    ),
    "a pipe": ((c.Open(kind="pipe", name="q"), c.Close(name="q.r")), "q.w", "q.r, which would have read it, is closed"),
    "a process that has ended": (
        (c.Open(kind="process", name="q", options={"argv": ["true"]}), c.Wait(name="q.pid")),
        "q.stdin",
        "which would have read it, has closed its end or has ended",
    ),
    "a connection that was reset": (
        (
            c.Open(kind="tcp-listener", name="s", options={"port": 0}),
            c.Open(kind="tcp-client", name="q", options={"to": "s"}),
            c.Accept(name="s"),
            c.Reset(name="s.1"),
            c.Receive(name="q"),
        ),
        "q",
        "the TCP connection is over",
    ),
}


@pytest.mark.parametrize("case", NOBODY_READS)
def test_a_broken_pipe_says_who_reads_no_more(one: Session, case: str) -> None:
    before, name, words = NOBODY_READS[case]
    for command in before:
        one.apply(command)
    said = refused(one, c.Send(name=name, text="x"))
    assert (said.type, said.errno) == ("BrokenPipeError", errno.EPIPE)
    assert words in str(said.hint) and "nothing can be sent" in str(said.hint)
    assert "Unregister it" in str(said.hint) or "watch it for READ alone" in str(said.hint)


def test_of_a_pipe_whose_readers_are_none_of_ours_it_is_said_that_none_is_left(one: Session) -> None:
    read, write = os.pipe()
    try:
        opened(one, "fd", "w", number=write)
    finally:
        os.close(read)
    said = refused(one, c.Send(name="w", text="x"))
    os.close(write)
    assert said.type == "BrokenPipeError" and "every end that could read this pipe is closed" in str(said.hint)


def test_of_a_broken_pipe_of_which_only_the_message_is_known_both_that_it_may_be_is_said() -> None:
    said = meaning(None, Refused("BrokenPipeError", "[Errno 32] Broken pipe", errno.EPIPE), "epoll")
    assert said is not None
    assert "it was closed, or the connection was reset" in str(said.hint) and "on this side" in str(said.hint)
