"""What is in this program's memory has a bound, and what is told of it too."""

import pytest

from selcore.callbacks.base import LONGEST
from selcore.kinds.memory import MOST
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, refused


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
