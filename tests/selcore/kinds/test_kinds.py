"""The contract of every kind on every backend: it opens whole or not at all, under its names, and leaves nothing."""

import ast
import os
import selectors
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selcore.callbacks.base import refusal
from selcore.kinds import KINDS, Kind, find_kind
from selcore.kinds.file_object import number_of
from selcore.session.session import Session
from selcore.system.descriptors import FLOOR, limits
from selcore.values import commands as c
from selcore.values.options import fill
from selcore.values.outcomes import Done, Refused
from selcore.values.spelling import Spelling
from tests.conftest import open_descriptors
from tests.selcore.acting import done, opened, refused
from tests.selcore.conftest import HERE
from tests.selcore.plain import masked, stock_class

NO_NUMBER = {"stdin", "stdout", "stderr", "bytesio", "stringio", "queue", "bad-fileno"}
"""They open no descriptor of their own."""
BLOCKING = {"mp-queue", "selector"}
"""Its thread waits for room; and the mode of a selector's own descriptor means nothing."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="descriptors are small numbers on POSIX only")


@pytest.fixture(params=KINDS, ids=lambda kind: kind.id)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    if (reason := found.missing()) is not None:
        pytest.skip(str(reason))
    return found


@pytest.fixture
def numbered(kind: Kind) -> Kind:
    """A kind that opens descriptors of its own."""
    if kind.id in NO_NUMBER:
        pytest.skip("opens no descriptor")
    return kind


@pytest.fixture
def sessions() -> Iterator[list[Session]]:
    """One on each backend that is here."""
    made = [Session(backend) for backend in HERE]
    yield made
    for session in made:
        session.close()


def test_opens_with_its_defaults_under_its_names(sessions: list[Session], kind: Kind) -> None:
    for session in sessions:
        opens_with_its_defaults(session, kind)
        session.close()


def opens_with_its_defaults(session: Session, kind: Kind) -> None:
    value = done(session, c.Open(kind=kind.id, name="it"))
    assert [one["name"] for one in value["opened"]] == kind.names("it")
    for one in value["opened"]:
        found = session.world.find(one["name"])
        assert found.fd == number_of(found.obj)
        assert one["fd"] == (None if found.fd == -1 else found.fd)
        if kind.id not in NO_NUMBER:
            assert found.fd >= FLOOR and not os.get_inheritable(found.fd)
            assert os.get_blocking(found.fd) is (kind.id in BLOCKING)


def test_it_is_registered_or_refused_exactly_as_by_the_plain_selector(sessions: list[Session], kind: Kind) -> None:
    for session in sessions:
        is_registered_as_by_the_plain_selector(session, kind)
        session.close()


def is_registered_as_by_the_plain_selector(session: Session, kind: Kind) -> None:
    for name in opened(session, kind.id, "it"):
        for events in (("read",), ("write",), ("read", "write")):
            outcome = session.apply(c.Register(name=name, events=events))
            mask = sum({"read": 1, "write": 2}[event] for event in events)
            assert seen(outcome) == by_hand(session, name, mask), session.world.main.backend.id
            session.apply(c.Unregister(name=name))


def seen(outcome: Any) -> Any:
    if isinstance(outcome, Refused):
        return outcome.type, outcome.errno, outcome.message
    assert isinstance(outcome, Done)
    return "registered"


def by_hand(session: Session, name: str, mask: int) -> Any:
    with stock_class(session.world.main.backend.id)() as plain:
        try:
            plain.register(session.world.find(name).obj, mask)
        except Exception as error:
            said = refusal(error)
            return said.type, said.errno, said.message
    return "registered"


def test_it_is_ready_for_what_the_plain_selector_says(sessions: list[Session], kind: Kind) -> None:
    for session in sessions:
        is_ready_for_what_the_plain_selector_says(session, kind)
        session.close()


def is_ready_for_what_the_plain_selector_says(session: Session, kind: Kind) -> None:
    names = opened(session, kind.id, "it")
    for name in names:
        session.apply(c.Register(name=name, events=("read", "write")))
    outcome: Any = session.apply(c.Select(timeout=0))
    found = {result.name: result.mask for result in outcome.call.results}
    assert found == {name: mask for name in names if (mask := plain_mask(session, name))}, session.world.main.backend.id


def plain_mask(session: Session, name: str) -> int:
    with stock_class(session.world.main.backend.id)() as plain:
        try:
            plain.register(session.world.find(name).obj, selectors.EVENT_READ | selectors.EVENT_WRITE)
        except (OSError, ValueError):
            return 0
        return sum(mask for _, mask in plain.select(0))


def test_it_is_told_as_a_value_and_closes(one: Session, kind: Kind) -> None:
    names = opened(one, kind.id, "it")
    states, gone = one.world.changes()
    assert ([state.name for state in states], gone) == (names, [])
    assert all((state.kind, state.registered, state.asked) == (kind.id, None, None) for state in states)
    for name in names:
        done(one, c.Close(name=name))
        done(one, c.Close(name=name))  # as Python allows it
    assert {state.state for state in one.world.changes()[0]} == {"closed"}


def test_the_end_of_the_session_leaves_nothing(kind: Kind) -> None:
    before = open_descriptors()
    session = Session("select")
    opened(session, kind.id, "it", count=3)
    folder = session.world.folder()
    session.close()
    session.close()
    assert not folder.exists()
    assert open_descriptors() == before


def test_many_are_opened_at_once(one: Session, kind: Kind) -> None:
    names = opened(one, kind.id, "it", count=3)
    assert names == [name for number in (1, 2, 3) for name in kind.names(f"it-{number}")]
    if kind.id not in NO_NUMBER:
        assert len({one.world.find(name).fd for name in names}) == len(names)


def test_it_takes_the_number_that_was_asked_for(one: Session, numbered: Kind) -> None:
    first = free_numbers()
    names = opened(one, numbered.id, "it", fd=first)
    assert [one.world.find(name).fd for name in names] == [first + place for place in range(len(names))]


def test_what_opens_no_descriptor_takes_no_number(one: Session, kind: Kind) -> None:
    if kind.id in NO_NUMBER:
        said = refused(one, c.Open(kind=kind.id, name="it", options={"fd": free_numbers()}))
        assert (said.type, said.by) == ("BadOption", "playground") and said.message.startswith("fd: ")


def free_numbers() -> int:
    """The first of eight descriptor numbers in a row that are free: a shell may have left some open."""
    used = open_descriptors()
    return next(first for first in range(200, 800) if not used.keys() & set(range(first, first + 8)))


def test_a_number_in_use_is_refused_and_leaves_nothing(one: Session, numbered: Kind) -> None:
    kind = numbered
    one.world.folder()  # a file in it is held open
    first = free_numbers()
    opened(one, "socketpair", "other", fd=first + 1)
    half_way = [(first, first + 1)] if kind.suffixes else []
    for wanted, taken in [(first + 1, first + 1), (first + 2, first + 2), *half_way]:
        before = open_descriptors()
        said = refused(one, c.Open(kind=kind.id, name="it", options={"fd": wanted}))
        assert (said.type, said.by) == ("NumberTaken", "playground")
        assert f"descriptor {taken} is in use" in said.message
        assert open_descriptors() == before
    assert opened(one, kind.id, "it", fd=first + 3)


def test_an_impossible_number_is_refused_in_pythons_words(one: Session, numbered: Kind) -> None:
    one.world.folder()
    before = open_descriptors()
    for number in (-1, 2**31 - 1, 2**31, 2**32 + 300, 10**30):
        said = refused(one, c.Open(kind=numbered.id, name="it", options={"fd": number}))
        assert (said.type, said.errno, said.by) == ("OSError", 22, "python"), number
        assert open_descriptors() == before, number


def test_out_of_descriptors_half_way_leaves_nothing(one: Session, numbered: Kind) -> None:
    import resource

    kind = numbered

    found = limits()
    assert found is not None
    opened(one, kind.id, "first")
    before = open_descriptors()
    used = len(os.listdir("/dev/fd")) - 1  # noqa: PTH208 - with those of Qt, without that of the listing
    resource.setrlimit(resource.RLIMIT_NOFILE, (105, found[1]))
    try:
        said = refused(one, c.Open(kind=kind.id, name="it", options={"count": 100}))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, found)
    assert (said.type, said.errno, said.message) == ("OSError", 24, "[Errno 24] Too many open files")
    assert str(said.hint).startswith(f"too many open files (limit 105, in use {used}; ")
    assert open_descriptors() == before
    assert one.world.objects.get("it") is None and opened(one, kind.id, "it")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"nonsense": 1}, "there is no option 'nonsense'"),
    ({"fd": "7"}, "fd takes a whole number, not '7'"),
    ({"count": 0}, "count 0 is not between 1 and 100000"),
    ({"count": 10**9}, "count 1000000000 is not between 1 and 100000"),
]


def test_wrong_options_are_refused(one: Session, kind: Kind) -> None:
    for options, message in WRONG:
        said = refused(one, c.Open(kind=kind.id, name="it", options=options))
        assert (said.type, said.by) == ("BadOption", "playground") and said.message.startswith(message), options
        assert len(one.world.objects) == 0, options


ASKING = ("process", "stdin", "stdout", "stderr", "udp-socket")
"""Of these a stranger's file asks for one, whatever its options."""


def test_it_says_what_it_is_and_what_it_is_in_python(kind: Kind) -> None:
    assert find_kind(kind.id) is kind
    assert str(kind.title) and str(kind.about) and kind.group and kind.short.isidentifier()
    ast.parse("; ".join(kind.code("it", fill(kind.all_options(), {}), Spelling())))
    assert bool(kind.needs_trust(fill(kind.all_options(), {}))) is (kind.id in ASKING)


def test_there_is_no_other_kind(one: Session) -> None:
    assert find_kind("teapot") is None
    said = refused(one, c.Open(kind="teapot", name="it"))
    assert (said.type, said.by, said.message) == ("UnknownKind", "playground", "there is no kind 'teapot'")


def test_a_kind_that_is_not_here_says_why(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from selcore.values.text import text

    monkeypatch.setattr(type(KINDS[0]), "missing", lambda self: text("not on this system"))
    said = refused(one, c.Open(kind=KINDS[0].id, name="it"))
    assert (said.type, said.by, said.message) == ("NotAvailable", "playground", "not on this system")


def test_the_message_of_python_is_left_as_it_is(one: Session, tmp_path: Path) -> None:
    said = refused(one, c.Open(kind="text-file", name="it", options={"path": str(tmp_path / "none")}))
    try:
        (tmp_path / "none").read_text()
    except FileNotFoundError as error:
        assert masked(said.message) == masked(str(error))
