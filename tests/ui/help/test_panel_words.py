"""Each panel and each bar of the window has words; one that has none is named here."""

from PySide6.QtWidgets import QDockWidget, QToolBar, QWidget

from tests.ui.user import User
from ui.help.table import entries


def test_each_panel_and_bar(user: User) -> None:
    docks = [dock.objectName() for dock in user.window.findChildren(QDockWidget)]
    assert docks and [name for name in (*docks, "history.panel") if name not in entries()] == []
    for bar in user.window.findChildren(QToolBar):
        assert any(one.objectName() in entries() for one in (bar, *bar.findChildren(QWidget))), bar.objectName()
