"""Whatever the keyboard is at has a ring, in dialogs too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.selcore.recipes import opened
from tests.ui.session.test_origin import asked_in_dialog, the_list
from tests.ui.user import User
from ui.focus.focus_ring import FocusRing


def test_the_button_with_the_keyboard_has_a_ring_in_dialogs_too(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.window.activateWindow()
    dialog = asked_in_dialog(user, monkeypatch, opened("text-file", "f", path="/etc/hostname"))
    user.wait_until(dialog.isActiveWindow)
    for id in ("allow", "cancel"):
        button = user.find(QPushButton, f"question.{id}")
        button.setFocus()
        ring = dialog.findChild(FocusRing)
        assert isinstance(ring, FocusRing) and ring.isVisible()
        at = button.mapTo(dialog, button.rect().center())
        assert ring.geometry().contains(at) and ring.width() == button.width() + 4
    the_list(dialog).setFocus()
    assert not ring.isVisible()
    dialog.reject()


def test_the_ring_is_as_wide_as_what_it_is_around(user: User) -> None:
    user.do("scenario.pair")
    user.window.activateWindow()
    line = user.find(QLineEdit, "send")
    line.setFocus()
    ring = user.window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    dock, before = user.window.docks["fileobjects"], line.width()
    user.window.resizeDocks([dock], [dock.width() + 60], Qt.Orientation.Horizontal)
    user.wait_until(lambda: line.width() > before)
    assert ring.width() == line.width() + 4 and ring.isVisible()
    user.window.resizeDocks([dock], [dock.width() - 60], Qt.Orientation.Horizontal)
    user.wait_until(lambda: line.width() <= before)
    assert ring.width() == line.width() + 4
    user.do("view.reset")
