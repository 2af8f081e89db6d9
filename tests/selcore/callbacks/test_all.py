"""Every callback meets every file object that is ready: whatever Python answers is an effect, and nothing dies."""

import contextlib
import os
import socket
import stat
from contextlib import closing
from typing import Any

import pytest

from selcore.callbacks import CALLBACKS, Callback
from selcore.kinds import KINDS
from selcore.kinds.bad_fileno import ANSWERS
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Failed, Returned, RunEnded
from tests.selcore.driver import HERE, driving

pytestmark = pytest.mark.skipif(os.name != "posix", reason="as POSIX has it")
SHARED = {"stdin", "stdout", "stderr"}
"""What the tests themselves use: nothing of theirs is read, and nothing written among their words."""
OPTIONS: list[tuple[str, dict[str, Any]]] = [
    *((kind.id, {}) for kind in KINDS if kind.id not in SHARED and kind.missing() is None),
    *(("bad-fileno", {"answer": answer}) for answer in ANSWERS),
]


def make_readable(session: Session, name: str) -> None:
    """A socket is at its end then; of anything else there is nothing to shut down."""
    found = session.world.find(name)
    if found.identity is not None and stat.S_ISSOCK(found.identity[2]):
        with socket.socket(fileno=os.dup(found.fd)) as again, contextlib.suppress(OSError):
            again.shutdown(socket.SHUT_RD)


@pytest.mark.parametrize("callback", CALLBACKS, ids=lambda one: one.id)
def test_a_callback_survives_whatever_is_ready(callback: type[Callback]) -> None:
    for kind, options in OPTIONS:
        with closing(Session("poll")) as session:
            session.apply(c.Open(kind=kind, name="it", options=options))
            for one in list(session.world.objects):
                make_readable(session, one.name)
                both = ("read", "write")
                session.apply(c.Register(name=one.name, events=both, callback=callback.id))  # may be refused
            assert isinstance(session.apply(c.Select(timeout=0)), Returned | Failed), (kind, options)
            assert isinstance(session.apply(c.Run(calls=3, timeout=0)), RunEnded), (kind, options)


@pytest.mark.parametrize("backend", HERE)
@pytest.mark.parametrize("callback", ["echo", "drain", "feed"])
@pytest.mark.parametrize(("answer", "word"), [("float", "float"), ("digits", "str")])
def test_a_descriptor_that_is_no_number_is_answered_in_pythons_words(
    backend: str, callback: str, answer: str, word: str
) -> None:
    with closing(Session(backend)) as session:
        session.apply(c.Open(kind="bad-fileno", name="it", options={"answer": answer}))
        session.apply(c.Register(name="it", events=("read", "write"), callback=callback))
        make_readable(session, "it")
        effects = serve(session)
        error = effects[0].error
        assert error.type == "TypeError" and repr(word) in error.message and error.by == "python"
        assert session.world.registry.key_of("it") is None, "it would fail for ever"


def serve(session: Session) -> list[Any]:
    """One call of each; the effects."""
    called = session.apply(c.Select(timeout=0))
    assert isinstance(called, Returned), called
    return [one.effect for one in called.call.results if one.effect is not None]


@pytest.mark.parametrize("where", ["transform", "_came"])
def test_a_fault_of_ours_in_a_callback_is_loud(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> Any:
        return len(3)  # type: ignore[arg-type]

    owner = {"transform": "selcore.callbacks.echo.EchoCallback", "_came": "selcore.kinds.file_object.FileObject"}[where]
    monkeypatch.setattr(f"{owner}.{where}", broken)
    with driving() as driver:
        driver.ask(c.Open(kind="socketpair", name="pair"), c.Send(name="pair.b", text="x"))
        driver.ask(c.Register(name="pair.a", events=("read",), callback="echo"), c.Select(timeout=0))
        driver.until(lambda: driver.status is not None and driver.status.state == "dead")
        assert driver.status is not None and "TypeError" in driver.status.problem


@pytest.mark.skipif("mp-pipe" not in {kind for kind, _ in OPTIONS}, reason="this Python has no multiprocessing")
@pytest.mark.parametrize("backend", HERE)
@pytest.mark.parametrize(
    ("callback", "options", "words"),
    [
        ("drain", {}, "EOF: unregistered, closed"),
        ("echo", {}, "EOF: unregistered, closed"),
        ("forward", {"to": "q.a"}, "EOF passed on to q.a; unregistered"),
    ],
)
def test_the_end_of_a_connection_is_the_end_and_no_error(
    backend: str, callback: str, options: dict[str, Any], words: str
) -> None:
    with closing(Session(backend)) as session:
        for kind, name in (("mp-pipe", "it"), ("socketpair", "q")):
            session.apply(c.Open(kind=kind, name=name))
        session.apply(c.Register(name="it.b", events=("read",), callback=callback, options=options))
        session.apply(c.Close(name="it.a"))
        (effect,) = serve(session)
        assert (str(effect), effect.error) == (words, None)
        assert session.world.registry.key_of("it.b") is None
        assert effect.eof is session.world.find("it.b").closed is (callback != "forward")
