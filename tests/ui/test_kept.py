"""A kept window: its session may be begun anew under other numbers, and whatever else is left is seen all the same."""

import os
from collections.abc import Callable

import pytest

from tests.conftest import THERE, Held, held
from tests.test_left_over import PLANTED

from .kept import Kept
from .user import User

pytestmark = pytest.mark.skipif(not THERE, reason="this system does not tell what is open")


def now(kept: Kept) -> Held:
    return held(kept.descriptors())


def begin_anew(user: User, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]) -> None:
    """A new session; ``meanwhile``: after the end of the old one, before the new one has opened anything."""
    bridge = user.window.bridge
    make = bridge._make_worker
    monkeypatch.setattr(bridge, "_make_worker", lambda *given: (meanwhile(), make(*given))[1])
    user.do("experiment.new")
    monkeypatch.undo()


def test_a_session_begun_anew_has_other_numbers_where_a_low_one_is_taken(
    user: User, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, numbers, taken = now(kept), kept.descriptors(), [os.open(os.devnull, os.O_RDONLY)]

    def take() -> None:
        while not numbers & {*taken}:
            taken.append(os.dup(taken[0]))

    begin_anew(user, monkeypatch, take)
    assert kept.descriptors() != numbers and len(kept.descriptors()) == len(numbers)
    for fd in taken:
        os.close(fd)
    assert now(kept).left(before) == {}


@pytest.mark.parametrize("kind", ["socketpair", "pipe", "file"])
def test_what_is_left_beside_it_is_seen(kind: str, user: User, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    before, left = now(kept), list[int]()
    begin_anew(user, monkeypatch, lambda: left.extend(PLANTED[kind]()))
    assert now(kept).left(before) != {}
    for fd in left:
        os.close(fd)
    assert now(kept).left(before) == {}


def test_a_session_that_does_not_close_its_wakeup_is_seen(
    user: User, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, old = now(kept), user.window.bridge._worker._owner.session  # type: ignore[union-attr]
    assert old is not None
    with monkeypatch.context() as patch:
        patch.setattr(old.world.wakeup, "close", lambda: None)
        user.do("experiment.new")
    assert [what.split(":")[0] for what in now(kept).left(before)] == ["socket", "socket"]
    old.world.wakeup.close()
    assert now(kept).left(before) == {}
