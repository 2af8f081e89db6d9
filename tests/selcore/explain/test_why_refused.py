"""Advice stands beside a refusal: it changes nothing of it, and is there only where it is true."""

import errno
import os
from contextlib import closing

import pytest

from selcore.session.address_in_use import free_port
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Refused
from selcore.values.text import text
from tests.selcore.acting import done, failed, opened, ready

LISTENER = c.Open(kind="tcp-listener", name="server", options={"port": 8080})


@pytest.mark.parametrize(
    ("command", "number"),
    [
        (LISTENER, errno.EPERM),
        (c.Note(text=""), errno.EADDRINUSE),
        (c.Open(kind="tcp-listener", name="server"), errno.EADDRINUSE),
        (c.Open(kind="tcp-listener", name="server", options={"port": 8080}), errno.EACCES),
        (c.Register(name="f", events=("read",)), errno.EPERM),
    ],
)
def test_what_is_not_understood_is_left_alone(one: Session, command: c.AnyCommand, number: int) -> None:
    refused = Refused("OSError", "as it is", number)
    assert one.advise(command, refused) is refused


def test_our_own_refusals_and_those_with_a_hint_are_left_alone(one: Session) -> None:
    for refused in (
        Refused("Busy", "wait", errno.EADDRINUSE, by="playground"),
        Refused("OSError", "in use", errno.EADDRINUSE, hint=text("known")),
    ):
        assert one.advise(LISTENER, refused) is refused


def test_the_exceptions_own_words_stay(one: Session) -> None:
    refused = Refused("OSError", "[Errno 98] Address already in use", errno.EADDRINUSE)
    advised = one.advise(LISTENER, refused)
    assert (advised.type, advised.message, advised.errno, advised.by) == (
        refused.type,
        refused.message,
        refused.errno,
        "python",
    )
    assert advised.hint is not None and isinstance(advised.remedy, c.Open)
    assert advised.remedy.options["port"] not in (0, 8080)
    assert str(advised) == "OSError: [Errno 98] Address already in use"


def test_where_no_port_can_be_found_none_is_named(one: Session) -> None:
    command = c.Open(kind="tcp-listener", name="server", options={"port": 8080, "host": "203.0.113.1"})
    assert free_port("203.0.113.1") is None  # no address of this machine
    advised = one.advise(command, Refused("OSError", "in use", errno.EADDRINUSE))
    assert (str(advised.hint), advised.remedy) == ("port 8080 on 203.0.113.1 is in use", None)


@pytest.mark.parametrize("host", ["127.0.0.1", "", "localhost", "no such name at all"])
def test_a_free_port_is_free(host: str) -> None:
    port = free_port(host)
    assert port is not None and 0 < port < 65536


def test_too_many_open_files_names_the_limit(one: Session) -> None:
    import resource

    for number in (errno.EMFILE, errno.ENFILE):
        advised = one.advise(c.Accept(name="server"), Refused("OSError", "too many", number))
        assert str(resource.getrlimit(resource.RLIMIT_NOFILE)[0]) in str(advised.hint)


@pytest.mark.parametrize("backend", ["select", "poll", "epoll"])
def test_of_a_number_that_is_no_descriptor_nothing_is_said_of_time_or_signals(backend: str) -> None:
    with closing(Session(backend)) as one:
        opened(one, "bad-fileno", "bad", answer="2**40")
        outcome = one.apply(c.Register(name="bad", events=("read",)))
        said = outcome if isinstance(outcome, Refused) else failed(one, 0).error
        assert said.type == "OverflowError" and "larger than any descriptor" in str(said.hint)
        if not isinstance(outcome, Refused):
            assert said.remedy == c.Unregister(name="bad")
            done(one, c.Unregister(name="bad"))
            assert ready(one) == []


@pytest.mark.parametrize(
    ("type_", "message", "number", "evident"),
    [
        ("ZeroDivisionError", "from handler", None, True),
        ("OSError", "[Errno 5] x", errno.EIO, True),
        ("OSError", os.strerror(errno.EIO), errno.EIO, False),
        ("OverflowError", "signed integer is greater than maximum", None, False),
        ("RuntimeError", "whatever it is", None, False),
    ],
)
def test_a_handler_is_named_only_where_nothing_in_select_raises_such_a_thing(
    one: Session, type_: str, message: str, number: int | None, evident: bool
) -> None:
    said = one.advise(c.Select(timeout=0), Refused(type_, message, number))
    assert ("signal handler" in str(said.hint)) is evident


def test_a_large_number_that_is_no_descriptors_gets_no_hint_about_one(one: Session) -> None:
    refused = Refused("OverflowError", "Python int too large to convert to C int")
    for command in (c.Set(name="s", option="SO_RCVBUF", value=2**40), c.Send(name="s", text="")):
        assert one.advise(command, refused).hint is None
