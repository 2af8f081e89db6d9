"""The script follows what is done while somebody looks, four times a second at most, and nothing is made unseen."""

import threading
from collections.abc import Iterator

import pytest

from selcore.script import making
from selcore.script.making import script_of
from selcore.values.commands import Note, Open, Register, Select, Send
from tests.ui.user import User
from ui.code import following
from ui.code.following import CodeFollower, ShownCode


class Seen:
    """What was made."""

    def __init__(self, follower: CodeFollower):
        self.shown: list[ShownCode] = []
        follower.made.connect(self.shown.append)

    def source(self) -> str:
        return self.shown[-1].script.source() if self.shown else ""


@pytest.fixture
def follower(user: User) -> Iterator[CodeFollower]:
    """The window's own."""
    made = user.window.handlers.code.following
    yield made
    made.set_in_sight(False)
    made._due = 0.0  # the window is kept: nobody else waits for what took long here


@pytest.fixture
def seen(follower: CodeFollower) -> Seen:
    return Seen(follower)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "EVERY", 0.0)
    monkeypatch.setattr(following, "SHARE", 0)


def test_unseen_nothing_is_made_and_in_sight_it_is_all_there(
    user: User, follower: CodeFollower, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(making, "script_of", lambda *given, **more: made.append(given) or script_of(*given, **more))
    user.do("scenario.pair")
    assert made == [] and seen.shown == []
    follower.set_in_sight(True)
    user.wait_until(lambda: "sel.register(pair_a, EVENT_READ)" in seen.source())
    follower.set_in_sight(False)
    count = len(made)
    user.do("call.stop" if user.window.state == "waiting" else "fileobject.open.pipe")
    assert len(made) == count


def test_it_is_what_the_exporter_says_of_the_same_commands(
    user: User, follower: CodeFollower, seen: Seen, at_once: None
) -> None:
    follower.set_in_sight(True)
    user.backend("poll")
    user.do("scenario.pair")
    user.window.bridge.send(Send(name="pair.b", text="hi"), Select(timeout=0))
    user.settle()
    document = user.window.document
    commands = document.script.commands()
    wanted = script_of(commands, document.backend).source()
    user.wait_until(lambda: seen.source() == wanted)
    assert "PollSelector" in wanted
    compile(wanted, "session.py", "exec")


def test_what_python_refused_is_written_so_that_it_goes_on(
    user: User, follower: CodeFollower, seen: Seen, at_once: None
) -> None:
    follower.set_in_sight(True)
    user.backend("epoll")
    user.window.bridge.send(Open(kind="text-file", name="file"), Register(name="file", events=("read",)))
    user.settle()
    user.wait_until(lambda: "with contextlib.suppress(PermissionError):" in seen.source())


def test_four_times_a_second_and_more_rarely_where_it_takes_long(user: User, follower: CodeFollower) -> None:
    follower.set_in_sight(True)
    user.wait_until(lambda: not follower._stale and follower._thread is None and not follower._timer.isActive())
    follower._thread = done = threading.Thread(target=lambda: None)
    done.start()
    began = following.monotonic()
    follower._take(None, 2.0)
    assert follower._due >= began + following.SHARE * 2.0 and following.EVERY == 0.25
    follower.touch()
    assert follower._timer.isActive() and follower._timer.remainingTime() > 1000 * following.EVERY


def test_of_very_many_commands_the_first_are_shown_and_the_rest_is_counted(
    user: User, follower: CodeFollower, seen: Seen, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST", 3)
    follower.set_in_sight(True)
    user.window.bridge.send(*(Note(text=str(number)) for number in range(5)))
    user.settle()
    user.wait_until(lambda: bool(seen.shown) and seen.shown[-1].left_out == 2)
    assert len(seen.shown[-1].steps) == 3 and len(follower.whole().commands) == 5


def test_another_session_is_another_script(user: User, follower: CodeFollower, seen: Seen, at_once: None) -> None:
    follower.set_in_sight(True)
    user.do("scenario.pair")
    user.wait_until(lambda: "socketpair" in seen.source())
    user.do("experiment.new")
    user.wait_until(lambda: "socketpair" not in seen.source())
    assert seen.source().endswith("()\n\n")


def test_calls_of_a_run_that_goes_on_are_counted_in_it(
    user: User, follower: CodeFollower, seen: Seen, at_once: None
) -> None:
    follower.set_in_sight(True)
    user.spin()
    user.wait_until(lambda: "in range(" in seen.source())
    first = seen.source()
    user.wait_until(lambda: "in range(" in seen.source() and seen.source() != first)
    user.do("loop.pause")
