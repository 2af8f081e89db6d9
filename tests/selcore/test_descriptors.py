"""Descriptors are moved to their numbers, and none is left on the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from selcore.descriptors import FLOOR, NumberTaken, Place, lift, limits

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
    with Place():
        pass
    with pytest.raises(ZeroDivisionError), Place():
        raise ZeroDivisionError


def test_a_place_holds_the_number(tmp_path: Path) -> None:
    with Place() as place:
        number = place.put(os.open(tmp_path, os.O_RDONLY))
    assert number >= FLOOR and os.path.sameopenfile(number, number) and not os.get_inheritable(number)
    assert os.fstat(number).st_ino == tmp_path.stat().st_ino
    os.close(number)


def test_a_place_that_cannot_be_filled_is_free_again() -> None:
    with pytest.raises(OSError), Place() as place:
        place.put(10**6)


def test_the_limit_is_raised_and_what_is_started_gets_the_old_one() -> None:
    """In a process of its own, which begins with few."""
    code = """
import resource, subprocess, sys
from selcore.descriptors import ENOUGH, as_at_start, limits, raise_limit
hard = limits()[1]
raise_limit()
assert limits() == (hard if 0 <= hard < ENOUGH else ENOUGH, hard), limits()
child = [sys.executable, "-c", "import resource; print(*resource.getrlimit(resource.RLIMIT_NOFILE))"]
with as_at_start():
    subprocess.run(child)
subprocess.run(child)
assert limits()[0] > 200
"""
    command = f"import resource; resource.setrlimit({NOFILE}, (200, resource.getrlimit({NOFILE})[1]))" + code
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, timeout=50)
    found = limits()
    assert found is not None and (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"200 {found[1]}" and not done.stdout.splitlines()[1].startswith("200 ")


def test_there_are_limits() -> None:
    found = limits()
    assert found is not None and found[0] > 0
