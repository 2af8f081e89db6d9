"""Actions are enabled when what they need is there."""

from collections.abc import Callable

from tests.ui.user import User
from ui.actions.actions import all_actions
from ui.actions.conditions import Requirement


def test_actions_are_enabled_when_what_they_need_is_there(open_window: Callable[..., User]) -> None:
    user = open_window()
    check_enabled(user)
    for id in ("scenario.pair", "call.step", "call.stop", "fileobject.close", "scenario.echo", "loop.run", "call.stop"):
        user.do(id)
        check_enabled(user)
    user.do("experiment.new")
    check_enabled(user)


def check_enabled(user: User) -> None:
    now = user.window.action_table.situation()
    rows = {row.id: user.action(row.id).isEnabled() for row in all_actions()}
    assert rows == {row.id: now.has(Requirement.of(row)) for row in all_actions()}
