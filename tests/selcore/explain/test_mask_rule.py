"""The rule that is shown is the standard library's own: each class is given every set of flags, and both must agree."""

import select
import selectors
import types
from typing import Any

import pytest

from selcore.backends import find_backend
from selcore.explain.mask_rule import fold
from selcore.values.masks import mask_name
from selcore.values.observed import Observed
from selcore.values.text import Text

BITS = {"poll": "POLL", "epoll": "EPOLL"}


class Fake:
    """A low-level poller that returns what it is told to."""

    def __init__(self, fd: int):
        self.fd = fd
        self.event = 0

    def poll(self, *_: Any) -> list[tuple[int, int]]:
        return [(self.fd, self.event)]

    def register(self, *_: Any) -> None:
        """Nothing is watched."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("backend", BITS)
@pytest.mark.parametrize("asked", [1, 2, 3])
def test_flags_are_folded_as_selectors_folds_them(backend: str, asked: int) -> None:
    name = f"{backend.capitalize()}Selector"
    if not hasattr(selectors, name):
        pytest.skip(f"no {name} here")
    selector = getattr(selectors, name)()
    getattr(selector._selector, "close", lambda: None)()
    selector._selector = fake = Fake(5)
    selector.register(5, asked)
    known = [getattr(select, BITS[backend] + flag) for flag in ("IN", "PRI", "OUT", "ERR", "HUP", "RDHUP")]
    for number in range(1, 1 << len(known)):
        fake.event = sum(flag for place, flag in enumerate(known) if number >> place & 1)
        ((_, mask),) = selector.select(0)
        names = find_backend(backend).raw_names(fake.event)  # type: ignore[union-attr]
        assert names is not None
        assert run(fold(backend, names, mask, Observed(0, 5, events=asked))) == mask
    selector.close()


def run(lines: tuple[Text, ...]) -> int:
    """What the lines that are shown compute, when Python runs them."""
    known = {name: getattr(select, name) for name in dir(select) if name.startswith(("EPOLL", "POLL"))}
    world: dict[str, Any] = {**known, "EVENT_READ": 1, "EVENT_WRITE": 2, "events": 0}
    source = "\n".join(map(str, lines)).replace("key.events = ", "key = types.SimpleNamespace(); key.events = ")
    exec(source, world | {"types": types}, world)  # noqa: S102
    return int(world["mask"])


def test_the_rule_of_the_standard_library_is_written_out_with_the_values_beside_it() -> None:
    assert list(map(str, fold("epoll", ["EPOLLIN"], 1, Observed(0, 5, events=1)))) == [
        "event = EPOLLIN",
        "if event & ~EPOLLIN:  # 0",
        "    pass  # so it is not EVENT_WRITE",
        "if event & ~EPOLLOUT:  # EPOLLIN",
        "    events |= EVENT_READ",
        "key.events = EVENT_READ",
        "mask = events & key.events  # EVENT_READ",
    ]
    assert list(map(str, fold("select", None, 2, None)))[1:] == [
        "if fd in w:",
        "    events |= EVENT_WRITE",
        "mask = events & key.events  # EVENT_WRITE",
    ]
    assert str(fold("kqueue", ["KQ_FILTER_WRITE"], 2, None)[0]) == "if kev.filter == KQ_FILTER_WRITE:"


def test_a_mask_that_is_none_is_shown_as_it_is() -> None:
    assert [mask_name(mask) for mask in (0, 1, 3, 4, -1)] == ["0", "EVENT_READ", "EVENT_READ | EVENT_WRITE", "4", "-1"]
