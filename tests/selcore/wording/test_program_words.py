"""Names of a program's descriptors and functions, whole and where there is little room."""

import pytest

from selcore.recording.watched_values import DOES as MAY_BE
from selcore.wording.program_words import DOES, DOING, NO_FAULT, short_function, short_name, who_words


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("127.0.0.1:50212 → 127.0.0.1:8080", ":50212→:8080"),
        ("[::1]:5 → [::1]:6", ":5→:6"),
        ("[7] 127.0.0.1:5 → 127.0.0.1:6", ":5→:6"),
        ("127.0.0.1:50212", ":50212"),
        ("[::]:80", ":80"),
        ("/tmp/a:b", "/tmp/a:b"),
        ("a → b", "a → b"),
        ("pipe fd 3", "pipe fd 3"),
    ],
)
def test_of_two_ends_the_ports_stay(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("_SelectorSocketTransport._read_ready selector_events.py:951", "_read_ready"),
        ("handle_client server.py:4", "handle_client"),
        ("str.upper", "str.upper"),
        ("A.readable a.py:3, A.writable a.py:9", "readable, writable"),
        ("", ""),
    ],
)
def test_of_a_function_its_name_stays(words: str, short: str) -> None:
    assert short_function(words) == short


def test_all_that_a_thread_may_do_has_words() -> None:
    assert DOES.keys() == DOING.keys() == MAY_BE - {""}


def test_where_nobody_is_to_blame_that_is_said_before_who_ran() -> None:
    assert set(NO_FAULT) < DOING.keys()
    assert who_words("serve", "sleeping") == ": serve; it was asleep"
    assert who_words("serve", "busy") == "; the machine was busy: it had no processor; serve ran longest in it"
    assert (who_words("serve", None), who_words("", "lock"), who_words("", "")) == (
        ": serve",
        "; it waited for a lock",
        "",
    )
