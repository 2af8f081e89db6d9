"""Every condition that hinders has words that say so."""

from tests.ui.user import User
from ui.actions.actions import all_actions
from ui.actions.conditions import ONLY_RECORDED, WORKER_DEAD, Requirement
from ui.actions.reasons import reason


def test_each_has_words() -> None:
    named = {condition for action in all_actions() for condition in action.needs}
    assert all(reason(condition) for condition in (*named, WORKER_DEAD, ONLY_RECORDED))


def test_each_disabled_action_has_a_reason(user: User) -> None:
    now = user.window.action_table.situation()
    for row in all_actions():
        hindrance = now.hindrance(Requirement.of(row))
        assert user.action(row.id).isEnabled() == (hindrance is None), row.id
        assert hindrance is None or reason(hindrance), row.id
