"""An explanation stands beside its thing, is heard whole, and goes with any key."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.user import User
from ui.help.meaning import Meaning
from ui.help.popup import MOST, HelpPopup


def popup(user: User) -> QWidget:
    user.wait_until(lambda: QApplication.activePopupWidget() is not None)
    found = QApplication.activePopupWidget()
    assert found is not None and found.objectName() == "help"
    return found


def titles(user: User) -> list[str]:
    found = popup(user)
    said = [label.text() for label in found.findChildren(QLabel) if label.objectName().startswith("help.title")]
    assert all(title in found.accessibleName() for title in said)
    return said


def close(user: User) -> None:
    user.qtbot.keyClick(popup(user), Qt.Key.Key_Escape)
    user.wait_until(lambda: QApplication.activePopupWidget() is None)


def test_it_shows_the_first_and_stays_on_the_screen(user: User) -> None:
    HelpPopup([Meaning(f"title {n}", f"words {n}.") for n in range(MOST + 2)], user.window).show_at(QPoint(9000, 9000))
    assert titles(user) == [f"title {n}" for n in range(MOST)]
    assert user.window.screen().availableGeometry().contains(popup(user).geometry())
    assert popup(user).findChild(QWidget, "help.glossary") is None
    close(user)
