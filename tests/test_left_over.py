"""What a test leaves behind is seen; what has only another number since is not left behind."""

import os

from .conftest import THERE, left_over, open_descriptors

EPOLL = "anon_inode:[eventpoll]"


def test_a_descriptor_that_is_left_open_is_seen() -> None:
    before = open_descriptors()
    left = os.open(os.devnull, os.O_RDONLY)
    assert left_over(before, open_descriptors()) == ({left: os.devnull} if THERE else {})
    os.close(left)
    assert left_over(before, open_descriptors()) == {}


def test_what_was_opened_again_under_another_number_is_not() -> None:
    assert left_over({15: EPOLL}, {17: EPOLL}) == {}
    assert left_over({15: EPOLL}, {15: EPOLL, 17: EPOLL}) == {17: EPOLL}
    assert list(left_over({15: EPOLL}, {16: EPOLL, 17: EPOLL}).values()) == [EPOLL]
    assert left_over({15: "socket:[1]"}, {17: "socket:[2]"}) == {17: "socket:[2]"}
