"""The selector's class is changed: registrations are carried over, and a call that waits ends."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from tests.ui.stories.test_calls import calls
from tests.ui.user import User


def test_changing_the_class_carries_the_registrations_over(user: User) -> None:
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.backend("poll")
    assert user.backend_shown() == "poll"
    assert user.object("pair.a")["read"] and user.object("pair.a")["write"]


def test_changing_the_class_during_a_call_ends_it_as_interrupted(user: User) -> None:
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.backend("select")
    user.wait_for("idle")
    user.settle()
    (row,) = calls(user)
    assert row["returned"] is None and row["error"] is None


def test_a_timeout_that_is_typed_is_not_taken_for_another(user: User) -> None:
    box = user.find(QComboBox, "timeout")
    for words in ("0", "1", "no"):
        box.lineEdit().selectAll()
        QTest.keyClicks(box, words)
        assert box.currentText() == words, "no more than was typed"
    box.setCurrentIndex(0)
