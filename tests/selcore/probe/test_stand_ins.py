"""What stands in for ``select.select``, ``poll`` and ``epoll`` behaves as they do."""

import select
import selectors
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from selcore.probe import recorder, stand_ins
from selcore.probe.recorder import CallRecorder
from selcore.probe.ring import SharedRing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll")


@pytest.fixture
def there(tmp_path: Path) -> Any:
    module = SimpleNamespace(select=select.select, poll=select.poll, epoll=select.epoll)
    recorder = CallRecorder(SharedRing(str(tmp_path)))
    stand_ins.put_into(module, recorder)
    yield module
    recorder.forked()  # lets go of the file


def test_select_is_no_method_of_whoever_holds_it(there: Any) -> None:
    class Own:
        ask = there.select

    a, b = socket.socketpair()
    with a, b:
        assert Own().ask([a], [a], [], 0) == ([], [a], [])
        with pytest.raises(TypeError):
            there.select([a])


def test_who_counts_the_calls_of_fileno_counts_the_same(there: Any) -> None:
    a, b = socket.socketpair()
    asked = []

    class Counted:
        def fileno(self) -> int:
            asked.append(1)
            return a.fileno()

    with a, b:
        there.select([], [Counted()], [], 0)
    assert asked == [1]


def test_epoll_is_one_for_isinstance_and_closes(there: Any) -> None:
    with there.epoll() as made:
        assert isinstance(made, there.epoll) and not made.closed and made.fileno() > 2
        with select.epoll() as real:
            assert isinstance(real, there.epoll)
        assert made.poll(0) == [] and made.poll(timeout=0, maxevents=1) == []
        with pytest.raises(ValueError):
            made.poll(0, 0)
    assert made.closed and type(made).__name__ == "epoll" and type(made).__module__ == "select"
    with pytest.raises(ValueError):
        made.poll(0)


def test_poll_makes_what_cannot_be_made_otherwise(there: Any) -> None:
    made = there.poll()
    a, b = socket.socketpair()
    with a, b:
        made.register(a, select.POLLOUT)
        assert made.poll(0) == [(a.fileno(), select.POLLOUT)]
        made.unregister(a)
    with pytest.raises(TypeError, match="cannot create 'select.poll' instances"):
        type(made)()


def test_selectors_gets_the_originals_back(there: Any, tmp_path: Path) -> None:
    class Holder:
        class SelectSelector:
            _select = there.select

        class EpollSelector:
            _selector_cls = there.epoll

    stand_ins.give_back(Holder, {"select": select.select, "epoll": select.epoll})
    assert Holder.SelectSelector._select is selectors.SelectSelector._select
    assert Holder.EpollSelector._selector_cls is select.epoll


def test_a_frame_of_ours_beneath_the_programs_is_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal handler of the program can run, and raise, while one of our functions does."""
    monkeypatch.setattr(recorder, "_HERE", "/ours/")

    def handler() -> None:
        raise KeyboardInterrupt

    ours: dict[str, Any] = {"handler": handler}
    exec(compile("def hook(): inner()\ndef inner(): handler()", "/ours/hook.py", "exec"), ours)
    with pytest.raises(KeyboardInterrupt) as raised:
        try:
            ours["hook"]()
        except KeyboardInterrupt:
            CallRecorder(SharedRing(str(tmp_path / "none"))).failed(object(), 1, 0)
            raise
    assert [entry.name for entry in raised.traceback][-1] == "handler"
    assert not any(str(entry.path).startswith("/ours") for entry in raised.traceback)
