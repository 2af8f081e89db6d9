"""Where a datagram goes, as it is written: a name, a host and port, or a path."""

import pytest

from selcore.experiment.checking import trust_needed
from selcore.experiment.file import Unreadable, parse
from selcore.system.destination import host_and_port, is_name, python_address
from selcore.system.resolver import hosts_of
from selcore.values.commands import AnyCommand, Open, Select, Send
from selcore.values.spelling import Spelling
from tests.selcore.recipes import opened, recipe


@pytest.mark.parametrize(
    ("to", "place", "python"),
    [
        ("udp", None, "udp.getsockname()"),
        ("pair-1.a", None, "pair_1_a.getsockname()"),
        ("127.0.0.1:53", ("127.0.0.1", 53), "('127.0.0.1', 53)"),
        ("localhost:0", ("localhost", 0), "('localhost', 0)"),
        ("[::1]:53", ("::1", 53), "('::1', 53)"),
        (":53", ("", 53), "('', 53)"),
        ("127.0.0.1", None, "'127.0.0.1'"),
        ("host:", None, "'host:'"),
        ("host:-1", None, "'host:-1'"),
        ("host:\u0665", None, "'host:\u0665'"),
        ("./sock", None, "'./sock'"),
        ("/tmp/x:5", None, "'/tmp/x:5'"),
        ("", None, "''"),
    ],
)
def test_what_it_is_and_how_python_spells_it(to: str, place: tuple[str, int] | None, python: str) -> None:
    assert host_and_port(to) == place
    assert python_address(to, Spelling()) == python
    assert is_name(to) is python.endswith(".getsockname()")


def send(to: str) -> Send:
    return Send(name="u", text="x", to=to)


@pytest.mark.parametrize(
    ("to", "hosts"),
    [("home.example:1", ["home.example"]), ("127.0.0.1:1", []), ("[::1]:1", []), ("u", []), ("./p", [])],
)
def test_names_of_hosts_are_looked_up_before(to: str, hosts: list[str]) -> None:
    assert hosts_of(send(to)) == hosts
    assert hosts_of(Select(timeout=None, during=(send(to),))) == hosts
    assert hosts_of(Send(name="u", text="x")) == []


@pytest.mark.parametrize(
    ("to", "needed"),
    [
        ("u", False),
        ("127.0.0.1:1", False),
        ("localhost:1", False),
        ("192.0.2.1:1", True),
        ("h.example:1", True),
        ("/p", True),
    ],
)
def test_what_leaves_this_machine_or_the_session_needs_trust(to: str, needed: bool) -> None:
    commands: tuple[AnyCommand, ...] = (Open(kind="udp", name="u"), Select(timeout=0, during=(send(to),)))
    assert [str(need) for need in trust_needed(commands)] == ([f"sends to {to}"] if needed else [])


def test_a_name_has_to_be_opened_before() -> None:
    away = {"do": "send", "name": "u", "text": "x"}
    parse(recipe(opened("udp", "u"), opened("udp", "v"), away | {"to": "v"}, away | {"to": "127.0.0.1:1"}))
    with pytest.raises(Unreadable) as caught:
        parse(recipe(opened("udp", "u"), away | {"to": "v"}))
    assert (caught.value.place, str(caught.value.reason)) == ("commands[1].to", "v is used before it is opened")
