"""The list of actions: no two share a key."""

from PySide6.QtGui import QAction

from tests.ui.user import User


def test_no_two_actions_share_a_key_and_no_printing_key_is_taken_from_ticks_and_boxes(user: User) -> None:
    keys = [key.toString() for action in user.window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if len(key) == 1 or key == "Space"]
