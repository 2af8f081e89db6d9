"""When two answers are the same: errors by type and errno, ready lists as sets or in order, numbers and times not."""

from typing import Any

import pytest

from selcore.compare.align import LONGEST_COURSE, add_call, likeness, odd_ones
from selcore.compare.values import Played

Line = dict[str, Any]


def call(*ready: tuple[str, str, str | None], **more: Any) -> Line:
    """A call that returned these (name, event, flag)."""
    results = [
        {"name": name, "fd": 100 + place, "events": [event], "raw": None if flag is None else [flag], "did": None}
        for place, (name, event, flag) in enumerate(ready)
    ]
    return {"do": "select", "ok": True, "timeout": 1, "waited": 0.1, "ready": results} | more


def refused(type: str = "OSError", errno: int | None = 9, message: str = "x", by: str = "python") -> Line:
    return {"do": "x", "ok": False, "error": {"type": type, "errno": errno, "message": message, "by": by}}


def odd(**answers: Line) -> set[str]:
    return set(odd_ones({backend: likeness(Played(line), backend) for backend, line in answers.items()}))


def test_errors_are_the_same_by_type_and_errno_whatever_they_say() -> None:
    assert odd(poll=refused(message="fd 7"), epoll=refused(message="fd 8")) == set()
    assert odd(poll=refused(errno=9), epoll=refused(errno=1)) == {"poll", "epoll"}
    assert odd(select=refused(), poll=refused("ValueError", None), epoll=refused()) == {"poll"}
    assert odd(poll=refused(by="python"), epoll=refused(by="playground")) == {"poll", "epoll"}


def test_the_ready_list_of_select_is_a_set_and_that_of_poll_and_epoll_has_an_order() -> None:
    a, b = ("a", "read"), ("b", "read")
    poll = call((*a, "POLLIN"), (*b, "POLLIN"))
    epoll = call((*b, "EPOLLIN"), (*a, "EPOLLIN"))
    assert odd(select=call((*b, None), (*a, None)), poll=poll) == set()
    assert odd(select=call((*b, None), (*a, None)), poll=poll, epoll=epoll) == {"poll", "epoll"}
    assert odd(kqueue=call((*b, None), (*a, None)), epoll=call((*a, None), (*b, None))) == set()


def test_kernel_flags_are_compared_by_what_they_mean_where_there_are_some() -> None:
    select, poll = call(("a", "read", None)), call(("a", "read", "POLLIN"))
    assert odd(select=select, poll=poll, epoll=call(("a", "read", "EPOLLIN"))) == set()
    assert odd(select=select, poll=call(("a", "read", "POLLNVAL")), epoll=call(("a", "read", "EPOLLIN"))) == {
        "poll",
        "epoll",
    }


def test_a_mask_or_an_effect_is_a_difference() -> None:
    assert odd(select=call(("a", "read", None)), poll=call(("a", "write", "POLLOUT"))) == {"select", "poll"}
    did = call(("a", "read", None))
    did["ready"][0]["did"] = "1 in"
    assert odd(select=did, poll=call(("a", "read", "POLLIN"))) == {"select", "poll"}


def test_how_long_an_empty_call_waited_is_no_difference_but_that_it_did_not_wait_is() -> None:
    assert odd(poll=call(waited=1.0), epoll=call(waited=1.3)) == set()
    assert odd(select=call(waited=1.0), poll=call(waited=1.0), epoll=call(waited=0.001)) == {"epoll"}
    assert odd(poll=call(timeout=0, waited=0.0), epoll=call(timeout=0, waited=0.2)) == set()
    assert odd(poll=call(timeout="nan", waited=0.0), epoll=call(timeout="nan", waited=0.2)) == set()


def test_a_call_that_was_ended_is_not_one_that_returned() -> None:
    ended = {"do": "select", "ok": True, "interrupted": True, "by": "max-wait", "timeout": None, "waited": 1.0}
    assert odd(select=call(), poll=ended, epoll=ended) == {"select"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"opened": [{"name": "a", "fd": 100}]}, {"opened": [{"name": "a", "fd": 7}]}),
        ({"signal": "SIGTERM", "pid": 4}, {"signal": "SIGTERM", "pid": 5}),
        ({"value": "127.0.0.1:40000"}, {"value": "127.0.0.1:8"}),
        ({"value": "[::1]:40000"}, {"value": "[::1]:8"}),
        ({"value": "/tmp/a/b.sock"}, {"value": "/tmp/c.sock"}),
        ({"value": "<object at 0x7f00>"}, {"value": "<object at 0x12>"}),
        ({"notice": "fd 7 is one"}, {}),
        ({"key": {"fd": 1, "events": ["read"]}}, {"key": {"fd": 2, "events": ["read"]}}),
    ],
)
def test_numbers_addresses_paths_and_prose_are_not_compared(one: Line, other: Line) -> None:
    base = {"do": "x", "ok": True}
    assert odd(poll=base | one, epoll=base | other) == set()


def test_what_was_received_is_compared() -> None:
    base = {"do": "receive", "ok": True, "size": 1}
    assert odd(poll=base | {"hex": "00"}, epoll=base | {"hex": "01"}) == {"poll", "epoll"}


def run(backend: str, *lines: Line, bounded_by: str = "calls") -> Any:
    course: list[Any] = []
    for line in lines:
        add_call(course, line | {"call": 1}, backend)
    own = {"do": "run", "ok": True, "calls": len(lines), "results": 0, "bounded_by": bounded_by}
    return likeness(Played(own, course=tuple(course)), backend)


def test_runs_are_the_same_if_the_same_ready_lists_follow_each_other_however_often() -> None:
    a, b = call(("a", "read", "POLLIN")), call(("b", "read", "POLLIN"))
    assert odd_ones({"poll": run("poll", a, b), "epoll": run("epoll", a, a, a, b)}) == set()
    assert odd_ones({"poll": run("poll", a, b), "epoll": run("epoll", a, b, a)}) == {"poll", "epoll"}
    assert odd_ones({"poll": run("poll", a), "epoll": run("epoll", a, refused())}) == {"poll", "epoll"}
    assert odd_ones({"poll": run("poll"), "epoll": run("epoll", bounded_by="max-wait")}) == {"poll", "epoll"}


def test_a_run_on_select_knows_no_order_and_no_flags() -> None:
    two = call(("a", "read", "POLLIN"), ("b", "read", "POLLIN"))
    turned = [call(("a", "read", None), ("b", "read", None)), call(("b", "read", None), ("a", "read", None))]
    assert odd_ones({"poll": run("poll", two), "select": run("select", *turned)}) == set()


def test_how_much_the_callbacks_of_a_run_moved_at_a_time_is_no_difference() -> None:
    first, second = call(("a", "read", None)), call(("a", "read", None))
    first["ready"][0]["did"], second["ready"][0]["did"] = "3 in", "4 in"
    assert odd_ones({"poll": run("poll", first, second), "select": run("select", first)}) == set()


def test_the_course_of_a_run_is_bounded() -> None:
    course: list[Any] = []
    for number in range(LONGEST_COURSE + 5):
        add_call(course, call((f"x{number}", "read", None)) | {"call": number}, "select")
    assert len(course) == LONGEST_COURSE


def test_nobody_to_compare_with_is_no_difference() -> None:
    assert odd(poll=call()) == odd() == set()


def test_flags_and_order_make_no_difference_to_those_that_cannot_tell_them() -> None:
    """Of an answer that is another anyway they are others, too: only that one differs."""
    ready, none = call(("f", "read", "POLLIN")), call()
    assert odd(select=call(("f", "read", None)), poll=ready, epoll=none) == {"epoll"}
    assert odd(select=call(("f", "read", None)), poll=none, epoll=none) == {"select"}
    hung_up = call(("f", "read", "POLLHUP"))
    assert odd(select=call(("f", "read", None)), poll=ready, epoll=hung_up) == {"poll", "epoll"}


def test_a_call_that_was_entered_again_is_compared_by_what_a_plain_program_would_have_seen() -> None:
    new = {"reentered": 1, "unseen": [{"name": "q", "events": ["read"]}]}
    q, p = ("q", "read"), ("p", "read")
    select, poll, epoll = call((*q, None), **new), call((*q, "POLLIN"), **new), call((*q, "EPOLLIN"))
    assert odd(select=select, poll=poll, epoll=epoll) == {"epoll"}
    assert odd(select=call((*q, None), (*p, None), **new), poll=call((*p, "POLLIN"))) == set()
    assert odd(select=select, poll=call()) == {"select", "poll"}, "an empty call before its timeout is another"
    assert odd(select=select, poll=call(waited=1)) == set()
    assert odd(select=call((*q, None), **new, timeout=None), poll=call(timeout=None)) == {"select", "poll"}
