"""What a test leaves behind is seen; what has only another number since is not left behind."""

import os

from .conftest import EPOLL, THERE, left_over, open_descriptors


def test_a_descriptor_that_is_left_open_is_seen() -> None:
    before = open_descriptors()
    left = os.open(os.devnull, os.O_RDONLY)
    assert left_over(before, open_descriptors()) == ({left: os.devnull} if THERE else {})
    os.close(left)
    assert left_over(before, open_descriptors()) == {}


def test_only_the_selector_of_a_session_begun_anew_may_have_another_number() -> None:
    assert left_over({15: EPOLL}, {17: EPOLL}, begun_anew=True) == {}
    assert left_over({15: EPOLL}, {17: EPOLL}) == {17: EPOLL}
    assert left_over({15: EPOLL}, {15: EPOLL, 17: EPOLL}, begun_anew=True) == {17: EPOLL}
    assert len(left_over({15: EPOLL, 16: EPOLL}, {17: EPOLL, 18: EPOLL}, begun_anew=True)) == 1
    assert left_over({15: "/dev/null"}, {17: "/dev/null"}, begun_anew=True) == {17: "/dev/null"}
