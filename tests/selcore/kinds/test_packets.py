"""A receive says who sent the datagram and what of it was lost: in the answer, and to whoever shows the data."""

from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done
from selcore.wording.answers import answer
from tests.selcore.acting import done, opened

KINDS = ["unix-dgram-pair", "unix-seqpacket-pair"]


def received(session: Session, name: str, size: int) -> Done:
    outcome = session.apply(c.Receive(name=name, size=size))
    assert isinstance(outcome, Done), outcome
    return outcome


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", ["p.a", "dup"], ids=["itself", "a-duplicate"])
def test_what_a_size_cuts_off_is_said(one: Session, kind: str, by: str) -> None:
    opened(one, kind, "p")
    opened(one, "dup", "dup", of="p.a")
    done(one, c.Send(name="p.b", text="hello"))
    said = received(one, by, 2)
    assert said.value["size"] == 2 and said.value["lost"] == 3
    assert str(said.notice) == "it was longer by 3 bytes, which did not fit and are lost"
    assert [(piece.data, piece.cut) for piece in one.world.objects.traffic.take() if not piece.sent] == [(b"he", 3)]


@pytest.mark.parametrize("kind", [*KINDS, "socketpair"])
def test_what_fits_is_whole(one: Session, kind: str) -> None:
    opened(one, kind, "p")
    done(one, c.Send(name="p.b", text="hello"))
    said = received(one, "p.a", 5)
    assert said.notice is None and "lost" not in said.value
    assert (said.value.get("from", 1) is None) is (kind == "unix-dgram-pair")


def test_one_byte_is_one(one: Session) -> None:
    opened(one, "unix-dgram-pair", "p")
    done(one, c.Send(name="p.b", text="x"))
    assert str(received(one, "p.a", 0).notice) == "it was longer by 1 byte, which did not fit and is lost"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"size": 2, "hex": "6869", "from": ["127.0.0.1", 5]}, "(b'hi', ('127.0.0.1', 5)) (2 bytes)"),
        ({"size": 1, "hex": "68", "from": None}, "(b'h', None) (1 byte)"),
        ({"size": 0, "hex": "", "from": "/run/x"}, "(b'', '/run/x') (0 bytes)"),
        ({"size": 0, "hex": ""}, "b'' (0 bytes)"),
        ({"size": 2, "hex": "6869", "from": None, "lost": 3}, "(b'hi', None) (2 bytes, 3 lost)"),
        ({"size": 2, "hex": "6869", "lost": None}, "b'hi' (2 bytes, the rest is lost)"),
    ],
)
def test_the_answer_is_that_of_recvfrom(value: dict[str, Any], words: str) -> None:
    assert str(answer(Done(value))) == words


def test_the_data_knows_who_sent_it(one: Session) -> None:
    for name in ("a", "b"):
        opened(one, "udp", name)
    done(one, c.Send(name="a", text="hi", to="b"))
    received(one, "b", 9)
    pieces = [piece for piece in one.world.objects.traffic.take() if not piece.sent]
    assert [piece.sender for piece in pieces] == [one.world.find("a").obj.getsockname()]
