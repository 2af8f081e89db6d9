"""The list of actions: no two share a key, but those that go on and those that pause: only one of them can be done."""

from PySide6.QtGui import QAction

from tests.ui.user import User

IN_TURN = {
    *(("F5", "loop.run"), ("F5", "loop.pause")),
    *(("F9", "experiment.play"), ("F9", "experiment.pause")),
}


def test_no_two_actions_share_a_key_and_no_printing_key_is_taken_from_ticks_and_boxes(user: User) -> None:
    actions = user.window.findChildren(QAction)
    shared = {(key.toString(), action.objectName()) for action in actions for key in action.shortcuts()}
    keys = [key for key, _ in shared - IN_TURN]
    assert shared >= IN_TURN and len(keys) == len(set(keys)) and not {"F5", "F9"} & {*keys}
    assert not (user.action("loop.run").isEnabled() and user.action("loop.pause").isEnabled())
    assert not (user.action("experiment.play").isEnabled() and user.action("experiment.pause").isEnabled())
    assert not [key for key in keys if len(key) == 1 or key == "Space"]
