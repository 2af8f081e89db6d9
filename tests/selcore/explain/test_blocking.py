"""Blocking objects: what a call of theirs would do is told, and some never wait where one that is not blocking would.

Each was measured in plain Python: what is announced, refused or noticed here is what comes of it there.
"""

import pytest

from selcore.backends import BACKENDS
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, refused
from tests.selcore.explain.test_situations import announced, situation, step, told

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
WAITED = "it is blocking: Python would have waited here for more"


@pytest.fixture(params=HERE)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_udp_socket_that_was_shut_down_returns_nothing_at_every_call(backend: str) -> None:
    lines = situation("blocking-udp-shut", backend)
    assert announced(step(lines, 4), "u") == ("returns", 0)
    received = step(lines, 5)
    assert received["ok"] and received["size"] == 0 and received["from"] is None


@pytest.mark.parametrize("callback", ["drain", "echo"])
def test_what_serves_it_ends_and_calls_nothing_a_datagram(callback: str, backend: str) -> None:
    lines = told(
        backend,
        c.Open(kind="udp", name="u"),
        c.Set(name="u", option="blocking", value=True),
        c.Shutdown(name="u", how="read"),
        c.Register(name="u", events=("read",), callback=callback),
        c.Select(timeout=0),
        c.Drain(name="u"),
    )
    assert "an empty one" not in step(lines, 4)["ready"][0]["did"] and step(lines, 5)["size"] == 0


def test_a_unix_datagram_socket_that_was_shut_down_returns_nothing(backend: str) -> None:
    lines = situation("unix-dgram-blocking-shut", backend)
    assert announced(step(lines, 4), "d.a") == ("returns", 0) and step(lines, 5)["size"] == 0


def test_a_unix_listener_that_was_shut_down_refuses_to_accept(backend: str) -> None:
    lines = situation("unix-listener-blocking-shut", backend)
    error = step(lines, 5)["error"]
    assert (error["type"], error["errno"], error["by"]) == ("OSError", 22, "python")


def test_a_send_that_waits_is_refused_though_reading_was_shut_down(one: Session) -> None:
    opened(one, "unix-dgram-pair", "d")
    done(one, c.Set(name="d.a", option="blocking", value=True))
    done(one, c.Shutdown(name="d.a", how="read"))
    done(one, c.Fill(name="d.a"))
    assert refused(one, c.Send(name="d.a", size=100)).type == "WouldBlock"


@pytest.mark.parametrize("name", ["unix-lowat-blocking", "tcp-lowat-blocking"])
def test_a_blocking_read_waits_for_the_low_water_mark(name: str, backend: str) -> None:
    """A Unix socket is readable with fewer bytes, TCP is not: both wait."""
    lines = situation(name, backend)
    call = next(line for line in lines if line.get("do") == "select")
    told = call["ready"][0]["why"][0] if call["ready"] else call["why_not"][0]
    assert told["next"] == {"do": "receive", "call": "recv", "outcome": "would-block", "size": 5}
    assert told["says"] == "recv() would block for more; asked for at most 5 bytes, or non-blocking, it returns at once"
    assert lines[-1]["size"] == 5 and lines[-1]["notice"] == WAITED


def test_a_blocking_reader_waits_for_all_that_it_is_asked_for(backend: str) -> None:
    lines = situation("reader-blocking-more", backend)
    assert announced(step(lines, 5), "r") == ("would-block", 5)
    assert step(lines, 6)["size"] == 5 and step(lines, 6)["notice"] == WAITED


def test_what_has_all_or_an_end_would_not_have_waited(one: Session) -> None:
    opened(one, "pipe", "p")
    done(one, c.Set(name="p.r", option="blocking", value=True))
    opened(one, "buffered-reader", "lines", of="p.r")
    done(one, c.Send(name="p.w", text="abc"))
    assert one.apply(c.Receive(name="lines", size=3)).notice is None  # type: ignore[union-attr]
    done(one, c.Send(name="p.w", text="abc"))
    done(one, c.Close(name="p.w"))
    assert one.apply(c.Receive(name="lines", size=9)).notice is None  # type: ignore[union-attr]


def test_a_blocking_reader_would_have_waited_for_the_rest_of_a_line(one: Session) -> None:
    opened(one, "pipe", "p")
    done(one, c.Set(name="p.r", option="blocking", value=True))
    opened(one, "buffered-reader", "lines", of="p.r")
    done(one, c.Send(name="p.w", text="half"))
    assert "would have waited" in str(one.apply(c.ReadLine(name="lines")).notice)  # type: ignore[union-attr]


def test_blocking_tls_waits_and_raises_no_error_of_its_own(backend: str) -> None:
    lines = situation("tls-blocking", backend)
    said = [why["says"] for line in lines for ready in line.get("ready", ()) for why in ready["why"]]
    assert said and not any("SSLWant" in words for words in said)
    assert any("it waits" in words for words in said)


def test_the_refusal_names_the_function_that_would_wait(one: Session) -> None:
    opened(one, "mp-pipe", "m")
    done(one, c.Set(name="m.a", option="blocking", value=True))
    assert refused(one, c.Receive(name="m.a")).message.startswith("recv_bytes() would wait")


def test_of_a_blocking_reader_of_a_terminal_no_size_is_promised(backend: str) -> None:
    lines = situation("reader-tty-blocking", backend)
    call = step(lines, 5)
    if not call["ready"]:
        pytest.skip("the line was on its way")
    assert announced(call, "r") == (None, None) and "as many as it is asked for" in call["ready"][0]["why"][0]["cause"]
