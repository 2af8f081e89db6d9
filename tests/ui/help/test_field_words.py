"""Each field of the state line and of the counters has words; one that has none is named here."""

from PySide6.QtWidgets import QWidget

from tests.ui.user import User
from ui.help.table import entries
from ui.selector.state_line import CURES


def test_each_field_of_the_state_line_and_of_the_counters(user: User) -> None:
    for name in ("status", "status.words", "cure.end-wait", *(f"cure.{cure}" for cure in CURES)):
        assert name in entries()
    for widget in user.find(QWidget, "counts").findChildren(QWidget):
        if widget.objectName():
            assert widget.objectName() in entries(), widget.objectName()
