"""Every test ends as it began: no thread, no descriptor, no child more than before. Qt needs no display here."""

import gc
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple, Protocol

import pytest
from hypothesis import HealthCheck, Phase, settings

from playground.ending import ENDING
from selcore.system.descriptors import LOWEST

from . import examples, heavy
from .fuzz import budget

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# In a fresh clone the first text drawn builds a table of all characters, which takes longer than a draw should.
settings.register_profile("here", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.register_profile(
    "mutants",  # with `dev.py mutants` it need only be seen that a test fails, and the same way each time
    settings.get_profile("here"),
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    database=None,
)
settings.load_profile("here")


def pytest_report_header(config: pytest.Config) -> str | None:
    """What chance begins with, where it is given its time."""
    return None if config.option.markexpr else budget.header()


def pytest_configure(config: pytest.Config) -> None:
    """Whoever asks for all tests gets all the examples too."""
    examples.ALL = not config.option.markexpr
    budget.base_seed()  # before the workers, which inherit it
    hear_what_is_ignored()


def hear_what_is_ignored() -> None:
    """What nohup or a shell's ``&`` has ignored our children would ignore too; what is heard ends them, as it should.

    A process of pytest-xdist is such a child; it ends with the one that started it.
    """
    for number in ENDING:
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda number, frame: None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the single cases that are heavy; one that is no test any more is an error."""
    met = set[str]()
    for item in items:
        if (id := item.nodeid).startswith(heavy.CASES):
            met.update(case for case in heavy.CASES if id.startswith(case))
            item.add_marker(pytest.mark.heavy)
    if config.args == config.getini("testpaths") and (gone := set(heavy.CASES) - met):
        raise pytest.UsageError(f"tests/heavy.py names what is no test: {', '.join(sorted(gone))}")


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores: a good part of what the tests do is to wait for another process."""
    cores = yield
    return cores if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + 1


FDS, TASKS = "/proc/self/fd", "/proc/self/task"
THERE = Path(FDS).exists()
EVENTFD = "anon_inode:[eventfd]"
PATIENCE = 2
"""Seconds in which another thread closes what it only looked at."""


gc.disable()  # until all is collected: to look through it again and again takes a fifth of that time


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What collecting made stays to the end: each ``gc.collect()`` of a test would walk through all of it."""
    gc.enable()
    gc.collect()
    gc.freeze()


def open_descriptors() -> dict[int, str]:
    """Those that a test of the core compares: but for the eventfds of Qt's threads, which end when they like to."""
    qt = "PySide6.QtCore" in sys.modules
    return {fd: what for fd, what in all_descriptors().items() if not (qt and what == EVENTFD and fd < LOWEST)}


def all_descriptors() -> dict[int, str]:
    """The open descriptors of this process and what they are; empty where the OS does not tell."""
    found: dict[int, str] = {}
    for number in os.listdir(FDS) if THERE else ():  # noqa: PTH208 - twice a test: a Path each would take as long as it
        try:
            found[int(number)] = os.readlink(f"{FDS}/{number}")  # noqa: PTH115
        except OSError:
            pass  # the descriptor of the listing itself
    return found


OF_QT = ("/usr/share/mime/mime.cache",)
"""What Qt opens once, at the first dialog of files, and keeps."""


class Held(NamedTuple):
    """What is open, and how often: a socket or pipe by its own number, a file by its path, the others by their kind."""

    what: Counter[str]
    pool: frozenset[str]
    """The threads of Qt's pool. It paints large pictures with them; each has an eventfd and ends when idle for 30 s."""

    def left(self, before: "Held") -> dict[str, int]:
        """What is open now and was not before, under whatever number. Each new thread of the pool has its eventfd."""
        left = self.what - before.what
        left[EVENTFD] -= len(self.pool - before.pool)
        return dict(+left)


def held(apart: Collection[int] = ()) -> Held:
    """What is open now, but for the descriptors ``apart``."""
    what = Counter(what for fd, what in all_descriptors().items() if fd not in apart and what not in OF_QT)
    return Held(what, pool() if EVENTFD in what and "PySide6.QtCore" in sys.modules else frozenset())


def pool() -> frozenset[str]:
    found = set()
    for task in os.listdir(TASKS):  # noqa: PTH208
        try:
            with open(f"{TASKS}/{task}/comm") as name:  # noqa: PTH123
                found |= {task} if name.read() == "Thread (pooled)\n" else set()
        except OSError:
            pass  # it has ended meanwhile
    return frozenset(found)


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves descriptors or threads behind. ``leaves`` marks what a library keeps for good."""
    if "qapp" in request.fixturenames:
        request.getfixturevalue("qapp")  # Qt's loop makes an eventfd for itself, and keeps it
    yield from leaves_nothing(request)


class Kept(Protocol):
    """What outlives a test."""

    def threads(self) -> set[threading.Thread]: ...

    def descriptors(self) -> set[int]: ...


def leaves_nothing(request: pytest.FixtureRequest, kept: Kept | None = None) -> Iterator[None]:
    """Look before and after; what is ``kept`` at that moment is left out."""

    def now() -> Held:
        return held(kept.descriptors() if kept else ())

    before, threads = now(), set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves"):
        return
    left = set(threading.enumerate()) - threads - (kept.threads() if kept else set())
    left = {thread for thread in left if not thread.name.startswith("Dummy")}
    for thread in left:
        thread.join(2)
    assert not [thread.name for thread in left if thread.is_alive()], "threads left"
    assert left_in_the_end(before, now) == {}, "descriptors left"


def left_in_the_end(before: Held, now: Callable[[], Held]) -> dict[str, int]:
    """What is left. Another thread may be about to close what it reads; what the collector finds warns if it should."""
    left = now().left(before)
    if not left:
        return left
    gc.collect()  # only then: it takes longer than most tests, and on a busy machine longer than PATIENCE
    left, until = now().left(before), monotonic() + PATIENCE
    while left and monotonic() < until:
        threading.Event().wait(0.01)
        left = now().left(before)
    return left
