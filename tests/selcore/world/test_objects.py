"""Each name is given once; closed connections take no room for good."""

import pytest

from selcore.kinds.file_object import FileObject
from selcore.values.names import numbered
from selcore.world import objects
from selcore.world.objects import Objects


class Thing:
    """What a FileObject needs of its object."""

    def fileno(self) -> int:
        return 7

    def close(self) -> None: ...


def test_names_are_used_for_good() -> None:
    known = Objects()
    known.add(FileObject("pair.a", "socketpair", Thing()))
    assert known.is_used("pair") and known.is_used("pair.b") and not known.is_used("pai")
    assert (known.free_name("pair"), known.free_name("pipe")) == ("pair2", "pipe")
    known.reserve("pair2")
    assert known.free_name("pair") == "pair3"
    assert known.free_name("pair.a.x") == "pair3.a.x", "whose stem is taken whatever comes behind it"


def test_a_group_needs_all_its_names() -> None:
    known = Objects()
    known.reserve("x-3")
    assert (known.taken("x"), known.taken("x", 2), known.taken("x", 3)) == (None, None, "x-3")
    assert known.free_name("x", 3) == "x2"
    assert (numbered("x", 1), numbered("x", 2)) == (["x"], ["x-1", "x-2"])


def test_the_names_of_connections_take_no_room_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "REMEMBERED", 10)
    known = Objects()
    known.add(FileObject("server", "tcp-listener", Thing()))
    for number in range(1, 101):
        found = FileObject(f"server.{number}", "connection", Thing())
        known.add(found)
        known.retire(found)
        known.retire(found)
    assert (len(known), known.forgotten, len(known.gone)) == (11, 90, 90)
    assert known._used == {"server"} and len(known._closed) == 10
    known.touch("server.1")
    assert "server.1" not in known.changed
