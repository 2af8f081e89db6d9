"""A warning's action does what it offers."""

from PySide6.QtWidgets import QApplication

from tests.ui.user import User
from tests.ui.warnings.test_panel import always_writable


def test_the_action_does_what_the_only_warning_offers(user: User) -> None:
    assert not user.action("warning.copy-report").isEnabled()
    always_writable(user)
    user.do("warning.copy-report")
    report = QApplication.clipboard().text()
    assert report.startswith("**`Always writable: pair.a`**") and "EVENT_WRITE" in report
    user.do("warning.remedy")
    assert user.object("pair.a")["write"] is False
    assert not user.action("warning.remedy").isEnabled()
