"""Names as Python's variables."""

from typing import Any

import pytest

from selcore.values.spelling import DATAGRAM, RAW, SOCKET, TEXT, Style, WatchedSelector, variable, watched_selector
from selcore.values.spelling import program_call as call


@pytest.mark.parametrize("name", ["pair", "pair.a", "pair-12.b", "a-b.c-d"])
def test_every_name_becomes_a_variable(name: str) -> None:
    assert variable(name).isidentifier()


@pytest.mark.parametrize("style", [RAW, TEXT, SOCKET, DATAGRAM])
def test_each_style_is_valid_python(style: Style) -> None:
    given = {"name": "pair", "data": b"x", "text": "'x'", "size": 5}
    for line in (style.send, style.receive):
        compile(line.format(**given), "line", "eval")


def test_only_an_empty_datagram_is_no_end() -> None:
    assert [style.ends for style in (RAW, TEXT, SOCKET, DATAGRAM)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("selector", "line"),
    [
        (WatchedSelector("EpollSelector", 1), "select(0.5)"),
        (WatchedSelector("EpollSelector", 2), "select(0.5) of EpollSelector 2"),
        (WatchedSelector("MySelector", 1, 3), "select(0.5) of MySelector 1 in thread 4"),
        (WatchedSelector("PollSelector", 12, 1, 4242), "select(0.5) of [4242] PollSelector 12 in thread 2"),
        (WatchedSelector("epoll", 1), "epoll.poll(0.5)"),
        (WatchedSelector("poll", 2), "poll.poll(0.5) of poll 2"),
        (WatchedSelector("select", 1), "select.select(…, 0.5)"),
    ],
)
def test_a_programs_call_is_what_it_called_of_which_selector_in_which_thread(selector: Any, line: str) -> None:
    assert watched_selector(str(selector)) == selector
    assert call(selector, "0.5") == line


@pytest.mark.parametrize(
    "name", ["", "EpollSelector-1", "inner", "fd 7 8", "a 1 in thread", "[x] a 1", "a b 1", "<b> 1"]
)
def test_no_name_of_a_session_is_a_programs_selector(name: str) -> None:
    assert watched_selector(name) is None
