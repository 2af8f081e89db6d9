"""Descriptors are moved to their numbers, and none is left on the way."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from selcore.system import descriptors
from selcore.system.descriptors import FLOOR, NumberTaken, ReservedDescriptor, in_use, lift, limits

NOFILE = "resource.RLIMIT_NOFILE"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX numbers")


def test_lifting_closes_the_original() -> None:
    low = os.open(os.devnull, os.O_RDONLY)
    high = lift(low)
    assert high >= FLOOR and not os.get_inheritable(high)
    with pytest.raises(OSError):
        os.fstat(low)
    os.close(high)


def test_a_number_in_use_leaves_nothing_open() -> None:
    high = lift(os.open(os.devnull, os.O_RDONLY))
    with pytest.raises(NumberTaken, match=f"descriptor {high} is in use; the next free one is "):
        lift(os.open(os.devnull, os.O_RDONLY), high)
    os.close(high)


def test_a_place_that_is_not_used_is_free_again() -> None:
    with ReservedDescriptor():
        pass
    with pytest.raises(ZeroDivisionError), ReservedDescriptor():
        raise ZeroDivisionError


def test_a_place_holds_the_number(tmp_path: Path) -> None:
    with ReservedDescriptor() as place:
        number = place.put(os.open(tmp_path, os.O_RDONLY))
    assert number >= FLOOR and os.path.sameopenfile(number, number) and not os.get_inheritable(number)
    assert os.fstat(number).st_ino == tmp_path.stat().st_ino
    os.close(number)


def test_a_place_that_cannot_be_filled_is_free_again() -> None:
    with pytest.raises(OSError), ReservedDescriptor() as place:
        place.put(10**6)


def test_the_limit_is_raised_and_what_is_started_gets_the_old_one() -> None:
    """In a process of its own, which begins with few."""
    code = """
import resource, subprocess, sys
from selcore.system.descriptors import ENOUGH, as_at_start, limits, raise_limit
hard = limits()[1]
raise_limit()
assert limits() == (hard if 0 <= hard < ENOUGH else ENOUGH, hard), limits()
child = [sys.executable, "-c", "import resource; print(*resource.getrlimit(resource.RLIMIT_NOFILE))"]
with as_at_start():
    subprocess.run(child, check=True)
    assert limits() == (200, hard)
subprocess.run(child, check=True)
raise_limit()
assert limits()[0] > 200
"""
    command = f"import resource; resource.setrlimit({NOFILE}, (200, resource.getrlimit({NOFILE})[1]))" + code
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, timeout=50)
    found = limits()
    assert found is not None and (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"200 {found[1]}" and not done.stdout.splitlines()[1].startswith("200 ")


@pytest.mark.parametrize(
    ("soft", "floor"), [(None, 100), (1 << 20, 100), (1024, 100), (201, 100), (200, 100), (199, 99), (64, 32), (3, 1)]
)
def test_where_few_are_allowed_those_of_a_session_begin_in_the_middle(
    monkeypatch: pytest.MonkeyPatch, soft: int | None, floor: int
) -> None:
    monkeypatch.setattr(descriptors, "limits", lambda: None if soft is None else (soft, soft))
    assert descriptors._floor() == floor


def test_how_many_are_open_is_known_without_proc_too_where_not_too_many_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    before = in_use()
    one = os.open(os.devnull, os.O_RDONLY)
    assert before is not None and in_use() == before + 1

    def none(path: str) -> list[str]:
        raise FileNotFoundError(path)

    monkeypatch.setattr(os, "listdir", none)
    for soft, found in ((1 << 16, before + 1), ((1 << 16) + 1, None)):
        monkeypatch.setattr(descriptors, "limits", lambda soft=soft: (soft, soft))
        assert in_use() == found
    os.close(one)
    monkeypatch.setattr(descriptors, "limits", lambda: None)
    assert in_use() is None


def test_a_number_above_every_limit_is_refused_by_the_system() -> None:
    """Python 3.11 would cut 2**32 + 50 to 50."""
    for number in (2**32 + 50, 2**31 - 1, 2**70):
        with pytest.raises(OSError) as caught:
            lift(os.open(os.devnull, os.O_RDONLY), number)
        assert caught.value.errno == errno.EINVAL


def test_with_none_free_no_path_is_blamed_that_nobody_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, *_: int) -> int:
        raise OSError(errno.EMFILE, "Too many open files", path)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(OSError) as caught:
        ReservedDescriptor()
    assert (caught.value.errno, caught.value.strerror, caught.value.filename) == (24, "Too many open files", None)


def test_there_are_limits() -> None:
    found = limits()
    assert found is not None and found[0] > 0
