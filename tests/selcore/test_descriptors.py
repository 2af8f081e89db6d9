"""Descriptors are moved to their numbers, and none is left on the way."""

import os
from pathlib import Path

import pytest

from selcore.descriptors import FLOOR, NumberTaken, Place, lift, limits

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


def test_there_are_limits() -> None:
    found = limits()
    assert found is not None and found[0] > 0
