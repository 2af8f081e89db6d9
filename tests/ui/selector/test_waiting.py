"""While a call waits, the line says what would end that, and its button does it."""

import pytest
from PySide6.QtWidgets import QToolButton

from selcore.values import commands as c
from tests.selcore.explain.situations import SITUATIONS, Situation
from tests.ui.user import User

ENDED_ALONE = (
    "a FIFO before its first writer",
    "lines read ahead",
    "a part of a line read ahead",
    "a queue of multiprocessing",
    "TCP_DEFER_ACCEPT, nobody",
    "a process that runs",
    "its output",
    "a timer",
    "an empty selector",
    "a selector in which nothing is ready",
    "closed, and kept by a duplicate",
    "closed, and its number another file's",
)
"""Where no command of ours ends it, or not surely."""
ONE_AT_LEAST = (
    "a pair, nothing sent",
    "a pair, full",
    "a pipe, one byte read of a full one",
    "a listener",
    "an eventfd at 0",
    "fewer than SO_RCVLOWAT",
)


def wait(user: User, *commands: c.AnyCommand, timeout: str = "None") -> None:
    """A call that waits, after these commands."""
    user.window.bridge.send(*commands)
    user.settle()
    user.timeout(timeout)
    user.action("call.step").trigger()
    user.wait_for("waiting")
    user.settle()


def button(user: User, name: str = "cure.end-wait") -> QToolButton:
    found: QToolButton = user.find(QToolButton, name)
    return found


def cases() -> list[object]:
    found = []
    for one in SITUATIONS:
        ends = (
            "epoll" in one.on
            and one.id not in ENDED_ALONE
            and not one.says.startswith(("this is the end", "a listener is"))
        )
        if ends and not one.says.startswith(("a pidfd", "is not armed", "and that is not", "closed and forgotten")):
            found.append(pytest.param(one, id=one.id, marks=[] if one.id in ONE_AT_LEAST else [pytest.mark.heavy]))
    return found


@pytest.mark.parametrize("situation", cases())
def test_the_button_ends_the_wait(user: User, situation: Situation) -> None:
    register = c.Register(name=situation.name, events=(situation.event,))
    wait(user, *situation.commands, *(() if register in situation.commands else (register,)))
    user.wait_until(lambda: button(user).isVisible())
    assert situation.says in user.state_words() or situation.says in button(user).toolTip()
    user.click("cure.end-wait")
    user.wait_for("idle")
    user.settle()
    assert (situation.name, [situation.event]) in [(name, events) for name, events in user.results()]
    assert not button(user).isVisible()


def test_the_line_says_it_for_each_event_and_the_best_first(user: User) -> None:
    wait(
        user,
        c.Open(kind="pipe", name="p"),
        c.Open(kind="socketpair", name="q"),
        c.Fill(name="q.a"),
        c.Register(name="p.r", events=("read",)),
        c.Register(name="q.a", events=("read", "write")),
    )
    user.wait_until(lambda: button(user).isVisible())
    words = user.state_words()
    assert "q.a WRITE (and 2 more): the send buffer is full: q.b must read a large part of it" in words
    assert button(user).text() == "Receive all from q.b" and button(user).accessibleName() == "Receive all from q.b"
    tip = user.find(object, "status.words").toolTip()
    for line in ("p.r READ: the pipe is empty → Send from p.w", "q.a READ: nothing from q.b is waiting"):
        assert line in _plain(tip), tip
    user.do("call.stop")


def _plain(tip: str) -> str:
    import html
    import re

    return html.unescape(re.sub(r"<[^>]+>", "", tip)).replace("\xa0", " ")


def test_what_is_closed_is_waited_for_for_ever(user: User) -> None:
    user.backend("epoll")
    pair = c.Open(kind="socketpair", name="p")
    wait(user, pair, c.Register(name="p.a", events=("read",)), c.Close(name="p.a"))
    user.wait_until(lambda: "this waits for ever" in user.state_words())
    assert not button(user).isVisible() and "closed and forgotten" in user.state_words()
    assert button(user, "cure.stop-waiting").isVisible()
    user.click("cure.stop-waiting")
    user.wait_for("idle")
    assert not button(user, "cure.stop-waiting").isVisible()


def test_another_event_is_waited_for_after_something_was_done(user: User) -> None:
    """The answer is not kept when it may be no longer true."""
    wait(user, c.Open(kind="pipe", name="p"), c.Register(name="p.r", events=("read",)))
    user.wait_until(lambda: button(user).text() == "Send from p.w")
    user.window.bridge.send(
        c.Open(kind="eventfd", name="e"), c.Register(name="e", events=("read",)), c.Close(name="p.w")
    )
    user.wait_for("idle")  # the end of the pipe is an event
    user.settle()
    assert user.results()[-1][0] == "p.r"


def test_asking_for_read_too_keeps_the_callback(user: User) -> None:
    """The button for bytes that nobody asked for changes the mask alone."""
    wait(
        user,
        c.Open(kind="pipe", name="p"),
        c.Send(name="p.w", text="x"),
        c.Register(name="p.r", events=("write",), callback="drain"),
    )
    user.wait_until(lambda: button(user).text() == "Ask for READ of p.r too")
    user.click("cure.end-wait")
    user.wait_for("idle")
    user.settle()
    assert user.object("p.r")["callback"] == "drain" and ("p.r", ["read"]) in user.results()
