"""Every flag that the kernel may report has words."""

import pytest

from selcore.explain.flag_words import flag_text
from selcore.explain.why_ready import why
from selcore.values.flags import KNOWN
from selcore.values.outcomes import Result


@pytest.mark.parametrize("name", [*KNOWN, "KQ_FILTER_READ", "KQ_FILTER_WRITE"])
def test_each_flag_is_explained_whatever_poller_names_it(name: str) -> None:
    unknown = flag_text("NOBODY")
    assert flag_text(name) == flag_text(f"POLL{name}") == flag_text(f"EPOLL{name}") != unknown or "KQ" in name
    assert flag_text(name) != unknown


WORDS = {
    "HUP": ("was never made",),
    "OUT": ("or it is refused at once",),
    "ERR": ("pending error", "nobody left to read a pipe"),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_flag_is_said_to_tell_no_more_than_it_does(name: str) -> None:
    """A fresh TCP socket is hung up and has no other end; what was shut down is writable and takes nothing."""
    assert all(words in str(flag_text(f"EPOLL{name}")) for words in WORDS[name])


@pytest.mark.parametrize(("raw", "mask"), [(4, 2), (16, 1), (16, 2), (20, 2), (8, 2)])
def test_where_nobody_looked_no_call_is_promised_to_succeed_or_to_fail(raw: int, mask: int) -> None:
    (cause,) = why(Result("x", 100, mask, raw), "poll", None).causes
    assert not any(words in str(cause.next) for words in ("b''", "at least", "is refused"))
    assert "other end is gone" not in str(cause.cause)
