"""What the kernel watches, beside the map: the differences of epoll's own set, and what select and poll are given."""

import os
from pathlib import Path
from typing import Any

import pytest

from selcore.observe import kernel_view as at
from selcore.observe.kernel_view import described, file_of, kernel_view, members_of
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.observed import Watched
from selcore.values.outcomes import Refused, Returned
from tests.selcore.conftest import HERE
from tests.selcore.explain.test_why_ready import do

EPOLL = pytest.mark.skipif(
    "epoll" not in HERE or not Path("/proc/self/fdinfo").exists(), reason="no epoll, or no /proc"
)
PAIR = (c.Open(kind="socketpair", name="pair"), c.Register(name="pair.a", events=("read",)))
COPY = c.Open(kind="dup", name="copy", options={"of": "pair.a"})


@pytest.fixture
def epoll() -> Any:
    session = Session("epoll")
    yield session
    session.close()


def view(session: Session) -> dict[tuple[int, str], Watched]:
    return {(row.fd, row.how): row for row in kernel_view(session.world.objects, session.world.main).rows}


def hows(session: Session) -> list[str]:
    return [row.how for row in kernel_view(session.world.objects, session.world.main).rows]


@EPOLL
def test_the_set_is_the_kernels_own_and_nothing_of_ours_is_in_it(epoll: Session) -> None:
    do(epoll, *PAIR, c.Register(name="pair.b", events=("read", "write")))
    seen = kernel_view(epoll.world.objects, epoll.world.main)
    assert (seen.source, seen.keys, seen.own) == ("set", 2, (epoll.world.wakeup.fileno(),))
    assert [(row.name, row.how, row.key) for row in seen.rows] == [("pair.a", "same", 1), ("pair.b", "same", 3)]
    assert [row.asked for row in seen.rows] == [
        ("EPOLLIN", "EPOLLERR", "EPOLLHUP"),
        ("EPOLLIN", "EPOLLOUT", "EPOLLERR", "EPOLLHUP"),
    ]
    members = members_of(seen.fd)
    assert members is not None and epoll.world.wakeup.fileno() not in [member.fd for member in members]
    files = {row.fd: (os.fstat(row.fd).st_dev, os.fstat(row.fd).st_ino) for row in seen.rows}
    assert {member.fd: member.file for member in members} == files


@EPOLL
def test_a_key_whose_descriptor_is_closed_is_watched_by_nobody(epoll: Session) -> None:
    do(epoll, *PAIR, c.Close(name="pair.a"))
    (row,) = kernel_view(epoll.world.objects, epoll.world.main).rows
    assert (row.name, row.how, row.key, row.asked) == ("pair.a", "unwatched", 1, None)


@EPOLL
def test_a_duplicate_keeps_it_watched_and_is_named(epoll: Session) -> None:
    do(epoll, *PAIR, COPY, c.Close(name="pair.a"))
    (row,) = kernel_view(epoll.world.objects, epoll.world.main).rows
    assert (row.name, row.how, row.key) == ("pair.a", "closed", 1)
    assert row.alive == (f"copy (fd {epoll.world.objects.get('copy').fd})",)  # type: ignore[union-attr]


@EPOLL
def test_a_stranger_with_many_duplicates_of_one_file_takes_no_more_time_or_memory_than_their_number(
    epoll: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All eventfds are one file to the kernel: each closed one was looked for among all, and had a list of all."""
    many = 60
    do(epoll, c.Open(kind="eventfd", name="e", options={"count": many}))
    do(epoll, *(c.Open(kind="dup", name=f"d{n}", options={"of": f"e-{n}"}) for n in range(1, many + 1)))
    for n in range(1, many + 1):
        do(epoll, c.Register(name=f"e-{n}", events=("read",)), c.Close(name=f"e-{n}"))
    looks, links = list[int](), list[int]()
    monkeypatch.setattr(at, "file_of", lambda fd: looks.append(fd) or file_of(fd))
    monkeypatch.setattr(at, "described", lambda fd: links.append(fd) or described(fd))
    monkeypatch.setattr(at, "MOST", 10)
    rows = kernel_view(epoll.world.objects, epoll.world.main).rows
    assert {row.how for row in rows} == {"closed"} and len(rows) == 10
    assert rows[0].alive == (*(f"d{n} (fd {100 + many - 1 + n})" for n in range(1, 6)), f"{many - 5} more")
    assert len(looks) <= 3 * many and len(links) == 10


@EPOLL
def test_unregistered_too_late_it_is_watched_without_a_key(epoll: Session) -> None:
    do(epoll, *PAIR, COPY, c.Close(name="pair.a"), c.Unregister(name="pair.a"), c.Send(name="pair.b", text="x"))
    (row,) = kernel_view(epoll.world.objects, epoll.world.main).rows
    assert (row.name, row.how, row.key) == ("pair.a", "keyless", None)
    call = epoll.apply(c.Select(timeout=5))
    assert isinstance(call, Returned) and call.call.results == () and call.call.waited < 4  # it comes back with nothing
    do(epoll, c.Close(name="copy"))
    assert hows(epoll) == []


@EPOLL
def test_a_number_that_is_another_file_now(epoll: Session) -> None:
    do(epoll, *PAIR, c.Close(name="pair.a"), c.Open(kind="pipe", name="pipe"))
    (row,) = kernel_view(epoll.world.objects, epoll.world.main).rows
    assert (row.how, row.key, row.asked, row.file[:5]) == ("reused", 1, None, "pipe:")


@EPOLL
def test_what_is_stale_under_the_number_of_a_new_key(epoll: Session) -> None:
    do(epoll, *PAIR, COPY, c.Close(name="pair.a"), c.Unregister(name="pair.a"))
    do(epoll, c.Open(kind="socketpair", name="new"), c.Register(name="new.a", events=("read",)))
    fd = epoll.world.objects.get("new.a").fd  # type: ignore[union-attr]
    rows = view(epoll)
    assert rows[fd, "same"].name == "new.a" and rows[fd, "stale"].name == "pair.a"
    do(epoll, c.Send(name="pair.b", text="x"))
    call = epoll.apply(c.Select(timeout=0))
    assert isinstance(call, Returned) and [one.name for one in call.call.results] == ["new.a"]  # under the new key


@EPOLL
def test_flags_that_are_not_those_of_the_key(epoll: Session) -> None:
    do(epoll, *PAIR)
    key = epoll.world.registry.key_of("pair.a")
    assert key is not None
    epoll.world.registry.selector._selector.modify(key.fd, 4)  # what no selector of the standard library does
    assert hows(epoll) == ["differs"]


@pytest.mark.parametrize("backend", [id for id in ("select", "poll") if id in HERE])
def test_what_each_call_is_given(backend: str) -> None:
    session = Session(backend)
    do(session, *PAIR, c.Register(name="pair.b", events=("write",)), c.Open(kind="pipe", name="pipe"))
    do(session, c.Register(name="pipe.r", events=("read",)))
    seen = kernel_view(session.world.objects, session.world.main)
    words = {"select": [("readers",), ("writers",)], "poll": [("POLLIN",), ("POLLOUT",)]}[backend]
    assert seen.source == "passed" and [row.asked for row in seen.rows[:2]] == words
    do(session, c.Close(name="pair.a"), c.Close(name="pipe.r"), c.Open(kind="eventfd", name="event"))
    assert [(row.name, row.how) for row in kernel_view(session.world.objects, session.world.main).rows] == [
        ("pair.a", "reused"),
        ("pair.b", "same"),
        ("pipe.r", "closed"),
    ]
    session.close()


def test_a_closed_selector_has_nothing(session: Session) -> None:
    do(session, *PAIR, c.CloseSelector())
    seen = kernel_view(session.world.objects, session.world.main)
    assert (seen.source, seen.rows, seen.keys) == ("closed", (), 0)


def test_of_many_those_that_differ_are_shown() -> None:
    session = Session("poll" if "poll" in HERE else "select")
    do(session, c.Open(kind="socketpair", name="p", options={"count": 600}))
    for number in range(1, 601):
        do(session, *(c.Register(name=f"p-{number}.{end}", events=("read",)) for end in "ab"))
    do(session, c.Close(name="p-600.b"))
    seen = kernel_view(session.world.objects, session.world.main)
    assert (seen.keys, len(seen.rows), seen.cut) == (1200, 1000, 200)
    assert [row.name for row in seen.rows if row.how != "same"] == ["p-600.b"]
    session.close()


@EPOLL
def test_an_opened_selector_has_a_view_of_its_own(epoll: Session) -> None:
    do(
        epoll,
        c.Open(kind="selector", name="inner", options={"backend": "epoll"}),
        c.Open(kind="socketpair", name="pair"),
    )
    do(epoll, c.Register(name="pair.a", events=("read",), inside="inner"))
    seen = kernel_view(epoll.world.objects, epoll.world.nested["inner"])
    assert (seen.selector, [row.name for row in seen.rows]) == ("inner", ["pair.a"])


def test_refusals_are_none_of_its_own(session: Session) -> None:
    """Whatever was done before, it answers."""
    for command in (*PAIR, COPY, c.Close(name="pair.a"), c.Reset(name="pair.b"), c.UseBackend(backend="select")):
        outcome = session.apply(command)
        assert not isinstance(outcome, Refused) or outcome.by == "python"
        assert kernel_view(session.world.objects, session.world.main).backend == session.world.main.backend.id
