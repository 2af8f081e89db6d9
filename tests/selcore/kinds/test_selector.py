"""A selector inside a selector, and what cannot be in one at all, refused in Python's own words."""

import errno
import select

import pytest

from selcore.backends import BACKENDS
from selcore.kinds.bad_fileno import ANSWERS
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, failed, opened, refusal_of_open, watch
from tests.selcore.kinds.facts_of import check, fact

epoll = pytest.mark.skipif(not hasattr(select, "epoll"), reason="about epoll")
NOBODY = "!ValueError: Invalid file object: "


@epoll
def test_it_is_ready_when_something_in_it_is(session: Session) -> None:
    opened(session, "selector", "it", backend="epoll")
    check(session, "it", "-/-/-", "-")
    opened(session, "socketpair", "pair")
    done(session, c.Register(name="pair.a", events=("read",), inside="it"))
    check(session, "it", "-/-/-", "-")
    done(session, c.Send(name="pair.b", text="x"))
    check(session, "it", "R/-/R", "IN")


@pytest.mark.parametrize("backend", ["select", "poll"])
def test_without_a_descriptor_it_is_refused(session: Session, backend: str) -> None:
    opened(session, "selector", "it", backend=backend)
    assert session.world.find("it").fd == -1
    assert fact(session, "it").startswith(f"{NOBODY}<selectors.{backend.capitalize()}Selector object at ")


@epoll
def test_five_deep_is_too_deep() -> None:
    session = Session("epoll")
    try:
        names = [opened(session, "selector", f"s{depth}")[0] for depth in range(6)]
        for outer, inner in zip(names[1:5], names[:4], strict=True):
            done(session, c.Register(name=inner, events=("read",), inside=outer))
        outcome = session.apply(c.Register(name=names[4], events=("read",), inside=names[5]))
        assert getattr(outcome, "errno", None) == errno.ELOOP
    finally:
        session.close()


def test_one_that_is_not_here_says_why(one: Session) -> None:
    absent = next(backend for backend in BACKENDS if backend.missing() is not None)
    said = refusal_of_open(one, "selector", backend=absent.id)
    assert (said.type, said.by, said.message) == ("BadOption", "playground", str(absent.missing()))


@pytest.mark.parametrize(
    ("kind", "options", "shown"),
    [
        ("bytesio", {}, "<_io.BytesIO object at "),
        ("stringio", {}, "<_io.StringIO object at "),
        ("queue", {}, "<queue.Queue object at "),
        ("queue", {"class": "queue.SimpleQueue"}, "<_queue.SimpleQueue object at "),
        ("queue", {"class": "asyncio.Queue"}, "<Queue at "),
        ("bad-fileno", {"answer": "text"}, "BadFileno('abc')"),
        ("bad-fileno", {"answer": "None"}, "BadFileno(None)"),
        ("bad-fileno", {"answer": "ValueError"}, "BadFileno(ValueError('nope'))"),
        ("bad-fileno", {"answer": "AttributeError"}, "BadFileno(AttributeError('x'))"),
        ("bad-fileno", {"answer": "attribute"}, "BadFileno(7)"),
    ],
)
def test_no_file_object_for_selectors(session: Session, kind: str, options: dict[str, str], shown: str) -> None:
    opened(session, kind, "it", **options)
    assert session.world.find("it").fd == session.world.state_of("it").fd == -1
    assert fact(session, "it").startswith(NOBODY + shown)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("-1", "!ValueError: Invalid file descriptor: -1"),
        ("OSError", "!OSError: [Errno 9] Bad file descriptor"),
        ("RuntimeError", "!RuntimeError: boom"),
    ],
)
def test_a_fileno_that_is_refused_otherwise(session: Session, answer: str, said: str) -> None:
    opened(session, "bad-fileno", "it", answer=answer)
    assert fact(session, "it") == said


@pytest.mark.parametrize("answer", ["digits", "float"])
def test_selectors_makes_an_int_of_it(session: Session, answer: str) -> None:
    opened(session, "bad-fileno", "it", answer=answer)
    assert session.world.find("it").fd >= 100
    check(session, "it", "-/W/W", "OUT")


def test_numbers_that_nobody_has(session: Session) -> None:
    opened(session, "bad-fileno", "huge", answer="2**40")
    opened(session, "bad-fileno", "far", answer="999999")
    if session.world.main.backend.id == "select":
        for name, type in (("huge", "OverflowError"), ("far", "ValueError")):
            watch(session, name, "read")
            assert failed(session, 0).error.type == type
            done(session, c.Unregister(name=name))
    else:
        assert fact(session, "huge") == "!OverflowError: Python int too large to convert to C int"
    if session.world.main.backend.id == "poll":
        check(session, "far", "R/W/RW", "NVAL")


def test_every_answer_opens_and_closes(one: Session) -> None:
    for place, answer in enumerate(ANSWERS):
        (name,) = opened(one, "bad-fileno", f"it{place}", answer=answer)
        done(one, c.Close(name=name))


def test_memory_and_queues_are_used_all_the_same(one: Session) -> None:
    for kind in ("bytesio", "stringio"):
        opened(one, kind, kind)
        assert done(one, c.Receive(name=kind, size=11))["hex"] == b"first line\n".hex()
        assert done(one, c.ReadLine(name=kind))
        assert done(one, c.Receive(name=kind))["size"] == 0
    for place, kind in enumerate(("queue.Queue", "queue.SimpleQueue", "asyncio.Queue")):
        opened(one, "queue", f"q{place}", **{"class": kind})
        done(one, c.Send(name=f"q{place}", text="item"))
        done(one, c.Send(name=f"q{place}", text=""))
        assert done(one, c.Drain(name=f"q{place}")) == {"size": 4, "eof": False}
        assert one.apply(c.Receive(name=f"q{place}")).type in ("Empty", "QueueEmpty")  # type: ignore[union-attr]
