"""Whatever the keyboard is at has a ring, in dialogs too."""

import pytest
from PySide6.QtWidgets import QPushButton

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
