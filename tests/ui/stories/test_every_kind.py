"""Every kind opens from its action, is ticked or refused in place, and closes; every form of a command does its job."""

import pytest

from selcore.experiment.examples import EXAMPLES
from selcore.kinds import KINDS
from tests.ui.user import User

GROUPS = sorted({kind.group for kind in KINDS})


@pytest.mark.parametrize("group", GROUPS)
def test_each_opens_is_ticked_or_refused_and_closes(user: User, group: str) -> None:
    user.timeout("0")
    for kind in [kind.id for kind in KINDS if kind.group == group and kind.missing() is None]:
        before = len(user.names())
        user.do(f"fileobject.open.{kind}")
        names = user.names()[before:]
        assert names, (kind, user.label("refusal.words"))
        for name in names:
            tick_or_be_refused(user, kind, name)
        user.do("call.step")
        user.files.selectAll()
        user.do("fileobject.close")
        assert {row["state"] for row in user.objects()} == {"closed"}, kind


def tick_or_be_refused(user: User, kind: str, name: str) -> None:
    user.tick(name, "read")
    ticked, refused = user.object(name)["read"], user.shown(name, "state")
    assert ticked or refused.endswith("Error"), (name, refused)
    assert refused != "AttributeError" or kind in ("process", "bytesio", "stringio", "queue", "bad-fileno"), refused


def test_every_example_opens_from_the_menu_and_plays(user: User) -> None:
    for example in EXAMPLES:
        user.action(f"example.{example.id}").trigger()
        user.wait_until(lambda: not user.window.document.is_playing or user.window.property("state") == "waiting")
        user.do("loop.pause") if user.window.property("state") in ("running", "spinning") else None
        user.settle()
        assert any(row["command"] == "select" for row in user.rows()), example.id
        assert not user.window.isWindowModified(), example.id
