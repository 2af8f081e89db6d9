"""Situations that people report, each with what plain Python was measured to do there, and others of their kind.

The masks and flags were never wrong; what stands beside them was: the reason, the state, the hint, the warning.
"""

from pathlib import Path
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.experiment.file import FORMAT, Experiment, load
from selcore.headless.player import Player
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done, Refused, Returned
from tests.selcore.explain.announcing import check

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
SITUATIONS = Path(__file__).parent / "situations"
Line = dict[str, Any]


@pytest.fixture(params=HERE)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def told(backend: str, *commands: c.AnyCommand) -> list[Line]:
    return list(Player(Experiment(format=FORMAT, version=1, commands=commands), backend, why=True).play())


def situation(name: str, backend: str) -> list[Line]:
    return told(backend, *load(SITUATIONS / f"{name}.json").commands)


def step(lines: list[Line], number: int) -> Line:
    return next(line for line in lines if line.get("step") == number)


def announced(line: Line, name: str, event: str = "read") -> Any:
    """``(outcome, size)`` or ``(outcome, error, errno)`` of the next call; with True where ``stays`` says so."""
    (ready,) = [one for one in line["ready"] if one["name"] == name]
    (why,) = [one for one in ready["why"] if one["event"] == event]
    claim = why["next"]
    if claim.get("outcome") == "raises":
        return claim["outcome"], claim.get("error"), claim.get("errno")
    return claim.get("outcome"), claim.get("size")


def warnings(lines: list[Line]) -> set[tuple[str, str]]:
    return {(line["lint"], line["name"]) for line in lines if "lint" in line}


EMPTY, PIPE, NO_PEER = ("returns", 0), ("raises", "BrokenPipeError", 32), ("raises", "OSError", 107)


# An empty read is not always the end.


def test_an_empty_packet_is_a_packet_and_another_may_follow(backend: str) -> None:
    lines = situation("seqpacket-empty", backend)
    assert announced(step(lines, 3), "p.a") == EMPTY and step(lines, 4)["size"] == 0
    assert step(lines, 12)["size"] == 1 and step(lines, 12)["eof"] is False  # behind the empty one stood another
    assert step(lines, 14) | {"size": 0, "eof": False} == step(lines, 14)
    assert warnings(lines) == {("unread", "p.a")}  # and not that there will be no more


def test_an_end_that_was_typed_is_not_the_last(backend: str) -> None:
    lines = situation("tty-ctrl-d", backend)
    assert announced(step(lines, 3), "t.slave") == EMPTY
    assert step(lines, 7)["size"] == 5 and warnings(lines) == {("unread", "t.slave")}
    assert step(lines, 12) | {"size": 0, "eof": False} == step(lines, 12)


def state(session: Session, name: str) -> str:
    return str(session.world.state_of(name).state)


def do(session: Session, *commands: c.AnyCommand) -> Any:
    outcome: Any = None
    for command in commands:
        outcome = session.apply(command)
        assert not isinstance(outcome, Refused), outcome
    return outcome


PACKETS = (c.Open(kind="unix-seqpacket-pair", name="p"), c.Register(name="p.a", events=("read",), callback="drain"))


def test_a_callback_goes_on_after_an_empty_packet_and_ends_at_the_end(one: Session) -> None:
    do(one, *PACKETS, c.Send(name="p.b", size=0), c.Send(name="p.b", text="x"), c.Run(calls=2, timeout=0))
    assert state(one, "p.a") == "connected" and one.world.find("p.a").received == 1
    do(one, c.Close(name="p.b"), c.Select(timeout=0))
    assert state(one, "p.a") == "closed"


def test_a_callback_leaves_a_fifo_open_for_another_writer(one: Session) -> None:
    do(one, c.Open(kind="fifo", name="f"), c.Register(name="f.r", events=("read",), callback="drain"))
    do(one, c.Unregister(name="f.r"), c.Register(name="f.r", events=("read",), callback="drain"), c.Close(name="f.w"))
    told = do(one, c.Select(timeout=0)).call.results[0]
    assert "another may come" in str(told.effect) and state(one, "f.r") == "eof"
    path = one.world.state_of("f.r").address
    do(one, c.Open(kind="fifo", name="g", options={"path": path, "mode": "wb"}))
    assert isinstance(one.apply(c.Receive(name="f.r")), Refused) and state(one, "f.r") == "open"


def test_a_fifo_is_said_to_wait_for_a_writer_and_a_pipe_to_be_at_its_end(backend: str) -> None:
    for kind, stays in (("pipe", True), ("fifo", None)):
        watch = c.Register(name="p.r", events=("read",))
        lines = told(backend, c.Open(kind=kind, name="p"), watch, c.Close(name="p.w"), c.Run(calls=25, timeout=0))
        ready = next(line["ready"][0] for line in lines if line.get("call") == 1)
        assert ready["why"][0]["next"].get("stays") is stays
        (warning,) = [line for line in lines if "lint" in line]
        assert ("there will be no more" in warning["message"]) is (kind == "pipe")


def test_no_end_is_warned_of_while_data_waits_before_it(backend: str) -> None:
    pair = (c.Open(kind="socketpair", name="p"), c.Send(name="p.b", text="x"), c.Register(name="p.a", events=("read",)))
    lines = told(backend, *pair, c.Close(name="p.b"), c.Run(calls=25, timeout=0))
    assert warnings(lines) == {("unread", "p.a")}


# Not connected, shut down here, shut down there, reset.


def test_a_unix_socket_without_a_connection(backend: str) -> None:
    lines = situation("unix-unconnected", backend)
    for number in (2, 6):
        assert announced(step(lines, number), "x") == ("raises", "OSError", 22)
        assert announced(step(lines, number), "x", "write") == NO_PEER
    assert "not connected" in step(lines, 3)["error"]["hint"] and "not connected" in step(lines, 4)["error"]["hint"]


def test_a_udp_socket_is_shut_down_though_it_raised(backend: str) -> None:
    lines = situation("udp-shutdown", backend)
    assert "all the same" in step(lines, 1)["error"]["hint"] and "connect it" not in step(lines, 1)["error"]["hint"]
    assert announced(step(lines, 3), "u") == ("would-block", None)
    assert announced(step(lines, 3), "u", "write") == PIPE
    assert "shut down on this side" in step(lines, 4)["error"]["hint"] and "remedy" not in step(lines, 4)["error"]
    assert "shut down on this side" in step(lines, 5)["error"]["hint"]


def test_a_udp_socket_that_blocks_reads_an_end(backend: str) -> None:
    commands = load(SITUATIONS / "udp-shutdown.json").commands
    blocking = c.Set(name="u", option="blocking", value=True)
    lines = told(backend, *commands[:2], blocking, *commands[2:4])
    assert announced(step(lines, 4), "u") == EMPTY


def test_the_peer_of_a_unix_client_is_the_accepted_connection(backend: str) -> None:
    lines = situation("unix-peer", backend)
    assert announced(step(lines, 4), "c", "write") == ("returns", 1) and step(lines, 5)["sent"] == 1
    opened = load(SITUATIONS / "unix-peer.json").commands[:2]
    for ended in (c.Close(name="l.1"), c.Shutdown(name="l.1", how="read")):
        lines = told(
            backend, *opened, c.Accept(name="l"), ended, c.Register(name="c", events=("write",)), c.Select(timeout=0)
        )
        assert announced(step(lines, 5), "c", "write") == PIPE


@pytest.mark.parametrize("waits", [0, 2])
def test_a_unix_listener_that_was_shut_down_gives_what_came_before_and_no_more(waits: int, backend: str) -> None:
    clients = [c.Open(kind="unix-client", name=f"c{number}", options={"to": "l"}) for number in range(waits)]
    shut = (c.Shutdown(name="l", how="both"), c.Register(name="l", events=("read",)), c.Select(timeout=0))
    lines = told(backend, c.Open(kind="unix-listener", name="l"), *clients, *shut)
    assert announced(step(lines, 3 + waits), "l") == ("returns" if waits else "would-block", None)
    blocking = c.Set(name="l", option="blocking", value=True)
    for history in ((*shut[:2],), (blocking, *shut[:2])):
        commands = (c.Open(kind="unix-listener", name="l"), *clients, *history, c.Select(timeout=0))
        assert not check(commands, backend, "listener").untrue


def test_a_connect_that_was_given_up_here_is_no_peers_reset(backend: str) -> None:
    lines = situation("syn-sent-shutdown", backend)
    assert (
        "not connected yet" in step(lines, 9)["error"]["hint"]
        and "not connected yet" in step(lines, 10)["error"]["hint"]
    )
    assert announced(step(lines, 12), "c") == ("raises", "ConnectionResetError", 104)
    assert "no peer" in step(lines, 13)["error"]["hint"]
    assert announced(step(lines, 15), "c") == NO_PEER and announced(step(lines, 15), "c", "write") == PIPE
    assert "not connected" in step(lines, 16)["error"]["hint"]


def test_what_came_before_a_connect_is_forgotten(backend: str) -> None:
    lines = situation("lint-after-connect", backend)
    assert warnings(lines[: lines.index(step(lines, 4))]) == {("ready-to-fail", "s")}  # until then it was so
    assert warnings(lines[lines.index(step(lines, 4)) :]) == set()


def test_a_connect_that_was_refused_leaves_a_datagram_socket_its_peer(backend: str) -> None:
    opened = (c.Open(kind="unix-dgram-pair", name="p"), c.Open(kind="unix-listener", name="l"))
    history = (*opened, c.Close(name="p.b"), c.Connect(name="p.a", to="l"), c.Register(name="p.a", events=("write",)))
    lines = told(backend, *history, CALL)
    assert step(lines, 3)["error"] == "EPROTOTYPE"
    assert announced(step(lines, 5), "p.a", "write") == ("raises", "ConnectionRefusedError", 111)
    assert not check((*history, CALL), backend, "connect").untrue


def test_a_connect_that_failed_at_once_is_not_said_to_be_in_progress(one: Session) -> None:
    do(
        one,
        c.Open(kind="tcp-listener", name="l"),
        c.Close(name="l"),
        c.Open(kind="tcp-client", name="k", options={"to": "l"}),
    )
    assert state(one, "k") == "not connected"
    do(one, c.Open(kind="tcp-socket", name="s"), c.Connect(name="s", to="l"))
    assert state(one, "s") == "not connected"
    assert do(one, c.SoError(name="s")).value["error"] == "ECONNREFUSED"  # nobody has taken it away


HALVES: dict[str, tuple[c.AnyCommand, ...]] = {
    "socketpair": (c.Open(kind="socketpair", name="p"),),
    "unix-seqpacket-pair": (c.Open(kind="unix-seqpacket-pair", name="p"),),
    "unix-dgram-pair": (c.Open(kind="unix-dgram-pair", name="p"),),
}


@pytest.mark.parametrize("kind", HALVES)
@pytest.mark.parametrize(("who", "how"), [("p.a", "write"), ("p.b", "read"), ("p.a", "both"), ("p.b", "both")])
def test_shut_down_here_and_there_are_refused_and_told_apart(kind: str, who: str, how: Any, backend: str) -> None:
    watch = c.Register(name="p.a", events=("write",))
    lines = told(backend, *HALVES[kind], c.Shutdown(name=who, how=how), watch, c.Select(timeout=0))
    assert announced(step(lines, 3), "p.a", "write") == PIPE
    cause = step(lines, 3)["ready"][0]["why"][0]["cause"]
    assert ("on this side" in cause) is (who == "p.a")


# ERR is not always SO_ERROR.

RECVERR = "IP_RECVERR"


@pytest.mark.parametrize("waits", [False, True])
def test_an_error_queue_is_not_taken_for_a_pending_error(one: Session, waits: bool) -> None:
    """With IP_RECVERR the answer waits in the queue, and reading SO_ERROR does not end ERR."""
    do(one, c.Open(kind="udp", name="gone"), c.Open(kind="udp", name="u"), c.Connect(name="u", to="gone"))
    one.world.find("u").obj.setsockopt(0, 11, 1)
    do(one, c.Close(name="gone"), c.Send(name="u", text="x"), c.Register(name="u", events=("read",)))
    if waits:
        do(one, c.SoError(name="u"))
    outcome: Any = one.apply(c.Select(timeout=0))
    from selcore.explain.why_ready import why

    answer = why(outcome.call.results[0], "poll", outcome.call.results[0].seen)
    assert "error queue" in str(answer.causes[0].cause) and answer.remedy is None
    assert answer.causes[0].claim is not None and answer.causes[0].claim.outcome is None


def test_without_such_an_option_it_is_one(backend: str) -> None:
    udp = (c.Open(kind="udp", name="gone"), c.Open(kind="udp", name="u"), c.Connect(name="u", to="gone"))
    rest = (c.Close(name="gone"), c.Send(name="u", text="x"), c.Register(name="u", events=("read",)))
    lines = told(backend, *udp, *rest, c.Select(timeout=0))
    assert announced(step(lines, 6), "u") == ("raises", None, None)  # which ICMP error came, the call tells


# TLS is not a plain stream.

TLS = (c.Open(kind="tls-pair", name="t"), c.Drain(name="t.client"))
WRITES = c.Register(name="t.client", events=("write",))
SSL, EITHER = ("raises", "SSLError", None), ("raises", None, None)


def test_what_is_sent_after_the_other_end_closed(backend: str) -> None:
    lines = situation("tls-write-after-close", backend)
    assert announced(step(lines, 3), "t.client", "write") == EITHER
    error = step(lines, 4)["error"]
    words = {
        "SSLEOFError": "without a goodbye",
        "BrokenPipeError": "nothing can be sent",
    }  # the latter in newer Pythons
    assert words[error["type"]] in error["hint"]
    read = (c.Close(name="t.server"), c.Receive(name="t.client"), WRITES, c.Select(timeout=0))
    lines = told(backend, *TLS, *read, c.Send(name="t.client", text="x"))
    assert announced(step(lines, 5), "t.client", "write")[0] == "raises"
    assert step(lines, 6)["error"]["type"] in (
        "SSLError",
        "SSLZeroReturnError",
        "BrokenPipeError",
    )  # as Pythons have it
    assert not check((*TLS, *read), backend, "tls").untrue


def test_what_a_read_meets_after_the_other_end_closed(backend: str) -> None:
    lines = told(backend, *TLS, c.Close(name="t.server"), c.Receive(name="t.client"))
    if error := step(lines, 3).get("error"):  # in newer Pythons, of which the alert is refused
        assert error["type"] == "BrokenPipeError" and "TLS could not tell the other end" in error["hint"]
    else:
        assert step(lines, 3)["size"] == 0


def test_shutdown_ends_tls_and_warns_of_plain_text(backend: str) -> None:
    lines = situation("tls-shutdown-write", backend)
    assert "plain text" in step(lines, 4)["notice"]
    (ready,) = [one for one in step(lines, 8)["ready"] if one["name"] == "t.client"]
    assert ready["why"][0]["next"]["size"] == step(lines, 9)["size"] and "as they are" in ready["why"][0]["says"]


def test_room_after_shutdown_is_for_plain_text(backend: str) -> None:
    lines = told(backend, *TLS, c.Shutdown(name="t.client", how="read"), WRITES, c.Select(timeout=0))
    assert announced(step(lines, 4), "t.client", "write") == ("returns", 1)
    assert "plain text" in step(lines, 4)["ready"][0]["why"][0]["says"]


def test_what_came_in_plain_text_is_no_record(backend: str) -> None:
    lines = told(
        backend,
        *TLS,
        c.Shutdown(name="t.server", how="read"),
        c.Send(name="t.server", text="in plain text"),
        c.Receive(name="t.client"),
        WRITES,
        c.Select(timeout=0),
    )
    assert step(lines, 4)["error"]["type"] == "SSLError" and "plain text" in step(lines, 4)["error"]["hint"]
    assert announced(step(lines, 6), "t.client", "write") == ("raises", None, None)


def test_a_failed_tls_refuses_in_one_of_two_words(backend: str) -> None:
    """SSLEOFError where its alert went out, SSLError where the other end read no more."""
    beside = (c.Open(kind="dup", name="d", options={"of": "t.server"}), c.Send(name="d", text="in plain text"))
    ends = (c.Shutdown(name="t.server", how="read"), c.Send(name="t.server", text="in plain text"))
    for way, error in ((beside, "SSLEOFError"), (ends, "SSLError")):
        history = (*TLS, *way, c.Receive(name="t.client"), WRITES, c.Select(timeout=0))
        lines = told(backend, *history, c.Send(name="t.client", text="x"))
        says = step(lines, 6)["ready"][0]["why"][0]["says"]
        assert says.endswith("SSLError, or its subclass SSLEOFError or SSLZeroReturnError")
        assert step(lines, 7)["error"]["type"] == error
        assert not check(history, backend, "tls").untrue


def test_an_end_that_a_reader_met_is_one_of_tls(backend: str) -> None:
    ends = (over("r", "t.client"), c.Shutdown(name="t.server", how="both"), c.ReadLine(name="lines"))
    history = (c.Open(kind="tls-pair", name="t", options={"version": "1.2"}), *ends, WRITES, CALL)
    found = check(history, backend, "reader")
    assert found.made and not found.untrue
    (why,) = told(backend, *history)[-1]["ready"][0]["why"]
    assert why["next"]["outcome"] == "raises" and why["next"]["stays"]


def test_a_refused_send_after_the_end_leaves_no_record_to_be_repeated(backend: str) -> None:
    ends = (c.Shutdown(name="t.client", how="write"), c.Receive(name="t.server"), c.Send(name="t.server", text="hello"))
    history = (TLS[0], *ends, c.Register(name="t.server", events=("write",)), CALL)
    said = announced(told(backend, *history)[-1], "t.server", "write")
    assert said in (("raises", "SSLEOFError", 8), ("returns", 1))  # the latter until CPython 3.11.2
    assert not check(history, backend, "end").untrue


def test_a_send_that_did_not_fit_has_to_be_repeated(backend: str) -> None:
    commands = (c.Fill(name="t.client"), c.Drain(name="t.server"), WRITES, c.Select(timeout=0))
    lines = told(backend, *TLS, *commands, c.Send(name="t.client", text="x"))
    assert announced(step(lines, 5), "t.client", "write") == SSL
    assert "repeated" in step(lines, 6)["error"]["hint"]


# Hints know what was asked.


def refused(session: Session, command: c.AnyCommand) -> Refused:
    outcome = session.apply(command)
    assert isinstance(outcome, Refused), outcome
    assert outcome.hint is not None, outcome
    return outcome


def test_a_broadcast_and_port_0(one: Session) -> None:
    broadcast, *rest = [one for one in load(SITUATIONS / "udp-broadcast.json").commands if isinstance(one, c.Send)]
    do(one, c.Open(kind="udp", name="u"))
    told = refused(one, broadcast)
    assert "SO_BROADCAST" in str(told.hint) and told.remedy == c.Set(name="u", option="SO_BROADCAST", value=1)
    do(one, told.remedy, broadcast)
    assert "port 0" in str(refused(one, rest[1]).hint)
    assert "longer" in str(refused(one, rest[2]).hint)


def test_a_full_queue_of_a_unix_listener_is_not_nothing_to_read(one: Session) -> None:
    do(one, c.Open(kind="unix-listener", name="l"))
    outcome: Any = None
    for number in range(300):
        outcome = one.apply(c.Open(kind="unix-client", name=f"c{number}", options={"to": "l"}))
        if isinstance(outcome, Refused):
            break
    assert outcome.type == "BlockingIOError" and "queue is full" in str(outcome.hint)
    assert outcome.remedy == c.Accept(name="l")
    do(one, c.Open(kind="unix-client", name="x"))
    code = do(one, c.Connect(name="x", to="l"))
    assert (
        code.value["error"] == "EAGAIN" and "queue is full" in str(code.notice) and state(one, "x") == "not connected"
    )
    do(one, outcome.remedy)
    assert do(one, c.Connect(name="x", to="l")).value["code"] == 0


def test_an_error_that_was_taken_is_said_to_the_next_connect(one: Session) -> None:
    do(one, c.Open(kind="tcp-listener", name="l"), c.Close(name="l"), c.Open(kind="tcp-socket", name="s"))
    do(one, c.Connect(name="s", to="l"), c.SoError(name="s"))
    again = do(one, c.Connect(name="s", to="l"))
    assert again.value["error"] == "ECONNABORTED" and "connect again" in str(again.notice)


@pytest.mark.parametrize(
    ("opened", "asked", "words"),
    [
        (c.Open(kind="eventfd", name="x"), c.Send(name="x", text="abc"), "8 bytes"),
        (c.Open(kind="eventfd", name="x"), c.Receive(name="x", size=3), "8 bytes"),
        (c.Open(kind="selector", name="x", options={"backend": "epoll"}), c.Receive(name="x"), "its own select()"),
        (c.Open(kind="tcp-socket", name="x"), c.Accept(name="x"), "does not listen"),
        (c.Open(kind="udp", name="x"), c.Send(name="x", text="x"), "no peer"),
        (c.Open(kind="udp", name="x"), c.Accept(name="x"), "cannot do this"),
        (c.Open(kind="udp", name="x"), c.Set(name="x", option="SO_RCVBUF", value=(1,)), ""),
        (c.Open(kind="tcp-listener", name="x"), c.Receive(name="x"), "accept() returns one"),
        (c.Open(kind="unix-listener", name="x"), c.Receive(name="x"), "accept() returns one"),
        (c.Open(kind="tcp-listener", name="x"), c.Send(name="x", text="x"), "accept() returns one"),
    ],
)
def test_no_hint_is_missing(one: Session, opened: c.AnyCommand, asked: c.AnyCommand, words: str) -> None:
    do(one, opened)
    outcome = one.apply(asked)
    assert isinstance(outcome, Done) or words in str(outcome.hint)  # type: ignore[union-attr]


# Room, and what is no stream.


def test_room_is_promised_only_as_far_as_the_kernel_keeps_to_it(backend: str) -> None:
    lines = situation("notsent-lowat", backend)
    for number in (5, 9):
        (why,) = step(lines, number)["ready"][0]["why"]
        assert (why["next"]["size"], why["next"]["bound"]) == (1, "at least") and "about" not in why["cause"]


@pytest.mark.parametrize("kind", ["socketpair", "tcp", "pipe"])
def test_a_small_buffer_takes_what_is_announced(kind: str, backend: str) -> None:
    opened: dict[str, tuple[c.AnyCommand, ...]] = {
        "socketpair": (c.Open(kind="socketpair", name="x"), c.Set(name="x.a", option="SO_SNDBUF", value=4608)),
        "pipe": (c.Open(kind="pipe", name="x"), c.Send(name="x.w", size=60_000)),
        "tcp": (
            c.Open(kind="tcp-listener", name="l"),
            c.Open(kind="tcp-client", name="x", options={"to": "l"}),
            c.Set(name="x", option="SO_SNDBUF", value=4608),
            c.Send(name="x", size=2000),
        ),
    }
    name = {"socketpair": "x.a", "pipe": "x.w", "tcp": "x"}[kind]
    history = (*opened[kind], c.Register(name=name, events=("write",)), c.Select(timeout=0))
    found = check(history, backend, kind)
    assert found.made == 1 and not found.untrue


def test_a_selector_that_nobody_calls_is_not_drained(backend: str) -> None:
    lines = situation("nested-unserved", backend)
    for number in (6, 11):
        assert announced(step(lines, number), "inner") == ("raises", "OSError", 22)
    (warning,) = [line for line in lines if "lint" in line]
    assert warning["lint"] == "ready-never-served" and "select()" in warning["message"]
    for number in (8, 9):
        assert step(lines, number)["error"]["remedy"] == {"do": "select", "timeout": 0, "in": "inner"}


def test_the_remedy_of_a_selector_that_nobody_calls_calls_it(one: Session) -> None:
    commands = load(SITUATIONS / "nested-unserved.json").commands
    for command in commands[:8]:
        one.apply(command)
    told = refused(one, commands[8])
    assert isinstance(one.apply(told.remedy), Returned)  # type: ignore[arg-type]


# What Python has read ahead is part of the next read.


def over(mode: str = "rb", of: str = "p.r") -> c.Open:
    return c.Open(kind="buffered-reader", name="lines", options={"of": of, "mode": mode})


LINES = (c.ReadLine(name="lines"), c.Register(name="lines", events=("read",)))
CALL = c.Select(timeout=0)
PIPED = (c.Open(kind="pipe", name="p"), c.Send(name="p.w", text="one\ntwo\n"))
PAIRED = (c.Open(kind="socketpair", name="p"), c.Send(name="p.b", text="one\ntwo\n"))
BUFFERED: dict[str, tuple[tuple[c.AnyCommand, ...], tuple[str, int | None]]] = {
    "a pipe's end": ((*PIPED, over(), *LINES, c.Close(name="p.w"), CALL), ("returns", 4)),
    "more in a pipe": ((*PIPED, over(), *LINES, c.Send(name="p.w", text="three"), CALL), ("returns", 9)),
    "a pair's end": ((*PAIRED, over(of="p.a"), *LINES, c.Close(name="p.b"), CALL), ("returns", 4)),
    "more in a pair": ((*PAIRED, over(of="p.a"), *LINES, c.Send(name="p.b", text="three"), CALL), ("returns", 9)),
    "text and \\r\\n": ((*PIPED, over("r"), *LINES, c.Send(name="p.w", text="2\r\n"), CALL), (None, None)),  # type: ignore[dict-item]
    "what cannot be counted": (
        (*PIPED, c.Send(name="p.w", text="3\r\n"), over("r"), *LINES, c.Close(name="p.w"), CALL),
        (None, None),  # type: ignore[dict-item]
    ),
}


@pytest.mark.parametrize("name", BUFFERED)
def test_what_was_read_ahead_is_part_of_the_next_read(name: str, backend: str) -> None:
    history, next_read = BUFFERED[name]
    assert announced(told(backend, *history)[-1], "lines") == next_read
    found = check(history, backend, name)
    assert not found.untrue and found.made == (next_read[0] is not None)


@pytest.mark.parametrize("opened", [TLS, PAIRED[:1], PIPED[:1]], ids=["tls", "pair", "pipe"])
@pytest.mark.parametrize("mode", ["rb", "r"])
@pytest.mark.parametrize("closed", [False, True])
def test_what_a_reader_makes_of_nothing_is_announced_as_it_comes(
    opened: tuple[c.AnyCommand, ...], mode: str, closed: bool, backend: str
) -> None:
    """Over TLS it raises an error of TLS, and of a reset it makes an end; a text reader may return an empty string."""
    of, other = {"tls-pair": ("t.client", "t.server"), "socketpair": ("p.a", "p.b")}.get(
        getattr(opened[0], "kind", ""), ("p.r", "p.w")
    )
    ends = (c.Send(name=of, text="unread"), c.Close(name=other)) if closed and of != "p.r" else ()
    watch = c.Register(name="lines", events=("read",))
    found = check((*opened, over(mode, of), *ends, watch, CALL), backend, "reader")
    assert not found.untrue


@pytest.mark.parametrize("read", [c.ReadLine(name="f"), c.Receive(name="f", size=5)])
def test_a_text_file_is_at_its_end_when_all_of_it_was_handed_on(read: c.AnyCommand, backend: str) -> None:
    history = (c.Open(kind="text-file", name="f"), read, c.Register(name="f", events=("read",)), CALL)
    if backend == "epoll":
        pytest.skip("epoll takes no regular file")
    line = told(backend, *history)[-1]
    assert announced(line, "f") == ("returns", None) and "end" not in line["ready"][0]["why"][0]["next"]
    ended = told(backend, *history, c.Drain(name="f"), CALL)[-1]
    assert announced(ended, "f") == EMPTY and not check((*history, c.Drain(name="f"), CALL), backend, "f").untrue


# Numbers of eight bytes.


@pytest.mark.parametrize(
    "opened",
    [c.Open(kind="eventfd", name="x", options={"value": 3}), c.Open(kind="timerfd", name="x", options={"after": 1})],
)
def test_a_counter_is_read_whole_or_refused(opened: c.Open, backend: str) -> None:
    wait = c.Select(timeout=10)
    if step(told(backend, opened), 0).get("error", {}).get("type") == "NotAvailable":
        pytest.skip("not here")  # nothing would end the wait
    line = told(backend, opened, c.Register(name="x", events=("read",)), wait)[-1]
    (why,) = line["ready"][0]["why"]
    assert why["says"].startswith("read(8) will return 8 bytes, and fewer cannot be asked for; that is")
    found = check((opened, c.Register(name="x", events=("read",)), wait), backend, "counter")
    assert found.made == 1 and not found.untrue


def test_a_value_that_is_too_much_for_a_counter_is_not_promised_to_be_taken(backend: str) -> None:
    history = (c.Open(kind="eventfd", name="x", options={"value": 3}), c.Register(name="x", events=("write",)), CALL)
    (why,) = told(backend, *history)[-1]["ready"][0]["why"]
    assert why["says"].endswith("adding 1 would not wait; a value beyond the maximum would")
    assert not check(history, backend, "counter").untrue


# Of another family, another order, another byte.


def test_a_udp_socket_is_not_refused_for_what_its_peer_has_shut_down(backend: str) -> None:
    pair = (c.Open(kind="udp", name="a"), c.Open(kind="udp", name="b"))
    connected = (c.Connect(name="a", to="b"), c.Connect(name="b", to="a"))
    history = (*pair, *connected, c.Shutdown(name="b", how="read"), c.Register(name="a", events=("write",)), CALL)
    assert announced(told(backend, *history)[-1], "a", "write") == ("returns", 1)
    assert not check(history, backend, "udp").untrue


TCP = (
    c.Open(kind="tcp-listener", name="l"),
    c.Open(kind="tcp-client", name="k", options={"to": "l"}),
    c.Accept(name="l"),
    c.Register(name="k", events=("read",)),
)


@pytest.mark.parametrize("ended", [True, False])
def test_what_comes_before_a_reset_may_be_followed_by_an_end(ended: bool, backend: str) -> None:
    sent = (c.Send(name="k", text="unread"), c.Send(name="l.1", text="abc"))
    end = (c.Shutdown(name="l.1", how="write"), CALL) if ended else ()
    history = (*TCP, *sent, *end, c.Close(name="l.1"), CALL)
    line = told(backend, *history)[-1]
    assert announced(line, "k") == ("returns", 3) and "then" not in line["ready"][0]["why"][0]["next"]
    assert not check(history, backend, "reset").untrue


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("ended", [True, False])
def test_a_read_ends_at_an_urgent_byte(inline: bool, ended: bool, backend: str) -> None:
    before = (c.Set(name="k", option="SO_OOBINLINE", value=1),) if inline else ()
    urgent = c.Send(name="l.1", text="X", oob=True)
    sent = (c.Send(name="l.1", text="abc"), urgent, c.Send(name="l.1", text="def"))
    end = (c.Shutdown(name="l.1", how="write"),) if ended else ()
    history = (*TCP, *before, *sent, *end, CALL, c.Receive(name="k"), CALL)
    lines = told(backend, *history)
    first, second = [line["ready"][0]["why"][0] for line in lines if "ready" in line]
    assert first["next"].get("bound") == ("at most" if inline else None)
    assert "urgent" in second["cause"] or inline
    found = check(history, backend, "urgent")
    assert not found.untrue and not found.bare


# What was asked decides what is said beside a refusal.


def test_a_mask_of_nothing_for_what_has_a_key_is_mended_by_modify(backend: str) -> None:
    error = step(situation("register-twice-dup", backend), 4)["error"]
    assert (error["type"], error["remedy"]) == ("ValueError", {"do": "modify", "name": "p.a", "events": ("read",)})


def test_a_listener_that_was_asked_to_connect_listens_on(backend: str) -> None:
    lines = situation("listener-recv", backend)
    assert step(lines, 5)["error"] == "EISCONN" and "it listens" in step(lines, 5)["notice"]
    causes = [why["cause"] for ready in step(lines, 7)["ready"] for why in ready["why"]]
    assert causes and all(cause.startswith("it was shut down and listens no longer") for cause in causes)


def test_who_is_connected_is_not_told_to_bind_first(backend: str) -> None:
    lines = situation("connect-twice", backend)
    assert step(lines, 4)["error"] == "EISCONN" and "it is connected" in step(lines, 4)["notice"]
    assert "bind it first" not in step(lines, 8)["error"]["hint"]


def test_a_device_that_takes_nothing_has_nothing_to_do_with_epoll(backend: str) -> None:
    hint = step(situation("dev-full", backend), 3)["error"]["hint"]
    assert hint == "nothing more can be written: the disk is full, or the device refuses every write"


def test_a_connection_that_was_refused_is_told_without_datagrams(backend: str) -> None:
    lines = told(
        backend,
        c.Open(kind="tcp-socket", name="s"),
        c.Bind(name="s", host="127.0.0.1", port=0),
        c.Open(kind="tcp-client", name="k", options={"to": "s"}),
        c.Register(name="k", events=("read",)),
        c.Select(timeout=1),
        c.Receive(name="k"),
    )
    assert step(lines, 5)["error"]["hint"] == "nobody listens at that address"


def test_a_socket_that_gave_its_descriptor_away_reads_nothing_of_what_waits(backend: str) -> None:
    lines = situation("detach-registered", backend)
    assert announced(step(lines, 4), "p.a") == ("raises", "OSError", 9)
    assert "gave its descriptor away" in step(lines, 5)["error"]["hint"]


def test_tls_takes_no_flags_and_says_so(backend: str) -> None:
    lines = situation("oob-tls", backend)
    for number in (2, 3):
        assert step(lines, number)["error"]["hint"].startswith("TLS has no urgent bytes")


def test_a_path_where_nothing_is_bound_is_told(backend: str) -> None:
    lines = situation("unix-connect-gone", backend)
    words = "there is nothing at that path: no socket is bound to it"
    assert step(lines, 3)["notice"] == step(lines, 7)["notice"] == step(lines, 8)["error"]["hint"] == words
