"""Pieces of data on their way: bounded, in their order, and of one object the newest."""

import pytest

from selcore.values import traffic
from selcore.values.traffic import PIECES, DataLog, Moved, Traffic


def piece(number: int, size: int = 1) -> tuple[str, bool, int, int, int, bytes]:
    return "pair.a", True, number, number, size, b"x" * size


def test_what_nobody_takes_is_bounded_and_the_newest_stays() -> None:
    log = Traffic()
    for number in range(PIECES + 10):
        log.pieces.append(piece(number))
    assert [moved.at for moved in log.take()] == list(range(10, PIECES + 10))
    assert log.take() == ()


def test_of_a_fast_loop_it_is_taken_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(traffic, "monotonic", lambda: now)
    log = Traffic()
    log.pieces.extend(map(piece, range(PIECES)))
    assert len(log.take(fast=True)) == PIECES
    log.pieces.extend(map(piece, range(PIECES)))
    assert log.take(fast=True) == (), "they are overwritten before anybody could read them"
    now += traffic.EVERY
    assert len(log.take(fast=True)) == PIECES
    log.pieces.append(piece(1))
    assert len(log.take(fast=True)) == 1, "of few none waits"


def test_of_one_object_the_newest_pieces_are_kept_and_the_others_counted() -> None:
    log = DataLog(limit=1000)
    for number in range(20):
        log.add(Moved(*piece(number, 36)))
    assert [moved.at for moved in log.pieces] == list(range(10, 20)) and log.removed == 10
