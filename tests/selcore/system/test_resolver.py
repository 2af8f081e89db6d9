"""Host names: looked up elsewhere than on the thread that owns the selector; who nobody knows is an answer."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.system.resolver import REMEMBERED, Resolver, hosts_of, is_number
from selcore.values.commands import Bind, Note, Open, Select
from selcore.values.outcomes import Done, Refused
from selcore.worker.inbox import Full
from selcore.worker.lookups import AT_ONCE
from tests.selcore.driver import Driver, driving


class Names:
    """What ``getaddrinfo()`` would ask the network; ``hold`` keeps it waiting."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.hold = threading.Event()
        self.hold.set()

    def __call__(self, host: str, *_: Any, **__: Any) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        self.asked.append((host, threading.current_thread().name))
        assert self.hold.wait(20)
        if host.startswith("nobody"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if ".." in host:
            raise UnicodeError("label empty or too long")
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 0))]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    found = Names()
    monkeypatch.setattr(socket, "getaddrinfo", found)
    yield found
    found.hold.set()


def listener(host: str, name: str = "server", **options: Any) -> Open:
    return Open(kind="tcp-listener", name=name, options={"host": host, **options})


@pytest.mark.parametrize("host", ["", "127.0.0.1", "::1", "0.0.0.0", "fe80::1%lo"])
def test_numbers_need_no_looking_up(host: str) -> None:
    assert is_number(host)
    assert hosts_of(listener(host)) == []


def test_names_are_found_in_what_is_given_during_a_call_too() -> None:
    assert hosts_of(Select(timeout=1, during=(listener("one"), Note(text=""), listener("two")))) == ["one", "two"]
    assert hosts_of(Bind(name="s", host="one", port=1)) == ["one"]
    assert hosts_of(Bind(name="s", host="127.0.0.1", port=1)) == hosts_of(Bind(name="s", path="one")) == []
    assert hosts_of(Open(kind="tcp-client", name="c", options={"to": "server", "host": "ignored"})) == []
    assert hosts_of(listener(80)) == [], "not a name at all: the check of the options says so"  # type: ignore[arg-type]


def test_the_worker_does_other_things_meanwhile(names: Names) -> None:
    names.hold.clear()
    with driving() as driver:
        driver.until(driver.worker.quiet)
        slow, *others = driver.ask(listener("slow.example"), *(Note(text=str(number)) for number in range(20)))
        driver.outcome(others[-1])
        assert [entry.step for entry in driver.entries] == others, "in the order in which they were asked"
        assert driver.entry(slow) is None
        assert not driver.worker.quiet(), "something is still under way"
        names.hold.set()
        assert isinstance(driver.outcome(slow), Done)
        assert driver.objects["server"].address.startswith("127.0.0.1:")
        assert names.asked == [("slow.example", "lookup slow.example")]


def test_a_name_nobody_knows_is_an_outcome_in_its_own_words(names: Names) -> None:
    with driving() as driver:
        outcome = driver.do(listener("nobody.example"))
        assert isinstance(outcome, Refused)
        assert (outcome.type, outcome.errno, outcome.by) == ("gaierror", socket.EAI_NONAME, "python")
        assert outcome.message == f"[Errno {socket.EAI_NONAME}] Name or service not known"
        outcome = driver.do(listener("a..b"))
        assert isinstance(outcome, Refused)
        assert (outcome.type, outcome.message) == ("UnicodeError", "label empty or too long")
        assert driver.objects == {}


def test_no_lookup_is_left_for_the_thread_of_the_selector(names: Names) -> None:
    with driving() as driver:
        driver.done(listener("a.example", count=3), listener("a.example", "other"))
        driver.do(Select(timeout=0.01, during=(listener("b.example", "third"),)))
        driver.settle()
        assert {"server-1", "server-2", "server-3", "other", "third"} == set(driver.objects)
        assert {thread for _, thread in names.asked} == {"lookup a.example", "lookup b.example"}


def test_names_are_asked_anew_each_time(names: Names) -> None:
    with driving() as driver:
        driver.done(listener("a.example"))
        driver.done(listener("a.example", "again"))
    assert len(names.asked) == 2


def test_lookups_under_way_are_bounded(names: Names) -> None:
    names.hold.clear()
    with driving() as driver:
        for number in range(AT_ONCE):
            driver.worker.submit(listener(f"host{number}.example", f"s{number}"))
        with pytest.raises(Full, match="32 host names"):
            driver.worker.submit(listener("one.more.example", "s"))
        names.hold.set()
        driver.until(lambda: len(driver.entries) == AT_ONCE)


def test_a_lookup_that_outlives_the_worker_hurts_nobody(names: Names) -> None:
    names.hold.clear()
    driver = Driver()
    driver.worker.start()
    driver.worker.submit(listener("slow.example"))
    assert driver.worker.stop()
    names.hold.set()
    driver.until(driver.worker.quiet)


def test_what_is_remembered_is_bounded(names: Names) -> None:
    resolver = Resolver()
    for number in range(REMEMBERED + 10):
        resolver.lookup(f"h{number}")
    assert len(resolver._known) == REMEMBERED
    assert resolver("h3", 80) == (socket.AF_INET, ("127.0.0.1", 80))


def test_the_real_localhost_is_known_here() -> None:
    try:
        socket.getaddrinfo("localhost", None)
    except socket.gaierror as error:  # a system without /etc/hosts
        pytest.skip(f"localhost has no address here: {error}")
    with driving() as driver:
        driver.done(listener("localhost"))
        assert driver.objects["server"].state == "listening"
