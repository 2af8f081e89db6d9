"""The selector classes: which are here, why others are not, and the names of their flags."""

import errno
import select
import selectors

import pytest

from selcore.backends import BACKENDS, backend_ids, catalogue, default_backend, find_backend
from selcore.backends.base import Backend
from selcore.backends.kqueue import KQUEUE
from selcore.tracing import Trace


def test_those_that_python_has_are_here_and_the_others_say_why() -> None:
    for backend in BACKENDS:
        reason = backend.missing()
        assert (reason is None) == hasattr(selectors, backend.class_name)
        if reason is not None:
            where = f"select.{backend.function}() exists on {backend.home}"
            assert str(reason) == f"this Python has no selectors.{backend.class_name}: {where}"


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.id)
def test_what_is_here_is_made_and_is_the_class_it_says(backend: Backend) -> None:
    if backend.missing() is not None:
        with pytest.raises(KeyError):
            backend.make(Trace())
        return
    with backend.make(Trace()) as made:
        assert isinstance(made, getattr(selectors, backend.class_name))


def test_default_is_what_defaultselector_is() -> None:
    assert getattr(selectors, default_backend().class_name) is selectors.DefaultSelector
    assert find_backend("default") is default_backend()
    assert find_backend("iocp") is None
    assert [find_backend(id) for id in backend_ids()[1:]] == list(BACKENDS)


def test_the_catalogue_lists_them_all() -> None:
    rows = catalogue()
    assert [id for id, _, _ in rows] == backend_ids() == ["default", "select", "poll", "epoll", "devpoll", "kqueue"]
    assert rows[0][1] == f"DefaultSelector ({selectors.DefaultSelector.__name__})"


@pytest.mark.skipif(not hasattr(select, "poll"), reason="no poll() here")
def test_a_kernel_may_lack_what_python_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(number: int) -> None:
        def poll() -> None:
            raise OSError(number, "the kernel's words")

        monkeypatch.setattr(select, "poll", poll)

    poll = find_backend("poll")
    assert poll is not None
    answers(errno.ENOSYS)
    assert "select.poll() answers: " in str(poll.missing()) and "the kernel's words" in str(poll.missing())
    answers(errno.EMFILE)
    assert poll.missing() is None  # too many are open: that is not for lack of poll()


@pytest.mark.parametrize(("id", "prefix"), [("poll", "POLL"), ("epoll", "EPOLL")])
def test_flags_have_the_names_of_the_select_module(id: str, prefix: str) -> None:
    backend = find_backend(id)
    assert backend is not None
    if backend.missing() is not None:
        pytest.skip(str(backend.missing()))
    flag = {name: getattr(select, prefix + name) for name in ("IN", "OUT", "HUP", "ERR")}
    assert backend.raw_names(flag["IN"] | flag["HUP"]) == [f"{prefix}IN", f"{prefix}HUP"]
    assert backend.raw_names(flag["OUT"] | flag["ERR"] | 1 << 27) == [f"{prefix}OUT", f"{prefix}ERR", "0x8000000"]
    assert (backend.raw_names(0), backend.raw_names(None)) == ([], None)


def test_poll_tells_of_a_closed_descriptor() -> None:
    poll = find_backend("poll")
    assert poll is not None and (poll.missing() or poll.raw_names(getattr(select, "POLLNVAL", 0)) == ["POLLNVAL"])


def test_select_has_no_flags() -> None:
    assert BACKENDS[0].raw_names(None) is None


def test_kqueue_tells_a_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(select, "KQ_FILTER_READ", -1, raising=False)
    monkeypatch.setattr(select, "KQ_FILTER_WRITE", -2, raising=False)
    assert [KQUEUE.raw_names(raw) for raw in (-1, -2, -7, None)] == [
        ["KQ_FILTER_READ"],
        ["KQ_FILTER_WRITE"],
        ["-7"],
        None,
    ]
