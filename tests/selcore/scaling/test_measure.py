"""What a call costs, measured with the real classes: the numbers asked for, ends of lines, ends of a system."""

import errno
import selectors
import socket
from typing import Any

import pytest

from selcore.scaling import measure
from selcore.scaling.measure import Measuring, Pairs, raise_limit, sizes_up_to
from selcore.scaling.values import ScalingReport

Line = dict[str, Any]
REAL = {
    id: getattr(selectors, name)
    for id, name in (("select", "SelectSelector"), ("poll", "PollSelector"), ("epoll", "EpollSelector"))
    if hasattr(selectors, name)
}


class AtMostSeven(selectors.SelectSelector):
    """As select is with the numbers of descriptors, but early."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if len(self.get_map()) > 7:
            raise ValueError("filedescriptor out of range in select()")
        return super().select(timeout)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds of a call or two: what they take is not looked at here."""
    monkeypatch.setattr(measure, "PASSES", 2)
    monkeypatch.setattr(measure, "ROUND", 1000)


def measured(classes: dict[str, Any], most: int, seconds: float = 1e-9) -> ScalingReport:
    report = ScalingReport()
    Measuring(classes, most, seconds, report.fold).run()
    return report


def test_the_numbers_go_up_to_the_one_that_is_asked_for() -> None:
    assert sizes_up_to(1) == [1]
    assert sizes_up_to(2) == [1, 2]
    assert sizes_up_to(37) == [1, 2, 5, 10, 20, 37]
    assert sizes_up_to(20_000)[-3:] == [5000, 10_000, 20_000]


def test_each_class_is_measured_idle_and_ready_at_each_number() -> None:
    report = measured(REAL, 5, seconds=30)
    found = {(point.backend, point.descriptors, point.ready) for point in report.points}
    assert found == {(id, size, ready) for id in REAL for size in (1, 2, 5) for ready in (0, size)}
    assert all(0 < point.low <= point.seconds <= point.high and point.calls > 0 for point in report.points)
    assert (report.why, report.reached, report.stops, report.error, report.part) == ("all", 5, [], None, 1.0)


def test_where_the_time_is_over_what_was_measured_is_told() -> None:
    report = measured(REAL, 1000)
    assert (report.why, report.reached) == ("time", 1)
    assert {point.descriptors for point in report.points} == {1}


def test_a_class_that_takes_no_more_ends_at_the_last_number_it_takes_and_the_others_go_on() -> None:
    report = measured({"few": AtMostSeven, "select": selectors.SelectSelector}, 20, seconds=30)
    (stop,) = report.stops
    assert (stop.backend, stop.descriptors, str(stop.error)) == (
        "few",
        7,
        "ValueError: filedescriptor out of range in select()",
    )
    assert [point.descriptors for point in report.line("few", False)] == [1, 2, 5, 7]
    assert [point.ready for point in report.line("few", True)] == [1, 2, 5, 7]
    assert [point.descriptors for point in report.line("select", False)] == [1, 2, 5, 10, 20]
    assert report.why == "all"


def test_where_no_class_takes_more_that_is_the_end() -> None:
    report = measured({"few": AtMostSeven}, 1000, seconds=30)
    assert (report.why, report.reached) == ("stopped", 7)


def test_where_the_system_opens_no_more_the_last_number_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    real, left = socket.socketpair, [3]

    def pair() -> tuple[socket.socket, socket.socket]:
        if not left[0]:
            raise OSError(errno.EMFILE, "Too many open files")
        left[0] -= 1
        return real()

    monkeypatch.setattr(socket, "socketpair", pair)
    report = measured(REAL, 20, seconds=30)
    assert (report.why, report.reached) == ("refused", 6)
    assert str(report.error) == f"OSError: [Errno {errno.EMFILE}] Too many open files"
    assert [point.descriptors for point in report.line("select", True)] == [1, 2, 5, 6]


def test_idle_is_idle_again_after_ready() -> None:
    pairs = Pairs()
    try:
        assert pairs.open(5) == 5
        with selectors.SelectSelector() as selector:
            for end in pairs.ends[:5]:
                selector.register(end, selectors.EVENT_READ)
            pairs.fill(5)
            assert len(selector.select(0)) == 5
            pairs.drain(5)
            assert selector.select(0) == []
    finally:
        pairs.close()


def test_the_limit_is_never_lowered() -> None:
    limit = raise_limit(1)
    assert limit["was"] == limit["soft"]
    assert raise_limit(1, was=77)["was"] == 77
