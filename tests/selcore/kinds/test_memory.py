"""What is in this program's memory has a bound, and what is told of it too."""

from contextlib import closing
from pathlib import Path

import pytest

from selcore.callbacks.base import LONGEST
from selcore.kinds import memory
from selcore.kinds.memory import MOST
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import called, done, opened, refused


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("bytesio", {}),
        ("stringio", {}),
        ("queue", {}),
        ("queue", {"class": "queue.SimpleQueue"}),
        ("queue", {"class": "asyncio.Queue"}),
        ("mp-queue", {}),
    ],
)
def test_what_is_filled_again_and_again_takes_no_more(one: Session, kind: str, options: dict[str, str]) -> None:
    opened(one, kind, "it", **options)
    opened(one, kind, "other", **options)
    assert done(one, c.Fill(name="it"))["sent"] == MOST
    assert done(one, c.Fill(name="it"))["sent"] == done(one, c.Fill(name="other"))["sent"] == 0
    said = refused(one, c.Send(name="other", text="x"))
    assert (said.type, said.by) == ("NoRoom", "playground")


def test_what_is_taken_out_makes_room_and_so_does_the_end_of_the_session() -> None:
    for _ in range(2):
        session = Session("select")
        opened(session, "queue", "it")
        for _ in range(2):
            assert done(session, c.Fill(name="it"))["sent"] == MOST
            assert done(session, c.Drain(name="it"))["size"] == MOST
        done(session, c.Fill(name="it"))
        session.close()


def test_a_message_that_tells_all_that_is_in_a_queue_is_cut_in_its_middle(one: Session) -> None:
    opened(one, "queue", "it", **{"class": "asyncio.Queue"})
    done(one, c.Send(name="it", size=1 << 20))
    said = refused(one, c.Register(name="it", events=("read",)))
    assert said.type == "ValueError" and said.by == "python" and len(said.message) < LONGEST + 100
    assert said.message.startswith("Invalid file object: <Queue at") and said.message.endswith("tasks=1>")


def test_the_temporary_files_of_a_session_fill_no_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory, "TEMPORARY", 10)
    with closing(Session("poll")) as session:
        opened(session, "binary-file", "it", mode="wb")
        opened(session, "text-file", "text", mode="w")
        opened(session, "dup", "again", of="it")
        assert (
            done(session, c.Send(name="it", size=4))["sent"] == done(session, c.Send(name="text", size=4))["sent"] == 4
        )
        for name in ("it", "text", "again"):
            said = refused(session, c.Send(name=name, size=3))
            assert (said.type, said.by) == ("NoRoom", "playground")
        assert refused(session, c.Fill(name="it")).type == "NoRoom"
        done(session, c.Close(name="text"))
        done(session, c.Register(name="it", events=("write",), callback="feed", options={"size": 1 << 40}))
        assert "NoRoom" in str(called(session).results[0].effect)
        opened(session, "binary-file", "asked", path=str(tmp_path / "asked"), mode="wb")
        assert done(session, c.Send(name="asked", size=11))["sent"] == 11
