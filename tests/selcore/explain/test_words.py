"""The words of situations, each of a kind that is easily told wrongly, beside what plain Python was measured to do."""

from pathlib import Path
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.experiment.file import load
from selcore.values import commands as c
from tests.selcore.explain.test_situations import announced, do, situation, state, step, told

CALL = c.Select(timeout=0)
NO_END = ("fifo-later-writer", "pty-veof-mid-line", "udp-empty", "seqpacket-empty")


def causes(line: dict[str, Any], name: str) -> list[str]:
    return [why["cause"] for one in line["ready"] if one["name"] == name for why in one["why"]]


def silence(line: dict[str, Any], name: str, event: str = "read") -> dict[str, Any]:
    (found,) = [one for one in line["why_not"] if (one["name"], one["event"]) == (name, event)]
    return dict(found)


@pytest.mark.parametrize("name", NO_END)
def test_an_empty_read_that_is_no_last_one_is_not_said_to_stay_so(name: str) -> None:
    for line in situation(name, "poll"):
        for one in line.get("ready", ()):
            assert not any(why.get("next", {}).get("stays") for why in one["why"]), line


def test_a_fifo_that_nobody_reads_is_said_to_be_that() -> None:
    assert "nobody reads this FIFO" in situation("fifo-writer-no-reader", "poll")[0]["error"]["hint"]


def test_a_datagram_socket_is_not_asked_to_send_to_whom_it_is_not_connected(one: Any) -> None:
    lines = situation("unix-dgram-full-queue", "poll")
    assert silence(step(lines, 6), "q")["cause"] == "no datagram from r is waiting"
    gone = situation("unix-dgram-gone", "poll")
    assert silence(step(gone, 6), "q")["cause"] == "no datagram is waiting"  # who is closed sends none


def test_a_listener_that_defers_is_not_said_to_be_woken_by_a_connect_alone() -> None:
    from selcore.explain.why_not import why_not
    from selcore.session.session import Session

    session = Session("poll")
    try:
        do(session, *load(Path(__file__).parent / "situations" / "defer-accept.json").commands)
        call = do(session, CALL).call
        (listener,) = [one for one in why_not(call.silent, "poll") if one.name == "l"]
        assert listener.end is not None and not listener.end.to and "sends something" in str(listener.end.words)
    finally:
        session.close()


def test_an_accept_of_what_is_held_back_is_told_why() -> None:
    listener = (c.Open(kind="tcp-listener", name="l"), c.Set(name="l", option="TCP_DEFER_ACCEPT", value=2))
    client = c.Open(kind="tcp-client", name="k", options={"to": "l"})
    error = told("poll", *listener, client, c.Accept(name="l"))[-1]["error"]
    assert "TCP_DEFER_ACCEPT" in error["hint"] and error["errno"] == 11


def test_one_direction_that_a_known_peer_has_ended_is_told_from_its_close() -> None:
    lines = situation("tcp-shut-here", "poll")
    read, write = causes(step(lines, 8), "l.1")
    assert read.startswith("k shut down its writing") and "k has shut down its writing alone" in write
    gone = situation("tcp-peer-closed-write", "poll")
    assert causes(step(gone, 5), "k")[0].startswith("the peer closed or shut down")


def test_what_was_never_connected_has_no_connection_that_is_over(one: Any) -> None:
    lines = situation("tcp-refused", "poll")
    for number in (6, 8):
        assert "connect() has failed" in causes(step(lines, number), "k")[0]
        assert announced(step(lines, number), "k") == ("returns", 0)
    do(
        one,
        c.Open(kind="tcp-listener", name="l"),
        c.Close(name="l"),
        c.Open(kind="tcp-client", name="k", options={"to": "l"}),
    )
    do(one, c.SoError(name="k"), c.Receive(name="k"))
    assert state(one, "k") == "not connected"


@pytest.mark.parametrize("kind", ["socketpair", "tcp"])
def test_an_urgent_byte_that_is_not_there(kind: str) -> None:
    opened: dict[str, tuple[tuple[c.AnyCommand, ...], str]] = {
        "socketpair": ((c.Open(kind="socketpair", name="p"),), "p.a"),
        "tcp": (
            (
                c.Open(kind="tcp-listener", name="l"),
                c.Open(kind="tcp-client", name="k", options={"to": "l"}),
                c.Accept(name="l"),
            ),
            "k",
        ),
    }
    commands, name = opened[kind]
    error = told("poll", *commands, c.Receive(name=name, size=1, oob=True))[-1]["error"]
    assert error["errno"] == 22 and "no urgent byte" in error["hint"]


def test_a_full_pair_that_was_shut_down_does_not_block() -> None:
    for name in ("pair-full-shut", "pair-full-peer-shut"):
        said = silence(step(situation(name, "poll"), 4), "p.a", "write")
        assert said["next"] | {"outcome": "raises", "error": "BrokenPipeError", "stays": True} == said["next"]
        assert "full" in said["cause"]


def test_what_the_kernel_has_of_its_own_is_looked_at_now_without_a_false_word() -> None:
    """A counter that is below its maximum is not said to be at it, nor one that can be read to be 0."""
    from selcore.explain.why_not import why_not
    from selcore.observe.sampling import sample_silent
    from selcore.session.session import Session

    session = Session("poll")
    try:
        do(session, c.Open(kind="eventfd", name="e", options={"value": 3}), c.Open(kind="text-file", name="f"))
        for name in ("e", "f"):
            do(session, c.Register(name=name, events=("read", "write")))
        now, _ = sample_silent(session.world.objects, session.world.main, [], session.world.pauses)
        said = {(one.name, one.event): str(one.cause) for one in why_not(now, "poll", "now")}
        assert said["e", 1] == "ready: the counter is 3, and that is not 0"
        assert said["e", 2] == "ready: the counter is 3, below its maximum"
        assert "always ready" in said["f", 1] and "always ready" in said["f", 2]
    finally:
        session.close()


@pytest.mark.parametrize("backend", [one.id for one in BACKENDS if one.missing() is None])
def test_a_warning_of_a_reused_number_says_what_is_so_on_each_class(backend: str) -> None:
    """select and poll report the new file under the old key; epoll watches neither. None is refused, nor POLLNVAL."""
    said = {line["lint"]: line["message"] for line in situation("reused", backend) if "lint" in line}
    assert "another file's" in said["closed-registered"]
    told_under_it = "its events come under the key of p.a" in said["descriptor-reused"]
    assert told_under_it is (backend in ("select", "poll"))
    assert told_under_it or "is not watched" in said["descriptor-reused"]


def test_a_selector_in_a_selector_is_ready_as_long_as_something_in_it_is() -> None:
    lines = situation("nested", "poll")
    for number in (6, 9):  # 8 has called its select(), and nobody has read
        (read,) = step(lines, number)["ready"][0]["why"]
        assert read["says"].endswith("it stays ready as long as something in it is")


@pytest.mark.parametrize("backend", [one.id for one in BACKENDS if one.missing() is None])
def test_a_number_of_anothers_is_not_said_to_be_refused_or_silent_when_it_is_closed(backend: str) -> None:
    numbered = (c.Open(kind="fd", name="n", options={"number": 100}), c.Register(name="n", events=("write",)))
    lines = told(backend, c.Open(kind="socketpair", name="p"), *numbered, c.Close(name="n"), CALL)
    assert [one["name"] for one in lines[-1].get("ready", step(lines, 4)["ready"])] == ["n"]
    (said,) = [line["message"] for line in lines if line.get("lint") == "closed-registered"]
    assert "is watched on" in said


def test_what_was_shut_here_and_there_or_closed_is_told_by_name() -> None:
    tcp = (c.Open(kind="tcp-listener", name="l"), c.Open(kind="tcp-client", name="k", options={"to": "l"}))
    watch = c.Register(name="k", events=("read", "write"))
    here = told("poll", *tcp, c.Accept(name="l"), c.Shutdown(name="k", how="both"), watch, CALL)
    assert all("on this side" in cause for cause in causes(step(here, 5), "k"))
    pair, watched = c.Open(kind="socketpair", name="p"), c.Register(name="p.a", events=("read", "write"))
    for way, words in ((c.Close(name="p.b"), "is closed"), (c.Shutdown(name="p.b", how="both"), "both directions")):
        lines = told("poll", pair, way, watched, CALL)
        assert all(cause.startswith("p.b ") and words in cause for cause in causes(step(lines, 3), "p.a"))


def test_tls_that_a_read_has_met_the_end_of_is_not_said_to_have_begun_a_record() -> None:
    ends = (c.Close(name="t.server"), c.Receive(name="t.client"), c.Send(name="t.client", text="x"))
    error = told("poll", c.Open(kind="tls-pair", name="t", options={"version": "1.2"}), *ends)[-1]["error"]
    assert error["type"] in ("SSLError", "SSLZeroReturnError") and "record" not in error["hint"]


def test_a_send_that_was_not_repeated_is_the_end_of_tls() -> None:
    """In plain Python the first one fails too when it is tried again then."""
    other = (c.Fill(name="t.client"), c.Send(name="t.client", text="x"))
    error = told("poll", c.Open(kind="tls-pair", name="t"), c.Drain(name="t.client"), *other)[-1]["error"]
    assert "had to be repeated" in error["hint"] and "no more" in error["hint"]


def test_a_datagram_to_a_stream_is_of_another_type() -> None:
    ends = (c.Open(kind="unix-dgram-socket", name="d"), c.Open(kind="unix-listener", name="u"))
    error = told("poll", *ends, c.Send(name="d", text="x", to="u"))[-1]["error"]
    assert error["errno"] == 91 and "another type" in error["hint"]
