"""Every test ends as it began: no thread, no descriptor, no child more than before. Qt needs no display here."""

import gc
import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from . import examples

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


def pytest_configure(config: pytest.Config) -> None:
    """Whoever asks for all tests gets all the examples too."""
    examples.ALL = not config.option.markexpr


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores: a good part of what the tests do is to wait for another process."""
    cores = yield
    return cores if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + 1


FDS = "/proc/self/fd"
EPOLL = "anon_inode:[eventpoll]"
THERE = Path(FDS).exists()


gc.disable()  # until all is collected: to look through it again and again takes a fifth of that time


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What collecting made stays to the end: each ``gc.collect()`` of a test would walk through all of it."""
    gc.enable()
    gc.collect()
    gc.freeze()


def open_descriptors() -> dict[int, str]:
    """The open descriptors of this process and what they are; empty where the OS does not tell."""
    found: dict[int, str] = {}
    for number in os.listdir(FDS) if THERE else ():  # noqa: PTH208 - twice a test: a Path each would take as long as it
        try:
            target = os.readlink(f"{FDS}/{number}")  # noqa: PTH115
        except OSError:
            continue  # the descriptor of the listing itself
        # Qt's loop makes an eventfd for itself when it first needs one, and keeps it; those of a session begin at 100.
        qts_own = target == "anon_inode:[eventfd]" and int(number) < 100 and "PySide6.QtCore" in sys.modules
        if not target.endswith("/fd") and not qts_own:
            found[int(number)] = target
    return found


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves descriptors or threads behind. ``leaves`` marks what a library keeps for good."""
    yield from leaves_nothing(request)


def leaves_nothing(request: pytest.FixtureRequest, kept: Callable[[], set[threading.Thread]] = set) -> Iterator[None]:
    """Look before and after. ``kept()``: threads that outlive the test, as they were there before it."""
    before, threads = open_descriptors(), set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves"):
        return
    left = set(threading.enumerate()) - threads - kept()
    left = {thread for thread in left if not thread.name.startswith("Dummy")}
    for thread in left:
        thread.join(2)
    assert not [thread.name for thread in left if thread.is_alive()], "threads left"
    if open_descriptors().keys() - before.keys():
        gc.collect()  # only then: it takes longer than most tests
    assert left_over(before, open_descriptors(), begun_anew=bool(kept())) == {}, "descriptors left"


def left_over(before: dict[int, str], after: dict[int, str], begun_anew: bool = False) -> dict[int, str]:
    """What is there now and was not. The selector of a session that was begun anew may have another number."""
    new = {fd: what for fd, what in after.items() if fd not in before}
    moved = [fd for fd, what in new.items() if what == EPOLL][:1]
    if begun_anew and moved and any(what == EPOLL for fd, what in before.items() if fd not in after):
        del new[moved[0]]
    return new
