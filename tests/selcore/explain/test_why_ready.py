"""Every state that can be asked again on this kernel is explained, and what is said to come next does come."""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from selcore.backends import find_backend
from selcore.explain.why_ready import why
from selcore.reference import ASKED, Asked, load
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.claim import Claim, raises
from selcore.values.observed import Observed
from selcore.values.outcomes import Refused, Result, Returned
from tests.selcore.explain.claims import untrue as untrue_of
from tests.selcore.reference.replay import EVENTS, NotHere, Recipe, placed, prepare, recipes

FACTS = set(load().ids())
POLLERS = [id for id in ("select", "poll", "epoll") if find_backend(id).missing() is None]  # type: ignore[union-attr]


@contextmanager
def reported(backend: str, recipe: Recipe, asked: Asked, folder: Path) -> Iterator[tuple[Session, Any]]:
    """The session in that state, and the result that was returned for it; None where there is none."""
    session = Session(backend)
    try:
        for index, command in enumerate(recipe.commands):
            prepare(session.apply(placed(command, folder)), f"step {index}", index in recipe.refused)
        session.apply(c.Register(name=recipe.probe, events=EVENTS[asked]))
        outcome = session.apply(c.Select(timeout=0))
        results = outcome.call.results if isinstance(outcome, Returned) else ()
        yield session, results[0] if results else None
    finally:
        session.close()


def askable() -> list[Recipe]:
    """What a fresh process must be asked for, or only some users may open, is left to the record."""
    return [one for one in recipes().values() if not one.fresh and not one.needs.startswith(("/dev", "/sys"))]


ONE_AT_LEAST = [pytest.param(id, marks=[] if id == "poll" else [pytest.mark.heavy]) for id in POLLERS]


@pytest.mark.parametrize("backend", ONE_AT_LEAST)
def test_every_state_is_explained_and_what_comes_next_comes(
    backend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explained, unexplained, untrue = 0, [], []
    for number, recipe in enumerate(askable()):
        for asked in ASKED[:2]:
            folder = tmp_path / f"{number}{asked}"
            folder.mkdir()
            try:
                with reported(backend, recipe, asked, folder) as (session, result):
                    if result is None:
                        continue
                    answer = why(result, backend, result.seen)
                    if not answer.explained:
                        unexplained.append((recipe.id, asked))
                        continue
                    explained += 1
                    assert {cause.fact for cause in answer.causes} <= FACTS
                    this = session.world.objects.get(recipe.probe)
                    assert this is not None
                    for cause in answer.causes:
                        wrong = untrue_of(this, cause.claim) if cause.claim is not None else ""
                        if wrong:
                            untrue.append(f"{recipe.id}, asked {asked}: {cause.cause}: {cause.next}: {wrong}")
            except NotHere:
                continue
    with capsys.disabled():
        print(f"\n{backend}: results of recorded states explained {explained}, unexplained {len(unexplained)}")
    assert explained > 130 and unexplained == []
    assert not untrue, "\n".join(untrue)


def explain(session: Session, name: str) -> Any:
    """Call ``select(0)`` and explain what was returned for it."""
    outcome = session.apply(c.Select(timeout=0))
    assert isinstance(outcome, Returned)
    (result,) = [one for one in outcome.call.results if one.name == name]
    return why(result, session.world.main.backend.id, result.seen)


def do(session: Session, *commands: c.AnyCommand) -> None:
    for command in commands:
        outcome = session.apply(command)
        assert not hasattr(outcome, "errno"), outcome


PAIR = (c.Open(kind="socketpair", name="pair"), c.Register(name="pair.a", events=("read",)))


def test_poll_reports_what_was_closed_and_it_can_be_unregistered() -> None:
    session = Session("poll")
    do(session, *PAIR, c.Close(name="pair.a"))
    answer = explain(session, "pair.a")
    assert answer.explained and "POLLNVAL" in str(answer.causes[0].cause)
    assert answer.remedy == c.Unregister(name="pair.a")
    do(session, answer.remedy)
    session.close()


def test_epoll_goes_on_reporting_where_a_duplicate_is_alive() -> None:
    if "epoll" not in POLLERS:
        pytest.skip("no epoll here")
    session = Session("epoll")
    do(session, *PAIR, c.Open(kind="dup", name="copy", options={"of": "pair.a"}), c.Close(name="pair.a"))
    do(session, c.Send(name="pair.b", text="x"))
    answer = explain(session, "pair.a")
    assert answer.explained and "a duplicate keeps the file open" in str(answer.causes[0].cause)
    session.close()


@pytest.mark.parametrize("backend", [id for id in POLLERS if id != "epoll"])
def test_a_number_that_is_another_file_now(backend: str) -> None:
    session = Session(backend)
    do(session, *PAIR, c.Close(name="pair.a"), c.Open(kind="socketpair", name="new"))
    do(session, c.Send(name="new.b", text="x"))
    answer = explain(session, "pair.a")
    assert answer.explained and "is another file now" in str(answer.causes[0].cause)
    assert answer.remedy == c.Unregister(name="pair.a")
    session.close()


def test_a_connect_that_has_ended_says_how(one: Session) -> None:
    do(one, c.Open(kind="tcp-listener", name="server"), c.Open(kind="tcp-socket", name="good"))
    do(one, c.Connect(name="good", to="server"), c.Register(name="good", events=("write",)))
    assert "it succeeded" in str(explain(one, "good").causes[0].cause)
    do(one, c.Close(name="server"), c.Open(kind="tcp-client", name="bad", options={"to": "server"}))
    do(one, c.Register(name="bad", events=("write",)))
    answer = explain(one, "bad")
    assert "connect() has failed" in str(answer.causes[0].cause)
    assert answer.remedy == c.SoError(name="bad")
    told: Any = one.apply(answer.remedy)
    assert told.value["error"] == "ECONNREFUSED"


def test_several_connections_are_counted(one: Session) -> None:
    do(one, c.Open(kind="tcp-listener", name="server"), c.Register(name="server", events=("read",)))
    do(one, *(c.Open(kind="tcp-client", name=f"c{n}", options={"to": "server"}) for n in range(3)))
    assert str(explain(one, "server").causes[0].cause) == "3 connections wait to be accepted"


@pytest.mark.parametrize("backend", POLLERS)
def test_without_a_look_the_flags_alone_are_said_and_no_fact_is_claimed(backend: str) -> None:
    for raw in range(64):
        for mask in range(4):
            answer = why(Result("x", 100, mask, raw if backend != "select" else None), backend, None)
            assert len(answer.causes) == (mask in (1, 2)) + 2 * (mask == 3) + (mask == 0)
            claimed = [str(cause.cause) for cause in answer.causes if cause.fact]
            assert mask == 0 or all("POLLNVAL" in words for words in claimed)
            assert not answer.sampled


def test_select_takes_a_number_beyond_its_table_for_ready() -> None:
    answer = why(Result("x", 900, 1), "select", Observed(0, 900, lost="gone", events=1, system="linux"))
    assert answer.explained and "beyond its table" in str(answer.causes[0].cause)
    assert answer.remedy == c.Unregister(name="x")


def test_an_opened_selector_is_named_in_the_remedy() -> None:
    answer = why(Result("x", 900, 1, 32), "poll", None, "inner")
    assert answer.remedy == c.Unregister(name="x", inside="inner")


def test_a_mask_of_nothing_is_said_to_be_nothing() -> None:
    answer = why(Result("x", 100, 0, 4), "poll", None)
    assert answer.explained and "nothing of what was reported" in str(answer.causes[0].cause)


@pytest.mark.parametrize("backend", ["kqueue", "devpoll"])
def test_what_is_reported_of_a_lost_number_is_said_of_recorded_classes_alone(backend: str) -> None:
    answer = why(Result("x", 100, 1, 1), backend, Observed(0, 100, "STREAM", 1, lost="other"))
    assert [(str(one.cause), one.fact) for one in answer.causes] == [("descriptor 100 is another file now", "")]
    answer = why(Result("x", 100, 1, 1), backend, Observed(0, 100, "", 1, lost="gone"))
    assert [(str(one.cause), one.fact) for one in answer.causes] == [("descriptor 100 is closed", "")]


ELSEWHERE = ("darwin", "freebsd14", "")
"""Systems that are not Linux, and that of a recording which does not say."""
PAIR_END = Observed(0, 100, "STREAM", 3, "connected", flags=21, waiting=0, family="AF_UNIX", connected=False)
LINUX_ALONE = (
    PAIR_END,
    Observed(0, 100, "STREAM", 3, "not connected", flags=20, waiting=0, family="AF_UNIX", connected=False),
    Observed(0, 100, "LISTENER", 3, "listening", flags=20, family="AF_UNIX", connected=False),
    Observed(0, 100, "LISTENER", 3, "listening", flags=16, tcp="CLOSE", family="AF_INET"),
    Observed(0, 100, "TCP", 3, "not connected", flags=20, tcp="CLOSE", family="AF_INET"),
    Observed(0, 100, "TCP", 3, "not connected", flags=0x2015, waiting=0, tcp="CLOSE", family="AF_INET"),
    Observed(0, 100, "TCP", 3, "connected", flags=0x2015, waiting=0, tcp="CLOSE", family="AF_INET"),
    Observed(0, 100, "DATAGRAM", 3, "bound", flags=21, waiting=0, shut="r", family="AF_INET"),
    Observed(0, 100, "TCP", 3, "connected", flags=3, waiting=0, urgent="here", family="AF_INET"),
    Observed(0, 100, lost="gone", events=3),
)


@pytest.mark.parametrize("system", ELSEWHERE)
@pytest.mark.parametrize("seen", LINUX_ALONE, ids=range(len(LINUX_ALONE)))
def test_what_linux_does_is_said_of_no_other_system(seen: Observed, system: str) -> None:
    for backend in ("poll", "select", "kqueue"):
        mask = 3 if backend == "poll" else 1
        answer = why(Result("x", 100, mask), backend, msgspec.structs.replace(seen, system=system))
        assert "Linux" not in " ".join(f"{one.cause} {one.next}" for one in answer.causes)


def test_of_an_ended_pair_on_macos_a_read_returns_nothing_and_a_send_is_refused() -> None:
    """getpeername() fails there, as it does of what never was connected: recv() returns b'' all the same."""
    answer = why(Result("x", 100, 3, 21), "poll", msgspec.structs.replace(PAIR_END, system="darwin"))
    assert [(one.claim and (one.claim.outcome, one.claim.end)) for one in answer.causes] == [
        ("returns", True),
        ("raises", False),
    ]
    fresh = msgspec.structs.replace(PAIR_END, system="darwin", state="not connected")
    for seen in (fresh, msgspec.structs.replace(fresh, what="TCP", family="AF_INET")):
        for one in why(Result("x", 100, 3, 20), "poll", seen).causes:
            assert one.claim is not None and one.claim.outcome == "raises" and one.claim.errno is None


def test_the_end_of_a_pipe_is_told_by_how_it_was_opened() -> None:
    """macOS reports HUP of the writing end too, when no reader is left."""
    end = Observed(0, 100, "PIPE", 3, access="w", flags=16, waiting=7, system="darwin")
    read, write = why(Result("x", 100, 3, 16), "poll", end).causes
    for one, error in ((read, "OSError"), (write, "BrokenPipeError")):
        assert "nobody reads any more: the pipe reports HUP" in str(one.cause) and one.claim is not None
        assert one.claim.error == error
    assert "the end for writing" in str(read.next)
    for one in why(Result("x", 100, 3, 16), "poll", msgspec.structs.replace(end, access="r", waiting=0)).causes:
        assert "no writer is left" in str(one.cause)


def test_a_size_of_a_pipe_that_nobody_measured_is_not_said() -> None:
    end = Observed(0, 100, "PIPE", 2, access="w", flags=4, waiting=7, system="darwin")
    (found,) = why(Result("x", 100, 2, 4), "poll", end).causes
    assert str(found.cause) == "there is room in the pipe" and "4,096" not in str(found.next)
    (found,) = why(Result("x", 100, 2, 4), "poll", msgspec.structs.replace(end, system="linux", room=8192)).causes
    assert "holds 8,192 bytes" in str(found.cause) and "at most 4,096 bytes is taken whole" in str(found.next)


def test_which_icmp_error_a_udp_socket_has_only_the_call_tells() -> None:
    """EHOSTUNREACH is possible too, of 'host unreachable'."""
    seen = Observed(0, 100, "DATAGRAM", 1, "connected", flags=8, family="AF_INET", connected=True, system="linux")
    (found,) = why(Result("x", 100, 1, 8), "poll", seen).causes
    assert "an ICMP error, as a rule 'port unreachable'" in str(found.cause)
    assert found.claim == raises("receive", "recv", None, stays=False)


def test_whether_an_end_that_nobody_tells_of_reads_any_more_is_left_open() -> None:
    """Without unix_diag, and with a peer that is none of ours: a send may raise BrokenPipeError."""
    seen = Observed(0, 100, "STREAM", 2, "connected", flags=4, family="AF_UNIX", connected=True, system="darwin")
    (found,) = why(Result("x", 100, 2, 4), "poll", seen).causes
    assert found.claim == Claim("send", "send") and "at least" not in str(found.next)
    for known in ({"down": ""}, {"peer": "p.b"}):
        (found,) = why(Result("x", 100, 2, 4), "poll", msgspec.structs.replace(seen, **known)).causes
        assert found.claim is not None and (found.claim.outcome, found.claim.size) == ("returns", 1)


def test_a_regular_file_with_a_poll_of_its_own_need_not_be_the_kernels() -> None:
    """FUSE polls its files too, for READ and WRITE; of WRITE no read is announced."""
    seen = Observed(0, 100, "FILE", 3, access="rw", position=0, size=3, system="linux")
    read, write = why(Result("x", 100, 3, 5), "epoll", seen).causes
    assert "kernel" not in f"{read.cause} {write.cause}" and "written" in str(write.cause)
    assert (read.claim and read.claim.do, write.claim) == ("receive", Claim("send", "write"))
    _, write = why(Result("x", 100, 3, 5), "epoll", msgspec.structs.replace(seen, access="r")).causes
    assert write.claim == raises("send", "write", errno.EBADF, stays=True)
    for one in why(Result("x", 100, 3, 8), "epoll", seen).causes:
        assert "one of /proc or /sys" in str(one.cause) and (one.event == 1 or "read()" not in str(one.next))


@pytest.mark.parametrize(
    ("kind", "options", "event", "error"),
    [
        ("text-file", {"mode": "w"}, "read", "UnsupportedOperation"),
        ("text-file", {"mode": "a"}, "read", "UnsupportedOperation"),
        ("text-file", {"mode": "r"}, "write", "UnsupportedOperation"),
        ("binary-file", {"mode": "wb"}, "read", "OSError"),
        ("binary-file", {"mode": "rb"}, "write", "OSError"),
    ],
)
def test_what_a_file_was_not_opened_for_is_refused_by_its_object_or_by_the_system(
    kind: str, options: dict[str, str], event: c.Event, error: str
) -> None:
    with closing(Session("select")) as session:
        do(session, c.Open(kind=kind, name="f", options=options), c.Register(name="f", events=(event,)))
        (cause,) = explain(session, "f").causes
        assert (cause.claim.outcome, cause.claim.error, cause.claim.stays) == ("raises", error, True)
        outcome = session.apply(c.Receive(name="f") if event == "read" else c.Send(name="f", text="x"))
        assert isinstance(outcome, Refused) and outcome.type == error
        assert untrue_of(session.world.find("f"), cause.claim) == ""
